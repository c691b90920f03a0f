"""Legal dates in Portuguese, enough to tell whether an act is in force."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, by_month_name, triggers
from pipeline.legal_dates.romance import fixed
from policywatch.types import DateKind

_NAMES = ("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro")
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)}
_ANCHORS: dict[Anchor, re.Pattern[str]] = {"publication": re.compile(r"(?i)publicação")}

GRAMMAR = Grammar(
    language="pt",
    days=(
        (
            re.compile(rf"(?i)\b(?P<d>1º|1\.º|\d{{1,2}})\s(?:de\s)?(?P<month>{'|'.join(_NAMES)})\s(?:de\s)?(?P<y>(?:19|20)\d\d)\b"),
            by_month_name(_MONTHS),
        ),
        *ISO_DAYS,
    ),
    terms=(
        (
            re.compile(r"(?i)\bdia (?:seguinte|imediato)\s(?:ao|à)\s(?:da\s)?(?:sua\s|data da sua\s)?(?P<anchor>publicação)"),
            fixed(1, _ANCHORS),
        ),
        (re.compile(r"(?i)\bna data de\s(?:sua\s)?(?P<anchor>publicação)"), fixed(0, _ANCHORS)),
    ),
    triggers=triggers(
        {
            DateKind.EFFECTIVE: r"\bentr(?:a|am|ará|arão|ou|aram)\s+em\s+vigor\b | \bentrada\s+em\s+vigor\b | \bproduz(?:em|irá)?\s+efeitos?\b | \bem\s+vigor\s+(?:desde|a\s+partir)",
            DateKind.APPLICATION: r"\b(?:é|são|será|serão)\s+aplicáve(?:l|is)\b | \baplica(?:m)?-se\b",
            DateKind.COMMENT_CLOSE: r"\b(?:contribui\w+|consulta|comentários|sugestões|audiência)\b[^.;]{0,80}?\b(?:até|prazo|termina|encerra)",
            DateKind.EXPIRY: r"\b(?:revogad[oa]s?|caduca|vigora\s+até|cessa)\b",
        },
        "before",
        50,
    )
    + triggers({DateKind.EFFECTIVE: r"\bentr(?:a|ará|ou)\s+em\s+vigor\b"}, "after", 30),
    not_after=re.compile(
        r"(?i)(?:,\sde|\b(?:lei|decreto|regulamento|diretiva|resolução|portaria)(?:\s[^,;]{0,30})?,?\sde|publicad[oa] (?:em|a)|aprovad[oa] em|assinad[oa] em|em reunião de)\s*$"
    ),
    not_before=re.compile(r"(?i)^\s*(?:,\s(?:que|relativ))"),
    abbreviations=re.compile(r"(?i)(?:\b(?:art|n|nº|pág|Sr|Dr)\.)$"),
)
