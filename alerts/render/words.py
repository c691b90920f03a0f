"""The product's own words for people: English here, every other language from its catalogue.

Everything that is not quoted from a publication comes from here: so a Chinese reader gets Chinese and not English with
Chinese letters, and a test can hold every sentence against the list of phrases that would be legal advice. We speak of
possibility ("may touch"), never of duty.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from policywatch.languages import Catalogue, catalogue
from policywatch.types import Cause, DateKind, DocumentType, MovedDate, Outcome, Status, UpdateKind

#: complete; a catalogue in the home folder adds others to the weekly mail
LANGUAGES = ("en", "zh-Hans")

_TYPES: Mapping[DocumentType, str] = {
    DocumentType.LAW: "Law",
    DocumentType.BILL: "Bill",
    DocumentType.RULE: "Rule",
    DocumentType.PROPOSAL: "Proposal",
    DocumentType.CONSULTATION: "Consultation",
    DocumentType.GUIDANCE: "Guidance",
    DocumentType.STANDARD: "Standard",
    DocumentType.DECISION: "Decision",
    DocumentType.ENFORCEMENT: "Enforcement",
    DocumentType.COURT: "Court case",
    DocumentType.SPEECH_PRESS: "Press or speech",
    DocumentType.REPORT: "Report",
    DocumentType.NEWS: "News",
    DocumentType.OTHER: "Publication",
    DocumentType.UNKNOWN: "Publication",
}
_STATUSES: Mapping[Status, str] = {
    Status.PROPOSAL: "proposed",
    Status.CONSULTATION: "open for comment",
    Status.ADOPTED_NOT_IN_FORCE: "adopted, not yet in force",
    Status.IN_FORCE: "in force",
    Status.WITHDRAWN: "withdrawn",
    Status.UNKNOWN: "status unknown",
}
_DATES: Mapping[DateKind, str] = {
    DateKind.EFFECTIVE: "In force from",
    DateKind.APPLICATION: "Applies from",
    DateKind.COMMENT_CLOSE: "Comments close",
    DateKind.TRANSITION_END: "Transition ends",
    DateKind.ENFORCEMENT: "Enforced from",
    DateKind.EXPIRY: "Expires",
}
_MOVED: Mapping[DateKind, str] = {
    DateKind.EFFECTIVE: "Entry into force moved from {before} to {after}",
    DateKind.APPLICATION: "Date of application moved from {before} to {after}",
    DateKind.COMMENT_CLOSE: "Comment deadline moved from {before} to {after}",
    DateKind.TRANSITION_END: "End of transition moved from {before} to {after}",
    DateKind.ENFORCEMENT: "Start of enforcement moved from {before} to {after}",
    DateKind.EXPIRY: "Expiry moved from {before} to {after}",
}
_CHANGES: Mapping[UpdateKind, str] = {
    UpdateKind.NEW: "New",
    UpdateKind.REVISED: "Revised",
    UpdateKind.DATE_MOVED: "Deadline moved",
    UpdateKind.UNLISTED: "No longer listed",
    UpdateKind.WITHDRAWN: "Withdrawn",
}
_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.CHANGED: "changed",
    Outcome.UNCHANGED: "unchanged",
    Outcome.EMPTY: "empty where items were expected",
    Outcome.BLOCKED: "blocked",
    Outcome.MOVED: "moved",
    Outcome.GONE: "gone",
    Outcome.SKIPPED: "skipped",
    Outcome.FAILED: "failed",
    Outcome.LOST: "lost",
}
#: where the name of the cause would not be understood
_CAUSES: Mapping[Cause, str] = {
    Cause.DNS: "its name is not found",
    Cause.TLS: "bad certificate",
    Cause.HTTP_4XX: "the site refuses",
    Cause.HTTP_5XX: "the site's server fails",
    Cause.AUTH: "needs authorisation",
    Cause.SOFT_ERROR: "answers with an error page",
    Cause.PARSE_XML: "broken XML",
    Cause.PARSE_JSON: "broken JSON",
    Cause.PARSE_PDF: "broken PDF",
    Cause.ROBOTS: "robots.txt forbids it",
    Cause.WAF: "blocked by a firewall",
    Cause.CAPTCHA: "asks for a captcha",
    Cause.LOGIN: "asks for a login",
    Cause.CONSENT: "asks for consent first",
    Cause.JS_SHELL: "shows nothing without scripts",
    Cause.HOST_WAIT: "the site asked to wait",
}
_JURISDICTIONS: Mapping[str, str] = {
    "AE": "United Arab Emirates", "AR": "Argentina", "AT": "Austria", "AU": "Australia",
    "BE": "Belgium", "BR": "Brazil", "CA": "Canada", "CH": "Switzerland", "CL": "Chile",
    "CN": "China", "CO": "Colombia", "DE": "Germany", "DK": "Denmark", "EG": "Egypt",
    "ES": "Spain", "EU": "European Union", "FI": "Finland", "FR": "France", "GB": "United Kingdom",
    "UK": "United Kingdom", "GR": "Greece", "HK": "Hong Kong", "ID": "Indonesia",
    "IE": "Ireland", "IL": "Israel", "IN": "India", "INT": "International", "IT": "Italy",
    "JP": "Japan", "KE": "Kenya", "KR": "South Korea", "LU": "Luxembourg", "MO": "Macao",
    "MX": "Mexico", "MY": "Malaysia", "NG": "Nigeria", "NL": "Netherlands", "NO": "Norway",
    "NZ": "New Zealand", "PE": "Peru", "PH": "Philippines", "PL": "Poland", "PT": "Portugal",
    "RU": "Russia", "SA": "Saudi Arabia", "SE": "Sweden", "SG": "Singapore", "TH": "Thailand",
    "TR": "Türkiye", "TW": "Taiwan", "UA": "Ukraine", "US": "United States", "VN": "Vietnam",
    "ZA": "South Africa", "US-CA": "California", "US-CO": "Colorado",
    "US-NY": "New York", "US-TX": "Texas", "US-IL": "Illinois", "US-UT": "Utah",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The product's words in one language."""

    language: str = "en"
    #: where catalogues beside the shipped ones are looked for
    folders: tuple[Path, ...] = ()

    @property
    def catalogue(self) -> Catalogue:
        return catalogue(self.language, self.folders)

    @property
    def chinese(self) -> bool:
        return self.language.lower().startswith("zh")

    def pick(self, english: str, chinese: str) -> str:
        """One of two: for channels that speak these two languages alone; the mail's words go through ``say``."""
        return chinese if self.chinese else english

    def say(self, message: str, context: str = "", /, **values: object) -> str:
        """An English message in this language, its ``{places}`` filled."""
        return self.catalogue.say(message, context, **values)

    def many(self, one: str, more: str, number: int, /, **values: object) -> str:
        """The form that goes with ``number``, which stands in the message as ``{number}``."""
        return self.catalogue.many(one, more, number, **values)

    def document_type(self, kind: DocumentType) -> str:
        return self.say(_TYPES[kind], "type")

    def kind_inside(self, kind: DocumentType) -> str:
        """The type inside a sentence: English alone writes it small there."""
        name = self.document_type(kind)
        return name.lower() if self.language == "en" else name

    def status(self, status: Status) -> str:
        return self.say(_STATUSES[status], "status")

    def date_kind(self, kind: DateKind) -> str:
        return self.say(_DATES[kind], "date")

    def update_kind(self, kind: UpdateKind) -> str:
        return self.say(_CHANGES[kind], "update")

    def moved(self, one: MovedDate) -> str:
        """From which day to which day: ``Comment deadline moved from 1 June 2026 to 1 July 2026``."""
        before, after = (self.day(on) if (on := end.on) else self.say("an unknown day") for end in (one.before, one.after))
        return self.say(_MOVED[one.after.kind], "moved", before=before, after=after)

    def outcome(self, outcome: Outcome) -> str:
        return self.say(_OUTCOMES[outcome], "outcome")

    def cause(self, cause: Cause) -> str:
        """What went wrong, in two or three words; empty for no cause."""
        return self.say(_CAUSES.get(cause, cause.value.replace("_", " ")), "cause") if cause.value else ""

    def jurisdiction(self, code: str) -> str:
        """The place by its name; an unknown code stays a code, no code says so."""
        if not code:
            return self.say("jurisdiction unknown")
        name = _JURISDICTIONS.get(code.upper(), "")
        if name and (self.language == "en" or self.catalogue.knows(name, "place")):
            return self.say(name, "place")
        return self.catalogue.place(code) or name or code

    def language_badge(self, language: str) -> str:
        """``[ZH]`` for a text that is not in the reader's language; empty for one that is, or when it is unknown."""
        primary = language.partition("-")[0].lower()
        if not (primary.isascii() and primary.isalpha() and 2 <= len(primary) <= 3) or primary == self.language.partition("-")[0].lower():
            return ""
        return self.say(f"[{primary.upper()}]", "badge")

    def day(self, on: date) -> str:
        return self.catalogue.day(on)

    def instant(self, at: datetime, zone: str) -> str:
        """Day and time in ``zone``, with the zone's name so that nobody has to guess."""
        local = at.astimezone(ZoneInfo(zone))
        return f"{self.day(local.date())} {local:%H:%M} {local.tzname()}"

    def days_left(self, days: int) -> str:
        if days == 0:
            return self.say("today")
        if days < 0:
            return self.many("passed {number} day ago", "passed {number} days ago", -days)
        return self.many("{number} day left", "{number} days left", days)

    def count(self, number: int, noun: str, plural: str = "") -> str:
        """``1 day``, ``3 days``; English only."""
        return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"

    def more(self, number: int) -> str:
        """Says that something was left out."""
        return self.many("+{number} more", "+{number} more", number)

    def score(self, score: float | None) -> str:
        """A score as people read it; an estimate is never told as certain."""
        return self.say("not scored") if score is None else self.say("{percent} %", percent=min(99, round(score * 100)))

    def within(self, text: str) -> str:
        """The text in parentheses, with the blank before them that English wants."""
        return self.say(" ({text})", text=text)

    def quoted(self, text: str) -> str:
        """The text between the quotation marks of this language."""
        return self.say("“{text}”", text=text)

    def listed(self, parts: Iterable[str]) -> str:
        return self.say(", ", "between two of a list").join(parts)

    @property
    def hidden(self) -> tuple[str, str]:
        """What stands in place of a person's mail address and phone number."""
        return self.say("[e-mail hidden]"), self.say("[phone hidden]")

    @property
    def disclaimer(self) -> str:
        return self.say("AI-assisted triage, not legal advice")


def days_until(on: date, now: datetime, zone: str) -> int:
    """Days from today in ``zone`` to that day; negative when it has passed."""
    return (on - now.astimezone(ZoneInfo(zone)).date()).days
