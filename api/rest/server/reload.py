"""Reads the catalogue at the start, on NOTIFY and after a lost connection, until it succeeds."""

from __future__ import annotations

import asyncio
import logging
import random
import signal
import time
from collections.abc import Callable

import msgspec

from api.rest.catalogue.load import build
from api.rest.catalogue.model import Catalogue, Name
from api.rest.catalogue.queries import STATEMENT
from api.rest.config import FIELDS, Config, ConfigError, with_database_settings
from api.rest.server.connection import Connection, ConnectionLost, PostgresError, Statement
from api.rest.server.pool import Pool
from api.rest.sql.text import array_literal, identifier, qualified

log = logging.getLogger("api.rest")

#: Seconds between attempts at most, and for one attempt to connect.
LONGEST_WAIT = 32
CONNECT_WITHIN = 10
POKE_EVERY = 0.5

#: What a running server cannot change.
_FIXED = tuple(
    name
    for name in Config.__struct_fields__
    if name.startswith(("admin_server_", "server_host", "server_port", "server_reuseport", "server_unix_"))
    or name in ("db_uri", "db_tx_end", "openapi_server_proxy_uri", "server_cors_allowed_origins")
    or (name.startswith("db_pool") and name != "db_pool_automatic_recovery")
)

_EMPTY_PATH = Statement(b"SELECT set_config('search_path', '', true)")
#: Fails with 3F000 where one does not.
_SCHEMAS_EXIST = b"SELECT $1::regnamespace[]"
_CATALOGUE = STATEMENT.encode()
#: ALTER ROLE … SET pgrst.…: those for this database override those for all.
_SETTINGS = Statement(
    b"""SELECT coalesce(json_object_agg(s.name, s.value), '{}')::text FROM (
        SELECT DISTINCT ON (split_part(x, '=', 1))
            split_part(x, '=', 1) AS name, substr(x, strpos(x, '=') + 1) AS value
        FROM pg_db_role_setting AS d CROSS JOIN LATERAL unnest(d.setconfig) AS x
        WHERE d.setrole = (SELECT r.oid FROM pg_roles AS r WHERE r.rolname = session_user)
            AND d.setdatabase IN (0, (
                SELECT b.oid FROM pg_database AS b WHERE b.datname = current_database()))
            AND x LIKE 'pgrst.%'
        ORDER BY split_part(x, '=', 1), d.setdatabase DESC) AS s"""
)


#: What the function of db-pre-config has set.
_PRE_CONFIGURED = b"""SELECT coalesce(json_object_agg(name, current_setting(name, true)), '{}')::text
    FROM unnest($1::text[]) AS name WHERE coalesce(current_setting(name, true), '') <> ''"""


async def _database_settings(connection: Connection, config: Config) -> dict[str, str]:
    batch = [_SETTINGS]
    if config.db_pre_config is not None:
        schema, _, name = config.db_pre_config.rpartition(".")
        names = ["pgrst." + key.replace("-", "_") for key in FIELDS]
        batch += [
            Statement(f"SELECT {qualified(Name(schema, name))}()".encode()),
            Statement(_PRE_CONFIGURED, [array_literal(names).encode()]),
        ]
    results = await connection.run(batch)
    settings: dict[str, str] = {}
    for result in (results[0], *results[2:]):
        settings.update(msgspec.json.decode(result.get_value(0, 0) or b"{}", type=dict[str, str]))
    return settings


class Reloader:
    """Calls `loaded` with each new configuration and catalogue."""

    def __init__(
        self,
        config: Config,
        pool: Pool,
        loaded: Callable[[Config, Catalogue], None],
        reread: Callable[[], Config] | None = None,
    ) -> None:
        self._reread = reread
        self._base = config
        self._config = config
        self._pool = pool
        self._loaded = loaded
        self._wanted = asyncio.Event()
        self._tried_to_listen = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._listener: asyncio.Task[None] | None = None
        self._listening: Connection | None = None
        self.retry_after = 1
        self.is_current = False
        self.load_seconds = 0.0
        self.loads = {"SUCCESS": 0, "FAIL": 0}

    async def start(self) -> None:
        """Waits for the first catalogue, but not for a database that is away.

        Listening comes first, so that no change goes unnoticed.
        """
        if self._base.db_channel_enabled:
            self._listener = asyncio.create_task(self._listen())
            await self._tried_to_listen.wait()
        try:
            await self._load()
        except (ConnectionLost, PostgresError, TimeoutError) as error:
            self._failed(error)
            self._wanted.set()
        self._tasks += [asyncio.create_task(self._reload_when_wanted()), asyncio.create_task(self._sweep())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._stop_listening()

    def _stop_listening(self) -> None:
        if self._listener is not None:
            self._listener.cancel()
        if self._listening is not None:
            self._listening.on_lost = None
            self._listening.close()
            self._listening = None

    def request(self, with_config: bool = False) -> None:
        """Reload soon; a configuration that has become wrong is logged, and the old one stays."""
        if with_config and self._reread is not None:
            try:
                self._change_config(self._reread())
            except (ConfigError, OSError) as error:
                log.error("failed to reload the configuration: %s", error)
        self._wanted.set()

    def _change_config(self, config: Config) -> None:
        """What needs a restart stays as it is, and is named."""
        old = self._base
        kept = {name: getattr(old, name) for name in _FIXED if getattr(old, name) != getattr(config, name)}
        for name in kept:
            log.error("%s: a reload cannot change it; restart the server", name.replace("_", "-"))
        self._base = msgspec.structs.replace(config, **kept)
        if (old.db_channel, old.db_channel_enabled) != (config.db_channel, config.db_channel_enabled):
            self._stop_listening()
            if config.db_channel_enabled:
                self._listener = asyncio.create_task(self._listen())

    async def _load(self) -> None:
        begun = time.monotonic()
        async with self._pool.connection() as connection:
            config = self._base
            if config.db_config:
                settings = await _database_settings(connection, config)
                try:
                    config = with_database_settings(config, settings)
                except ConfigError as error:
                    log.error("settings in the database are ignored: %s", error)
            schemas = array_literal(config.db_schemas).encode()
            quoted = array_literal(map(identifier, config.db_schemas)).encode()
            try:
                results = await connection.run(
                    [_EMPTY_PATH, Statement(_SCHEMAS_EXIST, [quoted]), Statement(_CATALOGUE, [schemas])]
                )
            except PostgresError:
                log.error(
                    "failed to load the schema cache using db-schemas=%s and db-extra-search-path=%s",
                    ",".join(config.db_schemas),
                    ",".join(config.db_extra_search_path),
                )
                raise
        catalogue = build(results[2].get_value(0, 0) or b"", config.db_schemas)
        self._config = config
        self.load_seconds = time.monotonic() - begun
        self.loads["SUCCESS"] += 1
        self.is_current = True
        self.retry_after = 1
        self._loaded(config, catalogue)

    def _failed(self, error: Exception) -> None:
        self.is_current = False
        self.loads["FAIL"] += 1
        log.error("failed to load the schema cache: %s", error)

    async def _reload_when_wanted(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            self.is_current = False
            wait = 1
            while True:
                try:
                    await self._load()
                    break
                except Exception as error:
                    self._failed(error)
                    self.retry_after = wait
                    await asyncio.sleep(wait + random.random() / 10)
                    wait = min(wait * 2, LONGEST_WAIT)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(POKE_EVERY)
            self._pool.poke()
            self._pool.close_idle()
            if self._listening is not None:
                self._listening.poke()

    async def _listen(self) -> None:
        """One connection that only listens; a lost one means that notices may have been missed."""
        wait = 1
        is_first = True
        while True:
            lost = asyncio.Event()
            try:
                async with asyncio.timeout(CONNECT_WITHIN):
                    connection = await Connection.open(self._base.db_uri, prepare=False)
                self._listening = connection
                connection.on_notify = self._notified
                connection.on_lost = lost.set
                await connection.run([Statement(b"LISTEN " + identifier(self._base.db_channel).encode())])
                wait = 1
                if not is_first:
                    self._wanted.set()
                is_first = False
                self._tried_to_listen.set()
                await lost.wait()
                log.warning("the listening connection was lost")
                if not self._base.db_pool_automatic_recovery:
                    log.critical("the database is gone and db-pool-automatic-recovery is off")
                    signal.raise_signal(signal.SIGTERM)
                    return
            except (ConnectionLost, PostgresError, TimeoutError) as error:
                log.warning("cannot listen: %s", error)
                self._tried_to_listen.set()
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
                is_first = False

    def _notified(self, channel: str, payload: str) -> None:
        if payload in ("", "reload schema"):
            self.request()
        elif payload == "reload config":
            self.request(with_config=True)
