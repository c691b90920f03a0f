"""A watch over the demo's invented regulators, run as the command line runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.demo.play import write_home
from app.demo.web import Server

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Watch:
    """A home folder and the command that works in it."""

    home: Path
    server: Server
    env: dict[str, str] = field(default_factory=dict)

    def start(self, *words: str, **env: str) -> subprocess.Popen[str]:
        full = os.environ | {"PYTHONPATH": str(ROOT), "POLICYWATCH_HOME": str(self.home)} | self.env | env
        return subprocess.Popen(
            [sys.executable, "-m", "app.cli", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=full,
            cwd=self.home,
        )

    def call(self, *words: str, typed: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*words, **env)
        out, err = process.communicate(typed, timeout=180)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def json(self, *words: str) -> Any:
        done = self.call(*words, "--json")
        assert "Traceback" not in done.stderr, done.stderr
        return json.loads(done.stdout)

    def told(self) -> list[dict[str, Any]]:
        path = self.home / "alerts.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    with Server(datetime.now(UTC).date()).serving() as server:
        home = tmp_path / "home"
        write_home(home, server.base, server.port, embedder="none", channels="  - {id: record, kind: file, path: alerts.jsonl}\n")
        yield Watch(home, server)
