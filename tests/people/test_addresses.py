"""People have several mail addresses, of which one is written to; none ever passes to somebody else."""

import pytest

from tests.crowd import acting, gather
from tests.desk import SYSTEM, Desk, Person, refused


def addresses(desk: Desk, person: Person) -> list[str]:
    found = desk.run(
        SYSTEM, "SELECT email FROM helpdesk.person_address WHERE person_id = %s ORDER BY email", person.id
    )
    return [email for (email,) in found]


def add(desk: Desk, who: Person, person: Person, email: str) -> None:
    desk.run(who, "INSERT INTO api.person_addresses (email, person_id) VALUES (%s, %s)", email, person.id)


def verify(desk: Desk, email: str) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person_address SET verified_at = now() WHERE email = %s", email)


def test_who_keeps_customers_adds_and_removes_addresses(desk: Desk) -> None:
    add(desk, desk.agent, desk.customer, " Max@Home.example ")
    assert addresses(desk, desk.customer) == ["max@desk.example", "max@home.example"]
    assert desk.run(desk.customer, "SELECT email, is_primary FROM api.person_addresses ORDER BY email") == [
        ("max@desk.example", True),
        ("max@home.example", False),
    ]
    assert desk.run(desk.agent, "DELETE FROM api.person_addresses WHERE email = 'max@home.example'") == []
    assert addresses(desk, desk.customer) == ["max@desk.example"]


def test_an_address_of_somebody_is_nobody_elses(desk: Desk) -> None:
    add(desk, desk.agent, desk.customer, "max@home.example")
    for taken in ("zoe@desk.example", "gus@desk.example", "MAX@home.example"):
        with refused("PD019", "has the address", "person_addresses"):
            add(desk, desk.agent, desk.teammate, taken)
        with refused("PD019"):
            desk.run(
                desk.agent, "UPDATE api.people SET email = %s WHERE person_id = %s", taken, desk.teammate.id
            )
    with refused("PD019"):
        desk.call(desk.agent, "add_person", name="Max", email="max@home.example")
    assert addresses(desk, desk.teammate) == ["mia@desk.example"]


def test_mail_from_any_of_them_is_hers(desk: Desk) -> None:
    add(desk, desk.agent, desk.customer, "max@home.example")
    guest = "SELECT helpdesk.find_or_create_guest(%s)"
    assert desk.one(SYSTEM, guest, "MAX@home.example") == desk.customer.id
    assert desk.one(SYSTEM, "SELECT (helpdesk.find_person('max@home.example')).person_id") == desk.customer.id


def test_tickets_are_found_by_each_of_them(desk: Desk) -> None:
    ticket = desk.ticket()
    for email in ("max@home.example", "max@work.example"):
        add(desk, desk.agent, desk.customer, email)
        assert desk.run(desk.agent, "SELECT ticket_id FROM api.search(%s)", email) == [(ticket,)]
    desk.run(desk.agent, "DELETE FROM api.person_addresses WHERE email = 'max@work.example'")
    assert desk.run(desk.agent, "SELECT ticket_id FROM api.search('max@work.example')") == []


def test_the_primary_one_stays_and_another_of_hers_may_take_its_place(desk: Desk) -> None:
    prefer = "UPDATE api.people SET email = %s WHERE person_id = %s"
    with refused("PD021", "written to"):
        desk.run(desk.admin, "DELETE FROM api.person_addresses WHERE email = 'max@desk.example'")
    add(desk, desk.agent, desk.customer, "max@home.example")
    desk.run(desk.agent, prefer, "max@home.example", desk.customer.id)
    assert addresses(desk, desk.customer) == ["max@desk.example", "max@home.example"]
    desk.run(desk.agent, "DELETE FROM api.person_addresses WHERE email = 'max@desk.example'")


def test_a_corrected_one_goes_unless_it_is_known_to_be_hers(desk: Desk) -> None:
    correct = "UPDATE api.people SET email = %s WHERE person_id = %s"
    desk.run(desk.agent, correct, "max@typo.example", desk.customer.id)
    assert addresses(desk, desk.customer) == ["max@typo.example"]
    verify(desk, "max@typo.example")
    desk.run(desk.admin, correct, "max@work.example", desk.customer.id)
    assert addresses(desk, desk.customer) == ["max@typo.example", "max@work.example"]


def test_an_agent_takes_over_no_account_by_its_address(desk: Desk) -> None:
    """A link to set a password goes to the primary address."""
    correct = "UPDATE api.people SET email = 'bob@evil.example' WHERE person_id = %s"
    verify(desk, "max@desk.example")
    with refused("PD002", "signs in with", "person_addresses"):
        desk.run(desk.agent, correct, desk.customer.id)
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.credential (person_id, password_hash) "
        "VALUES (%s, '$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA')",
        desk.teammate.id,
    )
    with refused("PD002"):
        desk.run(desk.agent, correct, desk.teammate.id)
    add(desk, desk.agent, desk.customer, "max@home.example")
    verify(desk, "max@home.example")
    with refused("PD002"):
        desk.run(desk.agent, "DELETE FROM api.person_addresses WHERE email = 'max@home.example'")
    desk.run(desk.admin, correct, desk.customer.id)


@pytest.mark.parametrize("whose", ["agent", "colleague", "admin"])
def test_an_agent_changes_no_address_of_staff(desk: Desk, whose: str) -> None:
    person = getattr(desk, whose)
    with refused("42501"):
        add(desk, desk.agent, person, "x@x.example")
    if whose == "agent":
        for column, value in (("email", "x@x.example"), ("organisation_id", desk.shared_organisation)):
            with refused("PD002", "people.edit"):
                desk.run(
                    desk.agent, f"UPDATE api.people SET {column} = %s WHERE person_id = %s", value, person.id
                )
    add(desk, desk.admin, person, "x@x.example")


def test_who_added_an_address_is_in_the_log(desk: Desk) -> None:
    add(desk, desk.agent, desk.customer, "max@home.example")
    assert desk.run(
        SYSTEM,
        "SELECT actor_id, action FROM audit.change "
        "WHERE table_name = 'person_address' AND row_key = 'max@home.example'",
    ) == [(desk.agent.id, "insert")]


@pytest.mark.parametrize("email", ["", "nobody", "a b@x.example", "x" * 320 + "@x.example"])
def test_what_is_no_address_is_refused(desk: Desk, email: str) -> None:
    with refused("PD006", "not valid"):
        add(desk, desk.agent, desk.customer, email)


def test_nobody_has_addresses_without_end(desk: Desk) -> None:
    with refused("PD006", "at most 50"):
        desk.run(
            desk.agent,
            "INSERT INTO api.person_addresses (email, person_id) "
            "SELECT n || '@x.example', %s FROM generate_series(1, 50) AS n",
            desk.customer.id,
        )


@pytest.mark.parametrize(
    ("written", "kept"),
    [("+49 (30) 123-45/67", "+49301234567"), ("112", "112"), ("  ", None), (None, None)],
)
def test_a_phone_is_kept_as_its_digits(desk: Desk, written: str | None, kept: str | None) -> None:
    desk.run(desk.agent, "UPDATE api.people SET phone = %s WHERE person_id = %s", written, desk.customer.id)
    assert desk.run(desk.customer, "SELECT phone FROM api.me()") == [(kept,)]


def test_what_is_no_phone_is_refused(desk: Desk) -> None:
    for phone in ("1", "+", "call me", "12+34", "1" * 21):
        with refused("23514"):
            desk.run(
                desk.agent, "UPDATE api.people SET phone = %s WHERE person_id = %s", phone, desk.customer.id
            )


def test_of_many_who_add_an_address_at_once_one_does(fresh_db: str) -> None:
    with gather(fresh_db, Desk) as crowd:
        insert = (
            "INSERT INTO api.person_addresses (email, person_id) VALUES ('one@x.example', %s) RETURNING 1"
        )
        people = (crowd.desk.customer, crowd.desk.teammate, crowd.desk.stranger)
        outcomes = crowd.run(*(acting(crowd.desk.agent, insert, person.id) for person in people))
        assert outcomes.count([(1,)]) == 1
        assert crowd.value("SELECT count(*) FROM helpdesk.person_address WHERE email = 'one@x.example'") == 1
