"""/auth/impersonation: a token to act as somebody else. The database decides who may; here it is signed."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.issuing import NO_STORE
from pgdesk.api.login.signer import Signer
from pgdesk.api.reading import read


class Disguise(msgspec.Struct, forbid_unknown_fields=True):
    """As whom, and why."""

    person_id: int
    reason: str


class Begun(msgspec.Struct):
    """A row of /rest/impersonations."""

    session_id: int
    person_id: int
    role: str
    admin_id: int
    key_id: str | None
    expires_at: datetime


class Borrowed(msgspec.Struct, kw_only=True):
    """An access token (RFC 6749, section 5.1) that nothing renews."""

    access_token: str
    expires_in: int
    session_id: int
    token_type: str = "Bearer"


def impersonation_routes(rest: App, cookies: Cookies, signer: Signer) -> list[HTTPRouteHandler]:
    """`rest` is the generated API, which is asked with the caller's own token."""

    @post("/impersonation", status_code=201)
    async def impersonate(request: Request[Any, Any, Any]) -> Response[Borrowed]:
        """Lets an administrator act as {"person_id"}, for {"reason"}: {"access_token", "session_id", …}.

        The person is told. rpc/end_impersonation ends it, as they do.
        401 who is not signed in, 403 who may not.
        """
        scope = dict(request.scope)
        error = cookies.adopt(scope)
        if error is not None:
            raise error
        wish = await read(request, Disguise)
        answer = await ask(rest, scope, "rpc/impersonate", body=msgspec.json.encode(wish))
        begun = msgspec.convert(answer, Begun)
        seconds = begun.expires_at.timestamp() - time.time()
        token = await signer.sign(
            begun.key_id,
            begun.role,
            seconds,
            person_id=begun.person_id,
            pgdesk_session=begun.session_id,
            pgdesk_impersonator=begun.admin_id,
        )
        borrowed = Borrowed(access_token=token, expires_in=int(seconds), session_id=begun.session_id)
        return Response(borrowed, status_code=201, media_type=MediaType.JSON, headers=NO_STORE)

    return [impersonate]
