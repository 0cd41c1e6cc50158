"""Postmark's inbound webhook: JSON, with the raw mail in it where its server is set to include it.

https://postmarkapp.com/developer/webhooks/inbound-webhook
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from pgdesk.mail.providers.compose import Enclosed, Field, compose, compose_report, decoded, mailbox, trace
from pgdesk.mail.providers.posts import Post, Taken, UnreadableError
from pgdesk.mail.providers.told import below, line, load, mappings, text

_OWN_FIELDS = ("from", "to", "cc", "reply-to", "subject", "date")


def make(post: Post) -> Taken:
    """The mail of a post that was believed, by its password. Raises UnreadableError."""
    told = load(post.body)
    if not isinstance(told, dict):
        raise UnreadableError("the post is no JSON object, or not all of it")
    kind, token = text(told, "RecordType"), text(told, "MessageID") or None
    if kind in ("Bounce", "SpamComplaint"):
        return Taken(raw=_report(told, kind), is_rebuilt=True, token=f"{kind} {told.get('ID')}"[:200])
    if kind not in ("", "Inbound"):
        return Taken(ignored=f"it tells of outgoing mail: {kind[:40]}")
    if not (token or isinstance(told.get("Headers"), list) or "RawEmail" in told):
        raise UnreadableError(
            "the post has neither MessageID nor Headers: it is no inbound mail of Postmark's"
        )
    recipients = [text(told, "OriginalRecipient")]
    whole = text(told, "RawEmail")
    if whole:
        raw = whole.encode("utf-8", "replace")
        return Taken(raw=trace(None, recipients, raw) + raw, token=token)
    mail = compose(
        _fields(told), text(told, "TextBody") or None, text(told, "HtmlBody") or None, _files(told)
    )
    return Taken(raw=trace(None, recipients, mail) + mail, is_rebuilt=True, token=token)


def _fields(told: dict[str, Any]) -> list[Field]:
    given = [(text(one, "Name"), text(one, "Value")) for one in mappings(told, "Headers")]
    fields = [
        ("From", _mailboxes([below(told, "FromFull")]) or mailbox(text(told, "FromName"), text(told, "From")))
    ]
    for name, full, plain in (("To", "ToFull", "To"), ("Cc", "CcFull", "Cc")):
        value = _mailboxes(mappings(told, full)) or text(told, plain)
        if value:
            fields.append((name, value))
    if reply_to := text(told, "ReplyTo"):
        fields.append(("Reply-To", reply_to))
    fields.append(decoded("Subject", text(told, "Subject")))
    if date := text(told, "Date"):
        fields.append(("Date", date))
    return [*fields, *((name, value) for name, value in given if name.lower() not in _OWN_FIELDS)]


def _mailboxes(people: list[dict[str, Any]]) -> str:
    return ", ".join(mailbox(text(one, "Name"), text(one, "Email")) for one in people if text(one, "Email"))


def _files(told: dict[str, Any]) -> list[Enclosed]:
    return [
        Enclosed(
            text(one, "Name"),
            text(one, "ContentType"),
            _content(text(one, "Content")),
            text(one, "ContentID").removeprefix("cid:").strip("<> "),
        )
        for one in mappings(told, "Attachments")
    ]


def _content(content: str) -> bytes:
    """What is not base64 stays as it was posted."""
    try:
        return base64.b64decode(re.sub(r"\s+", "", content), validate=True)
    except (binascii.Error, ValueError):
        return content.encode("utf-8", "replace")


def _report(told: dict[str, Any], kind: str) -> bytes:
    address, details = line(told, "Email"), line(told, "Details") or line(told, "Description")
    original = _metadata(told)
    fields = [
        ("From", "Postmark <mailer-daemon@postmarkapp.com>"),
        ("To", text(told, "From")),
        ("Subject", f"Postmark: {text(told, 'Name') or kind}: {address}"),
        ("Date", text(told, "BouncedAt")),
        ("Message-ID", f"<{kind.lower()}.{told.get('ID')}@postmarkapp.com>"),
        ("Auto-Submitted", "auto-generated"),
    ]
    if kind == "SpamComplaint":
        report = (
            f"Feedback-Type: abuse\r\nUser-Agent: Postmark\r\nVersion: 1\r\nOriginal-Rcpt-To: {address}\r\n"
        )
        return compose_report(fields, details, report, "feedback-report", original)
    is_final = text(told, "Type") in ("HardBounce", "BadEmailAddress", "ManuallyDeactivated", "Unsubscribe")
    status = re.search(r"\b[45]\.\d{1,3}\.\d{1,3}\b", details)
    report = (
        "Reporting-MTA: dns; postmarkapp.com\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: {'failed' if is_final else 'delayed'}\r\n"
        f"Status: {status[0] if status else '5.0.0' if is_final else '4.0.0'}\r\n"
        f"Diagnostic-Code: {details}\r\n"
    )
    return compose_report(fields, details, report, "delivery-status", original)


def _metadata(told: dict[str, Any]) -> list[Field]:
    """Postmark names a mail by an id of its own, which is in the Message-ID that it sends with."""
    message_id = line(below(told, "Metadata"), "message_id")
    return [
        ("Message-ID", message_id or f"<{text(told, 'MessageID')}@mtasv.net>"),
        ("To", text(told, "Email")),
    ]
