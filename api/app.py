"""Composes the api process: the generated API, inbound mail, aliases, health and pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from litestar import Litestar
from litestar.types import ASGIApp
from psycopg import AsyncConnection
from psycopg.rows import tuple_row
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.aliases import Alias, Aliases, Known
from pgdesk.api.docs import OPENAPI, docs_router
from pgdesk.api.gateway import Gateway
from pgdesk.api.handlers import HANDLERS
from pgdesk.api.health import health_router
from pgdesk.api.inbound import inbound_router
from pgdesk.api.logs import configure_logs
from pgdesk.api.metrics import Metrics
from pgdesk.api.pages import pages_router
from pgdesk.api.upstream.generated import generated_api
from pgdesk.settings import Settings

#: Connections of login worker that the api process keeps for mail and health.
_WORKER_CONNECTIONS = 4

Pool = AsyncConnectionPool[AsyncConnection[Any]]


def create_app(settings: Settings) -> Gateway:
    """The ASGI application; its lifespan opens and closes everything that it needs."""
    configure_logs(settings.log_level)
    metrics = Metrics()
    pool = _worker_pool(settings)
    rest = generated_api(settings)

    async def load_aliases() -> list[Alias]:
        async with pool.connection(timeout=3) as connection:
            row = await (await connection.execute("SELECT helpdesk.list_route_aliases()")).fetchone()
        return msgspec.convert(row[0] if row else [], list[Alias])

    async def find_ticket(reference: str) -> int | None:
        async with pool.connection(timeout=3) as connection:
            found = await connection.execute("SELECT helpdesk.find_ticket_id(%s)", (reference,))
            row = await found.fetchone()
        return row[0] if row else None

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        await pool.open(wait=False)
        await rest.start()
        try:
            yield
        finally:
            await rest.stop()
            await pool.close()

    aliases = Aliases(rest, Known(load_aliases, find_ticket))
    pages: ASGIApp = Litestar(
        route_handlers=[
            inbound_router(pool, settings.inbound_secret, metrics),
            health_router(pool, metrics),
            docs_router(aliases),
            pages_router(),
        ],
        exception_handlers=HANDLERS,
        lifespan=[lifespan],
        openapi_config=OPENAPI,
        logging_config=None,
    )
    return Gateway(rest, aliases, pages, metrics)


def _worker_pool(settings: Settings) -> Pool:
    return AsyncConnectionPool(
        settings.worker_database_url,
        connection_class=AsyncConnection[Any],
        kwargs={
            "autocommit": True,
            "row_factory": tuple_row,
            "application_name": "pgdesk api",
            "prepare_threshold": 5 if settings.prepare else None,
        },
        min_size=0,
        max_size=_WORKER_CONNECTIONS,
        timeout=10,
        check=AsyncConnectionPool.check_connection,
        open=False,
    )
