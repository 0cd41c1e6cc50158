"""The parts of a mail: its text, its HTML and what is attached. Nothing here raises on a broken part."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from functools import cached_property

import msgspec

from pgdesk.mail import limits
from pgdesk.mail.charsets import decode_bytes
from pgdesk.mail.html_text import CleanHtml, clean_html, html_to_text
from pgdesk.mail.invites import Invite, read_invites, say
from pgdesk.mail.structure import Part, read_structure, read_top
from pgdesk.mail.text import clean_line, clean_text

_FILENAME_CHARS = 200
#: A plain text so short may only say that the mail is to be read as HTML.
_NOTICE_CHARS = 400

#: Types whose parts are shown, not attached, unless they carry a file name.
_PLAIN = {"text/plain", "text/enriched", "text/richtext", "text/markdown"}
#: What is said again for some programs only.
_OTHER_VIEWS = {"text/x-amp-html", "text/watch-html"}
#: RFC 6533: the parts of reports about addresses outside ASCII, by their elder namesakes.
_NAMESAKES = {
    "message/global": "message/rfc822",
    "message/global-headers": "text/rfc822-headers",
    "message/global-delivery-status": "message/delivery-status",
    "message/global-disposition-notification": "message/disposition-notification",
}
_CALENDARS = {"text/calendar", "application/ics"}
_REPORT_PARTS = {
    "message/delivery-status",
    "message/disposition-notification",
    "message/feedback-report",
    "text/rfc822-headers",
}


class Attachment(msgspec.Struct, frozen=True):
    """A part that is a file of its own; its content stays in the raw message, see find_content."""

    #: Numbers from 1 downwards through the parts ("2.1"); '' is the only part, or the whole mail.
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
    returned: list[Part] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)

    def text(self) -> str:
        text = "\n\n".join(t for t in self.texts if t.strip()).strip("\n")
        if len(text) <= _NOTICE_CHARS and self.htmls:
            shown = html_to_text("\n".join(self.htmls), self.html.text)
            if len(shown) > len(text) and not _says(shown, text):
                text = shown
        if not text.strip():
            text = "\n\n".join(map(say, self.invites)) or "\n\n".join(self.calendars)
        return clean_text(text)[: limits.TEXT_CHARS]

    @cached_property
    def html(self) -> CleanHtml:
        return clean_html("\n".join(self.htmls)[: limits.HTML_CHARS])

    @cached_property
    def invites(self) -> list[Invite]:
        return read_invites(self.calendars)


def read_parts(top: Part, defects: list[str]) -> Parts:
    """Texts, HTML, attachments and report parts of a mail, in order."""
    parts = Parts(defects=defects)
    leaves = list(top.leaves())
    for part in leaves:
        if not part.is_spare:
            _try_part(parts, part)
    if not any(text.strip() for text in parts.texts + parts.htmls):
        for part in leaves:
            if part.is_spare:
                _try_part(parts, part)
    return parts


def _try_part(parts: Parts, part: Part) -> None:
    try:
        _take_part(parts, part)
    except Exception as error:  # the part stays in the raw message
        parts.defects.append(f"part_{part.path or '0'}_{type(error).__name__}")


def _says(text: str, other: str) -> bool:
    """Whether most words of `other` stand in `text`, too."""
    words = set(re.findall(r"\w+", other.lower()))
    return 2 * len(words & set(re.findall(r"\w+", text.lower()))) > len(words)


def find_content(raw: bytes, path: str, sha256: str) -> bytes | None:
    """The decoded content at a path of Attachment, if it is the one with that hash."""
    top = read_structure(raw, []) if path else read_top(raw, [])
    found = next((part.content() for part in top.leaves() if part.path == path), None)
    for content in (found, None if path else raw):
        if content is not None and hashlib.sha256(content).hexdigest() == sha256:
            return content
    return None


def _take_part(parts: Parts, part: Part) -> None:
    kind = _NAMESAKES.get(part.media_type, part.media_type)
    disposition = part.headers.token("content-disposition")
    filename = part.headers.parameter("content-disposition", "filename") or part.headers.parameter(
        "content-type", "name"
    )
    if kind.startswith("multipart/"):  # announced as multipart, but without parts
        kind = "text/plain"
    if kind in _REPORT_PARTS:
        parts.reports.append((kind, clean_text(_text_of(part, "utf-8")[: limits.REPORT_CHARS])))
        if kind == "text/rfc822-headers":
            return
    if kind == "message/rfc822":
        parts.returned.append(read_structure(part.content(), []))
    is_shown = disposition != "attachment" and not (filename and disposition != "inline")
    if kind == "text/html" and is_shown:
        parts.htmls.append(_text_of(part)[: limits.HTML_CHARS])
    elif kind in _OTHER_VIEWS and not filename:
        return
    elif is_shown and (kind in _PLAIN or (kind.startswith("text/x-") and not filename)):
        parts.texts.append(_text_of(part))
    elif kind in _CALENDARS:
        parts.calendars.append(_text_of(part, "utf-8"))
        parts.attachments.append(_attachment(part, kind, filename or "invite.ics", disposition))
    elif kind not in _REPORT_PARTS or filename:
        parts.attachments.append(_attachment(part, kind, filename, disposition))
    if not (part.path or parts.texts or parts.htmls or parts.calendars) and kind.startswith("text/"):
        parts.texts.append(_text_of(part))  # the only part there is; its disposition hides nothing


def _text_of(part: Part, charset: str = "") -> str:
    given = part.headers.parameter("content-type", "charset")
    text = clean_text(decode_bytes(part.content(), given or charset))
    if part.headers.parameter("content-type", "format").lower() == "flowed":
        text = _unflow(text, part.headers.parameter("content-type", "delsp").lower() == "yes")
    return text


def _unflow(text: str, delete_space: bool) -> str:
    """RFC 3676: a line that ends in a space goes on in the next."""
    out: list[list[str]] = []
    open_line = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        line = line[1:] if line.startswith(" ") and not line.startswith(" >") else line
        goes_on = line.endswith(" ") and line != "-- " and not quoted
        piece = line[:-1] if goes_on and delete_space else line
        if open_line and not quoted and line != "-- ":
            out[-1].append(piece)
        else:
            out.append([piece])
        open_line = goes_on
    return "\n".join("".join(pieces) for pieces in out)


def _attachment(part: Part, kind: str, filename: str, disposition: str) -> Attachment:
    data = part.content()
    if kind in ("message/rfc822", "message/news", "message/partial") and not filename:
        filename = f"{read_structure(data, []).headers.subject()[:100] or 'message'}.eml"
    content_id = clean_line(part.headers.text("content-id").strip("<> "), 200) or None
    return Attachment(
        part_path=part.path,
        filename=_safe_filename(filename)
        or f"part-{part.path or '0'}{mimetypes.guess_extension(kind) or '.bin'}",
        media_type=kind[:127],
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        content_id=content_id,
        is_inline=disposition == "inline" or (content_id is not None and kind.startswith("image/")),
    )


def _safe_filename(name: str) -> str:
    """The last path segment, without characters that a file system or a header would stumble over."""
    base = re.split(r"[/\\]", name)[-1]
    return clean_line(
        re.sub(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]", "_", base).strip(". "), _FILENAME_CHARS
    )
