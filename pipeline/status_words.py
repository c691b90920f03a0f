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
        other=r"\bnotice\s+of\s+(?:\w+\s+)?(?:public\s+)?meetings?\b | ;\s*(?:\w+\s+)?meetings?\b | \bsunshine\s+act\b | \binformation\s+collection\b | \bcall\s+for\s+(?:applications|nominations)\b",
        court=r"\bv\.?\s+[A-Z\w] | \bvs\.?\s | \bjudge?ments?\b | \bCase\s+[CT][-‑]\d | \b(?:supreme|district|high|appeals?|federal|constitutional)\s+court\b | \bcourt\s+(?:of|rules|holds|finds|upholds|strikes|blocks|dismisses) | \bAdvocate\s+General\b | \bpreliminary\s+(?:ruling|injunction)\b | \bclass\s+action\b | \bcourt\s+order\b | \bIn\s+re\b | \btribunal\s+(?:rules|finds|upholds|decision) | \b(?:opinion|ruling)\s+of\s+the\s+court",
        enforcement=r"\bfin(?:es|ed)\s+[\w.]+ | \b(?:imposes?|issues?|levies|orders?)\s+(?:\w+\s+){0,6}?(?:fine|penalt) | \b(?:civil|monetary|administrative|financial)\s+(?:money\s+)?(?:penalt|fine) | \bpenalty\s+(?:notice|decision) | \benforcement\s+(?:action|notice|order|undertaking|proceeding) | \bconsent\s+(?:order|decree|agreement) | \bcease[\s-]and[\s-]desist | \bsettle(?:s|ment|d)\b | \bwarning\s+letter | \bfine\s+of\b | \bsanctions?\s+(?:against|imposed) | \breprimand | \bcharges?\s+(?:against|filed) | \bsues\b | \borders?\s+(?:[\w'’.-]+\s+){1,6}to\s+(?:stop|delete|cease|pay|halt|suspend|remove|destroy)\b | \bin\s+the\s+matter\s+of\b | \baction\s+against\b | \bbans?\s+\w+\s+from\b | \bcomplaint\s+(?:against|filed) | \binvestigation\s+(?:into|of|against) | \bnotice\s+of\s+(?:violation|apparent\s+liability|intent\s+to\s+fine) | \bmillion\s+(?:fine|penalty|settlement)",
        news=r"\b(?:Reuters|Politico|Bloomberg|Financial\s+Times|newsletter|weekly\s+roundup|news\s+in\s+brief|what\s+(?:you\s+need\s+to\s+know|to\s+know)|explained|opinion:|analysis:|podcast|roundup)\b",
        speech_press=r"\bpress\s+(?:release|statement|conference|briefing|corner|note)\b | \bnews\s+release | \b(?:speech|remarks|keynote|address|statement|testimony)\s+(?:by|of|at|from|on|before|delivered) | ^(?:speech|remarks|statement|keynote|testimony)\b | \bmedia\s+(?:release|statement|advisory) | \bstatement\s+by\b | \bfact\s?sheet\b | \b(?:welcomes|announces|unveils|hails)\b | \bopening\s+remarks",
        standard=r"\bNIST\s+(?:AI|SP|IR|FIPS)\s\d",
        consultation=r"\bconsult(?:ation|ing|s)\b(?!\s+(?:response|outcome|report|summary|requirement)) | \brequests?\s+for\s+(?:information|comments?|input|public\s+comment) | \bcall\s+for\s+(?:evidence|views|input|comments?|feedback|contributions) | \b(?:seeks?|seeking|invit\w+|solicit\w*)\s+(?:\w+\s+){0,3}?(?:comments?|feedback|views|input|responses)\b | \bcomment\s+period | \bcall\s+for\s+(?:public\s+)?submissions | \bdiscussion\s+paper | \bgreen\s+paper | \bnotice\s+of\s+inquiry | \bhave\s+your\s+say | \bpublic\s+comment",
        rule=r"\bRegulations?\s+20\d\d\b",
    ),
    "de": _rules(
        court=r"\bUrteil\b | \bBeschluss\s+des\s+\w*gerichts | \b(?:BGH|BVerfG|BVerwG|EuGH|OLG|LG|VG|BAG|Bundesgerichtshof|Bundesverfassungsgericht|Bundesgericht|\w*gericht(?:shof)?)\b.*(?:entscheidet|urteil|\bAz\b|weist|kippt|beschluss|:|verbietet|bestätigt) | \bRechtssache\b | \bSchlussanträge | \bKlage\b",
        enforcement=r"\bBu(?:ß|ss)geld | \bGeldbu(?:ß|ss)e | \bverhängt | \bVerwarnung | \bSanktion\w*\s+gegen | \bAnordnung\s+gegen | \bUntersagung | \buntersagt\b | \bVerfahren\s+gegen | \bDurchsetzungsmaßnahme | \bZwangsgeld",
        speech_press=r"\bPressemitteilung | \bPresseerklärung | \bMedienmitteilung | \bRede\b\s+(?:der|des|von|zum|zur|anlässlich|bei) | ^Rede\b | \bStatement\b | \bGrußwort | \bPressekonferenz | \bOTS\b | \bAnsprache | \bErklärung\s+(?:der|des)\s+\w*[Mm]inister",
        consultation=r"\bKonsultation | \bVerbändeanhörung | \bAnhörung | \bVernehmlassung | \bBegutachtungsverfahren | \bStellungnahmeverfahren | \bGelegenheit\s+zur\s+Stellungnahme | \bAufruf\s+zur\s+(?:Stellungnahme|Einreichung) | \bGrünbuch | \bDiskussionspapier | \bÖffentlichkeitsbeteiligung | \bUmfrage\b",
    ),
    "fr": _rules(
        court=r"\barrêt\b(?!é) | \bjugement\b | \baffaire\s+[CT]-\d | \b(?:Conseil\s+d['’]État|Cour\s+de\s+cassation|Cour\s+d['’]appel|tribunal|Conseil\s+constitutionnel|CJUE)\b.*(?:décision|arrêt|jugement|annule|rejette|valide|\d{4}|n°) | \bconclusions\s+de\s+l['’]avocat",
        enforcement=r"\bsanction(?:ne|née|s)?\b(?:\s+(?:de|d['’]|contre|à|la|le|l['’]|pécuniaire|prononcée)|\s*:) | \bamende | \bmise\s+en\s+demeure | \binjonction | \bprocédure\s+de\s+sanction | \brappel\s+à\s+l['’]ordre | \bformation\s+restreinte | \bcondamne\b",
        speech_press=r"\bcommuniqué | \bdiscours | \bconférence\s+de\s+presse | \bdossier\s+de\s+presse | \ballocution | \bpoint\s+presse | ^déclaration\s+d | \bintervention\s+d[eu]",
        consultation=r"\bconsultation | \bappel\s+à\s+(?:contributions?|commentaires|témoignages|observations) | \bconcertation | \benquête\s+publique | \blivre\s+vert | \bdocument\s+de\s+discussion | \bdonnez\s+votre\s+avis",
    ),
    "es": _rules(
        court=r"\bsentencia\b | \bauto\s+d(?:e|el)\s+(?:\w+\s+)?tribunal | \b(?:Tribunal\s+(?:Supremo|Constitucional|de\s+Justicia|Superior)|Audiencia\s+Nacional|Corte\s+Suprema)\b.*(?:sentencia|anula|confirma|falla|desestima|estima|ordena) | \basunto\s+[CT]-\d | \bconclusiones\s+del\s+abogado",
        enforcement=r"\bmulta | \bsanci(?:on|ón)(?!ador[a-z]*\s+d[eo])\w*\s+(?:a|de|contra|impuesta|por|con)\b | \bsanciona\b | \bprocedimiento\s+sancionador | \bresolución\s+sancionadora | \bapercibimiento | \brequerimiento\s+a\b | \bexpediente\s+sancionador | \bimpone\b",
        speech_press=r"\bnota\s+(?:de|informativa\s+de)\s+prensa | \bcomunicado | \bdiscurso | \brueda\s+de\s+prensa | \bintervención\s+de | \bdeclaraci(?:ón|ones)\s+(?:de\s+prensa|d(?:e|el)\s+(?:la\s+)?(?:ministr|president|secretari)) | \bnota\s+de\s+prensa | \bpalabras\s+de",
        consultation=r"\bconsulta\s+(?:pública|previa|sobre) | ^consulta\b | \baudiencia\s+(?:e\s+información\s+)?públicas?\b | \btrámite\s+de\s+audiencia | \bconvocatoria\s+de\s+(?:aportaciones|comentarios|contribuciones) | \binformación\s+pública | \blibro\s+verde | \bsolicitud\s+de\s+comentarios | \baudiencia\s+pública",
    ),
    "it": _rules(
        court=r"\bsentenza\b | \bordinanza\s+(?:del|della)\s+(?:tribunale|corte|TAR) | \b(?:Corte\s+(?:di\s+cassazione|costituzionale|d['’]appello|di\s+giustizia)|Tribunale|TAR|Consiglio\s+di\s+Stato|Cassazione)\b.*(?:sentenza|ordinanza|annulla|conferma|n\.|accoglie|respinge) | \bcausa\s+[CT]-\d | \bconclusioni\s+dell['’]avvocato",
        enforcement=r"\bsanzion(?:e|a|i|ato|ata)\b(?!.*\bregime) | \bmulta | \bammenda | \bammonimento | \bprovvedimento\s+(?:correttivo|sanzionatorio|d['’]urgenza|di\s+(?:blocco|limitazione)) | \bordinanza\s+ingiunzione | \bistruttoria\s+(?:nei\s+confronti|contro|su|verso) | \bblocc(?:a|o)\b",
        speech_press=r"\bcomunicato | \bdiscorso | \bconferenza\s+stampa | \bintervento\s+d(?:el|ella|i) | \bnota\s+stampa | \bdichiarazion[ei]\s+d",
        consultation=r"\bconsultazione | \binvito\s+a\s+(?:presentare|inviare|fornire) | \blibro\s+verde | \braccolta\s+di\s+(?:contributi|osservazioni) | \bdocumento\s+di\s+discussione | \brichiesta\s+di\s+(?:commenti|contributi)",
    ),
    "nl": _rules(
        court=r"\buitspraak\b | \bvonnis\b | \barrest\b | \b(?:rechtbank|gerechtshof|Hoge\s+Raad|Raad\s+van\s+State)\b.*(?:uitspraak|oordeelt|vonnis|verbiedt|\d) | \bzaak\s+[CT]-\d | \bconclusie\s+van\s+de\s+advocaat",
        enforcement=r"\bboete | \bdwangsom | \bberisping | \bhandhav(?:ing|end)\w*\s*(?:actie|besluit|maatregel)? | \bsanctie\s+(?:tegen|voor|opgelegd) | \bopgelegd\b | \bwaarschuwing\s+aan",
        speech_press=r"\bpersbericht | \btoespraak | \bspeech\b | \bpersconferentie | \bverklaring\s+van",
        consultation=r"\bconsultatie | \binternetconsultatie | \boproep\s+(?:tot|om|voor) | \bdiscussiestuk | \bgroenboek | \binspraak",
    ),
    "pt": _rules(
        court=r"\bacórdão\b | \bsentença\b | \b(?:Supremo\s+Tribunal|Tribunal\s+(?:Constitucional|de\s+Justiça|da\s+Relação)|STF|STJ|TJUE)\b.*(?:acórdão|decide|anula|confirma|julga|suspende|n\.?º) | \bprocesso\s+[CT]-\d | \bconclusões\s+do\s+advogado",
        enforcement=r"\bcoima | \bmulta | \bsanção\s | \bsanciona\b | \bauto\s+de\s+infração | \bprocesso\s+(?:administrativo\s+)?sancionador | \bmedida\s+preventiva | \badvertência | \bdetermina\s+a\s+suspensão",
        speech_press=r"\bcomunicado | \bnota\s+(?:à|de)\s+imprensa | \bdiscurso | \bintervenção\s+d[oa] | \bconferência\s+de\s+imprensa | \bnota\s+oficial",
        consultation=r"\bconsulta\s+(?:pública|prévia) | ^consulta\b | \baudiência\s+pública | \btomada\s+de\s+subsídios | \bapelo\s+a\s+(?:contributos|contribuições) | \bchamada\s+de\s+contribuições | \blivro\s+verde",
    ),
    "zh": _rules(
        news=r"【(?:资讯|快讯|热点|独家|观点|早报|周报|盘点)】|[！？]|(?:观点|资讯|热点|解读)\s?[|｜]|早报|周报|日报|快讯|重磅|一图(?:读懂|看懂)|盘点",
        court=r"判决书|裁定书|判决|法院.{0,20}(?:宣判|审结|裁定|案例)|诉.{1,20}案|指导(?:性)?案例|典型案例|民事裁定",
        enforcement=r"处罚|罚款|约谈|责令|查处|下架|通报.{0,20}(?:App|应用|违法|违规|侵害)|侵害.{0,20}通报|(?:违法|违规).{0,20}通报|违法(?:违规)?案件|执法(?:案例|行动)|专项(?:整治)?行动.{0,8}(?:通报|处置|成效)|警告书|立案调查|依法(?:处置|关停)",
        consultation=r"征求意见(?!稿)|公开征集.{0,10}意见|征求.{0,60}意见的(?:通知|公告|函)|意见征集|諮詢(?:文件|公眾)?|公开征求|向社会.{0,8}征求|立法咨询|咨询文件",
        speech_press=r"答记者问|新闻发布会|讲话|致辞|发言人|新闻稿|新聞稿|新聞公報|记者会|主持召开|会见|座谈会(?:召开|在)|表示$|政策吹风会|负责人就",
    ),
    "ja": _rules(
        court=r"判決|裁判所|決定書|訴訟|最高裁|東京地裁|知財高裁",
        enforcement=r"行政処分|業務(?:停止|改善)命令|課徴金|措置命令|排除措置|勧告を行|注意喚起を実施|行政指導|行政上の対応|警告(?:を|し)|に対する勧告",
        consultation=r"意見(?:公募|募集)|パブリック・?コメント|パブコメ|御意見|意見の募集|意見照会",
        speech_press=r"報道発表|記者会見|談話|プレスリリース|スピーチ|挨拶|会見(?:概要|要旨)|大臣(?:会見|談話)|お知らせ(?:します)?$",
    ),
}

NAMES: Mapping[str, Rules] = {
    "en": _rules(
        bill=r"\bBill\b | \bH\.?\s?R\.?\s?\d+ | \bS\.\s?\d+ | \b[SAH]\.?B\.?\s?(?:No\.?\s?)?\d+ | \b(?:HF|SF|LD|LB)\s?\d+ | \bA\s+BILL\b",
        proposal=r"\bproposed\s+(?:rules?|rulemaking|regulations?|amendments?|priorit\w+|order|changes) | \bnotice\s+of\s+proposed | \bproposal\b | \bNPRM\b | \bdraft\s+(?:\w+\s+){0,4}?(?:regulations?|rules?|act|order|directive|law|decree|measures|legislation|statutory|implementing|delegated) | \bwhite\s+paper\s+proposal | \bexposure\s+draft | \bproposes\b | \bsupplemental\s+notice\s+of",
        guidance=r"\bguid(?:ance|elines?|e)\b | \bFAQs?\b | \bfrequently\s+asked | \bcodes?\s+of\s+(?:practice|conduct) | \bcirculars?\b | \badvisory\b(?!\s+(?:committee|council|panel|board|group|body)) | \bbest\s+practices? | \bhandbook | \btoolkit | \brecommendations?\b | \bQ\s?&\s?As?\b | \bquestions\s+and\s+answers | \bpolicy\s+statement | \bstatement\s+of\s+policy | \binterpretive\s+(?:rule|letter) | \bplaybook | \bprinciples\b | \bframework\b | \bsupervisory\s+(?:statement|expectations|letter) | \bbulletin\b | \bhow\s+to\b | \bchecklist | \bmemorandum\b | \bno-action\s+letter | \bcompliance\s+manual | \btemplate",
        standard=r"\b(?:ISO|IEC|IEEE|prEN|ETSI|CEN|CENELEC|ANSI|BS|ASTM|SAE|ITU-T)\b(?:[/\s-]*(?:IEC|EN|TR|TS|DIS|FDIS|CD|ISO))*\s*(?:[\dJYXF]|P\d) | \bEN\s(?:ISO\s)?\d+ | \b(?:technical|harmonised|international|national|european)\s+(?:standards?|specification)\b | \bNIST\s+SP | \bstandard\s+(?:for|on)\b | \bspecification\b",
        report=r"\breports?\b | \bstud(?:y|ies)\b | \bwhite\s?paper | \bsurvey\b | \breview\s+of\b | \bassessment\b | \bevaluation\b | \bworking\s+paper | \bstrategy\b | \broadmap | \baction\s+plan | \banalysis\b | \bfindings\b | \bresearch\b | \bimpact\s+assessment | \bresponse\s+to\s+(?:the\s+)?consultation | \b(?:consultation|government)\s+(?:response|outcome|report|summary)\b | \bsummary\s+of\s+responses | \bbriefing\b | \baudit\b | \bstatistics\b | \bopinion\s+\d+ | \bworkplan | \bwork\s+programme",
        decision=r"\bdecision\b | \bdetermination\b | \bexemption\b | \bapproval\s+of | \bdesignation\b | \bauthori[sz]ation\b | \bwaiver\b | \bresolution\b | \bpetition\s+for | \badequacy\b | \bgrant\s+of | \brecognition\s+of | \bclassification\s+of | \border\s+(?:granting|approving|denying|instituting) | \blicen[cs]e\s+(?:granted|renewal)",
        rule=r"\bfinal\s+rules?\b | \binterim\s+(?:final\s+)?rules? | \bdirect\s+final | \bRegulations?,?\s+(?:19|20)\d\d | \b(?:Order|Rules)\s+(?:19|20)\d\d | \b(?:implementing|delegated)\s+(?:regulation|decision|act|directive) | \bExecutive\s+Order | \bRegulatory\s+Technical\s+Standards | \brules?\b | \bregulations?\b(?!\s*\(E[UC]\)) | \bstatutory\s+instrument | \bbylaw | \bmeasures\s+for\s+the\s+(?:administration|management) | \bprovisions\s+on | \bCFR\b | \bordinance | \border\b | \bdecree\b",
        law=r"\bActs?\b(?!ion) | \bRegulation\s+\(E[UC]\) | \bRegulation\s+\(E[UC]\)\s+No | \bDirective\s+(?:\(E[UC]\)\s+)?\d | \b(?:Civil|Penal|Criminal|Commercial|Labou?r|Government|Business|Health|Education|Revenue|Vehicle|Insurance|Family|Municipal|Administrative|United\s+States)\s(?:[\w&]+\s){0,4}Code\b | \bCode,?\s(?:§|section|art) | \bCode\s+of\s+(?!practice|conduct) | \bstatutes?\b | \blaw\b | \bpublic\s+law | \bconstitution\b | \bconvention\b | \btreaty\b | \bSec(?:tion|\.)\s+\d+ | \blaws\s+of | \bchapter\s+\d+ | \bArticle\s+\d+ | \bRecital\b | \bagreement\s+between",
        other=r"\bmeetings?\b | \bsunshine\b | \bagenda\b | \bvacanc | \bminutes\b | \binformation\s+collection | \bwebinar\b | \bworkshop\b | \bconference\b | \btender\b | \bcalendar\b | \bjob\b | \bevent\b | \bnewsletter | \bhearing\b | \bcommittee\s+(?:establishment|charter|renewal) | \bnotice\s+of\s+(?:availability|intent|meeting) | \bfunding\b | \bgrants?\b | \bcall\s+for\s+(?:applications|tenders|proposals|experts|nominations)",
    ),
    "de": _rules(
        bill=r"\bGesetzentwurf | \bEntwurf\s+eines\s+(?:\w+\s+)?(?:\w*[Gg]esetz)\w* | \bGesetzesentwurf | \bRegierungsentwurf | \bKabinettsentwurf | \bRegierungsvorlage | \bMinisterialentwurf | \bInitiativantrag",
        proposal=r"\bReferentenentwurf | \bDiskussionsentwurf | \bVorschlag\s+für | \bEntwurf\b | \bVerordnungsentwurf | \bVorentwurf | \bEckpunkte | \bArbeitsentwurf",
        guidance=r"\bLeitlinien? | \bLeitfaden | \bOrientierungshilfe | \bHandreichung | \bRundschreiben | \bMerkblatt | \bHinweise?\b | \bAuslegungs | \bFAQ | \bEmpfehlung | \bHandlungsempfehlung | \bAnwendungshinweise | \bVerhaltenskodex | \bPraxisleitfaden | \bAufsichtsmitteilung | \bFragen\s+und\s+Antworten | \bLeitprinzipien | \bCheckliste | \bKurzpapier | \bPositionspapier | \bWegleitung",
        standard=r"\b(?:DIN|ISO|IEC|EN|VDE|ÖNORM)\b\s*(?:EN|ISO|IEC|SPEC|/)*\s*\d | \bNorm(?:entwurf|ung)?\b | \bTechnische\s+(?:Regel|Richtlinie|Spezifikation) | \bBSI\s+(?:TR|Standard)",
        report=r"\w*[Bb]ericht(?:s|e)?\b | \bStudie | \bGutachten | \bWei(?:ß|ss)buch | \bEvaluierung | \bStrategie | \bAktionsplan | \bUntersuchung | \bAnalyse | \bAuswertung | \bStatistik | \bWhitepaper | \bAntwort\s+(?:der|auf)",
        decision=r"\bBeschluss | \bEntscheidung | \bBescheid | \bAllgemeinverfügung | \bGenehmigung | \bZulassung | \bVerfügung | \bFeststellung | \bBenennung",
        rule=r"\w*(?:[Vv]erordnung)(?:en)?\b(?!\s*\((?:EU|EG|EWG)) | \b(?:Delegierte|Durchführungs)\w*\s*[Vv]erordnung | \bDurchführungsverordnung | \b(?!Tages)\w*ordnung\b(?!\s*\((?:EU|EG|EWG)) | \bSatzung | \bVerwaltungsvorschrift | \bErlass\b | \bAnordnung | \bRichtlinie\s+des\s+Bundes | \bBekanntmachung | \bReglement",
        law=r"\w*[Gg]esetz(?:buch|es)?\b | \b(?:\w*[Vv]erordnung|Richtlinie)\s*\((?:EU|EG|EWG)\) | \bStaatsvertrag | \bVereinbarung\b | \bAbkommen | \bÜbereinkommen | \bProtokoll\s+vom | \w*vertrag\b | \bArtikel\s+\d | \bBundesverfassung | \bRichtlinie\s+\d{4}/ | \b§\s*\d | \bErwägungsgrund",
        other=r"\bSitzung | \bTagesordnung | \bVeranstaltung | \bStellenausschreibung | \bAusschreibung | \bTagung | \bEinladung | \bTermin | \bWebinar | \bFörder",
    ),
    "fr": _rules(
        bill=r"\bproje?t\s+de\s+loi | \bproposition\s+de\s+loi | \bavant-projet\s+de\s+loi | \bPJL\b | \bPPL\b",
        proposal=r"\bproposition\s+de\s+(?:règlement|directive|décision|recommandation) | \bprojet\s+d(?:e|['’])\s?(?:décret|arrêté|ordonnance|règlement|délibération|directive|norme|recommandation|avis|lignes) | \bprojet\s+de\b | \bavant-projet",
        guidance=r"\blignes?\s+directrices | \bguide\b | \brecommandations? | \bcirculaire | \binstruction\b | \bFAQ | \bfoire\s+aux\s+questions | \bréférentiel | \bcode\s+de\s+(?:bonne|conduite|bonnes) | \bfiches?\s+(?:pratique)? | \bbonnes\s+pratiques | \bnote\s+(?:de\s+service|d['’]orientation|technique) | \bquestions[\s-]réponses | \bvademecum | \bcharte",
        standard=r"\b(?:NF|ISO|IEC|EN|AFNOR)\b[\s/A-Z]*\d | \bnormes?\b | \bspécification\s+technique",
        report=r"\brapport | \bétude | \blivre\s+blanc | \bbilan\b | \bstratégie | \bplan\s+d['’]action | \benquête\b | \bavis\b | \bévaluation | \bsynthèse | \bbaromètre | \banalyse",
        decision=r"\bdécisions?\b | \bdélibération | \bautorisation | \bagrément | \brésolution | \bdésignation | \bhomologation",
        rule=r"\bdécret | \barrêté | \bordonnance | \brèglement\s+(?:d['’]exécution|délégué|général|intérieur) | \brègles\b | \bdécision\s+d['’]exécution",
        law=r"\blois?\b | \brèglement\s+(?:IA\s+)?\((?:UE|CE)\) | \bdirective\s+(?:\((?:UE|CE)\)|\d) | \bcode\s+(?:de|du|des|civil|pénal|général) | \bconvention\b | \btraité | \brèglement\s+IA | \brèglement\s+\(UE\) | \bconstitution | \barticle\s+[LRD]?\d | \baccord\b",
        other=r"\bréunion | \bordre\s+du\s+jour | \bséance | \boffre\s+d['’]emploi | \bappel\s+d['’]offres | \bwebinaire | \bcolloque | \bagenda | \bnomination | \bcolloque",
    ),
    "es": _rules(
        bill=r"\bproyecto\s+de\s+ley | \bproposición\s+de\s+ley | \biniciativa\s+(?:de\s+ley|legislativa|con\s+proyecto)",
        proposal=r"\banteproyecto | \bpropuesta\s+de | \bproyecto\s+de\s+(?:real\s+decreto|decreto|orden|reglamento|resolución|circular|norma|directrices) | \bborrador",
        guidance=r"\bdirectrices | \bgu[ií]as?\b | \brecomendaci | \bcirculares?\b | \binstrucci[óo]n(?:es)?\b | \bpreguntas\s+frecuentes | \bcódigo\s+de\s+(?:buenas|conducta) | \borientaciones | \bmanual | \bnota\s+técnica | \bcriterios | \blineamientos | \bbuenas\s+prácticas | \blista\s+de\s+(?:verificación|control)",
        standard=r"\b(?:UNE|ISO|IEC|EN|NTP|NOM|IRAM)\b[\s\-/A-Z]*\d | \bnormas?\s+(?:técnica|internacional|armonizada|UNE) | \bespecificación\s+técnica",
        report=r"\binforme | \bestudio | \blibro\s+blanco | \bmemoria\s+anual | \bestrategia | \bplan\s+(?:de\s+acción|nacional) | \bevaluación | \bdictamen | \banálisis | \bbalance | \bencuesta",
        decision=r"\bresoluci[óo]n | \bdecisi[óo]n | \bacuerdo\s+(?:d|por|del) | \bautorización | \bdesignación | \bdisposición\s+\d",
        rule=r"\breal\s+decreto(?!-ley|\s+legislativo) | \bdecreto\b(?!\s*-?\s*ley) | \borden\b | \breglamento\s+(?:de\s+ejecución|delegado|general|de\s+la\s+ley|de\s+desarrollo|de\b) | \breglamentaci | \bdecisión\s+de\s+ejecución | \bordenanza",
        law=r"\bley(?:es)?\b | \breal\s+decreto-?\s?(?:ley|legislativo) | \bdecreto-?\s?ley | \breglamento\s+(?:\((?:UE|CE)\)|de\s+(?:inteligencia\s+artificial|ia)) | \bdirectiva\s+(?:\((?:UE|CE)\)|\d) | \bcódigo\b | \bconstitución | \bconvenio | \btratado | \bacuerdo\s+internacional",
        other=r"\breunión | \borden\s+del\s+día | \bconvocatoria | \bjornada | \blicitación | \bseminario | \bagenda\b | \bempleo\b | \bnombramiento",
    ),
    "it": _rules(
        bill=r"\bdisegno\s+di\s+legge | \bproposta\s+di\s+legge | \bDDL\b | \bprogetto\s+di\s+legge | \bA\.\s?[CS]\.\s?\d",
        proposal=r"\bproposta\s+di | \bschema\s+di | \bprogetto\s+di | \bbozza",
        guidance=r"\blinee\s+guida | \bguida\b | \braccomandazion | \bcircolare | \bFAQ | \borientament | \bcodice\s+di\s+(?:condotta|buone) | \bvademecum | \bistruzioni | \bmanuale | \bindicazioni | \bbuone\s+prassi | \bdomande\s+frequenti | \bdecalogo | \bscheda",
        standard=r"\b(?:UNI|ISO|IEC|EN|CEI)\b[\s/A-Z]*\d | \bnorm[ae]\s+(?:tecnic|armonizzat|UNI) | \bspecifica\s+tecnica",
        report=r"\brelazione | \brapporto | \bstudio\b | \blibro\s+bianco | \bindagine | \bstrategia | \bpiano\s+(?:d['’]azione|nazionale|triennale) | \bvalutazione | \bparere | \banalisi",
        decision=r"\bdecisione | \bdelibera(?:zione)? | \bprovvedimento | \bautorizzazione | \bdetermina(?:zione)? | \brisoluzione | \bdesignazione",
        rule=r"\bdecreto\b(?!\s*-?\s*(?:legge|legislativo)) | \bregolamento\s+(?:di\s+esecuzione|delegato|recante|concernente|per|sull|interno|AGCOM|di\b) | \bordinanza\b | \bD\.?P\.?C\.?M | \bdecisione\s+di\s+esecuzione | \bD\.?M\.?\s",
        law=r"\blegge\b | \bdecreto[\s-](?:legge|legislativo) | \bD\.\s?lgs | \bregolamento\s+\((?:UE|CE)\) | \bdirettiva\s+(?:\((?:UE|CE)\)|\d) | \bcodice\b | \bcostituzione | \bconvenzione | \btrattato | \baccordo\b",
        other=r"\briunione | \bordine\s+del\s+giorno | \bavviso | \bbando | \bconvegno | \bseminario | \bwebinar | \bevento | \bnomina\b | \bagenda",
    ),
    "nl": _rules(
        bill=r"\bwetsvoorstel | \bvoorstel\s+van\s+wet | \binitiatiefwet",
        proposal=r"\bvoorstel\s+voor | \bontwerp(?:besluit|regeling|-|verordening|richtlijn)?\b | \bconcept(?:besluit|regeling|wet|-|versie)? | \bvoorontwerp",
        guidance=r"\brichtsnoer | \bleidraad | \bhandreiking | \bhandleiding | \bgids\b | \baanbeveling | \bcirculaire | \bbeleidsregel | \bveelgestelde | \bgedragscode | \btoetsingskader | \bwegwijzer | \bvragen\s+en\s+antwoorden | \bkader\b | \bstappenplan",
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
        bill=r"法(?:律)?(?:修正|修订)?(?:案)?[（(]?草案|法[（(](?:修正|修订)?草案[^）)]*[）)]?|法案|修正案[（(]?草案|草案(?:二|三|一|首)(?:次)?审议稿|議案|條例草案",
        proposal=r"(?:办法|规定|条例|细则|规范|准则|方案|指引|意见|通知|目录|规则|辦法|規定)[^《》]{0,10}[（(]?(?:草案|征求意见稿|送审稿|修订稿|讨论稿|試行草案|徵求意見稿)|草案|征求意见稿|送审稿",
        standard=r"GB(?:/T|/Z)?\s?[\d/]|国家标准|行业标准|团体标准|標準|技术(?:规范|标准)|标准(?!化)|(?:技术|安全)要求|网络安全标准实践指南|TC260|T/\w+\s?\d|YD/T",
        guidance=r"指南|指引|指导意见|问答|手册|实践指南|倡议|公约|行动指引|规程|解读|操作指引|实施意见|提示|指導|伦理规范|须知|建议书|白名单",
        report=r"报告|白皮书|蓝皮书|研究|调查|規劃|规划|战略|行动计划|发展计划|綱要|纲要|統計|年报|工作要点|实施方案|行动方案|評估",
        decision=r"决定|批复|公告|函$|认定|名单|备案信息|復函|复函|许可|授权",
        rule=r"办法|规定|细则|规则|实施细则|辦法|規定|規則|准则|管理暂行|令第|工作方案|管理规范",
        law=r"(?<!办)(?<!方)(?<!做)(?<!看)(?<!执)(?<!立)(?<!司)(?<!算)(?<!违)(?<!用)(?<!依)(?<!合)(?<!想)法(?:律)?(?=$|[（(》\s]|修正|第)|条例|條例|法典|宪法|司法解释|解释$|若干问题的解释|公约$|协定",
        other=r"会议|招聘|招标|培训|论坛|大会|公示|申报|评选|大赛|议题|峰会|通知",
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
}

#: words of a draft: what carries them is never in force
DRAFT = re.compile(
    r"\b(?:draft|proposed|proposal|proposes|proposing|bill|nprm|exposure\s+draft|discussion\s+paper|consultation|green\s+paper|"
    r"\w*[Ee]ntwurf\w*|vorschlag|regierungsvorlage|vernehmlassung|konsultation|anhörung|referentenentwurf|eckpunkte|"
    r"projets?\s+de|proje?t\s+d['’]|proposition|avant-projet|proyecto|anteproyecto|propuesta|proposición|borrador|iniciativa|"
    r"disegno|proposta|schema\s+di|bozza|progetto|ddl|wetsvoorstel|voorstel|ontwerp\w*|concept\w*|consultatie|projeto|anteprojeto|minuta|consulta|consultazione|audiencia)\b"
    r"|草案|征求意见|征求意見|徵求意見|送审稿|讨论稿|审议稿|法案|諮詢|咨询文件|法律案|[（(]案[）)]|(?:省令|政令|規則|告示|指針|ガイドライン|基準)案|素案|意見募集|意見公募|パブリック・?コメント|改正案",
    re.IGNORECASE,
)
