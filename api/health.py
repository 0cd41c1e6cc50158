"""Whether the process lives, whether it can serve, and its figures."""

from __future__ import annotations

from typing import Any

import psycopg
import structlog
from litestar import Response, Router, get
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


def health_router(pool: Pool, metrics: Metrics) -> Router:
    """/health, /ready and /metrics."""

    @get("/health")
    async def show_health() -> dict[str, str]:
        """The process answers; says nothing of the database."""
        return {"status": "ok"}

    @get("/ready")
    async def show_readiness() -> dict[str, str]:
        """200 when the database answers and is migrated, else 503."""
        try:
            async with pool.connection(timeout=_SECONDS) as connection:
                row = await (await connection.execute(_IS_MIGRATED)).fetchone()
        except psycopg.Error as error:
            log.warning("the database does not answer", problem=str(error).strip())
            raise refusal(503, headers=[("Retry-After", "5")]) from None
        if row != (True,):
            raise refusal(503, "the database is not migrated", hint="Run pgdesk migrate.")
        return {"status": "ready"}

    @get("/metrics")
    async def show_metrics() -> Response[bytes]:
        """Prometheus' text format, of this process."""
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return Router("/", route_handlers=[show_health, show_readiness, show_metrics])
