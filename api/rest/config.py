"""PostgREST's own configuration: its settings, their kinds and defaults, and which the database can set."""

from __future__ import annotations

import base64
import binascii
import re
import socket
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, get_args

import msgspec

from pgdesk.api.errors import ConfigError
from pgdesk.api.rest.jspath import ROLE, JsPath, parse_path

#: The version of PostgREST whose protocol and configuration this is.
VERSION = "16.2"

#: As a file or a variable gives it.
Value: TypeAlias = str | bool | float

LogLevel = Literal["crit", "error", "warn", "info", "debug"]
TxEnd = Literal["commit", "commit-allow-override", "rollback", "rollback-allow-override"]
OpenApiMode = Literal["follow-privileges", "ignore-privileges", "disabled"]
Verbosity = Literal["verbose", "minimal"]

#: Scheme, host, port and path by which clients reach the API.
PROXY_URI = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(?::([0-9]{1,5}))?(/[^\s?#]*)?", re.IGNORECASE
)

#: RFC 3986, with a scheme.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")

#: Names of addresses as PostgREST knows them: any address, with the preferred or (!) the only family.
SPECIAL = {
    "*": (socket.AF_INET6, socket.AF_INET),
    "*4": (socket.AF_INET, socket.AF_INET6),
    "!4": (socket.AF_INET,),
    "*6": (socket.AF_INET6, socket.AF_INET),
    "!6": (socket.AF_INET6,),
}

HOISTED = ("statement_timeout", "plan_filter.statement_cost_limit", "default_transaction_isolation")


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Durations in seconds. Field names are the keys with _ for -."""

    admin_server_host: str | None = None
    admin_server_port: int | None = None
    admin_server_unix_socket: str | None = None
    admin_server_unix_socket_mode: int = 0o660
    app_settings: dict[str, str] = {}
    client_error_verbosity: Verbosity = "verbose"
    db_aggregates_enabled: bool = False
    db_anon_role: str | None = None
    db_channel: str = "pgrst"
    db_channel_enabled: bool = True
    db_config: bool = True
    #: A schema of functions for what PostgREST leaves raw (house.py); no setting of it, nor of `pgdesk rest`.
    db_house: str | None = None
    db_extra_search_path: tuple[str, ...] = ("public",)
    db_hoisted_tx_settings: tuple[str, ...] = HOISTED
    db_max_rows: int | None = None
    db_plan_enabled: bool = False
    db_pool: int = 10
    db_pool_acquisition_timeout: float = 10
    db_pool_automatic_recovery: bool = True
    db_pool_max_idletime: float = 30
    db_pool_max_lifetime: float = 1800
    db_pre_config: str | None = None
    db_pre_request: str | None = None
    db_prepared_statements: bool = True
    db_root_spec: str | None = None
    db_schemas: tuple[str, ...] = ("public",)
    db_tx_end: TxEnd = "commit"
    db_uri: str = "postgresql://"
    internal_schema_cache_query_sleep: int | None = None
    internal_schema_cache_query_sleep_before_queries: int | None = None
    jwt_aud: str | None = None
    jwt_cache_max_entries: int = 1000
    #: Keys as in jwt-secret that hold beside those that the database gives; no setting of PostgREST.
    jwt_host_secret: str | None = None
    jwt_role_claim_key: JsPath = ROLE
    jwt_secret: str | None = None
    jwt_secret_is_base64: bool = False
    log_level: LogLevel = "error"
    log_query: bool = False
    openapi_mode: OpenApiMode = "follow-privileges"
    openapi_security_active: bool = False
    openapi_server_proxy_uri: str | None = None
    server_cors_allowed_origins: tuple[str, ...] = ()
    server_host: str = "!4"
    server_port: int = 3000
    server_reuseport: bool = False
    server_timing_enabled: bool = False
    server_trace_header: str | None = None
    server_unix_socket: str | None = None
    server_unix_socket_mode: int = 0o660
    url_use_legacy_target_names: bool = True

    def __post_init__(self) -> None:
        for schema in ("pg_catalog", "information_schema"):
            if schema in self.db_schemas:
                raise ConfigError(f"db-schemas does not allow schema: '{schema}'")
        if not self.db_schemas:
            raise ConfigError("db-schemas: at least one schema must be exposed")
        secret = self.secret_bytes
        if self.jwt_secret is not None and len(secret) < 32 and not secret.startswith(b"{"):
            raise ConfigError("jwt-secret: The JWT secret must be at least 32 characters long.")
        if self.admin_server_port is not None and self.admin_server_port == self.server_port:
            raise ConfigError("admin-server-port cannot be the same as server-port")
        if self.openapi_server_proxy_uri and not PROXY_URI.fullmatch(self.openapi_server_proxy_uri):
            raise ConfigError(
                "openapi-server-proxy-uri: Malformed proxy uri, "
                "a correct example: https://example.com:8443/basePath"
            )
        if self.db_pool < 1:
            raise ConfigError("db-pool: at least one connection is needed")

    @property
    def secret_bytes(self) -> bytes:
        secret = (self.jwt_secret or "").encode("utf-8", "surrogateescape")
        if not self.jwt_secret_is_base64:
            return secret
        try:
            return base64.b64decode(secret.strip().translate(_URL_SAFE), validate=True)
        except binascii.Error as error:
            raise ConfigError(f"jwt-secret: is not base64 ({error})") from None

    @property
    def rolls_back(self) -> bool:
        return self.db_tx_end.startswith("rollback")

    @property
    def allows_tx_override(self) -> bool:
        return self.db_tx_end.endswith("-allow-override")


#: Fields of which PostgREST knows nothing.
NO_SETTINGS = ("db_house", "jwt_host_secret")

#: The letters of base64 for addresses, and those that they stand for.
_URL_SAFE = bytes.maketrans(b"-_.", b"+/=")

FIELDS = {
    field.name.replace("_", "-"): field
    for field in msgspec.structs.fields(Config)
    if field.name not in NO_SETTINGS
}
#: Names of a setting; the first one that is given counts.
NAMES = {
    **{name: (name,) for name in FIELDS if name != "app-settings"},
    "db-max-rows": ("db-max-rows", "max-rows"),
    "db-pool-max-idletime": ("db-pool-timeout", "db-pool-max-idletime"),
    "db-pre-request": ("db-pre-request", "pre-request"),
    "db-root-spec": ("db-root-spec", "root-spec"),
    "db-schemas": ("db-schemas", "db-schema"),
    "jwt-role-claim-key": ("jwt-role-claim-key", "role-claim-key"),
    "jwt-secret-is-base64": ("jwt-secret-is-base64", "secret-is-base64"),
}

#: What the database cannot set: where it is, where the server listens, what it logs.
_OUTSIDE = (
    *("admin_", "app_", "db_channel", "db_config", "db_pool", "db_uri", "internal_", "log_"),
    *NO_SETTINGS,
    *("server_host", "server_port", "server_reuseport", "server_unix_"),
)
#: Settings in the database: ALTER ROLE ... SET, or the function of db-pre-config.
IN_DATABASE = tuple(f"pgrst.{name}" for name in Config.__struct_fields__ if not name.startswith(_OUTSIDE))


def from_values(given: Mapping[str, Value]) -> Config:
    """Values by key to a Config. What is no number or boolean where one is needed does not count."""
    prefix = "app.settings."
    settings = {key.removeprefix(prefix): _text(v) for key, v in given.items() if key.startswith(prefix)}
    return Config(**_converted(given), app_settings=settings)


def with_database_settings(config: Config, settings: Mapping[str, str]) -> Config:
    """`settings` by their names in the database override."""
    given = {key.removeprefix("pgrst.").replace("_", "-"): value for key, value in settings.items()}
    return msgspec.structs.replace(config, **_converted(given)) if given else config


def _converted(given: Mapping[str, Value]) -> dict[str, Any]:
    values = {}
    for name, names in NAMES.items():
        for key in names:
            if key in given and (value := _convert(name, given[key])) is not None:
                values[name.replace("-", "_")] = value
                break
    return values


_CHOICES = {
    "client-error-verbosity": "Invalid client-error-verbosity. Check your configuration.",
    "db-tx-end": "Invalid transaction termination. Check your configuration.",
    "log-level": "Invalid logging level. Check your configuration.",
    "openapi-mode": "Invalid openapi-mode. Check your configuration.",
}


def _convert(key: str, value: Value) -> Any:
    """None where the value does not count."""
    kind = FIELDS[key].type
    if kind is bool:
        return _boolean(value)
    if kind in (int | None, float) or (kind is int and not key.endswith("-mode")):
        return _number(value)
    text = _text(value)
    if key == "db-extra-search-path":
        return _parts(text)
    if not text:
        return None
    if key in _CHOICES and text not in get_args(kind):
        raise ConfigError(f"{key}: {_CHOICES[key]}")
    if key.endswith("unix-socket-mode"):
        return _socket_mode(key, text)
    if kind == tuple[str, ...]:
        return _parts(text)
    if key == "jwt-aud" and ":" in text and not _URI.fullmatch(text):
        raise ConfigError("jwt-aud should be a string or a valid URI")
    if key == "jwt-role-claim-key":
        try:
            return parse_path(text)
        except ValueError as error:
            raise ConfigError(f"{key}: {error}") from None
    return text


def _text(value: Value) -> str:
    """What is no text is shown with its type, as PostgREST does."""
    return value if isinstance(value, str) else f"{'Bool' if isinstance(value, bool) else 'Number'} {value}"


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _boolean(value: Value) -> bool | None:
    if not isinstance(value, str):
        return value if isinstance(value, bool) else None
    letters = "".join(filter(str.isalpha, value)).lower()
    if letters in ("true", "false"):
        return letters == "true"
    number = _number(value)
    return None if number is None else number > 0


def _number(value: Value) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"\s*-?[0-9]+\s*", value) else None
    return int(value) if value == int(value) else None


def _socket_mode(key: str, text: str) -> int:
    digits = re.match(r"[0-7]+", text)
    if digits is None:
        raise ConfigError(f"Invalid {key}: not an octal")
    mode = int(digits.group(), 8)
    if not 0o600 <= mode <= 0o777:
        raise ConfigError(f"Invalid {key}: needs to be between 600 and 777")
    return mode
