"""A sign-in that has begun: what ties the provider's answer to this browser is derived from its cookie."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time

import msgspec

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError

#: Seconds that somebody has to sign in at the provider.
LIFETIME = 600
_PLACE = "cookie of a sign-in by an OpenID provider"


class Attempt(msgspec.Struct, frozen=True):
    """Sealed in a cookie, so that nobody makes or changes one."""

    provider: str
    issuer: str
    target: str
    secret: bytes
    began_at: float

    @property
    def state(self) -> str:
        """RFC 6749, section 10.12."""
        return self._derive(b"state")

    @property
    def nonce(self) -> str:
        """OpenID Connect Core, section 3.1.2.1."""
        return self._derive(b"nonce")

    @property
    def verifier(self) -> str:
        """RFC 7636, section 4.1."""
        return self._derive(b"verifier")

    @property
    def challenge(self) -> str:
        """By S256."""
        return _text(hashlib.sha256(self.verifier.encode()).digest())

    def is_answered_by(self, state: str) -> bool:
        return hmac.compare_digest(self.state.encode(), state.encode())

    def _derive(self, purpose: bytes) -> str:
        return _text(hmac.digest(self.secret, purpose, "sha256"))


def begin(provider: str, issuer: str, target: str) -> Attempt:
    return Attempt(provider, issuer, target, os.urandom(32), time.time())


def seal(envelope: Envelope, attempt: Attempt) -> str:
    """Raises ApiError 503 where there is no key."""
    return _text(envelope.seal(_PLACE, msgspec.msgpack.encode(attempt)))


def unseal(envelope: Envelope, cookie: str) -> Attempt | None:
    """None for what was not sealed here, or too long ago."""
    try:
        raw = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
        attempt = msgspec.msgpack.decode(envelope.open(_PLACE, raw), type=Attempt)
    except (ValueError, ApiError):
        return None
    return attempt if time.time() - attempt.began_at < LIFETIME else None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
