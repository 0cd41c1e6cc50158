"""What is in a winmail.dat: files and text, as Outlook sends them in "rich text" (MS-OXTNEF, MS-OXCMSG).

Pure and linear; what is cut off or makes no sense ends the reading, and what was found before that counts.
tnefparse 1.4.0 raises on names outside UTF-8, and reads HTML out of RTF with eleven packages more.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pgdesk.mail.charsets import decode_bytes
from pgdesk.mail.rtf import decompress, read_rtf

SIGNATURE = b"\x78\x9f\x3e\x22"
_FILES = 200
_PROPERTIES = 2000
_VALUES = 1000
#: Attributes of the message or, by level, of the file that began last.
_BODY, _PROPS, _CODEPAGE = 0x0002800C, 0x00069003, 0x00069007
_BEGINS_FILE, _TITLE, _DATA, _FILE_PROPS = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
#: Properties (MS-OXPROPS).
_PLAIN, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_LONG_NAME, _TYPE, _CONTENT_ID = 0x3707, 0x370E, 0x3712
#: Sizes of values of one length, by type; others say theirs.
_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_STRING, _UNICODE = 30, 31
_WITH_LENGTH = {13, 258, _STRING, _UNICODE}
_MANY = 0x1000


@dataclass
class File:
    name: str = ""
    media_type: str = ""
    content_id: str = ""
    content: bytes = b""


@dataclass
class Tnef:
    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)
    #: All of it was read.
    is_whole: bool = False


def read_tnef(data: bytes) -> Tnef:
    """Nothing, and not whole, where it is none."""
    found = Tnef()
    charset = "cp1252"
    try:
        for kind, value in _attributes(data):
            if kind == _CODEPAGE:
                charset = f"cp{struct.unpack_from('<I', value)[0]}"
            elif kind == _BODY:
                found.text = found.text or decode_bytes(value, charset).rstrip("\0")
            elif kind == _PROPS:
                _take_message(found, value, charset)
            elif kind == _BEGINS_FILE and len(found.files) < _FILES:
                found.files.append(File())
            elif found.files:
                _take_file(found.files[-1], kind, value, charset)
        found.is_whole = data.startswith(SIGNATURE)
    except (struct.error, ValueError, IndexError):
        pass
    found.files = [file for file in found.files if file.content]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, value) of each; ValueError where one is cut off or its sum is wrong."""
    at = 6 if data.startswith(SIGNATURE) else len(data)
    while at < len(data):
        kind, length = struct.unpack_from("<xII", data, at)
        at += 9
        value = data[at : at + length]
        (total,) = struct.unpack_from("<H", data, at + length)
        if len(value) != length or sum(value) & 0xFFFF != total:
            raise ValueError("cut off")
        yield kind, value
        at += length + 2


def _take_message(found: Tnef, value: bytes, charset: str) -> None:
    for name, text, raw in _properties(value, charset):
        if name == _PLAIN:
            found.text = text or found.text
        elif name == _HTML:
            found.html = text or decode_bytes(raw, charset)
        elif name == _RTF and not found.html:
            rtf = read_rtf(decompress(raw))
            found.html = rtf.text if rtf.is_html else ""
            found.text = found.text or ("" if rtf.is_html else rtf.text)


def _take_file(file: File, kind: int, value: bytes, charset: str) -> None:
    if kind == _TITLE:
        file.name = file.name or decode_bytes(value, charset).rstrip("\0")
    elif kind == _DATA:
        file.content = value
    elif kind == _FILE_PROPS:
        for name, text, _ in _properties(value, charset):
            if name == _LONG_NAME:
                file.name = text or file.name
            elif name == _TYPE:
                file.media_type = text
            elif name == _CONTENT_ID:
                file.content_id = text


def _properties(data: bytes, charset: str) -> Iterator[tuple[int, str, bytes]]:
    """(name, text, bytes) of each; text of strings only."""
    (count,) = struct.unpack_from("<I", data)
    at = 4
    for _ in range(min(count, _PROPERTIES)):
        kind, name = struct.unpack_from("<HH", data, at)
        at += 4
        if name >= 0x8000:  # named by a GUID, and by a number or a string
            (is_string,) = struct.unpack_from("<I", data, at + 16)
            at += 24
            if is_string:
                (length,) = struct.unpack_from("<I", data, at - 4)
                at += _padded(length)
        of_one = kind & ~_MANY
        values = 1
        if kind & _MANY or of_one in _WITH_LENGTH:
            (values,) = struct.unpack_from("<I", data, at)
            at += 4
        if values > _VALUES:
            raise ValueError("too many values")
        for _ in range(values):
            if of_one in _WITH_LENGTH:
                (length,) = struct.unpack_from("<I", data, at)
                at += 4
            else:
                length = _SIZES[of_one] if of_one in _SIZES else len(data) + 1
            if at + length > len(data):
                raise ValueError("cut off")
            raw = data[at : at + length]
            yield name, _text(of_one, raw, charset), raw
            at += _padded(length)


def _text(kind: int, raw: bytes, charset: str) -> str:
    if kind == _UNICODE:
        return raw.decode("utf-16-le", "replace").rstrip("\0")
    return decode_bytes(raw, charset).rstrip("\0") if kind == _STRING else ""


def _padded(length: int) -> int:
    return length + -length % 4
