"""purge_activities: history of tickets closed long ago goes, what was computed from it stays."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, acting_as
from tests.sla.desk import Desk

TARGETS = {("low", "first_response"): 100, ("low", "next_response"): 60, ("low", "resolution"): 480}
REPORTS = ("agent_days", "daily_backlog", "daily_volume", "sla_results", "response_times", "ticket_measures")


@pytest.fixture
def office(desk: Desk) -> Desk:
    desk.set_targets(TARGETS)
    desk.db.execute("INSERT INTO helpdesk.tag (name) VALUES ('paper')")
    desk.at("2026-01-12T09:00:00Z")
    return desk


def finished(office: Desk, day: str = "2026-01-12") -> int:
    """A ticket with a long history: warned, missed, retagged, moved, snoozed, escalated, closed."""
    office.at(f"{day}T09:00:00Z")
    calendar = office.one("SELECT calendar_id FROM helpdesk.calendar WHERE is_default")
    ticket = office.create()
    office.db.execute(
        "INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id) SELECT %s, max(tag_id) FROM helpdesk.tag",
        (ticket,),
    )
    for hour, change in (
        (10, {"subject": "Scanner"}),
        (11, {"priority": "high"}),
        (12, {"priority": "low", "due_at": f"{day}T12:30:00Z"}),
        (13, {"department_id": office.department_with(calendar)}),
    ):
        office.at(f"{day}T{hour}:25:00Z")
        office.sweep()
        office.change(ticket, **change)
    office.reply(ticket, office.agent)
    office.at(f"{day}T14:00:00Z")
    office.reply(ticket, office.customer)
    office.at(f"{day}T14:50:00Z")
    office.sweep()
    office.change(ticket, status="closed")
    office.at(f"{day}T18:00:00Z")
    office.sweep()
    return ticket


def purge(office: Desk, days: int | None = None, limit: int = 5000) -> int:
    return int(office.one("SELECT helpdesk.purge_activities(%s, %s)", days, limit))


def kinds(office: Desk, ticket: int) -> list[str]:
    rows = office.db.execute(
        "SELECT kind FROM helpdesk.event WHERE ticket_id = %s ORDER BY event_id", (ticket,)
    )
    return [kind for (kind,) in rows]


def results(office: Desk, ticket: int) -> dict[str, Any]:
    found = {
        name: office.one(f"SELECT jsonb_agg(to_jsonb(v) ORDER BY to_jsonb(v)::text) FROM reports.{name} AS v")
        for name in REPORTS
    }
    found["clocks"] = office.one(
        "SELECT jsonb_agg(to_jsonb(c) ORDER BY metric, cycle) FROM helpdesk.sla_clock AS c"
        " WHERE ticket_id = %s",
        ticket,
    )
    found["state"] = office.one("SELECT jsonb_agg(to_jsonb(s)) FROM helpdesk.sla_state(%s) AS s", ticket)
    found["intervals"] = office.one(
        "SELECT jsonb_agg(jsonb_build_array(s.metric, s.cycle, s.intervals)) FROM api.explain_sla(%s) AS s",
        ticket,
    )
    return found


def test_what_was_computed_from_purged_events_stays(office: Desk) -> None:
    ticket = finished(office)
    assert {"sla_warning", "sla_breached", "ticket_updated", "tag_added"} <= set(kinds(office, ticket))
    office.at("2026-05-01T09:00:00Z")
    before = results(office, ticket)
    count = len(kinds(office, ticket))
    gone = purge(office)
    left = kinds(office, ticket)
    assert gone > 0
    assert len(left) == count - gone
    assert not {"sla_warning", "sla_breached", "sla_met", "tag_added", "ticket_resolved"} & set(left)
    assert results(office, ticket) == before
    assert office.mismatches() == []
    assert office.one("SELECT helpdesk.rebuild_sla_clocks() > 0")
    assert results(office, ticket) == before


def test_open_and_lately_closed_tickets_keep_their_history(office: Desk) -> None:
    tickets = [finished(office, "2026-01-13"), finished(office, "2026-01-14"), finished(office)]
    office.at("2026-01-15T09:00:00Z")
    office.change(tickets[2], status="reopened")
    office.at("2026-04-13T14:49:59Z")
    assert purge(office) == 0
    office.at("2026-04-13T14:50:00Z")
    before = [kinds(office, ticket) for ticket in tickets]
    assert purge(office) > 0
    after = [kinds(office, ticket) for ticket in tickets]
    assert [len(a) < len(b) for a, b in zip(after, before, strict=True)] == [True, False, False]
    assert purge(office) == 0


def test_the_setting_and_the_sweep_say_how_long(office: Desk) -> None:
    finished(office)
    office.at("2026-01-20T09:00:00Z")
    assert purge(office) == 0
    office.set("activities_kept_days", 7)
    assert int(office.one("SELECT helpdesk.run_job('purge_activities')")) > 0
    finished(office, "2026-01-26")
    office.at("2026-01-28T09:00:00Z")
    assert int(office.one("SELECT helpdesk.run_job('purge_activities')")) == 0
    assert int(office.one("SELECT helpdesk.run_job('purge_activities', p_days => 1)")) > 0
    assert "events cannot be kept for 0 days" in office.one(
        "SELECT helpdesk.run_job('purge_activities', p_days => 0)"
    )


def test_a_purged_ticket_goes_on_and_is_purged_again(office: Desk) -> None:
    ticket = finished(office)
    office.at("2026-05-01T09:00:00Z")
    assert purge(office) > 0
    office.change(ticket, status="reopened")
    office.at("2026-05-01T12:00:00Z")
    office.reply(ticket, office.agent)
    office.at("2026-05-02T12:00:00Z")
    office.sweep()
    office.change(ticket, status="closed")
    assert office.clock(ticket, "resolution")["cycle"] == 2
    assert office.clock(ticket, "resolution")["state"] == "missed"
    assert office.mismatches() == []
    office.at("2026-09-01T09:00:00Z")
    before = results(office, ticket)
    assert purge(office) > 0
    assert "sla_breached" not in kinds(office, ticket)
    assert results(office, ticket) == before
    assert office.mismatches() == []


def test_a_workflow_that_waits_keeps_its_event(office: Desk) -> None:
    office.db.execute(
        "INSERT INTO helpdesk.rule (kind, name, trigger_kind, predicate, actions) VALUES ('workflow', 'Late',"
        " 'tag_added', '',"
        """ '[{"action": "delay", "value": "200 days"}, {"action": "add_note", "value": "?"}]')"""
    )
    ticket = finished(office)
    office.one("SELECT helpdesk.run_workflows()")
    office.at("2026-05-01T09:00:00Z")
    assert purge(office) == 0
    office.at("2026-09-01T09:00:00Z")
    office.one("SELECT helpdesk.run_workflows()")
    office.at("2026-12-31T09:00:00Z")
    assert purge(office) > 0
    assert "tag_added" not in kinds(office, ticket)


def test_batches_go_on(office: Desk) -> None:
    for day in ("2026-01-12", "2026-01-13", "2026-01-14"):
        finished(office, day)
    office.at("2026-05-01T09:00:00Z")
    for _ in range(3):
        assert purge(office, limit=1) > 0
    assert purge(office, limit=1) == 0


def test_a_replay_leaves_purged_tickets_out_and_says_so(office: Desk) -> None:
    finished(office)
    finished(office, "2026-04-13")
    office.at("2026-05-01T09:00:00Z")
    assert purge(office) > 0
    found = office.one("SELECT helpdesk.compare_sla_replay('2026-01-01Z', '2026-06-01Z')")
    assert (found["tickets"], found["purged"]) == (1, 1)
    assert {line["promises"] for line in found["results"]} <= {0, 1}


@pytest.mark.parametrize("events", ["true", "sla IS NULL"])
@pytest.mark.parametrize("of", ["open", "closed", "purged"])
def test_history_is_append_only_but_for_what_the_purge_takes(office: Desk, of: str, events: str) -> None:
    ticket = office.create() if of == "open" else finished(office)
    office.at("2026-05-01T09:00:00Z")
    if of == "purged":
        assert purge(office) > 0
    with pytest.raises(psycopg.Error, match="append-only") as caught, office.db.transaction():
        office.db.execute(f"DELETE FROM helpdesk.event WHERE ticket_id = %s AND {events}", (ticket,))
    assert caught.value.sqlstate == "PD017"


def test_events_that_change_no_promise_carry_no_facts_and_can_go(office: Desk) -> None:
    ticket = office.create()
    office.reply(ticket, office.agent, kind="note")
    office.change(ticket, assignee_id=None)
    found = "SELECT kind FROM helpdesk.event WHERE ticket_id = %s AND sla IS NULL ORDER BY kind"
    kinds_without = {kind for (kind,) in office.db.execute(found, (ticket,))}
    assert {"internal_note_added", "ticket_unassigned"} <= kinds_without


def test_what_happens_after_the_purge_is_append_only(office: Desk) -> None:
    ticket = finished(office)
    office.at("2026-05-01T09:00:00Z")
    assert purge(office) > 0
    office.at("2026-05-02T09:00:00Z")
    office.change(ticket, subject="Scanner again")
    assert kinds(office, ticket)[-1] == "ticket_updated"
    with pytest.raises(psycopg.Error, match="append-only"), office.db.transaction():
        office.db.execute("DELETE FROM helpdesk.event WHERE kind = 'ticket_updated'")


@pytest.mark.parametrize("role", ["agent", "admin", "customer", "anon", "reporter"])
def test_only_the_worker_purges(db: Connection, role: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(db, role, None):
        db.execute("SELECT helpdesk.purge_activities()")
