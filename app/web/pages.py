"""Pages for people: plain HTML of templates, one style that is allowed by its hash, no script, no image, nothing from elsewhere."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from app.web.shell import HEADERS

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent / "templates"


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """One page of ``templates``; every value is escaped, and every template extends ``base.html.j2``."""
    text = _templates().get_template(template).render(style=_style(), **values)
    return HTMLResponse(text, status, {"content-security-policy": _policy()})


@cache
def _style() -> str:
    return (_FOLDER / "style.css").read_text("utf-8")


@cache
def _policy() -> str:
    """Ours, with the one style let through."""
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    return f"{HEADERS['content-security-policy']}; style-src 'sha256-{digest}'"


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
