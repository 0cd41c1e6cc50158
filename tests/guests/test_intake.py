"""Tickets without an account: whoever has the address, the guest stays a guest and learns nothing."""

from typing import Any

import pytest

from tests.desk import ANON, SYSTEM, Desk, Person, Row, as_if_rest, refused


def open_ticket(desk: Desk, address: str | None = "ann.lee@guest.example", **others: Any) -> Row:
    return desk.call(ANON, "create_ticket", subject="x", requester_email=address, **others)


def look(desk: Desk, made: Row, what: str) -> Any:
    return desk.one(
        SYSTEM,
        f"SELECT {what} FROM helpdesk.ticket AS t JOIN helpdesk.person AS p ON p.person_id = t.requester_id"
        " WHERE t.reference = %s",
        made["reference"],
    )


def from_network(desk: Desk, network: str) -> None:
    as_if_rest(desk.db, headers={"x-pgdesk-network": network})
    desk.db.execute("SELECT set_config('request.method', '', true)")


def test_a_guest_opens_a_ticket_by_address(desk: Desk) -> None:
    made = open_ticket(desk)
    assert look(desk, made, "p.name || ' ' || p.is_guest || ' ' || p.role") == "Ann Lee true customer"
    again = open_ticket(desk, " ANN.LEE@guest.example ")
    assert look(desk, made, "p.person_id") == look(desk, again, "p.person_id")
    assert look(desk, made, "t.channel") == "web"


@pytest.mark.parametrize(
    ("address", "name"),
    [("a@b.example", "A"), ("...@b.example", "...@b.example"), ("sales+eu@b.example", "Sales Eu")],
)
def test_a_guests_name_derives_from_the_address(desk: Desk, address: str, name: str) -> None:
    assert look(desk, open_ticket(desk, address), "p.name") == name


@pytest.mark.parametrize("address", [None, "", "nobody", "a b@c.example", "@", "x" * 330 + "@a.example"])
def test_a_guest_needs_an_address(desk: Desk, address: str | None) -> None:
    with refused("PD006"):
        open_ticket(desk, address)


def test_the_answer_is_the_same_for_every_address(desk: Desk) -> None:
    """Of staff, of a customer, of one who is not active any more, of a blocked one, of nobody."""
    desk.run(SYSTEM, "INSERT INTO helpdesk.blocked_sender (sender) VALUES ('spam.example')")
    told = [
        {name for name, value in open_ticket(desk, address).items() if value is not None}
        for address in (
            "bob@desk.example",
            "max@desk.example",
            "new@guest.example",
            "a@spam.example",
            desk.one(SYSTEM, "SELECT email FROM helpdesk.person WHERE person_id = %s", desk.retired.id),
        )
    ]
    assert told == [{"reference"}] * 5


def test_nobody_is_written_for(desk: Desk) -> None:
    """Neither the customer whose address it is, nor the organisation of its domain, has such a ticket."""
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.organisation_domain VALUES ('desk.example', %s)",
        desk.shared_organisation,
    )
    for address in ("max@desk.example", "boss@desk.example"):
        made = open_ticket(desk, address)
        assert look(desk, made, "p.email IS NULL AND p.is_guest AND p.claimed_email IS NOT NULL")
        assert look(desk, made, "t.organisation_id IS NULL AND p.organisation_id IS NULL")
        assert look(desk, made, "p.person_id") not in (desk.customer.id, desk.agent.id)
        for who in (desk.customer, desk.teammate, desk.stranger):
            assert desk.run(who, "SELECT 1 FROM api.tickets WHERE reference = %s", made["reference"]) == []
    (claimed,) = desk.run(
        desk.agent, "SELECT email, claimed_email FROM api.people WHERE claimed_email = 'max@desk.example'"
    )
    assert claimed == (None, "max@desk.example")


def test_staff_confirm_an_address_by_giving_it(desk: Desk) -> None:
    made = open_ticket(desk)
    guest = look(desk, made, "p.person_id")
    with refused("23514"):
        desk.run(
            desk.admin,
            "UPDATE api.people SET organisation_id = %s WHERE person_id = %s",
            desk.shared_organisation,
            guest,
        )
    desk.run(desk.admin, "UPDATE api.people SET email = 'ann.lee@guest.example' WHERE person_id = %s", guest)
    assert look(desk, made, "p.claimed_email IS NULL")
    assert look(desk, open_ticket(desk), "p.person_id") != guest, "the next stranger is not that person"


def test_a_guest_cannot_name_a_person_by_id(desk: Desk) -> None:
    with refused("PD002", "tickets.create_for_others"):
        open_ticket(desk, requester_id=desk.customer.id)


@pytest.mark.parametrize(
    "given",
    [{"priority": "urgent"}, {"priority": "low"}, {"channel": "web"}, {"channel": "email"}],
)
def test_guests_choose_no_priority_and_no_channel(desk: Desk, given: Row) -> None:
    with refused("PD006", "guests choose no"):
        open_ticket(desk, **given)


def test_guests_see_and_choose_public_departments_only(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.department SET is_public = true WHERE department_id = %s", desk.support)
    assert desk.run(ANON, "SELECT department_id FROM api.departments") == [(desk.support,)]
    assert look(desk, open_ticket(desk, department_id=desk.support), "t.department_id") == desk.support
    for inner in (desk.billing, 999_999):
        with refused("PD006", "does not exist or is not active"):
            open_ticket(desk, department_id=inner)


def test_guests_are_refused_where_the_setting_is_off(desk: Desk) -> None:
    desk.set("allow_guest_tickets", False)
    for address in ("late@guest.example", "max@desk.example", "bob@desk.example"):
        with refused("PD012", "allow_guest_tickets", "Sign in"):
            open_ticket(desk, address)
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.person WHERE claimed_email IS NOT NULL") == []
    assert desk.call(desk.customer, "create_ticket", subject="x")["status"] == "open"


# --- Limits


def test_a_network_opens_so_many_tickets_in_an_hour(desk: Desk) -> None:
    desk.set("guest_tickets_per_hour", 3)
    desk.clock("2026-03-02 12:00:00+00")
    from_network(desk, "203.0.113.0/24")
    for number in range(3):
        open_ticket(desk, f"{number}@guest.example")
    with refused("PD023", "Try again later"):
        open_ticket(desk, "4@guest.example")
    from_network(desk, "198.51.100.0/24")
    open_ticket(desk, "4@guest.example")
    from_network(desk, "203.0.113.0/24")
    desk.clock("2026-03-02 13:00:01+00")
    open_ticket(desk, "5@guest.example")


def test_an_address_is_given_so_often_in_an_hour(desk: Desk) -> None:
    desk.set("guest_tickets_per_hour", 2)
    for number in range(2):
        from_network(desk, f"203.0.{number}.0/24")
        open_ticket(desk)
    from_network(desk, "203.0.9.0/24")
    with refused("PD023"):
        open_ticket(desk)


def test_where_tickets_came_from_is_forgotten(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    open_ticket(desk)
    desk.clock("2026-03-03 12:00:01+00")
    assert desk.one(Person("worker"), "SELECT helpdesk.purge_guest_intake()") == 1
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.guest_intake") == []


def test_keys_of_strangers_never_meet(desk: Desk) -> None:
    from_network(desk, "203.0.113.0/24")
    first = open_ticket(desk, idempotency_key="order-1001")
    assert open_ticket(desk, idempotency_key="order-1001") == first
    others = [open_ticket(desk, "max@desk.example", idempotency_key="order-1001")]
    from_network(desk, "198.51.100.0/24")
    others.append(open_ticket(desk, idempotency_key="order-1001"))
    assert first["reference"] not in [other["reference"] for other in others]


# --- Channels


@pytest.mark.parametrize(
    ("who", "refuses"),
    [
        ("customer", ["email", "import"]),
        ("agent", ["email", "import"]),
        ("admin", ["email"]),
    ],
)
def test_by_mail_comes_what_mail_brings(desk: Desk, who: str, refuses: list[str]) -> None:
    """The ways by which a ticket comes without its required fields are not there to be chosen."""
    person = getattr(desk, who)
    for channel in ("web", "api", "widget", "email", "import"):
        for statement in (
            "SELECT api.create_ticket('x', channel => %s)",
            "INSERT INTO api.tickets (subject, channel) VALUES ('x', %s)",
        ):
            if channel in refuses:
                with refused("PD006", channel):
                    desk.run(person, statement, channel)
            else:
                desk.run(person, statement, channel)
