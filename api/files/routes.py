"""Composes /files."""

from __future__ import annotations

from litestar import Router

from pgdesk.api.asgi import App
from pgdesk.api.files.downloads import Downloads, download_routes
from pgdesk.api.files.links import Links
from pgdesk.api.files.uploads import Pool, Uploads, upload_routes
from pgdesk.api.rates.callers import Callers
from pgdesk.files.store import Store


def files_router(pool: Pool, rest: App, store: Store | None, secret_keys: str, callers: Callers) -> Router:
    """`rest` is the generated API, which is asked with the caller's own token."""
    uploads = Uploads(pool, rest, store, callers)
    downloads = Downloads(pool, rest, store, Links(secret_keys))
    return Router("/files", route_handlers=[*upload_routes(uploads), *download_routes(downloads)])
