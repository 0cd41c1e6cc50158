"""An agent's own figures."""

from tests.desk import Desk, refused


def test_dashboard(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    desk.ticket(assignee_id=desk.agent.id, due_at="2026-03-02 12:30:00+00")
    snoozed = desk.ticket("in_progress", assignee_id=desk.agent.id)
    done = desk.ticket(assignee_id=desk.agent.id)
    desk.ticket(assignee_id=desk.colleague.id)
    desk.ticket(department_id=desk.support)
    desk.clock("2026-03-02 12:10:00+00")
    desk.call(desk.agent, "snooze_ticket", ticket_id=snoozed, preset="4h")
    desk.call(desk.agent, "reply", ticket_id=done, body="Hello")
    desk.clock("2026-03-02 13:00:00+00")
    desk.call(desk.agent, "resolve_ticket", ticket_id=done)
    found = desk.call(desk.agent, "agent_dashboard")
    assert found["my_queue"] == {
        "open": 2,
        "by_status": {"open": 1, "in_progress": 1},
        "snoozed": 1,
        "overdue": 1,
    }
    assert found["resolved"] == {
        "count": 1,
        "median_resolution_minutes": 60.0,
        "p90_resolution_minutes": 60.0,
        "median_first_response_minutes": 10.0,
    }
    assert (found["unassigned"], found["replies"], found["asked_for_help"]) == (1, 1, 0)
    with refused("42501"):
        desk.call(desk.customer, "agent_dashboard")


def test_a_ticket_that_missed_two_targets_is_one_of_the_breached(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    desk.ticket(assignee_id=desk.agent.id)
    desk.clock("2026-03-09 12:00:00+00")
    desk.db.execute("SELECT helpdesk.check_sla()")
    breached = "SELECT count(*) FROM helpdesk.sla_clock WHERE breached_at IS NOT NULL"
    assert desk.db.execute(breached).fetchone() == (2,)
    assert desk.call(desk.agent, "agent_dashboard")["sla"]["breached_open"] == 1
