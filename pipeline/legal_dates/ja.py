"""Legal dates in Japanese: laws with supplementary provisions, ministry notices, calls for comments."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, Term, Unit, anchor_of, by_numbers, triggers
from pipeline.legal_dates.han import HAN, han_day, han_number, range_end
from policywatch.types import DateKind

_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile("公布|公表|公示|告示|公開"),
    "entry_into_force": re.compile("施行|発効|適用"),
    "enactment": re.compile("成立|制定"),
    "signature": re.compile("署名"),
}
_UNITS: dict[str, tuple[int, Unit]] = {"週": (7, "day"), "週間": (7, "day"), "月": (1, "month"), "年": (1, "year")}
_N = rf"(?P<n>\d{{1,4}}|[{HAN}]{{1,5}})\s*(?:[かカヶケ箇]\s*)?(?P<unit>日|週間|週|月|年)(?:間)?"
_ANCHOR = r"(?P<anchor>(?:この(?:法律|政令|省令|規則)の?|本法の?|法の?)?(?:公布|公表|公示|告示|公開|施行|発効|成立|制定|署名)(?:の日|日)?)"


def _term(match: re.Match[str]) -> Term | None:
    n = han_number(match["n"])
    if n is None:
        return None
    factor, unit = _UNITS.get(match["unit"], (1, "day"))
    bound = bool(re.search("超えない|以内で|範囲内", match[0]))
    return Term(n * factor, unit, anchor_of(match["anchor"], _ANCHORS), bound=bound)


def _same_day(match: re.Match[str]) -> Term:
    return Term(0, "day", anchor_of(match["anchor"], _ANCHORS))


def _next_day(match: re.Match[str]) -> Term:
    return Term(1, "day", anchor_of(match["anchor"], _ANCHORS))


_TERMS = (
    (
        re.compile(
            rf"{_ANCHOR}(?:から|より)?(?:起算して|起算し)?、?{_N}(?:を?(?:超えない範囲内?(?:において|で)(?:[^。、]{{0,12}}で定める日)?|経過した(?:日|時)?(?:の翌日)?|経過する(?:日|まで)|以内|後|を?目途|間)?)(?:の日)?"
        ),
        _term,
    ),
    (re.compile(rf"{_ANCHOR}の翌日"), _next_day),
    (re.compile(r"(?P<anchor>(?:改正)?法の施行の日)(?=から|に)"), _same_day),
    (re.compile(r"(?P<anchor>(?:公布|公示|告示|公表|成立|署名)の日|公布日|公布と同時)(?=から|より|に|以後|に、)"), _same_day),
)
_DAYS = (
    (
        re.compile(
            r"(?<!\d)(?:(?P<era>令和)\s*)?(?P<y>\d{1,2}|20\d\d)\s*年\s*(?P<m0>\d{1,2})\s*月\s*\d{1,2}\s*日\s*(?:[(（][^)）]{1,4}[)）])?\s*(?:から|より|～|〜|-|－)\s*(?:同年)?\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"
        ),
        range_end,
    ),
    (
        re.compile(
            rf"(?P<era>令和|平成|昭和)\s*(?P<y>\d{{1,2}}|[{HAN}]{{1,3}})\s*年\s*(?P<m>\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|[{HAN}]{{1,3}})\s*日"
        ),
        han_day,
    ),
    (
        re.compile(
            rf"(?P<y>(?:19|20)\d\d|[{HAN}]{{4}})\s*年\s*(?:[(（](?:令和|平成)[\d元]{{1,2}}年[)）])?\s*(?P<m>\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|[{HAN}]{{1,3}})\s*日"
        ),
        han_day,
    ),
    (re.compile(r"(?<![\d./])(?P<y>20\d\d)[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})(?!\d|[./]\d)"), by_numbers),
    *ISO_DAYS,
)
_BEFORE = {
    DateKind.EFFECTIVE: r"(?:施行|発効)(?:期日|日|予定日|時期)(?:は|を|:|：|、)* | (?:施行|発効)(?:は|：|:)",
    DateKind.APPLICATION: r"適用(?:開始)?(?:日|時期|期日)(?:は|を|:|：|、)*",
    DateKind.COMMENT_CLOSE: r"(?:意見|パブリック[・ ]?コメント|意見公募|募集|提出|御意見|ご意見|受付)[^。]{0,24}?(?:締切|期限|締め切り|〆切|期間|締切日|まで|終了|受付)(?:日時?|り)?(?:は|を|:|：|、|が)*",
    DateKind.TRANSITION_END: r"(?:経過措置|猶予期間|移行期間|経過期間)[^。]{0,30}?(?:は|が|を|:|：|、|期限)*",
    DateKind.ENFORCEMENT: r"(?:罰則|取締り|執行|法執行)[^。]{0,20}?(?:は|が|を|、)",
    DateKind.EXPIRY: r"(?:有効期限|有効期間|失効日|存続期間|効力は)[^。]{0,12}?(?:は|を|:|：|、)*",
}
_AFTER = {
    DateKind.EFFECTIVE: r"(?:から|より|に|をもって|付で|付けで|、)+(?:[^。、]{0,12}?)(?:施行|発効|効力を(?:生|発)|実施)",
    DateKind.APPLICATION: r"(?:以後|以降|から|より|に)+[^。]{0,30}?適用(?!除外)",
    DateKind.COMMENT_CLOSE: r"まで(?:に)?[^。]{0,12}?(?:お寄せ|お送り|ご提出|ご回答)|(?:\s*[(（][日月火水木金土]曜?日?[)）])?\s*(?:\d{1,2}[時:]\d{0,2}分?)?(?:まで|必着|締切|正午|を期限|を締切)(?:に|の間|と)?[^。]{0,30}?(?:意見|募集|パブリック|提出|コメント|必着|受け付け|受付|公募)|(?:\s*[(（][日月火水木金土]曜?日?[)）])?必着",
    DateKind.TRANSITION_END: r"まで(?:の間|は|に)?[^。]{0,40}?(?:なお従前|経過措置|猶予|従前の例|移行|適合させ|対応を完了)",
    DateKind.ENFORCEMENT: r"(?:から|より|以降)[^。]{0,16}?(?:罰則|取締|処分)",
    DateKind.EXPIRY: r"(?:限り|をもって|に|で)[^。]{0,12}?(?:効力を失|失効|廃止|期限切れ)|(?:限り)|まで[^。]{0,8}?(?:効力を有|有効)",
}

_WEAK = {DateKind.APPLICATION: r"(?:から|以降)[^。]{0,40}?(?:なければならない|禁止|義務)"}

GRAMMAR = Grammar(
    language="ja",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 14) + triggers(_AFTER, "after", 10) + triggers(_WEAK, "after", 2, 30),
    not_after=re.compile(r"(?:改正|公布日|作成日|更新日|掲載日|発表日|閣議決定)[:：]?\s*$"),
    not_before=re.compile(
        r"^\s*(?:から[^。、]{6,16}(?:に|へ|まで)(?:延期|変更|延長|繰り?下げ)|より?前に|前に(?:販売|提供|上市|締結)|に?(?:公布|成立|閣議決定|公表|開催|改正|制定|発表|策定|署名)(?:され|し|の)|法律第|政令第|[^。、]{0,6}省令第|付け[^。、]{0,10}第|\s*[(（]?[^。、]{0,8}告示第)"
    ),
)
