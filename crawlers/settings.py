"""Scrapy's settings: every default that is unsafe, impolite or noisy for a service is turned here, with the reason."""

from typing import Any

from policywatch.network import Guard
from policywatch.types import CrawlLimits

#: no check list may keep a crawl alive longer than this after its last deadline
CLOSE_AFTER_S = 900


def settings(limits: CrawlLimits, guard: Guard) -> dict[str, Any]:
    """The settings of one crawl; in mode ``aiohttp`` the guard comes with the handler, else with the reactor's resolver."""
    return {
        # both run Python that anybody on this machine sends
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        # unverified TLS is no evidence
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        # a link must not open a local file
        "DOWNLOAD_HANDLERS": {"file": None, "data": None, "ftp": None, "s3": None, **_handlers(limits, guard)},
        # its freshness heuristic hides updates; ours is conditional requests
        "HTTPCACHE_ENABLED": False,
        "DNSCACHE_ENABLED": False,
        "CONCURRENT_REQUESTS": limits.concurrency,
        # turns per host are taken before the request is made (crawlers.manners), where they outlive one crawl
        "CONCURRENT_REQUESTS_PER_DOMAIN": max(limits.per_host_concurrency, 1),
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "DOWNLOAD_TIMEOUT": limits.timeout_s,
        "DOWNLOAD_MAXSIZE": limits.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        # hops, retries, decompression, robots.txt and proxies are judged step by step in crawlers.fetch
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "RETRY_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "COMPRESSION_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "MEMUSAGE_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_LEVEL": "INFO",
        "STATS_DUMP": False,
        "LOGSTATS_INTERVAL": 0,
        "USER_AGENT": limits.user_agent,
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    }


def _handlers(limits: CrawlLimits, guard: Guard) -> dict[str, Any]:
    if limits.mode == "twisted":
        return {}
    from crawlers.aio import handler_for

    handler = handler_for(guard)
    return {"http": handler, "https": handler}
