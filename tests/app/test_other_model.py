"""Another sentence-transformers model goes the whole way: configured, head and uses refitted with it, documents scored, doctor content.

The model is made here: one small layer with drawn weights and another number of dimensions, over the characters of several scripts.
"""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.doctor import language_warning
from app.house import House, load_config
from app.teaching import classifier_of
from pipeline import head, uses
from pipeline.base import Embedder
from pipeline.classify import model_parts
from pipeline.embedders.st import KIND, Options
from pipeline.train import topic as topic_training
from pipeline.train import uses as uses_training
from pipeline.train.cache import FileCache
from policywatch.types import Document
from tests.app.shelf import SETTINGS, USES, Shelf, write_home

#: what a rule and what a launch say, with a number in it, by language
SAID = {
    "en": ("The regulation {i} requires a provider of an artificial intelligence system to keep records.", "Shop {i} sells AI headphones."),
    "zh": ("第{i}号办法规定，生成式人工智能服务提供者应当备案。", "第{i}家公司发布人工智能耳机新品。"),
    "de": ("Die Verordnung {i} verpflichtet Anbieter künstlicher Intelligenz.", "Firma {i} bringt KI-Kopfhörer auf den Markt."),
}
DIMENSIONS = 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A multilingual model that nobody trained."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    made = tmp_path_factory.mktemp("model")
    letters = sorted({letter for texts in SAID.values() for text in texts for letter in text.lower() if not letter.isspace()})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (made / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    torch.manual_seed(7)
    shape = BertConfig(
        vocab_size=len(words),
        hidden_size=DIMENSIONS,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
    )
    BertModel(shape).save_pretrained(made / "bert")
    BertTokenizerFast(str(made / "vocab.txt")).save_pretrained(made / "bert")
    transformer = Transformer(str(made / "bert"), max_seq_length=128)
    SentenceTransformer(modules=[transformer, Pooling(DIMENSIONS)], device="cpu").save(str(made / "tiny-multilingual"))
    return made / "tiny-multilingual"


def labelled(count: int) -> list[dict[str, Any]]:
    """Rules and launches in three languages, as a labels file holds them."""
    return [
        {
            "id": f"{language}{kind}{i}", "title": f"No {i}", "text": " ".join([text.format(i=i + n) for n in range(4)]), "lang": language,
            "source": f"made-up/{i % 3}", "is_ai_regulation": kind == 0, "uses_labelled": kind == 0, "ai_uses": ["hiring"] if i % 2 else [],
        }
        for language, texts in SAID.items() for kind, text in enumerate(texts) for i in range(count)
    ]  # fmt: skip


@pytest.fixture
def shelf(folder: Path, tmp_path: Path) -> Iterator[Shelf]:
    write_home(tmp_path / "home", settings=SETTINGS.replace("{embedder: none}", json.dumps({"name": str(folder)})))
    made = Shelf(tmp_path / "home", KIND(Options(name=str(folder))))
    yield made
    made.close()


def score(house: House, embedder: Embedder, language: str, kind: int) -> float:
    text = " ".join(SAID[language][kind].format(i=90 + n) for n in range(4))
    (found,) = classifier_of(house, embedder).classify([Document("", language, "", "No 99", "", text=text, language=language)])
    assert found.topic_score is not None
    return found.topic_score


def test_another_model_is_configured_refitted_and_scores(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = shelf.embedder
    assert (embedder.dimensions, embedder.max_tokens) == (DIMENSIONS, 128)
    assert load_config(shelf.home).settings.model.options.name.endswith("tiny-multilingual")
    assert "make train-topic MODEL=" in language_warning(["de", "zh"], embedder.fingerprint)
    before = score(shelf.house, embedder, "zh", 0)

    rows, weights = labelled(45), tmp_path / "weights"
    weights.mkdir()
    cache = FileCache(tmp_path / "vectors")
    card = topic_training.train(rows, embedder, cache, weights)
    assert (card["embedder"], card["dimensions"], card["languages"]) == (embedder.fingerprint, DIMENSIONS, ["de", "en", "zh"])
    (tmp_path / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "uses.yaml").write_text(USES, encoding="utf-8")
    monkeypatch.setattr(uses, "WEIGHTS", weights / "uses.json")
    monkeypatch.setattr(uses_training, "FileCache", lambda: cache)
    assert uses_training.main([str(tmp_path / "labels.jsonl"), str(tmp_path / "uses.yaml"), str(embedder.folder)]) == 0  # type: ignore[attr-defined]

    monkeypatch.setattr(head, "load", partial(head.load, weights))
    monkeypatch.setattr(uses, "weights", partial(uses.weights, weights / "uses.json"))
    assert language_warning(["de", "zh"], embedder.fingerprint) == ""
    for language in SAID:
        assert score(shelf.house, embedder, language, 0) > 0.5 > score(shelf.house, embedder, language, 1)
    assert score(shelf.house, embedder, "zh", 0) != before

    ids = shelf.bring(("A rule", " ".join(SAID["en"][0].format(i=n) for n in range(6))))
    row = shelf.store.document(ids[0])
    assert row is not None and row.classification is not None and not row.classification.unscored
    parts = model_parts(row.classification.model)
    assert (parts["embedder"], parts["head"]) == (embedder.fingerprint, card["version"])
