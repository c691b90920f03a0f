"""Writes a sentence-transformers model as one ONNX graph with its pooling inside: needs torch, once; running it does not.

The graph ends with the masked mean and the unit length, so that whoever runs it cannot pool differently. It is compared with the
original on sentences in several scripts before it is handed over.
"""

import json
import shutil
import warnings
from pathlib import Path
from typing import Any

from pipeline.embedders import onnx, st
from policywatch.errors import ModelError

#: operators that every onnxruntime of the last years knows
OPSET = 17
#: least cosine to the original
ALIKE = 0.9999
SENTENCES = (
    "An employer that uses an automated decision system must inform job applicants.",
    "Die Verordnung verbietet die Erkennung von Gefühlen am Arbeitsplatz.",
    "Le règlement impose un marquage des images produites par une machine.",
    "El reglamento entra en vigor a los veinte días de su publicación.",
    "算法推荐服务提供者应当履行备案手续。",
    "人工知能に関する法律を施行する。",
    "인공지능 기본법을 공포한다.",
    "Закон об искусственном интеллекте вступает в силу.",
    "ينظم القانون استخدام الذكاء الاصطناعي.",
    "Fish.",
    "A rule. " * 400,
)


def export(folder: Path, options: st.Options | None = None) -> str:
    """Writes graph, tokenizer and card into ``folder``; the fingerprint of the exported model.

    Raises ModelError for a model that does not pool by the mean, when torch or onnx is missing, and when the graph's vectors are not the original's.
    """
    original = st.KIND(options)
    source = original.folder
    _check_pooling(source)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _write_graph(source, folder / onnx.GRAPH)
    except ImportError as error:
        raise ModelError(f"{error.name} is not installed: exporting needs torch and onnx, running the export does not") from error
    shutil.copyfile(source / onnx.TOKENIZER, folder / onnx.TOKENIZER)
    _, model, weights = original.fingerprint.split(":")
    card: dict[str, Any] = {
        "model": model,
        "weights": weights,
        "dimensions": original.dimensions,
        "max_tokens": original.max_tokens,
        "sha256": {name: st.sha256_of(folder / name) for name in (onnx.GRAPH, onnx.TOKENIZER)},
    }
    (folder / onnx.CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    made = onnx.KIND(onnx.Options(name=str(folder)))
    least = float((original.encode(SENTENCES) * made.encode(SENTENCES)).sum(axis=1).min())
    if least < ALIKE:
        raise ModelError(f"the exported model gives other vectors (cosine {least:.5f}): keep `embedder: st` for it")
    return made.fingerprint


def _check_pooling(source: Path) -> None:
    try:
        pooling = json.loads((source / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{source.name} says nothing of its pooling: only models that take the mean can be exported") from error
    if not pooling.get("pooling_mode_mean_tokens") or pooling.get("pooling_mode") not in (None, "mean"):
        raise ModelError(f"{source.name} does not take the mean of its tokens: only models that do can be exported")


def _write_graph(source: Path, path: Path) -> None:
    import onnx as _  # noqa: F401 - torch asks for it late, with an error that names no package
    import torch
    from transformers import AutoModel

    class Embedding(torch.nn.Module):
        """Tokens to one unit vector."""

        def __init__(self, inner: Any) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.inner(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2.0, dim=1)

    axes = {0: "passages", 1: "tokens"}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        inner = AutoModel.from_pretrained(str(source), attn_implementation="eager", local_files_only=True).eval()
        torch.onnx.export(
            Embedding(inner),
            (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long)),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "passages"}},
            opset_version=OPSET,
            dynamo=False,
        )
