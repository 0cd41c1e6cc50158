"""A raw RFC 822 message, however broken, to what the database needs to decide about it.

Pure: the same bytes give the same result. Never raises: what cannot be read is left out and named in
`defects`, the raw bytes stay the source of everything.
"""

from __future__ import annotations

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message

import msgspec

from pgdesk.mail.automatic import Automatic, judge
from pgdesk.mail.bodies import Attachment, Parts, payload, read_parts
from pgdesk.mail.headers import Address, Headers
from pgdesk.mail.reply import strip_reply
from pgdesk.mail.text import clean_line, clean_text, decode_bytes

#: Raised when the same bytes would give another result; stored beside what was derived.
PARSER_VERSION = 1
_RECIPIENTS = 100
_AUTHENTICATION_CHARS = 4000
_DEFECTS = 20


class Mailbox(msgspec.Struct, frozen=True):
    address: str
    name: str


class Authentication(msgspec.Struct, frozen=True):
    """One result of an Authentication-Results field (RFC 8601)."""

    server: str
    method: str
    result: str
    #: The domain that was checked (header.from, header.d, smtp.mailfrom); '' when not named.
    domain: str


class ParsedMail(msgspec.Struct, frozen=True, kw_only=True):
    """Message-IDs carry no brackets; addresses are lower case; date is UTC."""

    parser_version: int = PARSER_VERSION
    message_id: str | None = None
    in_reply_to: list[str] = []
    references: list[str] = []
    sender: Mailbox | None = None
    reply_to: Mailbox | None = None
    recipients: list[Mailbox] = []
    copies: list[Mailbox] = []
    #: Where it was delivered: To, Cc and the fields that mail servers add.
    delivered_to: list[str] = []
    return_path: str | None = None
    subject: str = ""
    sent_at: datetime | None = None
    #: The whole text; `new_text` is what the sender wrote now, never blank where `text` is not.
    text: str = ""
    new_text: str = ""
    #: Cleaned HTML, safe to show; '' when the mail has none.
    html: str = ""
    automatic: Automatic = Automatic()
    attachments: list[Attachment] = []
    authentication: list[Authentication] = []
    defects: list[str] = []
    #: The structure could not be read; `text` is the raw body.
    is_broken: bool = False


def parse_mail(raw: bytes) -> ParsedMail:
    """Reads a message; falls back to the headers and the raw body, then to the raw bytes as text."""
    errors: list[str] = []
    for read in (_parse_whole, _parse_top):
        try:
            return read(raw, errors)
        except (Exception, RecursionError) as error:  # whatever the email package stumbles over
            errors.append(f"{read.__name__.strip('_')}_{type(error).__name__}")
    text = clean_text(decode_bytes(raw[:1_000_000]))
    return ParsedMail(text=text, new_text=text.strip(), defects=errors, is_broken=True)


def _parse_whole(raw: bytes, errors: list[str]) -> ParsedMail:
    message = message_from_bytes(raw, policy=policy.compat32)
    parts = read_parts(message)
    return _describe(message, parts, errors, is_broken=False)


def _parse_top(raw: bytes, errors: list[str]) -> ParsedMail:
    """Header fields only, the body as one text."""
    head, _, body = re.sub(rb"\r\n|\r", b"\n", raw).partition(b"\n\n")
    message: Message = Message(policy=policy.compat32)
    for line in re.sub(rb"\n[ \t]+", b" ", head).split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon and re.fullmatch(rb"[!-9;-~]+", name.strip()):
            message.set_raw(name.strip().decode("ascii"), value.strip().decode("ascii", "surrogateescape"))
    fields = [
        (name, value) for name, value in message.raw_items() if not str(name).lower().startswith("content-")
    ]
    plain: Message = Message(policy=policy.compat32)
    for field, content in fields:
        plain.set_raw(field, content)
    plain.set_payload(body.decode("ascii", "surrogateescape"))
    text = clean_text(decode_bytes(payload(plain)))[:1_000_000]
    return _describe(plain, Parts(texts=[text]), errors, is_broken=True)


def _describe(message: Message, parts: Parts, errors: list[str], is_broken: bool) -> ParsedMail:
    headers = Headers(message)
    text = parts.text()
    senders = _senders(headers)
    reply_to = headers.addresses("reply-to")
    ids = headers.message_ids("message-id")
    return ParsedMail(
        message_id=ids[0] if ids else None,
        in_reply_to=headers.message_ids("in-reply-to"),
        references=headers.message_ids("references"),
        sender=_mailboxes(senders[:1])[0] if senders else None,
        reply_to=_mailboxes(reply_to[:1])[0] if reply_to else None,
        recipients=_mailboxes(headers.addresses("to")),
        copies=_mailboxes(headers.addresses("cc")),
        delivered_to=[
            address
            for address, _ in headers.addresses(
                "to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to"
            )
        ][:_RECIPIENTS],
        return_path=headers.return_path(),
        subject=headers.subject(),
        sent_at=headers.date(),
        text=text,
        new_text=_new_text(text),
        html=parts.html(),
        automatic=judge(message, headers, parts, text),
        attachments=parts.attachments,
        authentication=_authentication(headers),
        defects=list(dict.fromkeys(errors + parts.defects))[:_DEFECTS],
        is_broken=is_broken,
    )


def _senders(headers: Headers) -> list[Address]:
    """Who wrote: From, else the next best field that names anybody."""
    for name in ("from", "sender", "reply-to", "return-path", "x-original-from"):
        found = headers.addresses(name)
        if found:
            return found
    return []


def _mailboxes(pairs: list[Address]) -> list[Mailbox]:
    return [Mailbox(address, name) for address, name in pairs[:_RECIPIENTS]]


def _new_text(text: str) -> str:
    try:
        new = strip_reply(text)
    except Exception:  # a quote that cannot be found costs nothing but brevity
        new = ""
    return new or text.strip()


def _authentication(headers: Headers) -> list[Authentication]:
    """The results of all Authentication-Results fields, top-most field first."""
    found: list[Authentication] = []
    for value in headers.texts("authentication-results"):
        flat = re.sub(r"\([^()]*\)", " ", value[:_AUTHENTICATION_CHARS])
        server, *results = flat.split(";")
        name = clean_line(server.split()[0], 255).lower() if server.split() else ""
        for result in results:
            match = re.match(r"\s*([\w.-]+)\s*=\s*([\w.-]+)", result)
            if not match:
                continue
            domain = re.search(
                r"(?:header\.from|header\.d|header\.i|smtp\.mailfrom|smtp\.mail)\s*=\s*\"?(\S+?)\"?(?:\s|$)",
                result,
                re.I,
            )
            checked = domain[1].rpartition("@")[2].lower() if domain else ""
            found.append(Authentication(name, match[1].lower(), match[2].lower(), checked[:255]))
    return found[:50]
