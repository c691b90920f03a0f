"""Every route of the app, what it wants, and what it answers to those who do not have it."""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from app.house import House
from app.web.app import make_app
from app.web.shell import HEADERS, MOST_BYTES

#: (method, path) -> what a caller without any credentials is answered; a route that is not listed here fails the test below
MATRIX: dict[tuple[str, str], int] = {
    ("GET", "/health"): 200,
    ("GET", "/judge/{token}"): 404,
    ("POST", "/judge/{token}"): 404,
    ("GET", "/u/{token}"): 404,
    ("POST", "/u/{token}"): 404,
    ("POST", "/u/{token}/back"): 404,
    ("POST", "/lanying/{app_id}"): 401,
    ("POST", "/slack"): 401,
}


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    for context in iter_route_contexts(app.routes):
        assert context.methods, f"{context.path} answers to what is no plain request"
        for method in context.methods:
            yield method, context.path


def ask(client: TestClient, method: str, path: str) -> int:
    return client.request(method, path.replace("{", "").replace("}", "")).status_code


def state_of(home: Path) -> str:
    """A digest of every row of every table."""
    with sqlite3.connect(home / "policywatch.db") as db:
        return hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()


def test_no_route_is_outside_the_matrix(house: House) -> None:
    assert sorted(routes(make_app(lambda: house))) == sorted(MATRIX)


@pytest.mark.parametrize(("method", "path", "status"), [(*key, status) for key, status in MATRIX.items()])
def test_a_caller_without_credentials_gets_what_the_matrix_says(client: TestClient, method: str, path: str, status: int) -> None:
    assert ask(client, method, path) == status


def test_no_request_without_credentials_changes_a_row(client: TestClient, house: House) -> None:
    before = state_of(house.home)
    for method, path in MATRIX:
        ask(client, method, path)
    assert state_of(house.home) == before


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/openapi.json", "/health/", "//health", "/../etc/passwd", "/%2e%2e/health"])
def test_what_is_not_listed_does_not_exist(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/health", "/nowhere"])
def test_every_answer_carries_the_headers_that_keep_a_browser_still(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers


def test_a_body_over_the_limit_is_refused_before_a_route_sees_it(client: TestClient) -> None:
    assert client.post("/health", content=b"x" * (MOST_BYTES + 1)).status_code == 413
    assert client.post("/health", content=b"x" * MOST_BYTES).status_code == 405


def test_a_bug_tells_the_outside_nothing(house: House) -> None:
    app = make_app(lambda: house)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the database is at /srv/secret")

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_health_says_when_the_database_does_not_answer(client: TestClient, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from policywatch.errors import StoreLocked

    def locked() -> str:
        raise StoreLocked("held")

    monkeypatch.setattr(house.store, "schema_version", locked)
    assert client.get("/health").status_code == 503
