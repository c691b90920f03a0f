"""A house in which people were told something: three files, a store, one matter with its alert, without any crawl."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from alerts.message import delivery_for, message_for
from app.house import House, load_config, open_house
from policywatch.config.models import PersonFields
from policywatch.store import Classified
from policywatch.text import stable_id
from policywatch.types import Alert, CheckResult, Delivery, Document, Matter, Outcome, Severity, Source, Update, UpdateKind
from tests.alerts import samples
from tests.alerts.outbox import Clock
from tests.policywatch.store.keeping import keep_check

PEOPLE = """
people:
  - {id: ada, name: Ada Example, slack_user: U1, lanying_user: '71', role: admin}
  - {id: bo, name: Bo Example, slack_user: U2, lanying_user: '72', role: editor}
  - {id: cy, name: Cy Example, slack_user: U3, role: reader}
  - {id: di, name: Di Example, slack_user: U4, role: auditor}
"""
USES = """
uses:
  - {id: cv, name: CV screening, description: Ranks job applications before a recruiter reads them, owner: bo}
  - {id: chat, name: Customer chatbot, description: Answers customers' questions, owner: Consumer law, threshold: 0.4}
"""
SETTINGS = """
zone: Europe/Berlin
model: {embedder: none}
"""
FILE_CHANNEL = "channels:\n  - {id: legal, kind: file, path: told.jsonl}\nroutes:\n  - {channel: legal}\n"


@contextmanager
def told_house(home: Path, clock: Clock, channels: str = FILE_CHANNEL) -> Iterator[House]:
    """A house of four people and two uses."""
    home.mkdir(exist_ok=True)
    (home / "sources.yaml").write_text(f"sources:\n  - {{id: nordia-gazette, kind: feed, url: {samples.SOURCE.url}, name: Gazette}}\n")
    (home / "uses.yaml").write_text(USES)
    (home / "policywatch.yaml").write_text(SETTINGS + channels + PEOPLE)
    with open_house(home, config=load_config(home), clock=clock) as house:
        yield house


def person(house: House, id: str) -> PersonFields:
    return next(one for one in house.config.settings.people if one.id == id)


def tell(house: House, title: str = "", *, channels: tuple[str, ...] = ("legal",), matter_id: str = "", **changes: object) -> list[Alert]:
    """One document that touches both uses, kept and queued as the pipeline does it: an alert for each channel."""
    document = samples.document(title or samples.document().title, **changes)
    document = replace(document, key=stable_id("key", document.title), fingerprint=f"1:{stable_id(document.title, document.text)}")
    now, source = house.clock(), samples.SOURCE
    update = _checked(house, document, source)
    (pending,) = house.store.to_classify(now, house.owner, 60, 1)
    matter = Matter(matter_id or stable_id("matter", document.title), document.title)
    result = samples.classification(cv=0.91, chat=0.47)
    made: list[Alert] = []
    deliveries: list[Delivery] = []
    for channel in channels:
        parent = house.store.told_delivery(matter.id, channel)
        alert_id = stable_id(update.id, channel)
        alert = Alert(alert_id, update.id, channel, Severity.HIGH, result.relevances, matter.id, now)
        message = message_for(alert, update, result, source, house.config.uses, matter, parent)
        made.append(alert)
        deliveries.append(delivery_for(message, channel, alert_id, now))
    house.store.keep_classified([Classified(pending, result, matter, tuple(made), tuple(deliveries), document)], now)
    return made


def _checked(house: House, document: Document, source: Source) -> Update:
    now = house.clock()
    house.store.sync_sources(house.config.sources, now)
    (claim,) = house.store.claim(now, house.owner, 60, everything=True)
    document_id = stable_id(document.source_id, document.key)
    update = Update(stable_id(document_id, "new", document.fingerprint), document_id, UpdateKind.NEW, document, now)
    result = CheckResult(claim, now, now, Outcome.CHANGED, complete=True, documents=(document,), items=1)
    keep_check(house.store, result, [update], (), now, now)
    return update
