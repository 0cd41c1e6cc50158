"""Agent work, requester wait and time on hold, from the events."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import AsRole
from tests.sla.desk import Desk
from tests.sla.test_clocks import NINE_TO_FIVE
from tests.sla.test_histories import gaps, living, steps

CATEGORIES = {
    "open": "open",
    "in_progress": "open",
    "escalated": "open",
    "reopened": "open",
    "waiting_on_customer": "pending",
    "on_hold": "on_hold",
    "resolved": "solved",
    "closed": "closed",
}
_LOOK = "SELECT to_jsonb(m) FROM helpdesk.measure_ticket(%s, helpdesk.clock()) AS m"


def test_each_category_counts_where_it_should(desk: Desk, as_role: AsRole) -> None:
    ticket_at = desk.add_calendar(NINE_TO_FIVE)
    desk.at("2026-01-12T15:00:00Z")
    ticket = desk.create(ticket_at)
    for instant, status in (
        ("2026-01-12T16:00:00Z", "on_hold"),
        ("2026-01-13T10:00:00Z", "waiting_on_customer"),
        ("2026-01-13T12:00:00Z", "in_progress"),
        ("2026-01-13T13:30:00Z", "resolved"),
    ):
        desk.at(instant)
        desk.change(ticket, status=status)
    desk.at("2026-01-20T00:00:00Z")
    expected = {
        "agent_work_minutes": 150,
        "agent_work_business_minutes": 150,
        "requester_wait_minutes": 150 + 18 * 60,
        "requester_wait_business_minutes": 150 + 120,
        "on_hold_minutes": 18 * 60,
        "on_hold_business_minutes": 120,
    }
    assert desk.one(_LOOK, ticket) == expected
    assert desk.one("SELECT to_jsonb(m) FROM reports.ticket_measures AS m WHERE ticket_id = %s", ticket) == {
        **expected,
        "ticket_id": ticket,
        "day": "2026-01-12",
        "department": desk.one("SELECT name FROM helpdesk.department ORDER BY department_id DESC LIMIT 1"),
        "priority": "low",
        "channel": desk.one("SELECT channel FROM helpdesk.ticket WHERE ticket_id = %s", ticket),
        "is_open": False,
    }
    with as_role(desk.db, "agent", desk.agent):
        past = desk.one(
            "SELECT to_jsonb(m) FROM api.ticket_measures(%s, '2026-01-12T15:30:00Z') AS m", ticket
        )
        measures = desk.one("SELECT measures FROM api.explain_sla(%s) WHERE metric = 'resolution'", ticket)
    assert (past["agent_work_minutes"], past["on_hold_minutes"]) == (30, 0)
    assert measures == expected


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(gaps, st.just(0), steps), min_size=3, max_size=20))
def test_minutes_equal_a_model(desk: Desk, history: list[Any]) -> None:
    """Adds up, outside of the database, how long the ticket was in which status."""
    with living(desk) as world:
        ticket = world.tickets[0]
        spent: dict[str, timedelta] = {}
        look = "SELECT status, deleted_at IS NOT NULL FROM helpdesk.ticket WHERE ticket_id = %s"
        at = datetime(2026, 3, 26, 8, tzinfo=UTC)
        for gap, who, step in history:
            status, is_deleted = desk.db.execute(look, (ticket,)).fetchone() or ("", True)
            world.live(gap, who, step)
            if not is_deleted:
                category = CATEGORIES[status]
                spent[category] = spent.get(category, timedelta()) + (world.now - at)
            at = world.now
        found = desk.one(_LOOK, ticket)
        minutes = {key: value.total_seconds() / 60 for key, value in spent.items()}
        assert found["agent_work_minutes"] == minutes.get("open", 0)
        assert found["on_hold_minutes"] == minutes.get("on_hold", 0)
        assert found["requester_wait_minutes"] == minutes.get("open", 0) + minutes.get("on_hold", 0)
        for measure in ("agent_work", "requester_wait", "on_hold"):
            assert found[f"{measure}_business_minutes"] <= found[f"{measure}_minutes"]
