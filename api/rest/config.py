"""PostgREST's own configuration: a file of `key = value`, PGRST_* variables, settings in the database."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from api.rest.jspath import JsPath, parse_path

LogLevel = Literal["crit", "error", "warn", "info", "debug"]
TxEnd = Literal["commit", "commit-allow-override", "rollback", "rollback-allow-override"]
OpenApiMode = Literal["follow-privileges", "ignore-privileges", "disabled"]
Verbosity = Literal["verbose", "minimal"]

#: Names of addresses as PostgREST knows them: any address, of one family only or preferred.
HOSTS = {"*": "0.0.0.0", "*4": "0.0.0.0", "!4": "0.0.0.0", "*6": "::", "!6": "::"}

#: Scheme, host, port and path by which clients reach the API.
PROXY_URI = re.compile(
    r"(https?)://(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(?::([0-9]{1,5}))?(/[^\s?#]*)?", re.IGNORECASE
)

HOISTED = ("statement_timeout", "plan_filter.statement_cost_limit", "default_transaction_isolation")


class ConfigError(ValueError):
    """A setting that is unknown, senseless or wrong; the message names it."""


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
    jwt_aud: str | None = None
    jwt_cache_max_entries: int = 1000
    jwt_role_claim_key: JsPath = (".role",)
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
        if not self.db_schemas:
            raise ConfigError("db-schemas: at least one schema must be exposed")
        if forbidden := {"pg_catalog", "information_schema"}.intersection(self.db_schemas):
            raise ConfigError(f"db-schemas: {forbidden.pop()} cannot be exposed")
        if self.jwt_secret is not None and len(self.jwt_secret) < 32 and not self.jwt_secret.startswith("{"):
            raise ConfigError("jwt-secret: must be at least 32 characters long")
        if self.admin_server_port is not None and self.admin_server_port == self.server_port:
            raise ConfigError("admin-server-port: must differ from server-port")
        if self.openapi_server_proxy_uri and not PROXY_URI.fullmatch(self.openapi_server_proxy_uri):
            raise ConfigError("openapi-server-proxy-uri: must be like https://example.com:8443/path")
        if self.db_pool < 1:
            raise ConfigError("db-pool: at least one connection is needed")

    @property
    def secret_bytes(self) -> bytes:
        secret = self.jwt_secret or ""
        if not self.jwt_secret_is_base64:
            return secret.encode()
        padded = secret.replace("_", "/").replace("-", "+").replace(".", "=")
        return base64.b64decode(padded + "=" * (-len(padded) % 4))

    @property
    def rolls_back(self) -> bool:
        return self.db_tx_end.startswith("rollback")

    @property
    def allows_tx_override(self) -> bool:
        return self.db_tx_end.endswith("-allow-override")


ALIASES = {
    "db-schema": "db-schemas",
    "pre-request": "db-pre-request",
    "max-rows": "db-max-rows",
    "role-claim-key": "jwt-role-claim-key",
    "secret-is-base64": "jwt-secret-is-base64",
    "root-spec": "db-root-spec",
    "db-pool-timeout": "db-pool-max-idletime",
}
#: Keys of PostgREST that mean nothing here, with the reason that is shown.
SENSELESS = {
    "internal-schema-cache-sleep": "exists for PostgREST's own tests",
    "internal-schema-cache-query-sleep": "exists for PostgREST's own tests",
    "jwt-cache-max-lifetime": "was replaced by jwt-cache-max-entries; tokens are kept until they expire",
}
FIELDS = {field.name.replace("_", "-"): field for field in msgspec.structs.fields(Config)}
_LINE = re.compile(r"""\s*([A-Za-z0-9._-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^"#\s][^#]*?))\s*(?:#.*)?""")


def load(file: str | Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """The configuration of a file, overridden by PGRST_* variables."""
    given: dict[str, str] = {}
    if file is not None:
        given.update(read_file(Path(file)))
    given.update(read_environment(os.environ if environ is None else environ))
    return from_values(given)


def read_file(path: Path) -> dict[str, str]:
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ConfigError(f"{path}, line {number}: expected key = value, found {line.strip()!r}")
        key, quoted, bare = match.groups()
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bare.strip()
        found[key] = re.sub(r"\$\((\w+)\)", lambda m: os.environ.get(m.group(1), ""), value).replace(
            "$$", "$"
        )
    return found


def read_environment(environ: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, value in environ.items():
        if name.startswith("PGRST_APP_SETTINGS_"):
            found["app.settings." + name.removeprefix("PGRST_APP_SETTINGS_").lower()] = value
        elif name.startswith("PGRST_"):
            found[name.removeprefix("PGRST_").lower().replace("_", "-")] = value
    return found


def from_values(given: Mapping[str, str]) -> Config:
    """Texts by key to a Config; every key must be known and every value make sense."""
    values: dict[str, Any] = {}
    settings: dict[str, str] = {}
    for key, text in given.items():
        if key.startswith("app.settings."):
            settings[key.removeprefix("app.settings.")] = text
            continue
        name = ALIASES.get(key, key)
        if name in SENSELESS:
            raise ConfigError(f"{key}: cannot be used here ({SENSELESS[name]})")
        if name not in FIELDS or name == "app-settings":
            raise ConfigError(f"{key}: unknown setting")
        values[name.replace("-", "_")] = _convert(name, text)
    return Config(
        **{name: value for name, value in values.items() if value is not None}, app_settings=settings
    )


def with_database_settings(config: Config, settings: Mapping[str, str]) -> Config:
    """Settings of the login role (ALTER ROLE … SET pgrst.name) override; connection ones cannot."""
    fixed = {"db-uri", "db-config", "server-host", "server-port", "admin-server-port", "log-level", "db-pool"}
    usable = {}
    for name, text in settings.items():
        key = name.removeprefix("pgrst.").replace("_", "-")
        if name.startswith("pgrst.app_settings."):
            usable["app.settings." + name.removeprefix("pgrst.app_settings.")] = text
        elif ALIASES.get(key, key) in FIELDS and key not in fixed:
            usable[key] = text
    if not usable:
        return config
    merged = from_values(usable)
    changed = {ALIASES.get(key, key).replace("-", "_") for key in usable if not key.startswith("app.")}
    changes = {name: getattr(merged, name) for name in changed}
    changes["app_settings"] = {**config.app_settings, **merged.app_settings}
    return msgspec.structs.replace(config, **changes)


def _convert(key: str, text: str) -> Any:
    kind = FIELDS[key].type
    if key == "jwt-role-claim-key":
        try:
            return parse_path(text)
        except ValueError as error:
            raise ConfigError(f"{key}: {error}") from None
    if key.endswith("unix-socket-mode"):
        return _socket_mode(key, text)
    if key in ("db-uri", "jwt-secret") and text.startswith("@"):
        return Path(text[1:]).read_text(encoding="utf-8").rstrip("\n")
    if key == "log-query":
        return text.lower() not in ("disabled", "false", "0", "")
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if kind is bool:
        return _boolean(key, text)
    if kind in (int, int | None):
        return _number(key, text)
    if kind is float:
        return float(_number(key, text) or 0)
    choices = get_args(kind)
    if choices and all(isinstance(choice, str) for choice in choices) and text not in choices:
        raise ConfigError(f"{key}: {text!r} is none of {', '.join(choices)}")
    return text if text or key == "jwt-aud" else None


def _boolean(key: str, text: str) -> bool:
    if text.lower() in ("true", "yes", "on", "1"):
        return True
    if text.lower() in ("false", "no", "off", "0"):
        return False
    raise ConfigError(f"{key}: {text!r} is neither true nor false")


def _number(key: str, text: str) -> int | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        raise ConfigError(f"{key}: {text!r} is not a number") from None


def _socket_mode(key: str, text: str) -> int:
    if not re.fullmatch(r"[0-7]{3}", text) or not 0o600 <= int(text, 8) <= 0o777:
        raise ConfigError(f"{key}: {text!r} is not a file mode between 600 and 777")
    return int(text, 8)
