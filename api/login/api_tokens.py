"""/auth/tokens: tokens for programs. The database decides who gets which; here they are signed."""

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
from pgdesk.api.login.tokens import digest, make_secret
from pgdesk.api.reading import read


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """What a token is for, what it opens, and until when; without an instant as long as the desk allows."""

    name: str
    abilities: list[str]
    expires_at: datetime | None = None


class Made(msgspec.Struct):
    """A row of /rest/api_tokens."""

    api_token_id: int
    person_id: int
    role: str
    key_id: str | None
    name: str
    abilities: list[str]
    expires_at: datetime


class Shown(msgspec.Struct, kw_only=True):
    """The token, which nobody sees again."""

    token: str
    api_token_id: int
    name: str
    abilities: list[str]
    expires_at: datetime


def api_token_routes(rest: App, cookies: Cookies, signer: Signer) -> list[HTTPRouteHandler]:
    """`rest` is the generated API, which is asked with the caller's own token."""

    @post("/tokens", status_code=201)
    async def make_api_token(request: Request[Any, Any, Any]) -> Response[Shown]:
        """Makes an API token for {"name", "abilities", "expires_at"}: {"token", "api_token_id", …}.

        It is sent as `Authorization: Bearer` and shown only now.
        401 who is not signed in, 403 who may not, or comes with an API token.
        """
        scope = dict(request.scope)
        error = cookies.adopt(scope)
        if error is not None:
            raise error
        wish = await read(request, Wish)
        secret = make_secret()
        asked = {**msgspec.structs.asdict(wish), "token_hash": f"\\x{digest(secret).hex()}"}
        answer = await ask(rest, scope, "rpc/create_api_token", body=msgspec.json.encode(asked))
        made = msgspec.convert(answer, Made)
        token = await signer.sign(
            made.key_id,
            made.role,
            made.expires_at.timestamp() - time.time(),
            person_id=made.person_id,
            pgdesk_token=secret,
        )
        shown = Shown(
            token=token,
            api_token_id=made.api_token_id,
            name=made.name,
            abilities=made.abilities,
            expires_at=made.expires_at,
        )
        return Response(shown, status_code=201, media_type=MediaType.JSON, headers=NO_STORE)

    return [make_api_token]
