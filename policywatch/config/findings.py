"""From what pydantic says to what a person needs: the place in the file, what is wrong, and what to do."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from policywatch.config.tree import MAX_PROBLEMS, Node
from policywatch.errors import Problem
from policywatch.text import one_line

_KNOWN_LIMIT = 25
#: a message of a kind that starts so continues the name of its field
_VERBS = frozenset(["is", "are", "must", "has", "have", "may", "can", "cannot", "holds", "needs", "should", "does", "starts", "ends"])
#: more than are shown, so that those shown are the first of the file
_KEPT = 5 * MAX_PROBLEMS


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name most like ``word``, whatever the case, or ``None``."""
    folded = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word[:80].lower(), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else None


def unknown(what: str, word: str, known: Collection[str], empty: str = "remove it", where: str = "") -> tuple[str, str]:
    """What is wrong and what to do about a name that nobody knows; ``what`` is the noun, such as ``channel``."""
    word = one_line(word, 80)
    if not known:
        return f"no {what} '{word}'{where}", empty
    near = nearest(word, known, 0.5)
    if near:
        return f"no {what} '{word}'{where}; did you mean '{near}'?", ""
    listed = ", ".join(sorted(known)[:_KNOWN_LIMIT]) + (", …" if len(known) > _KNOWN_LIMIT else "")
    return f"no {what} '{word}'{where}", f"known: {listed}"


@dataclass
class Findings:
    """What was found in one file, in the order of the file."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    #: problems that were counted and not kept
    more: int = 0

    def at(self, node: Node, what: str, todo: str) -> None:
        """Reports a value."""
        self._add(node.line, node.column, what, todo)

    def at_key(self, node: Node, key: str, what: str, todo: str) -> None:
        """Reports the name of a field."""
        line, column = node.keys.get(key, (node.line, node.column))
        self._add(line, column, what, todo)

    def stranger(self, node: Node, what: str, word: str, known: Collection[str], todo: str) -> None:
        """Reports a text that names something unknown."""
        if not self.full():
            self.at(node, *unknown(what, word, known, todo))

    def strange_key(self, node: Node, key: str, known: Collection[str], where: str = "") -> None:
        """Reports a field that nothing reads."""
        if not self.full():
            self.at_key(node, key, *unknown("field", key, known, where=where))

    def full(self) -> bool:
        """Whether so much is wrong that this one is only counted; finding near names for a megabyte of them takes minutes."""
        if len(self.problems) < _KEPT:
            return False
        self.more += 1
        return True

    def _add(self, line: int, column: int, what: str, todo: str) -> None:
        if not self.full():
            self.problems.append(Problem(self.file, line, column, what, todo))

    def warn(self, node: Node, what: str, todo: str) -> None:
        """Reports something that works for now."""
        self.warnings.append(Problem(self.file, node.line, node.column, what, todo))

    def invalid(self, node: Node, error: ValidationError, noun: str, known: Collection[str], model: type[BaseModel]) -> None:
        """Reports everything that pydantic found in one entry of ``model``; ``known`` are the fields that may stand in it."""
        if len(self.problems) >= _KEPT:
            self.more += error.error_count()
            return
        for one in error.errors(include_url=False):
            loc = one["loc"]
            place, key = _locate(node, loc) if loc else (_spoken_of(node, str(one["msg"])), None)
            if one["type"] == "extra_forbidden" and key is not None:
                allowed = fields_at(model, loc[:-1]) if len(loc) > 1 else known
                self.strange_key(_locate(node, loc[:-1])[0], key, allowed, f" in {noun}")
            else:
                self.at(place, *_say(one, key, noun))

    def sorted(self) -> list[Problem]:
        """The problems from the top of the file to its end, at most a screenful or ten."""
        self.problems.sort(key=lambda problem: (problem.line, problem.column))
        rest = len(self.problems) + self.more - MAX_PROBLEMS
        if rest <= 0:
            return self.problems
        last = self.problems[MAX_PROBLEMS - 1]
        more = Problem(self.file, last.line, last.column, f"{rest} more problems follow", "mend those above first")
        return [*self.problems[:MAX_PROBLEMS], more]


def _step(node: Node, part: str | int) -> Node | None:
    if isinstance(part, int):
        return node.items[part] if part < len(node.items) else None
    return node.fields.get(part)


def fields_at(model: type[BaseModel], loc: Sequence[str | int]) -> tuple[str, ...]:
    """The fields that a nested block may have, or nothing when the way there is no plain one."""
    here: list[type[BaseModel]] = [model]
    for part in loc:
        if isinstance(part, str):
            found = [info.annotation for one in here for name, info in one.model_fields.items() if part in (name, info.alias)]
            here = [inner for annotation in found for inner in models_in(annotation)] or here
    return tuple(dict.fromkeys(info.alias or name for one in here for name, info in one.model_fields.items()))


def models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_in(part)]


def _spoken_of(node: Node, message: str) -> Node:
    """The value of the first field that a message about a whole entry names, or the entry."""
    fields = (node.fields.get(word) for word in re.findall(r"\w+", message))
    return next((below for below in fields if below is not None), node)


def _locate(node: Node, loc: Sequence[str | int]) -> tuple[Node, str | None]:
    """The deepest node on the way that exists, and the last name on the way."""
    here = node
    for part in loc:
        below = _step(here, part)
        here = here if below is None else below
    names = [part for part in loc if isinstance(part, str) and not part.startswith(("function-", "["))]
    return here, names[-1] if names else None


#: what pydantic calls an error: what is wrong, what to do
_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("'{key}' is missing", "add it"),
    "bool_parsing": ("'{key}' is neither true nor false", "write true or false"),
    "bool_type": ("'{key}' is neither true nor false", "write true or false"),
    "int_parsing": ("'{key}' is no whole number", "write digits alone"),
    "int_type": ("'{key}' is no whole number", "write digits alone"),
    "int_from_float": ("'{key}' is no whole number", "write digits alone"),
    "float_parsing": ("'{key}' is no number", "write one such as 0.5"),
    "float_type": ("'{key}' is no number", "write one such as 0.5"),
    "finite_number": ("'{key}' is no finite number", "write one such as 0.5"),
    "string_type": ("'{key}' is not text", "write one value"),
    "string_too_short": ("'{key}' is empty", "fill it in"),
    "string_too_long": ("'{key}' is longer than {max_length} characters", "shorten it"),
    "string_pattern_mismatch": ("'{key}' has the wrong form", "write it so that it matches {pattern}"),
    "list_type": ("'{key}' is no list", "write [one, two], or one '- item' per line"),
    "tuple_type": ("'{key}' is no list", "write [one, two], or one '- item' per line"),
    "set_type": ("'{key}' is no list", "write [one, two], or one '- item' per line"),
    "frozen_set_type": ("'{key}' is no list", "write [one, two], or one '- item' per line"),
    "too_short": ("'{key}' has too few items", "write at least {min_length}"),
    "too_long": ("'{key}' has too many items", "write at most {max_length}"),
    "dict_type": ("'{key}' has no fields", "write 'name: value' below it"),
    "mapping_type": ("'{key}' has no fields", "write 'name: value' below it"),
    "model_type": ("'{key}' has no fields", "write 'name: value' below it"),
    "model_attributes_type": ("'{key}' has no fields", "write 'name: value' below it"),
    "greater_than": ("'{key}' is too small", "write more than {gt}"),
    "greater_than_equal": ("'{key}' is too small", "write at least {ge}"),
    "less_than": ("'{key}' is too large", "write less than {lt}"),
    "less_than_equal": ("'{key}' is too large", "write at most {le}"),
}


def _say(error: Any, key: str | None, noun: str) -> tuple[str, str]:
    """The words for one error of pydantic; never repeats a value unless it is one of a list of words."""
    kind, context = error["type"], error.get("ctx", {})
    name = key if key is not None else noun
    if kind in ("literal_error", "enum"):
        return _choice(name, error)
    if kind == "policywatch":
        what, _, todo = str(context["text"]).partition(": ")
        return (f"'{name}' {what}" if key is not None else f"{noun} {what}"), todo
    if kind in _WORDS:
        what, todo = _WORDS[kind]
        return what.format(key=name, **context), todo.format(key=name, **context)
    message = str(error["msg"])
    if kind in ("value_error", "assertion_error"):
        message = message.partition(", ")[2]
    if key is not None and message.partition(" ")[0] in _VERBS:
        message = f"'{key}' {message}"
    what, _, todo = message.partition(": ")
    return what, todo or "see docs/configuration.md"


def _choice(name: str, error: Any) -> tuple[str, str]:
    expected = error.get("ctx", {}).get("expected", "")
    words = [word.strip(" '") for part in expected.split(" or ") for word in part.split(",")]
    given = error.get("input")
    near = nearest(given, words) if isinstance(given, str) else None
    if near:
        return f"'{name}' cannot be '{given[:60]}'; did you mean '{near}'?", ""
    return f"'{name}' is none of its words", f"write {expected}"
