"""What comes with policywatch: starters, schemas, the default sources, the dead addresses, the reference."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from policywatch.config import check, init, load, render, schemas
from policywatch.config.dead import dead_urls, find_dead
from policywatch.config.entries import KindCache
from policywatch.config.models import SettingsFile, SourceFields, UseFields
from policywatch.config.tree import Reader
from policywatch.errors import UsageError
from policywatch.kinds import Registry

Kinds = dict[str, Registry]

ROOT = Path(__file__).resolve().parents[3]


def as_editor(path: Path) -> Any:
    """A file as an editor reads it: YAML 1.2, so that only true, false, null and numbers are no text."""
    reader = Reader(path.name)
    node = reader.read(path.read_bytes())
    assert node is not None
    assert not reader.problems

    def typed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: typed(below) for key, below in value.items()}
        if isinstance(value, list):
            return [typed(below) for below in value]
        if value in ("true", "false"):
            return value == "true"
        return yaml.safe_load(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else value

    return typed(node.plain())


def test_starters_are_valid_and_ready(tmp_path: Path, kinds: Kinds) -> None:
    init(tmp_path / "home", **kinds)
    report = check(tmp_path / "home", **kinds, env={})
    assert report.problems == report.warnings == ()
    assert [str(one) for one in report.readiness if not one.ready] == [
        "digests (0): not ready: there is no weekly mail: add a digest if you want one"
    ]
    assert report.config is not None
    assert len(report.config.sources) == 10
    assert not {route.channel for route in report.config.routes} - {channel.id for channel in report.config.settings.channels}


def test_what_the_starters_comment_out_is_valid_too(tmp_path: Path, kinds: Kinds) -> None:
    init(tmp_path, **kinds)
    path = tmp_path / "policywatch.yaml"
    lines = path.read_text().replace("digests: []\n", "").splitlines()
    opened = [re.sub(r"^( *)# (?=( *- )|  |digests:)", r"\1", line) for line in lines]
    path.write_text("\n".join(opened) + "\n")
    config = load(tmp_path, **kinds)
    assert [channel.kind for channel in config.settings.channels] == ["console", "file", "slack", "mail"]
    assert len(config.routes) == 5
    assert len(config.settings.digests) == 1


@pytest.mark.parametrize("name", ["sources.yaml", "uses.yaml", "policywatch.yaml"])
def test_init_overwrites_nothing(tmp_path: Path, kinds: Kinds, name: str) -> None:
    (tmp_path / name).write_text("mine\n")
    with pytest.raises(UsageError, match=f"{name} in .* would be overwritten: "):
        init(tmp_path, **kinds)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine\n"


def test_init_says_why_it_cannot_write(tmp_path: Path, kinds: Kinds) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot write to"):
        init(tmp_path / "file" / "home", **kinds)


def test_editors_find_schemas_that_accept_the_starters(tmp_path: Path, kinds: Kinds) -> None:
    init(tmp_path, **kinds)
    for name in ("sources.yaml", "uses.yaml", "policywatch.yaml"):
        first = (tmp_path / name).read_text().splitlines()[0]
        schema = json.loads((tmp_path / first.partition("$schema=")[2]).read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(as_editor(tmp_path / name), schema)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("sources.yaml", {"sources": [{"id": "a", "kind": "feeds", "url": "https://a.example"}]}),
        ("sources.yaml", {"sources": [{"id": "a", "kind": "feed"}]}),
        ("sources.yaml", {"sources": [{"id": "a", "kind": "feed", "url": "https://a.example", "max_pages": 2}]}),
        ("sources.yaml", {"sources": [{"id": "a", "kind": "json_api", "url": "https://a.example"}]}),
        ("sources.yaml", {"sources": [{"id": "a", "kind": "feed", "url": "https://a.example", "every": "6"}]}),
        ("policywatch.yaml", {"channels": [{"id": "a", "kind": "slack", "channel": "C1", "token": "xoxb"}]}),
        ("policywatch.yaml", {"channels": [{"id": "a", "kind": "slack", "channel": "C1"}]}),
        ("policywatch.yaml", {"model": {"batch_siz": 3}}),
        ("policywatch.yaml", {"routes": [{"channel": "a", "document_types": ["lw"]}]}),
        ("uses.yaml", {"uses": [{"id": "a", "name": "x"}]}),
    ],
)
def test_schemas_refuse_what_the_loader_refuses(kinds: Kinds, name: str, data: Any) -> None:
    assert list(jsonschema.Draft202012Validator(schemas(**kinds)[name]).iter_errors(data))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "sources.yaml",
            {"sources": [{"id": "a", "kind": "listing", "url": "https://a.example", "every": "6h", "selectors": {"item": "li"}}]},
        ),
        (
            "policywatch.yaml",
            {"channels": [{"id": "a", "kind": "slack", "channel": "C1", "token": "${T}"}], "model": {"batch_size": 8}, "digests": None},
        ),
    ],
)
def test_schemas_accept_the_options_of_a_kind(kinds: Kinds, name: str, data: Any) -> None:
    jsonschema.validate(data, schemas(**kinds)[name])


def entries_of(path: Path) -> list[dict[str, Any]]:
    node = Reader(path.name).read(path.read_bytes())
    assert node is not None
    return list(node.plain()["sources"])


def test_the_defaults_are_sixty_five_unverified_official_places() -> None:
    entries = entries_of(ROOT / "sources.yaml")
    assert len({entry["id"] for entry in entries}) == len({entry["url"] for entry in entries}) == len(entries) == 65
    assert len({entry["jurisdiction"] for entry in entries}) == 24
    assert {entry["verified"] for entry in entries} == {"false"}
    assert sum(entry.get("tier") == "secondary" for entry in entries) == 3
    assert all(entry["authority"] and entry["every"] for entry in entries)


def test_no_default_source_is_a_refused_address() -> None:
    for entry in entries_of(ROOT / "sources.yaml"):
        dead = find_dead(entry["kind"], entry["url"])
        assert dead is None or dead.action == "warn"


@pytest.mark.parametrize(
    ("kind", "url", "action"),
    [
        ("feed", "https://www.enisa.europa.eu/rss.xml", "refuse"),
        ("listing", "https://www.enisa.europa.eu/news", None),
        ("feed", "https://WWW.FTC.gov/rss/news.xml#top", "refuse"),
        ("feed", "https://www.ftc.gov:443/rss/news.xml", "refuse"),
        ("feed", "https://www.ftc.gov/rss/news.xml?x=1", None),
        ("feed", "https://www.pdpc.gov.sg/rss/all", "warn"),
        ("page", "https://www.coe.int/en/web/artificial-intelligence", None),
        ("page", "https://www.cyber.gov.au/x", "warn"),
        ("feed", "https://www.enisa.europa.eu.example/rss.xml", None),
    ],
)
def test_dead_addresses_are_known(kind: str, url: str, action: str | None) -> None:
    dead = find_dead(kind, url)
    assert (dead.action if dead else None) == action


def test_every_dead_address_has_a_reason_and_a_way_out() -> None:
    assert len(dead_urls()) == 11
    assert all(entry.reason and entry.instead for entry in dead_urls())


def test_the_reference_names_every_field_and_option(kinds: Kinds) -> None:
    text = render(**kinds)
    for model in (SourceFields, UseFields, SettingsFile):
        for name, info in model.model_fields.items():
            assert f"| `{name}` |" in text
            assert info.description, f"{model.__name__}.{name} has no description"
    for registry in kinds.values():
        for kind in registry.names:
            assert f"#### {kind}\n" in text
            assert all(f"| `{name}` |" in text for name in registry.options(kind).model_fields)


def test_the_reference_names_what_stands_inside_an_option(kinds: Kinds) -> None:
    assert "| `selectors.item` | text | *required* |" in render(**kinds)


def test_importing_the_configuration_is_cheap() -> None:
    script = (
        "import sys; sys.path[:0] = ['.']; import policywatch.config; "
        "print(*sorted({'ruamel', 'scrapy', 'torch', 'sklearn', 'alembic', 'sqlalchemy', 'lxml', 'numpy', 'rich', 'typer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_kind_whose_package_is_absent_is_told(tmp_path: Path, kinds: Kinds, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(self: Registry, name: str) -> Any:
        raise ModuleNotFoundError("No module named 'scrapy_playwright'", name="scrapy_playwright")

    monkeypatch.setattr(Registry, "options", absent)
    init_text = "sources:\n  - {id: a, kind: feed, url: 'https://a.example'}\n  - {id: b, kind: feed, url: 'https://b.example'}\n"
    (tmp_path / "sources.yaml").write_text(init_text)
    problems = [str(problem) for problem in check(tmp_path, **kinds).problems]
    assert sum("kind 'feed' needs the package 'scrapy_playwright': " in problem for problem in problems) == 2
    assert KindCache(kinds["sources"]).registry.names
