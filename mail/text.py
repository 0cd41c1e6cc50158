"""Bytes of a mail to text that Postgres can hold. Nothing here raises."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re

#: Names seen in mail that Python does not know, or knows as too small a set.
_CHARSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "x-mac-roman": "mac_roman",
    "x-gbk": "gb18030",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "ascii",
    "cp-850": "cp850",
    "x-unknown": "",
    "unknown-8bit": "",
    "x-user-defined": "",
}
#: Python's text codecs that are no character sets.
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_WORD = re.compile(r"=\?([^?\s]*)\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*?)\?=")
_WORD_GAP = re.compile(r"(\?=)\s+(?==\?)")


def find_codec(charset: str | None) -> str | None:
    """Python's name of a mail's charset, None when there is none."""
    name = (charset or "").strip().strip("'\"").lower().removeprefix("charset=").strip()
    name = _CHARSETS.get(name, name)
    if not name:
        return None
    try:
        info = codecs.lookup(name)
        "".encode(info.name)
    except (LookupError, ValueError, UnicodeError, AttributeError):
        return None
    return None if info.name in _NO_CHARSETS else info.name


def decode_bytes(data: bytes, charset: str | None = None) -> str:
    """Text in the charset that the mail names; where that does not fit, UTF-8, else Windows-1252."""
    codec = find_codec(charset)
    for candidate in (codec, "utf-8"):
        if candidate and not (candidate == "ascii" and not data.isascii()):
            try:
                return data.decode(candidate)
            except (UnicodeError, ValueError):
                continue
    if codec and codec not in ("ascii", "utf-8"):
        try:
            return data.decode(codec, "replace")
        except (UnicodeError, ValueError):
            pass
    return data.decode("cp1252", "replace")


def clean_text(text: str) -> str:
    """Text without NUL, control characters and lone surrogates; line ends are newlines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def clean_line(text: str, limit: int) -> str:
    """One line of at most `limit` characters."""
    line = _SPACES.sub(" ", _SURROGATES.sub("\ufffd", text)).strip()
    line = _CONTROLS.sub("", line)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def decode_header(raw: str) -> str:
    """A header's text: raw 8-bit bytes and RFC 2047 encoded words decoded, on one line."""
    text = _from_surrogates(raw)
    text = _WORD_GAP.sub(r"\1", text)
    out: list[str] = []
    pending = b""
    pending_charset = ""
    position = 0
    for match in _WORD.finditer(text):
        charset = match[1].split("*")[0].lower()
        between = text[position : match.start()]
        if pending and (between or charset != pending_charset):
            out.append(decode_bytes(pending, pending_charset))
            pending = b""
        out.append(between)
        pending += _decode_word(match[2], match[3])
        pending_charset = charset
        position = match.end()
    if pending:
        out.append(decode_bytes(pending, pending_charset))
    out.append(text[position:])
    return _SPACES.sub(" ", _SURROGATES.sub("\ufffd", "".join(out))).strip()


def _from_surrogates(raw: str) -> str:
    """Undoes the email package's way of holding raw bytes in str."""
    if not _SURROGATES.search(raw):
        return raw
    return decode_bytes(raw.encode("utf-8", "surrogateescape"))


def _decode_word(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(data.replace(b"_", b"=20"), header=True)
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    while data:
        try:
            return base64.b64decode(data + b"=" * (-len(data) % 4))
        except binascii.Error:
            data = data[:-1]
    return b""
