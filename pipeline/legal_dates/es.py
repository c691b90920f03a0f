"""Legal dates in Spanish: BOE, Latin American law, EU law in Spanish, public hearings."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, Term, anchor_of, by_numbers, nothing, triggers
from pipeline.legal_dates.numerals import one_of, spanish
from pipeline.legal_dates.romance import counted, fixed, month_start, named_day, some_day
from policywatch.types import DateKind

_NAMES = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)} | {"setiembre": 9}
_WORDS = spanish()
_WORD = one_of(_WORDS)
_N = rf"(?P<n>\d{{1,4}}|(?:{_WORD}))(?:\s\(\d+\))?"
_UNIT = r"\s(?P<unit>días?|semanas?|mes(?:es)?|años?)(?:\s(?P<work>hábiles|laborables)|\s(?:naturales|corridos|calendario))?"
_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile(r"(?i)publica|hoy"),
    "entry_into_force": re.compile(r"(?i)entrada en vigor|entrada en vigencia|vigencia"),
    "enactment": re.compile(r"(?i)promulga|aprobación|aprobad|sanción"),
    "signature": re.compile(r"(?i)firma|suscripción"),
}
_ACT = r"(?:publicación|publicado|publicada|publique|entrada en vigor|entrada en vigencia|vigencia|entre en vigor|promulgación|aprobación|sanción|firma|suscripción)"
_ANCHOR = rf"(?P<anchor>(?:(?:la|el|de|del|al|su|fecha|día|siguiente|a|desde|partir|esta|este|ley|contados|contado|se|haya|sido|que|presente|oficial)\s){{0,9}}{_ACT})"
_AFTER = r"(?:después de|desde|siguientes? a|a partir de|a contar desde|a contar de|contados (?:a partir de|desde)|tras|posteriores a|de|a partir del día siguiente (?:a|al de)|siguiente al de|luego de)"


def _a_month(match: re.Match[str]) -> Term:
    return Term(1, "month" if match["unit"].lower() == "mes" else "year", anchor_of(match["anchor"], _ANCHORS))


_TERMS = (
    (
        re.compile(rf"(?i)primer día del (?:(?P<n>{_WORD})\s)?mes (?:siguiente|posterior)\s(?:a|al de)\s{_ANCHOR}"),
        month_start(_WORDS, _ANCHORS),
    ),
    (re.compile(rf"(?i)\bprimer día del mes siguiente\s(?P<n>(?!))?(?:a|al de)\s{_ANCHOR}"), month_start(_WORDS, _ANCHORS)),
    (re.compile(rf"(?i)primer día del (?:trimestre|semestre|año)(?: natural)? siguiente\s(?:a|al de)\s{_ANCHOR}"), some_day(_ANCHORS)),
    (
        re.compile(
            rf"(?i)\b(?P<n>\d{{1,3}}\.?[ºo°]|(?:{_WORD}))\s(?P<unit>día)(?:\s(?P<work>hábil))?\s(?:siguiente|posterior)\s(?:a|al|al de|de|del de)\s{_ANCHOR}"
        ),
        counted(_WORDS, _ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b{_N}{_UNIT},?\s(?:contados?\s|a contar\s)?(?:a partir del|desde el|siguientes? al|desde)\s(?:día (?:hábil )?)?siguiente\s(?:hábil\s)?(?:a|al|al de|de|del de)\s{_ANCHOR}"
        ),
        counted(_WORDS, _ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b(?:el|al|del|un|mismo|desde|partir del) día (?P<work>hábil )?siguiente\s(?:hábil\s)?(?:a|al|al de|de|del de)\s{_ANCHOR}"
        ),
        fixed(1, _ANCHORS),
    ),
    (re.compile(rf"(?i)\b{_N}{_UNIT},?\s{_AFTER}\s{_ANCHOR}"), counted(_WORDS, _ANCHORS)),
    (
        re.compile(rf"(?i)\b{_N}{_UNIT}\s(?P<anchor>(?:de su|de la|desde su|tras su|a partir de su|de haber sido|de que sea)\s{_ACT})"),
        counted(_WORDS, _ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b(?:a partir de|desde|el (?:mismo )?día de|en la fecha de|con|al momento de)\s(?P<anchor>(?:la fecha de\s|el día de\s)?(?:su|la)\s{_ACT})"
        ),
        fixed(0, _ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b{_N}{_UNIT},?\s(?:después de|desde|siguientes a|a partir de|a contar desde|contados (?:a partir de|desde)|tras|después)\s(?:del|la|el|su|sus|esta|este|dicha|dicho|que|recibi\w+)(?!\s?\d)\s[^.,;]{{2,60}}(?<![\s\d])"
        ),
        counted(_WORDS, _ANCHORS),
    ),
    (re.compile(rf"(?i)\b(?P<n>al) (?P<unit>mes|año)\s(?:siguiente\s)?(?:de|desde)\s{_ANCHOR}"), _a_month),
    (
        re.compile(
            rf"(?i)\b{_N}{_UNIT}\s(?:a (?:partir|contar) de|desde|contados desde)\s(?P<anchor>hoy|(?:la )?fecha de hoy|el día de hoy)\b"
        ),
        counted(_WORDS, _ANCHORS),
    ),
    (re.compile(rf"(?i)\b(?:en|dentro de)\s{_N}{_UNIT}(?=\s*(?:[.,;)]|$))"), counted(_WORDS, _ANCHORS)),
)
_DAYS = (
    (
        re.compile(
            rf"(?i)\b(?P<d>1\.?[º°]|1er|1ro|primero|\d{{1,2}})\s(?:de\s)?(?P<month>{'|'.join(_MONTHS)})\s?,?\s?(?:de\s|del\s)?(?:año\s)?(?P<y>(?:19|20)\d\d)\b"
        ),
        named_day(_MONTHS, "primero"),
    ),
    (re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>20\d\d)(?!\d|[/.-]\d)"), by_numbers),
    *ISO_DAYS,
)
_COMMENT = r"(?:consulta(?:\s+(?:p[úu]blica|previa))?|audiencia(?:\s+e\s+información|\s+pública)?|alegaciones|observaciones|aportaciones|comentarios|contribuciones|trámite\s+de\s+audiencia|información\s+pública|opiniones|sugerencias|respuestas|propuestas)"
_BEFORE = {
    DateKind.EFFECTIVE: r"""
        \bentrada\s+en\s+(?:vigor|vigencia)\b[^;]{0,60}?\b(?:tendrá\s+lugar|tiene\s+lugar|se\s+producirá|se\s+produce|será|está\s+prevista)\b
        | \bentr(?:a|an|ará|arán|aría|arían|ó|aron|ar|e|ando)\s+en\s+(?:vigor|vigencia)\b
        | \b(?:puesta|entrada)\s+en\s+(?:vigor|vigencia)\b(?:\s+(?:se\s+)?(?:aplaza|pospone|prorroga|retrasa|difiere|fija)\s+(?:hasta|al|para))?
        | \b(?:surt(?:e|en|irá|irán|ió)|produc(?:e|irá|en|irán)|tendrá|tendrán)\s+(?:plenos\s+)?efectos?\b
        | \b(?:comenzará|empezará|comienza|empieza)\s+a\s+regir\b
        | \b(?:entra|entrará|entrarán|comenzarán|pasa|pasará)\s+a\s+regir\b
        | \b(?:comenzará|iniciará|empezará|inicia|comienza)\s+su\s+(?:vigencia|vigor)\b
        | \bregir(?:á|án)\b
        | \b(?:rige|rigen)\b
        | \bvigente\s+desde
        | \b(?:fecha|inicio)\s+de\s+(?:(?:la|su)\s+)?(?:vigencia|vigor)\b(?:\s+es)?
        | \bdesp(?:liega|liegan|legará)\s+(?:sus\s+)?efectos\b
        | \ben\s+vigor\s+desde
        | \bvigentes\s+desde
        | \ben\s+(?:vigor|vigencia)\s+(?:el|a\s+partir)\b
        | \bfecha\s+de\s+(?:inicio\s+de\s+)?(?:efectos|efectividad)\b
    """,
    DateKind.APPLICATION: r"""
        \b(?:será|serán|es|son|resultará|resultarán)\s+(?:\w+\s+)?(?:aplicables?|exigibles?|de\s+aplicación|obligatori[oa]s?|de\s+obligado\s+cumplimiento)\b
        | \bse\s+aplicar(?:á|án|ía|ían)\b
        | \b(?:aplaza|pospone|retrasa|difiere)\w*\b[^;\d]{0,20}?\baplicación\b
        | \baplicación\s+(?:general|plena)\b
        | \baplicación\b[^;\d]{0,40}?\b(?:comienza|comenzará|empieza|empezará|arranca|arrancará|se\s+inicia|se\s+iniciará|inicia|iniciará)\b
        | \b(?:obligaciones|obligación|prohibici(?:ón|ones)|requisitos|reglas|normas|deberes)\b[^;\d]{0,60}?\b(?:empiezan|comienzan|comenzarán|empezarán|arrancan|arrancarán|nacen|vinculan)\b
        | \bse\s+aplican?\b
        | \b(?:comenzará|empezará|comenzarán|empezarán|comenzó|empezó|comienza|comienzan)\s+a\s+aplicarse\b
        | \baplicables?\s+(?:a\s+partir|desde)\b
        | \bregir(?:á|án)\s+para\b
        | \baplicación\b[^;\d]{0,40}?\b(?:se\s+(?:aplaza|pospone|retrasa|difiere)|aplazad[oa]|pospuest[oa])\b[^;\d]{0,20}
        | \baplicarán\b[^;\d]{0,60}?\b(?:a\s+partir\s+del|desde\s+el)
        | \bfecha\s+de\s+aplicación\b
        | \bobligatori[oa]s?\s+(?:a\s+partir|desde)\b
        | \b(?:deberán|deben|deberá|debe)\s+(?:cumplir|ajustarse|observar)\b[^;]{0,60}
        | \bexigibles?\b
    """,
    DateKind.COMMENT_CLOSE: rf"""
        \b{_COMMENT}\b[^;]{{0,120}}?\b(?:hasta|antes|finaliza\w*|concluye|concluirá|termina|plazo|vence|cierra|abierta|abierto|presentarse|remitirse|enviarse|hacerse|estará|presentar|remitir|enviar|será|recibirse|recibirán|a\s+más\s+tardar|del(?=\s+\d[^;]{{0,34}}\bal\b)|de(?=\s+(?:\d+|\w+)\s+(?:días|semanas|meses)\b)|durante|por\s+un\s+plazo|dentro\s+de|en\s+(?:el|un)\s+(?:plazo|término)\s+de)\b(?:\s+(?:hasta|el))*
        | \bplazo\b[^;]{{0,60}}?\b(?:alegaciones|observaciones|aportaciones|consulta|comentarios|remisión|envío|presentación|participación|audiencia|opiniones|sugerencias)\b[^;\d]{{0,60}}
        | \b(?:cierre|fin|término)\s+de\s+la\s+consulta\b
        | \bfecha\s+(?:límite|tope|de\s+cierre)\b[^;\d]{{0,60}}
        | \b(?:present|formul|remit|env|hacer\s+llegar|aport)\w*\b[^;\d]{{0,30}}?\b(?:observaciones|alegaciones|comentarios|aportaciones|sugerencias)\b[^;\d]{{0,80}}?\b(?:en\s+el\s+plazo\s+de|en\s+un\s+plazo\s+de|dentro\s+de|antes|hasta|a\s+más\s+tardar)\b
        | \b(?:participar|opinar|contribuir)\b[^;\d]{{0,60}}?\b(?:hasta|antes)
        | \bhasta\s+el\b(?=[^;]{{6,40}}\b(?:una|la|su)\s+(?:consulta|audiencia|información)\s+pública)
        | \b(?:cierre|clausura)\s*:
        | \bhasta\s+el\b(?=[^;]{{6,40}}\bpara\s+(?:presentar|remitir|formular|enviar|opinar|participar|realizar|hacer)\b)
    """,
    DateKind.TRANSITION_END: r"""
        \b(?:período|periodo|régimen|disposición|plazo|fase)\s+(?:transitori[oa]|de\s+(?:transición|adaptación|gracia|adecuación|transposición|cumplimiento))\b[^;]{0,100}
        | \b(?:podrán|podrá|pueden)\s+(?:seguir|continuar|mantener\w*|utilizar\w*|permanecer)\b[^;]{0,100}
        | \b(?:podrán|podrá|pueden)\s+(?!presentar|enviar|remitir|formular|participar|opinar|inscrib|solicit|consult|hacer|realizar|aportar)\w+\b[^;\d]{0,60}?\bhasta
        | \b(?:considerarán|considerará|reputarán|presumirán|entenderán)\b[^;\d]{0,60}?\bhasta
        | \bEstados\s+miembros\b[^;]{0,120}?\b(?:a\s+más\s+tardar|antes)
        | \b(?:exent[oa]s?|eximid[oa]s?|exonerad[oa]s?)\b[^;\d]{0,60}?\bhasta
        | \b(?:existentes|vigentes)\b[^;]{0,60}?\b(?:seguirán|continuarán|mantendrán|permanecerán)\b[^;]{0,40}?\bhasta\b
        | \b(?:existentes|ya\s+\w+|antigu[oa]s)\b[^;\d]{0,60}?\b(?:deberán|deben|tendrán\s+que)\b(?!\s+(?:pagar|abonar|renovar|presentarse)\b)[^;\d]{0,80}?\b(?:antes\s+del|a\s+más\s+tardar|como\s+máximo)\b
        | \btranspo\w+\b[^;]{0,60}
        | \bmedidas\s+necesarias\s+para\s+(?:cumplir|ajustarse|adaptarse|garantizar)\b[^;\d]{0,80}
        | \bponer(?:se)?\s+en\s+conformidad\b[^;]{0,50}
        | \b(?:adaptar|adecuar)(?:se|án|á)?\b[^;]{0,60}
        | \bhasta\s+el\b(?=[^;]{6,40}\bpara\s+(?:adaptar\w*|adecuar\w*|cumplir|ajustar\w*)\b)
    """,
    DateKind.ENFORCEMENT: r"""
        \b(?:sanciones|multas|régimen\s+sancionador|potestad\s+sancionadora|infracciones)\b[^;]{0,80}
        | \b(?:podrá|podrán|comenzará|iniciará|empezará|comenzarán|iniciarán)\b[^;]{0,40}\b(?:sanci\w+|multa\w*|hacer\s+cumplir|supervis\w+|inspecci\w+|fiscaliz\w+|controles)\b[^;\d]{0,60}
    """,
    DateKind.EXPIRY: r"""
        \b(?:queda|quedan|quedará|quedarán|se)\s+(?:derogad[oa]s?|deroga|derogarán|derogará|derogan|sin\s+efecto|suprim\w+)\b[^;\d]{0,40}
        | \bderogad[oa]s?\b[^;]{0,120}?\b(?:con\s+efectos?|a\s+partir|desde)\b[^;\d]{0,30}
        | \bdej(?:a|an|ará|arán|aría)\s+de\s+(?:regir|tener\s+efectos?|estar\s+en\s+vigor|aplicarse|surtir|ser|producir)\b[^;\d]{0,30}
        | \b(?:vigente|vigencia|válid[oa]|(?<!entrada\s)en\s+vigor|aplicable|prorroga\w*|prorrogad[oa]|efectos?)\s+(?:\w+\s+){0,3}hasta
        | \bválid[oa]s?\b[^;\d]{0,40}?\bhasta
        | \bexpir(?:a|ará|an|arán)\b
        | \b(?:vigencia|validez|efectos|prórroga)\b[^;\d]{0,60}?\b(?:finaliza\w*|termina\w*|concluy\w+|concluirá|expira\w*|acaba\w*|vence\w*)\b
        | \b(?:prohibición|emergencia|exención|excepción|licencia|autorización|moratoria|ley|decreto|orden|norma|medida|permiso|prórroga|vigencia|programa|piloto)\b[^;\d]{0,60}?\b(?:vence|vencerá|finaliza|finalizará|termina|terminará|concluye|concluirá)\b
        | \b(?:ya\s+no|no)\s+(?:será|estará|tendrá)\s+(?:más\s+)?(?:aplicable|vigente|válid[oa]|en\s+vigor)\b
        | \bcaduca\w*\b
        | \b(?:fecha\s+de\s+)?(?:fin|término|finalización)\s+de\s+(?:la\s+|su\s+)?(?:vigencia|validez)\b
        | \bfecha\s+de\s+(?:expiración|derogación|caducidad)\s*:
        | \b(?:vigencia|validez)\s*:\s*hasta\b
        | \bmoratoria\b[^;]{0,60}?\bhasta
        | \bsuprimid[oa]s?\b
        | \b(?:estará|permanecerá|mantendrá|tendrá)\b[^;]{0,40}?\b(?:vigor|vigente|vigencia)\b\s+hasta
        | \bcesar(?:á|án)\b
        | \bse\s+aplica(?:n|rá|rán)?\b[^;\d]{0,40}?\bhasta
        | \bperder(?:á|án)\s+(?:su\s+)?(?:vigencia|validez|eficacia)
    """,
}
_AFTER_DAY = {
    DateKind.EFFECTIVE: r"""
        \bentr(?:a|ará|arán)\s+en\s+(?:vigor|vigencia)\b
        | \b(?:surtir(?:á|án)|surten?)\s+efectos?\b
        | \bcomenzar(?:á|án)\s+a\s+regir\b
        | \bfecha\s+de\s+entrada\s+en\s+vigor
    """,
    DateKind.APPLICATION: r"""
        \b(?:será|serán|es|son)\s+(?:aplicables?|exigibles?|obligatori\w+)\b
        | \bse\s+aplicar(?:á|án)\b
        | \bdeberán\b
    """,
    DateKind.COMMENT_CLOSE: r"\b(?:para\s+(?:presentar|remitir|formular|enviar)\s+(?:alegaciones|observaciones|aportaciones|comentarios|sus)|el\s+plazo\s+(?:de|para)\s+(?:la\s+)?(?:presentación|presentar|participación|alegaciones|consulta|información\s+pública|audiencia|remisión|remitir))",
    DateKind.TRANSITION_END: r"""
        \bpara\s+(?:adaptarse|adecuarse|cumplir)
        | \b(?:podrán|podrá)\s+(?:seguir|continuar)\b(?![^;]{0,80}\bhasta\b)
        | \b(?:período|periodo|régimen|fase|plazo)\s+(?:transitorio|de\s+(?:transición|gracia|adaptación|adecuación))
    """,
    DateKind.ENFORCEMENT: r"\b(?:(?:se\s+aplicar(?:á|án)|serán\s+(?:aplicables|exigibles)|será\s+aplicable)\s+(?:(?:las?|el)\s+)?)?(?:sanciones|multas|régimen\s+sancionador|se\s+exp(?:onen|ondrán)\s+a\s+(?:\w+\s)?(?:sanciones|multas)|sancionad[oa]s?|sancionar\w*|multar\b|imponer\s+(?:\w+\s)?(?:sanciones|multas)|inspeccionar|fiscalizar|levantar\s+actas|multad[oa]s?)\b",
    DateKind.EXPIRY: r"""
        \b(?:queda|quedará)\w*\s+derogad\w+
        | \bdej(?:a|an|ará|arán)\s+de\b
    """,
}
#: who must do something by a day
_WHO = r"(?:(?:los|las|todos|todas|cada|todo|toda|el|la)\s+){1,2}(?:operador|proveedor|responsable|empresa|empleador|entidad|plataforma|organización|organizacion|fabricante|importador|distribuidor|usuario|sociedad|prestador|titular|asegurador|banco|desarrollador)\w*"
_WEAK = {
    DateKind.TRANSITION_END: r"\bhasta\s+el\b(?=[^;]{6,40},?\s[^;]{0,60}\b(?:podrán|pueden)\b)(?![^;]{0,120}\b(?:observacion|aportacion|alegacion|solicit|inscrib|recur))|\bhasta\s+el(?=[^;]{6,40}\b(?:se\s+(?:permite|permitirá|admite|admitirá|autoriza|tolera)|(?:con\s+carácter|de\s+forma|de\s+manera)\s+transitori|(?:podrán?|pueden?)\s+(?:seguir|continuar)))",
    DateKind.APPLICATION: rf"""
        (?:\ba\s+partir\s+del(?:\s+día)?|\bdesde\s+el(?:\s+día)?)(?=[^;]{{6,160}}\b(?:deberán|deberá|deben|debe|ningún|ninguna|no\s+podrán?|prohibid\w+|prohíbe|obligad[oa]s|obligatori\w+|exigi\w+|tendrán\s+que)\b)
        | \b(?:a\s+más\s+tardar|antes\s+del?|no\s+más\s+tarde\s+del?)(?:\s+el|\s+día)?(?=[^;]{{6,50}},\s{_WHO})
        | {_WHO}[^;]{{0,30}}?\b(?:deberán|deben|tendrán\s+que)\b[^;]{{0,80}}?\b(?:antes\s+del|a\s+más\s+tardar\s+el)
        | \b(?:deberán|deberá|deben|prohibid\w+|obligad\w+)\b[^;]{{0,100}}?(?:a\s+partir\s+del|desde\s+el)
    """,
    DateKind.EFFECTIVE: r"""
        \bcon\s+efectos?\s+(?:desde|a\s+partir|de)
        | \bse\s+(?:aplaza|pospone|retrasa|difiere)\b[^;\d]{0,30}
    """,
}
_LEAD = r"\s*(?:[:–—|=,-]\s*)?(?:\(?(?:como\s+)?(?:la\s+|el\s+)?(?:plena\s+)?"
#: "2 de agosto de 2026: fecha de aplicación"
_TIMELINE = {
    DateKind.EFFECTIVE: rf"{_LEAD}(?:fecha\s+de\s+)?entrada\s+en\s+(?:vigor|vigencia))",
    DateKind.APPLICATION: rf"{_LEAD}(?:fecha\s+de\s+aplicación|aplicación\s+(?:de|del|general|plena)|inicio\s+de\s+(?:la\s+)?aplicación))",
    DateKind.COMMENT_CLOSE: rf"{_LEAD}(?:cierre|fin|fecha\s+límite)\s+(?:de\s+(?:la\s+)?|del\s+(?:plazo\s+de\s+)?|para\s+)(?:consulta|alegaciones|observaciones|aportaciones|comentarios))",
    DateKind.TRANSITION_END: rf"{_LEAD}(?:fin|final|término)\s+del?\s+(?:período|periodo|régimen|plazo)\s+(?:transitorio|de\s+(?:transición|adaptación)))",
    DateKind.ENFORCEMENT: rf"{_LEAD}(?:inicio\s+(?:del\s+régimen\s+sancionador|de\s+las\s+sanciones)|régimen\s+sancionador))",
    DateKind.EXPIRY: rf"{_LEAD}(?:expiración|derogación|vencimiento|fin\s+de\s+(?:la\s+)?vigencia))",
}
#: what has been done already, whatever else is said
_DONE = r"\b(?:fue|fueron|ha\s+sido|han\s+sido)\b(?=\s+(?:\w+\s+)?(?:sancionad|multad|adaptad|aplicad|inspeccionad|condenad|utilizad))"
#: what has a day that binds nobody to the rule
_NOTHING = r"""
    \b(?:publicad[oa]s?|publicó|aprobad[oa]s?|aprobó|adoptad[oa]s?|adoptó|firmad[oa]s?|firmó|promulgad[oa]|presentad[oa]s?|presentó|declaró|afirmó|dijo|indicó|pagó|pagad[oa]|dictad[oa]s?|dictó|emitid[oa]s?|emitió|celebrad[oa]|celebró|celebrará|celebrarán|anunció|impuest[oa]s?|impuso|suscrit[oa]|suscribió|notificad[oa]|notificó|ocurrid[oa]|ocurrió|registrad[oa]|constituid[oa]|cread[oa]|creó|lanzó|inició|iniciará|iniciado|comenzó|abrió|recibió|decidió|acordó|condenó|nombrad[oa]|ratificad[oa]|fechad[oa])\b(?!\s+(?:a\s+partir|desde|hasta|antes|después|con\s+posterioridad))
    | \b(?:tendrá\s+lugar|tuvo\s+lugar|está\s+previst[oa])\b
    | \b(?:reunión|sesión|jornada|conferencia|taller|seminario|elecciones|votación|vista|comparecencia|ejercicio|año\s+(?:fiscal|natural))\b
    | \b(?:informe|memoria|evaluación|evaluará|balance)\b[^;]{0,80}?\b(?:antes\s+del?|a\s+más\s+tardar|hasta|plazo)\b
    | \b(?:solicitudes?|candidaturas?|inscripci(?:ón|ones)|inscribirse|ofertas|ayudas?|subvenci(?:ón|ones)|matrícula|postulaciones)\b[^;]{0,80}?\b(?:antes|hasta|a\s+más\s+tardar|finaliza|plazo)\b
"""

GRAMMAR = Grammar(
    language="es",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 70)
    + triggers(_WEAK, "before", 20, 60)
    + triggers(_AFTER_DAY, "after", 60)
    + triggers(_TIMELINE, "behind", 0)
    + nothing(_DONE, "before", 70, -40)
    + nothing(_NOTHING, "before", 60),
    counting=re.compile(
        rf"(?i)\b{_N}{_UNIT},?\s(?:después del|desde el|a partir del|a contar desde el|contados (?:a partir del|desde el))(?:\sdía)?\s$"
    ),
    opens=re.compile(r"(?i)\b(?:abiert[oa]s?|iniciad[oa]|inicia|comienza|comenzó|abrió|lanzad[oa])(?: desde| a partir)?(?: el| del)?\s*$"),
    foreign=re.compile(
        r"(?i)\s(?=del?\s)(?!(?:de\s(?:la\s|los\s|las\s)?|del\s)(?:presente\s|mencionad[oa]\s)?(?:ley|decreto|reglamento|directiva|orden|anuncio|resolución|real|norma|disposición|acuerdo|convenio|documento|consulta|código|reforma|modificación|texto)\b|de\s(?:esta|este|dicha|dicho)\b)"
    ),
    count=counted(_WORDS, _ANCHORS),
    lead=re.compile(r"(?i)(?:(?P<start>\b(?:desde el|a partir del|desde))|(?P<end>\b(?:hasta el|antes del))|(?P<at>\bel))(?: día)?\s*$"),
    negated=re.compile(r"(?i)(?:\bno|\ben lugar) (?:el |desde el |a partir del |del )?$"),
    not_after=re.compile(
        r"(?i)(?:(?:(?:fabricad|producid|vendid|cometid|nacid)[oa]s entre el(?: [^;]{6,34} y el)?|\d+/\d{4},?\sde|(?:mercado|servicio|celebrad[oa]s|instalad[oa]s|autorizad[oa]s|vigentes) (?:antes del|con anterioridad al)|(?:posterior|anterior)(?:es)? al|\b(?:ley|decreto|reglamento|directiva|decisión|orden|resolución|consejo|sentencia|acuerdo|versión|convenio|circular|instrucción|reunión)(?:\s[^,;]{0,40})?,?\s(?<!efectos )de|(?:anteriormente|previamente)(?: el)?|(?:aplaza|pospone|retrasa|difiere|traslada)\w*\b[^.;]{0,60}\bdel|(?:debía|debían|iba|iban|tenía que|tenían que) [^,;]{1,60} (?:el|del|al)|(?:debía|debían) (?:finalizar|terminar|concluir|vencer|expirar|cerrarse)(?: el)?|(?:finalizaba|vencía|expiraba|concluía) el|(?:inicialmente|originalmente)(?: (?:previst|fijad)[oa]s?)?(?: para)?(?: el|:)?|publicad[oa]s?(?: en (?:(?!\by\b)[^,;]){1,50})?(?: el| con fecha| de)?|firmad[oa] el|aprobad[oa]s? (?:el|por[^,;]{0,50})|adoptad[oa] el|celebrad[oa] el|de fecha|"
        r"dad[oa] en \w+,? (?:a|el)|(?:BOE|DOUE|DO)(?: núm\.? \d+)?,? de|promulgad[oa] el|dictad[oa] el)\s*)$"
    ),
    not_before=re.compile(
        r"(?i)^\s*(?:,?\s*(?:se|queda|ha\squedado|es|fue)\s(?:\w+\s)?(?:aplaz|prorrog|prorrogu|ampl|pospon|pospuest|retras|difier|difer|traslad)\w*\s(?:en\s[^,;]{1,20}\s)?(?:al|hasta)|[»”\x22]?\s*,?\s*debe(?:rá)?\s(?:decir|leerse)|[»”\x22]\s*,?\s*(?:(?:queda|se)\s)?(?:por|sustitui\w+|sustituye\w*|reemplaz\w+)\b|,\s(?:por la que|por el que|del parlamento|de protección|relativ)|\((?:BOE|DO))"
    ),
    not_in=re.compile(
        r"(?i)^\W*(?:(?:Los|La|El|Las)\s)?(?:clientes|visitantes|abonados|descuento|exposición|programa\s+de\s+recompra)\b|\b(?:impuso|multó|sancionó|ha\s+(?:impuesto|multado|sancionado))\b|"
        r"^\W*(?:El|Este)\s(?:contrato|arrendamiento)\b|\bse\s+(?:recibieron|habían\s+recibido|han\s+recibido)\b|"
        r"\b(?:mandato|contrato\s+laboral|arrendamiento|ejercicio|curso\s+escolar|temporada|licitación|subasta|patente|oferta|póliza|pasaporte|visado|préstamo|suscripción|garantía|promoción)\b[^;,]{0,60}\b(?:expira\w*|finaliza\w*|termina\w*|vence\w*|concluye\w*|cierra\w*|comienza\w*|válid[oa]|caduca\w*)\b|"
        r"\b(?:tomará|tomó|toma)\s+posesión|\bmandato\s+(?:de|del|de\s+los)\b[^;]{0,120}\b(?:expira\w*|vence\w*|concluy\w*|termina\w*|finaliza\w*)|\bdimi(?:te|tió|sión)\b|\bfue\s+nombrad[oa]\b|\bse\s+jubil\w+"
    ),
    abbreviations=re.compile(r"(?i)(?:\b(?:art|núm|n|pág|Sr|Sra|D|Dª|ap|etc|EE|UU|p|a|p\.\s?m|a\.\s?m|h)\.)$"),
)
