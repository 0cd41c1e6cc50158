"""Whose mail it is: forms and groups send on what others wrote; who it is from decides about trust."""

import pytest

from tests.conftest import Connection
from tests.mail.conftest import VOUCHED_FOR, mail, one, set_setting, take_in, ticket

People = dict[str, int]
REQUESTER = (
    "SELECT p.email FROM helpdesk.ticket AS t JOIN helpdesk.person AS p ON p.person_id = t.requester_id"
    " WHERE t.ticket_id = %s"
)
#: What a group of the desk adds when it sends on a mail whose domain forbids that (itflow-org/itflow#1259).
GROUP = "Reply-To: Carla <carla@strict.example>\nPrecedence: list\nList-ID: <support.desk.example>\n"

NAMED = {
    # freescout-help-desk/freescout#3629
    "a form": ("Website <noreply@shop.example>", "Reply-To: Carla <carla@strict.example>\n"),
    "a group of the desk": ("'Carla' via Support <support@desk.example>", GROUP),
    "a group that keeps From": ("'C' via S <group@else.example>", "X-Original-From: carla@strict.example\n"),
    "a group that wants a copy": (
        "'Carla' via Support <support@desk.example>",
        "Reply-To: Carla <carla@strict.example>, support@desk.example\nList-ID: <support.desk.example>\n",
    ),
    "a form that wants a copy": (
        "Website <noreply@shop.example>",
        "Reply-To: carla@strict.example, noreply@shop.example, agent@desk.example\n",
    ),
    "the first of several, of a form": (
        "Website <no_reply@shop.example>",
        "Reply-To: carla@strict.example, sales@shop.example\n",
    ),
    "the same address twice": (
        "Website <web@shop.example>",
        "Reply-To: Carla <carla@strict.example>, carla@strict.example\n",
    ),
    "the desk, and no Reply-To": ("support@desk.example", "X-Original-Sender: carla@strict.example\n"),
}


@pytest.mark.parametrize("name", NAMED)
def test_the_requester_is_who_wrote(db: Connection, people: People, name: str) -> None:
    sender, headers = NAMED[name]
    result = take_in(db, mail(sender, headers=headers))
    assert (result["state"], result["reason"]) == ("ticket", None)
    assert one(db, REQUESTER, result["ticket_id"]) == "carla@strict.example"


KEPT = {
    "two addresses": ("Reply-To: a@a.example, b@b.example\n", "shop@shop.example"),
    "a list that wants the answers": ("Reply-To: list@l.example\nCc: list@l.example\n", "shop@shop.example"),
    "the desk": ("Reply-To: support+x@desk.example\n", "shop@shop.example"),
    "another desk": ("Reply-To: shop+esc-00042.0123@shop.example\n", "shop@shop.example"),
    "staff": ("Reply-To: agent@desk.example\n", "shop@shop.example"),
    "a registered person": ("Reply-To: private@else.example\n" + VOUCHED_FOR, "customer@home.example"),
}


@pytest.mark.parametrize("name", KEPT)
def test_from_stays_the_requester(db: Connection, people: People, name: str) -> None:
    headers, sender = KEPT[name]
    assert one(db, REQUESTER, take_in(db, mail(sender, headers=headers))["ticket_id"]) == sender


def test_a_reply_to_is_no_way_into_somebody_s_ticket(db: Connection, people: People) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    evil = "Reply-To: customer@home.example\n" + VOUCHED_FOR.replace("home.example", "evil.example")
    result = take_in(db, mail("me@evil.example", f"Re: {reference}", headers=evil))
    assert (result["state"], result["ticket_id"] == ticket_id) == ("ticket", False)


def test_who_takes_part_answers_as_himself(db: Connection, people: People) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    result = take_in(
        db, mail(subject=f"Re: {reference}", headers="Reply-To: private@else.example\n" + VOUCHED_FOR)
    )
    assert result["ticket_id"] == ticket_id
    author = one(db, "SELECT author_id FROM helpdesk.message WHERE message_id = %s", result["message_id"])
    assert author == people["customer"]


@pytest.mark.parametrize(
    "headers", ["Auto-Submitted: auto-generated\n", "Auto-Submitted: auto-replied\n", ""]
)
def test_what_the_desk_itself_sent_is_a_loop(db: Connection, people: People, headers: str) -> None:
    more = "Reply-To: carla@strict.example\n" if headers else ""
    assert take_in(db, mail("support@desk.example", headers=headers + more))["reason"] == "loop: own address"


def test_a_mail_with_a_message_id_of_the_desk_is_a_loop(db: Connection, people: People) -> None:
    ticket_id, _ = ticket(db, people["customer"])
    db.execute("INSERT INTO helpdesk.mail_message_id VALUES ('o@desk.example', %s, NULL, true)", (ticket_id,))
    raw = b"From: x@else.example\nSubject: y\nMessage-ID: <o@desk.example>\n\nhi"
    assert take_in(db, raw)["reason"] == "loop: own address"


HUMAN = {
    # zammad/zammad#6025
    "an inbox rule": "X-MS-Exchange-Inbox-Rules-Loop: support@old.example\n",
    "a rule that marks what it sends": "Resent-From: <s@old.example>\nAuto-Submitted: auto-generated\n",
    # osTicket/osTicket#1744
    "a subject about absence notes": "Subject: Out of office does not work since the update\n",
    "a subject about automatic replies": "Subject: Automatic reply rules in our shop are broken\n",
    "a German subject": "Subject: Abwesenheitsnotiz geht nicht\n",
}


@pytest.mark.parametrize("name", HUMAN)
def test_what_a_person_wrote_opens_a_ticket(db: Connection, people: People, name: str) -> None:
    result = take_in(db, HUMAN[name].encode() + mail("ann@north.example"))
    row = db.execute("SELECT state, automatic_kind FROM helpdesk.inbound_mail").fetchone()
    assert (result["state"], row) == ("ticket", ("ticket", None))


MARKED = {
    # itflow-org/itflow#1259: a program for customers adds it to everything
    "a list header": ("List-Unsubscribe: <https://crm.example/u/1>\n", "list"),
    "bulk": ("Precedence: bulk\n", "bulk"),
    "a phrase and a colon": ("Subject: Out of office: Re: Printer\n", "unsure"),
    "a daemon's name": (
        "From: Postmaster Team <hans@firm.example>\nSubject: mail delivery problem\n",
        "unsure",
    ),
    "an alert": ("Auto-Submitted: auto-generated\n", "auto_generated"),
}


@pytest.mark.parametrize("name", MARKED)
def test_a_weak_sign_opens_a_ticket_that_is_marked(db: Connection, people: People, name: str) -> None:
    headers, kind = MARKED[name]
    result = take_in(db, headers.encode() + mail("ann@north.example"))
    row = db.execute("SELECT state, automatic_kind FROM helpdesk.inbound_mail").fetchone()
    assert (result["state"], row) == ("ticket", ("ticket", kind))


def test_a_reply_through_a_group_is_a_reply(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", None)
    ticket_id, reference = ticket(db, people["customer"])
    result = take_in(db, mail(subject=f"Re: {reference}", headers="Precedence: list\n"))
    assert (result["state"], result["ticket_id"]) == ("reply", ticket_id)
