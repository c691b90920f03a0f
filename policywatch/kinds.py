"""Kinds by file: a file in a folder *is* a kind.

A registry lists a package's folder without importing its modules; a kind is imported when it is used. Each module exports
``Options`` (a pydantic model) and names its one class in ``KIND``.
"""

import difflib
import importlib
import importlib.util
import pkgutil
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policywatch.errors import UsageError


@dataclass(frozen=True)
class Registry:
    """The kinds of one noun, found in one package."""

    #: what people call it: "source", "channel", "embedder"
    noun: str
    package: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All kinds, sorted; nothing of theirs is imported."""
        spec = importlib.util.find_spec(self.package)
        if spec is None or spec.submodule_search_locations is None:
            raise UsageError(f"no package '{self.package}' for kinds of {self.noun}: reinstall policywatch")
        found = pkgutil.iter_modules(spec.submodule_search_locations)
        return tuple(sorted(module.name for module in found if not module.name.startswith("_")))

    def nearest(self, name: str) -> str | None:
        """The kind most like ``name``, or ``None`` when nothing is like it."""
        close = difflib.get_close_matches(name, self.names, n=1, cutoff=0.5)
        return close[0] if close else None

    def module(self, name: str) -> Any:
        """The module of a kind; raises UsageError for an unknown one."""
        if name not in self.names:
            near = self.nearest(name)
            hint = f"did you mean '{near}'?" if near else f"known kinds: {', '.join(self.names)}"
            raise UsageError(f"no {self.noun} kind '{name}': {hint}")
        return importlib.import_module(f"{self.package}.{name}")

    def options(self, name: str) -> Any:
        """The pydantic model of a kind's options."""
        return self.module(name).Options

    def kind(self, name: str) -> Any:
        """The class of a kind."""
        return self.module(name).KIND

    def summary(self, name: str) -> str:
        """The first line of the kind's docstring."""
        return (self.module(name).__doc__ or "").strip().split("\n")[0]
