"""Sentences and passages keep their exact places."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.passages import MAX_PASSAGES, MAX_SENTENCE, count_tokens, passages, sentences

TEXTS = [
    ("Providers must register. They shall keep logs for No. 5 devices. See Art. 5 of the code.", 3),
    ("提供者应当备案。不得规避审查！用户可以投诉；平台应当答复。", 4),
    ("事業者は届け出る。監督官庁が確認する。", 2),
    ("사업자는 신고한다. 감독기관이 확인한다.", 2),
    ("Der Betreiber haftet, z. B. für Schäden. Die Frist endet am 3. März.", 2),
    ("(a) First duty\n(b) Second duty\n(c) Third duty", 3),
    ("", 0),
    (" \n\t ", 0),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_sentences_are_counted_in_every_script(text: str, expected: int) -> None:
    assert len(list(sentences(text))) == expected


@given(st.text(alphabet=st.sampled_from("aB1 .!?\n。！；(§-\u200f\u0301é法𝔸\x00"), max_size=300))
def test_every_sentence_stands_where_it_says(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert sentence.start >= end
        end = sentence.end


def test_no_word_is_lost_between_sentences() -> None:
    text = "One rule. Two rules! 三条规则。Four rules?\n\nFive rules " + "x" * 2_000
    assert "".join(s.text for s in sentences(text)).replace(" ", "") == "".join(text.split())


def test_passages_are_whole_sentences_within_the_window() -> None:
    text = " ".join(f"Operator number {i} keeps a register of decisions." for i in range(400))
    found = passages(text)
    assert len(found.items) > 5
    for passage in found.items:
        assert text[passage.start : passage.end] == passage.text
        assert count_tokens(passage.text) <= 256
        assert passage.sentences[0].start == passage.start
        assert passage.sentences[-1].end == passage.end


def test_a_cap_records_what_was_left_unread() -> None:
    found = passages("A short duty for everyone here. " * 4_000)
    assert len(found.items) == MAX_PASSAGES
    assert found.unread > 50_000


@pytest.mark.parametrize("unit", [".", "\n ", '. "', "。", " ", "a", "! ", "\u202e", "第一条\n"])
def test_five_megabytes_of_nonsense_end_in_time(unit: str) -> None:
    begin = time.process_time()
    found = passages((unit * (5_000_000 // len(unit)))[:5_000_000])
    assert time.process_time() - begin < 3
    assert all(len(s.text) <= MAX_SENTENCE for p in found.items for s in p.sentences)
