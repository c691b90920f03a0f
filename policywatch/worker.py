"""The worker's side of ``policywatch.workers``: apart, so that a worker loads neither an event loop nor anything else it does not need."""

import contextlib
import importlib
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

#: what stands before each frame: its length
LENGTH = struct.Struct(">Q")
#: exit code of a worker that ran out of memory
NO_MEMORY = 3
_PDEATHSIG = 1
#: whether this process is a worker
_serving = False


def serve() -> None:
    """The life of a worker: read a task, run it under limits, answer, until the pipe closes."""
    global _serving
    _serving = True
    source, sink = _own_pipes()
    parent, cpu_s, memory_bytes, preload = pickle.loads(_read(source) or b"")  # noqa: S301  written by our parent
    die_with(parent)
    # the loop that feeds the workers goes first: it keeps them busy, and what else runs on it waits less
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for module in preload:
        importlib.import_module(module)
    while (task := _read(source)) is not None:
        _limit_cpu(cpu_s)
        answer = _run(task)
        sink.write(LENGTH.pack(len(answer)) + answer)
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
    head = source.read(LENGTH.size)
    return source.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _run(task: bytes) -> bytes:
    module, name, args, kwargs = pickle.loads(task)  # noqa: S301  written by our parent
    try:
        func: Any = importlib.import_module(module)
        for part in name.split("."):
            func = getattr(func, part)
        return pickle.dumps((True, func(*args, **kwargs)), protocol=5)
    except MemoryError:
        os._exit(NO_MEMORY)  # what a failed allocation left behind is not trusted with the next task
    except Exception as error:  # noqa: BLE001  the one boundary per document: whatever a parser raises is a value
        return pickle.dumps((False, f"{type(error).__name__}: {error}"[:500]))
