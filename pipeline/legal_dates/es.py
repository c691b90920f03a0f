"""Legal dates in Spanish: BOE, Latin American law, EU law in Spanish, public hearings."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, by_month_name, by_numbers, triggers
from pipeline.legal_dates.romance import counted, fixed, month_start
from policywatch.types import DateKind

_NAMES = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)} | {"setiembre": 9}
_WORDS = (
    {
        w: i
        for i, w in enumerate(
            [
                "uno",
                "dos",
                "tres",
                "cuatro",
                "cinco",
                "seis",
                "siete",
                "ocho",
                "nueve",
                "diez",
                "once",
                "doce",
                "trece",
                "catorce",
                "quince",
                "dieciséis",
                "diecisiete",
                "dieciocho",
                "diecinueve",
                "veinte",
            ],
            1,
        )
    }
    | {w: i for i, w in enumerate(["primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo"], 1)}
    | {
        "un": 1,
        "una": 1,
        "treinta": 30,
        "cuarenta": 40,
        "sesenta": 60,
        "noventa": 90,
        "vigésimo": 20,
        "trigésimo": 30,
        "ciento veinte": 120,
        "ciento ochenta": 180,
    }
    | {"veinticuatro": 24, "treinta y seis": 36, "cuarenta y cinco": 45, "decimoquinto": 15, "dieciseis": 16, "cien": 100}
)
_WORD = "|".join(sorted((re.escape(w).replace(r"\ ", r"\s") for w in _WORDS), key=len, reverse=True))
_N = rf"(?P<n>\d{{1,4}}|(?:{_WORD}))(?:\s\(\d+\))?"
_UNIT = r"\s(?P<unit>días?|semanas?|mes(?:es)?|años?)(?:\s(?:hábiles|naturales|corridos|calendario))?"
_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile(r"(?i)publica"),
    "entry_into_force": re.compile(r"(?i)entrada en vigor|entrada en vigencia|vigencia"),
    "enactment": re.compile(r"(?i)promulgación|aprobación|sanción"),
    "signature": re.compile(r"(?i)firma"),
}
_ACT = r"(?:publicación|publicado|publicada|entrada en vigor|entrada en vigencia|vigencia|promulgación|aprobación|sanción|firma)"
_ANCHOR = rf"(?P<anchor>(?:(?:la|el|de|del|al|su|fecha|día|siguiente|a|desde|partir|esta|este|ley|contados|contado)\s){{0,9}}{_ACT})"
_AFTER = r"(?:después de|desde|siguientes? a|a partir de|a contar desde|contados (?:a partir de|desde)|tras|posteriores a|de|a partir del día siguiente (?:a|al de)|siguiente al de)"
_TERMS = (
    (
        re.compile(rf"(?i)primer día del (?:(?P<n>{_WORD})\s)?mes (?:siguiente|posterior)\s(?:a|al de)\s{_ANCHOR}"),
        month_start(_WORDS, _ANCHORS),
    ),
    (re.compile(rf"(?i)\bprimer día del mes siguiente\s(?P<n>(?!))?(?:a|al de)\s{_ANCHOR}"), month_start(_WORDS, _ANCHORS)),
    (re.compile(rf"(?i)\bdía siguiente\s(?:hábil\s)?(?:a|al|al de|de|del de)\s{_ANCHOR}"), fixed(1, _ANCHORS)),
    (re.compile(rf"(?i)\b{_N}{_UNIT}\s{_AFTER}\s{_ANCHOR}"), counted(_WORDS, _ANCHORS)),
    (re.compile(rf"(?i)\b{_N}{_UNIT}\s(?P<anchor>(?:de su|de la|desde su|tras su|a partir de su)\s{_ACT})"), counted(_WORDS, _ANCHORS)),
    (
        re.compile(
            rf"(?i)\b(?:a partir de|desde|el (?:mismo )?día de|el día de|en la fecha de|con)\s(?P<anchor>(?:la fecha de\s|el día de\s)?(?:su|la)\s{_ACT})"
        ),
        fixed(0, _ANCHORS),
    ),
)
_DAYS = (
    (
        re.compile(rf"(?i)\b(?P<d>1º|1\.º|\d{{1,2}})\s(?:de\s)?(?P<month>{'|'.join(_MONTHS)})\s(?:de\s|del\s)?(?P<y>(?:19|20)\d\d)\b"),
        by_month_name(_MONTHS),
    ),
    (re.compile(r"(?<![\d/.])(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>20\d\d)(?!\d|[/.]\d)"), by_numbers),
    *ISO_DAYS,
)
_BEFORE = {
    DateKind.EFFECTIVE: r"\bentr(?:a|an|ará|arán|ó|aron|ar|e)\s+en\s+(?:vigor|vigencia)\b | \bentrada\s+en\s+(?:vigor|vigencia)\b | \b(?:surt(?:e|en|irá|irán)|producirá|tendrá|tendrán)\s+efectos?\b | \bcomenzará\s+a\s+regir\b | \bregirá\b | \b(?:rige|rigen)\b",
    DateKind.APPLICATION: r"\b(?:será|serán|es|son)\s+(?:\w+\s+)?(?:aplicables?|exigibles?|de\s+aplicación|obligatori[oa]s?)\b | \bse\s+aplicar(?:á|án)\b | \bse\s+aplican?\b | \baplicables?\s+(?:a\s+partir|desde)\b | \bfecha\s+de\s+aplicación\b | \bobligatori[oa]s?\s+(?:a\s+partir|desde)\b | \b(?:deberán|deben)\s+(?:cumplir|adecuarse|ajustarse)\b[^.;]{0,60} | \bexigibles?\b",
    DateKind.COMMENT_CLOSE: r"\b(?:consulta\s+p[úu]blica|audiencia(?:\s+e\s+información)?|alegaciones|observaciones|aportaciones|comentarios|contribuciones|trámite\s+de\s+audiencia|opiniones|sugerencias|consulta)\b[^.;]{0,120}?\b(?:hasta|antes|finaliza|concluye|termina|plazo|vence|cierra|abierta|abierto|presentarse|remitirse|enviarse|estará|presentar|remitir|enviar|será|del)\b | \bplazo\b[^.;]{0,60}?\b(?:alegaciones|observaciones|aportaciones|consulta|comentarios|remisión|envío|presentación|participación|audiencia)\b[^.;\d]{0,60} | \bfecha\s+límite\b[^.;\d]{0,60}",
    DateKind.TRANSITION_END: r"\b(?:período|periodo|régimen|disposición|plazo)\s+(?:transitori[oa]|de\s+(?:transición|adaptación|gracia|adecuación))\b[^.;]{0,100} | \bpodrán\s+(?:seguir|continuar)\b[^.;]{0,100} | \bEstados\s+miembros\b[^.;]{0,120}?\b(?:a\s+más\s+tardar|antes) | \btranspo\w+\b[^.;]{0,60} | \bponer(?:se)?\s+en\s+conformidad\b[^.;]{0,50} | \badaptar(?:se)?\b[^.;]{0,60}",
    DateKind.ENFORCEMENT: r"\b(?:sanciones|multas|régimen\s+sancionador|potestad\s+sancionadora|infracciones)\b[^.;]{0,80}",
    DateKind.EXPIRY: r"\b(?:queda|quedan|quedará|quedarán|se)\s+(?:derogad[oa]s?|deroga|derogarán|sin\s+efecto)\b[^.;\d]{0,40} | \bderogad[oa]s?\s+(?:con\s+efectos?|a\s+partir|desde)\b[^.;\d]{0,30} | \bdejar(?:á|án)\s+de\s+(?:tener\s+efectos?|estar\s+en\s+vigor|aplicarse|surtir|ser)\b[^.;\d]{0,30} | \b(?:vigente|vigencia|válid[oa]|en\s+vigor|aplicable)\s+(?:\w+\s+){0,3}hasta | \bexpir(?:a|ará|an|arán)\b | \bcaduca\w*\b | \bmoratoria\b[^.;]{0,60}?\bhasta | \bsuprimid[oa]s?\b | \b(?:estará|permanecerá|mantendrá|tendrá)\b[^.;]{0,40}?\b(?:vigor|vigente|vigencia)\b\s+hasta | \bcesar(?:á|án)\b | \bse\s+aplicar(?:á|án)\s+hasta",
}
_AFTER_DAY = {
    DateKind.EFFECTIVE: r"\bentr(?:a|ará|arán)\s+en\s+(?:vigor|vigencia)\b | \bfecha\s+de\s+entrada\s+en\s+vigor",
    DateKind.APPLICATION: r"\b(?:será|serán|es|son)\s+(?:aplicables?|exigibles?|obligatori\w+)\b | \bse\s+aplicar(?:á|án)\b | \bdeberán\b",
    DateKind.COMMENT_CLOSE: r"\b(?:para\s+(?:presentar|remitir|formular|enviar)\s+(?:alegaciones|observaciones|aportaciones|comentarios|sus))",
    DateKind.TRANSITION_END: r"\bpara\s+(?:adaptarse|adecuarse|cumplir)",
    DateKind.ENFORCEMENT: r"\b(?:sanciones|multas|régimen\s+sancionador)\b",
    DateKind.EXPIRY: r"\b(?:queda|quedará)\w*\s+derogad\w+ | \bdejar(?:á|án)\s+de\b",
}

_WEAK = {
    DateKind.APPLICATION: r"(?:\ba\s+partir\s+del|\bdesde\s+el)(?=[^.;]{6,160}\b(?:deberán|deberá|deben|prohibid\w+|obligatori\w+|exigi\w+)\b) | \b(?:deberán|deberá|deben|prohibid\w+|obligad\w+)\b[^.;]{0,100}?(?:a\s+partir\s+del|desde\s+el)",
    DateKind.EFFECTIVE: r"\bcon\s+efectos?\s+(?:desde|a\s+partir|de)",
}

GRAMMAR = Grammar(
    language="es",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 70) + triggers(_WEAK, "before", 20, 60) + triggers(_AFTER_DAY, "after", 60),
    not_after=re.compile(
        r"(?i)(?:(?:\d+/\d{4},?\sde|(?:mercado|servicio|celebrad[oa]s|instalad[oa]s|autorizad[oa]s|vigentes) (?:antes del|con anterioridad al)|(?:posterior|anterior)(?:es)? al|\b(?:ley|decreto|reglamento|directiva|decisión|orden|resolución|consejo|sentencia|acuerdo|versión|convenio|circular|instrucción|reunión)(?:\s[^,;]{0,40})?,?\sde|publicad[oa]s?(?: en [^,;]{1,50})?(?: el| con fecha| de)?|firmad[oa] el|aprobad[oa]s? (?:el|por[^,;]{0,50})|adoptad[oa] el|celebrad[oa] el|de fecha|"
        r"dad[oa] en \w+,? (?:a|el)|(?:BOE|DOUE|DO)(?: núm\.? \d+)?,? de|promulgad[oa] el|dictad[oa] el)\s*)$"
    ),
    not_before=re.compile(r"(?i)^\s*(?:,\s(?:por la que|por el que|del parlamento|de protección|relativ)|\((?:BOE|DO))"),
    abbreviations=re.compile(r"(?i)(?:\b(?:art|núm|n|pág|Sr|Sra|D|Dª|ap|etc|EE|UU)\.)$"),
)
