"""What a request sets before its statement runs: role, settings, claims, isolation."""

from __future__ import annotations

from collections.abc import Sequence

from pgdesk.api.rest.auth.jwt import Identity
from pgdesk.api.rest.compile import Compiled
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.database.connection import Statement
from pgdesk.api.rest.request import HttpRequest
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier, SchemaCache
from pgdesk.api.rest.sql.text import as_bytes, identifier, literal, qualified

_BEGIN_ISOLATION = {
    "read committed": b"ISOLATION LEVEL READ COMMITTED",
    "repeatable read": b"ISOLATION LEVEL REPEATABLE READ",
    "serializable": b"ISOLATION LEVEL SERIALIZABLE",
}


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
        self._pre_request = [Statement(f"SELECT {called}()".encode())] if name else []
        self._cache: dict[tuple[object, ...], bytes] = {}

    def before(self, compiled: Compiled, request: HttpRequest, identity: Identity) -> list[Statement]:
        """What precedes the statement of a request.

        One SELECT that sets everything until the end of the transaction; the function of db-pre-request.
        """
        role, timezone = identity.role, compiled.api_request.preferences.get("timezone")
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
            as_bytes(role),
            request.headers.as_json,
            request.headers.cookies,
            identity.claims_text,
            request.method.encode(),
            as_bytes(request.path),
        ]
        if timezone is not None:
            parameters.append(as_bytes(timezone))
        return [Statement(sql, parameters), *self._pre_request]

    def _opening_sql(
        self, role: str, read_only: bool, hoisted: Sequence[tuple[str, str]], with_timezone: bool
    ) -> bytes:
        names = [
            "search_path",
            "role",
            "request.headers",
            "request.cookies",
            "request.jwt.claims",
            "request.method",
            "request.path",
        ]
        calls = [f"set_config('{name}', ${number}, true)" for number, name in enumerate(names, 1)]
        if self._config.db_config:
            # Before the switch: the login may be allowed to set what the role may not.
            settings = self._schema_cache.role_settings.get(role, ())
            calls[1:1] = [_set(name, value) for name, value in settings]
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
        """For BEGIN, where the function or the role states one."""
        level = compiled.function.isolation if compiled.function is not None else None
        if level is None and self._config.db_config:
            level = self._schema_cache.role_isolation.get(role)
        return _BEGIN_ISOLATION.get(level or "")

    def rolls_back(self, compiled: Compiled) -> bool:
        """Whether the transaction ends without effect, by configuration or because the client asks for it."""
        asked = compiled.api_request.preferences.get("tx")
        if asked is not None and self._config.allows_tx_override:
            return asked == "rollback"
        return self._config.rolls_back


def _set(name: str, value: str) -> str:
    return f"set_config({literal(name)}, {literal(value)}, true)"
