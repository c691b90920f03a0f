"""What is kept of a reading gives the same reading back, whatever stands in the text."""

import pytest

from pipeline.marks import as_json, mark, marks_in, recall
from pipeline.material import said
from pipeline.reading import Reading, read
from policywatch.types import Document

RULE = "An employer that uses an artificial intelligence system for candidate screening must inform job applicants."


def document(title: str, text: str, language: str = "en", summary: str = "") -> Document:
    return Document("s", "k", "https://s.example/k", title, "k", summary=summary, text=text, language=language)


def parts(reading: Reading) -> tuple[object, ...]:
    concepts = {name: [tuple(hit) for hit in hits] for name, hits in reading.concepts.items() if hits}
    places = [reading.places[i] for i in range(len(reading.places))]
    return (
        places,
        list(reading.places[1:]),
        reading.folded.plain,
        reading.starts,
        reading.ai,
        reading.law,
        reading.stuffed,
        reading.titles,
        concepts,
    )


@pytest.mark.parametrize(
    "one",
    [
        document("A rule on AI", f"{RULE} {RULE}  It\tapplies\n\nfrom May.", summary="In short: a rule on AI. It binds."),
        document("整治AI技术滥用", "生成式人工智能服务提供者应当依法取得许可。算法推荐 不得 操纵。", "zh"),
        document("Règlement sur l’IA", "L’intelligence artificielle à haut risque est encadrée. Е́то АI. ﬁn‑de\u00a0série.", "fr"),
        document("Mark\0ed", f"{RULE}\0{RULE} \u200bHidden\u200b words. Next."),
        document("", ""),
        document("Said again", " ".join([RULE] * 5) + " " + "job applicants " * 60),
    ],
)
def test_a_reading_comes_back_from_its_marks(one: Document) -> None:
    reading = read(one)
    marks = marks_in(as_json(mark(reading, (0,), 0.1)), one)
    assert marks is not None
    again = recall(one, marks)
    assert parts(again) == parts(reading)
    assert (said(again) == said(reading)).all() and said(again).dtype == said(reading).dtype


def test_marks_of_another_text_are_none() -> None:
    stored = as_json(mark(read(document("A", RULE)), (0,), 0.1))
    assert marks_in(stored, document("A", RULE + " More.")) is None
    assert marks_in(None, document("A", RULE)) is None
