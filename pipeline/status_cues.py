"""Formulas of a text's opening that say what it is, whatever its title says.

Agencies, parliaments, courts and newsrooms each begin their texts in their own set way; the enacting formula of a law or the
"ACTION:" line of a notice is better evidence than any word of a title.
"""

import re

from policywatch.types import DocumentType as T

Cues = tuple[tuple[T, re.Pattern[str]], ...]

#: the line on which a Federal Register notice says what it is
ACTION = re.compile(r"(?m)\bACTION:\s*(?P<what>[^\n]{3,120}?)(?:\.|\n|SUMMARY:|$)")
ACTIONS: Cues = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            T.PROPOSAL,
            r"proposed (?:rule|rulemaking|priorit|order|regulation|exemption|amendment)|notice of proposed|nprm|petition for rulemaking",
        ),
        (T.RULE, r"final rule|interim rule|direct final|temporary rule|\brule\b|correcting amendment|final regulations?|executive order"),
        (
            T.CONSULTATION,
            r"request for (?:information|comments?|public comment|input)|notice of inquiry|comment period|solicitation of comments",
        ),
        (T.GUIDANCE, r"guidance|policy statement|interpretive"),
        (T.DECISION, r"exemption|decision|determination|grant of|approval|order\b|waiver|designation"),
        (T.OTHER, r"meeting|notice"),
    )
)

#: openings that win over a title
WINNING: Cues = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            T.SPEECH_PRESS,
            r"(?i)\bfor immediate release\b|\b(?:press|media) contacts?\b|^\s*(?:(?:press|news|media) release|press statement|nota de prensa|comunicado de prensa|communiqué de presse|pressemitteilung|medienmitteilung|comunicato stampa|persbericht)|\bladies and gentlemen\b|^\s*(?:good (?:morning|afternoon|evening)|thank you (?:for|all|very))|"
            r"sehr geehrte (?:damen|frau|herr)|^\s*mesdames|señoras y señores|^\s*(?:gentili|signore e signori|onorevoli ministri)|dames en heren|senhoras e senhores|contact presse|pressekontakt|ufficio stampa|contacto de prensa|perscontact|assessoria de imprensa|"
            r"各位来宾|女士们|答记者问|新闻发言人|報道関係者",
        ),
        (
            T.NEWS,
            r"\((?:Reuters|AP|AFP|Bloomberg|dpa|EFE|ANSA|ANP|Lusa|Agência Brasil|Xinhua|Kyodo)\)|(?i:\b(?:told|tells) (?:reporters|journalists|reuters|politico|bloomberg)\b|\bsaid (?:on|in an? (?:interview|tweet|post)) |\b(?:sources?|people) (?:familiar|close to|said)\b|\bour (?:reporter|correspondent)\b|"
            r"\bnach Informationen (?:der|des|von)\b|\b(?:berichtet|meldet) (?:die|der|das) (?!Behörde|Aufsicht)|\bselon (?:l'AFP|une source|nos informations)|\bsegún (?:fuentes|informa|la agencia)|\bsecondo (?:fonti|quanto riporta|l'ansa)|\bmeldt (?:het ANP|persbureau)|\bvolgens bronnen|\bsegundo (?:fontes|a agência|apurou)|disse (?:à|ao) )|"
            r"据.{0,12}报道|記者が|新华社.{0,10}电|财联社|界面新闻|共同通信|によると、関係者|関係者によると|本報記者|本报讯",
        ),
        (
            T.NEWS,
            r"\b(?:on|late|early) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!,? \d)|\b(?:am|seit) (?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)\b(?!,? (?:den|dem)? ?\d)|\b(?:ce|de ce) (?:lundi|mardi|mercredi|jeudi|vendredi)\b|"
            r"\b(?:este|el pasado) (?:lunes|martes|miércoles|jueves|viernes)\b|股价|股價|记者.{0,4}获悉|億円を調達",
        ),
        (
            T.BILL,
            r"^\s*(?:\S+\s){0,6}?A BILL\b|(?i:\breferred to the committee on\b|\bfirst reading\b|\bas introduced\b|\bbe it enacted by[^.]{0,80}\bBILL\b|enregistré à la présidence|onorevoli (?:colleghi|senatori)|presentad[oa] por el grupo|memorie van toelichting|dispõe sobre[^.]{0,80}projeto)|草案.{0,6}审议稿",
        ),
        (
            T.COURT,
            r"(?i)\b(?:plaintiffs?|defendants?|appellants?|petitioners?) (?:v\.|and|filed|moves?|appeals?|argues?|seeks?)|\bthe court (?:holds|finds|concludes|denies|grants)\b|\bim namen des volkes\b|\bau nom du peuple français\b|\bin nome del popolo italiano\b|\bfallamos\b|\bacordam\b|\bleitsätze\b|\bmotion to dismiss\b|原告.{0,30}被告|主文",
        ),
    )
)

#: openings that help where a title says nothing
HELPING: Cues = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            T.PROPOSAL,
            r"(?i)explanatory memorandum|1\. context of the proposal|the (?:agency|bureau|commission|department|board) (?:is )?propos(?:es|ing)|begründung und ziel des vorschlags|exposé des motifs[^.]{0,80}règlement",
        ),
        (
            T.LAW,
            r"(?i)be it enacted|hat das folgende gesetz beschlossen|le président de la république promulgue la loi|(?:las )?cortes generales han aprobado|la camera dei deputati ed il senato|wij willem-alexander|faço saber que o congresso|a assembleia da república decreta|the european parliament and the council[^.]{0,400}have adopted this (?:regulation|directive)|haben folgende (?:verordnung|richtlinie) erlassen|ont adopté le présent règlement|han adoptado el presente reglamento|hanno adottato il presente regolamento|bundesgesetz, mit dem|\ban act (?:to|concerning|relating)\b|人民代表大会常务委员会.{0,20}通过",
        ),
        (
            T.RULE,
            r"(?i)\b(?:arrêtent?|décrète)\s*:|\bdispongo\b|\bthe (?:secretary of state|minister)[^.]{0,120}makes the following (?:regulations|order)|auf grund des §|verordnet (?:das|die|der)\b|has adopted this (?:regulation|decision)|室务会议审议通过|部务会议|を次のように定める",
        ),
        (
            T.ENFORCEMENT,
            r"(?i)\b(?:has |was |were )?fined\b|imposed? (?:a|an) (?:\w+\s){0,3}(?:fine|penalty)|civil penalty|verhängte|a prononcé une (?:amende|sanction)|ha impuesto una (?:multa|sanción)|ha (?:sanzionato|irrogato)|legt een boete|aplicou (?:uma )?(?:coima|multa)|行政处罚|罚款|課徴金|业务改善|業務改善命令|责令改正",
        ),
        (
            T.CONSULTATION,
            r"(?i)\bwe (?:are|would like|want|invite|welcome)[^.]{0,60}(?:views|comments|feedback|responses)|\bseeks? (?:comments|input|views|information)|request(?:s|ing)? (?:public )?comments?|(?:nehmen|gelegenheit zur) stellung|jusqu'au[^.]{0,40}contribu|征求意见|意見を募集",
        ),
        (
            T.SPEECH_PRESS,
            r"(?i)\b(?:today|this week) (?:announced|published|launched|welcomed|unveiled|issued)|\bannounced today\b|hat heute|a annoncé (?:aujourd'hui|ce jour)|ha (?:anunciado|annunciato|presentado) hoy|heeft vandaag|anunciou hoje|今日宣布|本日、",
        ),
        (
            T.GUIDANCE,
            r"(?i)\bthis (?:guid(?:ance|e)|document) (?:helps|explains|sets out|provides|is intended|describes how)|dieser leitfaden|ce guide|esta guía|questa guida|deze (?:handreiking|leidraad)|este guia|本指南|本指引|本ガイドライン|本指針",
        ),
        (
            T.REPORT,
            r"(?i)\bthis (?:report|study|paper|survey|review)\b|dieser bericht|diese studie|ce rapport|cette étude|este (?:informe|estudio|relatório|estudo)|questa? (?:relazione|studio|rapporto)|dit (?:rapport|onderzoek)|本报告|本報告書|本调查",
        ),
        (
            T.DECISION,
            r"(?i)\bhas decided\b|hereby (?:decides|determines|grants|approves)|hat beschlossen|\bdécide\s*:|\bresuelve\b|\bdelibera\b|\bdecide\b\s*:|besluit:",
        ),
        (T.OTHER, r"(?i)\bwill (?:hold|host) a (?:public )?(?:meeting|webinar|hearing)|save the date|register (?:here|by)|please register"),
    )
)
