"""Text and HTML out of the RTF that Outlook puts around them (MS-OXRTFCP, MS-OXRTFEX)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from pgdesk.mail.charsets import decode_bytes

#: Of what comes out.
_BYTES = 500_000
_WINDOW = 4096
_PRELOADED = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    rb"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,9})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-z'])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n\\]"
)
#: Groups that hold no text.
_HIDDEN = {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"generator", b"object", b"themedata"}
_SAID = {b"par": b"\n", b"line": b"\n", b"tab": b"\t", b"lquote": b"'", b"rquote": b"'"}
_SYMBOLS = {b"~": b" ", b"_": b"-", b"{": b"{", b"}": b"}", b"\\": b"\\"}
_DEPTH = 100


@dataclass(frozen=True)
class Rtf:
    text: str
    is_html: bool


@dataclass(frozen=True)
class _Group:
    is_hidden: bool = False
    #: Inside of what is HTML's own.
    is_tag: bool = False
    #: Between these the text is RTF's only.
    is_rtf_only: bool = False
    skips: int = 1


def decompress(data: bytes) -> bytes:
    """LZFu, as far as it goes; b'' where it is none."""
    if len(data) < 16:
        return b""
    size, kind = struct.unpack_from("<I4s", data, 4)
    if kind == b"MELA":
        return data[16 : 16 + min(size, _BYTES)]
    if kind != b"LZFu":
        return b""
    window = bytearray(_PRELOADED.ljust(_WINDOW, b"\0"))
    write, at, out = len(_PRELOADED), 16, bytearray()
    while at < len(data) and len(out) < _BYTES:
        flags, at = data[at], at + 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(data):
                    return bytes(out)
                pair = data[at] << 8 | data[at + 1]
                at += 2
                read = pair >> 4
                if read == write:
                    return bytes(out)
                for _ in range((pair & 15) + 2):
                    byte = window[read]
                    window[write] = byte
                    out.append(byte)
                    read, write = (read + 1) % _WINDOW, (write + 1) % _WINDOW
            elif at < len(data):
                window[write] = data[at]
                out.append(data[at])
                write, at = (write + 1) % _WINDOW, at + 1
    return bytes(out)


def read_rtf(data: bytes) -> Rtf:
    """The HTML that was put into it, else its plain text; nothing where it is no RTF."""
    if not data.startswith(b"{\\rtf"):
        return Rtf("", is_html=False)
    is_html = b"\\fromhtml" in data[:500]
    codepage = re.search(rb"\\ansicpg(\d{2,5})", data[:500])
    charset = f"cp{codepage[1].decode()}" if codepage else "cp1252"
    out: list[str] = []
    run = bytearray()
    groups = [_Group()]
    skipping = 0
    is_starred = False

    def end_run() -> None:
        if run:
            out.append(decode_bytes(bytes(run), charset))
            run.clear()

    def say(piece: bytes) -> None:
        nonlocal skipping
        group = groups[-1]
        skipped, skipping = skipping, max(0, skipping - len(piece))
        if not group.is_hidden and (not is_html or group.is_tag or not group.is_rtf_only):
            run.extend(piece[skipped:])

    for token in _TOKEN.finditer(data[:_BYTES]):
        kind, word = token.lastgroup, token["word"]
        if kind == "brace":
            skipping = 0
            if token["brace"] == b"{":
                groups.append(groups[-1] if len(groups) < _DEPTH else _Group(is_hidden=True))
            elif len(groups) > 1:
                groups.pop()
        elif kind == "hex":
            say(bytes((int(token["hex"], 16),)))
        elif kind == "text":
            say(token["text"])
        elif kind == "symbol":
            is_starred = token["symbol"] == b"*"
            say(_SYMBOLS.get(token["symbol"], b""))
            continue
        elif word is not None:
            group, number = groups[-1], int(token["number"] or -1)
            if word == b"u" and token["number"]:
                if not group.is_hidden and (not is_html or group.is_tag or not group.is_rtf_only):
                    end_run()
                    out.append(chr(number & 0xFFFF))
                skipping = group.skips
            elif word == b"uc":
                groups[-1] = _Group(group.is_hidden, group.is_tag, group.is_rtf_only, min(max(number, 0), 4))
            elif word == b"htmlrtf":
                groups[-1] = _Group(group.is_hidden, group.is_tag, number != 0, group.skips)
            elif word == b"htmltag":
                groups[-1] = _Group(group.is_hidden, True, group.is_rtf_only, group.skips)
            elif word in _HIDDEN or is_starred:
                groups[-1] = _Group(True, group.is_tag, group.is_rtf_only, group.skips)
            elif word in _SAID:
                say(_SAID[word])
        is_starred = False
    end_run()
    # Letters beyond the first 65,536 come as two.
    return Rtf("".join(out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), is_html)
