"""The product's own words in the languages of its readers: message catalogues in gettext's format, one file a language.

The words in the code are the English ones. ``zh-Hans.po`` beside this file holds the Chinese ones; a further language is a file
named by its tag (``de.po``) in the folder ``languages`` of the home folder. What such a file leaves out is said in English. Files are
compiled when they are read, so that there is nothing to build and nothing to forget.
"""

import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from policywatch.errors import CatalogueError

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages import Catalog, Message

SOURCE = "en"
SHIPPED = Path(__file__).parent
#: days before months, as most of the world's lawyers write them
_DAYS_FIRST = {"en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is said in one language, and how it writes days and numbers."""

    language: str
    locale: "Locale"
    _found: NullTranslations

    def say(self, message: str, context: str = "", /, **values: object) -> str:
        """The message in this language with its ``{places}`` filled; ``context`` tells equal English words apart."""
        told = self._found.pgettext(context, message) if context else self._found.gettext(message)
        return told.format(**values) if values else told

    def many(self, one: str, more: str, number: int, /, **values: object) -> str:
        """The message in the form that goes with a number, which stands in it as ``{number}``."""
        return self._found.ngettext(one, more, number).format(number=self.figure(number), **values)

    def knows(self, message: str, context: str = "") -> bool:
        """Whether this language has words of its own for the message."""
        return self.say(message, context) != message

    def day(self, on: date) -> str:
        """``16 Dec 2026``, ``2026年12月16日``, ``16.12.2026``."""
        from babel.dates import format_date

        return format_date(on, "medium", self.locale)

    def figure(self, number: int) -> str:
        """A whole number with this language's marks between thousands."""
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self.locale)

    def place(self, code: str) -> str:
        """A country by its name in this language; empty for what is none."""
        return self.locale.territories.get(code.upper(), "") if len(code) == 2 else ""


def available(folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """The tags of all languages with a catalogue, English first."""
    return (SOURCE, *sorted({path.stem for folder in (SHIPPED, *folders) for path in folder.glob("*.po")} - {SOURCE}))


@lru_cache(maxsize=64)
def catalogue(language: str, folders: tuple[Path, ...] = ()) -> Catalogue:
    """The catalogue of a language: a file in one of ``folders``, else the shipped one.

    Raises CatalogueError when there is none, or when a translation names a place that its message does not have.
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(_DAYS_FIRST.get(language, language), sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise CatalogueError(f"'{language}' is no language: write a tag such as en, zh-Hans or pt-BR") from error
    if language == SOURCE:
        return Catalogue(language, locale, NullTranslations())
    path = next((path for folder in (*folders, SHIPPED) if (path := folder / f"{language}.po").is_file()), None)
    if path is None:
        raise CatalogueError(f"there is no catalogue for '{language}': add languages/{language}.po, or write one of {_named(folders)}")
    return Catalogue(language, locale, _compiled(path, locale))


def _named(folders: Sequence[Path]) -> str:
    return ", ".join(available(folders))


def _compiled(path: Path, locale: "Locale") -> GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            found = read_po(file, locale=locale, abort_invalid=True)
    except (PoFileError, UnicodeError, ValueError) as error:
        raise CatalogueError(f"{path.name} cannot be read ({error}): save it as a PO file in UTF-8") from error
    _check(found, path.name)
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _check(found: "Catalog", name: str) -> None:
    """A place that nobody fills would break the mail in which it is said, so it breaks the file instead."""
    for message in found:
        if message.id:
            _check_places(message, name)


def _check_places(message: "Message", name: str) -> None:
    known = _places(message.id)
    told = [message.string] if isinstance(message.string, str) else [text for text in message.string or () if text]
    for text in told:
        try:
            strange = _places(text) - known
        except ValueError as error:
            raise CatalogueError(f"{name}:{message.lineno}: a brace stands alone: write {{{{ or }}}}") from error
        if strange:
            raise CatalogueError(
                f"{name}:{message.lineno}: nothing fills {{{min(strange)}}}: the message has {sorted(known) or 'no places'}"
            )


def _places(text: object) -> set[str]:
    texts = [text] if isinstance(text, str) else list(text) if isinstance(text, tuple | list) else []
    return {place for one in texts for _, place, _, _ in string.Formatter().parse(one) if place is not None}
