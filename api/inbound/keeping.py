"""Keeps what came before anything else, then lets the database decide what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.metrics import Metrics
from pgdesk.mail.providers.posts import Believed, Post, Taken
from pgdesk.mail.readers import READERS
from pgdesk.mail.store import Stored, StoredPost, receive, store, store_post

log = structlog.get_logger()

#: The sender waits so long for its mail to be read, others' included that were there before.
_READING_SECONDS = 30
#: Seconds between attempts to keep a mail.
_PAUSES = (0.1, 0.5, 2.0)

Pool = AsyncConnectionPool[AsyncConnection[Any]]
Kept = TypeVar("Kept")


class Keeping:
    def __init__(self, pool: Pool, metrics: Metrics) -> None:
        self._pool = pool
        self._metrics = metrics

    async def keep_mail(self, raw: bytes, adapter: str, request_id: str) -> dict[str, Any]:
        """{inbound_mail_id, state, reason, ticket_id, message_id, reference, is_duplicate}."""

        async def once(connection: AsyncConnection[Any]) -> Stored:
            return await store(connection, raw, adapter, request_id)

        return await self._decide(await self._keep(once), raw, request_id)

    async def keep_post(
        self, adapter: str, post: Post, believed: Believed, taken: Taken, request_id: str
    ) -> dict[str, Any]:
        """The same with mail_arrival_id; without a mail state and reason say what was kept instead."""

        async def once(connection: AsyncConnection[Any]) -> StoredPost:
            return await store_post(connection, adapter, post, believed, taken, request_id)

        kept = await self._keep(once)
        if kept.inbound_mail_id is None:
            return {
                "mail_arrival_id": kept.mail_arrival_id,
                "state": kept.state,
                "reason": taken.ignored,
                "is_duplicate": not kept.is_new,
            }
        mail = Stored(kept.inbound_mail_id, kept.is_new, kept.mail_state or "received")
        result = await self._decide(mail, None if kept.is_known else taken.raw, request_id)
        return {"mail_arrival_id": kept.mail_arrival_id, **result}

    async def note_refused(self, adapter: str, reason: str) -> None:
        """For administrators, who are shown the last one."""
        try:
            async with self._pool.connection() as connection:
                await connection.execute("SELECT helpdesk.note_refused_post(%s, %s)", (adapter, reason))
        except psycopg.Error as error:
            log.warning("refused post not noted", adapter=adapter, problem=str(error).strip())

    async def tell(self, title: str, body: str) -> None:
        """Notifies who may take mail in."""
        async with self._pool.connection() as connection:
            await connection.execute("SELECT helpdesk.tell_mail_keepers(%s, %s)", (title, body))

    async def _keep(self, once: Callable[[AsyncConnection[Any]], Awaitable[Kept]]) -> Kept:
        """Tried again where the connection was lost: the same is kept once."""
        for pause in _PAUSES:
            try:
                async with self._pool.connection() as connection:
                    return await once(connection)
            except psycopg.OperationalError as error:
                log.warning("mail not kept yet", problem=str(error).strip())
                await asyncio.sleep(pause)
        async with self._pool.connection() as connection:
            return await once(connection)

    async def _decide(self, kept: Stored, raw: bytes | None, request_id: str) -> dict[str, Any]:
        """Of these bytes; without them a mail that is undecided is left to the worker."""
        result: dict[str, Any] = {
            "inbound_mail_id": kept.inbound_mail_id,
            "state": kept.state,
            "reason": None,
        }
        if kept.state != "received":
            async with self._pool.connection() as connection:
                result = await receive(connection, kept.inbound_mail_id, "{}", request_id)
        elif raw is not None:
            result = await self._read(kept.inbound_mail_id, raw, request_id)
        if kept.is_new:
            self._metrics.inbound_mails.labels(result["state"]).inc()
        return {**result, "is_duplicate": not kept.is_new or result["state"] == "duplicate"}

    async def _read(self, inbound_mail_id: int, raw: bytes, request_id: str) -> dict[str, Any]:
        """What became of the mail. It is stored: a failure here leaves it to the worker."""
        try:
            parsed = await asyncio.wait_for(asyncio.wrap_future(READERS.submit(raw)), _READING_SECONDS)
            async with self._pool.connection() as connection:
                return await receive(connection, inbound_mail_id, parsed, request_id)
        except (psycopg.Error, OSError, TimeoutError) as error:
            log.warning(
                "mail left to the worker", inbound_mail_id=inbound_mail_id, problem=str(error).strip()
            )
            return {"inbound_mail_id": inbound_mail_id, "state": "received", "reason": None}
