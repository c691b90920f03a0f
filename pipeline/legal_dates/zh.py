"""Legal dates in Chinese: laws, departmental rules, normative documents, calls for comments."""

import re

from pipeline.legal_dates.grammar import ISO_DAYS, Anchor, Grammar, Term, Unit, anchor_of, by_numbers, nothing, triggers
from pipeline.legal_dates.han import HAN, THAT_YEAR, han_day, han_number, range_end
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
    words = match.groupdict()
    anchor = anchor_of(words["anchor"], _ANCHORS) if words.get("anchor") else "other"
    # days that holidays and weekends are taken out of cannot be counted
    return Term(n * factor, unit, anchor, bound=match["unit"] == "工作日")


def _same_day(match: re.Match[str]) -> Term:
    return Term(0, "day", anchor_of(match["anchor"], _ANCHORS))


def _next_day(match: re.Match[str]) -> Term:
    return Term(1, "day", anchor_of(match["anchor"], _ANCHORS))


_RULE = re.compile(
    r"[本该該](?:办法|規定|规定|通知|条例|條例|细则|意见|公告|标准|法|规则|规范|决定|方案|制度|政策|文件|指南|要求)|施行|实施|執行|执行"
)


def _validity(match: re.Match[str]) -> Term | None:
    n = han_number(match["n"])
    factor, unit = _UNITS.get(match["unit"], (1, "day"))
    # a licence is valid from its issue, the rule from its entry into force
    own = _RULE.search(match.string, max(0, match.start() - 60), match.start())
    return None if n is None else Term(n * factor, unit, "entry_into_force" if own else "other", kind=DateKind.EXPIRY)


_OWN = r"(?:(?:本|该|該|其|上述)[^，。；、自]{0,8}?)?"
_END = r"(?:之?后|之?後|之?内|之?內|以内|期满|届满|屆滿|起|内|止)?"
_TERMS = (
    (
        re.compile(
            rf"(?:自|从|從|於|于|在)?{_OWN}{_ANCHOR}(?:之日起|之时起|之日|当日起|當日起|后|之后|之後|後|日起|日|起)(?:起|后|後|的)?[，,]?(?:满|滿|的|第)?\s*(?!\d{{4}}年){_N}{_END}"
        ),
        _term,
    ),
    (re.compile(rf"(?:自|从|從|於|于)?{_OWN}{_ANCHOR}(?:之日|日|后|後)?(?:的|起)?(?:次日|翌日|第二天|第二日)(?:起)?"), _next_day),
    (re.compile(rf"(?:自|从|從|由|於|于){_OWN}{_ANCHOR}(?:之日|日|当日|當日|之时|之時)起?"), _same_day),
    (re.compile(rf"(?:有效期|试行期|試行期|有效期限|施行期限|有效期间)(?:为|為|是|限)?[:：]?\s*(?!\d{{4}}){_N}"), _validity),
    (
        re.compile(
            rf"(?:自|从|從)(?![^，。；、自]{{0,20}}(?:收到|接到|受理|收齐|申请|知道|立案|送达|登记))[^，。；、自]{{2,20}}之日起[，,]?(?:满|滿|的|第)?\s*{_N}{_END}"
        ),
        _term,
    ),
)
_DAY = rf"(?P<m>\d{{1,2}}|[{HAN}]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|[{HAN}]{{1,3}})\s*[日号號]"
_DAYS = (
    (
        re.compile(
            r"(?P<y>20\d\d)\s*年\s*(?P<m0>\d{1,2})\s*月\s*\d{1,2}\s*日\s*(?:起?\s*(?:至|到)|-|—|–|~|～)\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"
        ),
        range_end,
    ),
    (
        re.compile(
            r"(?P<y>20\d\d)\s*年\s*(?P<m0>(?P<m>\d{1,2}))\s*月\s*\d{1,2}\s*日?\s*(?:起?\s*(?:至|到)|-|—|–|~|～)\s*(?P<d>\d{1,2})\s*日"
        ),
        range_end,
    ),
    (re.compile(rf"(?:中[華华])?(?P<era>民國|民国)\s*(?P<y>\d{{2,3}}|[{HAN}]{{2,5}})\s*年\s*{_DAY}"), han_day),
    (re.compile(rf"(?P<y>(?:19|20)\d\d|[{HAN}]{{4}})\s*年\s*{_DAY}"), han_day),
    *THAT_YEAR,
    (re.compile(r"(?<![\d./])(?P<y>20\d\d)[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})(?!\d|[./]\d)"), by_numbers),
    *ISO_DAYS,
)
#: puts a day on another one
_PUT_OFF = r"(?:推迟|推遲|延期|延长|延長|延后|延後|顺延|调整|變更|变更|提前)(?:至|到|为|為)"
_BEFORE = {
    DateKind.EFFECTIVE: rf"(?:施行|实施|實施|生效){_PUT_OFF}|(?:施行|实施|實施|生效|执行|執行|開始施行)(?:日期|时间|時間|之日)(?:为|為|是|:|：|定于|定於|由|从|自|{_PUT_OFF})*",
    DateKind.APPLICATION: r"(?:最迟|最遲|应当|應當|应|應|必须|須|须)(?:于|於|在|自|从)+(?=\d[^。；]{6,18}起)|(?:适用|適用|合规|合規)(?:日期|时间|時間|期限)(?:为|為|是|:|：)?",
    DateKind.COMMENT_CLOSE: r"""
        (?:咨询|諮詢|征求意见|意见征集|徵詢意見)\s*[:：]
        |        (?:意见|意見|反馈|反饋|征求|公开征集|諮詢|咨询)[^。；]{0,30}?(?:截止|截至|期限|时间|時間|截止日期|期间|期間|结束|届满|限期)(?:日期|时间|時間)?(?:为|為|是|至|到|:|：|将|將|于|於|延长|延長|顺延)*
        | (?:諮詢|咨询|征求意见|征集意见|意见征集|公开征求意见|意見徵詢|公眾諮詢)(?:期|期限|工作|活动)?(?:将|將|会|會)?(?:持续|進行|进行|延长|延長)?(?:于|於|在|至|到|截至)+
        | (?:请|請|欢迎|歡迎|可)?(?:于|於|在)(?=[^。；]{0,40}(?:反馈|意见|意見|建议|建議))
        | (?:意见|意見|建议|建議)[^。；]{0,10}?(?:请|請|应|應|须|須|可)[^。；]{0,4}?(?:于|於|在|自)
        | 截止(?:日期|时间|時間)?(?:为|為|是|:|：)?(?=[^。]{0,30}(?:意见|意見|反馈|征求))
        | (?<!报名)(?<!申请)(?<!申报)截止日期(?:为|為|是|:|：)*
    """,
    DateKind.TRANSITION_END: r"(?:应当|應當|应|應|必须|须|須|需)(?:于|於|在)?(?=[^。；]{6,30}(?:前|内|內)[^。；]{0,20}完成)|可(?:继续|繼續)?(?:于|於|在)(?=[^。；]{6,20}前[^。；]{0,10}(?:销售|使用|提供|流通|生产))|可(?:继续|繼續)?(?:销售|使用|提供|流通|生产)(?:至|到)|(?:过渡期|過渡期|宽限期|寬限期|整改期|缓冲期|緩衝期)[^。；]{0,20}?(?:至|到|为|為|截止|截至|届满|结束|自)*",
    DateKind.ENFORCEMENT: r"(?:执法|執法|执法检查|处罚|處罰|罚则|罰則)[^。；]{0,12}?(?:自|从|於|于)",
    DateKind.EXPIRY: r"""
        (?:有效期|试行期|試行期|有效期限|施行期限|有效期间|执行期限)[^。；]{0,8}?(?:至|到|为|為|截止|延长|延長)*
        | (?:状态|狀態|措施|禁令|期限|宣言)[^。；]{0,6}?(?:延长|延長|延续|持续|持續)(?:至|到)
        | (?:有效|施行|执行|实施|實施|试行)(?:至|到)
    """,
}
#: an hour, "before", "from" and the like, right behind a day
_BY = r"[\s，,]*(?:[(（][^)）]{1,8}[)）])?(?:\d{1,2}[时時:：]\d{0,2}分?|零时|零時)?(?:或之?前|之前|以前|前|为止|為止|止|之?内|之?內)?[，,]?"
_FROM = r"[\s，,]*(?:\d{1,2}[时時]|零时|零時)?(?:起|开始|開始|后|後)?"
_BEHIND = {
    DateKind.EFFECTIVE: rf"{_FROM}[，,]?(?:对[^。；，]{{1,8}}?|對[^。；，]{{1,8}}?|刊憲|刊宪|正式|全面|即|统一|開始|开始|分别|分別|起)*(?:施行|实施|實施|生效|执行|執行|試行|试行|上路)(?!的|完毕|情况|方案|行政|了)",
    DateKind.APPLICATION: rf"""
        {_FROM}[^。；，]{{0,12}}?(?:适用|適用)
        | (?:前|之前|以前)[^。；]{{0,20}}?(?:达到|符合|满足)[^。；]{{0,12}}?(?:要求|规定)
    """,
    DateKind.COMMENT_CLOSE: rf"{_BY}[^。；]{{0,40}}?(?:反馈|反饋|(?:提出|提交|发表|發表|提供|征求|征集|徵求|徵集|寄送|表达|表達|参与|參與|发送|填写|递交|遞交)[^。；]{{0,16}}?(?<!审查)(?<!审核)(?<!咨询)(?<!签署)(?<!处理)(?:意见|意見|建议|建議)(?!书|書)|(?:意见|意見|建议|建議)[^。；]{{0,10}}?(?:发送|寄|邮|郵|报送|提交|告知|传真|傳真|送达|送達))",
    DateKind.TRANSITION_END: rf"""
        (?:前|之前|以前|之?内|之?內|底前|(?<=[内內]))[^。；]{{0,20}}?(?:符合|(?<!将)达到|完成(?=整改|备案|備案|登记|改造|清理|存量|适配|升级|对接|安全评估)|补办|補辦|整改|改正到位|换领|改造|更换|补充|换证|达标)
        | {_BY}[^。；，]{{0,6}}?(?:为|為|作为|作為|设|的)[^。；，]{{0,6}}?(?:过渡期|過渡期|宽限期|寬限期|缓冲期|緩衝期)
        | {_BY}[^。；，]{{0,4}}?(?:过渡期|過渡期|宽限期|寬限期|缓冲期)(?:届满|屆滿|结束|前|止)
        | {_BY}[^。；]{{0,16}}?(?:可继续|可以继续|可繼續|仍可|可按原|继续按|免于|豁免|免除)
    """,
    DateKind.ENFORCEMENT: r"(?:前|之前|以前)[^。；]{0,8}?(?:不予|暂不|不采取|不进行|暂缓|不)(?:处罚|處罰|执法|追究)|[\s，,]*(?:(?:起|开始|開始|以后|之后|后|後)|[^。；]{0,6}?(?:将|將|可|开始|開始))[^。；]{0,24}?(?:执法|執法|查处|查處|处罚|處罰|罚款|罰款|追究|检查|檢查|处以|依法处理)",
    DateKind.EXPIRY: rf"(?:之前|以前|前)(?:持续|持續)?有效|{_FROM}(?:时|時)?(?:同时|同時|即行|自动|自動|一律|予以)?(?:废止|廢止|失效|停止执行|停止施行|停止使用|不再执行|不再有效|届满|屆滿|期满|到期|终止|終止)",
}

_WEAK = {
    DateKind.EFFECTIVE: r"起[，,]?[^。；]{2,40}?(?:正式(?:施行|实施|實施|生效|执行)|施行|生效)",
    DateKind.APPLICATION: r"起[，,]?[^。；]{0,30}?(?:应当|应當|應當|不得|禁止|必须|必須|须|須|应)",
}
#: what has a day that binds nobody to the rule
_NOTHING = r"(?:(?:报名|申请|申請|申报|投标|提案|评选|登记)[^。；]{0,12}?(?:截止|时间|時間|期限)?(?:时间|日期)?(?:为|為|是|至|:|：|于)*|(?:会议|會議|听证会|聽證會|论坛|座谈会|培训|活动|发布会)[^。；]{0,10}?(?:于|於|定于|時間|时间)+)"
_NOTHING_BEHIND = r"[\s，,]*(?:前|之前|以前|止|底前)?[^。；，]{0,14}?(?:报名|申报|申请|申請|报送|报告|投标|召开|召開|举行|舉行|举办|舉辦|发布|發布|公布|公佈|印发|通过|通過|签署|簽署|成立|立案|约谈|开庭|宣判|作出|表决|审议|被|曾|发出)"

GRAMMAR = Grammar(
    language="zh",
    days=_DAYS,
    terms=_TERMS,
    triggers=triggers(_BEFORE, "before", 12)
    + triggers(_BEHIND, "behind", 0)
    + triggers(_WEAK, "behind", 0, 20)
    + nothing(_NOTHING, "before", 4, 2)
    + nothing(_NOTHING_BEHIND, "behind", 0, 2),
    instead=re.compile(rf"{_PUT_OFF}\s*$"),
    counted=re.compile(rf"(?:起|后|後)[，,]?(?:满|滿|的)?\s*{_N}(?:之?后|之?後|之?内|之?內|以内|期满|届满|内)"),
    opens_behind=re.compile(r"(?:起)?(?:开始|启动|發起|发起|展開|展开)"),
    foreign_before=re.compile(
        r"(?:自|从|從)[^，。；]{0,8}(?:标准|標準|指南|清单|清單|目录|目錄|名单|公报|报告|报告书|细则|清册|规划|结果)$"
    ),
    count=_term,
    lead_behind=re.compile(r"起"),
    negated=re.compile(r"(?:而非|并非|不是)(?:自|从|于)?$"),
    not_after=re.compile(
        r"(?:(?:发布|公布|印发|成文|通过|批准|发文|颁布)(?:日期|时间)[:：]?|曾于|原定于|通过|会议于|发布于|成立于|印发于|召开|根据|依据)\s*$"
    ),
    not_in=re.compile(
        r"(?:共|已)?收到[^。；]{0,8}(?:意见|意見|建议|反馈)|^(?:劳动|勞動|租赁)?合同|(?:专利|專利|任期|报价|合约|保险|护照|签证|会员|优惠|债券|贷款|租约)[^。；，]{0,12}(?:到期|届满|屆滿|期满|失效|终止|有效期|至)"
    ),
    not_before=re.compile(
        r"^的|^(?:(?:推迟|推遲|延期|延长|延長|延后|延後|顺延|调整|變更|变更)(?:至|到|为|為)|至|到(?!期)|(?:之?前|以前)(?:已经?|投放|上线|上市|取得|成立|签订|投入))|^(?:,|，|、)?\s*(?:[^。；，]{0,40}?(?:第[\d一二三四五六七八九十百〇零]+次[^。；]{0,30}会议|会议|召开|举行|令第?[\d一二三四五六七八九十百〇零]+号(?:公布|发布)|发布的|公布的|印发的|修订的|作出的|联合(?:公布|发布|印发)|(?:公布|发布|印发)(?=《|了|，)|签订|发布了|修正|修订|审议通过|表决通过|通过(?=[,，。》]|$))|以来|以後|印发)"
    ),
)
