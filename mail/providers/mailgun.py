"""Mailgun's routes: a form with the mail in it, whole (URLs that end in /mime) or in parts.

https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/
"""

from __future__ import annotations

import hmac
import json

from pgdesk.mail.providers.compose import Enclosed, Field, compose, trace
from pgdesk.mail.providers.forms import Form, read_form
from pgdesk.mail.providers.posts import Believed, NotBelievedError, Post, Taken, read_seconds
from pgdesk.mail.providers.told import load

_TOKEN_CHARS = 200
#: Where message-headers is missing: the fields that stand in the form beside it.
_FIELDS = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-Id", "In-Reply-To", "References")


def believe(post: Post, key: str) -> Believed:
    """Whether `key` signed the post. Raises NotBelievedError, UnreadableError."""
    form = read_form(post.media_type, post.body)
    token, timestamp = form.only("token"), form.only("timestamp")
    # It signs these two, not the mail: whoever saw one post may send another with them, once and for hours.
    signed = hmac.new(key.encode(), f"{timestamp}{token}".encode(), "sha256").hexdigest()
    is_right = hmac.compare_digest(signed.encode(), form.only("signature").encode())
    if not (is_right and 0 < len(token) <= _TOKEN_CHARS):
        raise NotBelievedError("the signature is wrong or missing: is it Mailgun's webhook signing key?")
    return Believed(token, read_seconds(timestamp))


def make(post: Post) -> Taken:
    """The mail of a post that was believed. Raises UnreadableError."""
    raw, is_rebuilt = _read(read_form(post.media_type, post.body))
    return Taken(raw=raw, is_rebuilt=is_rebuilt)


def _read(form: Form) -> tuple[bytes, bool]:
    """The raw mail, and whether it was put together."""
    sender = form.text("sender") if form.bytes_of("sender") is not None else None
    recipients = form.text("recipient").split(",")
    whole = form.bytes_of("body-mime")
    if whole is None:
        whole = next((file.data for file in form.files if file.field == "body-mime"), None)
    if whole is not None:
        return trace(sender, recipients, whole) + whole, False
    content_ids = {
        field: cid.strip("<> ") for cid, field in _pairs(form.text("content-id-map")) if cid.strip("<> ")
    }
    files = [
        Enclosed(file.name, file.media_type, file.data, content_ids.get(file.field, ""))
        for file in form.files
    ]
    text = form.text("body-plain") if form.bytes_of("body-plain") is not None else None
    html = form.text("body-html") if form.bytes_of("body-html") is not None else None
    mail = compose(_fields(form), _with_stored(form, text), html, files)
    return trace(sender, recipients, mail) + mail, True


def _fields(form: Form) -> list[Field]:
    found = load(form.text("message-headers"))
    if isinstance(found, list):
        fields = [
            (pair[0], pair[1])
            for pair in found
            if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)
        ]
        if fields:
            return fields
    return [(name, form.text(name)) for name in _FIELDS if form.bytes_of(name) is not None]


def _with_stored(form: Form, text: str | None) -> str | None:
    """The text, with what Mailgun keeps of the files, where the route stores them."""
    stored = load(form.text("attachments"))
    lines = [
        f"{one.get('name')} ({one.get('content-type')}, {one.get('size')} bytes): {one.get('url')}"
        for one in (stored if isinstance(stored, list) else [])
        if isinstance(one, dict)
    ]
    return "\n".join([(text or "").rstrip(), "", "Mailgun keeps:", *lines]) if lines else text


def _pairs(text: str) -> list[tuple[str, str]]:
    """Of an object that may name a key twice."""
    try:
        found = json.loads(text, object_pairs_hook=list)
    except (ValueError, RecursionError):
        return []
    pairs = found if isinstance(found, list) else []
    return [
        (pair[0], pair[1])
        for pair in pairs
        if isinstance(pair, tuple) and isinstance(pair[0], str) and isinstance(pair[1], str)
    ]
