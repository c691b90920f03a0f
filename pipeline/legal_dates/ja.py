"""Legal dates in Japanese: laws with supplementary provisions, ministry notices, calls for comments."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, Term, Unit, anchor_of, by_numbers, nothing, triggers
from pipeline.legal_dates.han import HAN, THAT_YEAR, YEAR_BEFORE, han_day, han_number, range_end
from policywatch.types import DateKind

_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile("公布|公告|公表|公示|告示|公開"),
    "entry_into_force": re.compile("施行|発効|適用"),
    "enactment": re.compile("成立|制定"),
    "signature": re.compile("署名"),
}
_UNITS: dict[str, tuple[int, Unit]] = {"週": (7, "day"), "週間": (7, "day"), "月": (1, "month"), "年": (1, "year")}
_N = rf"(?P<n>\d{{1,4}}|[{HAN}]{{1,5}})\s*(?:[かカヶケ箇]\s*)?(?P<unit>営業日|日|週間|週|月|年)(?:間)?"
_ANCHOR = (
    r"(?P<anchor>(?:この(?:法律|政令|省令|規則)の?|本法の?|法の?)?(?:公布|公告|公表|公示|告示|公開|施行|発効|成立|制定|署名)(?:の日|日)?)"
)


def _term(match: re.Match[str]) -> Term | None:
    n = han_number(match["n"])
    if n is None:
        return None
    factor, unit = _UNITS.get(match["unit"], (1, "day"))
    words = match.groupdict()
    anchor = anchor_of(words["anchor"], _ANCHORS) if words.get("anchor") else "other"
    # a day to be set by somebody, and days that holidays are taken out of, cannot be counted
    return Term(n * factor, unit, anchor, bound=bool(re.search("超えない|以内で|範囲内|営業日", match[0])))


def _years_and_months(match: re.Match[str]) -> Term | None:
    years, months = han_number(match["y"]), han_number(match["m"])
    if years is None or months is None:
        return None
    return Term(12 * years + months, "month", anchor_of(match["anchor"], _ANCHORS), bound="超えない" in match[0])


def _same_day(match: re.Match[str]) -> Term:
    return Term(0, "day", anchor_of(match["anchor"], _ANCHORS))


def _next_day(match: re.Match[str]) -> Term:
    return Term(1, "day", anchor_of(match["anchor"], _ANCHORS))


def _event(match: re.Match[str]) -> Term:
    return Term(0, "day", "other", bound=True)


_PAST = r"(?:を?(?:超えない範囲内?(?:において|で)(?:[^。、]{0,12}で定める日)?|経過した(?:日|時)?(?:の翌日)?|経過する(?:日|時|まで)|以内|後|を?目途|が?経過(?:後|した後)?|間)?)(?:の日)?"
_TERMS = (
    (
        re.compile(
            rf"{_ANCHOR}(?:から|より|後)?(?:起算して|起算し)?、?(?P<y>\d{{1,2}}|[{HAN}]{{1,3}})年(?:と)?(?P<m>\d{{1,2}}|[{HAN}]{{1,3}})[かカヶケ箇]?月{_PAST}"
        ),
        _years_and_months,
    ),
    (re.compile(rf"{_ANCHOR}(?:から|より|後)?(?:起算して|起算し)?、?{_N}{_PAST}"), _term),
    (re.compile(rf"{_ANCHOR}の翌日"), _next_day),
    (re.compile(r"(?P<anchor>(?:改正)?法の施行の日)(?=から|に)"), _same_day),
    (re.compile(r"(?P<anchor>(?:公布|公示|告示|公表|成立|署名)の日|(?:公布|公示|告示)日|公布と同時)(?=から|より|に|以後|に、)"), _same_day),
    (re.compile(r"[^。、\d]{2,24}(?:効力を(?:生ずる|生じる|発する)|発効する|施行される|成立する)日(?=から|より)"), _event),
    (re.compile(rf"[^。、]{{2,24}}(?:日|時)(?:から|より)(?:起算して|起算し)、?{_N}{_PAST}"), _term),
    (re.compile(rf"[^。、\d]{{2,24}}の(?:日|時)(?:から|より)、?{_N}{_PAST}"), _term),
)
_DAY = rf"(?P<m>\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|[{HAN}]{{1,3}})\s*日"
_TO = r"日?\s*(?:[(（][^)）]{1,6}[)）])?\s*(?:から|より|～|〜|~|-|－|–)\s*"
_DAYS = (
    (
        re.compile(
            rf"(?<!\d)(?:(?P<era>令和)\s*)?(?P<y>\d{{1,2}}|20\d\d)\s*年\s*(?P<m0>\d{{1,2}})\s*月\s*\d{{1,2}}\s*{_TO}(?:同年)?\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*日"
        ),
        range_end,
    ),
    (
        re.compile(
            rf"(?<!\d)(?:(?P<era>令和)\s*)?(?P<y>\d{{1,2}}|20\d\d)\s*年\s*(?P<m0>(?P<m>\d{{1,2}}))\s*月\s*\d{{1,2}}\s*{_TO}(?:同月)?\s*(?P<d>\d{{1,2}})\s*日"
        ),
        range_end,
    ),
    (re.compile(rf"(?P<era>令和|平成|昭和)\s*(?P<y>\d{{1,2}}|[{HAN}]{{1,3}})\s*年\s*(?:[(（]20\d\d年[)）])?\s*{_DAY}"), han_day),
    (re.compile(rf"(?P<y>(?:19|20)\d\d|[{HAN}]{{4}})\s*年\s*(?:[(（](?:令和|平成)[\d元]{{1,2}}年[)）])?\s*{_DAY}"), han_day),
    *THAT_YEAR,
    *YEAR_BEFORE,
    (re.compile(r"(?<![\d./])(?P<y>20\d\d)[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})(?!\d|[./]\d)"), by_numbers),
    *ISO_DAYS,
)
_BEFORE = {
    DateKind.EFFECTIVE: r"""
        (?:施行|発効)(?:期日|日|予定日|時期)(?:は|を|:|：|、)*
        | (?:施行|発効)(?:は|：|:)、?
    """,
    DateKind.APPLICATION: r"適用(?:開始)?(?:日|時期|期日)(?:は|を|:|：|、)*|適用(?:は|が)、?",
    DateKind.COMMENT_CLOSE: r"(?:御?意見|ご意見|コメント)(?:は|を|書は)、?(?=[^。]{4,40}(?:提出|送付|お寄せ|お送り))|(?:パブリック[・ ]?コメント|パブコメ|意見募集|意見公募)(?:の?募集)?中?[^。]{0,4}?(?=[^。]{6,26}(?:締切|締め切り|〆切|必着))|(?:意見募集|意見公募|パブリック[・ ]?コメント|パブコメ)[^。]{0,8}?(?:は|を|:|、)(?=[^。]{6,30}まで)|(?:意見|パブリック[・ ]?コメント|パブコメ|意見公募|募集|提出|御意見|ご意見|受付)[^。]{0,24}?(?:締切|期限|締め切り|〆切|期間|締切日|まで|終了|受付)(?:日時?|り)?(?:は|を|:|：|、|が)*",
    DateKind.TRANSITION_END: r"(?:経過措置|猶予期間|移行期間|経過期間)[^。]{0,30}?(?:は|が|を|:|：|、|期限)*",
    DateKind.ENFORCEMENT: r"(?:罰則|取締り|執行|法執行|課徴金|過料)[^。]{0,20}?(?:は|が|を|、)+",
    DateKind.EXPIRY: r"(?:宣言|措置|禁止|規制)[^。]{0,6}?(?:は|を)(?=[^。]{6,24}まで延長)|(?:有効期限|有効期間|失効日|廃止日|有効期間満了日|存続期間|効力は|時限)[^。]{0,12}?(?:は|を|:|：|、)*",
}
_FROM = r"[\s]*(?:[(（][^)）]{1,6}[)）])?(?:から|より|に|をもって|付で|付けで|、|以降|以後|起算で)*"
_BY = r"[\s]*(?:[(（][^)）]{1,6}[)）])?\s*(?:午[前後])?(?:\d{1,2}[時:]\d{0,2}分?|正午)?"
_BEHIND = {
    DateKind.EFFECTIVE: rf"\s*(?:から|より)[^。]{{0,12}}?実施|{_FROM}(?:[^。]{{0,16}}?)(?:施行|発効|効力を(?:生|発)|運用を?開始)(?!後|の?状況|規則|令|された[^。、]{{1,30}}(?:に基づ|により|に従|によ))",
    DateKind.APPLICATION: rf"""
        (?!\s*まで){_FROM}[^。]{{0,30}}?適用(?!除外|しない)
        | {_FROM}[^。]{{0,16}}?(?:義務化|義務付け|義務づけ)
    """,
    DateKind.COMMENT_CLOSE: rf"""
        {_BY}まで(?:に)?[^。]{{0,12}}?(?:お寄せ|お送り|ご提出|ご回答)
        | {_BY}(?:まで|必着|締切|を期限|を締切)(?:に|の間|と|、)*[^。]{{0,30}}?(?:意見|募集|パブリック|パブコメ|提出|コメント|必着|受け付け|受付|公募)
        | {_BY}必着
        | {_BY}(?:に|で)?締め?切(?!日)
    """,
    DateKind.TRANSITION_END: rf"に[^。]{{0,10}}?(?:移行期間|経過措置|猶予期間|経過期間)[^。]{{0,6}}?(?:終わ|終了|満了)|{_BY}(?:まで|(?<=まで)|(?<=以内)|以内|以前)(?:の間|は|に|、)*[^。]{{0,40}}?(?:適用しない|適用除外|みなす|みなし|なお従前|経過措置|猶予|従前の例|移行|適合させ|対応を完了|引き続き|(?:使用|販売|利用|提供|製造)(?:する)?ことができる|改修|を移行期間)",
    DateKind.ENFORCEMENT: r"\s*(?:[(（][^)）]{1,6}[)）])?(?:から|より|以降|以後)[^。]{0,20}?(?:罰則|罰金|制裁金を科|処分を(?:行|開始)|取締|取り締|摘発|罰せられ|行政処分|課徴金|立入検査|検査を(?:開始|行|実施)|執行を開始|法執行)",
    DateKind.EXPIRY: r"""
        (?:限り|をもって|付け?(?:で|をもって)|に|で)[^。]{0,12}?(?:効力を失|失効|廃止|期限切れ|期限を迎え|終了(?!した|しました))
        | 限り
        | まで[^。]{0,12}?(?:適用(?!除外|しない)|効力を有|有効|とする(?=。)(?<!猶予))
    """,
}

_WEAK = {
    DateKind.APPLICATION: r"(?:から|以降|までに)(?![^。]{0,30}(?:納付|支払))[^。]{0,40}?(?:なければならない|てはならない|ことができない|禁止|義務)"
}
#: what has a day that binds nobody to the rule
_NOTHING = r"(?:申込|応募|申請|登録|公募|提案)[^。]{0,10}?(?:期限|締切|期間|受付)?(?:は|：|:|、)+|(?:会議|検討会|説明会|シンポジウム|公聴会)[^。]{0,10}?(?:は|を|、)+"
_NOTHING_BEHIND = r"(?!以後|以降|から|より)[\s]*(?:[(（][^)）]{1,6}[)）])?(?:に|、|付けで|付で|までに)*[^。、]{0,24}?(?:開催|閣議決定|公布(?:され|し)|公表|申込|応募|申請|報告|勧告|発表|署名|締結|設置|成立|採択|可決|開かれ|行われた|発生|提訴|判決|命令|命じ|改正され|制定|策定|開会|受領|届出)"

GRAMMAR = Grammar(
    language="ja",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 14)
    + triggers(_BEHIND, "behind", 0)
    + triggers(_WEAK, "behind", 0, 30)
    + nothing(_NOTHING, "before", 4, 2)
    + nothing(_NOTHING_BEHIND, "behind", 0, 2),
    counted=re.compile(rf"(?:から|より)(?:起算して|起算し)?、?{_N}(?:を?経過した日|以内|後|を?経過する日)"),
    opens_behind=re.compile(r"(?:に|から|より)(?:開始|始ま)"),
    foreign_before=re.compile(r"(?:指針|基準|標準|ガイドライン|リスト|報告書|結果|命令|一覧)の?$"),
    count=_term,
    lead_behind=re.compile(r"(?:から|まで|に(?=、|それぞれ))"),
    negated=re.compile(r"(?!)"),
    not_after=re.compile(
        r"(?:(?:改正|公布日|作成日|更新日|掲載日|発表日|閣議決定)[:：]?|(?:報告書|計画書?|届出書?|申請書?|申告書|実績)(?:を|は)、?)\s*$"
    ),
    not_in=re.compile(
        r"意見が寄せられ|寄せられた|^(?:本|当該|この)?(?:\S{0,4})契約(?:は|の|期間|書)|^(?:割引|利用者|来場者|従業員)|(?:特許|任期|旅券|ビザ|会員|優待|保険|債券|ローン)[^。、]{0,8}(?:は|が)[^。]{0,24}(?:満了|終了|失効|まで)"
    ),
    not_before=re.compile(
        r"^\s*(?:[^。「」、]{0,14}[」』”](?:を|とあるのは|は)、?[「『“]|(?:に|から|まで)?(?:の)?(?:施行|適用|発効|廃止|失効|終了|締切|締め切り)[^。、]{0,8}(?:予定(?:であった|だった|でした|とされていた|としていた)|はずだった|はずであった)|付け?の|まで(?:としていた|だった|であった|とされていた)|から[^。、]{6,16}(?:に|へ|まで)(?:延期|変更|延長|繰り?下げ)|より?前に|前に(?:販売|提供|上市|締結)|に?(?:公布|成立|閣議決定|公表|開催|改正|制定|発表|策定|署名)(?:され|し|の)|法律第|政令第|[^。、]{0,6}省令第|付け[^。、]{0,10}第|\s*[(（]?[^。、]{0,8}告示第)"
    ),
)
