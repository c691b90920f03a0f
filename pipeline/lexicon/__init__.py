"""The words by which policywatch knows AI, law, product news and common AI uses, in many languages.

The word lists are tab-separated files beside this module, one term a line with its language, so that a lawyer can read and
amend them. The lexicon carries every language that the embedding model does not know.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

LISTS = ("ai", "regulation", "product", "uses")
_FOLDER = Path(__file__).resolve().parent
#: letters that end a word of a Latin script; CJK are letters too and must not ("整治AI技术")
_LATIN = "A-Za-zÀ-ɏ"
LEFT, _RIGHT = f"(?<![{_LATIN}])", f"(?![{_LATIN}])"
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
#: read whatever language a document claims: English terms are used everywhere, CJK terms cannot be mistaken
_ALWAYS = frozenset({"*", "en", "zh", "ja", "ko"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
#: Cyrillic and Greek letters that look Latin: "АI" written with a Cyrillic A is still AI
_ALIKE = "АВЕКМНОРСТХІаеорсухіΑΒΕΖΗΙΚΜΝΟΡΤΥΧο‑–"
_LATIN_FOR = dict(zip(_ALIKE, "ABEKMHOPCTXIaeopcyxiABEZHIKMNOPTYXo--", strict=True))
# translate() costs twenty times as much
_LOOKALIKE = re.compile(f"[{_ALIKE}]")
#: blanks that are more than one space
_BLANKS = re.compile(r"[^\S ]\s*| \s+")


@dataclass(frozen=True)
class Folded:
    """A text as the lexicon reads it: compatibility forms, look-alikes and invisible characters resolved."""

    plain: str

    @cached_property
    def lower(self) -> str:
        # one character stays one character, so that places in both agree
        low = self.plain.lower()
        return low if len(low) == len(self.plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in self.plain)


def fold(text: str) -> Folded:
    """The text made comparable; places in it are not places in the original."""
    if text.isascii():
        # the rest changes nothing in it and costs half the time of reading
        return Folded(_BLANKS.sub(" ", text))
    clean = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return Folded(_BLANKS.sub(" ", _LOOKALIKE.sub(lambda found: _LATIN_FOR[found[0]], clean)))


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a list."""

    #: weight, or the concept it stands for
    key: str
    language: str
    text: str

    @property
    def exact(self) -> bool:
        """Whether case matters."""
        return self.text.startswith("=")

    @property
    def pattern(self) -> str:
        body = self.text.removeprefix("=")
        if body.startswith("/"):
            return body.strip("/")
        open_left, open_right = body.startswith("*"), body.endswith("*")
        words = body.strip("*") if self.exact else body.strip("*").lower()
        inner = r"[ -]".join(re.escape(part).replace(r"\*", f"[{_LATIN}]*") for part in words.split(" "))
        if CJK.search(words):
            return inner
        return ("" if open_left else LEFT) + inner + ("" if open_right else _RIGHT)


@cache
def terms(name: str) -> tuple[Term, ...]:
    """All terms of a list."""
    lines = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(Term(*line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def languages() -> frozenset[str]:
    """Languages that the lexicon knows."""
    return frozenset(term.language for name in LISTS for term in terms(name)) - {"*"}


@cache
def version() -> str:
    """Changes with any line of any list."""
    content = b"".join((_FOLDER / f"{name}.tsv").read_bytes() for name in (*LISTS, "gloss"))
    return f"lexicon:{hashlib.sha256(content).hexdigest()[:12]}"


def base_language(tag: str) -> str:
    """``de`` for ``de-CH``; empty for a language the lexicon does not know, which is read with every list."""
    base = re.split("[-_]", tag.strip().lower())[0]
    return base if base in languages() else ""


class Matcher:
    """One key's terms as few regular expressions."""

    def __init__(self, found: list[Term]) -> None:
        self._exact = _compiled([t.pattern for t in found if t.exact])
        loose = [t.pattern for t in found if not t.exact]
        guarded = [p.removeprefix(LEFT) for p in loose if p.startswith(LEFT)]
        self._words = _compiled(guarded, LEFT)
        self._anywhere = _compiled([p for p in loose if not p.startswith(LEFT)])

    def places(self, text: Folded) -> Iterator[tuple[int, str]]:
        """Where each hit starts in the folded text, and the matched words."""
        for pattern, where in ((self._exact, text.plain), (self._words, text.lower), (self._anywhere, text.lower)):
            if pattern is not None:
                yield from ((match.start(), match.group()) for match in pattern.finditer(where))

    def find(self, text: Folded) -> Counter[str]:
        """Every hit, counted by the matched words."""
        return Counter(words for _, words in self.places(text))


def _compiled(patterns: list[str], guard: str = "") -> re.Pattern[str] | None:
    if not patterns:
        return None
    ordered = sorted(dict.fromkeys(patterns), key=lambda p: (-len(p), p))
    return re.compile(f"{guard}(?:{'|'.join(ordered)})")


@cache
def matchers(name: str, language: str) -> Mapping[str, Matcher]:
    """The matchers of a list by key, for one base language; the empty language reads every list."""
    wanted = _ALWAYS | {language}
    chosen: dict[str, list[Term]] = {}
    for term in terms(name):
        if not language or term.language in wanted:
            chosen.setdefault(term.key, []).append(term)
    return {key: Matcher(found) for key, found in chosen.items()}


def find(name: str, text: Folded, language: str) -> dict[str, Counter[str]]:
    """What stands in the text of one list, by key; ``language`` is a base language or empty."""
    return {key: matcher.find(text) for key, matcher in matchers(name, language).items()}
