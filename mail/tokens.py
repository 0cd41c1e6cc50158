"""Asks a provider's token endpoint for tokens (RFC 6749, 4.1.3, 4.4 and 6)."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

import msgspec

from pgdesk.api.outgoing import send
from pgdesk.settings import Network

_MOST_BYTES = 64_000
#: Seconds that a token is taken to be good where the provider does not say.
_LIFETIME = 600


class TokensRefused(Exception):
    """The provider will go on to refuse until somebody changes something."""


class Refresh(msgspec.Struct, frozen=True):
    """Whom to ask, and as what."""

    provider: str
    token_endpoint: str
    client_id: str
    client_secret: str | None
    scopes: list[str]
    refresh_token: str | None = None


class Tokens(msgspec.Struct):
    """RFC 6749, 5.1."""

    access_token: str
    expires_in: float | str | None = None
    refresh_token: str | None = None

    @property
    def lifetime(self) -> int:
        """In seconds."""
        try:
            return max(int(float(self.expires_in)), 1) if self.expires_in is not None else _LIFETIME
        except (ValueError, OverflowError):
            return _LIFETIME


class _Refused(msgspec.Struct):
    """RFC 6749, 5.2."""

    error: str
    error_description: str = ""


def ask_for_tokens(refresh: Refresh, allowed: list[Network], code: dict[str, str] | None = None) -> Tokens:
    """By the refresh token; without one, as the client itself; by `code`, redirect_uri and code_verifier.

    Raises TokensRefused; OSError and ValueError, where another attempt may succeed.
    """
    if code is not None:
        form = {"grant_type": "authorization_code", **code}
    elif refresh.refresh_token is not None:
        form = {"grant_type": "refresh_token", "refresh_token": refresh.refresh_token}
    else:
        form = {"grant_type": "client_credentials", "scope": " ".join(refresh.scopes)}
    form["client_id"] = refresh.client_id
    if refresh.client_secret is not None:
        form["client_secret"] = refresh.client_secret
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    answer = send(
        "POST",
        refresh.token_endpoint,
        headers,
        urlencode(form).encode(),
        allowed,
        _MOST_BYTES,
        is_plain_allowed=True,
    )
    if answer.status == HTTPStatus.OK:
        try:
            return msgspec.json.decode(answer.body, type=Tokens)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise ValueError(f"its answer cannot be read: {error}") from error
    try:
        refused = msgspec.json.decode(answer.body, type=_Refused)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise ValueError(f"it answers {answer.status}") from None
    said = " ".join(f"{refused.error}: {refused.error_description}".split())[:300].removesuffix(":")
    if answer.status in (400, 401, 403) and refused.error not in ("temporarily_unavailable", "slow_down"):
        raise TokensRefused(said)
    raise ValueError(said)
