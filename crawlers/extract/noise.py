"""What changes on a page without anything having happened: taken out before two versions are compared.

Navigation, counters, "last updated" lines, relative times, rotating banners, obfuscated addresses, tokens. The rule of thumb: a lawyer who is
woken for it would be angry.
"""

import re
from collections.abc import Iterable, Sequence

from crawlers.extract.tree import Element, drop

_AWAY_TAGS = frozenset("nav footer aside form button input select dialog".split())
_AWAY_ROLES = frozenset(
    "navigation banner contentinfo search menu menubar complementary toolbar dialog alertdialog marquee timer status log".split()
)
_AWAY_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|footer|site-?header|page-?header|masthead|sidebar|pagination|pager|share|sharing"
    r"|sharethis|addthis|social|skip|skip-?link|cookies?|consent|gdpr|carousel|slider|slideshow|swiper|slick|rotator|rotating|banners?|ticker|marquee"
    r"|adverts?|advertisement|ads|adsbygoogle|sponsor(?:ed)?|promo(?:tion)?|teaser-?random|random|counter|hits|views?-?count(?:er)?|page-?views|visitors?"
    r"|visitor-?count(?:er)?|views|pageviews|last-?(?:updated?|modified|reviewed|changed)|date-?modified|time-?ago|timeago|related|recommend(?:ed|ations)?|most-?(?:read|viewed|popular)|popular|trending"
    r"|comments?-?count|likes?|rating|feedback|survey|newsletter|subscribe|print-?only|sr-only|visually-?hidden|noprint|captcha|toolbar|weather|clock|quote-of-the-day"
    r"|poll|chat|modal|popup|toast|countdown)(?:$|[\s_-])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

_DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?\d{4}"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2},?\s+\d{4}|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?,?)"
)
_TIME = r"(?:(?:at|um|à|a las|,|-|–|t)?\s*\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:a\.?m\.?|p\.?m\.?|uhr|z|utc|gmt|[a-z]{3,4})?)"
_UPDATED = (
    r"(?:(?:page|site|content|document|this page(?: was)?|diese seite|seite|page web|página)?\s*(?:was\s*)?(?:last|date)?\s*-?\s*"
    r"(?:updated?|modified|reviewed|changed|edited|refreshed|generated|rendered|retrieved|printed|accessed)(?:\s+(?:on|at|date|time))?"
    r"|current (?:date|time)|today(?: is|'s date)?|zuletzt (?:aktualisiert|geändert|bearbeitet)(?: am)?|letzte (?:aktualisierung|änderung|bearbeitung)|stand|dernière (?:mise à jour|modification)"
    r"|mis(?:e)? à jour(?: le)?|date de (?:mise à jour|modification)|última (?:actualización|modificación)|actualizado(?: el)?|fecha de actualización|ultimo aggiornamento"
    r"|laatst (?:bijgewerkt|gewijzigd)|senast uppdaterad|最后更新|最近更新|更新(?:日期|时间|日)?|最終更新日?|修改时间|今天是|现在是|打印时间|최종수정일?|최종 업데이트)"
)
_NUMBER = r"[\d.,'\u00a0\u202f ]*\d(?:\s*(?:k|m|万|千|tsd\.?|mio\.?))?"
_COUNTED = (
    r"(?:(?:total|page|unique|all[- ]time|number of)?\s*(?:views?|visits?|visitors?|hits?|reads?|downloads?|likes?|shares?|comments?|followers?|clicks?|people (?:online|viewing)|users? online"
    r"|aufrufe|besucher|zugriffe|kommentare|vues?|visites?|visiteurs?|lectures?|commentaires?|visitas?|lecturas?|comentarios?|accessi|reads)"
    r"|阅读(?:量|次数|数)?|浏览(?:量|次数|数)?|点击(?:量|次数|数|率)?|访问(?:量|次数|人数)?|点赞数?|评论数?|閲覧数|アクセス数?|조회수?|当前在线)"
)
_AGO = (
    r"(?:(?:about|over|almost|vor|il y a|hace|circa)\s+)?(?:\d+|an?|one|einer?|einem|une?|un[ao]?)\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?"
    r"|sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|secondes?|heures?|jours?|semaines?|mois|ans?|segundos?|minutos?|horas?|días?|semanas?|meses|años?)"
    r"(?:\s+ago)?|\d+\s*(?:秒|分钟|小时|天|周|个月|月|年|分|時間|日|週間|か月)前|just now|yesterday|today|gestern|heute|hier|aujourd'hui|ayer|hoy|刚刚|昨天|今天"
)
_RELATIVE = re.compile(
    r"\b(?:(?:about|over|almost)\s+)?(?:\d+|an?|one)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago\b|\bvor\s+(?:\d+|einer?|einem)\s+(?:Sekunden?|Minuten?|Stunden?|Tage?n?|Wochen?|Monate?n?|Jahre?n?)\b|\bil y a\s+(?:\d+|une?)\s+(?:secondes?|minutes?|heures?|jours?|semaines?|mois|ans?)\b|\bhace\s+(?:\d+|un[ao]?)\s+(?:segundos?|minutos?|horas?|días?|semanas?|meses|años?)\b|\d+\s*(?:秒|分钟|小时|天|周|个月|年|時間|日間?|週間|か月)前",
    re.I,
)
#: whole lines (or whole parts of a line between bars) that say nothing
_NOISE_LINE = re.compile(
    rf"^\W*(?:{_UPDATED}\W*(?:{_DATE}\W*)*{_TIME}?(?:\W*by\b.{{0,60}})?"
    rf"|{_UPDATED}\W*(?:{_AGO})"
    rf"|{_COUNTED}\W*{_NUMBER}(?:\s*(?:次|人|回))?|{_NUMBER}\s*(?:次|人|回)?\s*{_COUNTED}"
    rf"|(?:posted|published)?\W*(?:{_AGO})"
    r"|(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\s*[ap]m)?(?:\s*[a-z]{3,4})?"
    r"|(?:©|\(c\)|copyright)\W.{0,120}"
    r"|(?:print|share|tweet|e-?mail|back to top|top|skip to (?:main )?content|menu|search|close|loading\W*|please wait\W*|drucken|teilen|imprimer|partager|imprimir|compartir|打印|分享|关闭|返回顶部)"
    r"|(?:session|request|reference|trace|build|version)[ -]?(?:id|no|number|#)\W*[\w-]{4,80}"
    r"|page (?:generated|rendered|loaded|served) in\W.{0,60}"
    r")\W*$",
    re.I,
)
#: such words inside a longer line are cut out of it
_NOISE_PART = re.compile(
    rf"[(\[–|·•-]?\s*\b{_UPDATED}\s*[:：]?\s*(?:on\s+)?(?:{_DATE})(?:\W{{0,3}}{_TIME})?\s*[)\]]?|(?:{_COUNTED})\s*[:：]\s*{_NUMBER}(?:\s*次)?|[(\[]\s*{_NUMBER}\s*{_COUNTED}\s*[)\]]",
    re.I,
)
_EMAIL = re.compile(
    r"\[email\W?protected\]|[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\{at\}|\s+at\s+(?=[\w-]{1,40}\s?(?:\(dot\)|\[dot\])))\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\]|\(punkt\))\s?[\w-]{1,63}){1,4}|[\w.+-]{1,64}@",
    re.I,
)
_TOKEN = re.compile(r"\b(?=[0-9a-f-]*\d)(?=[0-9a-f-]*[a-f])[0-9a-f]{8}(?:-?[0-9a-f]{4}){2,6}-?[0-9a-f]{0,12}\b", re.I)
_SPACE = re.compile(r"\s+")
_PUNCT = re.compile(r"^\W+$")
#: rules below never run over more than this at once
_LINE_CHARS = 2_000


def quieten(root: Element, ignore: Iterable[Element] = ()) -> None:
    """Takes the parts of a page out that are not its content, unless they are most of it."""
    body = root.find("body")
    if body is None:
        return
    for element in list(ignore):
        drop(element)
    total = max(1, _weight(body))
    for element in list(body.iterdescendants()):
        if isinstance(element.tag, str) and is_away(element) and element is not body and 2 * _weight(element) < total:
            drop(element)


def _weight(element: Element) -> int:
    return sum(len(text) for text in element.itertext())


def is_away(element: Element) -> bool:
    """Whether an element is, by its name, navigation, a counter, a banner or the like."""
    if element.tag in _AWAY_TAGS and not (element.tag == "form" and element.find(".//p") is not None):
        return True
    if element.tag in ("html", "body", "main", "article", "td", "tr", "table", "tbody"):
        return False
    if (element.get("role") or "") in _AWAY_ROLES or "data-cfemail" in element.attrib:
        return True
    if element.tag == "header" and element.getparent() is not None and element.getparent().tag not in ("article", "section", "main", "li"):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:400]
    return bool(names.strip()) and bool(_AWAY_NAMES.search(_CAMEL.sub("-", names)))


def quiet_lines(lines: Sequence[str]) -> list[str]:
    """The lines without those, and without those words, that change by themselves."""
    found = []
    clocks = _clock_lines(lines)
    for i, line in enumerate(lines):
        if i in clocks:
            continue
        parts = [_quiet(part) for part in line[:_LINE_CHARS].split(" | ")]
        kept = " | ".join(part for part in parts if part and not _PUNCT.match(part))
        rest = line[_LINE_CHARS:]
        if kept or rest:
            found.append(kept + rest)
    return found


def _quiet(part: str) -> str:
    """One line or cell, or nothing."""
    clean = _SPACE.sub(" ", part).strip()
    if len(clean) <= 200 and (_NOISE_LINE.match(clean) or _only_counts(clean) or _only_stamp(clean)):
        return ""
    clean = _EMAIL.sub("[e-mail]", clean)
    clean = _RELATIVE.sub("", _NOISE_PART.sub("", _TOKEN.sub("", clean)))
    return _SPACE.sub(" ", clean).strip()


_WORDS = re.compile(r"[^\W\d_]+")
_COUNT_WORDS = frozenset(
    "number of total page unique all time the this article story document views view viewed visits visitors visitor hits hit reads read downloads download times likes like "
    "shares share comments comment followers online users user people and now currently today guests guest members votes rating ratings k m aufrufe besucher zugriffe kommentare "
    "mal gelesen vues visites visiteurs lectures commentaires fois lu visitas lecturas comentarios veces".split()
)
_COUNTED_WORDS = frozenset(
    "views view viewed visits visitors hits reads read downloads likes shares comments comment followers online aufrufe besucher zugriffe kommentare gelesen vues visites "
    "visiteurs lectures commentaires lu visitas lecturas comentarios votes ratings".split()
)
_STAMP_WORDS = frozenset(
    "last updated update modified reviewed changed edited refreshed generated retrieved accessed printed aktualisiert aktualisierung geändert änderung bearbeitet modification jour actualización actualizado modificación aggiornamento bijgewerkt gewijzigd uppdaterad".split()
)
_STAMP_FILLERS = frozenset(
    "date time page site content document this was on at by the of is it has been web website zuletzt am um letzte stand der seite uhr dernière mise à le date de la página última el fecha "
    "ultimo laatst senast current am pm utc gmt est edt cet cest bst a m p "
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december mon monday tue tuesday wed wednesday thu thursday fri "
    "friday sat saturday sun sunday januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril "
    "mayo junio julio agosto septiembre octubre noviembre diciembre montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche st nd rd th".split()
)
_WEEKDAY_DATE = re.compile(
    r"^(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?,?\s+(?:\d{1,2}\s+[a-z]{3,9}|[a-z]{3,9}\s+\d{1,2})(?:st|nd|rd|th)?,?\s+\d{4}$|^今天是?\W?\d{4}年\d{1,2}月\d{1,2}日.{0,8}$",
    re.I,
)


def _only_counts(text: str) -> bool:
    """Whether a line holds a number and, besides, only words that count readers."""
    words = [word.lower() for word in _WORDS.findall(text)]
    return any(c.isdigit() for c in text) and bool(_COUNTED_WORDS.intersection(words)) and _COUNT_WORDS.issuperset(words)


def _only_stamp(text: str) -> bool:
    """Whether a line says when the page was touched, and nothing else."""
    words = [word.lower() for word in _WORDS.findall(text)]
    return any(c.isdigit() for c in text) and bool(_STAMP_WORDS.intersection(words)) and (_STAMP_WORDS | _STAMP_FILLERS).issuperset(words)


def _clock_lines(lines: Sequence[str]) -> set[int]:
    """Places of a bare day above the content: today's date in the head of the page."""
    first = next((i for i, line in enumerate(lines) if len(line) > 60), 0)
    return {i for i in range(min(first, len(lines))) if _WEEKDAY_DATE.match(lines[i].strip())}


def unordered(lines: Sequence[str]) -> str:
    """The lines without their order: what is compared, so that a list that is sorted anew is no news."""
    return "\n".join(sorted(lines))
