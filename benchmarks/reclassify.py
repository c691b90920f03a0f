"""Prints how long a change of uses takes: ``python -m benchmarks.reclassify [DOCUMENTS [SHARED]]``.

Every one of the 20,000 stored documents passes the gate, which is the worst case: in a real stream most do not. Their texts are four
kilobytes of invented sentences each; with ``SHARED`` they are the labelled documents that pass, in all their lengths. One in
ten is read; the others are the same texts with other figures in them under other ids, each with vectors of its own. The vectors come
from hashed words, since no model may be asked: the count of texts that were embedded after the change is printed, too. A second
line has a learned head on every use.
"""

import dataclasses
import hashlib
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy
from sqlalchemy import insert

from app.embedding import StoredEmbeddings
from app.house import House, load_config
from app.progress import Progress
from app.reclassifying import renew
from app.teaching import classifier_of
from pipeline.base import Array
from pipeline.classify import Classifier
from pipeline.gate import gate
from pipeline.learning import UseHead
from pipeline.learning import as_json as head_as_json
from pipeline.marks import as_json, passage_key, source_of_marks
from pipeline.material import described
from policywatch.store import HeadRow, Store, open_store, this_process
from policywatch.store.schema import classifications, documents
from policywatch.types import Document

NOW = datetime(2031, 3, 3, tzinfo=UTC)
COPIES, LIMIT_S = 10, 30.0
SENTENCES = (
    "A provider of an artificial intelligence system shall keep records of its operation.",
    "An employer that screens job applicants with an automated decision system must tell them.",
    "The agency may inspect credit scoring models that lenders use.",
    "Facial recognition in public places is prohibited unless a court has allowed it.",
    "A chatbot shall say at the beginning of a conversation that it is a machine.",
    "Synthetic media shall carry a watermark that a person can see.",
    "Nothing in this section limits the powers of the commission.",
    "The report shall be published on the website of the authority by the end of March.",
    "A medical device that learns from patients is assessed again every year.",
    "The operator of an autonomous vehicle must insure it against damage to others.",
)
USES = "uses:\n" + "".join(
    f"  - {{id: u{i}, name: Use {i}, description: '{text}', keywords: {{en: [{words}]}}}}\n"
    for i, (text, words) in enumerate(
        [
            ("Software that screens job applicants.", "job applicants, hiring, candidate screening, resume"),
            ("Models that score credit.", "credit scoring, creditworthiness, loan, lenders, underwriting"),
            ("Recognising people by their face.", "facial recognition, biometric, face verification"),
            ("An assistant that answers customers.", "chatbot, virtual assistant, conversational agent, robocall"),
            ("Generated images and text.", "synthetic media, deepfake, watermark, generated content, likeness"),
            ("Models inside medical devices.", "medical device, diagnosis, patient, radiology, health care"),
            ("Vehicles that drive themselves.", "autonomous vehicle, automated driving, robotaxi"),
            ("Monitoring of employees.", "workplace surveillance, employee monitoring, worker productivity"),
            ("Ranking and pricing.", "recommender system, algorithmic pricing, content moderation, ranking"),
            ("Training on personal data.", "training data, personal data, web scraping"),
            ("Insurance underwriting.", "insurance, insurer, claims handling"),
            ("Exams and grading.", "education, school, student, exam proctoring"),
        ]
    )
)
ADDED = "  - {id: records, name: Record keeping, description: Records of AI systems., keywords: {en: [records, inspect, report]}}\n"
SETTINGS = "model: {embedder: none}\nchannels: []\nroutes: []\n"


class Hashed:
    """384 numbers per passage from hashed words; counts what it is asked."""

    fingerprint, dimensions, max_tokens, asked = "bench:hashed", 384, 256, 0

    def encode(self, passages: Sequence[str]) -> Array:
        self.asked += len(passages)
        found = numpy.zeros((len(passages), self.dimensions), dtype=numpy.float32)
        for row, passage in zip(found, passages, strict=True):
            for word in passage.lower().split():
                row[int.from_bytes(hashlib.sha256(word.encode()).digest()[:2]) % self.dimensions] += 1
            row /= max(1e-6, float(numpy.linalg.norm(row)))
        return found


def made_up(count: int) -> list[Document]:
    """Documents of about 4,000 characters."""
    chosen = random.Random(7)
    return [
        _document(
            str(i), f"Rule {i} on artificial intelligence", " ".join(f"{chosen.choice(SENTENCES)} Item {i}.{k}." for k in range(46)), "en"
        )
        for i in range(count)
    ]


def labelled(shared: Path, count: int) -> list[Document]:
    """So many of the labelled documents that pass the gate, in the order of the file and again from its beginning."""
    with (shared / "data/labels/dev.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    found = [_document(row["id"], row["title"], row["text"], row["lang"]) for row in rows]
    passed = [document for document in found if gate(document).passed]
    return [passed[i % len(passed)] for i in range(count)]


def _document(key: str, title: str, text: str, language: str) -> Document:
    return Document("bench", key, f"https://bench.example/{key}", title, key, text=text, language=language)


def other_figures(text: str, by: int) -> str:
    """The text with every figure moved on: as long, with the same sentences and words, and another one."""
    return text.translate({ord(str(d)): str((d + by) % 10) for d in range(10)})


def fill(house: House, embedder: Hashed, distinct: Sequence[Document]) -> None:
    """The documents ten times over with verdicts, marks and vectors, as the pipeline leaves them."""
    kept: dict[str, Array] = {}
    found = Classifier(embedder, house.config.uses, cache=Noted(kept)).classify_marked(distinct)
    store = StoredEmbeddings(house.store)
    store.put(embedder.fingerprint, kept)
    for copy in range(COPIES):
        rows, verdicts, marked = [], [], {}
        for n, (origin, (verdict, mark)) in enumerate(zip(distinct, found, strict=True)):
            assert mark is not None
            document = dataclasses.replace(origin, title=other_figures(origin.title, copy), text=other_figures(origin.text, copy))
            number, name = copy * len(distinct) + n + 1, f"{hashlib.sha256(f'{copy} {n}'.encode()).hexdigest()[:16]}"
            keys = tuple(passage_key(f"{key} {copy} {n}") for key in mark.keys)
            store.put(embedder.fingerprint, {key: kept[old] for key, old in zip(keys, mark.keys, strict=True)})
            marked[name] = as_json(dataclasses.replace(mark, of=source_of_marks(document), keys=keys))
            rows.append({
                "id": name, "source_id": "bench", "key": name, "alias": "", "fingerprint": name, "title": document.title, "url": document.url,
                "first_seen_at": NOW, "changed_at": NOW, "state": "classified", "page_missing": False, "classification_id": number,
                "content": document,
            })  # fmt: skip
            verdicts.append({
                "id": number, "document_id": name, "model": verdict.model, "created_at": NOW, "band": verdict.band.value,
                "topic_score": verdict.topic_score, "reason": verdict.reason, "fresh": True, "content": verdict,
            })  # fmt: skip
        with house.store._db.write() as db:
            db.execute(insert(documents), rows)
            db.execute(insert(classifications), verdicts)
        house.store.keep_marks(marked)


class Noted:
    """An embedding cache that only remembers what went through it."""

    def __init__(self, kept: dict[str, Array]) -> None:
        self._kept = kept

    def get(self, fingerprint: str, keys: Sequence[str]) -> dict[str, Array]:
        return {key: self._kept[key] for key in keys if key in self._kept}

    def put(self, fingerprint: str, vectors: Mapping[str, Array]) -> None:
        self._kept |= vectors


def teach(house: House, embedder: Hashed) -> None:
    """A head on every use, as verdicts would have left it."""
    chosen = random.Random(11)
    length = len(described(numpy.ones(embedder.dimensions)))
    for use in house.config.uses:
        head = UseHead(tuple(round(chosen.gauss(0, 0.1), 6) for _ in range(length)), 0.1, 8, 24)
        numbers = json.dumps({"head": head_as_json(head), "from": []})
        house.store.keep_head(HeadRow(0, use.id, embedder.fingerprint, NOW, True, "made up", 8, 24, use.id, numbers))


def change(home: Path, store: Store, uses: str, embedder: Hashed, learned: bool) -> bool:
    """Scores everything again with these uses and prints the figures; whether they are as they must be."""
    (home / "uses.yaml").write_text(uses, encoding="utf-8")
    house = House(home, load_config(home), store, this_process(), lambda: NOW, {})
    if learned:
        teach(house, embedder)
    asked, began, cpu = embedder.asked, time.monotonic(), _cpu_s()
    tally = renew(house, classifier_of(house, embedder), Progress(quiet=True), None)
    seconds, cpu_s, embedded = time.monotonic() - began, _cpu_s() - cpu, embedder.asked - asked
    size = sum(path.stat().st_size for path in home.glob("bench.db*")) / 1e6
    print(
        f"{tally.documents} documents, {len(house.config.uses)} uses{', all learned' if learned else ''}: {seconds:.1f} s ({cpu_s:.1f} CPU-s); "
        f"{embedded} texts embedded, {tally.left} documents left, {tally.news} newly touch a use; database {size:.0f} MB",
        flush=True,
    )
    return min(seconds, cpu_s / 2) < LIMIT_S and not tally.left and embedded <= len(house.config.uses) + 2


def _cpu_s() -> float:
    """CPU-seconds of this process and of those it waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main(arguments: Sequence[str]) -> int:
    """Print the figures; exit status 1 when a change takes longer than it may on two cores, or asks the model for a document."""
    count = int(arguments[0]) if arguments else 20_000
    some = max(1, count // COPIES)
    distinct = labelled(Path(arguments[1]), some) if len(arguments) > 1 else made_up(some)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name, text in (
            ("sources.yaml", "sources:\n  - {id: bench, kind: feed, url: 'https://bench.example/f'}\n"),
            ("uses.yaml", USES),
            ("policywatch.yaml", SETTINGS),
        ):
            (home / name).write_text(text, encoding="utf-8")
        store, embedder = open_store("sqlite:///bench.db", home), Hashed()
        house = House(home, load_config(home), store, this_process(), lambda: NOW, {})
        store.sync_sources(house.config.sources, NOW)
        fill(house, embedder, distinct)
        good = [change(home, store, USES + ADDED, embedder, learned) for learned in (False, True)]
        store.close()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
