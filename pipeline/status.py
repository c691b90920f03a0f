"""What a publication is, and where the rule it carries stands.

Lawyers forgive "unknown", never a draft called law: the status is read from explicit words and dated by the legal dates of the
text; whatever names itself a draft can only be a proposal, a consultation or withdrawn.
"""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.dates import findings
from pipeline.legal_dates.act_days import latest_day
from pipeline.status_cues import ACTION, ACTIONS, HELPING, WINNING, Cues
from pipeline.status_words import DRAFT, NAMES, STRONG
from policywatch.types import DateKind, DocumentType, Status

#: the part of a text that says what it is
OPENING = 700
#: the part that is searched for dates of entry into force
FAR = 60_000
_LANGUAGES = tuple(NAMES)
_HEAD_LAST = ("zh", "ja")
_T = DocumentType
_BINDING = frozenset({_T.LAW, _T.RULE, _T.GUIDANCE, _T.STANDARD, _T.DECISION, _T.BILL, _T.PROPOSAL, _T.UNKNOWN})
#: what a plain "notice" may announce
_NOTED = frozenset({_T.GUIDANCE, _T.CONSULTATION, _T.STANDARD, _T.REPORT})

_WITHDRAWN = re.compile(
    r"\b(?:withdrawn|withdrawal\s+of|(?<=[;:,] )withdrawal|withdraws|withdrawing\s+(?:its|the|this)|rescinded|rescission\s+of|rescinds|revoked|has\s+been\s+repealed|is\s+repealed|was\s+repealed|repealed\]|vetoed|"
    r"died\s+in\s+(?:committee|chamber)|failed\s+(?:to\s+pass|passage)|lapsed|abandon(?:ed|s)|superseded|no\s+longer\s+in\s+force|struck\s+down|vacated|annulled|discontinued|"
    r"zurückgezogen|zurückgenommen|außer\s+kraft(?:\s+getreten|(?=\)))|aufgehoben\b(?=[^.]{0,20}(?:$|[.)\]]))|rücknahme\s+(?:des|der)|gegenstandslos|"
    r"retiré[es]?|retrait\s+d[eu]|abrogée?s?(?=\s*(?:$|[.)\],]|depuis|par|à\s+compter))|annulée?s?\s+par|caduque?|"
    r"retirad[oa]|retirada\s+de|derogad[oa]s?(?=\s*(?:$|[.)\],]|por|desde))|anulad[oa]|archivad[oa]|caducad[oa]|"
    r"ritirat[oa]|ritiro\s+d|abrogat[oa](?=\s*(?:$|[.)\],]|dal|da\b))|annullat[oa]|decadut[oa]|"
    r"ingetrokken|intrekking\s+van|vervallen|vernietigd|verworpen|revogad[oa]s?|retirad[oa]|arquivad[oa]|anulad[oa])\b|"
    r"已废止|予以废止|宣布废止|同?时?废止$|已撤回|撤回|撤销$|失效(?=$|[。）)])|廢止|撤回|廃案|廃止(?:され|する|しました|について|$)|取り?下げ|失効し",
    re.IGNORECASE,
)
#: in a text the words must be said of the document itself: a law may well let people withdraw their consent
_WITHDRAWN_ITSELF = re.compile(
    r"(?i)\b(?:(?:this|the)\s+[\w\s()'-]{0,40}?(?:has\s+been|was|is|were)\s+(?:now\s+|hereby\s+)?(?:withdrawn|repealed|revoked|rescinded|vetoed|superseded|annulled)|(?:is|are)\s+withdrawing\s+(?:its|the|this)|withdraws\s+(?:its|the|this)\s+(?:rule|propos|bill|guid|order|notice)|failed\s+to\s+pass|vetoed\s+(?:by|on|in)|without\s+my\s+(?:signature|approval)|veto\s+(?:was\s+)?sustained|postponed\s+indefinitely|indefinitely\s+postponed|died\s+(?:in|on|at)\s|withdrawn\s+(?:by|from|on|prior)|inexpedient\s+to\s+legislate|"
    r"(?:wurde|ist|wird|hat)\s+(?:[\w.]+\s){0,5}?(?:außer\s+kraft\s+getreten|zurückgezogen|aufgehoben|zurückgenommen)|(?:est|sont|a\s+été)\s+(?:abrogée?|retirée?|annulée?)s?\b|(?:fue|ha\s+sido|queda)\s+(?:derogad|retirad|anulad|archivad)[oa]|"
    r"è\s+stat[oa]\s+(?:abrogat|ritirat|annullat)[oa]|(?:is|werd)\s+(?:ingetrokken|vervallen|vernietigd)|foi\s+(?:revogad|retirad|arquivad|anulad)[oa])\b|已(?:被)?废止|予以废止|已撤回|已失效|(?:廃止|撤回)(?:された|しました)"
)
#: titles that say at once that somebody speaks
_STATEMENT = re.compile(
    r"(?i)^\W*(?:written (?:ministerial )?statement|press (?:release|statement)|news release|media release|speech|remarks)\b"
)
_WITHDRAWS_OTHER = re.compile(
    r"(?i)\b(?:repealing|and repealing|zur Aufhebung|abrogeant|por (?:el|la) que se deroga|che abroga|tot intrekking|que revoga)\b"
)
_IN_FORCE = re.compile(
    r"(?i)\b(?:(?:has|have)\s+(?:now\s+)?(?:entered|come)\s+into\s+(?:force|effect|operation)|(?:entered|came|went)\s+into\s+(?:force|effect|operation)|(?:is|are)\s+(?:now\s+|currently\s+)?in\s+(?:force|effect)|(?:now|currently)\s+in\s+(?:force|effect)|"
    r"took\s+effect|takes?\s+effect\s+(?:today|immediately)|effective\s+immediately|it\s+is\s+hereby\s+ordered|entered\s+into\s+application|(?:became|is\s+now)\s+applicable|has\s+(?:been|applied)\s+(?:in\s+(?:force|effect)|applicable|since)|applies\s+since|in\s+(?:force|effect)\s+since|has\s+applied\s+since|"
    r"(?:ist|sind)\s+(?:\w+\s+){0,6}in\s+kraft\s+getreten|in\s+kraft\s+seit|trat(?:en)?\s+(?:\w+\.?\s+){0,6}in\s+kraft|gilt\s+seit|geltende\s+fassung|(?:ist|sind)\s+in\s+kraft|"
    r"(?:est|sont)\s+(?:entrée?s?\s+)?en\s+vigueur|en\s+vigueur\s+depuis|version\s+en\s+vigueur|est\s+entrée?\s+en\s+vigueur|"
    r"(?:ha|han)\s+entrado\s+en\s+vigor|entró\s+en\s+(?:vigor|vigencia)|(?:está|están)\s+(?:en\s+vigor|vigente)|en\s+vigor\s+desde|vigente\s+desde|texto\s+consolidado|"
    r"è\s+(?:entrat[oa]\s+)?in\s+vigore|in\s+vigore\s+d(?:al|a)\b|testo\s+vigente|"
    r"in\s+werking\s+getreden|(?:trad|traden)\s+(?:\w+\s+){0,5}in\s+werking|geldend\s+(?:van|vanaf|sinds)|van\s+kracht\s+sinds|is\s+van\s+kracht|"
    r"entrou\s+em\s+vigor|está\s+em\s+vigor|em\s+vigor\s+desde|vigente)\b|现行有效|已(?:于.{0,16})?(?:正式)?(?:施行|实施|生效)|正式施行$|(?:施行|発効)(?:された|しました|され、|済み)|施行中|現行法"
)
_ADOPTED = re.compile(
    r"(?i)\b(?:signed\s+(?:into\s+law|by\s+(?:the\s+)?(?:governor|president))|enacted|chaptered|became\s+law|public\s+law\s+(?:no\.?\s+)?\d+|royal\s+assent|(?:was|were|been|formally|finally)\s+adopted|adopts|has\s+adopted|(?:final|adopted)\s+text|final\s+rule|passed\s+both|"
    r"will\s+(?:enter|come)\s+into\s+(?:force|effect)|(?:enters?|comes?|to\s+enter)\s+into\s+(?:force|effect|operation)\s+(?:on|in|next)|not\s+yet\s+in\s+force|takes?\s+effect\s+on|will\s+take\s+effect|becomes\s+effective|"
    r"verabschiedet|beschlossen\s+(?:hat|worden)|verkündet|tritt\s+(?:\w+\.?\s+){0,8}in\s+kraft|noch\s+nicht\s+in\s+kraft|angenommen|im\s+bundesgesetzblatt|"
    r"promulguée?|adoptée?s?\s+(?:définitivement|par|le|à)|entrera\s+en\s+vigueur|pas\s+encore\s+en\s+vigueur|publiée?\s+au\s+journal\s+officiel|"
    r"aprobad[oa]\s+(?:definitivamente|por|el|la)|promulgad[oa]|entrará\s+en\s+(?:vigor|vigencia)|sancionad[oa]\s+con\s+fuerza|"
    r"approvat[oa]\s+(?:definitivamente|in\s+via\s+definitiva|il|dal)|promulgat[oa]|entrerà\s+in\s+vigore|adottat[oa]|"
    r"aangenomen|treedt\s+(?:\w+\s+){0,8}in\s+werking|bekrachtigd|in\s+het\s+staatsblad|promulgad[oa]|sancionad[oa]|aprovad[oa]\s+(?:em\s+definitivo|pela|pelo|em)|entrará\s+em\s+vigor|entra\s+em\s+vigor)\b|"
    r"审议通过|表决通过|现予公布|予以公布|已公布|自\d{4}年.{0,8}起(?:施行|实施|生效)|将于.{0,14}(?:施行|实施|生效)|成立した|可決・?成立|公布された|公布され|から施行(?:する|され)"
)
_ENACTED = re.compile(
    r"(?i)\b(?:signed\s+(?:into\s+law|by\s+(?:the\s+)?governor)|chaptered|became\s+law|enacted\s+as|public\s+law\s+(?:no\.?\s+)?\d+|received\s+royal\s+assent|royal\s+assent\s+on|approved\s+by\s+(?:the\s+)?governor)\b"
)
_CONSULTED = re.compile(
    r"(?i)\b(?:comment\s+period|public\s+enquiry|comments\s+by|comments?\s+(?:must|are|should|may|due|on\s+(?:this|the)\s+(?:draft|proposal|proposed))|seek(?:s|ing)?\s+(?:\w+\s+)?(?:comments?|feedback|views|input)|(?:public\s+)?consultation\s+(?:is\s+)?(?:open|closes|runs|until|period|on)|open\s+for\s+(?:comment|consultation|feedback)|for\s+(?:public\s+)?(?:comment|consultation)|"
    r"invites?\s+(?:\w+\s+){0,3}(?:comments?|views|feedback)|stellung\s*nahmen?\s+(?:können|bis|sind|nehmen)|zur\s+konsultation|vernehmlassung|consultation\s+publique|en\s+consultation|soumise?\s+à\s+(?:la\s+)?consultation|"
    r"consulta\s+pública|audiencia\s+(?:e\s+información\s+)?pública|consultazione\s+pubblica|in\s+consultazione|ter\s+consultatie|internetconsultatie|em\s+consulta|consulta\s+pública)\b|征求意见|徵求意見|公开征集|諮詢|意見募集|意見公募|パブリック・?コメント|御意見"
)
_RESPONSE = re.compile(
    r"(?i)\b(?:response\s+to|summary\s+of\s+responses|outcome\s+of|consultation\s+(?:response|outcome|report|summary)|auswertung\s+der|synthèse\s+d|resultados\s+de|esiti\s+d|resultaten\s+van|resultados\s+da)\b|意见采纳|意見募集の結果|結果について"
)


#: a standard's title or opening that says it is still being made, or that it is out
_STANDARD_DRAFT = re.compile(
    r"\b(?:DIS|FDIS|CD|WD|AWI|CDV|NWIP|PRF|prEN|prETS|oSIST)\b|\b(?i:draft (?:international )?standard|committee draft|under (?:enquiry|development|voting)|enquiry stage|approval stage)|\b(?i:stage) [1-5]0\b"
)
_STANDARD_OUT = re.compile(r"(?i)^\W*published\b|\bstatus: ?(?:published|current)|\bstage 60\.60|\bstage 9[02]|现行$|状态[:：]现行")


def type_and_status(title: str, text: str, lang: str, as_of: date) -> tuple[DocumentType, Status]:
    """The type and the status of a publication as of a day; unknown where nothing says so."""
    tag = lang.lower().partition("-")[0]
    kind = document_type(title, text, tag)
    return kind, status_of(title, text, tag, kind, as_of)


def document_type(title: str, text: str, tag: str) -> DocumentType:
    """The type by set formulas of the opening, else by the words of the title, else of the opening; ``OTHER`` when nothing says so.

    A law or rule that names itself a draft is a proposal.
    """
    languages = [tag] if tag in NAMES else _LANGUAGES
    kind = _by_evidence(title, text[:OPENING], languages)
    if kind in (_T.LAW, _T.RULE, _T.DECISION) and is_draft(title, text, kind):
        return _T.PROPOSAL
    return kind


def _by_evidence(title: str, opening: str, languages: Sequence[str]) -> DocumentType:
    if _STATEMENT.search(title):
        return _T.SPEECH_PRESS
    if _RESPONSE.search(title):
        return _T.REPORT
    action = ACTION.search(opening)
    found = _cued(ACTIONS, action["what"]) if action else None
    if found is _T.OTHER and (noted := _by_words(title, languages, names=True)) in _NOTED:
        found = noted
    found = found or _cued(WINNING, opening) or _by_words(title, languages, names=True)
    found = found or _cued(HELPING, opening) or _by_words(opening[:200], languages, names=True)
    return found or _by_words(opening, languages, names=False) or _T.OTHER


def _cued(cues: Cues, part: str) -> DocumentType | None:
    return next((kind for kind, pattern in cues if pattern.search(part)), None)


def _by_words(part: str, languages: Sequence[str], names: bool) -> DocumentType | None:
    for language in languages:
        strong = _cued(STRONG[language], part)
        if strong is not None:
            return strong
        if names and (named := _head(NAMES[language], part, last=language in _HEAD_LAST)) is not None:
            return named
    return None


def _head(rules: Cues, part: str, last: bool) -> DocumentType | None:
    """The type whose word is the head of the title: the first one, or where heads stand last the one that ends last."""
    if last:
        ends = [(match.end(), -order, kind) for order, (kind, p) in enumerate(rules) for match in p.finditer(part)]
        return max(ends, key=lambda e: e[:2])[2] if ends else None
    starts = [(match.start(), order, kind) for order, (kind, p) in enumerate(rules) if (match := p.search(part))]
    return min(starts)[2] if starts else None


def status_of(title: str, text: str, tag: str, kind: DocumentType, as_of: date) -> Status:
    """The status by explicit words and dates; a draft is never adopted or in force."""
    opening = title + "\n" + text[:OPENING]
    draft = is_draft(title, text, kind)
    if _WITHDRAWN.search(title) and not _WITHDRAWS_OTHER.search(title):
        return Status.WITHDRAWN
    if draft:
        return _draft_status(title, opening, kind)
    if kind not in _BINDING:
        return Status.UNKNOWN
    if (
        _WITHDRAWN_ITSELF.search(text[:300])
        and kind in (_T.LAW, _T.RULE, _T.GUIDANCE, _T.STANDARD)
        and not _WITHDRAWS_OTHER.search(opening)
    ):
        return Status.WITHDRAWN
    if kind is _T.STANDARD and _STANDARD_OUT.search(text[:200]):
        return Status.IN_FORCE
    return _adopted_status(title, text, tag, as_of)


def is_draft(title: str, text: str, kind: DocumentType) -> bool:
    """Whether a publication names itself a draft; an enacted bill no longer is one."""
    if kind is _T.STANDARD and _STANDARD_DRAFT.search(title + "\n" + text[:300]):
        return True
    if kind in (_T.BILL, _T.PROPOSAL, _T.CONSULTATION) or DRAFT.search(title):
        return not (kind is _T.BILL and _ENACTED.search(title + "\n" + text[:OPENING]))
    return False


def _draft_status(title: str, opening: str, kind: DocumentType) -> Status:
    if _RESPONSE.search(title) or kind in (_T.NEWS, _T.REPORT, _T.SPEECH_PRESS, _T.COURT, _T.ENFORCEMENT):
        return Status.UNKNOWN
    if _WITHDRAWN_ITSELF.search(opening[len(title) :]):
        return Status.WITHDRAWN
    if kind is _T.CONSULTATION or (kind not in (_T.BILL,) and _CONSULTED.search(opening)):
        return Status.CONSULTATION
    return Status.UNKNOWN if kind is _T.OTHER else Status.PROPOSAL


def _adopted_status(title: str, text: str, tag: str, as_of: date) -> Status:
    """By the earliest day of entry into force, else by words.

    A term that runs from a publication whose day is not known is counted from the latest day the act can have been published.
    """
    opening = title + "\n" + text[:OPENING]
    found = findings(text[:FAR], tag, latest_day(title, text[:FAR]))
    days = [f.resolved for f in found if f.kind in (DateKind.EFFECTIVE, DateKind.APPLICATION) and f.resolved]
    if days:
        return Status.IN_FORCE if min(days) <= as_of else Status.ADOPTED_NOT_IN_FORCE
    if _IN_FORCE.search(opening):
        return Status.IN_FORCE
    return Status.ADOPTED_NOT_IN_FORCE if _ADOPTED.search(opening) else Status.UNKNOWN
