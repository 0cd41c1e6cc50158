"""One attempt to deliver to a webhook: signed, over TLS, to no private address."""

import contextlib
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

import psycopg

from pgdesk.settings import Settings

#: In all, whatever the receiver does: a time-out of the socket begins anew with each byte.
_SECONDS = 10.0
_READ_BYTES = 65_536

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class AddressRefused(OSError):
    """The host's address is not public."""


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
            status = post(url, signed_headers(delivery_id, kind, secret, body), body, networks(settings))
        except (OSError, ValueError, http.client.HTTPException) as error:
            problem = f"{type(error).__name__}: {error}"
        connection.execute("SELECT helpdesk.end_delivery(%s, %s, %s)", (key, status, problem))


def networks(settings: Settings) -> list[Network]:
    """The private networks that may be reached (PGDESK_WEBHOOK_NETWORKS)."""
    return [ipaddress.ip_network(one.strip()) for one in settings.webhook_networks.split(",") if one.strip()]


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


def post(url: str, headers: dict[str, str], body: str, allowed: Sequence[Network]) -> int:
    """The answer's status; redirects are not followed. Raises OSError, ValueError, HTTPException."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("the url is not https")
    connection = _Connection(parts.hostname, parts.port or 443, allowed)
    # Over it, whatever is waited for breaks off.
    deadline = threading.Timer(_SECONDS, connection.give_up)
    deadline.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body.encode(), headers)
        answer = connection.getresponse()
        answer.read(_READ_BYTES)
        return answer.status
    except (OSError, http.client.HTTPException) as problem:
        if connection.has_given_up:
            raise TimeoutError(f"no answer within {_SECONDS:.0f} seconds") from problem
        raise
    finally:
        deadline.cancel()
        connection.close()


class _Connection(http.client.HTTPSConnection):
    """Connects to the very address that was checked: what the name means a moment later does not matter."""

    def __init__(self, host: str, port: int, allowed: Sequence[Network]) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=_SECONDS, context=self._tls)
        self._allowed = allowed
        self._ends_at = time.monotonic() + _SECONDS
        self._socket: socket.socket | None = None
        self.has_given_up = False

    def give_up(self) -> None:
        self.has_given_up = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # Not that of TLS, which another thread is using.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        problem: OSError = AddressRefused(f"{self.host} has no public address")
        for family, kind, protocol, _, address in found:
            if not is_reachable(str(address[0]), self._allowed):
                continue
            plain = socket.socket(family, kind, protocol)
            try:
                plain.settimeout(max(self._ends_at - time.monotonic(), 0.001))
                plain.connect(address)
                self._socket = self.sock = self._tls.wrap_socket(
                    plain, server_hostname=self.host, do_handshake_on_connect=False
                )
                self.sock.do_handshake()
                return
            except OSError as error:
                (self._socket or plain).close()
                self._socket = self.sock = None
                problem = error
        raise problem


def is_reachable(address: str, allowed: Sequence[Network] = ()) -> bool:
    """Whether webhooks may go there: public, or in one of the networks; 4-in-6 addresses count as the 4."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
    return (ip.is_global and not ip.is_multicast) or any(ip in network for network in allowed)
