"""Reads the entries of a list: own fields, the options of a kind beside them, ids that must be unique."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from policywatch.config.findings import Findings
from policywatch.config.models import Model, names_of
from policywatch.config.tree import Node
from policywatch.kinds import Registry
from policywatch.secrets import reference

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """One valid entry with its place."""

    node: Node
    fields: M
    #: the validated ``Options`` of the kind, if the entry has one
    options: BaseModel | None
    #: what was written, without nothings
    plain: dict[str, Any]


def _given(node: Node, model: type[BaseModel]) -> dict[str, Any]:
    """The written values; a known field that is left empty counts as left out."""
    known = names_of(model)
    return {key: below.plain() for key, below in node.fields.items() if not (below.null and key in known)}


def read_block(node: Node | None, model: type[M], noun: str, found: Findings) -> M | None:
    """One block of fields, or ``None`` after reporting what is wrong; an absent block has its defaults."""
    if node is None or node.null:
        return model()
    if not isinstance(node.value, dict):
        found.at(node, f"'{noun}' has no fields", "write 'name: value' below it")
        return None
    try:
        return model.model_validate(_given(node, model))
    except ValidationError as error:
        found.invalid(node, error, noun, names_of(model), model)
        return None


class KindCache:
    """The ``Options`` of the kinds of one noun, each imported once."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._options: dict[str, type[BaseModel] | None] = {}
        self._why: dict[str, tuple[str, str]] = {}

    def options(self, kind: str, node: Node, found: Findings) -> type[BaseModel] | None:
        """The model of a kind's options, or ``None`` after reporting why there is none."""
        if kind not in self.registry.names:
            found.stranger(node, "kind", kind, self.registry.names, "mend its name")
            return None
        if kind not in self._options:
            self._options[kind] = self._find(kind)
        if kind in self._why:
            found.at(node, *self._why[kind])
        return self._options[kind]

    def _find(self, kind: str) -> type[BaseModel] | None:
        try:
            options: type[BaseModel] = self.registry.options(kind)
        except ImportError as error:
            self._why[kind] = (f"kind '{kind}' needs the package '{error.name}'", "install the extra that docs/configuration.md names")
            return None
        return options


def read_mixed(node: Node, model: type[M], kind_field: str, kinds: KindCache, noun: str, found: Findings) -> Entry[M] | None:
    """One entry whose kind has options beside its own fields."""
    own = names_of(model)
    plain = _given(node, model)
    kind_node = node.fields.get(kind_field)
    if kind_node is not None and not isinstance(kind_node.value, str):
        kind_node = None
    kind = own[kind_field].get_default() if kind_node is None or kind_node.null else kind_node.value
    options_model = kinds.options(kind, kind_node or node, found) if isinstance(kind, str) else None
    if options_model is None:
        _report_own(node, model, plain, own, noun, found)
        return None
    theirs = names_of(options_model)
    mine = {key: value for key, value in plain.items() if key in own or key not in theirs}
    rest = {key: value for key, value in plain.items() if key in theirs and (value is not None) and key not in own}
    if "name" in theirs and "name" in own and plain.get("name"):
        rest["name"] = plain["name"]  # an embedder's options may ask for the model's name themselves
    called = f"a {noun} of kind '{kind}'"
    fields = options = None
    try:
        fields = model.model_validate(mine)
    except ValidationError as error:
        found.invalid(node, error, called, [*own, *theirs], model)
    try:
        options = options_model.model_validate(rest)
    except ValidationError as error:
        found.invalid(node, error, called, [*own, *theirs], options_model)
    if fields is None or options is None:
        return None
    _doubt_references(node, (fields, options), plain, found)
    return Entry(node, fields, options, plain)


def _doubt_references(node: Node, models: Sequence[BaseModel], plain: dict[str, Any], found: Findings) -> None:
    """Warns of ``${NAME}`` where it stays text; somebody expects a value there."""
    for key, value in plain.items():
        if isinstance(value, str) and reference(value) and any(getattr(model, key, None) == value for model in models):
            todo = "write the value itself; only secrets, database and proxy come from the environment"
            found.warn(node.fields[key], f"'{key}' stays '{value}'", todo)


def _report_own(node: Node, model: type[M], plain: dict[str, Any], own: dict[str, Any], noun: str, found: Findings) -> None:
    """Reports the entry's own fields when its kind is unknown and so its options cannot be judged."""
    try:
        model.model_validate({key: value for key, value in plain.items() if key in own})
    except ValidationError as error:
        found.invalid(node, error, f"a {noun}", own, model)


def read_plain(node: Node, model: type[M], noun: str, found: Findings) -> Entry[M] | None:
    """One entry without a kind."""
    plain = _given(node, model)
    try:
        return Entry(node, model.model_validate(plain), None, plain)
    except ValidationError as error:
        found.invalid(node, error, f"a {noun}", names_of(model), model)
        return None


def listed(top: Node, key: str, noun: str, found: Findings, *, required: bool) -> Iterator[Node]:
    """The entries of a list that are mappings; reports all others."""
    node = top.fields.get(key)
    if node is None:
        if required:
            found.at(top, f"'{key}' is missing", f"write '{key}: []' if there are none")
        return
    if node.null:
        if required:
            found.at_key(top, key, f"'{key}' is empty", f"write '{key}: []' if there are none")
        return
    if not isinstance(node.value, list):
        found.at(node, f"'{key}' is no list", f"start each {noun} with '- '")
        return
    for item in node.value:
        if isinstance(item.value, dict):
            yield item
        else:
            found.at(item, f"this {noun} has no fields", "write 'name: value', one per line")


def report_doubles(nodes: Sequence[Node], noun: str, found: Findings) -> None:
    """Reports every id that two entries share, with both places."""
    first: dict[str, Node] = {}
    for node in nodes:
        given = node.fields.get("id")
        if given is None or given.null or not isinstance(given.value, str):
            continue
        before = first.setdefault(given.value, given)
        if before is not given:
            found.at(given, f"{noun} id '{given.value[:80]}' is used twice, first at line {before.line}", "rename one of the two")


def report_strangers(top: Node, known: Sequence[str], found: Findings) -> None:
    """Reports keys at the top of a file that nothing reads."""
    for key in top.fields:
        if key not in known:
            found.strange_key(top, key, known)
