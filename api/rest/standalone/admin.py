"""The admin server: /live, /ready, /metrics, /schema_cache."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator

import uvicorn

from pgdesk.api.asgi import Receive, Scope, Send
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.observations import ADMIN_LISTENING, log
from pgdesk.api.rest.service import Service
from pgdesk.api.rest.standalone.dump import dump
from pgdesk.api.rest.standalone.listen import address_of, bind, bind_unix
from pgdesk.api.rest.standalone.metrics import Metrics


def admin_sockets(config: Config) -> list[socket.socket]:
    if config.admin_server_unix_socket is not None:
        return [bind_unix(config.admin_server_unix_socket, config.admin_server_unix_socket_mode)]
    if config.admin_server_port is not None:
        return bind(config.admin_server_host or config.server_host, config.admin_server_port)
    return []


class Admin:
    """`is_live`: whether the server that it belongs to lets anybody in."""

    def __init__(self, service: Service, metrics: Metrics, is_live: Callable[[], bool]) -> None:
        self._service = service
        self._metrics = metrics
        self._is_live = is_live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, kind, body = await self._respond(scope["path"])
        headers = [(b"content-length", b"%d" % len(body))]
        if kind:
            headers.append((b"content-type", kind))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _respond(self, path: str) -> tuple[int, bytes, bytes]:
        """(status, content type, body)."""
        service = self._service
        if path == "/live":
            return (200 if await self._lives() else 500), b"", b""
        if path == "/ready":
            if not (service.is_ready and await service.reloader.is_connected()):
                return 503, b"", b""
            return (200 if await self._lives() else 500), b"", b""
        if path == "/metrics":
            return 200, b"text/plain; charset=utf-8", self._metrics.text()
        if path == "/schema_cache":
            return 200, b"", dump(service.state.schema_cache) if service.state is not None else b""
        return 404, b"", b""

    async def _lives(self) -> bool:
        return await asyncio.to_thread(self._is_live)


class AdminServer(uvicorn.Server):
    """Runs in the loop of the server that it belongs to; signals are that one's."""

    def __init__(self, admin: Admin) -> None:
        super().__init__(
            uvicorn.Config(
                admin,
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._task: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def start(self, sockets: list[socket.socket]) -> None:
        if sockets:
            self._task = asyncio.create_task(self.serve(sockets))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for bound in sockets or []:
            log(ADMIN_LISTENING, address_of(bound))

    async def stop(self) -> None:
        self.should_exit = True
        if self._task is not None:
            await self._task
