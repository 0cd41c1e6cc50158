"""/auth/passkey, /auth/passkeys: what a browser is asked, to sign in by a passkey, prove by one, make one."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, post
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler

from pgdesk.api.login.desk import Desk
from pgdesk.api.login.factors import Holder
from pgdesk.api.login.issuing import NO_STORE, Issuer, RecoveryCodes
from pgdesk.api.login.requests import Secret, caller_of
from pgdesk.api.login.tokens import digest, make_secret
from pgdesk.api.login.webauthn import WebAuthn
from pgdesk.api.reading import read

Name = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[^\x00]*\S[^\x00]*\Z")]


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """{}."""


class Session(msgspec.Struct, forbid_unknown_fields=True):
    """Whose session it is, unless cookies say so."""

    refresh_token: Secret | None = None


class New(Holder, kw_only=True):
    """What the browser made, as its toJSON() says it, and what its person calls it."""

    name: Name
    passkey: dict[str, Any]
    as_cookies: bool = False


class Asked(msgspec.Struct):
    """`passkey` is for the browser, `challenge` goes with its answer to POST /auth/factor."""

    challenge: str
    passkey: dict[str, Any]
    expires_in: int


def passkey_routes(desk: Desk, webauthn: WebAuthn, issuer: Issuer) -> list[HTTPRouteHandler]:
    def respond(told: Asked) -> Response[Asked]:
        return Response(told, media_type=MediaType.JSON, headers=NO_STORE)

    @post("/passkey/options", status_code=200)
    async def ask_anybody(request: Request[Any, Any, Any]) -> Response[Asked]:
        """Begins a login by a passkey alone: {"challenge", "passkey"}, the same for everybody.

        What navigator.credentials.get() makes of "passkey" goes with the challenge to POST /auth/factor. 429
        tried too often, see Retry-After.
        """
        await read(request, Nothing)
        challenge = make_secret()
        waiting = await desk.begin_passkey(caller_of(request), digest(challenge))
        options = webauthn.ask(challenge, [], waiting.challenge_seconds, is_alone=True)
        return respond(Asked(challenge, options, waiting.challenge_seconds))

    @post("/proof/options", status_code=200)
    async def ask_session(request: Request[Any, Any, Any]) -> Response[Asked]:
        """Asks {"refresh_token"}'s person for a passkey of theirs, which then goes to POST /auth/proof."""
        sent = await read(request, Session)
        token_hash = digest(issuer.token_of(request, sent.refresh_token))
        challenge = make_secret()
        waiting = await desk.begin_session_passkey(caller_of(request), token_hash, digest(challenge))
        options = webauthn.ask(challenge, waiting.passkeys, waiting.challenge_seconds)
        return respond(Asked(challenge, options, waiting.challenge_seconds))

    @post("/passkeys/options", status_code=200)
    async def ask_new(request: Request[Any, Any, Any]) -> Response[Asked]:
        """Begins to add a passkey to {"refresh_token"}'s person: {"passkey"} tells the browser what to make.

        That is navigator.credentials.create(). With {"challenge"} for who is to add a factor at login. 403
        who one is must be proved first.
        """
        sent = await read(request, Holder)
        caller, challenge = caller_of(request), sent.challenge
        token = challenge or issuer.token_of(request, sent.refresh_token)
        enroller = await desk.check_enrolment(caller, digest(token))
        if challenge is None:
            challenge = make_secret()
            await desk.begin_session_passkey(caller, digest(token), digest(challenge))
        options = webauthn.ask_new(challenge, enroller, enroller.challenge_seconds)
        return respond(Asked(challenge, options, enroller.challenge_seconds))

    @post("/passkeys", status_code=200)
    async def add_passkey(request: Request[Any, Any, Any]) -> Response[RecoveryCodes]:
        """Adds {"passkey"}, which the browser made, under {"name"}: {"recovery_codes"}, shown this once.

        With {"challenge"} the login is done, and its tokens come along. 401 it answers to nothing that was
        asked; 409 it is there already.
        """
        sent = await read(request, New)
        if sent.as_cookies:
            issuer.require_own_page(request)
        token_hash = digest(sent.challenge or issuer.token_of(request, sent.refresh_token))
        asked, passkey = webauthn.read_new(sent.name, sent.passkey)
        refresh_token = make_secret()
        enrolled = await desk.add_passkey(
            caller_of(request), token_hash, asked, passkey, digest(refresh_token)
        )
        return await issuer.enrol(enrolled, refresh_token, as_cookies=sent.as_cookies)

    return [ask_anybody, ask_session, ask_new, add_passkey]
