"""The same as a WebSocket, where tickets are joined and left."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.api.conftest import Desk
from tests.api.server import token
from tests.live.acts import note, open_ticket


@contextlib.contextmanager
def _socket(
    desk: Desk, name: str = "agent", query: str = "?tickets=", **others: Any
) -> Iterator[ClientConnection]:
    address = str(desk.client.base_url).replace("http", "ws", 1)
    if not others:
        others = {"additional_headers": desk.headers(name)}
    with connect(f"{address}/live{query}", proxy=None, **others) as socket:
        assert json.loads(socket.recv(10))["type"] == "Ready"
        yield socket


def _until(socket: ClientConnection, kind: str, **wanted: Any) -> dict[str, Any]:
    while True:
        told: dict[str, Any] = json.loads(socket.recv(20))
        if told["type"] == kind and all(told["data"].get(key) == value for key, value in wanted.items()):
            return told


def _send(socket: ClientConnection, kind: str, **values: Any) -> None:
    socket.send(json.dumps({"type": kind, **values}))


def test_a_ticket_is_joined_and_left(desk: Desk) -> None:
    joined, other = open_ticket(desk), open_ticket(desk)
    with _socket(desk) as socket:
        _send(socket, "JoinTicket", ticket_id=joined)
        _until(socket, "TicketJoined", ticket_id=joined)
        note(desk, other)
        note(desk, joined)
        told = _until(socket, "TicketUpdated")
        assert (told["data"]["ticket_id"], told["data"]["kind"]) == (joined, "internal_note_added")
        _send(socket, "LeaveTicket", ticket_id=joined)
        _until(socket, "TicketLeft", ticket_id=joined)
        _send(socket, "JoinTicket", ticket_id=str(other))
        _until(socket, "TicketJoined", ticket_id=other)
        note(desk, joined)
        note(desk, other)
        assert _until(socket, "TicketUpdated")["data"]["ticket_id"] == other


def test_what_is_typed_is_shared(desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    with _socket(desk, query=f"?tickets={ticket_id}") as socket, _socket(desk, "helper") as helper:
        _until(socket, "Presence", people=[])
        _send(helper, "SharePresence", ticket_id=ticket_id, is_replying=True)
        people = _until(socket, "Presence")["data"]["people"]
        assert [(who["name"], who["is_replying"]) for who in people] == [("Helper", True)]


def test_a_ticket_of_somebody_else_is_not_joined(desk: Desk) -> None:
    row = desk.database.execute(
        "INSERT INTO helpdesk.ticket (subject, requester_id) VALUES ('Theirs', %s) RETURNING ticket_id",
        (desk.people["agent"],),
    ).fetchone()
    assert row is not None
    with _socket(desk, "customer") as socket:
        _send(socket, "JoinTicket", ticket_id=row[0])
        refused = _until(socket, "Refused")["data"]
        assert (refused["status"], refused["code"], refused["ticket_id"]) == (404, "PD001", row[0])


@pytest.mark.parametrize(
    "sent", ["{", "[]", '{"type": 5}', '{"type": "Erase"}', '{"type": "JoinTicket"}', "\ud800", "[" * 5000]
)
def test_what_is_no_order_is_refused_and_the_stream_goes_on(desk: Desk, sent: str) -> None:
    with _socket(desk) as socket:
        socket.send(sent.encode("utf-8", "surrogatepass") if "\ud800" in sent else sent)
        assert _until(socket, "Refused")["data"]["status"] == 400
        _send(socket, "Ping")
        _until(socket, "Pong")


def test_a_page_sends_its_token_as_a_protocol(desk: Desk) -> None:
    protocols = ["pgdesk", f"bearer.{token('agent', desk.people['agent'])}"]
    with _socket(desk, subprotocols=protocols) as socket:
        assert socket.subprotocol == "pgdesk"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/live", {}, 401),
        ("/live", {"Authorization": "Bearer no.to.ken"}, 401),
        ("/elsewhere", {}, 404),
        ("/live?tickets=x", None, 400),
        ("/live", {"Cookie": "pgdesk_access=x.y.z", "Origin": "https://evil.example"}, 403),
    ],
)
def test_who_may_not_watch_gets_no_socket(
    desk: Desk, path: str, headers: dict[str, str] | None, status: int
) -> None:
    address = str(desk.client.base_url).replace("http", "ws", 1)
    given = desk.headers("agent") if headers is None else headers
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(f"{address}{path}", additional_headers=given, proxy=None),
    ):
        pass
    assert refused.value.response.status_code == status
    assert json.loads(refused.value.response.body or b"{}")["message"]
