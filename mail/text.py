"""Bytes of a mail to text that Postgres can hold. Nothing here raises."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator

from pgdesk.mail.charsets import decode_bytes

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_WORD_START = re.compile(r"=\?([^?\s]{0,100})\?([bBqQ])\?")
_WORD_GAP = re.compile(r"(\?=)\s+(?==\?)")


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
    text = _WORD_GAP.sub(r"\1", _from_surrogates(raw))
    out: list[str] = []
    pending: list[bytes] = []
    pending_charset = ""
    position = 0
    for start, end, charset, encoding, payload in _words(text):
        between = text[position:start]
        if pending and (between or charset != pending_charset):
            out.append(decode_bytes(b"".join(pending), pending_charset))
            pending = []
        out.append(between)
        pending.append(_decode_word(encoding, payload))
        pending_charset = charset
        position = end
    if pending:
        out.append(decode_bytes(b"".join(pending), pending_charset))
    out.append(text[position:])
    return _SPACES.sub(" ", _SURROGATES.sub("\ufffd", "".join(out))).strip()


def _words(text: str) -> Iterator[tuple[int, int, str, str, str]]:
    """(start, end, charset, encoding, payload) of each encoded word; nothing is looked at twice."""
    at = 0
    while begins := _WORD_START.search(text, at):
        end = text.find("?=", begins.end())
        if end < 0:
            return
        yield (
            begins.start(), end + 2, begins[1].split("*")[0].lower(), begins[2], text[begins.end() : end]
        )  # fmt: skip
        at = end + 2


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
