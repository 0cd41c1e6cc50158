"""Infrastructure settings: addresses, keys, pool sizes. Product behaviour is rows of helpdesk.setting."""

import ipaddress
import os
import re
from collections.abc import Mapping
from typing import Self

import msgspec

MIN_SECRET_BYTES = 32
_URL = re.compile(r"https?://(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(:[0-9]{1,5})?(/[^\s?#]*)?", re.IGNORECASE)
_HUB = re.compile(r"https?://(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(:[0-9]{1,5})?/?", re.IGNORECASE)

_SMTP_URL = re.compile(
    r"(smtps|smtp|smtp\+plain)://([^\s/?#@:]+(:[^\s/?#@]*)?@)?(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(:[0-9]{1,5})?/?",
    re.IGNORECASE,
)


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(ValueError):
    """A PGDESK_* variable is missing or wrong; the message names it."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the api and worker processes are told by their environment, one field a PGDESK_* variable."""

    #: libpq connection string of login authenticator (PGDESK_API_DATABASE_URL)
    api_database_url: str = ""
    #: libpq connection string of login worker (PGDESK_WORKER_DATABASE_URL)
    worker_database_url: str = ""
    #: libpq connection string of login doorkeeper, by which people sign in; empty: nobody does
    login_database_url: str = ""
    #: libpq connection string of login reporter, of a standby perhaps; empty: no reports by /reports
    report_database_url: str = ""
    #: of hashing passwords (argon2id, RFC 9106); an api process has memory * processes of it beside
    password_memory_mb: int = 64
    password_passes: int = 3
    password_processes: int = 1
    #: HS256 key by which a host signs tokens, at least 32 bytes (PGDESK_JWT_SECRET)
    jwt_secret: str = ""
    #: keys that seal secrets in the database, comma-separated, 32 bytes and more: the first seals, all open
    secret_keys: str = ""
    #: the `aud` that tokens must carry
    jwt_audience: str = "pgdesk"
    host: str = "127.0.0.1"
    port: int = 8000
    #: where clients reach the API; empty: http://host:port
    public_url: str = ""
    #: self_hosted: all is here; cloud: all is at the hub, to which every request is passed on
    mode: str = "self_hosted"
    #: the hub of mode cloud, another pgdesk, as https://hub.example
    hosted_api_url: str = ""
    #: an external PostgREST that serves /rest; empty: the embedded server does
    postgrest_url: str = ""
    #: the embedded server answers while that PostgREST does not
    postgrest_fallback: bool = False
    #: processes that share the port, each with a pool, caches and metrics of its own
    api_processes: int = 1
    #: a file in which api processes count requests together; empty: each, started alone, counts its own
    rate_counts_file: str = ""
    #: connections of an api process
    pool_size: int = 16
    #: rows of an answer, and of each relation embedded in it, at most
    max_rows: int = 1000
    #: what a request to /rest may send at most, in MB; staff's
    max_body_mb: int = 1
    max_staff_body_mb: int = 50
    #: what all requests together send to an api process at a time, in MB
    max_bodies_mb: int = 200
    #: proxies whose X-Forwarded-For counts, as addresses or CIDR, comma-separated; empty: nobody's
    trusted_proxies: str = ""
    #: live streams of an api process, and of one person
    live_streams: int = 2000
    live_streams_per_person: int = 20
    #: prepared statements; off behind a PgBouncer older than 1.21 (PGDESK_PREPARE=off)
    prepare: bool = True
    #: shared secret of POST /inbound/mime, where its row of mail_adapters has none
    inbound_secret: str = ""
    #: mail server that takes outgoing mail; empty: it waits
    smtp_url: str = ""
    #: key of the mailbox account by which it is logged in there, in place of a password in the URL
    smtp_account: str = ""
    #: where uploaded files lie: file:///folder, s3://bucket/prefix, gs://… or az://…; empty: there are none
    files_url: str = ""
    #: the virus scanner clamd, as /path/of/socket or host:port
    clamd: str = ""
    #: of POST /inbound/mailgun, /postmark, /ses and /sendgrid, where their rows of mail_adapters have none
    mailgun_signing_key: str = ""
    postmark_inbound_token: str = ""
    ses_topic_arn: str = ""
    sendgrid_public_key: str = ""
    #: bearer token that /metrics wants of other machines; empty: it tells them nothing
    metrics_token: str = ""
    #: Python modules, comma-separated, whose functions hear of events in the worker process
    subscribers: str = ""
    #: threads of the worker process
    worker_threads: int = 4
    #: private networks that webhooks may reach, as CIDR, comma-separated
    webhook_networks: str = ""
    #: private networks that OpenID providers may be in, as CIDR, comma-separated; there by http, too
    oidc_networks: str = ""
    #: private networks that mail servers and their token endpoints may be in, as CIDR, comma-separated
    mail_networks: str = ""
    #: private networks that pictures of mails may come from, as CIDR, comma-separated; there by http, too
    image_networks: str = ""
    #: who runs helpdesk.schedule: auto (pg_cron where it is, the workers for what it leaves), worker, or off;
    #: migrate keeps it for the installation, and a worker that is told off has no clock
    clock: str = "auto"
    log_level: str = "info"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Reads PGDESK_<FIELD> for every field; numbers and on/off are checked, empty means unset."""
        environ = os.environ if environ is None else environ
        given = {
            field: environ[name]
            for field in cls.__struct_fields__
            if environ.get(name := f"PGDESK_{field.upper()}", "").strip()
        }
        for field in _NUMBERS:
            if field in given and not (given[field].isdigit() and 0 < int(given[field]) < 65536):
                raise SettingsError(f"PGDESK_{field.upper()} must be a positive number, not {given[field]!r}")
        for field in _SWITCHES:
            if given.get(field, "on") not in _SWITCH:
                raise SettingsError(f"PGDESK_{field.upper()} must be on or off, not {given[field]!r}")
        if given.get("clock", "auto") not in ("auto", "worker", "off"):
            raise SettingsError(f"PGDESK_CLOCK must be auto, worker or off, not {given['clock']!r}")
        if given.get("mode", "self_hosted") not in ("self_hosted", "cloud"):
            raise SettingsError(f"PGDESK_MODE must be self_hosted or cloud, not {given['mode']!r}")
        if not _HUB.fullmatch(given.get("hosted_api_url", "https://hub.example")):
            # A password in it would stay in the log.
            raise SettingsError("PGDESK_HOSTED_API_URL must be like https://hub.example, without a path")
        if 0 < len(given.get("jwt_secret", "").encode()) < MIN_SECRET_BYTES:
            raise SettingsError(f"PGDESK_JWT_SECRET is shorter than {MIN_SECRET_BYTES} bytes")
        for key in filter(None, map(str.strip, given.get("secret_keys", "").split(","))):
            if len(key.encode()) < MIN_SECRET_BYTES:
                raise SettingsError(f"a key of PGDESK_SECRET_KEYS is shorter than {MIN_SECRET_BYTES} bytes")
        for field in _NETWORKS:
            try:
                read_networks(given.get(field, ""))
            except ValueError:
                name = f"PGDESK_{field.upper()}"
                raise SettingsError(
                    f"{name} must be like 10.0.0.0/8,fd00::/8, not {given[field]!r}"
                ) from None
        if "smtp_url" in given and not _SMTP_URL.fullmatch(given["smtp_url"]):
            # The password in it stays unsaid.
            raise SettingsError(
                "PGDESK_SMTP_URL must be like smtps://user:password@mail.example:465, smtp:// or smtp+plain://"
            )
        if not _URL.fullmatch(given.get("public_url", "https://example.com")):
            raise SettingsError(
                f"PGDESK_PUBLIC_URL must be like https://helpdesk.example, not {given['public_url']!r}"
            )
        switches = {field: _SWITCH[given[field]] for field in _SWITCHES if field in given}
        values: dict[str, object] = {**given, **switches}
        return msgspec.convert(values, cls, strict=False)

    def require(self, *fields: str) -> None:
        """Raises SettingsError for the first of these that is not set."""
        for field in fields:
            if not getattr(self, field):
                raise SettingsError(f"PGDESK_{field.upper()} is not set")

    @property
    def signs_in(self) -> bool:
        """Whether people can sign in: tokens are signed with a shared secret, not verified by public keys."""
        return bool(self.login_database_url and self.jwt_secret) and not self.jwt_secret.startswith("{")

    @property
    def base_url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"


_NUMBERS = (
    *("port", "api_processes", "pool_size", "worker_threads"),
    *("password_memory_mb", "password_passes", "password_processes"),
    *("live_streams", "live_streams_per_person"),
    *("max_rows", "max_body_mb", "max_staff_body_mb", "max_bodies_mb"),
)
_SWITCHES = ("prepare", "postgrest_fallback")
_NETWORKS = ("webhook_networks", "oidc_networks", "image_networks", "mail_networks")
_SWITCH = {"on": True, "off": False, "true": True, "false": False, "1": True, "0": False}


def read_networks(text: str) -> list[Network]:
    """As CIDR, comma-separated. Raises ValueError."""
    return [ipaddress.ip_network(one.strip()) for one in text.split(",") if one.strip()]
