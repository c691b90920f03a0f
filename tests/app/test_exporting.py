"""``policywatch export`` writes what a real watch found, in every format."""

import csv
import io
import json
import stat
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import pytest

from app.exporting import Wanted, export
from policywatch.errors import UsageError


def test_a_watch_is_exported_in_every_format(watch: Any) -> None:
    assert watch.call("run", "--all").returncode in (0, 1)
    for name in ("csv", "jsonl", "markdown", "ics", "atom", "jsonfeed"):
        assert export(watch.home, Wanted(name, watch.home / f"out.{name}")) == 0
    read = {name: (watch.home / f"out.{name}").read_bytes() for name in ("csv", "jsonl", "markdown", "ics", "atom", "jsonfeed")}
    rows = list(csv.DictReader(io.StringIO(read["csv"].decode("utf-8-sig"))))
    assert rows and len(rows) == len(read["jsonl"].splitlines()) == len(json.loads(read["jsonfeed"])["items"])
    assert len(ET.fromstring(read["atom"]).findall("{http://www.w3.org/2005/Atom}entry")) == len(rows)
    assert read["markdown"].startswith(b"# AI regulation")
    dated = sum(len(json.loads(line)["dates"]) > 0 for line in read["jsonl"].splitlines())
    assert bool(icalendar.Calendar.from_ical(read["ics"]).walk("VEVENT")) == bool(dated)
    assert not list(watch.home.glob(".out*"))
    assert stat.S_ISREG((watch.home / "out.csv").stat().st_mode)


def test_a_route_and_a_channel_narrow_the_export(watch: Any) -> None:
    watch.call("run", "--all")
    out = watch.home / "out.jsonl"

    def ids(**narrowed: Any) -> list[str]:
        export(watch.home, Wanted("jsonl", out, **narrowed))
        return [json.loads(line)["document_id"] for line in out.read_text("utf-8").splitlines()]

    whole = ids()
    assert set(ids(route=1)) <= set(whole) and set(ids(channel="record")) <= set(whole)
    assert ids(limit=1) == whole[:1]
    printed = watch.call("export", "--format", "jsonl", "--out", "-", "--limit", "1").stdout
    assert [json.loads(line)["document_id"] for line in printed.splitlines()] == whole[:1]


def test_what_does_not_exist_is_named_and_nothing_is_written(watch: Any) -> None:
    out = watch.home / "out.x"
    for wanted in (
        Wanted("pdf", out),
        Wanted("csv", out, channel="nowhere"),
        Wanted("csv", out, route=99),
        Wanted("csv", out, since="soon"),
        Wanted("csv", out, language="xx"),
        Wanted("ics", out, since="2031-02-14"),
        Wanted("csv", watch.home / "no" / "folder.csv"),
    ):
        with pytest.raises(UsageError):
            export(watch.home, wanted)
    assert not out.exists()
    notes = watch.home / "notes.ics"
    notes.write_text("my notes")
    assert watch.call("export", "--format", "ics", "--out", str(notes)).returncode == 2
    assert notes.read_text() == "my notes"
