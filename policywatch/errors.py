"""Errors that reach people.

    PolicywatchError
    ├── ConfigError          a file of the admin is wrong: file:line:column: what: what to do      exit 2
    ├── UsageError           a command was called in a way that cannot work                        exit 2
    ├── StoreError           the database cannot serve
    │   ├── StoreLocked      another process holds it too long: try again
    │   ├── StoreTooNew      written by a newer release: upgrade policywatch
    │   ├── StoreDamaged     the file is not a whole database: restore the last copy
    │   └── LeaseLost        another process took over the work: drop what was done
    ├── SourceUnusable       an address gives nothing to watch: look at it, or name another       exit 1
    ├── SecretMissing        the environment variable that holds a secret is not set                exit 2
    ├── CatalogueError       words in a language cannot be had, or its file is wrong               exit 2
    ├── ModelError           the embedder cannot be trusted or loaded                              (unscored, not silent)
    └── ChannelError         a channel cannot be built from its options

Expected failures of a fetch or a delivery are values (``CheckResult.cause``, ``Delivery.state``), not exceptions.
Every message reads *what is wrong: what to do*.
"""

from dataclasses import dataclass


class PolicywatchError(Exception):
    """Base of all errors that policywatch raises on purpose."""


class UsageError(PolicywatchError):
    """A command was called in a way that cannot work."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a configuration file."""

    file: str
    line: int
    column: int
    what: str
    todo: str = ""

    def __str__(self) -> str:
        tail = f": {self.todo}" if self.todo else ""
        return f"{self.file}:{self.line}:{self.column}: {self.what}{tail}"


class ConfigError(PolicywatchError):
    """One or more configuration files are wrong; ``problems`` holds all of them at once."""

    def __init__(self, problems: "list[Problem]") -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class CatalogueError(PolicywatchError):
    """The words of a language cannot be had, or its file is wrong."""


class StoreError(PolicywatchError):
    """The database cannot serve."""


class StoreLocked(StoreError):
    """Another process holds the database for too long."""


class StoreTooNew(StoreError):
    """The database was written by a newer release."""


class StoreDamaged(StoreError):
    """The file is not a whole database."""


class LeaseLost(StoreError):
    """Another process took over the work in the meantime."""


class SourceUnusable(PolicywatchError):
    """An address gives nothing that could be watched."""


class SecretMissing(PolicywatchError):
    """The environment variable that holds a secret is not set."""


class ModelError(PolicywatchError):
    """The embedder cannot be loaded or is not the one that was checked."""


class ChannelError(PolicywatchError):
    """A channel cannot be built from its options."""
