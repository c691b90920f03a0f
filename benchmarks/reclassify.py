"""Prints how long a change of uses takes over 20,000 stored documents: ``python -m benchmarks.reclassify [DOCUMENTS]``.

Every document is four kilobytes of invented text that passes the gate, which is the worst case: in a real stream most do not. One in
ten is distinct; the others are copies under other ids. The vectors come from hashed words, since none may be asked for: the
count of passages that were embedded after the change is printed, too.
"""

import dataclasses
import hashlib
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
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
from policywatch.store import open_store, this_process
from policywatch.store.schema import classifications, documents, marks
from policywatch.types import AIUse, Document

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
            row /= numpy.linalg.norm(row)
        return found


def made_up(count: int) -> list[Document]:
    """Documents of about 4,000 characters."""
    chosen = random.Random(7)
    return [
        Document(
            "bench", str(i), f"https://bench.example/{i}", f"Rule {i} on artificial intelligence", str(i), language="en",
            text=" ".join(f"{chosen.choice(SENTENCES)} Item {i}.{k}." for k in range(46)),
        )
        for i in range(count)
    ]  # fmt: skip


def fill(house: House, embedder: Hashed, uses: Sequence[AIUse], count: int) -> None:
    """The documents with verdicts, marks and vectors, as the pipeline leaves them."""
    distinct = made_up(max(1, count // COPIES))
    found = Classifier(embedder, uses, cache=StoredEmbeddings(house.store)).classify_marked(distinct)
    for copy in range(COPIES):
        rows, verdicts, kept = [], [], []
        for n, (document, (verdict, mark)) in enumerate(zip(distinct, found, strict=True)):
            number, name = copy * len(distinct) + n + 1, f"{copy}-{n}"
            rows.append({
                "id": name, "source_id": "bench", "key": name, "alias": "", "fingerprint": name, "title": document.title, "url": document.url,
                "first_seen_at": NOW, "changed_at": NOW, "state": "classified", "page_missing": False, "classification_id": number,
                "content": document,
            })  # fmt: skip
            verdicts.append({
                "id": number, "document_id": name, "model": verdict.model, "created_at": NOW, "band": verdict.band.value,
                "topic_score": verdict.topic_score, "reason": verdict.reason, "fresh": True, "content": verdict,
            })  # fmt: skip
            kept.append({"document_id": name, "content": json.dumps(dataclasses.asdict(mark)) if mark else "{}"})
        with house.store._db.write() as db:
            db.execute(insert(documents), rows)
            db.execute(insert(classifications), verdicts)
            db.execute(insert(marks), kept)


def _cpu_s() -> float:
    """CPU-seconds of this process and of those it waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main(arguments: Sequence[str]) -> int:
    """Print the figures; exit status 1 when the change takes longer than it may on two cores, or asks the model for a document."""
    count = int(arguments[0]) if arguments else 20_000
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name, text in (
            ("sources.yaml", "sources:\n  - {id: bench, kind: feed, url: 'https://bench.example/f'}\n"),
            ("uses.yaml", USES),
        ):
            (home / name).write_text(text, encoding="utf-8")
        (home / "policywatch.yaml").write_text(SETTINGS, encoding="utf-8")
        store, embedder = open_store("sqlite:///bench.db", home), Hashed()
        house = House(home, load_config(home), store, this_process(), lambda: NOW, {})
        store.sync_sources(house.config.sources, NOW)
        fill(house, embedder, house.config.uses, count)
        (home / "uses.yaml").write_text(USES + ADDED, encoding="utf-8")
        house = House(home, load_config(home), store, this_process(), lambda: NOW, {})
        asked, began, cpu = embedder.asked, time.monotonic(), _cpu_s()
        tally = renew(house, classifier_of(house, embedder), Progress(quiet=True), None)
        seconds, cpu_s, embedded = time.monotonic() - began, _cpu_s() - cpu, embedder.asked - asked
        size = sum(path.stat().st_size for path in home.glob("bench.db*")) / 1e6
        store.close()
    print(
        f"{tally.documents} documents, {len(house.config.uses)} uses: {seconds:.1f} s ({cpu_s:.1f} CPU-s), {embedded} texts embedded (the uses)"
    )
    print(f"{tally.news} newly touch a use; database {size:.0f} MB")
    return 0 if min(seconds, cpu_s / 2) < LIMIT_S and tally.documents == count and embedded <= len(house.config.uses) + 2 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
