"""/auth/factor, /auth/proof, /auth/totp: second factors, asked at login, proved, added."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar import Request, Response, post
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler

from pgdesk.api.login import totp
from pgdesk.api.login.desk import Desk
from pgdesk.api.login.issuing import NO_STORE, Issuer, RecoveryCodes, Tokens
from pgdesk.api.login.proofs import Code, Proofs, Sent
from pgdesk.api.login.requests import Secret, caller_of
from pgdesk.api.login.tokens import digest, make_secret
from pgdesk.api.reading import read
from pgdesk.settings import Settings


class Factor(Sent, kw_only=True):
    """The challenge that a login was answered with, and the factor."""

    challenge: Secret
    as_cookies: bool = False


class SessionProof(Sent, kw_only=True):
    """Whose session it is, unless cookies say so, and the proof."""

    refresh_token: Secret | None = None


class Holder(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who adds a factor: by a session, or by the challenge of a login that demands one."""

    refresh_token: Secret | None = None
    challenge: Secret | None = None


class Confirmation(Holder, kw_only=True):
    """A code that the app shows."""

    totp: Code
    as_cookies: bool = False


class NewTotp(msgspec.Struct):
    """For an authenticator app: `uri` as a QR code, or `secret` typed."""

    secret: str
    uri: str


def factor_routes(desk: Desk, proofs: Proofs, issuer: Issuer, settings: Settings) -> list[HTTPRouteHandler]:
    host = urlsplit(settings.base_url).hostname or "pgdesk"

    @post("/factor", status_code=200)
    async def send_factor(request: Request[Any, Any, Any]) -> Response[Tokens]:
        """Goes on with a login that got a challenge, by {"challenge"} and one of its factors.

        "totp" and "recovery_code" are codes, "passkey" is what the browser's toJSON() says. By it alone goes
        a login that began with POST /auth/passkey/options.
        401 the code is wrong or was used, or the challenge is void; 429 tried too often, see Retry-After.
        """
        sent = await read(request, Factor)
        if sent.as_cookies:
            issuer.require_own_page(request)
        caller, challenge = caller_of(request), digest(sent.challenge)
        proof = await proofs.weigh(caller, challenge, sent)
        refresh_token = make_secret()
        grant = await desk.finish_login(caller, challenge, proof, digest(refresh_token))
        return await issuer.issue(grant, refresh_token, as_cookies=sent.as_cookies)

    @post("/proof", status_code=204)
    async def prove(request: Request[Any, Any, Any]) -> None:
        """Proves anew who one is, by {"refresh_token"} and a factor, or "password" where there is none.

        For proof_minutes the session may then change its person's factors. 401 it proves nothing.
        """
        sent = await read(request, SessionProof)
        caller, token_hash = caller_of(request), digest(issuer.token_of(request, sent.refresh_token))
        await desk.prove_session(caller, token_hash, await proofs.weigh(caller, token_hash, sent))

    @post("/totp", status_code=200)
    async def add_totp(request: Request[Any, Any, Any]) -> Response[NewTotp]:
        """Begins to add an authenticator app to {"refresh_token"}'s person: {"secret", "uri"}.

        It is asked for once POST /auth/totp/confirmation has a code of it. With {"challenge"} for who is to
        add a factor at login. 403 who one is must be proved first, POST /auth/proof; 409 there is one.
        """
        sent = await read(request, Holder)
        caller = caller_of(request)
        token_hash = digest(issuer.token_of(request, sent.refresh_token or sent.challenge))
        enroller = await desk.check_enrolment(caller, token_hash)
        secret = totp.make_secret()
        await desk.begin_totp(caller, token_hash, proofs.seal_totp(enroller.person_id, secret))
        made = NewTotp(
            base64.b32encode(secret).decode(),
            totp.uri(secret, enroller.email or str(enroller.person_id), host),
        )
        return Response(made, media_type=MediaType.JSON, headers=NO_STORE)

    @post("/totp/confirmation", status_code=200)
    async def confirm_totp(request: Request[Any, Any, Any]) -> Response[RecoveryCodes]:
        """Puts the app in force, by {"totp"} that it shows: {"recovery_codes"}, which are shown this once.

        With {"challenge"} the login is done, and its tokens come along. 401 the code is wrong.
        """
        sent = await read(request, Confirmation)
        if sent.as_cookies:
            issuer.require_own_page(request)
        caller = caller_of(request)
        token_hash = digest(issuer.token_of(request, sent.refresh_token or sent.challenge))
        enroller = await desk.check_enrolment(caller, token_hash)
        step = None
        if enroller.totp_secret is not None:
            step = totp.find_step(proofs.open_totp(enroller.person_id, enroller.totp_secret), sent.totp)
        refresh_token = make_secret()
        enrolled = await desk.confirm_totp(caller, token_hash, step, digest(refresh_token))
        return await issuer.enrol(enrolled, refresh_token, as_cookies=sent.as_cookies)

    return [send_factor, prove, add_totp, confirm_totp]
