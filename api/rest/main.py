"""Runs the generated API alone, with PostgREST's configuration."""

from __future__ import annotations

import logging
import sys

import uvicorn

from api.rest.app import RestApp
from api.rest.config import Config, ConfigError, load


def run(config_file: str | None) -> int:
    """Serves until it is told to stop. 1 where the configuration is wrong."""
    try:
        config = load(config_file)
    except (ConfigError, OSError) as error:
        print(f"configuration: {error}", file=sys.stderr)
        return 1
    serve(config)
    return 0


def serve(config: Config) -> None:
    host = {"*": "0.0.0.0", "*4": "0.0.0.0", "!4": "0.0.0.0", "*6": "::", "!6": "::"}.get(
        config.server_host, config.server_host
    )
    logging.basicConfig(level=logging.ERROR, format="%(asctime)s %(levelname)s %(message)s")
    level = {"crit": "critical", "warn": "warning"}.get(config.log_level, config.log_level)
    uvicorn.run(
        RestApp(config),
        host=host,
        port=config.server_port,
        uds=config.server_unix_socket,
        loop="uvloop",
        http="httptools",
        lifespan="on",
        log_level=level,
        access_log=config.log_level in ("info", "debug"),
        server_header=False,
        proxy_headers=False,
    )
