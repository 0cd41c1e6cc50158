"""By what it is known who posts mail: rows of helpdesk.mail_adapter, else the environment."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import msgspec
import psycopg

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError, refusal
from pgdesk.settings import Settings

#: Where the environment says it.
_VARIABLES = {
    "mime": "PGDESK_INBOUND_SECRET",
    "mailgun": "PGDESK_MAILGUN_SIGNING_KEY",
    "postmark": "PGDESK_POSTMARK_INBOUND_TOKEN",
    "ses": "PGDESK_SES_TOPIC_ARN",
    "sendgrid": "PGDESK_SENDGRID_PUBLIC_KEY",
}
#: A changed row is in force after so many seconds.
_FRESH_SECONDS = 5.0


class Adapter(msgspec.Struct, frozen=True):
    """A row; its secret is sealed, in hexadecimal."""

    adapter: str
    is_on: bool
    secret: str | None = None
    user_name: str | None = None
    public_key: str | None = None
    topic_arn: str | None = None


class Known(msgspec.Struct, frozen=True):
    """What an adapter goes by; `from_environment` names what no row says."""

    secret: str | None
    user_name: str | None
    public_key: str | None
    topic_arn: str | None
    from_environment: list[str]


class Adapters:
    def __init__(
        self, load: Callable[[], Awaitable[list[Adapter]]], envelope: Envelope, settings: Settings
    ) -> None:
        self._load = load
        self._envelope = envelope
        self._secrets = {
            "mime": settings.inbound_secret,
            "mailgun": settings.mailgun_signing_key,
            "postmark": settings.postmark_inbound_token,
        }
        self._public_keys = {"sendgrid": settings.sendgrid_public_key}
        self._topics = {"ses": settings.ses_topic_arn}
        self._rows: dict[str, Adapter] = {}
        self._loaded_at = float("-inf")

    async def find(self, name: str) -> Known:
        """Raises ApiError 503 for one that is switched off or has nothing to go by."""
        row = await self._row(name)
        if not row.is_on:
            raise _off("inbound mail is switched off", "An administrator sets inbound_email_enabled.")
        known = self.open(row)
        if not (known.secret or known.public_key or known.topic_arn):
            hint = (
                f"Set it in /rest/mail_adapters, or set {_VARIABLES[name]}." if name in _VARIABLES else None
            )
            raise _off(f"inbound mail by {name} is not configured", hint)
        return known

    def open(self, row: Adapter) -> Known:
        """Raises ApiError 503 where no key opens the secret."""
        secret = None
        if row.secret is not None:
            secret = self._envelope.open(place(row.adapter), bytes.fromhex(row.secret)).decode()
        known = {
            "secret": (secret, self._secrets.get(row.adapter)),
            "public_key": (row.public_key, self._public_keys.get(row.adapter)),
            "topic_arn": (row.topic_arn, self._topics.get(row.adapter)),
        }
        return Known(
            user_name=row.user_name,
            from_environment=[name for name, (own, given) in known.items() if given and not own],
            **{name: own or given or None for name, (own, given) in known.items()},
        )

    async def fresh(self, name: str) -> Adapter:
        """The row as it is now. Raises ApiError 404."""
        self._loaded_at = float("-inf")
        return await self._row(name)

    async def _row(self, name: str) -> Adapter:
        if time.monotonic() - self._loaded_at > _FRESH_SECONDS:
            try:
                self._rows = {row.adapter: row for row in await self._load()}
                self._loaded_at = time.monotonic()
            except psycopg.Error:  # what is known, or the environment says, holds on while it is away
                if not self._rows and name != "mime":
                    raise
                self._rows = self._rows or {name: Adapter(name, is_on=True)}
        if name not in self._rows:
            raise refusal(
                404, f"adapter {name[:40]} not found", code="PD001", hint="See /rest/mail_adapters."
            )
        return self._rows[name]


def place(name: str) -> str:
    """Where its secret is kept, as the envelope wants it."""
    return f"mail_adapter.secret {name}"


def _off(message: str, hint: str | None) -> ApiError:
    return refusal(503, message, hint=hint, headers=[("Retry-After", "300")])
