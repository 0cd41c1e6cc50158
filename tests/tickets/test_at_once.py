"""Many writers at once, each on a connection of its own: nothing is doubled, lost or out of order."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, acting_as, login_dsn
from tests.crowd import Crowd, Work
from tests.desk import Desk, Person, make_desk

Result = str | None
"""None for a success, else the SQLSTATE."""


class House:
    """A committed helpdesk and ways to act on it from many connections."""

    def __init__(self, dsn: str, desk: Desk) -> None:
        self.dsn = dsn
        self.desk = desk

    def connect(self, who: Person) -> psycopg.Connection[Any]:
        if who.role == "system":
            return psycopg.connect(self.dsn, autocommit=True)
        connection = psycopg.connect(login_dsn(self.dsn, "authenticator"), autocommit=True)
        connection.execute(f"SET ROLE {who.role}")
        claims = {"role": who.role, "person_id": who.id}
        connection.execute("SELECT set_config('request.jwt.claims', %s, false)", (json.dumps(claims),))
        return connection

    def at_once(self, jobs: list[tuple[Person, str]]) -> list[tuple[Result, str]]:
        """Runs the statements at the same moment; SQLSTATE and message or first value of each."""
        start = threading.Barrier(len(jobs), timeout=60)

        def run(job: tuple[Person, str]) -> tuple[Result, str]:
            with self.connect(job[0]) as connection:
                start.wait()
                try:
                    row = connection.execute(job[1]).fetchone()
                    return None, str(row[0]) if row else ""
                except psycopg.Error as refusal:
                    return refusal.sqlstate, str(refusal.diag.message_primary)

        with ThreadPoolExecutor(len(jobs)) as pool:
            return list(pool.map(run, jobs))

    def look(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(statement, values).fetchall()

    def ticket(self, **columns: Any) -> int:
        made = self.desk.ticket(**columns)
        self.desk.db.commit()
        return made

    def events_are_in_order(self) -> bool:
        wrong = self.look(
            "SELECT 1 FROM (SELECT at, lag(at) OVER (PARTITION BY ticket_id "
            "ORDER BY event_id) AS before FROM helpdesk.event) AS e WHERE at < before"
        )
        return wrong == []


@pytest.fixture
def house(fresh_db: str) -> Iterator[House]:
    with psycopg.connect(fresh_db) as connection:
        desk = make_desk(connection)
        connection.commit()
        yield House(fresh_db, desk)


def test_fifty_creates_make_fifty_references(house: House) -> None:
    desk = house.desk
    people = [desk.customer, desk.teammate, desk.stranger, desk.agent, desk.admin] * 10
    found = house.at_once(
        [(who, "SELECT reference FROM api.create_ticket('Printer on fire')") for who in people]
    )
    assert [state for state, _ in found] == [None] * 50
    references = {reference for _, reference in found}
    assert len(references) == 50
    assert all(reference.startswith("ESC-0") and len(reference) == 9 for reference in references)
    assert house.look("SELECT count(*), count(DISTINCT reference) FROM helpdesk.ticket") == [(50, 50)]
    assert house.look("SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_created'") == [(50,)]


def test_one_guest_who_writes_ten_times_at_once_is_one_person(house: House) -> None:
    statement = "SELECT reference FROM api.create_ticket('x', requester_email => 'new@guest.example')"
    found = house.at_once([(Person("anon"), statement)] * 10)
    assert {state for state, _ in found} == {None}
    assert house.look("SELECT count(*), count(DISTINCT requester_id) FROM helpdesk.ticket") == [(10, 1)]


def test_two_agents_claim_and_one_is_told_who_won(house: House) -> None:
    desk = house.desk
    for _ in range(5):
        ticket = house.ticket()
        statement = f"SELECT assignee_id FROM api.claim_ticket({ticket})"
        found = house.at_once([(desk.agent, statement), (desk.colleague, statement)])
        assert sorted(state or "" for state, _ in found) == ["", "PD008"]
        winner = next(int(value) for state, value in found if state is None)
        refusal = next(message for state, message in found if state == "PD008")
        assert refusal.endswith("is claimed by " + {desk.agent.id: "Bob", desk.colleague.id: "Cleo"}[winner])
        assert house.look("SELECT assignee_id FROM helpdesk.ticket WHERE ticket_id = %s", ticket) == [
            (winner,)
        ]
        assert house.look(
            "SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_assigned' AND ticket_id = %s", ticket
        ) == [(1,)]


def test_of_many_changes_of_one_version_one_wins(house: House) -> None:
    ticket = house.ticket()
    who = [house.desk.agent, house.desk.colleague, house.desk.admin] * 4
    found = house.at_once([(w, f"SELECT version FROM api.set_priority({ticket}, 'high', 1)") for w in who])
    assert sorted(state or "" for state, _ in found) == ["", *["PD005"] * 11]
    assert house.look("SELECT version FROM helpdesk.ticket") == [(2,)]


def test_a_reply_and_a_close_at_once_end_in_one_of_two_orders(house: House) -> None:
    desk = house.desk
    for _ in range(5):
        ticket = house.ticket()
        found = house.at_once(
            [
                (desk.customer, f"SELECT message_id FROM api.reply({ticket}, 'wait')"),
                (desk.agent, f"SELECT status FROM api.close_ticket({ticket})"),
            ]
        )
        assert [state for state, _ in found] == [None, None]
        kinds = [
            k
            for (k,) in house.look(
                "SELECT kind FROM helpdesk.event WHERE ticket_id = %s ORDER BY event_id", ticket
            )
        ]
        status = house.look("SELECT status FROM helpdesk.ticket WHERE ticket_id = %s", ticket)[0][0]
        assert status == (
            "closed" if kinds.index("reply_created") < kinds.index("ticket_closed") else "reopened"
        )
    assert house.events_are_in_order()


def test_racing_statuses_leave_a_chain_of_allowed_changes(house: House) -> None:
    desk = house.desk
    ticket = house.ticket(assignee_id=desk.agent.id)
    statuses = [
        "in_progress",
        "waiting_on_customer",
        "on_hold",
        "escalated",
        "resolved",
        "reopened",
        "closed",
        "waiting_on_agent",
    ]
    people = [desk.agent, desk.colleague, desk.admin, Person("system")]
    jobs = [
        (
            people[number % 4],
            f"UPDATE helpdesk.ticket SET status = '{status}' WHERE ticket_id = {ticket} RETURNING status"
            if people[number % 4].role == "system"
            else f"SELECT status FROM api.set_status({ticket}, '{status}')",
        )
        for number, status in enumerate(statuses * 3)
    ]
    found = house.at_once(jobs)
    assert {state for state, _ in found} <= {None, "PD003"}
    changes = house.look(
        "SELECT payload ->> 'from', payload ->> 'to' FROM helpdesk.event "
        "WHERE kind = 'ticket_status_changed' ORDER BY event_id"
    )
    assert changes
    assert changes[0][0] == "open"
    assert [was for was, _ in changes[1:]] == [now for _, now in changes[:-1]]
    assert house.look("SELECT status FROM helpdesk.ticket") == [(changes[-1][1],)]
    allowed = set(house.look("SELECT from_status, to_status FROM helpdesk.status_transition"))
    assert set(changes) <= allowed
    assert house.events_are_in_order()


def test_five_roles_write_on_one_ticket_without_deadlock(house: House) -> None:
    desk = house.desk
    ticket = house.ticket(assignee_id=desk.agent.id)
    jobs: list[tuple[Person, str]] = [
        (desk.customer, f"SELECT api.reply({ticket}, 'x')"),
        (desk.agent, f"SELECT api.add_note({ticket}, '@cleo @lux look')"),
        (
            desk.colleague,
            f"SELECT api.escalate_ticket({ticket}, ARRAY[{desk.agent.id}, {desk.light.id}], 'help')",
        ),
        (desk.light, f"SELECT api.follow_ticket({ticket})"),
        (desk.admin, f"SELECT api.add_tags({ticket}, ARRAY['printer', 'network'])"),
        (Person("system"), f"UPDATE helpdesk.ticket SET priority = 'high' WHERE ticket_id = {ticket}"),
    ]
    found = house.at_once(jobs * 4)
    assert {state for state, _ in found} == {None}
    assert house.look("SELECT count(*) FROM helpdesk.message") == [(12,)]
    assert house.look("SELECT count(*) FROM helpdesk.event WHERE kind = 'tag_added'") == [(2,)]
    assert house.look("SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_priority_changed'") == [(1,)]
    assert house.events_are_in_order()


def hold(house: House, who: Person, statement: str, then: Callable[[], None]) -> None:
    """Keeps a transaction with `statement` open until `then` waits for it, then commits."""
    with house.connect(who) as holder, ThreadPoolExecutor(1) as pool:
        holder.execute("BEGIN")
        holder.execute(statement)
        waiting = pool.submit(then)
        with psycopg.connect(house.dsn, autocommit=True) as watcher:
            while not wait([waiting], timeout=0.01).done:
                row = watcher.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
                ).fetchone()
                if row != (0,):
                    break
        holder.execute("COMMIT")
        waiting.result(timeout=60)


def test_who_waited_for_a_transfer_out_of_sight_is_refused(house: House) -> None:
    desk = house.desk
    desk.set("agent_visibility", "departments")
    ticket = house.ticket(department_id=desk.support)
    refusals: list[Result] = []

    def claim() -> None:
        refusals.append(house.at_once([(desk.agent, f"SELECT api.claim_ticket({ticket})")])[0][0])

    hold(house, desk.admin, f"SELECT api.set_department({ticket}, {desk.billing})", claim)
    assert refusals == ["PD001"]
    assert house.look("SELECT assignee_id FROM helpdesk.ticket") == [(None,)]


def test_who_waited_for_a_deletion_is_refused(house: House) -> None:
    desk = house.desk
    ticket = house.ticket()
    refusals: list[Result] = []

    def reply() -> None:
        refusals.append(house.at_once([(desk.customer, f"SELECT api.reply({ticket}, 'x')")])[0][0])

    hold(house, desk.admin, f"SELECT api.delete_ticket({ticket})", reply)
    assert refusals == ["PD015"]
    assert house.look("SELECT count(*) FROM helpdesk.message") == [(0,)]


def test_an_assignment_waits_for_a_deactivation(house: House) -> None:
    desk = house.desk
    ticket = house.ticket()
    refusals: list[Result] = []

    def assign() -> None:
        refusals.append(
            house.at_once([(desk.agent, f"SELECT api.assign_ticket({ticket}, {desk.colleague.id})")])[0][0]
        )

    hold(
        house,
        desk.admin,
        f"UPDATE api.people SET is_active = false WHERE person_id = {desk.colleague.id}",
        assign,
    )
    assert refusals == ["PD007"]


def test_the_events_of_a_writer_that_waited_come_later_in_every_respect(house: House) -> None:
    desk = house.desk
    ticket = house.ticket()

    def change() -> None:
        assert house.at_once([(desk.agent, f"SELECT api.set_priority({ticket}, 'high')")])[0][0] is None

    hold(house, desk.customer, f"SELECT api.reply({ticket}, 'first')", change)
    kinds = [
        k
        for (k,) in house.look(
            "SELECT kind FROM helpdesk.event WHERE kind NOT LIKE 'sla%%' ORDER BY event_id"
        )
    ]
    assert kinds == ["ticket_created", "reply_created", "ticket_priority_changed"]
    assert house.events_are_in_order()


def test_a_reply_that_waited_stands_after_the_one_that_came_first(house: House) -> None:
    """The waiter has its id and its instant before the other takes them, and writes after it."""
    desk = house.desk
    ticket = house.ticket()
    with house.connect(desk.agent) as first, ThreadPoolExecutor(1) as pool:
        first.execute("BEGIN")
        first.execute(f"SELECT api.set_priority({ticket}, 'high')")
        waiting = pool.submit(house.at_once, [(desk.customer, f"SELECT api.reply({ticket}, 'second')")])
        with psycopg.connect(house.dsn, autocommit=True) as watcher:
            while not watcher.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            ).fetchall():
                assert not waiting.done()
        first.execute(f"SELECT api.reply({ticket}, 'first')")
        first.execute("COMMIT")
        assert waiting.result(timeout=60)[0][0] is None
    for order in ("message_id", "created_at, message_id"):
        found = house.look(f"SELECT body FROM helpdesk.message ORDER BY {order}")
        assert found == [("first",), ("second",)]
    assert house.events_are_in_order()


def test_two_sweeps_close_each_ticket_once(house: House) -> None:
    desk = house.desk
    for _ in range(20):
        house.ticket(status="resolved")
    statement = "SELECT helpdesk.close_resolved(helpdesk.clock() + interval '8 days')"
    found = house.at_once([(Person("system"), statement)] * 4)
    assert {state for state, _ in found} == {None}
    assert sum(int(count) for _, count in found) == 20
    assert house.look("SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_closed'") == [(20,)]
    assert desk.db.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_peer_20_no_ticket_is_handed_out_twice(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    crowd.tickets(12)
    people = [desk.agent, desk.colleague, desk.admin]

    def claim(who: Person) -> Work:
        def work(connection: Connection) -> list[int]:
            claimed: list[int] = []
            for _ in range(3):
                with acting_as(connection, who.role, who.id):
                    rows = connection.execute(
                        "SELECT ticket_id FROM api.next_ticket(true, %s)", (claimed,)
                    ).fetchall()
                connection.commit()
                claimed += [ticket for (ticket,) in rows]
            return claimed

        return work

    outcomes = crowd.run(*[claim(who) for who in people])
    handed = [ticket for outcome in outcomes for ticket in outcome]
    assert len(handed) == len(set(handed)) == 9


def test_of_two_who_save_the_tags_that_they_saw_one_is_refused(house: House) -> None:
    desk = house.desk
    for _ in range(5):
        ticket = house.ticket()
        outcomes = house.at_once(
            [
                (desk.agent, f"SELECT api.set_tags({ticket}, '{{printer}}', 1)"),
                (desk.colleague, f"SELECT api.set_tags({ticket}, '{{network}}', 1)"),
            ]
        )
        assert sorted(str(state) for state, _ in outcomes) == ["None", "PD005"]
        (shown,) = house.look("SELECT version FROM helpdesk.ticket WHERE ticket_id = %s", ticket)
        assert shown == (2,)
        kept = house.look(
            "SELECT name FROM helpdesk.ticket_tag JOIN helpdesk.tag USING (tag_id) WHERE ticket_id = %s",
            ticket,
        )
        assert kept == [("printer" if outcomes[0][0] is None else "network",)]
