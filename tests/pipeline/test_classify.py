"""Classifications carry scores, bands and exact quotes, with and without a model."""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy
import pytest

from pipeline import head, lexicon, uses
from pipeline.base import Array
from pipeline.classify import UNSCORED, Classifier
from pipeline.gate import NO_AI_WORD
from pipeline.predict import predict
from policywatch.errors import ModelError
from policywatch.types import AIUse, Band, Document

HIRING = AIUse("hiring", "Hiring", "Software that ranks job applicants and screens resumes.", {"en": ("job applicants", "hiring")})
DRIVING = AIUse("driving", "Automated driving", "Vehicles that drive themselves on roads.", {"en": ("self-driving", "autonomous vehicle")})
STRANGE = AIUse("bees", "Beehive inspection", "Cameras that count varroa mites on honeycombs.", {"en": ("varroa", "honeycomb")})
USES = (HIRING, DRIVING, STRANGE)
RULE = Document(
    "s", "k", "u", "Proposed rule on automated hiring tools", "f",
    text="The Labour Agency proposes a rule. Employers that use artificial intelligence to rank job applicants must audit it for bias every year. "
    "Comments close on 3 May.",
    language="en",
)  # fmt: skip

#: an invented rule and an invented product launch in each language
PAIRS = {
    "en": ("Regulator adopts rule on artificial intelligence in lending", "Startup unveils artificial intelligence app with new features"),
    "zh-Hans": ("网信办发布人工智能推荐管理办法（征求意见稿）", "某公司推出人工智能新品手机，正式上线"),
    "zh-Hant": ("立法院審議人工智慧監管條例草案", "某公司推出人工智慧新產品，融資上市"),
    "ja": ("総務省、人工知能の規制に関する法案を公布", "新製品の人工知能アプリを発売、株価上昇"),
    "ko": ("인공지능 규제 법안 입법예고", "인공지능 신제품 출시, 매출 증가"),
    "de": ("Bundesregierung beschließt Verordnung über künstliche Intelligenz", "Startup stellt App mit künstlicher Intelligenz vor"),
    "fr": ("Décret sur l'intelligence artificielle: nouvelles obligations", "Une startup lance un produit d'intelligence artificielle"),
    "es": ("Real decreto sobre inteligencia artificial y sanciones", "Una startup lanza un producto de inteligencia artificial"),
    "it": ("Decreto sull'intelligenza artificiale: nuovi obblighi", "Una startup lancia un prodotto di intelligenza artificiale"),
    "pt": ("Lei da inteligência artificial: novas obrigações", "Startup lança produto de inteligência artificial"),
    "nl": ("Wetsvoorstel over artificiële intelligentie: nieuw toezicht", "Startup lanceert product met artificiële intelligentie"),
    "pl": ("Ustawa o sztucznej inteligencji: nowe obowiązki", "Startup prezentuje produkt ze sztuczną inteligencją"),
}


class FakeEmbedder:
    """Vectors from hashed words: close when words are shared."""

    fingerprint = "fake:1"
    dimensions = 64
    max_tokens = 256

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, passages: Sequence[str]) -> Array:
        self.asked += len(passages)
        vectors = numpy.zeros((len(passages), self.dimensions), dtype=numpy.float32)
        for row, passage in enumerate(passages):
            for word in passage.lower().split():
                vectors[row, sum(word.encode()) % self.dimensions] += 1.0
        return vectors / numpy.maximum(numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class BrokenEmbedder(FakeEmbedder):
    def encode(self, passages: Sequence[str]) -> Array:
        raise ModelError("the model crashed: start again")


@pytest.mark.parametrize("language", sorted(PAIRS))
def test_a_rule_outranks_a_product_launch_with_words_alone(language: str) -> None:
    rule, launch = (Document("s", "k", "u", title, "f", language=language) for title in PAIRS[language])
    assert head.words_score(rule) > head.words_score(launch)


def test_every_relevance_quotes_the_document_exactly() -> None:
    for embedder in (None, FakeEmbedder()):
        found = Classifier(embedder, USES).classify([RULE])[0]
        assert [r.use_id for r in found.relevances] == ["hiring", "driving", "bees"]
        for quote in [found.quote, *(r.quote for r in found.relevances)]:
            if quote is not None:
                assert getattr(RULE, quote.field)[quote.start : quote.end] == quote.text
        assert found.relevances[0].quote is not None
        assert "job applicants" in found.relevances[0].quote.text
        assert found.relevances[0].score > 0.5 > found.relevances[1].score


def test_removing_the_quote_lowers_the_score() -> None:
    classifier = Classifier(None, USES)
    before = classifier.classify([RULE])[0].relevances[0]
    assert before.quote is not None
    after = classifier.classify([replace(RULE, **{before.quote.field: getattr(RULE, before.quote.field).replace(before.quote.text, "")})])[
        0
    ]
    assert after.relevances[0].score < before.score


def test_a_use_that_nobody_mentions_stays_quiet() -> None:
    for embedder in (None, FakeEmbedder()):
        assert Classifier(embedder, USES).classify([RULE])[0].relevances[2].score < 0.2


def test_what_has_no_ai_word_is_dropped_and_never_embedded() -> None:
    embedder = FakeEmbedder()
    found = Classifier(embedder, USES).classify([Document("s", "k", "u", "Herring quota", "f", text="Fish.", language="en")])[0]
    assert (found.band, found.topic_score, found.reason, found.relevances) == (Band.DROP, 0.0, NO_AI_WORD, ())
    assert embedder.asked == 0


@pytest.mark.parametrize("embedder", [None, BrokenEmbedder()])
def test_without_a_model_words_decide_and_say_so(embedder: FakeEmbedder | None) -> None:
    weak = Document(
        "s", "k", "u", "Conference notes", "f", text="Someone mentioned an algorithm over lunch. It was a nice day.", language="en"
    )
    strong, soft = Classifier(embedder, USES).classify([RULE, weak])
    assert strong.unscored and strong.reason == UNSCORED and strong.band is Band.ALERT
    assert soft.unscored and soft.band is Band.REVIEW


def test_the_model_line_names_everything_that_moves_scores() -> None:
    classifier = Classifier(FakeEmbedder(), USES)
    for part in ("fake:1", lexicon.version(), head.version(), "classify:"):
        assert part in classifier.model


def test_the_same_document_gets_the_same_answer_alone_and_in_company() -> None:
    others = [replace(RULE, title=f"Rule {i} on algorithms") for i in range(5)]
    assert Classifier(FakeEmbedder(), USES).classify([*others, RULE])[-1] == Classifier(FakeEmbedder(), USES).classify([RULE])[0]


def test_known_uses_are_recognised_and_strange_ones_are_not() -> None:
    assert uses.recognise(HIRING) == ("hiring",)
    assert uses.recognise(DRIVING) == ("driving",)
    assert uses.recognise(STRANGE) == ()


def test_a_phrase_that_means_something_else_is_no_sign_of_a_use() -> None:
    toys = AIUse("toys", "Products for children", "Toys and apps that minors use, with age verification.", {"en": ("children", "minors")})
    crime, product = (
        replace(RULE, title="Act on artificial intelligence", text=f"AI may not be used {words}. The court decides.")
        for words in ("for child sexual abuse material or sexual exploitation of minors", "in toys that children use")
    )
    scores = [Classifier(None, [toys]).classify([document])[0].relevances[0].score for document in (crime, product)]
    assert scores[0] < 0.5 < scores[1]


def test_an_english_use_is_found_in_chinese() -> None:
    rule = Document(
        "s", "k", "u", "关于人工智能招聘系统的规定", "f", text="用人单位使用人工智能筛选简历的，应当告知求职者。", language="zh"
    )
    found = Classifier(None, USES).classify([rule])[0].relevances
    assert found[0].score > 0.5 > max(found[1].score, found[2].score)


def test_more_keyword_hits_never_lower_a_use() -> None:
    classifier = Classifier(None, USES)
    scores = [classifier.classify([replace(RULE, text=RULE.text + " Hiring is covered." * n)])[0].relevances[0].score for n in range(4)]
    assert scores == sorted(scores)


def test_a_stuffed_footer_does_not_make_a_fishery_rule_an_ai_rule() -> None:
    honest = "The minister sets the quota for herring in the western basin. Vessels keep a log of each catch. " * 60
    stuffed = Document(
        "s", "k", "u", "Herring quota for next year", "f", text=honest + "artificial intelligence hiring " * 400, language="en"
    )
    assert Classifier(None, USES).classify([stuffed])[0].band is not Band.ALERT


@pytest.mark.parametrize("unit", ["AI rule hiring. ", "\u202eAI\u202c 规定。", "a", "招聘人工智能", "АI "])
def test_five_megabytes_neither_crash_nor_hang(unit: str) -> None:
    huge = replace(RULE, text=(unit * (5_000_000 // len(unit))))
    begin = time.process_time()
    found = Classifier(FakeEmbedder(), USES).classify([huge])[0]
    assert time.process_time() - begin < 10
    for relevance in found.relevances:
        if relevance.quote is not None:
            assert getattr(huge, relevance.quote.field)[relevance.quote.start : relevance.quote.end] == relevance.quote.text


def test_predict_answers_every_row_in_the_contract_form() -> None:
    rows = [{"id": "1", "title": RULE.title, "text": RULE.text, "lang": "en"}, {"id": "2", "title": "Herring", "text": "", "lang": ""}]
    first, second = predict(rows, Classifier(FakeEmbedder(), USES))
    assert first["id"] == "1" and set(first["uses"]) == {"hiring", "driving", "bees"}
    quote = first["quotes"]["hiring"]
    assert rows[0][quote["field"]][quote["start"] : quote["end"]] == quote["text"]
    assert 0.0 <= second["is_ai_score"] < head.DROP_CEILING < first["is_ai_score"] <= 1.0
    assert next(predict(rows, Classifier(None, USES)))["is_ai_score"] is None
