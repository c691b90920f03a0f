"""Worker processes that may be killed: what strangers send is read where it can hang or swell without harm.

A ``ProcessPoolExecutor`` leaves a spinning worker spinning, and once killed it fails every later task. Here each worker has
its own pipe; one that overruns is killed and costs one task.
"""

import asyncio
import contextlib
import importlib
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_LENGTH = struct.Struct(">Q")
_PDEATHSIG = 1
#: exit code of a worker that ran out of memory
_NO_MEMORY = 3
#: whether this process is a worker
_serving = False
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
        code = "from policywatch.workers import serve; serve()"
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
            stdin.write(_LENGTH.pack(len(frame)) + frame)
            await stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise _Unsent from error

    async def ask(self, task: bytes) -> bytes:
        """Sends a task and returns the answer; raises _Unsent when the worker had died idle, else WorkerDied."""
        stdout = self.process.stdout
        assert stdout is not None
        await self.send(task)
        try:
            (length,) = _LENGTH.unpack(await stdout.readexactly(_LENGTH.size))
            if length > MAX_ANSWER_BYTES:
                raise WorkerDied(f"answered {length} bytes, more than is read")
            return await stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionResetError) as error:
            code = await self.process.wait()
            if code in (_NO_MEMORY, -signal.SIGXCPU, -signal.SIGABRT):  # C++ libraries abort when an allocation fails
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


# ---- the worker's side ------------------------------------------------------------------------------------------------


def serve() -> None:
    """The life of a worker: read a task, run it under limits, answer, until the pipe closes."""
    global _serving
    _serving = True
    source, sink = _own_pipes()
    parent, cpu_s, memory_bytes, preload = pickle.loads(_read(source) or b"")  # noqa: S301  written by our parent
    die_with(parent)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for module in preload:
        importlib.import_module(module)
    while (task := _read(source)) is not None:
        _limit_cpu(cpu_s)
        answer = _run(task)
        sink.write(_LENGTH.pack(len(answer)) + answer)
        sink.flush()


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Private copies of stdin and stdout, so that a library that prints cannot break the frames."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    return source, sink


def die_with(parent: int) -> None:
    """Ends this process when the thread that started it ends, and leaves Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


@contextlib.contextmanager
def less_memory(more_bytes: int) -> Iterator[None]:
    """Lets the block take at most so much more memory than the worker holds now; outside a worker it changes nothing."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    if not _serving or sys.platform != "linux":
        yield
        return
    with open("/proc/self/statm", encoding="ascii") as held:
        now = int(held.read().split()[0]) * resource.getpagesize()
    soft = now + more_bytes if before[0] == resource.RLIM_INFINITY else min(before[0], now + more_bytes)
    resource.setrlimit(resource.RLIMIT_AS, (soft, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _limit_cpu(cpu_s: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + cpu_s) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _read(source: BinaryIO) -> bytes | None:
    head = source.read(_LENGTH.size)
    return source.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else None


def _run(task: bytes) -> bytes:
    module, name, args, kwargs = pickle.loads(task)  # noqa: S301  written by our parent
    try:
        func: Any = importlib.import_module(module)
        for part in name.split("."):
            func = getattr(func, part)
        return pickle.dumps((True, func(*args, **kwargs)), protocol=5)
    except MemoryError:
        os._exit(_NO_MEMORY)  # what a failed allocation left behind is not trusted with the next task
    except Exception as error:  # noqa: BLE001  the one boundary per document: whatever a parser raises is a value
        return pickle.dumps((False, f"{type(error).__name__}: {error}"[:500]))
