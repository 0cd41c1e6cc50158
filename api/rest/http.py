"""HTTP/1.1 by httptools, but for methods that it does not know: those still get the protocol's answer.

Head and body of an answer leave together: uvicorn alone makes two system calls of them, two packets, and
wakes the client twice.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from pgdesk.api.asgi import CONNECTION
from pgdesk.api.errors import refusal
from pgdesk.api.rest.app import REASON
from pgdesk.api.rest.errors import MOST_STATUS

#: Of a request's head: bytes that are waited for, fields, and seconds until it must have come.
MOST_HEAD, MOST_FIELDS, HEAD_WITHIN = 1 << 16, 100, 30.0

KNOWN_METHODS = frozenset({b"GET", b"HEAD", b"POST", b"PATCH", b"PUT", b"DELETE", b"OPTIONS"})
# A function may state any status of three digits; uvicorn knows those below 600.
STATUS_LINE.update((status, b"HTTP/1.1 %d \r\n" % status) for status in range(600, MOST_STATUS + 1))
#: curl sends what it is given; the parser wants it percent-encoded.
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_METHOD = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ")


class CorkedTransport:
    """Sends at once what is written in one turn of the loop."""

    #: Bytes. Larger pieces go straight on, so that the transport can say when it has enough.
    LARGE = 1 << 14

    _reason: bytes | None = None

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._call_soon = asyncio.get_running_loop().call_soon
        self._held: list[bytes] = []

    def state_reason(self, reason: bytes) -> None:
        """The next status line gets this reason phrase."""
        self._reason = reason

    def write(self, data: bytes) -> None:
        if self._reason is not None:
            reason, self._reason = self._reason, None
            line, _, rest = data.partition(b"\r\n")
            data = b"%b %b\r\n%b" % (line[: len("HTTP/1.1 404")], reason, rest)
        if len(data) > self.LARGE:
            self._flush()
            self._transport.write(data)
            return
        if not self._held:
            self._call_soon(self._flush)
        self._held.append(data)

    def _flush(self) -> None:
        if self._held:
            held, self._held = self._held, []
            self._transport.write(b"".join(held))

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Protocol(HttpToolsProtocol):
    """Hands the connection to h11, which takes any method, when one comes that httptools refuses."""

    #: seconds
    head_within = HEAD_WITHIN
    #: For an answer that has no end of its own.
    when_shut_down: Callable[[], None] | None = None

    _in_message = False
    _is_waited_for = True
    _is_refused = False
    _head = 0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(CorkedTransport(transport))  # type: ignore[arg-type]
        self._heads = 0
        self._watch_head(-1)

    def connection_lost(self, exc: Exception | None) -> None:
        self._watching.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        super().shutdown()
        if self.when_shut_down is not None:
            self.when_shut_down()

    def abort(self) -> None:
        """Closes it without waiting for who takes nothing any more."""
        self.transport.abort()

    def handle_websocket_upgrade(self) -> None:
        self._watching.cancel()
        if not self._is_refused:
            super().handle_websocket_upgrade()

    def _watch_head(self, heads: int) -> None:
        """A timer a connection, none a request: a head that two looks in a row wait for comes too slowly."""
        if self._is_waited_for and heads == self._heads:
            self._refuse(408, "the head of the request came too slowly")
            return
        self._watching = self.loop.call_later(self.head_within / 2, self._watch_head, self._heads)

    def _refuse(self, status: int, message: str) -> None:
        self._is_refused = True
        body = refusal(status, message).body()
        head = b"content-type: application/json; charset=utf-8\r\nconnection: close\r\ncontent-length: "
        self.transport.write(STATUS_LINE[status] + head + b"%d\r\n\r\n" % len(body) + body)
        self.transport.close()

    def on_headers_complete(self) -> None:
        self._is_waited_for = False
        if len(self.headers) > MOST_FIELDS:
            self._refuse(431, f"the request has more than {MOST_FIELDS} header fields")
            return
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (not hosts and self.parser.get_http_version() != "1.0"):
            self._refuse(400, "the request has no Host, or several")  # RFC 9112, section 3.2
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self._is_refused:
            super().on_body(body)

    def on_message_begin(self) -> None:
        self._in_message = True
        self._is_waited_for = True
        self._heads += 1
        self._head = 0
        super().on_message_begin()
        self.scope["extensions"] = {
            REASON: {"state": self.transport.state_reason},  # type: ignore[attr-defined]
            CONNECTION: self,  # type: ignore[dict-item]
        }

    def on_message_complete(self) -> None:
        self._in_message = False
        if self._is_refused:
            return
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        if not self._in_message:
            match = _METHOD.match(data)
            if match and match.group(1) not in KNOWN_METHODS:
                self._hand_over(data)
                return
            if not data[: data.find(b"\r\n")].isascii():
                line, end, rest = data.partition(b"\r\n")
                data = _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line) + end + rest
        super().data_received(data)
        if self._in_message and self._is_waited_for:
            self._head += len(data)
            if self._head > MOST_HEAD and not self._is_refused:
                self._refuse(431, f"the head of the request is larger than {MOST_HEAD} bytes")

    def _hand_over(self, data: bytes) -> None:
        self._watching.cancel()
        self._unset_keepalive_if_required()
        self.connections.discard(self)
        other = H11Protocol(
            config=self.config, server_state=self.server_state, app_state=self.app_state, _loop=self.loop
        )
        self.transport.set_protocol(other)
        other.connection_made(self.transport)
        # One answer only: httptools serves whatever else this client asks, on its next connection.
        other.data_received(data.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
