"""Legal dates in Italian: laws and decrees of the Gazzetta, EU law in Italian, consultations."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, by_numbers, nothing, triggers
from pipeline.legal_dates.numerals import italian, one_of
from pipeline.legal_dates.romance import counted, fixed, month_start, named_day, some_day
from policywatch.types import DateKind

_NAMES = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"]
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)}
_WORDS = italian()
_WORD = one_of(_WORDS)
_N = rf"(?P<n>\d{{1,4}}|(?:{_WORD}))(?:\s\(\d+\))?"
_UNIT = r"\s(?P<unit>giorn[oi]|settiman[ae]|mes[ei]|ann[oi])(?:\s(?P<work>lavorativi)|\s(?:naturali|consecutivi|solari))?"
_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile(r"(?i)pubblica|oggi|adesso"),
    "entry_into_force": re.compile(r"(?i)entrata in vigore|vigenza|entra in vigore"),
    "enactment": re.compile(r"(?i)promulgazione|adozione|approvazione|emanazione"),
    "signature": re.compile(r"(?i)firma|sottoscrizione"),
}
_ACT = r"(?:pubblicazione|entrata in vigore|promulgazione|adozione|approvazione|emanazione|firma|sottoscrizione)"
_ANCHOR = rf"(?P<anchor>(?:(?:la|il|di|del|della|dalla|dal|alla|al|a|sua|suo|quello|quella|data|giorno|loro|decorrere|ufficiale)\s|dell['’]|l['’]|all['’]|dall['’]){{0,8}}{_ACT})"
_AFTER = r"(?:dopo|da|dalla|dal|successiv[oi] (?:a|alla|al)|a decorrere da|decorrenti da|a partire da|dall['’])"
_TERMS = (
    (
        re.compile(rf"(?i)primo giorno del (?:(?P<n>{_WORD})\s)?mese (?:successivo|seguente)\s(?:a\s)?{_ANCHOR}"),
        month_start(_WORDS, _ANCHORS),
    ),
    (
        re.compile(rf"(?i)primo giorno (?:del (?:trimestre|semestre)|dell['’]anno)(?: solare)? (?:successivo|seguente)\s(?:a\s)?{_ANCHOR}"),
        some_day(_ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b(?P<n>\d{{1,3}}[°º]|(?:{_WORD}))\s(?P<unit>giorno)(?:\s(?P<work>lavorativo))?\s(?:successivo|seguente)\s(?:a\s)?{_ANCHOR}"
        ),
        counted(_WORDS, _ANCHORS),
    ),
    (
        re.compile(rf"(?i)\b(?:(?:il|al|dal|del|nel|stesso)\s)giorno (?:(?:immediatamente )?successivo|seguente|dopo)\s(?:a\s)?{_ANCHOR}"),
        fixed(1, _ANCHORS),
    ),
    (re.compile(rf"(?i)\b{_N}{_UNIT},?\s(?:{_AFTER}\s?)?{_ANCHOR}"), counted(_WORDS, _ANCHORS)),
    (
        re.compile(
            rf"(?i)\b(?:il giorno (?:stesso )?della|dalla data della|dalla data di|a decorrere dalla|a partire dalla|al momento della|il giorno stesso della|alla data della)\s(?P<anchor>(?:sua\s|data di\s)?{_ACT})"
        ),
        fixed(0, _ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b{_N}{_UNIT},?\s(?:dopo|dalla|dal|dall['’]|successivi (?:alla|al|all['’])|a decorrere (?:dalla|dal|dall['’]))\s?(?!\d|1[°º])(?:la\s|il\s|l['’])?[a-z][^.,;]{{2,60}}(?<![\s\d])"
        ),
        counted(_WORDS, _ANCHORS),
    ),
    (re.compile(rf"(?i)\b{_N}{_UNIT}\s(?:(?:a\s)?(?:partire|decorrere)\s)?(?:da\s)(?P<anchor>oggi|adesso)\b"), counted(_WORDS, _ANCHORS)),
    (re.compile(rf"(?i)\b(?:tra|fra)\s{_N}{_UNIT}(?=\s*(?:[.,;)]|$))"), counted(_WORDS, _ANCHORS)),
)
_DAYS = (
    (
        re.compile(rf"(?i)\b(?P<d>1[°ºo]|primo|\d{{1,2}})\s?(?P<month>{'|'.join(_MONTHS)})\s(?P<y>(?:19|20)\d\d)\b"),
        named_day(_MONTHS, "primo"),
    ),
    (re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>20\d\d)(?!\d|[/.-]\d)"), by_numbers),
    *ISO_DAYS,
)
_COMMENT = r"(?:consultazione(?:\s+pubblica)?|osservazioni|(?<!domande\sdi\s)(?<!domanda\sdi\s)contribut[oi](?!\s+(?:economic|finanziar))|commenti|pareri|risposte|proposte|suggerimenti|rilievi|memorie)"
_BEFORE = {
    DateKind.EFFECTIVE: r"""
        \bentrata\s+in\s+vigore\b[^;]{0,60}?\b(?:avrà\s+luogo|ha\s+luogo|avverrà|avviene|è\s+prevista|sarà)\b
        | \bentr(?:a|ano|erà|eranno|erebbe|erebbero|ato|ata|ati|ate|are|ò|arono|ino|i)\s+in\s+vigore\b
        | \bentrata\s+in\s+vigore\b(?:\s*(?:è\s+)?(?:fissata|prevista|differita|rinviata|posticipata|:))?
        | \b(?:ha|hanno|avrà|avranno|prende|prenderà|produce|producono|produrrà)\s+(?:effetto|effetti|efficacia)\b
        | \b(?:acquista|acquisisce)\s+efficacia\b
        | \b(?:è|sono|sarà|saranno|diviene|diventa)\s+(?:efficac[ei]|operativ[oaie])\b
        | \bin\s+vigore\s+(?:dal|il)\b
        | \b(?:data\s+di\s+)?(?:decorrenza|efficacia)\s*:
    """,
    DateKind.APPLICATION: r"""
        \bsi\s+applica(?:no)?\b
        | \bsi\s+applicher(?:à|anno|ebbe|ebbero)\b
        | \b(?:rinvia|differisce|posticipa|sposta)\w*\b[^;\d]{0,20}?\bapplicazione\b
        | \bapplicazione\s+(?:generale|piena)\b
        | \bapplicazione\b[^;\d]{0,40}?\b(?:parte|partirà|inizia|inizierà|comincia|comincerà|decorre|decorrerà|scatta|scatterà|avverrà|avviene)\b
        | \b(?:obblighi|obbligo|divieti|divieto|requisiti|regole|norme|disposizioni)\b[^;\d]{0,60}?\b(?:scatt\w+|partono|parte|partiranno|decorr\w+|vigono)\b
        | \bapplicabil[ei]\s+(?:a\s+(?:decorrere|partire)|dal)\b
        | \b(?:è|sono|sarà|saranno|diventa|diventano|diviene|divengono|diventerà|diventeranno)\s+(?:\w+\s+)?(?:applicabil[ei]|obbligatori[oae]?|vincolant[ei]|esigibil[ei])\b
        | \bdecorr(?:e|ono|erà|eranno)\b
        | \bapplicano\b[^;\d]{0,60}?\ba\s+(?:decorrere|partire)\s+dal
        | \bdata\s+di\s+applicazione\b
        | \bapplicazione\b(?:\s+\w+){0,4}?\s+(?:differita|rinviata|posticipata|prorogata|spostata)(?:\s+al)?
        | \bobbligatori[oae]\s+(?:a\s+(?:decorrere|partire)|dal)
        | \b(?:devono|dovranno|deve|dovrà)\s+(?:conformarsi|adeguarsi|essere\s+conformi|rispettare|soddisfare)\b[^;]{0,60}
        | \b(?:è|sono)\s+divenut[oaie]\s+applicabil[ei]\b
        | \btrov(?:a|ano|erà|eranno)\s+applicazione\b
    """,
    DateKind.COMMENT_CLOSE: rf"""
        \b{_COMMENT}\b[^;]{{0,120}}?\b(?:entro|fino|sino|scade|termina|chiude|chiuderà|aperta|inviat[ei]|trasmess[ei]|pervenire|presentat[ei]|si\s+conclude|si\s+concluderà|si\s+chiude|si\s+svolge|termine|scadenza|chiusura|dal(?=\s+\d[^;]{{0,30}}\bal\b)|prorogat[oa]|per)\b(?:\s+(?:e\s+non\s+)?(?:oltre\s+)?il)?
        | \b(?:fino|sino)\s+al\b(?=[^;]{{6,40}}\b(?:una|la)\s+consultazione\b)
        | \bchiusura\s*:
        | \b(?:chiusura|fine|termine)\s+della\s+consultazione\b
        | \b(?:termine|scadenza|data\s+di\s+chiusura)\b[^;\d]{{0,80}}?\b(?:consultazione|osservazioni|contributi|commenti|pareri|risposte)\b[^;\d]{{0,60}}
        | \b(?:inviare|trasmettere|presentare|far\s+pervenire|formulare|esprimersi|partecipare\s+alla\s+consultazione)\b[^;]{{0,60}}?\b(?:osservazioni|contributi|commenti|risposte|parere|entro)\b
        | \b(?:partecipare|esprimersi|rispondere|contribuire)\b[^;\d]{{0,60}}?\b(?:fino|sino|entro)\s+(?:al|il)
        | \b(?:entro|(?:fino|sino)\s+al)\b(?=[^;]{{6,40}}\bper\s+(?:inviare|presentare|trasmettere|formulare|rispondere|partecipare|esprimere|dire|commentare)\b(?!\s+(?:ricorso|domand|istanz|appello)))
    """,
    DateKind.TRANSITION_END: r"""
        \b(?:periodo|regime|disposizion[ei]|fase|termine)\s+(?:transitori[oae]|di\s+(?:transizione|adeguamento|grazia|recepimento|tolleranza))\b[^;]{0,100}
        | \b(?:possono|può|potranno|potrà)\s+(?:ancora\s+)?(?:continuare|essere|rimanere|restare)\b[^;]{0,80}?\b(?:fino|sino)(?![^;]{0,80}\b(?:inviat|presentat|trasmess))
        | \bStati\s+membri\b[^;]{0,120}?\bentro
        | \b(?:esentat|esonerat|esent)[oaie]\b[^;\d]{0,60}?\b(?:fino|sino)
        | \b(?:si\s+considera(?:no)?|considerat[oaie]|si\s+presum\w+|ritenut[oaie])\b[^;\d]{0,60}?\b(?:fino|sino)
        | \b(?:esistenti|preesistenti)\b[^;]{0,60}?\b(?:restano|rimangono|continuano)\b[^;]{0,40}?\b(?:fino|sino)\b
        | \b(?:esistenti|già\s+\w+|preesistenti)\b[^;\d]{0,60}?\b(?:devono|dovranno)\b(?!\s+(?:pagare|versare|rinnovare|presentarsi)\b)[^;\d]{0,80}?\b(?:entro|prima\s+del|non\s+oltre)\b
        | \brecep\w+\b[^;]{0,60}
        | \bmisure\s+necessarie\s+(?:per|a|ad)\s+(?:conformarsi|adeguarsi|rispettare|garantire)\b[^;\d]{0,80}
        | \bmess[ie]\s+in\s+conformità\b[^;]{0,50}
        | \b(?:fino|sino)\s+al\b(?=[^;]{6,40},?\s[^;]{0,60}\b(?:possono|potranno)\b)(?![^;]{0,120}\b(?:osservazion|contribut|comment|domand|iscri|ricors))
        | \bsi\s+mett\w+\s+in\s+(?:conformità|regola)\b[^;\d]{0,40}
        | \bresi\s+conformi\b[^;]{0,40}
        | \bsi\s+(?:adegu|conform)\w+
        | \bhanno\s+tempo\b[^;]{0,60}?(?:fino|sino)(?![^;]{0,60}\b(?:parere|osservazion|contribut|comment|ricorso|domand))
        | \b(?:possono|può|potranno|potrà)\s+(?:ancora\s+)?(?:vendere|usare|utilizzare|commercializzare|distribuire|operare)\b[^;\d]{0,60}?\b(?:fino|sino)
        | \badegu(?:are|arsi|ati|ate|ano|ino|eranno)\b[^;]{0,50}
        | \bcontinuano\b[^;]{0,80}?\b(?:fino|sino)
        | \b(?:(?:fino|sino)\s+al|entro\s+il)\b(?=[^;]{6,40}\bper\s+(?:adeguarsi|conformarsi|mettersi)\b)
    """,
    DateKind.ENFORCEMENT: r"""
        (?<!ha\s)(?<!hanno\s)\bsanziona(?:t[oaie]|bil[ei])\b[^;\d]{0,40}
        | \b(?:sanzion[ei](?![^;]{0,60}\b(?:è|sono)\s+stat)|ammend[ae](?![^;]{0,60}\bstat[ae]\b)|mult[ae](?![^;]{0,60}\bstat[ae]\b)|poteri\s+sanzionatori|attività\s+(?:ispettiva|sanzionatoria|di\s+(?:vigilanza|controllo)))\b[^;]{0,80}
        | \b(?:prenderà\s+avvio|avvierà|inizierà|inizieranno|potrà|potranno|comincerà)\b[^;]{0,40}\b(?:controlli|ispezioni|sanzioni|sanzionare|far\s+rispettare|vigilare)\b[^;\d]{0,40}
        | \bsanzioner(?:à|anno)\b[^;\d]{0,60}
        | \b(?:controlli|ispezioni)\b[^;]{0,50}\b(?:inizi\w+|avviat\w+|partiranno|a\s+partire|decorr\w+)\b
    """,
    DateKind.EXPIRY: r"""
        \b(?:è|sono|sarà|saranno|si\s+intende)\s+abrogat[oaie]\b[^;\d]{0,40}
        | \babrogat[oaie]\s+(?:con\s+effetto|a\s+decorrere|dal)\b
        | \bcessa(?:no)?\s+(?:di\s+(?:avere\s+(?:effetto|efficacia)|applicarsi|essere|produrre)|gli\s+effetti|la\s+propria)?\b[^;\d]{0,30}
        | \bcesser(?:à|anno)\b
        | \b(?:valid[oaie]|(?<!entrata\s)in\s+vigore|efficac[ei]|efficacia|applicabil[ei]|vigenza|prorogat[oaie])\s+(?:fino|sino)
        | \b(?:validità|efficacia|vigenza|sperimentazione|divieto|esenzione|esenzioni|emergenza|misura|misure|deroga|autorizzazione)\b[^;\d]{0,60}?\b(?:termina\w*|cessa\w*|si\s+conclude\w*|scade\w*|finisce)\b
        | \bvalid[oaie]\b[^;\d]{0,40}?\b(?:fino|sino)
        | \bmoratoria\b[^;]{0,60}?\b(?:fino|sino)
        | \b(?:scade|scadono|scadrà|scadranno)\b
        | \bdecad(?:e|ono|rà|ranno)\b
        | \b(?:data\s+di\s+)?(?:fine|termine)\s+(?:della\s+)?(?:validità|vigenza|efficacia)\b
        | \bdata\s+di\s+(?:cessazione|abrogazione|scadenza)\s*:
        | \b(?:validità|vigenza)\s*:\s*(?:fino|sino)\b
        | \bnon\s+(?:è|sono|sarà|saranno)\s+più\s+(?:in\s+vigore|applicabil[ei]|valid[oaie]|efficac[ei])\b
        | \bperd(?:e|ono|erà)\s+(?:efficacia|validità)\b
        | \b(?:rimane|resta|restano)\s+(?:in\s+vigore|efficac[ei]|valid\w)\s+(?:fino|sino)
        | \bsi\s+applica(?:no)?\s+(?:fino|sino)
    """,
}
_AFTER_DAY = {
    DateKind.EFFECTIVE: r"\b(?:entr(?:a|ano|erà|eranno)\s+in\s+vigore|(?:acquista|acquistano|acquisisce|ha|hanno)\s+(?:efficacia|effetto)|prend(?:e|ono)\s+effetto)\b",
    DateKind.APPLICATION: r"""
        \bsi\s+applica(?:no)?\b
        | \b(?:è|sono|saranno)\s+(?:applicabil[ei]|obbligatori\w)\b
        | \bdovranno\b
    """,
    DateKind.COMMENT_CLOSE: r"\b(?:per\s+(?:inviare|presentare|trasmettere)\s+(?:osservazioni|contributi|commenti|le|i))",
    DateKind.TRANSITION_END: r"""
        \bper\s+(?:adeguarsi|conformarsi)
        | \b(?:possono|potranno)\s+continuare\b(?![^;]{0,80}\b(?:fino|sino)\b)
        | \b(?:periodo|regime|fase|termine)\s+(?:transitorio|di\s+(?:transizione|tolleranza|adeguamento|grazia))
    """,
    DateKind.ENFORCEMENT: r"\b(?:(?:si\s+applicano|saranno\s+applicabili|sono\s+applicabili|si\s+applicheranno)\s+(?:le\s+)?)?(?:sanzioni|ammende|sanzionat[oaie]|sanzionabil[ei]|punit[oaie]|multat[oaie]|multare|sanzionare|irrogare|rischi(?:a|ano|eranno)\s+(?:\w+\s)?(?:sanzioni|multe|ammende))\b",
    DateKind.EXPIRY: r"""
        \b(?:è|sono)\s+abrogat\w\b
        | \bcessa(?:no)?\b
    """,
}
#: who must do something by a day
_WHO = r"(?:(?:i|gli|le|ogni|tutti|tutte|ciascun|ciascuna|il|la|l['’])\s*){1,2}(?:operator|fornitor|deployer|impres|datori?|datore|titolar|ent[ei]|piattaform|organizzazion|fabbricant|importator|distributor|utilizzator|società|prestator|soggett|banc|assicurator|gestor)\w*"
_WEAK = {
    DateKind.APPLICATION: rf"""
        \b(?:a\s+(?:decorrere|partire)\s+)?dal(?=[^;]{{6,160}}\b(?:devono|deve|dovranno|dovrà|nessun\w*|non\s+(?:può|possono|potrà|potranno)|vietat\w+|obbligatori\w+|tenut\w+)\b)
        | \b(?:entro(?:\s+e\s+non\s+oltre)?\s+il|prima\s+del|non\s+oltre\s+il)(?=[^;]{{6,50}},?\s{_WHO})
        | {_WHO}[^;]{{0,30}}?\b(?:devono|dovranno)\b[^;]{{0,80}}?\b(?:entro(?:\s+e\s+non\s+oltre)?\s+il|prima\s+del)
        | \b(?:devono|deve|dovranno|dovrà|vietat\w+|tenut\w+)\b[^;]{{0,100}}?\bdal
    """,
    DateKind.EFFECTIVE: r"""
        \bcon\s+effetto\s+(?:dal|da|a\s+decorrere)
        | \b(?:differit|rinviat|posticipat|prorogat)[oaie]\s+al
    """,
    DateKind.TRANSITION_END: r"\b(?:fino|sino)\s+al(?=[^;]{6,40}\b(?:(?:è|sono|resta|restano)\s+(?:ancora\s+)?(?:consentit|ammess|permess|autorizzat)|in\s+via\s+transitoria|(?:possono|può|potranno)\s+(?:ancora|continuare)))|\bin\s+via\s+transitoria\b[^;\d]{0,60}|\btermine\s+(?:di\s+adeguamento|per\s+(?:adeguarsi|conformarsi|l['’]adeguamento))\b[^;\d]{0,60}",
}
_LEAD = r"\s*(?:[:–—|=,-]\s*)?(?:\(?(?:come\s+)?(?:la\s+|il\s+|l['’])?(?:piena\s+)?"
#: "2 agosto 2026: data di applicazione"
_TIMELINE = {
    DateKind.EFFECTIVE: rf"{_LEAD}(?:data\s+di\s+)?entrata\s+in\s+vigore)",
    DateKind.APPLICATION: rf"{_LEAD}(?:data\s+di\s+applicazione|applicazione\s+(?:del|della|delle|degli|generale)|inizio\s+dell['’]applicazione))",
    DateKind.COMMENT_CLOSE: rf"{_LEAD}(?:chiusura|fine|termine|scadenza)\s+(?:della\s+|delle\s+|per\s+(?:le|i)\s+|dei\s+)(?:consultazione|osservazioni|contributi|commenti))",
    DateKind.TRANSITION_END: rf"{_LEAD}fine\s+(?:del\s+)?(?:periodo|regime)\s+(?:transitorio|di\s+transizione))",
    DateKind.ENFORCEMENT: rf"{_LEAD}(?:inizio\s+(?:delle\s+sanzioni|dei\s+controlli)|applicazione\s+delle\s+sanzioni))",
    DateKind.EXPIRY: rf"{_LEAD}(?:scadenza\s+(?:della|del)\s+(?!termine)|abrogazione|cessazione))",
}
#: what has been done already, whatever else is said
_DONE = r"\b(?:è|sono)\s+stat[oaie]\b(?=\s+(?:\w+\s+)?(?:sanzionat|multat|adeguat|applicat|controllat|condannat|utilizzat))"
#: what has a day that binds nobody to the rule
_NOTHING = r"""
    \b(?:pubblicat[oaie]|dichiarato|affermato|detto|indicato|pagat[oaie]|pubblicò|approvat[oaie]|approvò|adottat[oaie]|firmat[oaie]|promulgat[oa]|presentat[oa]|emanat[oa]|emess[oaie]|tenut[oaie]si|svolt[oaie]|annunciat[oaie]|irrogat[oaie]|inflitt[oaie]|comminat[oaie]|stipulat[oaie]|notificat[oaie]|avvenut[oaie]|registrat[oaie]|costituit[oaie]|lanciat[oaie]|avviat[oaie]|iniziat[oaie]|ricevut[oaie]|nominat[oaie]|ratificat[oaie]|datat[oaie]|depositat[oaie]|esaminat[oaie]|deciso|sanzionat[oaie])\b(?!\s+(?:a\s+(?:decorrere|partire)|dal|fino|sino|prima|dopo|successivamente|anteriormente|con\s+effetto))
    | \b(?:si\s+(?:terrà|tiene|è\s+tenut[oa]|svolgerà|riunirà)|avrà\s+luogo|ha\s+avuto\s+luogo|è\s+previst[oa]\s+per)\b
    | \b(?:riunione|seduta|audizione|udienza|convegno|conferenza|seminario|webinar|evento|elezioni|votazione|esercizio|anno\s+(?:fiscale|solare)|decreto(?:\s+\w+)?|legge|ordinanza|delibera(?:zione)?|provvedimento|circolare|sentenza|determinazione)\b(?=\s*(?:\w+\s+)?(?:del\s+|dell['’]|il\s+)?$|\s+\d|\s+del|\s+dell['’])
    | \b(?:relazione|rapporto|valutazione|bilancio)\b[^;]{0,80}?\b(?:entro|prima\s+del)\b
    | \b(?:domand[ae]|candidatur[ae]|iscrizion[ei]|istanz[ae]|offert[ae]|finanziament[oi]|bando)\b[^;]{0,80}?\b(?:entro|fino|sino|scade|termine)\b
"""

GRAMMAR = Grammar(
    language="it",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 70)
    + triggers(_WEAK, "before", 20, 30)
    + triggers(_AFTER_DAY, "after", 60)
    + triggers(_TIMELINE, "behind", 0)
    + nothing(_DONE, "before", 70, -40)
    + nothing(_NOTHING, "before", 60),
    counting=re.compile(rf"(?i)\b{_N}{_UNIT},?\s(?:dopo il|dal|a decorrere dal|decorrenti dal|a partire dal|successivi al)\s$"),
    opens=re.compile(r"(?i)\b(?:apert[oae]|avviat[oae]|inizia|iniziata|lanciat[oae])(?: dal| il)?\s*$"),
    foreign=re.compile(
        r"(?i)\s(?:del\s|della\s|dello\s|dell['’]|dei\s|delle\s|degli\s)(?!(?:presente\s|suddett[oa]\s)?(?:legge|decreto|regolamento|direttiva|avviso|ordinanza|decisione|provvedimento|delibera|documento|consultazione|testo|atto|accordo|convenzione|disposizion[ei]|norm[ae])\b)"
    ),
    count=counted(_WORDS, _ANCHORS),
    lead=re.compile(r"(?i)(?:(?P<start>\b(?:dal|a decorrere dal|a partire dal))|(?P<end>\b(?:fino al|sino al|entro il))|(?P<at>\bil))\s*$"),
    negated=re.compile(r"(?i)(?:\bnon(?: già)?|\banziché|\binvece) (?:il |dal |a decorrere dal |del )?$"),
    not_after=re.compile(
        r"(?i)(?:\b(?:(?:legge|decreto|ordinanza|circolare|provvedimento|delibera(?:zione)?|determinazione|direttiva|sentenza|regolamento|d\.lgs\.|d\.m\.)(?: (?!dal|al|entro|il|si|è|fino|sino|a)[a-z]+){0,2}|decreto-legge|(?:legge|decreto(?: legislativo| legge|-legge)?|regolamento|direttiva|decisione|ordinanza|provvedimento|consiglio|delibera(?:zione)?|sentenza|circolare|d\.lgs\.|accordo|riunione|versione|parere|parlamento)(?:\s(?!(?:scade|scadrà|entra|entrerà|si|è|cessa|resta|rimane|ha|sono)\b)[^,;]{0,30})?(?:\sdel|\sdell['’])|(?<!scadenza )(?<!data )(?<!termine )(?<!mezzanotte )(?<!prima )(?<!ore \d )(?<!ore \d\d )(?<!\d[.:]\d\d )del|(?:mercato|servizio|stipulat[ie]|installat[ie]|autorizzat[ie]) (?:prima del|anteriormente al)|(?:successiv|precedent)[oaie] al|(?:precedentemente|in precedenza)(?: il| al)?|(?:rinvia|differisce|posticipa|sposta)\w*\b[^.;]{0,60}\bdal|(?:doveva|dovevano|avrebbe dovuto|avrebbero dovuto) [^,;]{1,60} (?:il|dal|al)|(?:doveva|dovevano) (?:scadere|terminare|concludersi|chiudersi)(?: il)?|(?:scadeva|terminava) il|(?:inizialmente|originariamente)(?: (?:previst|fissat)[oaie])?(?: per| al| il|:)?(?: il)?|già (?:previst|fissat|stabilit)[oaie] (?:al|per il|il)|pubblicat[oaie](?: (?:in|nella|sulla) (?:(?!\be\b)[^,;]){1,50})?(?: il)?|firmat[oa] il|adottat[oa] il|approvat[oa] il|promulgat[oa] il|in data|tenutasi il|emanat[oa] il|G\.U\.[^,;)]{0,30})\s*)$"
    ),
    not_before=re.compile(
        r"(?i)^\s*(?:,?\s*(?:slitt\w+|(?:è|viene|sono|vengono)\s(?:stat[oaie]\s)?(?:\w+\s)?(?:prorogat|differit|rinviat|spostat|posticipat|estes)[oaie])\s(?:di\s[^,;]{1,20}\s)?(?:al|fino|sino)|[»”\x22]?\s*,?\s*(?:leggasi|si\slegga|leggere)|[»”\x22]\s*,?\s*(?:(?:è|sono)\s)?(?:sostituit[oaie]|con\b)|,\s(?:n\.|relativ|recante|che modifica)|\((?:GU|G\.U\.))"
    ),
    not_in=re.compile(
        r"(?i)^\W*(?:(?:I|Gli|La|Lo|Il)\s)?(?:clienti|visitatori|abbonati|sconto|mostra|dipendenti|programma\s+di\s+riacquisto)\b|\b(?:ha|hanno)\s+(?:inflitto|irrogato|sanzionato|multato|comminato)\b|"
        r"^\W*(?:Il|Questo)\s(?:contratto|locazione)\b|\b(?:erano|sono|risultavano)\s+(?:già\s+)?pervenut[ie]\b|"
        r"\b(?:mandato|contratto\s+di\s+lavoro|locazione|esercizio|anno\s+scolastico|stagione|gara|asta|bando|brevetto|offerta|polizza|passaporto|visto|prestito|abbonamento|garanzia|promozione)\b[^;,]{0,60}\b(?:scade\w*|termina\w*|si\s+conclude\w*|si\s+chiude\w*|cessa\w*|inizia\w*|valid[oa])\b|"
        r"\bmandato\s+(?:de[il]|della|dei|degli|delle)\b[^;]{0,120}\bscad\w+|\bentr(?:a|erà)\s+in\s+carica\b|\bsi\s+dimett\w+|\bdimission\w+|\bè\s+stat[oa]\s+nominat[oa]\b|\bva\s+in\s+pensione"
    ),
    abbreviations=re.compile(r"(?i)(?:\b(?:art|n|lett|co|pag|G|U|D|L|lgs|s|cfr|artt|nn|h)\.)$"),
)
