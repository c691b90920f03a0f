"""Words by which matters are told apart and brought together: stages, relations, headlines, parts, dates."""

import re

from policywatch.types import DocumentType

#: schemes of which one rule has just one value
SINGLE = frozenset({"celex", "usbill", "statebill", "uksi", "ukpga", "docket", "rin", "cn", "boe", "es", "fr", "it", "jp", "pt", "iso", "gb", "cjeu", "uscase", "com", "euproc", "btdrs", "useo", "uspl", "ecli", "nist", "bgbl", "series", "cabill", "kr"})  # fmt: skip
#: schemes of which a number labels a procedure, not an act on which others stand
PROCEDURES = frozenset({"euproc", "docket", "usbill", "statebill", "uscase", "ukbill", "btdrs"})
#: a draft of a new version of an act that is there already
REVISION = re.compile(r"修订草案|修正草案|修订征求意见稿|[（(]修订|[（(]修正|修訂草案|改正案|改訂案|の改定案")
DRAFTS = frozenset({DocumentType.CONSULTATION, DocumentType.PROPOSAL, DocumentType.BILL})
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

#: words that tell a stage in the life of a rule, not which rule it is
STAGE = re.compile(
    # English
    r"^\s*consultation\s*$|\b(?:call for (?:evidence|views|input|comments)(?: on)?|feedback statement(?: on)?|(?:final )?policy statement|exposure draft|discussion paper|issues paper|green paper|white paper|errata|technical corrections?|"
    r"supplemental(?: notice)?(?: of)?|response to comments|comment request|reopening of (?:the )?comment period|confirmation of effective date|full text(?: of)?|enrolled copy|introduced copy|(?:committee |engrossed )?substitute(?: bill)?|"
    r"laid before parliament|statement|guidance consultation|text of|signed (?:into law|text)|introduced|enrolled|engrossed|update|overview of|final rules?|interim)\b|"
    # the Securities and Exchange Commission, courts and talks
    r"\b(?:notice of filing(?: and immediate effectiveness)?(?: of)?|notice of designation of a longer period for commission action on|(?:notice of )?(?:institution|suspension) of proceedings(?: on)?|order (?:granting|instituting)(?: approval)?(?: of)?|receipt of petition for|"
    r"questions and answers(?: on| about)?|faqs?(?: on| about)?|q&a(?: on)?|what you need to know(?: about)?|explainer)\b|"
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
    r"\b(?:amend(?:ing|s|ment)|implement(?:ing|ation|s)|delegated|supplement(?:ing|ary)|repeal\w*|revocation|successor|replac(?:ing|es)|guid(?:ance|elines?|e)|template|code of practice|report|study|opinion|evaluation|standards? (?:for|under)|commencement|"
    r"änderung|durchführung\w*|delegierte|leitlinien|leitfaden|bericht|ausführung\w*|modifiant|exécution|délégué|guide|lignes directrices|rapport|application de|"
    r"modifica\w*|desarrolla\w*|ejecución|delegado|guía|directrices|informe|attuazion\w*|esecuzione|linee guida|relazione|wijziging|uitvoering\w*|leidraad)\b|修改|修正|废止|实施细则|实施|贯彻|落实|指南|指引|配套|一部を改正|施行令|施行規則|ガイドライン|手引",
    re.IGNORECASE,
)
#: verbs of headlines
HEADLINE = re.compile(
    r"^(?:lawmakers|senators|representatives|regulators|agencies|ministers|meps|officials|attorneys general|watchdogs?)\b|\b(?:becomes law|signs|sues|fines|finali[sz]es|issues|releases|extends|withdraws|seeks|charges|files|rejects|vetoes|settles|orders|bans|introduces|reintroduces|consults on|delays|postpones|consults|unveiled|signed|publishes|sets|clears|agrees on|passes|adopts|approves|publishes|proposes|launches|announces|welcomes|unveils|opens|enters into force|comes into force|takes effect|"
    r"est (?:publiée?|parue?|promulguée?|adoptée?)|ist (?:veröffentlicht|beschlossen)|è (?:stat[oa] )?pubblicat[oa]|se publica|(?:has been|is) published|tritt in kraft|verabschiedet|beschließt|billigt|legt vor|veröffentlicht|adopte|publie|approuve|entre en vigueur|aprueba|publica|entra en vigor|approva|pubblica|entra in vigore|publiceert|neemt aan|publica|aprova)\b|公布《|发布《|印发《|正式施行|を公表|が成立",
    re.IGNORECASE,
)
PART = re.compile(
    r"\b(?P<kind>sec(?:tion|\.)|art(?:icle|ikel|ículo|icolo|igo|\.)|part|title|chapter|annexe?|recital|considérant|considerando|erwägungsgrund|overweging|kapitel|anhang|chapitre|capítulo|anexo|capo|allegato|bijlage|teil|book|volume|schedule|division|§)\s*\.?\s*(?P<n>[LRDA]?\*?\.?\s?\d+[a-z]?(?:-\d+)*|[IVXL]+)\b|第(?P<han>[\d一二三四五六七八九十百]+)(?P<unit>条|章|编|部分|部)",
    re.IGNORECASE,
)
#: what a part is called, by the first letters of its name in other languages
PART_NAMES = {"con": "rec", "erw": "rec", "ove": "rec", "anh": "ann", "ane": "ann", "all": "ann", "bij": "ann", "kap": "cha", "cap": "cha", "tei": "par", "§": "sec", "条": "art", "章": "cha"}  # fmt: skip
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
#: a year, but not one inside a number
YEAR = re.compile(r"(?<![/\d.-])(?:19|20)\d\d(?![/\d.-]|(?:年|\s?年))")
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
#: the year that a budget, a report or a yearbook is for
FOR_YEAR = re.compile(
    r"(?i)\b(?:for|fiscal|fy|pour|exercice|für|haushaltsjahr|geschäftsjahr|jahresbericht|haushaltsgesetz|para|ejercicio|presupuestos|per|esercizio|annual report|rapport annuel|informe anual|relazione annuale)"
    r"\s(?:(?:the|das|l['’]an|el|l['’])\s?)?(?:(?:fiscal\s|financial\s)?(?:year|jahr|année|année\s|año|anno|ejercicio|haushaltsjahr)\s)?(?P<y>(?:19|20)\d\d)(?![\d/]|年)"
    r"|(?P<c>(?:19|20)\d\d|(?:令和|平成)(?:\d{1,2}|元))年(?:版|度)"
)
#: an edition of a Chinese or Japanese text, or the number of one of a series: 2.0版, （二）
EDITION = re.compile(r"(?P<n>\d+(?:\.\d+)?)\s?版|第(?P<o>[一二三四五六七八九])版|[（(](?P<s>[一二三四五六七八九十]{1,2})[)）]\s*$")

# ---- numbers and names in their places ----------------------------------------------------------------------------------

#: how news speaks of days and people
NEWSY = re.compile(
    r"(?i)\b(?:(?:on|late|earlier|last) (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:this|last) week|today|yesterday|(?<!the )said(?! (?:act|section|regulation|law|article))|told reporters|according to|heute|gestern|am (?:montag|dienstag|mittwoch|donnerstag|freitag)|aujourd['’]hui|hier|"
    r"(?:ce |mardi|mercredi|jeudi|vendredi)|hoy|ayer|este (?:lunes|martes|miércoles|jueves|viernes)|oggi|ieri|vandaag|gisteren|hoje|ontem|idag|dzisiaj|press release|pressemitteilung|communiqué|comunicado|comunicato)\b|近日|日前|记者|本日|오늘|밝혔다"
)
#: words of Latin letters, also where they stand between Chinese characters
LATIN = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
#: a short code of letters and figures, such as E-23
CODE = re.compile(r"(?<![\w/.-])(?=[A-Z\d-]*\d)[A-Z]{1,4}-?\d{1,4}[A-Z]?(?![\w/.-])")
ANY_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
FOLLOWS = re.compile(
    r"(?i)\b(?:follow(?:s|ing|ed)?|respon[sd]\w* to|feedback (?:statement )?(?:to|on)|published (?:as|vide|under)|consult\w* (?:paper|document|on)|after|outcome of|result of|proposed (?:rule|in)|correct\w*|vide|"
    r"known as|formerly|previously|zuvor|nach|suite à|faisant suite|tras|a seguito|procedure|procédure|verfahren|procedimiento|procedura|dossier|docket|new draft of|companion|introduced as)\b[^.;]{0,60}$"
)
#: what the end of a title says a rule does besides
ALSO = re.compile(
    r"(?i)(?<=[\w)]{4})(?:,? and|,| und| sowie| et| y| e| en)\s(?:repeal(?:s|ing)|amend(?:s|ing)|(?:zur|die) (?:Änderung|Aufhebung)|modifiant|abrogeant|por (?:el|la) que se (?:modific|derog)\w+|(?:che )?(?:modific|abrog)\w+|tot (?:wijziging|intrekking))\b.*$"
)
#: how bills of the United States begin
ENACTING = re.compile(r"\bA BILL\b|\bAN ACT\b|Be it enacted|SHORT TITLE|Short title\.|IN THE (?:SENATE|HOUSE)|\bH\. ?R\. ?\d|\bS\. ?\d{2,}")
#: the office that a Japanese or Korean headline names first
OFFICE = re.compile(r"^[가-힣]{2,12}(?:위원회|부|청|원|처)\s?,\s|^[\u3400-\u9fff]{2,10}(?:委員会|省|庁)[、は]")
GAZETTE = re.compile(r"(?i)\b(?:gazette|gazzetta|register|journal)[\w\s]*,? (?:part(?:ie)?|serie|series) [IVX\d]+")
#: what a number of the text itself is called
STRONG_LABEL = re.compile(
    r"(?i)\b(?:docket|case|notice|reference|ref\.|aktenzeichen|az\.|file|dossier|affaire|rechtssache|asunto|causa|drucksache|drs\.|consultation paper|discussion paper|policy statement|rin|fr doc\.?|expediente|procedure|isbn|"
    r"bolet[ií]n|druk|omb control|doc\. web|doc|s\.?i\.?)(?: ?(?:id|no\.?|number|nos\.?|n[°ºro.]+|nr\.?))?[:：]?\s?$"
)
LABELLED = re.compile(
    r"(?i)(?:\b(?:bill|s\.?i\.?|document|boe|nor)(?: (?:id|no\.?|number|nos\.?))?|\bno\.?|\bn[°º]|\bnr\.?|第|제)[:：]?\s?$"
)
#: a number that stands alone in brackets
BRACKET = re.compile(r"^[^\s()〔〕]+[)〕]")
#: what a text says of the rules on which it stands
BASES = re.compile(
    r"(?i)\b(?:pursuant to|under|within the meaning of|in accordance with|based on|gemäß|aufgrund|au titre d\w+|en application d\w+|en virtud d\w+|ai sensi d\w+|krachtens)\b [^,.;:]{0,120}|(?:根据|依据|按照)(?:《[^》]+》[、和及]?)+(?:等[^,，。]*)?"
)
#: the same in Japanese; only where a text has its full stops, since it looks back as far as it can
BASES_JA = re.compile(r"(?<=[。、])[^、。]*(?:第[\d一二三四五六七八九十]+条|の規定)[^、。]{0,12}(?:に基づ|により)[^、。]{0,3}")
#: a number that ends a title after a comma or dash
TAIL = re.compile(r"(?:,|\s[-–—])\s$")
#: a number of which only an article is spoken of
INSIDE = re.compile(
    r"(?i)\b(?:art(?:icles?|ikel|ículos?|icolo|\.)|sections?|§+|chapter|annex|recital|considérant|anhang|anexo|allegato|paragraph)\s?[\dIVX]+[^.;]{0,70}$"
)
BASED_AFTER = re.compile(
    r"^[^\s,;。、)）(（]*(?:[(（][^)）]*)?[)）》」]*\s?(?:第[\d一二三四五六七八九十]+条|に基づ|の規定|に規定|の一部|의 시행|에 따라)"
)
SHORT_NAME = re.compile(r"[(（]([^()（）]{3,140})[)）]|[\"“„«]([^\"“”„«»]{3,60})[\"”“»]")
#: a short name is an acronym, or says what it is
IS_SHORT = re.compile(
    r"^(?:\S+ ){0,2}\S*(?:[A-ZÄÖÜ]{2,}|[a-z][A-Z])\S*$|\w+(?:gesetz|verordnung|[GV])$|\b(?:Act|Bill|Law|Code|Regulation|Directive|Omnibus|Ordinance|Ley|Loi|Strategy|Framework|Package|Plan)\b|[\u3400-\u9fff]{3,}"
)
#: what stands in brackets and is no name
NO_SHORT = re.compile(
    r"[\W\d]*|(?:eu|ue|hl|pdf|draft|english|[a-z]{2})|.*\d.*|art\..*|(?:act|bill|law|code|regulation|regulations|directive|ordinance|strategy|framework|package|plan|amendment|fees|permits)|(?:no|nr|n°)\W.*|(?:re)?published|征求意见稿|试行|草案|(?:un)?official .*|.*translation.*|amendment|consultation|text with eea relevance|scotland|wales|england|.{1,2}"
)
