"""Bytes in the charset that a mail names, as mail programs write it, to text. Nothing here raises."""

from __future__ import annotations

import codecs
import re

from pgdesk.mail.stateful import DECODERS, decode_euc_jp

#: Names seen in mail that Python does not know.
_CHARSETS = {
    "gb_2312-80": "gb2312",
    "euc-cn": "gb2312",
    "ms_kanji": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "x-big5": "big5",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "macintosh": "mac_roman",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "ansi_x3.4-1968": "ascii",
    "unknown": "",
    "unknown-8bit": "",
    "user-defined": "",
}
#: What mail programs mean by a smaller set: that of Windows (WHATWG, Encoding).
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "cp950",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
#: Windows code pages that are not called cp and their number.
_PAGES = {
    "936": "gb18030", "1200": "utf-16-le", "1201": "utf-16-be", "10000": "mac_roman", "20127": "ascii",
    "20866": "koi8-r", "20932": "euc-jp", "21866": "koi8-u", "50220": "iso-2022-jp", "50221": "iso-2022-jp",
    "50222": "iso-2022-jp", "50225": "iso-2022-kr", "50227": "iso-2022-cn", "51932": "euc-jp",
    "51936": "gb18030", "51949": "cp949", "51950": "cp950", "52936": "hz-gb-2312", "54936": "gb18030",
    "65000": "utf-7", "65001": "utf-8", "28591": "cp1252",
    **{str(28590 + number): f"iso-8859-{number}" for number in range(2, 17)},
}  # fmt: skip
_PAGE = re.compile(r"(?:x-)?(?:cp|ibm|windows|win|dos|ms|microsoft-cp)[-_]?0{0,2}(\d{3,5})")
#: Python's text codecs that are no character sets.
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


def find_charset(name: str | None) -> str | None:
    """A key of DECODERS or Python's name of a mail's charset; None when there is none."""
    name = (name or "").strip().strip("'\"").lower().removeprefix("charset=").strip()
    for candidate in (name, name.removeprefix("x-"), name.removeprefix("x-ms-")):
        page = _PAGE.fullmatch(candidate)
        known = _PAGES.get(page[1], f"cp{page[1]}") if page else _CHARSETS.get(candidate, candidate)
        if known in DECODERS:
            return known
        codec = _codec(known)
        if codec:
            return _STATEFUL.get(codec) or _LARGER.get(codec, codec)
    return None


def _codec(name: str) -> str | None:
    if not name:
        return None
    try:
        info = codecs.lookup(name)
        "".encode(info.name)
    except (LookupError, ValueError, UnicodeError, AttributeError):
        return None
    return None if info.name in _NO_CHARSETS else info.name


def decode_bytes(data: bytes, charset: str | None = None) -> str:
    """Text in the charset that the mail names; where that does not fit, UTF-8, else Windows-1252.

    A few bytes that do not fit cost their own letters only.
    """
    codec = find_charset(charset)
    if codec in DECODERS and codec is not None:
        return DECODERS[codec](data)
    if codec and codec.startswith(("utf-16", "utf-32")) and b"\0" not in data and _fits(data, "utf-8"):
        codec = "utf-8"  # the name of a charset in memory, not of what was written
    if codec and not (codec == "ascii" and not data.isascii()):
        try:
            return data.decode(codec)
        except (UnicodeError, ValueError):
            pass
    if codec == "euc_jp":
        return decode_euc_jp(data)
    if codec == "cp950" and _fits(data, "big5hkscs"):
        return data.decode("big5hkscs")
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if not wrong:
        return text
    if codec in (None, "ascii", "utf-8"):
        letters = sum(1 for letter in text if letter > "\x7f") - wrong
        return text if letters >= wrong else data.decode("cp1252", "replace")
    try:
        return data.decode(codec, "replace")
    except (UnicodeError, ValueError):
        return data.decode("cp1252", "replace")


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeError, ValueError):
        return False
    return True


_STATEFUL = {codec: name for name in DECODERS if (codec := _codec(name))}
