"""The second network mode: Scrapy's handler on aiohttp, with the same address guard before every connection.

Where answers are slow it waits less than the handler on Twisted; Scrapy calls it experimental, so it is a setting (``network.mode: aiohttp``).
"""

from typing import Any

from policywatch.network import Guard

#: as in the other mode: some sites send header lines longer than 8 KiB, and limits of ours judge them
_MAX_LINE = 128 * 1024


def handler_for(guard: Guard) -> type[Any]:
    """A download handler for Scrapy's settings whose connections all pass the guard.

    A class rather than an object, because Scrapy copies its settings and would copy the guard with them.
    """
    from aiohttp import ClientSession, DummyCookieJar, TCPConnector
    from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse

    class Connector(TCPConnector):
        """Asks the guard for the addresses of every host, literals too: aiohttp never shows those to a resolver."""

        async def _resolve_host(self, host: str, port: int, traces: Any = None) -> list[Any]:
            rows = await guard.resolve(host, port)
            if not rows:
                raise OSError(f"no address of {host} may be dialled")
            return [
                {"hostname": host, "host": str(address[0]), "port": port, "family": family, "proto": proto, "flags": 0}
                for family, _, proto, _, address in rows
            ]

    class Handler(AiohttpDownloadHandler):
        """Scrapy's handler with a session of our own."""

        def __init__(self, crawler: Any) -> None:
            super().__init__(crawler)
            self._unused = self._session
            self._session = ClientSession(
                connector=Connector(limit=self._pool_size_total, limit_per_host=self._pool_size_per_host, use_dns_cache=False),
                cookie_jar=DummyCookieJar(),
                auto_decompress=False,
                response_class=_ClientResponse,
                skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
                trust_env=False,
                max_line_size=_MAX_LINE,
                max_field_size=_MAX_LINE,
            )

        async def close(self) -> None:
            await self._unused.close()
            await super().close()

    return Handler
