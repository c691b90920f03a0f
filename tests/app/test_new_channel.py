"""Adding a channel is one file: written into a folder of kinds it is found, configured, checked, and used by a run."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.commands
import app.delivering
import app.holding
import app.house
from alerts.message import delivery_for, notice
from app.house import Registries, open_house
from app.progress import Progress
from policywatch.config import load
from policywatch.errors import ConfigError
from policywatch.kinds import Registry
from policywatch.types import DeliveryState, Severity

_POSTCARD = '''"""Writes each message on a postcard: one text file per delivery."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from alerts.base import Capabilities, ChannelContext, Finding
from alerts.render.card import Looks
from alerts.render.chat import chat_text
from policywatch.types import Delivery, Receipt, Result, Sent

CAPABILITIES = Capabilities(dedup_key=True, read_back=True, grace_s=0.0)


class Options(BaseModel):
    """Where the postcards lie."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: str = Field(min_length=1, description="The folder; relative paths start at the home folder.")


class Postcard:
    """One folder."""

    capabilities = CAPABILITIES
    proven = True

    def __init__(self, channel_id: str, options: Options, context: ChannelContext) -> None:
        self._folder = context.home / options.folder

    async def send(self, delivery: Delivery, now: datetime) -> Result:
        self._folder.mkdir(exist_ok=True)
        (self._folder / delivery.id).write_text(chat_text(delivery.message, Looks(), now, delivery.id, 500), encoding="utf-8")
        return Sent(Receipt(delivery.id))

    async def find(self, delivery: Delivery, now: datetime) -> Receipt | None:
        return Receipt(delivery.id) if (self._folder / delivery.id).exists() else None

    async def check(self) -> Finding:
        return Finding(True, "ready")

    async def close(self) -> None:
        return None


KIND = Postcard
'''


@pytest.fixture
def registries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registries]:
    """The product's kinds, but for channels, which are those of a new folder with one file."""
    package = tmp_path / "onechannel"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "postcard.py").write_text(_POSTCARD)
    monkeypatch.syspath_prepend(str(tmp_path))
    made = Registries(channels=Registry("channel", "onechannel"))
    for module in (app.house, app.holding, app.delivering, app.commands):
        monkeypatch.setattr(module, "REGISTRIES", made)
    yield made
    for name in [name for name in sys.modules if name.startswith("onechannel")]:
        del sys.modules[name]


def home(tmp_path: Path, channel: str) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "sources.yaml").write_text("sources:\n  - {id: gazette, kind: feed, url: 'https://gazette.nordia.example/feed'}\n")
    (folder / "uses.yaml").write_text(
        "uses:\n  - {id: cv, name: CV screening, description: Ranks applications before a recruiter reads them}\n"
    )
    (folder / "policywatch.yaml").write_text(
        "database: sqlite:///policywatch.db\nmodel: {embedder: none}\n"
        f"channels:\n  - {{id: desk, kind: postcard, {channel}}}\nroutes:\n  - {{channel: desk}}\n"
    )
    return folder


async def test_a_channel_is_one_file(registries: Registries, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app.commands.kinds(as_json=False)
    assert "postcard" in capsys.readouterr().out
    with open_house(home(tmp_path, "folder: cards")) as house:
        message = notice("A source fell silent", ("gazette lists nothing",), Severity.HIGH, house.clock())
        delivery = delivery_for(message, "desk", "incident-1", house.clock())
        assert house.store.add_deliveries([delivery], house.clock()) == 1
        async with app.delivering.open_channels(house) as channels:
            assert (await channels.get("desk").check()).ok
            ended = await app.delivering.deliver(house, channels, Progress())
            again = await app.delivering.deliver(house, channels, Progress())
    assert dict(ended) == {DeliveryState.SENT: 1} and not again
    (card,) = (tmp_path / "home" / "cards").iterdir()
    assert card.name == delivery.id and card.read_text(encoding="utf-8").startswith("[High] A source fell silent")


def test_its_options_are_checked_like_those_of_every_channel(registries: Registries, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(home(tmp_path, "folders: cards"), sources=registries.sources, channels=registries.channels, embedders=registries.embedders)
    assert "policywatch.yaml:4:" in str(caught.value) and "folder" in str(caught.value)
