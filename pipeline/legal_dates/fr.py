"""Legal dates in French: laws, decrees, EU law in French, consultations."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, by_numbers, nothing, triggers
from pipeline.legal_dates.numerals import french, one_of
from pipeline.legal_dates.romance import counted, fixed, month_start, named_day, some_day
from policywatch.types import DateKind

_NAMES = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)} | {"fevrier": 2, "aout": 8, "decembre": 12}
_SHORT = {"janv": 1, "févr": 2, "fév": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "déc": 12}
_MONTHS |= _SHORT
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_WORDS = french()
_WORD = one_of(_WORDS)
_N = rf"(?P<n>\d{{1,4}}|(?:{_WORD}))(?:\s\(\d+\))?"
_UNIT = r"\s(?P<unit>jours?|semaines?|mois|ans?|années?)(?:\s(?P<work>francs|ouvrables|ouvrés)|\scalendaires)?"
_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile(r"(?i)publi|parution|aujourd|ce jour"),
    "entry_into_force": re.compile(r"(?i)entrée en (?:vigueur|application)|entre en vigueur"),
    "enactment": re.compile(r"(?i)promulgation|adoption|promulgué"),
    "signature": re.compile(r"(?i)signature"),
}
_ACT = r"(?:publication|parution|entrée en vigueur|entrée en application|promulgation|adoption|signature)"
_ANCHOR = rf"(?P<anchor>(?:(?:la|le|de|celui|celle|sa|son|leur|cette|date|jour|compter|du|présente|présent)\s|l['’]|d['’]){{0,8}}{_ACT})"
_AFTER = r"(?:après|suivant|à compter de|à compter du|à partir de|à dater de|qui suivent|qui suit|dès|de|depuis)"
_TERMS = (
    (re.compile(rf"(?i)premier jour du (?:(?P<n>{_WORD})\s)?mois (?:qui suit|suivant) {_ANCHOR}"), month_start(_WORDS, _ANCHORS)),
    (
        re.compile(rf"(?i)premier jour (?:du (?:trimestre|semestre)|de l['’]année)(?: civile?)? (?:qui suit|suivant) {_ANCHOR}"),
        some_day(_ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b(?P<n>\d{{1,3}}\s?e|(?:{_WORD}))\s(?P<unit>jour)(?:\s(?P<work>franc|ouvrable|ouvré))?\s(?:suivant|qui suit|après)\s{_ANCHOR}"
        ),
        counted(_WORDS, _ANCHORS),
    ),
    (re.compile(rf"(?i)\b{_N}{_UNIT},?\s(?:au plus tard\s)?{_AFTER}\s{_ANCHOR}"), counted(_WORDS, _ANCHORS)),
    (
        re.compile(
            rf"(?i)\b(?:lendemain\s(?:de\s|du jour de\s|du\s)|(?:le|au|du)\sjour (?:suivant|qui suit)\s(?:de\s|du jour de\s|celui de\s)?){_ANCHOR}"
        ),
        fixed(1, _ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b(?:le jour de|le jour même de|dès|à compter de|à compter du jour de|à la date de|au jour de|à partir de|dès le jour de|immédiatement après|au moment de)\s(?:la date de\s)?(?P<anchor>(?:(?:sa|la|leur)\s)?{_ACT}|(?:l['’]|son )entrée en vigueur)"
        ),
        fixed(0, _ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b{_N}{_UNIT}\s(?:après|suivant|à compter d(?:e|u)|à partir d(?:e|u)|à dater d(?:e|u)|qui suivent)\s(?:(?:la|le|son|sa|leur|cette|ce|leurs)\s|l['’]|réception|notification|délivrance)(?!\d)[^.,;]{{2,60}}(?<![\s\d])"
        ),
        counted(_WORDS, _ANCHORS),
    ),
    (
        re.compile(rf"(?i)\b{_N}{_UNIT}\s(?:à (?:compter|partir|dater) (?:de |d['’])|après )(?P<anchor>aujourd['’]hui|ce jour)\b"),
        counted(_WORDS, _ANCHORS),
    ),
    (re.compile(rf"(?i)\bdans\s{_N}{_UNIT}(?=\s*(?:[.,;)]|$))"), counted(_WORDS, _ANCHORS)),
)
_DAYS = (
    (re.compile(rf"(?i)\b(?P<d>1\s?er|premier|\d{{1,2}})\s{_MONTH}\s(?P<y>(?:19|20)\d\d)\b"), named_day(_MONTHS, "premier")),
    (re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>20\d\d)(?!\d|[/.-]\d)"), by_numbers),
    *ISO_DAYS,
)
_COMMENT = r"(?:consultation|contributions?|observations?|commentaires?|réponses?|avis|remarques|propositions|appel\s+à\s+(?:contributions?|commentaires|témoignages|manifestation)|enquête\s+publique|concertation|retours|suggestions)"
_BEFORE = {
    DateKind.EFFECTIVE: r"""
        \bentrée\s+en\s+vigueur\b[^;]{0,60}?\b(?:aura\s+lieu|interviendra|intervient|est\s+prévue|aurait\s+lieu)\b
        | \bentr(?:e|ent|era|eront|erait|eraient|é|ée|és|ées|er|ait|aient|èrent|a|ant)\s+en\s+vigueur\b
        | \bentrée\s+en\s+vigueur\b(?:\s+(?:est\s+|a\s+été\s+|initialement\s+)?(?:fixée|prévue|reportée|différée|repoussée))?
        | \bprodui(?:t|ra|sent|ront|re)\s+(?:ses\s+|leurs\s+)?effets?\b
        | \bdéplo(?:ie|iera|ient)\s+(?:ses\s+)?effets\b
        | \ben\s+vigueur\s+depuis
        | \bpren(?:d|nent|dra|dront|ant)\s+effet\b
        | \b(?:a|ont)\s+pris\s+effet\b
        | \bprise\s+d['’]effet\b
        | \bdate\s+d['’]effet\b
        | \ben\s+vigueur\s+(?:dès|le|à\s+partir|à\s+compter)\b
        | \b(?:est|sont)\s+en\s+vigueur\s+depuis
    """,
    DateKind.APPLICATION: r"""
        \b(?:est|sont|sera|seront|devient|deviennent|deviendra|deviendront|rendue?s?)\s+(?:\w+\s+)?(?:applicables?|exigibles?|opposables?|obligatoires?|effectives?)\b
        | \bs['’](?:appliqu|impos)(?:e|ent|era|eront|erait|eraient|ait|aient)\b
        | \b(?:reporte|diffère|repousse)\w*\b[^;\d]{0,20}?\bapplication\b
        | \bapplication\s+(?:générale|pleine|complète)\b
        | \b(?:application|applicabilité)\b[^;\d]{0,40}?\b(?:débute\w*|commence\w*|démarre\w*|intervient|interviendra|part)\b
        | \b(?:obligations?|interdictions?|exigences|règles|devoirs)\b[^;\d]{0,60}?\b(?:débutent|commencent|démarrent|courent|pèseront|joueront|jouent|débute|commence)\b
        | \b(?:applicables?|exigibles?)\s+(?:\w+\s+){0,3}(?:à\s+(?:compter|partir)|depuis|dès|le|au)\b
        | \bentr(?:e|ent|era|eront|er|é|ée|és|ées)\s+en\s+application\b
        | \b(?:commence|commencera|commencent|commenceront)\s+à\s+s['’]appliquer\b
        | \bappliqu(?:ent|eront)\b[^;\d]{0,60}?\bà\s+(?:partir|compter)\s+du
        | \bdate\s+d['’](?:application|applicabilité)\b
        | \bapplication\b[^;\d]{0,40}?\b(?:reportée|différée|repoussée)\s+au
        | \bmise?\s+en\s+conformité\b[^;]{0,60}
        | \bobligatoires?\s+(?:à\s+(?:compter|partir)|dès|le)\b
        | \b(?:doivent|doit|devront|devra)\s+(?:\w+\s+)?(?:se\s+conformer|respecter|être\s+conformes?|satisfaire|appliquer)\b[^;]{0,60}
    """,
    DateKind.COMMENT_CLOSE: rf"""
        \b(?:clôture|fin)\s+de\s+(?:la\s+consultation|l['’](?:enquête|appel))\b[^;\d]{{0,20}}
        | \b{_COMMENT}\b[^;]{{0,120}}?\b(?:jusqu['’]au|avant\s+le|au\s+plus\s+tard|clôtur\w+|prend\s+fin|fermée?s?|close|ouverte?|adressées?|transmises?|envoyées?|se\s+(?:termine|tien\w+|clôt\w*)|s['’]achève\w*|reçues?|soumises?|attendue?s?|d['’]ici|se\s+déroule\w*|du(?=\s+\d[^;]{{0,30}}\bau\b)|déposée?s?|formulée?s?|prolongée?|parvenir|à\s+transmettre|à\s+adresser|pendant|dans\s+(?:un\s+délai|les))\b(?:\s+d['’]ici)?
        | \b(?:présent|formul|soum|adress|transm|envo|fai(?:re|t|tes)\s+(?:parvenir|part|connaître)|communiqu)\w*\b[^;\d]{{0,30}}?\b(?:observations|commentaires|remarques|contributions?|suggestions|avis|réponses?)\b[^;\d]{{0,80}}?\b(?:dans|avant|au\s+plus\s+tard|jusqu['’]au|d['’]ici|pendant)\b
        | \b(?:répondre|contribuer|participer|s['’]exprimer|donner\s+(?:votre|leur)\s+avis)\b[^;\d]{{0,80}}?\b(?:jusqu['’]au|avant\s+le|au\s+plus\s+tard|d['’]ici)\b
        | \bjusqu['’]au\b(?=[^;]{{6,60}}\bpour\s+(?:répondre|contribuer|participer|transmettre|faire\s+(?:part|connaître)|donner|réagir|commenter|soumettre|adresser|s['’]exprimer|se\s+(?:manifester|prononcer)|formuler|envoyer))
        | \bjusqu['’]au\b(?=[^;]{{6,40}}\b(?:une|la|sa)\s+(?:consultation|concertation|enquête\s+publique)\b)
        | \b(?:clôture|fermeture)\s*:
        | \bdate\s+(?:limite|de\s+clôture)\b[^;]{{0,50}}?\b(?:contribution|réponse|consultation|commentaires|observations|participation)\w*[^;\d]{{0,30}}
        | \bdate\s+(?:limite|de\s+clôture)\b(?!\s+(?:de\s+|d['’]|pour\s+(?:la\s+)?)(?:candidature|inscription|dépôt|paiement|remise|validité))
    """,
    DateKind.TRANSITION_END: r"""
        \b(?:période|régime|dispositions?|mesures?|délai|phase)\s+(?:transitoires?|de\s+transition|de\s+grâce|de\s+(?:mise\s+en\s+conformité|adaptation|tolérance))\b[^;]{0,100}
        | \b(?:peuvent|peut|pourront|pourra)\b[^;]{0,100}?\bjusqu['’]au(?![^;]{0,60}\bpour\s+(?:répondre|contribuer))
        | \b(?:disposent|dispose|ont|auront)\b[^;]{0,60}?\b(?:jusqu['’]au|délai)\b[^;]{0,60}(?=[^;]{0,80}\b(?:conform\w+|adapter))
        | \bÉtats\s+membres\b[^;]{0,120}?\b(?:au\s+plus\s+tard|avant)
        | \b(?:existants?|existantes?|en\s+cours\s+de\s+validité)\b[^;]{0,60}?\b(?:restent|demeurent)\b[^;]{0,30}?\bjusqu['’]au\b
        | \b(?:existants?|existantes?|déjà\s+\w+|en\s+service|anciens?|anciennes?)\b[^;\d]{0,60}?\b(?:doivent|devront|doit|devra)\b(?!\s+(?:payer|régler|renouveler|se\s+présenter)\b)[^;\d]{0,80}?\b(?:au\s+plus\s+tard|avant|d['’]ici)\b
        | \btranspos\w+\b[^;]{0,60}
        | \bmett(?:ent|ront|re)\b[^;\d]{0,50}?\ben\s+conformité\b[^;\d]{0,30}
        | \bse\s+mett\w+\s+en\s+(?:conformité|règle)\b[^;\d]{0,40}
        | \b(?:sont|soient|seront|être)\s+mis(?:e|es)?\s+en\s+conformité\b[^;\d]{0,40}
        | \bmis(?:e|es)?\s+en\s+conformité\b[^;]{0,40}
        | \b(?:mesures|dispositions)\s+nécessaires\s+pour\s+(?:se\s+conformer|satisfaire|respecter|mettre)\b[^;\d]{0,80}
        | \bcontinu\w+\b[^;]{0,80}?\bjusqu['’]au
        | \b(?:exemptée?s?|dispensée?s?|exonérée?s?)\b[^;\d]{0,60}?\bjusqu['’]au
        | \b(?:réputée?s?|considérée?s?|présumée?s?)\b[^;\d]{0,60}?\bjusqu['’]au
        | \bà\s+titre\s+transitoire\b[^;\d]{0,60}
        | \b(?:doivent|doit|devront|devra)\s+être\s+(?:adaptée?s?|mise?s?\s+à\s+(?:niveau|jour)|remplacée?s?)\b[^;\d]{0,30}
        | \b(?:reste|restent|demeure|demeurent)\s+(?:utilisables?|admis(?:es?)?|autorisée?s?|valables?)\b[^;\d]{0,30}
        | \bjusqu['’]au\b(?=[^;]{6,40}\bpour\s+(?:se\s+(?:mettre|conformer)|s['’]adapter|adapter|mettre))
    """,
    DateKind.ENFORCEMENT: r"""
        \b(?:sanctions?|amendes?|contrôles?|pénalités?|astreintes?)\b[^;]{0,80}?\b(?:à\s+(?:compter|partir)|applicables?|dès|s['’]appliqu\w+|prononcées?|encourues?|infligées?)\b(?:\s+(?:à\s+(?:compter|partir)|dès))?
        | \bphase\s+(?:répressive|de\s+(?:contrôle|sanction))\b[^;\d]{0,40}
        | \bsanctionner(?:a|ont)\b[^;\d]{0,60}
        | \bmesures?\s+(?:d['’]exécution|coercitives?|de\s+contrainte)\b[^;\d]{0,60}
        | \bpouvoirs\s+(?:de\s+sanction|d['’]exécution)\b[^;]{0,60}
        | \b(?:pourra|peut|pourront|procédera|commencera)\b[^;]{0,50}\b(?:sanctionn\w+|amendes?|contrôles?|faire\s+respecter|faire\s+appliquer)\b[^;\d]{0,40}
    """,
    DateKind.EXPIRY: r"""
        \bcess(?:e|ent|era|eront)\s+(?:d['’](?:être\s+(?:en\s+vigueur|applicables?)|avoir\s+effet|appliquer|produire)|de\s+(?:produire|s['’]appliquer|porter))?\b[^;,\d]{0,40}
        | \babrogée?s?\b(?:\s+(?:à\s+compter|avec\s+effet|au))?
        | \b(?:expir(?:e|ent|era|eront)|expiration)\b(?!\s+d['’]un\s+délai)
        | \b(?:valables?|valides?)\b[^;\d]{0,40}?\bjusqu['’]au
        | \b(?:valable|valide|en\s+vigueur|applicable|prolongée?|prorogée?|reconduite?|maintenue?)s?\s+jusqu['’]au
        | \bprend(?:ra)?\s+fin\b
        | \b(?:arrive|arrivera|vient|viendra)\s+à\s+(?:échéance|expiration|terme)\b
        | \b(?:moratoire|dérogation|expérimentation|autorisation|agrément)\b[^;]{0,60}?\bjusqu['’]au
        | \bsupprimée?s?\s+(?:à\s+compter|au)
        | \b(?:validité|vigueur)\b[^;\d]{0,50}?\b(?:expire\w*|s['’]achève\w*|se\s+termine\w*|prend\s+fin)\b
        | \bcadu(?:c|qu)\w*\b
        | \b(?:date\s+de\s+)?fin\s+(?:de\s+|d['’])(?:la\s+)?(?:validité|vigueur|effet)\b
        | \b(?:durée\s+de\s+)?validité\s*:\s*(?:jusqu['’]au)?
        | \bperd(?:ent|ra|ront)?\s+(?:sa|leur|son|toute)\s+(?:validité|force\s+obligatoire|effet|vigueur)\b
        | \b(?:n['’]|ne\s+)(?:est|a|ont|sont|auront|aura|sera|seront|produi\w+)\s+plus\s+(?:en\s+vigueur|applicables?|valables?|d['’]effet)\b
        | \bs['’]appliqu(?:e|ent|era)\s+jusqu['’]au
        | \b(?:reste|demeure)\w*\s+(?:en\s+vigueur|applicables?|valables?)\s+jusqu['’]au
    """,
}
_AFTER_DAY = {
    DateKind.EFFECTIVE: r"""
        \bentr(?:e|ent|era|eront)\s+en\s+vigueur\b
        | \bpren(?:d|nent|dra|dront)\s+effet\b
        | \bdate\s+d['’]entrée\s+en\s+vigueur
    """,
    DateKind.APPLICATION: r"\b(?:s['’]appliqu\w+|(?:est|sont|seront|sera)\s+applicables?|entr\w+\s+en\s+application|devront|doivent)\b",
    DateKind.COMMENT_CLOSE: r"\b(?:le\s+délai\s+(?:de\s+consultation|pour\s+(?:répondre|contribuer))|pour\s+(?:répondre|contribuer|participer|transmettre|faire\s+part|adresser|s['’]exprimer|formuler)|date\s+limite\s+de)",
    DateKind.TRANSITION_END: r"""
        \bpour\s+(?:se\s+(?:mettre\s+en\s+conformité|conformer)|s['’]adapter)
        | \b(?:peuvent|peut|pourront)\s+continuer\b(?![^;]{0,80}\bjusqu)
        | \b(?:période|régime|phase|délai)\s+(?:transitoire|de\s+(?:transition|grâce|tolérance|adaptation))
    """,
    DateKind.ENFORCEMENT: r"\b(?:(?:s['’]appliqu\w+|sont\s+applicables|seront\s+applicables)\s+(?:les\s+)?)?(?:sanctions|amendes|s['’]expos\w+\s+à\s+(?:des\s+|une\s+)?(?:sanctions|amendes?)|encour\w+\s+(?:des\s+|une\s+)?(?:sanctions|amendes?)|sanctionn(?:er|ée?s?)|verbalis\w+|dresser\s+(?:des\s+|un\s+)?procès-verb\w+|phase\s+(?:répressive|de\s+sanction)|infliger|prononcer\s+des|(?:punis?|passibles?)\b)",
    DateKind.EXPIRY: r"""
        \b(?:est|sont|sera|seront)\s+abrogée?s?\b
        | \bcess\w+\b
    """,
}
#: who must do something by a day
_WHO = r"(?:(?:les|tous\s+les|chaque|tout|toute|le|la|l['’])\s*)(?:opérateur|fournisseur|déployeur|entreprise|employeur|responsable|éditeur|plateforme|organisme|établissement|exploitant|importateur|distributeur|professionnel|assureur|banque|fabricant|utilisateur|société|prestataire|entité|personne)\w*"
_WEAK = {
    DateKind.TRANSITION_END: r"\bjusqu['’]au\b(?=[^;]{6,34},?\s[^;]{0,60}\b(?:peuvent|pourront)\b)(?![^;]{0,120}\b(?:répondre|contribu|observation|avis|candidat|inscri|recours))|\bjusqu['’]au(?=[^;]{6,40}\b(?:(?:est|sont|reste|restent|demeure|demeurent)\s+(?:encore\s+)?(?:permis|autorisé|admis|toléré)|à\s+titre\s+transitoire|(?:peuvent|peut|pourront)\s+(?:encore|continuer)))",
    DateKind.APPLICATION: rf"""
        (?:\bà\s+(?:compter|partir)\s+du|\bdès\s+le|\bdepuis\s+le)(?=[^;]{{6,160}}\b(?:doivent|doit|devront|devra|aucune?|nul|ne\s+peu\w+|interdit\w*|obligatoire\w*|tenue?s?)\b)
        | \b(?:au\s+plus\s+tard|avant|d['’]ici)\s+(?:le|au)(?=[^;]{{6,40}},\s{_WHO})
        | {_WHO}[^;]{{0,80}}?\b(?:au\s+plus\s+tard|avant)\s+le
        | \b(?:doivent|doit|devront|devra|interdite?s?|tenue?s?|obligatoires?)\b[^;]{{0,100}}?(?:à\s+(?:compter|partir)\s+du|dès\s+le)
    """,
    DateKind.EFFECTIVE: r"""
        \bavec\s+effet\s+(?:au|à\s+compter|à\s+partir|le)
        | \b(?:reportée?|différée?|repoussée?)\s+au
    """,
}
_LEAD = r"\s*(?:[:–—|=,-]\s*)?(?:\(?(?:comme\s+)?(?:la\s+|l['’]|le\s+)?(?:pleine\s+)?"
#: "2 août 2026 : date d'application"
_TIMELINE = {
    DateKind.EFFECTIVE: rf"{_LEAD}entrée\s+en\s+vigueur)",
    DateKind.APPLICATION: rf"{_LEAD}(?:date\s+d['’]application|application\s+(?:de|du|des|générale)|entrée\s+en\s+application|mise\s+en\s+application))",
    DateKind.COMMENT_CLOSE: rf"{_LEAD}(?:clôture|fin|date\s+limite)\s+(?:de\s+(?:la\s+)?|des\s+|d['’]envoi\s+des\s+)(?:consultation|contributions|observations|réponses))",
    DateKind.TRANSITION_END: rf"{_LEAD}fin\s+(?:de\s+la\s+|du\s+)(?:période|régime|délai)\s+(?:transitoire|de\s+(?:transition|grâce)))",
    DateKind.ENFORCEMENT: rf"{_LEAD}(?:début\s+des\s+(?:contrôles|sanctions)|entrée\s+en\s+vigueur\s+des\s+sanctions))",
    DateKind.EXPIRY: rf"{_LEAD}(?:expiration|abrogation|fin\s+de\s+validité))",
}
#: what has a day that binds nobody to the rule
_NOTHING = r"""
    \b(?:publiée?s?|adoptée?s?|signée?s?|promulguée?s?|présentée?s?|déposée?s?|annoncée?s?|approuvée?s?|rendue?s?|prononcée?|infligée?|saisie?|tenue?s?|réunie?s?|examinée?s?|lancée?|créée?|conclue?s?|ratifiée?|notifiée?|constatée?|nommée?|élue?|payée?s?|a\s+(?:déclaré|affirmé|indiqué|précisé|publié|adopté|signé|prononcé|infligé|rendu|présenté|annoncé|lancé|sanctionné|condamné|ouvert|reçu|décidé|mis)|datée?|survenue?|enregistrée?|mise\s+en\s+demeure)\b(?!\s+(?:à\s+(?:compter|partir)|depuis|jusqu|après|avant))
    | \b(?:se\s+(?:tien\w+|déroul\w+|réuni\w+)|aura\s+lieu|auront\s+lieu|a\s+eu\s+lieu)\b
    | \b(?:audience|audition|réunion|séance|conférence|colloque|webinaire|atelier|élections?|vote|scrutin|rencontre|délibération|exercice|année\s+(?:civile|fiscale))\b
    | \b(?:rapport|bilan|évaluation|rend\s+compte|remet\w*|présent(?:e|era))\b[^;]{0,80}?\b(?:avant\s+le|au\s+plus\s+tard|d['’]ici)\b
    | \b(?:candidatures?|inscriptions?|s['’]inscrire|dossiers?|demandes?|offres|subventions?|postuler)\b[^;]{0,80}?\b(?:avant\s+le|au\s+plus\s+tard|jusqu['’]au|d['’]ici)\b
"""
#: what has been done already, whatever else is said
_DONE = r"\b(?:a|ont)\s+été\b(?=\s+(?:\w+\s+)?(?:appliqu|adapt|mis\w*\s+en\s+conformité|sanctionn|contrôl|condamn|utilis|exempt))"
_NOTHING_AFTER = r"(?<=\d\d\d\d),?\s(?:[\w’'-]+\s){1,6}?(?:a\s|ont\s)(?:\w+\s)?(?:publié|adopté|signé|prononcé|infligé|rendu|présenté|annoncé|lancé|sanctionné|condamné|décidé|mis)\b"

GRAMMAR = Grammar(
    language="fr",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 70)
    + triggers(_WEAK, "before", 20, 60)
    + triggers(_AFTER_DAY, "after", 60)
    + triggers(_TIMELINE, "behind", 0)
    + nothing(_NOTHING, "before", 60)
    + nothing(_DONE, "before", 70, -40)
    + nothing(_NOTHING_AFTER, "after", 20, 15),
    counting=re.compile(rf"(?i)\b{_N}{_UNIT}\s(?:après\sle|à compter du|à partir du|suivant le|à dater du)\s$"),
    opens=re.compile(
        r"(?i)\b(?:ouverte?s?|lancée?s?|débute|commencée?|commence|débutera|a débuté)(?: (?:depuis|à compter))?(?: le| du)?\s*$"
    ),
    foreign=re.compile(
        r"(?i)\s(?=d(?:e|u|es)\s|d['’])(?!(?:de\s(?:la\s|l['’])?|du\s|des\s|d['’]une?\s)(?:présente?s?\s|dite\s)?(?:loi|décret|arrêté|règlement|directive|avis|texte|ordonnance|décision|convention|accord|délibération|document|consultation|dispositions?|article|code|modifications?)\b|de\s(?:cette|ces?|celle|celui)\b)"
    ),
    count=counted(_WORDS, _ANCHORS),
    lead=re.compile(
        r"(?i)(?:(?P<start>\b(?:à (?:compter|partir) du|dès le|depuis le))|(?P<end>\b(?:jusqu['’]au|avant le|au plus tard le))|(?P<at>\b(?:le|au)))\s*$"
    ),
    negated=re.compile(r"(?i)(?:\bnon(?: pas)?|\bau lieu) (?:à |au |le |du |dès |à compter du |à la date de )?$"),
    not_after=re.compile(
        r"(?i)(?:\b(?:(?:loi|décret|arrêté|ordonnance|règlement|directive|décision|délibération|conseil|parlement européen et du conseil|circulaire|avis|séance|jugement|arrêt|version|convention|accord|rapport)(?:\s\([^)]*\)|\sn\s?[°o]\s?[\w/-]+|\s(?!(?:est|sont|sera|seront|partir|compter|entre|expire)\b)\w+){0,4}\sdu|"
        r"(?<!compter )(?<!partir )(?<!dater )(?<!effet )(?<!limite )du|(?:fabriquée?s?|produite?s?|vendue?s?|commise?s?|née?s?|construite?s?) entre le(?: [^;]{6,30} et le)?|(?:marché|service|conclue?s?|installée?s?|autorisée?s?) avant le|(?:postérieure?|antérieure?)s? au|initialement(?: (?:prévue?s?|fixée?s?))?(?: le| au| pour le| ?:)?|(?:précédemment|auparavant|jusqu['’]alors)(?: fixée?)?(?: le| au)?|(?:devait|devaient|aurait dû|auraient dû|était censée?) [^,;]{1,60} (?:le|au|du)|(?:devait|devaient) (?:expirer|prendre fin|s['’]achever|se terminer|se clore)(?: le)?|(?:expirait|prenait fin|s['’]achevait) le|publiée?s?(?: au (?:(?!\bet\b)[^,;]){1,40})?(?: le)?|signée? le|adoptée?s? le|promulguée? le|fait à \w+,? le|modifiée?s?[^,;]{0,40} du|en date du|JO(?:RF)? du|réuni le|tenue? le|daté du|susvisée? du)\s*)$"
    ),
    not_before=re.compile(
        r"(?i)^\s*(?:,?\s*(?:est|a\sété|sont|ont\sété)\s(?:\w+\s)?(?:reportée?s?|repoussée?s?|prolongée?s?|différée?s?|décalée?s?)\s(?:de\s[^,;]{1,20}\s)?(?:au|jusqu)|[»”\x22]?\s*,?\s*(?:il\s(?:faut|convient\sde)\s)?lire\b|[»”\x22]\s*,?\s*(?:(?:est|sont)\s)?remplacée?s?\b|susvisée?|modifiée?|relati(?:f|ve)|portant|\(JO)"
    ),
    not_in=re.compile(
        r"(?i)^\W*(?:(?:Les|La|Le)\s|L['’])?(?:clients|visiteurs|abonnés|remise|exposition|programme\s+de\s+rachat)\b|\b(?:a|ont)\s+(?:infligé|prononcé|sanctionné|condamné)\b|"
        r"^\W*(?:Le|Ce)\s(?:contrat|bail)\b|\b(?:contributions?|observations?|réponses?|avis|commentaires)\b[^;]{0,30}\b(?:avaient|ont|a)\s+été\s+(?:reçu|recueilli|déposé|publié)|"
        r"\b(?:mandat|contrat\s+de\s+travail|bail|exercice|année\s+(?:scolaire|universitaire)|saison|appel\s+d['’]offres|vente|brevet|offre|police|passeport|visa|prêt|abonnement|garantie|promotion|bon)\b[^;,]{0,60}\b(?:expire\w*|prend(?:ra)?\s+fin|s['’]achève\w*|se\s+termine\w*|clos\w*|commence\w*|valables?|échoit)\b|"
        r"\b(?:prend(?:ra)?|a\s+pris|prendront)\s+ses\s+fonctions|\bmandat\s+(?:de|des|du)\b[^;]{0,120}\b(?:expire\w*|prend\w*\s+fin|s['’]achève)|\bdémissionn\w+|\b(?:est|a\s+été)\s+nommée?\b|\bpart(?:ira)?\s+à\s+la\s+retraite"
    ),
    abbreviations=re.compile(r"(?i)(?:\b(?:art|n|al|p|cf|M|MM|Mme|etc|L|R|D)\.)$"),
)
