"""What every kind of channel must have."""

import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from alerts.base import Capabilities, ChannelContext
from policywatch.kinds import Registry
from policywatch.types import DeliveryState, Sent
from tests.alerts.outbox import Clock, Outbox, deliveries
from tests.alerts.samples import NOW

CHANNELS = Registry("channel", "alerts.channels")
DOCS = (Path(__file__).resolve().parents[2] / "docs" / "channels.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", CHANNELS.names)
def test_every_kind_says_what_it_is_and_what_it_can(kind: str) -> None:
    assert CHANNELS.summary(kind).endswith(".")
    assert isinstance(CHANNELS.module(kind).CAPABILITIES, Capabilities)


@pytest.mark.parametrize("kind", CHANNELS.names)
def test_every_kind_is_documented_with_its_capabilities(kind: str) -> None:
    able: Capabilities = CHANNELS.module(kind).CAPABILITIES
    row = next(line for line in DOCS.splitlines() if line.startswith(f"| `{kind}` |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1:5] == ["yes" if can else "no" for can in (able.dedup_key, able.read_back, able.update, able.thread)]
    assert cells[5] == (f"{able.pace_s:.0f} s" if able.pace_s else "–") and cells[6] == f"{able.grace_s:.0f} s"
    assert f"## {kind}" in DOCS


@pytest.mark.parametrize("kind", CHANNELS.names)
def test_every_kind_refuses_an_option_it_does_not_know(kind: str) -> None:
    with pytest.raises(ValidationError):
        CHANNELS.options(kind)(nonsense=1)


_NEW_KIND = '''"""Keeps messages in a list."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from alerts.base import Capabilities, ChannelContext, Finding
from policywatch.types import Delivery, Receipt, Result, Sent

CAPABILITIES = Capabilities(dedup_key=True)


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Keeper:
    capabilities = CAPABILITIES
    proven = False

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self.kept: list[str] = []

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        self.kept.append(delivery.id)
        return Sent(Receipt(delivery.id))

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        raise LookupError("nothing to ask")

    async def check(self) -> Finding:
        return Finding(True, "ready")

    async def close(self) -> None:
        return None


KIND = Keeper
'''


async def test_a_new_kind_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    package = tmp_path / "morechannels"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "keeper.py").write_text(_NEW_KIND)
    monkeypatch.syspath_prepend(str(tmp_path))
    registry = Registry("channel", "morechannels")
    assert registry.names == ("keeper",) and registry.summary("keeper") == "Keeps messages in a list."
    channel = registry.kind("keeper")("legal", registry.options("keeper")(), ChannelContext(home=tmp_path))
    outbox = Outbox(clock, {"legal": channel})
    outbox.add(deliveries(2))
    await outbox.run()
    assert {row.state for row in outbox.rows.values()} == {DeliveryState.SENT}
    assert isinstance(await channel.send(deliveries(1)[0], NOW), Sent)
    for name in [name for name in sys.modules if name.startswith("morechannels")]:
        monkeypatch.delitem(sys.modules, name)
