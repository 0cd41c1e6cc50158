"""What is read from the database before anything is served: settings of the login role, the schema cache."""

from __future__ import annotations

import time

import msgspec

from pgdesk.api.errors import PostgresError
from pgdesk.api.rest.config import IN_DATABASE, Config, with_database_settings
from pgdesk.api.rest.database.connection import Connection, Statement
from pgdesk.api.rest.database.pgerrors import described
from pgdesk.api.rest.observations import DATABASE_SETTINGS_REFUSED, Observer, log
from pgdesk.api.rest.schema_cache.load import RoleSettings, build, with_rights
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier, SchemaCache
from pgdesk.api.rest.schema_cache.queries import RIGHTS, ROLE_SETTINGS, STATEMENT
from pgdesk.api.rest.sql.text import array_literal, identifier, qualified

_NAMES = array_literal(IN_DATABASE).encode()
#: ALTER ROLE ... SET pgrst....: those for this database override those for all.
_SETTINGS = Statement(
    b"""SELECT coalesce(json_object_agg(s.name, s.value), '{}')::text FROM (
        SELECT DISTINCT ON (split_part(x, '=', 1))
            split_part(x, '=', 1) AS name, substr(x, strpos(x, '=') + 1) AS value
        FROM pg_db_role_setting AS d CROSS JOIN LATERAL unnest(d.setconfig) AS x
        WHERE d.setrole = (SELECT r.oid FROM pg_roles AS r WHERE r.rolname = session_user)
            AND d.setdatabase IN (0, (
                SELECT b.oid FROM pg_database AS b WHERE b.datname = current_database()))
            AND split_part(x, '=', 1) = ANY ($1::text[])
        ORDER BY split_part(x, '=', 1), d.setdatabase DESC) AS s""",
    [_NAMES],
)
#: What the function of db-pre-config has set.
_PRE_CONFIGURED = Statement(
    b"""SELECT coalesce(json_object_agg(name, current_setting(name, true)), '{}')::text
    FROM unnest($1::text[]) AS name WHERE coalesce(current_setting(name, true), '') <> ''""",
    [_NAMES],
)

_VERSION = Statement(b"SELECT version()")
_EMPTY_PATH = Statement(b"SELECT set_config('search_path', '', true)")
#: Fails with 3F000 where one does not.
_SCHEMAS_EXIST = b"SELECT $1::regnamespace[]"
_SCHEMA_CACHE = STATEMENT.encode()
_RIGHTS = RIGHTS.encode()
_ROLE_SETTINGS = Statement(f"SELECT coalesce(({ROLE_SETTINGS}), '{{}}')::text".encode())


async def server_version(connection: Connection) -> str:
    results = await connection.run([_VERSION])
    return (results[0].get_value(0, 0) or b"").decode()


async def effective_config(connection: Connection, base: Config, observe: Observer = log) -> Config:
    """With the settings of the database, if they can be read. Raises ConfigError where they are wrong."""
    if not base.db_config:
        return base
    try:
        settings = await _database_settings(connection, base)
    except PostgresError as error:
        observe(DATABASE_SETTINGS_REFUSED, described(error))
        return base
    return with_database_settings(base, settings)


async def _database_settings(connection: Connection, config: Config) -> dict[str, str]:
    batch = [_SETTINGS]
    if config.db_pre_config is not None:
        schema, _, name = config.db_pre_config.rpartition(".")
        batch += [
            Statement(f"SELECT {qualified(QualifiedIdentifier(schema, name))}()".encode()),
            _PRE_CONFIGURED,
        ]
    results = await connection.run(batch)
    settings: dict[str, str] = {}
    for result in (*results[2:], results[0]):
        settings.update(msgspec.json.decode(result.get_value(0, 0) or b"{}", type=dict[str, str]))
    return settings


async def role_settings(connection: Connection) -> RoleSettings:
    results = await connection.run([_ROLE_SETTINGS])
    return msgspec.json.decode(results[0].get_value(0, 0) or b"{}", type=RoleSettings)


async def load_schema_cache(connection: Connection, config: Config) -> tuple[SchemaCache, float]:
    """The schema cache and the seconds that the database took for it."""
    begun = time.monotonic()
    schemas = (*config.db_schemas, *config.db_extra_search_path)
    batch = [
        _EMPTY_PATH,
        *_sleep(config.internal_schema_cache_query_sleep_before_queries),
        Statement(_SCHEMAS_EXIST, [array_literal(map(identifier, schemas)).encode()]),
        Statement(_SCHEMA_CACHE, [array_literal(config.db_schemas).encode()]),
        *([Statement(_RIGHTS, [array_literal(config.db_schemas).encode()])] if config.db_house else []),
        *_sleep(config.internal_schema_cache_query_sleep),
    ]
    results = await connection.run(batch)
    seconds = time.monotonic() - begun
    answers = {
        statement.sql: result.get_value(0, 0) for statement, result in zip(batch, results, strict=True)
    }
    schema_cache = build(answers[_SCHEMA_CACHE] or b"", config.db_schemas)
    return with_rights(schema_cache, answers.get(_RIGHTS) or b"[]"), seconds


def _sleep(milliseconds: int | None) -> list[Statement]:
    if milliseconds is None:
        return []
    return [Statement(b"SELECT pg_sleep($1::int / 1000.0)", [str(milliseconds).encode()])]
