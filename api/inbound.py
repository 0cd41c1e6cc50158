"""POST /inbound/mime: one raw RFC 822 message as body."""

from __future__ import annotations

import asyncio
import hmac
from typing import Any

import psycopg
import structlog
from litestar import Request, Router, post
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.errors import refusal
from pgdesk.api.metrics import Metrics
from pgdesk.mail.readers import READERS
from pgdesk.mail.store import Stored, receive, store

log = structlog.get_logger()

#: The sender waits so long for its mail to be read, others' included that were there before.
_READING_SECONDS = 30
#: The largest body that is read at all; setting inbound_max_size_kb allows less.
#: Seconds between attempts to keep a mail.
_PAUSES = (0.1, 0.5, 2.0)

MAX_BYTES = 64 * 1024 * 1024

Pool = AsyncConnectionPool[AsyncConnection[Any]]


def inbound_router(pool: Pool, secret: str, metrics: Metrics) -> Router:
    """The routes under /inbound; `secret` is what X-Pgdesk-Secret must hold, '' refuses everything."""

    @post("/mime", status_code=200, request_max_body_size=MAX_BYTES)
    async def take_mime(request: Request[Any, Any, Any]) -> dict[str, Any]:
        """Keeps the raw mail, then lets the database decide: {inbound_mail_id, state, reason, ticket_id, …}.

        state: ticket, reply, automatic, quarantined or duplicate; received when the worker will decide. The
        same bytes again answer what became of them, the same mail in others what became of the first. 400
        empty, 401 wrong secret, 413 too large, 503 try again.
        """
        _check_secret(secret, request.headers.get("x-pgdesk-secret", ""))
        raw = await request.body()
        if not raw.strip():
            raise refusal(400, "the mail is empty", hint="Send the raw message as body.")
        request_id = request.headers.get("x-request-id", "")
        stored = await _keep(pool, raw, request_id)
        if stored.state == "received":
            result = await _decide(pool, stored.inbound_mail_id, raw, request_id)
        else:
            async with pool.connection() as connection:
                result = await receive(connection, stored.inbound_mail_id, "{}", request_id)
        if stored.is_new:
            metrics.inbound_mails.labels(result["state"]).inc()
        return {**result, "is_duplicate": not stored.is_new or result["state"] == "duplicate"}

    return Router("/inbound", route_handlers=[take_mime])


async def _keep(pool: Pool, raw: bytes, request_id: str) -> Stored:
    """Tried again where the connection was lost: the same bytes are kept once."""
    for pause in _PAUSES:
        try:
            async with pool.connection() as connection:
                return await store(connection, raw, "mime", request_id)
        except psycopg.OperationalError as error:
            log.warning("mail not kept yet", problem=str(error).strip())
            await asyncio.sleep(pause)
    async with pool.connection() as connection:
        return await store(connection, raw, "mime", request_id)


async def _decide(pool: Pool, inbound_mail_id: int, raw: bytes, request_id: str) -> dict[str, Any]:
    """What became of the mail. It is stored: a failure here leaves it to the worker, not to the sender."""
    try:
        parsed = await asyncio.wait_for(asyncio.wrap_future(READERS.submit(raw)), _READING_SECONDS)
        async with pool.connection() as connection:
            return await receive(connection, inbound_mail_id, parsed, request_id)
    except (psycopg.Error, OSError, TimeoutError) as error:
        log.warning("mail left to the worker", inbound_mail_id=inbound_mail_id, problem=str(error).strip())
        return {"inbound_mail_id": inbound_mail_id, "state": "received", "reason": None}


def _check_secret(expected: str, given: str) -> None:
    if not expected:
        raise refusal(
            503,
            "inbound mail is not configured",
            hint="Set PGDESK_INBOUND_SECRET and send it in header X-Pgdesk-Secret.",
            headers=[("Retry-After", "300")],
        )
    if not hmac.compare_digest(expected.encode(), given.encode("latin-1", "replace")):
        raise refusal(
            401, "the secret is wrong", hint="Send PGDESK_INBOUND_SECRET in header X-Pgdesk-Secret."
        )
