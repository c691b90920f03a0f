"""The web app over a small house, asked the way a browser or a service asks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.house import House, open_house
from app.web.app import make_app

SETTINGS = """\
channels:
  - {id: record, kind: file, path: alerts.jsonl}
routes:
  - {channel: record}
people:
  - {id: anna, name: Anna Example, mail: anna@legal.example, role: editor}
web:
  public_url: http://127.0.0.1:8080
  secret: ${WEB_SECRET}
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("WEB_SECRET", "a secret of the web server, long enough")
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    (tmp_path / "uses.yaml").write_text("uses: []\n")
    (tmp_path / "policywatch.yaml").write_text(SETTINGS)
    with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    with TestClient(make_app(lambda: house), raise_server_exceptions=False, follow_redirects=False) as made:
        yield made
