"""/inbound/channel: what people write in chats and messengers, posted by the program that joins them."""

from __future__ import annotations

import time
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from litestar import Request, Router, post
from litestar.params import FromPath
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import refusal
from pgdesk.api.signatures import is_signed, read_secret

_MAX_BYTES = 2_000_000
#: What follows is refused as in a request.
_BEGIN = "SELECT set_config('request.method', 'POST', true)"
_SECRETS = "SELECT helpdesk.find_bridge_secrets(%s)"
_TAKE_IN = "SELECT helpdesk.take_in_bridge_message(%s, %s)"
_NOTE = "SELECT helpdesk.note_bridge_reply(%s, %s, %s, %s, %s)"

Pool = AsyncConnectionPool[AsyncConnection[Any]]
T = TypeVar("T")

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\S")]
Language = Annotated[str, msgspec.Meta(max_length=35, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")]
Text = Annotated[str, msgspec.Meta(max_length=200_000, pattern=r"\S")]


class Author(msgspec.Struct, forbid_unknown_fields=True):
    """`id`: what the channel calls them."""

    id: Key
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Said(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What somebody wrote; `external_id` and `conversation` are the channel's."""

    external_id: Key
    conversation: Key
    author: Author
    text: Text
    subject: Annotated[str, msgspec.Meta(max_length=500, pattern=r"\S")] | None = None
    language: Language | None = None


class Arrived(msgspec.Struct, forbid_unknown_fields=True):
    """How far the reply `message_id` came."""

    conversation: Key
    message_id: Annotated[int, msgspec.Meta(gt=0, le=2**63 - 1)]
    state: Literal["delivered", "read", "failed"]
    detail: Annotated[str, msgspec.Meta(max_length=2000)] | None = None


def bridges_router(pool: Pool, envelope: Envelope) -> Router:
    """The routes under /inbound/channel; what is posted there is signed as Standard Webhooks has it."""

    async def read_signed(request: Request[Any, Any, Any], channel: str, kind: type[T]) -> T:
        """401 for who is not the bridge, or not now, whether there is such a channel or not."""
        body = await request.body()
        async with pool.connection() as connection:
            row = await (await connection.execute(_SECRETS, (channel,))).fetchone()
        secrets = (row[0] if row else None) or {}
        keys = [
            read_secret(envelope.open(f"webhook_secret.secret {key}", bytes.fromhex(sealed)).decode())
            for key, sealed in secrets.items()
        ]
        if not is_signed(keys, request.headers, body, time.time()):
            raise refusal(
                401,
                "the request is not signed by the channel's bridge",
                hint="Send webhook-id, webhook-timestamp and webhook-signature (docs/channels.md).",
            )
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise refusal(400, details=str(error)) from None

    async def ask(statement: str, *values: Any) -> Any:
        async with pool.connection() as connection, connection.transaction():
            await connection.execute(_BEGIN)
            row = await (await connection.execute(statement, values)).fetchone()
        return row[0] if row else None

    @post("/{channel:str}", status_code=200, request_max_body_size=_MAX_BYTES)
    async def take_in(request: Request[Any, Any, Any], channel: FromPath[str]) -> dict[str, Any]:
        """A conversation's first message opens a ticket, the others go on with it.

        {ticket_id, reference, message_id, is_duplicate}; the same external_id again changes nothing and gets
        the same answer. 400 not what docs/channels.md says, 401 not signed.
        """
        said = await read_signed(request, channel, Said)
        found: dict[str, Any] = await ask(_TAKE_IN, channel, Jsonb(msgspec.to_builtins(said)))
        return found

    @post("/{channel:str}/status", status_code=200, request_max_body_size=_MAX_BYTES)
    async def note(request: Request[Any, Any, Any], channel: FromPath[str]) -> dict[str, Any]:
        """How far a reply came: {"state"} that it has now. 404 for what did not go out there."""
        told = await read_signed(request, channel, Arrived)
        state = await ask(_NOTE, channel, told.conversation, told.message_id, told.state, told.detail)
        return {"state": state}

    return Router("/inbound/channel", route_handlers=[take_in, note])
