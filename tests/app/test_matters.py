"""What becomes of matters as documents come in: one thread per matter, moved dates, across sources."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.classifying import Model, Step
from app.house import House, open_house
from app.matters import change, changes, listing, show
from app.progress import Progress
from app.watch import keep
from policywatch.errors import UsageError
from policywatch.text import stable_id
from policywatch.types import ActKind, CheckResult, DateKind, Document, LegalDate, Message, Outcome, UpdateKind

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
people:
  - {id: jane, name: Jane Example, role: editor}
  - {id: rita, role: reader}
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
        keep(self.house, [result], random.Random(1))
        Step(self.house, Model(self.house.config)).run(Progress(quiet=True))

    def matters(self, source: str, last: int) -> list[str]:
        """The matters of the last documents of a source, the oldest first."""
        return [row.matter_id or "" for row in reversed(self.house.store.documents(source, last))]

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


def test_an_item_of_news_joins_by_name_what_has_no_number_in_common(desk: Desk) -> None:
    desk.publish(
        document("Notice on artificial intelligence systems that rank job applicants", "Artificial intelligence in hiring. We propose."),
    )
    told = document(
        "Agency publishes notice on artificial intelligence systems that rank job applicants", "The agency said on Tuesday: hiring tools."
    )
    desk.publish(told)
    parent, reply = desk.messages()
    assert reply.matter_id == parent.matter_id and reply.parent_delivery_id


def test_documents_of_one_check_see_each_other(desk: Desk) -> None:
    name = "artificial intelligence systems that rank job applicants"
    both = [document(f"{stage}: {name}", "Artificial intelligence in hiring.") for stage in ("Consultation", "Final text")]
    desk.publish(*both)
    assert len({message.matter_id for message in desk.messages()}) == 1


def test_a_term_is_counted_once_another_document_tells_the_entry_into_force(desk: Desk) -> None:
    rule = "Regulation (EU) 2027/801 on artificial intelligence in hiring"
    desk.publish(
        document(rule, "Artificial intelligence in hiring. Chapter II shall apply 24 months after the entry into force.", "journal"),
        source="journal",
    )
    held = [one for row in desk.house.store.documents("journal") for one in row.document.dates]
    assert [one.on for one in held] == [None]
    told = f"Press release. {rule} enters into force on 1 August 2027."
    desk.publish(document(f"{rule} enters into force", told, "amtsblatt", language="en"), source="amtsblatt")
    counted = [one for row in desk.house.store.documents("journal") for one in row.document.dates]
    assert [str(one.on) for one in counted] == ["2029-08-01"]


def test_a_field_of_the_source_wins_over_its_text(desk: Desk) -> None:
    given = (LegalDate(DateKind.COMMENT_CLOSE, date(2027, 4, 5)),)
    text = f"{RULE}\nComments must be received by April 1, 2027. The rule would be effective June 1, 2027."
    desk.publish(document("Proposed rule on artificial intelligence in hiring", text, dates=given))
    kept = {one.kind.value: str(one.on) for row in desk.house.store.documents("register", 1) for one in row.document.dates}
    assert kept == {"comment_close": "2027-04-05", "effective": "2027-06-01"}


def test_a_draft_counts_no_term_from_its_own_publication(desk: Desk) -> None:
    text = (
        "Artificial intelligence in hiring. This Regulation shall enter into force on the twentieth day following that of its publication."
    )
    desk.publish(document("Proposal for a Regulation on artificial intelligence in hiring", text, "journal"), source="journal")
    assert [one.on for row in desk.house.store.documents("journal", 1) for one in row.document.dates] == [None]


def shown(desk: Desk, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert show(desk.house.home, words[0], True) == 0
    return json.loads(capsys.readouterr().out)


def two_by_one_number(desk: Desk) -> tuple[str, list[str]]:
    """A matter with two documents that share a RIN; its id and theirs, the first published first."""
    desk.publish(document("Proposed rule on artificial intelligence in hiring", f"{RULE}\nComments must be received by April 1, 2027."))
    desk.publish(document("Final rule on artificial intelligence in hiring", f"{RULE}\nEffective June 1, 2027."))
    ids = [row.id for row in desk.house.store.documents("register", 2)][::-1]
    held = {desk.house.store.matter_holding(one) for one in ids}
    (matter,) = (one for one in held if one is not None)
    return matter.id, ids


def test_a_timeline_tells_documents_dates_status_and_what_changed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    title = "Proposed rule on artificial intelligence in hiring"
    for day in ("June 1", "July 1"):
        desk.publish(document(title, f"{RULE}\nComments must be received by {day}, 2027.", key="k"))
    desk.publish(document("Final rule on artificial intelligence in hiring", f"ACTION: Final rule.\n{RULE}\nEffective September 1, 2027."))
    matter = desk.messages()[0].matter_id
    story = shown(desk, capsys, matter)
    assert [one["title"] for one in story["documents"]] == [title, "Final rule on artificial intelligence in hiring"]
    assert story["status"] == "adopted_not_in_force" and {one["kind"] for one in story["dates"]} == {"comment_close", "effective"}
    told = [one["what"] for one in story["timeline"]]
    assert "Comment deadline moved from 1 Jun 2027 to 1 Jul 2027" in told and "text changed" in told
    assert [one for one in told if one.startswith("status: ")] == ["status: consultation", "status: adopted not in force"]


def test_a_timeline_names_related_matters(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    first = document("Regulation (EU) 2027/801 on artificial intelligence in hiring", "Artificial intelligence in hiring.", "journal")
    desk.publish(first, source="journal")
    amends = document("Regulation (EU) 2028/9 amending Regulation (EU) 2027/801", "Artificial intelligence in hiring.", "journal")
    desk.publish(amends, source="journal")
    base, other = desk.matters("journal", 2)
    assert base != other
    for here, there in ((base, other), (other, base)):
        (link,) = shown(desk, capsys, here)["related"]
        assert (link["kind"], link["other"], link["of"]) == ("amends", there, other)


def test_a_split_is_audited_and_later_documents_leave_it_be(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    matter, (_, wrong) = two_by_one_number(desk)
    assert change(desk.house.home, ActKind.SPLIT, matter, wrong, "jane", "another rule") == 0
    (act,) = desk.house.store.acts(kinds=[ActKind.SPLIT])
    assert (act.person_id, act.subject, act.value, act.reason) == ("jane", f"matter:{matter}", wrong, "another rule")
    own = desk.house.store.matter_holding(wrong)
    assert own is not None and own.id != matter
    revised = document("Final rule on artificial intelligence in hiring", f"{RULE}\nEffective July 1, 2027.")
    desk.publish(revised)
    assert desk.house.store.matter_holding(wrong) == own and desk.messages()[-1].matter_id == own.id
    assert any("split" in one["what"] for one in shown(desk, capsys, matter)["timeline"])


def test_a_merge_is_audited_and_later_documents_join_it(desk: Desk) -> None:
    desk.publish(document("Notice on robots that hire", "Artificial intelligence in hiring. Docket No. EEOC-2027-0001."))
    desk.publish(document("Statement about automated interviews", "Artificial intelligence in hiring. Docket No. EEOC-2027-0002."))
    into, gone = desk.matters("register", 2)
    assert into != gone and change(desk.house.home, ActKind.MERGE, gone, into, "jane", "") == 0
    assert [act.value for act in desk.house.store.acts(kinds=[ActKind.MERGE])] == [into]
    desk.publish(document("Correction of the statement", "Artificial intelligence in hiring. Docket No. EEOC-2027-0002."))
    assert desk.matters("register", 3) == [into, into, into]


@pytest.mark.parametrize(
    ("kind", "value", "by", "wrong"),
    [
        (ActKind.SPLIT, "nothing", "jane", "not in matter"),
        (ActKind.MERGE, "nothing", "jane", "there is no matter"),
        (ActKind.MERGE, "nothing", "rita", "role reader"),
        (ActKind.MERGE, "nothing", "nobody", "people"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_to_do(desk: Desk, kind: ActKind, value: str, by: str, wrong: str) -> None:
    matter, _ = two_by_one_number(desk)
    with pytest.raises(UsageError, match=wrong):
        change(desk.house.home, kind, matter, value, by, "")
    assert not desk.house.store.acts(kinds=[kind])


def test_a_matter_is_never_left_without_a_document(desk: Desk) -> None:
    matter, ids = two_by_one_number(desk)
    with pytest.raises(UsageError, match="without a document"):
        change(desk.house.home, ActKind.SPLIT, matter, ",".join(ids), "jane", "")


def test_the_list_of_matters_starts_with_what_changed_last(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    two_by_one_number(desk)
    capsys.readouterr()
    assert listing(desk.house.home, 2, True) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["documents"], sorted(first["identifiers"])) == (2, ["docket:EEOC-2027-0004", "rin:3046-AB99"])


@pytest.mark.parametrize(
    ("form", "told"), [("text", "[-June-]{+July+} 1, 2027"), ("html", "<del>June</del><ins>July</ins>"), ("slack", '"rich_text_section"')]
)
def test_what_changed_is_shown_in_every_form(desk: Desk, capsys: pytest.CaptureFixture[str], form: str, told: str) -> None:
    for day in ("June 1", "July 1"):
        desk.publish(document("Proposed rule on hiring", f"{RULE}\nComments must be received by {day}, 2027.", key="k"))
    capsys.readouterr()
    assert changes(desk.house.home, desk.matters("register", 1)[0], form) == 0
    assert told in capsys.readouterr().out
