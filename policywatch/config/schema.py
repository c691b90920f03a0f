"""JSON Schemas of the three files for editors, with the options of every kind that is installed."""

import copy
from typing import Any

from pydantic import BaseModel

from policywatch.config.models import ChannelFields, ModelBlock, SettingsFile, SourceFields, SourcesFile, UsesFile
from policywatch.config.reference import spoken
from policywatch.kinds import Registry

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas(*, sources: Registry, channels: Registry, embedders: Registry) -> dict[str, dict[str, Any]]:
    """One schema per file, by the name of the file."""
    watched = _schema(SourcesFile)
    _open_by_kind(watched, "SourceFields", SourceFields, "kind", sources)
    settings = _schema(SettingsFile)
    _open_by_kind(settings, "ChannelFields", ChannelFields, "kind", channels)
    _open_by_kind(settings, "ModelBlock", ModelBlock, "embedder", embedders)
    uses = _schema(UsesFile)
    for schema in (watched, uses, settings):
        for block in (schema, *schema["$defs"].values()):
            _allow_nothing(block)
    return {"sources.yaml": watched, "uses.yaml": uses, "policywatch.yaml": settings}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = {"$schema": _DIALECT, **model.model_json_schema()}
    schema.pop("title", None)
    return schema


def _allow_nothing(schema: dict[str, Any]) -> None:
    """A field that is left empty counts as left out, so whatever is not required may be nothing."""
    for name, field in schema.get("properties", {}).items():
        if name in schema.get("required", ()) or "anyOf" in field:
            continue
        if "enum" in field:
            field["enum"] = [*field["enum"], None]
        if isinstance(field.get("type"), str):
            field["type"] = [field["type"], "null"]
        elif "$ref" in field:
            field["anyOf"] = [{"$ref": field.pop("$ref")}, {"type": "null"}]


def _open_by_kind(schema: dict[str, Any], definition: str, model: type[BaseModel], kind_field: str, registry: Registry) -> None:
    """Replaces the closed definition by one whose further fields depend on the kind."""
    base = schema["$defs"][definition]
    base.pop("additionalProperties", None)
    default = model.model_fields[kind_field].get_default()
    branches = []
    for kind in registry.names:
        name = f"{definition}.{kind}"
        schema["$defs"][name] = _merged(base, registry.options(kind), schema["$defs"])
        test: dict[str, Any] = {"properties": {kind_field: {"const": kind}}}
        if kind != default:
            test["required"] = [kind_field]
        branches.append({"if": test, "then": {"$ref": f"#/$defs/{name}"}})
    kind_schema = {**base["properties"][kind_field], "enum": list(registry.names)}
    schema["$defs"][definition] = {
        "type": "object",
        "description": base.get("description", ""),
        "properties": {kind_field: kind_schema},
        "required": list(base.get("required", [])),
        "allOf": branches,
    }


def _merged(base: dict[str, Any], options: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    """The entry's own fields and the options of one kind as one closed object."""
    told = spoken(options)
    theirs = options.model_json_schema(ref_template=f"#/$defs/{options.__module__}.{{model}}")
    for name, below in theirs.get("$defs", {}).items():
        definitions[f"{options.__module__}.{name}"] = below
    for name, field in theirs.get("properties", {}).items():
        if name in told:
            field.setdefault("description", told[name])
    return {
        "type": "object",
        "description": theirs.get("description", ""),
        "properties": {**theirs.get("properties", {}), **copy.deepcopy(base["properties"])},
        "required": [*base.get("required", []), *theirs.get("required", [])],
        "additionalProperties": False,
    }
