"""Inbound Parse of SendGrid: a form with the mail in it, whole or in parts.

https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from pgdesk.mail.providers.compose import (
    Enclosed,
    Verdict,
    compose,
    domain_of,
    judgement,
    split_fields,
    trace,
)
from pgdesk.mail.providers.forms import Form, read_form
from pgdesk.mail.providers.posts import Believed, NotBelievedError, Post, Taken, read_seconds
from pgdesk.mail.providers.told import below, load, mapping, texts
from pgdesk.mail.providers.told import text as text_of

_PREFIX = "x-twilio-email-event-webhook-"
_PLAIN_FIELDS = (("From", "from"), ("To", "to"), ("Cc", "cc"), ("Subject", "subject"))


def believe(post: Post, public_key: str) -> Believed:
    """Whether SendGrid's key signed timestamp and body (ECDSA, SHA-256). Raises NotBelievedError."""
    timestamp = post.headers.get(f"{_PREFIX}timestamp", "")
    given = post.headers.get(f"{_PREFIX}signature", "")
    if not given:
        raise NotBelievedError("the post is not signed: is signing switched on at SendGrid?")
    signed_at = read_seconds(timestamp)
    problem = find_key_problem(public_key)
    if problem is not None:
        raise NotBelievedError(problem)
    try:
        signature = base64.b64decode(given, validate=True)
        _read_key(public_key).verify(signature, timestamp.encode() + post.body, ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        raise NotBelievedError(
            "the signature is wrong: is public_key that of this SendGrid account?"
        ) from None
    # Not the signature, of which anybody can make another that is as good.
    return Believed(digest(post, timestamp), signed_at)


def digest(post: Post, timestamp: str = "") -> str:
    """What a post is called that has no name."""
    return hashlib.sha256(timestamp.encode() + post.body).hexdigest()


def find_key_problem(public_key: str) -> str | None:
    """What is wrong with a key, in words; None: nothing."""
    try:
        _read_key(public_key)
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return "public_key cannot be read: enter it as SendGrid shows it"
    return None


def _read_key(public_key: str) -> EllipticCurvePublicKey:
    key = load_der_public_key(base64.b64decode(public_key, validate=True))
    if not isinstance(key, EllipticCurvePublicKey):
        raise ValueError("not of an elliptic curve")
    return key


def make(post: Post) -> Taken:
    """The mail of a post that was believed, by its signature or a password. Raises UnreadableError."""
    form = read_form(post.media_type, post.body)
    envelope = mapping(load(form.text("envelope")))
    sender = text_of(envelope, "from") if "from" in envelope else None
    recipients = texts(envelope, "to")
    above = judgement("sendgrid", _verdicts(form, sender))
    whole = form.bytes_of("email")
    if whole is None:
        whole = next((file.data for file in form.files if file.field == "email"), None)
    if whole is not None:
        return Taken(raw=above + trace(sender, recipients, whole) + whole)
    charsets = load(form.text("charsets"))

    def text(name: str) -> str | None:
        if form.bytes_of(name) is None:
            return None
        return form.text(name, text_of(charsets, name) or "utf-8")

    fields = split_fields(text("headers") or "") or [
        (name, value) for name, field in _PLAIN_FIELDS if (value := text(field)) is not None
    ]
    mail = compose(fields, text("text"), text("html"), _files(form))
    return Taken(raw=above + trace(sender, recipients, mail) + mail, is_rebuilt=True)


def _files(form: Form) -> list[Enclosed]:
    infos, ids = load(form.text("attachment-info")), mapping(load(form.text("content-ids")))
    content_ids = {text_of(ids, cid): cid.strip("<> ") for cid in ids}
    files = []
    for file in form.files:
        info = below(infos, file.field)
        files.append(
            Enclosed(
                file.name or text_of(info, "filename") or text_of(info, "name"),
                text_of(info, "type") or file.media_type,
                file.data,
                content_ids.get(file.field, ""),
            )
        )
    return files


def _verdicts(form: Form, sender: str | None) -> list[Verdict]:
    """By a field of its own: header fields, and domains of failed signatures, are the sender's to write."""
    return [Verdict("spf", form.only("SPF").strip().lower(), domain_of(sender))] if sender else []
