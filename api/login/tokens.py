"""Tokens of a session: access tokens are JWTs (RFC 7519), refresh tokens secrets that are kept as hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time

import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

#: Of signing keys: the shortest signatures that PostgREST verifies.
ALGORITHM = "ES256"
#: What the successor of a refresh token is derived for, so that no other use of the key gives the same.
_SUCCESSOR = b"pgdesk refresh token\0"
#: The same for the token of a mailed link.
_LINK = b"pgdesk login link\0"
#: The same for a guest's link, and for the code that is mailed along.
_GUEST_LINK, _GUEST_CODE = b"pgdesk guest link\0", b"pgdesk guest code\0"
_CODE_DIGITS = 8


class Grant(msgspec.Struct, frozen=True):
    """What helpdesk.session_grant says."""

    person_id: int
    role: str
    session_id: int
    #: of the key that signs them; None: PGDESK_JWT_SECRET does
    key_id: str | None
    access_seconds: int
    refresh_seconds: int


class GuestAccess(msgspec.Struct, kw_only=True):
    """An access token (RFC 6749, section 5.1) for one ticket."""

    access_token: str
    expires_in: int
    ticket_id: int
    reference: str
    token_type: str = "Bearer"


def sign(key: str | ECKey, audience: str, role: str, seconds: float, **others: int | str) -> str:
    """An access token of `role` with the claims of `others`, good for so many `seconds` from now.

    `key`: a signing key, or the secret that hosts sign with, too.
    """
    claims = {"role": role, "aud": audience, "exp": int(time.time() + seconds), **others}
    if isinstance(key, str):
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(key))
    return jwt.encode({"alg": ALGORITHM, "kid": key.thumbprint()}, claims, key)


def make_secret() -> str:
    """256 random bits, as base64url."""
    return _text(os.urandom(32))


def succeed(secret: str, token: str) -> str:
    """The refresh token that follows: always the same, so that nobody has to keep it to say it twice."""
    return _text(hmac.digest(secret.encode(), _SUCCESSOR + token.encode(), "sha256"))


def link_token(secret: str, nonce: bytes) -> str:
    """Of a mailed link: whoever sends the mail makes it again from the nonce that the database keeps."""
    return _text(hmac.digest(secret.encode(), _LINK + nonce, "sha256"))


def guest_token(secret: str, guest_link_id: int, nonce: bytes) -> str:
    """Of a link to one ticket: which link, and what only who has the key makes of its nonce."""
    return f"{guest_link_id}.{_text(hmac.digest(secret.encode(), _GUEST_LINK + nonce, 'sha256'))}"


def guest_code(secret: str, nonce: bytes) -> str:
    """Digits to type where the link cannot be followed."""
    made = int.from_bytes(hmac.digest(secret.encode(), _GUEST_CODE + nonce, "sha256"))
    return f"{made % 10**_CODE_DIGITS:0{_CODE_DIGITS}}"


def account_link(base_url: str, kind: str, token: str) -> str:
    """Where a mail of a kind about signing in leads; behind # as in `password_link`."""
    page = "verify" if kind == "verify_email" else "password"
    return f"{base_url}/auth/{page}#{token}"


def guest_link(base_url: str, token: str) -> str:
    """Behind # as in `password_link`."""
    return f"{base_url}/auth/guest#{token}"


def password_link(base_url: str, token: str) -> str:
    """Behind #, so that it stands in no log, and nobody uses it up who only fetches the page."""
    return f"{base_url}/auth/password#{token}"


def digest(token: str) -> bytes:
    """By which the database knows it."""
    return hashlib.sha256(token.encode()).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
