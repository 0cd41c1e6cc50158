"""Real connections at the same time: no deadlock, nothing done twice, nothing lost."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, acting_as
from tests.desk import Desk, Person, make_desk

Work = Callable[[Connection], Any]
MERGE = "SELECT api.merge_tickets(ARRAY[%s]::bigint[], %s)"


@dataclass
class Crowd:
    """Runs work on connections of their own, all starting together; what each returned, or its SQLSTATE."""

    dsn: str
    desk: Desk

    def run(self, *works: Work) -> list[Any]:
        barrier = threading.Barrier(len(works))

        def one(work: Work) -> Any:
            with psycopg.connect(self.dsn) as connection:
                barrier.wait(timeout=30)
                try:
                    found = work(connection)
                    connection.commit()
                    return found
                except psycopg.Error as problem:
                    connection.rollback()
                    return problem.sqlstate

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    def value(self, statement: str, *values: Any) -> Any:
        with psycopg.connect(self.dsn) as connection:
            (row,) = connection.execute(statement, values).fetchall()
        return row[0]


def acting(who: Person, statement: str, *values: Any) -> Work:
    def work(connection: Connection) -> Any:
        with acting_as(connection, who.role, who.id):
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else None

    return work


def system(statement: str, *values: Any) -> Work:
    def work(connection: Connection) -> Any:
        cursor = connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else None

    return work


@pytest.fixture
def crowd(fresh_db: str) -> Iterator[Crowd]:
    with psycopg.connect(fresh_db) as connection:
        desk = make_desk(connection)
        connection.commit()
        yield Crowd(fresh_db, desk)
        connection.rollback()


def _tickets(crowd: Crowd, count: int, **columns: Any) -> list[int]:
    made = [crowd.desk.ticket(**columns) for _ in range(count)]
    crowd.desk.db.commit()
    return made


def test_two_merges_crossing_each_other(crowd: Crowd) -> None:
    agent = crowd.desk.agent
    for _ in range(15):
        one, other = _tickets(crowd, 2)
        outcomes = crowd.run(
            acting(agent, MERGE, one, other),
            acting(agent, MERGE, other, one),
        )
        assert sum(isinstance(outcome, list) for outcome in outcomes) == 1
        assert sum(outcome == "PD501" for outcome in outcomes) == 1
        assert (
            crowd.value(
                "SELECT count(merged_into_id) FROM helpdesk.ticket WHERE ticket_id IN (%s, %s)", one, other
            )
            == 1
        )


def test_merges_in_a_ring(crowd: Crowd) -> None:
    agent = crowd.desk.agent
    for _ in range(5):
        ring = _tickets(crowd, 4)
        outcomes = crowd.run(*[
            acting(agent, MERGE, ring[n], ring[n - 1]) for n in range(4)
        ])  # fmt: skip
        assert {outcome for outcome in outcomes if isinstance(outcome, str)} <= {"PD501"}
        assert crowd.value(
            "SELECT count(DISTINCT helpdesk.surviving_ticket_id(ticket_id))"
            " FROM helpdesk.ticket WHERE ticket_id = ANY (%s)",
            ring,
        ) == sum(isinstance(outcome, str) for outcome in outcomes)


def test_a_reply_racing_a_merge_is_never_lost(crowd: Crowd) -> None:
    agent, customer = crowd.desk.agent, crowd.desk.customer
    for _ in range(10):
        source, target = _tickets(crowd, 2)
        merged, replied = crowd.run(
            acting(agent, MERGE, source, target),
            acting(customer, "SELECT api.reply(%s, 'racing')", source),
        )
        assert isinstance(merged, list)
        found = crowd.value(
            "SELECT array_agg(ticket_id) FROM helpdesk.message"
            " WHERE ticket_id IN (%s, %s) AND body = 'racing'",
            source,
            target,
        )
        assert found == ([target] if isinstance(replied, list) else None)
        assert isinstance(replied, list) or replied == "PD015"


def test_links_that_would_close_a_circle(crowd: Crowd) -> None:
    agent = crowd.desk.agent
    for _ in range(10):
        one, two, three, four = _tickets(crowd, 4)
        pairs = [(one, two), (two, three), (three, four), (four, one)]
        outcomes = crowd.run(
            *[acting(agent, "SELECT api.link_tickets(%s, %s, 'parent_child')", *pair) for pair in pairs]
        )
        assert sorted(isinstance(outcome, list) for outcome in outcomes) == [False, True, True, True]
        assert "PD502" in outcomes


def test_peer_20_the_same_link_made_by_many_at_once(crowd: Crowd) -> None:
    one, other = _tickets(crowd, 2)
    outcomes = crowd.run(*[
        acting(crowd.desk.agent, "SELECT api.link_tickets(%s, %s)", *pair)
        for pair in [(one, other), (other, one)] * 3
    ])  # fmt: skip
    assert sorted(isinstance(outcome, list) for outcome in outcomes) == [False] * 5 + [True]
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} == {"PD502"}


def test_waking_races_a_reply(crowd: Crowd) -> None:
    desk = crowd.desk
    desk.set("snooze_status", "on_hold")
    for _ in range(10):
        (ticket,) = _tickets(crowd, 1, status="waiting_on_customer")
        desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset="1h")
        desk.db.commit()
        outcomes = crowd.run(
            system("SELECT helpdesk.wake_snoozed(now() + interval '2 hours')"),
            acting(desk.customer, "SELECT api.reply(%s, 'Hello?')", ticket),
        )
        assert all(isinstance(outcome, list) for outcome in outcomes)
        assert (
            crowd.value("SELECT status FROM helpdesk.ticket WHERE ticket_id = %s", ticket)
            == "waiting_on_agent"
        )
        assert (
            crowd.value(
                "SELECT count(*) FROM helpdesk.event WHERE ticket_id = %s AND kind = 'ticket_woken'", ticket
            )
            == 1
        )


def test_the_wake_sweep_twice_at_once(crowd: Crowd) -> None:
    desk = crowd.desk
    tickets = _tickets(crowd, 40)
    for ticket in tickets:
        desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset="1h")
    desk.db.commit()
    sweep = system("SELECT helpdesk.wake_snoozed(now() + interval '2 hours')")
    outcomes = crowd.run(sweep, sweep, sweep)
    assert sum(outcome[0][0] for outcome in outcomes) == 40
    assert crowd.value("SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_woken'") == 40


def test_peer_20_no_ticket_is_handed_out_twice(crowd: Crowd) -> None:
    desk = crowd.desk
    _tickets(crowd, 12)
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


def test_the_same_key_at_once_makes_one_ticket(crowd: Crowd) -> None:
    desk = crowd.desk
    create = acting(
        desk.customer, "SELECT (api.create_ticket(subject => 'Help', idempotency_key => 'k')).ticket_id"
    )
    outcomes = crowd.run(*[create] * 6)
    assert len({outcome[0][0] for outcome in outcomes}) == 1
    assert crowd.value("SELECT count(*) FROM helpdesk.ticket") == 1


def test_when_the_first_caller_fails_the_second_does_the_work(crowd: Crowd) -> None:
    desk = crowd.desk
    (ticket,) = _tickets(crowd, 1)
    waiting = threading.Event()

    def failing(connection: Connection) -> None:
        with acting_as(connection, "agent", desk.agent.id):
            connection.execute("SELECT api.add_note(%s, 'Hm', idempotency_key => 'k')", (ticket,))
        waiting.wait(timeout=30)
        connection.rollback()

    def second(connection: Connection) -> Any:
        (pid,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        watcher = threading.Thread(target=_when_blocked, args=(crowd.dsn, pid, waiting))
        watcher.start()
        try:
            with acting_as(connection, "agent", desk.agent.id):
                _wait_for_key(crowd.dsn)
                return connection.execute(
                    "SELECT api.add_note(%s, 'Hm', idempotency_key => 'k')", (ticket,)
                ).fetchall()
        finally:
            waiting.set()
            watcher.join()

    outcomes = crowd.run(failing, second)
    assert isinstance(outcomes[1], list)
    assert crowd.value("SELECT count(*) FROM helpdesk.message") == 1


def _wait_for_key(dsn: str) -> None:
    """Until another transaction holds a row lock on idempotency_key's table, that is, has begun its call."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for _ in range(10_000):
            held = connection.execute(
                "SELECT 1 FROM pg_locks"
                " WHERE relation = 'helpdesk.idempotency_key'::regclass AND mode = 'RowExclusiveLock'"
            ).fetchall()
            if held:
                return
    raise AssertionError("the first call never began")


def _when_blocked(dsn: str, pid: int, then: threading.Event) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        while not then.is_set():
            if connection.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", (pid,)).fetchone() == (
                True,
            ):
                then.set()


def test_late_replies_at_once_open_one_follow_up(crowd: Crowd) -> None:
    desk = crowd.desk
    desk.set("reopen_within_days", 1)
    desk.clock("2026-03-02 12:00:00+00")
    (ticket,) = _tickets(crowd, 1, status="closed")
    reply = acting(desk.customer, "SELECT (api.reply(%s, 'Again')).ticket_id", ticket)
    outcomes = crowd.run(*[reply] * 5)
    assert len({outcome[0][0] for outcome in outcomes}) == 1
    assert crowd.value("SELECT count(*) FROM helpdesk.ticket_link WHERE kind = 'follow_up'") == 1


def test_resolving_two_problems_with_crossed_incidents(crowd: Crowd) -> None:
    desk = crowd.desk
    for _ in range(5):
        a, b, c, d = _tickets(crowd, 4, assignee_id=desk.agent.id)
        for problem, incident in ((d, a), (b, c)):
            desk.call(desk.agent, "link_tickets", from_id=problem, to_id=incident, kind="problem_incident")
        desk.db.commit()
        outcomes = crowd.run(
            acting(desk.agent, "SELECT api.resolve_problem(%s, 'Fixed')", d),
            acting(desk.agent, "SELECT api.resolve_problem(%s, 'Fixed')", b),
            acting(desk.colleague, MERGE, c, a),
            acting(desk.colleague, "SELECT api.link_tickets(%s, %s)", d, c),
        )
        assert "40P01" not in outcomes


def test_peer_20_a_ticket_rated_by_many_at_once_is_rated_once(crowd: Crowd) -> None:
    desk = crowd.desk
    (ticket,) = _tickets(crowd, 1, status="closed")
    rate = acting(desk.customer, "SELECT api.rate_ticket(5, %s)", ticket)
    outcomes = crowd.run(*[rate] * 6)
    assert sorted(isinstance(outcome, list) for outcome in outcomes) == [False] * 5 + [True]
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} == {"PD508"}
