"""Composes the api process: the generated API, inbound mail, aliases, health and pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import structlog
from litestar import Litestar
from litestar.types import ASGIApp
from psycopg import AsyncConnection
from psycopg.rows import tuple_row
from psycopg_pool import AsyncConnectionPool
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pgdesk.api import embedded
from pgdesk.api.aliases import Alias, Aliases, Known
from pgdesk.api.articles import articles_router
from pgdesk.api.asgi import App
from pgdesk.api.bridges import bridges_router
from pgdesk.api.dkim_keys import dkim_router
from pgdesk.api.docs import OPENAPI, docs_router
from pgdesk.api.envelope import Envelope
from pgdesk.api.exports import exports_router
from pgdesk.api.files.routes import files_router
from pgdesk.api.gateway import Gateway
from pgdesk.api.guard.guard import Guard
from pgdesk.api.guard.rights import Rights
from pgdesk.api.handlers import HANDLERS, from_database
from pgdesk.api.health import Counted, health_router
from pgdesk.api.images import images_router
from pgdesk.api.inbound.adapters import Adapter, Adapters
from pgdesk.api.inbound.amazon import Amazon, fetch
from pgdesk.api.inbound.keeping import Keeping
from pgdesk.api.inbound.routes import Inbound
from pgdesk.api.knowledge.routes import knowledge_router
from pgdesk.api.live.live import Live
from pgdesk.api.live.routes import live_router
from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.jwks import jwks_router
from pgdesk.api.login.routes import Login
from pgdesk.api.mailbox_accounts import mail_router
from pgdesk.api.metrics import Metrics
from pgdesk.api.pages import pages_router
from pgdesk.api.pictures import Pictures
from pgdesk.api.previews import previews_router
from pgdesk.api.rates.callers import Callers
from pgdesk.api.rates.rates import Limit, Rates
from pgdesk.api.rates.uses import Uses
from pgdesk.api.reports import reports_router
from pgdesk.api.rest.app import RestApp
from pgdesk.api.unsubscriptions import unsubscriptions_router
from pgdesk.api.upstream.generated import generated_api
from pgdesk.api.web.built import FOLDER
from pgdesk.api.web.frame import Frame
from pgdesk.api.web.site import Site
from pgdesk.api.webhooks import webhooks_router
from pgdesk.files.store import Store, StoreError
from pgdesk.logs import configure_logs
from pgdesk.settings import Settings, read_networks

log = structlog.get_logger()

#: Connections that the api process keeps: of login worker for mail and health, of login doorkeeper.
_WORKER_CONNECTIONS, _DOORKEEPER_CONNECTIONS = 8, 2

Pool = AsyncConnectionPool[AsyncConnection[Any]]


def create_app(settings: Settings, web: Path = FOLDER) -> App:
    """The ASGI application, whose lifespan opens and closes what it needs; `web`: the built pages."""
    configure_logs(settings.log_level, "api", "uvicorn")
    if settings.mode == "cloud":
        # With it come clients of HTTP and WebSockets, which an api process needs for nothing else.
        from pgdesk.api.hub import Hub

        return _behind_proxies(Hub(settings), settings)
    metrics = Metrics()
    pool = _pool(settings, settings.worker_database_url, _WORKER_CONNECTIONS)
    doors = _pool(settings, settings.login_database_url, _DOORKEEPER_CONNECTIONS)
    pools = [pool, doors] if settings.signs_in else [pool]
    rest = generated_api(settings)
    counted: dict[str, Counted] = {"worker": pool, "login": doors}
    if isinstance(rest, RestApp):
        counted["rest"] = rest.service.pool

    async def note_uses(token_hashes: list[bytes]) -> None:
        async with pool.connection(timeout=10) as connection:
            await connection.execute("SELECT helpdesk.note_api_tokens(%s)", (token_hashes,))

    uses = Uses(note_uses)

    async def load_aliases() -> list[Alias]:
        async with pool.connection(timeout=3) as connection:
            row = await (await connection.execute("SELECT helpdesk.list_route_aliases()")).fetchone()
        return msgspec.convert(row[0] if row else [], list[Alias])

    async def load_sites() -> list[embedded.Site]:
        async with pool.connection(timeout=3) as connection:
            row = await (await connection.execute("SELECT helpdesk.list_widget_origins()")).fetchone()
        return msgspec.convert(row[0] if row else [], list[embedded.Site])

    async def load_frame() -> Frame:
        async with pool.connection(timeout=3) as connection:
            row = await (await connection.execute("SELECT helpdesk.page_frame()")).fetchone()
        return msgspec.convert(row[0] if row else {}, Frame)

    async def find_ticket(reference: str) -> int | None:
        async with pool.connection(timeout=3) as connection:
            found = await connection.execute("SELECT helpdesk.find_ticket_id(%s)", (reference,))
            row = await found.fetchone()
        return row[0] if row else None

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        for each in pools:
            await each.open(wait=False)
        await rest.start()
        try:
            yield
        finally:
            await live.stop()
            await rest.stop()
            await uses.stop()
            for each in pools:
                await each.close()

    async def load_rights() -> Rights:
        async with pool.connection(timeout=10) as connection:
            row = await (await connection.execute("SELECT helpdesk.list_write_rights()")).fetchone()
        return msgspec.convert(row[0] if row else {}, Rights)

    async def is_safe(text: str, is_array: bool) -> bool:
        try:
            async with pool.connection(timeout=3) as connection:
                row = await (
                    await connection.execute("SELECT helpdesk.are_safe_patterns(%s, %s)", (text, is_array))
                ).fetchone()
        except psycopg.Error as error:
            raise from_database(error) from None
        return bool(row and row[0])

    async def load_limits() -> dict[str, Limit]:
        async with pool.connection(timeout=3) as connection:
            row = await (await connection.execute("SELECT helpdesk.list_rate_limits()")).fetchone()
        return msgspec.convert(row[0] if row else {}, dict[str, Limit])

    async def load_keys() -> dict[str, Any] | None:
        async with pool.connection(timeout=3) as connection:
            row = await (await connection.execute("SELECT helpdesk.trusted_signing_keys()")).fetchone()
        return row[0] if row else None

    store = _open_store(settings.files_url)

    async def load_adapters() -> list[Adapter]:
        async with pool.connection(timeout=10) as connection:
            row = await (await connection.execute("SELECT helpdesk.list_mail_adapters()")).fetchone()
        return msgspec.convert(row[0] if row else [], list[Adapter])

    cookies = Cookies(settings)
    login = Login(doors, settings)
    guard = Guard(rest, settings, load_rights, is_safe, load_keys)
    envelope = Envelope(settings.secret_keys)
    adapters = Adapters(load_adapters, envelope, settings)
    inbound = Inbound(Keeping(pool, metrics), adapters, Amazon(fetch), envelope, guard)
    sites = embedded.Sites(load_sites, settings.base_url)
    aliases = Aliases(guard, Known(load_aliases, sites, find_ticket, login.open_guest_link))
    callers = Callers(guard.identify)
    rates = Rates(callers, load_limits, settings.jwt_secret, settings.rate_counts_file)
    site = Site(load_frame, web)
    live = Live(guard, guard.identify, rates.take, pool, settings)
    metrics.live_streams.set_function(live.__len__)
    pages: ASGIApp = Litestar(
        route_handlers=[
            bridges_router(pool, Envelope(settings.secret_keys)),
            files_router(pool, guard, store, settings.secret_keys, callers),
            *inbound.routers(),
            images_router(pool, guard, Pictures(read_networks(settings.image_networks))),
            exports_router(pool, guard, store),
            articles_router(guard),
            *([reports_router(guard, settings.report_database_url)] if settings.report_database_url else []),
            knowledge_router(guard, cookies, settings.base_url),
            previews_router(guard, settings),
            webhooks_router(guard, Envelope(settings.secret_keys)),
            unsubscriptions_router(pool),
            login.router(guard, cookies, site.place),
            login.visitors_router(),
            mail_router(pool, guard, settings),
            dkim_router(guard, envelope),
            jwks_router(pool),
            health_router(pool, counted, metrics, settings.metrics_token),
            live_router(),
            docs_router(aliases),
            pages_router(site),
        ],
        exception_handlers=HANDLERS,
        lifespan=[lifespan],
        openapi_config=OPENAPI,
        logging_config=None,
    )
    gateway = Gateway(guard, site, aliases, sites, live, pages, cookies, rates, uses, metrics)
    return _behind_proxies(gateway, settings)


def _behind_proxies(app: App, settings: Settings) -> App:
    return ProxyHeadersMiddleware(app, settings.trusted_proxies) if settings.trusted_proxies else app


def _open_store(url: str) -> Store | None:
    """None: there is none, or it cannot be used, which keeps nothing but files from being served."""
    try:
        return Store(url) if url else None
    except StoreError as problem:
        log.error("no store of files", problem=str(problem))
        return None


def _pool(settings: Settings, dsn: str, most: int) -> Pool:
    return AsyncConnectionPool(
        dsn,
        connection_class=AsyncConnection[Any],
        kwargs={
            "autocommit": True,
            "row_factory": tuple_row,
            "application_name": "pgdesk api",
            "prepare_threshold": 5 if settings.prepare else None,
        },
        min_size=0,
        max_size=most,
        timeout=10,
        check=AsyncConnectionPool.check_connection,
        open=False,
    )
