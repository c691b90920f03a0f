"""What a publication is, and where the rule it carries stands.

Lawyers forgive "unknown", never a draft called law: the status is read from explicit words and dated by the legal dates of the
text; whatever names itself a draft can only be a proposal, a consultation or withdrawn.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from pipeline import status_stage as stage
from pipeline.status_force import binds_from, binds_since_promulgation, long_ago, printed_long_ago
from pipeline.status_types import LANGUAGES, heaviest, told_freely, weigh
from pipeline.status_words import DRAFT
from policywatch.types import DocumentType, Status

#: the part of a text that says what it is
OPENING = 700
#: longer titles are read to here
_TITLE = 600
#: the part of an opening that labels it
_LABEL = 300
#: fewer points than this name no draft: it is only spoken of
_NAMED = 3.0
_T = DocumentType
#: they carry no rule of their own
_SILENT = frozenset({_T.COURT, _T.ENFORCEMENT, _T.REPORT, _T.OTHER})
#: they tell of the rule of somebody else
_TELLING = frozenset({_T.NEWS, _T.SPEECH_PRESS})
_MAKING = frozenset({_T.BILL, _T.PROPOSAL, _T.CONSULTATION})


def type_and_status(title: str, text: str, lang: str, as_of: date) -> tuple[DocumentType, Status]:
    """The type and the status of a publication as of a day; unknown where nothing says so."""
    paper = _paper(title, text, lang)
    kind = _type_of(paper)
    return kind, _status_of(paper, kind, as_of)


def document_type(title: str, text: str, tag: str) -> DocumentType:
    """The type for which title and opening speak most; ``OTHER`` when nothing speaks.

    A law or rule that names itself a draft is a proposal.
    """
    return _type_of(_paper(title, text[:OPENING], tag))


@dataclass(frozen=True, slots=True)
class _Paper:
    """A publication without what it says of consultations that are over."""

    title: str
    text: str
    tag: str
    opening: str
    #: title and opening
    head: str


def _paper(title: str, text: str, lang: str) -> _Paper:
    title, opening = _without_past(title[:_TITLE]), _without_past(text[:OPENING])
    return _Paper(title, opening + text[OPENING:], lang.lower().partition("-")[0], opening, title + "\n" + opening)


def _without_past(part: str) -> str:
    return stage.PAST.sub(" ", part) if stage.OF_CONSULTING.search(part) else part


def _type_of(paper: _Paper) -> DocumentType:
    points = weigh(paper.title, paper.opening, [paper.tag] if paper.tag in LANGUAGES else LANGUAGES)
    if not points:
        return _T.NEWS if told_freely(paper.title, paper.opening) else _T.OTHER
    kind = heaviest(points)
    if kind in _MAKING and stage.FINAL_ACT.search(paper.opening):
        return _T.LAW
    if kind is _T.BILL and _chaptered(paper):
        return _T.LAW
    if kind in _MAKING and points[kind] < _NAMED:
        return _T.OTHER
    return _T.PROPOSAL if kind in (_T.LAW, _T.RULE, _T.DECISION) and _is_draft(paper, kind) else kind


def _status_of(paper: _Paper, kind: DocumentType, as_of: date) -> Status:
    """The status by explicit words and dates; a draft is never adopted or in force."""
    if kind in _SILENT:
        return Status.UNKNOWN
    if _withdrawn(paper, kind, as_of):
        return Status.WITHDRAWN
    if kind in _TELLING:
        return _told_status(paper, as_of)
    if _is_draft(paper, kind):
        return _draft_status(paper, kind)
    kept = kind is _T.BILL or _only_bill(paper.title) or stage.FINAL.search(paper.title)
    if DRAFT.search(paper.title) and not kept:
        return Status.UNKNOWN
    return _adopted_status(paper, kind, as_of)


def _is_draft(paper: _Paper, kind: DocumentType) -> bool:
    """Whether a publication names itself a draft; an enacted bill no longer is one."""
    if kind is _T.STANDARD:
        return _is_draft_standard(paper)
    if (kind is _T.BILL or (kind is _T.LAW and _only_bill(paper.title))) and _enacted(paper):
        return False
    if kind in _MAKING or (kind in (_T.LAW, _T.RULE) and _field(paper, stage.FIELD_PENDING)):
        return True
    if kind is _T.GUIDANCE and stage.OPEN.search(paper.opening):
        return True
    if kind is _T.LAW and stage.OPEN.search(paper.opening):
        return True
    final = kind is _T.GUIDANCE and stage.FINAL.search(paper.title if DRAFT.search(paper.title) else paper.head) is not None
    if kind is _T.GUIDANCE and stage.CONSULTED.search(paper.opening) and not final:
        return True
    if final and not stage.CONSULTED.search(paper.title):
        return False
    return DRAFT.search(stage.ABOUT.split(paper.title)[0]) is not None or stage.DRAFT_TEXT.search(paper.opening) is not None


def _is_draft_standard(paper: _Paper) -> bool:
    draft = DRAFT.search(paper.title) or stage.STANDARD_DRAFT.search(paper.title + "\n" + paper.opening[:_LABEL])
    return draft is not None and not stage.STANDARD_OUT.search(paper.title)


def _chaptered(paper: _Paper) -> bool:
    """Whether a bill stands among the laws now, by its number there."""
    numbers = (stage.CHAPTERED.search(paper.title), stage.CHAPTERED.search(paper.opening[:200]), stage.CHAPTER.search(paper.title))
    return any(number is not None for number in numbers)


def _enacted(paper: _Paper) -> bool:
    return stage.ENACTED.search(paper.head) is not None or _chaptered(paper)


def _only_bill(title: str) -> bool:
    """Whether the one word of a draft in a title is *bill*, which an act keeps in its number."""
    return all(match[0].lower() == "bill" for match in DRAFT.finditer(title))


def _withdrawn(paper: _Paper, kind: DocumentType, as_of: date) -> bool:
    takes_another = stage.WITHDRAWS_OTHER.search(paper.title) is not None
    if stage.WITHDRAWN.search(paper.title) and not takes_another:
        return kind not in _TELLING or stage.LEGAL.search(paper.title) is not None
    if stage.WITHDRAWN_LABEL.search(paper.opening[:_LABEL]):
        return True
    if kind in _TELLING or takes_another:
        return False
    if _field(paper, stage.FIELD_GONE):
        return True
    if kind is _T.BILL and _lapsed(paper.head, as_of):
        return True
    if kind in (_T.LAW, _T.RULE) and stage.SELF_FORCE.search(paper.opening):
        return False
    return stage.WITHDRAWN_ITSELF.search(paper.opening if kind in _MAKING else paper.opening[: _LABEL + 50]) is not None


def _field(paper: _Paper, values: re.Pattern[str]) -> bool:
    """Whether the field in which a register tells the state of an act has one of these values."""
    field = stage.FIELD.search(paper.opening)
    return field is not None and values.search(field["value"]) is not None


def _lapsed(head: str, as_of: date) -> bool:
    """Whether a bill lay before an American Congress that is over, and was not enacted by it; the first one met in 1789."""
    congress = stage.CONGRESS.search(head)
    if congress is None or stage.ENACTED.search(head):
        return False
    return date(1789 + 2 * int(congress["n"] or congress["m"]), 1, 3) <= as_of


def _draft_status(paper: _Paper, kind: DocumentType) -> Status:
    if stage.RESPONSE.search(paper.title) or (kind is _T.CONSULTATION and stage.CLOSED.search(paper.head)):
        return Status.PROPOSAL if stage.DRAFT_TEXT.search(paper.opening) and not stage.RESPONSE.search(paper.title) else Status.UNKNOWN
    open_now = stage.CONSULTED.search(paper.head) is not None and not stage.CLOSED.search(paper.head)
    if kind is _T.CONSULTATION or (kind is not _T.BILL and open_now):
        return Status.CONSULTATION
    return Status.PROPOSAL


def _told_status(paper: _Paper, as_of: date) -> Status:
    """Of what is only told, nothing but a final decision, a first day of force or a way still to go counts."""
    if stage.BINDS_NOW.search(paper.title) and not DRAFT.search(paper.title):
        on = binds_from(paper.title, paper.text, paper.tag, as_of)
        return Status.ADOPTED_NOT_IN_FORCE if on is not None and on > as_of else Status.IN_FORCE
    if stage.UNDERWAY.search(paper.opening):
        return Status.PROPOSAL
    if not stage.DECIDED.search(paper.head):
        return Status.UNKNOWN
    on = binds_from("", paper.opening, paper.tag, as_of)
    return Status.ADOPTED_NOT_IN_FORCE if on is not None and on > as_of else Status.UNKNOWN


def _adopted_status(paper: _Paper, kind: DocumentType, as_of: date) -> Status:
    """By the day from which it binds, else by words."""
    if stage.BROUGHT_IN.search(paper.head) and not _enacted(paper):
        return Status.UNKNOWN
    label = paper.opening[:_LABEL]
    if kind is _T.STANDARD and (stage.STANDARD_OUT.search(paper.title) or stage.STANDARD_OUT.search(label)):
        return Status.IN_FORCE
    if (kind is not _T.DECISION and stage.NOT_YET.search(paper.head)) or (kind is _T.STANDARD and stage.STANDARD_COMING.search(label)):
        return Status.ADOPTED_NOT_IN_FORCE
    own = _of_itself(paper) if kind is _T.GUIDANCE else paper
    on = binds_from(own.title, own.text, own.tag, as_of)
    if on is not None:
        return Status.IN_FORCE if on <= as_of else Status.ADOPTED_NOT_IN_FORCE
    return _status_by_words(own, kind, as_of)


def _of_itself(paper: _Paper) -> _Paper:
    """A publication without the sentences of its opening that speak of a law and not of itself."""
    sentences = stage.SENTENCE.split(paper.opening)
    opening = " ".join(s for s in sentences if stage.OWN.search(s) or not stage.OTHER_LAW.search(s))
    return replace(paper, text=opening, opening=opening, head=paper.title + "\n" + opening)


def _status_by_words(paper: _Paper, kind: DocumentType, as_of: date) -> Status:
    if (
        stage.IN_FORCE.search(paper.head)
        or _field(paper, stage.FIELD_BINDS)
        or (kind in (_T.LAW, _T.RULE, _T.BILL) and _surely_binds(paper, as_of))
    ):
        return Status.IN_FORCE
    if kind is _T.GUIDANCE:
        return Status.IN_FORCE if stage.FINAL.search(paper.head) else Status.UNKNOWN
    if (stage.ADOPTED.search(paper.head) or _enacted(paper)) and not long_ago(paper.title, paper.text, paper.tag, as_of):
        return Status.ADOPTED_NOT_IN_FORCE
    return Status.UNKNOWN


def _surely_binds(paper: _Paper, as_of: date) -> bool:
    """Whether an enacted act says nothing of its force and the usual term after its own day or number has run out."""
    if stage.EU_ACT.search(paper.title) and printed_long_ago(paper.title, paper.text, as_of):
        return True
    numbered = stage.NUMBERED.search(paper.title) or stage.NUMBERED.search(paper.opening)
    if not (numbered or stage.PROMULGATED.search(paper.head) or _chaptered(paper)):
        return False
    return binds_since_promulgation(paper.title, paper.text, paper.tag, as_of)
