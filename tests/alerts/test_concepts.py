"""What a publication speaks of, in the reader's language."""

import pytest

from alerts.render.concepts import concepts
from alerts.render.words import Words


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("关于客服聊天机器人AI标识办法", ("chatbots", "labelling of AI content")),
        ("Avis sur l'IA générative et les mineurs", ("generative AI", "children")),
        ("Verordnung über automatisierte Entscheidungen bei Bewerbungen", ("automated decisions", "hiring and work")),
        ("얼굴 인식 시스템에 대한 영향평가", ("biometrics", "testing and audits")),
        ("Fine-tuning is confined to chips; Federal Register", ()),
        ("Brainchild of a preclinical team", ()),
        ("", ()),
    ],
)
def test_concepts_are_named_in_the_readers_language(text: str, named: tuple[str, ...]) -> None:
    assert concepts([text], Words()) == named


def test_a_chinese_reader_gets_chinese_names() -> None:
    assert concepts(["Rules on deepfakes and credit scoring"], Words("zh-Hans")) == ("人工智能内容标识", "信贷")


def test_a_huge_text_is_read_in_no_time() -> None:
    assert concepts(["automated " * 100_000], Words()) == ()
