"""Signatures of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 of "id.timestamp.body"."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping

#: Seconds that a signed request may be old, or come from a clock that is ahead.
TOLERANCE = 300
_PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64
#: Secrets change one at a time: more signatures than these are not looked at.
_MOST_SIGNATURES = 10


def make_secret() -> str:
    return _PREFIX + base64.b64encode(os.urandom(32)).decode()


def read_secret(text: str) -> bytes:
    """The key of a secret, whsec_ and base64. Raises ValueError for what is none, too short or too long."""
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not text.startswith(_PREFIX) or not _SHORTEST <= len(key) <= _LONGEST:
        raise ValueError(f"a secret is whsec_ and {_SHORTEST} to {_LONGEST} bytes in base64")
    return key


def sign(keys: Iterable[bytes], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers; a signature a key, so that the receiver may change its secret meanwhile."""
    made = " ".join(_signature(key, message_id, str(timestamp), body) for key in keys)
    headers = {"webhook-id": message_id, "webhook-timestamp": str(timestamp)}
    return {**headers, "webhook-signature": made} if made else headers


def is_signed(keys: Iterable[bytes], headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether one of the keys signed it, not long ago; `headers` by names in lower case."""
    timestamp = headers.get("webhook-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    if abs(int(timestamp) - now) > TOLERANCE:
        return False
    given = headers.get("webhook-signature", "").split(" ")[:_MOST_SIGNATURES]
    expected = [_signature(key, headers.get("webhook-id", ""), timestamp, body) for key in keys]
    # All of them, whichever it is: how long it takes says nothing of them.
    found = [hmac.compare_digest(one.encode(), other.encode()) for one in given for other in expected]
    return any(found)


def _signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    signed = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"
