"""Spam is closed without a word; blocked senders are refused, staff and mail ask before."""

import pytest

from tests.desk import ANON, SYSTEM, Desk, refused


def test_spam_is_closed_and_nobody_is_told(desk: Desk) -> None:
    ticket = desk.ticket("in_progress")
    found = desk.call(desk.agent, "mark_spam", ticket_id=ticket)
    assert (found["is_spam"], found["status"]) == (True, "closed")
    assert "spam_marked" in desk.events(ticket)
    assert not {kind for person, kind in desk.notified(ticket) if person == desk.customer.id}
    desk.call(desk.agent, "mark_spam", ticket_id=ticket)
    found = desk.call(desk.agent, "unmark_spam", ticket_id=ticket)
    assert (found["is_spam"], found["status"], found["closed_at"]) == (False, "in_progress", None)


def test_a_reply_does_not_reopen_spam(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "mark_spam", ticket_id=ticket)
    desk.call(desk.customer, "reply", ticket_id=ticket, body="But I won the lottery")
    assert desk.ticket_row(ticket)["status"] == "closed"
    with refused("PD504"):
        desk.call(desk.customer, "reopen_ticket", ticket_id=ticket)
    found = desk.call(desk.agent, "reopen_ticket", ticket_id=ticket)
    assert (found["is_spam"], found["status"]) == (False, "reopened")


def test_a_snoozed_ticket_can_be_spam(desk: Desk) -> None:
    desk.set("snooze_status", "on_hold")
    ticket = desk.ticket("in_progress")
    desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset="1h")
    desk.call(desk.agent, "mark_spam", ticket_id=ticket)
    assert desk.ticket_row(ticket)["snoozed_until"] is None
    assert desk.call(desk.agent, "unmark_spam", ticket_id=ticket)["status"] == "in_progress"


def test_a_blocked_sender_opens_and_answers_nothing(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "mark_spam", ticket_id=desk.ticket(), block_sender=True)
    for verb, arguments in (
        ("create_ticket", {"subject": "Buy"}),
        ("reply", {"ticket_id": ticket, "body": "Buy"}),
    ):
        with refused("PD504", "max@desk.example"):
            desk.call(desk.customer, verb, **arguments)
    made = desk.call(ANON, "create_ticket", subject="Buy", requester_email="MAX@desk.example")
    assert desk.run(
        SYSTEM, "SELECT is_spam, status FROM helpdesk.ticket WHERE reference = %s", made["reference"]
    ) == [(True, "closed")], "strangers are not told who is blocked"
    with refused("PD504"):
        desk.run(desk.customer, "INSERT INTO api.tickets (subject) VALUES ('Buy')")
    desk.call(desk.agent, "create_ticket", subject="He called", requester_id=desk.customer.id)
    desk.run(desk.agent, "SELECT api.unblock_sender('max@desk.example')")
    desk.call(desk.customer, "create_ticket", subject="Sorry")


@pytest.mark.parametrize(
    ("address", "is_blocked"),
    [
        ("a@spam.example", True),
        ("A@Spam.Example ", True),
        ("a@mail.spam.example", True),
        ("a@notspam.example", False),
        ("a@example", False),
        ("one@mixed.example", True),
        ("two@mixed.example", False),
        ("", False),
        (None, False),
    ],
)
def test_what_is_blocked(desk: Desk, address: str | None, is_blocked: bool) -> None:
    assert desk.call(desk.agent, "block_sender", sender=" @Spam.example")["sender"] == "spam.example"
    desk.call(desk.agent, "block_sender", sender="One@mixed.example", reason="Rude")
    assert desk.one(SYSTEM, "SELECT helpdesk.is_blocked_sender(%s)", address) is is_blocked


def test_who_blocks_whom(desk: Desk) -> None:
    for sender in ("nonsense @", "", "bob@desk.example", "desk.example", "example", "com"):
        with refused("PD006"):
            desk.call(desk.agent, "block_sender", sender=sender)
    with refused("PD001"):
        desk.run(desk.agent, "SELECT api.unblock_sender('nobody@example.org')")
    with refused("PD002"):
        desk.call(desk.light, "block_sender", sender="a@b.example")
    with refused("42501"):
        desk.call(desk.customer, "block_sender", sender="a@b.example")
    with refused("42501"):
        desk.run(desk.customer, "SELECT * FROM api.blocked_senders")
    desk.call(desk.agent, "block_sender", sender="a@b.example")
    assert desk.run(desk.agent, "SELECT sender, blocked_by FROM api.blocked_senders") == [
        ("a@b.example", desk.agent.id)
    ]


def test_a_merged_ticket_is_no_spam(desk: Desk) -> None:
    source, target = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    with refused("PD015"):
        desk.call(desk.agent, "mark_spam", ticket_id=source)


def test_mail_of_a_blocked_sender_is_quarantined(desk: Desk) -> None:
    desk.call(desk.agent, "block_sender", sender="spam.example")
    mail = "jsonb_populate_record(NULL::helpdesk.inbound_mail, jsonb_build_object('from_address', %s::text))"
    judge = f"SELECT helpdesk.judge_mail({mail}, '{{}}', NULL, NULL)"
    assert desk.one(SYSTEM, judge, "a@spam.example") == "the sender is blocked"
    assert desk.one(SYSTEM, judge, "a@ham.example") != "the sender is blocked"


def test_a_domain_of_customers_is_blocked_by_who_edits_people(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.person SET email = 'jo@mail.large.example' WHERE person_id = %s",
        desk.customer.id,
    )
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.organisation_domain (domain, organisation_id) VALUES ('eu.corp.example', %s)",
        desk.shared_organisation,
    )
    desk.one(SYSTEM, "SELECT helpdesk.find_or_create_guest('spam@junk.example', 'Junk')")
    for domain in ("large.example", "mail.large.example", "@corp.example"):
        with refused("PD002", "customers write from"):
            desk.call(desk.agent, "block_sender", sender=domain)
        desk.call(desk.admin, "block_sender", sender=domain)
    for other in ("junk.example", "jo@mail.large.example", "ge.example", "us.corp.example"):
        desk.call(desk.agent, "block_sender", sender=other)


def test_the_desks_own_addresses_are_not_blocked(desk: Desk) -> None:
    desk.set("inbound_addresses", ["Help@in.desk.co.example"])
    for sender in ("help@in.desk.co.example", "in.desk.co.example", "desk.co.example"):
        with refused("PD006", "the desk's own"):
            desk.call(desk.admin, "block_sender", sender=sender)
    desk.call(desk.admin, "block_sender", sender="nobody@in.desk.co.example")


def test_a_domain_above_the_staffs_is_not_blocked(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.person SET email = 'bob@mail.desk.co.example' WHERE person_id = %s",
        desk.agent.id,
    )
    for domain in ("mail.desk.co.example", "desk.co.example", "co.example"):
        with refused("PD006", "members of staff"):
            desk.call(desk.admin, "block_sender", sender=domain)
    for other in ("sk.co.example", "eu.mail.desk.co.example", "ann@desk.co.example"):
        desk.call(desk.admin, "block_sender", sender=other)


@pytest.mark.parametrize("sender", ["com", "@shop.example", "Shop.example", "shop..example", "ann@"])
def test_no_writer_blocks_what_is_no_sender(desk: Desk, sender: str) -> None:
    with refused("23514", "blocked_sender_is_address_or_domain"):
        desk.run(SYSTEM, "INSERT INTO helpdesk.blocked_sender (sender) VALUES (%s)", sender)
