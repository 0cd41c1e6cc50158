"""/auth/reset, /auth/password, /auth/verification, /auth/verify: links that are good once."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import msgspec
from litestar import Request, post
from litestar.handlers import HTTPRouteHandler

from pgdesk.api.login.desk import Desk
from pgdesk.api.login.passwords import Passwords
from pgdesk.api.login.requests import Email, Name, Password, Secret, caller_of
from pgdesk.api.login.tokens import digest, link_token
from pgdesk.api.reading import read

#: How long it takes to ask for a link, whether or not one is written.
SECONDS = 0.1


class Addressee(msgspec.Struct, forbid_unknown_fields=True):
    """Who is to get a link."""

    email: Email


class Newcomer(msgspec.Struct, forbid_unknown_fields=True):
    """Who is to have an account."""

    email: Email
    name: Name | None = None


class Choice(msgspec.Struct, forbid_unknown_fields=True):
    """The token of a link, and the password chosen."""

    token: Secret
    password: Password


class Proof(msgspec.Struct, forbid_unknown_fields=True):
    """The token of a link."""

    token: Secret


def link_routes(desk: Desk, passwords: Passwords, secret: str) -> list[HTTPRouteHandler]:
    """`secret` makes the tokens of links from what the database keeps of them."""

    async def mail(request: Request[Any, Any, Any], purpose: str) -> None:
        email = (await read(request, Addressee)).email
        nonce = os.urandom(32)
        asking = desk.request_link(
            caller_of(request), purpose, email, nonce, digest(link_token(secret, nonce))
        )
        await asyncio.gather(asking, asyncio.sleep(SECONDS))

    @post("/reset", status_code=204)
    async def request_reset(request: Request[Any, Any, Any]) -> None:
        """Mails a link to choose a password to {"email"}, if somebody has it; the answer does not tell.

        429 asked too often, see Retry-After.
        """
        await mail(request, "reset_password")

    @post("/register", status_code=204)
    async def register(request: Request[Any, Any, Any]) -> None:
        """Mails {"email"} a link to choose a password of an own account; the answer does not tell more.

        Tickets that were opened with the address without an account are theirs then. "name" is what others
        read. 429 asked too often, see Retry-After.
        """
        newcomer, nonce = await read(request, Newcomer), os.urandom(32)
        asking = desk.request_registration(
            caller_of(request), newcomer.email, newcomer.name, nonce, digest(link_token(secret, nonce))
        )
        await asyncio.gather(asking, asyncio.sleep(SECONDS))

    @post("/password", status_code=204)
    async def choose_password(request: Request[Any, Any, Any]) -> None:
        """Sets the password by {"token", "password"}, the token of a link, which is good once.

        All sessions of its person end. 410 the link is void, 422 the password is too short.
        """
        choice = await read(request, Choice)
        caller, token_hash = caller_of(request), digest(choice.token)
        await desk.check_password_link(caller, token_hash)  # before anything is hashed for nobody
        hashed = await passwords.hash(choice.password)
        await desk.choose_password(caller, token_hash, hashed, len(choice.password))

    @post("/verification", status_code=204)
    async def request_verification(request: Request[Any, Any, Any]) -> None:
        """Mails a link to verify {"email"}, if somebody has it and it is not yet; the answer does not tell.

        429 asked too often, see Retry-After.
        """
        await mail(request, "verify_email")

    @post("/verify", status_code=204)
    async def verify_email(request: Request[Any, Any, Any]) -> None:
        """Notes that the person of {"token"}, of a link, has the address: rpc/my_account. 410 it is void."""
        await desk.verify_email(caller_of(request), digest((await read(request, Proof)).token))

    return [request_reset, register, choose_password, request_verification, verify_email]
