"""A digest as HTML and as plain text, each written from the data: neither is made from the other."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alerts.digest import Digest, DigestInput, Entry, Section, compose
from alerts.render.card import told
from alerts.render.safe import cut
from alerts.render.text import change_lines, wrap

if TYPE_CHECKING:
    from jinja2 import Template

#: Gmail clips near 102 KB
MOST_BYTES = 80_000
_COLUMNS = 72
_SUMMARY = 240


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
    page = _template().render(d=digest, t=words.pick, quoted=lambda text: f"“{text}”", told=told, brief=_brief)
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


def render_text(digest: Digest) -> str:
    """The same for readers of plain text: 72 columns, numbered links."""
    links: list[str] = []
    lines = [digest.title, digest.period, ""]
    for line in digest.troubles:
        lines += wrap(line, _COLUMNS, "! ")
    lines += [""] if digest.troubles else []
    for line in digest.verdict:
        lines += wrap(line, _COLUMNS)
    lines += _deadlines(digest, links)
    for section in digest.sections:
        lines += _section(digest, section, links)
    lines += _tail(digest, links)
    return "\n".join(lines) + "\n"


def _heading(text: str) -> list[str]:
    return ["", text.upper(), "-" * min(_COLUMNS, max(8, len(text)))]


def _number(url: str | None, links: list[str]) -> str:
    if not url:
        return ""
    if url not in links:
        links.append(url)
    return f" [{links.index(url) + 1}]"


def _deadlines(digest: Digest, links: list[str]) -> Iterator[str]:
    if not digest.deadlines:
        return
    yield from _heading(digest.words.pick("Deadlines", "期限"))
    for row in digest.deadlines:
        yield from wrap(f"{row.day}{digest.words.within(row.left)} {row.title}{_number(row.url, links)}", _COLUMNS)
        owner = f" · {digest.words.pick('owner', '负责人')} {row.owner}" if row.owner else ""
        yield from wrap(f"{row.label} · {row.where}{owner}", _COLUMNS, "    ")
    if digest.deadlines_more:
        yield digest.words.more(digest.deadlines_more)


def _section(digest: Digest, section: Section, links: list[str]) -> Iterator[str]:
    yield from _heading(section.heading)
    if section.intro:
        yield from wrap(section.intro, _COLUMNS)
    for place, entries in section.groups:
        if place:
            yield from ("", f"{place}:")
        for entry in entries:
            yield from ("", *_entry(digest, entry, links))


def _entry(digest: Digest, entry: Entry, links: list[str]) -> Iterator[str]:
    one, words = entry.card, digest.words
    yield from wrap(f"* {one.headline}{_number(one.url, links)}", _COLUMNS)
    yield from wrap(" · ".join(part for part in (one.verdict, one.who, one.published) if part), _COLUMNS, "  ")
    if one.summary and not one.changes:
        yield from wrap(_brief(one.summary), _COLUMNS, "  ")
    for move in one.moved:
        yield from wrap(move, _COLUMNS, "  ")
    yield from change_lines(one.changes, one.omitted, words, "    ", _COLUMNS)
    for reason in told(one.reasons, 3):
        yield from wrap(f"{reason.use} {reason.score}" + (f" · {reason.owner}" if reason.owner else ""), _COLUMNS, "  ")
        if reason.quote:
            yield from wrap(f"“{reason.quote}”", _COLUMNS, "    ")
    if len(one.reasons) > 3:
        yield f"  {words.more(len(one.reasons) - 3)}"
    archived = words.pick(f"archived copy {one.archived} · ", f"存档指纹 {one.archived} · ") if one.archived else ""
    yield from wrap(f"{archived}{words.pick('ref', '编号')} {entry.ref}" + (f" · {one.remark}" if one.remark else ""), _COLUMNS, "  ")


def _tail(digest: Digest, links: list[str]) -> Iterator[str]:
    words = digest.words
    if digest.omitted:
        where = digest.all_url or "policywatch documents list"
        yield from ("", f"{words.more(digest.omitted)}. {words.pick('See all:', '查看全部:')} {where}")
    yield from _heading(words.pick("What was looked at", "检查范围"))
    for line in digest.coverage:
        yield from wrap(line, _COLUMNS)
    if links:
        yield from _heading(words.pick("Links", "链接"))
        yield from (f"[{number}] {url}" for number, url in enumerate(links, 1))
    yield ""
    for line in digest.footer:
        yield from wrap(line, _COLUMNS)
    yield digest.run_id
    if digest.unsubscribe_url:
        yield f"{words.pick('Unsubscribe:', '退订:')} {digest.unsubscribe_url}"
