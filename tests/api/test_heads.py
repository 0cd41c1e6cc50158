"""Heads of requests: no larger, of no more fields and no slower than a client needs."""

import asyncio
import socket
import time

import pytest

from pgdesk.api.rest.http import Protocol
from tests.api.conftest import Desk
from tests.api.server import serving, settings_for


class Hasty(Protocol):
    head_within = 0.5


def status_of(
    desk: Desk, *parts: bytes, pause: float = 0, protocol: type[asyncio.Protocol] = Protocol
) -> bytes:
    """Served as `pgdesk.cli.run.serve` does."""
    with serving(settings_for(desk.dsn), protocol) as client:
        address = (client.base_url.host, client.base_url.port or 80)
        with socket.create_connection(address, timeout=20) as connection:
            try:
                for part in parts:
                    connection.sendall(part)
                    time.sleep(pause)
            except OSError:
                pass
            return connection.recv(4096).partition(b"\r\n")[0]


_LINE = b"GET /health HTTP/1.1\r\nHost: desk\r\n"


def test_a_usual_head_is_taken(desk: Desk) -> None:
    fields = b"".join(b"X-%d: y\r\n" % n for n in range(90))
    assert status_of(desk, _LINE + fields + b"\r\n") == b"HTTP/1.1 200 OK"
    assert status_of(desk, _LINE, b"X-Long: " + b"y" * 30_000, b"\r\n\r\n") == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /health HTTP/1.1\r\n", b"400"),
        (b"GET /health HTTP/1.1\r\nHost: a\r\nhost: a\r\n", b"400"),
        (b"GET /health HTTP/1.1\r\nX-Host: a\r\n", b"400"),
        (b"GET /health HTTP/1.1\r\nhOsT: a\r\n", b"200"),
        (b"GET /health HTTP/1.0\r\n", b"200"),
    ],
    ids=["none", "two", "another", "one", "older"],
)
def test_a_request_names_one_host(desk: Desk, head: bytes, status: bytes) -> None:
    assert status_of(desk, head + b"\r\n").split()[1] == status


def test_a_refused_one_becomes_no_socket(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    upgrade = b"GET /live HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    assert status_of(desk, upgrade).split()[1] == b"400"
    assert not [record.getMessage() for record in caplog.records if record.exc_info]


def test_one_of_too_many_fields_is_refused(desk: Desk) -> None:
    fields = b"".join(b"X-%d: y\r\n" % n for n in range(100))
    assert b" 431 " in status_of(desk, _LINE + fields + b"\r\n")


def test_one_that_is_too_large_is_refused_before_its_end(desk: Desk) -> None:
    assert b" 431 " in status_of(desk, _LINE, b"X-Long: ", *[b"y" * 16_000] * 20, pause=0.05)


@pytest.mark.parametrize("begun", [b"", b"GET /hea", _LINE])
def test_one_that_does_not_come_is_not_waited_for(desk: Desk, begun: bytes) -> None:
    assert b" 408 " in status_of(desk, begun, protocol=Hasty)
