"""Links: once in either direction, no circles, and what a problem does to its incidents."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk import SYSTEM, Desk, refused


def _link(desk: Desk, kind: str, one: int, other: int) -> int:
    made: int = desk.call(desk.agent, "link_tickets", from_id=one, to_id=other, kind=kind)["link_id"]
    return made


def test_a_link_is_on_both_tickets(desk: Desk) -> None:
    parent, child = desk.ticket(), desk.ticket()
    _link(desk, "parent_child", parent, child)
    for ticket in (parent, child):
        assert desk.event(ticket, "ticket_linked")["payload"] == {
            "kind": "parent_child",
            "from_id": parent,
            "to_id": child,
        }
    assert desk.run(desk.agent, "SELECT from_id, to_id FROM api.ticket_links") == [(parent, child)]
    assert desk.run(desk.customer, "SELECT * FROM api.ticket_links") == []
    desk.run(desk.agent, "SELECT api.unlink_tickets(%s, %s)", child, parent)
    assert desk.run(desk.agent, "SELECT * FROM api.ticket_links") == []
    assert "ticket_unlinked" in desk.events(parent)
    with refused("PD001", "not linked"):
        desk.run(desk.agent, "SELECT api.unlink_tickets(%s, %s)", child, parent)


@pytest.mark.parametrize("kind", ["related", "duplicate", "parent_child", "problem_incident"])
def test_peer_20_a_link_exists_once_whoever_is_named_first(desk: Desk, kind: str) -> None:
    one, other = desk.ticket(), desk.ticket()
    _link(desk, kind, one, other)
    for first, second in ((one, other), (other, one)):
        with refused("PD502"):
            _link(desk, kind, first, second)
        is_out_of_order = kind == "related" and first > second
        with refused("23514" if is_out_of_order else "23505"), desk.db.transaction():
            desk.run(SYSTEM, "ALTER TABLE helpdesk.ticket_link DISABLE TRIGGER USER")
            insert = "INSERT INTO helpdesk.ticket_link (kind, from_id, to_id) VALUES (%s, %s, %s)"
            desk.run(SYSTEM, insert, kind, first, second)


def test_related_is_kept_in_one_order(desk: Desk) -> None:
    one, other = desk.ticket(), desk.ticket()
    _link(desk, "related", other, one)
    assert desk.run(desk.agent, "SELECT from_id, to_id FROM api.ticket_links") == [(one, other)]


def test_what_cannot_be_linked(desk: Desk) -> None:
    parent, child, other = desk.ticket(), desk.ticket(), desk.ticket()
    _link(desk, "parent_child", parent, child)
    with refused("PD502", "itself"):
        _link(desk, "related", parent, parent)
    with refused("PD502", "has a parent already", f"ticket {parent}"):
        _link(desk, "parent_child", other, child)
    for kind in ("follow_up", "nonsense"):
        with refused("PD006", kind):
            _link(desk, kind, parent, other)
    with refused("PD002"):
        desk.call(desk.light, "link_tickets", from_id=parent, to_id=other)
    with refused("42501"):
        desk.call(desk.customer, "link_tickets", from_id=parent, to_id=other)


def test_no_ticket_is_its_own_ancestor_even_in_psql(desk: Desk) -> None:
    one, two, three = desk.ticket(), desk.ticket(), desk.ticket()
    _link(desk, "parent_child", one, two)
    _link(desk, "parent_child", two, three)
    with refused("PD502", "circle"):
        _link(desk, "parent_child", three, one)
    with refused("PD502", "circle"):
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.ticket_link (kind, from_id, to_id) VALUES ('parent_child', %s, %s)",
            three,
            one,
        )


@pytest.mark.parametrize("kind", ["related", "duplicate"])
def test_links_without_a_direction_may_form_a_circle(desk: Desk, kind: str) -> None:
    one, two, three = desk.ticket(), desk.ticket(), desk.ticket()
    for first, second in ((one, two), (two, three), (three, one)):
        _link(desk, kind, first, second)


@given(pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=15))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_hierarchy_stays_a_forest(desk: Desk, pairs: list[tuple[int, int]]) -> None:
    """Whatever is tried, what is accepted is what a model of a forest accepts."""
    tickets = [desk.ticket() for _ in range(6)]
    parents: dict[int, int] = {}
    for parent, child in pairs:
        above, node = set(), parent
        while node not in above:
            above.add(node)
            node = parents.get(node, node)
        if child in parents or child in above:
            with refused("PD502"):
                _link(desk, "parent_child", tickets[parent], tickets[child])
        else:
            _link(desk, "parent_child", tickets[parent], tickets[child])
            parents[child] = parent


def test_one_reply_answers_all_open_incidents(desk: Desk) -> None:
    problem = desk.ticket(ticket_type="problem")
    incidents = [desk.ticket(ticket_type="incident") for _ in range(3)]
    for incident in incidents:
        _link(desk, "problem_incident", problem, incident)
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'closed' WHERE ticket_id = %s", incidents[2])
    found = desk.run(
        desk.agent, "SELECT * FROM jsonb_array_elements(api.reply_to_incidents(%s, 'We are on it'))", problem
    )
    assert [row["ticket_id"] for (row,) in found] == incidents[:2]
    written = desk.run(SYSTEM, "SELECT ticket_id, body FROM helpdesk.message ORDER BY 1")
    assert written == [(incident, "We are on it") for incident in incidents[:2]]


@pytest.mark.parametrize("body", ["Fixed", None])
def test_resolving_a_problem_resolves_its_incidents(desk: Desk, body: str | None) -> None:
    other = desk.ticket(assignee_id=desk.agent.id)
    problem = desk.ticket(ticket_type="problem", assignee_id=desk.agent.id)
    incidents = [desk.ticket(ticket_type="incident") for _ in range(2)]
    for incident in incidents:
        _link(desk, "problem_incident", problem, incident)
    desk.run(desk.agent, "SELECT api.resolve_problem(%s, %s)", problem, body)
    assert desk.ticket_row(other)["status"] == "open"
    for ticket in (problem, *incidents):
        row = desk.ticket_row(ticket)
        assert (row["status"], row["assignee_id"]) == ("resolved", desk.agent.id)
    with refused("PD006", "neither"):
        desk.run(desk.agent, "SELECT api.reply_to_incidents(%s, NULL)", problem)
    with refused("PD002"):
        desk.run(desk.light, "SELECT api.resolve_problem(%s)", problem)


def test_incidents_follow_a_problem_by_setting(desk: Desk) -> None:
    problem = desk.ticket(ticket_type="problem", assignee_id=desk.agent.id)
    incident, loose = desk.ticket(ticket_type="incident"), desk.ticket()
    _link(desk, "problem_incident", problem, incident)
    desk.call(desk.agent, "resolve_ticket", ticket_id=problem)
    assert desk.one(SYSTEM, "SELECT helpdesk.close_incidents()") == 0
    desk.set("close_incidents_with_problem", True)
    assert desk.one(SYSTEM, "SELECT helpdesk.close_incidents()") == 1
    assert desk.one(SYSTEM, "SELECT helpdesk.close_incidents()") == 0
    assert [desk.ticket_row(t)["status"] for t in (incident, loose)] == ["resolved", "open"]
    desk.call(desk.customer, "reply", ticket_id=incident, body="Not at all")
    assert desk.ticket_row(incident)["status"] == "reopened"
    assert desk.one(SYSTEM, "SELECT helpdesk.close_incidents()") == 0, "it is open for a reason of its own"


def test_incidents_follow_by_what_the_transition_needs(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.status_transition SET required_fields = '{assignee_id,department_id}' "
        "WHERE to_status = 'resolved'",
    )
    desk.set("close_incidents_with_problem", True)
    department = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.department (name, slug) VALUES ('Repairs', 'repairs') RETURNING department_id",
    )
    problem = desk.ticket(ticket_type="problem", assignee_id=desk.agent.id, department_id=department)
    ready = desk.ticket(ticket_type="incident", department_id=department)
    lacking = desk.ticket(ticket_type="incident")
    for incident in (ready, lacking):
        _link(desk, "problem_incident", problem, incident)
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'resolved' WHERE ticket_id = %s", problem)
    assert desk.one(SYSTEM, "SELECT helpdesk.close_incidents()") == 1
    assert [desk.ticket_row(t)["status"] for t in (ready, lacking)] == ["resolved", "open"]
