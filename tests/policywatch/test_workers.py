"""A worker that hangs, swells or crashes costs one task."""

import asyncio
import math
import os
import signal
import subprocess
import sys
import time
from operator import mul, truediv

import psutil
import pytest

from policywatch.workers import WorkerDied, WorkerRaised, Workers, WorkerTimeout


async def test_a_value_comes_back_and_the_worker_stays_warm() -> None:
    async with Workers(1) as workers:
        assert await workers.run(math.factorial, 20) == math.factorial(20)
        assert await workers.run(os.getpid) == await workers.run(os.getpid) != os.getpid()


async def test_an_endless_task_is_killed_and_the_next_succeeds() -> None:
    async with Workers(1) as workers:
        pid = await workers.run(os.getpid)
        hung = asyncio.create_task(workers.run_within(0.3, time.sleep, 60))
        queued = asyncio.create_task(workers.run(math.sqrt, 4.0))
        with pytest.raises(WorkerTimeout):
            await hung
        assert await queued == 2.0
        assert not psutil.pid_exists(pid)


async def test_a_task_that_swells_ends_its_worker_only() -> None:
    async with Workers(1) as workers:
        with pytest.raises(WorkerDied):
            await workers.run(mul, b"x", 4 * 1024**3)
        assert await workers.run(abs, -1) == 1


async def test_a_spinning_task_is_ended_by_its_cpu_limit() -> None:
    async with Workers(1, cpu_s=0.5) as workers:
        with pytest.raises(WorkerDied):
            await workers.run_within(20, pow, 7, 10**9)


async def test_what_a_task_raises_is_told() -> None:
    async with Workers(1) as workers:
        with pytest.raises(WorkerRaised, match="ZeroDivisionError"):
            await workers.run(truediv, 1, 0)


async def test_a_worker_that_died_idle_is_replaced_unseen() -> None:
    async with Workers(1) as workers:
        pid = await workers.run(os.getpid)
        os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.2)
        assert await workers.run(os.getpid) != pid


async def test_two_workers_work_side_by_side() -> None:
    async with Workers(2) as workers:
        await asyncio.gather(*(workers.run(time.sleep, 0.5) for _ in range(2)))
        started = time.monotonic()
        await asyncio.gather(*(workers.run(time.sleep, 3) for _ in range(2)))
        assert time.monotonic() - started < 5.5
        assert len({*await asyncio.gather(*(workers.run(os.getpid) for _ in range(4)))}) <= 2


async def test_a_cancelled_task_leaves_no_worker_behind() -> None:
    async with Workers(1) as workers:
        task = asyncio.create_task(workers.run(time.sleep, 60))
        await asyncio.sleep(0.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await workers.run(abs, -2) == 2


async def test_a_worker_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAT_TOKEN", "hidden")
    async with Workers(1) as workers:
        assert await workers.run(os.getenv, "CHAT_TOKEN") is None


def test_workers_die_with_a_killed_parent() -> None:
    code = (
        "import asyncio, os, time\nfrom policywatch.workers import Workers\n"
        "async def main():\n    w = Workers(1)\n    print(await w.run(os.getpid), flush=True)\n    await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(50):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its parent")
