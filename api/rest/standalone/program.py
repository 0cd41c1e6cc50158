"""What the `postgrest` program can be asked for besides serving."""

from __future__ import annotations

import asyncio
import sys
from http.client import HTTPConnection, InvalidURL

from pgdesk.api.errors import ConfigError, ConnectionLost, PostgresError
from pgdesk.api.rest.config import SPECIAL, Config
from pgdesk.api.rest.database.connection import Connection
from pgdesk.api.rest.database.loading import effective_config, load_schema_cache
from pgdesk.api.rest.database.pgerrors import described
from pgdesk.api.rest.standalone.config_file import dump, load
from pgdesk.api.rest.standalone.dump import dump as dump_schema_cache
from pgdesk.api.rest.standalone.logs import set_level


def run(action: str | None, config_file: str | None) -> int:
    """Serves, or does what `action` names: example, dump-config, dump-schema, ready. The exit status."""
    set_level("error")
    if action == "example":
        print("## Every setting with its default", dump(Config()), sep="\n", end="")
        return 0
    try:
        config = load(config_file)
        match action:
            case "dump-config":
                print(dump(asyncio.run(_as_running(config))), end="")
            case "dump-schema":
                return asyncio.run(_dump_schema(config))
            case "ready":
                return _ask_ready(config)
            case _:
                from pgdesk.api.rest.standalone.main import serve

                return serve(config, config_file)
    except (ConfigError, OSError) as error:
        print(f"Error in config {error}", file=sys.stderr)
        return 1
    return 0


async def _as_running(config: Config) -> Config:
    if not config.db_config:
        return config
    try:
        connection = await Connection.open(config.db_uri, prepare=False)
    except ConnectionLost as error:
        text = described(error)
        print(f"Failed to query database settings for the config parameters.{text}", file=sys.stderr)
        return config
    try:
        return await effective_config(connection, config)
    finally:
        connection.close()


async def _dump_schema(config: Config) -> int:
    try:
        connection = await Connection.open(config.db_uri, prepare=False)
        config = await effective_config(connection, config)
        schema_cache, _ = await load_schema_cache(connection, config)
    except (ConnectionLost, PostgresError) as error:
        print(f"Failed to load the schema cache. {described(error)}", file=sys.stderr)
        return 1
    connection.close()
    print(dump_schema_cache(schema_cache).decode())
    return 0


def _ask_ready(config: Config) -> int:
    host, port = config.admin_server_host or config.server_host, config.admin_server_port
    if port is None:
        return _not_ready("Admin server is not running. Please check admin-server-port config.")
    if host in SPECIAL:
        return _not_ready(
            f'The `--ready` flag cannot be used when server-host is configured as "{host}". '
            'Please update your server-host config to "localhost".'
        )
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/ready"
    if not 0 <= port < 65536:
        return _not_ready(f"invalid url - {url}")
    try:
        connection = HTTPConnection(host, port, timeout=10)
        connection.request("GET", "/ready")
        status = connection.getresponse().status
    except InvalidURL:
        return _not_ready(f"invalid url - {url}")
    except OSError:
        return _not_ready(f"connection refused to {url}")
    if not 200 <= status < 300:
        return _not_ready(url)
    print(f"OK: {url}")
    return 0


def _not_ready(reason: str) -> int:
    print(f"ERROR: {reason}", file=sys.stderr)
    return 1
