"""Staff find tickets by who takes part in them, customers do not."""

import pytest

from tests.desk import SYSTEM, Desk, Person
from tests.search.found import found


def _rename(desk: Desk, who: Person, name: str, email: str) -> None:
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.person SET name = %s, email = %s WHERE person_id = %s RETURNING 1",
        name, email, who.id,
    )  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["anaïs", "anais", "quetzalcoatl", "Quetzalcóatl, Anaïs", "quetz*", "anais.q@feathers-and-co.example",
     "anais.q@", "feathers-and-co.example", "feathers", '"anais quetzalcoatl"', "quetzalcoatl leaks"],
)  # fmt: skip
def test_requesters_and_participants_are_found_by_name_and_address(desk: Desk, query: str) -> None:
    asked, shared = (
        desk.ticket(subject="It leaks"),
        desk.ticket(subject="It leaks", requester_id=desk.stranger.id),
    )
    desk.call(desk.agent, "add_participant", ticket_id=shared, person_id=desk.customer.id)
    assert found(desk, desk.agent, query) == []
    _rename(desk, desk.customer, "Anaïs Quetzalcóatl", "anais.q@feathers-and-co.example")
    assert set(found(desk, desk.agent, query)) == {asked, shared}
    desk.call(desk.agent, "remove_participant", ticket_id=shared, person_id=desk.customer.id)
    assert found(desk, desk.agent, query) == [asked]
    for who in (desk.customer, desk.teammate):
        assert found(desk, who, query) == [], who
        assert asked in found(desk, who, "leaks -quetzalcoatl"), who
    desk.call(desk.agent, "change_requester", ticket_id=asked, requester_id=desk.stranger.id)
    assert found(desk, desk.agent, query) == []


def test_of_many_tickets_the_newest_are_found_at_once_by_a_new_name(desk: Desk) -> None:
    tickets = [desk.ticket() for _ in range(102)]
    _rename(desk, desk.customer, "Zoë Quetzalcóatl", "zoe@corp.example")
    assert set(found(desk, desk.agent, "quetzalcoatl", max_results=200)) == set(tickets[2:])
    desk.run(SYSTEM, "SELECT helpdesk.index_words()")
    assert set(found(desk, desk.agent, "quetzalcoatl", max_results=200)) == set(tickets)
