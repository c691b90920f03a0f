"""Logs are events with fields, on standard error; on a terminal only warnings, so that progress stays readable."""

import logging
import os
import re
import sys
from collections.abc import MutableMapping
from typing import Any

#: what ends a line, moves a cursor or turns text in some viewer
_ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]")


def harmless(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event with texts from outside on one line of visible characters, whoever shows the log; exceptions come after this."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _ACTS.sub(lambda found: f"\\u{ord(found[0]):04x}", value)
    return event


def configure() -> None:
    """Sets up structlog once per process; ``POLICYWATCH_LOG`` names the level (debug, info, warning, error)."""
    import structlog

    wanted = os.environ.get("POLICYWATCH_LOG", "warning").upper()
    level = logging.getLevelNamesMapping().get(wanted, logging.WARNING)
    renderer = structlog.dev.ConsoleRenderer(colors=False) if sys.stderr.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            harmless,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
