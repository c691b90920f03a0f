"""The demo: a first look, then "a week later", told the way a lawyer would read it."""

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.demo.web import Server, count_documents, load_sites
from app.digests import preview
from app.house import House, load_config, open_house
from app.present import print_table
from app.progress import Progress
from app.running import Asked, Summary, run_once
from policywatch.store import DocumentRow
from policywatch.text import one_line
from policywatch.types import Band, DeliveryState, LegalDate, MessageKind

_USES = """\
uses:
  - id: hiring
    name: Hiring software
    description: Software that ranks, screens or interviews job applicants.
    keywords: {en: [hiring, candidate screening, job applicants, automated employment decision], zh: [招聘, 简历], fr: [recrutement, candidats], de: [Bewerber]}
    owner: employment counsel
  - id: credit
    name: Credit scoring
    description: Models that score the creditworthiness of people and decide on loans.
    keywords: {en: [credit scoring, creditworthiness, adverse action, loan], de: [Bonitätsprüfung, Kreditentscheidungen]}
    owner: banking counsel
  - id: chatbot
    name: Customer chatbot
    description: A conversational assistant that answers consumers by chat or voice, including automated calls.
    keywords: {en: [chatbot, conversational assistant, virtual assistant]}
    owner: consumer counsel
  - id: biometrics
    name: Face recognition at the door
    description: Recognising or verifying people by their face.
    keywords: {en: [facial recognition, biometric identification], zh: [人脸识别]}
    owner: privacy counsel
  - id: monitoring
    name: Workforce analytics
    description: Measuring the productivity and behaviour of employees.
    keywords: {en: [employee monitoring, worker productivity, workplace surveillance], de: [Überwachung von Beschäftigten]}
    owner: employment counsel
  - id: content
    name: Generated marketing content
    description: Text, images, audio or video produced with generative models for marketing.
    keywords: {en: [AI-generated content, synthetic media, watermark], zh: [生成式人工智能, 深度合成, 标识]}
    owner: media counsel
"""


def write_home(home: Path, base: str, port: int, *, embedder: str = "st", channels: str | None = None) -> None:
    """The three files of the demo's company, watching the web at ``base``."""
    home.mkdir(parents=True, exist_ok=True)
    lines = ["sources:"]
    for site in load_sites():
        page = {"feed": "feed.xml", "listing": "news.html"}.get(site["kind"], site["documents"][0]["slug"])
        lines += [
            f"  - id: {site['id']}",
            f"    kind: {site['kind']}",
            f"    url: {base}/{site['host']}/{page}",
            f'    name: "{site["name"]}"',
            f'    authority: "{site["authority"]}"',
            f"    jurisdiction: {site['jurisdiction']}",
            f"    language: {site['language']}",
            "    every: 0s",
            "    first_items: 20",
        ]
        if site["kind"] in ("page", "listing"):
            lines.append("    confirm_after_s: 0")
    (home / "sources.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (home / "uses.yaml").write_text(_USES, encoding="utf-8")
    wanted = channels or "  - {id: console, kind: console}\n  - {id: record, kind: file, path: alerts.jsonl}\n"
    names = [line.split("id: ")[1].split(",")[0] for line in wanted.strip().splitlines()]
    routes = "".join(f"  - {{channel: {name}}}\n  - {{channel: {name}, uses: [general]}}\n" for name in names)
    (home / "policywatch.yaml").write_text(
        f"""\
database: sqlite:///policywatch.db
zone: UTC
model: {{embedder: {embedder}}}
network:
  allow_private_networks: [127.0.0.0/8]
  allow_ports: [80, 443, {port}]
crawl: {{per_host_concurrency: 4, per_host_delay_s: 0}}
channels:
{wanted}routes:
{routes}digests:
  - {{id: weekly, name: Legal weekly, channel: mail-preview, recipients: [legal@company.example], zone: UTC, day: monday, at: "08:00", language: en}}
""".replace(
            "channels:\n",
            "channels:\n  - {id: mail-preview, kind: mail, host: 127.0.0.1, port: 25, security: none, sender: watch@company.example}\n",
        ),
        encoding="utf-8",
    )


@dataclass
class Clock:
    """The wall clock, moved forward when the demo says "a week later"."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def say(text: str = "") -> None:
    """A line of the demo's own words."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def play(out: Path) -> int:
    """Plays both weeks; 0 when everything that should happen happened, else 1 with what did not."""
    from app.journal import configure
    from crawlers.reactor import run_in_reactor

    configure()
    started = time.monotonic()
    home = out / "home"
    for old in (home, out / "slack"):
        shutil.rmtree(old, ignore_errors=True)
    clock = Clock()
    with Server(clock().date()).serving() as server:
        write_home(home, server.base, server.port)
        with open_house(home, config=load_config(home), clock=clock) as house:
            missing = run_in_reactor(lambda: _both_weeks(house, server, clock, out))
    say(f"\n{time.monotonic() - started:.0f} seconds. All regulators, rules and numbers above are invented.")
    for what in missing:
        sys.stderr.write(f"missing: {what}\n")
    return 1 if missing else 0


async def _both_weeks(house: House, server: Server, clock: Clock, out: Path) -> list[str]:
    sites = load_sites()
    say(f"== The first look: {len(sites)} invented regulators, {count_documents(sites)} publications, 4 languages ==\n")
    first = await run_once(house, Asked(), Progress())
    _table(house, [row for row in house.store.documents(None, 1000) if _matters(row)], "What stood there and may touch this company")
    say(f"{first.classified} classified; the rest is kept and told to nobody, unless somebody asks.")

    say("\n== A week later ==\n")
    clock.ahead = timedelta(days=7)
    server.turn_to(1)
    before = {row.id for row in house.store.alerts(1000)}
    second = await run_once(house, Asked(), Progress())
    news = [row for row in house.store.alerts(1000) if row.id not in before]
    touched = dict.fromkeys(row.document_id for row in news)
    rows = [row for document_id in touched if (row := house.store.document(document_id))]
    _table(house, rows, "Just what changed")
    for result in second.tally.results:
        if result.outcome not in ("changed", "unchanged"):
            say(f"! {result.claim.source.authority}: {result.outcome.value} ({result.cause.value}). {result.detail}")
    written = [*_slack_payloads(house, out / "slack"), *preview(house, None, out)]
    say(f"\nSlack payloads and the weekly mail as files: {len(written)} in {out}/ (open {out}/digest.html)")
    return _missing(first, second, news)


def _matters(row: DocumentRow) -> bool:
    return row.classification is not None and row.classification.band is not Band.DROP


def _table(house: House, rows: Sequence[DocumentRow], title: str) -> None:
    uses = {use.id: use for use in house.config.uses}
    lines = []
    for row in sorted(rows, key=lambda row: row.document.jurisdiction):
        found = row.classification
        if found is None:
            continue
        told = sorted((r for r in found.relevances if r.score >= uses[r.use_id].threshold), key=lambda r: -r.score)
        names = ", ".join(f"{uses[r.use_id].name} {r.score:.2f}" for r in told) or "AI regulation in general"
        quote = next((r.quote.text for r in told if r.quote), found.quote.text if found.quote else "")
        lines.append(
            (
                row.document.jurisdiction,
                row.document.title,
                names,
                f"“{one_line(quote, 220)}”" if quote else "",
                _deadline(row.document.dates),
            )
        )
    print_table(title, ("where", "what", "our uses", "why", "deadline"), lines)


def _deadline(dates: Sequence[LegalDate]) -> str:
    known = sorted((d.on, d.kind.value) for d in dates if d.on)
    return f"{known[0][0]:%d %b %Y} ({known[0][1].replace('_', ' ')})" if known else ""


def _slack_payloads(house: House, folder: Path) -> list[Path]:
    """What Slack would have been sent, one file per message."""
    import json

    from alerts.render.card import Looks
    from alerts.render.slack import Scene, payload

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    wanted = [d for d in house.store.deliveries(None, 1000) if d.channel_id == "record" and d.kind is not MessageKind.DIGEST]
    for number, delivery in enumerate(sorted(wanted, key=lambda d: (d.created_at, d.id)), 1):
        path = folder / f"{number:02d}-{delivery.kind.value}.json"
        body: dict[str, Any] = payload(
            delivery.message, Looks(house.config.settings.zone), house.clock(), delivery.id, Scene(interactive=True)
        )
        path.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _missing(first: Summary, second: Summary, news: Sequence[Any]) -> list[str]:
    """What the demo promises and did not show."""
    outcomes = {result.claim.source.id: result.outcome.value for result in second.tally.results}
    titles = " | ".join(row.title for row in news)
    promises: list[tuple[str, Callable[[], bool]]] = [
        ("the first look alerts nobody by itself", lambda: first.alerts == 0),
        ("every source was read at the first look", lambda: set(first.tally.checks) == {"changed"}),
        ("the new rule", lambda: "monitoring employees" in titles),
        ("the revised page", lambda: "biometric recognition" in titles),
        ("the press release under its rule", lambda: "Press release" in titles),
        ("the suddenly empty list", lambda: outcomes.get("fr-autorite") == "empty"),
        ("every message reached its channel", lambda: set(second.deliveries) <= {DeliveryState.SENT.value}),
    ]
    return [what for what, shown in promises if not shown()]
