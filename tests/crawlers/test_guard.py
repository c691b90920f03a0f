"""Judged where it counts: no socket is ever connected to an address that is not public."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CODE = """
import json, socket, sys
from datetime import UTC, datetime, timedelta
dialled = []
sys.addaudithook(lambda event, args: dialled.append(str(args[1][0])) if event == "socket.connect" and isinstance(args[1], tuple) else None)
from crawlers.run import close_reactor, crawl, run_in_reactor
from policywatch.kinds import Registry
from policywatch.types import Claim, CrawlLimits, Source

class Robots:
    def get(self, origin): return None
    def keep(self, robots): pass

now, results = datetime.now(UTC), {}
claims = [Claim(Source(str(n), "page", url, follow=False), now, 1, now + timedelta(hours=1)) for n, url in enumerate(json.loads(sys.argv[1]))]
run_in_reactor(lambda: crawl(claims, CrawlLimits(timeout_s=2, check_timeout_s=4, per_host_delay_s=0), spiders=Registry("source", "crawlers.spiders"),
    lookup=lambda *a: ({}, {}), robots_store=Robots(), host_wait_until=lambda hosts: {},
    on_result=lambda r: results.__setitem__(r.claim.source.url, [r.outcome.value, r.cause.value]), now=lambda: datetime.now(UTC)))
close_reactor()
print(json.dumps({"dialled": dialled, "results": results}))
"""

HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",
    "0x7f.0.0.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "localhost",
    "LOCALHOST",
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
    "255.255.255.255",
    "[::]",
    "[::1]",
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
    "127.0.0.1.",
    "127.0.0.1:22",
    "127.0.0.1:6379",
    "user@127.0.0.1",
    "8.8.8.8@127.0.0.1",
]


def test_no_form_of_an_internal_address_is_dialled() -> None:
    urls = [f"http://{host}/" for host in HOSTS] + [
        "http://127.0.0.1\\@8.8.8.8/",
        "file:///etc/hostname",
        "ftp://127.0.0.1/",
        "http://",
        "http://%31%32%37.0.0.1/",
        "http://①②⑦.0.0.1/",
        "http://127。0。0。1/",
    ]
    run = subprocess.run(
        [sys.executable, "-c", CODE, json.dumps(urls)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    told = json.loads(run.stdout.strip().splitlines()[-1])
    # the look-up of names may ask the machine's own name server; nothing else may be connected
    servers = {line.split()[1] for line in Path("/etc/resolv.conf").read_text().splitlines() if line.startswith("nameserver")}
    assert set(told["dialled"]) <= servers, run.stderr
    assert len(told["results"]) == len(set(urls))
    assert {outcome for outcome, _ in told["results"].values()} <= {"failed", "skipped"}
    literal = [told["results"][f"http://{host}/"][1] for host in HOSTS if host[0] in "0123456789[" and "@" not in host]
    assert set(literal) <= {"unsafe_url", "dns"}
    assert literal.count("unsafe_url") > 0.9 * len(literal)
