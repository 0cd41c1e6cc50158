"""/auth: signing in by password, refreshing and ending a session."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import structlog
from litestar import Request, Response, Router, get, post
from litestar.enums import MediaType

from pgdesk.api.docs import serve_file
from pgdesk.api.errors import refusal
from pgdesk.api.guard.request import network_of
from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.desk import Caller, Candidate, Desk
from pgdesk.api.login.passwords import Passwords
from pgdesk.api.login.tokens import Grant, digest, link_token, make_secret, sign, succeed
from pgdesk.settings import Settings

log = structlog.get_logger()

_STATIC = Path(__file__).parent / "static"
_MAX_BODY = 10_000
#: How long it takes to ask for a link, whether or not one is written.
_RESET_SECONDS = 0.1
_SENT_AS = "application/json"
_HEADERS = {"Cache-Control": "no-store"}

T = TypeVar("T")

Email = Annotated[str, msgspec.Meta(min_length=1, max_length=320, pattern="^[^\x00-\x1f]+$")]
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class Login(msgspec.Struct, forbid_unknown_fields=True):
    """Who signs in; as_cookies: a page, which is to see no token."""

    email: Email
    password: Password
    as_cookies: bool = False


class Refresh(msgspec.Struct, forbid_unknown_fields=True):
    """The refresh token in force."""

    refresh_token: Secret


class Reset(msgspec.Struct, forbid_unknown_fields=True):
    """Who cannot sign in."""

    email: Email


class Choice(msgspec.Struct, forbid_unknown_fields=True):
    """The token of a link, and the password chosen."""

    token: Secret
    password: Password


class Lifetimes(msgspec.Struct, kw_only=True):
    """For how many seconds the tokens are good."""

    expires_in: int
    refresh_expires_in: int


class Tokens(Lifetimes, kw_only=True):
    """Two tokens (RFC 6749, section 5.1)."""

    access_token: str
    refresh_token: str
    token_type: str = "Bearer"


def login_router(desk: Desk | None, passwords: Passwords, cookies: Cookies, settings: Settings) -> Router:
    """The routes under /auth; without a `desk` they answer 503."""

    def issue(grant: Grant, refresh_token: str, *, as_cookies: bool) -> Response[Tokens | Lifetimes]:
        access_token = sign(
            settings.jwt_secret,
            settings.jwt_audience,
            grant.role,
            grant.person_id,
            grant.access_seconds,
            pgdesk_session=grant.session_id,
        )
        if as_cookies:
            told = Lifetimes(expires_in=grant.access_seconds, refresh_expires_in=grant.refresh_seconds)
            made = cookies.issue(grant, access_token, refresh_token)
            return Response(told, media_type=MediaType.JSON, headers=_HEADERS, cookies=made)
        tokens = Tokens(
            access_token=access_token,
            expires_in=grant.access_seconds,
            refresh_token=refresh_token,
            refresh_expires_in=grant.refresh_seconds,
        )
        return Response(tokens, media_type=MediaType.JSON, headers=_HEADERS)

    async def read_token(request: Request[Any, Any, Any]) -> tuple[str, bool]:
        """The refresh token of the body; without a body that of the cookie, and True."""
        if not await request.body() and (token := cookies.refresh_token(dict(request.scope))) is not None:
            return token, True
        return (await _read(request, Refresh)).refresh_token, False

    @post("/login", status_code=200)
    async def log_in(request: Request[Any, Any, Any]) -> Response[Tokens | Lifetimes]:
        """Signs in by {"email", "password"}: {"access_token", "expires_in", "refresh_token", …}.

        The access token is sent as `Authorization: Bearer` for some minutes; then the refresh token gets new
        ones. With "as_cookies": true a page gets both as cookies that no script reads.
        401 wrong address or password, whichever it is; 429 tried too often, see Retry-After.
        """
        login = await _read(request, Login)
        if login.as_cookies:
            cookies.require_own_page(dict(request.scope))
        at, caller = _configured(desk), _caller(request)
        candidate = await at.begin_login(caller, login.email)
        hashed = candidate.password_hash
        if not await passwords.match(hashed, login.password) or hashed is None:
            log.info("login refused", network=caller.network)
            candidate = Candidate()
        is_outdated = candidate.password_hash is not None and passwords.is_outdated(candidate.password_hash)
        new_hash = await passwords.hash(login.password) if is_outdated else None
        refresh_token = make_secret()
        grant = await at.open_session(caller, candidate, new_hash, digest(refresh_token))
        return issue(grant, refresh_token, as_cookies=login.as_cookies)

    @post("/refresh", status_code=200)
    async def refresh(request: Request[Any, Any, Any]) -> Response[Tokens | Lifetimes]:
        """New tokens for {"refresh_token"}, which is good once; two requests at once get the same.

        Without a body those in the cookies are renewed.

        401 it is not known, or its session has ended. One that comes again later was stolen by somebody: the
        session ends, and whoever signed in has to do so again.
        """
        token, as_cookies = await read_token(request)
        successor = succeed(settings.jwt_secret, token)
        grant = await _configured(desk).refresh_session(_caller(request), digest(token), digest(successor))
        return issue(grant, successor, as_cookies=as_cookies)

    @post("/logout", status_code=204)
    async def log_out(request: Request[Any, Any, Any]) -> Response[None]:
        """Ends the session of {"refresh_token"}: its tokens are refused from now on.

        Without a body the session of the cookies, which go, too.
        """
        token, as_cookies = await read_token(request)
        await _configured(desk).end_session(_caller(request), digest(token))
        return Response(None, status_code=204, cookies=cookies.clear() if as_cookies else None)

    @post("/reset", status_code=204)
    async def request_reset(request: Request[Any, Any, Any]) -> None:
        """Mails a link to reset the password to {"email"}, if somebody has it; the answer does not tell.

        429 asked too often, see Retry-After.
        """
        email = (await _read(request, Reset)).email
        nonce = os.urandom(32)
        token_hash = digest(link_token(settings.jwt_secret, nonce))
        asking = _configured(desk).request_reset(_caller(request), email, nonce, token_hash)
        await asyncio.gather(asking, asyncio.sleep(_RESET_SECONDS))

    @get("/password", include_in_schema=False)
    async def show_form() -> Response[bytes]:
        """Where a link leads: a page that asks for a password."""
        return serve_file(_STATIC / "password.html")

    @get("/password.js", include_in_schema=False)
    async def show_script() -> Response[bytes]:
        """What that page does."""
        return serve_file(_STATIC / "password.js")

    @post("/password", status_code=204)
    async def set_password(request: Request[Any, Any, Any]) -> None:
        """Sets the password by {"token", "password"}, the token of a link, which is good once.

        All sessions of its person end. 410 the link is void, 422 the password is too short.
        """
        choice = await _read(request, Choice)
        at, caller, token_hash = _configured(desk), _caller(request), digest(choice.token)
        await at.check_link(caller, token_hash)  # before anything is hashed for nobody
        await at.use_link(caller, token_hash, await passwords.hash(choice.password), len(choice.password))

    return Router(
        "/auth",
        route_handlers=[log_in, refresh, log_out, request_reset, show_form, show_script, set_password],
        request_max_body_size=_MAX_BODY,
        tags=["login"],
    )


def _configured(desk: Desk | None) -> Desk:
    if desk is None:
        raise refusal(
            503,
            "signing in is not configured",
            hint="Set PGDESK_LOGIN_DATABASE_URL, and PGDESK_JWT_SECRET to a shared secret.",
            headers=[("Retry-After", "300")],
        )
    return desk


def _caller(request: Request[Any, Any, Any]) -> Caller:
    return Caller(
        network_of(dict(request.scope)),
        request.headers.get("user-agent", ""),
        request.headers.get("x-request-id", ""),
    )


async def _read(request: Request[Any, Any, Any], kind: type[T]) -> T:
    """Only what a page of another origin cannot send without asking first. Raises ApiError 400, 415."""
    if request.content_type[0] != _SENT_AS:
        raise refusal(415, hint=f"Send {_SENT_AS}.")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except msgspec.DecodeError as error:
        raise refusal(400, details=str(error)) from None
