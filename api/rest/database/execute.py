"""Runs a compiled request: role, settings, pre-request function and statement in one round trip."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from psycopg.pq.abc import PGresult

from pgdesk.api.rest import errors
from pgdesk.api.rest.auth.jwt import Identity
from pgdesk.api.rest.compile import Compiled
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.database.connection import Connection, Statement, length
from pgdesk.api.rest.parse.query import invalid_text
from pgdesk.api.rest.request import HttpRequest
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier, SchemaCache
from pgdesk.api.rest.sql.text import Parameter, array_literal, encode, identifier, literal, qualified

_BEGIN_ISOLATION = {
    "read committed": b"ISOLATION LEVEL READ COMMITTED",
    "repeatable read": b"ISOLATION LEVEL REPEATABLE READ",
    "serializable": b"ISOLATION LEVEL SERIALIZABLE",
}
_COMMIT = Statement(b"COMMIT")
_ROLLBACK = Statement(b"ROLLBACK")
_CHECK_CONSTRAINTS = Statement(b"SET CONSTRAINTS ALL IMMEDIATE")


#: Bytes. Longer bodies are copied only when libpq has let go of its own copy.
LARGE_BODY = 1 << 20


class Outcome(Struct):
    """What the statement gave: `total` of all rows if counted, `rows` of this answer."""

    body: bytes = b""
    #: holds the body, in column `body_at`, as long as it is large and the connection is lent
    result: PGresult | None = None
    body_at: int = 2
    rows: int = 0
    total: int | None = None
    location: tuple[bytes, ...] = ()
    response_headers: bytes | None = None
    response_status: bytes | None = None
    inserted: int | None = None
    planned: bytes | None = None

    def take_body(self) -> None:
        """To be called when the connection is given back: whoever kept much for this answer is gone then."""
        if self.result is not None:
            self.body = self.result.get_value(0, self.body_at) or b""
            self.result = None


class Session:
    """The settings that every request of a role sets, prepared once for a schema cache and a schema."""

    def __init__(self, config: Config, schema_cache: SchemaCache) -> None:
        self._config = config
        self._schema_cache = schema_cache
        self._search_paths = {
            schema: ", ".join(identifier(s) for s in (schema, *config.db_extra_search_path)).encode()
            for schema in config.db_schemas
        }
        schema, _, name = (config.db_pre_request or "").rpartition(".")
        called = qualified(QualifiedIdentifier(schema.strip('"'), name.strip('"')))
        self._pre_request = Statement(f"SELECT {called}()".encode()) if name else None
        self._cache: dict[tuple[object, ...], bytes] = {}

    def opening(
        self, compiled: Compiled, request: HttpRequest, identity: Identity, timezone: str | None
    ) -> Statement:
        """One SELECT that sets everything until the end of the transaction."""
        role = identity.role
        hoisted = self._hoisted(compiled)
        key = (role, compiled.read_only, hoisted, timezone is not None)
        sql = self._cache.get(key)
        if sql is None:
            if len(self._cache) > 1000:
                self._cache.clear()
            sql = self._cache[key] = self._opening_sql(
                role, compiled.read_only, hoisted, timezone is not None
            )
        parameters = [
            self._search_paths[compiled.api_request.schema],
            request.headers.as_json,
            request.headers.cookies,
            identity.claims_text,
            request.method.encode(),
            _bytes(request.path),
            _bytes(role),
        ]
        if timezone is not None:
            parameters.append(_bytes(timezone))
        return Statement(sql, parameters)

    def _opening_sql(
        self, role: str, read_only: bool, hoisted: Sequence[tuple[str, str]], with_timezone: bool
    ) -> bytes:
        names = [
            "search_path",
            "request.headers",
            "request.cookies",
            "request.jwt.claims",
            "request.method",
            "request.path",
            "role",
        ]
        calls = [f"set_config('{name}', ${number}, true)" for number, name in enumerate(names, 1)]
        if self._config.db_config:
            calls += [_set(name, value) for name, value in self._schema_cache.role_settings.get(role, ())]
        if with_timezone:
            calls.append(f"set_config('timezone', ${len(names) + 1}, true)")
        calls += [_set(name, value) for name, value in hoisted]
        calls += [_set(f"app.settings.{name}", value) for name, value in self._config.app_settings.items()]
        if read_only:
            calls.append("set_config('transaction_read_only', 'on', true)")
        return f"SELECT {', '.join(calls)}".encode()

    def _hoisted(self, compiled: Compiled) -> tuple[tuple[str, str], ...]:
        if compiled.function is None:
            return ()
        wanted = self._config.db_hoisted_tx_settings
        return tuple((name, value) for name, value in compiled.function.settings if name in wanted)

    def isolation(self, compiled: Compiled, role: str) -> bytes | None:
        level = compiled.function.isolation if compiled.function is not None else None
        if level is None and self._config.db_config:
            level = self._schema_cache.role_isolation.get(role)
        return _BEGIN_ISOLATION.get(level or "")

    def statements(self, compiled: Compiled, request: HttpRequest, identity: Identity) -> list[bytes]:
        """The SQL that a request runs, in order."""
        opening = self.opening(compiled, request, identity, compiled.api_request.preferences.get("timezone"))
        sql = [opening.sql]
        if self._pre_request is not None:
            sql.append(self._pre_request.sql)
        sql.append(compiled.sql)
        if compiled.explain is not None:
            sql.append(compiled.explain[0])
        return sql

    @property
    def pre_request(self) -> Statement | None:
        return self._pre_request


def _set(name: str, value: str) -> str:
    return f"set_config({literal(name)}, {literal(value)}, true)"


def _bytes(text: str) -> bytes:
    """A NUL ends a text, as it does for libpq."""
    return (
        text.partition("\x00")[0].encode("utf-8", "replace")
        if "\x00" in text
        else text.encode("utf-8", "replace")
    )


def bind(parameters: Sequence[Parameter], values: Sequence[str], body: bytes) -> list[bytes]:
    bound = []
    for parameter in parameters:
        if parameter.slot is not None:
            bound.append(_bytes(encode(values[parameter.slot], parameter.encoding)))
        elif parameter.slots:
            bound.append(_bytes(array_literal(values[slot] for slot in parameter.slots)))
        elif parameter.is_body:
            bound.append(body)
        else:
            bound.append(_bytes(parameter.constant or ""))
    return bound


async def execute(
    connection: Connection,
    session: Session,
    config: Config,
    compiled: Compiled,
    request: HttpRequest,
    identity: Identity,
    values: Sequence[str],
    body: bytes,
) -> Outcome:
    """Raises PostgresError, ConnectionLost, or ApiError where the number of rows is not allowed."""
    preferences = compiled.api_request.preferences
    main = statement(compiled, values, body)
    batch = [session.opening(compiled, request, identity, preferences.get("timezone"))]
    if session.pre_request is not None:
        batch.append(session.pre_request)
    main_at = len(batch)
    batch.append(main)
    if compiled.explain is not None:
        sql, parameters = compiled.explain
        batch.append(Statement(sql, bind(parameters, values, body)))

    rolls_back = _rolls_back(config, preferences.get("tx"))
    isolation = session.isolation(compiled, identity.role)
    if not rolls_back and not compiled.must_check and isolation is None:
        return _outcome(compiled, connection, await connection.run(batch), main_at)

    begin = b"BEGIN " + (isolation or b"") + (b" READ ONLY" if compiled.read_only else b"")
    batch.insert(0, Statement(begin))
    checks_after = compiled.must_check and not rolls_back
    if rolls_back and not compiled.read_only:
        batch.append(_CHECK_CONSTRAINTS)
    if not checks_after:
        batch.append(_ROLLBACK if rolls_back else _COMMIT)
    is_finished = False
    try:
        outcome = _outcome(compiled, connection, await connection.run(batch), main_at + 1)
        is_finished = not checks_after
        if checks_after:
            check(compiled, outcome)
            await connection.run([_COMMIT])
            is_finished = True
        return outcome
    finally:
        if not is_finished and connection.is_waiting_for_end:
            await connection.run([_ROLLBACK])


def _rolls_back(config: Config, asked: str | None) -> bool:
    if config.allows_tx_override and asked is not None:
        return asked == "rollback"
    return config.rolls_back


def statement(compiled: Compiled, values: Sequence[str], body: bytes) -> Statement:
    bound = bind(compiled.parameters, values, body)
    formats = None
    if compiled.is_raw_body and compiled.api_request.content_type == "application/octet-stream":
        formats = [1 if parameter.is_body else 0 for parameter in compiled.parameters]
    elif b"\x00" in body and any(parameter.is_body for parameter in compiled.parameters):
        raise invalid_text(b"\x00")
    if not compiled.read_only and any("\x00" in value for value in values):
        raise invalid_text(b"\x00")  # cut, a filter would name other rows than the ones meant
    return Statement(compiled.sql, bound, formats)


#: Columns of the statement, see sql/statement.py: body, headers and status follow what only writes have.
_TOTAL, _ROWS, _LOCATION, _INSERTED = 0, 1, 2, 6


def _outcome(compiled: Compiled, connection: Connection, results: Sequence[PGresult], at: int) -> Outcome:
    result = results[at]
    value = result.get_value
    if compiled.is_plan:
        return Outcome(body=b"\n".join(value(row, 0) or b"" for row in range(result.ntuples)))
    if not result.ntuples:
        return Outcome(total=0)
    body_at, location, inserted = 2, None, None
    if compiled.is_write:
        body_at, location, inserted = 3, value(0, _LOCATION), value(0, _INSERTED)
    total = value(0, _TOTAL)
    size = length(result, 0, body_at)
    is_large = size > LARGE_BODY
    connection.largest = max(connection.largest, size)
    return Outcome(
        body=b"" if is_large else value(0, body_at) or b"",
        result=result if is_large else None,
        body_at=body_at,
        rows=int.from_bytes(value(0, _ROWS) or b"", "big"),
        total=None if total is None else int.from_bytes(total, "big"),
        location=_text_array(location) if location else (),
        response_headers=value(0, body_at + 1),
        response_status=value(0, body_at + 2),
        inserted=None if inserted is None else int(inserted),
        planned=None if compiled.explain is None else results[at + 1].get_value(0, 0),
    )


def _text_array(data: bytes) -> tuple[bytes, ...]:
    """A text[] in binary format: 12 bytes of header, 8 of its dimension, then lengths and values."""
    found = []
    position = 20
    while position + 4 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        found.append(data[position + 4 : position + 4 + length])
        position += 4 + length
    return tuple(found)


def check(compiled: Compiled, outcome: Outcome) -> None:
    """The rows that singular answers, PUT and max-affected allow."""
    if compiled.is_plan:
        return
    preferences = compiled.api_request.preferences
    if compiled.kind == "upsert" and outcome.rows != 1:
        raise errors.put_key_mismatch()
    limit = preferences.max_affected
    if limit is not None and preferences.is_strict and compiled.kind in ("update", "delete", "call"):
        if compiled.function is not None and not compiled.function.returns_set:
            raise errors.max_affected_on_single()
        if outcome.rows > limit:
            raise errors.too_many_affected(outcome.rows)
    if compiled.is_singular and outcome.rows != 1:
        raise errors.not_singular(outcome.rows)
