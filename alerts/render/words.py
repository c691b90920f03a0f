"""The product's own words for people, complete in English and simplified Chinese.

Everything that is not quoted from a publication comes from here: so a Chinese reader gets Chinese and not English with
Chinese letters, and a test can hold every sentence against the list of phrases that would be legal advice. We speak of
possibility ("may touch"), never of duty.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from policywatch.types import Cause, DateKind, DocumentType, Outcome, Status, UpdateKind

LANGUAGES = ("en", "zh-Hans")

_TYPES: Mapping[DocumentType, tuple[str, str]] = {
    DocumentType.LAW: ("Law", "法律"),
    DocumentType.BILL: ("Bill", "法案"),
    DocumentType.RULE: ("Rule", "规章"),
    DocumentType.PROPOSAL: ("Proposal", "提案"),
    DocumentType.CONSULTATION: ("Consultation", "征求意见"),
    DocumentType.GUIDANCE: ("Guidance", "指南"),
    DocumentType.STANDARD: ("Standard", "标准"),
    DocumentType.DECISION: ("Decision", "决定"),
    DocumentType.ENFORCEMENT: ("Enforcement", "执法"),
    DocumentType.COURT: ("Court case", "法院案件"),
    DocumentType.SPEECH_PRESS: ("Press or speech", "新闻稿或讲话"),
    DocumentType.REPORT: ("Report", "报告"),
    DocumentType.NEWS: ("News", "新闻"),
    DocumentType.OTHER: ("Publication", "文件"),
    DocumentType.UNKNOWN: ("Publication", "文件"),
}
_STATUSES: Mapping[Status, tuple[str, str]] = {
    Status.PROPOSAL: ("proposed", "草案"),
    Status.CONSULTATION: ("open for comment", "征求意见中"),
    Status.ADOPTED_NOT_IN_FORCE: ("adopted, not yet in force", "已通过，尚未施行"),
    Status.IN_FORCE: ("in force", "现行有效"),
    Status.WITHDRAWN: ("withdrawn", "已撤回"),
    Status.UNKNOWN: ("status unknown", "状态未知"),
}
_DATES: Mapping[DateKind, tuple[str, str]] = {
    DateKind.EFFECTIVE: ("In force from", "生效日期"),
    DateKind.APPLICATION: ("Applies from", "适用日期"),
    DateKind.COMMENT_CLOSE: ("Comments close", "意见征集截止"),
    DateKind.TRANSITION_END: ("Transition ends", "过渡期截止"),
    DateKind.ENFORCEMENT: ("Enforced from", "开始执法"),
    DateKind.EXPIRY: ("Expires", "失效日期"),
}
_CHANGES: Mapping[UpdateKind, tuple[str, str]] = {
    UpdateKind.NEW: ("New", "新发布"),
    UpdateKind.REVISED: ("Revised", "有修订"),
    UpdateKind.UNLISTED: ("No longer listed", "已从列表中移除"),
    UpdateKind.WITHDRAWN: ("Withdrawn", "已撤回"),
}
_OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.CHANGED: ("changed", "有更新"),
    Outcome.UNCHANGED: ("unchanged", "无更新"),
    Outcome.EMPTY: ("empty where items were expected", "本应有内容却为空"),
    Outcome.BLOCKED: ("blocked", "被拦截"),
    Outcome.MOVED: ("moved", "已迁移"),
    Outcome.GONE: ("gone", "已消失"),
    Outcome.SKIPPED: ("skipped", "已跳过"),
    Outcome.FAILED: ("failed", "失败"),
    Outcome.LOST: ("lost", "中断"),
}
#: where the name of the cause would not be understood
_CAUSES_EN: Mapping[Cause, str] = {
    Cause.DNS: "its name is not found",
    Cause.TLS: "bad certificate",
    Cause.HTTP_4XX: "the site refuses",
    Cause.HTTP_5XX: "the site's server fails",
    Cause.AUTH: "needs authorisation",
    Cause.SOFT_ERROR: "answers with an error page",
    Cause.PARSE_XML: "broken XML",
    Cause.PARSE_JSON: "broken JSON",
    Cause.PARSE_PDF: "broken PDF",
    Cause.ROBOTS: "robots.txt forbids it",
    Cause.WAF: "blocked by a firewall",
    Cause.CAPTCHA: "asks for a captcha",
    Cause.LOGIN: "asks for a login",
    Cause.CONSENT: "asks for consent first",
    Cause.JS_SHELL: "shows nothing without scripts",
    Cause.HOST_WAIT: "the site asked to wait",
}
_CAUSES_ZH: Mapping[Cause, str] = {
    Cause.DNS: "域名无法解析", Cause.CONNECT: "无法连接", Cause.TLS: "证书或加密错误", Cause.TIMEOUT: "超时", Cause.RESET: "连接中断",
    Cause.PROTOCOL: "协议错误", Cause.TRUNCATED: "内容不完整", Cause.TOO_LARGE: "内容过大", Cause.DECOMPRESS: "解压失败",
    Cause.HTTP_4XX: "网站拒绝请求", Cause.HTTP_5XX: "网站服务器错误", Cause.RATE_LIMITED: "访问频率受限", Cause.AUTH: "需要授权",
    Cause.BLOCKED: "被拦截", Cause.SOFT_ERROR: "返回的是错误页", Cause.REDIRECT_LOOP: "循环跳转", Cause.REDIRECT_UNSAFE: "跳转不安全",
    Cause.UNSAFE_URL: "网址不安全", Cause.NOT_A_FEED: "不是订阅源", Cause.PARSE_XML: "XML 无法解析", Cause.PARSE_JSON: "JSON 无法解析",
    Cause.PARSE_PDF: "PDF 无法解析", Cause.LAYOUT_CHANGED: "页面结构已变", Cause.EMPTY: "内容为空", Cause.ENCODING: "编码错误",
    Cause.UNSUPPORTED: "格式不支持", Cause.ROBOTS: "robots.txt 不允许", Cause.WAF: "被防火墙拦截", Cause.CAPTCHA: "要求验证码",
    Cause.LOGIN: "需要登录", Cause.CONSENT: "需要同意声明", Cause.JS_SHELL: "页面依赖脚本", Cause.GONE: "页面已消失", Cause.MOVED: "页面已迁移",
    Cause.OFFLINE: "本机离线", Cause.HOST_WAIT: "网站要求等待", Cause.PARSER_DIED: "解析中止", Cause.INTERRUPTED: "被中断", Cause.INTERNAL: "内部错误",
}  # fmt: skip
_JURISDICTIONS: Mapping[str, tuple[str, str]] = {
    "AE": ("United Arab Emirates", "阿联酋"), "AR": ("Argentina", "阿根廷"), "AT": ("Austria", "奥地利"), "AU": ("Australia", "澳大利亚"),
    "BE": ("Belgium", "比利时"), "BR": ("Brazil", "巴西"), "CA": ("Canada", "加拿大"), "CH": ("Switzerland", "瑞士"), "CL": ("Chile", "智利"),
    "CN": ("China", "中国"), "CO": ("Colombia", "哥伦比亚"), "DE": ("Germany", "德国"), "DK": ("Denmark", "丹麦"), "EG": ("Egypt", "埃及"),
    "ES": ("Spain", "西班牙"), "EU": ("European Union", "欧盟"), "FI": ("Finland", "芬兰"), "FR": ("France", "法国"), "GB": ("United Kingdom", "英国"),
    "UK": ("United Kingdom", "英国"), "GR": ("Greece", "希腊"), "HK": ("Hong Kong", "中国香港"), "ID": ("Indonesia", "印度尼西亚"),
    "IE": ("Ireland", "爱尔兰"), "IL": ("Israel", "以色列"), "IN": ("India", "印度"), "INT": ("International", "国际"), "IT": ("Italy", "意大利"),
    "JP": ("Japan", "日本"), "KE": ("Kenya", "肯尼亚"), "KR": ("South Korea", "韩国"), "LU": ("Luxembourg", "卢森堡"), "MO": ("Macao", "中国澳门"),
    "MX": ("Mexico", "墨西哥"), "MY": ("Malaysia", "马来西亚"), "NG": ("Nigeria", "尼日利亚"), "NL": ("Netherlands", "荷兰"), "NO": ("Norway", "挪威"),
    "NZ": ("New Zealand", "新西兰"), "PE": ("Peru", "秘鲁"), "PH": ("Philippines", "菲律宾"), "PL": ("Poland", "波兰"), "PT": ("Portugal", "葡萄牙"),
    "RU": ("Russia", "俄罗斯"), "SA": ("Saudi Arabia", "沙特阿拉伯"), "SE": ("Sweden", "瑞典"), "SG": ("Singapore", "新加坡"), "TH": ("Thailand", "泰国"),
    "TR": ("Türkiye", "土耳其"), "TW": ("Taiwan", "中国台湾"), "UA": ("Ukraine", "乌克兰"), "US": ("United States", "美国"), "VN": ("Vietnam", "越南"),
    "ZA": ("South Africa", "南非"), "US-CA": ("California", "美国加利福尼亚州"), "US-CO": ("Colorado", "美国科罗拉多州"),
    "US-NY": ("New York", "美国纽约州"), "US-TX": ("Texas", "美国得克萨斯州"), "US-IL": ("Illinois", "美国伊利诺伊州"), "US-UT": ("Utah", "美国犹他州"),
}  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BADGES_ZH = {
    "en": "英文",
    "de": "德文",
    "fr": "法文",
    "es": "西班牙文",
    "it": "意大利文",
    "ja": "日文",
    "ko": "韩文",
    "pt": "葡萄牙文",
    "nl": "荷兰文",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The product's words in one language."""

    language: str = "en"

    @property
    def chinese(self) -> bool:
        return self.language.lower().startswith("zh")

    def pick(self, english: str, chinese: str) -> str:
        return chinese if self.chinese else english

    def document_type(self, kind: DocumentType) -> str:
        return self.pick(*_TYPES[kind])

    def status(self, status: Status) -> str:
        return self.pick(*_STATUSES[status])

    def date_kind(self, kind: DateKind) -> str:
        return self.pick(*_DATES[kind])

    def update_kind(self, kind: UpdateKind) -> str:
        return self.pick(*_CHANGES[kind])

    def outcome(self, outcome: Outcome) -> str:
        return self.pick(*_OUTCOMES[outcome])

    def cause(self, cause: Cause) -> str:
        """What went wrong, in two or three words; empty for no cause."""
        if self.chinese:
            return _CAUSES_ZH.get(cause, "")
        return _CAUSES_EN.get(cause, cause.value.replace("_", " "))

    def jurisdiction(self, code: str) -> str:
        """The place by its name; an unknown code stays a code, no code says so."""
        if not code:
            return self.pick("jurisdiction unknown", "法域未知")
        names = _JURISDICTIONS.get(code.upper())
        return self.pick(*names) if names else code

    def language_badge(self, language: str) -> str:
        """``[ZH]`` for a text that is not in the reader's language; empty for one that is, or when it is unknown."""
        primary = language.partition("-")[0].lower()
        if not (primary.isascii() and primary.isalpha() and 2 <= len(primary) <= 3) or primary == self.language.partition("-")[0].lower():
            return ""
        return f"[{_BADGES_ZH.get(primary, primary.upper())}]" if self.chinese else f"[{primary.upper()}]"

    def day(self, on: date) -> str:
        return f"{on.year}年{on.month}月{on.day}日" if self.chinese else f"{on.day} {_MONTHS[on.month - 1]} {on.year}"

    def instant(self, at: datetime, zone: str) -> str:
        """Day and time in ``zone``, with the zone's name so that nobody has to guess."""
        local = at.astimezone(ZoneInfo(zone))
        return f"{self.day(local.date())} {local:%H:%M} {local.tzname()}"

    def days_left(self, days: int) -> str:
        if days == 0:
            return self.pick("today", "今天")
        if days < 0:
            return self.pick(f"passed {self.count(-days, 'day')} ago", f"已过 {-days} 天")
        return self.pick(f"{self.count(days, 'day')} left", f"还剩 {days} 天")

    def count(self, number: int, noun: str, plural: str = "") -> str:
        """``1 day``, ``3 days``; English only."""
        return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"

    def more(self, number: int) -> str:
        """Says that something was left out."""
        return self.pick(f"+{number:,} more", f"另有 {number:,} 项未列出")

    def score(self, score: float | None) -> str:
        return self.pick("not scored", "未评分") if score is None else f"{round(score * 100)} %"

    def within(self, text: str) -> str:
        """The text in parentheses, with the blank before them that English wants."""
        return self.pick(f" ({text})", f"（{text}）")

    def listed(self, parts: Iterable[str]) -> str:
        return self.pick(", ", "、").join(parts)

    @property
    def hidden(self) -> tuple[str, str]:
        """What stands in place of a person's mail address and phone number."""
        return self.pick("[e-mail hidden]", "[邮箱已隐藏]"), self.pick("[phone hidden]", "[电话已隐藏]")

    @property
    def disclaimer(self) -> str:
        return self.pick("AI-assisted triage, not legal advice", "人工智能辅助筛选，不构成法律意见")


def days_until(on: date, now: datetime, zone: str) -> int:
    """Days from today in ``zone`` to that day; negative when it has passed."""
    return (on - now.astimezone(ZoneInfo(zone)).date()).days
