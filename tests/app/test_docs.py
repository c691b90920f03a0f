"""What the documentation shows works: its YAML loads, its links lead somewhere, its pages are current."""

import re
from pathlib import Path

import pytest

from app import docs
from app.house import REGISTRIES
from policywatch.config import check
from policywatch.kinds import Registry

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
MINIMAL = {"sources.yaml": "sources: []\n", "uses.yaml": "uses: []\n", "policywatch.yaml": "database: sqlite:///watch.db\n"}
FILE_OF = {
    "sources": "sources.yaml",
    "uses": "uses.yaml",
    "channels": "policywatch.yaml",
    "database": "policywatch.yaml",
    "web": "policywatch.yaml",
    "privacy": "policywatch.yaml",
}
USES = "uses:\n" + "".join(f"  - {{id: {name}, name: {name}, description: some use}}\n" for name in ("hiring", "credit"))


def blocks() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for number, match in enumerate(re.finditer(r"^```yaml\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)):
            found.append((f"{page.name}:{number}", match[1]))
    return found


@pytest.mark.parametrize(("where", "text"), [pytest.param(*block, id=block[0]) for block in blocks()])
def test_yaml_in_the_documentation_is_valid_configuration(where: str, text: str, tmp_path: Path) -> None:
    key = next((line.partition(":")[0] for line in text.splitlines() if re.match(r"[a-z_]+:", line)), "")
    if key not in FILE_OF:
        pytest.skip("not one of the three files")
    for name, content in (MINIMAL | {"uses.yaml": USES} | {FILE_OF[key]: text}).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    report = check(tmp_path, sources=REGISTRIES.sources, channels=REGISTRIES.channels, embedders=REGISTRIES.embedders)
    assert [str(problem) for problem in report.problems] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_the_documentation_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", docs.PAGES)
def test_generated_pages_are_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == docs.PAGES[name]().rstrip() + "\n", "run `make docs`"


@pytest.mark.parametrize("registry", [REGISTRIES.sources, REGISTRIES.channels, REGISTRIES.embedders], ids=lambda registry: registry.noun)
def test_every_kind_has_a_docstring_options_and_a_place_in_the_documentation(registry: Registry) -> None:
    page = (ROOT / "docs" / "kinds.md").read_text(encoding="utf-8")
    for name in registry.names:
        assert registry.summary(name)
        assert registry.options(name).model_config.get("extra") == "forbid"
        assert f"### `{name}`" in page


def test_the_default_sources_are_valid(tmp_path: Path) -> None:
    for name, content in (MINIMAL | {"sources.yaml": (ROOT / "sources.yaml").read_text(encoding="utf-8")}).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    report = check(tmp_path, sources=REGISTRIES.sources, channels=REGISTRIES.channels, embedders=REGISTRIES.embedders)
    assert [str(problem) for problem in report.problems] == []
    assert report.config is not None
    assert len(report.config.sources) == 65
