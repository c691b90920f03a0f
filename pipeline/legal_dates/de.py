"""Legal dates in German: federal law, ministry drafts, EU law in German, Swiss and Austrian law."""

import re
from datetime import date

from pipeline.legal_dates.grammar import (
    ISO_DAYS,
    Anchor,
    Grammar,
    Term,
    Unit,
    anchor_of,
    by_numbers,
    day,
    nothing,
    number,
    triggers,
)
from pipeline.legal_dates.numerals import german, one_of
from policywatch.types import DateKind

_NAMES = ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"]
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)} | {"jänner": 1, "feber": 2, "maerz": 3}
_MONTHS |= {name[:3]: i for name, i in _MONTHS.items() if len(name) > 4} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_WORDS = german()
_WORD = one_of(_WORDS)
_N = rf"(?P<n>\d{{1,4}}|(?:{_WORD}))"
_UNIT = r"\s(?P<work>Werk|Arbeits|Bankarbeits|Geschäfts|Kalender)?(?P<unit>tag|woche|monat|jahr)\w{0,3}"
_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "entry_into_force": re.compile(r"(?i)inkrafttreten|in-kraft-treten|in\s+kraft"),
    "publication": re.compile(r"(?i)veröffentlich|heute|jetzt|verkünd|bekanntmach|bekanntgabe|kundmach|bundesgesetzblatt|amtsblatt"),
    "enactment": re.compile(r"(?i)verabschied|beschluss|annahme|erlass"),
    "signature": re.compile(r"(?i)unterzeichn|ausfertig"),
}
_ACT = r"(?:Veröffentlichung|Verkündung|Bekanntmachung|Bekanntgabe|Kundmachung|Inkrafttretens?|In-Kraft-Tretens?|Verabschiedung|Annahme|Unterzeichnung|Ausfertigung)"
_ANCHOR = rf"(?P<anchor>(?:(?:dem|der|des|ihrer|seiner|ihrem|seinem|dieser|dieses|diesem|Tag|Tage|Zeitpunkt|Datum|ab|an|amtlichen)\s){{0,6}}{_ACT})"


def _unit(n: int, unit: str, anchor: Anchor, bound: bool = False) -> Term:
    if unit == "woche":
        return Term(7 * n, "day", anchor, bound=bound)
    kinds: dict[str, Unit] = {"tag": "day", "monat": "month", "jahr": "year"}
    return Term(n, kinds[unit], anchor, bound=bound)


def _term(match: re.Match[str]) -> Term | None:
    n = number(match["n"], _WORDS)
    words = match.groupdict()
    anchor = anchor_of(words["anchor"], _ANCHORS) if words.get("anchor") else "other"
    # days that holidays and weekends are taken out of cannot be counted
    working = (words.get("work") or "kalender").lower() != "kalender"
    return None if n is None else _unit(n, match["unit"].lower(), anchor, bound=working)


def _month_start(match: re.Match[str]) -> Term | None:
    n = number(match["n"], _WORDS) if match["n"] else 1
    return None if n is None else Term(n, "month", anchor_of(match["anchor"], _ANCHORS), month_start=True)


def _some_day(match: re.Match[str]) -> Term:
    return Term(1, "day", anchor_of(match["anchor"], _ANCHORS), bound=True)


def _next_day(match: re.Match[str]) -> Term:
    return Term(1, "day", anchor_of(match["anchor"], _ANCHORS))


def _same_day(match: re.Match[str]) -> Term:
    return Term(0, "day", anchor_of(match["anchor"], _ANCHORS))


def _named_day(match: re.Match[str]) -> date | None:
    month = _MONTHS[match["month"].lower()]
    return day(int(match["y"]), month, 1 if match["d"].lower() == "ersten" else int(match["d"].rstrip(".")))


_FIRST = r"(?:ersten Tag(?:e|es)? des|Beginn des)"
_TERMS = (
    (
        re.compile(
            rf"(?i){_FIRST} (?:auf (?:die|das) )?(?:Tag(?:e|es)? der )?(?P<anchor>{_ACT}) folgenden (?:Kalender)?(?:quartals|(?:halb)?jahres)"
        ),
        _some_day,
    ),
    (
        re.compile(
            rf"(?i){_FIRST} (?:(?P<n>{_WORD})\s)?auf (?:die|den Tag der|das|ihre|seine|den Monat der) (?P<anchor>{_ACT}) folgenden (?:Kalender)?monats"
        ),
        _month_start,
    ),
    (
        re.compile(
            rf"(?i){_FIRST} (?:(?P<n>{_WORD})\s)?(?:Kalender)?monats,? (?:der|welcher) auf (?:die|den Tag der|das|ihre|seine|den Monat der) (?P<anchor>{_ACT}) folgt"
        ),
        _month_start,
    ),
    (re.compile(rf"(?i){_FIRST} (?P<n>{_WORD}) (?:Kalender)?monats nach {_ANCHOR}"), _month_start),
    (re.compile(rf"(?i)\bauf (?:den Tag )?(?P<anchor>(?:der|die|das|ihre[rn]?|seine[rn]?)\s{_ACT}) folgenden Tage?\b"), _next_day),
    (
        re.compile(
            rf"(?i)\b(?P<n>\d{{1,3}}\.|(?:{_WORD}))\s(?P<work>Werk|Arbeits|Kalender)?(?P<unit>tag)(?:e|es)?\s(?:nach|ab)\s{_ANCHOR}"
        ),
        _term,
    ),
    (re.compile(rf"(?i)\b(?:am|dem|vom|zum|einen|ein|der|den)\sTage?\snach\s{_ANCHOR}"), _next_day),
    (re.compile(rf"(?i)\b{_N}{_UNIT},?\s(?:gerechnet\s)?(?:nach|ab|seit|vom|von)\s{_ANCHOR}"), _term),
    (
        re.compile(
            rf"(?i)\b(?:am Tage? (?:der|ihrer|seiner|dieser)|(?:mit|ab) (?:der|dem Tage? der|ihrer|seiner|dem Tage? (?:ihrer|seiner)))\s(?P<anchor>{_ACT})"
        ),
        _same_day,
    ),
    (
        re.compile(
            rf"(?i)\b{_N}{_UNIT}\s(?:nach|ab|seit)\s(?:dem|der|den|dies\w+|ihre\w?|seine\w?|deren|dessen|\w+ung|Zugang|Erhalt|Abschluss|Eingang)\b(?!\s\d)[^.,;]{{0,60}}(?<![\s\d])"
        ),
        _term,
    ),
    (re.compile(rf"(?i)\b{_N}{_UNIT}\s(?:ab|von|nach)\s(?P<anchor>heute|jetzt)\b"), _term),
    (re.compile(rf"(?i)\b(?P<anchor>heute|jetzt)\s(?:an\s)?in\s{_N}{_UNIT}"), _term),
    (re.compile(rf"(?i)\bin\s{_N}{_UNIT}(?=\s*(?:[.,;)]|$|in\sKraft|wirksam))"), _term),
)
_DAYS = (
    (re.compile(rf"(?i)\b(?P<d>\d{{1,2}}\.?|ersten)\s?{_MONTH}\s(?P<y>(?:19|20)\d\d)\b"), _named_day),
    (re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>20\d\d)(?!\d)"), by_numbers),
    *ISO_DAYS,
)
_COMMENT = r"(?:Stellungnahmen?|Rückmeldung(?:en)?|Kommentaren?|Anmerkungen|Beiträgen?|Eingaben|Antworten|Hinweisen?|Anregungen|Vorschlägen?|Einwendungen|Äußerungen|Feedback|Meinungen)"
_HEARING = r"(?:Vernehmlassung(?:sverfahren)?|(?:öffentliche\s+)?Konsultation(?:sverfahren)?|Verbändebeteiligung|Verbändeanhörung|Länder-\s+und\s+Verbändeanhörung|Beteiligungsverfahren|Begutachtung(?:sverfahren)?|Anhörungsverfahren|Anhörung)"
#: "bis" that lets people comment, not go on as before
_SAY = r"(?:Stellung|Rückmeld|einreich|eingereicht|äußern|einsend|mitteil|übermitt|kommentier|Beiträge|abgegeben|abgeben|Anregung|Hinweise|teilnehmen|beteilig|Meinung|Klage|Widerspruch|Einspruch|zahlen|bewerb|anmeld|registrier|beantrag)"
#: what runs out
_LAW = r"\b(?:\w*(?:gesetz|verordnung|richtlinie|regelung|erlass|verfügung|genehmigung|erlaubnis|zulassung|bewilligung|befreiung|ausnahme|moratorium|programm|projekt|maßnahme|vorschrift|bestimmung|befristung|geltung|gültigkeit|geltungsdauer|reallabor|mandat|lizenz|anordnung|abkommen)(?:e?s|en|n|e)?|sie|er|es|diese[rs]?)"
_BEFORE = {
    DateKind.EFFECTIVE: r"""
        \btr(?:itt|eten|at|aten)\b[^;]{0,100}?
        | \bInkrafttreten\b[^;]{0,60}?\b(?:erfolgt|vorgesehen|geplant)\b
        | \bInkrafttretens?\b[:\s]*(?:ist|am|:)?
        | \b(?:In-Kraft-Treten|Inkraftsetzung)\b
        | \b(?:wird|werden|wurde|wurden)\s+(?:rechts)?wirksam
        | \b(?:rechts)?wirksam\s+(?:ab|zum|am|seit)
        | \b(?:gültig|Gültigkeit)\s+(?:ab|seit)\b
        | \b(?:entfalte[nt]|entfaltet)\b[^;]{0,60}?(?:\bab|\bseit)?
        | \bin\s+Kraft\s+(?:seit|ab|am|zum)?
        | \b(?:gesetzt|getreten)\b
    """,
    DateKind.APPLICATION: r"""
        \b(?:gilt|gelten|galt|galten)\b
        | \b(?:findet|finden)\s+(?:\w+\s+){0,4}Anwendung\b
        | \banwendbar\b
        | \b(?:anzuwenden|anwenden)\b
        | \bangewendet\b
        | \bGeltungsbeginn\b
        | \b(?:Anwendung|Geltung)\b[^;\d]{0,40}?\b(?:beginnt|startet|setzt|folgt|erfolgt)\b
        | \bGeltung\s+ab
        | \bist\s+(?:erstmals\s+)?ab
        | \bverbindlich\s+ab
        | \beinzuhalten\b
        | \bAnwendungsbeginn\b
        | \bverschieb\w+\b[^;\d]{0,40}?\b(?:Beginn|Anwendung|Geltung|Start)\b
        | \b(?:allgemeine[rn]?|volle)\s+(?:Geltung|Anwendung)\b
        | \b(?:Anwendung|Geltung)\b[^;\d]{0,40}?\bauf\s+den
        | \b\w*(?:[Pp]flicht(?:en)?|[Vv]erpflichtung(?:en)?|[Vv]orgaben?|[Aa]nforderungen?|[Vv]orschrift(?:en)?|[Rr]egel(?:n|ung|ungen)?|[Vv]erbote?)\b[^;]{0,60}?\b(?:ab|seit|beginn\w*|greif\w*)\b
        | \b(?:müssen|muss|haben)\b[^;]{0,60}?\b(?:ab|seit|spätestens)
    """,
    DateKind.COMMENT_CLOSE: rf"""
        \b(?:{_COMMENT}|{_HEARING}|Konsultationsfrist|Stellungnahmefrist|Rückmeldefrist|Frist\s+zur\s+(?:Stellungnahme|Äußerung)|Entwurf[^;]{{0,40}}?\bkommentier\w+)\b[^;]{{0,120}}?\b(?:bis|binnen|innerhalb|endet|enden|läuft|dauert|zum|spätestens|abgeschlossen|verlängert|:)(?:\s+(?:zum|spätestens|bis))*
        | \b(?:liegt|liegen)\b[^;]{{0,60}}?\bbis(?:\szum)?\b(?=[^;]{{6,60}}\b(?:Einsicht\w*|öffentlich)\b)
        | \b(?:äußern|Stellung\s+nehmen|kommentieren)\b[^;\d]{{0,60}}?\bbis(?:\s+zum)?\b
        | \b{_HEARING}\b[^;]{{0,20}}?\b(?:ist|wird|wurde)\b
        | \b(?:Einsendeschluss|Einreichungsfrist|Stellungnahmefrist|Konsultationsfrist|Vernehmlassungsfrist|Begutachtungsfrist|Äußerungsfrist|Rückmeldefrist|Anhörungsfrist)\b[^;]{{0,40}}
        | \bbis(?:\s+(?:spätestens\s+)?(?:zum|einschließlich))?\b(?=[^;]{{6,110}}\b(?:Stellung\s+(?:zu\s+)?(?:nehmen|beziehen)|Stellungnahmen?|Rückmeldung|äußern|kommentieren|Meinung|Feedback|(?:eine|die|zur|der|ihre)\s(?:öffentliche\s)?(?:Anhörung|Konsultation|Vernehmlassung|Begutachtung|Umfrage)))
    """,
    DateKind.TRANSITION_END: rf"""
        \bFrist\s+(?:zur|für\s+die)\s+(?:Umsetzung|Anpassung|Umstellung|Nachrüstung)\b[^;]{{0,30}}
        | \b(?:Übergangs(?:frist|zeit|phase|regel|bestimmung|vorschrift|regime|periode|maßnahme|recht)\w*|Schonfrist|Umsetzungsfrist|Karenzfrist|Anpassungsfrist|Nachfrist|Umstellungsfrist|Bestandsschutz)\b[^;]{{0,80}}
        | \b(?:dürfen|darf|können|kann|bleib\w+)\b[^;]{{0,60}}?\b(?:noch\s+|längstens\s+)?bis\b(?![^;]{{0,80}}{_SAY})
        | \bMitgliedstaaten\b[^;]{{0,60}}?\b(?:bis|spätestens)
        | \b(?:haben|hat|bleibt|bleiben|erhalten)\b[^;]{{0,80}}?\bbis\b(?=[^;]{{6,34}}\bZeit\b)(?![^;]{{0,120}}{_SAY})
        | \bbis(?:\s+zum)?\b(?=[^;]{{6,80}}\b(?:ausgenommen|befreit)\b)
        | \b(?:gelten|gilt)\b[^;\d]{{0,40}}?\bbis(?:\s+zum)?\b(?=[^;]{{6,40}}\sals\b)
        | \b(?:erforderlichen|notwendigen)\s+(?:Maßnahmen|Schritte|Vorkehrungen)\b[^;\d]{{0,100}}?\bbis(?:\s+zum)?
        | \b[Bb]estehende\w*\b[^;]{{0,80}}?\b(?:bleib\w+|gelten)\b[^;]{{0,40}}?\bbis(?:\s+zum)?\b
        | \b(?:Alt\w{{4,}}|Bestands\w+|[Bb]estehende[nr]?|[Bb]ereits)\b[^;\d]{{0,80}}?\b(?:müssen|haben|sind)\b[^;\d]{{0,60}}?\b(?:bis|spätestens)(?:\s+(?:zum|am))?\b(?![^;]{{0,120}}{_SAY})
        | \bumzusetzen\b
        | \b(?:setzen|erlassen)\b[^;]{{0,60}}?\bbis
    """,
    DateKind.ENFORCEMENT: r"\b(?:Durchsetzung\w*|Sanktion(?:en|iert|ierung)|Sanktions\w+|Bußgelder\w*|Bußgeldvorschriften|Bußgeldbewehrung|mit\s+Bußgeld|Geldbußen|Bußen|Strafen|Vollzug|Marktüberwachung|Ahndung|Kontrollen)\b[^;]{0,80}",
    DateKind.EXPIRY: rf"""
        \btr(?:itt|eten)\b[^;]{{0,80}}?\baußer\s+Kraft\b
        | \b(?:befristet|gültig|Gültigkeit|Geltungsdauer)\b[^;]{{0,30}}?\bbis
        | \b(?:wirksam|in\s+Kraft)\s+bis
        | \b(?:gilt|gelten|bleibt|bleiben)\b(?![^;\d]{{0,40}}(?:Übergang|[Ff]rist))[^;\d]{{0,40}}?\bbis(?:\s+(?:einschließlich|zum))*
        | \bAuslaufen\b[^;\d]{{0,40}}
        | \bnicht\s+mehr\s+(?:gültig|anwendbar|in\s+Kraft)\b
        | \berlisch(?:t|en)\b
        | \berlöschen\b
        | \bläuft\b(?=[^;]{{4,60}}\b(?:ab|aus)\b)(?![^;\d]{{0,50}}(?:[Ff]rist|Konsultation|Vernehmlassung|Übergang|Anhörung))
        | (?:{_LAW})\b[^;\d]{{0,80}}?\bläuft\b(?![^;\d]{{0,50}}(?:[Ff]rist|Konsultation|Vernehmlassung|Übergang|Anhörung))[^;]{{0,50}}
        | \baufgehoben\b
        | \b(?:Ende\s+der\s+(?:Gültigkeit|Geltung\w*)|Gültigkeitsende|Geltungsende|Ablaufdatum)\b
        | \bverlier(?:t|en)\b
        | \b(?:Gültigkeit|Geltungsdauer|Geltung|Befristung|Laufzeit)\b[^;\d]{{0,50}}?\b(?:endet|erlischt|läuft)\b
        | \b(?:Außerkrafttreten|Moratorium)\b[^;]{{0,30}}
        | (?:{_LAW})\b[^;\d]{{0,80}}?\b(?:endet|enden)\b
    """,
}
_AFTER = {
    DateKind.EFFECTIVE: r"""
        \bin\s+Kraft\b(?:\s+(?:getreten|gesetzt|treten|tritt))?
        | \b(?:rechts)?wirksam\b
        | \bInkrafttreten\b
        | \brechtskräftig\b
    """,
    DateKind.APPLICATION: r"""
        \b(?:gilt|gelten|anzuwenden|anwendbar|angewandt|angewendet|(?<!über\sdie\s)Anwendung|verbindlich|einzuhalten|verpflichtend|(?:zu\s+)?erfüllen|einhalten|erfüllt|eingehalten)\b
    """,
    DateKind.COMMENT_CLOSE: r"""
        \b(?:Stellung\s+(?:zu\s+)?nehmen|Stellung\s+genommen|Stellungnahmen?|Rückmeldungen?|Kommentare|Eingaben|einzureichen|eingereicht|zu\s+äußern|kommentiert\s+werden|kommentieren|(?:Konsultation|Umfrage|Befragung|Anhörung)\s+teil(?:zu)?nehmen|Konsultation\s+endet|Konsultation\s+geöffnet|Frist\s+(?:zur|für\s+die)\s+(?:Stellungnahme|Rückmeldung|Äußerung)|(?:Konsultations|Stellungnahme|Vernehmlassungs|Begutachtungs)frist)\b
    """,
    DateKind.TRANSITION_END: r"""
        \b(?:weiter(?:hin)?\s+(?:verwendet|betrieben|genutzt|angeboten|eingesetzt|verkauft)|weiter(?:betrieben|verwendet|genutzt|geführt)|umzusetzen|in\s+Einklang|umgesetzt|anzupassen|anpassen|angepasst|umstellen|nachrüsten|nachkommen|nachzukommen|umzurüsten|nachzurüsten|umgestellt|nachgerüstet|umgerüstet|migriert|ausgetauscht)\b
        | \b(?:Übergangs(?:frist|zeit|phase|regelung|bestimmung)\w*|Schonfrist|Umsetzungsfrist)\b
    """,
    DateKind.ENFORCEMENT: r"\b(?:(?:gelten|finden|greifen)\s+(?:die\s+|auch\s+)*)?(?:Bußgeldvorschriften|Bußgelder|mit\s+Bußgeld\w*|Geldbußen|Sanktionen|geahndet|(?:werden|wird)\s+[^;,\d]{0,30}(?:bestraft|gebüßt|belegt)|(?:einschreiten|vorgehen|verhängen|durchgreifen)\b|droh(?:t|en)\b[^;\d]{0,30}?(?:Bußgeld|Strafe|Sanktion|Geldbuße)\w*|mit\s+(?:der\s+)?(?:Kontrollen|Prüfungen|Durchsetzung|Überwachung|Aufsicht|Ahndung)|durchgesetzt|sanktionier(?:t|en)|kontrollier(?:t|en)|bußgeldbewehrt|strafbar|verfolg(?:t|en)|ahnden|durchsetzen)\b",
    DateKind.EXPIRY: r"""
        \baußer\s+Kraft\b
        | \baufgehoben\b
        | \bgestrichen\b
        | \berlischt\b
        | \b(?:ihre|seine)\s+(?:Gültigkeit|Geltung|Wirkung)\b
        | \bunwirksam\b
        | \b(?:befristet|gültig)\b(?!\s+(?:ab|seit)\b)
    """,
}

_WEAK = {
    DateKind.APPLICATION: r"""
        \b(?:ab|seit)(?:\s+dem)?\b(?=[^;]{6,160}\b(?:müssen|muss|dürfen|darf|verpflichtet|verboten|Pflicht\w*|untersagt|haben|hat)\b)
        | \b(?:bis\s+)?(?:spätestens|bis)(?:\s+(?:zum|am|ab|mit))?(?:\s+dem)?\b(?=[^;]{6,30}\b(?:müssen|muss|haben|hat)\b)
    """,
    DateKind.TRANSITION_END: rf"\bbis(?:\s+zum)?\b(?=[^;]{{6,30}}\s(?:ist|sind|bleib\w+)\b[^;]{{0,100}}\b(?:zulässig|gestattet|erlaubt|übergangsweise))|\bbis(?:\s+(?:längstens\s+)?zum)?\b(?=[^;]{{6,30}}\s(?:dürfen|darf|können|kann)\b)(?![^;]{{0,120}}{_SAY})",
    DateKind.EFFECTIVE: r"""
        \b(?:\w*[Gg]esetz\w*|Verordnung|Regelung\w*|Start|Vorschriften)\b[^;\d]{0,40}?\bauf\s+den(?=[^;]{6,40}\b(?:verschoben|vertagt|verlegt))
        | \bmit\s+Wirkung\s+(?:vom|zum|ab)
        | \brückwirkend\s+(?:zum|ab)
    """,
}
_LEAD = r"\s*(?:[:–—|=,-]\s*)?(?:\(?(?:als\s+)?(?:der\s+|die\s+|das\s+)?(?:vollständige[rs]?\s+|allgemeine[rs]?\s+)?"
#: "2. August 2026: Geltungsbeginn"
_TIMELINE = {
    DateKind.EFFECTIVE: rf"{_LEAD}(?:Inkrafttreten|In-Kraft-Treten))",
    DateKind.APPLICATION: rf"{_LEAD}(?:Geltungsbeginn|Anwendungsbeginn|Geltung\b|Anwendung\s+(?:der|des)|Beginn\s+der\s+(?:Anwendung|Geltung)))",
    DateKind.COMMENT_CLOSE: rf"{_LEAD}(?:Ende\s+der\s+(?:Konsultation|Vernehmlassung|Anhörung|Begutachtung)|Frist\s+für\s+(?:Stellungnahmen|Rückmeldungen)|Konsultationsende|Einsendeschluss))",
    DateKind.TRANSITION_END: rf"{_LEAD}(?:Ende\s+der\s+(?:Übergangs|Schon)\w+|Ablauf\s+der\s+(?:Übergangs|Umsetzungs)\w+|Umsetzungsfrist))",
    DateKind.ENFORCEMENT: rf"{_LEAD}(?:Durchsetzung|Beginn\s+der\s+(?:Durchsetzung|Sanktion\w+)))",
    DateKind.EXPIRY: rf"{_LEAD}(?:Außerkrafttreten|Aufhebung|Auslaufen))",
}
#: what has a day that binds nobody to the rule
_NOTHING = r"""
    \b(?:veröffentlichte?n?|verkündet|beschloss(?:en)?|verabschiedete?n?|unterzeichnete?n?|vorgelegt|legte|vorgestellt|stellte|angenommen|nahm|erlassen|erließ|erging|ergangen|verhängte|fand|findet|finden|tagte|tagt|trafen|stattgefunden|gegründet|festgestellt|entschied|urteilte|gab|startete?|begann|beginnt|kündigte|meldete|teilte|billigte|stimmte|datiert|geschlossen|abgeschlossen|eingeleitet|informierte|sagte|erklärte|betonte|teilte|bezahlt|geprüft|ausgegeben|herausgegeben|kundgemacht|publiziert|erschienen|bekannt\s?gemacht|bekanntgegeben)\b(?!\s+(?:ab|bis|seit|nach|vor)\b)
    | \b(?:berichtet\w*|Bericht(?:e|s)?|evaluier\w+|Evaluier\w+|überprüft?|Überprüfung|legt|vorzulegen)\b[^;]{0,60}?(?:\bbis(?:\szum)?\b)?
    | \b(?:Bewerbung\w*|Anmeld\w+|Registrierung|Antr[aä]g\w*|Projektskizzen|Angebote|Förder\w+|Teilnahme)\b[^;]{0,60}?(?:\bbis(?:\szum)?\b)?
    | \b(?:Sitzung|Tagung|Termin|Konferenz|Veranstaltung|Workshop|Webinar|Seminar|Wahl|Messe|Sondersitzung|Lesung|Urteil|Stichtag|Geschäftsjahr\w*|Haushaltsjahr\w*|Datenstand|Zeitraum)\b
"""
#: what has been done already, whatever else is said
_DONE = r"\bwurden?\b(?=[^;,]{0,80}\b(?:eingereicht|abgegeben|umgesetzt|angepasst|umgestellt|erfüllt|eingehalten|sanktioniert|kontrolliert|verfolgt|geahndet|durchgesetzt|gestrichen|angewendet|angewandt|genutzt|betrieben|verwendet|verurteilt|bestraft)\b)"
_NOTHING_AFTER = r"\b(?:veröffentlicht|verkündet|beschlossen|verabschiedet|unterzeichnet|vorgelegt|vorgestellt|statt(?:gefunden|finden)?|angenommen|erlassen|verhängt|ergangen|getroffen|gegründet|gestartet|begonnen|festgestellt|mitgeteilt|angekündigt|entschieden|gemeldet|abgestimmt|vorzulegen|berichten|evaluier\w+|geschlossen)\b"

GRAMMAR = Grammar(
    language="de",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 70)
    + triggers(_WEAK, "before", 20, 30)
    + triggers(_AFTER, "after", 70)
    + triggers(_TIMELINE, "behind", 0)
    + nothing(_NOTHING, "before", 60)
    + nothing(_NOTHING_AFTER, "after", 40, 10)
    + nothing(_DONE, "before", 70, -40)
    + nothing(_DONE, "after", 20, -40),
    counting=re.compile(rf"(?i)\b{_N}{_UNIT}\s(?:nach|ab|seit)\s(?:dem\s)?$"),
    opens=re.compile(r"(?i)\b(?:eröffnet|gestartet|startete?|begann|beginnt|begonnen|läuft seit|seit|ab)(?: am| dem)?\s*$"),
    opens_behind=re.compile(r"(?i)\s*(?:eröffnet|gestartet|begonnen|eingeleitet|lanciert|begann|beginnt|startet)"),
    foreign=re.compile(
        r"(?i)\s(?:der|des|eines|einer|von)\s(?!(?:vorliegenden\s|amtlichen\s)?(?:\w*gesetzes|\w*verordnung|\w*richtlinie|satzung|vorschrift\w*|bekanntmachung|änderung\w*|erlasses|beschlusses|entwurfs|abkommens|verfügung|allgemeinverfügung|anordnung|regelung\w*|bestimmung\w*|dekrets)\b)"
    ),
    count=_term,
    lead=re.compile(r"(?i)(?:(?P<start>\b(?:ab|seit))|(?P<end>\bbis)|(?P<at>\b(?:am|zum)))(?: dem| zum)?\s*$"),
    negated=re.compile(r"(?i)(?:\bnicht|\bstatt|\banstatt) (?:schon |bereits |erst )?(?:am |ab |zum |mit )?(?:dem )?$"),
    not_after=re.compile(
        r"(?i)(?:\b(?:(?:Gesetz|Gesetzes|Verordnung|Richtlinie|Rates|Parlaments|Beschluss|Beschlusses|Urteil|Fassung|Bekanntmachung|Entscheidung|Bericht|Entwurf|Referentenentwurf|Stand|Sitzung|Schreiben|Mitteilung|Erlass|Artikels?(?: \d+)?(?: des Gesetzes)?)(?:\s\([^)]*\))? vom|"
        r"(?<!wirkung )vom|(?<!nicht )vor dem|(?<!am oder )nach dem|(?:gebaut|hergestellt|zwischen) dem(?: [^;]{6,30} und dem)?|zwischen dem [^;]{6,30} und dem|veröffentlicht am|verkündet am|beschlossen am|verabschiedet am|ausgefertigt am|Stand:?|(?:findet|fand) am|Sitzung am|zuletzt geändert[^,;]{0,50}|BAnz\.?(?: AT)?|(?:ursprünglich|bisher|zuvor|vormals|zunächst)(?: schon| bereits)?(?: für den| auf den| bis zum| bis| am| zum| ab dem|:)?|\bv\.|BGBl\.[^,;)a-z]{0,30}|ABl\.[^,;)a-z]{0,40}|^\w+,? den|(?:hat|haben) am|geschehen zu \w+ am)\s*)$"
    ),
    not_before=re.compile(
        r"(?i)^\s*(?:[“”\x22»«]\s(?:wird\s|werden\s)?durch\b|,?\s*(?:(?:wird|wurde|werden|ist)\s)?(?:nun\s|um\s[^,;.]{1,20}\s)?(?:auf|bis)\s(?:den|zum)\s[^,;.]{0,6}\.?[^,;.]{0,20}\b(?:verschoben|verlängert|verlegt)\b|\((?:BGBl|ABl)|I{1,3}\s\d|geltende[nr]? Fassung|[^,;.\d]{0,50}\bsollten?(?=\s*[,;.)]|\s*$|\s+und\b)|[^,;.„“]{0,25}[“\x22]\s*(?:muss|wird\sdurch|werden\sdurch|durch)\b|[“”\x22»«]?,?\s*(?:muss\ses|müsste\ses|ist\szu\slesen|richtig)|(?:ab|aus)gelaufen (?:wäre|war)|geendet (?:hätte|hatte)|(?:endete|ablief|auslief)|(?:veröffentlicht|verkündet|beschlossen|verabschiedet|vorgelegt|unterzeichnet|statt|stattfinden|geändert worden|erlassen(?:en|e)))"
    ),
    not_in=re.compile(
        r"(?i)^\W*(?:(?:Der|Die|Das|Alle)\s)?(?:Gäste|Besucher|Abonnenten|Rabatt|Ausstellung|Aktienrückkauf\w*)\b|\bverhängte\b|^\W*(?:Die\s)?(?:Anmeldung|Registrierung|Akkreditierung)(?:en)?\s(?:zur|zum|für)\b|\b(?:hat|haben|wurde)\b[^;]{0,120}\b(?:Bußgeld|Geldbuße|Strafe)\b[^;]{0,60}\bverhängt|"
        r"^\W*(?:Der|Ein)\s(?:\w+)?vertrag\b(?!\s+tr[ia]t)|\b(?:Stellungnahmen|Rückmeldungen|Kommentare|Eingaben|Beiträge)\b[^;]{0,40}\b(?:ein(?:gegangen)?|eingingen|erhalten|ausgewertet)[.,;\s]*$|\bging\b[^;]{0,80}\bein\b|\bgingen\b[^;]{0,60}\b(?:Stellungnahmen|Rückmeldungen|Eingaben|Kommentare)\b|"
        r"\b(?:Amtszeit|Amtsperiode|Arbeitsvertrag|Mietvertrag|Geschäftsjahr|Haushaltsjahr|Ausschreibung|Bewerbungs\w+|Semester|Schuljahr|Saison|Messe|Auktion|Patent|Marke|Angebots?\w*|Gutschein|Versicherung|Reisepass|Visum|Kredit|Anleihe|Mitgliedschaft|Abonnement|Garantie)\b[^;,]{0,60}\b(?:endet|enden|läuft|beginnt|erlischt)\b|"
        r"\b(?:Amtszeit|Amtsperiode|Mandat)\b[^;]{0,120}\b(?:endet|läuft|erlischt)\b|\b(?:tritt|trat)\b[^;]{0,60}\b(?:(?:sein|ihr)\s+Amt|in\s+den\s+Ruhestand|die\s+Nachfolge|von\s+(?:seinem|ihrem)\s+Amt|zurück)\b"
    ),
    abbreviations=re.compile(
        r"(?:\b\d{1,3}\.|\b(?:Nr|Art|Abs|S|Bd|vgl|bzw|Abl|ABl|BGBl|z|B|Ziff|lit|u|a|d|h|Dr|Drs|Buchst|i|V|m|ff|f|ggf|usw)\.)$"
    ),
)
