"""The one function of the crawl that a worker runs for a spider; apart, so that a worker loads nothing else."""

from crawlers.base import Fetched, Parsed, Spider
from policywatch.types import Source


def parse(spider: Spider, source: Source, got: Fetched) -> Parsed:
    """What the spider reads out of one answer."""
    return spider.parse(source, got)
