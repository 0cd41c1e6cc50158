"""What webhooks are to be told: to each one delivery after the other, to many at a time."""

from __future__ import annotations

import asyncio
import email.utils
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import structlog
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError
from pgdesk.api.outgoing import Answer, Outgoing
from pgdesk.api.signatures import read_secret, sign
from pgdesk.settings import Settings, read_networks

log = structlog.get_logger()

#: Webhooks that are told something at a time; each waits for its receiver alone.
_AT_A_TIME = 100
_CONNECTIONS = 4
_READ_BYTES = 65_536
#: Of an answer these are kept, of the values so many characters, of the body so many.
_KEPT_HEADERS = ("content-type", "content-length", "date", "location", "retry-after", "server")
_KEPT_VALUE, _KEPT_BODY = 200, 1024
_LONGEST_WAIT = 86_400.0
#: Seconds between attempts to note how a delivery ended; all within its turn.
_PAUSES = (0.5, 2.0, 8.0, 16.0)

_BEGIN = "SELECT * FROM helpdesk.begin_delivery(%s, %s)"
_END = "SELECT helpdesk.end_delivery(%s, %s, %s, %s, %s, %s, %s)"
_LEAVE = "SELECT helpdesk.leave_deliveries(%s, %s)"


class Deliveries:
    """`tell` may be called for many webhooks at a time; `stop` ends each after what is under way."""

    def __init__(self, settings: Settings) -> None:
        self._pool = AsyncConnectionPool(
            settings.worker_database_url,
            kwargs={"autocommit": True, "application_name": "pgdesk webhooks"},
            min_size=0,
            max_size=_CONNECTIONS,
            check=AsyncConnectionPool.check_connection,
            open=False,
        )
        self._outgoing = Outgoing(read_networks(settings.webhook_networks), connections=_AT_A_TIME)
        self._envelope = Envelope(settings.secret_keys)
        self._slots = asyncio.Semaphore(_AT_A_TIME)
        self._is_stopping = False

    async def __aenter__(self) -> Deliveries:
        await self._pool.open()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._outgoing.__aexit__(*error)
        await self._pool.close()

    def stop(self) -> None:
        self._is_stopping = True

    async def tell(self, webhook_id: int) -> None:
        """Goes on until there is nothing that could be told now, or another worker is at it."""
        holder = uuid4()
        while True:
            async with self._slots:
                if self._is_stopping:
                    await self._call(_LEAVE, webhook_id, holder)
                    return
                delivery_id, url, body, secrets, request_id = await self._call(_BEGIN, webhook_id, holder)
                if delivery_id is None:
                    return
                with structlog.contextvars.bound_contextvars(request_id=request_id):
                    await self._deliver(delivery_id, url, body, secrets or {}, request_id)

    async def _deliver(
        self, delivery_id: UUID, url: str, body: str, secrets: Mapping[str, str], request_id: str | None
    ) -> None:
        answer, problem = None, None
        begun = time.monotonic()
        try:
            keys = [self._open(key, sealed) for key, sealed in secrets.items()]
            headers = {
                "Content-Type": "application/json",
                "User-Agent": "pgdesk",
                **({"X-Request-Id": request_id} if request_id else {}),
                **sign(keys, str(delivery_id), int(time.time()), body.encode()),
            }
            answer = await self._outgoing.send("POST", url, headers, body.encode(), _READ_BYTES)
        except ApiError as error:
            problem = f"{error.message}: {error.hint}"
        except (OSError, ValueError) as error:
            problem = str(error)
        within = timedelta(seconds=time.monotonic() - begun)
        log.info("delivery", delivery_id=str(delivery_id), status=answer.status if answer else None)
        for pause in _PAUSES:
            try:
                await self._call(_END, delivery_id, *_outcome(answer, problem), within, _retry_after(answer))
                return
            except psycopg.OperationalError as error:
                log.warning("delivery not noted yet", delivery_id=delivery_id, problem=str(error).strip())
                await asyncio.sleep(pause)
        await self._call(_END, delivery_id, *_outcome(answer, problem), within, _retry_after(answer))

    def _open(self, key: str, sealed: str) -> bytes:
        secret = self._envelope.open(f"webhook_secret.secret {key}", bytes.fromhex(sealed))
        return read_secret(secret.decode())

    async def _call(self, statement: str, *values: Any) -> tuple[Any, ...]:
        async with self._pool.connection() as connection:
            row = await (await connection.execute(statement, values)).fetchone()
        assert row is not None
        return row


def _outcome(answer: Answer | None, problem: str | None) -> tuple[Any, ...]:
    """status, error, headers and body as end_delivery has them."""
    if answer is None:
        return None, problem, None, None
    kept = {name: answer.headers[name][:_KEPT_VALUE] for name in _KEPT_HEADERS if name in answer.headers}
    text = answer.body[: 4 * _KEPT_BODY].decode(errors="replace").replace("\0", "")
    return answer.status, None, Jsonb(kept), text[:_KEPT_BODY]


def _retry_after(answer: Answer | None) -> timedelta | None:
    """RFC 9110, section 10.2.3: seconds, or an instant."""
    told = (answer.headers if answer is not None else {}).get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        seconds = float(told[:9])
    else:
        try:
            at = email.utils.parsedate_to_datetime(told)
        except (ValueError, OverflowError):
            return None
        seconds = (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return timedelta(seconds=min(seconds, _LONGEST_WAIT)) if seconds > 0 else None
