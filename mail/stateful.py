"""East Asian charsets that switch between sets, read as mail programs write them.

Their standards hold less than what Windows writes under their names: ISO-2022-JP has no circled digits and no
half-width kana, which CP50221 has; EUC-JP likewise (CP51932), ISO-2022-KR and HZ are written with the letters
of CP949 and GBK. A pair that nobody knows costs itself, not the rest of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_ESCAPE = re.compile(rb"\x1b(?:\$[@AB]|\$\([@-D]|\$[)*+][A-Z]|\([A-Z]|[NO])|[\x0e\x0f]")
_TILDE = re.compile(rb"~([{}~\r\n])\n?")
_UNKNOWN = "\ufffd"

Read = Callable[[bytes], str]


def decode_iso_2022_jp(data: bytes) -> str:
    """ISO-2022-JP and its kin (-1, -2, -3, CP50220 to 50222)."""
    for codec in ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_2004"):
        try:
            return data.decode(codec)
        except UnicodeError:
            continue
    return _by_escapes(data, _JAPANESE, {}, _kana)


def decode_iso_2022_kr(data: bytes) -> str:
    return _by_escapes(data, {}, {b"\x1b$)C": _run(_korean)}, _plain)


def decode_iso_2022_cn(data: bytes) -> str:
    return _by_escapes(data, {}, {b"\x1b$)A": _run(_chinese), b"\x1b$)E": _run(_chinese)}, _plain)


def decode_hz(data: bytes) -> str:
    """HZ (RFC 1843): ~{ and ~} around pairs, ~~ for a tilde."""
    out: list[str] = []
    at, in_pairs = 0, False
    for match in _TILDE.finditer(data):
        out.append(
            _pairs(data[at : match.start()], _chinese) if in_pairs else _plain(data[at : match.start()])
        )
        at = match.end()
        mark = match[1]
        if mark in b"{}":
            in_pairs = mark == b"{"
            at = match.start() + 2
        elif mark == b"~":
            out.append("~")
            at = match.start() + 2
    out.append(_pairs(data[at:], _chinese) if in_pairs else _plain(data[at:]))
    return "".join(out)


def decode_euc_jp(data: bytes) -> str:
    """EUC-JP with what CP51932 adds."""
    out: list[str] = []
    at = 0
    for match in re.finditer(rb"\x8f[\xa1-\xfe]{2}|\x8e[\xa1-\xdf]|[\xa1-\xfe]{2}|[\x80-\xff]", data):
        out.append(data[at : match.start()].decode("ascii", "replace"))
        found, at = match[0], match.end()
        if found[0] == 0x8F or len(found) == 1:
            out.append(_one(found, "euc_jp"))
        else:
            out.append(_one(found[1:], "cp932") if found[0] == 0x8E else _japanese(found))
    out.append(data[at:].decode("ascii", "replace"))
    return "".join(out)


def _by_escapes(data: bytes, escaped: dict[bytes, Read], shifting: dict[bytes, Read], shifted: Read) -> str:
    """Reads the runs between escapes: those of `escaped` hold at once, those of `shifting` from SO to SI."""
    out: list[str] = []
    read: Read = _plain
    before: Read = _plain
    at = 0
    for match in _ESCAPE.finditer(data):
        out.append(read(data[at : match.start()]))
        at = match.end()
        escape = match[0]
        if escape == b"\x0e":
            before, read = read, shifted
        elif escape == b"\x0f":
            read = before
        elif escape in shifting:
            shifted = shifting[escape]
        elif escape in escaped or escape.startswith(b"\x1b("):
            read = escaped.get(escape, _plain)
    out.append(read(data[at:]))
    return "".join(out)


def _run(letter: Read) -> Read:
    return lambda run: _pairs(run, letter)


def _plain(run: bytes) -> str:
    return run.decode("utf-8", "replace")


def _kana(run: bytes) -> str:
    return "".join(
        _one(bytes((byte | 0x80,)), "cp932") if 0x21 <= byte <= 0x5F else chr(byte) for byte in run
    )


def _pairs(run: bytes, letter: Read) -> str:
    """Two bytes a letter; line ends and spaces stand for themselves."""
    out: list[str] = []
    at = 0
    while at < len(run):
        byte = run[at] & 0x7F
        if byte <= 0x20 or byte == 0x7F:
            out.append(chr(byte))
            at += 1
        elif at + 1 == len(run):
            out.append(_UNKNOWN)
            at += 1
        else:
            out.append(letter(run[at : at + 2]))
            at += 2
    return "".join(out)


def _japanese(pair: bytes) -> str:
    """JIS X 0208 by the tables of cp932, which know NEC's row 13 and IBM's letters."""
    row, cell = (pair[0] & 0x7F) - 0x21, (pair[1] & 0x7F) - 0x21
    lead = (row >> 1) + (0x81 if row < 62 else 0xC1)
    trail = cell + (0x9F if row % 2 else 0x40)
    return _one(bytes((lead, trail + (not row % 2 and trail >= 0x7F))), "cp932")


def _japanese_more(pair: bytes) -> str:
    return _one(bytes((0x8F, pair[0] | 0x80, pair[1] | 0x80)), "euc_jp")


def _korean(pair: bytes) -> str:
    return _one(bytes((pair[0] | 0x80, pair[1] | 0x80)), "cp949")


def _chinese(pair: bytes) -> str:
    return _one(bytes((pair[0] | 0x80, pair[1] | 0x80)), "gb18030")


def _one(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeError:
        return _UNKNOWN


_JAPANESE: dict[bytes, Read] = {
    b"\x1b$@": _run(_japanese),
    b"\x1b$B": _run(_japanese),
    b"\x1b$(@": _run(_japanese),
    b"\x1b$(B": _run(_japanese),
    b"\x1b$(D": _run(_japanese_more),
    b"\x1b$A": _run(_chinese),
    b"\x1b$(C": _run(_korean),
    b"\x1b(I": _kana,
    b"\x1b(B": _plain,
    b"\x1b(J": _plain,
}

#: By the name that find_charset gives.
DECODERS: dict[str, Read] = {
    "iso-2022-jp": decode_iso_2022_jp,
    "iso-2022-jp-1": decode_iso_2022_jp,
    "iso-2022-jp-2": decode_iso_2022_jp,
    "iso-2022-jp-3": decode_iso_2022_jp,
    "iso-2022-jp-ms": decode_iso_2022_jp,
    "iso-2022-kr": decode_iso_2022_kr,
    "iso-2022-cn": decode_iso_2022_cn,
    "hz-gb-2312": decode_hz,
}
