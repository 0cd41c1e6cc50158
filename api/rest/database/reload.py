"""Reads the schema cache at the start, on NOTIFY and after a lost connection, until it succeeds."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable

import msgspec

from pgdesk.api.errors import CannotConnect, ConfigError, ConnectionLost, PoolTimeout, PostgresError
from pgdesk.api.rest import observations as seen
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.database.connection import Connection, Statement
from pgdesk.api.rest.database.loading import (
    effective_config,
    load_schema_cache,
    role_settings,
    server_version,
)
from pgdesk.api.rest.database.pgerrors import described
from pgdesk.api.rest.database.pool import Pool
from pgdesk.api.rest.observations import Observer, log
from pgdesk.api.rest.schema_cache.load import with_role_settings
from pgdesk.api.rest.schema_cache.model import SchemaCache
from pgdesk.api.rest.sql.text import identifier

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
#: Messages of libpq after which trying again cannot succeed.
_HOPELESS = ("password authentication failed", "no password supplied")


class Reloader:
    """Calls `loaded` with each new configuration, and again with its schema cache.

    `give_up` ends a server that has nothing but the database; without it, waiting never ends.
    """

    def __init__(
        self,
        config: Config,
        pool: Pool,
        loaded: Callable[[Config, SchemaCache | None], None],
        reread: Callable[[], Config] | None = None,
        give_up: Callable[[], None] | None = None,
        observe: Observer = log,
    ) -> None:
        self._observe = observe
        self._reread = reread
        self._give_up = give_up
        self._base = config
        self._config = config
        self._schema_cache: SchemaCache | None = None
        self._pool = pool
        self._loaded = loaded
        self._wanted = asyncio.Event()
        self._only_config = True
        self._tried_to_listen = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._listener: asyncio.Task[None] | None = None
        self._listening: Connection | None = None
        self.retry_after = 1
        self.is_current = False

    async def start(self) -> None:
        """Waits for the first schema cache, but not for a database that is away.

        Listening comes first, so that no change goes unnoticed.
        """
        if self._base.db_channel_enabled:
            self._listener = asyncio.create_task(self._listen())
            await self._tried_to_listen.wait()
        has_loaded = await self._try()
        self._tasks += [
            asyncio.create_task(self._reload_when_wanted(has_loaded)),
            asyncio.create_task(self._sweep()),
        ]

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

    async def is_connected(self) -> bool:
        """Whether the database can be reached now."""
        if self._base.db_channel_enabled:
            return self._listening is not None and self._listening.is_open
        try:
            async with self._pool.connection() as connection:
                await connection.run([Statement(b"SELECT 1")])
        except Exception:
            return False
        return True

    def request(self) -> None:
        """Read the schema cache soon."""
        self._only_config = False
        self._wanted.set()

    def request_config(self) -> None:
        """Read the configuration soon; where it has become wrong, that is logged, and the old one stays."""
        if self._reread is not None:
            try:
                self._change_config(self._reread())
            except (ConfigError, OSError) as error:
                self._observe(seen.CONFIG_REFUSED, error)
                return
        self._wanted.set()

    def _change_config(self, config: Config) -> None:
        """What needs a restart stays as it is, and is named."""
        old = self._base
        kept = {name: getattr(old, name) for name in _FIXED if getattr(old, name) != getattr(config, name)}
        for name in kept:
            self._observe(seen.CONFIG_FIXED, name.replace("_", "-"))
        self._base = msgspec.structs.replace(config, **kept)
        if (old.db_channel, old.db_channel_enabled) != (config.db_channel, config.db_channel_enabled):
            self._stop_listening()
            if config.db_channel_enabled:
                self._listener = asyncio.create_task(self._listen())

    async def _load(self) -> None:
        async with self._pool.connection() as connection:
            self._observe(seen.CONNECTED, await server_version(connection))
            self._observe(seen.POOL_INITIALIZED, self._base.db_pool)
            config = await self._configure(connection) if self._base.db_config else self._base
            try:
                schema_cache, seconds = await load_schema_cache(connection, config)
            except PostgresError as error:
                self._observe(
                    seen.SCHEMA_CACHE_REFUSED,
                    ",".join(config.db_schemas),
                    ",".join(config.db_extra_search_path),
                    described(error),
                )
                raise
        begun = time.monotonic()
        self._schema_cache = schema_cache
        self._loaded(config, schema_cache)
        self._pool.flush()
        self.is_current = True
        self.retry_after = 1
        self._observe(seen.SCHEMA_CACHE_QUERIED, seconds * 1000)
        self._observe(seen.SCHEMA_CACHE_SUMMARY, schema_cache.summary())
        self._observe(seen.SCHEMA_CACHE_LOADED, (time.monotonic() - begun) * 1000)

    async def _configure(self, connection: Connection) -> Config:
        """In use at once, with the schema cache that there is."""
        try:
            self._config = await effective_config(connection, self._base, self._observe)
        except ConfigError as error:
            self._observe(seen.CONFIG_REFUSED, error)
        else:
            self._observe(seen.CONFIG_RELOADED)
        self._pool.prepares = self._config.db_prepared_statements
        self._loaded(self._config, self._schema_cache)
        return self._config

    async def _load_config(self) -> None:
        try:
            async with self._pool.connection() as connection:
                if self._schema_cache is not None and self._base.db_config:
                    settings = await role_settings(connection)
                    self._schema_cache = with_role_settings(self._schema_cache, settings)
                await self._configure(connection)
        except (ConnectionLost, PostgresError, PoolTimeout) as error:
            self._observe(seen.ROLE_SETTINGS_REFUSED, described(error))

    def _failed(self, error: Exception) -> None:
        self.is_current = False
        self._observe(seen.SCHEMA_CACHE_FAILED)
        if isinstance(error, PostgresError):
            return  # told already
        self._observe(seen.VERSION_FAILED, described(error))
        if self._give_up is None:
            return
        if isinstance(error, CannotConnect) and any(text in str(error) for text in _HOPELESS):
            self._observe(seen.HOPELESS, described(error))
            self._give_up()
        elif not self._base.db_pool_automatic_recovery:
            self._observe(seen.NO_RECOVERY)
            self._give_up()

    async def _try(self) -> bool:
        self._only_config = True
        try:
            await self._load()
        except Exception as error:
            self._failed(error)
            self._pool.flush()
            return False
        return True

    async def _reload_when_wanted(self, has_loaded: bool) -> None:
        while True:
            wait = 1
            while not has_loaded and self._base.db_pool_automatic_recovery:
                self.retry_after = wait
                await asyncio.sleep(wait + random.random() / 10)
                self._observe(seen.RECONNECTING, wait)
                wait = min(wait * 2, LONGEST_WAIT)
                has_loaded = await self._try()
            await self._wanted.wait()
            self._wanted.clear()
            if self._only_config:
                await self._load_config()
            else:
                has_loaded = await self._try()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(POKE_EVERY)
            self._pool.poke()
            self._pool.close_idle()
            if self._listening is not None:
                self._listening.poke()

    async def _listen(self) -> None:
        """One connection that only listens; a lost one means that notices may have been missed."""
        channel = self._base.db_channel
        wait = 1
        is_first = True
        while True:
            try:
                lost = await self._listen_on(channel)
                wait = 1
                if not is_first:
                    self.request()
                is_first = False
                self._tried_to_listen.set()
                await lost.wait()
                error: Exception = ConnectionLost()
            except (ConnectionLost, PostgresError, TimeoutError) as raised:
                error = raised
            is_first = False
            self._listening = None
            reason = " ".join(str(error).replace("\t", "").split("\n")).strip()
            self._observe(seen.LISTENER_FAILED, channel, reason)
            if self._give_up is not None and not self._base.db_pool_automatic_recovery:
                self._give_up()
            self._tried_to_listen.set()
            self._observe(seen.LISTENER_RETRYING, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _listen_on(self, channel: str) -> asyncio.Event:
        """Set when the connection is lost. Only a server that can be written to notifies."""
        lost = asyncio.Event()
        async with asyncio.timeout(CONNECT_WITHIN):
            connection = await Connection.open(
                self._base.db_uri, prepare=False, target_session_attrs="read-write"
            )
            connection.on_notify = self._notified
            connection.on_lost = lost.set
            version = await server_version(connection)
            await connection.run([Statement(b"LISTEN " + identifier(channel).encode())])
        self._listening = connection
        self._observe(seen.LISTENER_CONNECTED, version, connection.address, channel)
        return lost

    def _notified(self, channel: str, payload: str) -> None:
        if payload in ("", "reload schema"):
            self._observe(seen.SCHEMA_CACHE_NOTIFIED, channel)
            self.request()
        elif payload == "reload config":
            self._observe(seen.CONFIG_NOTIFIED, channel)
            self.request_config()
