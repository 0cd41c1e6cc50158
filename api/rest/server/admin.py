"""The admin port: /live, /ready, /metrics, /schema_cache."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import msgspec

from api.rest.catalogue.model import Catalogue
from api.rest.config import HOSTS, Config
from api.rest.service import Service

_REASONS = {
    200: "OK",
    404: "Not Found",
    405: "Method Not Allowed",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class Admin:
    def __init__(self, config: Config, service: Service) -> None:
        self._config = config
        self._service = service
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        config = self._config
        if config.admin_server_unix_socket is not None:
            self._server = await asyncio.start_unix_server(self._serve, config.admin_server_unix_socket)
            os.chmod(config.admin_server_unix_socket, config.admin_server_unix_socket_mode)
        elif config.admin_server_port is not None:
            host = config.admin_server_host or config.server_host
            self._server = await asyncio.start_server(
                self._serve, HOSTS.get(host, host), config.admin_server_port
            )

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(10):
                head = await reader.readuntil(b"\r\n\r\n")
            method, path, *_ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
            status, kind, body = self.answer(method, path.partition("?")[0])
            writer.write(
                f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: {kind}\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
            )
            writer.write(b"" if method == "HEAD" else body)
            await writer.drain()
        except (
            TimeoutError,
            ValueError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            ConnectionError,
        ):
            pass
        finally:
            writer.close()

    def answer(self, method: str, path: str) -> tuple[int, str, bytes]:
        """(status, content type, body)."""
        if method not in ("GET", "HEAD"):
            return 405, "text/plain", b""
        service = self._service
        if path == "/live":
            return 200, "text/plain", b""
        if path == "/ready":
            return (200 if service.is_ready else 503), "text/plain", b""
        if path == "/metrics":
            return 200, "text/plain; version=0.0.4; charset=utf-8", self._metrics().encode()
        if path == "/schema_cache" and service.state is not None:
            return 200, "application/json; charset=utf-8", dump(service.state.catalogue)
        return 404, "text/plain", b""

    def _metrics(self) -> str:
        pool, reloader, tokens = self._service.pool, self._service.reloader, self._service.token_counts
        loads = "pgrst_schema_cache_loads_total"
        lines = [
            f"# HELP {loads} The total number of times the schema cache was loaded",
            f"# TYPE {loads} counter",
            *(f'{loads}{{status="{status}"}} {count}' for status, count in reloader.loads.items()),
        ]
        for name, kind, value, text in (
            (
                "pgrst_schema_cache_query_time_seconds",
                "gauge",
                reloader.load_seconds,
                "Seconds the last load took",
            ),
            (
                "pgrst_db_pool_timeouts_total",
                "counter",
                pool.timeouts,
                "Requests that got no connection in time",
            ),
            ("pgrst_db_pool_available", "gauge", pool.available, "Available connections in the pool"),
            ("pgrst_db_pool_waiting", "gauge", pool.waiting, "Requests waiting for a connection"),
            ("pgrst_db_pool_max", "gauge", self._config.db_pool, "Max pool connections"),
            ("pgrst_jwt_cache_requests_total", "counter", tokens.requests, "Tokens looked up in the cache"),
            ("pgrst_jwt_cache_hits_total", "counter", tokens.hits, "Tokens found in the cache"),
            ("pgrst_jwt_cache_evictions_total", "counter", tokens.evictions, "Tokens that had to make room"),
        ):
            lines += [f"# HELP {name} {text}", f"# TYPE {name} {kind}", f"{name} {float(value)}"]
        return "\n".join(lines) + "\n"


def dump(catalogue: Catalogue) -> bytes:
    def listed(values: Any) -> list[Any]:
        return [msgspec.to_builtins(value) for value in values]

    return msgspec.json.encode(
        {
            "dbTables": listed(catalogue.tables.values()),
            "dbRelationships": listed(r for several in catalogue.relationships.values() for r in several),
            "dbRoutines": listed(f for several in catalogue.functions.values() for f in several),
            "dbRepresentations": [[*key, value] for key, value in catalogue.representations.items()],
            "dbMediaHandlers": [[key, listed([value])[0]] for key, value in catalogue.media_handlers.items()],
        }
    )
