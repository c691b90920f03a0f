"""The links of a weekly mail: how a reader leaves the list, and where they say whether a publication matters."""

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256

from app.acting import find_person, may
from app.digest_readers import Reader
from app.house import House
from app.web.tokens import make_token, read_token, signing_key
from policywatch.config.models import PersonFields
from policywatch.types import ActKind

UNSUBSCRIBE = "unsubscribe"
JUDGE = "judge"
#: a forwarded mail does not vote for ever
_JUDGE_FOR = timedelta(days=90)


def fingerprint(token: str) -> str:
    """By which a token is known; from it nobody makes the token."""
    return sha256(token.encode()).hexdigest()


def unsubscribe_url(house: House, reader: Reader, *, keep: bool = True) -> str:
    """Where this reader leaves this list; empty without a web server. Raises SecretMissing or UsageError when it cannot be signed.

    The store learns the link's fingerprint, so that links in old mails go on working when the secret is changed.
    """
    web = house.config.settings.web
    if web is None or not reader.id:
        return ""
    token = make_token(signing_key(web, house.env), UNSUBSCRIBE, reader.digest.id, reader.id)
    if keep:
        house.store.keep_token(fingerprint(token), reader.digest.id, reader.id, house.clock())
    return f"{web.public_url}/u/{token}"


def judge_urls(house: House, reader: Reader, document_ids: Iterable[str], on: date) -> dict[str, str]:
    """By document, where this reader says whether it matters; empty for readers who may not, and without a web server."""
    web = house.config.settings.web
    person = find_person(house, id=reader.id) if reader.id else None
    if web is None or person is None or not may(person, ActKind.RELEVANT):
        return {}
    key = signing_key(web, house.env)
    return {
        document_id: f"{web.public_url}/judge/{make_token(key, JUDGE, person.id, document_id, on.isoformat())}"
        for document_id in document_ids
    }


def judged_by(house: House, token: str) -> tuple[PersonFields, str] | None:
    """The person and the document of a link in a mail, or ``None`` when it is no link of ours, or too old."""
    web = house.config.settings.web
    ids = read_token(signing_key(web, house.env), JUDGE, token) if web else None
    if ids is None or len(ids) != 3:
        return None
    person_id, document_id, made_on = ids
    person = find_person(house, id=person_id)
    if person is None or house.clock().date() - date.fromisoformat(made_on) > _JUDGE_FOR:
        return None
    return person, document_id
