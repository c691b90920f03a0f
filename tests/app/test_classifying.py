"""The model is ready when the crawl is: it is loaded beside it, and only when there is something to ask it."""

import asyncio
import threading
from pathlib import Path

import pytest

from app import classifying
from app.classifying import Model
from app.house import load_config
from app.watch import Keeper, Tally
from pipeline.base import Array
from policywatch.errors import ModelError
from policywatch.text import stable_id
from policywatch.types import CheckResult, Document, Outcome
from tests.app.shelf import HIRING, NOTHING, HashedWords, Shelf, write_home


def test_whoever_asks_early_finds_the_model_loaded_and_warm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go, embedder = threading.Event(), HashedWords()

    class Slow(HashedWords):
        def encode(self, passages: list[str]) -> Array:  # type: ignore[override]
            go.wait(10)
            return embedder.encode(passages)

    write_home(tmp_path)
    monkeypatch.setattr(classifying, "load_embedder", lambda _: (Slow(), ""))
    model = Model(load_config(tmp_path))
    model.start()
    threading.Timer(0.2, go.set).start()
    assert model.get() is not None
    assert embedder.asked == 1, "the first passage, which loads it, was embedded before"


def test_a_model_that_fails_while_it_warms_is_still_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(HashedWords):
        def encode(self, passages: list[str]) -> Array:  # type: ignore[override]
            raise ModelError("no weights")

    write_home(tmp_path)
    monkeypatch.setattr(classifying, "load_embedder", lambda _: (Failing(), ""))
    model = Model(load_config(tmp_path))
    model.start()
    assert model.get() is not None


@pytest.mark.parametrize(("text", "times"), [(HIRING, 1), (NOTHING, 0)])
def test_a_crawl_wakes_the_model_once_and_only_for_what_it_will_be_asked(tmp_path: Path, text: str, times: int) -> None:
    shelf = Shelf(tmp_path / "home")
    shelf.store.sync_sources(shelf.house.config.sources, shelf.now)
    (claim,) = shelf.store.claim(shelf.now, shelf.house.owner, 60, everything=True)
    documents = tuple(
        Document("veridia", stable_id(str(i)), f"https://veridia.example/{i}", f"Number {i}", str(i), text=text, language="en")
        for i in range(3)
    )
    result = CheckResult(claim, shelf.now, shelf.now, Outcome.CHANGED, complete=True, documents=documents, items=3)
    woken: list[int] = []

    async def crawl() -> None:
        async with Keeper(shelf.house, Tally(), lambda: woken.append(1)) as keeper:
            keeper.add(result)

    asyncio.run(crawl())
    shelf.close()
    assert len(woken) == times
