"""A raw mail from what a provider took apart: the same parts give the same bytes.

Header fields stand in UTF-8 (RFC 6532), contents in base64, so that nothing of either is lost. What the
envelope said stands above, as a mail server writes it that delivers (RFC 5321, section 4.4; RFC 9228).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence

import msgspec

Field = tuple[str, str]

#: Fields that say how the mail was taken apart; as it is put together, others hold.
_OF_STRUCTURE = ("content-type", "content-transfer-encoding", "content-disposition", "mime-version")
_NAME = re.compile(r"[!-9;-~]{1,200}")
_BREAKS = re.compile(r"[\r\n\0]+[ \t]*")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}", re.ASCII)
_HEADER_BYTES = 256 * 1024


class Enclosed(msgspec.Struct, frozen=True):
    name: str
    media_type: str
    data: bytes
    #: By which HTML shows it, without brackets; '': it is no part of the text.
    content_id: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """What the provider found out of the sender: spf or dmarc, its result, for which domain."""

    method: str
    result: str
    domain: str


_PROPERTIES = {"spf": "smtp.mailfrom", "dkim": "header.d", "dmarc": "header.from"}


def trace(sender: str | None, recipients: Iterable[str], raw: bytes = b"") -> bytes:
    """Lines about the envelope: Delivered-To, and Return-Path where the mail has none."""
    lines = []
    if sender is not None and not re.search(
        rb"(?im)^return-path:", raw[:_HEADER_BYTES].partition(b"\r\n\r\n")[0]
    ):
        lines.append(_line("Return-Path", f"<{sender.strip().strip('<>')}>"))
    lines += [_line("Delivered-To", one.strip()) for one in dict.fromkeys(recipients) if one.strip()]
    return b"".join(lines)


def judgement(adapter: str, verdicts: Iterable[Verdict]) -> bytes:
    """Authentication-Results in the provider's name (RFC 8601), also where it found out nothing."""
    results = [
        f"{one.method}={one.result} {_PROPERTIES[one.method]}={one.domain}"
        for one in verdicts
        if one.result.isalpha() and _DOMAIN.fullmatch(one.domain)
    ]
    return _line("Authentication-Results", "; ".join([f"{adapter}.pgdesk", *(results or ["none"])]))


def domain_of(address: str) -> str:
    """Of a mail address; '' where it has none."""
    return address.strip().strip("<>").rpartition("@")[2].lower()


def compose(fields: Sequence[Field], text: str | None, html: str | None, files: Sequence[Enclosed]) -> bytes:
    """The mail with these header fields, text, HTML and files; its structure is made anew."""
    original = next((value for name, value in fields if name.lower() == "content-type"), "")
    head = [_line(name, value) for name, value in fields if name.lower() not in _OF_STRUCTURE]
    if original:
        head.append(_line("X-Original-Content-Type", original))
    head.append(b"MIME-Version: 1.0\r\n")
    return b"".join(head) + _body(original, text, html, files)


def compose_report(
    fields: Sequence[Field], text: str, report: str, report_type: str, original: Sequence[Field]
) -> bytes:
    """A report about a mail of the desk (RFC 3464, RFC 5965) of which only facts were posted."""
    kind = "feedback-report" if report_type == "feedback-report" else "delivery-status"
    parts = [
        _part("text/plain; charset=utf-8", text.encode("utf-8", "replace")),
        _plain_part(f"message/{kind}", report),
        _plain_part("text/rfc822-headers", b"".join(_line(*field) for field in original).decode()),
    ]
    head = b"".join(_line(name, value) for name, value in fields)
    return head + b"MIME-Version: 1.0\r\n" + _multipart("report", parts, f"; report-type={report_type}")


def split_fields(block: str) -> list[Field]:
    """The fields of a header as text; lines that begin with a space go on with the one before."""
    fields: list[Field] = []
    for line in re.split(r"\r\n|\r|\n", block):
        if line[:1] in (" ", "\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            fields.append((name.strip(), value.strip()))
    return fields


def mailbox(name: str, address: str) -> str:
    """A mailbox as a header field has it."""
    shown = re.sub(r'([\\"])', r"\\\1", name.strip())
    return f'"{_encoded(shown)}" <{address.strip()}>' if shown else address.strip()


def _body(original: str, text: str | None, html: str | None, files: Sequence[Enclosed]) -> bytes:
    views = []
    if text is not None or html is None:
        views.append(_part("text/plain; charset=utf-8", (text or "").encode("utf-8", "replace")))
    if html is not None:
        views.append(_part("text/html; charset=utf-8", html.encode("utf-8", "replace")))
    shown = [_file(file) for file in files if file.content_id]
    attached = [_file(file) for file in files if not file.content_id]
    body = views[0] if len(views) == 1 else _multipart("alternative", views)
    if shown:
        body = _multipart("related", [body, *shown])
    report = re.match(r"\s*multipart/report\b.*?\breport-type=\"?([a-z-]{1,40})", original, re.I | re.S)
    if report:
        return _multipart("report", [body, *attached], f"; report-type={report[1].lower()}")
    return _multipart("mixed", [body, *attached]) if attached else body


def _multipart(kind: str, parts: Sequence[bytes], more: str = "") -> bytes:
    content = b"\r\n".join(parts)
    mark = "=_" + hashlib.sha256(content).hexdigest()[:40]
    line = f"--{mark}".encode()
    head = f'Content-Type: multipart/{kind}{more}; boundary="{mark}"\r\n\r\n'.encode()
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _part(media_type: str, data: bytes, more: bytes = b"") -> bytes:
    head = f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n".encode() + more
    return head + b"\r\n" + base64.encodebytes(data).replace(b"\n", b"\r\n")


def _plain_part(media_type: str, text: str) -> bytes:
    return f"Content-Type: {media_type}\r\n\r\n".encode() + text.encode("utf-8", "replace")


def _file(file: Enclosed) -> bytes:
    kind = file.media_type if _MEDIA_TYPE.fullmatch(file.media_type) else "application/octet-stream"
    if kind.lower().startswith("multipart/"):
        kind = "application/octet-stream"
    name = re.sub(r'([\\"])', r"\\\1", file.name)
    disposition = "inline" if file.content_id else "attachment"
    more = _line("Content-Disposition", f'{disposition}; filename="{name}"' if name else disposition)
    if file.content_id:
        more += _line("Content-ID", f"<{file.content_id}>")
    return _part(kind, file.data, more)


def _line(name: str, value: str) -> bytes:
    if not _NAME.fullmatch(name):
        return b""
    return f"{name}: {_BREAKS.sub(' ', value)}\r\n".encode("utf-8", "replace")


def _encoded(text: str) -> str:
    """What would be read as an encoded word (RFC 2047) although it is the text, as one that says it."""
    if "=?" not in text:
        return text
    pieces = re.findall(r".{1,10}", text, re.S)
    return " ".join(
        f"=?utf-8?B?{base64.b64encode(one.encode('utf-8', 'replace')).decode()}?=" for one in pieces
    )


def decoded(name: str, text: str) -> Field:
    """A field whose value is text that has been decoded already."""
    return name, _encoded(text)
