"""An edited calendar or policy: no writer waits, clocks follow in batches, and none is forgotten."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.conftest import AsRole, set_clock
from tests.sla.desk import Desk

MORNING, NOON = "2026-01-12T09:00:00Z", "2026-01-12T12:00:00Z"
WEEK = {str(day): [["09:00", "17:00"]] for day in range(1, 6)}
SHORT = {str(day): [["09:00", "13:00"]] for day in range(1, 6)}
#: Tickets whose open clocks do not all count by one version.
_MIXED = """
    SELECT ticket_id FROM helpdesk.sla_clock WHERE stopped_at IS NULL
    GROUP BY ticket_id HAVING count(DISTINCT calendar_version_id) > 1
"""


class Office:
    """A committed desk whose tickets count by one calendar; every edit moves its clocks late."""

    def __init__(self, dsn: str, tickets: int = 6) -> None:
        self.dsn = dsn
        with self.session() as desk:
            desk.add_people()
            self.people = (desk.customer, desk.agent)
            for key in ("status_on_customer_reply", "status_on_agent_reply"):
                desk.set(key, "")
            desk.set("sla.move_at_once", 0)
            self.calendar = desk.add_calendar({"timezone": "UTC", "hours": WEEK})
            desk.set_targets({("low", "first_response"): 60, ("low", "resolution"): 480})
            self.tickets = [desk.create(self.calendar) for _ in range(tickets)]
            self.departments = desk.departments
            self.policy = desk.policy

    @contextmanager
    def session(self, instant: str = MORNING) -> Iterator[Desk]:
        """A transaction that waits for nobody longer than five seconds."""
        with psycopg.connect(self.dsn, prepare_threshold=None) as connection:
            connection.execute("SET lock_timeout = '5s'")
            connection.execute("SET TIME ZONE 'UTC'")
            set_clock(connection, instant, local=False)
            desk = Desk(connection)
            if hasattr(self, "people"):
                desk.customer, desk.agent = self.people
                desk.departments, desk.policy = self.departments, self.policy
            yield desk

    def edit(self, hours: dict[str, Any] = SHORT) -> None:
        with self.session(NOON) as desk:
            desk.set_hours(self.calendar, hours)

    def move(self, limit: int = 100) -> int:
        with self.session(NOON) as desk:
            return int(desk.one("SELECT helpdesk.move_sla_clocks(%s)", limit))

    def versions(self) -> dict[int, set[int]]:
        with self.session(NOON) as desk:
            return {
                ticket: set(versions)
                for ticket, versions in desk.db.execute(
                    "SELECT ticket_id, array_agg(calendar_version_id) FROM helpdesk.sla_clock"
                    " WHERE stopped_at IS NULL GROUP BY ticket_id"
                )
            }

    def followers(self) -> list[int]:
        """Tickets whose clocks follow the calendar as it is."""
        with self.session(NOON) as desk:
            new = desk.version_of(self.calendar)
        return sorted(ticket for ticket, versions in self.versions().items() if versions == {new})

    def progress(self) -> tuple[int, int, bool]:
        """Clocks there were, clocks moved, and whether the last edit is done."""
        with self.session(NOON) as desk:
            row = desk.db.execute(
                "SELECT open_clocks, moved_clocks, done_at IS NOT NULL FROM api.sla_changes"
                " ORDER BY sla_change_id DESC LIMIT 1"
            ).fetchone()
            assert row is not None
            return row

    def check(self) -> None:
        with self.session(NOON) as desk:
            assert desk.mismatches() == []
            assert desk.db.execute(_MIXED).fetchall() == []


@pytest.fixture
def office(fresh_db: str) -> Office:
    return Office(fresh_db)


def test_clocks_follow_in_batches_and_the_row_tells_how_far(office: Office) -> None:
    office.edit()
    assert office.followers() == []
    assert office.progress() == (12, 0, False)
    office.check()
    assert office.move(4) == 8
    assert office.followers() == office.tickets[:4]
    assert office.progress() == (12, 8, False)
    office.check()
    assert office.move(4) == 4
    assert office.followers() == office.tickets
    assert [office.move(4) for _ in range(3)] == [0, 0, 0]
    assert office.progress() == (12, 12, True)
    office.check()


def test_the_worker_is_called_at_once_and_goes_on_until_it_is_done(office: Office) -> None:
    office.edit()
    with office.session(NOON) as desk:
        queued = "SELECT count(*) FROM dramatiq.queue WHERE message -> 'args' = '[\"move_sla_clocks\", null]'"
        assert desk.one(queued) == 1
        runs = 0
        while desk.one(queued) > runs:
            desk.one("SELECT helpdesk.run_job('move_sla_clocks')")
            desk.db.commit()
            runs += 1
            assert runs < 10
    assert office.progress() == (12, 12, True)


def test_few_clocks_follow_at_once(office: Office) -> None:
    with office.session() as desk:
        desk.set("sla.move_at_once", 12)
    office.edit()
    assert office.followers() == office.tickets
    assert office.progress() == (12, 12, False)
    assert [office.move(), office.move()] == [0, 0]
    assert office.progress() == (12, 12, True)


@pytest.mark.parametrize("at_once", [0, 2000])
def test_neither_waits_for_the_other(office: Office, at_once: int) -> None:
    with office.session() as desk:
        desk.set("sla.move_at_once", at_once)
    writer, other = office.tickets[:2]
    with office.session() as desk:
        # In flight: it has read the calendar as it was, and holds its ticket.
        desk.reply(writer, desk.agent)
        born = desk.create(office.calendar)
        with office.session(NOON) as editor:
            editor.set_hours(office.calendar, SHORT)
            editor.settle()
            # Published, not committed: who writes now knows nothing of it.
            with office.session(NOON) as third:
                late = third.create(office.calendar)
                if at_once == 0:
                    third.reply(other, third.customer)
        for _ in range(4):
            office.move()
            assert not office.progress()[2], "somebody who read the calendar as it was has not committed"
        assert office.followers() == [*office.tickets[1:], late]
    assert office.versions().keys() == {*office.tickets, born, late}
    assert office.followers() == [*office.tickets[1:], late]
    office.check()
    assert office.move() == 3
    assert office.followers() == [*office.tickets, born, late]
    assert [office.move() for _ in range(2)] == [0, 0]
    assert office.progress()[2]
    office.check()


def test_who_works_in_another_database_keeps_no_edit_open(office: Office, server_dsn: str) -> None:
    with psycopg.connect(server_dsn) as other:
        other.execute("SELECT pg_current_xact_id()")
        office.edit()
        assert [office.move() for _ in range(3)] == [12, 0, 0]
        assert office.progress() == (12, 12, True)


def test_a_batch_that_dies_is_taken_up_again(office: Office) -> None:
    office.edit()
    assert office.move(2) == 4
    with office.session(NOON) as killer, office.session(NOON) as desk:
        assert desk.one("SELECT helpdesk.move_sla_clocks(2)") == 4
        killer.one("SELECT pg_terminate_backend(%s)", desk.db.info.backend_pid)
        with pytest.raises(psycopg.OperationalError):
            desk.one("SELECT 1")
    assert office.followers() == office.tickets[:2]
    assert office.progress() == (12, 4, False)
    assert office.move(2) == 4
    assert office.followers() == office.tickets[:4]
    office.check()


def test_what_somebody_holds_comes_later(office: Office) -> None:
    office.edit()
    with office.session(NOON) as desk:
        desk.one("SELECT 1 FROM helpdesk.ticket WHERE ticket_id = %s FOR UPDATE", office.tickets[2])
        assert office.move() == 10
        assert office.move() == 0
        office.check()
    assert office.move() == 2
    assert office.followers() == office.tickets


def test_an_event_lets_its_ticket_follow_first(office: Office) -> None:
    first, second, third = office.tickets[:3]
    office.edit()
    office.edit(SHORT | {"1": [["09:00", "12:30"]]})
    with office.session(NOON) as desk:
        desk.set_targets({("low", "resolution"): 240, ("high", "resolution"): 120})
    with office.session("2026-01-13T10:00:00Z") as desk:
        desk.reply(first, desk.agent)
        desk.change(second, priority="high")
        desk.change(third, status="resolved")
        # Monday: three hours of the old calendar, half an hour of the last; Tuesday: one.
        assert desk.clock(third)["used_us"] == 270 * 60_000_000
        assert desk.clock(third)["breached_at"] == "2026-01-13T09:30:00+00:00"
    assert office.followers() == office.tickets[:3]
    office.check()
    while office.move(1):
        office.check()
    office.check()


def test_a_sweep_tells_of_no_promise_that_no_longer_holds(office: Office) -> None:
    with office.session("2026-01-12T09:30:00Z") as desk:
        desk.set_targets({("low", "first_response"): 600, ("low", "resolution"): 600})
    with office.session(NOON) as desk:
        ticket = office.tickets[0]
        assert desk.sweep() == 0
        assert desk.events(ticket) == []
        assert desk.clock(ticket, "first_response")["target_us"] == 600 * 60_000_000
    office.check()


@pytest.mark.parametrize("is_moving", [False, True], ids=["alone", "beside another"])
def test_the_preview_is_what_comes_of_it(office: Office, as_role: AsRole, is_moving: bool) -> None:
    if is_moving:
        office.edit(SHORT)
        office.move(2)
    hours = {str(day): [["11:00", "14:00"]] for day in range(1, 6)}
    with office.session(NOON) as desk:
        admin = desk.one(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Root', 'root@example.com', 'admin')"
            " RETURNING person_id"
        )
        with as_role(desk.db, "admin", admin):
            edits = desk.one("SELECT count(*) FROM api.sla_changes")
            preview = desk.one(
                "SELECT api.preview_calendar_change(%s, %s::jsonb)", office.calendar, json.dumps(hours)
            )
            assert desk.one("SELECT count(*) FROM api.sla_changes") == edits
    assert preview["open_clocks"] == 12
    office.edit(hours)
    while office.move(2):
        pass
    with office.session(NOON) as desk:
        for clock in preview["clocks"]:
            assert desk.clock(clock["ticket_id"], clock["metric"])["due_at"] == clock["new_due_at"]
        moved = {(clock["ticket_id"], clock["metric"]) for clock in preview["clocks"]}
        assert len(moved) == preview["moved"] > 0
    office.check()


def test_another_version_is_no_other_policy(office: Office) -> None:
    office.edit()
    with office.session(NOON) as desk:
        assert desk.db.execute("SELECT * FROM helpdesk.list_sla_rematches()").fetchall() == []


def test_an_edit_that_stands_still_is_counted(office: Office) -> None:
    office.edit()
    stuck = "SELECT helpdesk.count_stuck_sla_changes()"
    with office.session("2026-01-12T12:09:00Z") as desk:
        before = desk.one(stuck)
    with office.session("2026-01-12T12:11:00Z") as desk:
        assert desk.one(stuck) == before + 1
        while not desk.one("SELECT done_at IS NOT NULL FROM helpdesk.sla_change ORDER BY at DESC LIMIT 1"):
            desk.one("SELECT helpdesk.move_sla_clocks()")
            desk.db.commit()
        assert desk.one(stuck) == 0
