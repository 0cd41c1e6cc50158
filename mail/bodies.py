"""The parts of a mail: its text, its HTML and what is attached. Nothing here raises on a broken part."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import unquote_to_bytes

import msgspec

from pgdesk.mail.headers import Headers
from pgdesk.mail.html_text import clean_html, html_to_text
from pgdesk.mail.text import clean_line, clean_text, decode_bytes, decode_header

#: More parts than this are left in the raw message.
_PARTS = 500
_DEPTH = 50
#: Characters of text kept beside the raw message.
_TEXT_CHARS = 1_000_000
_FILENAME_CHARS = 200

_MEDIA_TYPE = re.compile(r"^\s*([A-Za-z0-9!#$&^_.+-]+)\s*/\s*([A-Za-z0-9!#$&^_.+-]+)")
_PARAMETER = re.compile(r";\s*([A-Za-z0-9_-]+)(\*\d*\*?|\*)?\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;]*)", re.S)
#: Types whose parts are shown, not attached, unless they carry a file name.
_PLAIN = {"text/plain", "text/enriched", "text/richtext", "text/markdown"}
_REPORT_PARTS = {
    "message/delivery-status",
    "message/disposition-notification",
    "message/feedback-report",
    "text/rfc822-headers",
}


class Attachment(msgspec.Struct, frozen=True):
    """A part that is a file of its own; its content stays in the raw message, found again by part_path."""

    #: Numbers from 1 downwards through the parts ("2.1"); '' is the whole message.
    part_path: str
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    content_id: str | None
    is_inline: bool


@dataclass
class Parts:
    """What a walk through the parts has found."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    #: (media type, decoded text) of delivery reports and returned headers.
    reports: list[tuple[str, str]] = field(default_factory=list)
    returned: list[Message] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)

    def text(self) -> str:
        text = "\n\n".join(t for t in self.texts if t.strip()).strip("\n")
        if not text.strip():
            text = "\n\n".join(filter(None, (html_to_text(html) for html in self.htmls)))
        if not text.strip():
            text = "\n\n".join(self.calendars)
        return clean_text(text)[:_TEXT_CHARS]

    def html(self) -> str:
        return clean_html("\n".join(self.htmls))[:_TEXT_CHARS]


def read_parts(message: Message) -> Parts:
    """Texts, HTML, attachments and report parts of a message, in order."""
    parts = Parts()
    for count, (path, part) in enumerate(_leaves(message, "", 0)):
        if count >= _PARTS:
            parts.defects.append("too_many_parts")
            break
        try:
            _take_part(parts, path, part)
        except Exception as error:  # the part stays in the raw message
            parts.defects.append(f"part_{path or '0'}_{type(error).__name__}")
    parts.defects.extend(type(defect).__name__ for defect in message.defects)
    return parts


def media_type(part: Message) -> str:
    """type/subtype in lower case; text/plain when missing or broken (RFC 2045)."""
    values = Headers(part).raw("content-type")
    match = _MEDIA_TYPE.match(values[0]) if values else None
    return f"{match[1]}/{match[2]}".lower() if match else "text/plain"


def parameter(part: Message, header: str, name: str) -> str:
    """A parameter of Content-Type or Content-Disposition with RFC 2231 pieces joined; '' when missing."""
    values = Headers(part).raw(header)
    if not values:
        return ""
    found: dict[int, tuple[str, str]] = {}
    for match in _PARAMETER.finditer(values[0]):
        if match[1].lower() == name:
            number = re.sub(r"\D", "", match[2] or "")
            value = match[3].strip()
            if value.startswith('"'):
                value = re.sub(r"\\(.)", r"\1", value[1:-1])
            found.setdefault(int(number[:4]) if number else 0, (match[2] or "", value))
    if not found:
        return ""
    charset, data, plain = "", b"", ""
    for index in sorted(found):
        mark, value = found[index]
        if mark.endswith("*"):
            if index == 0 and value.count("'") >= 2:
                charset, _, value = value.split("'", 2)
            data += unquote_to_bytes(value)
        else:
            plain += value
            data += value.encode("utf-8", "surrogateescape")
    if not any(mark.endswith("*") for mark, _ in found.values()):
        return decode_header(plain)
    return decode_header(decode_bytes(data, charset))


def payload(part: Message) -> bytes:
    """A part's content with its transfer encoding undone, as far as it can be."""
    try:
        data = part.get_payload(decode=True)
    except Exception:  # the package raises many kinds on broken encodings
        data = getattr(part, "_payload", None)
    if isinstance(data, str):
        return data.encode("utf-8", "surrogateescape")
    return data if isinstance(data, bytes) else b""


def _leaves(part: Message, path: str, depth: int) -> Iterator[tuple[str, Message]]:
    content = part.get_payload() if part.is_multipart() else None
    kind = media_type(part)
    if not isinstance(content, list) or not kind.startswith("multipart/") or depth >= _DEPTH:
        yield path, part
        return
    for number, child in enumerate(content, 1):
        if isinstance(child, Message):
            yield from _leaves(child, f"{path}.{number}" if path else str(number), depth + 1)


def _take_part(parts: Parts, path: str, part: Message) -> None:
    kind = media_type(part)
    disposition = Headers(part).token("content-disposition")
    filename = parameter(part, "content-disposition", "filename") or parameter(part, "content-type", "name")
    if kind.startswith("multipart/"):  # announced as multipart, but without parts
        parts.defects.append("multipart_without_parts")
        kind = "text/plain"
    if kind in _REPORT_PARTS:
        content = part.get_payload()
        text = "\n\n".join(str(block) for block in content) if isinstance(content, list) else _text_of(part)
        parts.reports.append((kind, text))
        if kind == "text/rfc822-headers":
            return
    if kind.startswith("message/rfc822") and part.is_multipart():
        content = part.get_payload()
        parts.returned.extend(child for child in content if isinstance(child, Message))
    is_shown = disposition != "attachment" and not (filename and disposition != "inline")
    if kind == "text/html" and is_shown:
        parts.htmls.append(_text_of(part))
    elif is_shown and (kind in _PLAIN or (kind.startswith("text/x-") and not filename)):
        parts.texts.append(_text_of(part))
    elif kind == "text/calendar" and not filename:
        parts.calendars.append(_text_of(part))
    elif kind not in _REPORT_PARTS or filename:
        parts.attachments.append(_attachment(path, part, kind, filename, disposition))
    if not (path or parts.texts or parts.htmls) and kind.startswith("text/"):
        parts.texts.append(_text_of(part))  # the only part there is; its disposition hides nothing


def _text_of(part: Message) -> str:
    text = clean_text(decode_bytes(payload(part), parameter(part, "content-type", "charset")))
    if parameter(part, "content-type", "format").lower() == "flowed":
        text = _unflow(text, parameter(part, "content-type", "delsp").lower() == "yes")
    return text


def _unflow(text: str, delete_space: bool) -> str:
    """RFC 3676: a line that ends in a space goes on in the next."""
    out: list[str] = []
    open_line = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        line = line[1:] if line.startswith(" ") else line
        if open_line and not quoted and line != "-- ":
            out[-1] += line
        else:
            out.append(line)
        open_line = line.endswith(" ") and line != "-- " and not quoted
        if open_line and delete_space:
            out[-1] = out[-1][:-1]
    return "\n".join(out)


def _attachment(path: str, part: Message, kind: str, filename: str, disposition: str) -> Attachment:
    if kind.startswith("message/") and part.is_multipart():
        children = part.get_payload()
        inner = children[0] if isinstance(children, list) and children else None
        data = _bytes_of(inner) if isinstance(inner, Message) else b""
        if not filename and isinstance(inner, Message):
            filename = f"{Headers(inner).subject()[:100] or 'message'}.eml"
    else:
        data = payload(part)
    content_id = clean_line(Headers(part).text("content-id").strip("<> "), 200) or None
    return Attachment(
        part_path=path,
        filename=_safe_filename(filename) or f"part-{path or '0'}{mimetypes.guess_extension(kind) or '.bin'}",
        media_type=kind[:127],
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        content_id=content_id,
        is_inline=disposition == "inline" or (content_id is not None and kind.startswith("image/")),
    )


def _bytes_of(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except Exception:  # headers that cannot be written again
        return payload(message)


def _safe_filename(name: str) -> str:
    """The last path segment, without characters that a file system or a header would stumble over."""
    base = re.split(r"[/\\]", name)[-1]
    return clean_line(
        re.sub(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]", "_", base).strip(". "), _FILENAME_CHARS
    )
