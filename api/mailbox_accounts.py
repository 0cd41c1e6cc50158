"""/mail: what is kept sealed of mailbox accounts and their providers, and letting pgdesk in by a browser."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import html
import secrets
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

import msgspec
import structlog
from litestar import Request, Response, Router, get, post, put
from litestar.params import FromPath
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.login.frame import frame
from pgdesk.api.reading import read
from pgdesk.mail.login import Logins
from pgdesk.mail.tokens import Refresh, Tokens, TokensRefused, ask_for_tokens
from pgdesk.settings import Settings, read_networks

log = structlog.get_logger()

_MAX_BODY = 20_000
_TAKE = "SELECT helpdesk.take_mail_authorization(%s)"
_KEEP = "SELECT helpdesk.keep_mail_tokens(%s, %s, %s, %s, %s)"
_PLACE = "mail_authorization"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

Pool = AsyncConnectionPool[AsyncConnection[Any]]


class Password(msgspec.Struct, forbid_unknown_fields=True):
    """Of the account at its mail server; null: none is kept any more."""

    password: str | None


class ClientSecret(msgspec.Struct, forbid_unknown_fields=True):
    """What the provider gave for this pgdesk; null: none is kept any more."""

    client_secret: str | None


class _Asked(msgspec.Struct):
    """What api.begin_mail_authorization answers."""

    authorization_endpoint: str
    client_id: str
    scopes: list[str]
    parameters: dict[str, str]
    user_name: str


class _Taken(msgspec.Struct):
    """What helpdesk.take_mail_authorization answers."""

    account: str
    refresh: Refresh


def mail_router(pool: Pool, rest: App, settings: Settings) -> Router:
    """`pool` is login worker's; `rest` is the generated API, which is asked with the caller's own token."""
    envelope, allowed = Envelope(settings.secret_keys), read_networks(settings.mail_networks)
    logins = Logins(envelope, allowed)
    callback = f"{settings.base_url}/mail/callback"

    @put("/accounts/{account:str}/password", status_code=204)
    async def keep_password(request: Request[Any, Any, Any], account: FromPath[str]) -> None:
        """Keeps {"password"} of a mailbox account, sealed; nobody is shown it.

        401 who is not signed in, 403 who may not, 404 no such account.
        """
        password = (await read(request, Password)).password
        sealed = _sealed(envelope, f"mailbox_account.password {account}", password)
        await _call(rest, request, "set_mailbox_password", {"account": account, "password": sealed})

    @put("/providers/{provider:str}/client_secret", status_code=204)
    async def keep_client_secret(request: Request[Any, Any, Any], provider: FromPath[str]) -> None:
        """Keeps {"client_secret"} of a mail provider, sealed; nobody is shown it.

        401 who is not signed in, 403 who may not, 404 no such provider.
        """
        secret = (await read(request, ClientSecret)).client_secret
        sealed = _sealed(envelope, f"mail_provider.client_secret {provider}", secret)
        await _call(rest, request, "set_mail_client_secret", {"provider": provider, "client_secret": sealed})

    @post("/accounts/{account:str}/authorization", status_code=200)
    async def begin_authorization(request: Request[Any, Any, Any], account: FromPath[str]) -> dict[str, str]:
        """{"address"}: where who has the mailbox lets pgdesk in, with a browser; good once, for an hour.

        401 who is not signed in, 403 who may not, 404 no such account, 409 its provider asks nobody.
        """
        verifier = secrets.token_urlsafe(48)
        state = base64.urlsafe_b64encode(envelope.seal(_PLACE, verifier.encode())).decode().rstrip("=")
        answer = await _call(
            rest,
            request,
            "begin_mail_authorization",
            {"account": account, "state_hash": f"\\x{_digest(state).hex()}"},
        )
        asked = msgspec.convert(answer, _Asked)
        challenge = base64.urlsafe_b64encode(_digest(verifier)).decode().rstrip("=")
        query = {
            **asked.parameters,
            "response_type": "code",
            "client_id": asked.client_id,
            "redirect_uri": callback,
            "scope": " ".join(asked.scopes),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        # OpenID Connect Core 1.0, 3.1.2.1: whose account is meant.
        query.setdefault("login_hint", asked.user_name)
        return {"address": f"{asked.authorization_endpoint}?{urlencode(query)}"}

    @get("/callback", media_type="text/html")
    async def come_back(request: Request[Any, Any, Any]) -> Response[str]:
        """Where the provider sends who has let pgdesk in: a page that says how that ended.

        400 it was not asked, or not in time, or has been answered; 401 the provider says no; 502 it gives no
        tokens.
        """
        try:
            account = await finish(request)
        except ApiError as error:
            return _page(f"{error.message}. {error.hint or ''}", error.status)
        return _page(f"pgdesk may use mailbox account {account} now. You can close this page.", 200)

    async def finish(request: Request[Any, Any, Any]) -> str:
        state = request.query_params.get("state", "")
        verifier = _verifier(envelope, state)
        async with pool.connection() as connection:
            row = await (await connection.execute(_TAKE, (_digest(state),))).fetchone()
        if verifier is None or row is None or row[0] is None:
            raise refusal(
                400, "this was not asked, too long ago, or has been answered", hint="Begin again in pgdesk."
            )
        taken = msgspec.convert(row[0], _Taken)
        code = request.query_params.get("code")
        if not code:
            said = request.query_params.get("error", "")[:100]
            log.info("a mail provider lets nobody in", account=taken.account, error=said)
            raise refusal(401, "the provider did not let pgdesk in", hint="Begin again in pgdesk.")
        form = {"code": code, "redirect_uri": callback, "code_verifier": verifier}
        tokens = await asyncio.to_thread(change_code, taken, form)
        async with pool.connection() as connection:
            await connection.execute(_KEEP, logins.sealed(taken.account, tokens, is_authorization=True))
        return taken.account

    def change_code(taken: _Taken, form: dict[str, str]) -> Tokens:
        try:
            tokens = ask_for_tokens(logins.opened(taken.account, taken.refresh), allowed, form)
        except (TokensRefused, OSError, ValueError, HTTPException) as error:
            log.warning("a mail provider gives no tokens", account=taken.account, problem=str(error))
            raise refusal(
                502, "the provider gives no tokens", hint="An administrator finds the reason in the log."
            ) from error
        if tokens.refresh_token is None:
            raise refusal(
                502,
                "the provider gives no refresh token, so that pgdesk would be let in for an hour only",
                hint="An administrator asks for it by scope offline_access, or as the provider has it.",
            )
        return tokens

    return Router(
        "/mail",
        route_handlers=[keep_password, keep_client_secret, begin_authorization, come_back],
        request_max_body_size=_MAX_BODY,
        tags=["mail"],
    )


async def _call(rest: App, request: Request[Any, Any, Any], verb: str, arguments: dict[str, Any]) -> Any:
    return await ask(rest, dict(request.scope), f"rpc/{verb}", body=msgspec.json.encode(arguments))


def _sealed(envelope: Envelope, place: str, secret: str | None) -> str | None:
    return None if secret is None else f"\\x{envelope.seal(place, secret.encode()).hex()}"


def _verifier(envelope: Envelope, state: str) -> str | None:
    try:
        return envelope.open(_PLACE, base64.urlsafe_b64decode(f"{state}==")).decode()
    except (ValueError, ApiError):
        return None


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _page(text: str, status: int) -> Response[str]:
    return Response(
        frame("Mail account", f"<p>{html.escape(text)}</p>"),
        status_code=status,
        media_type="text/html",
        headers=_HEADERS,
    )
