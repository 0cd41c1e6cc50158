"""Tokens of a session: access tokens are JWTs (RFC 7519), refresh tokens secrets that are kept as hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time

import msgspec
from joserfc import jwt
from joserfc.jwk import OctKey

#: What the successor of a refresh token is derived for, so that no other use of the key gives the same.
_SUCCESSOR = b"pgdesk refresh token\0"
#: The same for the token of a mailed link.
_LINK = b"pgdesk login link\0"


class Grant(msgspec.Struct, frozen=True):
    """What helpdesk.session_grant says."""

    person_id: int
    role: str
    session_id: int
    access_seconds: int
    refresh_seconds: int


def sign(secret: str, audience: str, role: str, person_id: int, seconds: float, **others: int) -> str:
    """An access token of `role` for the person, good for so many `seconds` from now."""
    now = time.time()
    claims = {"role": role, "person_id": person_id, "aud": audience, "exp": int(now + seconds), **others}
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret))


def make_secret() -> str:
    """256 random bits, as base64url."""
    return _text(os.urandom(32))


def succeed(secret: str, token: str) -> str:
    """The refresh token that follows: always the same, so that nobody has to keep it to say it twice."""
    return _text(hmac.digest(secret.encode(), _SUCCESSOR + token.encode(), "sha256"))


def link_token(secret: str, nonce: bytes) -> str:
    """Of a mailed link: whoever sends the mail makes it again from the nonce that the database keeps."""
    return _text(hmac.digest(secret.encode(), _LINK + nonce, "sha256"))


def password_link(base_url: str, token: str) -> str:
    """Behind #, so that it stands in no log, and nobody uses it up who only fetches the page."""
    return f"{base_url}/auth/password#{token}"


def digest(token: str) -> bytes:
    """By which the database knows it."""
    return hashlib.sha256(token.encode()).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
