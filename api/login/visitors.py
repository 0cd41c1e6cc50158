"""What a visitor of another web site does with what was mailed to them, by the widget there."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler

from pgdesk.api.login.guests import Asker, Guests
from pgdesk.api.login.requests import Email, Secret, caller_of
from pgdesk.api.reading import read

_CODE, _LINK = "widget/tickets/code", "widget/tickets/link"
#: Below the root of the desk.
BY_MAIL = frozenset((_CODE, _LINK))


class Mailed(msgspec.Struct, forbid_unknown_fields=True):
    """A code, the ticket beside which it was mailed, and to whom."""

    email: Email
    reference: Secret
    code: Secret


class Found(msgspec.Struct):
    token: str


def visitor_routes(guests: Guests) -> list[HTTPRouteHandler]:
    @post(f"/{_CODE}", status_code=200)
    async def use_code(request: Request[Any, Any, Any]) -> Response[Found]:
        """The token of the link that was mailed, for {"email", "reference", "code"}; a code is good once.

        401 the code is wrong, 429 codes were tried too often, see Retry-After.
        """
        given = await read(request, Mailed)
        token = await guests.token_by_code(caller_of(request), given.email, given.reference, given.code)
        return Response(Found(token), media_type=MediaType.JSON, headers={"Cache-Control": "no-store"})

    @post(f"/{_LINK}", status_code=204)
    async def mail_again(request: Request[Any, Any, Any]) -> None:
        """Mails link and code of ticket {"reference"} to its requester, if {"email"} is; no answer tells.

        429 asked too often, see Retry-After.
        """
        await guests.mail_again(caller_of(request), await read(request, Asker))

    return [use_code, mail_again]
