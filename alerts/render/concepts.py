"""What a publication speaks of, named in the reader's language.

A lawyer who does not read the original's language sees from a few words what it is about. The words are found in the title,
the abstract and the quoted sentences; nothing is translated, so nothing can be translated wrongly, and nothing here
decides who is told.
"""

import re
from collections.abc import Iterable

from alerts.render.words import Words

#: English name, and how the concept is written in the languages of the sources
_CONCEPTS: tuple[tuple[str, str], ...] = (
    ("generative AI", r"generativ\w*|génératif|générative|large language model|foundation model|general[- ]purpose ai|gpai|chatgpt|生成式|生成型|大模型|大语言模型|생성형|基盤モデル"),
    ("labelling of AI content", r"deep ?fakes?|synthetic (?:content|media|voice)|watermark\w*|label(?:l)?ing|ai[- ]generated|深度伪造|深度合成|标识|水印|딥페이크|ディープフェイク|hypertrucage|kennzeichn\w*"),
    ("automated decisions", r"automated (?:decision|individual)\w*|algorithmic decision\w*|automatisierte\w* entscheidung\w*|décision\w* automatisée?s?|decision\w* automatizada\w*|自动化决策|自動化決定|자동화된 (?:결정|의사결정)"),
    ("biometrics", r"biometri\w*|biométri\w*|facial recognition|face recognition|gesichtserkennung|reconnaissance faciale|reconocimiento facial|人脸识别|生物识别|顔認識|얼굴 ?인식|생체"),
    ("chatbots", r"chatbots?|conversational (?:agent|ai)|virtual assistants?|聊天机器人|对话系统|チャットボット|챗봇"),
    ("recommendation and ranking", r"recommend(?:er|ation) (?:system|algorithm)\w*|algorithmic (?:recommendation|ranking)|推荐算法|算法推荐|レコメンド|추천 알고리즘"),
    ("hiring and work", r"recruit\w*|hiring|applicants?|employment decision\w*|worker\w* management|bewerb\w*|beschäftigt\w*|embauche|recrutement|contratación|招聘|求职|用工|採用|채용"),
    ("credit and lending", r"credit scor\w*|creditworth\w*|lending|loan applications?|kreditwürdig\w*|solvabilité|scoring crediticio|信贷|信用评分|与信|신용 ?평가"),
    ("insurance", r"insur(?:ance|er|ers)|versicher\w*|assuranc\w*|seguros?|保险|保険|보험"),
    ("health", r"medical devices?|clinical|healthcare|patients?|medizinprodukt\w*|dispositifs? médic\w*|医疗器械|医疗|診断|의료"),
    ("children", r"child(?:ren)?|minors|under[- ]age|kinder|mineurs|menores|未成年人|儿童|児童|아동"),
    ("training data and copyright", r"training data|text and data mining|copyright\w*|urheberrecht\w*|droit d'auteur|derechos de autor|训练数据|版权|著作权|著作権|저작권"),
    ("personal data", r"personal data|data protection|privacy|personenbezogen\w*|datenschutz|données personnelles|datos personales|个人信息|个人数据|隐私|個人情報|개인정보"),
    ("high-risk systems", r"high[- ]risk|hochrisiko\w*|haut risque|alto riesgo|高风险|ハイリスク|고위험|고영향"),
    ("prohibited practices", r"prohibited (?:ai )?practi[cs]es|social scoring|subliminal|verbotene praktiken|pratiques interdites|社会评分"),
    ("transparency", r"transparen\w*|透明|투명성"),
    ("registration and filing", r"algorithm filing|registration|registry|备案|登记|届出|등록"),
    ("testing and audits", r"conformity assessment\w*|bias audits?|impact assessment\w*|red[- ]team\w*|algorithmic audit\w*|konformitätsbewertung\w*|安全评估|影响评估|审计|影響評価|영향평가"),
    ("safety of frontier models", r"frontier (?:ai|models?)|systemic risks?|catastrophic|ai safety|前沿模型|系统性风险"),
    ("fines and enforcement", r"fine[ds]|penalt(?:y|ies)|sanction\w*|bußgeld\w*|amendes?|multas?|罚款|处罚|課徴金|과징금|과태료"),
)  # fmt: skip

#: whole words in scripts that part them, anywhere in scripts that do not
_FROM = r"(?:(?<![^\W\d_])|(?=[\u1100-\uffff]))"
_TO = r"(?:(?![^\W\d_])|(?<=[\u1100-\uffff]))"
_PATTERNS = tuple((name, re.compile(f"{_FROM}(?:{forms}){_TO}", re.IGNORECASE)) for name, forms in _CONCEPTS)
_MOST_CHARS = 4000


def concepts(texts: Iterable[str], words: Words, most: int = 4) -> tuple[str, ...]:
    """The concepts that the texts name, those named first in front, at most ``most``."""
    text = "\n".join(texts)[:_MOST_CHARS]
    found = [(match.start(), words.say(name, "concept")) for name, pattern in _PATTERNS if (match := pattern.search(text))]
    return tuple(name for _, name in sorted(found)[:most])
