"""Writes the reference of all fields from the models, so that documentation cannot fall behind."""

import inspect
from collections.abc import Iterable
from enum import Enum
from typing import Any

from pydantic import BaseModel

from policywatch.config.findings import models_in
from policywatch.config.models import (
    ChannelFields,
    CrawlBlock,
    DigestFields,
    FatigueBlock,
    ModelBlock,
    NetworkBlock,
    PersonFields,
    PrivacyBlock,
    RouteFields,
    SettingsFile,
    SourceFields,
    UseFields,
    WebBlock,
)
from policywatch.kinds import Registry

_HEAD = """\
# Configuration

<!-- Written by `python -m app.docs` from the models; change the descriptions there. -->

Three files in the home folder (`--home DIR`, `POLICYWATCH_HOME`, else the current folder) say everything. `policywatch init DIR`
writes commented starters with schemas for your editor; `policywatch validate` checks all three at once and says what is ready.

- **Places.** Every problem reads `file:line:column: what is wrong: what to do`, all at once. One bad entry never drops another silently.
- **Text stays text.** A field decides the type: in text fields `NO`, `ON`, `010` and `12:30` stay as written. A field left empty counts as left out.
- **Nothing hidden.** Anchors, aliases, tags, doubled keys and unknown fields are errors; at most 8 MiB and 20 levels; UTF-8.
- **Secrets** are whole values `${ENV_NAME}`. A literal in a secret field is an error; a variable that is not set is reported by
  `validate` as *not ready* and is an error only when the value is needed.
- **Durations** are written `0s`, `90s`, `15m`, `6h`, `1d`.
- **While the service runs** it takes over a valid edit at the next tick, and keeps the last valid configuration when an edit is not,
  and says so. A changed url keeps the history of a source; a changed id is a new source.
"""

_EXAMPLE_SETTINGS = """\
```yaml
zone: Europe/Berlin
channels:
  - id: legal
    kind: slack
    token: ${SLACK_TOKEN}
    channel: C0123456789
routes:
  - channel: legal
    uses: [hiring, general]
    min_score: 0.6
```
"""


def render(*, sources: Registry, channels: Registry, embedders: Registry) -> str:
    """The whole of docs/configuration.md."""
    parts = [
        _HEAD,
        _section("sources.yaml", "What is watched: a list `sources`, owned by admins.", (("", SourceFields),)),
        _kinds("Kinds of source", SourceFields, sources),
        _section("uses.yaml", "What the company does with AI: a list `uses`, owned by legal.", (("", UseFields),)),
        _section("policywatch.yaml", "How policywatch runs and who is told, owned by operators.", _BLOCKS),
        _EXAMPLE_SETTINGS,
        _kinds("Kinds of channel", ChannelFields, channels),
        _kinds("Kinds of embedder", ModelBlock, embedders),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


_BLOCKS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("", SettingsFile),
    ("model", ModelBlock),
    ("network", NetworkBlock),
    ("crawl", CrawlBlock),
    ("channels", ChannelFields),
    ("fatigue of a channel", FatigueBlock),
    ("routes", RouteFields),
    ("digests", DigestFields),
    ("people", PersonFields),
    ("privacy", PrivacyBlock),
    ("web", WebBlock),
)


def _section(name: str, intro: str, blocks: Iterable[tuple[str, type[BaseModel]]]) -> str:
    lines = [f"## {name}", "", intro, ""]
    for title, model in blocks:
        if title:
            lines += [f"### {title}", "", (model.__doc__ or "").strip().replace("\n    ", " "), ""]
        lines += [*_HEADER, *_rows(model), ""]
    return "\n".join(lines)


def _kinds(title: str, base: type[BaseModel], registry: Registry) -> str:
    lines = [f"### {title}", ""]
    for kind in registry.names:
        options = registry.options(kind)
        lines += [f"#### {kind}", "", registry.summary(kind), ""]
        if set(options.model_fields) - set(base.model_fields):
            lines += [*_HEADER, *_rows(options, deep=True), ""]
        else:
            lines += ["No options.", ""]
    return "\n".join(lines)


_HEADER = ("| field | type | default | meaning |", "|---|---|---|---|")


def _rows(model: type[BaseModel], prefix: str = "", *, deep: bool = False) -> list[str]:
    """One line per field; ``deep`` adds the fields of blocks inside, as ``block.field``."""
    lines = []
    schema = model.model_json_schema()
    told = spoken(model)
    for name, info in model.model_fields.items():
        written = info.alias or name
        default = "*required*" if info.is_required() else _value(info.get_default(call_default_factory=True))
        kind = _type(schema["properties"].get(written, {}), schema.get("$defs", {}))
        lines.append(f"| `{prefix}{written}` | {_cell(kind)} | {default} | {_cell(info.description or told.get(name, ''))} |")
        for inner in models_in(info.annotation) if deep else ():
            if inner is not model:
                lines += _rows(inner, f"{prefix}{written}.", deep=True)
    return lines


def spoken(model: type[BaseModel]) -> dict[str, str]:
    """What the ``#:`` lines above the fields say, for models that describe their fields so."""
    try:
        lines = inspect.getsource(model).splitlines()
    except OSError:
        return {}
    told: dict[str, str] = {}
    waiting: list[str] = []
    for line in lines:
        text = line.strip()
        if text.startswith("#:"):
            waiting.append(text[2:].strip())
            continue
        name = text.partition(":")[0]
        if waiting and name in model.model_fields:
            told[name] = " ".join(waiting).replace("``", "`")
        waiting = []
    return told


def _value(default: Any) -> str:
    if default is None or default in ("", (), {}, []) or isinstance(default, BaseModel):
        return ""
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, Enum):
        return f"`{default.value}`"
    if isinstance(default, float):
        return f"`{default:g}`"
    if isinstance(default, tuple | list | set | frozenset):
        return f"`[{', '.join(str(one) for one in default)}]`"
    if hasattr(default, "strftime"):
        return f"`{default.strftime('%H:%M')}`"
    return f"`{default}`"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _type(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    """A few words for the type of a field, from its schema."""
    if "$ref" in schema:
        return _type(definitions.get(schema["$ref"].rpartition("/")[2], {}), definitions)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(one, definitions) for one in schema["anyOf"] if one.get("type") != "null"))
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    return _plain_type(schema, definitions)


def _plain_type(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    kind = schema.get("type", "any")
    if isinstance(kind, list):
        return " or ".join(dict.fromkeys(_plain_type(schema | {"type": one}, definitions) for one in kind if one != "null"))
    if kind == "array":
        items = schema.get("items") or {}
        return f"list of {_type(items, definitions)}" if items else "list"
    if kind == "object":
        return "fields"
    if kind == "string" and str(schema.get("pattern", "")).startswith(r"^\$\{"):
        return "secret `${ENV_NAME}`"
    if kind == "string" and str(schema.get("pattern", "")).endswith("(s|m|h|d)$"):
        return "duration"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    low, high = schema.get("minimum"), schema.get("maximum")
    span = f" {low:g}–{high:g}" if low is not None and high is not None else ""
    return words.get(kind, str(kind)) + span
