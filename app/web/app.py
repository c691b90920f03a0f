"""Puts the app together: which routers there are, what every answer carries, and how an error looks from outside."""

from typing import TYPE_CHECKING

from app.web.current import Current
from app.web.shell import Shell

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse


def make_app(current: Current) -> "FastAPI":
    """The app; ``current`` answers with the open house of now, so that an edit of the configuration counts at once."""
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    from app.web.routes import health, judge, lanying, slack, unsubscribe

    # no schema, no documentation pages, no guessing of slashes: what is not listed here does not exist
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.current = current
    #: what is let go of when the server stops
    app.state.closing = []
    for routes in (health, judge, lanying, slack, unsubscribe):
        app.include_router(routes.router)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_middleware(Shell)
    return app


def _told(status: int, what: str, headers: dict[str, str] | None = None) -> "JSONResponse":
    from fastapi.responses import JSONResponse

    return JSONResponse({"error": what}, status, headers)


def _refused(request: "Request", error: Exception) -> "JSONResponse":
    from starlette.exceptions import HTTPException

    assert isinstance(error, HTTPException)
    return _told(error.status_code, str(error.detail), dict(error.headers or {}))


def _malformed(request: "Request", error: Exception) -> "JSONResponse":
    """Says nothing of what was sent: it may be anything."""
    return _told(422, "the request has not the fields that are wanted")
