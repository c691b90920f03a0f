"""Adding, trying and keeping sources: what an admin does with sources.yaml, by command."""
