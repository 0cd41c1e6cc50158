"""Makes the bytes of a mail (RFC 5322, MIME) of what the outbox says about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any

import idna
import msgspec

#: Fields of message ids, which mail programs do not decode: they are written as they are, one a line.
_IDS = frozenset({"message-id", "in-reply-to", "references"})
#: Fields of addresses: folded at 78 characters, names with commas or quotes come back as other names.
_ADDRESSES = frozenset({"from", "to", "reply-to"})
_WIDE = SMTP.clone(max_line_length=998)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
#: What line ends and control characters are besides those, in a field.
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+")
#: How an encoded word begins (RFC 2047). The email package decodes those of texts, and writes the line ends
#: that are in them.
_ENCODED = re.compile(r"=(?=\?)")
#: A Message-ID that a field can name: others' may be anything.
_ID = re.compile(r"[!-;=?-~]{1,990}")
#: A media type that can be said as it is (RFC 6838).
_TYPE = re.compile(r"[A-Za-z0-9][\w!#$&^.+-]*/[A-Za-z0-9][\w!#$&^.+-]*", re.ASCII)
#: What a display name would have to be quoted for.
_SPECIAL = re.compile(r'[()<>\[\]:;@\\,."]+')
#: What a local part would have to be quoted for, or would be decoded for.
_UNQUOTED = re.compile(r'[()<>\[\]:;@\\," ]|=\?')


class MailPolicy(EmailPolicy):
    """SMTP's policy, but for what the email package would break."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _IDS:
            return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}".encode("ascii")
        if name.lower() in _ADDRESSES:
            return (_WIDE if not self.utf8 else _WIDE.clone(utf8=True)).fold_binary(name, value)
        return super().fold_binary(name, value)


#: No 8bit: a server on the way that has to turn it into something else breaks signatures (RFC 6376, 5.3).
_POLICY = MailPolicy(linesep="\r\n", cte_type="7bit")
_POLICY_UTF8 = _POLICY.clone(utf8=True)


class NoRecipient(ValueError):
    """Nobody can be mailed at this address."""


class Body(msgspec.Struct, frozen=True):
    """What is to be read."""

    subject: str
    text: str
    html: str | None = None


class Enclosure(msgspec.Struct, frozen=True):
    """A file that is sent along, by what helpdesk.begin_mails says of it."""

    filename: str
    media_type: str
    size_bytes: int
    is_clean: bool
    #: Of one of a message.
    attachment_id: int | None = None
    #: Of one of a report.
    report_file_id: int | None = None


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What helpdesk.begin_mails says of a mail; addresses are without names, ids without brackets."""

    outgoing_mail_id: int
    attempts: int
    kind: str
    is_automatic: bool
    is_answer: bool
    is_bulk: bool
    has_secret: bool
    address: str
    recipient_name: str | None
    sender_address: str
    sender_name: str
    reply_to: str | None
    mail_message_id: str
    in_reply_to: str | None
    references: list[str]
    unsubscribe_path: str | None
    begun_at: datetime
    request_id: str | None
    enclosures: list[Enclosure]
    subject: str | None
    body_text: str | None
    body_html: str | None

    @property
    def body(self) -> Body | None:
        """As it was made at an earlier attempt."""
        if self.subject is None or self.body_text is None:
            return None
        return Body(self.subject, self.body_text, self.body_html)


def compose(
    letter: Letter, body: Body, base_url: str, files: Sequence[tuple[Enclosure, bytes]] = ()
) -> bytes:
    """The same for the same arguments, but for the boundaries of parts.

    Raises NoRecipient, and ValueError for an address of the desk's that is none.

    `base_url` is where pgdesk is reached, to be unsubscribed there.
    """
    try:
        recipient = _address(letter.recipient_name or "", encode_domain(letter.address))
    except ValueError as problem:
        raise NoRecipient(str(problem)) from None
    message = EmailMessage(_POLICY if recipient.addr_spec.isascii() else _POLICY_UTF8)
    message["From"] = _address(letter.sender_name, encode_domain(letter.sender_address))
    message["To"] = recipient
    message["Subject"] = _one_line(body.subject)
    message["Date"] = format_datetime(letter.begun_at)
    message["Message-ID"] = f"<{letter.mail_message_id}>"
    if letter.reply_to:
        message["Reply-To"] = _address(letter.sender_name, encode_domain(letter.reply_to))
    references = [one for one in letter.references if _ID.fullmatch(one)]
    if letter.in_reply_to and _ID.fullmatch(letter.in_reply_to):
        message["In-Reply-To"] = f"<{letter.in_reply_to}>"
    if references:
        message["References"] = " ".join(f"<{one}>" for one in references)
    if letter.is_automatic:
        message["Auto-Submitted"] = "auto-replied" if letter.is_answer else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    if letter.request_id:
        message["X-Request-Id"] = letter.request_id
    if letter.is_bulk:
        message["Precedence"] = "bulk"
    if letter.unsubscribe_path:
        # RFC 2369 and, for one click, RFC 8058.
        message["List-Unsubscribe"] = f"<{base_url}{letter.unsubscribe_path}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_CONTROL.sub("", body.text.replace("\r\n", "\n").replace("\r", "\n")))
    if body.html is not None:
        message.add_alternative(_CONTROL.sub("", body.html), subtype="html")
    for enclosure, content in files:
        kind, _, subkind = enclosure.media_type.partition("/")
        # A whole mail would be read as part of this one.
        if kind in ("message", "multipart") or not _TYPE.fullmatch(enclosure.media_type):
            kind, subkind = "application", "octet-stream"
        message.add_attachment(
            content, maintype=kind, subtype=subkind, filename=_one_line(enclosure.filename)
        )
    return message.as_bytes()


def envelope_sender(letter: Letter) -> str:
    """Who is told if it cannot be delivered (RFC 5321): of an answer by a program nobody (RFC 3834)."""
    return "" if letter.is_answer else encode_domain(letter.sender_address)


def encode_domain(address: str) -> str:
    """The address with its domain as mail servers know it (RFC 5891). Raises ValueError."""
    local, _, domain = address.rpartition("@")
    if not local or not domain:
        raise ValueError(f"{address} is not a mail address")
    if domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise ValueError(f"{domain} is not a domain: {error}") from None


def _address(name: str, address: str) -> Address:
    """Raises ValueError."""
    clean = _one_line(" ".join(_SPECIAL.sub(" ", _BREAKS.sub(" ", name)).split()))
    local, _, domain = address.rpartition("@")
    # What would have to be quoted is no address but a second way to write one.
    if _BREAKS.search(address) or _UNQUOTED.search(local) or any(sign in domain for sign in ' <>,"()=?'):
        raise ValueError(f"{address} is not a mail address")
    return Address(clean[:200], local, domain)


def _one_line(text: str) -> str:
    """For a field; what looks like an encoded word in it is no more one."""
    return _ENCODED.sub("= ", _BREAKS.sub(" ", text)).strip()
