"""Fits the topic head: ``python -m pipeline.train.topic LABELS.jsonl [MODEL]`` writes pipeline/weights/topic.npz and topic.json.

``MODEL`` is the name or folder of a sentence-transformers model, as in policywatch.yaml; left out: the bundled one.

Only title, text and language are features; where a document comes from would give its label away. It weighs documents here, and takes up a
number of its own that is thrown away. What is written is
numbers: weights of hashed buckets, of counts and of embedding dimensions. The same labels and model give the same bytes.
"""

import hashlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from pipeline import head, lexicon, ngrams, topic
from pipeline.base import Array, Embedder
from pipeline.embedders.st import KIND, Options
from pipeline.gate import gate
from pipeline.marks import passage_key
from pipeline.reading import read
from pipeline.train.cache import FileCache
from policywatch.types import Document

#: how hard each part is regularised: a larger factor is a freer part. The counts are held hardest: what they are worth on the sources at
#: hand is partly the style of those sources, and the cold start says already what they are worth anywhere
FACTORS = {"lexical": 0.04, "words": 1.0, "characters": 0.9, "embedding": 0.6}
#: documents of a source that publishes both kinds teach what the topic is, those of the others partly what the source is
MIXED_WEIGHT, MIXED_LABELS = 5.0, 10
#: how free a number of each source's own is; it is fitted and thrown away, so that "which source is it" is not learned as "what is it about"
SOURCE_FACTOR = 0.3
#: what failed the gate teaches less: the head only ever judges what passed
UNGATED_WEIGHT = 0.25
STRENGTH = 10.0
#: labels of each kind that a language needs before its own fit and thresholds are trusted
ENOUGH = 40
REDISTRIBUTABLE = ("legalize-dev/", "bundestag/", "LawRefBook/", "ai-village-agents/", "Optam00/", "kytewy/", "frankdevlabs/", "s4nkar/")


@dataclass(frozen=True)
class Data:
    """Everything that a fit looks at, row by row."""

    documents: tuple[Document, ...]
    labels: Array
    languages: Array
    sources: Array
    folds: Array
    gated: Array
    lexical: Array
    grams: Any
    #: zero rows where the model is blind
    vectors: Array
    cold: Array
    cold_words: Array


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The labelled rows; ambiguous ones are left out."""
    with path.open(encoding="utf-8") as file:
        return [row for line in file if (row := json.loads(line))["is_ai_regulation"] is not None]


def fold_of(row: dict[str, Any]) -> int:
    """Equal titles stay in one of five folds."""
    group = row["lang"] + re.sub(r"[\W_]+", "", row["title"].lower())[:60]
    return int(hashlib.sha1(group.encode(), usedforsecurity=False).hexdigest()[:8], 16) % 5


def embed(texts: Sequence[str], embedder: Embedder, cache: FileCache) -> Array:
    """A vector per text, computed once per embedder."""
    keys = [passage_key(text) for text in texts]
    known = cache.get(embedder.fingerprint, keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        cache.put(embedder.fingerprint, dict(zip(missing, embedder.encode(list(missing.values())), strict=True)))
        cache.save()
    known = cache.get(embedder.fingerprint, keys)
    return np.array([known[key] for key in keys])


def prepare(rows: Sequence[dict[str, Any]], embedder: Embedder, cache: FileCache) -> Data:
    """All features of all rows."""
    documents = [Document("", r["id"], "", r["title"], "", summary=r.get("summary", ""), text=r["text"], language=r["lang"]) for r in rows]
    words = [head.read_words(document) for document in documents]
    seen = sights(documents, embedder, cache)
    languages = [lexicon.base_language(row["lang"]) for row in rows]
    counted = [ngrams.grams(d.title, d.summary, d.text) for d in documents]
    indptr = np.cumsum([0, *(len(c) for c in counted)])
    values = np.array([v for c in counted for v in c.values()])
    grams = sparse.csr_matrix((values, np.array([b for c in counted for b in c]), indptr), shape=(len(rows), ngrams.BUCKETS))
    nothing = np.zeros(embedder.dimensions)
    return Data(
        tuple(documents),
        np.array([bool(row["is_ai_regulation"]) for row in rows]),
        np.array(languages),
        np.array([row["source"] for row in rows]),
        np.array([fold_of(row) for row in rows]),
        np.array([gate(document).passed for document in documents]),
        np.array([head.lexical(w, s) for w, s in zip(words, seen, strict=True)]),
        grams,
        np.array([s.vector if s else nothing for s in seen]),
        np.array([head.cold_logit(w, s) for w, s in zip(words, seen, strict=True)]),
        np.array([head.cold_logit(w, None) for w in words]),
    )


def sights(documents: Sequence[Document], embedder: Embedder, cache: FileCache) -> list[head.Sight | None]:
    """What the model sees of each document; only the strings that the topic looks at are embedded."""
    described = embed(topic.DESCRIPTIONS, embedder, cache)
    readings = [read(document) for document in documents]
    needed = [reading.strings[: 2 if reading.gloss else 1] for reading in readings]
    flat = embed([text for texts in needed for text in texts], embedder, cache)
    cuts = np.cumsum([len(texts) for texts in needed])[:-1]
    return [head.sight(r, v, described, embedder.fingerprint) for r, v in zip(readings, np.split(flat, cuts), strict=True)]


def mixed_sources(data: Data, train: Array) -> list[str]:
    """Sources with enough labels of both kinds; where a document comes from weighs it here and is never a feature."""
    counted = {source: (train & (data.sources == source)) for source in sorted(set(data.sources.tolist()))}
    return [s for s, here in counted.items() if min(int((here & data.labels).sum()), int((here & ~data.labels).sum())) >= MIXED_LABELS]


def fit(data: Data, train: Array, kinds: Sequence[str] = ("model", "words")) -> dict[str, Array]:
    """Weights from the rows that ``train`` marks."""
    seen = np.asarray((data.grams[train] > 0).sum(axis=0)).ravel()
    arrays: dict[str, Array] = {
        "idf": np.where(seen >= 3, np.log((1 + train.sum()) / (1 + seen)) + 1.0, 0.0).astype(np.float16).astype(float),
        "mean": data.lexical[train].mean(axis=0),
        "scale": data.lexical[train].std(axis=0) + 1e-6,
    }
    lexical, words, characters = _scaled(data, arrays)
    weight = np.where(data.gated, 1.0, UNGATED_WEIGHT) * np.where(np.isin(data.sources, mixed_sources(data, train)), MIXED_WEIGHT, 1.0)
    own = sparse.csr_matrix(data.sources[:, None] == np.unique(data.sources)) * SOURCE_FACTOR
    for kind in kinds:
        parts = {"lexical": lexical if kind == "model" else _without_model(lexical), "words": words, "characters": characters}
        if kind == "model":
            parts["embedding"] = data.vectors
        stacked = sparse.hstack([*(sparse.csr_matrix(part * FACTORS[name]) for name, part in parts.items()), own]).tocsr()
        # the dual of liblinear is ten times as fast as lbfgs here; it shuffles, so the seed is fixed
        model = LogisticRegression(
            C=STRENGTH, class_weight="balanced", solver="liblinear", dual=True, max_iter=3000, tol=1e-2, random_state=0, intercept_scaling=5
        )
        model.fit(stacked[train], data.labels[train], sample_weight=weight[train])
        pieces = np.split(model.coef_[0], np.cumsum([part.shape[1] for part in parts.values()]))
        found = {name: piece * FACTORS[name] for name, piece in zip(parts, pieces[:-1], strict=True)}
        arrays[f"{kind}_lexical"] = found["lexical"]
        arrays[f"{kind}_grams"] = np.concatenate([found["words"], found["characters"]])
        arrays[f"{kind}_bias"] = model.intercept_
        if kind == "model":
            arrays["model_embedding"] = found["embedding"]
    return arrays


def _scaled(data: Data, arrays: dict[str, Array]) -> tuple[Array, Any, Any]:
    """Standardised counts, and n-grams of unit length, words and characters apart."""
    weighted = data.grams.multiply(arrays["idf"]).tocsr()
    halves = []
    for part in (weighted[:, : ngrams.WORD_BUCKETS], weighted[:, ngrams.WORD_BUCKETS :]):
        length = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
        halves.append((sparse.diags_array(1.0 / np.maximum(length, 1e-12)) @ part).tocsr())
    return (data.lexical - arrays["mean"]) / arrays["scale"], halves[0], halves[1]


def _without_model(lexical: Array) -> Array:
    """The counts with the model's numbers held at nothing."""
    changed = lexical.copy()
    changed[:, -head.MODEL_NUMBERS :] = 0.0
    return changed


def logits(data: Data, arrays: dict[str, Array], rows: Array, trained: frozenset[str], kind: str = "model") -> Array:
    """Head and cold start together, as pipeline.head.raw_logit does it one by one."""
    lexical, words, characters = _scaled(data, arrays)
    lexical = lexical if kind == "model" else _words_only(data, arrays)
    fitted = lexical @ arrays[f"{kind}_lexical"] + arrays[f"{kind}_bias"][0]
    fitted = fitted + words @ arrays[f"{kind}_grams"][: ngrams.WORD_BUCKETS] + characters @ arrays[f"{kind}_grams"][ngrams.WORD_BUCKETS :]
    if kind == "model":
        fitted = fitted + data.vectors @ arrays["model_embedding"]
    known = np.isin(data.languages, sorted(trained))
    own = np.where(known, head.KNOWN_LANGUAGE[0], head.OTHER_LANGUAGE[0])
    cold = np.where(known, head.KNOWN_LANGUAGE[1], head.OTHER_LANGUAGE[1])
    return (own * fitted + cold * (data.cold if kind == "model" else data.cold_words))[rows]


def _words_only(data: Data, arrays: dict[str, Array]) -> Array:
    return (_without_model(data.lexical) - arrays["mean"]) / arrays["scale"]


def trained_languages(data: Data, train: Array) -> frozenset[str]:
    """Languages with enough labels of both kinds among the rows."""
    found = set()
    for language in set(data.languages.tolist()):
        here = train & (data.languages == language)
        if min(int((here & data.labels).sum()), int((here & ~data.labels).sum())) >= ENOUGH:
            found.add(language)
    return frozenset(found)


def out_of_fold(data: Data, kind: str = "model", allowed: Array | None = None) -> Array:
    """Every row's logit from a fit that did not see its fold."""
    found = np.zeros(len(data.labels))
    for fold in range(5):
        train = data.folds != fold
        train = train if allowed is None else train & allowed
        found[data.folds == fold] = logits(data, fit(data, train, (kind,)), data.folds == fold, trained_languages(data, train), kind)
    return found


def calibrate(scores: Array, labels: Array) -> tuple[float, float]:
    """Slope and offset that make a logit a probability (Platt)."""
    model = LogisticRegression(C=1e6, max_iter=3000).fit(scores[:, None], labels)
    return round(float(model.coef_[0][0]), 4), round(float(model.intercept_[0]), 4)


def bands(scores: Array, labels: Array) -> tuple[float, float]:
    """Review from the score that keeps 98 % of the true, alert from the one that keeps 93 % but is never below even odds / 2."""
    true = np.sort(scores[labels])
    review = float(true[int(0.015 * len(true))]) * 0.9
    alert = float(true[int(0.07 * len(true))])
    return round(min(review, 0.3), 4), round(max(min(alert, 0.6), 0.25), 4)


def write_arrays(path: Path, arrays: dict[str, Array]) -> str:
    """Write an .npz without time stamps, so that equal weights are equal bytes; the digest names them."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, values in sorted(arrays.items()):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(values), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), buffer.getvalue(), zipfile.ZIP_DEFLATED)
            digest.update(buffer.getvalue())
    return digest.hexdigest()[:12]


def train(rows: Sequence[dict[str, Any]], embedder: Embedder, cache: FileCache, folder: Path = head.WEIGHTS) -> dict[str, Any]:
    """Fit on all rows, write the weights into a folder, and return their card."""
    data = prepare(rows, embedder, cache)
    everything = np.ones(len(rows), dtype=bool)
    held = {kind: out_of_fold(data, kind) for kind in ("model", "words")}
    gated = data.gated
    calibration = {kind: calibrate(held[kind][gated], data.labels[gated]) for kind in held}
    slope, offset = calibration["model"]
    scores = head.DROP_CEILING + (1 - head.DROP_CEILING) / (1 + np.exp(-(slope * held["model"] + offset)))
    languages = sorted(trained_languages(data, everything))
    edges = {g: bands(scores[gated & (data.languages == g)], data.labels[gated & (data.languages == g)]) for g in languages}
    edges["other"] = bands(scores[gated], data.labels[gated])
    arrays = fit(data, everything)
    small = {k: v.astype(np.float16 if k.endswith("_grams") or k == "idf" else np.float32) for k, v in sorted(arrays.items())}
    version = write_arrays(folder / "topic.npz", small)
    version = hashlib.sha256(json.dumps([version, calibration, edges], sort_keys=True).encode()).hexdigest()[:12]
    card = {
        "version": version,
        "embedder": embedder.fingerprint,
        "dimensions": embedder.dimensions,
        "lexicon": lexicon.version(),
        "documents": len(rows),
        "languages": languages,
        "calibration": calibration,
        "bands": edges,
    }
    (folder / "topic.json").write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return card


def main(arguments: Sequence[str]) -> int:
    """Train from the labels file that is named; 0 when the weights are written."""
    if len(arguments) not in (1, 2):
        sys.stderr.write("usage: python -m pipeline.train.topic LABELS.jsonl [MODEL]\n")
        return 2
    embedder = KIND(Options(name=arguments[1] if arguments[1:] else None))
    sys.stdout.write(json.dumps(train(rows_of(Path(arguments[0])), embedder, FileCache()), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
