"""Bytes to text the way a browser would, so that no page is read as gibberish and no odd codec is ever run.

Only the encodings of the WHATWG Encoding Standard are accepted: Python also knows codecs that unpack, decode escapes or raise
(``zip``, ``unicode_escape``, ``idna``), and a page may name any of them.
"""

import codecs
import re
from collections.abc import Iterator, Mapping

#: Python codec -> labels of the WHATWG standard that mean it. Where the web calls a superset by the name of its subset
#: (``gb2312``, ``shift_jis``, ``iso-8859-1``) the codec is the superset, as in browsers.
_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "cp866": "866 cp866 csibm866 ibm866",
    "iso8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 "
    "iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
    "iso_8859-7:1987 sun_eu_greek",
    "iso8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
    "iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical",
    "iso8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "mac-roman": "csmacintosh mac macintosh x-mac-roman",
    "cp874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "cp1250": "cp1250 windows-1250 x-cp1250",
    "cp1251": "cp1251 windows-1251 x-cp1251",
    "cp1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
    "iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
    "cp1253": "cp1253 windows-1253 x-cp1253",
    "cp1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254",
    "cp1255": "cp1255 windows-1255 x-cp1255",
    "cp1256": "cp1256 windows-1256 x-cp1256",
    "cp1257": "cp1257 windows-1257 x-cp1257",
    "cp1258": "cp1258 windows-1258 x-cp1258",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gb18030": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc_jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "iso2022_jp": "csiso2022jp iso-2022-jp",
    "cp932": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "cp949": "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949",
    "utf-16-be": "unicodefffe utf-16be",
    "utf-16-le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD_BYTES = 4096
_SAMPLE_BYTES = 32_768
#: a declared encoding may be broken in this share of its characters and is still believed
_TOLERATED = 0.01
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:+-]{2,40})", re.I)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]{2,40})", re.I)
_MULTIBYTE = ("gb18030", "cp932", "euc_jp", "cp949", "big5hkscs")


def codec_of(label: str) -> str | None:
    """The Python codec that a label of the web means, or ``None`` when the web knows no such encoding."""
    return _CODECS.get(label.strip().lower())


def decode(body: bytes, headers: Mapping[str, str] | None = None) -> str:
    """The text of a body: byte-order mark, then what header and page declare, then detection; never an exception."""
    return _decode(body, headers or {})[0]


def encoding_of(body: bytes, headers: Mapping[str, str] | None = None) -> str:
    """The Python codec that :func:`decode` used."""
    return _decode(body, headers or {})[1]


def _decode(body: bytes, headers: Mapping[str, str]) -> tuple[str, str]:
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace"), codec
    wide = _wide(body)
    for codec in (*wide, *_declared(body, headers)):
        text = _tolerant(body, codec)
        if text is not None:
            return text, codec
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        codec = _detect(body)
        return body.decode(codec, "replace"), codec


def _wide(body: bytes) -> Iterator[str]:
    """UTF-16 or UTF-32 without a mark, known by where the zero bytes of its markup stand."""
    head = body[:64]
    if len(head) < 8 or b"\x00" not in head:
        return
    zeros = [head[i::4].count(0) / len(head[i::4]) for i in range(4)]
    if zeros[3] < 0.3 and min(zeros[:3]) > 0.6:
        yield "utf-32-be"
    elif zeros[0] < 0.3 and min(zeros[1:]) > 0.6:
        yield "utf-32-le"
    elif max(zeros[1], zeros[3]) < 0.3 and min(zeros[0], zeros[2]) > 0.7:
        yield "utf-16-be"
    elif max(zeros[0], zeros[2]) < 0.3 and min(zeros[1], zeros[3]) > 0.7:
        yield "utf-16-le"


def _declared(body: bytes, headers: Mapping[str, str]) -> Iterator[str]:
    """Codecs that the header, the XML declaration and the page's head name, in this order; what nobody knows is left out."""
    content_type = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    named = [found[1] for found in [_HEADER_CHARSET.search(content_type[:500])] if found]
    head = body[:_HEAD_BYTES]
    named += [found[1].decode("ascii", "replace") for pattern in (_XML_ENCODING, _META_CHARSET) if (found := pattern.search(head))]
    for label in named:
        codec = codec_of(label)
        # a page whose declaration can be read as ASCII is not UTF-16, whatever it says (WHATWG, "prescan")
        if codec:
            yield "utf-8" if codec.startswith("utf-16") else codec


def _tolerant(body: bytes, codec: str) -> str | None:
    """The text when hardly a character of it is broken, else ``None``."""
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        text = body.decode(codec, "replace")
        others = max(1, sum(1 for c in text if c > "\x7f"))
        broken = text.count("\ufffd")
        return text if broken <= max(2, _TOLERATED * len(text)) and broken < 0.3 * others else None


def _detect(body: bytes) -> str:
    sample = _high_sample(body)
    if _is_thai(sample):
        return "cp874"
    asian = max(((_likeness(sample, codec), codec) for codec in _MULTIBYTE), default=(0.0, ""))
    if asian[0] >= 0.6:
        return asian[1]
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    codec = codec_of(best.encoding.replace("_", "-")) or codec_of(best.encoding) if best is not None else None
    return codec or "cp1252"


def _high_sample(body: bytes) -> bytes:
    """The part of a long body where bytes above ASCII begin: a head of scripts says nothing about its language."""
    if len(body) <= _SAMPLE_BYTES:
        return body
    first = re.search(rb"[\x80-\xff]", body)
    start = max(0, (first.start() if first else 0) - 256)
    return body[start : start + _SAMPLE_BYTES]


def _is_thai(sample: bytes) -> bool:
    """Thai stands in long runs, half of them consonants (A1-CE), a quarter vowels and tones (D0-EE)."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    high = b"".join(runs)
    if len(high) < 12 or len(high) < 4 * len(runs):
        return False
    consonants = sum(0xA1 <= byte <= 0xCE for byte in high) / len(high)
    vowels = sum(0xD0 <= byte <= 0xEE for byte in high) / len(high)
    return consonants > 0.4 and vowels > 0.2 and consonants + vowels > 0.95


def _likeness(sample: bytes, codec: str) -> float:
    """Share of the non-ASCII characters that common text in this encoding would hold, 0 when it cannot be decoded."""
    text = sample.decode(codec, "replace")
    high = [c for c in text if c > "\x7f"]
    if not high or text.count("\ufffd") > 2 + 0.01 * len(high):
        return 0.0
    telling = {"cp932": ("\u3040", "\u30ff"), "euc_jp": ("\u3040", "\u30ff"), "cp949": ("\uac00", "\ud7a3")}.get(codec, ("", ""))
    own = sum(telling[0] <= c <= telling[1] for c in high) / len(high)
    # hangul and kana share their bytes with common Chinese characters, but Chinese never decodes to nearly only hangul
    bonus = 0.2 if own > (0.8 if codec == "cp949" else 0.2) else 0.0
    return sum(_commonness(c, codec) for c in high) / len(high) + bonus


def _commonness(character: str, codec: str) -> float:
    """How usual a character is: in the legacy sets the frequent characters come first, so the lead byte tells."""
    if "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uff60":
        return 1.0
    if "\u3040" <= character <= "\u30ff":
        return 1.0 if codec in ("cp932", "euc_jp") else 0.1
    if "\uac00" <= character <= "\ud7a3":
        return 1.0 if codec == "cp949" else 0.0
    try:
        lead = character.encode(codec)[0]
    except UnicodeEncodeError:
        return 0.0
    low, high = {"gb18030": (0xB0, 0xD7), "big5hkscs": (0xA4, 0xC6), "cp932": (0x88, 0x97), "euc_jp": (0xB0, 0xCF)}.get(codec, (0, 0))
    return 1.0 if low <= lead <= high else 0.2 if "\u4e00" <= character <= "\u9fff" else 0.0
