"""The origin that all clients are measured against, and the processes that are measured."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def urls(sources: int, port: int) -> list[str]:
    """The feeds of the origin, one loopback address each."""
    return [f"http://127.1.{n // 250}.{n % 250 + 1}:{port}/feed.xml" for n in range(sources)]


@contextmanager
def origin(script: Path, sources: int, port: int) -> Iterator[None]:
    """The origin, until the block ends."""
    with subprocess.Popen([sys.executable, str(script), str(sources), str(port)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            while "ready" not in process.stdout.readline():
                pass
            yield
        finally:
            process.terminate()


def control(port: int, what: str) -> dict[str, Any]:
    """Asks the origin to count, to publish or to be slow; its counters."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_ctl/{what}") as answer:
        counters: dict[str, Any] = json.load(answer)
    return counters


@dataclass(frozen=True)
class Spent:
    """What one process took."""

    cpu_s: float
    wall_s: float
    megabytes: float
    requests: int
    unchanged: int
    articles: int
    robots: int
    #: what the process printed as JSON
    said: dict[str, Any]


def measured(port: int, words: Sequence[str]) -> Spent:
    """Runs a process to its end; CPU-seconds of it and its own children, from the kernel."""
    control(port, "stats?reset=1")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "POLICYWATCH_LOG": "error"}
    started = time.monotonic()
    process = subprocess.Popen(list(words), env=environment, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    seen = control(port, "stats?reset=1")
    return Spent(
        usage.ru_utime + usage.ru_stime,
        time.monotonic() - started,
        usage.ru_maxrss / 1024,
        seen.get("req", 0),
        seen.get("304", 0),
        seen.get("article", 0),
        seen.get("robots", 0),
        json.loads(said.splitlines()[-1]) if said.rstrip().endswith(b"}") else {},
    )
