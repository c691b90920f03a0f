"""The types of the house as JSON and back.

Payload columns hold frozen dataclasses. The codec is explicit and small, so that what is stored is readable with any JSON
tool, old payloads load after a field was added, and nothing is ever unpickled.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from policywatch.text import scrub

T = TypeVar("T")
Load = Callable[[Any], Any]
_PLAIN = frozenset({type(None), bool, int, float})
#: names and reader of the fields of dataclasses that were stored before
_STORED: dict[type, tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {}


def dump(value: Any) -> Any:
    """The value as JSON types; text is scrubbed, instants become UTC, fields typed ``object`` are left out."""
    kind = type(value)
    if kind is str:
        return scrub(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [dump(item) for item in value]
    if stored := _STORED.get(kind):
        names, values = stored
        # most fields are short text or numbers: asked here, they cost no call
        return {name: one if type(one) in _PLAIN else dump(one) for name, one in zip(names, values(value), strict=True)}
    return _dump_rarer(value)


def _dump_rarer(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return scrub(str(value))
    if is_dataclass(value) and not isinstance(value, type):
        _STORED[type(value)] = _stored(type(value))
        return dump(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {scrub(str(key)): dump(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [dump(item) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be stored as JSON: use a dataclass of policywatch.types")


def load(cls: type[T], data: Any) -> T:
    """A value of ``cls`` from what ``dump`` gave; unknown keys are ignored, missing ones take their default."""
    hint: Any = cls
    loaded: T = _loader(hint)(data)
    return loaded


def to_utc(value: datetime) -> datetime:
    """The same instant in UTC; an instant that UTC cannot express becomes the first or last one that it can."""
    if value.tzinfo is None:
        raise ValueError(f"instant {value.isoformat()} has no zone: instants are aware")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC) if value.year == 1 else datetime.max.replace(tzinfo=UTC)


def instant_text(value: datetime) -> str:
    """ISO 8601 in UTC with microseconds: equal instants are equal text, and text sorts as time."""
    return to_utc(value).isoformat(timespec="microseconds")


def _stored(cls: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of the fields that are kept, and what reads them all at once."""
    hints = get_type_hints(cls)
    names = tuple(field.name for field in fields(cls) if hints[field.name] is not object)
    if len(names) > 1:
        return names, attrgetter(*names)
    return names, lambda value: tuple(getattr(value, name) for name in names)


@lru_cache(maxsize=1024)
def _loader(hint: Any) -> Load:
    origin = get_origin(hint)
    if origin is Union or origin is types.UnionType:
        return _optional(hint)
    if origin is Literal:
        return _literal(get_args(hint))
    if origin is tuple:
        return _tuple(get_args(hint))
    if origin is not None and issubclass(origin, Mapping):
        item = _loader(get_args(hint)[1])
        return lambda data: {str(key): item(value) for key, value in data.items()}
    if isinstance(hint, type):
        return _plain(hint)
    raise TypeError(f"{hint!r} cannot be loaded from JSON: name a concrete type")


def _plain(hint: type) -> Load:
    if is_dataclass(hint):
        return _dataclass(hint)
    if issubclass(hint, datetime | date):
        return hint.fromisoformat
    if issubclass(hint, StrEnum) or hint in (str, int, float, bool):
        return hint
    raise TypeError(f"{hint.__name__} cannot be loaded from JSON: add it to the codec")


def _dataclass(cls: type) -> Load:
    loaders: dict[str, Load] = {}
    required: set[str] = set()
    hints = get_type_hints(cls)
    for field in fields(cls):
        if hints[field.name] is object:
            continue
        loaders[field.name] = _loader(hints[field.name])
        if field.default is MISSING and field.default_factory is MISSING:
            required.add(field.name)

    def build(data: Mapping[str, Any]) -> Any:
        missing = required - data.keys()
        if missing:
            raise ValueError(f"{cls.__name__} lacks {', '.join(sorted(missing))}: the stored row is damaged")
        return cls(**{name: loader(data[name]) for name, loader in loaders.items() if name in data})

    return build


def _optional(hint: Any) -> Load:
    inner = [arg for arg in get_args(hint) if arg is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"{hint!r} cannot be loaded from JSON: only X | None can")
    item = _loader(inner[0])
    return lambda data: None if data is None else item(data)


def _literal(allowed: tuple[Any, ...]) -> Load:
    def check(data: Any) -> Any:
        if data not in allowed:
            raise ValueError(f"{data!r} is none of {allowed}: the stored row is damaged")
        return data

    return check


def _tuple(args: tuple[Any, ...]) -> Load:
    if len(args) == 2 and args[1] is Ellipsis:
        item = _loader(args[0])
        return lambda data: tuple(map(item, data))
    items = [_loader(arg) for arg in args]
    return lambda data: tuple(item(value) for item, value in zip(items, data, strict=True))
