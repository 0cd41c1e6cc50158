"""/auth/login, /auth/refresh, /auth/logout: a session from its beginning to its end."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler

from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.desk import Candidate, Desk, Waiting
from pgdesk.api.login.issuing import Challenge, Issuer, Tokens
from pgdesk.api.login.passwords import Passwords
from pgdesk.api.login.requests import Email, Password, Secret, caller_of
from pgdesk.api.login.tokens import digest, make_secret, succeed
from pgdesk.api.reading import read
from pgdesk.settings import Settings

log = structlog.get_logger()


class Login(msgspec.Struct, forbid_unknown_fields=True):
    """Who signs in; as_cookies: a page, which is to see no token."""

    email: Email
    password: Password
    as_cookies: bool = False


class Refresh(msgspec.Struct, forbid_unknown_fields=True):
    """The refresh token in force."""

    refresh_token: Secret


def session_routes(
    desk: Desk,
    passwords: Passwords,
    cookies: Cookies,
    issuer: Issuer,
    settings: Settings,
) -> list[HTTPRouteHandler]:
    """Refresh tokens come in the body, or in cookies without one."""

    async def read_token(request: Request[Any, Any, Any]) -> tuple[str, bool]:
        """The refresh token of the body; without a body that of the cookie, and True."""
        if not await request.body() and (token := cookies.refresh_token(dict(request.scope))) is not None:
            return token, True
        return (await read(request, Refresh)).refresh_token, False

    @post("/login", status_code=200)
    async def log_in(request: Request[Any, Any, Any]) -> Response[Tokens] | Response[Challenge]:
        """Signs in by {"email", "password"}: {"access_token", "expires_in", "refresh_token", …}.

        The access token is sent as `Authorization: Bearer` for some minutes; then the refresh token gets new
        ones. With "as_cookies": true a page gets both as cookies that no script reads.
        202 with {"challenge", "factors", "expires_in", "passkey"}: a factor is needed, POST /auth/factor.
        401 wrong address or password, whichever it is; 429 tried too often, see Retry-After.
        """
        login = await read(request, Login)
        if login.as_cookies:
            issuer.require_own_page(request)
        passwords.require_room()
        caller = caller_of(request)
        candidate = await desk.begin_login(caller, login.email)
        hashed = candidate.password_hash
        if not await passwords.match(hashed, login.password) or hashed is None:
            log.info("login refused", network=caller.network)
            candidate = Candidate()
        is_outdated = candidate.password_hash is not None and passwords.is_outdated(candidate.password_hash)
        new_hash = await passwords.hash(login.password) if is_outdated else None
        token = make_secret()
        opened = await desk.open_session(caller, candidate, new_hash, digest(token))
        if isinstance(opened, Waiting):
            return issuer.ask(opened, token)
        return await issuer.issue(opened, token, as_cookies=login.as_cookies)

    @post("/refresh", status_code=200)
    async def refresh(request: Request[Any, Any, Any]) -> Response[Tokens]:
        """New tokens for {"refresh_token"}, which is good once; two requests at once get the same.

        Without a body those in the cookies are renewed.

        401 it is not known, or its session has ended. One that comes again later was stolen by somebody: the
        session ends, and whoever signed in has to do so again.
        """
        token, as_cookies = await read_token(request)
        successor = succeed(settings.jwt_secret, token)
        grant = await desk.refresh_session(caller_of(request), digest(token), digest(successor))
        return await issuer.issue(grant, successor, as_cookies=as_cookies)

    @post("/logout", status_code=204)
    async def log_out(request: Request[Any, Any, Any]) -> Response[None]:
        """Ends the session of {"refresh_token"}: its tokens are refused from now on.

        Without a body the session of the cookies, which go, too.
        """
        token, as_cookies = await read_token(request)
        await desk.end_session(caller_of(request), digest(token))
        return Response(None, status_code=204, cookies=cookies.clear() if as_cookies else None)

    return [log_in, refresh, log_out]
