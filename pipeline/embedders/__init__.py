"""One file per kind of embedder."""
