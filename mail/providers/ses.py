"""What Amazon SES tells by SNS: mail that it received, or put into S3, and what became of mail that it sent.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from pgdesk.mail.headers import parse_addresses
from pgdesk.mail.providers.compose import Field, Verdict, compose_report, domain_of, judgement, trace
from pgdesk.mail.providers.posts import Post, Stored, Taken, UnreadableError
from pgdesk.mail.providers.sns import Envelope, read_envelope
from pgdesk.mail.providers.told import below, line, load, mappings, text, texts

_RESULTS = {"PASS": "pass", "FAIL": "fail", "GRAY": "none", "PROCESSING_FAILED": "temperror"}


def make(post: Post) -> Taken:
    """What a message brings that was believed. Raises UnreadableError."""
    return _read(read_envelope(post))


def _read(envelope: Envelope) -> Taken:
    if envelope.kind != "Notification":
        return Taken(ignored=f"it is no mail: {envelope.kind}")
    told = load(envelope.message)
    if not isinstance(told, dict):
        return Taken(ignored=f"SNS says: {envelope.message[:200]}")
    kind = text(told, "notificationType") or text(told, "eventType")
    if kind in ("Bounce", "Complaint"):
        return Taken(raw=_report(told, kind), is_rebuilt=True)
    if kind != "Received":
        return Taken(ignored=f"it tells of something else: {kind[:40] or 'nothing'}")
    mail, receipt = below(told, "mail"), below(told, "receipt")
    action = below(receipt, "action")
    above = judgement("ses", _verdicts(mail, receipt))
    recipients = texts(receipt, "recipients")
    sender = mail.get("source")
    sender = sender if isinstance(sender, str) else None
    content = told.get("content")
    if isinstance(content, str) and content:
        raw = _content(content, text(action, "encoding"))
        return Taken(raw=above + trace(sender, recipients, raw) + raw)
    bucket, key = text(action, "bucketName"), text(action, "objectKey")
    if text(action, "type") == "S3" and bucket and key:
        region = envelope.fields["TopicArn"].split(":")[3:4]
        stored = Stored(region[0] if region else "", bucket, key)
        return Taken(stored=stored, trace=above + trace(None, recipients))
    raise UnreadableError("the mail is neither in the message nor in S3: see the actions of the receipt rule")


def _content(content: str, encoding: str) -> bytes:
    if encoding.upper() == "BASE64":
        try:
            return base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError):
            raise UnreadableError("the mail is not base64, as its encoding says") from None
    return content.encode("utf-8", "replace")


def _verdicts(mail: dict[str, Any], receipt: dict[str, Any]) -> list[Verdict]:
    """SPF is of the envelope's sender; DMARC of From as SES reads it: two of them, and it says nothing."""
    verdicts = [
        Verdict("spf", _result(receipt, "spfVerdict"), domain_of(text(mail, "source"))),
    ]
    named = texts(below(mail, "commonHeaders"), "from")
    authors = [address for field in named for address, _ in parse_addresses(field)]
    if len(authors) == 1:
        verdicts.append(Verdict("dmarc", _result(receipt, "dmarcVerdict"), domain_of(authors[0])))
    return verdicts


def _result(receipt: dict[str, Any], name: str) -> str:
    return _RESULTS.get(text(below(receipt, name), "status"), "none")


def _report(told: dict[str, Any], kind: str) -> bytes:
    mail, bounce = below(told, "mail"), below(told, kind.lower())
    people = mappings(bounce, "bouncedRecipients" if kind == "Bounce" else "complainedRecipients")
    addresses = [text(one, "emailAddress") for one in people]
    fields = [
        ("From", "Amazon SES <mailer-daemon@amazonses.com>"),
        ("To", text(mail, "source")),
        ("Subject", f"{kind}: {', '.join(addresses)[:300]}"),
        (
            "Message-ID",
            f"<{kind.lower()}.{text(bounce, 'feedbackId') or text(mail, 'messageId')}@amazonses.com>",
        ),
        ("Auto-Submitted", "auto-generated"),
    ]
    original = _original(mail)
    if kind == "Complaint":
        report = "Feedback-Type: abuse\r\nUser-Agent: AmazonSES\r\nVersion: 1\r\n" + "".join(
            f"Original-Rcpt-To: {address}\r\n" for address in addresses
        )
        return compose_report(
            fields, "A recipient called this mail spam.", report, "feedback-report", original
        )
    is_final = text(bounce, "bounceType") == "Permanent"
    report = f"Reporting-MTA: {line(bounce, 'reportingMTA') or 'dns; amazonses.com'}\r\n" + "".join(
        f"\r\nFinal-Recipient: rfc822; {line(one, 'emailAddress')}\r\n"
        f"Action: {line(one, 'action') or ('failed' if is_final else 'delayed')}\r\n"
        f"Status: {line(one, 'status') or ('5.0.0' if is_final else '4.0.0')}\r\n"
        f"Diagnostic-Code: {line(one, 'diagnosticCode') or 'x-ses; none'}\r\n"
        for one in people
    )
    said = "; ".join(filter(None, (line(one, "diagnosticCode") for one in people)))
    return compose_report(fields, said, report, "delivery-status", original)


def _original(mail: dict[str, Any]) -> list[Field]:
    """SES gives a Message-ID of its own to what it sends; that of the desk is told beside it."""
    own = text(below(mail, "commonHeaders"), "messageId")
    return [("Message-ID", own or f"<{text(mail, 'messageId')}@email.amazonses.com>")]
