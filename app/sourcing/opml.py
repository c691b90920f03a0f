"""`sources import`: the feeds of an OPML file, each added only when a real check of it reads something."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.house import REGISTRIES
from app.present import print_json, print_table
from app.progress import Progress
from app.sourcing.adding import agreed, say
from app.sourcing.proposal import Tried, Wish, address, describe, refuse_dead, try_all, watched_as
from app.sourcing.sheet import open_sheet
from app.sourcing.trial import Bench, open_bench
from crawlers.discover import Candidate
from policywatch.errors import UsageError
from policywatch.text import one_line

MAX_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of an OPML file."""

    url: str
    title: str


def read_opml(data: bytes, name: str) -> list[Outline]:
    """The feeds of a file, an address once; raises UsageError for what is no OPML. Entities are never expanded."""
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise UsageError(f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB: that is no list of feeds")
    if b"<!ENTITY" in data or b"<!entity" in data:
        raise UsageError(f"{name} defines entities, which no reader writes: take them out")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        top = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{name} is no XML ({error}): export the feeds again as OPML") from error
    if etree.QName(top).localname.lower() != "opml":
        raise UsageError(f"{name} is no OPML but <{etree.QName(top).localname}>: export the feeds as OPML")
    found: dict[str, Outline] = {}
    for outline in top.iter("outline"):
        fields = {key.lower(): value for key, value in outline.attrib.items()}
        url = (fields.get("xmlurl") or "").strip()
        if url:
            found.setdefault(url, Outline(url, one_line(fields.get("title") or fields.get("text") or "", 120)))
    return list(found.values())


def import_opml(home: Path, file: Path, yes: bool, as_json: bool) -> int:
    """Checks the feeds of a file and adds those that work; exit status 1 when some do not."""
    from crawlers.reactor import run_in_reactor

    try:
        outlines = read_opml(file.read_bytes(), file.name)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}: name a readable OPML file") from error
    with open_bench(home) as bench:
        sheet = open_sheet(home)
        rows, candidates = _sorted_out(bench, outlines)
        progress = Progress()
        with progress.stage("checking feeds", len(candidates)):
            tried = run_in_reactor(lambda: try_all(bench, candidates, progress.step)) if candidates else []
        taken = set(sheet.ids())
        good = []
        for one in tried:
            rows.append(_row(one))
            if not one.why_not:
                good.append(describe(bench, Wish(one.candidate.url), None, one, taken))
                taken.add(good[-1]["id"])
    if not as_json:
        _say(rows, len(good))
    written = bool(good) and (yes or (not as_json and agreed(f"add {len(good)} sources to sources.yaml?")))
    if written:
        for fields in good:
            sheet.add(fields)
        sheet.save()
    if as_json:
        print_json({"feeds": rows, "sources": good, "written": written})
    else:
        say(f"added {len(good)} sources" if written else "nothing was written")
    return 0 if all(row["passed"] or row["watched"] for row in rows) else 1


def _sorted_out(bench: Bench, outlines: list[Outline]) -> tuple[list[dict[str, Any]], list[Candidate]]:
    """Rows of what needs no check, and the candidates that do."""
    rows: list[dict[str, Any]] = []
    candidates: list[Candidate] = []
    for outline in outlines:
        try:
            url = address(outline.url, bench.config.settings.network.allow_ports)
            refuse_dead(url, ("feed",))
        except UsageError as error:
            rows.append({"url": outline.url, "title": outline.title, "passed": False, "watched": False, "why": str(error)})
            continue
        if known := watched_as(bench, url):
            rows.append({"url": url, "title": outline.title, "passed": False, "watched": True, "why": f"already watched as '{known}'"})
        elif "feed" in REGISTRIES.sources.names:
            candidates.append(Candidate("feed", url, "OPML", outline.title))
    return rows, candidates


def _row(tried: Tried) -> dict[str, Any]:
    return {
        "url": tried.candidate.url,
        "title": tried.candidate.title,
        "passed": not tried.why_not,
        "watched": False,
        "why": tried.why_not or f"{len(tried.items)} items",
    }


def _say(rows: list[dict[str, Any]], good: int) -> None:
    print_table(
        f"feeds: {len(rows)}, {good} can be added", ("url", "title", "why"), [(row["url"], row["title"], row["why"]) for row in rows]
    )
    if not rows:
        sys.stderr.write("the file lists no feeds: nothing to import\n")
