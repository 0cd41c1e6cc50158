"""Whether the process lives, whether it can serve, and its figures."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Mapping
from typing import Any, Protocol

import psycopg
import structlog
from litestar import Request, Response, Router, get
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.errors import refusal
from pgdesk.api.metrics import CONTENT_TYPE, Metrics

log = structlog.get_logger()

Pool = AsyncConnectionPool[AsyncConnection[Any]]

_IS_MIGRATED = (
    "SELECT to_regnamespace('api') IS NOT NULL"
    " AND to_regprocedure('helpdesk.receive_mail(bigint, jsonb)') IS NOT NULL"
)
_SECONDS = 3.0


class Counted(Protocol):
    """A pool of connections."""

    def get_stats(self) -> dict[str, int]: ...


def health_router(pool: Pool, pools: Mapping[str, Counted], metrics: Metrics, token: str) -> Router:
    """/health, /ready and /metrics; `pools`: all of the process, by name."""

    @get("/health")
    async def show_health() -> dict[str, str]:
        """The process answers; says nothing of the database."""
        return {"status": "ok"}

    @get("/ready")
    async def show_readiness() -> dict[str, object]:
        """200 when the database answers and is migrated, else 503; `late` has clock and jobs that are.

        They do not make it 503: whoever sends requests elsewhere by it would find no process that serves.
        """
        try:
            async with pool.connection(timeout=_SECONDS) as connection:
                row = await (await connection.execute(_IS_MIGRATED)).fetchone()
                late = await _list_late_jobs(connection) if row == (True,) else []
        except psycopg.Error as error:
            log.warning("the database does not answer", problem=str(error).strip())
            raise refusal(503, headers=[("Retry-After", "5")]) from None
        if row != (True,):
            raise refusal(503, "the database is not migrated", hint="Run pgdesk migrate.")
        return {"status": "ready", "late": {name: problem for name, _, problem in late}}

    @get("/metrics")
    async def show_metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Prometheus' text format: of this process, and what is late in the database while it answers.

        To this machine; elsewhere with PGDESK_METRICS_TOKEN.
        """
        if not (_is_near(request) or _has_token(request, token)):
            raise refusal(
                401,
                hint="Send PGDESK_METRICS_TOKEN as bearer token.",
                headers=[("WWW-Authenticate", "Bearer")],
            )
        try:
            async with pool.connection(timeout=_SECONDS) as connection:
                metrics.tell_late_jobs(await _list_late_jobs(connection))
                metrics.tell_queues(
                    await _list(connection, "SELECT * FROM helpdesk.measure_queues()"),
                    await _list(connection, "SELECT actor, queue, done, failed FROM helpdesk.counted_runs()"),
                )
                metrics.tell_desk(await _list(connection, "SELECT * FROM helpdesk.measure_desk()"))
        except psycopg.Error as error:
            log.warning("the database does not say what is late", problem=str(error).strip())
            metrics.tell_late_jobs(None)
            metrics.tell_desk([])
        for name, counted in pools.items():
            metrics.tell_pool(name, counted.get_stats())
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return Router("/", route_handlers=[show_health, show_readiness, show_metrics])


async def _list_late_jobs(connection: AsyncConnection[Any]) -> list[tuple[str, float, str]]:
    """The clock that does not tick, jobs that are late, workers that do not live, queues that are behind:
    name, for how many seconds, and the problem.
    """
    return await _list(
        connection,
        "SELECT name, extract(epoch FROM helpdesk.clock() - late_since)::float8, problem"
        " FROM (SELECT * FROM helpdesk.list_late_jobs() UNION ALL"
        " SELECT * FROM helpdesk.list_queue_faults()) AS late",
    )


async def _list(connection: AsyncConnection[Any], query: str) -> list[tuple[Any, ...]]:
    return await (await connection.execute(query.encode())).fetchall()


def _is_near(request: Request[Any, Any, Any]) -> bool:
    """From this machine, and not for somebody behind it."""
    if request.client is None or any(name in request.headers for name in ("x-forwarded-for", "forwarded")):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _has_token(request: Request[Any, Any, Any], token: str) -> bool:
    given = request.headers.get("authorization", "").encode("latin-1", "replace")
    return bool(token) and hmac.compare_digest(f"Bearer {token}".encode(), given)
