"""Mode cloud: a pgdesk without a database passes everything on to another one."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from queue import Queue

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from pgdesk.settings import Settings, SettingsError
from tests.api.conftest import Desk
from tests.api.server import serving, settings_for
from tests.api.test_proxy import Upstream, upstream

OWN = "https://desk.example"


@contextmanager
def cloud(hub: str, **others: object) -> Iterator[httpx.Client]:
    settings = Settings(  # type: ignore[arg-type]
        **{"mode": "cloud", "hosted_api_url": hub, "public_url": OWN, "log_level": "critical", **others}
    )
    with serving(settings) as client:
        yield client


def _socket_address(site: httpx.Client) -> str:
    return f"ws{str(site.base_url).removeprefix('http').rstrip('/')}/live"


@contextmanager
def _sent(site: httpx.Client, head: str) -> Iterator[socket.socket]:
    """A client that has sent just this."""
    with socket.create_connection((site.base_url.host, site.base_url.port), 10) as client:
        client.sendall(head.encode())
        yield client


def _echoes(one: Upstream) -> None:
    while head := one.head():
        one.answer("\n".join(head).encode())


def test_a_user_reads_and_writes_at_the_hub_with_rights_of_their_own(desk: Desk) -> None:
    with serving(settings_for(desk.dsn)) as hub, cloud(str(hub.base_url)) as site:
        headers = desk.headers("agent")
        made = site.post(
            "/rest/rpc/create_ticket",
            headers=headers,
            json={"subject": "By way of the site", "priority": "high"},
        )
        assert made.status_code == 200, made.text
        path = f"/rest/tickets?ticket_id=eq.{made.json()['ticket_id']}&select=subject"
        assert site.get(path, headers=headers).json() == hub.get(path, headers=headers).json()
        assert site.get(path, headers=headers).json() == [{"subject": "By way of the site"}]
        assert site.get(path).status_code == hub.get(path).status_code == 401
        assert site.get("/ready").json() == hub.get("/ready").json()
        assert site.get("/").content == hub.get("/").content, "the page of the hub"
        assert hub.get("/metrics").status_code == 200
        assert site.get("/metrics").status_code == 401, "asked by way of the site it is from elsewhere"


def test_live_streams_and_sockets_pass_through(desk: Desk) -> None:
    with serving(settings_for(desk.dsn)) as hub, cloud(str(hub.base_url)) as site:
        headers = desk.headers("agent")
        with site.stream("GET", "/live", headers=headers) as stream:
            assert stream.status_code == 200
            assert next(stream.iter_lines()) == "event: Ready", "it comes while the stream stays open"
        address = _socket_address(site)
        with connect(address, additional_headers=headers, proxy=None) as joined:
            assert json.loads(joined.recv(10))["type"] == "Ready"
            joined.send(json.dumps({"type": "Ping"}))
            assert json.loads(joined.recv(10))["type"] == "Pong"
        with pytest.raises(InvalidStatus) as refused, connect(address, proxy=None):
            pass
        assert refused.value.response.status_code == 401
        assert json.loads(refused.value.response.body)["hint"]


def test_a_silent_stream_ends_at_the_hub_when_its_client_leaves() -> None:
    ended = threading.Event()

    def streams(one: Upstream) -> None:
        one.head()
        one.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:\n\n")
        one.rfile.read()
        ended.set()

    with upstream(streams) as (hub, _), cloud(hub) as site:
        with site.stream("GET", "/live") as stream:
            assert next(stream.iter_lines()) == ":"
        assert ended.wait(10)


def test_without_the_hub_everything_but_health_is_503_with_a_hint() -> None:
    with cloud("http://127.0.0.1:9") as site:
        for path in ("/rest/tickets", "/auth/login", "/live", "/files/1", "/"):
            answer = site.get(path)
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "5"
            assert answer.json() == {
                "code": "HTTP503",
                "message": "the hub cannot be reached",
                "details": None,
                "hint": "Nothing was changed; try again in a moment.",
            }
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(_socket_address(site), proxy=None),
        ):
            pass
        assert refused.value.response.status_code == 503
        assert site.get("/health").json() == {"status": "ok"}


@pytest.mark.parametrize(("origin", "is_own"), [(OWN, True), ("https://evil.example", False)])
def test_only_pages_of_the_site_count_as_pages_of_the_hub(origin: str, is_own: bool) -> None:
    with upstream(_echoes) as (hub, _), cloud(hub) as site:
        head = site.get(
            "/auth/refresh?a=%2F", headers={"Origin": origin, "X-Forwarded-For": "192.0.2.1", "Cookie": "a=b"}
        ).text.split("\n")
    assert head[0] == "GET /auth/refresh?a=%2F HTTP/1.1", "the target goes as it came"
    told = dict(line.lower().split(": ", 1) for line in head[1:])
    assert told["origin"] == (hub if is_own else origin)
    assert told["cookie"] == "a=b"
    assert told["x-forwarded-for"] == "127.0.0.1", "nobody names another address than theirs"


def test_redirects_within_the_hub_stay_at_the_site() -> None:
    def redirects(one: Upstream) -> None:
        while head := one.head():
            place = head[0].split(" ")[1].removeprefix("/?")
            one.answer(b"", b"Location: %s\r\n" % place.encode())

    with upstream(redirects) as (hub, _), cloud(hub) as site:
        assert site.get(f"/?{hub}/login").headers["location"] == f"{OWN}/login"
        assert site.get(f"/?{hub}0/login").headers["location"] == f"{hub}0/login", "another port"
        assert site.get("/?https://id.example/a").headers["location"] == "https://id.example/a"


@pytest.mark.parametrize("target", ["t://any/secret?x=1", "*", "/live#x"])
def test_a_socket_is_joined_at_no_other_address_than_the_hub(target: str) -> None:
    with upstream(_echoes) as (hub, server), cloud(hub) as site:
        head = (
            f"GET {target} HTTP/1.1\r\nHost: desk.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
        )
        with _sent(site, head) as client:
            assert client.recv(100).startswith(b"HTTP/1.1 404")
        assert not server.connections


def test_who_sends_slowly_keeps_no_connection_from_others() -> None:
    head = "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
    with upstream(_echoes) as (hub, _), cloud(hub) as site, ExitStack() as clients:
        for _ in range(105):
            clients.enter_context(_sent(site, head))
        assert site.get("/", timeout=5).status_code == 200


def test_half_a_body_is_not_taken_for_a_whole_one() -> None:
    came: Queue[bytes] = Queue()

    def listens(one: Upstream) -> None:
        one.head()
        came.put(one.rfile.read())

    head = "POST /files HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
    with upstream(listens) as (hub, _), cloud(hub) as site:
        with _sent(site, head):
            pass
        assert came.get(timeout=10) in (b"", b"5\r\nhello\r\n"), "without its end"


def test_what_is_too_much_is_refused_before_it_comes() -> None:
    head = "POST /rest/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{}"
    with cloud("http://127.0.0.1:9") as site, _sent(site, head) as client:
        assert client.recv(100).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"PGDESK_MODE": "clouds"}, "PGDESK_MODE"),
        ({"PGDESK_HOSTED_API_URL": "https://hub.example/api/v1"}, "PGDESK_HOSTED_API_URL"),
        ({"PGDESK_HOSTED_API_URL": "https://me:secret@hub.example"}, "PGDESK_HOSTED_API_URL"),
    ],
)
def test_a_wrong_setting_is_named(given: dict[str, str], names: str) -> None:
    with pytest.raises(SettingsError, match=names) as told:
        Settings.from_env(given)
    assert "secret@" not in str(told.value)
