"""What a bare address says of its page: words for people until the page itself has been read."""

import re
from urllib.parse import unquote, urlsplit

from policywatch.text import one_line

_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|jsp|pdf|docx?|xml)$", re.I)
_SEPARATOR = re.compile(r"[-_+\s]+")


def title_of_url(url: str) -> str:
    """The last part of the path as words, else the host; never empty for an address with a host."""
    try:
        parts = urlsplit(url)
        segments = [part for part in unquote(parts.path, errors="replace").split("/") if part]
        host = parts.hostname or ""
    except ValueError:
        return one_line(url)
    words = _SEPARATOR.sub(" ", _EXTENSION.sub("", segments[-1])).strip() if segments else ""
    return one_line(words) or one_line(host) or one_line(url)
