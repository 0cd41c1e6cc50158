"""next_due_at and sla_state of a ticket are what its open clocks say, whoever steps them."""

from datetime import UTC, datetime

import psycopg
import pytest

from pgdesk.cli.doctor import examine_copies
from tests.conftest import Connection, set_clock
from tests.sla.desk import SHOWN_WRONG, Desk


@pytest.fixture
def life(db: Connection) -> tuple[int, int]:
    """Ben, and a ticket of Dan's that was opened on a Thursday afternoon."""
    set_clock(db, "2030-01-03 15:00Z")
    people = db.execute(
        "INSERT INTO helpdesk.person (name, email, role) VALUES ('Ben', 'ben@shown.example', 'agent'),"
        " ('Dan', 'dan@shown.example', 'customer') RETURNING person_id"
    ).fetchall()
    row = db.execute(
        "INSERT INTO helpdesk.ticket (subject, requester_id, priority) VALUES ('x', %s, 'high')"
        " RETURNING ticket_id",
        people[1],
    ).fetchone()
    assert row is not None
    return people[0][0], row[0]


def _shown(db: Connection, ticket: int) -> tuple[datetime | None, str | None, int]:
    assert db.execute(SHOWN_WRONG).fetchall() == []
    row = db.execute(
        "SELECT next_due_at, sla_state, version FROM helpdesk.ticket WHERE ticket_id = %s", (ticket,)
    ).fetchone()
    assert row is not None
    return row[0], row[1], row[2]


def test_a_ticket_shows_what_is_due_next(db: Connection, life: tuple[int, int]) -> None:
    ben, ticket = life
    due, state, version = _shown(db, ticket)
    assert due is not None
    assert (state, version) == ("running", 1)
    set_clock(db, due)
    db.execute("SELECT helpdesk.check_sla()")
    assert _shown(db, ticket) == (due, "breached", 1)
    db.execute(
        "INSERT INTO helpdesk.message (ticket_id, author_id, body) VALUES (%s, %s, 'Hm')", (ticket, ben)
    )
    later, state, _ = _shown(db, ticket)
    assert (later, state) == (None, "paused")
    db.execute(
        "UPDATE helpdesk.ticket SET status = 'in_progress', due_at = '2030-02-01 12:00Z'"
        " WHERE ticket_id = %s",
        (ticket,),
    )
    assert _shown(db, ticket)[:2] == (datetime(2030, 2, 1, 12, tzinfo=UTC), "running")
    db.execute(
        "UPDATE helpdesk.ticket SET assignee_id = %s, status = 'resolved' WHERE ticket_id = %s", (ben, ticket)
    )
    assert _shown(db, ticket)[:2] == (None, None)


def test_a_breach_shows_before_any_sweep(db: Connection, life: tuple[int, int]) -> None:
    _, ticket = life
    set_clock(db, "2030-01-20 12:00Z")
    shown = "SELECT sla_state FROM api.tickets WHERE ticket_id = %s"
    assert db.execute(shown, (ticket,)).fetchone() == ("breached",)


def test_a_new_policy_shows_on_every_ticket(db: Connection, life: tuple[int, int]) -> None:
    _, ticket = life
    before, _, version = _shown(db, ticket)
    db.execute("UPDATE helpdesk.sla_target SET target_minutes = target_minutes + 30 WHERE target_minutes > 0")
    db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    after, _, same_version = _shown(db, ticket)
    assert before is not None
    assert after is not None
    assert after > before
    assert same_version == version


def test_who_holds_a_ticket_is_not_waited_for(db: Connection, life: tuple[int, int]) -> None:
    """What could not be shown is noted, and the next sweep shows it."""
    _, ticket = life
    db.execute("ALTER TABLE helpdesk.sla_clock DISABLE TRIGGER sla_clock_50_show_update")
    db.execute("UPDATE helpdesk.sla_clock SET due_at = due_at + interval '1 hour' WHERE due_at IS NOT NULL")
    db.execute("ALTER TABLE helpdesk.sla_clock ENABLE TRIGGER sla_clock_50_show_update")
    assert len(db.execute(SHOWN_WRONG).fetchall()) == 1
    db.execute("INSERT INTO helpdesk.sla_unshown (ticket_id) VALUES (%s)", (ticket,))
    db.execute("SELECT helpdesk.check_sla()")
    assert db.execute("SELECT count(*) FROM helpdesk.sla_unshown").fetchone() == (0,)
    _shown(db, ticket)


def test_a_held_ticket_is_noted(fresh_db: str) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as one, psycopg.connect(fresh_db, autocommit=True) as two:
        row = one.execute(
            "WITH p AS (INSERT INTO helpdesk.person (name, email, role) VALUES ('D', 'd@shown.example',"
            " 'customer') RETURNING person_id) INSERT INTO helpdesk.ticket (subject, requester_id)"
            " SELECT 'x', person_id FROM p RETURNING ticket_id"
        ).fetchone()
        assert row is not None
        with one.transaction():
            one.execute("SELECT 1 FROM helpdesk.ticket WHERE ticket_id = %s FOR NO KEY UPDATE", row)
            two.execute("SET statement_timeout = '5s'")
            two.execute("SELECT helpdesk.show_sla(ARRAY[%s::bigint])", row)
            assert two.execute("SELECT ticket_id FROM helpdesk.sla_unshown").fetchall() == [row]
        two.execute("SELECT helpdesk.check_sla()")
        assert two.execute("SELECT count(*) FROM helpdesk.sla_unshown").fetchone() == (0,)


def test_copies_that_were_changed_by_hand_are_told_and_made_anew(desk: Desk) -> None:
    desk.set_targets({("low", "first_response"): 100})
    desk.at("2026-01-12T09:00:00Z")
    tickets = [desk.create() for _ in range(3)]
    wrong = "SELECT array_agg(ticket_id) FROM helpdesk.list_wrong_copies()"
    assert desk.one(wrong) is None
    desk.db.execute("SET LOCAL session_replication_role = replica")
    desk.db.execute("UPDATE helpdesk.ticket SET sla_state = NULL WHERE ticket_id = %s", (tickets[0],))
    desk.db.execute(
        "UPDATE helpdesk.ticket SET next_due_at = '2026-01-01+00' WHERE ticket_id = %s", (tickets[2],)
    )
    desk.db.execute("SET LOCAL session_replication_role = origin")
    assert desk.one(wrong) == [tickets[0], tickets[2]]
    found = examine_copies(desk.db)
    assert (
        found.is_ok,
        f"2 show another SLA state than their clocks, the first: {tickets[0]}" in found.text,
    ) == (
        False,
        True,
    )
    assert [desk.one("SELECT helpdesk.recount(2)"), desk.one(wrong)] == [2, None]
    assert examine_copies(desk.db).is_ok
    assert desk.one("SELECT helpdesk.recount(2)") == 0
