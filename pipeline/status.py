"""What a publication is, and where the rule it carries stands.

Lawyers forgive "unknown", never a draft called law: the status is read from explicit words and dated by the legal dates of the
text; whatever names itself a draft can only be a proposal, a consultation or withdrawn.
"""

from datetime import date

from pipeline import status_stage as stage
from pipeline.status_force import binds_from, binds_since_promulgation, long_ago, printed_long_ago
from pipeline.status_types import LANGUAGES, heaviest, told_freely, weigh
from pipeline.status_words import DRAFT
from policywatch.types import DocumentType, Status

#: the part of a text that says what it is
OPENING = 700
_T = DocumentType
#: they carry no rule of their own
_SILENT = frozenset({_T.COURT, _T.ENFORCEMENT, _T.REPORT, _T.OTHER})
#: they tell of the rule of somebody else
_TELLING = frozenset({_T.NEWS, _T.SPEECH_PRESS})
#: fewer points than this name no draft: it is only spoken of
_NAMED = 3.0
_MAKING = frozenset({_T.BILL, _T.PROPOSAL, _T.CONSULTATION})


def type_and_status(title: str, text: str, lang: str, as_of: date) -> tuple[DocumentType, Status]:
    """The type and the status of a publication as of a day; unknown where nothing says so."""
    tag = lang.lower().partition("-")[0]
    kind = document_type(title, text, tag)
    return kind, status_of(title, text, tag, kind, as_of)


def document_type(title: str, text: str, tag: str) -> DocumentType:
    """The type for which title and opening speak most; ``OTHER`` when nothing speaks.

    A law or rule that names itself a draft is a proposal.
    """
    languages = [tag] if tag in LANGUAGES else LANGUAGES
    title, opening = stage.PAST.sub(" ", title), stage.PAST.sub(" ", text[:OPENING])
    points = weigh(title, opening, languages)
    if not points:
        return _T.NEWS if told_freely(title, opening) else _T.OTHER
    kind = heaviest(points)
    if kind is _T.BILL and stage.CHAPTERED.search(title + "\n" + opening[:200]):
        return _T.LAW
    if kind in _MAKING and points[kind] < _NAMED:
        return _T.OTHER
    if kind in (_T.LAW, _T.RULE, _T.DECISION) and is_draft(title, text, kind):
        return _T.PROPOSAL
    return kind


def status_of(title: str, text: str, tag: str, kind: DocumentType, as_of: date) -> Status:
    """The status by explicit words and dates; a draft is never adopted or in force."""
    title, text = stage.PAST.sub(" ", title), stage.PAST.sub(" ", text[:OPENING]) + text[OPENING:]
    if kind in _SILENT:
        return Status.UNKNOWN
    if _withdrawn(title, text, kind, as_of):
        return Status.WITHDRAWN
    if kind in _TELLING:
        return _told_status(title, text, tag, as_of)
    if is_draft(title, text, kind):
        return _draft_status(title, text, kind)
    return _standard_status(text) or _adopted_status(title, text, tag, kind, as_of)


def is_draft(title: str, text: str, kind: DocumentType) -> bool:
    """Whether a publication names itself a draft; an enacted bill no longer is one."""
    if kind is _T.STANDARD:
        draft = DRAFT.search(title) or stage.STANDARD_DRAFT.search(title + "\n" + text[:300])
        return draft is not None and not stage.STANDARD_OUT.search(title)
    opening = text[:OPENING]
    if (kind is _T.BILL or (kind is _T.LAW and _only_bill(title))) and stage.ENACTED.search(title + "\n" + opening):
        return False
    if kind in _MAKING:
        return True
    if kind in (_T.GUIDANCE, _T.STANDARD) and stage.OPEN.search(opening):
        return True
    if kind is _T.GUIDANCE and stage.FINAL.search(title + "\n" + opening) and not stage.CONSULTED.search(title):
        return False
    return DRAFT.search(stage.ABOUT.split(title)[0]) is not None or stage.DRAFT_TEXT.search(opening) is not None


def _only_bill(title: str) -> bool:
    """Whether the one word of a draft in a title is *bill*, which an act keeps in its number."""
    return all(match[0].lower() == "bill" for match in DRAFT.finditer(title))


def _withdrawn(title: str, text: str, kind: DocumentType, as_of: date) -> bool:
    if stage.WITHDRAWN.search(title) and not stage.WITHDRAWS_OTHER.search(title):
        return True
    opening = text[:OPENING]
    if stage.WITHDRAWN_LABEL.search(opening[:300]):
        return True
    if kind in _TELLING or stage.WITHDRAWS_OTHER.search(title):
        return False
    if kind is _T.BILL and _lapsed(title + "\n" + opening, as_of):
        return True
    return stage.WITHDRAWN_ITSELF.search(opening if kind in _MAKING else opening[:350]) is not None


def _lapsed(opening: str, as_of: date) -> bool:
    """Whether a bill lay before an American Congress that is over, and was not enacted by it; the first one met in 1789."""
    congress = stage.CONGRESS.search(opening)
    if congress is None or stage.ENACTED.search(opening):
        return False
    return date(1789 + 2 * int(congress["n"] or congress["m"]), 1, 3) <= as_of


def _draft_status(title: str, text: str, kind: DocumentType) -> Status:
    opening = text[:OPENING]
    if stage.RESPONSE.search(title) or (kind is _T.CONSULTATION and stage.CLOSED.search(title + "\n" + opening)):
        return Status.UNKNOWN
    if kind is _T.CONSULTATION or (kind is not _T.BILL and stage.CONSULTED.search(title + "\n" + opening)):
        return Status.CONSULTATION
    return Status.PROPOSAL


def _told_status(title: str, text: str, tag: str, as_of: date) -> Status:
    """Of what is only told, nothing but a final decision or a first day of force counts."""
    opening = text[:OPENING]
    if stage.BINDS_NOW.search(title) and not DRAFT.search(title):
        return _adopted_status(title, text, tag, _T.NEWS, as_of)
    if stage.UNDERWAY.search(opening):
        return Status.PROPOSAL
    if not stage.DECIDED.search(title + "\n" + opening):
        return Status.UNKNOWN
    on = binds_from("", opening, tag, as_of)
    return Status.ADOPTED_NOT_IN_FORCE if on is not None and on > as_of else Status.UNKNOWN


def _standard_status(text: str) -> Status | None:
    if stage.STANDARD_COMING.search(text[:300]):
        return Status.ADOPTED_NOT_IN_FORCE
    return None


def _adopted_status(title: str, text: str, tag: str, kind: DocumentType, as_of: date) -> Status:
    """By the day from which it binds, else by words."""
    opening = title + "\n" + text[:OPENING]
    if stage.BROUGHT_IN.search(opening) and not stage.ENACTED.search(opening):
        return Status.UNKNOWN
    if kind is _T.STANDARD and stage.STANDARD_OUT.search(text[:300] + "\n" + title):
        return Status.IN_FORCE
    if stage.NOT_YET.search(opening):
        return Status.ADOPTED_NOT_IN_FORCE
    on = binds_from(title, text, tag, as_of)
    if on is not None:
        return Status.IN_FORCE if on <= as_of else Status.ADOPTED_NOT_IN_FORCE
    if stage.IN_FORCE.search(opening):
        return Status.IN_FORCE
    enacted = stage.PROMULGATED.search(opening) or stage.NUMBERED.search(title) or stage.NUMBERED.search(text[:OPENING])
    if enacted and kind in (_T.LAW, _T.RULE, _T.BILL) and binds_since_promulgation(title, text, tag, as_of):
        return Status.IN_FORCE
    if kind in (_T.LAW, _T.RULE) and stage.EU_ACT.search(title) and printed_long_ago(title, text, as_of):
        return Status.IN_FORCE
    if kind is _T.GUIDANCE:
        return Status.IN_FORCE if stage.FINAL.search(opening) else Status.UNKNOWN
    if (stage.ADOPTED.search(opening) or stage.ENACTED.search(opening)) and not long_ago(title, text, tag, as_of):
        return Status.ADOPTED_NOT_IN_FORCE
    return Status.UNKNOWN
