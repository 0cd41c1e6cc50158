"""Outsiders take part in side conversations by mail; the customer sees nothing of it."""

from typing import Any

import pytest

from tests.desk import SYSTEM, Desk, Person, refused
from tests.mail.conftest import mail, set_setting, take_in

SUPPLIER = "sales@parts.example"
#: What the trusted mail server says of the supplier.
VOUCHED = "Authentication-Results: mx.desk.example; dmarc=pass header.from=parts.example\n"


class Thread:
    """A ticket, and the side conversation that Bob began there with a supplier."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ticket = desk.ticket(department_id=desk.support)
        made = desk.call(
            desk.agent,
            "start_side_conversation",
            ticket_id=self.ticket,
            subject="Spare fuser",
            body="Do you have one?",
            addresses=["Sales@Parts.example"],
        )
        self.number = made["side_conversation_id"]
        assert made["channel"] == "email"
        self.address = desk.one(
            SYSTEM, "SELECT helpdesk.mail_reply_address(%s, %s)", self.ticket, self.number
        )

    def said(self) -> list[tuple[Any, ...]]:
        return self.desk.run(
            self.desk.agent,
            "SELECT author_id, author_address, body FROM api.side_messages WHERE side_conversation_id = %s"
            " ORDER BY side_message_id",
            self.number,
        )[1:]

    def on_ticket(self) -> int:
        return int(
            self.desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s", self.ticket)
        )

    def status(self) -> str:
        return str(
            self.desk.one(
                self.desk.agent,
                "SELECT status FROM api.side_conversations WHERE side_conversation_id = %s",
                self.number,
            )
        )

    def sent(self) -> dict[str, Any]:
        """What a worker is given of the mail of the first message."""
        turn = self.desk.one(SYSTEM, "SELECT helpdesk.begin_smtp_turn()")
        rows = self.desk.run(SYSTEM, "SELECT m FROM helpdesk.begin_mails(%s, 10) AS m", turn)
        (found,) = [row[0] for row in rows if row[0]["kind"] == "side_message"]
        return dict(found)

    def take(self, sender: str = SUPPLIER, **parts: Any) -> dict[str, Any]:
        return take_in(self.desk.db, mail(sender, **{"to": self.address, **parts}))


@pytest.fixture
def thread(desk: Desk) -> Thread:
    set_setting(desk.db, "inbound_authserv", None)
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.support_address (address, sender_name, department_id)"
        " VALUES ('help@desk.example', 'Desk', NULL), ('support@desk.example', 'Support', %s)",
        desk.support,
    )
    return Thread(desk)


def test_what_staff_write_is_mailed_from_the_departments_address_with_ids_of_its_own(thread: Thread) -> None:
    letter = thread.sent()
    assert (letter["address"], letter["sender_address"]) == (SUPPLIER, "support@desk.example")
    assert letter["reply_to"] == thread.address
    assert thread.address.startswith(f"support+side-{thread.number}.")
    assert len(thread.address.split(".")[1].split("@")[0]) * 4 == 128
    assert (letter["is_automatic"], letter["unsubscribe_path"]) == (False, None)
    ticket_ids = thread.desk.one(SYSTEM, "SELECT helpdesk.mail_references(%s)", thread.ticket)
    assert letter["references"]
    assert not set(letter["references"]) & set(ticket_ids)
    thread.take(body="Yes.")
    thread.desk.call(
        thread.desk.agent, "reply_side_conversation", side_conversation_id=thread.number, body="!"
    )
    answer = thread.desk.one(SYSTEM, "SELECT mail_message_id FROM helpdesk.inbound_mail")
    assert thread.sent()["references"] == [*letter["references"], answer]


def test_the_mail_says_what_was_written_and_nothing_of_the_ticket(thread: Thread) -> None:
    values = thread.desk.one(
        SYSTEM,
        "SELECT helpdesk.draft_mail(m, 'https://x') FROM helpdesk.outgoing_mail AS m"
        " WHERE kind = 'side_message'",
    )
    assert values["values"]["conversation"] == {"subject": "Spare fuser"}
    assert values["values"]["message"]["body"] == "Do you have one?"
    assert all("ticket" not in text["subject"] + text["body"] for text in values["texts"])


@pytest.mark.parametrize("way", ["address", "message_id"])
def test_an_answer_continues_the_conversation_and_not_the_ticket(thread: Thread, way: str) -> None:
    headers, to = "", thread.address
    if way == "message_id":
        headers, to = f"In-Reply-To: <{thread.sent()['mail_message_id']}>\n", "support@desk.example"
    before = thread.on_ticket()
    result = thread.take(
        body="We have two.\n\nOn Mon, 3 Feb 2025, Support <support@desk.example> wrote:\n> Do you?\n",
        headers=headers,
        to=to,
    )
    assert result["state"] == "reply"
    assert thread.said() == [(None, SUPPLIER, "We have two.")]
    assert thread.on_ticket() == before
    row = thread.desk.run(
        thread.desk.agent, "SELECT matched_by, message_id, side_message_id IS NOT NULL FROM api.inbound_mail"
    )
    assert row == [(way, None, True)]
    assert (thread.desk.agent.id, "side_conversation_answered") in thread.desk.notified(thread.ticket)
    assert not thread.desk.run(SYSTEM, "SELECT FROM helpdesk.person WHERE email = %s", SUPPLIER)


def test_the_customer_sees_nothing_of_it(thread: Thread) -> None:
    boundary = "Content-Type: multipart/mixed; boundary=b\n"
    body = (
        "--b\nContent-Type: text/plain\n\nHere.\n--b\nContent-Type: text/csv\n"
        "Content-Disposition: attachment; filename=prices.csv\n\na;1\n--b--\n"
    )
    thread.take(headers=boundary, body=body)
    names = "SELECT filename, message_id, side_message_id IS NOT NULL FROM api.attachments"
    assert thread.desk.run(thread.desk.agent, names) == [("prices.csv", None, True)]
    assert thread.desk.run(thread.desk.customer, names) == []
    events = thread.desk.run(thread.desk.customer, "SELECT kind FROM api.events WHERE kind LIKE 'side%%'")
    assert events == []
    assert not thread.desk.run(
        SYSTEM, "SELECT FROM helpdesk.notification WHERE person_id = %s", thread.desk.customer.id
    )


def test_who_takes_no_part_does_not_get_in(thread: Thread) -> None:
    guest = thread.take("stranger@other.example", subject="Re: Spare fuser")
    assert guest["state"] == "quarantined"
    assert "takes no part in the side conversation" in guest["reason"]
    reference = thread.desk.ticket_row(thread.ticket)["reference"]
    customer = thread.desk.one(
        SYSTEM, "SELECT email FROM helpdesk.person WHERE person_id = %s", thread.desk.customer.id
    )
    assert thread.take(customer, subject=f"[{reference}]")["state"] == "quarantined"
    local, _, domain = thread.address.partition("@")
    thread.take(to=f"{local[:-1]}{'1' if local[-1] == '0' else '0'}@{domain}")
    assert thread.said() == []


def test_where_a_server_is_trusted_only_what_it_vouched_for_continues(thread: Thread) -> None:
    set_setting(thread.desk.db, "inbound_authserv", "mx.desk.example")
    assert thread.take()["state"] == "quarantined"
    assert thread.take(headers=VOUCHED, body="Genuine.")["state"] == "reply"
    assert thread.said() == [(None, SUPPLIER, "Genuine.")]


def test_an_answer_opens_a_closed_conversation_again(thread: Thread) -> None:
    thread.desk.call(thread.desk.agent, "close_side_conversation", side_conversation_id=thread.number)
    thread.take(body="Late.")
    assert thread.status() == "open"


def test_automatic_mail_and_bounces_are_told_there(thread: Thread) -> None:
    sent = thread.sent()["mail_message_id"]
    thread.desk.call(thread.desk.agent, "close_side_conversation", side_conversation_id=thread.number)
    before = thread.on_ticket()
    away = thread.take(
        headers="Auto-Submitted: auto-replied\n", subject="Out of office", body="Back on Monday."
    )
    report = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n",
        "--b\nContent-Type: text/plain\n\nFailed.\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; sales@parts.example\nAction: failed\n"
        f"Status: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{sent}>\n\n--b--\n",
    )
    bounce = thread.take(
        "MAILER-DAEMON@mx.example", to="support@desk.example", headers=report[0], body=report[1]
    )
    assert (away["state"], bounce["state"]) == ("automatic", "automatic")
    (first, second) = thread.said()
    assert first == (None, None, "Back on Monday.")
    assert second[:2] == (None, None)
    assert "Delivery to sales@parts.example (5.1.1) failed." in second[2]
    assert (thread.on_ticket(), thread.status()) == (before, "closed")
    # Nothing that a program says is mailed on.
    mailed = "SELECT count(*) FROM helpdesk.outgoing_mail WHERE kind = 'side_message'"
    assert thread.desk.one(SYSTEM, mailed) == 1


def test_a_mail_that_the_server_refuses_is_told_there(thread: Thread) -> None:
    letter = thread.sent()
    thread.desk.run(SYSTEM, "SELECT helpdesk.end_mail(%s, 1, 550, '5.1.1 no')", letter["outgoing_mail_id"])
    assert thread.said() == [(None, None, f"Delivery to {SUPPLIER} failed.")]


def test_staff_who_take_part_answer_by_mail_there_and_outsiders_get_it(thread: Thread) -> None:
    desk = thread.desk
    set_setting(desk.db, "inbound_authserv", "mx.desk.example")
    set_setting(desk.db, "mail_enabled", True)
    desk.call(
        desk.agent, "add_side_participant", side_conversation_id=thread.number, person_id=desk.colleague.id
    )
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.person SET email = 'cleo@desk.example' WHERE person_id = %s",
        desk.colleague.id,
    )
    thread.take(headers=VOUCHED, body="Which model?")
    notices = desk.run(
        SYSTEM,
        "SELECT DISTINCT helpdesk.mail_reply_address(ticket_id, side_conversation_id)"
        " FROM helpdesk.outgoing_mail WHERE kind IN ('notice', 'followed')",
    )
    assert notices == [(thread.address,)]
    before = thread.on_ticket()
    vouched = "Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example\n"
    thread.take("cleo@desk.example", headers=vouched, body="The grey one.")
    assert thread.said()[-1] == (desk.colleague.id, None, "The grey one.")
    assert thread.on_ticket() == before
    mailed = "SELECT count(*) FROM helpdesk.outgoing_mail WHERE kind = 'side_message' AND address = %s"
    assert desk.one(SYSTEM, mailed, SUPPLIER) == 2


def test_an_answer_still_arrives_once_its_ticket_was_merged(thread: Thread) -> None:
    into = thread.desk.ticket(department_id=thread.desk.support)
    thread.desk.call(thread.desk.agent, "merge_tickets", into_id=into, ticket_ids=[thread.ticket])
    assert thread.take(body="Yes.")["state"] == "reply"
    assert thread.said() == [(None, SUPPLIER, "Yes.")]


def test_a_deleted_tickets_conversation_takes_no_mail(thread: Thread) -> None:
    thread.desk.call(thread.desk.admin, "delete_ticket", ticket_id=thread.ticket)
    assert thread.take()["state"] == "quarantined"


def test_one_more_outsider_is_mailed_from_then_on(thread: Thread) -> None:
    desk = thread.desk
    for _ in range(2):
        added = desk.call(
            desk.agent, "add_side_participant", side_conversation_id=thread.number, address="X@parts.example"
        )
    assert (added["person_id"], added["address"]) == (None, "x@parts.example")
    desk.call(desk.agent, "reply_side_conversation", side_conversation_id=thread.number, body="And you?")
    mailed = desk.run(
        SYSTEM,
        "SELECT address, count(*)::int FROM helpdesk.outgoing_mail WHERE kind = 'side_message'"
        " GROUP BY address ORDER BY address",
    )
    assert mailed == [(SUPPLIER, 2), ("x@parts.example", 1)]


def _email(desk: Desk, who: Person) -> str:
    return str(desk.one(SYSTEM, "SELECT email FROM helpdesk.person WHERE person_id = %s", who.id))


def test_desk_staff_and_the_customer_are_no_outsiders(thread: Thread) -> None:
    desk = thread.desk
    for address, why in (
        ("support+x@desk.example", "the desk's own"),
        (_email(desk, desk.colleague), "member of staff"),
        (_email(desk, desk.customer), "takes part in the ticket"),
    ):
        with refused("PD602", why):
            desk.call(desk.agent, "add_side_participant", side_conversation_id=thread.number, address=address)
        with refused("PD602", why):
            desk.run(
                SYSTEM,
                "INSERT INTO helpdesk.side_outsider (side_conversation_id, address) VALUES (%s, %s)",
                thread.number,
                address,
            )
    with refused("PD006"):
        desk.call(desk.agent, "add_side_participant", side_conversation_id=thread.number, address="nobody")


def test_no_more_than_twenty_outsiders_take_part(thread: Thread) -> None:
    with refused("PD602", "20 outsiders"):
        thread.desk.call(
            thread.desk.agent,
            "start_side_conversation",
            ticket_id=thread.ticket,
            subject="x",
            body="x",
            addresses=[f"{number}@parts.example" for number in range(21)],
        )
