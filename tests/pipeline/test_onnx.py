"""The exported model gives the vectors of the original, without torch; and what is missing or changed says what to do."""

import os
import subprocess
import sys
from pathlib import Path

import numpy
import pytest

from pipeline.base import weights_of
from pipeline.embedders import onnx, st
from pipeline.train.export import SENTENCES, export
from policywatch.errors import ModelError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("onnx")
    export(folder)
    return folder


def test_vectors_are_those_of_the_original_in_every_script(exported: Path) -> None:
    ours, theirs = onnx.KIND(onnx.Options(name=str(exported), batch=3)), st.KIND()
    alike = (ours.encode(SENTENCES) * theirs.encode(SENTENCES)).sum(axis=1)
    assert float(alike.min()) >= 0.9999
    assert (ours.dimensions, ours.max_tokens) == (theirs.dimensions, theirs.max_tokens)


def test_it_keeps_the_contract_of_an_embedder(exported: Path) -> None:
    embedder = onnx.KIND(onnx.Options(name=str(exported), batch=2))
    passages = ["A rule on hiring tools.", "Fish.", "A long text about herring quotas. " * 30, "规定", "", "lone \ud800 surrogate"]
    vectors = embedder.encode(passages)
    assert vectors.shape == (6, embedder.dimensions)
    assert vectors.dtype == numpy.float32
    assert numpy.allclose(numpy.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert numpy.allclose(embedder.encode([passages[2]])[0], vectors[2], atol=1e-5)
    assert embedder.encode([]).shape == (0, embedder.dimensions)


def test_heads_fitted_on_the_original_hold_for_it_but_kept_vectors_do_not_mix(exported: Path) -> None:
    ours, theirs = onnx.KIND(onnx.Options(name=str(exported))), st.KIND()
    assert weights_of(ours.fingerprint) == weights_of(theirs.fingerprint)
    assert ours.fingerprint != theirs.fingerprint


def test_it_runs_without_torch_and_starts_fast(exported: Path) -> None:
    code = f"""
import sys, time
begin = time.process_time()
from pipeline.embedders import onnx
embedder = onnx.KIND(onnx.Options(name={str(exported)!r}))
embedder.encode(["A rule."])
spent = time.process_time() - begin
heavy = [name for name in ("torch", "transformers", "sentence_transformers") if name in sys.modules]
print(heavy, spent < 1.5, round(spent, 2))
"""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.startswith("[] True"), done.stdout


@pytest.mark.parametrize("name", [onnx.GRAPH, onnx.TOKENIZER])
def test_one_flipped_byte_is_refused_with_what_to_do(exported: Path, tmp_path: Path, name: str) -> None:
    for file in exported.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    content = bytearray((tmp_path / name).read_bytes())
    content[1_000] ^= 1
    (tmp_path / name).write_bytes(bytes(content))
    with pytest.raises(ModelError, match=f"{name}.*export-onnx"):
        onnx.KIND(onnx.Options(name=str(tmp_path)))


@pytest.mark.parametrize("name", [None, "nowhere"])
def test_without_the_file_it_says_how_to_write_it(name: str | None) -> None:
    with pytest.raises(ModelError, match="export-onnx"):
        onnx.KIND(onnx.Options(name=name))


def test_without_the_extra_it_says_what_to_install(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"policywatch\[onnx\]"):
        onnx.KIND(onnx.Options(name=str(exported)))


def test_a_model_that_pools_otherwise_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    (tmp_path / "model.safetensors").write_bytes(b"x")
    with pytest.raises(ModelError):
        export(tmp_path / "out", st.Options(name=str(tmp_path)))
