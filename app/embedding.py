"""Embeddings kept in the database: a passage is embedded once per model, however often it is scored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.base import Array
from policywatch.store import Store


@dataclass(frozen=True)
class StoredEmbeddings:
    """The embedding cache of the classifier over the store: half-precision numbers, 768 bytes a passage with the bundled model."""

    store: Store

    def get(self, fingerprint: str, keys: Sequence[str]) -> Mapping[str, Array]:
        """What is known of these keys, as float32."""
        import numpy

        found = self.store.embeddings(fingerprint, keys)
        return {key: numpy.frombuffer(vector, dtype="<f2").astype(numpy.float32) for key, vector in found.items()}

    def put(self, fingerprint: str, vectors: Mapping[str, Array]) -> None:
        """Keep these vectors."""
        import numpy

        self.store.keep_embeddings(fingerprint, {key: numpy.asarray(vector, dtype="<f2").tobytes() for key, vector in vectors.items()})
