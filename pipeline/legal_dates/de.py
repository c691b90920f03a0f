"""Legal dates in German: federal law, ministry drafts, EU law in German, Swiss and Austrian law."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, Term, Unit, anchor_of, by_month_name, by_numbers, number, triggers
from policywatch.types import DateKind

_NAMES = ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"]
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)} | {"jänner": 1, "feber": 2, "maerz": 3}
_UNITS = [
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_TENS = {
    "zwanzig": 20,
    "dreißig": 30,
    "dreissig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "sechzig": 60,
    "siebzig": 70,
    "achtzig": 80,
    "neunzig": 90,
    "vierundzwanzig": 24,
    "sechsunddreißig": 36,
}
_ORDINALS = [
    "erst",
    "zweit",
    "dritt",
    "viert",
    "fünft",
    "sechst",
    "siebt",
    "acht",
    "neunt",
    "zehnt",
    "elft",
    "zwölft",
    "dreizehnt",
    "vierzehnt",
    "fünfzehnt",
    "sechzehnt",
    "siebzehnt",
    "achtzehnt",
    "neunzehnt",
]
_WORDS = (
    {w: i for i, w in enumerate(_UNITS, 1)}
    | _TENS
    | {"eines": 1, "einem": 1, "einen": 1, "einer": 1, "zweier": 2, "dreier": 3, "zwanzigst": 20, "dreißigst": 30}
    | {f"{w}{e}": i for i, w in enumerate(_ORDINALS, 1) for e in ("e", "en", "er", "em")}
    | {f"{w}{e}": n for w, n in (("zwanzigst", 20), ("dreißigst", 30), ("neunzigst", 90)) for e in ("e", "en", "er", "em")}
)
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_N = rf"(?P<n>\d{{1,4}}|(?:{_WORD}))"
_UNIT = r"\s(?:Kalender|Werk)?(?P<unit>tag|woche|monat|jahr)\w{0,3}"
_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "entry_into_force": re.compile(r"(?i)inkrafttreten|in-kraft-treten|in\s+kraft"),
    "publication": re.compile(r"(?i)veröffentlich|verkünd|bekanntmach|kundmach|bundesgesetzblatt|amtsblatt"),
    "enactment": re.compile(r"(?i)verabschied|beschluss|annahme"),
    "signature": re.compile(r"(?i)unterzeichn|ausfertig"),
}
_ACT = r"(?:Veröffentlichung|Verkündung|Bekanntmachung|Kundmachung|Inkrafttretens?|In-Kraft-Tretens?|Verabschiedung|Annahme|Unterzeichnung|Ausfertigung)"
_ANCHOR = rf"(?P<anchor>(?:(?:dem|der|des|ihrer|seiner|ihrem|seinem|dieser|dieses|diesem|Tag|Tage|Zeitpunkt|Datum|ab|an|amtlichen)\s){{0,6}}{_ACT})"


def _unit(n: int, unit: str, anchor: Anchor) -> Term:
    if unit == "woche":
        return Term(7 * n, "day", anchor)
    kinds: dict[str, Unit] = {"tag": "day", "monat": "month", "jahr": "year"}
    return Term(n, kinds[unit], anchor)


def _term(match: re.Match[str]) -> Term | None:
    n = number(match["n"], _WORDS)
    return None if n is None else _unit(n, match["unit"].lower(), anchor_of(match["anchor"], _ANCHORS))


def _month_start(match: re.Match[str]) -> Term | None:
    n = number(match["n"], _WORDS) if match["n"] else 1
    return None if n is None else Term(n, "month", anchor_of(match["anchor"], _ANCHORS), month_start=True)


def _some_day(match: re.Match[str]) -> Term:
    return Term(1, "day", anchor_of(match["anchor"], _ANCHORS), bound=True)


def _next_day(match: re.Match[str]) -> Term:
    return Term(1, "day", anchor_of(match["anchor"], _ANCHORS))


def _same_day(match: re.Match[str]) -> Term:
    return Term(0, "day", anchor_of(match["anchor"], _ANCHORS))


_TERMS = (
    (
        re.compile(
            rf"(?i)ersten Tag(?:e|es)? des (?:auf (?:die|das) )?(?P<anchor>{_ACT}) folgenden (?:Kalender)?(?:quartals|(?:halb)?jahres)"
        ),
        _some_day,
    ),
    (
        re.compile(
            rf"(?i)ersten Tag(?:e|es)? des (?:(?P<n>{_WORD})\s)?auf (?:die|den Tag der|das) (?P<anchor>{_ACT}) folgenden (?:Kalender)?monats"
        ),
        _month_start,
    ),
    (re.compile(rf"(?i)ersten Tag(?:e|es)? des (?P<n>{_WORD}) (?:Kalender)?monats nach {_ANCHOR}"), _month_start),
    (re.compile(rf"(?i)\b(?P<n>\d{{1,3}}\.|(?:{_WORD}))\s(?P<unit>tag)(?:e|es)?\s(?:nach|ab)\s{_ANCHOR}"), _term),
    (re.compile(rf"(?i)\bTag(?:e|es)?\snach\s{_ANCHOR}"), _next_day),
    (re.compile(rf"(?i)\b{_N}{_UNIT}\s(?:nach|ab|seit|vom|von)\s{_ANCHOR}"), _term),
    (
        re.compile(rf"(?i)\b(?:am Tag(?:e)? (?:der|ihrer|seiner)|mit (?:der|dem Tag der|ihrer)|mit dem Tage? ihrer)\s(?P<anchor>{_ACT})"),
        _same_day,
    ),
)
_DAYS = (
    (re.compile(rf"(?i)\b(?P<d>\d{{1,2}}\.?)\s(?P<month>{'|'.join(_MONTHS)})\s(?P<y>(?:19|20)\d\d)\b"), by_month_name(_MONTHS)),
    (re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>20\d\d)(?!\d)"), by_numbers),
    *ISO_DAYS,
)
_BEFORE = {
    DateKind.EFFECTIVE: r"\btr(?:itt|eten|at|aten)\b[^.;]{0,100}? | \bInkrafttreten\b[:\s]*(?:ist|am|:)? | \bIn-Kraft-Treten\b | \bwird\s+wirksam | \bwirksam\s+(?:ab|zum|am|seit) | \bin\s+Kraft\s+(?:seit|ab|am|zum)? | \b(?:gesetzt|getreten)\b",
    DateKind.APPLICATION: r"\b(?:gilt|gelten|galt)\b | \b(?:findet|finden)\s+(?:\w+\s+){0,4}Anwendung\b | \banwendbar\b | \b(?:anzuwenden|anwenden)\b | \bangewendet\b | \bGeltungsbeginn\b | \bGeltung\s+ab | \bist\s+(?:erstmals\s+)?ab | \bverbindlich\s+ab | \beinzuhalten\b | \bAnwendungsbeginn\b | \b(?:müssen|muss|haben)\b[^.;]{0,60}?\b(?:ab|spätestens)",
    DateKind.COMMENT_CLOSE: r"\b(?:Stellungnahmen?|Rückmeldungen?|Kommentare|Anmerkungen|Beiträge|Eingaben|Vernehmlassung|Konsultation|Anhörung|Begutachtung\w*|Konsultationsfrist|Frist\s+zur\s+Stellungnahme|Stellungnahmefrist|Rückmeldefrist|Verbändeanhörung)\b[^.;]{0,120}?\b(?:bis|endet|läuft|dauert|am|zum|spätestens|ist|:) | \b(?:Rückmeldung(?:en)?|Stellungnahmen?|Antworten|Hinweise|Anregungen|Vorschläge|Beiträge|Fragen)\b[^.;]{0,60}?\b(?:bis|spätestens)(?:\s+(?:zum|spätestens))* | \b(?:Einsendeschluss|Einreichungsfrist|Stellungnahmefrist|Konsultationsfrist|Vernehmlassungsfrist|Begutachtungsfrist)\b[^.;]{0,40}",
    DateKind.TRANSITION_END: r"\bFrist\s+(?:zur|für\s+die)\s+(?:Umsetzung|Anpassung)\b[^.;]{0,30} | \b(?:Übergangs\w+|Schonfrist|Umsetzungsfrist|Karenzfrist)\b[^.;]{0,80} | \b(?:dürfen|darf|können|kann)\b[^.;]{0,60}?\b(?:noch\s+)?bis\b(?![^;]{0,50}(?:Stellung|Rückmeld|einreich|eingereicht|äußern|einsend|mitteil|übermitt)) | \bMitgliedstaaten\b[^.;]{0,60}?\b(?:bis|spätestens) | \bumzusetzen\b | \b(?:setzen|erlassen)\b[^.;]{0,60}?\bbis",
    DateKind.ENFORCEMENT: r"\b(?:Durchsetzung\w*|Sanktionen|Bußgeld\w*|Geldbußen|Bußen|Vollzug)\b[^.;]{0,80}",
    DateKind.EXPIRY: r"\btr(?:itt|eten)\b[^.;]{0,80}?\baußer\s+Kraft\b | \b(?:befristet|gültig|Gültigkeit|Geltungsdauer)\b[^.;]{0,30}?\bbis | \b(?:gilt|gelten)\s+(?:nur\s+)?bis | \berlisch(?:t|en)\b | \berlöschen\b | \bläuft\b[^.;]{0,50} | \baufgehoben\b | \bverliert?\b | \bAußerkrafttreten\b[^.;]{0,30} | \bendet\b",
}
_AFTER = {
    DateKind.EFFECTIVE: r"\bin\s+Kraft\b(?:\s+(?:getreten|gesetzt|treten|tritt))? | \bwirksam\b | \bInkrafttreten\b | \brechtskräftig\b",
    DateKind.APPLICATION: r"\b(?:gilt|gelten|anzuwenden|anwendbar|angewandt|angewendet|Anwendung|verbindlich|einzuhalten|verpflichtend|(?:zu\s+)?erfüllen|einhalten|erfüllt|eingehalten)\b",
    DateKind.COMMENT_CLOSE: r"\b(?:Stellung\s+(?:zu\s+)?nehmen|Stellung\s+genommen|Stellungnahmen?|Rückmeldungen?|Kommentare|Eingaben|einzureichen|eingereicht|zu\s+äußern|Konsultation\s+endet)\b",
    DateKind.TRANSITION_END: r"\b(?:weiter(?:hin)?\s+(?:verwendet|betrieben|genutzt|angeboten)|umzusetzen|in\s+Einklang|umgesetzt|anzupassen|angepasst|nachkommen|nachzukommen)\b",
    DateKind.ENFORCEMENT: r"\b(?:Bußgeld\w*|Geldbußen|Sanktionen|geahndet|durchgesetzt|verhängt)\b",
    DateKind.EXPIRY: r"\baußer\s+Kraft\b | \baufgehoben\b | \bgestrichen\b | \berlischt\b | \b(?:ihre|seine)\s+(?:Gültigkeit|Geltung|Wirkung)\b | \bunwirksam\b | \babläuft\b | \b(?:befristet|gültig)\b",
}

_WEAK = {
    DateKind.APPLICATION: r"\bab(?:\s+dem)?\b(?=[^.;]{6,160}\b(?:müssen|muss|dürfen|darf|verpflichtet|verboten|Pflicht\w*|untersagt)\b)",
    DateKind.EFFECTIVE: r"\bmit\s+Wirkung\s+(?:vom|zum|ab) | \bauf\s+den | \brückwirkend\s+(?:zum|ab)",
}

GRAMMAR = Grammar(
    language="de",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 70) + triggers(_WEAK, "before", 20, 30) + triggers(_AFTER, "after", 70),
    not_after=re.compile(
        r"(?i)(?:\b(?:(?:Gesetz|Gesetzes|Verordnung|Richtlinie|Rates|Parlaments|Beschluss|Beschlusses|Urteil|Fassung|Bekanntmachung|Entscheidung|Bericht|Entwurf|Referentenentwurf|Stand|Sitzung|Schreiben|Mitteilung|Erlass|Artikels?(?: \d+)?(?: des Gesetzes)?)(?:\s\([^)]*\))? vom|"
        r"(?<!wirkung )vom|(?<!nicht )vor dem|nach dem|veröffentlicht am|verkündet am|beschlossen am|verabschiedet am|ausgefertigt am|Stand:?|(?:findet|fand) am|Sitzung am|zuletzt geändert[^,;]{0,50}|BAnz\.?(?: AT)?|\bv\.|BGBl\.[^,;)a-z]{0,30}|ABl\.[^,;)a-z]{0,40}|^\w+,? den|(?:hat|haben) am|geschehen zu \w+ am)\s*)$"
    ),
    not_before=re.compile(
        r"(?i)^\s*(?:(?:auf|bis)\s(?:den|zum)\s[^,;.]{0,6}\.?[^,;.]{0,20}\b(?:verschoben|verlängert|verlegt)\b|\((?:BGBl|ABl)|(?:veröffentlicht|verkündet|beschlossen|verabschiedet|vorgelegt|unterzeichnet|statt|stattfinden|geändert worden|erlassen(?:en|e)))"
    ),
    abbreviations=re.compile(
        r"(?:\b\d{1,3}\.|\b(?:Nr|Art|Abs|S|Bd|vgl|bzw|Abl|ABl|BGBl|z|B|Ziff|lit|u|a|d|h|Dr|Drs|Buchst|i|V|m|ff|f|ggf|usw)\.)$"
    ),
)
