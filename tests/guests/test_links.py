"""A guest with a link: one ticket, as its requester, and nothing else that is not public."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.conftest import acting_as
from tests.desk import ANON, SYSTEM, Desk, Person, Row, refused

DOORKEEPER = Person("doorkeeper")
ADDRESS = "ann.lee@guest.example"


class Guest:
    """Who has the link of a ticket, with the claims of a token that it was changed for."""

    def __init__(self, desk: Desk, ticket_id: int) -> None:
        self.desk, self.ticket_id = desk, ticket_id
        self.link = desk.one(
            SYSTEM, "SELECT guest_link_id FROM helpdesk.guest_link WHERE ticket_id = %s", ticket_id
        )

    def run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with acting_as(self.desk.db, "customer", pgdesk_guest_link=self.link):
            cursor = self.desk.db.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def call(self, verb: str, **arguments: Any) -> Row:
        named = ", ".join(f"{name} => %s" for name in arguments)
        ((found,),) = self.run(f"SELECT to_jsonb(v) FROM api.{verb}({named}) AS v", *arguments.values())
        return found if isinstance(found, dict) else {"": found}


def open_ticket(desk: Desk, address: str = ADDRESS, **others: Any) -> Guest:
    made = desk.call(ANON, "create_ticket", subject="Lost parcel", requester_email=address, **others)
    return Guest(
        desk,
        desk.one(SYSTEM, "SELECT ticket_id FROM helpdesk.ticket WHERE reference = %s", made["reference"]),
    )


@contextmanager
def as_guest(guest: Guest) -> Iterator[None]:
    with acting_as(guest.desk.db, "customer", pgdesk_guest_link=guest.link):
        yield


def mails(desk: Desk, ticket_id: int) -> list[tuple[str, str]]:
    return desk.run(
        SYSTEM,
        "SELECT kind, address FROM helpdesk.outgoing_mail"
        " WHERE ticket_id = %s AND state = 'queued' ORDER BY outgoing_mail_id",
        ticket_id,
    )


def test_a_page_names_departments_that_guests_see(desk: Desk) -> None:
    guest = open_ticket(desk)
    desk.call(desk.admin, "set_department", ticket_id=guest.ticket_id, department_id=desk.support)
    for is_public, name in ((False, None), (True, "Support")):
        desk.run(SYSTEM, "UPDATE helpdesk.department SET is_public = %s", is_public)
        assert guest.call("show_ticket", ticket_id=guest.ticket_id)["ticket"]["department_name"] == name


def resolve(desk: Desk, guest: Guest) -> None:
    desk.call(desk.agent, "claim_ticket", ticket_id=guest.ticket_id)
    desk.call(desk.agent, "resolve_ticket", ticket_id=guest.ticket_id)


# --- What is mailed


def test_who_opens_a_ticket_without_an_account_gets_one_mail_with_its_link(desk: Desk) -> None:
    guest = open_ticket(desk)
    assert mails(desk, guest.ticket_id) == [("ticket_opened", ADDRESS)]
    assert desk.ticket_row(guest.ticket_id)["is_unverified"]


def test_nobody_is_sent_many_mails_by_tickets_in_their_name(desk: Desk) -> None:
    asked = {"subject": "Lost parcel", "requester_email": "max@desk.example"}
    references = [desk.call(ANON, "create_ticket", **asked)["reference"] for _ in range(7)]
    assert None not in references
    count = "SELECT count(*) FROM helpdesk.outgoing_mail WHERE address = %s"
    assert desk.one(SYSTEM, count, "max@desk.example") == 5
    desk.run(SYSTEM, "UPDATE helpdesk.setting SET value = '6' WHERE key = 'automatic_mails_per_address_day'")
    desk.run(SYSTEM, "UPDATE helpdesk.outgoing_mail SET created_at = created_at - interval '2 hours'")
    for _ in range(3):
        desk.call(ANON, "create_ticket", **asked)
    assert desk.one(SYSTEM, count, "max@desk.example") == 6
    assert mails(desk, open_ticket(desk).ticket_id) == [("ticket_opened", ADDRESS)]


def test_the_address_of_a_customer_gets_the_same_mail(desk: Desk) -> None:
    assert mails(desk, open_ticket(desk, "max@desk.example").ticket_id) == [
        ("ticket_opened", "max@desk.example")
    ]


def test_a_blocked_sender_gets_none(desk: Desk) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.blocked_sender (sender) VALUES ('guest.example')")
    desk.call(ANON, "create_ticket", subject="x", requester_email=ADDRESS)
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.guest_link") == []


def test_asking_again_mails_the_same_link_and_the_same_code(desk: Desk) -> None:
    guest = open_ticket(desk)
    look = "SELECT guest_link_id, nonce, code_nonce FROM helpdesk.guest_link WHERE ticket_id = %s"
    before = desk.run(SYSTEM, look, guest.ticket_id)
    reference = desk.ticket_row(guest.ticket_id)["reference"]
    ask = "SELECT helpdesk.request_guest_link(%s, %s, '')"
    assert desk.one(DOORKEEPER, ask, " ANN.LEE@guest.example ", reference.lower()) == {}
    assert desk.run(SYSTEM, look, guest.ticket_id) == before
    assert [kind for kind, _ in mails(desk, guest.ticket_id)] == ["ticket_opened", "link_requested"]


@pytest.mark.parametrize("address", ["else@guest.example", "", "bob@desk.example"])
def test_asking_with_another_address_says_the_same_and_mails_nothing(desk: Desk, address: str) -> None:
    guest = open_ticket(desk)
    reference = desk.ticket_row(guest.ticket_id)["reference"]
    ask = "SELECT helpdesk.request_guest_link(%s, %s, '')"
    assert desk.one(DOORKEEPER, ask, address, reference) == {}
    assert desk.one(DOORKEEPER, ask, ADDRESS, "ESC-99999") == {}
    assert len(mails(desk, guest.ticket_id)) == 1


def test_staff_mail_a_link_to_a_customer_and_to_nobody_else(desk: Desk) -> None:
    own, staffs = desk.ticket(), desk.ticket(requester=desk.colleague)
    assert desk.call(desk.agent, "send_guest_link", ticket_id=own)["person_id"] == desk.customer.id
    with refused("PD006", "gets no link"):
        desk.call(desk.agent, "send_guest_link", ticket_id=staffs)
    with refused("PD002", "tickets.guest_links"):
        desk.call(desk.light, "send_guest_link", ticket_id=own)


# --- What the guest sees


def test_a_guest_reads_the_public_part_of_one_ticket(desk: Desk) -> None:
    guest, other = open_ticket(desk), open_ticket(desk)
    desk.call(desk.agent, "reply", ticket_id=guest.ticket_id, body="On its way")
    desk.call(desk.agent, "add_note", ticket_id=guest.ticket_id, body="secret")
    assert guest.run("SELECT ticket_id FROM api.tickets") == [(guest.ticket_id,)]
    assert guest.run("SELECT body FROM api.messages") == [("On its way",)]
    assert {ticket for (ticket,) in guest.run("SELECT ticket_id FROM api.events")} == {guest.ticket_id}
    assert other.run("SELECT ticket_id FROM api.tickets") == [(other.ticket_id,)], "of the same address"


def test_a_guest_is_nobody(desk: Desk) -> None:
    """What belongs to a person, a session or an account is out of reach of who has a mailed link."""
    guest = Guest(desk, desk.call(desk.agent, "send_guest_link", ticket_id=desk.ticket())["ticket_id"])
    desk.ticket()
    for view in ("people", "my_sessions", "notifications", "organisations", "notification_preferences"):
        assert guest.run(f"SELECT 1 FROM api.{view}") == [], view
    assert guest.run("SELECT 1 FROM api.me()") == guest.run("SELECT 1 FROM api.my_account()") == []
    assert len(guest.run("SELECT 1 FROM api.tickets")) == 1
    guest.run("UPDATE api.people SET name = 'Mallory'")
    assert (
        desk.one(SYSTEM, "SELECT name FROM helpdesk.person WHERE person_id = %s", desk.customer.id) == "Max"
    )


def test_a_guest_sees_what_everybody_sees(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.department SET is_public = true WHERE department_id = %s", desk.support)
    guest = open_ticket(desk)
    assert guest.run("SELECT department_id FROM api.departments") == [(desk.support,)]


# --- What the guest does


def test_a_guest_replies_in_the_requesters_name(desk: Desk) -> None:
    guest = open_ticket(desk)
    desk.call(desk.agent, "reply", ticket_id=guest.ticket_id, body="Which one?", status="waiting_on_customer")
    said = guest.call("reply", ticket_id=guest.ticket_id, body="The blue one")
    requester = desk.ticket_row(guest.ticket_id)["requester_id"]
    assert (said["author_id"], said["is_unverified"]) == (requester, False)
    assert desk.ticket_row(guest.ticket_id)["status"] == "waiting_on_agent"
    assert desk.event(guest.ticket_id, "reply_created")["actor_id"] == requester
    assert (
        desk.one(
            SYSTEM,
            "SELECT actor_id FROM audit.change WHERE table_name = 'message' ORDER BY change_id DESC LIMIT 1",
        )
        == requester
    )


def test_a_guest_closes_reopens_and_rates(desk: Desk) -> None:
    guest = open_ticket(desk)
    assert guest.call("close_ticket", ticket_id=guest.ticket_id)["status"] == "closed"
    assert guest.call("reopen_ticket", ticket_id=guest.ticket_id)["status"] == "reopened"
    resolve(desk, guest)
    assert guest.call("rate_ticket", ticket_id=guest.ticket_id, rating=5)["rating"] == 5


def test_another_ticket_is_not_there(desk: Desk) -> None:
    guest, other = open_ticket(desk), open_ticket(desk)
    for verb in ("close_ticket", "reopen_ticket"):
        with refused("PD001"):
            guest.call(verb, ticket_id=other.ticket_id)
    with refused("PD001"):
        guest.call("reply", ticket_id=other.ticket_id, body="x")
    with refused("PD001"):
        guest.call("rate_ticket", ticket_id=other.ticket_id, rating=1)


def test_no_other_ticket_is_opened_by_a_link(desk: Desk) -> None:
    guest = open_ticket(desk)
    with refused("PD002", "tickets.create"):
        guest.call("create_ticket", subject="x")
    with refused("PD002", "tickets.create"):
        guest.run("INSERT INTO api.tickets (subject) VALUES ('x')")


def test_keys_of_two_guests_never_meet(desk: Desk) -> None:
    first, second = open_ticket(desk), open_ticket(desk)
    first.call("reply", ticket_id=first.ticket_id, body="x", idempotency_key="k")
    with refused("PD001"):
        second.call("reply", ticket_id=first.ticket_id, body="x", idempotency_key="k")


def test_permissions_of_guests_are_rows(desk: Desk) -> None:
    guest = open_ticket(desk)
    desk.forbid("guest", "tickets.reply")
    with refused("PD002", "tickets.reply"):
        guest.call("reply", ticket_id=guest.ticket_id, body="x")


# --- When the link is void


def voided(desk: Desk, guest: Guest) -> None:
    assert guest.run("SELECT 1 FROM api.tickets") == []
    with refused("PD001"):
        guest.call("reply", ticket_id=guest.ticket_id, body="x")
    with as_guest(guest), refused("PD029", "void"), desk.db.transaction():
        desk.db.execute("SELECT hook.pre_request()")
    answer = desk.one(DOORKEEPER, "SELECT helpdesk.open_guest_link(%s)", guest.link)
    assert (answer["refusal"]["code"], answer["status"]) == ("PD030", 410)


def test_a_good_one_passes(desk: Desk) -> None:
    guest = open_ticket(desk)
    with as_guest(guest):
        desk.db.execute("SELECT hook.pre_request()")


def test_revoked(desk: Desk) -> None:
    guest = open_ticket(desk)
    desk.call(desk.agent, "revoke_guest_link", ticket_id=guest.ticket_id)
    voided(desk, guest)
    assert mails(desk, guest.ticket_id) == []
    with refused("PD001", "has no link"):
        desk.call(desk.agent, "revoke_guest_link", ticket_id=guest.ticket_id)


def test_expired(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    guest = open_ticket(desk)
    desk.clock("2026-06-03 12:00:00+00")
    voided(desk, guest)
    assert desk.one(Person("worker"), "SELECT helpdesk.purge_guest_links()") == 1


def test_of_a_former_requester(desk: Desk) -> None:
    guest = open_ticket(desk)
    desk.call(desk.agent, "change_requester", ticket_id=guest.ticket_id, requester_email="else@guest.example")
    voided(desk, guest)
    desk.call(desk.agent, "send_guest_link", ticket_id=guest.ticket_id)
    assert Guest(desk, guest.ticket_id).link != guest.link
    voided(desk, guest)


def test_of_a_deleted_ticket_and_of_who_is_not_active(desk: Desk) -> None:
    guest = open_ticket(desk)
    desk.call(desk.admin, "delete_ticket", ticket_id=guest.ticket_id)
    assert guest.run("SELECT 1 FROM api.tickets") == []
    inactive = open_ticket(desk, "late@guest.example")
    desk.run(
        SYSTEM, "UPDATE helpdesk.person SET is_active = false WHERE claimed_email = 'late@guest.example'"
    )
    voided(desk, inactive)


def test_that_nobody_has(desk: Desk) -> None:
    guest = open_ticket(desk)
    guest.link = 999_999
    voided(desk, guest)


@pytest.mark.parametrize("role", ["agent", "admin"])
def test_in_another_role(desk: Desk, role: str) -> None:
    guest = open_ticket(desk)
    with acting_as(desk.db, role, pgdesk_guest_link=guest.link):
        assert desk.db.execute("SELECT ticket_id FROM api.tickets").fetchall() == []
        with refused("PD001"), desk.db.transaction():
            desk.db.execute("SELECT api.reply(%s, 'x')", (guest.ticket_id,))


def test_a_merged_ticket_leads_to_where_it_lives_on(desk: Desk) -> None:
    guest = open_ticket(desk)
    into = desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[guest.ticket_id], into_id=into)
    assert guest.run("SELECT ticket_id FROM api.tickets") == [(into,)]
    assert guest.call("reply", ticket_id=into, body="Mine, too")["ticket_id"] == into


# --- Codes


def code_of(desk: Desk, guest: Guest) -> str | None:
    reference = desk.ticket_row(guest.ticket_id)["reference"]
    begun = desk.one(DOORKEEPER, "SELECT helpdesk.begin_guest_code(%s, %s, '')", ADDRESS, reference)
    found: str | None = begun.get("nonce")
    return found


def test_a_code_is_good_once(desk: Desk) -> None:
    guest = open_ticket(desk)
    nonce = code_of(desk, guest)
    use = "SELECT helpdesk.open_guest_link(%s, true, %s)"
    assert desk.one(DOORKEEPER, use, guest.link, nonce)["ticket_id"] == guest.ticket_id
    assert desk.one(DOORKEEPER, use, guest.link, nonce)["refusal"]["code"] == "PD100"
    assert code_of(desk, guest) is None


def test_a_code_expires(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    guest = open_ticket(desk)
    desk.clock("2026-03-02 12:30:01+00")
    assert code_of(desk, guest) is None


def test_codes_are_tried_so_often_and_for_every_address_alike(desk: Desk) -> None:
    guest = open_ticket(desk)
    begin = "SELECT helpdesk.begin_guest_code(%s, %s, '')"
    for address in (ADDRESS, "nobody@guest.example"):
        reference = desk.ticket_row(guest.ticket_id)["reference"]
        answers = [desk.one(DOORKEEPER, begin, address, reference) for _ in range(6)]
        assert [answer.get("status") for answer in answers] == [None] * 5 + [429]


def test_the_network_of_many_tries_waits(desk: Desk) -> None:
    desk.set("login_network_tries", 2)
    begin = "SELECT helpdesk.begin_guest_code(%s, 'ESC-1', 'n')"
    answers = [desk.one(DOORKEEPER, begin, f"{number}@x.example") for number in range(3)]
    assert answers[2]["refusal"]["code"] == "PD028"
