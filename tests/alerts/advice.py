"""Phrases that would be legal advice; our own words speak of possibility alone."""

import re

#: phrases that would be legal advice; possibility is "may"
BANNED = (
    r"\byou must\b",
    r"\byou (?:should|need to|have to|are required)\b",
    r"\bwe (?:recommend|advise|suggest)\b",
    r"\b(?:is|are) (?:required|obliged|prohibited)\b",
    r"\bcompl(?:y|iant|iance)\b",
    r"\b(?:applies|apply) to you\b",
    r"\bviolat",
    r"\billegal\b",
    r"\bliable\b",
    r"必须",
    r"应当",
    r"违法",
    r"建议您",
    r"合规",
)


def advice_in(text: str) -> list[str]:
    """The patterns that our own words must never match."""
    return [phrase for phrase in BANNED if re.search(phrase, text, re.IGNORECASE)]
