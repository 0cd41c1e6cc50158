"""/rest by an external PostgREST: what goes through unchanged, and what a client sees when it fails."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.api.conftest import Desk
from tests.api.server import serving, settings_for
from tests.waiting import until

Serve = Callable[["Upstream"], object]


class Upstream(socketserver.StreamRequestHandler):
    """One connection; `serve` answers what comes on it."""

    def handle(self) -> None:
        self.server.connections.append(self.connection)  # type: ignore[attr-defined]
        self.server.serve(self)  # type: ignore[attr-defined]

    def head(self) -> list[str]:
        """The lines of the next request's head; [] at the end."""
        lines = []
        while (line := self.rfile.readline().decode("latin-1").rstrip("\r\n")) != "":
            lines.append(line)
        return lines

    def answer(self, body: bytes, more: bytes = b"") -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s" % (more, len(body), body))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, serve: Serve) -> None:
        super().__init__(("127.0.0.1", 0), Upstream)
        self.serve = serve
        self.connections: list[socket.socket] = []


@contextmanager
def upstream(serve: Serve) -> Iterator[tuple[str, _Server]]:
    with _Server(serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", server
        server.shutdown()


@contextmanager
def proxied(desk: Desk, serve: Serve, **others: object) -> Iterator[tuple[httpx.Client, _Server]]:
    with (
        upstream(serve) as (url, server),
        serving(settings_for(desk.dsn, postgrest_url=url, **others)) as client,
    ):
        yield client, server


def _echoes(upstream: Upstream) -> None:
    while head := upstream.head():
        upstream.answer("\n".join(head).encode())


def test_the_request_arrives_as_it_was_sent(desk: Desk) -> None:
    with proxied(desk, _echoes) as (client, _), socket.create_connection(_address(client)) as raw:
        target = "/rest/tickets?subject=eq.%41%2F&or=(a.eq.1,b.eq.{2})&x=\"'<>|^`\\"
        raw.sendall(
            f"GET {target} HTTP/1.1\r\nHost: desk\r\nX-Odd: a  b\r\nConnection: close\r\n\r\n".encode()
        )
        head = _everything(raw).partition("\r\n\r\n")[2].split("\n")
    assert head[0] == f"GET {target.removeprefix('/rest')} HTTP/1.1"
    names = {line.partition(":")[0].lower() for line in head[1:]}
    assert names == {"host", "x-odd", "x-request-id", "x-pgdesk-network"}, (
        "nothing else is invented: no Accept-Encoding, no User-Agent"
    )


def test_connections_are_reused(desk: Desk) -> None:
    with proxied(desk, _echoes) as (client, server):
        for _ in range(20):
            assert client.get("/rest/tickets").status_code == 200
        assert len(server.connections) == 1


def test_an_answer_is_streamed(desk: Desk) -> None:
    arrived = threading.Event()

    def serve(upstream: Upstream) -> None:
        upstream.head()
        upstream.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        assert arrived.wait(10)
        upstream.wfile.write(b"6\r\nsecond\r\n0\r\n\r\n")

    with proxied(desk, serve) as (client, _), client.stream("GET", "/rest/tickets") as answer:
        chunks = answer.iter_raw()
        assert next(chunks) == b"first"
        arrived.set()
        assert b"".join(chunks) == b"second"


def test_a_body_arrives_whole(desk: Desk) -> None:
    """It is held until it is known to be neither too large nor too slow."""

    def body() -> Iterator[bytes]:
        yield b"[first,"
        yield b"second]"

    def serve(upstream: Upstream) -> None:
        upstream.head()
        rest = b""
        while not rest.endswith(b"0\r\n\r\n"):
            rest += upstream.rfile.readline()
        upstream.answer(rest)

    with proxied(desk, serve) as (client, _):
        answer = client.post("/rest/tickets", content=body(), headers=desk.headers("customer"))
        assert b"[first,second]" in answer.content


def test_dates_and_servers_are_named_once(desk: Desk) -> None:
    def serve(upstream: Upstream) -> None:
        upstream.head()
        upstream.answer(b"", b"Server: postgrest/16.2\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nX-A: 1\r\n")

    with proxied(desk, serve) as (client, _):
        headers = client.get("/rest/tickets").headers
    assert (len(headers.get_list("date")), headers.get("server"), headers["x-a"]) == (1, None, "1")


def test_a_client_that_leaves_takes_its_request_along(desk: Desk) -> None:
    asked, hung_up = threading.Event(), threading.Event()

    def serve(upstream: Upstream) -> None:
        upstream.head()
        asked.set()
        if upstream.rfile.read(1) == b"":
            hung_up.set()

    with proxied(desk, serve) as (client, _):
        with socket.create_connection(_address(client)) as raw:
            raw.sendall(b"GET /rest/tickets HTTP/1.1\r\nHost: desk\r\n\r\n")
            assert asked.wait(10)
        assert hung_up.wait(10)
        left = 'pgdesk_http_requests_total{method="GET",route="rest",status="499"} 1.0'
        until(
            lambda: left in client.get("/metrics").text.splitlines(),
            tell=lambda: "it counts as an error of the server",
        )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_that_never_comes_is_no_success(desk: Desk, method: str) -> None:
    with proxied(desk, Upstream.head) as (client, _):
        body = {"subject": "x"} if method == "POST" else None
        answer = client.request(method, "/rest/tickets", json=body, headers=desk.headers("customer"))
    assert answer.status_code == 502
    assert set(answer.json()) == {"code", "message", "details", "hint"}
    assert "retry-after" not in answer.headers, "a write may have been made"


def test_an_answer_that_breaks_off_is_seen_to(desk: Desk) -> None:
    def serve(upstream: Upstream) -> None:
        upstream.head()
        upstream.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")

    with proxied(desk, serve) as (client, _), pytest.raises(httpx.RemoteProtocolError):
        client.get("/rest/tickets")


def test_the_embedded_server_takes_over_but_repeats_no_write(desk: Desk) -> None:
    """The stand-in knows OPTIONS only, and hangs up on all else."""

    def serve(upstream: Upstream) -> None:
        while (head := upstream.head()) and head[0].startswith("OPTIONS "):
            upstream.answer(b"")

    def count(client: httpx.Client) -> int:
        return len(client.get("/rest/tickets?subject=eq.Twice", headers=desk.headers("agent")).json())

    with proxied(desk, serve, postgrest_fallback=True) as (client, _):
        written = client.post("/rest/tickets", json={"subject": "Twice"}, headers=desk.headers("agent"))
        assert written.status_code == 502
        assert count(client) == 0
    with proxied(desk, serve, postgrest_fallback=True) as (client, _):
        read = client.get("/rest/tickets?limit=1", headers=desk.headers("agent"))
        assert (read.status_code, len(read.json())) == (200, 1)


def _address(client: httpx.Client) -> tuple[str, int]:
    assert client.base_url.port is not None
    return client.base_url.host, client.base_url.port


def _everything(raw: socket.socket) -> str:
    found = b""
    while piece := raw.recv(65536):
        found += piece
    return found.decode("latin-1")
