"""Formulas of a text's opening that say what it is, whatever its title says, each with its weight.

Agencies, parliaments, courts and newsrooms each begin their texts in their own set way. A label ("Press release",
"ACTION: Final rule") weighs more than the strongest word of a title, an enacting formula about as much, and what a text only
says in passing less. Languages are not told apart here: a formula of another language does not occur by chance.
"""

import re
from dataclasses import dataclass

from pipeline.status_words import Rules
from policywatch.types import DocumentType as T

#: capitals of a pattern that are no escapes
_UPPER = re.compile(r"(\\.)|([A-ZÀ-Þ])")

#: the line on which a Federal Register notice says what it is
ACTION = re.compile(r"(?m)\bACTION:\s*(?P<what>[^\n]{3,120}?)(?:\.|\n|SUMMARY:|$)")
ACTIONS: Rules = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (T.CONSULTATION, r"advance notice of proposed|\banprm"),
        (
            T.PROPOSAL,
            r"proposed (?:rule|rulemaking|priorit|order|regulation|exemption|amendment|determination|guid)|notice of proposed|nprm|petition for rulemaking",
        ),
        (T.RULE, r"final rule|interim rule|direct final|temporary rule|\brule\b|correcting amendment|final regulations?|executive order"),
        (
            T.CONSULTATION,
            r"request for (?:information|comments?|public comment|input|feedback)|notice of inquiry|comment period|solicitation of comments|public consultation",
        ),
        (T.GUIDANCE, r"guidance|policy statement|interpretive|statement of policy"),
        (T.DECISION, r"exemption|decision|determination|grant of|approval|order\b|waiver|designation|denial"),
        (T.OTHER, r"meeting|notice|hearing"),
    )
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What speaks for a type, and how much: patterns for a text in lower case, which are twice as fast, and for one as it stands."""

    kind: T
    weight: float
    lowered: re.Pattern[str] | None
    exact: re.Pattern[str] | None

    def find(self, text: str, lowered: str) -> int | None:
        """Where in a text it stands first; ``lowered`` is the same text in lower case."""
        found = [m.start() for p, part in ((self.lowered, lowered), (self.exact, text)) if p is not None and (m := p.search(part))]
        return min(found, default=None)


def _cues(kind: T, weight: float, *patterns: str) -> Cue:
    """A cue from patterns; those that begin with ``(?i)`` are tried on the lowered text."""
    folded = [_UPPER.sub(lambda m: m[1] or m[2].lower(), p[4:]) for p in patterns if p.startswith("(?i)")]
    exact = [p for p in patterns if not p.startswith("(?i)")]
    return Cue(kind, weight, *(re.compile("|".join(group)) if group else None for group in (folded, exact)))


#: how the first line of a text labels it, or a title
LABELS: tuple[Cue, ...] = (
    _cues(
        T.BILL,
        4,
        r"^(?:[A-Z][a-z]+\s){0,2}(?:H\.?\s?R\.?|H\.?\s?B\.?|S\.?\s?B\.?|A\.?\s?B\.?|S\.|HF|SF|LD|LB|PL)\s?\d",
    ),
    _cues(
        T.CONSULTATION,
        7,
        r"(?i)^\W*(?:public |open |closed )?consultation(?: paper)?\s*[:–—-]|^call for (?:evidence|views|input|comments|information)\b|^konsultation\s*:|^consultation publique|^consulta pública|^consultazione pubblica|^(?:internet)?consultatie\s*:",
    ),
    _cues(
        T.BILL,
        14,
        r"^\s*(?:\S+\s){0,6}?A BILL\b|(?i:^\s*a bill\s+(?:to|for|concerning|relating|entitled)\b)|\b\d{4}-\d{4} Regular Sessions?\b|\bIN (?:SENATE|ASSEMBLY)\b|\bIN THE (?:HOUSE OF REPRESENTATIVES|SENATE OF THE UNITED STATES)\b",
    ),
    _cues(T.NEWS, 4.5, r"^\W*[A-ZÀ-Þ]{4,}(?:[ ,][A-ZÀ-Þ][\w.]+)?\s[—–-]\s(?=[A-Z])"),
    _cues(T.NEWS, 9, r"^[^《》]{0,14}(?:早报|晚报|周报|快讯)\s?[|｜:：丨]|新浪微博分享"),
    _cues(
        T.LAW,
        12,
        r"(?i)^(?:[^:]{0,60}?(?:\bact|\bcode|\blaw|\bregulation|gdpr|dsgvo|rgpd|avg|/\d+,?|\s-)\s)?(?:article|art\.|recital|artikel|erwägungsgrund|considérant|artículo|articolo|considerando|overweging|artigo|annex|anhang|annexe|bijlage|anexo|allegato)\s(?:[RLD]?\.?\s?\d+|[IVXL]+)(?:bis|ter|[a-z])?\s*(?:$|[:—–(-])",
    ),
    _cues(
        T.SPEECH_PRESS,
        10,
        r"(?i)^\W*(?:\S+\s){0,4}?(?:(?:press|news|media) (?:release|statement|notice|note)|press corner|statement by|speech(?: by)?\b|remarks (?:by|as)|written statement|nota (?:de|informativa de) prensa|comunicado|communiqué(?: de presse)?|dossier de presse|pressemitteilung|presseinformation|medienmitteilung|pressekonferenz|comunicato(?: stampa)?|persbericht|nota à imprensa|komunikat(?: prasowy)?)(?=\W|$)",
        r"^\W*(?:보도자료|보도참고자료|新闻稿|新聞稿|新聞公報|報道発表|プレスリリース|記者会見|大臣会見)",
        r"(?i)\bfor immediate release\b|\b(?:press|media) (?:contacts?|enquiries)\b|\bcheck against delivery\b|es gilt das gesprochene wort|seul le prononcé fait foi|\bcontact presse\b|\bpressekontakt|\bufficio stampa\b|\bcontacto de prensa|perscontact|assessoria de imprensa",
        r"(?i)\bladies and gentlemen\b|^\W*(?:good (?:morning|afternoon|evening)[,.]? (?:and|every|it|thank|ladies|mr|madam|colleagues)|thank you (?:for|all|very|,|chair|so much)|mr\.? (?:president|speaker|chair))|sehr geehrte (?:damen|frau|herr|abgeordnete)|^\W*mesdames|señoras y señores|^\W*(?:gentili|signore e signori|onorevoli ministri)|dames en heren|senhoras e senhores|szanowni państwo",
        r"各位来宾|女士们|答记者问|新闻发言人|報道関係者|冒頭発言|記者会見|問[:：].{4,}答[:：]|여러분",
    ),
    _cues(
        T.NEWS,
        9,
        r"\((?:Reuters|AFP|Bloomberg|dpa|EFE|ANSA|ANP|Lusa|PAP|Agência Brasil|Agencia Brasil|Xinhua|Kyodo|Belga|APA|ATS|Keystone-SDA|Europa Press)(?:/\w+)?\)|(?:^|[.\n]\s*)(?:By|Von|Par|Por|Di|Door|Autor:|(?<=^)di|(?<=^)por|(?<=^)par|(?<=^)von|(?<=^)by)\s+(?!the |its |their |our |Law|Act)[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ][\w'’-]+\s*(?:,|\.|\n|\||$)",
        r"\b(?:REUTERS|dpa-AFX)\b",
        r"(?i)^\W*(?:analysis|opinion|comment)\.\s|\bspokes(?:man|woman|person) (?:said|confirmed|told|declined)|\bhere (?:is|are) (?:our|what)\b|\b(?:told|tells) (?:reporters|journalists|reuters|politico|bloomberg|this newspaper|the newspaper|the bbc|cnn)\b|\bsaid in an? (?:interview|tweet|post)\b|\b(?:sources?|people|officials) (?:familiar|close to|with knowledge|briefed)\b|\b(?:our|staff) (?:reporter|correspondent|writer)\b|\bnews agency\b|\bnachrichtenagentur\b|\bagence de presse\b|\bit (?:was|has) (?:been )?learned\b|\bofficials? (?:at the \w+ )?said\b|\b(?:reports?|reported) (?:reuters|bloomberg|politico)|\b(?:reuters|bloomberg|politico|the financial times|the new york times|the guardian|le monde|der spiegel) (?:has )?report|according to (?:reuters|bloomberg|sources|media reports|people)|seen by (?:reuters|politico|this newspaper|the)",
        r"(?i)\bnach Informationen (?:der|des|von)\b|\b(?:berichtet|meldet)(?:e)? (?:die|der|das) (?!Behörde|Aufsicht)|\baus (?:koalitions|regierungs)kreisen|sagte (?:der|die) [^.]{3,40} (?:der|dieser) zeitung|\bselon (?:l['’]AFP|une source|des sources|nos informations|le quotidien)|a(?:-t-il| -t-elle|-t-elle)? (?:déclaré|confié) (?:à|au) (?:l['’]AFP|monde|figaro)|\bsegún (?:fuentes|informa|ha podido saber|la agencia)|\bsecondo (?:fonti|quanto (?:riporta|apprende|si apprende)|l['’]ansa|indiscrezioni)|\bmeldt (?:het ANP|persbureau|de krant)|\bvolgens bronnen|\bsegundo (?:fontes|a agência|apurou)|disse (?:à|ao) |jak (?:podaje|informuje|dowiedział)",
        r"据.{0,12}(?:报道|消息)|记者.{0,6}(?:获悉|了解到|报道)|記者が|新华社.{0,10}电|财联社|界面新闻|共同通信|によると、関係者|関係者によると|関係者への取材|本報記者|本报(?:讯|记者)|[^\s]{1,6}訊】|기자\s?=|연합뉴스|(?:에 따르면)",
    ),
)

#: set formulas and typical sentences of the opening
CUES: tuple[Cue, ...] = (
    _cues(
        T.BILL,
        8,
        r"(?i:\breferred to (?:the |its )?(?:committee|house|senate)|\bread (?:twice|the first time|first time)\b|\bfirst reading\b|\bsecond reading\b|\bas introduced\b|\bintroduced the following bill|\bordered to be printed\b|^\W*introduced by\b|\bintroduced by (?:sen|rep|assembly|del)|\bbe it enacted by[^.]{0,80}\bBILL\b|\blegislative counsel['’]s digest|AMENDED IN (?:ASSEMBLY|SENATE))",
        r"(?i:enregistrée? à la présidence|onorevoli (?:colleghi|senatori|deputati)|presentad[oa] (?:por el grupo|el \d)|boletín oficial de las cortes|encomendar dictamen|memorie van toelichting|wij willem-alexander[^§]{0,200}overwegen|dispõe sobre[^.]{0,80}projeto|o congresso nacional decreta\s*:?(?=.{0,60}justifica)|gesetzentwurf (?:der|des)|\bdrucksache \d+/\d+[^.]{0,60}(?:gesetz)?entwurf|der beilagen\b[^.]{0,40}regierungsvorlage|comunicato alla presidenza|atto (?:camera|senato)|kamerstuk|druk (?:sejmowy|senacki)?\s?nr)",
        r"草案.{0,6}审议稿|提请.{0,12}审议|国会(?:に)?提出|衆法|閣法|参法|의안번호|대표발의|發議|一讀|二讀",
    ),
    _cues(
        T.COURT,
        7,
        r"(?i)\b(?:plaintiffs?|defendants?|appellants?|petitioners?|claimants?) (?:v\.|and|filed|moves?|appeals?|argues?|seeks?|alleges?|contends?)|\b(?:^the|an?|this) (?:[\w-]+ ){0,3}court (?:of \w+ (?:of \w+ )?)?(?:also |has )?(?:holds|held|finds|found|ruled|concludes|denies|denied|grants|orders|ordered|rejected|upheld|dismissed|confirmed|annulled|hereby rules)\b|\badvocate general (?:opined|proposes|concludes)|\bcourt of appeal confirmed|^\W*tenor\b|\bgründe\W+\d|\bdistrict court\b[^.]{0,60}(?:granted|denied|dismissed)|\bcircuit judges?\b|\bin the (?:[\w ]{0,40}?)court\b|\bfinal judgment\b|\bcoram:|\bheld: |\bwrit of certiorari|\bsupreme court of the united states|\bamic(?:us|i) curiae|\bwe (?:affirm|reverse|remand)\b|\bneutral citation\b|\breference for a preliminary ruling\b|\brequest for a preliminary ruling\b|\bon those grounds, the court\b|\bmotion (?:to dismiss|for (?:summary judgment|preliminary injunction|class))\b|\bmotion is (?:granted|denied)\b|\bbefore: [^.]{5,80}judges?\b",
        r"(?i)\bim namen des volkes\b|\bvon rechts wegen\b|\bleitsätze?\b\s*:?|\btenor:|\bder (?:bundesgerichtshof|senat) hat\b|\bau nom du peuple français\b|\bvu la procédure suivante\b|\bla cour (?:de cassation )?(?:casse|rejette|annule|dit)\b|\bpar ces motifs\b|\bin nome del popolo italiano\b|\bp\.\s?q\.\s?m\.|\bfallamos\b|\bfundamentos de derecho\b|\bacordam\b|\brechtdoende\b|\bde rechtbank (?:oordeelt|wijst|verklaart)|w imieniu rzeczypospolitej",
        r"原告.{0,30}被告|被告.{0,30}原告|主文|判决如下|裁定如下|上诉人|【주\s?문】|주문.{0,6}원고",
    ),
    _cues(
        T.LAW,
        6,
        r"(?i)hat das folgende gesetz beschlossen|hat beschlossen[^.]{0,10}wird verkündet|der nationalrat hat beschlossen|die bundesversammlung[^.]{0,200}beschliesst|le président de la république promulgue la loi|la loi dont la teneur suit|(?:las )?cortes generales han aprobado|a todos los que la presente vieren|la camera dei deputati ed il senato|promulga la seguente legge|faço saber que o congresso|faz saber que o congresso|a assembleia da república decreta|bundesgesetz, mit dem|het staatsblad[^.]{0,60}wet|wij (?:willem-alexander|beatrix)[^§]{0,300}goedgevonden",
        r"(?i)the european parliament and (?:of )?the council[^§]{0,500}have adopted this (?:regulation|directive)|\bhave adopted this (?:regulation|directive)|the council of the european union,?\b[^§]{0,400}has adopted this (?:regulation|directive)|haben folgende (?:verordnung|richtlinie) erlassen|ont adopté (?:le présent règlement|la présente directive)|han adoptado (?:el presente reglamento|la presente directiva)|hanno adottato (?:il presente regolamento|la presente direttiva)|hebben de volgende (?:verordening|richtlijn) vastgesteld|adotaram (?:o presente regulamento|a presente diretiva)|przyjmują niniejsze",
        r"(?i)\b(?:public|private) (?:general )?acts?\b|^\W*\d{4} chapter \d+|\b\d{4} c\. \d+|\bpublic law (?:no\.? )?\d|\bchapter \d+,? (?:statutes|laws|acts) of\b|royal assent|be it enacted by the (?:king|queen)'s most excellent|\bsession law\b",
        r"人民代表大会(?:常务委员会)?第.{1,12}次会议(?:通过|修订|修正)|中华人民共和国主席令|国务院令第|第\d+号法律|^\W*(?:令和|平成).{1,5}年法律第|법률 제\d+호",
    ),
    _cues(
        T.LAW,
        3,
        r"(?i)be it (?:enacted|resolved)|\ban act (?:to|concerning|relating|relative)\b|\bdo enact as follows\b|\bthis act may be cited as|\bin this act\b|\bthis act\b",
    ),
    _cues(
        T.RULE,
        6,
        r"(?i)\b(?:arrêtent?|décrète)\s*:|\bdispongo\b|\b(?:secretary of state|minister|treasury|ministers)\b[^.]{0,160}mak(?:es?|ing) (?:the following|these) (?:regulations|order|rules)|\bmakes? (?:the following|these) (?:regulations|order|rules)|\bstatutory instruments?\b|auf ?grund des §|verordnet (?:das|die|der)\b|\bverordnet\b|\bverordnet:|the european commission,?\b[^§]{0,400}has adopted this regulation|hat folgende verordnung erlassen|a adopté le présent règlement|ha adoptado el presente reglamento|ha adottato il presente regolamento|heeft de volgende verordening vastgesteld|it is hereby ordered|der schweizerische bundesrat[^§]{0,120}verordnet|\bbesluit:\s|na podstawie art[^§]{0,160}zarządza się|adota a(?:s)? seguinte|resolve:\s*art|(?:o|a) (?:ministr|president)[^.]{0,60}no uso d[^§]{0,120}(?:resolve|decreta|determina)",
        r"国务院第?.{0,6}次?常务会议|室务会议(?:审议)?通过|部务会议(?:审议)?通过|委务会议|局务会议|(?:办公室|部|委员会|总局|局|公安部).{0,20}令第?\s?[\d一二三四五六七八九十]+号|省令第|政令第|規則第.{1,6}号|を次のように定める|告示第|고시 제|대통령령 제|부령 제|총리령 제",
    ),
    _cues(
        T.RULE,
        5,
        r"(?i)\bthis (?:interim |direct |temporary )?(?:final |interim )?rule (?:amends|establishes|adopts|revises|extends|implements|adjusts|makes|adds|removes|updates|clarifies|finali[sz]es|corrects|requires|sets|is effective|will)|\bthis (?:final|interim|direct final|temporary final) (?:final )?rule\b|\bis (?:issuing|publishing) (?:this|a|an) (?:\w+ ){0,3}(?:final|interim|temporary) (?:\w+ )?rule\b|\b(?:is|are) (?:amending|revising|finali[sz]ing|correcting|establishing a (?:temporary|special)|superseding)\b|\bis taking (?:direct )?final action\b|\bfinal regulations\b|\bspecial conditions are issued|\b(?:we|agency|service|commission|nmfs|epa|faa|department|board|bureau|office|guard) (?:\([^)]{1,12}\) )?(?:is|are) (?:implementing|adopting|approving|removing|modifying|prohibiting|reallocating|opening|closing|adjusting|withholding|adding)\b|\bthis (?:final )?action (?:requires|modifies|adds|amends|establishes|finali[sz]es|removes|revises)|\bthis (?:regulation|ad) (?:extends|establishes|amends|requires|revises|was prompted)|\bamends (?:its |the )?(?:\w+ ){0,3}regulations\b|\b(?:the|this|these) (?:regulation|rule|order|notification)s? (?:takes? effect|comes? into|is effective|was (?:adopted|made)|requires?)|\bnotice of adoption\b|\badopted part \d|\btext of the regulation|\bin exercise of (?:the )?powers conferred|\bwe are adopting a new airworthiness directive|\bis (?:adopting|extending) (?:a |the )?(?:\w+ ){0,3}(?:rule|regulation|directive)",
    ),
    _cues(
        T.PROPOSAL,
        6,
        r"(?i)explanatory memorandum\W{0,4}(?:1\.)?\s*context|\b1\. context of the proposal|\bthis notice of proposed|\bnotice of proposed rulemaking|\bproposed rule stage\b|draft statutory instruments?|\bdraft (?:regulations|order|rules) laid\b|\bthis rulemaking would\b|\bproposed rule under review|\bnext action: nprm|\bproposes to make\b|\bfollowing draft of\b|\bthis proposal (?:is part|lays|aims|for a (?:regulation|directive|council|decision))|begründung und ziel des vorschlags|gründe und ziele des vorschlags|\bcom\(20\d\d\) \d+ final|bearbeitungsstand|^\W*projet d(?:e |['’])|justification et objectifs de la proposition|\bfeedback period on the draft|no (?:final )?rule has been (?:issued|adopted)",
        r"送审稿|修订草案|（草案）",
    ),
    _cues(T.PROPOSAL, 8, r"(?i)\bthis proposed (?:rule|regulation)|\bcorrecting a proposed rule"),
    _cues(T.RULE, 8, r"(?i)\bthis (?:\w+ )?final rule\b|^\W*(?:[^.]{0,60}\.\s){0,2}(?:interim )?final rule\b"),
    _cues(
        T.PROPOSAL,
        6.5,
        r"(?i)\b(?:is|are|also) proposing\b|\bproposes (?:to|new|an?|that|amend|additional|one)\b|\b(?:agency|bureau|commission|department|board|administration|secretary|document|action|notice|rule) proposes\b|\bthis proposal (?:seeks|would)|\bwe(?:, [^.]{3,60},)? propose\b|\bnmfs (?:is )?propos|^\W*draft (?:act|version|text)\b|\bis (?:developing|considering) a (?:proposed )?rule|\bact under preparation\b|\bis preparing this initiative",
    ),
    _cues(
        T.OTHER,
        8,
        r"(?i)\bpaperwork reduction act|\b(?:proposed |new |existing )?(?:collections? of information|information collections?)\b|\bsystems? of records\b|\bfederal advisory committee act|\bwill (?:hold|host|convene) (?:a|an|its|two|three|the)? ?(?:\w+ ){0,4}(?:meetings?|webinar|hearing|workshop|conference|session|roundtable)|\bannounc\w+ (?:a|an|the|two|three|its|that|upcoming) (?:\w+ ){0,6}meetings?\b|\bgiving notice of a meeting|\bwill meet (?:on|in|at|via|from)|\b(?:is|are) (?:seeking|soliciting|requesting|inviting) (?:nominations|applications)|\bwe are (?:looking for|recruiting|hiring)|\bapply (?:by|with|before|online)|\bexclusive (?:patent )?licen[cs]e|\bfunding opportunit|\bagenda\b[^.]{0,30}\b(?:welcome|approval of)|\bsave the date|\bregister (?:here|by|now)|\bplease register|\bsign up\b|\bplaces are limited|\bjoin us (?:on|for|at)|\bour helpline|\bopening hours|\buse this form|\bfields marked|\bwe invite proposals|\bregistration (?:closes|is (?:open|free))|\bany other business\b|\bcontract notice\b|\breceipt of tenders|\bframework contract\b|\bclosing date for applications|\blistening session|\bwelcome and (?:approval|opening|introduction)",
        r"(?i)\bstellenausschreibung|bewerbungsfrist|bewerben sie sich|anmeldung (?:bis|unter|ist)|programm und anmeldung|\bla réunion (?:se tiendra|aura lieu)|inscription (?:gratuite|obligatoire|avant)|candidatures? (?:avant|jusqu)|inscripción (?:gratuita|abierta|hasta)|plazas? de|la riunione si terrà|iscrizion[ei] (?:gratuit|entro|obbligator)|candidature entro|aanmelden (?:kan|via|tot)|solliciteren|inscrições (?:abertas|até|gratuitas)|zapisy|rejestracja",
        r"报名(?:截止|方式|须知|回执)|招聘|会议议程|参会|応募|申込(?:み)?(?:期限|方法|締切)|採用|議事次第|개최합니다|채용|참가\s?신청",
    ),
    _cues(
        T.OTHER,
        3,
        r"(?i)\bgives notice\b|\bhereby given\b|\bthis notice\b|\bis publishing this notice\b|\bmeeting\b[^.]{0,60}\b(?:will be held|open to the public)",
    ),
    _cues(
        T.ENFORCEMENT,
        6,
        r"(?i)\b(?:has |was |were |been |is )?(?:fined|being fined)\b|\bimpos(?:es?|ed|ing) (?:on [^.]{0,60} )?(?:a|an|its|the)?\s?(?:[\w-]+\s){0,4}(?:fine|penalt)|\b(?:civil|monetary|financial|administrative) (?:money )?(?:penalt|fine)|\bfines? (?:totalling|of)\b|\breprimand|\bpreliminary view that it breached|\b(?:consent|cease[- ]and[- ]desist|stop[- ]processing) order|\bsettlement agreement\b|\bto (?:settle|resolve) (?:charges|allegations|claims)|\b(?:alleges|alleging|charged|charges) that\b|\bcharged (?:by|with)|\bwill pay \$|\bagreed to pay\b|\benforcement (?:notice|action)|\bcomplaint (?:alleges|against|charges)|\bpreliminary(?:il?y)? (?:findings?|finds|found)[^.]{0,60}breach|\bopen(?:s|ed) (?:a |an )?(?:formal )?(?:investigation|proceedings)",
        r"(?i)verhängte?\b|geldbuße|bußgeld|zwangsgeld|untersagt[e]?\b|a prononcé (?:une|à)|de prononcer[^.]{0,80}amende|met en demeure|amende administrative|ha impuesto una (?:multa|sanción)|imponer a\b|se impone una|procedimiento sancionador|ha (?:sanzionato|irrogato|comminato|disposto[^.]{0,40}(?:limitazione|blocco))|ordinanza.ingiunzione|sanzione amministrativa|ordina (?:a [^.]{3,60} )?(?:di pagare|il pagamento)|legt [^.]{0,40}(?:boete|dwangsom)|boete (?:van|opgelegd)|last onder dwangsom|aplicou (?:uma )?(?:coima|multa)|auto de infração|nałożył|kar(?:ę|a) pieniężn",
        r"作出.{0,12}处罚|行政处罚(?:决定|信息)|(?:处以?|并处|被)罚款|罚款.{0,12}元|予以.{0,8}罚款|課徴金|業務改善命令|措置命令|责令(?:其|当事人|限期|平台|企业)|依法(?:给予|约谈|查处|下架|对)|约谈.{0,10}(?:平台|企业|负责人)|予以通报|과징금|과태료|시정명령|시정조치",
    ),
    _cues(
        T.CONSULTATION,
        5,
        r"(?i)\bopen consultation\b|\b(?:launched|opened|launches|opens) (?:a|its) (?:\w+ )?consultation|\bconsultation on (?:its|the) draft|\binvit(?:e|es|ing) (?:[\w,]+ ){0,12}?comments?\b|\bextending the (?:deadline|comment period)|\bwe (?:are|would like|want|invite|welcome)[^.]{0,60}(?:views|comments|feedback|responses|hear from you)|\b(?:is|are) (?:consulting|seeking (?:public )?(?:comments?|input|views|feedback|information|evidence)|requesting (?:public )?(?:comments?|information|input)|soliciting)\b|\bseeks? (?:public )?(?:comments?|input|views|information|feedback)|\brequests? (?:for )?(?:public )?comments?\b|\b(?:this )?(?:consultation|call for (?:evidence|views|input)) (?:closes|is open|runs|will close|ends)|\binviting views\b|\bconsultation paper\b|\b(?:written )?submissions (?:are welcome|should|must|may|close)|\bcomments? (?:are )?(?:due|invited|welcome|should be sent|must be (?:sent|received|submitted))|\bopen for (?:public )?(?:comment|consultation)|\badopted for public consultation|\b(?:survey|consultation|call)\b[^.]{0,60}\bopen until\b|\brespond by\b|\bresponses are due\b|\bhave your say\b|\btell us what you think",
        r"(?i)(?:nehmen|gelegenheit zur) stellung|stellungnahmen? (?:können|bis|sind|werden)|zur konsultation|vernehmlassungsverfahren|konsultation (?:läuft|endet|dauert|eröffnet)|jusqu['’]au[^.]{0,40}contribu|contributions? (?:sont attendues|peuvent|jusqu)|soum\w+ à (?:la )?consultation|consultation publique|(?:remitir|presentar|enviar)(?:se)? (?:sus )?(?:aportaciones|observaciones|comentarios|alegaciones)|plazo para (?:remitir|presentar)|consulta pública|trámite de audiencia|(?:inviare|presentare|trasmettere) (?:le )?(?:osservazioni|contributi)|consultazione pubblica|u kunt (?:tot|reageren)|reageren (?:kan|tot)|internetconsultatie|contribui(?:ções|r) (?:até|podem)|konsultacj\w+ publiczn|uwagi można",
        r"征求意见|公开征集|徵求意見|諮詢期|意見を(?:募集|求め)|御意見|意見募集|의견\s?(?:수렴|제출|을 제출)|입법예고|행정예고",
    ),
    _cues(
        T.DECISION,
        5,
        r"(?i)\bcomplaint (?:is )?(?:dismissed|upheld)|\bthe (?:board|commissioner|ombudsman) finds\b|\bhas decided\b|\bhave decided\b|\bdpa (?:held|decided|found)|\b(?:has|have) adopted this decision|hereby (?:decides?|determines?|grants?|approves?|designates?)|\bthis (?:decision|determination)\b|\bis (?:issuing|granting|denying|considering issuance of) (?:an? )?(?:exemption|waiver|petition)|\bissuing exemptions|\bdetermin(?:es|ed) that\b|\bgrants? (?:the|a) petition|\bpreliminarily determines|\bdecision on (?:reference|relevant)|hat folgenden beschluss|hat beschlossen|\bdécide\s*:|\bautorise\b|a adopté la présente décision|\bresuelve\b|\bdelibera\b\s*:?|\bdecide\b\s*:|ha adottato la presente decisione|\bbesluit\b\s*:|decide:|postanawia",
        r"经研究.{0,6}决定|批复如下|现批准|予以批准|を承認|を認定し|を指定し|의결",
    ),
    _cues(
        T.GUIDANCE,
        5,
        r"(?i)\b(?:this|these|our|the) (?:final |finali[sz]ed |practical |draft |compliance )?(?:guid(?:ance|e|elines)|document|advisory|bulletin|circular|checklist|toolkit|code of practice|recommendations|factsheet|framework|handbook|supervisory statement|statement) (?:helps?|explains?|sets? out|provides?|is intended|are intended|describes?|applies|apply|clarif|supplements?|outlines?|aims?|is for|reminds?|replaces?|gives?|offers?|cover)|\bissues this (?:[\w-]+ )?(?:bulletin|circular|advisory|guidance)|\bin this guid(?:ance|e)\b|\bfinali[sz]ed guidance\b|\bwe (?:explain|expect firms)|\b(?:tips|advice) (?:for|on|to)\b|\bfind out (?:how|what|whether)\b|\bthis (?:page|resource|leaflet|booklet|hub|module)\b[^.]{0,60}\b(?:suggests|sets? out|helps?|explains?|describes)|\b(?:does not replace|is not) (?:a statutory|legal advice|safeguarding)|\bersetzt keine rechtsberatung|\bcette page vous aide|\bwhat to do if\b|\bte damos consejos|\ben esta ficha|\bnos conseils|\bunsere tipps|\bi nostri consigli|\bis providing guidance|\bannouncing the availability of (?:a |the )?(?:final |draft )?guidance",
        r"(?i)dieser? (?:leitfaden|orientierungshilfe|leitlinien?|handreichung|merkblatt|rundschreiben|hinweise)|die (?:leitlinien|hinweise) (?:sollen|richten|erläutern)|\bce guide\b|\bcette (?:fiche|recommandation|circulaire)|la présente recommandation|ces lignes directrices|esta guía|estas directrices|la presente (?:guía|circular|instrucción)|questa guida|le presenti (?:linee|indicazioni)|il presente documento|deze (?:handreiking|leidraad|richtsnoeren|gids)|este guia|estas orientações|niniejsz\w+ (?:wytyczne|poradnik)",
        r"本指南|本指引|本指导|本ガイドライン|本指針|本書は|本手引|本マニュアル|본 (?:안내서|가이드라인|지침)|이 (?:안내서|가이드라인)",
    ),
    _cues(
        T.REPORT,
        5,
        r"(?i)\bthis (?:[\w-]+ )?(?:report|study|paper|survey|review|analysis|briefing|assessment|strategy|roadmap|opinion|impact assessment)\b|\bour (?:\w+ )?(?:annual )?report\b|\bexecutive summary\b|\bkey findings\b|\bwhat gao found|\bestimates? (?:released|of)|\baccording to (?:the )?(?:\w+ )?(?:estimate|statistics)|\bwe (?:surveyed|found|find|analysed|analyzed|estimate) |\bthe (?:study|survey|report) (?:was|examines|finds|shows|looks|surveys)|\bresponses? received\b|\bwe received (?:over )?[\d,]+ responses|\bthis consultation (?:has|is) (?:concluded|closed)",
        r"(?i)dieser? (?:bericht|studie|gutachten|auswertung|tätigkeitsbericht)|\bberichtsjahr|\bce rapport\b|\bcette étude|\bsynthèse des|fait au nom de la commission|este (?:informe|estudio|relatório|documento analiza)|la presente memoria|questa? (?:relazione|studio|rapporto|indagine)|relazione sull['’]attività|dit (?:rapport|onderzoek|verslag)|deze (?:rapportage|studie)|niniejszy raport",
        r"本报告|本報告書|本调查|本白皮书|白皮书(?:分析|指出|显示)|調査結果|本調査|とりまとめ|본 보고서",
    ),
    _cues(
        T.STANDARD,
        5,
        r"(?i)\bthis (?:document|standard|part|european standard|international standard) (?:specifies|defines|establishes|gives|provides (?:guidance|requirements)|describes|takes effect|replaces|applies to)\b|\bstage:? \w[^.]{0,40}\[?\d\d\.\d\d|\bstandards? (?:development|status)\b|\bdiese norm\b|\bausgabedatum\b|\bcette norme\b|\besta norma (?:especifica|establece)|\bla presente norma\b|\bquesta norma (?:specifica|definisce)|\bdeze norm\b",
        r"本(?:文件|标准|規格)(?:规定|規定|适用|给出|は)|归口单位|标准状态|この規格は",
    ),
    _cues(
        T.SPEECH_PRESS,
        4,
        r"(?i)\b(?:today|this week) (?:announced|published|launched|welcomed|unveiled|issued|adopted|presented|agreed|approved)|\bannounced today\b|\bhas today\b|\baujourd['’]hui\b|\bhat heute\b|\bhaben heute\b|\ba (?:annoncé|publié|adopté|présenté) (?:aujourd['’]hui|ce jour)|\bha (?:anunciado|annunciato|presentado|publicado|aprobado|approvato|pubblicato) (?:hoy|oggi)|\bheeft vandaag\b|\banunciou hoje\b|\bdzisiaj|\b(?:wonderful|great|good|lovely) to (?:see|be)\b|\blet me (?:speak|begin|start|turn)\b|\bit is an honou?r|^\W*(?:dear )?(?:friends|colleagues),|\bit is (?:a|my) (?:pleasure|great pleasure|privilege|honou?r)|\bthank you for (?:the )?(?:invitation|inviting|having)",
        r"今日(?:宣布|发布|公布)|本日、|오늘|밝혔다",
    ),
    _cues(
        T.NEWS,
        4,
        r"\b(?:on|late|early|said|learned|told|announced|reported) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!,? (?:\d|[A-Z]))|\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?:backed|signed|said|voted|voiced|rejected)|\b(?:am|seit) (?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)\b(?!,? (?:den|dem)? ?\d)|\b(?:ce|de ce) (?:lundi|mardi|mercredi|jeudi|vendredi)\b|\b(?:este|el pasado) (?:lunes|martes|miércoles|jueves|viernes)\b|\b(?:lunedì|martedì|mercoledì|giovedì|venerdì) (?:scorso|mattina|ha)|\b(?:op|afgelopen) (?:maandag|dinsdag|woensdag|donderdag|vrijdag)\b(?! \d)",
        r"(?i)\bshares (?:fell|rose|of|in|jumped|dropped)|\b(?:critics|analysts|observers|industry groups|campaigners|lobbyists) (?:say|said|warn|argue|fear)|\bthe (?:much|long)[- ](?:debated|awaited)\b|\b(?:start-?up|company) (?:raised|raises|unveiled|said|says|announced)|\bfunding round|finanzierungsrunde|\bchipmaker\b|\blevée de fonds|ronda de (?:financiación|inversión)|round di finanziamento|investeringsronde|(?:sagte|sagt|so) (?:der|die) (?:sprecher|analyst|expert)",
        r"股价|股價|億円を調達|亿元融资|获得融资|투자 유치",
    ),
)
