"""Legal dates in Chinese: laws, departmental rules, normative documents, calls for comments."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, Term, Unit, anchor_of, by_numbers, triggers
from pipeline.legal_dates.han import HAN, han_day, han_number, range_end
from policywatch.types import DateKind

_ANCHORS: dict[Anchor, re.Pattern[str]] = {
    "publication": re.compile("公布|发布|發布|印发|印發|颁布|頒布|刊登|刊发|刊憲|公告|公开"),
    "entry_into_force": re.compile("施行|实施|實施|生效"),
    "enactment": re.compile("通过|通過|批准"),
    "signature": re.compile("签署|簽署|签发|成文|签字"),
}
_UNITS: dict[str, tuple[int, Unit]] = {"周": (7, "day"), "星期": (7, "day"), "月": (1, "month"), "年": (1, "year")}
_N = rf"(?P<n>\d{{1,4}}|[{HAN}]{{1,5}})\s*(?:个|個)?(?P<unit>工作日|星期|日|天|周|月|年)"
_ACT = r"(?:公布|发布|發布|印发|印發|颁布|頒布|通过|通過|施行|实施|實施|生效|批准|签署|簽署|签发|成文|刊登|刊发|刊憲|公告|公开|签字)"
_ANCHOR = rf"(?P<anchor>(?:正式)?{_ACT})"


def _term(match: re.Match[str]) -> Term | None:
    n = han_number(match["n"])
    if n is None:
        return None
    factor, unit = _UNITS.get(match["unit"], (1, "day"))
    return Term(n * factor, unit, anchor_of(match["anchor"], _ANCHORS))


def _same_day(match: re.Match[str]) -> Term:
    return Term(0, "day", anchor_of(match["anchor"], _ANCHORS))


def _next_day(match: re.Match[str]) -> Term:
    return Term(1, "day", anchor_of(match["anchor"], _ANCHORS))


def _validity(match: re.Match[str]) -> Term | None:
    n = han_number(match["n"])
    factor, unit = _UNITS.get(match["unit"], (1, "day"))
    return None if n is None else Term(n * factor, unit, "entry_into_force", kind=DateKind.EXPIRY)


_TERMS = (
    (
        re.compile(
            rf"(?:自|从|於|于|在)?{_ANCHOR}(?:之日|后|之後|後|日)?(?:起|后|後|的)?(?:满|滿|的|第)?\s*{_N}(?:之?后|之?後|之?内|之?內|以内|期满|届满|起|内)?"
        ),
        _term,
    ),
    (re.compile(rf"{_ANCHOR}(?:之日|日)?(?:的)?(?:次日|翌日|第二天)(?:起)?"), _next_day),
    (re.compile(rf"(?:自|从|由|於|于){_ANCHOR}(?:之日|日|当日|之时|之時)起?"), _same_day),
    (re.compile(rf"(?:有效期|试行期|試行期|有效期限|施行期限|有效期间)(?:为|為|是|限)?[:：]?\s*(?!\d{{4}}){_N}"), _validity),
)
_DAYS = (
    (
        re.compile(
            r"(?P<y>20\d\d)\s*年\s*(?P<m0>\d{1,2})\s*月\s*\d{1,2}\s*日\s*(?:起?\s*(?:至|到)|-|—|–|~|～)\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"
        ),
        range_end,
    ),
    (
        re.compile(
            rf"(?P<y>(?:19|20)\d\d|[{HAN}]{{4}})\s*年\s*(?P<m>\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|[{HAN}]{{1,3}})\s*[日号號]"
        ),
        han_day,
    ),
    (re.compile(r"(?<![\d./])(?P<y>20\d\d)[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})(?!\d|[./]\d)"), by_numbers),
    *ISO_DAYS,
)
_BEFORE = {
    DateKind.EFFECTIVE: r"(?:施行|实施|實施|生效|执行|開始施行)(?:日期|时间|時間|之日)(?:为|為|是|:|：)?",
    DateKind.APPLICATION: r"(?:适用|適用|合规)(?:日期|时间|期限)(?:为|為|是|:|：)?",
    DateKind.COMMENT_CLOSE: r"(?:意见|意見|反馈|反饋|征求|公开征集|諮詢|咨询)[^。；]{0,30}?(?:截止|截至|期限|时间|時間|截止日期|期间|期間|结束|届满)(?:日期|时间|時間)?(?:为|為|是|至|到|:|：)* | (?:请|請|欢迎|可)?(?:于|於|在)(?=[^。；]{0,40}(?:反馈|意见|意見|建议)) | 截止(?:日期|时间|時間)?(?:为|為|是|:|：)?(?=[^。]{0,30}(?:意见|反馈|征求)) | 截止日期(?:为|為|是|:|：)*",
    DateKind.TRANSITION_END: r"(?:过渡期|過渡期|宽限期|寬限期|整改期|缓冲期)[^。；]{0,20}?(?:至|到|为|為|截止|届满|结束)*",
    DateKind.ENFORCEMENT: r"(?:执法|执法检查|处罚|處罰)[^。；]{0,12}?(?:自|从)",
    DateKind.EXPIRY: r"(?:有效期|试行期|試行期|有效期限|施行期限|有效期间)[^。；]{0,8}?(?:至|到|为|為|截止)* | (?:有效|施行|执行|实施)(?:至|到)",
}
_AFTER = {
    DateKind.EFFECTIVE: r"(?:起|开始|開始|正式)*(?:施行|实施|實施|生效|执行|試行|试行)",
    DateKind.APPLICATION: r"(?:起|开始)?[^。；，]{0,12}?(?:适用|適用)|(?:前|之前|以前)[^。；]{0,20}?(?:达到|符合|满足)[^。；]{0,12}?(?:要求|规定)",
    DateKind.COMMENT_CLOSE: r"(?:前|之前|以前|止|内|內)?[^。；]{0,60}?(?:反馈|反饋|意见|意見|建议|建議)",
    DateKind.TRANSITION_END: r"(?:前|之前|以前|内)[^。；]{0,20}?(?:完成整改|完成备案|补办|補辦|整改到位|完成)",
    DateKind.ENFORCEMENT: r"起[^。；]{0,16}?(?:执法|查处|处罚|處罰)",
    DateKind.EXPIRY: r"(?:起|时|時)?(?:同时)?(?:废止|廢止|失效|停止执行|停止施行|不再执行|不再有效|届满)",
}

_WEAK = {DateKind.APPLICATION: r"(?<=\d日)起[，,]?[^。；]{0,30}?(?:应当|不得|禁止|必须|须)"}

GRAMMAR = Grammar(
    language="zh",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 12) + triggers(_AFTER, "after", 14) + triggers(_WEAK, "after", 2, 30),
    not_after=re.compile(
        r"(?:(?:发布|公布|印发|成文|通过|批准|发文|颁布)(?:日期|时间)[:：]?|曾于|原定于|通过|会议于|发布于|成立于|印发于|召开|根据|依据)\s*$"
    ),
    not_before=re.compile(
        r"^(?:(?:推迟|推遲|延期|延长|延長|延后|延後|顺延|调整|變更|变更)(?:至|到|为|為)|至|到(?!期)|(?:之?前|以前)(?:已经?|投放|上线|上市|取得|成立|签订|投入))|^(?:,|，|、)?\s*(?:[^。；，]{0,40}?(?:第[\d一二三四五六七八九十百〇零]+次[^。；]{0,30}会议|会议|召开|举行|令第?[\d一二三四五六七八九十百〇零]+号(?:公布|发布)|发布的|公布的|印发的|修订的|作出的|联合(?:公布|发布|印发)|(?:公布|发布|印发)(?=《|了|，)|签订|发布了|修正|修订|审议通过|表决通过|通过(?=[,，。》]|$))|以来|以後|印发)"
    ),
)
