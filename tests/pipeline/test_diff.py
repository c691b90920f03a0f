import random
import time

from hypothesis import given
from hypothesis import strategies as st

from pipeline.diff import MAX_CHARS, MAX_SPANS, between, compare, plain
from policywatch.types import Document


def changed(old: str, new: str) -> list[tuple[str, str]]:
    return [(span.op, span.text.strip()) for span in compare(old, new).spans if span.op != "same"]


def test_one_changed_word_is_told_as_one_word() -> None:
    assert changed("Notice within 72 hours.", "Notice within 48 hours.") == [("removed", "72"), ("added", "48")]


def test_words_are_never_cut() -> None:
    assert changed("report to providers", "report to provider") == [("removed", "providers"), ("added", "provider")]


def test_chinese_is_compared_by_character() -> None:
    assert changed("应当在三十日内报告。", "应当在十五日内报告。") == [("removed", "三"), ("added", "五")]


def test_a_paragraph_that_only_moved_is_moved() -> None:
    old = "First paragraph here.\nSecond paragraph here.\nThird one."
    new = "Second paragraph here.\nThird one.\nFirst paragraph here."
    assert changed(old, new) == [("moved", "First paragraph here.")]


def test_a_paragraph_that_moved_and_changed_a_word_is_told_as_that_word() -> None:
    first = "Providers keep the logs of each system for 6 months and hand them to the authority when it asks for them."
    rest = [f"Article {n} is about the duties of deployers and of nobody else." for n in range(5)]
    old, new = "\n".join([first, *rest]), "\n".join([*rest, first.replace("6", "12")])
    assert changed(old, new) == [("removed", "6"), ("added", "12")]


def test_an_added_paragraph_leaves_the_others_alone() -> None:
    assert changed("One.\nThree.", "One.\nA wholly different thing.\nThree.") == [("added", "A wholly different thing.")]


def test_white_space_and_case_of_width_are_no_change() -> None:
    assert compare("A  rule\n", "A rule").spans == ()


def test_plain_text_marks_what_went_and_what_came() -> None:
    assert plain(compare("within 72 hours of it", "within 48 hours of it")) == "within [-72-]{+48+} hours of it"


def test_text_is_not_compared_with_a_page_of_another_origin() -> None:
    old = Document("s", "k", "u", "T", "1:a", text="entry", text_origin="entry")
    new = Document("s", "k", "u", "T", "1:b", text="a whole page", text_origin="page")
    assert between(old, new).spans == ()


def test_a_change_is_capped_for_reading_and_counts_the_rest() -> None:
    old = "\n".join(f"Article {i} says one thing about subject {i}." for i in range(2000))
    new = "\n".join(f"Article {i} says another thing about subject {i}." for i in range(2000))
    change = compare(old, new)
    assert len(change.spans) <= MAX_SPANS and sum(len(s.text) for s in change.spans) <= MAX_CHARS
    assert change.omitted > 1000


def test_two_hundred_pages_are_compared_in_two_seconds() -> None:
    rng = random.Random(7)
    words = ["provider", "deployer", "shall", "notify", "authority", "risk", "system", "within", "days", "record", "keep", "model"]
    pages = [" ".join(rng.choice(words) for _ in range(80)) + "." for _ in range(1400)]
    other = [p.replace("shall", "must") if i % 3 == 0 else p for i, p in enumerate(pages)]
    rng.shuffle(other[100:200])
    start = time.process_time()
    compare("\n".join(pages), "\n".join(other))
    assert time.process_time() - start < 2.0


def test_a_page_without_paragraphs_or_sentences_is_compared_in_two_seconds() -> None:
    rng = random.Random(3)
    words = [f"word{rng.randrange(3000)}" for _ in range(60_000)]
    other = [*words[:30_000], "inserted", *words[30_000:]]
    start = time.process_time()
    change = compare(" ".join(words), " ".join(other))
    assert time.process_time() - start < 2.0
    assert [s.text.strip() for s in change.spans if s.op != "same"] == ["inserted"]


@given(st.text(alphabet="ab c\n.法", max_size=60), st.text(alphabet="ab c\n.法", max_size=60))
def test_what_was_added_stands_in_the_new_text_and_what_was_removed_in_the_old(old: str, new: str) -> None:
    for span in compare(old, new).spans:
        core = span.text.strip()
        if span.op == "added" or span.op == "moved":
            assert core in new.replace("\n", " ") or core.split("\n")[0] in new or " ".join(new.split()).find(core) >= 0
        if span.op == "removed":
            assert " ".join(old.split()).find(" ".join(core.split())) >= 0


@given(st.text(max_size=80))
def test_a_text_never_differs_from_itself(text: str) -> None:
    assert compare(text, text).spans == ()
