"""A process that ends, a reader that reads nothing, a database that goes away."""

import contextlib
import socket
import time

import httpx

from pgdesk.api.rest.http import Protocol
from tests.api.conftest import Desk
from tests.api.server import serving, settings_for
from tests.live.acts import can_watch, note, open_ticket
from tests.live.streams import watching
from tests.waiting import until


def test_streams_end_before_the_process(desk: Desk) -> None:
    with httpx.Client(trust_env=False) as watcher, contextlib.ExitStack() as watched:
        with serving(settings_for(desk.dsn), Protocol) as client:
            watcher.base_url = client.base_url
            reader = watched.enter_context(watching(watcher, desk.headers("agent")))
            began = time.monotonic()
        assert time.monotonic() - began < 1.5, "it waited for the stream"
        assert (reader.until("Ended").data["code"], reader.next()) == ("HTTP503", None)


def test_who_reads_nothing_is_cut_off(desk: Desk) -> None:
    """Others go on, and nothing is kept for it: its place is free."""
    ticket_id = open_ticket(desk)
    with (
        serving(settings_for(desk.dsn, live_streams_per_person=1), Protocol) as client,
        socket.create_connection((client.base_url.host, client.base_url.port or 0)) as silent,
    ):
        token = desk.headers("agent")["Authorization"]
        silent.sendall(f"GET /live HTTP/1.1\r\nHost: desk\r\nAuthorization: {token}\r\n\r\n".encode())
        assert b"200 OK" in silent.recv(100)
        assert not can_watch(client, desk.headers("agent"))
        with watching(client, desk.headers("helper")) as reader:
            for _ in range(60):
                _tell_much(desk, ticket_id)
                reader.until("TicketUpdated", kind="ticket_updated")
            until(lambda: can_watch(client, desk.headers("agent")))


def _tell_much(desk: Desk, ticket_id: int) -> None:
    desk.database.execute(
        "SELECT helpdesk.record_event(%s, 'ticket_updated', jsonb_build_object('x', repeat('x', 200000)))",
        (ticket_id,),
    )


def test_a_lost_database_connection_loses_no_event(desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    with watching(desk.client, desk.headers("agent"), f"?tickets={ticket_id}") as reader:
        reader.until("Presence")
        desk.database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name IN ('pgdesk live', 'pgdesk api')"
        )
        note(desk, ticket_id)
        reader.until("TicketUpdated", kind="internal_note_added")
