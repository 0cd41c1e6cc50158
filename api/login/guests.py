"""/auth/guest: one ticket without an account, by a mailed link or by the code beside it."""

from __future__ import annotations

import asyncio
import hmac
from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler

from pgdesk.api.login.desk import Caller, Desk, GuestGrant, GuestLink
from pgdesk.api.login.links import SECONDS
from pgdesk.api.login.requests import Email, Secret, caller_of
from pgdesk.api.login.signer import Signer
from pgdesk.api.login.tokens import GuestAccess, guest_code, guest_token
from pgdesk.api.reading import read

#: What the keys of a table take.
_MOST_ID = 2**63 - 1


class Asker(msgspec.Struct, forbid_unknown_fields=True):
    """Who has lost the link of which ticket."""

    email: Email
    reference: Secret


class Guest(msgspec.Struct, forbid_unknown_fields=True):
    """The token of a link, or all of the others."""

    token: Secret | None = None
    email: Email | None = None
    reference: Secret | None = None
    code: Secret | None = None


class Guests:
    """Checks what was mailed against what the database keeps of it."""

    def __init__(self, desk: Desk, signer: Signer, secret: str) -> None:
        """`secret` makes links and codes of what the database keeps of them."""
        self._desk = desk
        self._signer = signer
        self._secret = secret

    async def open_by_token(self, caller: Caller, token: str) -> GuestAccess:
        """Raises ApiError 410 for a link that is void."""
        number = token.partition(".")[0]
        guest_link_id = int(number) if number.isascii() and number.isdecimal() and len(number) < 20 else 0
        found = await self._desk.begin_guest_link(caller, min(guest_link_id, _MOST_ID))
        good = found.nonce is not None and _is_same(
            guest_token(self._secret, guest_link_id, bytes.fromhex(found.nonce)), token
        )
        return await self._issue(
            await self._desk.open_guest_link(caller, found.guest_link_id if good else None)
        )

    async def open_by_code(self, caller: Caller, email: str, reference: str, code: str) -> GuestAccess:
        """Raises ApiError 401 for a code that is not good, 429 where it was tried too often."""
        return await self._issue(await self._use_code(caller, email, reference, code))

    async def token_by_code(self, caller: Caller, email: str, reference: str, code: str) -> str:
        """The token of the link that was mailed beside the code. Raises ApiError as open_by_code."""
        grant = await self._use_code(caller, email, reference, code)
        link = await self._desk.begin_guest_link(caller, grant.guest_link_id)
        return guest_token(self._secret, grant.guest_link_id, bytes.fromhex(link.nonce or ""))

    async def mail_again(self, caller: Caller, asker: Asker) -> None:
        """Takes as long, whoever it is. Raises ApiError 429."""
        asking = self._desk.request_guest_link(caller, asker.email, asker.reference)
        await asyncio.gather(asking, asyncio.sleep(SECONDS))

    async def _use_code(self, caller: Caller, email: str, reference: str, code: str) -> GuestGrant:
        found = await self._desk.begin_guest_code(caller, email, reference)
        good = found if self._is_code(found, code) else GuestLink()
        return await self._desk.use_guest_code(caller, good)

    def _is_code(self, found: GuestLink, code: str) -> bool:
        nonce = bytes.fromhex(found.nonce or "")
        return _is_same(guest_code(self._secret, nonce), code) and found.nonce is not None

    async def _issue(self, grant: GuestGrant) -> GuestAccess:
        access_token = await self._signer.sign(
            grant.key_id, "customer", grant.access_seconds, pgdesk_guest_link=grant.guest_link_id
        )
        return GuestAccess(
            access_token=access_token,
            expires_in=grant.access_seconds,
            ticket_id=grant.ticket_id,
            reference=grant.reference,
        )


def guest_routes(guests: Guests) -> list[HTTPRouteHandler]:
    @post("/guest", status_code=200)
    async def open_ticket(request: Request[Any, Any, Any]) -> Response[GuestAccess]:
        """An access token for the one ticket of {"token"}, of a link, or of {"email", "reference", "code"}.

        The link may be used again, the code not. What the token opens is the ticket and what is public, in
        /rest: tickets, messages, rpc/reply, rpc/close_ticket, rpc/reopen_ticket, rpc/rate_ticket.
        401 the code is wrong, 410 the link is void; 429 codes were tried too often, see Retry-After.
        """
        guest, caller = await read(request, Guest), caller_of(request)
        if guest.token is not None:
            access = await guests.open_by_token(caller, guest.token)
        else:
            access = await guests.open_by_code(
                caller, guest.email or "", guest.reference or "", guest.code or ""
            )
        return Response(access, media_type=MediaType.JSON, headers={"Cache-Control": "no-store"})

    @post("/guest/link", status_code=204)
    async def request_link(request: Request[Any, Any, Any]) -> None:
        """Mails link and code of ticket {"reference"} to its requester, if {"email"} is; no answer tells.

        429 asked too often, see Retry-After.
        """
        await guests.mail_again(caller_of(request), await read(request, Asker))

    return [open_ticket, request_link]


def _is_same(made: str, given: str) -> bool:
    return hmac.compare_digest(made.encode(), given.encode())
