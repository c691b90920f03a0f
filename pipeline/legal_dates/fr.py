"""Legal dates in French: laws, decrees, EU law in French, consultations."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, by_month_name, by_numbers, triggers
from pipeline.legal_dates.romance import counted, fixed, month_start
from policywatch.types import DateKind

_NAMES = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)} | {"fevrier": 2, "aout": 8, "decembre": 12}
_WORDS = (
    {
        w: i
        for i, w in enumerate(
            [
                "un",
                "deux",
                "trois",
                "quatre",
                "cinq",
                "six",
                "sept",
                "huit",
                "neuf",
                "dix",
                "onze",
                "douze",
                "treize",
                "quatorze",
                "quinze",
                "seize",
                "dix-sept",
                "dix-huit",
                "dix-neuf",
                "vingt",
            ],
            1,
        )
    }
    | {
        w: i
        for i, w in enumerate(
            [
                "premier",
                "deuxième",
                "troisième",
                "quatrième",
                "cinquième",
                "sixième",
                "septième",
                "huitième",
                "neuvième",
                "dixième",
                "onzième",
                "douzième",
            ],
            1,
        )
    }
    | {
        "une": 1,
        "trente": 30,
        "quarante": 40,
        "soixante": 60,
        "quatre vingt dix": 90,
        "cent vingt": 120,
        "cent quatre vingts": 180,
        "vingt et un": 21,
        "vingt quatre": 24,
    }
    | {
        "vingtième": 20,
        "quinzième": 15,
        "trentième": 30,
        "dix huit": 18,
        "dix sept": 17,
        "dix neuf": 19,
        "trente six": 36,
        "second": 2,
        "premier": 1,
    }
)
_WORD = "|".join(sorted((re.escape(w).replace(r"\ ", r"[\s-]").replace(r"\-", r"[\s-]") for w in _WORDS), key=len, reverse=True))
_N = rf"(?P<n>\d{{1,4}}|(?:{_WORD}))(?:\s\(\d+\))?"
_UNIT = r"\s(?P<unit>jours?|semaines?|mois|ans?|années?)(?:\s(?:francs|ouvrables|calendaires|ouvrés))?"
_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile(r"(?i)publi|parution"),
    "entry_into_force": re.compile(r"(?i)entrée en (?:vigueur|application)|entre en vigueur"),
    "enactment": re.compile(r"(?i)promulgation|adoption|promulgué"),
    "signature": re.compile(r"(?i)signature"),
}
_ACT = r"(?:publication|parution|entrée en vigueur|entrée en application|promulgation|adoption|signature)"
_ANCHOR = rf"(?P<anchor>(?:(?:la|le|de|celui|celle|sa|son|leur|cette|date|jour|compter|du)\s|l['’]|d['’]){{0,8}}{_ACT})"
_AFTER = r"(?:après|suivant|à compter de|à partir de|à dater de|qui suivent|qui suit|dès)"
_TERMS = (
    (re.compile(rf"(?i)premier jour du (?:(?P<n>{_WORD})\s)?mois (?:qui suit|suivant) {_ANCHOR}"), month_start(_WORDS, _ANCHORS)),
    (re.compile(rf"(?i)\b(?P<n>\d{{1,3}}e|(?:{_WORD}))\s(?P<unit>jour)\s(?:suivant|qui suit|après)\s{_ANCHOR}"), counted(_WORDS, _ANCHORS)),
    (re.compile(rf"(?i)\b{_N}{_UNIT}\s{_AFTER}\s{_ANCHOR}"), counted(_WORDS, _ANCHORS)),
    (re.compile(rf"(?i)\b(?:lendemain|jour suivant)\s(?:de\s|du jour de\s|celui de\s){_ANCHOR}"), fixed(1, _ANCHORS)),
    (
        re.compile(
            rf"(?i)\b(?:le jour de|dès|à compter de|à la date de|à compter du jour de|immédiatement après)\s(?P<anchor>(?:sa|la|leur)\s{_ACT}|son entrée en vigueur)"
        ),
        fixed(0, _ANCHORS),
    ),
)
_DAYS = (
    (re.compile(rf"(?i)\b(?P<d>1er|\d{{1,2}})\s(?P<month>{'|'.join(_MONTHS)})\s(?P<y>(?:19|20)\d\d)\b"), by_month_name(_MONTHS)),
    (re.compile(r"(?<![\d/.])(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>20\d\d)(?!\d|[/.]\d)"), by_numbers),
    *ISO_DAYS,
)
_BEFORE = {
    DateKind.EFFECTIVE: r"\bentr(?:e|ent|era|eront|é|ée|ées|ent|er|ait)\s+en\s+vigueur\b | \bentrée\s+en\s+vigueur\b(?:\s+(?:est\s+)?(?:fixée|prévue|reportée))? | \bpren(?:d|nent|dra|dront)\s+effet\b | \bprise\s+d['’]effet\b",
    DateKind.APPLICATION: r"\b(?:est|sont|sera|seront|devient|deviennent|deviendra)\s+(?:\w+\s+)?applicables?\b | \bs['’]appliqu(?:e|ent|era|eront)\b | \bapplicables?\s+(?:à\s+(?:compter|partir)|depuis|dès|le)\b | \bentr(?:e|ent|era|eront|ée)\s+en\s+application\b | \bdate\s+d['’]application\b | \bmise?\s+en\s+conformité\b[^.;]{0,60} | \bobligatoires?\s+(?:à\s+(?:compter|partir)|dès)\b | \b(?:doivent|devront)\s+(?:se\s+conformer|respecter|être\s+conformes?)\b[^.;]{0,60}",
    DateKind.COMMENT_CLOSE: r"\bclôture\s+de\s+(?:la\s+consultation|l['’](?:enquête|appel))\b[^.;\d]{0,20} | \b(?:consultation|contributions?|observations?|commentaires|réponses?|avis|remarques|appel\s+à\s+(?:contributions?|commentaires|témoignages|manifestation)|enquête|concertation)\b[^.;]{0,120}?\b(?:jusqu['’]au|avant\s+le|au\s+plus\s+tard|clôtur\w+|prend\s+fin|fermée?|close|ouverte?|adressées?|transmises?|envoyées?|se\s+termine|s['’]achève|reçues?|soumises?|attendue?s?|d['’]ici|se\s+déroule|du|déposée?s?|formulée?s?)\b(?:\s+d['’]ici)? | \bdate\s+(?:limite|de\s+clôture)\b[^.;]{0,50}?\b(?:contribution|réponse|consultation|commentaires|observations|participation)\w*[^.;\d]{0,30} | \bdate\s+(?:limite|de\s+clôture)\b",
    DateKind.TRANSITION_END: r"\b(?:période|régime|dispositions?|mesures?|délai)\s+(?:transitoires?|de\s+transition|de\s+grâce|de\s+mise\s+en\s+conformité)\b[^.;]{0,100} | \bpeuvent\b[^.;]{0,80}?\bjusqu['’]au | \bÉtats\s+membres\b[^.;]{0,120}?\b(?:au\s+plus\s+tard|avant) | \btranspos\w+\b[^.;]{0,60} | \bmis(?:e|es)?\s+en\s+conformité\b[^.;]{0,40} | \bcontinu\w+\b[^.;]{0,80}?\bjusqu['’]au",
    DateKind.ENFORCEMENT: r"\b(?:sanctions?|amendes?|contrôles?|pénalités?)\b[^.;]{0,80}?\b(?:à\s+(?:compter|partir)|applicables?|dès|s['’]appliqu\w+) | \bpouvoirs\s+(?:de\s+sanction|d['’]exécution)\b[^.;]{0,60}",
    DateKind.EXPIRY: r"\bcess(?:e|ent|era|eront)\s+(?:d['’](?:être\s+(?:en\s+vigueur|applicables?)|avoir\s+effet|appliquer|produire)|de\s+(?:produire|s['’]appliquer|porter))?\b[^.;,\d]{0,40} | \babrogée?s?\b(?:\s+(?:à\s+compter|avec\s+effet|au))? | \bexpir(?:e|ent|era|eront|ation)\b | \b(?:valable|valide|en\s+vigueur|applicable)s?\s+jusqu['’]au | \bprend(?:ra)?\s+fin\b | \bmoratoire\b[^.;]{0,60}?\bjusqu['’]au | \bsupprimée?s?\s+(?:à\s+compter|au) | \bcaduc\w*\b | \bs['’]appliqu(?:e|ent|era)\s+jusqu['’]au | \b(?:reste|demeure)\w*\s+(?:en\s+vigueur|applicables?)\s+jusqu['’]au",
}
_AFTER_DAY = {
    DateKind.EFFECTIVE: r"\bentr(?:e|ent|era|eront)\s+en\s+vigueur\b | \bdate\s+d['’]entrée\s+en\s+vigueur",
    DateKind.APPLICATION: r"\b(?:s['’]appliqu\w+|(?:est|sont|seront|sera)\s+applicables?|entr\w+\s+en\s+application|devront|doivent)\b",
    DateKind.COMMENT_CLOSE: r"\b(?:pour\s+(?:répondre|contribuer|participer|transmettre|faire\s+part)|date\s+limite\s+de)",
    DateKind.TRANSITION_END: r"\bpour\s+se\s+(?:mettre\s+en\s+conformité|conformer)",
    DateKind.ENFORCEMENT: r"\b(?:sanctions|amendes)\b",
    DateKind.EXPIRY: r"\b(?:est|sont|sera)\s+abrogée?s?\b | \bcess\w+\b",
}

_WEAK = {
    DateKind.APPLICATION: r"(?:\bà\s+(?:compter|partir)\s+du|\bdès\s+le)(?=[^.;]{6,160}\b(?:doivent|doit|devront|devra|interdit\w*|obligatoire\w*|tenue?s?)\b) | \b(?:doivent|doit|devront|devra|interdite?s?|tenue?s?|obligatoires?)\b[^.;]{0,100}?(?:à\s+(?:compter|partir)\s+du|dès\s+le)",
    DateKind.EFFECTIVE: r"\bavec\s+effet\s+(?:au|à\s+compter|à\s+partir|le)",
}

GRAMMAR = Grammar(
    language="fr",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 70) + triggers(_WEAK, "before", 20, 60) + triggers(_AFTER_DAY, "after", 60),
    not_after=re.compile(
        r"(?i)(?:\b(?:(?:loi|décret|arrêté|ordonnance|règlement|directive|décision|délibération|conseil|parlement européen et du conseil|circulaire|avis|séance|jugement|arrêt|version|convention|accord|rapport)(?:\s\([^)]*\)|\sn\s?[°o]\s?[\w/-]+|\s\w+){0,4}\sdu|"
        r"(?<!compter )(?<!partir )(?<!dater )(?<!effet )(?<!limite )du|(?:marché|service|conclue?s?|installée?s?|autorisée?s?) avant le|(?:postérieure?|antérieure?)s? au|publiée?s?(?: au [^,;]{1,40})?(?: le)?|signée? le|adoptée?s? le|promulguée? le|fait à \w+,? le|modifiée?s?[^,;]{0,40} du|en date du|JO(?:RF)? du|réuni le|tenue? le|daté du|susvisée? du)\s*)$"
    ),
    not_before=re.compile(r"(?i)^\s*(?:susvisée?|modifiée?|relati(?:f|ve)|portant|\(JO)"),
    abbreviations=re.compile(r"(?i)(?:\b(?:art|n|al|p|cf|M|MM|Mme|etc|L|R|D)\.)$"),
)
