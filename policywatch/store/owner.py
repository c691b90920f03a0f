"""Who holds a lease: this process, in words that another process on this host can check.

A crashed run must not block its sources for the rest of the lease. The owner names host, pid and start time, so that a
second process sees at once whether the first still lives; a pid that was given away again has another start time.
"""

import os
import secrets
import socket
from functools import lru_cache

#: seconds; the kernel's start time is read against a boot time that clock corrections move a little
_START_TOLERANCE_S = 2.0


def this_process() -> str:
    """``host:pid:start:nonce`` of this process, the same at every call."""
    return _owner(os.getpid())


def is_dead(owner: str) -> bool:
    """Whether the owner surely lives no more; ``False`` for other hosts, which cannot be asked."""
    try:
        host, pid, started, _ = owner.rsplit(":", 3)
        number, start = int(pid), float(started)
    except ValueError:
        return False
    if host != _host():
        return False
    now = _started_at(number)
    return now is None or abs(now - start) > _START_TOLERANCE_S


@lru_cache(maxsize=1)
def _owner(pid: int) -> str:
    started = _started_at(pid) or 0.0
    return f"{_host()}:{pid}:{started:.2f}:{secrets.token_hex(4)}"


def _started_at(pid: int) -> float | None:
    """When the process started, in seconds since the epoch; ``None`` when it is gone or a zombie."""
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process.create_time()
    except psutil.NoSuchProcess:
        return None
    except psutil.AccessDenied:
        return None


def _host() -> str:
    """Host name and process namespace: two containers of one name do not see each other's processes."""
    try:
        namespace = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        namespace = 0
    return f"{socket.gethostname()}/{namespace}"
