"""Words that tell what a publication is and where a rule stands, by language.

Two tables: ``STRONG`` words decide wherever they stand in a title; of ``NAMES`` the first in the title counts (the last in
Chinese and Japanese, where the head of a title stands at its end).
"""

import re
from collections.abc import Mapping

from policywatch.types import DocumentType as T

Rules = tuple[tuple[T, re.Pattern[str]], ...]


def _rules(**patterns: str) -> Rules:
    return tuple((T(name), re.compile(pattern, re.IGNORECASE | re.VERBOSE)) for name, pattern in patterns.items())


STRONG: Mapping[str, Rules] = {
    "en": _rules(
        other=r"\bnotice\s+of\s+(?:\w+\s+){0,3}?meetings?\b | ;\s*(?:\w+\s+)?meetings?\b | \bmeetings?\s*(?:\(|$|:|of\s+the\b) | \bsunshine\s+act\b | \binformation\s+collections?\b | \bproposed\s+collections?\b | \bcall\s+for\s+(?:applications|nominations|tenders|proposals|experts)\b | \bsystems?\s+of\s+records?\b | \bexclusive\s+(?:patent\s+)?licen[cs]e | \bfunding\s+opportunit | ^(?:job\s+)?vacanc | ^agenda\b | ^minutes\b | \bresponse\s+form\b | ^index\s+of\b | ^terms\s+of\s+reference | ^(?:public\s+)?register\s+of\b | \binvitation\s+to\s+tender | \bform\s*$ | \b(?:application|registration)\s+form\b | ^(?:webinar|event|workshop|conference|seminar|training|contact|about\s+us|privacy\s+notice|cookies?|careers|subscribe|sitemap)\b | \bsign\s+up\b | \b(?:procurement|contract|tender)\s+notice | \blistening\s+session | \benvironmental\s+impact\s+statement | \bsave\s+the\s+date | \badvisory\s+(?:committee|council|board|panel)$ | \b(?:soliciting|request\s+for|call\s+for)\s+nominations",
        court=r"\bv\.?\s+(?!\d)[A-Z\w] | \bvs\.?\s | \bjudge?ments?\b | \bCase\s+[CT][-‑]\d | \b(?:supreme|district|high|appeals?|federal|constitutional)\s+court\b | \bcourt\s+(?:of|rules|holds|finds|upholds|strikes|blocks|dismisses) | \bAdvocate\s+General\b | \bpreliminary\s+(?:ruling|injunction)\b | \bclass\s+action\b | \bcourt\s+order\b | \bIn\s+re\b | \bex\s+rel\b | ^Re\s[A-Z] | \bjudicial\s+review\b | \btribunal\s+(?:rules|finds|upholds|decision) | \b(?:opinion|ruling)\s+of\s+the\s+court | \b(?:CJEU|ECJ|ECtHR|EFTA\s+Court|BGH|BVerfG|BVerwG|OLG|LG|VG|Gerechtshof|Rechtbank)\b | \[20\d\d\]\s+(?:EW|UK|SG|HK|FC|NZ|IE) | \bamic(?:us|i)\b | \bcertiorari\b",
        enforcement=r"\bfin(?:es|ed)\s+[\w.]+ | \b(?:imposes?|issues?|levies|orders?)\s+(?:\w+\s+){0,6}?(?:fine|penalt) | \b(?:civil|monetary|administrative|financial)\s+(?:money\s+)?(?:penalt|fine) | \bpenalty\s+(?:notice|decision) | \bin\s+penalties\b | \benforcement\s+(?:action|notice|order|undertaking|proceeding) | \bconsent\s+(?:order|decree|agreement) | \bcease[\s-]and[\s-]desist | \bsettle(?:s|ments?|d)\b(?!\s+systems?) | \bwarning\s+letter | \bfines?\s+(?:of|for|on|against|over)\b | \bstatement\s+of\s+(?:objections|charges|claim) | \binfringement\s+(?:proceedings|decision) | \bsanctions?\s+(?:against|imposed) | \breprimand | \bcharges?\s+(?:against|filed) | \b(?:charges|sues?|prosecutes|penalis?z?es)\s+[\w$] | \bcracks?\s+down | \borders?\s+(?:[\w'’.-]+\s+){1,6}to\s+(?:stop|delete|cease|pay|halt|suspend|remove|destroy)\b | \b(?:takes?\s+)?action\s+against\b | \bbans?\s+\w+\s+from\b | \bto\s+ban\s | \bcomplaint\s+(?:against|filed) | \blawsuit\s+against | \bsends?\s+(?:a\s+)?requests?\s+for\s+information | \bfil(?:es?|ed)\s+suit | \b(?:opens?|launches|formal)\s+(?:\w+\s){0,3}(?:investigations?|proceedings|inquir(?:y|ies)|probe) | \binvestigation\s+(?:into|of|against) | \bnotice\s+of\s+(?:violation|apparent\s+liability|intent\s+to\s+(?:fine|suspend|revoke)) | \b(?:million|k)\s+(?:fine|penalty|settlement) | ^(?:final\s+notice|undertaking)\b | \bundertakings?\s+(?:from|by|accepted) | \bin\s+breach\s+of\b | \bassurance\s+of\s+(?:voluntary\s+compliance|discontinuance)",
        news=r"\b(?:Reuters|Politico|Bloomberg|Financial\s+Times|newsletter|weekly\s+roundup|news\s+in\s+brief|what\s+(?:you\s+need\s+to\s+know|to\s+know)|explained|opinion:|analysis:|podcast|roundup)\b | \b(?:morning|monday|tuesday|wednesday|thursday|friday|weekly|daily)\s+(?:briefing|brief|digest)\b | \bshares\s+(?:fall|rise|jump|slump|drop) | \b(?:raises|closes)\s+\S+\s?(?:million|m|bn|billion)\b | \bseries\s+[A-E]\b | ^(?:(?:two|three|four|five|six|seven|ten|\d+)\s+(?:things|takeaways|ways|questions|reasons)|why|inside|meet|opinion(?!\s+(?:\d|of|on|no))|comment|editorial|column|interview)\b(?!\s*:?\s*guid) | \bover\s+(?:industry|opposition)\s+\w+ | \b(?:quietly|reportedly|sources\s+say)\b",
        speech_press=r"\b(?:weekly|radio|inaugural)\s+address\b | \bpress\s+(?:release|statement|conference|briefing|corner|note)\b | \bnews\s+release | (?<!policy\ )(?<!supervisory\ )\b(?:speech|remarks|keynote|address|statement(?!\s+of\s+(?:objections|charges|claim|policy|practice|reasons|account|principles|compliance))|testimony)\s+(?:by|of|at|from|on|before|delivered) | ^(?:opening|closing|keynote|welcome)\s+(?:address|speech|remarks) | ^(?:speech|remarks|statement(?!\s+of\s+(?:objections|charges|claim|policy|practice|reasons|account|principles|compliance))|keynote|testimony)\b | \bmedia\s+(?:release|statement|advisory) | \bstatement\s+by\b | \b(?:written|ministerial|joint)\s+statement\b | \bfact\s?sheet\b | \b(?:welcomes|announces|unveils|hails|greenlights|applauds)\b | \bopening\s+remarks | \bappoint(?:s|ed)\b | ^(?:Minister|Secretary|Commissioner|President|Governor|Chair)\s[A-Z][\w-]+\s*: | \bgreen\s+light\b",
        standard=r"\b(?:NIST\s+)?(?:AI|SP|IR|FIPS|NISTIR)\s(?:PUB\s)?\d[\d-]*\b | \bspecial\s+publication\s\d",
        report=r"\bscrutiny\b | \bhorizon\s+scan | \bfeedback\s+(?:summary|statement) | \bexplanatory\s+(?:memorandum|notes?|document|statement)\b | \b(?:consultation|government)\s+(?:response|outcome|report|summary)\b | \bresponse\s+to\s+(?:the\s+)?(?:\w+\s+)?consultation | \bsummary\s+of\s+responses | \b(?:Senate|House|Committee)\s+Report\b | \bannual\s+report\b | \boutcome\s+of\s+the\s+consultation",
        consultation=r"(?<!\band\s)\bconsult(?:ation|ing|s)\b(?!\s+(?:response|outcome|report|summary|requirement|of\s+(?:workers|employees))) | \brequests?\s+for\s+(?:information|comments?|input|public\s+comment|feedback) | \bcall\s+for\s+(?:information|evidence|views|input|comments?|feedback|contributions) | \b(?:seeks?|seeking|invit\w+|solicit\w*)\s+(?:\w+\s+){0,3}?(?:comments?|feedback|views|input|responses)\b | \bcomment\s+period | \bcall\s+for\s+(?:public\s+)?submissions | \b(?:discussion|options|issues|concept|consultation)\s+paper | \bgreen\s+paper | \bversion\s+for\s+(?:comment|consultation) | \bnotice\s+of\s+inquiry | \binvitation\s+to\s+comment | \bhave\s+your\s+say | \bhelp\s+(?:us\s+)?(?:decide|shape)\b | \bpublic\s+comment | \b(?:initial|second|final)\s+public\s+draft",
        guidance=r"^(?:how\s+to|understanding|explaining)\b",
        decision=r"\b(?:clears|blocks|prohibits)\s+(?:the\s+)?(?:acquisition|merger|takeover)",
        rule=r"\bRegulations?\s+(?:19|20)\d\d(?:\s*\([^)]*\))?\s*$ | \bfinal\s+rules?\b | \breport\s+and\s+order\b",
        proposal=r"\b20\d\d/\d{4}[A-Z]?\s?[([]?(?:COD|NLE|CNS|APP)\b | ^5(?:19|20)\d\dPC | \b(?:regulatory|unified)\s+agenda\b",
        bill=r"\bInt\.\s?(?:No\.?\s?)?\d | (?<![\w.-])(?:H\.?\s?R\.?|H\.?\s?B\.?|S\.?\s?B\.?|A\.?\s?B\.?|S\.|[HS]\.?J\.?\s?Res\.?|HF|SF|LD|LB|HP|SP|SCR|HCR)\s?(?:No\.?\s?)?\d[\d-]* | ^(?:[A-Z][a-z]+\s){0,2}[AHS]\s?\d{3,5}\b | \bBill\s+(?:No\.?\s?)?[A-Z]*[-.]?\s?\d | \b(?:House|Senate|Assembly)\s+(?:Bill|File|Joint\s+Resolution|Concurrent\s+Resolution)\s+(?:No\.?\s?)?\d | \bBill\s\[(?:HL|Lords)\] | \b(?:engrossed|enrolled)\b",
        law=r"^[13](?:19|20)\d\d[LR]\d{4} | \bchapter\s+\d+,?\s+(?:statutes|laws|acts)\b | \bpublic\s+(?:law|act)\s+(?:no\.?\s?)?\d | \bAct\s+(?:19|20)\d\d(?:\s*\([^)]*\))?\s*$",
    ),
    "de": _rules(
        bill=r"\b\w*(?:Gesetz|Regierungs|Ministerial)entwurf\b | \bRegierungsvorlage\b",
        other=r"\b\w*Stellenausschreibung | ^(?:Öffentliche\s+)?Ausschreibung\b | ^Tagesordnung | ^Einladung\b | \bStellenangebot | \bVergabeverfahren",
        news=r"^(?:kommentar|interview|meinung|analyse|warum|gastbeitrag|leitartikel|essay)\b\s*(?!zur?\s+(?:verordnung|gesetz))",
        court=r"\bUrteil\b | \bBeschluss\s+de[sr]\s+(?:[IVX]+\.\s+)?(?:\w*gerichts|\w*senats?|\w*kammer)\b | \b(?:BGH|BVerfG|BVerwG|EuGH|OLG|LG|VG|BAG|Bundesgerichtshof|Bundesverfassungsgericht|Bundesgericht|\w*gericht(?:shof)?)\b.*(?:entscheidet|urteil|\bAz\b|weist|kippt|beschluss|:|verbietet|bestätigt) | \bRechtssache\b | \bSchlussanträge | \bKlage\b",
        enforcement=r"\bBu(?:ß|ss)geld | \bmahnt\b | \babgemahnt | \bAbmahnung | \bGeldbu(?:ß|ss)e | \bverhängt | \bVerwarnung | \bSanktion\w*\s+gegen | \bAnordnung\s+gegen | \bUntersagung | \buntersagt\b | \bVerfahren\s+gegen | \bDurchsetzungsmaßnahme | \bZwangsgeld",
        speech_press=r"^(?:[\w-]*?)(?:minister(?:in)?|kanzler(?:in)?|präsident(?:in)?|senator(?:in)?|staatssekretär(?:in)?)\s+[\w-]+\s*: | \bPressemitteilung | \bPresseerklärung | \bMedienmitteilung | \bRede\b\s+(?:der|des|von|zum|zur|anlässlich|bei) | ^Rede\b | \bStatement\b | \bGrußwort | \bPressekonferenz | \bOTS\b | \bAnsprache | \bErklärung\s+(?:der|des)\s+\w*[Mm]inister",
        consultation=r"\bIhre\s+Meinung\b | \bKonsultation | \bVerbändeanhörung | \bAnhörung | \bVernehmlassung | \bBegutachtungsverfahren | \bStellungnahmeverfahren | \bGelegenheit\s+zur\s+Stellungnahme | \bAufruf\s+zur\s+(?:Stellungnahme|Einreichung) | \bGrünbuch | \bDiskussionspapier | \bÖffentlichkeitsbeteiligung | \bUmfrage\b",
    ),
    "fr": _rules(
        other=r"\bavis\s+de\s+vacance | \boffre\s+d['’]emploi | \brecrutement\b | \bordre\s+du\s+jour | \bappel\s+d['’]offres | \bmarché\s+public | \bappel\s+à\s+(?:candidatures|projets|manifestation)",
        news=r"^(?:tribune|éditorial|entretien|pourquoi|opinion)\b",
        court=r"\bCass\.\s | \bCA\s[A-Z] | \barrêt\b(?!é) | \bjugement\b | \baffaire\s+[CT]-\d | \b(?:Conseil\s+d['’]État|Cour\s+de\s+cassation|Cour\s+d['’]appel|tribunal|Conseil\s+constitutionnel|CJUE)\b.*(?:décision|arrêt|jugement|annule|rejette|valide|\d{4}|n°) | \bconclusions\s+de\s+l['’]avocat",
        enforcement=r"\bsanctionn(?:e|ée|és)\b | \bsanction(?:ne|née|s)?\b(?:\s+(?:de|d['’]|contre|à|la|le|l['’]|pécuniaire|prononcée)|\s*:) | \bamende | \bmise\s+en\s+demeure | \binjonction | \bprocédure\s+de\s+sanction | \brappel\s+à\s+l['’]ordre | \bformation\s+restreinte | \bcondamne\b",
        speech_press=r"\bcommuniqué | \bdiscours | \bconférence\s+de\s+presse | \bdossier\s+de\s+presse | \ballocution | \bpoint\s+presse | ^déclaration\s+d | \bintervention\s+d[eu]",
        consultation=r"\bconsultation | \bappel\s+à\s+(?:observations|contributions?|commentaires|témoignages|observations) | \bconcertation | \benquête\s+publique | \blivre\s+vert | \bdocument\s+de\s+discussion | \bdonnez\s+votre\s+avis",
    ),
    "es": _rules(
        other=r"\borden\s+del\s+día | \blicitación | \boferta\s+de\s+empleo | \bconvocatoria\s+de\s+(?:plazas|becas|ayudas|empleo|subvenciones|la\s+reunión) | ^(?:jornada|seminario|webinar|curso)\b",
        news=r"^(?:opinión|editorial|entrevista|por\s+qué|tribuna)\b",
        court=r"\bsentencia\b | \bST[SC]\b | \bSAN\s\d | \bSTJUE\b | \bauto\s+d(?:e|el)\s+(?:\w+\s+)?(?:tribunal|audiencia|juzgado) | \b(?:Tribunal\s+(?:Supremo|Constitucional|de\s+Justicia|Superior)|Audiencia\s+Nacional|Corte\s+Suprema)\b.*(?:sentencia|anula|confirma|falla|desestima|estima|ordena) | \basunto\s+[CT]-\d | \bconclusiones\s+del\s+abogado",
        enforcement=r"\bmulta | \bsanci(?:on|ón)(?!ador[a-z]*\s+d[eo])\w*\s+(?:a|de|contra|impuesta|por|con)\b | \bsanciona\b | \bprocedimiento\s+sancionador | \bresolución\s+sancionadora | \bapercibimiento | \brequerimiento\s+a\b | \bexpediente\s+sancionador | \bimpone\b",
        speech_press=r"\bnota\s+(?:de|informativa\s+de)\s+prensa | \bcomunicado | \bdiscurso | \brueda\s+de\s+prensa | \bintervención\s+de | \bdeclaraci(?:ón|ones)\s+(?:de\s+prensa|d(?:e|el)\s+(?:la\s+)?(?:ministr|president|secretari)) | \bnota\s+de\s+prensa | \bpalabras\s+de",
        consultation=r"\bconsulta\s+(?:pública|previa|sobre) | ^consulta\b | \baudiencia\s+(?:e\s+información\s+)?públicas?\b | \btrámite\s+de\s+audiencia | \bconvocatoria\s+de\s+(?:aportaciones|comentarios|contribuciones) | \binformación\s+pública | \blibro\s+verde | \bsolicitud\s+de\s+comentarios | \baudiencia\s+pública",
    ),
    "it": _rules(
        other=r"\bordine\s+del\s+giorno | ^bando\b | \bavviso\s+(?:di\s+)?(?:selezione|pubblico\s+di\s+selezione|riunione) | ^(?:webinar|seminario|convegno)\b | \bgara\s+d['’]appalto",
        news=r"^(?:opinione|editoriale|intervista|perché)\b",
        court=r"\bsentenza\b | \bordinanza\s+(?:del|della)\s+(?:tribunale|corte|TAR) | \b(?:Corte\s+(?:di\s+cassazione|costituzionale|d['’]appello|di\s+giustizia)|Tribunale|TAR|Consiglio\s+di\s+Stato|Cassazione)\b.*(?:sentenza|ordinanza|annulla|conferma|n\.|accoglie|respinge) | \bcausa\s+[CT]-\d | \bconclusioni\s+dell['’]avvocato",
        enforcement=r"\bsanzion(?:e|a|i|ato|ata)\b(?!.*\bregime) | \bmulta | \bammenda | \bammonimento | \bprovvedimento\s+(?:correttivo|sanzionatorio|d['’]urgenza|di\s+(?:blocco|limitazione)) | \bordinanza\s+ingiunzione | \bistruttoria\s+(?:nei\s+confronti|contro|su|verso) | \bblocc(?:a|o)\b",
        speech_press=r"\bcomunicato | \bdiscorso | \bconferenza\s+stampa | \bintervento\s+d(?:el|ella|i) | \bnota\s+stampa | \bdichiarazion[ei]\s+d",
        consultation=r"\bconsultazione | \binvito\s+a\s+(?:presentare|inviare|fornire) | \blibro\s+verde | \braccolta\s+di\s+(?:contributi|osservazioni) | \bdocumento\s+di\s+discussione | \brichiesta\s+di\s+(?:commenti|contributi)",
    ),
    "nl": _rules(
        other=r"\bvacature | \baanbesteding | ^agenda\b | ^(?:webinar|congres|bijeenkomst)\b",
        news=r"^(?:opinie|column|interview|waarom|analyse:)\b",
        court=r"\buitspraak\b | \bvonnis\b | \barrest\b | \b(?:rechtbank|gerechtshof|Hoge\s+Raad|Raad\s+van\s+State)\b.*(?:uitspraak|oordeelt|vonnis|verbiedt|\d) | \bzaak\s+[CT]-\d | \bconclusie\s+van\s+de\s+advocaat",
        enforcement=r"\bboete | \bdwangsom | \bberisp(?:ing|t) | \bhandhav(?:ing|end)\w*\s*(?:actie|besluit|maatregel)? | \bsanctie\s+(?:tegen|voor|opgelegd) | \bopgelegd\b | \bwaarschuwing\s+aan",
        speech_press=r"\bpersbericht | \btoespraak | \bspeech\b | \bpersconferentie | \bverklaring\s+van",
        consultation=r"\bconsultatie | \binternetconsultatie | \boproep\s+(?:tot|om|voor) | \bdiscussiestuk | \bgroenboek | \binspraak",
    ),
    "pt": _rules(
        other=r"\bvaga\b | \bprocesso\s+seletivo | \bedital\s+de\s+(?:licitação|chamamento|seleção) | ^(?:seminário|webinar|agenda)\b | \bconcurso\s+público",
        court=r"\bacórdão\b | \bsentença\b | \b(?:Supremo\s+Tribunal|Tribunal\s+(?:Constitucional|de\s+Justiça|da\s+Relação)|STF|STJ|TJUE)\b.*(?:acórdão|decide|anula|confirma|julga|suspende|n\.?º) | \bprocesso\s+[CT]-\d | \bconclusões\s+do\s+advogado",
        enforcement=r"\bcoima | \bmulta | \bsanção\s | \bsanciona\b | \bauto\s+de\s+infração | \bprocesso\s+(?:administrativo\s+)?sancionador | \bmedida\s+preventiva | \badvertência | \bdetermina\s+a\s+suspensão",
        speech_press=r"\bcomunicado | \bnota\s+(?:à|de)\s+imprensa | \bdiscurso | \bintervenção\s+d[oa] | \bconferência\s+de\s+imprensa | \bnota\s+oficial",
        consultation=r"\bconsulta\s+(?:pública|prévia) | ^consulta\b | \baudiência\s+pública | \btomada\s+de\s+subsídios | \bapelo\s+a\s+(?:contributos|contribuições) | \bchamada\s+de\s+contribuições | \blivro\s+verde",
    ),
    "zh": _rules(
        other=r"招聘|招标|中标|采购公告|培训班|会议通知|关于(?:召开|举办).{0,40}(?:通知|公告)|报名",
        news=r"^(?:独家|专访|快讯)|记者(?:观察|手记|调查)|特稿|社论|时评|【(?:资讯|快讯|热点|独家|观点|早报|周报|盘点)】|[！？]|(?:观点|资讯|热点|解读)\s?[|｜]|早报|周报|日报|快讯|重磅|一图(?:读懂|看懂)|盘点",
        court=r"^法院|判决书|裁定书|判决|法院.{0,20}(?:宣判|审结|裁定|案例)|诉.{1,20}案|指导(?:性)?案例|典型案例|民事裁定",
        enforcement=r"处罚|罚款|约谈(?!工作|办法|规定|制度)|责令|查处|下架|通报.{0,20}(?:App|应用|违法|违规|侵害)|侵害.{0,20}通报|(?:违法|违规).{0,20}通报|违法(?:违规)?案件|执法(?:案例|行动)|专项(?:整治)?行动.{0,8}(?:通报|处置|成效)|警告书|立案调查|依法(?:处置|关停)",
        consultation=r"征求意见(?!稿)|公开征集.{0,10}意见|征求.{0,60}意见的(?:通知|公告|函)|意见征集|諮詢(?:文件|公眾)?|公开征求|向社会.{0,8}征求|立法咨询|咨询文件",
        speech_press=r"专家解读|答记者问|新闻发布会|讲话|致辞|发言人|新闻稿|新聞稿|新聞公報|记者会|主持召开|会见|座谈会(?:召开|在)|表示$|政策吹风会|负责人就",
    ),
    "ja": _rules(
        proposal=r"(?:省令|政令|規則|告示|指針|ガイドライン|基準|府令|計画)案(?!.{0,20}(?:結果|意見))",
        other=r"職員(?:の)?(?:採用|募集)|入札|(?:会議|委員会|研究会|審議会|検討会).{0,12}開催|開催(?:について|案内|のお知らせ)|参加(?:者)?募集",
        court=r"判決|裁判所|決定書|訴訟|最高裁|東京地裁|知財高裁",
        enforcement=r"行政処分|業務(?:停止|改善)命令|課徴金|措置命令|排除措置|勧告を行|注意喚起を実施|に対する注意喚起|注意喚起等|行政指導|行政上の対応|警告(?:を|し)|に対する勧告",
        report=r"(?:意見(?:公募|募集)|パブリック・?コメント)の?結果",
        consultation=r"意見(?:公募|募集)(?!の?結果)|パブリック・?コメント|パブコメ|御意見|意見の募集|意見照会",
        speech_press=r"報道発表|記者会見|談話|プレスリリース|スピーチ|挨拶|会見(?:概要|要旨)|大臣(?:会見|談話)|お知らせ(?:します)?$",
    ),
    "pl": _rules(
        other=r"\bnabór\s+na | \boferta\s+pracy | \bporządek\s+obrad | \bprzetarg",
        court=r"\bwyrok | \bpostanowienie\s+(?:sądu|NSA|SN|TSUE) | \b(?:Trybunał|Sąd\s+Najwyższy|NSA|WSA|TSUE)\b | \bsprawa\s+[CT]-\d | \bopinia\s+rzecznika\s+generalnego",
        enforcement=r"\bkar(?:a|y|ę|ze)\s+(?:pieniężn|finansow|administracyjn|dla|na\b|w\s+wysokości) | \bukaran | \bnałożył | \bupomnienie | \bostrzeżenie\s+dla | \bwszcz(?:ął|ęto|yna)\s+postępowanie",
        speech_press=r"\bkomunikat\s+prasowy | \binformacja\s+prasowa | \bkonferencja\s+prasowa | \bwystąpienie\b | \bprzemówienie | \boświadczenie\s+(?:ministra|prezesa|rzecznika)",
        consultation=r"\bkonsultacj | \bzaproszenie\s+do\s+(?:zgłaszania|składania)\s+(?:uwag|opinii) | \bwysłuchanie\s+publiczne | \bzielona\s+księga",
    ),
    "ko": _rules(
        other=r"채용|입찰|개최\s?안내|참가자\s?모집|설명회\s?개최",
        court=r"판결|헌법재판소\s?결정|대법원|고등법원|지방법원|행정법원",
        enforcement=r"과징금|과태료|시정(?:명령|조치)|제재|행정처분|처분\s?(?:의결|결정)|고발|검찰|조사\s?착수|적발",
        consultation=r"의견\s?(?:수렴|조회|제출|청취)|입법예고|행정예고|공청회|공개\s?협의",
        speech_press=r"보도자료|보도참고|기자회견|브리핑|축사|연설|기념사|담화|성명",
    ),
}

NAMES: Mapping[str, Rules] = {
    "en": _rules(
        speech_press=r"(?<!supervisory\ )(?<!policy\ )\b(?:statement(?!\s+of\s+(?:charges|claim|policy|practice|principles|compliance))|speech|remarks|lecture|keynote|talk|testimony|foreword|dissent(?:ing)?)\b",
        enforcement=r"\bin\s+the\s+matter\s+of\b | \bfines?\b | \b(?:convicted|sentenced|jailed|arrests?)\b | \bpenalt(?:y|ies)\b | \binvestigations?\b | \bprosecutions?\b | \benforcement\b(?!\s+(?:policy|guid|strategy|report|priorit|of\b))",
        bill=r"\bBill\b(?!\s+(?:Act\b|of\s+Rights)) | \bH\.?\s?R\.?\s?\d+ | \bS\.\s?\d+ | (?<![\w-])[SAH]\.?B\.?\s?(?:No\.?\s?)?\d+ | \b(?:HF|SF|LD|LB)\s?\d+ | \bA\s+BILL\b | \b[HAS]\.?\s?\d{3,5}\b | \bballot\s+(?:measure|initiative)\b | \b(?:measure|proposition)\s+\d+\b | \bassembly\s+bill\b | \bsenate\s+bill\b",
        proposal=r"\bproposed\s+(?:rules?|rulemaking|regulations?|amendments?|priorit\w+|order|changes) | \bnotice\s+of\s+proposed | \bproposals?\b | \bNPRM\b | \bdraft\s+(?:\w+\s+){0,4}?(?:regulations?|rules?|act|order|directive|law|decree|measures|legislation|statutory|implementing|delegated) | \bwhite\s+paper\s+proposal | \bexposure\s+draft | \bconsultation\s+draft | \bpre-?proposal | \bUnified\s+Agenda\b | \bproposes\b | \bsupplemental\s+notice\s+of",
        guidance=r"\bguid(?:ance|elines?|e)\b | \bFAQs?\b | \bfrequently\s+asked | \bcodes?\s+of\s+(?:practice|conduct) | \bcirculars?\b | \badvisory\b(?!\s+(?:committee|council|panel|board|group|body)) | \bbest\s+practices? | \bhandbook | \btoolkit | \brecommendations?\b | \bQ\s?&\s?As?\b | \bquestions\s+and\s+answers | \bpolicy\s+statement | \bstatement\s+of\s+policy | \binterpretive\s+(?:rule|letter) | \bplaybook | \bprinciples\b | \bframework\b | \bsupervisory\s+(?:statement|expectations|letter) | \bbulletin\b | \b(?:interim|enforcement|supervisory|compliance)\s+policy\b | \bpolicy(?:\s+(?:on|for|regarding)\b|\s+\d|$) | \bcommitments?\b | \bstandard\s+operating\s+procedure | \bhow\s+to\b | \bchecklist | (?<!explanatory\ )\bmemorandum\b | \bno-action\s+letter | \bcompliance\s+manual | \btemplate | \b(?:key\s+)?questions\s+to\s+ask\b | \btips\b | \badvice\s+(?:for|on|to)\b | ^explaining\b | \bexplainer\b | \binformation\s+sheet | \bstatement\s+of\s+practice | \b(?:practice|guidance|information|technical|advisory)\s+note\b | \bdear\s+CEO\b | \bcode\s+of\s+ethics | \bnotes?\s+for\b",
        standard=r"\bIEEE\s+Std\b | \bPAS\s\d | \b(?:AS/NZS|AS|NZS|CSA|UL|SANS|ISO|IEC|IEEE|prEN|ETSI|CEN|CENELEC|ANSI|BS|ASTM|SAE|ITU-T)\b(?:[/\s-]*(?:IEC|EN|TR|TS|DIS|FDIS|CDV|CD|AWI|WD|PWI|NP|PRF|ISO))*\s*(?:[\dJYXF]|P\d) | \bEN\s(?:ISO\s)?\d+ | \b(?:technical|harmonised|international|national|european)\s+(?:standards?|specification)\b | \bNIST\s+SP | \bstandard\s+(?:for|on)\b | \bspecification\b",
        report=r"\breports?\b | \bstud(?:y|ies)\b | \bwhite\s?paper | \bsurvey\b | \breview\s+of\b | \bassessment\b | \bevaluation\b | \bworking\s+paper | \bstrategy\b | \broadmap | \bblueprint\b | \b(?:development|strategic|national)\s+plan\b | \baction\s+plan | \banalysis\b | \bfindings\b | \bresearch\b | \bimpact\s+assessment | \bresponse\s+to\s+(?:the\s+)?consultation | \b(?:consultation|government)\s+(?:response|outcome|report|summary)\b | \bsummary\s+of\s+responses | \bbriefing\b | \baudit\b | \bstatistic(?:s|al)\b | \bopinion\s+\d+ | \bworkplan | \bwork\s+plan\b | \bindex\b | \bstate\s+of\s+the\s+(?:market|art)\b | \bopinion\s+of\b | \bopinion\s+on\b | \bjoint\s+opinion\b | \bimpact\s+statement\b | \bresults\s+of\b | \bpolicy\s+brief | \bposition\s+paper | \bbrief\b | \bestimates?\b | \b(?:first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter\b | \bcensus\b | \bfigures\b | \blessons\s+learned | \bworking\s+document | \bwork\s+programme",
        decision=r"\bdecision\b | \bcomplaint\b | \bruling\b | \bdetermination\b | \bexemption\b | \bapproval\s+of | \bdesignation\b | \bauthori[sz]ation\b | \bwaiver\b | \bresolution\b | \bpetition\s+for | \badequacy\b | \bgrant\s+of | \brecognition\s+of | \bclassification\s+of | \border\s+(?:granting|approving|denying|instituting) | \blicen[cs]e\s+(?:granted|renewal) | \bmerger\s+(?:inquiry|clearance) | \badjudication | \bdirection\b | \bauthori[sz]ing\b | \bno[\s-]objection",
        rule=r"\bfinal\s+(?:rules?|priorit\w+)\b | \bCommission\s+(?:\w+\s)?Regulation(?:\s+\(E[UC]\))? | \bnotification\s+no | \bpart\s+\d{2,4}\b | \binterim\s+(?:final\s+)?rules? | \bdirect\s+final | \bRegulations?,?\s+(?:19|20)\d\d | \b(?:Order|Rules)\s+(?:19|20)\d\d | \b(?:implementing|delegated)\s+(?:regulation|act|directive)(?:\s+\(E[UC]\))? | \bExecutive\s+Order | \bRegulatory\s+Technical\s+Standards | \brules?\b | \bregulations?\b(?!\s*\(E[UC]\)) | \bstatutory\s+instrument | \bby-?laws?\b | \bmeasures\s+(?:for|on)\b | \bspecial\s+conditions\b | \btechnical\s+amendments?\b | \bEO\s\d | \bprovisions\s+on | \bCFR\b | \bordinance | \b[A-Z]\w+\s+Code\b(?!\s+of\b)(?=\s*(?:\(|$|:|20\d\d)) | \border\b | \bdecree\b | \bairworthiness\s+directives?\b | \bsafety\s+zones?\b | \bsecurity\s+zones?\b | \bimplementing\s+rules",
        law=r"\bActs?\b(?!ion) | \bCouncil\s+(?:Regulation|Directive)\b(?:\s*\(E\w+\))? | (?<!delegated\ )(?<!implementing\ )(?<!commission\ )\bRegulation\s+\(E[UC]\) | \bRegulation\s+\(E[UC]\)\s+No | \bDirective\s+(?:\(E[UC]\)\s+)?\d | \b(?:Civil|Penal|Criminal|Commercial|Labou?r|Government|Business|Health|Education|Revenue|Vehicle|Insurance|Family|Municipal|Administrative|United\s+States)\s(?:[\w&]+\s){0,4}Code\b | \bCode,?\s(?:§|section|art) | \bCode\s+of\s+(?!practice|conduct) | \bstatutes?\b | \blaw\b | \bpublic\s+law | \bconstitution\b | \bconvention\b | \btreaty\b | (?:^|,\s|\bAct,?\s|\bCode,?\s|\bNDAA,?\s)Sec(?:tion|\.)\s+\d+ | \blaws\s+of | (?:^|,\s)chapter\s+\d+ | (?:^|,\s)Article\s+\d+ | \bRecital\b | \bagreement\s+between",
        other=r"\bmeetings?\b | \bsunshine\b | \bagenda\b | \bvacanc | \bminutes\b | \binformation\s+collection | \bwebinar\b | \bworkshop\b | \bconference\b | \btender\b | \bcalendar\b | \bjob\b | \bevent\b | \bnewsletter | \bhearing\b | \bcommittee\s+(?:establishment|charter|renewal) | \bnotice\s+of\s+(?:availability|intent|meeting) | \bfunding\b | \bgrants?\b | \bcall\s+for\s+(?:applications|tenders|proposals|experts|nominations)",
    ),
    "de": _rules(
        bill=r"\b\w*Gesetzentwurf | \bBotschaft\b | \bEntwurf\s+(?:eines|für\s+ein|zu\s+einem)\s+(?:\w+\s+){0,3}?(?:\w*[Gg]esetz)\w* | \bGesetzesentwurf | \bRegierungsentwurf | \bKabinettsentwurf | \bRegierungsvorlage | \bMinisterialentwurf | \bInitiativantrag",
        proposal=r"\bReferentenentwurf | \bDiskussionsentwurf | \bVorschlag\s+für | \bEntwurf\b | \bVerordnungsentwurf | \bVorentwurf | \bEckpunkte | \bArbeitsentwurf",
        guidance=r"\b\w*Leitlinien? | \b\w*Leitfaden | \bOrientierungshilfe | \bHandreichung | \bRundschreiben | \bMerkblatt | \b\w*Hinweise?n?\b | \bAuslegungs | \bFAQ | \b\w*Empfehlung(?:en)?\b | \bAntworten\s+auf\s+(?:häufige\s+)?Fragen | \bBroschüre | \bEntschließung | \bMindestanforderungen | \bTipps\b | \bRatgeber | \bInformationsblatt | \bHandlungsempfehlung | \bAnwendungshinweise | \bVerhaltenskodex | \bPraxisleitfaden | \bAufsichtsmitteilung | \bFragen\s+und\s+Antworten | \bLeitprinzipien | \bCheckliste | \bKurzpapier | \bPositionspapier | \bWegleitung",
        standard=r"\b(?:VDI|DIN|ISO|IEC|EN|VDE(?:-AR)?(?:-[A-Z])?|ÖNORM)\b\s*(?:EN|ISO|IEC|SPEC|/)*\s*\d | \bNorm(?:entwurf|ung)?\b | \bTechnische\s+(?:Regel|Richtlinie|Spezifikation) | \bBSI\s+(?:TR|Standard)",
        report=r"\w*[Bb]ericht(?:s|e)?\b | \b\w*Studien?\b | \b\w*Gutachten\b | \bStellungnahme\s+(?:de[rs]|zu[rm]?)\b | \bFolgenabschätzung | \bSachstand | \bLagebild | \bBeschlussempfehlung | \bKleine\s+Anfrage | \bJahresrückblick | \bWei(?:ß|ss)buch | \bEvaluierung | \b\w*Strategie\b | \bAktionsplan | \bUntersuchung | \b\w*Analyse\b | \bAuswertung | \bStatistik | \bWhitepaper | \bAntwort\s+(?:der|auf)",
        decision=r"\b\w*Beschluss\b | \b\w*Entscheidung\b | \bFestlegung | \bBescheid | \bAllgemeinverfügung | \bGenehmigung | \bZulassung | \bVerfügung | \bFeststellung | \bBenennung",
        rule=r"\w*(?:[Vv]erordnung)(?:en)?\b(?!\s*\((?:EU|EG|EWG)) | \b(?:Delegierte|Durchführungs)\w*\s*[Vv]erordnung | \bDurchführungsverordnung | \b(?!Tages)\w*ordnung\b(?!\s*\((?:EU|EG|EWG)) | \bSatzung | \bVerwaltungsvorschrift | \bErlass\b | \bAnordnung | \bRichtlinie\s+des\s+Bundes | \bBekanntmachung | \bReglement",
        law=r"\w*[Gg]esetz(?:buch|es)?\b | \b(?:\w*[Vv]erordnung|Richtlinie)\s*\((?:EU|EG|EWG)\) | \bStaatsvertrag | \bVereinbarung\b | \bAbkommen | \bÜbereinkommen | \bProtokoll\s+vom | \w*vertrag\b | \bArtikel\s+\d | \bBundesverfassung | \bRichtlinie\s+\d{4}/ | \b§\s*\d | \bErwägungsgrund",
        other=r"\bSitzung | \bTagesordnung | \bVeranstaltung | \bStellenausschreibung | \bAusschreibung | \bTagung | \bEinladung | \bTermin | \bWebinar | \bFörder",
    ),
    "fr": _rules(
        bill=r"\bproje?t\s+de\s+loi | \bproposition\s+de\s+loi | \bavant-projet\s+de\s+loi | \bPJL\b | \bPPL\b",
        proposal=r"\bproposition\s+de\s+(?:règlement|directive|décision|recommandation) | \bprojet\s+d(?:e|['’])\s?(?:décret|arrêté|ordonnance|règlement|délibération|directive|norme|recommandation|avis|lignes) | \bprojet\s+de\b | \bavant-projet",
        guidance=r"^comment\b | \bconseils\b | \blignes?\s+directrices | \bguide\b | \brecommandations? | \bcirculaire | \binstruction\b | \bFAQ | \bfoire\s+aux\s+questions | \bréférentiel | \bcode\s+de\s+(?:bonne|conduite|bonnes) | \bfiches?\s+(?:pratique)? | \bbonnes\s+pratiques | \bnote\s+(?:de\s+service|d['’]orientation|technique) | \bquestions[\s-]réponses | \bvademecum | \bcharte",
        standard=r"\b(?:NF|ISO|IEC|EN|AFNOR)\b[\s/A-Z]*\d | \bnormes?\b | \bspécification\s+technique",
        report=r"\brapport | \bétude | \blivre\s+blanc | \bbilan\b | \bstratégie | \bplan\s+d['’]action | \benquête\b | \bavis\b | \bévaluation | \bsynthèse | \bbaromètre | \banalyse",
        decision=r"\bdécisions?\b | \bdélibération | \bautorisation | \bagrément | \brésolution | \bdésignation | \bhomologation",
        rule=r"\bdécret | \barrêté | \brèglement\s+(?:modifiant|sur|relatif|concernant|fixant) | \bordonnance | \brèglement\s+(?:d['’]exécution|délégué|général|intérieur) | \brègles\b | \bdécision\s+d['’]exécution",
        law=r"\blois?\b | \brèglement\s+(?:IA\s+)?\((?:UE|CE)\) | \bdirective\s+(?:\((?:UE|CE)\)|\d) | \bcode\s+(?:de|du|des|civil|pénal|général) | \bconvention\b | \btraité | \brèglement\s+IA | \brèglement\s+\(UE\) | \bconstitution | \barticle\s+[LRD]?\d | \baccord\b",
        other=r"\bréunion | \bordre\s+du\s+jour | \bséance | \boffre\s+d['’]emploi | \bappel\s+d['’]offres | \bwebinaire | \bcolloque | \bagenda | \bnomination | \bcolloque",
    ),
    "es": _rules(
        bill=r"\bproyecto\s+de\s+ley | \bproposición\s+de\s+ley | \biniciativa\s+(?:de\s+ley|legislativa|con\s+proyecto)",
        proposal=r"\banteproyecto | \bpropuesta\s+de | \bproyecto\s+de\s+(?:real\s+decreto|decreto|orden|reglamento|resolución|circular|norma|directrices) | \bborrador",
        guidance=r"^cómo\b | \bconsejos\b | \bdirectrices | \bgu[ií]as?\b | \brecomendaci | \bcircular(?:es)?\b | \binstrucci[óo]n(?:es)?\b | \bpreguntas\s+frecuentes | \bcódigo\s+de\s+(?:buenas|conducta) | \borientaciones | \bmanual | \bnota\s+técnica | \bcriterios | \blineamientos | \bbuenas\s+prácticas | \blista\s+de\s+(?:verificación|control)",
        standard=r"\b(?:UNE|ISO|IEC|EN|NTP|NOM|IRAM)\b[\s\-/A-Z]*\d | \bnormas?\s+(?:técnica|internacional|armonizada|UNE) | \bespecificación\s+técnica",
        report=r"\binforme | \bestudio | \blibro\s+blanco | \bmemoria\b | \bestrategia | \bplan\s+(?:de\s+acción|nacional) | \bevaluación | \bdictamen | \banálisis | \bbalance | \bencuesta",
        decision=r"\bresoluci[óo]n | \bdecisi[óo]n | \bacuerdo\s+(?:d|por|del) | \bautorización | \bdesignación | \bdisposición\s+\d",
        rule=r"\breal\s+decreto(?!-ley|\s+legislativo) | \bdecreto\b(?!\s*-?\s*ley) | \borden\b | \breglamento\s+(?:de\s+ejecución|delegado|general|de\s+la\s+ley|de\s+desarrollo|de\b) | \breglamentaci | \bdecisión\s+de\s+ejecución | \bordenanza",
        law=r"\bley(?:es)?\b | \breal\s+decreto-?\s?(?:ley|legislativo) | \bdecreto-?\s?ley | \breglamento\s+(?:\((?:UE|CE)\)|de\s+(?:inteligencia\s+artificial|ia)) | \bdirectiva\s+(?:\((?:UE|CE)\)|\d) | \bcódigo\b | \bconstitución | \bconvenio | \btratado | \bacuerdo\s+internacional",
        other=r"\breunión | \borden\s+del\s+día | \bconvocatoria | \bjornada | \blicitación | \bseminario | \bagenda\b | \bempleo\b | \bnombramiento",
    ),
    "it": _rules(
        bill=r"\bdisegno\s+di\s+legge | \bproposta\s+di\s+legge | \bDDL\b | \bprogetto\s+di\s+legge | \bA\.\s?[CS]\.\s?\d",
        proposal=r"\bproposta\s+di | \bschema\s+di | \bprogetto\s+di | \bbozza",
        guidance=r"^come\b | \bconsigli\b | \blinee\s+guida | \bguida\b | \braccomandazion | \bcircolare | \bFAQ | \borientament | \bcodice\s+di\s+(?:condotta|buone) | \bvademecum | \bistruzioni | \bmanuale | \bindicazioni | \bbuone\s+prassi | \bdomande\s+frequenti | \bdecalogo | \bscheda",
        standard=r"\b(?:UNI|ISO|IEC|EN|CEI)\b[\s/A-Z]*\d | \bnorm[ae]\s+(?:tecnic|armonizzat|UNI) | \bspecifica\s+tecnica",
        report=r"\brelazione | \brapporto | \bstudio\b | \blibro\s+bianco | \bindagine | \bstrategia | \bpiano\s+(?:d['’]azione|nazionale|triennale) | \bvalutazione | \bparere | \banalisi",
        decision=r"\bdecisione | \bdelibera(?:zione)? | \bprovvedimento | \bautorizzazione | \bdetermina(?:zione)? | \brisoluzione | \bdesignazione",
        rule=r"\bdecreto\b(?!\s*-?\s*(?:legge|legislativo)) | \bregolamento\s+(?:di\s+esecuzione|delegato|recante|concernente|per|sull|interno|AGCOM|di\b) | \bordinanza\b | \bD\.?P\.?C\.?M | \bdecisione\s+di\s+esecuzione | \bD\.?M\.?\s",
        law=r"\blegge\b | \bdecreto[\s-](?:legge|legislativo) | \bD\.\s?lgs | \bregolamento\s+\((?:UE|CE)\) | \bdirettiva\s+(?:\((?:UE|CE)\)|\d) | \bcodice\b | \bcostituzione | \bconvenzione | \btrattato | \baccordo\b",
        other=r"\briunione | \bordine\s+del\s+giorno | \bavviso | \bbando | \bconvegno | \bseminario | \bwebinar | \bevento | \bnomina\b | \bagenda",
    ),
    "nl": _rules(
        bill=r"\bwetsvoorstel | \bwetsontwerp | \bvoorstel\s+van\s+wet | \binitiatiefwet",
        proposal=r"\bvoorstel\s+voor | \bontwerp(?:besluit|regeling|-|verordening|richtlijn)?\b | \bconcept(?:besluit|regeling|wet|-|versie)? | \bvoorontwerp",
        guidance=r"^hoe\b | \btips\b | \brichtsnoer | \bleidraad | \bhandreiking | \bhandleiding | \bgids\b | \baanbeveling | \bcirculaire | \bbeleidsregel | \bveelgestelde | \bgedragscode | \btoetsingskader | \bwegwijzer | \bvragen\s+en\s+antwoorden | \bkader\b | \bstappenplan",
        standard=r"\b(?:NEN|ISO|IEC|EN|NTA)\b[\s\-/A-Z]*\d | \bnorm(?:en)?\b | \btechnische\s+specificatie",
        report=r"\brapport | \bonderzoek | \bstudie | \bwitboek | \bjaarverslag | \bevaluatie | \bstrategie | \bverslag | \badvies | \bactieplan | \banalyse | \brapportage | \bverkenning",
        decision=r"\bbeschikking | \bbeslissing | \bbesluit\s+op | \bvergunning | \bbesluit\s+van\s+de\s+(?:AP|autoriteit|commissie) | \baanwijzing\b",
        rule=r"\b\w*besluit\b | \b\w*regeling\b | \b(?:uitvoerings|gedelegeerde\s)verordening(?:en)? | \bverordening\b(?!\s*\((?:EU|EG)) | \bkoninklijk\s+besluit | \bministerieel",
        law=r"\b\w*wet\b | \b\w*[- ]?verordening\s*\((?:EU|EG)\) | \brichtlijn\s+(?:\((?:EU|EG)\)|\d) | \bwetboek | \bverdrag | \bdecreet | \bAI-verordening | \bgrondwet | \bartikel\s+\d",
        other=r"\bvergadering | \bagenda | \bbijeenkomst | \bvacature | \baanbesteding | \bwebinar | \bcongres | \bbenoeming",
    ),
    "pt": _rules(
        bill=r"\bprojeto\s+de\s+lei | \bproposta\s+de\s+lei | \bPL\s?(?:n\.?\s?º?\s?)?\d | \bPLP?\s\d | \bsubstitutivo",
        proposal=r"\bproposta\s+de | \bprojeto\s+de | \banteprojeto | \bminuta\s+de",
        guidance=r"\borienta(?:ções|ção) | \bguia\b | \brecomendaç | \bcircular | \bperguntas\s+frequentes | \bcódigo\s+de\s+(?:boas|conduta) | \bdiretrizes | \bmanual\b | \bcartilha | \bnota\s+técnica | \bboas\s+práticas | \blinhas\s+(?:de\s+orientação|orientadoras)",
        standard=r"\b(?:ABNT|NBR|NP|ISO|IEC|EN)\b[\s\-/A-Z]*\d | \bnormas?\s+(?:técnica|internacional|harmonizada)",
        report=r"\brelatório | \bestudo | \blivro\s+branco | \bestratégia | \bplano\s+(?:de\s+ação|nacional) | \bavaliação | \bparecer | \banálise | \binquérito",
        decision=r"\bdecisão | \bdeliberação | \bdespacho | \bautorização | \bacórdão",
        rule=r"\bdecreto\b(?!\s*-?\s*lei) | \bportaria | \bresolução | \binstrução\s+normativa | \bregulamento\s+(?:de\s+execução|delegado|d[aoe]\b) | \bato\s+normativo | \bdecisão\s+de\s+execução",
        law=r"\blei\b | \bdecreto-?\s?lei | \bmedida\s+provisória | \bregulamento\s+(?:\((?:UE|CE)\)) | \bdiretiva\s+(?:\((?:UE|CE)\)|\d) | \bcódigo\b | \bconstituição | \bconvenção | \btratado | \bemenda\s+constitucional",
        other=r"\breunião | \bagenda | \bconcurso | \bseminário | \bevento | \bedital | \bconvocatória | \bwebinar | \bnomeação",
    ),
    "zh": _rules(
        bill=r"法(?:律)?(?:修正|修订)?(?:案)?[（(]?草案|(?<!办)法[（(](?:修正|修订)?草案[^）)]*[）)]?|法案|修正案[（(]?草案|草案(?:二|三|一|首)(?:次)?审议稿|議案|條例草案",
        proposal=r"(?:办法|规定|条例|细则|规范|准则|方案|指引|意见|通知|目录|规则|辦法|規定)[^《》]{0,10}[（(]?(?:草案|征求意见稿|送审稿|修订稿|讨论稿|試行草案|徵求意見稿)|草案|征求意见稿|送审稿",
        standard=r"GB(?:/T|/Z)?\s?[\d/]|国家标准|行业标准|团体标准|標準|技术(?:规范|标准)|标准(?!化)|(?:技术|安全)要求|网络安全标准实践指南|TC260|T/\w+\s?\d|YD/T",
        guidance=r"(?<!征求)意见(?=$|》)|指南|指引|指导意见|问答|手册|实践指南|倡议|公约|行动指引|规程|解读|操作指引|实施意见|提示|指導|伦理规范|须知|建议书|白名单",
        report=r"报告|公报|白皮书|蓝皮书|研究|调查|規劃|规划|战略|行动计划|发展计划|綱要|纲要|統計|年报|工作要点|实施方案|行动方案|評估",
        decision=r"决定|批复|函$|认定|名单|復函|复函|许可|授权",
        rule=r"公告\d{4}年第|办法|规定|细则|规则|实施细则|辦法|規定|規則|准则|管理暂行|令第|工作方案|管理规范",
        law=r"(?<!办)(?<!方)(?<!做)(?<!看)(?<!执)(?<!立)(?<!司)(?<!算)(?<!违)(?<!用)(?<!依)(?<!合)(?<!想)法(?:律)?(?=$|[（(》\s]|修正|第)|条例|條例|法典|宪法|司法解释|解释$|若干问题的解释|公约$|协定",
        other=r"会议|招聘|招标|培训|论坛|大会|公示|申报|评选|大赛|议题|峰会|通知|公告|备案信息",
    ),
    "ja": _rules(
        bill=r"法律案|法案|改正案(?!内容)|一部を改正する法律案",
        proposal=r"[（(]案[）)]|(?:省令|政令|規則|告示|指針|ガイドライン|基準|計画)案|素案|骨子案|原案|草案",
        guidance=r"ガイドライン|指針|手引|マニュアル|Q\s?&\s?A|よくある質問|留意事項|ガイドブック|ガイダンス|基本的な考え方|通達|通知|事務連絡|チェックリスト|ガイド",
        standard=r"JIS\s?[A-Z]?\s?\d|ISO(?:/IEC)?\s?\d|国際規格|日本産業規格|技術基準|標準仕様|規格",
        report=r"報告書?|白書|調査|研究会|とりまとめ|取りまとめ|中間整理|戦略|計画|論点整理|統計|年次",
        decision=r"決定|認定|承認|指定(?:について)?|許可|認可|答申",
        rule=r"省令|政令|施行令|施行規則|府令|告示|規則|条例施行|内閣府令|訓令",
        law=r"法律|(?<!方)(?<!手)(?<!用)法(?=$|[（(」\s第])|基本法|条例|条約|憲法",
        other=r"開催|審議会|会議|募集要項|採用|入札|セミナー|シンポジウム|委員会(?:\(|（|第|$)|議事",
    ),
    "pl": _rules(
        bill=r"\bprojekt(?:u)?\s+ustawy | \b(?:rządowy|poselski|senacki|obywatelski|prezydencki)\s+projekt",
        proposal=r"\bprojekt(?:u)?\b | \bwniosek\s+dotyczący | \bzałożenia\s+(?:do\s+)?projektu",
        guidance=r"\bwytyczn | \bporadnik | \bprzewodnik | \bzaleceni | \brekomendacj | \bwskazówk | \bkodeks\s+(?:postępowania|dobrych) | \bdobre\s+praktyki | \bpytania\s+i\s+odpowiedzi | \bobjaśnieni | \binterpretacj | \bstanowisko\b | \bkomunikat\b",
        standard=r"\b(?:PN|ISO|IEC|EN)\b[\s\-/A-Z]*\d | \bnorm[ay]\b",
        report=r"\braport | \bsprawozdani | \banaliz | \bbadani | \bstrategi | \bbiała\s+księga | \bopinia\b | \bocena\b | \bplan\s+działa",
        decision=r"\bdecyzj | \buchwał | \bpostanowieni | \bzezwoleni",
        rule=r"\brozporządzeni\w+(?!\s+(?:Parlamentu|\(UE\)|\(WE\))) | \bzarządzeni | \bobwieszczeni | \bregulamin",
        law=r"\bustaw[aęy]\b | \brozporządzeni\w+\s+(?:Parlamentu|\(UE\)|\(WE\)) | \bdyrektyw | \bkodeks\b | \bkonstytucj | \bkonwencj | \btraktat | \bumowa\s+międzynarodowa | \bart\.\s\d",
        other=r"\bposiedzeni | \bporządek\s+obrad | \bnabór | \bkonkurs | \bwebinar | \bkonferencj | \bszkoleni | \bprzetarg | \bogłoszenie\b",
    ),
    "ko": _rules(
        bill=r"법률안|법안|개정안(?=$|[\s(（])|제정안(?=$|[\s(（])",
        proposal=r"(?:시행령|시행규칙|규칙|고시|규정|지침|가이드라인|기준|계획)\s?(?:일부|전부)?\s?(?:개정|제정)?\s?\(?안\)?(?=$|[\s)）])|초안",
        guidance=r"가이드라인|가이드|안내서|지침|해설서|매뉴얼|권고|질의응답|자주\s?묻는|Q\s?&\s?A|행동강령|수칙|체크리스트|모범사례|처리방침|기본원칙|윤리기준|안내",
        standard=r"KS\s?[A-Z]?\s?\w*\s?\d|ISO(?:/IEC)?\s?\d|표준(?!계약)|국가표준|TTAK",
        report=r"보고서|백서|연구|조사\s?결과|실태조사|통계|전략|계획|로드맵|종합대책|연차보고|영향평가\s?결과",
        decision=r"결정|의결|승인|지정|인가|허가|심결",
        rule=r"시행령|시행규칙|규칙|고시|훈령|예규|대통령령|부령|총리령|규정|조례",
        law=r"(?<!방)(?<!위)(?<!불)법(?:률)?(?=$|[\s(（」])|헌법|조약|협약|법률\s제",
        other=r"개최|채용|공모|모집|입찰|세미나|회의|설명회|교육|컨퍼런스|공고|행사",
    ),
}

#: a title that says what happens, without an office that does it
HAPPENINGS = re.compile(
    r"(?i)\b(?:takes effect|vetoes|advances|passes|stalls|fails|faces|wins|loses|becomes law|clears|dies|sparks|looms|divides|slams|rejects|kills|strikes|weighs|mulls|pushes|grapples|braces|falls short|heads to|goes to)\b"
)
#: a title that says who does what: somebody tells of a rule
HEADLINES: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:^|:\s|\s[–—-]\s)(?:(?:The|UK|EU|US|U\.S\.)\s+)*(?:[A-Z][A-Za-z]?[A-Z]{1,5}|(?:[A-Z][\w'’-]+\s+(?:of\s+|for\s+|and\s+|the\s+)*){0,5}?(?:Commission(?:er)?|Parliament|Council|Minist(?:er|ry|ers)|Government|Authority|Agency|Board|Office|Department|Secretary|Governor|President|Senate|House|Congress|Treasury|Committee|Regulators?|Chair\w*|Bank|Cabinet|General|Bureau|Service|Institute|Centre|Center|Ombudsman|States|MEPs?|Lawmakers?|Ministers|[Ss]enators?|[Dd]eputies|[Gg]overnment|[Cc]abinet|[Rr]egulators?)(?:\s[A-Z][\w.-]+){0,2})(?:\s(?:and|,)\s[A-Z]\w+)*\s(?:today\s)?(?:publish|launch|announce|welcome|adopt|approve|issue|propose|unveil|open|agree|sign|call|urge|warn|appoint|present|set|secure|give|back|release|confirm|respond|invite|seek|begin|start|take|join|host|greenlight|pass|reach|endorse|find|decide|designate|extend|delay|outline|report|clear|select|name|award|move|plan|vote|consult|finali[sz]e|update|withdraw|table|file|urge|impose|drop|complete|investigate|review|hold|meet)(?:e?s)?\b"
    ),
    "de": re.compile(
        r"(?:^|:\s|\s[–—-]\s)(?:(?:Der|Die|Das)\s)?(?:\S+\s){0,3}?(?:Bundes(?:regierung|rat|kabinett|tag|minister\w*|amt|behörde|netzagentur|kartellamt|beauftragte\w*)|Kabinett|(?:EU-)?Kommission|EU-Parlament|Parlament|Rat|BaFin|BSI|BfDI|BNetzA|DSK|FINMA|EDÖB|\w*[Mm]inister(?:in|ium)?|\w*[Bb]ehörde|Landtag|Nationalrat|Ständerat|Regierung|Datenschutzkonferenz|Ampel|Koalition)\s(?:\w+\s){0,2}?(?:verabschiedet|beschließt|beschliesst|stellt|veröffentlicht|legt|startet|begrüßt|kündigt|eröffnet|billigt|plant|will|warnt|fordert|nimmt|gibt|setzt|stimmt|einigt|berät|lädt|macht|führt|prüft|bringt|ernennt|informiert|diskutiert|streitet)\b"
    ),
    "fr": re.compile(
        r"(?i)(?:^|:\s)(?:le gouvernement|la cnil|la commission|l['’](?:arcom|arcep|amf|acpr|anssi|union européenne|ue|autorité|assemblée)|le (?:parlement|sénat|conseil|ministre|ministère|premier ministre|président)|la ministre|bruxelles)(?:\s[\wéè]+){0,4}?\s(?:publie|lance|adopte|annonce|présente|ouvre|salue|rend|propose|approuve|appelle|met|signe|vote|dévoile|invite|précise|actualise|prépare|veut)\b"
    ),
    "es": re.compile(
        r"(?i)(?:^|:\s)(?:el gobierno|la aepd|la comisión|el (?:ministerio|consejo|congreso|senado|parlamento|ejecutivo|presidente|ministro)|la (?:agencia|ministra|aesia|cnmc|cnmv|ue|unión)|bruselas)(?:\s[\wáéíóúñ]+){0,5}?\s(?:publica|lanza|aprueba|adopta|anuncia|presenta|abre|propone|celebra|da|firma|inicia|pide|estudia|invita|convoca|remite|impulsa)\b"
    ),
    "it": re.compile(
        r"(?i)(?:^|:\s)(?:il (?:governo|garante|ministero|ministro|parlamento|consiglio|senato|presidente)|la (?:commissione|camera|ministra|consob|banca)|l['’](?:agcom|agid|acn|autorità|unione|ue)|agid|agcom|garante\s?\w*|bruxelles)(?:\s\w+){0,4}?\s(?:pubblica|lancia|approva|adotta|annuncia|presenta|apre|propone|avvia|firma|dà|invita|chiede|accoglie|vara)\b"
    ),
    "nl": re.compile(
        r"(?i)(?:^|:\s)(?:het kabinet|kabinet|de (?:ap|regering|commissie|minister|staatssecretaris|toezichthouder|tweede kamer|eerste kamer)|ap|acm|afm|dnb|autoriteit\s\w+|europese commissie|minister\s\w*|tweede kamer)\s(?:\w+\s){0,3}?(?:publiceert|lanceert|presenteert|kondigt|opent|stelt|neemt|stemt|wil|start|komt|roept|keurt|waarschuwt|stuurt)\b"
    ),
    "pt": re.compile(
        r"(?i)(?:^|:\s)(?:(?:o|a)\s)?(?:governo|anpd|comissão|cnpd|ministério|ministr[oa]|senado|câmara|conselho|parlamento|presidente|anacom|anatel|banco central)(?:\s\w+){0,4}?\s(?:publica|lança|aprova|anuncia|apresenta|abre|propõe|divulga|sanciona|assina|inicia|adota|convida)\b"
    ),
    "pl": re.compile(
        r"(?i)(?:^|:\s)(?:rząd|uodo|uokik|komisja|ministerstwo|minister|sejm|senat|prezes|rada|parlament|prezydent|knf)(?:\s\w+){0,4}?\s(?:publikuje|opublikował|przyjmuje|przyjął|przyjęła|ogłasza|ogłosił|zapowiada|przedstawi\w+|uchwalił|podpisał|rozpoczyna)\b"
    ),
    "zh": re.compile(
        r"^(?:国家|中央|工信部|网信办|国务院|最高人民|公安部|科技部|欧盟|美国|[^《》]{1,12}(?:局|部|办|委|会|院|省|市))[^《》关]{0,14}(?:发布|印发|公布|启动|召开|部署|出台|推出|签署|通过)(?!的)"
    ),
    "ja": re.compile(r"(?:を(?:公表|公布|発表|決定|開始|策定|改正|設置|閣議決定)(?:しました|します|いたしました|へ|$)|について公表)"),
    "ko": re.compile(r"(?:발표|공개|개최|추진|착수|마련|확정|출범|간담회)(?:$|…|\.\.|,)"),
}

#: words of a draft: what carries them is never in force
DRAFT = re.compile(
    r"\b(?:draft|proposed|proposal|proposes|proposing|bill(?!\s+(?:act\b|of\s+rights))|nprm|exposure\s+draft|discussion\s+paper|consultation|green\s+paper|"
    r"\w*[Ee]ntwurf\w*|vorschlag|regierungsvorlage|vernehmlassung|konsultation|anhörung|referentenentwurf|eckpunkte|"
    r"projets?\s+de|proje?t\s+d['’]|proposition|avant-projet|proyecto|anteproyecto|propuesta|proposición|borrador|iniciativa|"
    r"disegno|proposta|schema\s+di|bozza|progetto|ddl|wetsvoorstel|voorstel|ontwerp\w*|concept\w*|consultatie|projeto|anteprojeto|minuta|consulta|consultazione|audiencia)\b"
    r"|草案|征求意见|征求.{0,40}意见|征求意見|徵求意見|送审稿|讨论稿|审议稿|法案|諮詢|咨询文件|法律案|[（(]案[）)]|(?:省令|政令|規則|告示|指針|ガイドライン|基準)案|素案|意見募集|意見公募|パブリック・?コメント|改正案",
    re.IGNORECASE,
)
