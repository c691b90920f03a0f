"""What a kind of embedder must offer."""

from collections.abc import Sequence
from typing import Any, Protocol

#: a float32 array of numpy; spelled loosely so that numpy is not imported before it is needed
Array = Any


class Embedder(Protocol):
    """Turns passages into unit vectors."""

    #: kind, model name and sha256 of the weights; embeddings are comparable only where this is equal
    fingerprint: str
    #: numbers per vector
    dimensions: int
    #: tokens the model sees of one passage
    max_tokens: int

    def encode(self, passages: Sequence[str]) -> Array:
        """Unit vectors as float32 of shape (len(passages), dimensions)."""
        ...


def weights_of(fingerprint: str) -> str:
    """Model and weights without the kind that runs them: what heads are fitted for."""
    return fingerprint.partition(":")[2]
