"""The command line. Imports nothing heavy: each command imports what it needs when it runs.

Each file holds the commands of one group and registers them by being imported here, in the order of the help.
"""

from app.cli import alerts, deliveries, digest, documents, feedback, matters, model, people, slack, sources, watching
from app.cli.base import app

__all__ = [
    "alerts",
    "app",
    "deliveries",
    "digest",
    "documents",
    "feedback",
    "main",
    "matters",
    "model",
    "people",
    "slack",
    "sources",
    "watching",
]


def main() -> None:
    """Entry point of the ``policywatch`` command."""
    app()
