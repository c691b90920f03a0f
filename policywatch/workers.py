"""Worker processes that may be killed: what strangers send is read where it can hang or swell without harm.

A ``ProcessPoolExecutor`` leaves a spinning worker spinning, and once killed it fails every later task. Here each worker has
its own pipe; one that overruns is killed and costs one task.
"""

import asyncio
import contextlib
import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

from policywatch.worker import LENGTH, NO_MEMORY

P = ParamSpec("P")
T = TypeVar("T")

#: an answer larger than this is not read
MAX_ANSWER_BYTES = 256 * 1024 * 1024


class WorkerDied(Exception):
    """The worker ended under the task, most often by a crash of a C library."""


class WorkerExhausted(WorkerDied):
    """The task asked for more time or memory than a task may have."""


class WorkerTimeout(WorkerExhausted):
    """The task took too long and its worker was killed."""


class WorkerRaised(Exception):
    """The task raised; the text is the exception's."""


class _Unsent(Exception):
    """The worker was dead before it could see the task."""


class Workers:
    """A small pool; workers start when first needed and stay warm."""

    def __init__(self, size: int = 1, *, cpu_s: float = 10.0, memory_bytes: int = 512 * 1024 * 1024, preload: Sequence[str] = ()) -> None:
        self.size = size
        self._settings = (cpu_s, memory_bytes, tuple(preload))
        self._idle: list[_Worker] = []
        self._turn = asyncio.Semaphore(size)
        self._all: set[_Worker] = set()

    async def run(self, func: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The value of a module-level function run in a worker, within 30 s; see ``run_within``."""
        return await self.run_within(30.0, func, *args, **kwargs)

    async def run_within(self, timeout_s: float, func: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The value of a module-level function run in a worker.

        Raises WorkerTimeout, WorkerDied or WorkerRaised. Waiting for a free worker does not count.
        """
        return await self.run_during(contextlib.nullcontext, timeout_s, func, *args, **kwargs)

    async def run_during(
        self,
        clock: Callable[[], contextlib.AbstractAsyncContextManager[None]],
        timeout_s: float,
        func: Callable[P, T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """As ``run_within``; ``clock`` is entered while the task has a worker, and what it raises is raised once the worker is gone."""
        task = pickle.dumps((func.__module__, func.__qualname__, args, kwargs), protocol=5)
        async with self._turn, clock():
            try:
                answer = await self._once(task, timeout_s)
            except _Unsent:
                try:
                    answer = await self._once(task, timeout_s)
                except _Unsent as error:
                    raise WorkerDied("no worker could be started: see its error output") from error
        good, value = pickle.loads(answer)  # noqa: S301  written by our own worker
        if not good:
            raise WorkerRaised(value)
        return value  # type: ignore[no-any-return]  # the worker returns what func returns

    async def _once(self, task: bytes, timeout_s: float) -> bytes:
        worker: _Worker | None = self._idle.pop() if self._idle else await self._start()
        assert worker is not None
        try:
            async with asyncio.timeout(timeout_s):
                answer = await worker.ask(task)
        except TimeoutError as error:
            raise WorkerTimeout(f"took longer than {timeout_s:g} s") from error
        else:
            self._idle.append(worker)
            worker = None
            return answer
        finally:
            if worker is not None:
                self._all.discard(worker)
                await worker.kill()

    async def _start(self) -> "_Worker":
        code = "from policywatch.worker import serve; serve()"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1024 * 1024, env=_environment()
        )
        worker = _Worker(process)
        self._all.add(worker)
        try:
            await worker.send(pickle.dumps((os.getpid(), *self._settings)))
        except (_Unsent, asyncio.CancelledError):
            self._all.discard(worker)
            await worker.kill()
            raise
        return worker

    async def close(self) -> None:
        """Ends all workers; tasks under way die."""
        for worker in list(self._all):
            await worker.kill()
        self._all.clear()
        self._idle.clear()

    async def __aenter__(self) -> "Workers":
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()


def _environment() -> dict[str, str]:
    """The environment without secrets: a worker needs to find Python's modules and nothing else."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("LC_", "LANG", "PYTHON", "TZ", "PATH", "HOME", "TMP", "VIRTUAL_ENV"))
    }
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


class _Worker:
    """The parent's end of one worker."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def send(self, frame: bytes) -> None:
        stdin = self.process.stdin
        assert stdin is not None
        if self.process.returncode is not None:
            raise _Unsent
        try:
            stdin.write(LENGTH.pack(len(frame)) + frame)
            await stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise _Unsent from error

    async def ask(self, task: bytes) -> bytes:
        """Sends a task and returns the answer; raises _Unsent when the worker had died idle, else WorkerDied."""
        stdout = self.process.stdout
        assert stdout is not None
        await self.send(task)
        try:
            (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
            if length > MAX_ANSWER_BYTES:
                raise WorkerDied(f"answered {length} bytes, more than is read")
            return await stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionResetError) as error:
            code = await self.process.wait()
            if code in (NO_MEMORY, -signal.SIGXCPU, -signal.SIGABRT):  # C++ libraries abort when an allocation fails
                raise WorkerExhausted("took more memory or CPU time than a task may have") from error
            raise WorkerDied(f"worker ended with {code}") from error

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        if self.process.stdin is not None:
            self.process.stdin.close()
        await self.process.wait()
        transport: Any = getattr(self.process, "_transport", None)
        if transport is not None:
            # without this the pipes are closed by the garbage collector after the loop has gone, with a ResourceWarning
            transport.close()
