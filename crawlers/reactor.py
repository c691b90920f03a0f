"""Scrapy's reactor on asyncio: installed before anything imports it, bound to the loop that runs the product."""

import asyncio
import atexit
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_runner: asyncio.Runner | None = None


def ensure_reactor() -> Any:
    """The reactor of the running loop, installed and started when there is none yet.

    Raises RuntimeError when the process already bound its reactor to another loop: there is one per process.
    """
    loop = asyncio.get_running_loop()
    if "twisted.internet.reactor" not in sys.modules:
        from twisted.internet import asyncioreactor

        asyncioreactor.install(loop)  # type: ignore[no-untyped-call]
    from twisted.internet import reactor

    if getattr(reactor, "_asyncioEventloop", None) is not loop:
        raise RuntimeError("the reactor belongs to another event loop: crawl on the loop that crawled first")
    if not reactor.running:
        reactor.startRunning(installSignalHandlers=False)
    return reactor


def run_in_reactor(async_fn: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs a coroutine to its end on the process's one crawling loop and returns its value or raises its exception."""
    global _runner
    if _runner is None:
        _runner = asyncio.Runner()
        atexit.register(close_reactor)

    async def main() -> T:
        ensure_reactor()
        return await async_fn()

    return _runner.run(main())


def close_reactor() -> None:
    """Ends the reactor's threads and closes the loop of ``run_in_reactor``; the process crawls no more."""
    global _runner
    if _runner is None:
        return
    reactor = sys.modules.get("twisted.internet.reactor")
    threads = getattr(reactor, "threadpool", None)
    if threads is not None:
        threads.stop()
    _runner.close()
    _runner = None
