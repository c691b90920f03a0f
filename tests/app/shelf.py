"""A small house with invented documents on its shelf, and a model that needs no weights."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy

from app.classifying import Model, Step
from app.house import House, load_config
from app.progress import Progress
from pipeline.base import Array, Embedder
from policywatch.store import Store, open_store, this_process
from policywatch.text import stable_id
from policywatch.types import CheckResult, Document, Outcome, Update, UpdateKind
from tests.policywatch.store.keeping import keep_check

NOW = datetime(2031, 3, 3, 8, 0, tzinfo=UTC)
USES = """\
uses:
  - id: hiring
    name: Hiring software
    description: Software that ranks, screens or interviews job applicants.
    keywords: {en: [hiring, candidate screening, job applicants]}
  - id: credit
    name: Credit scoring
    description: Models that score the creditworthiness of people and decide on loans.
    keywords: {en: [credit scoring, creditworthiness, loan]}
"""
SOURCES = "sources:\n  - {id: veridia, kind: feed, url: 'https://veridia.example/feed', language: en}\n"
SETTINGS = """\
model: {embedder: none}
channels:
  - {id: record, kind: file, path: alerts.jsonl}
routes:
  - {channel: record}
people:
  - {id: ann, name: Ann, role: editor}
  - {id: bob, name: Bob, role: editor}
"""
HIRING = (
    "An employer that uses an artificial intelligence system for candidate screening must inform job applicants. "
    "The regulation requires a yearly bias audit of the system. {more}"
)
CREDIT = (
    "A lender that uses an artificial intelligence system for credit scoring must explain how creditworthiness was found. "
    "The regulation requires that every refused loan is explained. {more}"
)
GENERAL = "The agency adopted a regulation on artificial intelligence. Providers shall register systems and keep records. {more}"
NOTHING = "The canteen serves soup and bread on Monday. {more}"


class HashedWords:
    """An embedder for tests: the words of a passage hashed into a few numbers; counts what it is asked."""

    fingerprint = "fake:words:1"
    dimensions = 16
    max_tokens = 256

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, passages: Sequence[str]) -> Array:
        self.asked += len(passages)
        found = numpy.zeros((len(passages), self.dimensions), dtype=numpy.float32)
        for row, passage in zip(found, passages, strict=True):
            for word in passage.lower().split():
                row[hashlib.sha256(word.encode()).digest()[0] % self.dimensions] += 1
            row /= max(1e-6, float(numpy.linalg.norm(row)))
        return found


class FakeModel(Model):
    """The model of a house, already there."""

    def __init__(self, embedder: Embedder | None) -> None:
        self._fake = embedder
        self.problem = "" if embedder else "no model in this test"

    def start(self) -> None:
        return None

    def get(self) -> Embedder | None:
        return self._fake


def write_home(home: Path, uses: str = USES, settings: str = SETTINGS) -> None:
    """The three files of an invented company."""
    home.mkdir(parents=True, exist_ok=True)
    for name, text in (("sources.yaml", SOURCES), ("uses.yaml", uses), ("policywatch.yaml", settings)):
        (home / name).write_text(text, encoding="utf-8")


class Shelf:
    """A house in ``home`` whose clock is set by hand."""

    def __init__(self, home: Path, embedder: Embedder | None = None) -> None:
        self.now = NOW
        self.home = home
        self.embedder = embedder or HashedWords()
        if not (home / "uses.yaml").exists():
            write_home(home)
        self.store: Store = open_store("sqlite:///policywatch.db", home)
        self.reload()

    def reload(self) -> House:
        """The house with the files as they are now."""
        self.house = House(self.home, load_config(self.home), self.store, this_process(), lambda: self.now, {})
        self.model = FakeModel(self.embedder)
        return self.house

    def bring(self, *texts: tuple[str, str], classify: bool = True) -> list[str]:
        """Documents of (title, text) as a check brought them; their ids."""
        self.store.sync_sources(self.house.config.sources, self.now)
        (claim,) = self.store.claim(self.now, self.house.owner, 60, everything=True)
        documents = [
            Document(
                "veridia", stable_id(title), f"https://veridia.example/{stable_id(title)}", title, f"1:{title}", text=text, language="en"
            )
            for title, text in texts
        ]
        news = [Update(stable_id(d.key, "new"), stable_id("veridia", d.key), UpdateKind.NEW, d, self.now) for d in documents]
        result = CheckResult(claim, self.now, self.now, Outcome.CHANGED, complete=True, documents=tuple(documents), items=len(documents))
        keep_check(self.store, result, news, [], self.now + timedelta(hours=1), self.now)
        if classify:
            self.classify()
        return [one.document_id for one in news]

    def classify(self) -> Step:
        step = Step(self.house, self.model)
        step.run(Progress(quiet=True))
        return step

    def scores(self, document_id: str) -> dict[str, float]:
        row = self.store.document(document_id)
        assert row is not None and row.classification is not None
        return {r.use_id: r.score for r in row.classification.relevances}

    def close(self) -> None:
        self.store.close()


def many(text: str, count: int, name: str = "Rule") -> list[tuple[str, str]]:
    """Titles and texts that differ a little."""
    return [(f"{name} {i} on artificial intelligence", text.format(more=f"It is the {i}th of its kind.")) for i in range(count)]
