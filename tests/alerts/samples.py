"""Invented regulators, rules and uses, in values of the house."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from alerts.digest import DigestInput
from alerts.digest_coverage import Coverage, Trouble
from alerts.digest_window import window
from alerts.message import item_for, notice, starting_picture
from policywatch.types import (
    AIUse,
    Band,
    Cause,
    Change,
    Classification,
    DateKind,
    Document,
    DocumentType,
    Item,
    LegalDate,
    Message,
    MessageKind,
    MovedDate,
    Outcome,
    Quote,
    Relevance,
    Severity,
    Source,
    Span,
    Status,
    Update,
    UpdateKind,
    Why,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SHA = "3f9a" * 16

USES = (
    AIUse("cv", "CV screening", "Ranks job applications before a recruiter reads them", owner="Employment law"),
    AIUse("chat", "Customer chatbot", "Answers customers' questions", owner="Consumer law", threshold=0.4),
    AIUse("credit", "Credit scoring", "Scores loan applications"),
)
SOURCE = Source(
    "nordia-gazette", "feed", "https://gazette.nordia.example/feed", "Official Gazette", "Ministry of Digital Affairs", "EU", "en"
)
ZH_SOURCE = Source("dongzhou-office", "listing", "https://www.dongzhou.example/ai/", "东洲网信办", "东洲网信办", "CN", "zh-Hans")


def document(title: str = "Regulation on automated recruitment systems", **changes: object) -> Document:
    made = Document(
        source_id="nordia-gazette",
        key="k1",
        url="https://gazette.nordia.example/2026/411",
        title=title,
        fingerprint="1:aa",
        summary="Sets out when a system that ranks applicants is to be registered and how applicants are told about it.",
        text="Applicants are told when software ranks their application. Operators register such software before first use.",
        text_origin="page",
        language="en",
        document_type=DocumentType.RULE,
        status=Status.ADOPTED_NOT_IN_FORCE,
        published_at=datetime(2026, 11, 20, 8, tzinfo=UTC),
        dates=(LegalDate(DateKind.APPLICATION, date(2027, 2, 2), "This Regulation applies from 2 February 2027."),),
        body_sha256=SHA,
    )
    return replace(made, **changes)


def classification(band: Band = Band.ALERT, score: float | None = 0.93, **scores: float) -> Classification:
    text = "Applicants are told when software ranks their application."
    found = scores or {"cv": 0.91, "chat": 0.47, "credit": 0.12}
    relevances = tuple(Relevance(use, value, Quote("text", 0, len(text), text), ("ranks",)) for use, value in found.items())
    return Classification(score, band, relevances, model="words")


def item(**changes: object) -> Item:
    made = item_for("doc-000001", document(), classification(), SOURCE, USES)
    return replace(made, seen_at=NOW - timedelta(minutes=12), **changes)


def alert(*items: Item, **changes: object) -> Message:
    items = items or (item(),)
    made = Message(MessageKind.ALERT, items[0].title, items, alert_id="al-000001", matter_id="ma-000001", created_at=NOW)
    return replace(made, **changes)


def new_rule() -> Message:
    return alert(severity=Severity.HIGH)


def consultation() -> Message:
    closes = LegalDate(DateKind.COMMENT_CLOSE, date(2026, 12, 15), "Comments are open until 15 December 2026.")
    return alert(
        item(
            title="关于客服聊天机器人标识办法(征求意见稿)公开征求意见的通知",
            url="https://www.dongzhou.example/ai/t20261120.html",
            source_id=ZH_SOURCE.id,
            source_name=ZH_SOURCE.name,
            authority=ZH_SOURCE.authority,
            jurisdiction="CN",
            language="zh-Hans",
            document_type=DocumentType.CONSULTATION,
            status=Status.CONSULTATION,
            summary="聊天机器人应当在对话开始时告知用户其并非真人。意见反馈至 yijian@dongzhou.example,联系人手机 +86 138 0013 8000。",
            dates=(closes,),
            why=(Why("chat", "Customer chatbot", 0.88, "聊天机器人应当在对话开始时告知用户其并非真人。", "Consumer law"),),
        )
    )


def revised() -> Message:
    spans = (
        Span("removed", "Operators register within 30 days of first use."),
        Span("added", "Operators register before first use, and at the latest on 2 February 2027."),
    )
    return alert(
        item(change=Change(spans, omitted=3), update_kind=UpdateKind.REVISED), parent_delivery_id="11111111-1111-5111-8111-111111111111"
    )


def low_confidence() -> Message:
    return alert(
        item(band=Band.REVIEW, topic_score=0.41, status=Status.UNKNOWN, document_type=DocumentType.UNKNOWN, dates=()), severity=Severity.LOW
    )


def enforcement() -> Message:
    return alert(
        item(
            title="Fine against a lender over unexplained automated refusals",
            document_type=DocumentType.ENFORCEMENT,
            status=Status.UNKNOWN,
            dates=(),
        ),
        severity=Severity.HIGH,
    )


def deadline_moved() -> Message:
    spans = (Span("removed", "applies from 2 August 2026"), Span("added", "applies from 2 February 2027"))
    after = item().dates[0]
    moved = MovedDate(LegalDate(DateKind.APPLICATION, date(2026, 8, 2), "This Regulation applies from 2 August 2026."), after)
    return alert(item(change=Change(spans), update_kind=UpdateKind.DATE_MOVED, moved=(moved,)), severity=Severity.HIGH)


def picture(count: int = 23) -> Message:
    rows = [
        (
            f"doc-{n:06}",
            document(f"Notice {n} on automated decisions", url=f"https://gazette.nordia.example/n/{n}", key=f"k{n}"),
            classification(Band.ALERT if n % 3 else Band.REVIEW, cv=round(n / (count + 1), 2)),
            SOURCE,
        )
        for n in range(1, count + 1)
    ]
    return starting_picture(rows, USES, NOW)


def incident() -> Message:
    lines = (
        "nordia-gazette lists nothing since 23 November 2026, where 20 items are usual: open the page and see whether its layout changed",
        "3 checks in a row were empty",
    )
    return notice("A source fell silent: Official Gazette", lines, Severity.HIGH, NOW)


def burst_summary() -> Message:
    items = tuple(
        item(document_id=f"doc-{n:06}", title=f"Circular {n} on chat assistants", url=f"https://gazette.nordia.example/c/{n}")
        for n in range(7)
    )
    return Message(MessageKind.ALERT, "Several updates at once", items, created_at=NOW)


def coverage() -> Coverage:
    failing = (
        Trouble("Hafen Authority", datetime(2026, 11, 19, tzinfo=UTC), Outcome.FAILED, Cause.TIMEOUT),
        Trouble("Costa Regulator", datetime(2026, 11, 21, tzinfo=UTC), Outcome.BLOCKED, Cause.WAF),
    )
    return Coverage(
        43,
        41,
        1204,
        388,
        failing,
        (Trouble("Isla Bulletin", None, Outcome.FAILED, Cause.JS_SHELL),),
        {"Official Gazette": 201, "Hafen Authority": 43},
    )


def digest_input(language: str = "en", items: tuple[Item, ...] | None = None) -> DigestInput:
    if items is None:
        items = (
            item(),
            *consultation().items,
            *revised().items,
            replace(
                low_confidence().items[0],
                document_id="doc-000004",
                title="Speech on responsible innovation",
                url="https://gazette.nordia.example/s/1",
            ),
            item(
                document_id="doc-000005",
                title="Annual report of the AI Office",
                url="https://gazette.nordia.example/r/1",
                why=(),
                dates=(),
                document_type=DocumentType.REPORT,
            ),
            item(
                document_id="doc-000006",
                title="Act on the explanation of credit decisions",
                url="https://laws.westland.example/a/6",
                jurisdiction="US-CO",
                document_type=DocumentType.LAW,
                status=Status.IN_FORCE,
                why=(Why("credit", "Credit scoring", 0.77, "A lender states the main reasons of an automated refusal.", ""),),
            ),
        )
        items = tuple(replace(one, document_id=f"doc-{n:06}") for n, one in enumerate(items, 1))
    return DigestInput(
        "legal-weekly", "Legal weekly", window("Europe/Berlin", "monday", "08:00", NOW), coverage(), items, language=language
    )


def update(kind: UpdateKind = UpdateKind.NEW) -> Update:
    return Update("up-1", "doc-000001", kind, document(), NOW)
