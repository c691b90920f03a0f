"""onnxruntime without torch: the same vectors, loaded in a fraction of the time and memory.

Needs the extra ``policywatch[onnx]`` and the folder that ``policywatch model export-onnx DIR`` writes, named in ``model.name``.
Pooling and length are inside the graph, numbers are fp32: heads and thresholds fitted with sentence-transformers hold.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from pipeline.base import Array
from pipeline.embedders.st import sha256_of
from policywatch.errors import ModelError
from policywatch.text import scrub

GRAPH, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "model.json"
EXPORT = "write it with `policywatch model export-onnx DIR` where torch is installed, and name DIR in model.name"
INSTALL = "pip install 'policywatch[onnx]', or choose `embedder: st`"


class Options(BaseModel):
    """Which folder, and how many passages at once."""

    model_config = ConfigDict(extra="forbid")

    #: folder that `policywatch model export-onnx` wrote
    name: str | None = None
    #: passages per batch: 16 take twice the memory of 4, and the processor is as busy with 4
    batch: int = Field(default=4, ge=1, le=1024)


def read_card(folder: Path) -> dict[str, Any]:
    """What the folder says of itself, once every file in it is the one that was exported; raises ModelError for any other."""
    try:
        card: dict[str, Any] = json.loads((folder / CARD).read_text(encoding="utf-8"))
        wanted = {name: str(card["sha256"][name]) for name in (GRAPH, TOKENIZER)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder} holds no exported model ({type(error).__name__}): {EXPORT}") from error
    for name, sha in wanted.items():
        if sha256_of(folder / name) != sha:
            raise ModelError(f"{name} in {folder} is not the file that was exported: {EXPORT}")
    return card


class OnnxEmbedder:
    """Passages to unit vectors with onnxruntime on the processor."""

    def __init__(self, options: Options | None = None) -> None:
        self._options = options or Options()
        if not self._options.name:
            raise ModelError(f"the onnx embedder has no file: {EXPORT}")
        folder = Path(self._options.name).expanduser()
        card = read_card(folder)
        self.fingerprint = f"onnx:{card['model']}:{card['weights']}"
        self.dimensions, self.max_tokens = int(card["dimensions"]), int(card["max_tokens"])
        self._session, self._tokenizer = _load(folder, self.max_tokens)

    def encode(self, passages: Sequence[str]) -> Array:
        """Unit vectors as float32 of shape (len(passages), dimensions), in batches of passages of like length."""
        import numpy

        found = numpy.zeros((len(passages), self.dimensions), dtype=numpy.float32)
        tokens = [one.ids for one in self._tokenizer.encode_batch([scrub(passage) for passage in passages])]
        order = sorted(range(len(tokens)), key=lambda i: -len(tokens[i]))
        for start in range(0, len(order), self._options.batch):
            chosen = order[start : start + self._options.batch]
            found[chosen] = self._run([tokens[i] for i in chosen])
        return found

    def _run(self, rows: Sequence[Sequence[int]]) -> Array:
        import numpy

        longest = max(len(row) for row in rows)
        ids = numpy.zeros((len(rows), longest), dtype=numpy.int64)
        mask = numpy.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        try:
            return self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        except Exception as error:
            raise ModelError(f"the exported model failed ({type(error).__name__}): {EXPORT}") from error


def _load(folder: Path, max_tokens: int) -> tuple[Any, Any]:
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ModelError(f"the onnx embedder is not installed ({error.name}): {INSTALL}") from error
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = max(
        1, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    )
    # an arena keeps the largest batch for ever
    settings.enable_cpu_mem_arena = False
    # threads that wait turning burn what other work needs
    settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(str(folder / GRAPH), settings, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    except Exception as error:
        raise ModelError(f"the exported model in {folder} cannot be loaded ({type(error).__name__}): {EXPORT}") from error
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return session, tokenizer


KIND = OnnxEmbedder
