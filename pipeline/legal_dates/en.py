"""Legal dates in English: Federal Register, state bills, EU and UK acts."""

import re

from pipeline.legal_dates.grammar import (
    ISO_DAYS,
    Anchor,
    Grammar,
    Term,
    Unit,
    anchor_of,
    by_month_name,
    by_numbers,
    nothing,
    number,
    triggers,
)
from pipeline.legal_dates.numerals import english, one_of
from pipeline.legal_dates.romance import fixed, month_start
from policywatch.types import DateKind

_NAMES = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)} | {name[:3]: i for i, name in enumerate(_NAMES, 1)} | {"sept": 9}
_MONTH = r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_WORDS = english()
_WORD = one_of(_WORDS)
_N = rf"(?P<n>\d{{1,4}}|(?:{_WORD}))(?:\s?\(\d+\))?"
_UNIT = r"[\s-](?P<work>(?:full|calendar|business|working|consecutive|clear)\s)?(?P<unit>day|week|month|year)s?['’]?"
_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile(r"(?i)publi(?:cation|shed)|now|today|this\sdate|Federal Register|Official Journal|gazett|promulgat"),
    "entry_into_force": re.compile(
        r"(?i)(?:ent(?:ry|ers|ered|ering)|com(?:e|es|ing)) into (?:force|effect|operation)|effective date|tak(?:es|ing) effect|commencement|becomes? effective|in force"
    ),
    "enactment": re.compile(r"(?i)enact|royal assent|becom(?:es?|ing) (?:a )?law|(?:act|bill) is passed|passage|passed"),
    "signature": re.compile(r"(?i)signature|signed|signing|(?:is|are|was|were) made|date of this order|the making of"),
}
_ANCHOR = (
    r"(?P<anchor>(?:(?:the|its|their|this|that|of|on|which|day|date|in|these|is|are|was|were|a|said|latter|official|final|such|they|it|shall|have|been|regulations|act|bill|law)\s){0,9}"
    r"(?:publication|published|promulgation|gazettal|(?:receives?|receiving) (?:the )?Royal Assent|(?:entry|entering|coming|enters|comes|entered|come|goes) into (?:force|effect|operation)|effective date|takes? effect|taking effect|commencement|becomes effective|"
    r"enactment|enacted|Royal Assent|registration|registered|becom(?:es?|ing) (?:a )?law|(?:Act|Bill|Law) is passed|passage|passed|signature|signed|signing|made|laid|gazetted)"
    r"(?:\s(?:of|in)\s(?:(?:the|this|that|these|a)\s)?(?:(?:final|proposed|notice|Official|Federal|European)\s)?(?:Federal Register|Official Journal(?: of the European Union)?|Gazette|Regulations?|Act|Law|Directive|Order|rule|notice|section|bill|Decision|law|subsection|chapter))*)"
)


def _term(match: re.Match[str]) -> Term | None:
    n = number(match["n"], _WORDS)
    words = match.groupdict()
    anchor = anchor_of(words["anchor"], _ANCHORS) if words.get("anchor") else "other"
    return None if n is None else _unit(n, match["unit"].lower(), anchor, bound=bool(_WORKING.search(words.get("work") or "")))


def _unit(n: int, unit: str, anchor: Anchor, bound: bool = False) -> Term:
    if unit == "week":
        return Term(7 * n, "day", anchor, bound=bound)
    kinds: dict[str, Unit] = {"day": "day", "month": "month", "year": "year"}
    return Term(n, kinds[unit], anchor, bound=bound)


def _other(match: re.Match[str]) -> Term | None:
    n = number(match["n"], _WORDS)
    return None if n is None else _unit(n, match["unit"].lower(), "other")


#: days that holidays and weekends are taken out of cannot be counted
_WORKING = re.compile(r"(?i)business|working|clear")
_AFTER = r"(?:after|from|following|of|beginning (?:on|from|with)|starting (?:on|from)|counting from|since|as from)"
_TERMS = (
    (
        re.compile(
            rf"(?i)\bfirst day of the (?:(?P<n>{_WORD})\s)?(?:calendar )?month (?:that (?:is|begins) )?(?:next )?(?:following|after|beginning after|commencing after) {_ANCHOR}"
        ),
        month_start(_WORDS, _ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b(?P<n>\d{{1,3}}(?:st|nd|rd|th)|(?:{_WORD}))\s(?P<work>(?:calendar|business|working)\s)?(?P<unit>day|month)\s(?:following|after|from)\s{_ANCHOR}"
        ),
        _term,
    ),
    (
        re.compile(
            rf"(?i)\b(?:the (?:calendar )?day (?:immediately )?(?:following|after)|the next (?:calendar )?day (?:following|after)|(?<=[on,;:] )day (?:immediately )?(?:following|after)|next day after) {_ANCHOR}"
        ),
        fixed(1, _ANCHORS),
    ),
    (
        re.compile(
            rf"(?i)\b(?:the )?end of (?:the |a )?(?:period of )?{_N}{_UNIT}(?:\speriod)?(?:,)? (?:beginning|starting|commencing|running) (?:with|on|from) {_ANCHOR}"
        ),
        _term,
    ),
    (re.compile(rf"(?i)\b{_N}{_UNIT}(?:['’])?\s(?:period\s)?{_AFTER}\s{_ANCHOR}"), _term),
    (
        re.compile(
            rf"(?i)\b{_N}{_UNIT}\s(?:period\s)?(?:after|from|following|beginning (?:on|with))\s(?:(?:the|its|their|a|an|this|that|such|his|her)\s|[a-z]+ing\s|[A-Z]?[a-z]+ (?:of|is|are|has|have|under)\s|receipt|adoption|approval|sine die)(?!\d)[^.,;]{{2,60}}(?<![\s\d])"
        ),
        _other,
    ),
    (re.compile(rf"(?i)\b{_N}{_UNIT}\s(?:from|after)\s(?P<anchor>now|today|this\sdate)\b"), _term),
    (re.compile(rf"(?i)\bin\s{_N}{_UNIT}(?:['’]\stime)?(?=\s*(?:[.,;)]|$))"), _other),
    (re.compile(rf"(?i)\b{_N}{_UNIT}\sfrom\s(?:today|now)\b"), _other),
    (
        re.compile(
            r"(?i)\b(?:(?:up)?on|from and after|from|as (?:of|from)|starting (?:on|from)|with) (?:the )?(?:(?:day|date) (?:of |on which |that )?)?(?:(?:its|this|their) )?(?:(?:official|final) )?(?P<anchor>(?:(?:it|this (?:Act|rule|notice)|they) (?:is|are) (?:published|enacted|passed|made|signed|gazetted)|publication|promulgation|gazettal|being published|enactment|becoming (?:a )?law|signature|signing|(?:it\s)?(?:receives?\s|receiving\s)?(?:the\s)?Royal Assent|passage)(?:\sin\sthe\s(?:Federal Register|Official Journal(?: of the European Union)?|Gazette))?)"
        ),
        fixed(0, _ANCHORS),
    ),
    (re.compile(r"(?i)\b(?:immediately|effective) (?:up)?on (?P<anchor>publication|enactment|signature|passage)"), fixed(0, _ANCHORS)),
)
_DAYS = (
    (re.compile(rf"(?i)\b{_MONTH}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?:of\s)?(?P<y>(?:19|20)\d\d)\b"), by_month_name(_MONTHS)),
    (
        re.compile(rf"(?i)\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:day\sof\s|of\s)?{_MONTH},?[\s-](?P<y>(?:19|20)\d\d)\b"),
        by_month_name(_MONTHS),
    ),
    (re.compile(r"(?<![\d/])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>20\d\d)(?![\d/])"), by_numbers),
    *ISO_DAYS,
)

_COMMENT = r"(?:(?:public|written|electronic|reply|initial|interested|all)\s)*(?:comments?|submissions|objections\s+(?:and|or)\s+suggestions|suggestions|remarks|inputs|responses?|feedback|views|representations|observations|input|evidence|replies|contributions|stakeholders|respondents)"
_BEFORE = {
    DateKind.EFFECTIVE: r"""
        \bentry\s+into\s+(?:force|effect)\b[^;]{0,60}?\b(?:takes?\s+place|will\s+(?:take\s+place|occur|be)|is\s+(?:set|planned|scheduled|fixed)\s+for)\b
        | \b(?:enter|enters|entered|come|comes|came|coming|go|goes|went|brought|entering)\s+into\s+(?:force|effect|operation)\b
        | \bentry\s+into\s+(?:force|effect|application)\b
        | \b(?:take|takes|took|taking|taken)\s+(?:legal\s+)?effect\b
        | \b(?:shall|will|to)\s+have\s+effect\s+(?:from|on|as)
        | \beffective\s+dates?\b(?:[^;,]{0,60}\b(?:is|until|to|be)\b)?
        | \beffective\b(?=\s*(?::|on|as|from|is|beginning|starting|immediately|upon|until|\(|—|-|\d|(?-i:[A-Z])|the|thirty|sixty|ninety))
        | \beff\.
        | \bin\s+force\b(?=:?\s+\d)
        | \bvalid\s+from\b
        | \b(?:is|are|be|was|were|becomes?|became|remain)\s+effective\b
        | \b(?:(?:act|bill|order|law|part|chapter|title|sections?(?:\s\d[\w()]*)?|subsection|measure|determination|instrument|declaration|rule|regulation|it|this)\s+(?:shall\s+|will\s+)?commences?\b(?!\s+(?:an?|the)\b(?!\s+(?:day|date)))|(?:regulations|rules|acts?|provisions|amendments|sections\s[\w\s,]{1,30})\s+(?:shall\s+|will\s+)?commence|commencement)\b(?!\s+(?:of|orders?|regulations?))
        | \bcommencement\s+date\b
        | \bdate\s+of\s+(?:effect|commencement|coming\s+into\s+(?:force|effect|operation))\b
        | \bgo(?:es)?\s+live\b
        | \bphased\s+in\b
        | \b(?:does|do|will|would)\s+not\s+(?:kick\s+in|take\s+effect|start|become\s+law)\s+until\b
        | \bstart\s+date\b
        | \b(?:provisions|sections?|parts?|acts?|regulations|rules|it)\s+commenced\b
        | \b(?:delay|postpon|defer|push)\w*\s+(?:[\w’'-]+\s+){0,4}(?:law|act|rules?|regulation|statute|implementation)\b[^;\d]{0,20}?\b(?:to|until)\b
        | \bappointed\s+day\b[^;]{0,60}?\bis\b
        | \bbecomes?\s+(?:operative|law|binding|enforceable\s+law)\b
        | \boperative\s+(?:date|on|from)?
        | (?<!as\s)\bin\s+(?:force|effect|operation)\s+(?:from|on|as|since|beginning|starting)
        | \bshall\s+be\s+in\s+(?:full\s+)?(?:force|effect)\b(?:\s+and\s+effect)?
    """,
    DateKind.APPLICATION: r"""
        \bent(?:er|ers|ered)\s+into\s+application\b
        | \b(?:general|full)\s+application\b
        | \bapplication\b(?:,?\s(?:however|itself|by\s+contrast|in\s+turn|of\s+(?:the|its|these|those|this)\s[^;,\d]{1,50}),?)?\s+(?:only\s+)?(?:starts|begins|commences|follows)\b
        | \b(?:mov|postpon|delay|defer|push)\w*\b[^;\d]{0,30}?\b(?:start|application|applicability)\s+of\b
        | \bapplication\b[^;\d]{0,40}?\b(?:postponed|deferred|delayed|moved)\s+(?:to|until)\b
        | (?<!deadline\s)(?<!eligible\s)(?<!invited\s)(?<!how\s)(?<!wishing\s)\b(?:would|shall|will|to|does|not|must|start|starts|begin|begins|which|only|they|it|also)\s+(?:\w+\s+)?(?:apply|applying)\b(?!\s+(?:by|online|now|here|for)\b)
        | \bapplied\s+(?:\w+\s+)?(?:from|as\s+of|since|starting|beginning)\b
        | (?<!to\s)\bappl(?:y|ies|ying)\s+(?:\w+\s+)?(?:from|as|on|to|starting|beginning|in|with|for|since)\b
        | \bappl(?:y|ies)\b(?=\s+(?:\d+|[a-z]+(?:[\s-][a-z]+)?)\s(?:\(\d+\)\s)?(?:days?|weeks?|months?|years?)\b)
        | \b(?:has|have|having)\s+effect\s+(?:in\s+relation\s+to|for|only|on)
        | \bcompliance\b[^;]{0,80}?\b(?:begins?|starts?|required|by|from|deadline)\b
        | \b(?:obligations?|requirements?|dut(?:y|ies)|provisions?|rules?|bans?|prohibitions?)\b[^;]{0,60}?\b(?:begin|begins|start|starts|kicks?\s+in|binds?|bites?|lands?|take\s+hold)\b(?:\s+to\s+(?:apply|bind))?
        | \bapplicable\s+(?:from|as|on|to|starting|beginning|in|since)\b
        | \b(?:becomes?|is|are|be)\s+(?:fully\s+)?applicable\b
        | \bdate\s+of\s+application\b
        | \bapplication\s+date\b
        | \bcompliance\s+(?:date|deadline|is\s+(?:required|mandatory)|(?:with[^;]{1,80}\s)?(?:is\s+)?(?:required|mandatory)|must\s+be\s+achieved)\b[^;,]{0,40}
        | \b(?:must|shall|required\s+to|have\s+to|need\s+to|will)\s+(?:\w+\s+)?(?:comply|be\s+in\s+(?:full\s+)?compliance)\b
        | \b(?:becomes?|is|are|be)\s+(?:mandatory|binding|compulsory)\b
    """,
    DateKind.COMMENT_CLOSE: rf"""
        \b(?:re-?opened|re-?opening)\b[^;\d]{{0,40}}?\b(?:end|ends|close|closes|until|through|to)\b
        | \bha(?:ve|s)\s+(?:[\w\s-]{{1,20}},\s+)?until\b(?=[^;]{{4,70}}\b(?:submit|comment|respond|feedback|views?|reply|opinions?|say))
        | \b(?:{_COMMENT})\b[^;]{{0,140}}?\b(?:due|close[sd]?|end[s]?|deadline|welcome|invited|requested|sought|reach|submit|respond|provide|(?:be|being|accepted|are|is)\s+(?:forwarded|addressed|communicated|received|submitted|postmarked|filed|sent|accepted|lodged|returned|emailed|made|delivered|expected|provided)|(?:received|submitted|postmarked|filed|sent|accepted|lodged|returned|delivered)(?=\s+(?:by|on\s+or\s+before|within|until|through|before|after|up\s+to|from|no|not))|no\s+later|not\s+later|within(?=\s+(?:\d|(?:a\s+period\s+of\s+)?[a-z-]+\s(?:\(\d+\)\s)?(?:calendar\s)?(?:days|weeks|months)))|(?:by|until|before|through)(?=\s+(?:\d|midnight|midday|noon|close|end|cob|no|at|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|the\b|and\s+including|(?:and\s+)?including)))\b
        | \b(?:comment|consultation|feedback|submission|response)s?\s+(?:period|window|deadline|dates?)\s*:
        | \b(?:public\s+)?(?:consultation|comment)\s*:
        | \bcomments?\s+(?:due|close|closing|period|deadline|end|date|on|by|until|are|must|should|will|may)\b[^;,]{{0,60}}
        | \b(?:comment|consultation|feedback|submission|response)\s*(?:period|window|deadline|closing|close)?\s*(?:date)?\s*(?:\w+\s+){{0,6}}(?:closes?|ends?|runs?|extended|open|expires?|is|until|closing|reopened|remains?)\b
        | \b(?:consultation|call\s+for\s+(?:evidence|views|input|comments|feedback)|survey|inquiry|review|period\s+for\s+comments?)\b[^;]{{0,80}}?\b(?:closes?|shuts?|ends?|runs?|open|until|extended|closed|closing|concludes?|lasts?|finish(?:es)?|comes?\s+to\s+an\s+end|wraps?\s+up)\b
        | \b(?:closing|close|due|last)\s+(?:date|day)\b[^;,]{{0,60}}
        | \b(?:send|give|share|tell|let|have|provide|email)\b[^;]{{0,40}}?\b(?:views|comments?|feedback|say|response|thoughts|input|contribution)\b[^;,]{{0,60}}
        | \bdeadline\s+(?:for|to)\s+[^;]{{0,60}}?(?:comment|respon|submi|feedback)\w*
        | \b(?:invit|seek|request|welcom|solicit|call)\w*\s+[^;]{{0,50}}?(?:comments?|input|feedback|views|evidence|information|submissions|responses)\b[^;]{{0,100}}?\b(?:by|until|before|through)(?=\s+(?:\d|midnight|midday|noon|close|end|cob|no|at|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|the\b))
        | \b(?:comment|consultation)\s+period\b
        | \bsubmit\s+[^;]{{0,80}}?(?:comments?|views|feedback|responses?|submissions?|replies)\b
        | \b(?:respond|comment)\s+(?:(?:to|on)\s+[^;]{{1,60}}\s)?(?:by|before|no|within|until)\b
        | \b(?:open|invited)\s+for\s+(?:public\s+)?(?:comments?|consultation|feedback)
        | \bcomments?\s+(?:should|must|may)\b
        | \buntil\b(?=[^;]{{6,30}}\b(?:a|an|its)\s+(?:public\s+)?(?:consultation|call\s+for\s+evidence))
        | (?:^|[|\n])\s*(?:closes?|closing|closed|deadline)\s*[:|]
        | \b(?:and|which|it)\s+closes?\s+(?:at|on|by)\b
    """,
    DateKind.TRANSITION_END: r"""
        \b(?:transition|transitional|grace|grandfathering|phase-in|phase-out|adaptation|implementation|adjustment|cure)\s+(?:periods?|arrangements?|phase|provisions?|regime|window)\b[^;]{0,100}
        | \b(?:temporary|interim)\s+(?:\w+\s+){0,2}(?:regimes?|arrangements?|permissions?)\b[^;\d]{0,60}?\b(?:ends?|until|expires?|closes?)\b
        | \btransition\w*\b[^;\d]{0,60}?\b(?:ends?|until|by|closes?|expires?|completed?|concludes?)\b
        | \b(?:may|shall|can|will)\s+continue\s+(?!(?:to\s+be\s+)?in\s+(?:force|effect))(?:to\s+)?[^;]{0,100}
        | \b(?:brought|bring|place|placed)\s+(?:[^;]{0,60}\s)?(?:in|into)\s+(?:compliance|conformity)\b[^;]{0,80}
        | \b(?:brought|bring)\s+into\s+(?:compliance|conformity|line)
        | \bto\s+(?:comply|adapt|adjust)\b[^;]{0,30}?\b(?:until|by)
        | \bMember\s+States\s+shall\s+(?:adopt|bring\s+into\s+force|transpose|take|lay\s+down|notify|designate|ensure)\b(?:(?!\b(?:shall\s+)?apply\b)[^;]){0,140}
        | \bexisting\s+[^;]{0,80}?\b(?:remain|continue)s?\b[^;]{0,40}?\buntil\b
        | \b(?:existing|legacy|incumbent)\s+(?:[\w-]+\s+){0,5}(?:must|shall|have\s+to|need\s+to|are\s+required\s+to)\b(?!\s+(?:pay|renew|attend|vacate|be\s+(?:vacated|paid))\b)[^;\d]{0,90}?\b(?:by|before|(?:no|not)\s+later\s+than|until)\b
        | \b(?:must|shall|have\s+to|need\s+to)\s+(?:\w+\s+)?(?:be\s+)?(?:migrat|upgrad|retrofit|re-?certif|convert|switch)\w*\b[^;\d]{0,80}?\b(?:by|before|(?:no|not)\s+later\s+than|until)\b
        | \btranspos(?:e|ed|ition|ing)\b[^;]{0,80}
        | \b(?:already|been|were|lawfully)\s+(?:placed\s+on\s+the\s+market|put\s+into\s+service|in\s+use|deployed)\b[^;]{0,160}\b(?:comply|compliance|conform\w*)\b
        | \b(?:ha(?:ve|s)|gets?)\s+(?:[\w\s-]{1,20},\s+)?until\b(?![^;]{4,70}\b(?:submit|comment|respond|feedback|views?|reply|opinions?|say|appeal|lodge|file|object|pay))
        | \b(?:deemed|considered|treated\s+as|presumed)\b[^;\d]{0,60}?\b(?:until|through)\b
        | \b(?:are|is|were|been)\s+(?:given|allowed|granted|permitted)\b[^;\d]{0,40}?\buntil\b
        | \b(?:interim|transition|changeover|phase-in)\s+period\b[^;\d]{0,40}
        | \b(?:may|can)\s+(?:still\s+|also\s+|only\s+)?(?:sell|use|supply|market|distribute|operate|offer|place|continue|deploy|process|import|rely)\b[^;\d]{0,80}?\buntil\b
        | \b(?:may|can)\s+(?:still\s+|also\s+|only\s+)?(?:be\s+(?!submitted|sent|made|filed|lodged|provided|viewed|extended|given|returned|emailed|accessed)\w+|remain|keep|operate|use|sell|rely|stay)\b[^;]{0,80}?\buntil\b
        | \bha(?:ve|s)\s+(?:\w+\s+){1,3}to\s+(?:comply|adapt|adjust|conform)\b[^;]{0,40}
        | \b(?:rules?|laws?|acts?|regulations?|directives?|bills?|amendments?|it)\b[^;\d]{0,40}?\b(?:gives?|allows?|grants?)\b[^;\d]{0,40}?\buntil\b
        | \b(?:exempt\w*|excused|permitted|allowed|tolerated|(?<!compliance\sis\s)not\s+required|need\s+not)\b[^;]{0,60}?\b(?:until|before)\b
        | \btake\s+the\s+necessary\s+(?:steps|measures)\s+(?:in\s+order\s+)?to\s+(?:comply|conform|bring|ensure)\b[^;]{0,80}
    """,
    DateKind.ENFORCEMENT: r"""
        \b(?:bring|bringing|initiat(?:e|ing)|institut(?:e|ing)|pursu(?:e|ing))\s+(?:\w+\s+){0,2}(?:actions?|proceedings?|cases?|suits?)\b[^;,\d]{0,60}
        | \b(?:start|begin|commence)s?\s+(?:to\s+)?(?:enforc|inspect|fin(?:e|ing)|penali[sz]|prosecut|polic|(?:issuing|imposing|levying)\s+(?:fines|penalties))\w*\b[^;,\d]{0,40}
        | \b(?:start|begin)s?\s+(?:to\s+apply\s+)?(?:sanctions|penalties|fines|checks|audits)\b
        | \benforcement\s+(?:powers?|actions?|activities|measures|authority|period|regime)\b[^;,]{0,60}
        | \b(?:may|can|will|shall)\s+(?:\w+\s+){0,2}(?:impose|levy|assess|seek)\s+(?:\w+\s+){0,4}(?:fines?|penalt(?:y|ies)|sanctions)\b[^;\d]{0,80}
        | \b(?:enforcement\s+moratorium|moratorium\s+on\s+(?:the\s+)?enforcement)\b[^;]{0,60}
        | \b(?:may|shall|will|must|can)\s+not\s+(?:bring|initiate|commence|institute|take)\s+[^;]{0,80}?\b(?:actions?|proceedings?|claims?|enforcement)\b[^;]{0,60}?\b(?:before|until|prior\s+to)
        | \b(?:non-)?enforcement\b[^;\d]{0,40}?\bends?\b
        | \bprosecut(?:ions?|ed)\b[^;\d]{0,40}?\b(?:may|can|will|only)\b[^;\d]{0,30}
        | \b(?:will|shall|may|does)\s+not\s+(?:fine|penali[sz]e|sanction|prosecute|enforce)\b[^;\d]{0,40}
        | \benforcement\s*:
        | \b(?:be|been|is|are|becomes?)\s+(?:\w+\s+)?enforce(?:d|able)\b
        | \benforce(?:d|able)\s+(?:from|as\s+of|starting|beginning)\b
        | \benforc(?:ed?|ement|eable|es|ing)\b(?:[^;]{0,80}?\b(?:begin|begins|start|starts|commence|commences|until|before|prior|from|against|action|actions|effective|date|discretion|delayed|powers?)\b)
        | \b(?:penalt(?:y|ies)|fines?|sanctions)\b[^;]{0,80}?\b(?:appl(?:y|ies)|imposed|levied|issued|begin|start|effect|possible|assessed|available|into\s+force)\b(?:\s+(?:from|as\s+of|as\s+from|on))?
    """,
    DateKind.EXPIRY: r"""
        \bceases?\s+(?:to\s+)?(?:have\s+effect|apply|be\s+(?:in\s+force|effective|valid|operative)|to\s+apply|effect|force|operation)?\b
        | (?<!had\s)(?<!already\s)(?<!")\bexpir(?:e|es|ed|y|ation|ing)\b(?<!expired)(?!\s+of\s+(?:the|an?|such|that|any|this)\s+(?:[\w-]+\s){0,3}?(?:period|term|time|\d))(?:\s+date)?
        | \bsunsets?\b[^;,]{0,30}
        | \b(?:is|are|be|been|stand|stands|hereby|and)\s+(?:repealed|revoked|rescinded|withdrawn)\b(?:\s+(?:with\s+effect\s+from|effective|as\s+of|as\s+from|on))?
        | \brepeal(?:ed)?\b(?:\s+(?:with\s+effect\s+from|effective|as\s+of|as\s+from|on|date))?
        | \b(?:is|are|be)\s+(?:deleted|omitted|struck|removed|discontinued|abolished)\b
        | \b(?:moratorium|exemption|waiver|pilot|program(?:me)?|authori[sz]ation|sandbox|licen[cs]e|measure|scheme|designation|permit|approval|certification|derogation|order|ban|restriction|suspension|emergency|provision|section|act|law|rule)s?\b[^;]{0,60}?(?<!the\s)\bends?\b(?!\s+of)
        | \blapses?\b
        | \b(?:remains?|continues?|stays?|be|is|are)\s+(?:in\s+(?:force|effect)|valid|effective|operative)\s+(?:only\s+)?(?:until|through|till|up\s+to)
        | \bin\s+(?:force|effect)\s+(?:until|through|till)
        | \b(?:shall|will)\s+(?:apply|have\s+effect)\s+(?:only\s+)?(?:until|till|through)
        | \bterminat(?:e|es|ed)\b
        | \bno\s+longer\s+(?:be\s+)?(?:effective|valid|applicable|apply|applies|in\s+(?:force|effect))\s+(?:after|from|as\s+of|on)\b
        | \b(?:becomes?)\s+inoperative\b
        | \bwould,\s+(?:only\s+)?until\b
        | (?<!had\s)(?<!already\s)\bexpired\s+(?:on|at)\b
        | \binoperative\b(?:\s+(?:on|after))?
        | \b(?:remains?|is|are|be)\s+(?:applicable|in\s+place|operational)\s+(?:only\s+)?(?:until|through)\b
        | \b(?:exemptions?|derogations?|waivers?|relief)\b[^;]{0,50}\b(?:until|through)\b
        | \b(?:validity|life|duration)\b[^;\d]{0,50}?\b(?:ends?|finish(?:es)?|terminates?|runs\s+out)\b
        | \bruns?\s+out\b
        | \b(?:authori[sz](?:es?|ed|ing|ation)|renew(?:s|ed|ing|al)|valid|prolong\w*)\b[^;\d]{0,50}?\bthrough\b
        | \b(?:emergency|measures?|bans?|moratorium|restrictions?|orders?|waivers?|exemptions?|pilot|programmes?|schemes?|permits?|licen[cs]es?)\b[^;\d]{0,40}?\b(?:extended|prolonged|renewed)\s+(?:until|to|through)\b
        | \bend\s+(?:date\s+)?of\s+(?:validity|force)\b
        | \bvalid\s+to\b
        | \bvalid\s+for\b
        | \b(?:com(?:es?|ing)\s+to\s+an\s+end|falls?\s+away)\b
        | \bvalid\s+(?:until|through|till)
        | \bappl(?:y|ies)\b[^;\d]{0,50}?\b(?:until|through)
        | \beffective\s+(?:through|until)
    """,
}
_AFTER_DAY = {
    DateKind.EFFECTIVE: r"""
        \b(?:is|as|shall\s+be|will\s+be|being)\s+the\s+(?:effective|commencement)\s+date
        | \b(?:enters?|comes?|entered|came)\s+into\s+(?:force|effect|operation)\b
        | \btakes?\s+effect\b
        | \beffective\s+date\b
    """,
    DateKind.APPLICATION: r"""
        \b(?:shall|will|must)\s+(?:\w+\s+)?(?:apply|comply)\b
        | \b(?:becomes?|became|start(?:s|ed)?\s+to\s+be|is\s+first)\s+(?:\w+\s+)?applicable\b
        | (?<!permission\sto\s)(?<!leave\sto\s)(?<!eligible\sto\s)\bappl(?:y|ies)\b(?!\s+for\b)
        | \bcompliance\s+(?:date|deadline)\b
    """,
    DateKind.COMMENT_CLOSE: r"""
        \b(?:comment|consultation)\s+(?:deadline|closing|close)
        | \b(?:is|as)\s+the\s+(?:deadline|closing\s+date|last\s+day)\s+(?:for|to)\s+[^;]{0,40}(?:comment|respon|submi|feedback)
        | \bdeadline\s+for\s+(?:comments|responses|submissions)
    """,
    DateKind.TRANSITION_END: r"""
        \bmay\s+(?:continue|remain)\b(?![^;]{0,80}\b(?:until|through)\b)
        | \bMember\s+States\s+shall\s+(?:adopt|bring|transpose|take)\b
        | \b(?:transition|transitional|grace|grandfathering|adaptation)\s+(?:periods?|phase|arrangements?|regime)\b
    """,
    DateKind.ENFORCEMENT: r"""
        \b(?:will|shall|may|begins?|can|starts?)\s+(?:begin\s+|start\s+)?(?:to\s+)?enforc\w*
        | \b(?:may|can|will|shall)\s+(?:\w+\s+){0,2}(?:impose|levy|issue|assess|seek)\s+(?:\w+\s+){0,4}(?:fines?|penalt(?:y|ies)|sanctions)\b
        | \b(?:fines?|penalt(?:y|ies)|sanctions)\b[^;]{0,40}\b(?:may|can|will|shall)\b
        | \benforcement\s+(?:begins|starts|of|will)
        | \b(?:will|can|may|shall|could)\s+(?:\w+\s+)?be\s+(?:fined|penali[sz]ed|sanctioned|prosecuted|punished)\b
        | \b(?:will|can|may|shall)\s+(?:\w+\s+)?(?:fine|prosecute|penali[sz]e|sanction|crack\s+down|take\s+action\s+against|go\s+after)\b
        | \b(?:face|risk)s?\s+(?:\w+\s+){0,4}(?:fines?|penalt(?:y|ies)|sanctions|prosecution)\b
    """,
    DateKind.EXPIRY: r"""
        \b(?:shall|will)\s+(?:cease|expire|lapse|sunset)\b
        | \bceases?\s+to\b
        | \bexpires?\b
        | \bshall\s+have\s+no\s+(?:further\s+)?(?:force|effect)\b
        | \b(?:is|are)\s+repealed\b
    """,
}

#: who must do something by a day
_WHO = r"(?:(?:each|every|any|all)\s(?:[\w-]+\s){0,2}(?:provider|deployer|platform|operator|developer|employer|firm|controller|processor|gatekeeper|entity|person|importer|distributor|manufacturer|bank|insurer|company|undertaking|business|licensee)s?\s|(?:[\w-]+\s)?(?:providers|deployers|platforms|operators|developers|employers|firms|controllers|processors|gatekeepers|entities|importers|distributors|manufacturers|banks|insurers|companies|undertakings|businesses|organi[sz]ations|institutions|licensees|hospitals|schools|retailers|vendors|suppliers|carriers|lenders|brokers|services)\s)"
_WEAK = {
    DateKind.EFFECTIVE: r"""
        \bwith\s+effect\s+(?:from|on)\b
        | \b(?:rules?|acts?|laws?|regulations?|dates?|provisions?|requirements?|obligations?|entry|application|start|commencement|implementation|it|and)\b[^;\d]{0,80}?\b(?:postponed|deferred|delayed|moved|pushed\s+back|put\s+back)\s+(?:until|to)\b
    """,
    DateKind.APPLICATION: rf"""
        \b(?:unlawful|illegal|prohibited|banned|mandatory)\b[^;\d]{{0,40}}?\b(?:as\s+of|from|starting)\b
        | \b(?:may\s+not|shall\s+not|must\s+not|prohibited|unlawful|banned)\b[^;]{{0,120}}?\bafter
        | \b(?:by(?:\s+no\s+later\s+than)?|(?:not|no)\s+later\s+than|on\s+or\s+before|before)(?=[^;]{{6,40}},\s(?:(?:the|each|every|all|any|such|covered|existing|large|online)\s){{0,3}}(?:high-risk\s)?(?:AI\s)?(?:provider|deployer|platform|operator|developer|employer|firm|controller|processor|gatekeeper|entit|person|importer|distributor|manufacturer|bank|insurer|compan|undertaking|business|organi[sz]ation|institution|licensee|hospital|school|landlord|retailer|user|vendor|supplier|carrier|creditor|lender|broker|service)\w*\b[^;]{{0,80}}\b(?:must|shall|need\s+to|are\s+required|is\s+required|have\s+to|has\s+to)\b)
        | \b(?:from|starting|beginning|as\s+from|as\s+of|on\s+and\s+after)(?:\s+on)?\b(?=[^;]{{6,160}}\b(?:must|shall|required|prohibited|banned|unlawful|illegal|may\s+no\s+longer|may\s+not|no\s+(?:person|one|provider|operator|company|employer|deployer|platform|device|product|system)|obliged|mandatory)\b)
        | \b(?:must|shall|required|prohibited|banned|may\s+no\s+longer|obliged)\b[^;]{{0,100}}?(?:starting|beginning|as\s+from)(?:\s+(?:on|from))?\b(?!\s+(?:not|no)\s+later)
        | \b{_WHO}[^;]{{0,30}}?\b(?:must|shall|are\s+required\s+to|is\s+required\s+to|have\s+to)\b[^;]{{0,70}}?\b(?:by|before|(?:no|not)\s+later\s+than)
    """,
    DateKind.ENFORCEMENT: r"\bon\s+or\s+after\b(?=[^;]{6,90}\b(?:penalt|fine))",
    DateKind.TRANSITION_END: r"\buntil\b(?=[^;]{6,40},\s[^;]{0,60}\b(?:is|are|remains?)\s+(?:still\s+)?(?:permitted|allowed|tolerated))|\buntil\b(?=[^;]{6,60},\s[^;]{0,60}\bmay\b)",
}

_LEAD = r"\s*(?:[:–—|=,-]\s*)?(?:\(?(?:as\s+)?(?:the\s+)?(?:proposed\s+|expected\s+|general\s+|full\s+)?"
#: "2 August 2026 – date of application"
_TIMELINE = {
    DateKind.EFFECTIVE: rf"{_LEAD}(?:entry\s+into\s+(?:force|effect)|effective\s+date|commencement))",
    DateKind.APPLICATION: rf"{_LEAD}(?:date\s+of\s+application|application\s+date|application\s+(?:of|begins|starts)|compliance\s+(?:date|deadline)))",
    DateKind.COMMENT_CLOSE: rf"{_LEAD}(?:(?:comment|consultation|feedback)\s+(?:deadline|period\s+(?:ends|closes)|closes|ends)|deadline\s+for\s+(?:comments|responses|submissions)|end\s+of\s+(?:the\s+)?(?:consultation|comment)))",
    DateKind.TRANSITION_END: rf"{_LEAD}(?:end\s+of\s+(?:the\s+)?(?:transition|grace|transitional)))",
    DateKind.ENFORCEMENT: rf"{_LEAD}(?:enforcement\b|start\s+of\s+enforcement|(?:fines|penalties)\s+(?:apply|start)))",
    DateKind.EXPIRY: rf"{_LEAD}(?:expiry|expiration|sunset|repeal\s+of))",
}
#: what has a day that binds nobody to the rule
_NOTHING = r"""
    \b(?:published|issued|adopted|signed|approved|announced|released|introduced|tabled|presented|filed|lodged|held|met|convened|dated|concluded|ratified|endorsed|unveiled|imposed|fined|ruled|decided|delivered|heard|appointed|founded|established|created|launched|occurred|happened|detected|discovered|reported|updated|posted|notified|visited|inspected|arrested|acquired|merged|registered|elected|testified|wrote|spoke|voted|agreed|granted|installed|sent|received|arrived|returned|died|born|drafted|consulted|discussed|reviewed|amended|corrected|declared|said|told|noted|added|argued|printed|promulgated|stated|confirmed|proclaimed|gazetted|registered|recorded)\b(?!\s+(?:on\s+(?:or\s+after|and\s+after)|from|after|until|before|since|as\s+of|through))
    | \b(?:before|after|in)\s+(?:publishing|issuing|adopting|finali[sz]ing)\b[^;]{0,40}?\b(?:by|on)\b
    | \b(?:take|takes|took|taking)\s+place\b | \bscheduled\s+for\b | \b(?:meetings?|hearings?|workshops?|webinars?|conferences?|sessions?|summits?|elections?|votes?|events?|trials?|briefings?|inspections?|roundtables?|debates?|readings?)\b
    | \b(?:shall|must|will|to|should)\s+(?:\w+\s+)?(?:report|review|evaluate|assess|publish|finali[sz]e|issue|adopt|present|deliver|convene|meet|submit\s+(?:a|an|the|its|their)\s+(?:\w+\s+){0,3}(?:report|plan|study|evaluation|assessment|proposal|review))\b[^;]{0,60}?(?:\b(?:by|before|until|than|on)\b)?
    | \b(?:applications?|applicants|nominations?|tenders?|bids?|proposals?|registrations?|(?<!Federal\s)register|abstracts?|entries|payments?|invoices?|vacanc(?:y|ies)|grants?|funding|tickets?|rsvp|expressions\s+of\s+interest)\b(?:(?!\b(?:comes?|enters?)\s+into|\btakes?\s+effect)[^;]){0,60}?(?:\b(?:by|before|until|on|than|closes?|is|due)\b)
    | \b(?:data|figures|statistics|balance|status|situation|valued|population|information)\s+(?:is\s+|are\s+)?(?:as\s+(?:of|at)|from)\b | \b(?:fiscal|financial|calendar|reporting|tax)\s+year\b | \bminutes\s+of\b | \blast\s+(?:updated|modified|reviewed)\b
"""
_NOTHING_AFTER = r"(?<=\d\d\d\d),?\s(?:the\s)?[\w’'-]+(?:\s[\w’'-]+){0,3}\s(?:published|issued|adopted|signed|announced|released|held|met|filed|imposed|ruled|found|launched|convened|sent|received)\b"

GRAMMAR = Grammar(
    language="en",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 70)
    + triggers(_WEAK, "before", 20, 30)
    + triggers(_AFTER_DAY, "after", 60)
    + triggers(_TIMELINE, "behind", 0)
    + nothing(_NOTHING, "before", 70)
    + nothing(_NOTHING_AFTER, "after", 30, 15),
    counting=re.compile(
        rf"(?i)\b{_N}{_UNIT}\s(?:period\s)?(?:after|from|following|beginning (?:on|with|from)|starting (?:on|from)|commencing (?:on|from)|as (?:from|of))\s(?:the\s)?$"
    ),
    opens=re.compile(
        r"(?i)\b(?:open(?:s|ed|ing)?|launch(?:es|ed)?|beg[aiu]ns?|start(?:s|ed)?|commence[sd]?|(?:available|running) (?:from|since))(?: on| upon| from)?(?: the)?\s*$"
    ),
    foreign=re.compile(
        r"(?i)\s(?:of|by)\s(?:the|a|an|each|such|any|those|relevant)\s(?!(?:European|United|Republic|State|Government|Federal)\b|(?:(?:present|said|final|proposed|amending|new|above)\s)?(?:rules?|notice|acts?|regulations?|directive|orders?|law|bill|decision|decree|document|consultation|proposal|statute|code|section|part|chapter|amendments?|ordinance|statutory|instrument|agreement|treaty|convention)\b)"
    ),
    count=_term,
    lead=re.compile(
        r"(?i)(?:(?P<start>\b(?:from|as of|as from|since))|(?P<end>\b(?:by|until|before|through))|(?P<at>\b(?:on|at)))(?: the)?\s*$"
    ),
    negated=re.compile(r"(?i)(?:\bnot|\brather than|\binstead of) (?:on |from |upon )?(?:the )?$"),
    not_after=re.compile(
        r"(?i)(?:(?-i:[a-z] On)|\b(?:dated|(?:issued|published|announced|adopted|released|gazetted|signed)\s+by\s(?:(?!\b(?:shall|will|is|are|enters?|takes?|comes?|appl\w+)\b)[^,;.]){1,70}\son|(?:fiscal|taxable|tax|calendar|school|plan|reporting|accounting) (?:years?|periods?) (?:beginning|ending|ended|commencing|starting)(?: on| after| before)?|and ending|enacted (?:on|before|after)|(?:market|service|into|made|concluded|issued|granted|deployed|developed|use|existing|registered|filed|commenced|installed|who|systems|models|contracts|procured|sold|released|trained|published)(?: or [a-z ]{1,30})?,? (?:before|prior to)|published(?: in (?:(?!\band\b)[^,;]){1,60})?(?: on)?|issued(?: on)?|adopted(?: on)?|signed(?: on)?|done at \w+,?|approved(?: on)?|announced(?: on)?|enacted(?: on)?|amended(?: on| by[^,;]{1,40})?|"
        r"(?<!as )(?<!date )(?<!dates )(?<!deadline )(?<!day )(?<!end )of(?: the)?|(?:act|law|directive|regulation|decision|council|parliament|order|resolution|opinion|judgment|letter|notice|report|communication|meeting|hearing|version|agreement|treaty|charter|convention) of(?: the)?|"
        r"meeting(?: is| will be)?(?: held)? on|hearing(?: is| will be)?(?: held)? on|held on|filed(?: on)?|introduced(?: on)?|proposed(?: rule)?(?: of| on)|OJ [A-Z] ?\d+,?|(?:previously|formerly|initially|until now|earlier)(?: on)?[,:]?|FR \d[\d,]*,?\s?\(?|Fed\. Reg\. \d[\d,]*,?\s?\(?|\b(?:built|manufactured|produced|sold|made|born|occurring|committed|conducted|collected|recorded|purchased|held|filed)\s+between(?: [^;]{6,30} and)?|originally:?|"
        r"would have (?:closed|ended|expired|taken effect)(?: on)?|(?:was|were|been) (?:originally |initially |previously )?(?:scheduled|due|set|to)[^,;]{0,40}|(?:originally|previously|initially) (?:scheduled|due|set)[^,;]{0,40}|\bADs?(?:\s[\d,\s-]{0,40}(?:and\s)?)?|Airworthiness Directives?(?: \(ADs?\))?|(?:extend(?:s|ed|ing)?|postpon(?:es?|ed|ing)|delay(?:s|ed|ing)?|mov(?:es?|ed|ing)|chang(?:es?|ed|ing)|defer(?:s|red|ring)?|shift(?:s|ed|ing)?|push(?:es|ed|ing)? back|rescheduled)\b(?:(?!\b(?:shall|will|appl\w+|effect|force)\b)[^.;]){0,70}\bfrom|(?:request|requests|notice|call|calls) for (?:public )?comments?(?: and [a-z ]{1,20})? on|(?:was|were|has been|have been|had been) (?!commenced|extended|reopened|repealed|revoked|delayed|postponed|deferred|phased|applied|rescinded|terminated|enforced|suspended)\w+ed(?: (?!and\b|will\b|shall\b|is\b|takes?\b|enters?\b)[\w'’]+){0,5} on|(?:signed|published|issued|adopted|announced|released|approved|introduced|tabled|filed|held|unveiled|presented) (?:(?!and\b|effective\b|takes?\b|enters?\b|comes?\b|is\b|was\b|will\b|shall\b)[\w'’-]+ ){1,6}on|(?:opens|opened|launched|began|begun|started|ran|running)(?: on| from)?|last updated:?(?: on)?|posted(?: on)?|accessed(?: on)?|retrieved(?: on)?|born(?: on)?)\s*)$"
    ),
    not_before=re.compile(
        r"(?i)^\s*(?:,?\s?(?:is|was|has\sbeen|will\sbe|were|have\sbeen)\s(?:now\s|hereby\s|again\s)?(?:extended|moved|postponed|pushed\sback|deferred|delayed|changed|put\sback)\s(?:by\s[^,;]{1,20}\s)?(?:to|until)\b|[\x22”’'»]?,?\s*(?:(?:there\s(?:is|shall\sbe)\s)?substituted?|(?:and\s)?insert(?:ing)?|(?:should\s)?read|(?:is|are)\sreplaced|replaced?\s(?:by|with))\b|(?:(?:joint|initial|advance|direct|interim|supplemental|published) )*(?:final rules?|proposed rules?|proposal|notices?|A?NPRM|SNPRM|orders?|publication|meeting|hearing|memorandum|letter|document|RFI|request|Federal Register|guidance|report|draft|decision|announcement|executive order|rulemaking|direct final|interim|amendments?|opinion|judgment|statement|workshop|session)\b|\(?\d+ FR \d|,? at \d+ FR|version|edition|\(\d{2,3} FR)"
    ),
    not_in=re.compile(
        r"(?i)\bterms?\s+(?:of\s+office|as\s+\w+)\b[^;]{0,120}\b(?:ends?|expires?)\b|^\W*(?:(?:The|Our|Your|All)\s)?(?:\w+\s)?(?:guests|tickets?|passes|visitors|subscribers|shoppers|fans|discount|exhibition|train|share\s+buyback)\b|\b(?:takes?|took)\s+up\s+(?:the|his|her)\s+post\b|"
        r"\b(?:(?:has|have|was|were|had)\s)?(?<!\bbe\s)(?:fined|sued)\b|\b(?:imposed|levied|issued)\s+(?:a|an)\s+(?:[\w€$£.,]+\s){0,4}(?:fine|penalty|sanction)\b|"
        r"^\W*(?:The|Your|Our|His|Her|Their)\s(?:\w+\s)?(?:contract|lease|tenancy)\b|\b(?:term\s+of\s+office|(?:his|her|their)\s+(?:term|contract|mandate)|employment\s+contract|lease|tenancy|warranty|subscription|patent|trade\s?mark|offer|option|bond|loan|mortgage|insurance\s+policy|passport|visa|password|membership|voucher|coupon|promotion|[\w’']+['’]s\s+term|(?:fiscal|financial|accounting)\s+year|tender|auction|semester|season|tournament|sale)\b[^;,]{0,60}\b(?:ends?|expires?|expired|terminates?|closes?|begins?|starts?)\b|"
        r"\b(?:resign(?:s|ed|ing)|stepp?(?:s|ed|ing)\s+down|retir(?:es|ed|ing)|(?:was|has\s+been|were)\s+(?:appointed|named|promoted|hired)|takes?\s+office|took\s+office|succeeds?\s+(?:him|her|Mr|Ms))\b|"
        r"\b(?:received|reviewed|considered|analy[sz]ed)\s+(?:[\w,]+\s+){0,3}(?:comments|responses|submissions)\b(?!.*\b(?:must|extend\w*|reopen\w*|due)\b)"
    ),
    abbreviations=re.compile(
        r"(?:\b(?:No|Nos|Art|Arts|Sec|U\.S|Pub|Stat|Reg|Fed|Doc|Inc|Corp|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Ms|Dr|vs?|e\.g|i\.e|a\.m|p\.m|cf|para|paras|Cal|Rev|eff|Eff|p\. m|a\. m|H\.R|S|L|D\.C)\.)$"
    ),
)
