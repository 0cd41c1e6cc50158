"""Hands mails to the database, which decides what becomes of them."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import AsyncConnection, Connection

from pgdesk.mail.readers import READERS

_STORE = "SELECT inbound_mail_id, is_new, state FROM helpdesk.store_inbound_mail(%s, %s)"
#: Errors come back as the generated API gives them, audit rows carry the request's id.
_AS_REQUEST = "SELECT set_config('request.method', 'POST', true), set_config('request.headers', %s, true)"
_BEGIN = "SELECT helpdesk.begin_reading_mail(%s)"
_RECEIVE = "SELECT helpdesk.receive_mail(%s, %s::jsonb)"


class Stored(msgspec.Struct, frozen=True):
    inbound_mail_id: int
    is_new: bool
    state: str


async def store(connection: AsyncConnection[Any], raw: bytes, adapter: str, request_id: str) -> Stored:
    """Commits the raw bytes before anything reads them; the same bytes are stored once."""
    async with connection.transaction():
        await _as_request(connection, request_id)
        cursor = await connection.execute(_STORE, (raw, adapter))
        row = await cursor.fetchone()
    assert row is not None
    return Stored(*row)


async def receive(
    connection: AsyncConnection[Any], inbound_mail_id: int, parsed: str, request_id: str
) -> dict[str, Any]:
    """{inbound_mail_id, state, reason, ticket_id, message_id, reference}: now decided, or before."""
    async with connection.transaction():
        await _as_request(connection, request_id)
        cursor = await connection.execute(_RECEIVE, (inbound_mail_id, parsed))
        row = await cursor.fetchone()
    assert row is not None
    return dict(row[0])


async def _as_request(connection: AsyncConnection[Any], request_id: str) -> None:
    headers = msgspec.json.encode({"x-request-id": request_id}).decode()
    await connection.execute(_AS_REQUEST, (headers,))


def decide(connection: Connection[Any], inbound_mail_id: int) -> dict[str, Any] | None:
    """The same for a mail that is stored but not decided; None when there is nothing to decide.

    The attempt is counted before the mail is read, so that one that ends its reader is not read for ever.
    """
    with connection.transaction():
        row = connection.execute(_BEGIN, (inbound_mail_id,)).fetchone()
    if row is None or row[0] is None:
        return None
    parsed = READERS.submit(bytes(row[0])).result()
    with connection.transaction():
        decided = connection.execute(_RECEIVE, (inbound_mail_id, parsed)).fetchone()
    assert decided is not None
    return dict(decided[0])
