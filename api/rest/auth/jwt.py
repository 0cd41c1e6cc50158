"""Tokens (RFC 7519): signature, dates, audience, role. Those with a good signature are kept."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from typing import Any

import msgspec

from pgdesk.api.rest import errors
from pgdesk.api.rest import observations as seen
from pgdesk.api.rest.auth.jwt_keys import KeySet, NoKeyFits
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.observations import Observer, log
from pgdesk.api.rest.recent import Recent

#: Seconds by which clocks may differ.
SKEW = 30

_BEARER = re.compile(r"bearer(?:[ \t]+(.*))?", re.IGNORECASE | re.DOTALL)

_object = msgspec.json.Decoder(dict[str, Any])


class Identity(msgspec.Struct, frozen=True):
    """Who asks. `claims_text` is the JSON that the database sees as request.jwt.claims."""

    role: str
    claims_text: bytes
    is_authenticated: bool


class _Known(msgspec.Struct):
    """A verified token. Until the instant `until` it stands for `identity` without another check."""

    claims: dict[str, Any]
    identity: Identity | None = None
    until: float = 0


class Authenticator:
    """Keeps the tokens used last."""

    def __init__(self, config: Config, observe: Observer = log, now: Callable[[], float] = time.time) -> None:
        self._config = config
        self._now = now
        self._observe = observe
        self._keys = KeySet.from_config(config) if config.jwt_secret else None
        self._cache: Recent[_Known] = Recent(config.jwt_cache_max_entries)
        anon = config.db_anon_role
        self._anonymous = (
            Identity(anon, msgspec.json.encode({"role": anon}), False) if anon is not None else None
        )

    def identify(self, authorization: str | None) -> Identity:
        """Raises ApiError PGRST300 … PGRST303 for a token that is not to be trusted."""
        token = bearer_token(authorization)
        if token is None:
            if self._anonymous is None:
                raise errors.no_anonymous()
            return self._anonymous
        known = self._known(token)
        now = self._now()
        if known.identity is None or now >= known.until:
            self._check(known.claims, now)
            expires = known.claims.get("exp")
            known.until = float("inf") if expires is None else expires + SKEW
            known.identity = self._identity(known.claims)
        return known.identity

    def _known(self, token: str) -> _Known:
        if self._config.jwt_cache_max_entries <= 0:
            return _Known(self._verify(token))
        self._observe(seen.TOKEN_LOOKED_UP)
        known = self._cache.get(token)
        if known is not None:
            self._observe(seen.TOKEN_FOUND)
            return known
        known = _Known(self._verify(token))
        if self._cache.put(token, known):
            self._observe(seen.TOKEN_EVICTED)
        return known

    def _verify(self, token: str) -> dict[str, Any]:
        if not token:
            raise errors.invalid_token("Empty JWT is sent in Authorization header")
        if self._keys is None:
            raise errors.no_jwt_secret()
        parts = token.split(".")
        if len(parts) != 3:
            raise errors.invalid_token(f"Expected 3 parts in JWT; got {len(parts)}")
        try:
            header = _object.decode(decode_part(parts[0]))
            payload = decode_part(parts[1])
            signature = decode_part(parts[2])
        except (ValueError, msgspec.DecodeError, RecursionError):
            raise errors.invalid_token("JWT cryptographic operation failed") from None
        if not isinstance(header.get("alg"), str) or "crit" in header:  # RFC 7515 4.1.11: none is understood
            raise errors.invalid_token("JWT cryptographic operation failed")
        if header["alg"] == "none":
            raise errors.invalid_token(
                "Wrong or unsupported encoding algorithm",
                "JWT is unsecured but expected 'alg' was not 'none'",
            )
        try:
            self._keys.verify(header, f"{parts[0]}.{parts[1]}".encode(), signature)
        except NoKeyFits as error:
            raise errors.invalid_token("No suitable key or wrong key type", str(error)) from None
        try:
            return _object.decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise errors.invalid_claims("Parsing claims failed") from None

    def _check(self, claims: dict[str, Any], now: float) -> None:
        second = int(now)
        for name in ("exp", "nbf", "iat"):
            value = claims.get(name)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise errors.invalid_claims(f"The JWT '{name}' claim must be a number")
            # Others than whole numbers of 64 bits count as the beginning of time, as for PostgREST.
            whole = value if isinstance(value, int) else int(value) if value.is_integer() else 0
            at = whole if abs(whole) < 1 << 63 else 0
            if name == "exp" and second - SKEW > at:
                raise errors.invalid_claims("JWT expired")
            if name == "nbf" and second + SKEW < at:
                raise errors.invalid_claims("JWT not yet valid")
            if name == "iat" and second + SKEW < at:
                raise errors.invalid_claims("JWT issued at future")
        self._check_audience(claims.get("aud"))

    def _check_audience(self, audience: Any) -> None:
        if audience is None:
            return
        several = audience if isinstance(audience, list) else [audience]
        if not all(isinstance(one, str) for one in several):
            raise errors.invalid_claims("The JWT 'aud' claim must be a string or an array of strings")
        wanted = self._config.jwt_aud
        if wanted is not None and several and wanted not in several:
            raise errors.invalid_claims("JWT not in audience")

    def _identity(self, claims: dict[str, Any]) -> Identity:
        found, value = self._config.jwt_role_claim_key.walk(claims)
        if found:
            role = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        elif self._config.db_anon_role is not None:
            role = self._config.db_anon_role
        else:
            raise errors.no_anonymous()
        is_authenticated = role != self._config.db_anon_role
        return Identity(role, msgspec.json.encode({**claims, "role": role}), is_authenticated)


def bearer_token(authorization: str | None) -> str | None:
    """None where there is no bearer token at all; empty where the scheme comes without one."""
    if authorization is None:
        return None
    found = _BEARER.fullmatch(authorization)
    return (found[1] or "") if found else None


def decode_part(part: str) -> bytes:
    """base64url without padding, strictly: raises ValueError for any other character."""
    raw = part.encode("ascii")
    if b"=" in raw:
        raise ValueError("is padded")  # one token would have two spellings
    return base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
