"""What becomes of matters as documents come in: one thread per matter, moved dates, across sources."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.classifying import Model, Step
from app.house import House, open_house
from app.progress import Progress
from app.watch import Tally, keep
from policywatch.text import stable_id
from policywatch.types import CheckResult, Document, Message, Outcome, UpdateKind

SOURCES = """
sources:
  - {id: register, kind: feed, url: 'https://register.example/feed', jurisdiction: US, language: en}
  - {id: journal, kind: feed, url: 'https://journal.example/feed', jurisdiction: EU, language: en}
  - {id: amtsblatt, kind: feed, url: 'https://amtsblatt.example/feed', jurisdiction: EU, language: de}
"""
USES = "uses:\n  - {id: hiring, name: Hiring, description: Software ranks job applicants., keywords: {en: [hiring], de: [Bewerber]}}\n"
SETTINGS = """
database: sqlite:///watch.db
model: {embedder: none}
channels:
  - {id: record, kind: file, path: alerts.jsonl}
routes:
  - {channel: record, uses: [hiring, general]}
"""


class Desk:
    """Documents go in at one end as if crawled, messages come out at the other."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.now = datetime(2027, 3, 1, 9, tzinfo=UTC)

    def publish(self, *documents: Document, source: str = "register") -> None:
        """One check of a source that brought these documents, then all that follows from them."""
        self.now += timedelta(hours=1)
        self.house.store.hasten([source], self.now)
        (claim,) = (one for one in self.house.store.claim(self.now, self.house.owner, 60) if one.source.id == source)
        result = CheckResult(claim, self.now, self.now, Outcome.CHANGED, complete=True, documents=documents, items=len(documents))
        keep(self.house, result, Tally(), random.Random(1))
        Step(self.house, Model(self.house.config)).run(Progress(quiet=True))

    def messages(self) -> list[Message]:
        """What was queued, the oldest first."""
        return [row.message for row in reversed(self.house.store.alerts()) if row.message]


def document(title: str, text: str, source: str = "register", key: str = "", **more: Any) -> Document:
    key = key or stable_id(title)
    more = {"published_at": datetime(2027, 2, 26, tzinfo=UTC), "alias": key} | more
    return Document(source, key, f"https://{source}.example/{key}", title, "1:" + stable_id(title, text), text=text, **more)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    for name, text in (("sources", SOURCES), ("uses", USES), ("policywatch", SETTINGS)):
        (tmp_path / f"{name}.yaml").write_text(text)
    made: list[Desk] = []
    with open_house(tmp_path, clock=lambda: made[0].now) as house:
        made.append(Desk(house))
        house.store.sync_sources(house.config.sources, made[0].now)
        for source in house.config.sources:
            made[0].publish(document("About this site", "Terms of use.", source.id), source=source.id)
        yield made[0]


RULE = "Artificial intelligence in hiring: automated decision systems. RIN 3046-AB99. Docket No. EEOC-2027-0004."


def test_a_revision_that_moves_the_comment_deadline_says_from_when_to_when(desk: Desk) -> None:
    title = "Proposed rule on artificial intelligence in hiring"
    desk.publish(document(title, f"{RULE}\nComments must be received by April 1, 2027.", key="k"))
    desk.publish(document(title, f"{RULE}\nComments must be received by May 3, 2027.", key="k"))
    (item,) = desk.messages()[-1].items
    assert item.update_kind is UpdateKind.DATE_MOVED
    assert [(str(one.before.on), str(one.after.on)) for one in item.moved] == [("2027-04-01", "2027-05-03")]


def test_an_extension_notice_moves_the_deadline_of_its_matter_and_replies_to_it(desk: Desk) -> None:
    desk.publish(document("Proposed rule on artificial intelligence in hiring", f"{RULE}\nComments must be received by April 1, 2027."))
    notice = f"{RULE}\nThe comment period is extended. Comments must now be received by May 3, 2027."
    desk.publish(document("Artificial intelligence in hiring; extension of comment period", notice))
    parent, reply = desk.messages()
    assert reply.items[0].update_kind is UpdateKind.DATE_MOVED and reply.items[0].moved[0].before.on == datetime(2027, 4, 1).date()
    assert (reply.matter_id, bool(reply.parent_delivery_id)) == (parent.matter_id, True)


def test_a_moved_deadline_is_loud_where_the_deadline_itself_was_not(desk: Desk) -> None:
    title = "Proposed rule on artificial intelligence in hiring"
    for day in ("June 1", "July 1"):
        desk.publish(document(title, f"{RULE}\nComments must be received by {day}, 2027.", key="k"))
    assert [message.severity.value for message in desk.messages()] == ["normal", "high"]


def test_a_second_sighting_in_another_source_and_language_is_a_reply(desk: Desk) -> None:
    desk.publish(
        document("Regulation (EU) 2027/801 on artificial intelligence in hiring", "Artificial intelligence in hiring.", "journal"),
        source="journal",
    )
    desk.publish(
        document(
            "Verordnung (EU) 2027/801 über künstliche Intelligenz bei Bewerbern", "Künstliche Intelligenz prüft Bewerber.", "amtsblatt"
        ),
        source="amtsblatt",
    )
    parent, reply = desk.messages()
    assert parent.parent_delivery_id is None and reply.matter_id == parent.matter_id
    assert reply.parent_delivery_id == next(row.delivery_id for row in desk.house.store.alerts() if row.message == parent)
