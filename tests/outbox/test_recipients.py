"""Who gets which mail of what happens on a ticket, exactly once, and who gets none."""

from typing import Any

import pytest

from tests.desk import SYSTEM, Desk, Person, refused


@pytest.fixture
def mailing(desk: Desk) -> Desk:
    """A desk that mails."""
    set_to(desk, "mail_enabled", "true")
    return desk


def set_to(desk: Desk, key: str, value: str) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.setting SET value = %s WHERE key = %s", value, key)


def assigned(desk: Desk, who: Person) -> int:
    """A ticket of theirs, of which they were told."""
    ticket = desk.ticket(assignee_id=who.id)
    desk.run(SYSTEM, "DELETE FROM helpdesk.outgoing_mail")
    return ticket


def mails(desk: Desk, ticket: int, columns: str = "kind, person_id") -> list[tuple[Any, ...]]:
    return desk.run(
        SYSTEM,
        f"SELECT {columns} FROM helpdesk.outgoing_mail WHERE ticket_id = %s AND kind <> 'ticket_received'"
        " ORDER BY outgoing_mail_id",
        ticket,
    )


def test_a_reply_of_staff_goes_to_requester_and_participants_itself(mailing: Desk) -> None:
    ticket = mailing.ticket()
    mailing.call(mailing.agent, "add_participant", ticket_id=ticket, person_id=mailing.teammate.id)
    message = mailing.call(mailing.agent, "reply", ticket_id=ticket, body="Here.")["message_id"]
    assert sorted(mails(mailing, ticket, "kind, person_id, message_id")) == [
        ("reply", mailing.customer.id, message),
        ("reply", mailing.teammate.id, message),
    ]


def test_a_reply_of_the_customer_is_a_notice_for_the_assignee(mailing: Desk) -> None:
    ticket = assigned(mailing, mailing.agent)
    mailing.call(mailing.customer, "reply", ticket_id=ticket, body="Still broken.")
    (found,) = mails(mailing, ticket, "kind, person_id, data -> 'notice' ->> 'body'")
    assert found == ("notice", mailing.agent.id, "Still broken.")


def test_a_guest_hears_by_mail_and_has_no_bell(mailing: Desk) -> None:
    ticket = mailing.ticket(requester=mailing.guest)
    mailing.call(mailing.agent, "reply", ticket_id=ticket, body="Here.")
    assert mails(mailing, ticket) == [("reply", mailing.guest.id)]
    assert mailing.run(
        SYSTEM,
        "SELECT is_in_app, mail_state FROM helpdesk.notification WHERE person_id = %s",
        mailing.guest.id,
    ) == [(False, "due")]


def test_a_note_and_a_mention_are_one_notice_for_who_is_named(mailing: Desk) -> None:
    ticket = assigned(mailing, mailing.colleague)
    handle = mailing.one(
        SYSTEM, "SELECT handle FROM helpdesk.person WHERE person_id = %s", mailing.colleague.id
    )
    mailing.call(mailing.agent, "add_note", ticket_id=ticket, body=f"Look, @{handle}")
    found = mails(mailing, ticket, "kind, person_id, data -> 'notice' ->> 'title'")
    assert [one[:2] for one in found] == [("notice", mailing.colleague.id)]
    assert "mention" in found[0][2]


@pytest.mark.parametrize(("channel", "count"), [("in_app", 0), ("none", 0), ("mail", 1), ("both", 1)])
def test_who_wants_no_mail_gets_none(mailing: Desk, channel: str, count: int) -> None:
    mailing.run(
        SYSTEM,
        "INSERT INTO helpdesk.notification_preference (person_id, kind, channel)"
        " VALUES (%s, 'reply_created', %s)",
        mailing.agent.id,
        channel,
    )
    ticket = assigned(mailing, mailing.agent)
    mailing.call(mailing.customer, "reply", ticket_id=ticket, body="Still broken.")
    assert len(mails(mailing, ticket)) == count


def test_a_desk_that_does_not_mail_writes_none(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    desk.call(desk.customer, "reply", ticket_id=ticket, body="Still broken.")
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Here.")
    assert mails(desk, ticket) == []


def test_who_opens_a_ticket_is_told_that_it_has_come_but_not_without_end(mailing: Desk) -> None:
    for _ in range(8):
        mailing.call(mailing.customer, "create_ticket", subject="Help")
    assert mailing.run(
        SYSTEM, "SELECT kind, person_id, count(*) FROM helpdesk.outgoing_mail GROUP BY 1, 2"
    ) == [("ticket_received", mailing.customer.id, 5)]


def test_who_has_a_ticket_opened_for_them_is_not(mailing: Desk) -> None:
    mailing.call(mailing.agent, "create_ticket", subject="Help", requester_id=mailing.customer.id)
    assert mailing.one(SYSTEM, "SELECT count(*) FROM helpdesk.outgoing_mail") == 0


def test_what_is_refused_is_not_mailed(mailing: Desk) -> None:
    ticket = mailing.ticket()
    with refused("PD006"):
        mailing.call(mailing.agent, "reply", ticket_id=ticket, body="Here.", status="nowhere")
    assert mails(mailing, ticket) == []


def test_who_only_follows_may_end_such_mails_and_still_hears_of_their_own(mailing: Desk) -> None:
    ticket = mailing.ticket(assignee_id=mailing.agent.id)
    mailing.call(mailing.colleague, "follow_ticket", ticket_id=ticket)
    mailing.call(mailing.customer, "reply", ticket_id=ticket, body="Still broken.")
    found = dict(mails(mailing, ticket, "person_id, kind || ' ' || state"))
    assert found == {mailing.agent.id: "notice queued", mailing.colleague.id: "followed queued"}
    for who in (mailing.agent, mailing.colleague):
        mailing.run(who, "INSERT INTO api.mail_unsubscriptions (kind) VALUES ('followed')")
    second = mailing.ticket(assignee_id=mailing.agent.id)
    mailing.call(mailing.colleague, "follow_ticket", ticket_id=second)
    mailing.call(mailing.customer, "reply", ticket_id=second, body="Still broken.")
    found = dict(mails(mailing, second, "person_id, kind || ' ' || state"))
    assert found == {mailing.agent.id: "notice queued", mailing.colleague.id: "followed withdrawn"}
