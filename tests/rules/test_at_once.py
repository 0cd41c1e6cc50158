"""Rules and bulk changes on real connections at the same time: once each, and no deadlock."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Connection, set_clock
from tests.crowd import Crowd, Work, acting, gather, system
from tests.desk import SYSTEM, Person
from tests.rules.desk import Action, RuleDesk, do, on


def bulk(who: Person, tickets: list[int], *actions: Action) -> Work:
    statement = """SELECT outcome, count(*) FROM api.change_tickets(actions => %s, ticket_ids => %s)
        GROUP BY 1 ORDER BY 1"""
    return acting(who, statement, Jsonb(list(actions)), tickets)


@pytest.fixture
def crowd(fresh_db: str) -> Iterator[Crowd[RuleDesk]]:
    with gather(fresh_db, RuleDesk) as gathered:
        yield gathered


def test_two_sweeps_at_once_fire_once(crowd: Crowd[RuleDesk]) -> None:
    desk = crowd.desk
    rules = [desk.rule(kind, do("add_note", "x")) for kind in ("escalation", "automation")]
    tickets = crowd.tickets(50)
    sweeps = [system("SELECT helpdesk.sweep_rules(%s)", kind) for kind in ("escalation", "automation")] * 3
    found = crowd.run(*sweeps)
    assert not [f for f in found if isinstance(f, str)]
    # Sweeps of different kinds do not wait for each other's tickets: what one left, its next run does.
    for kind in ("escalation", "automation"):
        desk.sweep(kind)
    for rule in rules:
        assert sorted(desk.firings(rule)) == [(t, "applied") for t in sorted(tickets)]
    assert {len(desk.notes(t)) for t in tickets} == {2}


def test_a_sweep_leaves_a_locked_ticket_to_the_next_one(crowd: Crowd[RuleDesk]) -> None:
    desk = crowd.desk
    rule = desk.rule("escalation", do("set_priority", "high"))
    held, free = crowd.tickets(2)
    with psycopg.connect(crowd.dsn) as busy:
        busy.execute("UPDATE helpdesk.ticket SET subject = 'busy' WHERE ticket_id = %s", (held,))
        with psycopg.connect(crowd.dsn) as sweeper:
            sweeper.execute("SET statement_timeout = '20s'")
            sweeper.execute("SELECT helpdesk.sweep_rules('escalation')")
    assert desk.firings(rule) == [(free, "applied")]
    desk.sweep()
    assert desk.firings(rule) == [(free, "applied"), (held, "applied")]
    assert desk.ticket_row(held)["subject"] == "busy"


def test_a_rule_looks_again_at_what_changed_before_it_got_the_lock(crowd: Crowd[RuleDesk]) -> None:
    """The peer writes back the row that it read at the beginning of its run."""
    desk = crowd.desk
    rule = desk.rule("escalation", do("set_priority", "high"), when=on("priority", "is", "low"))
    (ticket,) = crowd.tickets(1, priority="low")
    with psycopg.connect(crowd.dsn) as sweeper, psycopg.connect(crowd.dsn) as person:
        row = sweeper.execute("SELECT r FROM helpdesk.rule AS r WHERE rule_id = %s", (rule,)).fetchone()
        due = """SELECT helpdesk.find_due_tickets(r, helpdesk.clock(), 10)
            FROM helpdesk.rule AS r WHERE rule_id = %s"""
        assert row is not None
        assert sweeper.execute(due, (rule,)).fetchone() == ([ticket],)
        person.execute("UPDATE helpdesk.ticket SET priority = 'critical' WHERE ticket_id = %s", (ticket,))
        person.commit()
        fire = "SELECT helpdesk.fire_rule(r, %s, helpdesk.clock()) FROM helpdesk.rule AS r WHERE rule_id = %s"
        assert sweeper.execute(fire, ([ticket], rule)).fetchone() == (0,)
    assert desk.ticket_row(ticket)["priority"] == "critical"


def test_workers_at_once_run_each_step_once(crowd: Crowd[RuleDesk]) -> None:
    desk = crowd.desk
    rule = desk.workflow("ticket_created", do("add_note", "x"))
    tickets = crowd.tickets(60)

    def work(connection: Connection) -> int:
        done = 0
        while True:
            row = connection.execute("SELECT helpdesk.run_workflows(7)").fetchone()
            connection.commit()
            assert row is not None
            if row == (0,):
                return done
            done += row[0]

    found = crowd.run(*[work] * 4)
    assert sum(found) == 60
    assert sorted(desk.firings(rule)) == [(t, "applied") for t in sorted(tickets)]
    assert {tuple(desk.notes(t)) for t in tickets} == {("x",)}


@pytest.mark.slow
def test_two_bulks_over_the_same_five_thousand_tickets(crowd: Crowd[RuleDesk]) -> None:
    desk = crowd.desk
    crowd.tickets(1)
    desk.run(SYSTEM, "SET session_replication_role = replica")
    desk.run(
        SYSTEM,
        """INSERT INTO helpdesk.ticket
            (reference, subject, status, status_category, priority, priority_rank, requester_id)
        SELECT 'X-' || n, 'many', 'open', 'open', 'low', 10, %s FROM generate_series(1, 5000) AS n""",
        desk.customer.id,
    )
    desk.run(SYSTEM, "SET session_replication_role = DEFAULT")
    desk.db.commit()
    tickets = [t for (t,) in desk.run(SYSTEM, "SELECT ticket_id FROM helpdesk.ticket WHERE subject = 'many'")]
    desk.db.commit()
    up = bulk(desk.agent, tickets, do("set_priority", "high"), do("add_tags", ["network"]))
    down = bulk(desk.colleague, tickets[::-1], do("set_priority", "critical"), do("add_tags", ["printer"]))
    assert crowd.run(up, down) == [[("changed", 5000)]] * 2
    rows = desk.run(SYSTEM, "SELECT DISTINCT priority, version FROM helpdesk.ticket WHERE subject = 'many'")
    assert rows in (
        [("high", 5)],
        [("critical", 5)],
    )  # the later one wins on every ticket, the earlier one is not lost: two priorities, two tags
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.ticket_tag") == 10000
    changes = "SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_priority_changed'"
    assert desk.one(SYSTEM, changes) == 10000


def test_bulk_sweep_workflow_and_people_never_deadlock(crowd: Crowd[RuleDesk]) -> None:
    desk = crowd.desk
    for number in range(4):
        desk.rule(
            "escalation",
            do("add_tags", ["network"]),
            do("add_note", "x"),
            when=on("ticket_type", "is_not", "task"),
            position=number,
        )
        desk.workflow("ticket_priority_changed", do("remove_tags", ["network"]), position=-number)
    tickets = crowd.tickets(40)
    works: list[Work] = []
    for number, priority in enumerate(("high", "low", "urgent", "critical")):
        order = tickets if number % 2 else tickets[::-1]
        works.append(bulk(desk.agent, order, do("set_priority", priority), do("add_tags", ["printer"])))
        works.append(system("SELECT helpdesk.sweep_rules('escalation')"))
        works.append(system("SELECT helpdesk.run_workflows(11)"))
        works.append(acting(desk.colleague, "SELECT api.set_status(%s, 'in_progress')", tickets[number]))
    found = crowd.run(*works)
    assert [f for f in found if isinstance(f, str)] == []
    desk.run_workflows()
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.rule_error") == 0


def test_two_macros_on_one_ticket(crowd: Crowd[RuleDesk]) -> None:
    """Both are applied, one after the other, and the loser of a race for the version is told so."""
    desk = crowd.desk
    one = desk.rule("macro", do("set_priority", "high"), do("add_tags", ["network"]))
    two = desk.rule("macro", do("set_status", "in_progress"), do("add_tags", ["printer"]))
    (ticket,) = crowd.tickets(1)
    apply = "SELECT (api.apply_macro(%s, %s)).firing_id"
    found = crowd.run(acting(desk.agent, apply, ticket, one), acting(desk.colleague, apply, ticket, two))
    assert not [f for f in found if isinstance(f, str)]
    row = desk.ticket_row(ticket)
    assert (row["priority"], row["status"], desk.tags(ticket)) == (
        "high",
        "in_progress",
        {"network", "printer"},
    )
    guarded = "SELECT (api.apply_macro(%s, %s, %s)).firing_id"
    desk.update(ticket, priority="low")
    desk.update(ticket, status="open")
    version = desk.ticket_row(ticket)["version"]
    desk.db.commit()
    found = crowd.run(
        acting(desk.agent, guarded, ticket, one, version),
        acting(desk.colleague, guarded, ticket, two, version),
    )
    assert len([f for f in found if f == "PD005"]) == 1


def test_a_macro_is_undone_once(crowd: Crowd[RuleDesk]) -> None:
    desk = crowd.desk
    macro = desk.rule("macro", do("add_note", "x"), do("set_priority", "high"))
    (ticket,) = crowd.tickets(1)
    firing = desk.call(desk.agent, "apply_macro", ticket_id=ticket, rule_id=macro)["firing_id"]
    desk.db.commit()
    found = crowd.run(*[acting(desk.agent, "SELECT (api.undo_macro(%s)).ticket_id", firing)] * 4)
    assert sorted(map(str, found)) == sorted(["PD403"] * 3 + [str([(ticket,)])])
    assert (desk.ticket_row(ticket)["priority"], desk.notes(ticket, "note")) == ("medium", [])


def test_a_delay_is_waited_for_by_the_clock_of_the_database(crowd: Crowd[RuleDesk]) -> None:
    desk = crowd.desk
    rule = desk.workflow("ticket_created", do("delay", "1 hour"), do("add_note", "late"))
    (ticket,) = crowd.tickets(1)
    crowd.run(system("SELECT helpdesk.run_workflows()"))
    assert desk.firings(rule) == [(ticket, "waiting")]

    def late(connection: Connection) -> None:
        set_clock(connection, "2100-01-01T00:00:00Z")
        connection.execute("SELECT helpdesk.run_workflows()")

    crowd.run(*[late] * 3)
    assert (desk.firings(rule), desk.notes(ticket)) == ([(ticket, "applied")], ["late"])
