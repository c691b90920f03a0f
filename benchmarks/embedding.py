"""Prints what embedding costs: the pipeline beside the bare model, and the onnx embedder beside sentence-transformers.

Each figure is taken in a process of its own. The documents are invented; every one passes the gate.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

DOCUMENTS = 24
RATE, MEMORY, START_S = 0.9, 0.7, 1.5


def pipeline() -> None:
    """CPU-seconds of the model alone on all passages, and of the pipeline on their documents."""
    from benchmarks.reclassify import made_up
    from pipeline.classify import Classifier
    from pipeline.embedders.st import KIND
    from pipeline.reading import read
    from policywatch.types import AIUse

    uses = [AIUse(f"u{i}", f"Use {i}", "Software that decides.", {"en": ("hiring", "loan", "chatbot")}) for i in range(13)]
    documents = made_up(DOCUMENTS)
    embedder = KIND()
    classifier = Classifier(embedder, uses)
    classifier.classify(documents[:1])
    passages = [text for document in documents for text in read(document).strings]
    bare, whole = [], []
    for _ in range(3):
        began = time.process_time()
        embedder.load().encode(passages, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
        bare.append(time.process_time() - began)
        began = time.process_time()
        classifier.classify(documents)
        whole.append(time.process_time() - began)
    print(f"{len(passages)} {min(bare):.3f} {min(whole):.3f}")


def start(kind: str, folder: str) -> None:
    """CPU-seconds and wall seconds to the first vector, highest memory in MB, and passages per CPU-second; passages come in as JSON."""
    from importlib import import_module

    passages = json.load(sys.stdin)
    wall, began = time.monotonic(), time.process_time()
    module = import_module(f"pipeline.embedders.{kind}")
    embedder = module.KIND(module.Options(name=folder or None))
    embedder.encode(["A rule."])
    spent, waited = time.process_time() - began, time.monotonic() - wall
    began = time.process_time()
    embedder.encode(passages)
    spent_on_all = time.process_time() - began
    # unlike ru_maxrss it does not begin with that of the parent
    (peak,) = (line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    memory = int(peak.split()[1]) / 1024
    rate = len(passages) / spent_on_all
    print(f"{spent:.2f} {waited:.2f} {memory:.0f} {rate:.1f}")


def _ask(*words: str) -> list[float]:
    from benchmarks.reclassify import made_up

    code = f"from benchmarks import embedding; embedding.{words[0]}({', '.join(map(repr, words[1:]))})"
    passages = json.dumps([document.text[:1_000] for document in made_up(48)])
    done = subprocess.run([sys.executable, "-c", code], input=passages, capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.split()]


def main(arguments: Sequence[str] = ()) -> int:
    """Print the figures; exit status 1 when a bar is missed."""
    from pipeline.train.export import export

    passages, bare, whole = _ask("pipeline")
    print(
        f"{passages:.0f} passages: model alone {passages / bare:.1f}, pipeline {passages / whole:.1f} passages per CPU-s, ratio {bare / whole:.2f}"
    )
    with tempfile.TemporaryDirectory() as folder:
        export(Path(folder))
        figures = {"st": _ask("start", "st", ""), "onnx": _ask("start", "onnx", folder)}
    for kind, (spent, waited, memory, rate) in figures.items():
        print(f"{kind:<5} import and load {spent:.2f} CPU-s ({waited:.2f} s), {memory:.0f} MB, {rate:.1f} passages per CPU-s")
    light = figures["onnx"][2] / figures["st"][2]
    print(f"onnx takes {1 - light:.0%} less memory")
    return 0 if bare / whole >= RATE and light <= MEMORY and figures["onnx"][0] < START_S else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
