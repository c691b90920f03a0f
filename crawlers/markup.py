"""Markup taken out of text by scans that are linear in the length of any text, however hostile.

No pattern with a lazy middle: thousands of openings that never end would make it quadratic, 40 s for 200 KB.
"""

import re
from collections.abc import Sequence
from functools import cache


def without_hidden(text: str, names: Sequence[str]) -> str:
    """The text without comments and without the elements of these names; an opening that never ends stays."""
    opening_of, ending_of = _patterns(tuple(names))
    kept, at, endless = [], 0, set[str]()
    while opening := opening_of.search(text, at):
        name = (opening[1] or "").lower()
        ending = None if name in endless else ending_of[name].search(text, opening.end())
        if ending is None:
            endless.add(name)
            kept.append(text[at : opening.end()])
            at = opening.end()
        else:
            kept.append(text[at : opening.start()])
            at = ending.end()
    return "".join(kept) + text[at:]


@cache
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    opening = re.compile(rf"<({'|'.join(names)})\b|<!--", re.I)
    return opening, {"": re.compile("-->")} | {name: re.compile(rf"</{name}\s*>", re.I) for name in names}
