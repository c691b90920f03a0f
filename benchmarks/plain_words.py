"""A plain multilingual word list, as anybody would write it in an afternoon: the baseline that relevance is held against."""

import re

_AI = (
    (3, r"(?i:artificial intelligence|machine learning)|(?<![A-Za-z])A\.?I\.?(?![A-Za-z])"),
    (
        2,
        r"(?i)algorithm|automated decision|deep ?fake|facial recognition|generative|chatbot|autonomous vehicle|automated driving|synthetic media"
        r"|digital replica|foundation model|large language model",
    ),
    (
        3,
        r"(?i)人工智能|生成式|深度合成|算法推荐|大模型|人脸识别|自动驾驶|智能网联|künstliche\w* Intelligenz|\bKI\b|KI-|intelligence artificielle"
        r"|systèmes? d.IA|\bIA\b|inteligencia artificial|artificiële intelligentie|AI-",
    ),
    (
        2,
        r"(?i)算法|智能体|换脸|AIGC|ChatGPT|Hochrisiko|hypertrucage|haut risque|ultrasuplant|algor[ií]tm|algorithmique|Algorithm|Deepfake"
        r"|reconocimiento facial|reconnaissance faciale|Gesichtserkennung|biom[eé]tr",
    ),
)
_LAW = re.compile(
    r"(?i)办法|规定|条例|法案|征求意见|监管|标识|备案|网信办|工信部|欧盟|国务院|治理|立法|伦理|标准|通报|Gesetz|Verordnung|EU-|Kommission|Aufsicht"
    r"|Bundes|Verbot|Klage|règlement|article|considérant|loi\b|Ley|Reglamento|Regulaci|sentencia|jurídic|AEPD|Tribunal|Act\b|Bill|rule|regulat"
    r"|guidance|notice|request for|comment|law\b|prohibit|require|mandat|directs|establish"
)
_PATTERNS = tuple((weight, re.compile(pattern)) for weight, pattern in _AI)


def plain_words(title: str, text: str) -> float:
    """AI words, each kind capped at three, times words of law, capped at four, in title and 1,000 characters."""
    opening = f"{title}. {text[:1_000]}"
    ai = sum(weight * min(3, len(pattern.findall(opening))) for weight, pattern in _PATTERNS)
    return ai * (0.35 + 0.2 * min(4, len(_LAW.findall(opening))))
