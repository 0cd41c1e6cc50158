"""Hands mails to the database, which decides what becomes of them."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import AsyncConnection, Connection

from pgdesk.mail.providers.posts import Believed, Post, Taken
from pgdesk.mail.readers import READERS
from pgdesk.mail.text import clean_line, clean_text

_STORE = "SELECT inbound_mail_id, is_new, state FROM helpdesk.store_inbound_mail(%s, %s)"
_STORE_POST = (
    "SELECT mail_arrival_id, arrival_state, inbound_mail_id, is_new, mail_state, is_known"
    " FROM helpdesk.store_post(%s, %s, %s, %s, %s, %s, %s)"
)
#: Errors come back as the generated API gives them, audit rows carry the request's id.
_AS_REQUEST = "SELECT set_config('request.method', 'POST', true), set_config('request.headers', %s, true)"
_BEGIN = "SELECT helpdesk.begin_reading_mail(%s)"
_RECEIVE = "SELECT helpdesk.receive_mail(%s, %s::jsonb)"


_MEDIA_TYPE_CHARS = 500


class Stored(msgspec.Struct, frozen=True):
    inbound_mail_id: int
    is_new: bool
    state: str


class StoredPost(msgspec.Struct, frozen=True):
    """What was kept of a post; without a mail it waits to be made one, or is none."""

    mail_arrival_id: int
    state: str
    inbound_mail_id: int | None
    is_new: bool
    mail_state: str | None
    #: Its token was kept before: what it brings now may be something else.
    is_known: bool


async def store(connection: AsyncConnection[Any], raw: bytes, adapter: str, request_id: str) -> Stored:
    """Commits the raw bytes before anything reads them; the same bytes are stored once."""
    async with connection.pipeline(), connection.transaction():
        await _as_request(connection, request_id)
        cursor = await connection.execute(_STORE, (raw, adapter))
        row = await cursor.fetchone()
    assert row is not None
    return Stored(*row)


async def store_post(
    connection: AsyncConnection[Any],
    adapter: str,
    post: Post,
    believed: Believed,
    taken: Taken,
    request_id: str,
) -> StoredPost:
    """Commits what a provider posted: the mail, with the post where that says more, or the post alone."""
    is_kept = taken.is_rebuilt or (taken.raw is None and taken.ignored is None)
    async with connection.pipeline(), connection.transaction():
        await _as_request(connection, request_id)
        cursor = await connection.execute(
            _STORE_POST,
            (
                adapter,
                believed.token or taken.token,
                believed.signed_at,
                taken.raw,
                post.body if is_kept else None,
                clean_line(post.media_type, _MEDIA_TYPE_CHARS),
                taken.ignored and clean_text(taken.ignored),
            ),
        )
        row = await cursor.fetchone()
    assert row is not None
    return StoredPost(*row)


async def receive(
    connection: AsyncConnection[Any], inbound_mail_id: int, parsed: str, request_id: str
) -> dict[str, Any]:
    """{inbound_mail_id, state, reason, ticket_id, message_id, reference}: now decided, or before."""
    async with connection.pipeline(), connection.transaction():
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
