"""What n-grams say of type and status: the weights that ship, how they are fitted, and what they may not overrule."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from benchmarks.legal import rows
from pipeline import status_head
from pipeline.status import type_and_status
from pipeline.train.status import train
from policywatch.errors import ModelError
from policywatch.types import DocumentType, Status

TODAY = date(2026, 11, 24)


def test_the_shipped_weights_are_small_and_answer_for_every_type_and_status() -> None:
    types, statuses = status_head.leanings("Data Act", "Be it enacted.")
    assert set(types) == set(DocumentType) - {DocumentType.UNKNOWN} and set(statuses) == set(Status)
    assert (status_head.WEIGHTS / "status.npz").stat().st_size < 1_500_000


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    gold = rows("document_status.jsonl")[::40]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        train(gold, tmp_path / name)
    assert (tmp_path / "a" / "status.npz").read_bytes() == (tmp_path / "b" / "status.npz").read_bytes()
    assert status_head.load(tmp_path / "a").weights.shape == (status_head.BUCKETS, len(status_head.KINDS) + len(status_head.STATUSES))


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 not a zip", b"\x80\x04pickle"])
def test_damaged_or_missing_weights_are_refused(tmp_path: Path, content: bytes | None) -> None:
    shutil.copy(status_head.WEIGHTS / "status.json", tmp_path)
    if content is not None:
        (tmp_path / "status.npz").write_bytes(content)
    with pytest.raises(ModelError, match="make train-status"):
        status_head.load(tmp_path)


def test_weights_for_other_statuses_are_refused(tmp_path: Path) -> None:
    for name in ("status.json", "status.npz"):
        shutil.copy(status_head.WEIGHTS / name, tmp_path)
    card = tmp_path / "status.json"
    card.write_text(card.read_text(encoding="utf-8").replace('"withdrawn"', '"gone"'), encoding="utf-8")
    with pytest.raises(ModelError, match="fitted for others"):
        status_head.load(tmp_path)


def test_digits_and_case_make_no_difference() -> None:
    assert status_head.leanings("RULE 12", "Of 3 May 2026") == status_head.leanings("rule 98", "of 7 may 1999")


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        ("Draft Data Rules", "The final rule is in force and applies now.", Status.PROPOSAL),
        ("Data Rules 2026", "These Rules come into force on 1 March 2027.", Status.ADOPTED_NOT_IN_FORCE),
        ("Data Rules 2026", "These Rules came into force on 1 March 2026.", Status.IN_FORCE),
    ],
)
def test_a_draft_or_a_date_outweighs_any_leaning(monkeypatch: pytest.MonkeyPatch, title: str, text: str, wanted: Status) -> None:
    strong = {status: 1.0 if status in (Status.IN_FORCE, Status.ADOPTED_NOT_IN_FORCE) else -1.0 for status in Status}
    types, _ = status_head.leanings(title, text)
    monkeypatch.setattr(status_head, "leanings", lambda *_: (types, strong))
    assert type_and_status(title, text, "en", TODAY)[1] is wanted


@pytest.mark.parametrize(
    ("title", "text", "lang", "wanted"),
    [
        ("关于废止《网吧备案办法》的决定", "总局令第3号。本决定自公布之日起施行。", "zh", (DocumentType.RULE, Status.WITHDRAWN)),
        (
            "Besluit tot intrekking van de Regeling zendmasten",
            "Deze regeling treedt in werking op 1 juli 2026.",
            "nl",
            (None, Status.WITHDRAWN),
        ),
        ("SB 12 Kiosk Cameras", "General Assembly. Status: Approved by the Governor - Chapter 31.", "en", (DocumentType.LAW, None)),
        (
            "Nuevo registro de sensores",
            "Proyecto de ley. Discusión general: rechazado en general. Oficio de archivo.",
            "es",
            (None, Status.WITHDRAWN),
        ),
        ("Hotel data rules", "Press release. The regulation took effect today.", "en", (DocumentType.SPEECH_PRESS, Status.IN_FORCE)),
        ("Le Sénat adopte en première lecture le texte sur les bornes", "Communiqué de presse.", "fr", (None, Status.PROPOSAL)),
    ],
)
def test_how_registers_gazettes_and_press_offices_tell_an_end_or_a_stage(
    title: str, text: str, lang: str, wanted: tuple[DocumentType | None, Status | None]
) -> None:
    found = type_and_status(title, text, lang, TODAY)
    assert all(want is None or want is got for want, got in zip(wanted, found, strict=True)), found
