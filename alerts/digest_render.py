"""A digest as HTML and as plain text, each written from the data: neither is made from the other."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alerts.digest import Digest, DigestInput, compose
from alerts.digest_sections import Entry, Section
from alerts.render.card import told
from alerts.render.safe import cut
from alerts.render.text import width, wrap
from alerts.render.words import Words
from policywatch.types import Span

if TYPE_CHECKING:
    from jinja2 import Template

#: Gmail clips near 102 KB
MOST_BYTES = 80_000
_COLUMNS = 72
_SUMMARY = 240
_REASONS = 3


def fitting(made: DigestInput) -> Digest:
    """The digest with as many items as stay under 80 KB of HTML; what is left out is said in it."""
    digest = compose(made)
    size = len(render_html(digest).encode())
    while size > MOST_BYTES:
        shown = sum(len(entries) for section in digest.sections for _, entries in section.groups)
        digest = compose(made, most=max(0, min(shown - 1, int(shown * MOST_BYTES / size))))
        size = len(render_html(digest).encode())
        if shown == 0:
            break
    return digest


def render_html(digest: Digest) -> str:
    """One self-contained page: styles inline, dark mode kept, no image, script, form or tracking."""
    import css_inline

    words = digest.words
    page = _template().render(d=digest, say=words.say, quoted=words.quoted, told=told, brief=_brief, pairs=pairs, most=_REASONS)
    inlined: str = css_inline.inline(page, keep_style_tags=True, load_remote_stylesheets=False)
    return inlined


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).parent / "templates"
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return made.get_template("digest.html.j2")


def _brief(summary: str) -> str:
    return cut(summary, _SUMMARY)


def pairs(spans: Sequence[Span]) -> list[tuple[str, str, str]]:
    """A change as a sentence is read: (unchanged words, old words, new words), where any may be empty."""
    read: list[tuple[str, str, str]] = []
    for span in spans:
        match span.op:
            case "removed":
                read.append(("", span.text, ""))
            case "added" if read and read[-1][1] and not read[-1][2]:
                read[-1] = ("", read[-1][1], span.text)
            case "added":
                read.append(("", "", span.text))
            case _:
                read.append((span.text, "", ""))
    return read


# ---- plain text ------------------------------------------------------------------------------------------------------


def render_text(digest: Digest) -> str:
    """The same for readers of plain text: 72 columns, numbered links."""
    links: list[str] = []
    lines = [digest.title, *wrap(digest.period, _COLUMNS), ""]
    for line in digest.verdict:
        lines += wrap(line, _COLUMNS)
    lines += [""] if digest.troubles else []
    for line in digest.troubles:
        lines += wrap(line, _COLUMNS, "! ")
    lines += _deadlines(digest, links)
    for section in digest.sections:
        lines += _section(digest, section, links)
    lines += _tail(digest, links)
    return "\n".join(lines) + "\n"


def _heading(text: str) -> list[str]:
    return ["", "", text.upper(), "-" * min(_COLUMNS, width(text.upper()))]


def _number(url: str | None, links: list[str]) -> str:
    if not url:
        return ""
    if url not in links:
        links.append(url)
    return f" [{links.index(url) + 1}]"


def _deadlines(digest: Digest, links: list[str]) -> Iterator[str]:
    words = digest.words
    if not digest.deadlines:
        return
    yield from _heading(words.say("Deadlines"))
    for row in digest.deadlines:
        yield from wrap(f"{row.day}{words.within(row.left)}", _COLUMNS)
        yield from wrap(f"{row.badge} {row.title}".strip() + _number(row.url, links), _COLUMNS, "    ")
        parts = [row.label, row.where, words.say("owner {name}", name=row.owner) if row.owner else ""]
        yield from wrap(" · ".join(part for part in parts if part), _COLUMNS, "    ")
    if digest.deadlines_more:
        yield words.more(digest.deadlines_more)


def _section(digest: Digest, section: Section, links: list[str]) -> Iterator[str]:
    words = digest.words
    yield from _heading(section.heading)
    if section.intro:
        yield from wrap(section.intro, _COLUMNS)
    for place, entries in section.groups:
        if place:
            yield from ("", words.say("{place}:", place=place))
        for entry in entries:
            yield from ("", *_entry(words, entry, links))


def _entry(words: Words, entry: Entry, links: list[str]) -> Iterator[str]:
    one = entry.card
    yield from wrap(f"* {one.headline}{_number(one.url, links)}", _COLUMNS)
    yield from wrap(" · ".join(part for part in (one.verdict, one.who, one.published) if part), _COLUMNS, "  ")
    if one.summary and not one.changes:
        yield from wrap(_brief(one.summary), _COLUMNS, "  ")
    for move in one.moved:
        yield from wrap(move, _COLUMNS, "  ")
    if one.changes:
        yield from wrap(changed_words(one.changes, words), _COLUMNS, "  | ")
    if one.omitted:
        yield f"  | {words.more(one.omitted)}"
    for reason in told(one.reasons, _REASONS):
        parts = (reason.use, words.say("relevance {score}", score=reason.score), reason.owner)
        yield from wrap(" · ".join(part for part in parts if part), _COLUMNS, "  ")
        if reason.quote:
            yield from wrap(words.quoted(reason.quote), _COLUMNS, "    ")
    if len(one.reasons) > _REASONS:
        yield f"  {words.more(len(one.reasons) - _REASONS)}"
    if entry.judge_url:
        yield from wrap(words.say("Does it matter? Say so:") + _number(entry.judge_url, links), _COLUMNS, "  ")
    archived = words.say("archived copy {fingerprint}", fingerprint=one.archived) if one.archived else ""
    tail = (archived, words.say("ref {id}", id=entry.ref), one.remark)
    yield from wrap(" · ".join(part for part in tail if part), _COLUMNS, "  ")


def changed_words(spans: Sequence[Span], words: Words) -> str:
    """Old and new words where they stand: ``deleted within [72 → 24] hours.``"""
    told_words = []
    for same, old, new in pairs(spans):
        if old and new:
            told_words.append(words.say("[{old} → {new}]", old=old, new=new))
        elif old:
            told_words.append(words.say("[removed: {old}]", old=old))
        elif new:
            told_words.append(words.say("[added: {new}]", new=new))
        else:
            told_words.append(same)
    return " ".join(told_words)


def _tail(digest: Digest, links: list[str]) -> Iterator[str]:
    words = digest.words
    if digest.omitted:
        where = digest.all_url or "policywatch documents list"
        yield from ("", f"{words.more(digest.omitted)}. {words.say('See all:')} {where}")
    yield from _heading(words.say("What was looked at"))
    for line in digest.coverage:
        yield from wrap(line, _COLUMNS)
    if links:
        yield from _heading(words.say("Links"))
        yield from (f"[{number}] {url}" for number, url in enumerate(links, 1))
    yield from ("", "-- ")
    for line in digest.footer:
        yield from wrap(line, _COLUMNS)
    yield digest.run_id
    if digest.unsubscribe_url:
        yield f"{words.say('Unsubscribe:')} {digest.unsubscribe_url}"
