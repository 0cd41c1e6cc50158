"""Mails are written along with what they tell of: once an event and address, and gone with what is undone."""

from typing import Any

from tests.desk import SYSTEM, Desk


def mails(desk: Desk, columns: str = "address") -> list[tuple[Any, ...]]:
    return desk.run(SYSTEM, f"SELECT {columns} FROM helpdesk.outgoing_mail ORDER BY outgoing_mail_id")


def test_a_mail_goes_to_the_persons_address_in_their_language(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET language = 'pt-BR' WHERE person_id = %s", desk.agent.id)
    assert desk.one(SYSTEM, "SELECT helpdesk.queue_mail('password_changed', %s)", desk.agent.id)
    assert mails(desk, "kind, is_urgent, person_id, address, language, state, attempts") == [
        ("password_changed", True, desk.agent.id, "bob@desk.example", "pt-BR", "queued", 0)
    ]


def test_who_has_no_address_gets_no_mail(desk: Desk) -> None:
    person = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.person (name, is_guest, claimed_email) VALUES ('G', true, 'g@claimed.example')"
        " RETURNING person_id",
    )
    assert desk.one(SYSTEM, "SELECT helpdesk.queue_mail('password_changed', %s)", person) is None
    assert mails(desk) == []


def test_an_event_is_mailed_to_an_address_once(desk: Desk) -> None:
    ticket = desk.ticket()
    event = desk.one(SYSTEM, "SELECT max(event_id) FROM helpdesk.event WHERE ticket_id = %s", ticket)
    statement = (
        "SELECT helpdesk.queue_mail('password_changed', p_address => %s, p_ticket_id => %s, p_event_id => %s)"
    )
    assert desk.one(SYSTEM, statement, "a@x.example", ticket, event)
    assert desk.one(SYSTEM, statement, "a@x.example", ticket, event) is None
    assert desk.one(SYSTEM, statement, "b@x.example", ticket, event)
    assert mails(desk) == [("a@x.example",), ("b@x.example",)]


def test_what_is_old_is_purged_but_what_is_to_come(desk: Desk) -> None:
    desk.clock("2024-05-01 10:00+00")
    for wait in ("2024-05-01 10:00+00", "2024-09-01 10:00+00"):
        desk.run(
            SYSTEM,
            "SELECT helpdesk.queue_mail('password_changed', %s, p_not_before => %s)",
            desk.agent.id,
            wait,
        )
    desk.clock("2024-05-31 09:59+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_outgoing_mail()") == 0
    desk.clock("2024-06-02 10:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_outgoing_mail()") == 1
    assert len(mails(desk)) == 1
