"""Strings that try to act in whatever shows them, drawn cheaply from a seed: injections of a dozen markups glued to noise."""

from collections.abc import Iterator
from random import Random

#: an address and a number of a person; no output may hold them
PERSON_MAIL = "jane.roe@persons.example"
PERSON_PHONE = "+44 20 7946 0018"

INJECTIONS = (
    # chats
    *(
        "<!channel>",
        "<!here>",
        "<!everyone>",
        "<@U1>",
        "<!subteam^S1>",
        "<#C1>",
        "<!date^0^x|y>",
        "&lt;!channel&gt;",
        "&amp;lt;!here&amp;gt;",
    ),
    *(
        "<https://evil.example|https://eur-lex.europa.eu>",
        "<mailto:x@evil.example|mail>",
        "<javascript:alert(1)|ok>",
        "http://a.example|b>c",
    ),
    *(
        "*bold*",
        "_it_",
        "~no~",
        "`code`",
        "```fence```",
        "> quote",
        ":siren:",
        "@all",
        "@everyone",
        "<@all>",
        "<at id=all></at>",
        "<at>Jane</at>",
    ),
    # documents
    *(
        "[bank](https://evil.example)",
        "![i](https://evil.example/p.png)",
        "# heading",
        "\n# heading\n",
        "- item",
        "\n---\n",
        "| a | b |",
        "<!-- x -->",
    ),
    # HTML and templates
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "</td></table>",
    ),
    *(
        '" onmouseover="alert(1)',
        "' style='x:expression(1)",
        "<iframe src=//evil.example>",
        "<style>*{x:y}</style>",
        "</title><b>",
        "<form action=//e>",
    ),
    *(
        "{{7*7}}",
        "{% raw %}",
        "${7*7}",
        "<%= 7 %>",
        "&#106;avascript&colon;alert(1)",
        "<base href=//evil.example/>",
        "<meta http-equiv=refresh>",
    ),
    # tables
    *("=1+1", '=HYPERLINK("http://evil.example")', "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "＝1", '","=1', '"\r\n"=1'),
    # headers, lines, calendars, feeds
    *(
        "\r\nBcc: x@evil.example",
        "\nSubject: other",
        "\r\n\r\n<html>",
        "\r\nBEGIN:VALARM\r\nEND:VALARM",
        "\nEND:VEVENT\nBEGIN:VEVENT",
        ";X=1:y",
        "\\n\\;",
    ),
    *(
        "]]>",
        "<![CDATA[x]]>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>",
        "<entry><title>x</title></entry>",
        '"}]}',
        "\\u003cscript\\u003e",
        "\x00",
        "\x1b[31mred\x1b[0m",
    ),
    *(
        "\n2031-02-14T08:00:00Z [error] forged=1",
        '\n{"event": "forged"}',
        "\u2028forged",
        "\u2029forged",
        "\x85forged",
        "\x9b31m",
        "\x08\x08\x08",
        "\x7f",
    ),
    # what cannot be seen
    *(
        "\u202e",
        "\u2066x\u2069",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u00ad",
        "\U000e0041\U000e007f",
        "a" + "\u0301" * 40,
        "\ufe0f" * 9,
        "\ud800",
        "\udfff",
        "\ufffe",
    ),
    # persons
    *(f"ask {PERSON_MAIL} now", f"call {PERSON_PHONE} now"),
)
_RANGES = ((0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x5FF), (0x600, 0x6FF), (0x4E00, 0x9FFF), (0x1F300, 0x1F5FF), (0x0, 0x1F), (0x2000, 0x206F))
_WORDS = ("Regulation", "on", "automated", "decisions", "办法", "の", "قانون", "de", "2026/411", "§ 5")


def strings(seed: int, count: int) -> Iterator[str]:
    """``count`` strings; the same for the same seed."""
    rng = Random(seed)
    for _ in range(count):
        yield "".join(_piece(rng) for _ in range(rng.randint(1, 5)))


def _piece(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.55:
        return rng.choice(INJECTIONS)
    if kind < 0.75:
        return f" {rng.choice(_WORDS)} "
    low, high = rng.choice(_RANGES)
    return "".join(chr(rng.randint(low, high)) for _ in range(rng.randint(1, 8)))
