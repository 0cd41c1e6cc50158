"""Weaknesses of the best-known peer in assignment, capacity and skills: most of it is never called there."""

from collections import Counter

import pytest

from tests.conftest import Connection
from tests.crowd import acting, gather
from tests.desk import SYSTEM, make_desk, refused
from tests.routing.desk import RoutingDesk


@pytest.fixture
def desk(db: Connection) -> RoutingDesk:
    return RoutingDesk(**vars(make_desk(db)))


# --- section 8: round robin that does not happen, the inactive as least busy, skills that nothing asks for


def test_peer_assignment_round_robin_takes_turns(desk: RoutingDesk) -> None:
    department, team = desk.team(4, "round_robin")
    assert Counter(desk.routed(department) for _ in range(20)) == {person.id: 5 for person in team}


def test_peer_assignment_the_inactive_get_nothing(desk: RoutingDesk) -> None:
    department, (leaver, other) = desk.team(2, "least_busy")
    desk.run(SYSTEM, "UPDATE helpdesk.person SET is_active = false WHERE person_id = %s", leaver.id)
    desk.ticket(assignee_id=other.id)
    assert desk.routed(department) == other.id


def test_peer_assignment_skills_are_asked_for_on_creation(desk: RoutingDesk) -> None:
    department, (first, second) = desk.team(2, "skills")
    desk.can(first, french=2)
    desk.can(second, french=4)
    desk.needs("network", french=1)
    ticket = desk.call(desk.admin, "create_ticket", subject="x", department_id=department, tags=["network"])[
        "ticket_id"
    ]
    desk.route()
    assert desk.assignee(ticket) == second.id


def test_peer_assignment_unassigning_and_leaving_strand_nothing(desk: RoutingDesk) -> None:
    department, (leaver, other) = desk.team(2)
    ticket = desk.ticket(department_id=department, assignee_id=leaver.id)
    desk.run(desk.admin, "UPDATE api.people SET is_active = false WHERE person_id = %s", leaver.id)
    desk.route()
    assert desk.assignee(ticket) == other.id


# --- 19: a ticket assigned to a customer


def test_peer_19_a_customer_in_a_department_gets_nothing(desk: RoutingDesk) -> None:
    department, (former,) = desk.team(1)
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'customer' WHERE person_id = %s", former.id)
    ticket = desk.ticket(department_id=department)
    desk.route()
    assert (desk.assignee(ticket), desk.reason(ticket)) == (None, "no_agent")
    with refused("PD007"):
        desk.call(desk.admin, "assign_ticket", ticket_id=ticket, assignee_id=former.id)


# --- 20: eight increments of the capacity, four of them lost


def test_peer_20_eight_claims_at_once_fill_the_capacity_and_no_more(fresh_db: str) -> None:
    with gather(fresh_db, RoutingDesk) as crowd:
        agent = crowd.desk.agent
        crowd.desk.agent_set(agent, max_open=4)
        claims = [acting(agent, "SELECT api.claim_ticket(%s)", ticket) for ticket in crowd.tickets(8)]
        done = crowd.run(*claims)
    assert Counter("claimed" if isinstance(one, list) else one for one in done) == {"claimed": 4, "PD702": 4}
