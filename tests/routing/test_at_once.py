"""Routing on real connections at the same time: never above capacity, nothing assigned twice, no deadlock."""

from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.crowd import Crowd, acting, gather, system
from tests.desk import SYSTEM
from tests.routing.desk import RoutingDesk

OPEN = """
    SELECT assignee_id, count(*) FROM helpdesk.ticket
    WHERE assignee_id IS NOT NULL AND status_category NOT IN ('solved', 'closed') AND deleted_at IS NULL
    GROUP BY assignee_id
"""


@pytest.fixture
def crowd(fresh_db: str) -> Iterator[Crowd[RoutingDesk]]:
    with gather(fresh_db, RoutingDesk) as gathered:
        yield gathered


def loads(crowd: Crowd[RoutingDesk]) -> dict[int, int]:
    found = dict(crowd.desk.run(SYSTEM, OPEN))
    crowd.desk.db.commit()
    return found


def times_assigned(crowd: Crowd[RoutingDesk]) -> set[int]:
    statement = "SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_assigned' GROUP BY ticket_id"
    return {times for (times,) in crowd.desk.run(SYSTEM, statement)}


@pytest.mark.parametrize("strategy", ["round_robin", "least_busy", "skills"])
def test_200_tickets_from_8_sessions_to_5_agents_of_capacity_20(crowd: Crowd, strategy: str) -> None:
    desk = crowd.desk
    department, team = desk.team(5, strategy, max_open=20)
    desk.db.commit()
    new = acting(
        desk.customer,
        "SELECT api.create_ticket(subject => 'x', department_id => %s) FROM generate_series(1, 25)",
        department,
    )
    assert not [found for found in crowd.run(*[new] * 8) if isinstance(found, str)]
    tries = crowd.run(*[system("SELECT helpdesk.route_waiting(30)")] * 8)
    assert not [found for found in tries if isinstance(found, str)]
    while crowd.value("SELECT helpdesk.route_waiting()"):
        desk.db.commit()
    assert loads(crowd) == {person.id: 20 for person in team}
    assert times_assigned(crowd) == {1}
    waits = Counter(reason for (reason,) in desk.run(desk.admin, "SELECT reason FROM api.unroutable_tickets"))
    assert waits == {"all_at_capacity": 100}


def test_verbs_jobs_bulk_and_assignments_by_hand_together(crowd: Crowd[RoutingDesk]) -> None:
    desk = crowd.desk
    desk.set("assign_above_capacity", "nobody")
    first, team = desk.team(4, "round_robin", max_open=10)
    second, _ = desk.team(0, "least_busy")
    for person in team:
        desk.join(second, person)
    tickets = [desk.ticket(department_id=(first, second)[n % 2]) for n in range(120)]
    desk.db.commit()

    def one_by_one(statement: str, part: list[int]) -> object:
        def work(connection: psycopg.Connection[tuple[object, ...]]) -> None:
            for number, ticket in enumerate(part):
                try:
                    acting(desk.admin, statement, *((ticket, team[number % 4].id)[: statement.count("%s")]))(
                        connection
                    )
                    connection.commit()
                except psycopg.Error as problem:
                    connection.rollback()
                    if problem.sqlstate not in ("PD701", "PD702"):
                        raise

        return work

    bulk = acting(
        desk.admin,
        "SELECT * FROM api.change_tickets(actions => %s, ticket_ids => %s)",
        Jsonb([{"action": "route"}]),
        tickets[60:],
    )
    found = crowd.run(
        one_by_one("SELECT api.route_ticket(ticket_id => %s)", tickets[0:30]),  # type: ignore[arg-type]
        one_by_one("SELECT api.route_ticket(ticket_id => %s)", tickets[59:29:-1]),  # type: ignore[arg-type]
        one_by_one("SELECT api.assign_ticket(ticket_id => %s, assignee_id => %s)", tickets[20:50]),  # type: ignore[arg-type]
        bulk,
        system("SELECT helpdesk.route_waiting()"),
        system("SELECT helpdesk.route_waiting()"),
    )
    assert not [one for one in found if isinstance(one, str)]
    crowd.value("SELECT helpdesk.route_waiting()")
    assert loads(crowd) == {person.id: 10 for person in team}


def test_deactivating_while_tickets_are_routed_strands_none(crowd: Crowd[RoutingDesk]) -> None:
    desk = crowd.desk
    department, team = desk.team(3)
    for _ in range(60):
        desk.ticket(department_id=department)
    desk.db.commit()
    leave = [
        acting(desk.admin, "UPDATE api.people SET is_active = false WHERE person_id = %s", person.id)
        for person in team[:2]
    ]
    crowd.run(*leave, *[system("SELECT helpdesk.route_waiting(10)")] * 4)
    for person in team[:2]:
        desk.run(SYSTEM, "UPDATE helpdesk.person SET is_active = false WHERE person_id = %s", person.id)
    desk.db.commit()
    crowd.value("SELECT helpdesk.route_waiting()")
    assert loads(crowd) == {team[2].id: 60}
