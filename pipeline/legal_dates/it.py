"""Legal dates in Italian: laws and decrees of the Gazzetta, EU law in Italian, consultations."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, by_month_name, by_numbers, triggers
from pipeline.legal_dates.romance import counted, fixed, month_start
from policywatch.types import DateKind

_NAMES = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"]
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)}
_WORDS = (
    {
        w: i
        for i, w in enumerate(
            [
                "uno",
                "due",
                "tre",
                "quattro",
                "cinque",
                "sei",
                "sette",
                "otto",
                "nove",
                "dieci",
                "undici",
                "dodici",
                "tredici",
                "quattordici",
                "quindici",
                "sedici",
                "diciassette",
                "diciotto",
                "diciannove",
                "venti",
            ],
            1,
        )
    }
    | {w: i for i, w in enumerate(["primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo"], 1)}
    | {
        "un": 1,
        "una": 1,
        "trenta": 30,
        "quaranta": 40,
        "quarantacinque": 45,
        "sessanta": 60,
        "novanta": 90,
        "centoventi": 120,
        "centottanta": 180,
        "ventiquattro": 24,
        "trentasei": 36,
    }
    | {"ventesimo": 20, "quindicesimo": 15, "trentesimo": 30, "sessantesimo": 60, "novantesimo": 90, "ventiquattresimo": 24}
)
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_N = rf"(?P<n>\d{{1,4}}|(?:{_WORD}))(?:\s\(\d+\))?"
_UNIT = r"\s(?P<unit>giorn[oi]|settiman[ae]|mes[ei]|ann[oi])(?:\s(?:lavorativi|naturali|consecutivi))?"
_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile(r"(?i)pubblica"),
    "entry_into_force": re.compile(r"(?i)entrata in vigore|vigenza|entra in vigore"),
    "enactment": re.compile(r"(?i)promulgazione|adozione|approvazione|emanazione"),
    "signature": re.compile(r"(?i)firma|sottoscrizione"),
}
_ACT = r"(?:pubblicazione|entrata in vigore|promulgazione|adozione|approvazione|emanazione|firma|sottoscrizione)"
_ANCHOR = rf"(?P<anchor>(?:(?:la|il|di|del|della|dalla|dal|alla|al|a|sua|suo|quello|quella|data|giorno|loro|decorrere)\s|dell['’]|l['’]|all['’]|dall['’]){{0,8}}{_ACT})"
_AFTER = r"(?:dopo|da|dalla|dal|successiv[oi] (?:a|alla|al)|a decorrere da|decorrenti da|dall['’])"
_TERMS = (
    (re.compile(rf"(?i)primo giorno del (?:(?P<n>{_WORD})\s)?mese successivo\s(?:a\s)?{_ANCHOR}"), month_start(_WORDS, _ANCHORS)),
    (re.compile(rf"(?i)\b(?P<n>\d{{1,3}}[°º]|(?:{_WORD}))\s(?P<unit>giorno)\ssuccessivo\s(?:a\s)?{_ANCHOR}"), counted(_WORDS, _ANCHORS)),
    (re.compile(rf"(?i)\bgiorno (?:successivo|seguente|dopo)\s(?:a\s)?{_ANCHOR}"), fixed(1, _ANCHORS)),
    (re.compile(rf"(?i)\b{_N}{_UNIT}\s(?:{_AFTER}\s?)?{_ANCHOR}"), counted(_WORDS, _ANCHORS)),
    (
        re.compile(
            rf"(?i)\b(?:il giorno (?:stesso )?della|dalla data della|dalla data di|a decorrere dalla|al momento della|il giorno stesso della)\s(?P<anchor>(?:sua\s|data di\s)?{_ACT})"
        ),
        fixed(0, _ANCHORS),
    ),
)
_DAYS = (
    (re.compile(rf"(?i)\b(?P<d>1[°º]|\d{{1,2}})\s?(?P<month>{'|'.join(_MONTHS)})\s(?P<y>(?:19|20)\d\d)\b"), by_month_name(_MONTHS)),
    (re.compile(r"(?<![\d/.])(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>20\d\d)(?!\d|[/.]\d)"), by_numbers),
    *ISO_DAYS,
)
_BEFORE = {
    DateKind.EFFECTIVE: r"\bentr(?:a|ano|erà|eranno|ato|ata|are)\s+in\s+vigore\b | \bentrata\s+in\s+vigore\b(?:\s*(?:è\s+)?(?:fissata|prevista|:))? | \b(?:ha|hanno|avrà|avranno|prende|produce|producono)\s+(?:effetto|effetti|efficacia)\b | \bacquista\s+efficacia\b | \bè\s+efficace\b | \bin\s+vigore\s+dal",
    DateKind.APPLICATION: r"\bsi\s+applica(?:no)?\b | \bsi\s+applicherà\b | \bsi\s+applicheranno\b | \bapplicabil[ei]\s+(?:a\s+(?:decorrere|partire)|dal)\b | \b(?:è|sono|sarà|saranno|diventa|diventano|diviene)\s+(?:\w+\s+)?(?:applicabil[ei]|obbligatori[oae]?)\b | \bdecorr(?:e|ono)\b | \bdata\s+di\s+applicazione\b | \bobbligatori[oae]\s+(?:a\s+(?:decorrere|partire)|dal) | \b(?:devono|dovranno)\s+(?:conformarsi|adeguarsi|essere\s+conformi|rispettare)\b[^.;]{0,60} | \btrova(?:no)?\s+applicazione\b",
    DateKind.COMMENT_CLOSE: r"\b(?:consultazione|osservazioni|contributi|commenti|pareri|risposte|contributo)\b[^.;]{0,120}?\b(?:entro|fino|scade|termina|chiude|aperta|inviat[ei]|trasmess[ei]|pervenire|presentat[ei]|si\s+conclude|si\s+chiude|si\s+svolge|termine|scadenza|dal)\b | \b(?:termine|scadenza|data\s+di\s+chiusura)\b[^.;\d]{0,80}?\b(?:consultazione|osservazioni|contributi|commenti|invio|presentazione|partecipazione)\b[^.;\d]{0,60} | \b(?:inviare|trasmettere|presentare|far\s+pervenire)\b[^.;]{0,60}?\b(?:osservazioni|contributi|commenti|risposte)\b",
    DateKind.TRANSITION_END: r"\b(?:periodo|regime|disposizion[ei]|fase)\s+(?:transitori[oae]|di\s+(?:transizione|adeguamento|grazia))\b[^.;]{0,100} | \bpossono\s+(?:continuare|essere)\b[^.;]{0,80}?\bfino | \bStati\s+membri\b[^.;]{0,120}?\bentro | \brecep\w+\b[^.;]{0,60} | \bmess[ie]\s+in\s+conformità\b[^.;]{0,50} | \bresi\s+conformi\b[^.;]{0,40} | \bsi\s+(?:adegu|conform)\w+ | \bcontinuano\b[^.;]{0,80}?\bfino",
    DateKind.ENFORCEMENT: r"\b(?:sanzioni|ammende|multe|poteri\s+sanzionatori|attività\s+ispettiva)\b[^.;]{0,80}",
    DateKind.EXPIRY: r"\b(?:è|sono|sarà|saranno|si\s+intende)\s+abrogat[oaie]\b[^.;\d]{0,40} | \babrogat[oaie]\s+(?:con\s+effetto|a\s+decorrere|dal)\b | \bcessa(?:no)?\s+(?:di\s+(?:avere\s+(?:effetto|efficacia)|applicarsi|essere|produrre)|gli\s+effetti|la\s+propria)?\b[^.;\d]{0,30} | \bcesserà\b | \b(?:valid[oaie]|in\s+vigore|efficac[ei]|applicabil[ei]|vigenza)\s+fino | \bmoratoria\b[^.;]{0,60}?\bfino | \bscade\b | \bscadrà\b | \bperde(?:rà)?\s+efficacia\b | \b(?:rimane|resta|restano)\s+(?:in\s+vigore|efficac[ei]|valid\w)\s+fino | \bsi\s+applica(?:no)?\s+fino",
}
_AFTER_DAY = {
    DateKind.EFFECTIVE: r"\bentr(?:a|ano|erà|eranno)\s+in\s+vigore\b",
    DateKind.APPLICATION: r"\bsi\s+applica(?:no)?\b | \b(?:è|sono|saranno)\s+(?:applicabil[ei]|obbligatori\w)\b | \bdovranno\b",
    DateKind.COMMENT_CLOSE: r"\b(?:per\s+(?:inviare|presentare|trasmettere)\s+(?:osservazioni|contributi|commenti|le|i))",
    DateKind.TRANSITION_END: r"\bper\s+(?:adeguarsi|conformarsi)",
    DateKind.ENFORCEMENT: r"\b(?:sanzioni|ammende)\b",
    DateKind.EXPIRY: r"\b(?:è|sono)\s+abrogat\w\b | \bcessa(?:no)?\b",
}

_WEAK = {
    DateKind.APPLICATION: r"\b(?:a\s+(?:decorrere|partire)\s+)?dal(?=[^.;]{6,160}\b(?:devono|deve|dovranno|dovrà|vietat\w+|obbligatori\w+|tenut\w+)\b) | \b(?:devono|deve|dovranno|dovrà|vietat\w+|tenut\w+)\b[^.;]{0,100}?\bdal",
    DateKind.EFFECTIVE: r"\bcon\s+effetto\s+(?:dal|da|a\s+decorrere)",
}

GRAMMAR = Grammar(
    language="it",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 70) + triggers(_WEAK, "before", 20, 30) + triggers(_AFTER_DAY, "after", 60),
    not_after=re.compile(
        r"(?i)(?:\b(?:legge|decreto legislativo|decreto-legge|(?:legge|decreto(?: legislativo| legge|-legge)?|regolamento|direttiva|decisione|ordinanza|provvedimento|consiglio|delibera(?:zione)?|sentenza|circolare|d\.lgs\.|accordo|riunione|versione|parere|parlamento)(?:\s[^,;]{0,30})?(?:\sdel|\sdell['’])|(?<!scadenza )(?<!data )(?<!termine )(?<!mezzanotte )del|(?:mercato|servizio|stipulat[ie]|installat[ie]|autorizzat[ie]) (?:prima del|anteriormente al)|(?:successiv|precedent)[oaie] al|pubblicat[oaie](?: (?:in|nella|sulla) [^,;]{1,50})?(?: il)?|firmat[oa] il|adottat[oa] il|approvat[oa] il|promulgat[oa] il|in data|tenutasi il|emanat[oa] il|G\.U\.[^,;)]{0,30})\s*)$"
    ),
    not_before=re.compile(r"(?i)^\s*(?:,\s(?:n\.|relativ|recante|che modifica)|\((?:GU|G\.U\.))"),
    abbreviations=re.compile(r"(?i)(?:\b(?:art|n|lett|co|pag|G|U|D|L|lgs|s|cfr|artt|nn)\.)$"),
)
