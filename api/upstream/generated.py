"""Chooses who serves the generated API: PostgREST, the embedded server, or this one where that one fails."""

from __future__ import annotations

from typing import Protocol

import msgspec

from pgdesk.api.asgi import Receive, Scope, Send
from pgdesk.api.rest.app import RestApp
from pgdesk.api.rest.config import Config
from pgdesk.api.upstream import MOUNT
from pgdesk.settings import Settings


class GeneratedApi(Protocol):
    """All that the others know of it."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


def generated_api(settings: Settings) -> GeneratedApi:
    """PostgREST at PGDESK_POSTGREST_URL, with PGDESK_POSTGREST_FALLBACK or without; else the embedded one."""
    if not settings.postgrest_url:
        return _embedded(settings)
    # With them comes httpx, which an api process needs for nothing else.
    from pgdesk.api.upstream.fallback import WithFallback
    from pgdesk.api.upstream.proxy import Proxy

    proxy = Proxy(settings.postgrest_url, settings.pool_size * 2)
    return WithFallback(proxy, _embedded(settings)) if settings.postgrest_fallback else proxy


def rest_config(settings: Settings) -> Config:
    """The generated API as pgdesk serves it, in PostgREST's terms."""
    return Config(
        db_uri=settings.api_database_url,
        db_schemas=("api",),
        db_extra_search_path=(),
        db_anon_role="anon",
        db_pre_config="hook.pre_config",
        db_pre_request="hook.pre_request",
        db_pool=settings.pool_size,
        db_prepared_statements=settings.prepare,
        db_max_rows=settings.max_rows,
        jwt_secret=settings.jwt_secret or None,
        jwt_aud=settings.jwt_audience,
        openapi_mode="follow-privileges",
        openapi_security_active=True,
        openapi_server_proxy_uri=f"{settings.base_url}{MOUNT}",
    )


def embedded_config(settings: Settings) -> Config:
    """With what PostgREST has no settings for."""
    return msgspec.structs.replace(
        rest_config(settings), db_house="hook", jwt_host_secret=settings.jwt_secret or None
    )


def _embedded(settings: Settings) -> GeneratedApi:
    return RestApp(embedded_config(settings), MOUNT)
