"""Runs the generated API alone, as the `postgrest` program does: its configuration, signals, logs."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import msgspec
import uvicorn
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pgdesk.api.asgi import Scope
from pgdesk.api.rest import observations as seen
from pgdesk.api.rest.app import RestApp
from pgdesk.api.rest.config import VERSION, Config
from pgdesk.api.rest.http import Protocol
from pgdesk.api.rest.observations import Observation, log
from pgdesk.api.rest.request import HttpRequest
from pgdesk.api.rest.response import cors
from pgdesk.api.rest.response.respond import Response
from pgdesk.api.rest.standalone.admin import Admin, AdminServer, admin_sockets
from pgdesk.api.rest.standalone.config_file import load
from pgdesk.api.rest.standalone.listen import accepts, address_of, bind, bind_unix
from pgdesk.api.rest.standalone.logs import AccessLog, set_level
from pgdesk.api.rest.standalone.metrics import COUNTED, Metrics


class Standalone(RestApp):
    """With the admin server and the signals: SIGUSR1 reloads the schema cache, SIGUSR2 the configuration."""

    def __init__(
        self,
        config: Config,
        config_file: str | None,
        sockets: list[socket.socket],
        give_up: Callable[[], None],
    ) -> None:
        metrics = Metrics()

        def observe(what: Observation, *values: object) -> None:
            log(what, *values)
            if what in COUNTED:  # most is not, and a call costs more than the question
                metrics.count(what, *values)

        super().__init__(
            config, reread=lambda: _reload(config_file, config), give_up=give_up, observe=observe
        )
        metrics.pool = self.service.pool
        self._admin_sockets = admin_sockets(config)
        self._admin = AdminServer(Admin(self.service, metrics, lambda: any(map(accepts, sockets))))
        self._access = AccessLog(observe)

    async def start(self) -> None:
        log(seen.STARTING, VERSION)
        self._admin.start(self._admin_sockets)
        loop = asyncio.get_running_loop()
        reloader = self.service.reloader
        loop.add_signal_handler(signal.SIGUSR1, reloader.request)
        loop.add_signal_handler(signal.SIGUSR2, reloader.request_config)
        await super().start()
        gc.collect()
        gc.freeze()

    async def stop(self) -> None:
        await self._admin.stop()
        await super().stop()

    def responded(self, scope: Scope, request: HttpRequest, response: Response) -> None:
        level = self.service.config.log_level
        if self._access.wants(response, level) and cors.preflight(request, self.service.config) is None:
            self._access.write(scope, request, response)


class Server(uvicorn.Server):
    """Says where it listens and which signal ends it; `failed` where the database made it give up."""

    failed = False

    def give_up(self) -> None:
        self.failed = self.should_exit = self.force_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        log(seen.TERMINATING, signal.Signals(sig).name)
        self.force_exit = self.should_exit
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for bound in sockets or []:
            log(seen.LISTENING, address_of(bound))


def named(config: Config) -> Config:
    """Its sessions are seen as PostgREST's, unless the connection string names them."""
    known = conninfo_to_dict(config.db_uri)
    known.setdefault("fallback_application_name", f"PostgREST {VERSION}")
    return msgspec.structs.replace(config, db_uri=make_conninfo("", **known))


def _reload(config_file: str | None, running: Config) -> Config:
    config = load(config_file, db_uri=running.db_uri)
    set_level(config.log_level)
    return config


def _sockets(config: Config) -> list[socket.socket]:
    if config.server_unix_socket is not None:
        return [bind_unix(config.server_unix_socket, config.server_unix_socket_mode)]
    return bind(config.server_host, config.server_port, config.server_reuseport)


def serve(config: Config, config_file: str | None = None) -> int:
    """Serves until it is told to stop. 1 where it cannot listen or the database made it give up."""
    set_level(config.log_level)
    try:
        sockets = _sockets(config)
        app = Standalone(named(config), config_file, sockets, lambda: server.give_up())
    except OSError as error:
        print(f"cannot listen: {error}", file=sys.stderr)
        return 1
    server = Server(
        uvicorn.Config(
            app,
            loop="uvloop",
            http=Protocol,
            lifespan="on",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            headers=[("Server", f"postgrest/{VERSION}")],
            proxy_headers=False,
            timeout_keep_alive=30,
        )
    )
    server.run(sockets)
    return 1 if server.failed else 0
