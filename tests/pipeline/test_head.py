"""The weights that ship fit the code and the word lists they ship with."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import pytest

from pipeline import head, lexicon, topic, uses
from pipeline.base import Array
from pipeline.reading import read
from pipeline.train import topic as training
from pipeline.train.cache import FileCache
from policywatch.errors import ModelError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("topic.npz", "topic.json", "uses.json"):
        shutil.copy(head.WEIGHTS / name, tmp_path / name)
    return tmp_path


def test_the_shipped_weights_load_and_name_the_shipped_lists() -> None:
    assert head.load().card["lexicon"] == lexicon.version()
    assert len(uses.weights().model) == len(uses.FEATURES)


def test_weights_of_other_word_lists_are_refused(copy: Path) -> None:
    for name in ("topic.json", "uses.json"):
        card = json.loads((copy / name).read_text(encoding="utf-8"))
        (copy / name).write_text(json.dumps(card | {"lexicon": "lexicon:000000000000"}), encoding="utf-8")
    with pytest.raises(ModelError, match="make train-topic"):
        head.load(copy)
    with pytest.raises(ModelError, match="make train-topic"):
        uses.weights(copy / "uses.json")


def test_weights_of_a_wrong_size_are_refused(copy: Path) -> None:
    with numpy.load(copy / "topic.npz") as file:
        arrays = {name: file[name] for name in file.files}
    arrays["model_lexical"] = arrays["model_lexical"][:-1]
    numpy.savez(copy / "topic.npz", **arrays)
    with pytest.raises(ModelError, match="model_lexical"):
        head.load(copy)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"\x80\x04pickle"])
def test_damaged_weights_are_refused(copy: Path, content: bytes) -> None:
    (copy / "topic.npz").write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read"):
        head.load(copy)


def test_missing_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        head.load(tmp_path)


class Embedder:
    """Vectors from lengths; not 384 numbers, so as to show that another model is fitted as it is."""

    fingerprint, dimensions, max_tokens = "fake:words", 4, 256

    def encode(self, passages: Sequence[str]) -> Array:
        rows = numpy.array([[len(p) % 7, len(p) % 5, len(p) % 3, 1.0] for p in passages])
        return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


class Cache(FileCache):
    def save(self) -> None:
        """Nothing is kept."""


def rows() -> list[dict[str, Any]]:
    """Invented rules and product launches, told apart by an odd number."""
    return [
        {
            "id": str(i), "title": f"Rule {i} on artificial intelligence" if i % 2 else f"Startup {i} launches AI app", "lang": "en",
            "text": f"Providers must audit number {i}." if i % 2 else f"Version {i} is available with a discount.",
            "is_ai_regulation": bool(i % 2), "source": "one",
        }
        for i in range(90)
    ]  # fmt: skip


def test_training_twice_writes_the_same_bytes_for_a_model_of_any_size(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        training.train(rows(), Embedder(), Cache(Path("nowhere")), tmp_path / name)
    for name in ("topic.npz", "topic.json"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    loaded = head.load(tmp_path / "first")
    assert (loaded.card["embedder"], loaded.arrays["model_embedding"].shape) == ("fake:words", (4,))


def test_scores_at_run_time_are_those_of_the_fit() -> None:
    data = training.prepare(rows(), Embedder(), Cache(Path("nowhere")))
    everything = numpy.ones(len(data.labels), dtype=bool)
    first = training.fit(data, everything)
    batch = training.logits(data, first, everything, frozenset())
    fitted = head.Head(first, {"languages": []})
    reading = read(data.documents[3])
    seen = head.sight(reading, Embedder().encode(reading.strings), Embedder().encode(list(topic.DESCRIPTIONS)), Embedder.fingerprint)
    one = head.raw_logit(data.documents[3], head.read_words(data.documents[3]), seen, fitted)
    assert abs(one - batch[3]) < 1e-6
