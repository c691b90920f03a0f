"""Leaving the weekly mail by one click (RFC 8058), and coming back.

A GET changes nothing, because mail scanners follow links; the POST that mail programs send needs no cookie, no login and no page,
is answered without a redirect, and may come twice.
"""

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from alerts.render.words import Words
from app.digest_links import fingerprint
from app.digest_readers import Reader, come_back, has_left, leave, reader_of
from app.house import House
from app.web.current import CurrentHouse
from app.web.pages import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _Place:
    """A reader's place on a list, as a link names it."""

    digest_id: str
    recipient_id: str
    #: ``None``: the reader or the digest has left policywatch.yaml
    reader: Reader | None
    words: Words

    @property
    def name(self) -> str:
        """What the reader calls the list."""
        return self.words.quoted((self.reader.digest.name if self.reader else "") or self.digest_id)


def _place(house: House, token: str) -> _Place:
    found = house.store.token(fingerprint(token))
    if found is None:
        raise HTTPException(404, "there is no such link")
    reader = reader_of(house, *found)
    return _Place(*found, reader, Words(reader.digest.language if reader else "en", house.config.language_folders))


def _told(place: _Place, title: str, line: str) -> HTMLResponse:
    return page("told.html.j2", title=title, lines=(line,), language=place.words.language)


@router.get("/u/{token}")
def ask(house: CurrentHouse, token: str) -> HTMLResponse:
    """Asks whether to leave, or whether to come back."""
    place = _place(house, token)
    words = place.words
    if place.reader is not None and has_left(house, place.reader):
        title, line = words.say("You have left this list"), words.say("You get no more mails of the list {name}.", name=place.name)
        button = words.say("Send it to me again")
        return page("ask.html.j2", title=title, lines=(line,), button=button, language=words.language, action=f"{token}/back")
    title, line = words.say("Stop this weekly mail?"), words.say("You would get no more mails of the list {name}.", name=place.name)
    return page("ask.html.j2", title=title, lines=(line,), button=words.say("Unsubscribe"), language=words.language)


@router.post("/u/{token}")
def stop(house: CurrentHouse, token: str) -> HTMLResponse:
    """Leaves the list; whatever the body holds, as the address says it all."""
    place = _place(house, token)
    leave(house, place.digest_id, place.recipient_id, via="web")
    words = place.words
    return _told(place, words.say("You have left this list"), words.say("You get no more mails of the list {name}.", name=place.name))


@router.post("/u/{token}/back")
def back(house: CurrentHouse, token: str) -> HTMLResponse:
    """Comes back to the list."""
    place = _place(house, token)
    come_back(house, place.digest_id, place.recipient_id, via="web")
    words = place.words
    return _told(
        place, words.say("You are on the list again"), words.say("The next mail of the list {name} comes to you.", name=place.name)
    )
