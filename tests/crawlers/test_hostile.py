"""A fixed sample of hostile answers: each ends in an outcome that its index allows, and nothing inside is reached."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawlers.run import crawl, run_in_reactor
from policywatch.kinds import Registry
from policywatch.types import CheckResult, Claim, CrawlLimits, Outcome, Robots, Source

NOW = datetime.now(UTC)
READ = frozenset({Outcome.CHANGED, Outcome.UNCHANGED, Outcome.MOVED})
#: our finer causes and the kinds of the index that they refine
FINER = {
    "waf": {"blocked"},
    "captcha": {"blocked"},
    "login": {"soft_error"},
    "consent": {"soft_error"},
    "js_shell": {"layout_changed"},
    "gone": {"http_4xx"},
}
GROUPS = ("http", "compression", "softerror")


@dataclass(frozen=True)
class Served:
    """The hostile origin and its cases."""

    addresses: dict[str, Any]
    cases: list[dict[str, Any]]

    def log(self) -> dict[str, Any]:
        log: dict[str, Any] = json.load(urllib.request.urlopen(self.addresses["base"] + "/__log"))
        return log


@pytest.fixture(scope="module")
def served(shared: Path, hostile_corpus: Path) -> Iterator[Served]:
    arguments = [sys.executable, str(shared / "tools/hostile_server.py"), str(hostile_corpus)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        addresses = json.loads(process.stdout.readline())
        with urllib.request.urlopen(addresses["base"] + "/index.json") as answer:
            index = json.load(answer)
        wanted = [c for c in index["cases"] if c["group"] in GROUPS and c["kind"] in ("feed", "any") and c["fetches"] == 1]
        yield Served(addresses, wanted[::2])
        process.terminate()


class NoRobots:
    """An origin without robots.txt."""

    def get(self, origin: str) -> Robots | None:
        return Robots(origin, 404, b"", NOW)

    def keep(self, robots: Robots) -> None:
        """Nothing to keep."""


def allowed(case: dict[str, Any], result: CheckResult) -> bool:
    expect = case["expect"]
    kinds = {result.cause.value, *FINER.get(result.cause.value, ())}
    if result.outcome in READ:
        return bool(expect["verdict"] != "error")
    return (expect["verdict"] != "ok" and (not expect["error"] or bool(kinds & set(expect["error"])))) or result.outcome is Outcome.EMPTY


def test_every_hostile_answer_ends_as_its_index_allows(served: Served) -> None:
    ports = {urlsplit(v).port for v in served.addresses.values() if isinstance(v, str) and v.startswith("http")} | {1}
    claims = [Claim(Source(c["name"], "feed", c["url"], follow=False), NOW, 1, NOW + timedelta(hours=1)) for c in served.cases]
    results: dict[str, CheckResult] = {}

    def on_result(result: CheckResult) -> None:
        assert result.claim.source.id not in results
        results[result.claim.source.id] = result

    limits = CrawlLimits(
        timeout_s=5,
        check_timeout_s=15,
        per_host_concurrency=12,
        per_host_delay_s=0,
        allow_private_networks=("127.0.0.1/32",),
        allow_ports=tuple(port for port in ports if port),
    )
    run_in_reactor(
        lambda: crawl(
            claims,
            limits,
            spiders=Registry("source", "crawlers.spiders"),
            lookup=lambda source_id, keys, aliases: ({}, {}),
            robots_store=NoRobots(),
            host_wait_until=lambda hosts: {},
            on_result=on_result,
            now=lambda: datetime.now(UTC),
        )
    )
    assert len(results) == len(served.cases) > 30
    wrong = {c["name"]: (results[c["name"]].outcome, results[c["name"]].cause) for c in served.cases if not allowed(c, results[c["name"]])}
    assert not wrong
    assert not served.log()["canary"]
    assert all(result.outcome is not Outcome.LOST for result in results.values())
