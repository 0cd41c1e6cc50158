"""One attempt to deliver to a webhook: signed, over TLS, to no private address."""

import hashlib
import hmac
import time
from uuid import UUID

import psycopg

from pgdesk.api.outgoing import send
from pgdesk.settings import Settings, read_networks

_READ_BYTES = 65_536


def attempt(settings: Settings, delivery_id: str) -> None:
    """Sends and notes how that ended; nothing when there is nothing to send any more."""
    key = UUID(delivery_id)
    with psycopg.connect(
        settings.worker_database_url, autocommit=True, application_name="pgdesk webhooks"
    ) as connection:
        row = connection.execute("SELECT * FROM helpdesk.begin_delivery(%s)", (key,)).fetchone()
        if row is None or row[0] is None:
            return
        url, secret, kind, body = row
        status, problem = None, None
        try:
            headers = signed_headers(delivery_id, kind, secret, body)
            allowed = read_networks(settings.webhook_networks)
            status = send("POST", url, headers, body.encode(), allowed, _READ_BYTES).status
        except (OSError, ValueError) as error:
            problem = f"{type(error).__name__}: {error}"
        connection.execute("SELECT helpdesk.end_delivery(%s, %s, %s)", (key, status, problem))


def signed_headers(delivery_id: str, kind: str, secret: str, body: str) -> dict[str, str]:
    timestamp = str(int(time.time()))
    signature = hmac.new(secret.encode(), f"{timestamp}.{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "pgdesk",
        "X-Pgdesk-Delivery": delivery_id,
        "X-Pgdesk-Event": kind,
        "X-Pgdesk-Timestamp": timestamp,
        "X-Pgdesk-Signature": f"v1={signature}",
    }
