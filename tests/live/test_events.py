"""GET /live: who is told what, from where a stream goes on, and when it ends."""

import psycopg
import pytest

from tests.api.conftest import Desk
from tests.api.server import serving, settings_for
from tests.live.acts import can_watch, note, open_ticket, reply
from tests.live.streams import Reader, watching
from tests.waiting import until


def _kinds(reader: Reader) -> list[str]:
    return [told.data["kind"] for told in reader.passed if told.name == "TicketUpdated"]


def test_an_event_arrives_as_api_events_shows_it(desk: Desk) -> None:
    with watching(desk.client, desk.headers("agent")) as reader:
        reply(desk, desk.ticket_id)
        told = reader.until("TicketUpdated", kind="reply_created")
    query = f"/rest/events?event_id=eq.{told.data['event_id']}"
    assert desk.client.get(query, headers=desk.headers("agent")).json() == [told.data]


def test_a_customer_is_told_of_what_is_public_on_their_tickets(desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    with watching(desk.client, desk.headers("customer")) as reader:
        note(desk, ticket_id)
        desk.database.execute(
            "INSERT INTO helpdesk.ticket (subject, requester_id) VALUES ('Not theirs', %s)",
            (desk.people["agent"],),
        )
        reply(desk, ticket_id)
        reader.until("TicketUpdated", kind="reply_created", ticket_id=ticket_id)
        assert "internal_note_added" not in _kinds(reader)
        assert {told.data["ticket_id"] for told in reader.passed if told.name == "TicketUpdated"} <= {
            ticket_id,
            desk.ticket_id,
        }


def test_the_bell_rings_for_its_owner_alone(desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    with (
        watching(desk.client, desk.headers("customer")) as theirs,
        watching(desk.client, desk.headers("helper")) as others,
    ):
        reply(desk, ticket_id)
        rung = theirs.until("Notification", kind="reply_created", ticket_id=ticket_id)
        others.until("TicketUpdated", kind="reply_created", ticket_id=ticket_id)
        reply(desk, ticket_id)
        others.until("TicketUpdated", kind="reply_created", ticket_id=ticket_id)
    assert [told for told in others.passed if told.name == "Notification"] == []
    shown = f"/rest/notifications?notification_id=eq.{rung.data['notification_id']}"
    assert len(desk.client.get(shown, headers=desk.headers("customer")).json()) == 1


def test_what_rings_without_an_event_is_told(desk: Desk) -> None:
    with watching(desk.client, desk.headers("admin")) as reader:
        desk.database.execute(
            "INSERT INTO helpdesk.notification (person_id, kind, title)"
            " VALUES (%s, 'ticket_updated', 'A mail')",
            (desk.people["admin"],),
        )
        assert reader.until("Notification", title="A mail").data["event_id"] is None


def test_what_rang_without_an_event_while_nobody_listened_is_told(desk: Desk) -> None:
    """As when its notice came before the process listened, or its connection was lost."""
    with watching(desk.client, desk.headers("admin")) as reader:
        note(desk, open_ticket(desk))
        while not reader.position:
            reader.next()
    desk.database.execute(
        "INSERT INTO helpdesk.notification (person_id, kind, title)"
        " VALUES (%s, 'ticket_updated', 'Meanwhile')",
        (desk.people["admin"],),
    )
    with watching(desk.client, desk.headers("admin"), after=reader.position) as again:
        assert again.until("Notification", title="Meanwhile").data["event_id"] is None


def test_a_late_commit_is_not_missed(desk: Desk) -> None:
    """A transaction that began first and commits last, with lower keys than what was told meanwhile."""
    late = "UPDATE helpdesk.ticket SET subject = 'late' WHERE ticket_id = %s"
    slow, quick = open_ticket(desk), open_ticket(desk)
    with psycopg.connect(desk.dsn) as transaction:
        transaction.execute(late, (slow,))
        with watching(desk.client, desk.headers("agent")) as reader:
            note(desk, quick)
            quick_event = reader.until("TicketUpdated", ticket_id=quick)
            position = reader.position
            while not position:
                reader.next()
                position = reader.position
        transaction.commit()
    with watching(desk.client, desk.headers("agent"), after=position) as reader:
        late_event = reader.until("TicketUpdated", ticket_id=slow)
        assert late_event.data["event_id"] < quick_event.data["event_id"]
        assert [told for told in reader.passed if told.data.get("ticket_id") == quick] == []


def test_a_late_commit_is_told_while_it_is_watched(desk: Desk) -> None:
    slow, quick = open_ticket(desk), open_ticket(desk)
    with psycopg.connect(desk.dsn) as transaction:
        transaction.execute("UPDATE helpdesk.ticket SET subject = 'late' WHERE ticket_id = %s", (slow,))
        with watching(desk.client, desk.headers("agent")) as reader:
            note(desk, quick)
            reader.until("TicketUpdated", ticket_id=quick)
            transaction.commit()
            reader.until("TicketUpdated", ticket_id=slow)
            assert [told for told in reader.passed if told.data.get("ticket_id") == quick] == []


def test_a_stream_goes_on_where_it_was_cut(desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    with watching(desk.client, desk.headers("agent")) as reader:
        note(desk, ticket_id)
        reader.until("TicketUpdated", kind="internal_note_added", ticket_id=ticket_id)
        while not reader.position:
            reader.next()
    reply(desk, ticket_id)
    for given in ({"after": reader.position}, {"query": f"?after={reader.position}"}):
        with watching(desk.client, desk.headers("agent"), **given) as again:
            again.until("TicketUpdated", kind="reply_created", ticket_id=ticket_id)
            assert "internal_note_added" not in _kinds(again)


def test_who_was_away_for_too_long_reads_anew(desk: Desk) -> None:
    """From a position of another database, or from before more events than are told one by one."""
    for elsewhere in ("999999999:999999999:", "99999999999999999999:99999999999999999999:"):
        with watching(desk.client, desk.headers("agent"), after=elsewhere) as reader:
            reader.until("Reset")
    with watching(desk.client, desk.headers("agent")) as reader:
        note(desk, desk.ticket_id)
        reader.until("TicketUpdated", kind="internal_note_added")
        while not reader.position:
            reader.next()
    desk.database.execute(
        "INSERT INTO helpdesk.ticket (subject, requester_id) SELECT 'many', %s FROM generate_series(1, 600)",
        (desk.people["customer"],),
    )
    with watching(desk.client, desk.headers("agent"), after=reader.position) as again:
        again.until("Reset")
        note(desk, desk.ticket_id)
        again.until("TicketUpdated", kind="internal_note_added")


def test_joined_tickets_are_told_alone(desk: Desk) -> None:
    wanted, other = open_ticket(desk), open_ticket(desk)
    with watching(desk.client, desk.headers("agent"), f"?tickets={wanted}") as reader:
        note(desk, other)
        note(desk, wanted)
        reader.until("TicketUpdated", ticket_id=wanted)
        assert _kinds(reader) == []


def test_who_looks_and_who_writes_is_told(desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    helper = {"person_id": desk.people["helper"], "name": "Helper"}

    def share(is_replying: bool) -> None:
        sent = {"ticket_id": ticket_id, "is_replying": is_replying}
        desk.client.post("/rest/rpc/share_presence", headers=desk.headers("helper"), json=sent)

    with watching(desk.client, desk.headers("agent"), f"?tickets={ticket_id}") as reader:
        assert reader.until("Presence").data == {"ticket_id": ticket_id, "people": []}
        share(is_replying=False)
        reader.until("Presence", people=[{**helper, "is_replying": False}])
        share(is_replying=True)
        reader.until("Presence", people=[{**helper, "is_replying": True}])
        desk.database.execute("DELETE FROM helpdesk.ticket_presence WHERE ticket_id = %s", (ticket_id,))
        reader.until("Presence", people=[])


def test_a_customer_is_not_told_who_looks(desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    with watching(desk.client, desk.headers("customer"), f"?tickets={ticket_id}") as reader:
        sent = {"ticket_id": ticket_id, "is_replying": True}
        desk.client.post("/rest/rpc/share_presence", headers=desk.headers("helper"), json=sent)
        reply(desk, ticket_id)
        reader.until("TicketUpdated", ticket_id=ticket_id, kind="reply_created")
        assert [told for told in reader.passed if told.name == "Presence"] == []


def test_a_ticket_that_may_not_be_seen_any_more_is_lost(desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    with watching(desk.client, desk.headers("customer"), f"?tickets={ticket_id}&all=1") as reader:
        desk.database.execute(
            "UPDATE helpdesk.ticket SET deleted_at = now() WHERE ticket_id = %s", (ticket_id,)
        )
        reader.until("TicketLost", ticket_id=ticket_id)
        assert "ticket_deleted" not in _kinds(reader)


def _deactivate(desk: Desk) -> None:
    desk.database.execute(
        "UPDATE helpdesk.person SET is_active = false WHERE person_id = %s", (desk.people["third"],)
    )


def test_whoever_is_deactivated_is_told_nothing_more(desk: Desk) -> None:
    try:
        with watching(desk.client, desk.headers("third")) as reader:
            _deactivate(desk)
            note(desk, desk.ticket_id)
            assert reader.until("Ended").data["code"] == "PD011"
            assert "internal_note_added" not in _kinds(reader)
            assert reader.next() is None
    finally:
        desk.database.execute(
            "UPDATE helpdesk.person SET is_active = true WHERE person_id = %s", (desk.people["third"],)
        )


def test_a_stream_ends_with_its_token(desk: Desk) -> None:
    """Thirty seconds later, as everywhere: clocks differ."""
    with watching(desk.client, desk.headers("agent", expires_in=-28)) as reader:
        ended = reader.until("Ended")
        assert (ended.data["code"], reader.next()) == ("HTTP401", None)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("?tickets=1,x", 400, "HTTP400"),
        ("?tickets=99999999", 404, "PD001"),
        ("?tickets=" + ",".join(map(str, range(1, 102))), 400, "HTTP400"),
        ("?all=maybe", 400, "HTTP400"),
        ("?everything=1", 400, "HTTP400"),
        ("?" + "&".join(f"a{n}" for n in range(200)), 400, "HTTP400"),
        ("?after=soon", 400, "PD165"),
        ("?after=5:4:", 400, "PD165"),
        ("?tickets=9223372036854775808", 400, "HTTP400"),
    ],
)
def test_what_cannot_be_watched_is_refused(desk: Desk, query: str, status: int, code: str) -> None:
    answer = desk.client.get(f"/live{query}", headers=desk.headers("agent"))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["hint"] is not None or code == "HTTP400"


def test_nobody_watches_without_a_token(desk: Desk) -> None:
    assert desk.client.get("/live").status_code == 401
    assert desk.client.get("/live", headers={"Authorization": "Bearer no.to.ken"}).status_code == 401
    assert desk.client.post("/live", headers=desk.headers("agent")).status_code == 405


def test_so_many_streams_and_no_more(desk: Desk) -> None:
    settings = settings_for(desk.dsn, live_streams=3, live_streams_per_person=2)
    with serving(settings) as client:
        with watching(client, desk.headers("agent")), watching(client, desk.headers("agent")):
            answer = client.get("/live", headers=desk.headers("agent"))
            assert (answer.status_code, answer.json()["code"]) == (429, "PD166")
            with watching(client, desk.headers("admin")):
                answer = client.get("/live", headers=desk.headers("helper"))
                assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        until(lambda: can_watch(client, desk.headers("agent")))
