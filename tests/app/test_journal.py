"""A log is one line per event, whatever stands in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITE = """
import sys
import structlog
from app.journal import configure
from tests.alerts.hostile import strings
if sys.argv[1] == "terminal":
    sys.stderr.isatty = lambda: True
configure()
for text in strings(7, 2_000):
    structlog.get_logger().error("told", title=text, where=[1])
"""


@pytest.mark.parametrize("reader", ["machine", "terminal"])
def test_no_text_from_outside_makes_a_line_of_its_own(reader: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WRITE, reader], capture_output=True, cwd=ROOT, check=True, env={"PYTHONPATH": str(ROOT), "PATH": ""}
    )
    text = done.stderr.decode()
    # splitlines knows every character that any viewer takes for the end of a line
    lines = text.splitlines()
    assert len(lines) == 2_000
    assert not set(text) & set("\x1b\x9b\x08\x07\u202e\u2028")
    if reader == "machine":
        assert {json.loads(line)["event"] for line in lines} == {"told"}
