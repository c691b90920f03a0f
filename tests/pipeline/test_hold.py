"""When nearly everything is new: news, or old items under new ids."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.hold import ids_changed, nearly_all
from policywatch.types import Document

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def documents(count: int, days: float | None) -> list[Document]:
    at = None if days is None else NOW + timedelta(days=days)
    return [Document("s", f"k{n}", f"https://a.example/{n}", f"Rule {n}", f"1:{n}", published_at=at) for n in range(count)]


@pytest.mark.parametrize(("new", "items", "wanted"), [(9, 10, True), (8, 10, False), (4, 4, False), (5, 5, True), (0, 20, False)])
def test_only_more_than_four_fifths_of_a_fetch_are_looked_at(new: int, items: int, wanted: bool) -> None:
    assert nearly_all(new, items) is wanted


@pytest.mark.parametrize(
    ("days", "known_titles", "usual", "wanted"),
    [
        (None, 0, (), True),
        (-3, 0, (), True),
        (2, 0, (), False),
        (2, 8, (), True),
        (None, 0, (1.0, 1.0, 0.9), False),
        (None, 8, (1.0, 1.0, 0.9), True),
        (None, 0, (0.0, 0.1, 0.0), True),
    ],
    ids=["undated", "dated before", "dated after", "called alike", "a daily digest", "a digest again", "a calm source"],
)
def test_new_ids_are_told_from_news(days: float | None, known_titles: int, usual: tuple[float, ...], wanted: bool) -> None:
    assert ids_changed(documents(10, days), known_titles, NOW, usual) is wanted
