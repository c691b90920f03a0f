"""The sources that come with policywatch, read with the kinds that ship."""

import re
from pathlib import Path

import pytest

from app.house import REGISTRIES
from policywatch.config import check
from policywatch.config.load import Report

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"us-congress": "CONGRESS_API_KEY", "us-regsgov": "REGULATIONS_GOV_API_KEY", "us-openstates": "OPENSTATES_API_KEY"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_bytes((ROOT / "sources.yaml").read_bytes())
    (tmp_path / "uses.yaml").write_text("uses: []\n")
    (tmp_path / "policywatch.yaml").write_text("channels: []\n")
    return tmp_path


def report(home: Path, env: dict[str, str]) -> Report:
    return check(home, sources=REGISTRIES.sources, channels=REGISTRIES.channels, embedders=REGISTRIES.embedders, env=env)


def test_all_sixty_five_are_valid(home: Path) -> None:
    found = report(home, {})
    assert found.problems == ()
    assert len(found.warnings) == 1, "the text of the AI Act stands behind a firewall"
    assert found.config is not None
    assert len(found.config.sources) == 65
    assert not any(source.paused for source in found.config.sources)


def test_a_missing_key_is_told_by_name_and_stops_nothing_else(home: Path) -> None:
    missing = {one.id: one.why for one in report(home, {}).readiness if one.part == "source"}
    assert missing.keys() == KEYS.keys()
    assert all(name in missing[source] for source, name in KEYS.items())
    assert not [one for one in report(home, dict.fromkeys(KEYS.values(), "x")).readiness if one.part == "source"]


def test_every_source_can_be_asked(home: Path) -> None:
    config = report(home, {}).config
    assert config is not None
    for source in config.sources:
        gets = REGISTRIES.sources.kind(source.kind)().start(source)
        assert gets
        assert all(get.url.startswith(("https://", "http://")) for get in gets)


def test_the_examples_of_the_manual_are_valid(home: Path) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)```", (ROOT / "docs/sources.md").read_text(encoding="utf-8"), re.S | re.M)
    assert len(blocks) == 3
    for block in blocks:
        (home / "sources.yaml").write_text(block, encoding="utf-8")
        found = report(home, {})
        assert (found.problems, found.warnings) == ((), ())
