"""Processes that die or run beside each other; real processes, on both databases."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from policywatch.errors import LeaseLost
from policywatch.store import this_process
from policywatch.store.owner import is_dead

#: what each child starts with: the same store, and the same invented rows as the parent
PRELUDE = """
import json, sys, time
from datetime import datetime, timedelta, UTC
from pathlib import Path
from policywatch.store import Classified, Keeping, open_store, this_process
from policywatch.text import stable_id
from policywatch.types import *
store = open_store(sys.argv[1], Path(sys.argv[2]), busy_timeout_s=30)
now = datetime(2026, 11, 24, 8, tzinfo=UTC)
"""
KEEP = """
(claim,) = store.claim(now, this_process(), 600, everything=True)
document = Document("veridia", "k1", "https://veridia.example/1", "A rule", "1:k1")
document_id = stable_id("veridia", "k1")
update = Update("u1", document_id, UpdateKind.NEW, document, now)
result = CheckResult(claim, now, now, Outcome.CHANGED, complete=True, validators={"u": Validators("e1")}, documents=(document,))
store.keep_checks([Keeping(result, now + timedelta(hours=1), [update])], now)
"""
CLASSIFY = """
(pending,) = store.to_classify(now, this_process(), 600, 10)
alert = Alert("a1", "u1", "chat", Severity.NORMAL, (), "m1", now)
delivery = Delivery("d1", "chat", MessageKind.ALERT, Message(MessageKind.ALERT, "A rule", matter_id="m1"), alert_id="a1")
store.keep_classified([Classified(pending, Classification(0.9, Band.ALERT), Matter("m1", "A rule"), (alert,), (delivery,))], now)
"""


def _start(code: str, url: str, home: Path, failpoint: str = "") -> "subprocess.Popen[str]":
    env = {name: value for name, value in os.environ.items() if name != "POLICYWATCH_FAILPOINT"}
    if failpoint:
        env["POLICYWATCH_FAILPOINT"] = failpoint
    command = [sys.executable, "-c", PRELUDE + code, url, str(home)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


def _run(code: str, url: str, home: Path, failpoint: str = "") -> int:
    process = _start(code, url, home, failpoint)
    process.communicate(timeout=60)
    return process.returncode


def test_a_kill_while_a_check_is_kept_keeps_nothing_and_the_next_run_repeats(world: Any, database_url: str, tmp_path: Path) -> None:
    world.store.sync_sources([world.source()], world.now)
    assert _run(KEEP, database_url, tmp_path, "in_keep:1") == -signal.SIGKILL
    assert (world.store.checks(), world.store.documents(), world.store.integrity()) == ([], [], "ok")
    assert _run(KEEP, database_url, tmp_path) == 0
    assert len(world.store.checks()) == len(world.store.documents()) == 1


def test_a_kill_while_verdicts_are_kept_keeps_none_and_the_next_run_repeats(world: Any, database_url: str, tmp_path: Path) -> None:
    world.store.sync_sources([world.source()], world.now)
    assert _run(KEEP, database_url, tmp_path) == 0
    assert _run(CLASSIFY, database_url, tmp_path, "in_classified:1") == -signal.SIGKILL
    assert (world.store.alerts(), world.store.deliveries()) == ([], [])
    assert world.store.documents()[0].classification is None
    assert _run(CLASSIFY, database_url, tmp_path) == 0
    assert len(world.store.alerts()) == len(world.store.deliveries()) == 1
    assert world.store.integrity() == "ok"


HOLD = """
store.claim(now, this_process(), 86400, everything=True)
store.claim_deliveries(now, this_process(), 86400)
print(this_process(), flush=True)
time.sleep(60)
"""


def test_the_leases_of_a_killed_process_are_taken_over_at_once(world: Any, database_url: str, tmp_path: Path) -> None:
    world.store.sync_sources([world.source()], world.now)
    world.store.add_deliveries([world.delivery()], world.now)
    process = _start(HOLD, database_url, tmp_path)
    assert process.stdout is not None
    owner = process.stdout.readline().strip()
    assert not is_dead(owner)
    assert world.store.claim(world.now, world.owner, 60) == []
    assert world.store.claim_ambiguous(world.now, world.owner, 60) == []
    process.kill()
    # not even reaped yet: a zombie works no more
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert is_dead(owner)
    assert len(world.store.claim(world.now, world.owner, 60)) == 1
    assert len(world.store.claim_ambiguous(world.now, world.owner, 60)) == 1
    process.communicate()


OPEN = """
store.meta_set(this_process(), "here")
"""


def test_processes_that_create_one_database_at_once_all_succeed(database_url: str, tmp_path: Path, reopen: Any) -> None:
    processes = [_start(OPEN, database_url, tmp_path) for _ in range(4)]
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert reopen().integrity() == "ok"


def test_threads_share_one_store(world: Any) -> None:
    world.store.sync_sources([world.source(f"s{n}") for n in range(24)], world.now)

    def work(_: int) -> list[str]:
        claims = world.store.claim(world.now, world.owner, 60, limit=3)
        for claim in claims:
            world.check(claim, seeds=[world.document("k1", claim.source.id)])
        return [claim.source.id for claim in claims]

    with ThreadPoolExecutor(8) as pool:
        claimed = [id for ids in pool.map(work, range(8)) for id in ids]
    assert sorted(claimed) == sorted(f"s{n}" for n in range(24))
    assert len(world.store.documents()) == 24


SHARE = """
import os
while not (Path(sys.argv[2]) / "go").exists():
    time.sleep(0.005)
mine = []
while claims := store.claim(now, this_process(), 600, limit=7):
    mine += [claim.source.id for claim in claims]
    for claim in claims:
        result = CheckResult(claim, now, now, Outcome.UNCHANGED, complete=True)
        store.keep_checks([Keeping(result, now + timedelta(hours=1))], now)
print(json.dumps(mine))
"""


def test_two_processes_never_claim_the_same_source(world: Any, database_url: str, tmp_path: Path) -> None:
    world.store.sync_sources([world.source(f"s{n:03}") for n in range(200)], world.now)
    processes = [_start(SHARE, database_url, tmp_path) for _ in range(2)]
    (tmp_path / "go").touch()
    claimed = [json.loads(process.communicate(timeout=120)[0]) for process in processes]
    assert len(claimed[0]) + len(claimed[1]) == 200
    assert set(claimed[0]) | set(claimed[1]) == {f"s{n:03}" for n in range(200)}


DELIVER = """
while not (Path(sys.argv[2]) / "go").exists():
    time.sleep(0.005)
mine = []
while claimed := store.claim_deliveries(now, this_process(), 600, limit=5):
    for delivery in claimed:
        mine.append(delivery.id)
        store.settle(delivery, DeliveryState.SENT, now, receipt=Receipt(delivery.id))
print(json.dumps(mine))
"""


def test_two_processes_never_send_the_same_message(world: Any, database_url: str, tmp_path: Path) -> None:
    world.store.add_deliveries([world.delivery(f"d{n}") for n in range(60)], world.now)
    processes = [_start(DELIVER, database_url, tmp_path) for _ in range(2)]
    (tmp_path / "go").touch()
    sent = [json.loads(process.communicate(timeout=120)[0]) for process in processes]
    assert sorted(sent[0] + sent[1]) == sorted(f"d{n}" for n in range(60))


def test_a_process_that_slept_past_its_lease_cannot_keep_its_work(world: Any) -> None:
    (stale,) = world.claim()
    later = world.now + timedelta(seconds=61)
    (fresh,) = world.store.claim(later, "elsewhere:1:1.00:aa", 60)
    assert fresh.token > stale.token
    with pytest.raises(LeaseLost):
        world.check(stale)


def test_an_owner_is_dead_when_its_pid_is_gone_or_was_given_away() -> None:
    host, pid, started, nonce = this_process().rsplit(":", 3)
    assert not is_dead(this_process())
    assert is_dead(f"{host}:{pid}:{float(started) - 100:.2f}:{nonce}")
    assert is_dead(f"{host}:{2**22 + 1}:{started}:{nonce}")


@pytest.mark.parametrize("owner", ["", "x", "elsewhere:1:1.00:aa", "a:b:c:d", "other/1:99999999:1.0:x"])
def test_an_owner_that_cannot_be_asked_counts_as_living(owner: str) -> None:
    assert not is_dead(owner)
