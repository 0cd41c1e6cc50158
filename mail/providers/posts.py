"""A provider's post, and what is in it."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec


class NotBelievedError(Exception):
    """Nothing shows that the provider posted it; the message says what is wrong."""


class UnreadableError(Exception):
    """It is not as the provider posts; the message says how."""


class Post(msgspec.Struct, frozen=True):
    #: As Content-Type says.
    media_type: str
    body: bytes
    #: By lower-case name.
    headers: Mapping[str, str] = {}


class Stored(msgspec.Struct, frozen=True):
    """A mail that the provider put elsewhere: an object of an S3 bucket."""

    region: str
    bucket: str
    key: str


class Believed(msgspec.Struct, frozen=True):
    """What the provider calls a post that is its own, and when it signed it; None: it does not say."""

    token: str | None = None
    signed_at: datetime | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What a post brings: the mail, or where it is, or why there is none."""

    raw: bytes | None = None
    #: The mail was put together from its parts, so that the post says more.
    is_rebuilt: bool = False
    stored: Stored | None = None
    #: Lines that stand above the mail that is stored elsewhere.
    trace: bytes = b""
    ignored: str | None = None
    #: What the provider calls the mail, where it calls the post nothing.
    token: str | None = None


def check_password(post: Post, user_name: str | None, password: str) -> None:
    """HTTP Basic (RFC 7617). Raises NotBelievedError."""
    scheme, _, given = post.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic" or not given:
        raise NotBelievedError("the post has no name and password in its address")
    try:
        name, _, word = base64.b64decode(given.strip(), validate=True).partition(b":")
    except (binascii.Error, ValueError):
        raise NotBelievedError("the name and password cannot be read") from None
    is_right = hmac.compare_digest(word, password.encode())
    if not (is_right and (user_name is None or hmac.compare_digest(name, user_name.encode()))):
        raise NotBelievedError("the name or password is wrong")


def read_seconds(text: str) -> datetime:
    """Seconds since 1970. Raises NotBelievedError."""
    if not (text.isascii() and text.isdigit() and len(text) <= 11):
        raise NotBelievedError("the time of its signature cannot be read")
    return datetime.fromtimestamp(int(text), UTC)
