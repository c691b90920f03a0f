"""A verdict from the weekly mail: the link shows a page and does nothing, its buttons say whether a publication matters."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse

from alerts.render.words import Words
from app.acting import Outcome, Wish, act, voices_of
from app.digest_links import judged_by
from app.house import House
from app.web.current import CurrentHouse
from app.web.pages import page
from policywatch.config.models import PersonFields
from policywatch.store import DocumentRow
from policywatch.types import ActKind

router = APIRouter()
_VERDICTS = {"relevant": ActKind.RELEVANT, "not_relevant": ActKind.NOT_RELEVANT}


def _asked(house: House, token: str) -> tuple[PersonFields, DocumentRow, Words]:
    found = judged_by(house, token)
    row = house.store.document(found[1]) if found else None
    if found is None or row is None:
        raise HTTPException(404, "there is no such link, or it is too old")
    return found[0], row, Words(found[0].language or "en", house.config.language_folders)


@router.get("/judge/{token}")
def ask(house: CurrentHouse, token: str) -> HTMLResponse:
    """The publication, and the two verdicts to choose from."""
    from alerts.render.safe import link, shown

    _, row, words = _asked(house, token)
    document = row.document
    return page(
        "judge.html.j2",
        title=words.say("Does this matter to you?"),
        about=shown(document.title or document.url, document.url, 300, words.hidden),
        who=" · ".join(part for part in (shown(document.authority, document.url, 120), words.jurisdiction(document.jurisdiction)) if part),
        summary=shown(document.summary, document.url, 420, words.hidden),
        url=link(document.url),
        say=words.say,
        language=words.language,
    )


@router.post("/judge/{token}")
def answer(
    house: CurrentHouse, token: str, verdict: Annotated[str, Form()] = "", reason: Annotated[str, Form(max_length=500)] = ""
) -> HTMLResponse:
    """Keeps the verdict through the one door for acts; the same verdict again changes nothing."""
    person, row, words = _asked(house, token)
    kind = _VERDICTS.get(verdict)
    if kind is None:
        raise HTTPException(422, "the request has not the fields that are wanted")
    outcome = _verdict(house, person, row, kind, reason, words.language)
    title = words.say("Thank you") if outcome.ok else words.say("This could not be kept")
    return page("told.html.j2", 200 if outcome.ok else 403, title=title, lines=(outcome.what,), language=words.language)


def _verdict(house: House, person: PersonFields, row: DocumentRow, kind: ActKind, reason: str, language: str) -> Outcome:
    """One verdict for each use that the publication may touch, else one on whether it is about AI regulation at all."""
    from alerts.message import whys

    found = row.classification
    uses = [why.use_id for why in whys(found, house.config.uses)] if found else []
    wishes = [Wish(kind, f"document:{row.id}", use_id, reason, via="mail") for use_id in uses or [""]]
    outcomes = [act(house, person, wish, voices=voices_of(house, language)) for wish in wishes]
    return next((one for one in outcomes if not one.ok), outcomes[0])
