"""Requests to others, where addresses come from people: to no private address, within a time and a size."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pgdesk.settings import Network

#: In all, whatever the other side does: a time-out of the socket begins anew with each byte.
_SECONDS = 10.0


class AddressRefused(OSError):
    """The host's address is not public."""


@dataclass(frozen=True)
class Answer:
    status: int
    #: as far as it was asked for
    body: bytes


def send(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    allowed: Sequence[Network],
    most: int,
    *,
    is_plain_allowed: bool = False,
) -> Answer:
    """Redirects are not followed, and no more than `most` bytes are read of the answer.

    `is_plain_allowed`: http, too, to `allowed` networks only. Raises OSError, ValueError, HTTPException.
    """
    parts = urlsplit(url)
    is_plain = parts.scheme == "http" and is_plain_allowed
    if not (is_plain or parts.scheme == "https") or not parts.hostname:
        raise ValueError("the url is not https")
    kind = _Plain if is_plain else _Secure
    connection = kind(parts.hostname, parts.port, allowed)
    # Over it, whatever is waited for breaks off.
    deadline = threading.Timer(_SECONDS, connection.give_up)
    deadline.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, dict(headers))
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(most))
    except (OSError, http.client.HTTPException) as problem:
        if connection.has_given_up:
            raise TimeoutError(f"no answer within {_SECONDS:.0f} seconds") from problem
        raise
    finally:
        deadline.cancel()
        connection.close()


class _Plain(http.client.HTTPConnection):
    """Connects to the very address that was checked: what the name means a moment later does not matter."""

    #: Whether public addresses, too, may be reached.
    _to_public = False

    def __init__(self, host: str, port: int | None, allowed: Sequence[Network]) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self._allowed = allowed
        self._ends_at = time.monotonic() + _SECONDS
        self._plain: socket.socket | None = None
        self.has_given_up = False

    def give_up(self) -> None:
        self.has_given_up = True
        if self._plain is not None:
            with contextlib.suppress(OSError):
                # Not that of TLS, which another thread is using.
                socket.socket.shutdown(self._plain, socket.SHUT_RDWR)

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        problem: OSError = AddressRefused(f"{self.host} has no public address")
        for family, kind, protocol, _, address in found:
            if not is_reachable(str(address[0]), self._allowed, to_public=self._to_public):
                continue
            self._plain = socket.socket(family, kind, protocol)
            try:
                self._plain.settimeout(max(self._ends_at - time.monotonic(), 0.001))
                self._plain.connect(address)
                self.sock = self._wrap(self._plain)
                return
            except OSError as error:
                self._plain.close()
                self._plain = self.sock = None
                problem = error
        raise problem

    def _wrap(self, plain: socket.socket) -> socket.socket:
        return plain


class _Secure(_Plain):
    default_port = http.client.HTTPS_PORT
    _to_public = True

    def _wrap(self, plain: socket.socket) -> socket.socket:
        context = ssl.create_default_context()
        wrapped = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self._plain = wrapped
        try:
            wrapped.do_handshake()
        except OSError:
            wrapped.close()
            raise
        return wrapped


def is_reachable(address: str, allowed: Sequence[Network] = (), *, to_public: bool = True) -> bool:
    """Whether requests may go there: public, or in one of the networks; 4-in-6 addresses count as the 4."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
    return (to_public and ip.is_global and not ip.is_multicast) or any(ip in network for network in allowed)
