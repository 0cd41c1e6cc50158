"""Runs the generated API alone, with PostgREST's configuration."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
from pathlib import Path

import uvicorn

from api.rest.app import RestApp
from api.rest.config import HOSTS, Config, ConfigError, load
from api.rest.server.admin import Admin
from api.rest.server.http import Protocol

LOG_LEVELS = {"crit": "CRITICAL", "error": "ERROR", "warn": "WARNING", "info": "INFO", "debug": "DEBUG"}


class Standalone(RestApp):
    """With the admin port and the signals: SIGUSR1 reloads the catalogue, SIGUSR2 the configuration."""

    def __init__(self, config: Config, config_file: str | None) -> None:
        super().__init__(config, reread=lambda: _reload(config_file))
        self._admin = Admin(config, self.service)

    async def start(self) -> None:
        await super().start()
        await self._admin.start()
        loop = asyncio.get_running_loop()
        reloader = self.service.reloader
        loop.add_signal_handler(signal.SIGUSR1, reloader.request)
        loop.add_signal_handler(signal.SIGUSR2, lambda: reloader.request(with_config=True))
        gc.collect()
        gc.freeze()

    async def stop(self) -> None:
        await self._admin.stop()
        await super().stop()


def _reload(config_file: str | None) -> Config:
    config = load(config_file)
    logging.getLogger().setLevel(LOG_LEVELS[config.log_level])
    return config


def run(config_file: str | None) -> int:
    """Serves until it is told to stop. 1 where the configuration is wrong."""
    try:
        config = load(config_file)
    except (ConfigError, OSError) as error:
        print(f"configuration: {error}", file=sys.stderr)
        return 1
    serve(config, config_file)
    return 0


def serve(config: Config, config_file: str | None = None) -> None:
    level = LOG_LEVELS[config.log_level]
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s")
    server = uvicorn.Server(
        uvicorn.Config(
            Standalone(config, config_file),
            host=HOSTS.get(config.server_host, config.server_host),
            port=config.server_port,
            loop="uvloop",
            http=Protocol,
            lifespan="on",
            log_level=level.lower(),
            access_log=config.log_level in ("info", "debug"),
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=10,
        )
    )
    if config.server_unix_socket is not None:
        path = Path(config.server_unix_socket)
        server.run([_unix_socket(path, config.server_unix_socket_mode)])
        path.unlink(missing_ok=True)
    elif config.server_reuseport:
        server.run([_shared_socket(config)])
    else:
        server.run()


def _unix_socket(path: Path, mode: int) -> socket.socket:
    path.unlink(missing_ok=True)
    made = socket.socket(socket.AF_UNIX)
    made.bind(str(path))
    path.chmod(mode)
    return made


def _shared_socket(config: Config) -> socket.socket:
    """One of several processes on the same port."""
    host = HOSTS.get(config.server_host, config.server_host)
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind((host, config.server_port))
    return made
