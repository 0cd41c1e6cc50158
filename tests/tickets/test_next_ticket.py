"""What to work on next: due first, then urgent, then old; nobody else's."""

from tests.desk import SYSTEM, Desk, Person, refused


def _next(desk: Desk, who: Person, *, claim: bool = False, skip: list[int] | None = None) -> int | None:
    rows = desk.run(who, "SELECT ticket_id FROM api.next_ticket(%s, %s)", claim, skip or [])
    return rows[0][0] if rows else None


def _no_sla(desk: Desk) -> None:
    desk.set("sla.enabled", False)


def test_due_before_priority_before_age(desk: Desk) -> None:
    _no_sla(desk)
    desk.clock("2026-03-02 12:00:00+00")
    old = desk.ticket(department_id=desk.support)
    desk.clock("2026-03-02 13:00:00+00")
    young = desk.ticket(department_id=desk.support)
    urgent = desk.ticket(department_id=desk.support, priority="urgent")
    due = desk.ticket(department_id=desk.support, priority="low", due_at="2026-03-05 00:00:00+00")
    order: list[int] = []
    while (found := _next(desk, desk.agent, skip=order)) is not None:
        order.append(found)
    assert order == [due, urgent, old, young]


def test_only_what_waits_for_the_caller(desk: Desk) -> None:
    _no_sla(desk)
    desk.set("agent_visibility", "departments")
    mine = desk.ticket(assignee_id=desk.agent.id, priority="low")
    desk.ticket(department_id=desk.billing, priority="critical")
    desk.ticket(priority="critical")
    desk.ticket(assignee_id=desk.colleague.id, department_id=desk.support, priority="critical")
    desk.ticket("waiting_on_customer", department_id=desk.support, priority="critical")
    desk.ticket("resolved", department_id=desk.support, priority="critical")
    asleep = desk.ticket(department_id=desk.support, priority="critical")
    desk.call(desk.agent, "snooze_ticket", ticket_id=asleep, preset="1h")
    assert _next(desk, desk.agent) == mine
    assert _next(desk, desk.agent, skip=[mine]) is None
    desk.set("agent_visibility", "all")
    assert _next(desk, desk.agent, skip=[mine]) is not None


def test_claiming_assigns(desk: Desk) -> None:
    ticket = desk.ticket(department_id=desk.support)
    assert _next(desk, desk.agent) == ticket
    assert desk.ticket_row(ticket)["assignee_id"] is None
    assert _next(desk, desk.agent, claim=True) == ticket
    assert desk.ticket_row(ticket)["assignee_id"] == desk.agent.id
    assert _next(desk, desk.admin, claim=True) is None
    assert _next(desk, desk.agent, claim=True) == ticket


def test_the_sla_decides(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    low = desk.ticket(department_id=desk.support, priority="low")
    critical = desk.ticket(department_id=desk.support, priority="critical")
    due = dict(
        desk.run(
            SYSTEM,
            "SELECT ticket_id, min(due_at) FROM helpdesk.sla_clock WHERE mode = 'run' GROUP BY ticket_id",
        )
    )
    assert due[critical] < due[low]
    assert _next(desk, desk.agent) == critical


def test_it_is_for_full_agents(desk: Desk) -> None:
    with refused("PD002"):
        _next(desk, desk.light)
    with refused("42501"):
        _next(desk, desk.customer)
