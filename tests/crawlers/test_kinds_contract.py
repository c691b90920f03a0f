"""What every kind of source owes its users: a docstring, described options, a test, and a place in the list of kinds."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from crawlers.base import Get, Reading
from policywatch.config.reference import spoken
from policywatch.kinds import Registry
from policywatch.types import Source

ROOT = Path(__file__).resolve().parents[2]
SPIDERS = Registry("source", "crawlers.spiders")
KEYED = {"congress": {"key": "${A_KEY}"}, "regulations_gov": {"key": "${A_KEY}"}, "json_api": {"fields": {"title": "t", "url": "u"}}}


def made(kind: str) -> Source:
    options = SPIDERS.options(kind).model_validate(KEYED.get(kind, {}))
    return Source("s", kind, "https://site.example/x", options=options)


def blocks(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The model and the models of its fields."""
    inner = [info.annotation for info in model.model_fields.values()]
    parts = [part for kind in inner for part in (kind, *getattr(kind, "__args__", ()))]
    return [model, *(one for part in parts if isinstance(part, type) and issubclass(part, BaseModel) for one in blocks(part))]


def test_the_kinds_of_the_plan_are_there() -> None:
    wanted = "cac cellar congress federal_register feed govuk json_api legislation_gov_uk listing page pdf regulations_gov sitemap"
    assert set(wanted.split()) <= set(SPIDERS.names)


@pytest.mark.parametrize("kind", SPIDERS.names)
def test_a_kind_says_what_it_is(kind: str) -> None:
    summary = SPIDERS.summary(kind)
    assert len(summary) > 15
    assert summary.endswith(".")
    assert SPIDERS.kind(kind).__doc__


@pytest.mark.parametrize("kind", SPIDERS.names)
def test_every_option_is_described_and_strangers_are_refused(kind: str) -> None:
    for model in blocks(SPIDERS.options(kind)):
        assert model.model_config.get("extra") == "forbid"
        told = spoken(model)
        for name, info in model.model_fields.items():
            assert info.description or told.get(name), f"{kind}: {model.__name__}.{name}"
        assert model.model_json_schema()


@pytest.mark.parametrize("kind", SPIDERS.names)
def test_no_option_hides_behind_a_field_of_every_source(kind: str) -> None:
    from policywatch.config.models import SourceFields

    assert not set(SPIDERS.options(kind).model_fields) & set(SourceFields.model_fields)


@pytest.mark.parametrize("kind", SPIDERS.names)
def test_a_kind_can_be_asked_and_sent_to_a_worker(kind: str) -> None:
    spider, source = SPIDERS.kind(kind)(), made(kind)
    first, *others = spider.start(source)
    assert all(isinstance(get, Get) and get.url.startswith("https://site.example/x") for get in (first, *others))
    own: Any = getattr(spider, "reading", lambda source: Reading())
    assert 1 <= own(source).max_pages <= 101
    assert pickle.loads(pickle.dumps((spider, source)))[1] == source  # noqa: S301  made here


@pytest.mark.parametrize("kind", SPIDERS.names)
def test_a_kind_has_tests_that_name_it(kind: str) -> None:
    words = (f"crawlers.spiders.{kind} ", f'"{kind}"', f"    {kind},", f" {kind},", f", {kind}\n")
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path.name != Path(__file__).name]
    assert any(word in path.read_text(encoding="utf-8") for path in tests for word in words)


def test_the_command_lists_every_kind() -> None:
    from app.cli import app

    shown = CliRunner().invoke(app, ["kinds", "--json"])
    listed = {row["kind"]: row["what"] for row in json.loads(shown.output) if row["noun"] == "source"}
    assert listed.keys() == set(SPIDERS.names)
    assert all(listed.values())
