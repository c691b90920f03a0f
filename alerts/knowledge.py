"""Puts relevant documents into the knowledge base of a Lanying chatbot, so that colleagues can ask it about new rules.

A document is a message from the knowledge base's administrator to the bot: the address of an HTML page, or its extracted text as an
uploaded file. What has to be done is decided apart from doing it; which versions are on their way, and which arrived, stands in
the outbox like everything else that people are told.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from alerts.lanying import FILE, TO_USER, Account, Client, Reply, message_body
from alerts.posting import Answer, endpoint_problem, refusal
from alerts.render.safe import link, mask, shown
from policywatch.errors import PolicywatchError
from policywatch.text import stable_id
from policywatch.types import Ambiguous, Document, Parked, Receipt, Result, Retry, Sent

#: what the service calls an ordinary file in a chat
_CHAT_FILE = 100
#: more text than any rule has
_MOST_CHARACTERS = 2_000_000


class Options(Account):
    """The app, its knowledge-base administrator (`from_user`) and the bot."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bot: int = Field(ge=1, lt=2**63, description="User id of the chatbot whose knowledge base is fed.")


@dataclass(frozen=True, slots=True)
class Fact:
    """One document as the bot is to know it."""

    document_id: str
    #: a page that the bot may fetch itself, or ``None``
    page: str | None
    #: sent as a file where there is no such page
    text: str
    metadata: Mapping[str, Any]

    @property
    def version(self) -> str:
        """Changes when anything changes that the bot is told; the same version is never pushed twice."""
        return stable_id("knowledge", self.page or "", self.text, json.dumps(self.metadata, sort_keys=True))


@dataclass(frozen=True, slots=True)
class TellPage:
    """One message with the page's address."""

    url: str


@dataclass(frozen=True, slots=True)
class TellFile:
    """Ask for a place, upload, then one message with the file's address."""

    name: str
    content: bytes


Step = TellPage | TellFile


def fact_of(document_id: str, document: Document, identifiers: Sequence[str] = ()) -> Fact:
    """What of a document goes to the bot; ``identifiers`` are those of its matter.

    A page is named by its address only when its own text was read from HTML there; what came from a PDF or an API goes as text.
    """
    metadata = {
        "document_id": document_id,
        "title": shown(document.title, document.url, 300),
        "jurisdiction": document.jurisdiction,
        "identifiers": list(dict.fromkeys((*document.identifiers, *identifiers))),
        "dates": [{"kind": one.kind.value, "on": one.on.isoformat()} for one in document.dates if one.on],
        "status": document.status.value,
        "document_type": document.document_type.value,
        "published_on": document.published_at.date().isoformat() if document.published_at else None,
    }
    address = link(document.url) or ""
    is_page = document.text_origin == "page" and address.startswith("https://") and not address.lower().partition("?")[0].endswith(".pdf")
    parts = (part for part in (document.title, document.summary, document.text) if part)
    text = "\n\n".join([*(mask(part, document.url) for part in parts), address])
    return Fact(document_id, address if is_page else None, text, metadata)


def step_for(fact: Fact) -> Step:
    """How a document reaches the bot."""
    if fact.page:
        return TellPage(fact.page)
    return TellFile(f"{stable_id('file', fact.document_id)}.txt", fact.text[:_MOST_CHARACTERS].encode("utf-8", "replace"))


async def push(client: Client, options: Options, fact: Fact, delivery_id: str, now: datetime) -> Result:
    """Tells the bot about one version of a document; failures are values, and a repeat is dropped by its transaction id."""
    try:
        match step_for(fact):
            case TellPage(url):
                return await _tell(client, options, fact, delivery_id, now, url)
            case TellFile(name, content):
                return await _tell_file(client, options, fact, delivery_id, now, name, content)
    except PolicywatchError as error:
        return Parked(str(error))


def delivery_id_of(message: Mapping[str, Any]) -> str:
    """The delivery id that a message to the bot carries; empty when it is none of ours."""
    try:
        return str(json.loads(message.get("ext") or "{}")["ai"]["metadata"]["delivery_id"])
    except (ValueError, KeyError, TypeError):
        return ""


async def _tell(client: Client, options: Options, fact: Fact, delivery_id: str, now: datetime, content: str, **more: Any) -> Result:
    metadata = {**fact.metadata, "version": fact.version, "delivery_id": delivery_id}
    body = message_body(options, options.bot, TO_USER, delivery_id, content, {"ai": {"metadata": metadata}}, **more)
    reply = await client.send(body, now)
    if not isinstance(reply, Reply):
        return reply
    return Sent(Receipt(str(reply.msg_ids[0]) if reply.msg_ids else delivery_id, f"user:{options.bot}", now))


async def _tell_file(client: Client, options: Options, fact: Fact, delivery_id: str, now: datetime, name: str, content: bytes) -> Result:
    query = {"file_type": _CHAT_FILE, "to_type": TO_USER, "to_id": options.bot}
    place = await client.call("GET", "/file/upload/chat", now, query=query, user_id=options.from_user)
    if not isinstance(place, Reply):
        # asking for a place twice does no harm
        return Retry(None, place.reason) if isinstance(place, Ambiguous) else place
    url, method, download, fields = _place(place.data)
    problem = endpoint_problem(url) or endpoint_problem(download)
    if problem:
        return Parked(f"Lanying named a place for a file that is refused: {problem}")
    answer = await client.poster.request(method, url, body=content if method == "PUT" else _form(fields, name, content))
    trouble = refusal(answer, now, "the file store") if isinstance(answer, Answer) else answer
    if isinstance(trouble, Ambiguous):
        # a file that nobody was told of does no harm
        return Retry(None, trouble.reason)
    if trouble is not None:
        return trouble
    attachment = json.dumps({"dName": name, "url": download, "fLen": len(content)})
    return await _tell(client, options, fact, delivery_id, now, "", content_type=FILE, attachment=attachment)


def _place(data: Any) -> tuple[str, str, str, dict[str, str]]:
    """Upload address, method, download address and form fields of an answer."""
    told = data if isinstance(data, dict) else {}
    fields = told.get("oss_body_param")
    method = "PUT" if str(told.get("upload_method", "")).upper() == "PUT" else "POST"
    named = {str(key): str(value) for key, value in fields.items()} if isinstance(fields, dict) else {}
    return str(told.get("upload_url") or ""), method, str(told.get("download_url") or ""), named


def _form(fields: Mapping[str, str], name: str, content: bytes) -> Any:
    """The upload: the store's own fields first, the file last, as object stores want it."""
    import aiohttp

    form = aiohttp.FormData()
    for key, value in fields.items():
        form.add_field(key, value)
    form.add_field("file", content, filename=name, content_type="text/plain; charset=utf-8")
    return form
