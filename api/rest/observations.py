"""All that the server can tell of itself. Who sees something hands it to its observer; what becomes of it is
the observer's choice: `log` writes it where somebody listens, standalone/metrics.py counts it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

_server = logging.getLogger("api.rest")
_pool = logging.getLogger("api.rest.pool")
_jwt = logging.getLogger("api.rest.jwt")
_refusals = logging.getLogger("api.rest.refusals")
_queries = logging.getLogger("api.rest.queries")


class Observation(Struct, frozen=True, eq=False):
    """`text` with a place for each of the values that come with it; None where it is only counted."""

    text: str | None
    level: int = logging.INFO
    logger: logging.Logger = _server
    with_traceback: bool = False


#: Called with an Observation and its values.
Observer: TypeAlias = Callable[..., None]


def log(seen: Observation, *values: object) -> None:
    if seen.text is not None and seen.logger.isEnabledFor(seen.level):
        seen.logger.log(seen.level, seen.text, *values, exc_info=seen.with_traceback)


# --- The program ------------------------------------------------------------------------

STARTING = Observation("Starting PostgREST %s...")
LISTENING = Observation("API server listening on %s")
ADMIN_LISTENING = Observation("Admin server listening on %s")
TERMINATING = Observation("Received termination unix signal %s")

# --- Configuration ------------------------------------------------------------------------

UNKNOWN_SETTING = Observation("%s: %s is no setting", logging.WARNING)
CONFIG_RELOADED = Observation("Config reloaded")
CONFIG_REFUSED = Observation("Failed reloading config: %s")
CONFIG_FIXED = Observation("%s: a reload cannot change it; restart the server", logging.ERROR)
DATABASE_SETTINGS_REFUSED = Observation("Failed to query database settings for the config parameters.%s")
ROLE_SETTINGS_REFUSED = Observation("Failed to query the role settings. %s")
OLD_PATH_USED = Observation("WARNING: The config %s is using the deprecated JSPath syntax.")
OLD_PATH_ADVICE = Observation(
    "Update %s to the new JSONPath syntax as support for JSPath will be removed in a future release. "
    "See the migration guide on how to update: "
    "https://github.com/PostgREST/postgrest/blob/main/CHANGELOG.md#migration-to-v16"
)

# --- The schema cache -----------------------------------------------------------------------

CONNECTED = Observation("Successfully connected to %s")
POOL_INITIALIZED = Observation("Connection Pool initialized with a maximum size of %d connections")
#: Milliseconds.
SCHEMA_CACHE_QUERIED = Observation("Schema cache queried in %.1f milliseconds")
SCHEMA_CACHE_SUMMARY = Observation("Schema cache loaded %s")
SCHEMA_CACHE_LOADED = Observation("Schema cache loaded in %.1f milliseconds")
SCHEMA_CACHE_FAILED = Observation(None)
SCHEMA_CACHE_REFUSED = Observation(
    "Failed to load the schema cache using db-schemas=%s and db-extra-search-path=%s. %s", logging.ERROR
)
VERSION_FAILED = Observation("Failed to query the PostgreSQL version. %s", logging.ERROR)
HOPELESS = Observation("Failed to establish a connection. %s", logging.CRITICAL)
NO_RECOVERY = Observation("Automatic recovery disabled, exiting.", logging.CRITICAL)
RECONNECTING = Observation("Attempting to reconnect to the database in %d seconds...")

# --- Notifications ----------------------------------------------------------------------------

LISTENER_CONNECTED = Observation(
    'Listener connected to %s on "%s" and listening for database notifications on the "%s" channel'
)
LISTENER_FAILED = Observation(
    'Failed listening for database notifications on the "%s" channel. %s', logging.ERROR
)
LISTENER_RETRYING = Observation("Retrying listening for database notifications in %d seconds...")
SCHEMA_CACHE_NOTIFIED = Observation('Received a schema cache reload message on the "%s" channel')
CONFIG_NOTIFIED = Observation('Received a config reload message on the "%s" channel')

# --- The pool -----------------------------------------------------------------------------------

POOL_ASKED = Observation("Trying to borrow a connection from pool", logging.DEBUG, _pool)
POOL_GIVEN_BACK = Observation("Borrowed a connection from the pool", logging.DEBUG, _pool)
POOL_FLUSHED = Observation("Database connection pool flushed", logging.DEBUG, _pool)
POOL_TIMED_OUT = Observation(None)
CONNECTION_OPENING = Observation("Connection %s is being established", logging.DEBUG, _pool)
CONNECTION_OPENED = Observation(
    "Connection %s is available due to connection establishment", logging.DEBUG, _pool
)
CONNECTION_USED = Observation("Connection %s is used", logging.DEBUG, _pool)
CONNECTION_FREE = Observation("Connection %s is available due to session success", logging.DEBUG, _pool)
CONNECTION_LOST = Observation("Connection %s is terminated due to network error", logging.DEBUG, _pool)
CONNECTION_CLOSED = Observation("Connection %s is terminated due to %s", logging.DEBUG, _pool)

# --- Tokens ---------------------------------------------------------------------------------------

TOKEN_LOOKED_UP = Observation("Looked up a JWT in JWT cache", logging.DEBUG, _jwt)
TOKEN_FOUND = Observation(None)
TOKEN_EVICTED = Observation("Evicted entry from JWT cache", logging.DEBUG, _jwt)

# --- Requests -------------------------------------------------------------------------------------

#: Method, path, status, error.
REQUEST_REFUSED = Observation("%s %s: %d %s", logging.WARNING, _refusals)
REQUEST_FAILED = Observation("%s %s: %d %s", logging.ERROR, _refusals)
REQUEST_CRASHED = Observation("%s %s failed", logging.ERROR, with_traceback=True)
#: The body of a response that says what the database, or the way to it, refused.
DATABASE_REFUSED = Observation("%s", logging.ERROR)
OLD_NAMES_USED = Observation("WARNING: %s")
OLD_NAMES_ADVICE = Observation("Update filters, orders or limits that use %s in `%s %s`")
#: The statements of a request that went well, that was refused, that failed.
QUERY_RUN = Observation("%s", logging.INFO, _queries)
QUERY_REFUSED = Observation("%s", logging.WARNING, _queries)
QUERY_FAILED = Observation("%s", logging.ERROR, _queries)
