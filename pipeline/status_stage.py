"""Words that tell where a rule stands: withdrawn, a draft, open for comment, adopted, in force.

Each pattern is said of the publication itself: a law may well let people withdraw their consent, and a report may tell of laws
long in force.
"""

import re

#: in a title: it is gone, or this takes it away
WITHDRAWN = re.compile(
    r"\b(?:withdrawn|withdrawal\s+of(?!\s+(?:consent|approval|funds))|(?<=[;:,(–—-]\s)(?:withdrawal|res?cis+ion|revocation|repeal|termination|cancellation|withdraws?)\b|^res?cis+ion\s+of|withdraws|sponsors?\s+withdraw|withdrawing\s+(?:its|the|this)|rescinded|rescission\s+of|rescinds|revoked|revocation\s+of|(?:has\s+been|is|was)\s+repealed|repealed(?=\]|\)|$|[.;,–—-])|abolished|vetoed|vetoes|"
    r"(?:bill|act|measure|proposal|plan|legislation)\s(?:dies|died|is\s+dead|killed)|died(?=[);,]|$|\s+(?:in|on))|dies\s+(?:in|as|after|without)|failed\s+(?:to\s+pass|passage|in\b)|fails\s+(?:to\s+pass|in)|lapsed|lapses|abandon(?:ed|s)|scraps?|scrapped|(?:drops?|dropped)\s+(?:plan|proposal|bill|its)|shelved|shelves|defeated|rejected(?=\)|\]|$|\s+(?:at|by|in))|voted\s+down|omitted\b|superseded|obsolete|no\s+longer\s+(?:in\s+force|in\s+effect|valid|applicable)|struck\s+down|quashed|vacated|annulled|discontinued|terminated|cancell?ed|retired\)|spent\)|archived(?!\s+copy)|expired|not\s+proceeding|"
    r"zurückgezogen\w*|zurückgenommen|zieht\s+(?:\w+\s+){0,6}zurück|au(?:ß|ss)er\s+kraft(?!\s+setzung)|aufgehoben\w{0,2}\b(?=[^.]{0,20}(?:$|[.)\]]))|rücknahme\s+(?:des|der|von)|gegenstandslos|ungültig|gescheitert|abgelehnt|ablehnung\s+(?:im|durch|in)|widerrufen|verworfen|nicht\s+mehr\s+(?:gültig|anwendbar|in\s+kraft)|"
    r"retiré[es]?|retire\s+(?:sa|son|le|la)|retrait\s+d[eu]|retrait(?=\)|$)|abrogée?s?(?=\s*(?:$|[.)\],]|depuis|par|à\s+compter))|annulée?s?(?=\s*(?:$|[.)\],]|par))|caduque?|abandonnée?|rejetée?s?(?=\s*(?:$|[.)\],]|par|en|au))|n['’]est\s+plus\s+(?:en\s+vigueur|applicable)|"
    r"retirad[oa]|retira\s+(?:su|el|la)|retirada\s+de|derogad[oa]s?(?=\s*(?:$|[.)\],]|por|desde))|anulad[oa]|archivad[oa]|caducad[oa]|decaíd[oa]|rechazad[oa]|(?:dejad[oa]\s+)?sin\s+efecto|no\s+convalidad[oa]|"
    r"ritirat[oa]|ritiro\s+d|abrogat[oae](?=\s*(?:$|[.)\],]|dal|da\b))|annullat[oa]|decadut[oa]|respint[oa]|revocat[oa]|soppress[oa]|non\s+più\s+(?:in\s+vigore|vigente)|"
    r"ingetrokken|intrekking\s+van|vervallen|vernietigd|verworpen|revogad[oa]s?|retirad[oa]|arquivad[oa]|anulad[oa]|rejeitad[oa]|vetad[oa]|"
    r"uchylon[aey]|wycofan\w+|odrzucon\w+|utracił\w*\s+moc|nieobowiązując\w+|archiwaln\w+)\b|"
    r"已废止|予以废止|宣布废止|宣布失效|(?:^|同时)废止|[（(](?:已)?(?:废止|失效|作废)[）)]|同?时?废止$|已撤回|撤回|撤销$|失效(?=$|[。）)])|已作废|停止(?:使用|执行|施行|适用)|不再(?:适用|执行)|终止审议|廢止|廃止(?:され|する|しました|について|$|）|\))|撤回|廃案|取り?下げ|失効|審議未了|실효|폐지|철회|폐기|부결",
    re.IGNORECASE,
)
#: what can be withdrawn at all, for titles of articles
LEGAL = re.compile(
    r"(?i)\b(?:laws?|acts?|bills?|rules?|regulations?|directives?|guid\w+|proposals?|draft|code|standard|measure|policy|order|plan|\w*gesetz\w*|\w*verordnung|richtlinie|entwurf|vorschlag|loi|projet|proposition|règlement|décret|ley|proyecto|propuesta|reglamento|decreto|legge|disegno|proposta|regolamento|wet|\w*voorstel|verordening|lei|projeto|regulamento|ustaw\w+|projekt)\b|法|条例|规定|办法|草案|案|規則|指針"
)
#: how the first line of a text says so
WITHDRAWN_LABEL = re.compile(
    r"\bACTION:[^.]{0,60}(?i:withdrawal|rescission|withdrawn)\b|^\W*(?:RESCINDED|WITHDRAWN|TERMINATED|HISTORICAL|VETOED|SUPERSEDED|REPEALED|REVOKED|ARCHIVED|EXPIRED|DISCONTINUED|CANCELL?ED)\b|"
    r"(?i:^\W*(?:[\w-]+\s){1,3}(?:withdrawn|rescinded|repealed)\b(?!\s+by\s+(?:this|the))|^\W*(?:retirée?|retirad[oa]|ritirat[oa]|zurückgezogen|caducad[oa]|decadut[oa]|respint[oa]|struck down|declared (?:invalid|void|unconstitutional)|vervallen|(?:provvedimento|norma|texto|texte|decreto|legge|ley|lei|loi|akt) (?:abrog|derog|revog|decad|retir|nieobowiąz)\w*|failed (?:in|on|to)|tabled indefinitely|inactive|cancell?ed|terminated|abolished|obsolete|historical|revoked|repealed|withdrawn|superseded|rescinded|(?:texte |article |loi )?abrogée?|(?:disposición |norma )?derogad[oa]|(?:diploma )?revogad[oa]|abrogat[oa]|aufgehoben|außer kraft|vervallen|ingetrokken|uchylon[aey]|rejetée)\b|\b(?:status|stand|estado|stato|état|statut|situação)\s?:?\s(?:withdrawn|repealed|revoked|rescinded|superseded|no longer in force|not in force|failed|dead|vetoed|zurückgezogen|außer kraft|aufgehoben|abrogé|retiré|annulé|derogad|retirad|caducad|archivad|abrogat|ritirat|decadut|ingetrokken|vervallen|revogad|arquivad|wycofan|uchylon)|\bstage: withdraw|\b95\.99\b|\bno longer in force\b|\bend of validity:? (?!9999))|"
    r"(?:状态|时效性|效力)[:：]?\s?(?:已?废止|作废|失效)"
)
#: in a text the words must be said of the document itself
WITHDRAWN_ITSELF = re.compile(
    r"(?i)\b(?:(?:this|the|it|our)\s+(?:[\w\s()'/,-]{0,60}?\s)?(?:has\s+been|was|were|have\s+been|(?<=this\s)is|(?<=it\s)is|is\s+now)\s+(?:now\s+|hereby\s+|formally\s+|since\s+)?(?:withdrawn|repealed|revoked|rescinded|vetoed|superseded|replaced\s+by|annulled|archived|discontinued|abandoned|cancell?ed|terminated|abolished|quashed|vacated|set\s+aside|struck\s+down|dropped|shelved|retired|voted\s+down|defeated|rejected)|(?:is|are)\s+(?:hereby\s+)?(?:withdrawing|rescinding|revoking|repealing)\s+(?:its|the|this|that)|withdraws\s+(?:its|the|this)\s+(?:[\w-]+\s){0,2}(?:rule|propos|bill|guid|order|notice)|(?:has|have)\s+(?:decided\s+to\s+)?(?:withdraw|abandon)(?:n|ed)?\s+(?:its|the|this|that)|hereby\s+(?:rescinds|withdraws|revokes)|failed\s+to\s+pass|(?:was|been)\s+vetoed|vetoed\s+(?:by|on|in)|without\s+my\s+(?:signature|approval)|veto\s+(?:was\s+)?sustained|sustained\s+(?:the\s+)?(?:\w+['’]s\s+)?veto|postponed\s+indefinitely|indefinitely\s+postponed|died\s+(?:in|on|at|with|when|pursuant)\s|is\s+dead\b|negatived|(?:tabled?|postponed?s?)\s+indefinitely|\bsine\s+die\b|discharged\s+from\s+(?:the\s+)?notice\s+paper|failed\s+in\s+(?:the\s+)?(?:senate|house|committee)|decided\s+not\s+to\s+(?:proceed|adopt|finali[sz]e|issue|pursue)|declared\s+(?:invalid|void|unconstitutional)|(?:was|were)\s+(?:struck\s+down|invalidated|held\s+unconstitutional)|expired\s+(?:on|in|at)|ceased\s+to\s+apply|will\s+not\s+(?:finali[sz]e|adopt|pursue)\s+(?:it|the|this)|no\s+longer\s+(?:binding|holds|applicable)|withdrew\s+(?:it|the|this|its)\b|(?:is|was)\s+not\s+be(?:ing)?\s+finali[sz]ed|cannot\s+be\s+revived|withdrawn\s+(?:by|from|on|prior)|inexpedient\s+to\s+legislate|failed\s+of\s+passage|not\s+agreed\s+to\s+in|status:\s+failed|this\s+(?:interim\s+|direct\s+)?(?:final\s+)?(?:rule|action|document|notice)\s+(?:rescinds|repeals|withdraws|revokes)|this\s+(?:final\s+)?rule\s+removes\s+(?:[\w'’]+\s+){0,3}regulations?\s+(?:concerning|governing|on|implementing)|out\s+of\s+date|(?:did|does)\s+not\s+(?:receive\s+a\s+vote|become\s+law|pass\b|take\s+effect)|was\s+(?:rejected|defeated|omitted)|cleared\s+from\s+the\s+books|(?:make|makes)\s+no\s+(?:further\s+)?progress|never\s+(?:became\s+law|enacted|came\s+into\s+force|entered\s+into\s+force)|has\s+expired\b|expired\s+on|lapsed\s+(?:at|on|when)|fell\s+(?:at|when)\s+(?:the\s+)?(?:dissolution|parliament|prorogation)|will\s+not\s+(?:take\s+(?:\w+\s+){1,4}forward|proceed|be\s+proceed\w+|be\s+taken\s+forward)|no\s+longer\s+(?:in\s+force|in\s+effect|applies|valid|current)|should\s+(?:not|no\s+longer)\s+be\s+relied\s+(?:up)?on|ceased\s+to\s+(?:have\s+effect|apply|be\s+in\s+force)|"
    r"(?:wurde|ist|wird|hat|zum|mit\s+ablauf)\s+(?:[\w.()]+\s){0,9}?(?:außer\s+kraft(?:\s+getreten)?|ausser\s+kraft|zurückgezogen|aufgehoben|zurückgenommen|abgelehnt|widerrufen|verworfen|zurückgezogen\s+worden)|gilt\s+nicht\s+mehr|(?:wurde|ist)\s+durch\s+[^.]{0,60}(?:ersetzt|abgelöst)|nicht\s+mehr\s+(?:gültig|in\s+kraft|anwendbar|angewendet|angewandt)|dies\w{0,2}\s[^.]{0,80}überholt|für\s+(?:nichtig|verfassungswidrig|unwirksam)\s+erklärt|geltung\s+endete|abgelaufen\s+am|der\s+diskontinuität|(?:est|sont|a\s+été|ont\s+été)\s+(?:abrogée?|retirée?|annulée?|rejetée?|retirés)s?\b|n['’]est\s+plus\s+en\s+vigueur|(?:est|été)\s+remplacée?\s+par|(?:contraire|non\s+conforme)\s+à\s+la\s+constitution|inconstitutionnel\w*|cessé\s+(?:de\s+produire\s+(?:ses\s+)?effet|d['’]être\s+en\s+vigueur)|a\s+(?:décidé\s+de\s+)?retir(?:é|er)\s+(?:sa|son|la|le|cette)|est\s+devenue?\s+caduque?|(?:fue|ha\s+sido|queda|quedó|está)\s+(?:derogad|retirad|anulad|archivad|caducad|rechazad)[oa](?!\s+(?:la|el|lo|los|las)\s\D)|ha\s+(?:decidido\s+)?retira(?:do|r)\s+(?:su|la|el)|ya\s+no\s+está\s+(?:en\s+vigor|vigente)|ha\s+caducado|acordó\s+la\s+derogación|rechazó\s+la\s+toma|sustituid[oa]\s+por|inconstitucional|sin\s+efecto|dejó\s+de\s+(?:tener\s+efecto|estar\s+vigente)|"
    r"è\s+(?:stat[oa]\s+)?(?:abrogat|ritirat|annullat|decadut|respint)[oa](?!\s+(?:(?:il|la|lo|gli|le|i)\s|l['’])\D)|ha\s+ritirato\s+(?:la|il)|non\s+è\s+più\s+in\s+vigore|(?:è|stat[oa])\s+sostituit[oa]\s+da|incostituzional\w*|superat[oa]\s+dal|non\s+(?:è\s+)?più\s+applicabil|decaduto\s+per\s+mancata|ha\s+cessato\s+di\s+avere\s+effi\w*|(?:is|werd|zijn)\s+(?:\w+\s+){0,6}?(?:ingetrokken|vervallen|vernietigd|verworpen)|geldt\s+niet\s+meer|(?:is|zijn)\s+vervangen\s+door|niet\s+(?:meer|langer)\s+(?:van\s+kracht|geldig|in\s+werking)|foi\s+(?:revogad|retirad|arquivad|anulad|rejeitad)[oa]|já\s+não\s+está\s+em\s+vigor|substituíd[oa]\s+p|não\s+deve\s+mais\s+ser|deixou\s+de\s+vigorar|został[ao]?\s+(?:uchylon|wycofan|odrzucon)[ay]|utracił[ao]?\s+moc)\b|"
    r"已(?:被)?(?:正式)?(?:废止|撤回|失效|作废)|(?:之日)?起停止(?:使用|执行|施行)|已于.{4,14}(?:废止|失效)|不再(?:执行|适用|有效|施行)|失効(?:した|しました|済)|否決(?:された|した|し)|廃止法令|终止审议|予以废止|(?<!》)自.{4,20}起废止|本.{1,8}(?:同时)?停止(?:适用|使用|执行)|(?:廃止|撤回)(?:された|しました|されました)|(?:廃案となっ|審議未了|(?:本|この|同|当該)[^。]{0,20}(?:は|を)廃止)|폐지(?:되었|한다|하였|됨)|철회(?:되었|하였)|임기만료\s?폐기|폐기되었"
)
#: an act that takes another one away stands itself
WITHDRAWS_OTHER = re.compile(
    r"(?i)\b(?:repealing|and repealing|zur Aufhebung|abrogeant|por (?:el|la) que se deroga|che abroga|tot intrekking|que revoga|uchylające|suspending|amending)\b|关于废止.{2,30}的(?:决定|公告|通知)$"
)
#: what follows is not what the publication is: an opinion on a draft
ABOUT = re.compile(
    r"(?i)^(?:how\s+to|understanding|explaining)\b.*|\b(?:opinion|comments?|statement|report|advice|parere|avis|dictamen|stellungnahme|advies|parecer|opinia|informe)\b.{0,40}?\b(?:on|sur|su|sullo|sulla|sobre|zu|zum|zur|over|inzake|do)\b"
)
#: an act that says of itself when it binds; what it says is repealed is another one
SELF_FORCE = re.compile(
    r"(?i)\bthis (?:act|order|rule|regulation|code|instrument|law|directive)s? (?:comes?|came|enters?|entered|is effective|takes?|took|commence)|\bdiese\w? (?:verordnung|gesetz|satzung|richtlinie)\b[^.]{0,80}in kraft|\b(?:le|la) présente? \w+ (?:est )?entr\w+ en vigueur|\b(?:la|el) presente \w+ entr\w+ en vigor|\b(?:il|la) presente \w+ (?:è )?entr\w+ in vigore|\b(?:dit|deze) \w+ (?:treedt|is)\b[^.]{0,60}in werking|本(?:法|条例|办法|规定|决定|细则|规则)自"
)
#: guidance speaks of acts that bind; only sentences without one, or about the guidance itself, tell of its own force
OTHER_LAW = re.compile(
    r"(?i)(?<!of the )(?<!under the )\b(?:acts?|laws?|regulations?|directives?|gdpr|bills?|\w*gesetz\w*|\w*verordnung|dsgvo|lois?|règlement|rgpd|ley(?:es)?|reglamento|legge|regolamento|wet|verordening|lei|regulamento|ustaw\w+)\b|法(?:律)?|条例"
)
OWN = re.compile(
    r"(?i)\b(?:this|these|our|guid\w+|code|circular|bulletin|statement|advisory|notice|dies\w{0,2}|leitlinien|rundschreiben|hinweise|présente?s?|recommandation|référentiel|lignes|estas?|presentes?|guía|directrices|circular|linee|deze|dit|este|niniejsz\w+)\b|本|この"
)
SENTENCE = re.compile(r"(?<=[.。;；])\s*")
#: what a register of acts or bills says in its own field, and what the values mean
FIELD = re.compile(
    r"(?i)(?:^|[.\n;。]\s*|\)\s)(?:status(?: aktu| in the \w+)?|(?:latest|last)(?: major)? action|stage(?: reached)?|stand(?: der beratung| van zaken)?|situación(?: actual)?|situação|stato(?: iter)?|étape|état|procedure|时效性|效力状态|标准状态|项目状态|立法进程|審議状況|심사진행단계)\s*[:：]\s*(?P<value>[^.。\n]{2,90})"
)
FIELD_GONE = re.compile(
    r"(?i)withdrawn|lapsed|failed|\bdied|\bdead\b|vetoed|repealed|revoked|rescinded|superseded|no longer|postponed? indefinitely|sine die|discharged|caducad|retirad|archivad|derogad|rechazad|erledigt|abgeschrieben|zurückgezogen|außer kraft|aufgehoben|ritirat|decadut|abrogat|respint|retiré|abrogé|caduc|rejeté|ingetrokken|vervallen|verworpen|arquivad|rejeitad|revogad|uchylon|wycofan|odrzucon|nieobowiąz|废止|失效|作废|廃案|撤回|廃止|폐기|철회"
)
FIELD_BINDS = re.compile(
    r"(?i)^(?:in force|vigente|en vigueur|in kraft|gültig|in vigore|em vigor|obowiązując|active\b|current\b|现行|有效|有効)"
)
FIELD_PENDING = re.compile(
    r"(?i)committee|reading\b|awaiting|pending|introduc|referred|under development|new project|\bballot|enquiry|in progress|(?:noch )?nicht behandelt|in beratung|überwiesen|en curso|comisión|ponencia|tramitación|trámite|in corso|esame|in behandeling|aguardando|parecer|tramitando|w komisj|première lecture|en commission|navette|审议|起草|审查|審査|審議|소관위|심사|계류"
)
#: an ordinary legislative procedure that is at its end
FINAL_ACT = re.compile(r"(?i)\bfinal act (?:signed|published)|\bpublished in (?:the )?OJ\b|\bprocedure completed\b(?!\?)")
#: titles of what came after a consultation
RESPONSE = re.compile(
    r"(?i)\b(?:response\s+to|summary\s+of\s+responses|outcome\s+of|results\s+of|consultation\s+(?:response|outcome|report|summary|feedback)|auswertung\s+der|ergebnisse?\s+der|synthèse\s+d|bilan\s+de\s+la\s+consultation|résultats\s+d|resultados\s+de|esiti\s+d|resultaten\s+van|resultados\s+da|podsumowanie\s+konsultacji|wyniki\s+konsultacji)\b|意见采纳|意见.{0,6}反馈情况|意見募集の結果|結果について|결과"
)
#: the same in a text: nobody can comment any more
CLOSED = re.compile(
    r"(?i)\b(?:consultation|call)\s+(?:has\s+)?(?:is\s+)?(?:now\s+)?(?:closed|concluded|ended)\b|\bthis\s+consultation\s+(?:has|is)\s+(?:now\s+)?(?:closed|concluded)|\bclosed\s+consultation\b|konsultation\s+(?:ist|wurde)\s+(?:abgeschlossen|beendet)|(?:consultation|call)[^.\n]{0,80}[\[(–-]\s?closed|consultation[^.\n]{0,40}\((?:close|clôturée|terminée)\)|consultation\s+(?:publique\s+)?est\s+(?:close|clôturée|terminée)|consulta\s+(?:pública\s+)?(?:ha\s+|está\s+)?(?:finaliz|cerrad|conclu)|consultazione\s+(?:pubblica\s+)?(?:è\s+|si è\s+)?(?:chius|conclus)|konsultation[^.\n]{0,20}(?:abgeschlossen|beendet)|consultatie[^.\n]{0,20}(?:gesloten|afgerond)|consulta[^.\n]{0,20}encerrada|konsultacje[^.\n]{0,20}zakończ|now closed|no longer accept|comment\s+period\s+(?:has\s+)?(?:ended|closed)|^\W*closed\b|consultation\s+ran\s+(?:until|from|between)|feedback:\s?closed|feedback\s+period\s+(?:has\s+)?(?:ended|closed)|(?:submissions|comments|responses)\s+closed\b|considering\s+(?:the|your|all)\s+(?:responses|feedback|submissions)"
    r"|(?:征求意见|意见征集)(?:已|现已)(?:结束|截止)|募集(?:は|を)?(?:終了|締め切)|(?:예고|수렴)\s?(?:기간이\s)?(?:종료|마감)"
)

#: only what speaks of consulting is searched for consultations that are over; looking everywhere costs as much as all the rest
OF_CONSULTING = re.compile(r"(?i)consult|konsult|comment|feedback|concert|audienc|anhör|vernehml|征求意见|意見|예고|意見|パブリック|의견")
#: what happened before the publication and is over: "after public consultation", "the draft was open for comment in May"
PAST = re.compile(
    r"(?i)\b(?:after|following|further to|as a result of|since) (?:(?:a|an|the|two|several|three|its|our|rounds?|of|public|open|targeted|formal|extensive|twelve-week|[\w-]+) ){0,5}?consultations?\b(?: on (?:the |its |a )?drafts?)?(?: of each chapter)?|\bin response to (?:the )?(?:public )?(?:comments|consultation)|\btakes? (?:account of|into account) the (?:feedback|comments|responses)[^.]{0,30}|\b(?:a|another|further) (?:public )?consultation[^.]{0,40}(?:is|are|will be) (?:planned|expected|foreseen|held)|\bpublic comments on the draft were considered|\b(?:was|were|has been|had been) (?:published |submitted |open |out )?(?:in draft )?for (?:public )?(?:comments?|consultation|enquiry)[^.]{0,40}20\d\d|\bconsultations? (?:that|which) (?:closed|ended|ran)[^.]{0,30}|\bconsulted on [^.]{0,40} (?:between|from|in) [^.]{0,30}|\bzur konsultation (?:vom|von|gestellt)[^.,]{0,24}|\b(?:war|waren) gegenstand einer [^.]{0,24}(?:anhörung|konsultation)|\bsoumise? à (?:la )?consultation (?:publique )?(?:en|du|de|le) \w*\s?20\d\d|\bconsultazione pubblica (?:chiusa|conclusa|svolta)[^.]{0,20}|\bin consultatie gegeven|\bsubmetid[ao] a consulta pública em|\bsometid[oa] al? (?:trámite de )?(?:audiencia|consulta)[^.,]{0,30}|\bnach (?:öffentlicher |der |einer |abschluss der )?(?:öffentlichen )?(?:konsultation|anhörung|verbändeanhörung|vernehmlassung)|\b(?:à l['’]issue d['’]|après |suite à )(?:une |la )?(?:consultation|concertation)(?: publique)?(?: sur le projet)?|\b(?:previa|tras|después de) (?:la |el |una )?(?:consulta|audiencia|trámite de audiencia)(?: e información)?(?: pública)?(?: del? borrador)?|\b(?:all['’]esito|a seguito|in esito|al termine) d(?:ella|i una|i) consultazione(?: pubblica)?|\bna(?: een| de)? (?:openbare |internet)?consultatie|\bapós (?:a |uma )?consulta pública|\bpo (?:przeprowadzeniu )?konsultacj\w+"
    r"|[^。；]{0,14}(?:草案|征求意见稿)?(?:曾|此前|已)[^。；]{0,16}(?:公开)?征求意见|(?:意見募集|パブリック・?コメント)(?:の結果を踏まえ|を経て|の後)|意見募集を(?:行っ|実施し)た|(?:행정예고|입법예고|의견수렴)[을를]?\s?거쳐"
)
#: a standard that is still being made, or that is out
STANDARD_DRAFT = re.compile(
    r"\b(?:DIS|FDIS|CD|WD|AWI|CDV|NWIP|PRF|prEN|prETS|oSIST|E DIN|prNF|PWI|NP)\b|\bE\s(?:DIN|ÖNORM)|\b(?i:draft (?:international |european )?standard|committee draft|under (?:enquiry|development|voting)|enquiry stage|approval stage|norm-?entwurf|projet de norme|proyecto de norma|(?:initial|second|final|2nd|third) public draft|\(draft\)|draft\)|working draft)\b|\b(?i:stage:?) [1-5]0\b|\[[1-5]0\.\d\d\]|\b(?i:sponsor ballot|active PAR|no standard has (?:yet )?been|project authori[sz]ation)|征求意见稿|报批稿|送审稿|草案|国家标准计划|项目状态|正在(?:起草|审查|批准)"
)
STANDARD_OUT = re.compile(
    r"(?i)^\W*published\b|\bstatus: ?(?:published|current|active(?! PAR)|valid|gültig|aktuell|en vigueur|vigente|in vigore|geldig|vigor|aktualna|final)|\bstage:? [^.]{0,60}\b(?:60\.60|90\.\d\d)|\bstage 60\.60|\bstage 9[02]|\bhas been finali[sz]ed|\bfinal publication\b|\(final\)|现行$|(?:标准)?状态[:：]\s?现行|現行|状態[:：]\s?有効|유효"
)
STANDARD_COMING = re.compile(r"即将实施|(?i:\bstatus: ?(?:forthcoming|upcoming|approved, not))")

#: in an opening: this is a draft, whatever its title says
DRAFT_TEXT = re.compile(
    r"(?i)^\W*(?:DRAFT\b|working document\b|document de travail|arbeitsentwurf|entwurf\b|bearbeitungsstand|projet\b|borrador|bozza|schema di|concept\b|minuta\b|projekt\b)|\bdraft (?:regulations|order|rules|statutory instruments?|act)\b[^.]{0,60}\blaid\b|\bdraft statutory instruments?\b|\b(?:this|our) (?:is (?:a |an )?|document is a )?(?:initial (?:public )?|public |consultation |exposure |revised )?draft\b(?! (?:law|bill)s?\b)|\bthe (?:initial|exposure|revised|following) (?:public )?draft\b|\bthis rulemaking would\b|\b(?:is|are) (?:still )?being drafted|\bmade:?\s\*{2,}|\bdraft act\b|\bno (?:final )?rule has been (?:issued|adopted)|\bis preparing this initiative|\bproposed rule stage|\bnot yet (?:been )?(?:adopted|approved|enacted|finali[sz]ed)|\bis still (?:a )?(?:draft|bill)|\breferred to (?:the )?(?:committee|house|senate)|^\W*(?:house|senate|assembly)\s(?:bill|file|no\.)|\bgeneral approach\b|\bposition of the european parliament\b|\bawaiting (?:committee|parliament|council|adoption)|\bis a proposal\b|noch nicht (?:beschlossen|verabschiedet)|ne préjuge pas de la rédaction|pas encore (?:été )?adopté|aún no (?:ha sido )?aprobad|non (?:è )?ancora (?:stat[oa] )?(?:approvat|adottat)|nog niet (?:vastgesteld|aangenomen)|ainda não (?:foi )?aprovad"
    r"|现将.{0,40}(?:草案|征求意见稿)|(?:正在|仍在)起草|起草之中|尚未(?:报送|提请|通过|公布|发布)|（征求意见稿）|\(征求意见稿\)|（草案）"
)

CONSULTED = re.compile(
    r"(?i)\b(?:fragebogen\s+ausfüllen|ihre\s+meinung|(?:observations|contributions)\s+attendues|se\s+somete\s+a\s+consulta|(?:may|can)\s+(?:file|submit|send|make)\s+(?:written\s+)?(?:comments|submissions|observations|views)|(?:rückmeldungen|anmerkungen|stellungnahmen|einsprüche)\b[^.]{0,40}\bbis|(?:observations|contributions|commentaires|remarques)\b[^.]{0,40}(?:jusqu['’]|avant\s+le|peuvent\s+être)|(?:observaciones|comentarios|aportaciones|alegaciones)\b[^.]{0,40}\bhasta|(?:osservazioni|contributi|commenti)\b[^.]{0,40}\bentro|(?:reacties|zienswijzen)\b[^.]{0,40}\btot|(?:contribuições|sugestões|comentários)\b[^.]{0,40}\baté|uwagi\b[^.]{0,40}\bdo\s\d|(?:recibir|enviar|remitir|formular|presentar)\s+(?:sus\s+)?(?:comentarios|aportaciones|observaciones|alegaciones)|per[ií]odo\s+de\s+comentarios|recueillir\s+(?:les\s+|vos\s+)?(?:avis|observations|commentaires)|(?:enviar|envie|receber)\s+(?:suas\s+)?(?:contribuições|sugestões)|seeking\s+feedback|submissions\s+close|(?:comments?|views|feedback|responses|submissions|representations|objections|suggestions|observations)(?:\s+(?:or|and)\s+\w+)?,?\s+(?:[\w,]+\s+){0,6}?(?:may|must|should|can|are|is|due|will\s+be|to\s+be)\s+(?:be\s+)?(?:sent|submitted|made|invited|welcome\w*|received|accepted|addressed|provided|filed|due|requested|sought|encouraged)|make\s+representations|comment\s+period|public\s+enquiry|comments\s+by|comments?\s+(?:must|are|should|may|due|on\s+(?:this|the)\s+(?:draft|proposal|proposed)|close)|seek(?:s|ing)?\s+(?:\w+\s+)?(?:comments?|feedback|views|input)|(?:public\s+)?consultation\s+(?:is\s+)?(?:open|closes|runs|until|period|on)|(?<!not\s)open\s+for\s+(?:comment|consultation|feedback)|tell\s+us\s+(?:what|by|whether)|consultation\s+(?:version|draft)|version\s+for\s+(?:comment|consultation)|available\s+for\s+(?:public\s+)?(?:comment|review)|public\s+review|(?<!not open )for\s+(?:public\s+)?(?:comment|consultation)|"
    r"invit(?:es?|ing)\s+(?:[\w,]+\s+){0,12}?(?:comments?|views|feedback)\b|(?:submit|provide|send)\s+(?:written\s+|your\s+)?comments|deadline\s+(?:to|for)\s+(?:submit\w*\s+)?(?:written\s+)?comments?|(?:is|are)\s+(?:consulting|soliciting|requesting)|have\s+your\s+say|stellung\s*nahmen?\s+(?:können|bis|sind|nehmen)|bis\s.{0,30}stellung\s+nehmen|zur\s+konsultation|verbändeanhörung|gelegenheit\s+zur\s+stellungnahme|vernehmlassung|consultation\s+publique|en\s+consultation|soumise?\s+à\s+(?:la\s+)?consultation|"
    r"consulta\s+pública|(?:trámite\s+de\s+)?audiencia\s+(?:e\s+información\s+)?pública|trámite\s+de\s+audiencia|información\s+pública|consultazione\s+pubblica|in\s+consultazione|ter\s+consultatie|internetconsultatie|em\s+consulta|consulta\s+pública|audiência\s+pública|konsultacj\w+\s+publiczn|do\s+konsultacji)\b|征求意见(?!稿)|意见反馈|反馈意见|提出(?:修改)?意见|徵求意見|公开(?:征集|征求)|諮詢|意見募集|意見公募|パブリック・?コメント|御意見|意見を.{0,24}(?:募集|求め)|意見は.{0,30}まで|입법예고|행정예고|의견\s?(?:수렴|제출)"
)

#: a text that is open for comment now, whatever it is called
OPEN = re.compile(
    r"(?i)\bsend (?:us )?(?:your )?comments\b|\b(?:written )?submissions (?:are welcome|should reach|close on)|\bcontributions? (?:sont|seront) recueillies|\bcontributi possono|\buwagi prosimy|\bbis zum [^.]{0,30} zur (?:kommentierung|stellungnahme)|\b(?:public )?consultation (?:is|remains|will be|runs|now) ?(?:open|until)|\bopen (?:for|to) (?:public )?(?:comment|consultation)|\bcomments? (?:should|must|may) be (?:sent|submitted) (?:by|until|before)|\bstellungnahmen (?:bis|können bis)|\bconsultation (?:publique )?(?:ouverte )?jusqu|\bconsulta pública hasta|\bconsultazione (?:è )?aperta fino"
)
IN_FORCE = re.compile(
    r"(?i)^(?:[^\n]*\n)?\W*in force\b(?! until)|\.\sin force\.|^(?:[^\n]*\n)?\W*(?:em vigor|en vigueur|en vigor|in vigore|in kraft)\b|\b(?:status|stand|état|estado|stato|statut|situação)\s?: (?:in kraft|en vigueur|en vigor|vigente|in vigore|vigor|obowiązujący)|\b(?:texte|texto|testo) (?:en vigueur|vigente|in vigore)|\bakt obowiązujący|\bnow enforceable|\bhas been law since|\bstatus:? in force\b|\bversion consolidée|\btesto coordinato|\btexto compilado|\bverified copy\b|\bvigência\.|\bdieser text ist in kraft|\bas amended and in force|\bcompilation (?:no\.? ?\d|date|prepared)|\b(?:current|latest) version as (?:at|of)|\bversion in force|\b(?:(?:has|have)\s+(?:now\s+|already\s+)?(?:entered|come)\s+into\s+(?:force|effect|operation)|(?:entered|came|went)\s+into\s+(?:force|effect|operation)|(?:is|are)\s+(?:now\s+|currently\s+|already\s+)?in\s+(?:force|effect)|(?:now|currently)\s+in\s+(?:force|effect)|"
    r"took\s+effect|takes?\s+effect\s+(?:today|immediately)|effective\s+(?:immediately|today|as\s+of\s+today|upon\s+(?:signature|signing|issuance))|it\s+is\s+hereby\s+ordered|entered\s+into\s+application|(?:became|is\s+now|have\s+become)\s+applicable|has\s+(?:been|applied)\s+(?:in\s+(?:force|effect)|applicable|since)|appl(?:y|ies)\s+since|in\s+(?:force|effect)\s+since|(?:has|have)\s+applied\s+since|known\s+to\s+be\s+in\s+force|remains\s+in\s+force|(?:has|have)\s+had\s+effect\s+since|"
    r"(?:ist|sind)\s+(?:[\w.]+\s+){0,6}in\s+kraft\s+getreten|in\s+kraft\s+seit|seit\s+(?:[\w.]+\s+){0,5}in\s+kraft|trat(?:en)?\s+(?:\w+\.?\s+){0,6}in\s+kraft|gilt\s+(?:bereits\s+)?seit|gilt\s+ab\s+sofort|mit\s+sofortiger\s+wirkung|geltende\s+fassung|(?:ist|sind)\s+in\s+kraft|"
    r"(?:est|sont)\s+(?:entrée?s?\s+)?en\s+vigueur|en\s+vigueur\s+depuis|version\s+en\s+vigueur|est\s+entrée?\s+en\s+vigueur|s['’]applique\s+depuis|"
    r"(?:ha|han)\s+entrado\s+en\s+vigor|entró\s+en\s+(?:vigor|vigencia)|(?:está|están)\s+(?:en\s+vigor|vigente)|en\s+vigor\s+desde|vigente\s+desde|texto\s+consolidado|"
    r"è\s+(?:entrat[oa]\s+)?in\s+vigore|in\s+vigore\s+d(?:al|a)\b|testo\s+vigente|"
    r"in\s+werking\s+getreden|(?:trad|traden)\s+(?:\w+\s+){0,5}in\s+werking|geldend\s+(?:van|vanaf|sinds)|van\s+kracht\s+sinds|is\s+van\s+kracht|geldt\s+sinds|"
    r"entrou\s+em\s+vigor|está\s+em\s+vigor|em\s+vigor\s+desde|vigente|"
    r"wesz(?:ła|ło|edł)\s+w\s+życie|obowiązuje\s+od)\b|现行有效|已(?:于.{0,16})?(?:正式)?(?:施行|实施|生效)|正式施行$|(?:施行|発効)(?:された|しました|され、|済み)|施行中|現行法|現行(?:法令)?(?=[。)）]|$)|시행\s?중|시행하고\s?있|시행되(?:었|고)"
)
ADOPTED = re.compile(
    r"(?i)\b(?:signed\s+(?:into\s+law|by\s+(?:the\s+)?(?:governor|president))|(?:was|were|been|duly)\s+enacted|enacted\s+(?:on|in|into)|chaptered|became\s+law|royal\s+assent|(?:was|were|been|formally|finally)\s+adopted|adopts|has\s+adopted|have\s+adopted|(?:final|adopted)\s+text|final\s+rule|passed\s+both|"
    r"will\s+(?:enter|come)\s+into\s+(?:force|effect)|(?:enters?|comes?|to\s+enter)\s+into\s+(?:force|effect|operation)\s+(?:on|in|next)|coming\s+into\s+force|laid\s+before\s+parliament|takes?\s+effect\s+on|will\s+take\s+effect|becomes\s+effective|not\s+yet\s+(?:begun|commenced)|no\s+commencement|"
    r"verabschiedet|beschlossen\s+(?:hat|worden)|verkündet|tritt\s+(?:\w+\.?\s+){0,8}in\s+kraft|noch\s+nicht\s+in\s+kraft|angenommen|im\s+bundesgesetzblatt|"
    r"promulguée?|adoptée?s?\s+(?:définitivement|par|le|à)|entrera\s+en\s+vigueur|pas\s+encore\s+en\s+vigueur|publiée?\s+au\s+journal\s+officiel|"
    r"aprobad[oa]\s+(?:definitivamente|por|el|la)|promulgad[oa]|entrará\s+en\s+(?:vigor|vigencia)|sancionad[oa]\s+con\s+fuerza|"
    r"approvat[oa]\s+(?:definitivamente|in\s+via\s+definitiva|il|dal)|promulgat[oa]|entrerà\s+in\s+vigore|adottat[oa]|"
    r"aangenomen|treedt\s+(?:\w+\s+){0,8}in\s+werking|bekrachtigd|in\s+het\s+staatsblad|promulgad[oa]|sancionad[oa]|aprovad[oa]\s+(?:em\s+definitivo|pela|pelo|em)|entrará\s+em\s+vigor|entra\s+em\s+vigor|wchodzi\s+w\s+życie|wejdzie\s+w\s+życie|uchwalon[ay]|podpisan[ay]\s+przez\s+prezydenta)\b|"
    r"审议通过|表决通过|会议通过|现予公布|予以公布|已公布|自\d{4}年.{0,8}起(?:施行|实施|生效)|将于.{0,14}(?:施行|实施|生效)|成立した|可決・?成立|公布された|公布され|から施行(?:する|され)|부터\s?시행|공포|본회의를?\s?통과"
)
#: which American Congress a bill lies before
CONGRESS = re.compile(r"\b(?P<n>1[01]\d)(?:th|st|nd|rd)?\)?\W{0,3}(?:Congress|CONGRESS)\b|\((?P<m>1[01]\d)(?:th|st|nd|rd)\)")
#: adopted, and it says itself that it does not bind
NOT_YET = re.compile(
    r"(?i)\b(?:not yet (?:in force|in effect|commenced|begun|entered|applicable|effective)|has not (?:yet )?(?:entered|come) into|have not (?:yet )?(?:entered|come) into|(?:is|are) prospective\b|no commencement (?:regulations|order|date)|not yet been commenced|not in force until|commencement: to be|(?:takes?|goes|into) effect next|yet to (?:be )?commence|on such (?:day|date)s? as (?:the|may)|(?:on )?a day (?:to be )?(?:fixed|appointed|set|proclaimed)|date to be (?:fixed|appointed|proclaimed)|noch nicht in kraft|pas encore (?:entrée? )?en vigueur|aún no (?:ha entrado )?en vigor|non (?:è )?ancora (?:entrat[oa] )?in vigore|nog niet in werking|bij koninklijk besluit te bepalen tijdstip|ainda não (?:entrou )?em vigor|jeszcze nie (?:wesz|obowiązuje))"
    r"|尚未(?:施行|实施|生效)|施行予定|未施行|まだ施行されていない|(?:施行|实施)日期另行|公布の日から起算して.{0,20}を超えない範囲内|아직 시행되지"
)
#: a bill that stands among the laws now
CHAPTERED = re.compile(
    r"(?i)(?:^\W*(?:\w+\s)?|\bbecame\s|\bbill\sno\.\s[\w-]+\s{1,6})public\s+(?:act|law)\s+(?:no\.?\s?)?\d|\bchapter\s+\d+,?\s+(?:statutes|laws|acts)"
)
CHAPTER = re.compile(r"(?i)(?:,|—|\()\s*chapter\s+\d+\b")
#: a bill that became law
ENACTED = re.compile(
    r"(?i)\b(?:signed\s+(?:into\s+law|by\s+(?:the\s+)?governor)|chaptered|became\s+law|became\s+public\s+law|enacted\s+as\s+(?:chapter|public|law)|received\s+royal\s+assent|royal\s+assent\s+on|royal\s+assent\s+\d+|approved\s+by\s+(?:the\s+)?governor|session\s+law|effective\s+without\s+signature|became\s+(?:an\s+)?act|signed\s+act|signed\s+(?:on\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)|assented\s+to|the\s+act\s+(?:requires|extends|creates|amends|establishes|prohibits|directs)|approved\s+(?:on\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)|chapter\s+\d+,?\s+(?:statutes|laws|acts)|secretary\s+of\s+state\s+file|filed\s+with\s+(?:the\s+)?secretary\s+of\s+state|came\s+into\s+force|is\s+in\s+force)\b|\b(?:adoptée?s?\s+définitivement|définitivement\s+adoptée?|lecture\s+définitive|aprobad[oa]\s+definitivamente|approvat[oa]\s+(?:in\s+via\s+)?definitiv\w+|definitief\s+aangenomen|bundesrat\s+[^.]{0,40}zugestimmt)\b|三讀通過|三读通过|成立(?:しました|した|し、)|본회의\s?통과"
)
#: enacted for good; what says nothing else of its force binds soon after its day
PROMULGATED = re.compile(
    r"(?i)promulgue la loi|\bexecutive order \d|promulga la seguente|a todos los que la presente|\bbecame (?:public )?law\b|\broyal assent\b|\bassented to\b|\bsigned into law\b|\bapproved by (?:the )?governor|\bchaptered\b|\bhereby ordered\b|\bfaço saber que\b|sanciono a seguinte"
)
#: an act by its number and day, where the constitution lets what says nothing else bind within weeks
NUMBERED = re.compile(
    r"(?i)^(?:loi|décret|ordonnance|arrêté)\b[^:]{0,20}\bdu \d|^(?:loi|décret|ordonnance) n[°o]|^(?:ley|ley orgánica|real decreto|real decreto-ley|orden|decreto)\b[^,]{0,30}\d+/20\d\d, de \d|^(?:legge|decreto(?:[- ]legge| legislativo)?|d\.\s?lgs\.?) \d{1,2}°? \w+ 20\d\d, n\.|^(?:lei|decreto|portaria|decreto-lei)\b.{0,12}n\.?\s?º|^(?:ustawa|rozporządzenie) .{0,60}z dnia|^(?:wet|besluit) van \d|^\W*BGBl\.|\bbundesgesetzblatt jahrgang|^(?:erste|zweite|dritte|vierte)?s?\s?\w*(?:gesetz|verordnung)\b.{0,160}\bvom \d{1,2}\. \w+ 20\d\d"
)
#: an act of the European Union by its number
EU_ACT = re.compile(
    r"(?i)^\W*(?:commission |council )?(?:implementing |delegated )?(?:regulation|directive|decision|(?:durchführungs|delegierte )?verordnung|richtlinie|règlement|directive|reglamento|directiva|regolamento|direttiva|(?:uitvoerings)?verordening|richtlijn|regulamento|diretiva|rozporządzenie|dyrektywa)\s(?:(?:d['’]exécution|délégué|de ejecución|delegado|di esecuzione|delegato|wykonawcze|delegowane) )?\((?:EU|UE|EC|CE|EG)\)"
)
#: guidance is adopted once it is final
FINAL = re.compile(
    r"(?i)\bin (?:its |their )?final (?:form|version)\b|\b(?:is|are) now final\b|\bnow final\b|\bfinali[sz]es\b|\bfinal guidance\b|(?<!when )(?<!once )(?<!until )(?<!to be )(?<!will be )(?<!be )(?<!if )\bfinali[sz]ed\b|\bthis final version\b|\bfinal version\b|\badopted on\b|\bafter (?:a )?public consultation\b|\b(?:this|these) (?:\w+ ){0,3}(?:appl(?:y|ies) from (?:today|the date of publication)|repla[cs]es? (?:our|the|its))|\bsupersedes\b|\bgilt ab sofort\b|\bin via definitiva|\bendgültige fassung|\bangenommen am\b|\bgelten seit\b|\badoptad[oa]s? el\b|\badottat[oaei] (?:il|in data)\b|\ba adopté, le\b|\bvastgesteld op\b|\badotad[oa]s? em\b|\bersetzt die (?:version|fassung)|\bversion définitive|\ba adopté (?:la présente|les présentes|définitivement)|\bapplicables? (?:à compter de|dès) (?:sa|leur) publication|\bversión definitiva|\bsustituye a\b|\bversione definitiva|\bsostituisc\w+ (?:le|la)|\bdefinitieve versie|\bversão final|\bwersja ostateczna|自(?:印发|发布)之日起(?:施行|实施|执行)|改訂版を公表|(?:を)?策定しました"
)
#: the enacting clause of American bills, which they carry from the day they are brought in
BROUGHT_IN = re.compile(
    r"(?i)\n\W*(?-i:SECTION|SEC\.?) \d+\.|\bbe it (?:therefore )?enacted by the (?:senate|house|legislature|general assembly|people|council)|\bthe people of the state of [\w ]+ do enact as follows|\bthe general assembly of [^.]{3,40} (?:hereby )?enacts\b|\bbe it resolved by the\b"
)
#: what a press release or an article tells has been decided for good
DECIDED = re.compile(
    r"(?i)\b(?:regulation|law|act|decree|order)\b.{0,20}\bwas signed\b|\b(?:signed?s?|has signed)\b[^.]{0,60}\b(?:bill|act|law|legislation)\b|\b(?:formally|finally|today|definitively) adopted\b|\badopted (?:the|a|new) (?:\w+ ){0,4}(?:regulation|directive|law|act|rules?)\b|\bfinal (?:green light|approval|adoption)\b|\bgives? (?:the )?final\b|\broyal assent\b|\bbecomes? law\b|\bbecame law\b|\bverkündet\b|\bendgültig (?:beschlossen|verabschiedet|angenommen)|\bim bundesgesetzblatt|\bdéfinitivement adopté|\badopt(?:e|ée?s?) définitivement|\bpromulgu|\baprueba definitivamente|\baprobad[oa] definitivamente|\bapprovat[oa] (?:in via )?definitiv|\bdefinitief aangenomen|\bsancion(?:a|ou|ada)\b|表决通过|正式(?:公布|发布)|成立(?:した|し、)|公布(?:された|され)"
)
#: what a press release or an article tells is still on its way
UNDERWAY = re.compile(
    r"(?i)\bhas today proposed\b|\bwill now be (?:discussed|examined|negotiated|submitted|put)|\b(?:remains a proposal|(?:still|now) (?:has|have|needs?|must) (?:to )?(?:be )?(?:pass|adopt|approv|endors|vote)\w*|will now have to be|before it can be (?:formally )?adopted|not yet (?:law|adopted|been adopted)|no (?:floor )?vote has been|has yet to (?:take|vote|pass|adopt)|the bill (?:would|now goes|heads|moves)|would (?:still )?need to be (?:approved|adopted)|awaits? (?:a vote|the governor|adoption|approval))"
)
#: a title that says a rule binds now
BINDS_NOW = re.compile(
    r"(?i)\b(?:(?:fully\s)?appl(?:y|ies) (?:from|as of) (?:today|now)|from today|enters? into force|(?:come|go)(?:es|s)? into (?:force|effect)|takes? effect|now in (?:force|effect)|now appl(?:y|ies)|start(?:s)? to apply|begin(?:s)? to apply|in kraft(?: getreten)?$|tritt (?:\w+ ){0,4}in kraft|gilt ab (?:heute|sofort)|entre en vigueur|entra (?:hoy )?en vigor|entra in vigore|treedt in werking|entra em vigor|wchodzi w życie)\b|正式施行|今起施行|正式生效|が?施行(?:$|され)"
)
