from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.detect import detect
from policywatch.text import fingerprint, stable_id
from policywatch.types import DateKind, Document, Known, LegalDate, UpdateKind

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def document(key: str = "k1", title: str = "A rule", **more: object) -> Document:
    made = Document(source_id="s", key=key, url=f"https://example.org/{key}", title=title, fingerprint=fingerprint(title))
    return replace(made, **more)


def known(doc: Document, document_id: str = "", page_due: bool = False) -> Known:
    return Known(document_id or stable_id(doc.source_id, doc.key), doc.key, doc.fingerprint, page_due)


def nothing(_: str) -> None:
    return None


def test_an_unknown_key_is_a_new_document() -> None:
    found = detect([document()], {}, {}, nothing, NOW, False)
    assert [u.kind for u in found.updates] == [UpdateKind.NEW]
    assert found.updates[0].document_id == stable_id("s", "k1")
    assert found.seeds == ()


def test_a_first_check_seeds_and_alerts_nobody() -> None:
    found = detect([document("a"), document("b")], {}, {}, nothing, NOW, True)
    assert found.updates == () and [d.key for d in found.seeds] == ["a", "b"]


def test_a_document_listed_twice_counts_once() -> None:
    assert len(detect([document(), document()], {}, {}, nothing, NOW, False).updates) == 1


def test_an_unchanged_document_is_nothing() -> None:
    doc = document()
    found = detect([doc], {"k1": known(doc)}, {}, nothing, NOW, False)
    assert found == type(found)()


def test_a_changed_fingerprint_is_a_revision_with_the_change() -> None:
    old, new = document(title="A rule of ten days"), document(title="A rule of twenty days")
    found = detect([new], {"k1": known(old)}, {}, lambda _: old, NOW, False)
    (update,) = found.updates
    assert update.kind is UpdateKind.REVISED and update.document_id == known(old).document_id
    assert [(s.op, s.text.strip()) for s in update.change.spans if s.op != "same"] == [("removed", "ten"), ("added", "twenty")]


def test_a_known_alias_with_a_new_key_keeps_the_identity_of_the_document() -> None:
    old = document("k1", alias="a")
    new = document("k2", "A rule, corrected", alias="a")
    found = detect([new], {}, {"a": known(old)}, nothing, NOW, False)
    assert found.updates[0].document_id == stable_id("s", "k1")
    assert found.revised_keys == {"k2": "k1"}


def test_a_revision_knows_the_dates_of_a_version_that_was_read_the_same_way() -> None:
    given, read = (LegalDate(DateKind.EFFECTIVE, date(2027, 1, 1), "In force.", start, end) for start, end in ((None, None), (0, 9)))
    old = document(dates=(given, read), text_origin="page")
    news = [document(title="Changed", text_origin=origin) for origin in ("page", "entry")]
    found = [detect([new], {"k1": known(old)}, {}, lambda _: old, NOW, False).updates[0].dates_before for new in news]
    assert found == [(given, read), (given,)]


def test_an_alias_whose_document_is_still_listed_is_a_new_document() -> None:
    old = document("k1", alias="a")
    new = document("k2", "Another rule", alias="a")
    found = detect([old, new], {"k1": known(old)}, {"a": known(old)}, nothing, NOW, False)
    assert [u.kind for u in found.updates] == [UpdateKind.NEW] and not found.revised_keys


def test_two_new_keys_of_one_alias_cannot_both_be_its_revision() -> None:
    old = known(document("k0", alias="a"))
    found = detect([document("k1", "x", alias="a"), document("k2", "y", alias="a")], {}, {"a": old}, nothing, NOW, False)
    assert [u.kind for u in found.updates] == [UpdateKind.REVISED, UpdateKind.NEW]


def test_a_page_that_came_late_is_no_news() -> None:
    doc = document(text="whole", text_origin="page")
    found = detect([doc], {"k1": known(doc, page_due=True)}, {}, nothing, NOW, False)
    assert found.pages == (doc,) and found.updates == ()


def test_a_fingerprint_of_another_version_is_kept_silently() -> None:
    doc = document()
    before = replace(known(doc), fingerprint="0:abc")
    found = detect([doc], {"k1": before}, {}, nothing, NOW, False)
    assert found.updates == () and found.rebaselined == (doc,)


def test_a_page_that_flaps_back_is_no_news() -> None:
    first, second = document(title="A"), document(title="B")
    found = detect([first], {"k1": known(second)}, {}, nothing, NOW, False, history=lambda _: {first.fingerprint})
    assert found.updates == () and found.rebaselined == (first,)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["x", "y", "z"])), max_size=12))
def test_a_second_look_at_the_same_fetch_learns_nothing(items: list[tuple[str, str]]) -> None:
    docs = [document(key, title) for key, title in items]
    first = detect(docs, {}, {}, nothing, NOW, False)
    kept = {u.document.key: known(u.document, u.document_id) for u in first.updates}
    again = detect([u.document for u in first.updates], kept, {}, nothing, NOW, False)
    assert not again.updates and not again.seeds
    assert len({u.id for u in first.updates}) == len(first.updates) == len({d.key for d in docs})
