"""With the bundled model itself: what was scored is scored the same again, bit for bit, also after people taught it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from app.cli import app as cli
from app.teaching import give_verdict
from pipeline.classify import model_parts
from pipeline.embedders import st
from policywatch.store.schema import embeddings
from policywatch.types import Feedback
from tests.app.shelf import CREDIT, HIRING, SETTINGS, USES, Shelf, many, write_home

LONG = ("Providing a loan by an automated decision system is reviewed every year by the authority. " * 3 + "It keeps a register. ") * 40


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    home = tmp_path_factory.mktemp("real") / "home"
    write_home(home, settings=SETTINGS.replace("model: {embedder: none}\n", ""))
    made = Shelf(home, st.KIND())
    first = made.bring(*many(HIRING, 4), *many(CREDIT, 4, "Act"), ("A long act on AI", LONG))
    for number, document in enumerate(first[:8]):
        give_verdict(made.house, Feedback(document, "hiring", number < 4, "ann", made.now))
        give_verdict(made.house, Feedback(document, None, number % 2 == 0, "bob", made.now))
    made.bring(*many(HIRING, 2, "Order"), *many(CREDIT, 2, "Decree"))
    yield made
    made.close()


def replayed(shelf: Shelf, alert_id: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(cli, ["explain", alert_id, "--replay", "--json", "--home", str(shelf.home)])
    return done.exit_code, json.loads(done.stdout)["replay"]


def test_alerts_are_replayed_bit_for_bit_before_and_after_anything_was_learned(shelf: Shelf) -> None:
    alerts = shelf.store.alerts()
    by_title = {row.title: row for row in alerts}
    chosen = [alerts[0], by_title["A long act on AI"], by_title["Act 1 on artificial intelligence"]]
    versions = []
    for row in chosen:
        code, value = replayed(shelf, row.id)
        assert (code, value["same"]) == (0, True), value["differs"]
        assert value["then"] == value["now"] and len(value["now"]["uses"]) == 2
        versions.append(model_parts(value["then"]["model"])["taught"])
    assert versions[0] != "0" and versions[1:] == ["0", "0"]


def test_changed_uses_and_vectors_are_named(shelf: Shelf) -> None:
    last = shelf.store.alerts()[0]
    (shelf.home / "uses.yaml").write_text(USES.replace("loan", "mortgage"))
    assert any(line.startswith("uses was ") for line in replayed(shelf, last.id)[1]["differs"])
    (shelf.home / "uses.yaml").write_text(USES)
    with shelf.store._db.write() as db:
        db.execute(update(embeddings).values(vector=b"\x00\x3c" + b"\x00" * 766))
    code, value = replayed(shelf, last.id)
    assert code == 1 and any("other vectors than were kept" in line for line in value["differs"])
