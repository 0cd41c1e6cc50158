"""The admin server: /live, /ready, /metrics, /schema_cache."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable

from pgdesk.api.rest.config import Config
from pgdesk.api.rest.service import Service
from pgdesk.api.rest.standalone.dump import dump
from pgdesk.api.rest.standalone.listen import address_of, bind, bind_unix

log = logging.getLogger("api.rest")

_REASONS = {200: "OK", 404: "Not Found", 500: "Internal Server Error", 503: "Service Unavailable"}


def admin_sockets(config: Config) -> list[socket.socket]:
    if config.admin_server_unix_socket is not None:
        return [bind_unix(config.admin_server_unix_socket, config.admin_server_unix_socket_mode)]
    if config.admin_server_port is not None:
        return bind(config.admin_server_host or config.server_host, config.admin_server_port)
    return []


class Admin:
    """`is_live`: whether the server that it belongs to lets anybody in."""

    def __init__(self, config: Config, service: Service, is_live: Callable[[], bool]) -> None:
        self._config = config
        self._service = service
        self._is_live = is_live
        self._servers: list[asyncio.Server] = []

    async def start(self, sockets: list[socket.socket]) -> None:
        for bound in sockets:
            start = asyncio.start_unix_server if bound.family == socket.AF_UNIX else asyncio.start_server
            self._servers.append(await start(self._serve, sock=bound))
            log.info("Admin server listening on %s", address_of(bound))

    async def stop(self) -> None:
        for server in self._servers:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(10):
                head = await reader.readuntil(b"\r\n\r\n")
            method, path, *_ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
            status, kind, body = await self.answer(path.partition("?")[0])
            content = f"Content-Type: {kind}\r\n" if kind else ""
            writer.write(
                f"HTTP/1.1 {status} {_REASONS[status]}\r\n{content}"
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

    async def answer(self, path: str) -> tuple[int, str, bytes]:
        """(status, content type, body)."""
        if path == "/live":
            return (200 if await self._lives() else 500), "", b""
        if path == "/ready":
            if not (self._service.is_ready and await self._service.reloader.is_connected()):
                return 503, "", b""
            return (200 if await self._lives() else 500), "", b""
        if path == "/metrics":
            return 200, "text/plain; charset=utf-8", self._metrics().encode()
        if path == "/schema_cache":
            state = self._service.state
            return 200, "", dump(state.schema_cache) if state is not None else b""
        return 404, "", b""

    async def _lives(self) -> bool:
        return await asyncio.get_running_loop().run_in_executor(None, self._is_live)

    def _metrics(self) -> str:
        pool, reloader, tokens = self._service.pool, self._service.reloader, self._service.token_counts
        loads = "pgrst_schema_cache_loads_total"
        lines = [
            f"# HELP {loads} The total number of times the schema cache was loaded",
            f"# TYPE {loads} counter",
            *(f'{loads}{{status="{status}"}} {float(count)}' for status, count in reloader.loads.items()),
        ]
        for name, kind, value, text in (
            ("schema_cache_query_time_seconds", "gauge", reloader.load_seconds, "Seconds the last load took"),
            ("db_pool_timeouts_total", "counter", pool.timeouts, "Requests that got no connection in time"),
            ("db_pool_available", "gauge", pool.idle, "Available connections in the pool"),
            ("db_pool_waiting", "gauge", pool.waiting, "Requests waiting for a connection"),
            ("db_pool_max", "gauge", self._config.db_pool, "Max pool connections"),
            ("jwt_cache_requests_total", "counter", tokens.requests, "Tokens that were looked up"),
            ("jwt_cache_hits_total", "counter", tokens.hits, "Tokens that were found"),
            ("jwt_cache_evictions_total", "counter", tokens.evictions, "Tokens that made room for others"),
        ):
            full = f"pgrst_{name}"
            lines += [f"# HELP {full} {text}", f"# TYPE {full} {kind}", f"{full} {float(value)}"]
        return "\n".join(lines) + "\n"
