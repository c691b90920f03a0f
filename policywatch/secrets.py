"""Secrets as references: configuration names an environment variable, and the value is read when it is needed.

So a configuration file can be shown, committed and backed up, and no value reaches a log, a traceback or the store.
"""

import os
import re
from collections.abc import Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from policywatch.errors import SecretMissing
from policywatch.scalars import Duration as Duration
from policywatch.scalars import fault

_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def reference(text: str) -> str | None:
    """The variable that a whole value ``${NAME}`` names; ``None`` for any other text."""
    match = _REFERENCE.fullmatch(text)
    return match[1] if match else None


class Secret:
    """A value that only an environment variable holds; configuration writes ``${NAME}``."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        #: the environment variable
        self.name = name

    def present(self, env: Mapping[str, str] | None = None) -> bool:
        """Whether the variable is set and not empty."""
        return bool((os.environ if env is None else env).get(self.name))

    def reveal(self, env: Mapping[str, str] | None = None) -> str:
        """The value itself; raises SecretMissing when the variable is not set or empty."""
        value = (os.environ if env is None else env).get(self.name)
        if not value:
            raise SecretMissing(f"the environment variable {self.name} is not set: set it and start again")
        return value

    def __repr__(self) -> str:
        return f"Secret(${{{self.name}}})"

    def __str__(self) -> str:
        return f"${{{self.name}}}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.name == self.name

    def __hash__(self) -> int:
        return hash((Secret, self.name))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.to_string_ser_schema()
        return core_schema.no_info_plain_validator_function(_parse, serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\$\{[A-Za-z_][A-Za-z0-9_]*\}$", "examples": ["${SLACK_TOKEN}"]}


def _parse(value: object) -> Secret:
    """Never repeats the value: a literal in the wrong place may well be the secret."""
    if isinstance(value, Secret):
        return value
    name = reference(value) if isinstance(value, str) else None
    if name is None:
        raise fault("is a secret and must not stand in the file: write ${NAME} and put the value into that environment variable")
    return Secret(name)


def resolve(text: str, env: Mapping[str, str] | None = None) -> str:
    """The text, or what the environment holds when the whole text is ``${NAME}``."""
    name = reference(text)
    return text if name is None else Secret(name).reveal(env)
