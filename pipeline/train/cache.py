"""Embeddings kept in one file per embedder, so that training and benchmarks compute them once."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.base import Array


class FileCache:
    """An embedding cache in the temp folder (or any other); ``save`` writes it."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(tempfile.gettempdir()) / "policywatch-embeddings"
        self._known: dict[str, dict[str, Array]] = {}

    def _path(self, fingerprint: str) -> Path:
        return self._folder / f"{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}.npz"

    def _of(self, fingerprint: str) -> dict[str, Array]:
        if fingerprint not in self._known:
            import numpy

            self._known[fingerprint] = {}
            if self._path(fingerprint).is_file():
                with numpy.load(self._path(fingerprint), allow_pickle=False) as file:
                    self._known[fingerprint] = dict(zip(file["keys"].tolist(), file["vectors"], strict=True))
        return self._known[fingerprint]

    def get(self, fingerprint: str, keys: Sequence[str]) -> Mapping[str, Array]:
        """What is known of these keys."""
        known = self._of(fingerprint)
        return {key: known[key] for key in keys if key in known}

    def put(self, fingerprint: str, vectors: Mapping[str, Array]) -> None:
        """Keep these vectors until ``save``."""
        self._of(fingerprint).update(vectors)

    def save(self) -> None:
        """Write what is known."""
        import numpy

        self._folder.mkdir(parents=True, exist_ok=True)
        for fingerprint, known in self._known.items():
            numpy.savez(
                self._path(fingerprint), keys=numpy.array(list(known)), vectors=numpy.array(list(known.values()), dtype=numpy.float32)
            )
