"""Killed anywhere while a digest goes out, each reader still has it once: a copy of unknown fate comes under the same Message-ID."""

import asyncio
import os
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from policywatch.testing.smtp import FakeSmtp

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """\
channels:
  - {{id: post, kind: mail, host: 127.0.0.1, port: {port}, security: none, sender: watch@company.example}}
digests:
  - {{id: weekly, channel: post, recipients: [anna@company.example, bo@company.example]}}
"""


async def send(home: Path, failpoint: str = "") -> int:
    """``policywatch digest send`` in a process of its own, which a failpoint may kill; the exit status."""
    env = (
        os.environ | {"PYTHONPATH": str(ROOT), "POLICYWATCH_HOME": str(home)} | ({"POLICYWATCH_FAILPOINT": failpoint} if failpoint else {})
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app.cli", "digest", "send", env=env, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    return await asyncio.wait_for(process.wait(), 120)


@pytest.mark.parametrize(
    ("failpoint", "copies"),
    [
        ("before_sending:2", 1),
        # the server has the mail and nobody wrote it down: sent once more, and both copies are one mail by their Message-ID
        ("before_settle:1", 2),
        ("after_settle:1", 1),
    ],
)
async def test_a_kill_leaves_each_reader_one_mail(tmp_path: Path, failpoint: str, copies: int) -> None:
    async with FakeSmtp() as smtp:
        for name, text in (("sources", "sources: []\n"), ("uses", "uses: []\n"), ("policywatch", SETTINGS.format(port=smtp.port))):
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        assert await send(tmp_path, failpoint) == -signal.SIGKILL
        assert await send(tmp_path) == 0
    mails = Counter((one.recipients[0], str(one.email["Message-ID"])) for one in smtp.stored)
    assert sorted(reader for reader, _ in mails) == ["anna@company.example", "bo@company.example"]
    assert max(mails.values()) == copies
