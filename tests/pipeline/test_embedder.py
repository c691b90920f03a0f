"""The bundled model is the one that was checked, or it is refused."""

import shutil
from pathlib import Path

import numpy
import pytest
from pydantic import ValidationError

from pipeline.embedders import st
from policywatch.errors import ModelError


def test_the_bundled_files_are_the_checked_ones() -> None:
    assert st.verify(st.bundled_folder()) == st.BUNDLED_SHA256["model.safetensors"]


@pytest.mark.parametrize("name", sorted(st.BUNDLED_SHA256))
def test_one_flipped_byte_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    for file in st.BUNDLED_SHA256:
        shutil.copy(st.bundled_folder() / file, tmp_path / file)
    with (tmp_path / name).open("r+b") as file:
        file.seek(1_000)
        byte = file.read(1)
        file.seek(1_000)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ModelError, match=f"{name}.*: reinstall"):
        st.verify(tmp_path)


def test_a_missing_file_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall"):
        st.verify(tmp_path)


def test_an_unknown_model_is_not_asked_from_the_hub() -> None:
    with pytest.raises(ModelError, match="download it first"):
        st.KIND(st.Options(name="no-such-org/no-such-model"))


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no weights"):
        st.KIND(st.Options(name=str(tmp_path)))


def test_unknown_options_are_errors() -> None:
    with pytest.raises(ValidationError):
        st.Options.model_validate({"nme": "x"})


def test_vectors_have_unit_length_and_keep_their_order() -> None:
    embedder = st.KIND(st.Options(batch=2))
    passages = ["A rule on hiring tools.", "Fish.", "A long text about herring quotas in the western basin. " * 9, "规定", ""]
    vectors = embedder.encode(passages)
    assert vectors.shape == (5, embedder.dimensions)
    assert vectors.dtype == numpy.float32
    assert numpy.allclose(numpy.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert numpy.allclose(embedder.encode([passages[2]])[0], vectors[2], atol=1e-5)
    assert embedder.encode([]).shape == (0, embedder.dimensions)
    assert embedder.fingerprint.startswith("st:all-MiniLM-L6-v2:53aa5117")
