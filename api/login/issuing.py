"""What who signs in gets: two tokens in the answer or as cookies; and whose token came with a request."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType

from pgdesk.api.errors import refusal
from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.desk import Enrolled, Waiting
from pgdesk.api.login.signer import Signer
from pgdesk.api.login.tokens import Grant
from pgdesk.api.login.webauthn import WebAuthn

NO_STORE = {"Cache-Control": "no-store"}


class Lifetimes(msgspec.Struct, kw_only=True, omit_defaults=True):
    """For how many seconds the tokens are good; recovery codes where they were made along with it."""

    expires_in: int
    refresh_expires_in: int
    recovery_codes: list[str] | None = None


class Tokens(Lifetimes, kw_only=True):
    """Two tokens (RFC 6749, section 5.1)."""

    access_token: str
    refresh_token: str
    token_type: str


class RecoveryCodes(msgspec.Struct, omit_defaults=True):
    """Shown this once; none where there are some already."""

    recovery_codes: list[str] | None = None


class Challenge(msgspec.Struct):
    """A second factor is needed, one of these: it goes with the challenge to POST /auth/factor.

    None of them: one is to be added, see POST /auth/totp. `passkey` is for navigator.credentials.get().
    """

    challenge: str
    factors: list[str]
    expires_in: int
    passkey: dict[str, Any] | None


class Issuer:
    def __init__(self, cookies: Cookies, signer: Signer, webauthn: WebAuthn) -> None:
        self._webauthn = webauthn
        self._cookies = cookies
        self._signer = signer

    async def issue(
        self,
        grant: Grant,
        refresh_token: str,
        *,
        as_cookies: bool,
        recovery_codes: list[str] | None = None,
    ) -> Response[Any]:
        """Tokens, or Lifetimes with the tokens as cookies."""
        access_token = await self._signer.sign(
            grant.key_id,
            grant.role,
            grant.access_seconds,
            person_id=grant.person_id,
            pgdesk_session=grant.session_id,
        )
        told = Lifetimes(
            expires_in=grant.access_seconds,
            refresh_expires_in=grant.refresh_seconds,
            recovery_codes=recovery_codes,
        )
        if as_cookies:
            made = self._cookies.issue(grant, access_token, refresh_token)
            return Response(told, media_type=MediaType.JSON, headers=NO_STORE, cookies=made)
        tokens = Tokens(
            access_token=access_token,
            refresh_token=refresh_token,
            token_type="Bearer",
            **msgspec.structs.asdict(told),
        )
        return Response(tokens, media_type=MediaType.JSON, headers=NO_STORE)

    def challenge(self, waiting: Waiting, token: str) -> Challenge:
        """`token` is what goes with the factor."""
        seconds = waiting.challenge_seconds
        asked = self._webauthn.ask(token, waiting.passkeys, seconds) if waiting.passkeys else None
        return Challenge(token, waiting.factors, seconds, asked)

    def ask(self, waiting: Waiting, token: str) -> Response[Challenge]:
        """202 with the Challenge in place of tokens."""
        challenge = self.challenge(waiting, token)
        return Response(challenge, status_code=202, media_type=MediaType.JSON, headers=NO_STORE)

    async def enrol(self, enrolled: Enrolled, refresh_token: str, *, as_cookies: bool) -> Response[Any]:
        """RecoveryCodes of who has added a factor; along with their tokens where they were signing in."""
        codes = enrolled.recovery_codes
        if enrolled.grant is not None:
            return await self.issue(
                enrolled.grant, refresh_token, as_cookies=as_cookies, recovery_codes=codes
            )
        return Response(RecoveryCodes(codes), media_type=MediaType.JSON, headers=NO_STORE)

    def token_of(self, request: Request[Any, Any, Any], sent: str | None) -> str:
        """The token that was sent, else the refresh token of the cookies. Raises ApiError 400, 403."""
        token = sent or self._cookies.refresh_token(dict(request.scope))
        if token is None:
            raise refusal(400, hint="Send refresh_token.")
        return token

    def require_own_page(self, request: Request[Any, Any, Any]) -> None:
        """Raises ApiError 403: only our own pages get cookies."""
        self._cookies.require_own_page(dict(request.scope))
