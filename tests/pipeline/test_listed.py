"""What leaves a list, look by look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.listed import LOOKS, absences
from policywatch.types import Listed


def look(*lists: str) -> tuple[list[str], list[str]]:
    """Keys that became unlisted and those that are news, over looks of one letter a key; ``=`` says nothing has changed."""
    kept: Listed | None = None
    unlisted: list[str] = []
    news: list[str] = []
    for names in lists:
        seen = absences(kept, None if names == "=" else list(names))
        kept = seen.listed
        unlisted += seen.unlisted
        news += seen.news
    return unlisted, news


@pytest.mark.parametrize(
    ("lists", "unlisted", "news"),
    [
        (("abcdef", "abdef", "=", "="), "c", "c"),
        (("abcdef", "abdef", "="), "", ""),
        (("abcdef", "abdef", "abcdef", "abdef", "="), "", ""),
        (("abcdef", "xabcde", "=", "="), "f", ""),
        (("abcdef", "xyabcd", "=", "="), "ef", ""),
        (("abcdef", "bcdefx", "=", "="), "a", ""),
        (("abcdef", "abcde", "=", "="), "f", "f"),
        (("abcdef", "xabde", "=", "="), "cf", "c"),
        (("abcdef", "fedcba", "=", "="), "", ""),
        (("abcdef", "ab", "=", "="), "cdef", ""),
        (("abcdef", "uvwxyz", "=", "="), "abcdef", ""),
        (("abcdef", "abdef", "=", "=", "="), "c", "c"),
    ],
)
def test_what_leaves_a_list_is_unlisted_and_news_only_where_it_was_taken_off(lists: tuple[str, ...], unlisted: str, news: str) -> None:
    assert look(*lists) == (list(unlisted), list(news))


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), min_size=1, max_size=8))
def test_nothing_listed_in_the_last_looks_is_ever_unlisted(lists: list[list[str]]) -> None:
    kept: Listed | None = None
    for n, names in enumerate(lists):
        seen = absences(kept, names)
        kept = seen.listed
        recent = set().union(*lists[max(0, n - LOOKS + 1) : n + 1])
        assert not set(seen.unlisted) & recent
        assert set(seen.news) <= set(seen.unlisted)
        assert set(kept.keys) == set(names)
