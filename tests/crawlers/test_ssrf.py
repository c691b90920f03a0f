"""Sixty ways to write an address inside, in every place where a page can name one, and a name server that keeps changing its mind.

Judged where it counts: by what the process connects to.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = "127.0.0.9"

_HOSTS = [
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",
    "0x7f.0.0.1",
    "0x7f.1",
    "0x7f000001",
    "0X7F000001",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "00000177.1",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127.0.0.1.",
    "10.0.0.1",
    "10.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "100.64.0.1",
    "192.0.0.8",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2001::1]",
    "[fe80::1]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[5f00::1]",
    "[3fff::1]",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "１２７.0.0.1",
]
FORMS = [f"http://{host}:{{port}}/x" for host in _HOSTS] + [
    "http://user@127.0.0.1:{port}/",
    "http://127.0.0.9:{port}@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@127.0.0.9:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "//127.0.0.1:{port}/x",
    "HTTP://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    " http://127.0.0.1:{port}/",
    "file:///etc/hostname",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/",
]


def crawled(what: str, words: list[str], mode: str) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("ssrf_crawl.py")), what, json.dumps(words), mode],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    told: dict[str, Any] = json.loads(run.stdout.strip().splitlines()[-1])
    return told


def inside(dialled: list[str]) -> set[str]:
    """Addresses that nobody may dial; look-ups of names may ask the machine's own name server."""
    resolv = Path("/etc/resolv.conf")
    lines = resolv.read_text().splitlines() if resolv.exists() else []
    return set(dialled) - {HERE} - {line.split()[1] for line in lines if line.startswith("nameserver") and len(line.split()) > 1}


@pytest.mark.parametrize("mode", ["twisted", "aiohttp"])
def test_no_form_of_an_inner_address_is_dialled_wherever_it_stands(mode: str) -> None:
    assert len(FORMS) >= 60
    told = crawled("matrix", FORMS, mode)
    assert inside(told["dialled"]) == set()
    assert HERE in told["dialled"], "the origin itself was crawled"
    results = told["results"]
    assert len(results) > 5 * len(FORMS)
    ended = {(name.rstrip("0123456789"), outcome) for name, (outcome, _, _) in results.items()}
    assert {outcome for way, outcome in ended if way == "source"} == {"failed"}
    assert {outcome for way, outcome in ended if way == "redirect"} <= {"failed"}
    assert {outcome for way, outcome in ended if way in ("links", "enclosures", "next")} == {"changed"}


@pytest.mark.parametrize("mode", ["twisted", "aiohttp"])
def test_a_thousand_rebinding_answers_lead_nowhere_inside(mode: str) -> None:
    told = crawled("flips", ["1000"], mode)
    assert inside(told["dialled"]) == set()
    outcomes = [outcome for outcome, _, _ in told["results"].values()]
    assert len(outcomes) == 1000
    assert 200 < outcomes.count("failed") < 800, "some answers led inside and were refused, some led to the origin"
