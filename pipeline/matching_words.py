"""Words by which matters are told apart and brought together: stages, relations, headlines, parts, dates."""

import re

from policywatch.types import DocumentType

#: schemes of which one rule has just one value
SINGLE = frozenset({"celex", "usbill", "statebill", "uksi", "ukpga", "docket", "rin", "cn", "boe", "es", "fr", "it", "jp", "pt", "iso", "gb", "cjeu", "uscase", "com", "euproc", "btdrs", "useo", "uspl", "ecli", "nist", "bgbl", "series", "cabill", "kr"})  # fmt: skip
#: a draft of a new version of an act that is there already
REVISION = re.compile(r"修订草案|修正草案|修订征求意见稿|[（(]修订|[（(]修正|修訂草案|改正案|改訂案|の改定案")
DRAFTS = frozenset({DocumentType.CONSULTATION, DocumentType.PROPOSAL, DocumentType.BILL})
#: words of a form, not of a name
FORM = frozenset(["commission", "implementing", "delegated", "council", "regulation", "decision", "directive"])
#: the short name that ends the title of a German act
SHORT = re.compile(r"(?:[(–-]\s?)([A-ZÄÖÜ][\w-]*G)\)")
#: words after which a document names the draft or consultation it came from
OUTCOME = re.compile(
    r"(?i)\b(?:(?:following|after|response to|responses to|feedback to|feedback on|outcome of|result of) (?:the|our|a|its|this) (?:\w+ ){0,2}?(?:consultation|draft|proposal|call for evidence|proposed rule)|"
    r"nach (?:der|Abschluss der) Konsultation|à l['’]issue de la consultation|tras (?:la consulta|el trámite de audiencia)|a seguito della consultazione)\b"
)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

#: words that tell a stage in the life of a rule, not which rule it is
STAGE = re.compile(
    # English
    r"^\s*consultation\s*$|\b(?:call for (?:evidence|views|input|comments)(?: on)?|feedback statement(?: on)?|(?:final )?policy statement|exposure draft|discussion paper|issues paper|green paper|white paper|errata|technical corrections?|"
    r"supplemental(?: notice)?(?: of)?|response to comments|comment request|reopening of (?:the )?comment period|confirmation of effective date|full text(?: of)?|enrolled copy|introduced copy|(?:committee |engrossed )?substitute(?: bill)?|"
    r"laid before parliament|statement|guidance consultation|text of|signed (?:into law|text)|introduced|enrolled|engrossed|update|overview of|final rules?|interim)\b|"
    # German
    r"\b(?:eckpunkte(?:papier)?(?: für eine?)?|vernehmlassung(?:sverfahren|svorlage)?(?: zum| zur| zu)?|botschaft(?: zum| zur)?|erläuternder bericht(?: zum| zur)?|ministerialentwurf|begutachtungsentwurf|regierungsvorlage|arbeitsentwurf|"
    r"vorentwurf|kabinettbeschluss(?: zum| zur)?|beschlussempfehlung(?: und bericht)?(?: zum| zur)?|(?:erste|zweite|dritte)(?: und (?:zweite|dritte))? (?:lesung|beratung)|inkrafttreten(?: des| der)?|drucksache \d+/\d+|anhörung(?: zum| zur| zu)?|formulierungshilfe(?: für)?)\b|"
    # French
    r"\b(?:texte (?:définitif|de la commission|adopté)|(?:première|deuxième|nouvelle) lecture|promulgation (?:de la|du)|ouverture de la consultation(?: publique)?(?: sur)?|procédure de consultation|message concernant|synthèse de la consultation|"
    r"publication (?:de la|du|des)|entrée en vigueur (?:de la|du|des)|fixant|soumis à consultation)\b|"
    # Spanish and Italian
    r"\b(?:texto (?:definitivo|aprobado)|aprobación (?:de la|del|de)|publicación (?:de la|del|de)|resultados? de la consulta|consulta previa(?: sobre)?|avvio (?:della|del)|approvazione (?:della|delle|del|dei)|delibera(?:zione)?|esiti (?:della|del)|"
    r"pubblicazione (?:della|delle|del)|testo (?:coordinato|definitivo))\b|"
    # Chinese and Japanese
    r"再次公开?征求意见|二次征求意见稿|一图读懂|新闻发布会|发布会|实施公告|公开征集|[丨|]|概要|全文|閣議決定|国会提出|成立|意見公募手続|"
    r"\b(?:(?:notice of )?proposed (?:rule(?:making)?|regulation)|final rule|interim final rule|proposal for an?|draft|consultation (?:on|paper|outcome|response)|consultation(?=\s*:)|(?:government|summary of) responses?(?: to)?(?: the)?|adoptée? en (?:première|deuxième|seconde) lecture|texte adopté|public consultation|request for comments?(?: on)?|"
    r"(?:extension|reopening) of (?:the )?(?:comment period|consultation)(?: on| for)?|opens consultation(?: on)?|comment period extended|correction|corrigendum(?: to)?|erratum|technical amendment|delay of effective date|press release|summary|news|factsheet|"
    r"(?:as )?(?:introduced|amended|passed|enrolled|enacted|chaptered|reported|brought)(?: (?:in|on|from|by)(?: the)? (?:(?:public bill |grand )?committee|report|lords|commons|senate|house|assembly))|as (?:introduced|amended|passed|enrolled|enacted|chaptered|reported)|(?:adopted )?(?:after|following) (?:public )?consultation|(?:re)?engrossed|rerevised|extension of time|request for information|open consultation|closed consultation|interim final|supplemental notice of|advance notice of|withdrawal(?: of)?(?: proposed rule)?|as made|(?:signed|final) act|(?:introduced|engrossed|enrolled|amended|chaptered) (?:version|in (?:senate|house|assembly))|version \d+(?:\.\d+)?|consolidated (?:text|version)|"
    r"unofficial translation|english translation|translation|republished|reprint|notice|adopted|final (?:text|version|draft)|(?:first|second|third|1st|2nd|3rd) draft|explanatory notes?(?: to| on)?(?: the)?|general scheme of(?: the)?|heads of bill|targeted consultation(?: on)?|(?:second|third|first) reading|"
    r"referentenentwurf|regierungsentwurf|gesetzentwurf(?: der bundesregierung)?|entwurf(?: eine[sr])?|vorschlag für eine?|konsultation(?: zum| zur)?|berichtigung(?: der| des)?|pressemitteilung|verlängerung der frist|verlängerung der konsultation|diskussionsentwurf|kabinettsentwurf|neufassung(?: der| des)?|bekanntmachung(?: der| des)?|konsolidierte fassung|nichtamtliche (?:fassung|übersetzung)|stellungnahmeverfahren(?: zum| zur)?|"
    r"projet d(?:e|'|’)|délibération|portant (?:adoption|approbation) (?:d(?:'|’)une?|du|de la)|avant-projet|proposition de|consultation publique(?: sur| relative)?|rectificatif(?: au| à)?|communiqué de presse|prolongation|"
    r"anteproyecto de|proyecto de|proposición de|propuesta de|trámite de audiencia(?: e información pública)?(?: sobre| del| de la)?|audiencia (?:e información )?pública(?: sobre| del| de la)?|resultado de|consulta pública(?: sobre)?|corrección de errores(?: de la| del)?|nota de prensa|borrador de|ampliación del plazo|"
    r"atto (?:senato|camera)(?: n\. ?\d+)?|a\.[sc]\. ?(?:n\. ?)?\d+|schema di|bozza di|approvato|esito d\w+|proposta di|disegno di|consultazione pubblica(?: su)?|rettifica(?: del| della)?|comunicato stampa|"
    r"concept|ontwerp|wetsvoorstel|internetconsultatie|persbericht|rectificatie)\b|"
    r"[（(](?:草案|征求意见稿|徵求意見稿|送审稿|修订草案|公开征求意见稿|试行|案|二次审议稿|草案二次审议稿)[）)]|关于(?:公开)?(?:征求|征集)|公开征求意见|\[HL\]|的?意见的?(?:通知|公告)|关于(?:印发|发布|公布)|的(?:通知|公告|决定)$|"
    r"英文(?:翻)?译(?:本|文)?|答记者问|意見募集(?:について)?|に(?:関する|対する)(?:意見|パブリック).*|(?:の|に係る)?意見公募.*|[（(]案[）)]|案$|の公布について|の公表(?:及び|について)?|の策定について|の改定について|(?:及び)?意見募集の?結果(?:について)?|結果の公示|(?:を)?取りまとめ(?:ました)?|正誤|英訳|仮訳|勘误|更正(?:公告)?|转发|全文|解讀|政策解读",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"\b(?:amend(?:ing|s|ment)|implement(?:ing|ation|s)|delegated|supplement(?:ing|ary)|repeal\w*|revocation|successor|replac(?:ing|es)|guid(?:ance|elines?|e)|faqs?|questions and answers|template|code of practice|report|study|opinion|evaluation|standards? (?:for|under)|commencement|"
    r"änderung|durchführung\w*|delegierte|leitlinien|leitfaden|bericht|ausführung\w*|modifiant|exécution|délégué|guide|lignes directrices|rapport|application de|"
    r"modifica\w*|desarrolla\w*|ejecución|delegado|guía|directrices|informe|attuazion\w*|esecuzione|linee guida|relazione|wijziging|uitvoering\w*|leidraad)\b|修改|修正|废止|实施细则|实施|解读|指南|指引|配套|一部を改正|施行令|施行規則|ガイドライン|手引",
    re.IGNORECASE,
)
#: verbs of headlines
HEADLINE = re.compile(
    r"^(?:lawmakers|senators|representatives|regulators|agencies|ministers|meps|officials|attorneys general|watchdogs?)\b|\b(?:becomes law|signs|sues|fines|finali[sz]es|issues|releases|extends|withdraws|seeks|charges|files|rejects|vetoes|settles|orders|bans|introduces|reintroduces|consults on|delays|postpones|consults|unveiled|signed|publishes|sets|clears|agrees on|passes|adopts|approves|publishes|proposes|launches|announces|welcomes|unveils|opens|enters into force|comes into force|takes effect|"
    r"est (?:publiée?|parue?|promulguée?|adoptée?)|ist (?:veröffentlicht|beschlossen)|è (?:stat[oa] )?pubblicat[oa]|se publica|(?:has been|is) published|tritt in kraft|verabschiedet|beschließt|billigt|legt vor|veröffentlicht|adopte|publie|approuve|entre en vigueur|aprueba|publica|entra en vigor|approva|pubblica|entra in vigore|publiceert|neemt aan|publica|aprova)\b|公布《|发布《|印发《|正式施行|を公表|が成立",
    re.IGNORECASE,
)
PART = re.compile(
    r"\b(?P<kind>sec(?:tion|\.)|art(?:icle|ikel|ículo|icolo|\.)|part|title|chapter|annex|recital|kapitel|anhang|chapitre|annexe|capítulo|anexo|capo|allegato|teil|book|volume|schedule|division|§)\s*\.?\s*(?P<n>\d+[a-z]?|[IVXL]+)\b|第(?P<han>[\d一二三四五六七八九十百]+)(?P<unit>条|章|编|部分|部)",
    re.IGNORECASE,
)
#: a name in Chinese book-title marks
QUOTED = re.compile(r"《([^《》]{6,})》")
#: a Japanese name in corner brackets, when what stands around it only tells the stage
CORNERED = re.compile(r"^[^「」]{0,12}「([^「」]{6,})」(?:[（(]案[）)])?(?P<rest>[^「」]*)$")
JA_STAGE = re.compile(
    r"(?:に関する|に対する|に係る|について|及び|の|を|が|は|意見|御|募集|公募|パブリック・?コメント|実施|結果|公表|公示|策定|改定|決定|施行|公布|取りまとめ|とりまとめ|ました|しました|します|開始|期間|延長|[（()）]|第?\d+版|[（(]?令和\d+年\d+月[）)]?)*"
)
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|"
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|januari|februari|maart|mei|augustus|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro"
)
#: days and years: they tell when, not which
DATE = re.compile(
    rf"\b\d{{1,2}}(?:\.|er|st|nd|rd|th|º|°)?\s(?:de\s)?(?:{MONTHS})\b(?:,?\s(?:de\s)?\d{{4}})?|\b(?:{MONTHS})\s\d{{1,2}},?\s\d{{4}}|\b(?:19|20)\d\d\b(?!/)",
    re.IGNORECASE,
)
#: a running number of a series: guidelines 3/2026
SERIES = re.compile(r"\b\d{1,4}/(?:19|20)\d\d\b|(?<=\bn°\s)\d+\b|(?<=\bno\.\s)\d+\b|(?<=\bnr\.\s)\d+\b", re.IGNORECASE)
COUNT = re.compile(r"\b(?:n[°º]|no\.|nr\.|n\.)\s?\d+(?:[-/]\w+)*\b|\b\d{1,4}/(?:19|20)\d\d\b|[(（]\d{1,4}/\d{4,8}[)）]", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
WORD = re.compile(r"[^\W_]+")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
SMALL = frozenset(
    [
        "the",
        "of",
        "and",
        "a",
        "an",
        "to",
        "for",
        "on",
        "in",
        "at",
        "by",
        "with",
        "regulation",
        "regulations",
        "directive",
        "act",
        "law",
        "bill",
        "rule",
        "rules",
        "decision",
        "order",
        "gesetz",
        "gesetzes",
        "verordnung",
        "richtlinie",
        "décret",
        "loi",
        "arrêté",
        "règlement",
        "decreto",
        "ley",
        "real",
        "von",
        "vom",
        "im",
        "au",
        "aux",
        "d",
        "l",
        "dei",
        "delle",
        "nel",
        "per",
        "por",
        "para",
        "introducing",
        "proposed",
        "pdf",
        "use",
        "uses",
        "certain",
        "legislativo",
        "legislativa",
        "legge",
        "regolamento",
        "wet",
        "besluit",
        "lei",
        "portaria",
        "recante",
        "disposizioni",
        "relatif",
        "relative",
        "portant",
        "eu",
        "eine",
        "eines",
        "einer",
        "signed",
        "chaptered",
        "hr",
        "sb",
        "hb",
        "ab",
        "opens",
        "der",
        "die",
        "das",
        "des",
        "und",
        "zur",
        "zum",
        "für",
        "über",
        "la",
        "le",
        "les",
        "de",
        "du",
        "des",
        "et",
        "el",
        "los",
        "las",
        "y",
        "il",
        "lo",
        "gli",
        "i",
        "e",
        "di",
        "del",
        "della",
        "van",
        "het",
        "een",
        "en",
        "voor",
        "relating",
        "concerning",
    ]
)

#: parts of a country that have acts of their own: a name with one of these is another act than the name without
PLACES = frozenset(
    (
        "scotland scottish wale welsh england northern ireland guernsey jersey quebec ontario bayern berlin hamburg hessen sachsen thüringen "
        "bremen saarland brandenburg cataluña madrid andalucía galicia sicilia lombardia"
    ).split()
)
#: a number right after words that name the consultation a text came from
OUTCOME_NUMBER = re.compile(
    r"(?i)\b(?:feedback (?:statement )?(?:to|on)|responses? to|following|after|replaces|final (?:rules|guidance) (?:to|on|following)) (?P<rest>[^.;]{0,60})"
)

#: words of forms that offices fill in again and again: a name of these alone means nothing
GENERIC = frozenset(
    (
        "agency information collection collections activity activities activitie submission office management budget review comment comments comment request requests proposed ecollection ecomment "
        "requested notice notices public meeting meetings advisory committee committees council privacy act system systems record records sunshine funding opportunity supplemental fiscal year fy "
        "statement organization function functions delegation delegations authority availability new revision revisions extension change currently approved previously generic virtual open closed hearing "
        "correction amendment amendments cancellation annual report program programs policy policies update updates national federal state states department general section title data standard "
        "standards and 1974 other international conference board commission task force"
    ).split()
)
#: an edition of a Chinese or Japanese text, or the number of one of a series: 2.0版, （二）
EDITION = re.compile(r"(?P<n>\d+(?:\.\d+)?)\s?版|第(?P<o>[一二三四五六七八九])版|[（(](?P<s>[一二三四五六七八九十]{1,2})[)）]\s*$")
