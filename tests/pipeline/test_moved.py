from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipeline.moved import moved_dates, with_moves
from policywatch.types import DateKind, Document, LegalDate, Update, UpdateKind

JUNE, JULY, AUGUST = (date(2027, month, 1) for month in (6, 7, 8))


def closes(on: date | None, sentence: str = "") -> LegalDate:
    return LegalDate(DateKind.COMMENT_CLOSE, on, sentence)


def applies(on: date, sentence: str) -> LegalDate:
    return LegalDate(DateKind.APPLICATION, on, sentence)


def update(kind: UpdateKind, title: str = "A notice", dates: tuple[LegalDate, ...] = (), before: tuple[LegalDate, ...] = ()) -> Update:
    document = Document("s", "k", "https://example.org/k", title, "1:a", dates=dates)
    return Update("u", "d", kind, document, datetime(2027, 5, 1, tzinfo=UTC), dates_before=before)


def test_a_day_that_takes_the_place_of_another_has_moved() -> None:
    (moved,) = moved_dates([closes(JUNE)], [closes(JULY)])
    assert (moved.before.on, moved.after.on) == (JUNE, JULY)


@pytest.mark.parametrize(
    ("before", "after"),
    [([closes(JUNE)], [closes(JUNE)]), ([], [closes(JULY)]), ([closes(JUNE)], []), ([closes(None)], [closes(JULY)])],
    ids=["same", "new", "gone", "unresolved before"],
)
def test_a_day_that_stays_comes_or_goes_has_not_moved(before: list[LegalDate], after: list[LegalDate]) -> None:
    assert moved_dates(before, after) == ()


def test_a_day_of_another_kind_has_not_moved() -> None:
    assert moved_dates([closes(JUNE)], [applies(JULY, "It applies from 1 July 2027.")]) == ()


def test_of_several_days_those_whose_sentences_are_alike_have_moved() -> None:
    banks, shops = "Banks shall comply with Chapter II from {}.", "For retailers the labelling duty applies as of {}."
    before = [applies(JUNE, banks.format("1 June 2027")), applies(JULY, shops.format("1 July 2027"))]
    after = [applies(AUGUST, shops.format("1 August 2027")), applies(JUNE, banks.format("1 June 2027"))]
    (moved,) = moved_dates(before, after)
    assert (moved.before.on, moved.after.on) == (JULY, AUGUST)


def test_a_revision_that_moves_a_date_is_an_update_of_its_own_kind() -> None:
    found = with_moves(update(UpdateKind.REVISED, dates=(closes(JULY),), before=(closes(JUNE),)), ())
    assert found.kind is UpdateKind.DATE_MOVED and found.moved[0].after.on == JULY


@pytest.mark.parametrize(
    "title",
    ["Extension of comment period", "Verlängerung der Frist zur Stellungnahme", "关于延长征求意见期限的公告", "Proroga dei termini"],
)
def test_a_notice_moves_the_date_that_its_matter_had(title: str) -> None:
    found = with_moves(update(UpdateKind.NEW, title, (closes(JULY),)), [closes(JUNE)])
    assert found.kind is UpdateKind.DATE_MOVED and (found.moved[0].before.on, found.moved[0].after.on) == (JUNE, JULY)


def test_a_final_rule_with_another_day_than_its_draft_moves_nothing() -> None:
    draft = update(UpdateKind.NEW, "Final rule on pricing", (applies(AUGUST, "It applies from 1 August 2027."),))
    assert with_moves(draft, [applies(JULY, "It would apply from 1 July 2027.")]) == draft


def test_an_extension_without_a_known_day_moves_nothing() -> None:
    notice = update(UpdateKind.NEW, "Extension of comment period", (closes(JULY),))
    assert with_moves(notice, ()) == notice
    assert with_moves(replace(notice, kind=UpdateKind.WITHDRAWN), [closes(JUNE)]).kind is UpdateKind.WITHDRAWN
