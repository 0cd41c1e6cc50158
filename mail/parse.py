"""A raw RFC 822 message, however broken, to what the database needs to decide about it.

Pure: the same bytes give the same result. Never raises: what cannot be read is left out and named in
`defects`, the raw bytes stay the source of everything.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

from pgdesk.mail import limits
from pgdesk.mail.authentication import Authentication, read_authentication
from pgdesk.mail.automatic import Automatic, judge
from pgdesk.mail.bodies import Attachment, Parts, read_parts
from pgdesk.mail.charsets import decode_bytes
from pgdesk.mail.headers import Address, Headers
from pgdesk.mail.invites import Invite
from pgdesk.mail.reply import Reply, read_reply
from pgdesk.mail.structure import Part, read_structure, read_top
from pgdesk.mail.text import clean_text

#: Raised when the same bytes would give another result; stored beside what was derived.
PARSER_VERSION = 2
_DEFECTS = 20


class Mailbox(msgspec.Struct, frozen=True):
    address: str
    name: str


class OriginalSender(Mailbox, frozen=True):
    #: X-Original-From was From; X-Original-Sender is the envelope's, and counts for the desk's groups only.
    is_author: bool


class ParsedMail(msgspec.Struct, frozen=True, kw_only=True):
    """Message-IDs carry no brackets; addresses are lower case; date is UTC."""

    parser_version: int = PARSER_VERSION
    message_id: str | None = None
    in_reply_to: list[str] = []
    references: list[str] = []
    sender: Mailbox | None = None
    reply_to: list[Mailbox] = []
    #: Whom a group names that put its own address into From, the surest first.
    original_senders: list[OriginalSender] = []
    recipients: list[Mailbox] = []
    copies: list[Mailbox] = []
    #: Where it was delivered: To, Cc and the fields that mail servers add.
    delivered_to: list[str] = []
    return_path: str | None = None
    subject: str = ""
    sent_at: datetime | None = None
    #: SHA-256 of text and files: the same for a mail that comes by another way or in another encoding.
    content_hash: str | None = None
    #: The whole text; `new_text` is what the sender wrote now, never blank where `text` is not.
    text: str = ""
    new_text: str = ""
    #: The new text if what else looks old is what the ticket holds: all of quoted_lines.
    shorter_text: str | None = None
    quoted_lines: list[str] = []
    #: Cleaned HTML, safe to show; '' when the mail has none.
    html: str = ""
    #: Addresses of the pictures in it, by its data-image: "cid:…" or a URL.
    images: list[str] = []
    invites: list[Invite] = []
    automatic: Automatic = Automatic()
    attachments: list[Attachment] = []
    authentication: list[Authentication] = []
    defects: list[str] = []
    #: The structure could not be read; `text` is the raw body.
    is_broken: bool = False
    #: What reading the whole failed by; the rest is then what the header says. Such a mail is quarantined.
    failure: str = ""


def parse_mail(raw: bytes) -> ParsedMail:
    """Reads a message; falls back to the headers and the raw body, then to the raw bytes as text."""
    errors: list[str] = []
    for read in (_parse_whole, _parse_top):
        try:
            return read(raw, errors)
        except (Exception, RecursionError) as error:  # whatever the email package stumbles over
            errors.append(f"{read.__name__.strip('_')}_{type(error).__name__}")
    text = clean_text(decode_bytes(raw[: limits.TEXT_CHARS]))
    return ParsedMail(text=text, new_text=text.strip(), defects=errors, is_broken=True)


def parse_to_json(raw: bytes) -> str:
    """A mail as JSON that Postgres can hold; of one that JSON cannot hold, that it is broken."""
    try:
        return msgspec.json.encode(parse_mail(raw)).decode()
    except (UnicodeError, ValueError, RecursionError) as error:
        return msgspec.json.encode(ParsedMail(is_broken=True, defects=[type(error).__name__])).decode()


def top_to_json(raw: bytes, failure: str) -> str:
    """The header of a mail that could not be read, and the beginning of its body."""
    top = read_top(raw[: limits.HEADER_BYTES + limits.REPORT_CHARS], [])
    text = clean_text(decode_bytes(top.body()[: limits.REPORT_CHARS]))
    headers = top.headers
    senders = _senders(headers)
    ids = headers.message_ids("message-id")
    mail = ParsedMail(
        message_id=ids[0] if ids else None,
        sender=_mailboxes(senders[:1])[0] if senders else None,
        subject=headers.subject(),
        sent_at=headers.date(),
        text=text,
        new_text=text.strip(),
        is_broken=True,
        failure=failure,
    )
    return msgspec.json.encode(mail).decode()


def failure_to_json(failure: str) -> str:
    """What is known of a mail of which not even the header could be read."""
    return msgspec.json.encode(ParsedMail(is_broken=True, failure=failure)).decode()


def _parse_whole(raw: bytes, errors: list[str]) -> ParsedMail:
    top = read_structure(raw, errors)
    return _describe(top, read_parts(top, errors), errors, is_broken=False)


def _parse_top(raw: bytes, errors: list[str]) -> ParsedMail:
    """Header fields only, the body as one text."""
    top = read_top(raw, errors)
    text = clean_text(decode_bytes(top.body()[: limits.TEXT_CHARS]))
    return _describe(top, Parts(texts=[text]), errors, is_broken=True)


def _describe(top: Part, parts: Parts, errors: list[str], is_broken: bool) -> ParsedMail:
    headers = top.headers
    text = parts.text()
    senders = _senders(headers)
    reply = _read_reply(text, senders[0][1] if senders else "")
    ids = headers.message_ids("message-id")
    return ParsedMail(
        message_id=ids[0] if ids else None,
        in_reply_to=headers.message_ids("in-reply-to"),
        references=headers.message_ids("references"),
        sender=_mailboxes(senders[:1])[0] if senders else None,
        reply_to=_mailboxes(headers.addresses("reply-to")),
        original_senders=[
            OriginalSender(address, name, field == "x-original-from")
            for field in ("x-original-from", "x-original-sender")
            for address, name in headers.addresses(field)[:1]
        ],
        content_hash=_content_hash(text, parts),
        recipients=_mailboxes(headers.addresses("to")),
        copies=_mailboxes(headers.addresses("cc")),
        delivered_to=[
            address
            for address, _ in headers.addresses(
                "to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to"
            )
        ],
        return_path=headers.return_path(),
        subject=headers.subject(),
        sent_at=headers.date(),
        text=text,
        new_text=reply.text or text.strip(),
        shorter_text=reply.shorter,
        quoted_lines=reply.old_lines,
        html=parts.html.text,
        images=parts.html.images,
        invites=parts.invites,
        automatic=judge(top, parts, text),
        attachments=parts.attachments,
        authentication=read_authentication(headers.raw("authentication-results")),
        defects=list(dict.fromkeys(errors))[:_DEFECTS],
        is_broken=is_broken,
    )


def _content_hash(text: str, parts: Parts) -> str:
    digest = hashlib.sha256("\n".join(line.rstrip() for line in text.strip().split("\n")).encode())
    for attachment in parts.attachments:
        digest.update(attachment.sha256.encode())
    return digest.hexdigest()


def _senders(headers: Headers) -> list[Address]:
    """Who wrote: From, else the next best field that names anybody."""
    for name in ("from", "sender", "reply-to", "return-path", "x-original-from"):
        found = headers.addresses(name)
        if found:
            return found
    return []


def _mailboxes(pairs: list[Address]) -> list[Mailbox]:
    return [Mailbox(address, name) for address, name in pairs]


def _read_reply(text: str, name: str) -> Reply:
    try:
        return read_reply(text, name)
    except Exception:  # a quote that cannot be found costs nothing but brevity
        return Reply(text.strip())
