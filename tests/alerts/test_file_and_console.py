"""The file channel proves what was sent; the console speaks plainly."""

import io
import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.base import ChannelContext
from alerts.channels.console import Console
from alerts.channels.console import Options as ConsoleOptions
from alerts.channels.file import File, Options
from alerts.deliver import deliver_one
from policywatch.types import DeliveryState, Parked, Sent
from tests.alerts.outbox import deliveries
from tests.alerts.samples import NOW, alert, incident, item, picture


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File("audit", Options(path="out/alerts.jsonl"), ChannelContext(home=tmp_path))


def lines(file: File) -> list[dict]:
    return [json.loads(line) for line in file.path.read_text(encoding="utf-8").splitlines()]


async def test_a_line_holds_what_the_documentation_promises(file: File, tmp_path: Path) -> None:
    delivery = deliveries(1)[0]
    assert isinstance(await file.send(delivery, NOW), Sent)
    assert file.path == tmp_path / "out" / "alerts.jsonl"
    (line,) = lines(file)
    assert line["delivery_id"] == delivery.id
    assert line["alert_id"] == "al-000000"
    assert line["kind"] == "alert"
    assert line["title"] == "Notice 0"
    assert line["url"] == "https://gazette.nordia.example/2026/411"
    assert (line["source_id"], line["jurisdiction"]) == ("nordia-gazette", "EU")
    assert line["uses"][0] == {"id": "cv", "score": 0.91, "quote": "Applicants are told when software ranks their application."}
    assert line["created_at"] == "2026-11-24T09:30:00+00:00"


async def test_a_starting_picture_lists_its_items_and_a_notice_its_lines(file: File) -> None:
    one = deliveries(1)[0]
    await file.send(replace(one, id="p", message=picture(7)), NOW)
    await file.send(replace(one, id="n", message=incident()), NOW)
    shown, told = lines(file)
    assert len(shown["items"]) == 7 and shown["items"][0]["uses"][0]["id"] == "cv"
    assert shown["kind"] == "starting_picture"
    assert told["kind"] == "notice" and len(told["lines"]) == 2


async def test_a_second_send_of_the_same_delivery_adds_nothing(file: File) -> None:
    for _ in range(3):
        assert isinstance(await file.send(deliveries(1)[0], NOW), Sent)
    assert len(lines(file)) == 1


async def test_a_look_up_finds_what_is_there_and_not_what_is_torn(file: File) -> None:
    first, second = deliveries(2)
    assert await file.find(first, NOW) is None
    await file.send(first, NOW)
    whole = file.path.read_bytes()
    await file.send(second, NOW)
    file.path.write_bytes(file.path.read_bytes()[:-20])
    assert await file.find(second, NOW) is None
    assert file.path.read_bytes() == whole
    assert (await file.find(first, NOW)).remote_id == first.id


async def test_a_line_after_a_torn_one_stands_alone(file: File) -> None:
    first, second = deliveries(2)
    await file.send(first, NOW)
    with file.path.open("ab") as torn:
        torn.write(b'{"delivery_id": "ha')
    await file.send(second, NOW)
    assert [line["delivery_id"] for line in lines(file)] == [first.id, second.id]


async def test_no_text_from_outside_ends_a_line(file: File) -> None:
    nasty = "a\nb\r\x85c\u2028d\u2029e\x1cf\ud800g\x00"
    await file.send(replace(deliveries(1)[0], message=alert(item(title=nasty))), NOW)
    assert len(file.path.read_text(encoding="utf-8").splitlines()) == 1


async def test_a_folder_in_place_of_the_file_parks(tmp_path: Path) -> None:
    (tmp_path / "alerts.jsonl").mkdir()
    channel = File("audit", Options(path="alerts.jsonl"), ChannelContext(home=tmp_path))
    assert isinstance(await channel.send(deliveries(1)[0], NOW), Parked)
    assert not (await channel.check()).ok


_WRITER = """
import asyncio, sys
from pathlib import Path
from alerts.base import ChannelContext
from alerts.channels.file import File, Options
from tests.alerts.outbox import deliveries
from tests.alerts.samples import NOW
async def main():
    file = File("audit", Options(path="alerts.jsonl"), ChannelContext(home=Path(sys.argv[1])))
    print("ready", flush=True)
    for delivery in deliveries(400):
        await file.send(delivery, NOW)
asyncio.run(main())
"""


async def test_a_killed_writer_leaves_no_doubled_and_no_lost_line(tmp_path: Path) -> None:
    rng = random.Random(7)
    for _ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.getcwd()}
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            writer.wait(rng.uniform(0.01, 0.25))
        except subprocess.TimeoutExpired:
            writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    channel = File("audit", Options(path="alerts.jsonl"), ChannelContext(home=tmp_path))
    wanted = deliveries(400)
    for delivery in wanted:
        if await channel.find(delivery, NOW) is None:
            await channel.send(delivery, NOW)
    assert sorted(line["delivery_id"] for line in lines(channel)) == sorted(one.id for one in wanted)


async def test_the_console_prints_the_verdict_and_the_sentence(tmp_path: Path) -> None:
    out = io.StringIO()
    channel = Console("console", ConsoleOptions(), ChannelContext(home=tmp_path, zone="Europe/Berlin", out=out))
    settled = await deliver_one(channel, deliveries(1)[0], NOW)
    assert settled.state is DeliveryState.SENT
    assert "New rule · European Union · adopted, not yet in force" in out.getvalue()
    assert "CV screening 91 % · Employment law" in out.getvalue()
    assert "“Applicants are told when software ranks their application.”" in out.getvalue()


async def test_a_console_that_knows_no_chinese_still_prints(tmp_path: Path) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    channel = Console("console", ConsoleOptions(), ChannelContext(home=tmp_path, out=out))
    message = replace(deliveries(1)[0], message=alert(item(title="关于算法的通知")))
    assert isinstance(await channel.send(message, NOW), Sent)
    assert b"New rule" in raw.getvalue()
