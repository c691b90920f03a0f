"""Searching what was published, in any script.

FTS5 cuts Chinese into sentences and finds no word in them, so that words are looked for as substrings: a coarse pattern in the
database, which knows no case beyond ASCII, then the exact question in Python.
"""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import and_, func, select

from policywatch.store.documents import document_query, document_row
from policywatch.store.engine import Database
from policywatch.store.rows import DocumentRow
from policywatch.store.schema import documents
from policywatch.text import normalise
from policywatch.types import Document

#: longer words are found in longer ones that begin with them
_SHORT = 3
#: more words make no question clearer
_WORDS = 8
_PAGE = 200
#: rows looked at before a search ends with what it has
_MOST = 20_000
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


class Search:
    """Questions about the text of documents."""

    _db: Database

    def search(self, question: str, limit: int = 10) -> list[DocumentRow]:
        """Documents that hold every word of the question in title, abstract, text or identifiers; those with all in the title first.

        Newest first otherwise. A run of Chinese, Japanese or Korean is one word, as it is written; empty for a question without words.
        """
        wanted = words_of(question)
        if not wanted:
            return []
        in_title: list[DocumentRow] = []
        elsewhere: list[DocumentRow] = []
        for row in self._candidates(wanted):
            if holds(row.document.title, wanted):
                in_title.append(row)
            elif holds(_whole(row.document), wanted):
                elsewhere.append(row)
            if len(in_title) >= limit:
                break
        return (in_title + elsewhere)[:limit]

    def _candidates(self, wanted: Sequence[str]) -> Iterator[DocumentRow]:
        """Rows that may hold the words, the newest first, page by page."""
        may = and_(*(func.lower(documents.c.content).like(_pattern(word), escape="\\") for word in wanted))
        ids = select(documents.c.id).where(may).order_by(documents.c.first_seen_at.desc(), documents.c.id.desc()).limit(_MOST)
        with self._db.read() as db:
            found = list(db.execute(ids).scalars())
        for start in range(0, len(found), _PAGE):
            page = found[start : start + _PAGE]
            with self._db.read() as db:
                rows = {row.id: document_row(row) for row in db.execute(document_query().where(documents.c.id.in_(page)))}
            yield from (rows[one] for one in page if one in rows)


def words_of(question: str) -> list[str]:
    """The words of a question as they are compared."""
    return list(dict.fromkeys(normalise(question).casefold().split()))[:_WORDS]


def holds(text: str, wanted: Sequence[str]) -> bool:
    """Whether every word stands in the text: from its beginning, and a short one as a whole, so that "ai" is not found in "said"."""
    folded = normalise(text).casefold()
    # a Chinese text is broken into lines anywhere, also inside a word
    closed = "".join(folded.split())
    return all(word in closed if _CJK.search(word) else re.search(_exactly(word), folded) is not None for word in wanted)


def _exactly(word: str) -> str:
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() and len(word) <= _SHORT else ""
    return before + re.escape(word) + after


def _whole(document: Document) -> str:
    return "\n".join((document.title, document.summary, document.text, *document.identifiers))


def _pattern(word: str) -> str:
    """A LIKE pattern that every text with the word matches: anything for letters that the database may write differently."""
    return "%" + "%".join(_likeable(part) for part in _parts(word)) + "%"


def _parts(word: str) -> list[str]:
    """A Chinese word may be broken by a line end after each sign, escaped in JSON as two signs."""
    return list(word) if _CJK.search(word) else [word]


def _likeable(part: str) -> str:
    safe = "".join(letter if letter.isascii() or _CJK.match(letter) else "%" for letter in part)
    # quotes and backslashes are escaped in JSON, and a folded ss may be written ß
    safe = re.sub(r'["\\/]|ss', "%", safe)
    return safe.replace("_", "\\_")
