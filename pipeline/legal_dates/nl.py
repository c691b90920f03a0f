"""Legal dates in Dutch, enough to tell whether an act is in force."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, by_month_name, triggers
from pipeline.legal_dates.romance import fixed
from policywatch.types import DateKind

_NAMES = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)}
_ANCHORS: dict[Anchor, re.Pattern[str]] = {"publication": re.compile(r"(?i)bekendmaking|publicatie|uitgifte|plaatsing")}

GRAMMAR = Grammar(
    language="nl",
    days=(
        (re.compile(rf"(?i)\b(?P<d>\d{{1,2}})\s(?P<month>{'|'.join(_NAMES)})\s(?P<y>(?:19|20)\d\d)\b"), by_month_name(_MONTHS)),
        *ISO_DAYS,
    ),
    terms=(
        (
            re.compile(
                r"(?i)\bdag na (?:de )?(?:datum|dag)(?: van)?(?: uitgifte)?[^.;]{0,40}?(?P<anchor>bekendmaking|publicatie|uitgifte|plaatsing|Staatsblad)"
            ),
            fixed(1, _ANCHORS),
        ),
    ),
    triggers=triggers(
        {
            DateKind.EFFECTIVE: r"\b(?:treedt|treden|trad|traden)\b[^.;]{0,80}?\bin\s+werking\b[^.;\d]{0,40} | \binwerkingtreding\b[^.;\d]{0,20} | \bvan\s+kracht\s+(?:sinds|vanaf|met\s+ingang)",
            DateKind.APPLICATION: r"\bis\s+van\s+toepassing\b[^.;\d]{0,30} | \bgeldt\b[^.;\d]{0,30}",
            DateKind.COMMENT_CLOSE: r"\b(?:reageren|reacties|consultatie|zienswijzen?|inspraak)\b[^.;]{0,60}?\b(?:tot|uiterlijk|voor|sluit)",
            DateKind.EXPIRY: r"\b(?:vervalt|vervallen)\b",
        },
        "before",
        40,
    )
    + triggers({DateKind.EFFECTIVE: r"\bin\s+werking\b(?:\s+getreden)?", DateKind.APPLICATION: r"\bvan\s+toepassing\b"}, "after", 30),
    not_after=re.compile(r"(?i)(?:\b(?:(?<!ingang )van|gepubliceerd op|vastgesteld op|aangenomen op|d\.d\.|den|stemde op)\s*)$"),
    not_before=re.compile(r"(?i)^\s*(?:,?\s*houdende|betreffende|(?:aangenomen|gepubliceerd|vastgesteld|bekendgemaakt|ingetrokken))"),
    abbreviations=re.compile(r"(?i)(?:\b(?:art|nr|blz|jo|lid|Stb|Stcrt)\.)$"),
)
