"""Saved views: whose they are, what they show to whom, how they sort and count; the quick filters."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb as Json

from tests.desk import ANON, SYSTEM, Person, refused
from tests.rules.desk import RuleDesk, do, on

QUICK = ("my_tickets", "unassigned", "urgent", "sla_breaching", "escalated_to_me", "waiting_on_me")


def _seen(desk: RuleDesk, who: Person) -> set[str]:
    return {name for (name,) in desk.run(who, "SELECT name FROM api.saved_views WHERE slug IS NULL")}


def test_a_personal_view_is_its_owners(desk: RuleDesk) -> None:
    view = desk.view(desk.agent, {}, name="mine")
    assert (
        desk.one(desk.agent, "SELECT owner_id FROM api.saved_views WHERE view_id = %s", view) == desk.agent.id
    )
    assert (_seen(desk, desk.agent), _seen(desk, desk.colleague), _seen(desk, desk.admin)) == (
        {"mine"},
        set(),
        set(),
    )
    for who in (desk.colleague, desk.admin):
        with refused("PD001", f"view {view} not found"):
            desk.listed(who, view)
        with refused("PD001"):
            desk.run(who, "SELECT api.count_view(%s)", view)
        assert (
            desk.run(who, "UPDATE api.saved_views SET name = 'x' WHERE view_id = %s RETURNING 1", view) == []
        )
        assert desk.run(who, "DELETE FROM api.saved_views WHERE view_id = %s RETURNING 1", view) == []
    assert desk.run(
        desk.agent, "UPDATE api.saved_views SET name = 'x' WHERE view_id = %s RETURNING 1", view
    ) == [(1,)]
    assert desk.run(desk.agent, "DELETE FROM api.saved_views WHERE view_id = %s RETURNING 1", view) == [(1,)]


def test_a_view_shared_with_a_department(desk: RuleDesk) -> None:
    view = desk.view(desk.agent, {}, name="team", shared_with="department", department_id=desk.support)
    assert (_seen(desk, desk.agent), _seen(desk, desk.colleague)) == ({"team"}, set())
    desk.run(
        SYSTEM, "INSERT INTO helpdesk.department_member VALUES (%s, %s)", desk.support, desk.colleague.id
    )
    assert _seen(desk, desk.colleague) == {"team"}
    assert (
        desk.run(desk.colleague, "UPDATE api.saved_views SET name = 'x' WHERE view_id = %s RETURNING 1", view)
        == []
    )
    with refused("PD002", "share them with their departments"):
        desk.view(desk.agent, {}, shared_with="department", department_id=desk.billing)


def test_views_for_everybody_are_made_by_who_may_edit_rules(desk: RuleDesk) -> None:
    for role in ("agent", "admin"):
        with refused("PD002", "rules.edit"):
            desk.view(desk.agent, {}, shared_with=role)
        desk.view(desk.admin, {}, name=f"for {role}", shared_with=role)
    assert _seen(desk, desk.agent) == _seen(desk, desk.light) == {"for agent"}
    assert _seen(desk, desk.admin) == {"for agent", "for admin"}
    own = desk.view(desk.agent, {}, name="own")
    with refused("PD002"):
        desk.run(desk.agent, "UPDATE api.saved_views SET shared_with = 'agent' WHERE view_id = %s", own)


def test_customers_and_guests_have_no_views(desk: RuleDesk) -> None:
    for who in (desk.customer, ANON):
        for statement in (
            "SELECT * FROM api.saved_views",
            "INSERT INTO api.saved_views (name) VALUES ('x')",
            "SELECT * FROM api.run_view(slug => 'urgent')",
            "SELECT api.count_view(slug => 'urgent')",
        ):
            with refused("42501"):
                desk.run(who, statement)


@pytest.mark.parametrize("column", ["owner_id", "slug", "predicate", "created_at"])
def test_what_decides_is_not_writable(desk: RuleDesk, column: str) -> None:
    desk.view(desk.agent, {})
    with refused("42703" if column == "predicate" else "42501"):
        desk.run(desk.agent, f"UPDATE api.saved_views SET {column} = NULL")


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"name": " \n"}, "saved_view_name_is_short_text"),
        ({"sort": "subject.asc"}, "saved_view_sort_is_known"),
        ({"sort": "updated_at.desc; DROP TABLE x"}, "saved_view_sort_is_known"),
        ({"shared_with": "everybody"}, "saved_view_sharing_is_known"),
        ({"shared_with": "department"}, "saved_view_department_is_named"),
        ({"color": "red"}, "saved_view_color_is_hex"),
    ],
)
def test_a_view_is_checked(desk: RuleDesk, columns: dict[str, Any], constraint: str) -> None:
    with refused("23514", constraint):
        desk.view(desk.admin, {}, **columns)


def test_a_view_shows_what_the_caller_may_see(desk: RuleDesk) -> None:
    """One shared view, three answers; the same as the list of tickets gives."""
    desk.set("agent_visibility", "departments")
    support, billing, none = (desk.ticket(department_id=d) for d in (desk.support, desk.billing, None))
    own, asked, gone = (
        desk.ticket(department_id=desk.billing, assignee_id=desk.agent.id),
        desk.ticket(department_id=desk.billing),
        desk.ticket(),
    )
    desk.call(desk.colleague, "escalate_ticket", ticket_id=asked, staff_ids=[desk.agent.id], message="help")
    desk.call(desk.admin, "delete_ticket", ticket_id=gone)
    view = desk.view(desk.admin, {}, shared_with="agent")
    expected = {
        desk.agent: {support, none, own, asked},
        desk.colleague: {billing, none, own, asked},
        desk.light: {none},
        desk.admin: {support, billing, none, own, asked},
    }
    for who, tickets in expected.items():
        assert set(desk.listed(who, view)) == tickets
        assert {t for (t,) in desk.run(who, "SELECT ticket_id FROM api.tickets")} == tickets
        assert desk.one(who, "SELECT api.count_view(%s)", view) == {
            "count": len(tickets),
            "label": str(len(tickets)),
        }
        preview = desk.one(who, "SELECT api.preview_rule('{}')")
        assert {t["ticket_id"] for t in preview["tickets"]} == tickets


def test_a_page_of_a_view(desk: RuleDesk) -> None:
    tickets = [desk.ticket() for _ in range(5)]
    view = desk.view(desk.agent, {}, sort="created_at.asc")
    page = "SELECT ticket_id FROM api.run_view(view_id => %s) LIMIT %s OFFSET %s"
    pages = [[t for (t,) in desk.run(desk.agent, page, view, 2, offset)] for offset in (0, 2, 4, 6)]
    assert pages == [tickets[0:2], tickets[2:4], tickets[4:5], []]
    whole = "SELECT ticket_id FROM api.run_view(view_id => %s)"
    assert [t for (t,) in desk.run(desk.agent, whole, view)] == tickets


def test_a_view_has_no_end_but_its_own(desk: RuleDesk) -> None:
    """The parts that it is looked for in, 100, 400, 1600 …, show nowhere."""
    rows = desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.ticket (subject, requester_id) SELECT 'x', %s FROM generate_series(1, 520)"
        " RETURNING ticket_id",
        desk.customer.id,
    )
    view = desk.view(desk.agent, on("subject", "is", "x"), sort="created_at.desc")
    whole = "SELECT ticket_id FROM api.run_view(view_id => %s)"
    everything = sorted((ticket for (ticket,) in rows), reverse=True)
    assert [t for (t,) in desk.run(desk.agent, whole, view)] == everything
    page = f"{whole} LIMIT 30 OFFSET 490"
    assert [t for (t,) in desk.run(desk.agent, page, view)] == everything[490:]


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize(
    "column", ["updated_at", "created_at", "last_message_at", "due_at", "next_due_at", "priority"]
)
def test_the_order_of_a_view(desk: RuleDesk, column: str, direction: str) -> None:
    priorities = ("low", "high", "critical", "medium")
    tickets = []
    for number, priority in enumerate(priorities):
        desk.clock(f"2030-01-01T1{number}:00:00Z")
        due = None if number == 3 else f"2030-02-0{3 - number}T00:00:00Z"
        tickets.append(desk.ticket(priority=priority, due_at=due))
    for number in (2, 0, 1):
        desk.clock(f"2030-01-02T1{number}:00:00Z")
        desk.message(tickets[number], desk.customer)
    a, b, c, d = tickets
    ascending = {
        "updated_at": [d, a, b, c],
        "created_at": [a, b, c, d],
        "last_message_at": [a, b, c, d],
        "due_at": [c, b, a, d],
        "next_due_at": [c, b, d, a],
        "priority": [a, d, b, c],
    }[column]
    expected = ascending if direction == "asc" else ascending[::-1]
    if column in ("last_message_at", "due_at") and direction == "desc":
        expected = [t for t in expected if t != d] + [d]
    if column == "updated_at":
        desk.message(c, desk.customer)
    assert desk.listed(desk.agent, desk.view(desk.agent, {}, sort=f"{column}.{direction}")) == expected


def test_a_count_is_exact_to_a_thousand(desk: RuleDesk) -> None:
    desk.run(SYSTEM, "SET LOCAL session_replication_role = replica")
    desk.run(
        SYSTEM,
        """INSERT INTO helpdesk.ticket
            (reference, subject, status, status_category, priority, priority_rank, requester_id)
        SELECT 'X-' || n, 'many', 'open', 'open', 'low', 10, %s FROM generate_series(1, 1000) AS n""",
        desk.customer.id,
    )
    desk.run(SYSTEM, "SET LOCAL session_replication_role = DEFAULT")
    view = desk.view(desk.agent, on("subject", "is", "many"))
    count = "SELECT api.count_view(%s)"
    assert desk.one(desk.agent, count, view) == {"count": 1000, "label": "1000"}
    desk.ticket(subject="Many")
    assert desk.one(desk.agent, count, view) == {"count": None, "label": "1000+"}
    assert (
        desk.one(
            desk.agent,
            "SELECT api.preview_rule(%s)",
            '{"field": "subject", "operator": "is", "value": "many"}',
        )["label"]
        == "1000+"
    )
    assert len(desk.listed(desk.agent, view)) == 1001


def test_a_count_is_of_now(desk: RuleDesk) -> None:
    desk.clock("2030-05-15 12:00+00")
    for opened in ("2030-05-10 12:00+00", "2030-05-15 11:00+00"):
        desk.ticket(created_at=opened)
    view = desk.view(desk.agent, on("created_at", "older_than", "2 days"))
    assert desk.one(desk.agent, "SELECT api.count_view(%s)", view)["count"] == 1
    assert len(desk.listed(desk.agent, view)) == 1


def test_the_six_quick_filters(desk: RuleDesk) -> None:
    rows = desk.run(
        desk.agent,
        "SELECT slug, owner_id, shared_with FROM api.saved_views WHERE slug IS NOT NULL ORDER BY position",
    )
    assert rows == [(slug, None, "agent") for slug in QUICK]
    desk.clock("2030-01-01T08:00:00Z")
    old = desk.ticket(priority="critical")
    answered = desk.ticket(priority="critical", assignee_id=desk.colleague.id)
    desk.message(answered, desk.colleague)
    desk.clock("2030-01-01T08:20:00Z")
    desk.run(SYSTEM, "SELECT helpdesk.check_sla()")
    mine = desk.ticket(assignee_id=desk.agent.id)
    waiting = desk.ticket("waiting_on_customer", assignee_id=desk.agent.id)
    done = desk.ticket("resolved", assignee_id=desk.agent.id, priority="urgent")
    asleep = desk.ticket(assignee_id=desk.agent.id, priority="urgent")
    desk.update(asleep, snoozed_until="2030-01-05T00:00:00Z")
    urgent = desk.ticket(priority="urgent", assignee_id=desk.colleague.id)
    free = desk.ticket()
    asked = desk.ticket(assignee_id=desk.colleague.id)
    desk.call(desk.colleague, "escalate_ticket", ticket_id=asked, staff_ids=[desk.agent.id], message="help")
    expected = {
        "my_tickets": {mine, waiting},
        "unassigned": {old, free},
        "urgent": {old, answered, urgent},
        "sla_breaching": {old},
        "escalated_to_me": {asked},
        "waiting_on_me": {mine},
    }
    for slug, tickets in expected.items():
        assert set(desk.listed(desk.agent, slug=slug)) == tickets, slug
        assert desk.one(desk.agent, "SELECT api.count_view(slug => %s)", slug)["count"] == len(tickets)
    assert done not in set().union(*expected.values())
    mention = desk.one(desk.agent, "SELECT mention_id FROM api.mentions WHERE ticket_id = %s", asked)
    desk.call(desk.agent, "address_mention", mention_id=mention)
    assert desk.listed(desk.agent, slug="escalated_to_me") == []


def test_nobody_changes_a_quick_filter_but_who_may_edit_rules(desk: RuleDesk) -> None:
    change = "UPDATE api.saved_views SET conditions = '{}' WHERE slug = 'urgent' RETURNING 1"
    assert desk.run(desk.agent, change) == []
    assert desk.run(desk.agent, "DELETE FROM api.saved_views WHERE slug = 'urgent' RETURNING 1") == []
    assert desk.run(desk.admin, change) == [(1,)]


def test_an_unknown_view_is_not_found(desk: RuleDesk) -> None:
    for statement in (
        "SELECT * FROM api.run_view()",
        "SELECT * FROM api.run_view(slug => 'x')",
        "SELECT api.count_view(999999)",
    ):
        with refused("PD001", "not found", "saved_views"):
            desk.run(desk.agent, statement)
    with refused("PD006", "both"):
        desk.run(desk.agent, "SELECT api.count_view(1, 'my_tickets')")


def test_me_is_whoever_runs_the_view(desk: RuleDesk) -> None:
    a, c = desk.ticket(assignee_id=desk.agent.id), desk.ticket(assignee_id=desk.colleague.id)
    view = desk.view(desk.admin, on("assignee_id", "is", "@me"), shared_with="agent")
    assert (
        desk.listed(desk.agent, view),
        desk.listed(desk.colleague, view),
        desk.listed(desk.admin, view),
    ) == ([a], [c], [])
    s, b = desk.ticket(department_id=desk.support), desk.ticket(department_id=desk.billing)
    view = desk.view(desk.admin, on("department_id", "in", ["@mine"]), shared_with="agent")
    assert (
        desk.listed(desk.agent, view),
        desk.listed(desk.colleague, view),
        desk.listed(desk.light, view),
    ) == ([s], [b], [])


def test_preview_counts_lists_and_explains(desk: RuleDesk) -> None:
    hit, miss = desk.ticket(priority="urgent", subject="Printer"), desk.ticket(subject="Printer")
    mine_or_urgent = {"any": [on("priority", "is", "urgent"), on("assignee_id", "is", "@me")]}
    conditions = Json({"all": [on("subject", "contains", "print"), mine_or_urgent]})
    found = desk.call(desk.agent, "preview_rule", conditions=conditions, ticket_id=miss)
    assert (found["count"], [t["ticket_id"] for t in found["tickets"]]) == (1, [hit])
    assert [(e["path"], e["verdict"]) for e in found["explanation"]] == [
        ("conditions", False),
        ("conditions.all.0", True),
        ("conditions.all.1", False),
        ("conditions.all.1.any.0", False),
        ("conditions.all.1.any.1", False),
    ]
    assert [e["condition"] for e in found["explanation"]][:2] == ["all", on("subject", "contains", "print")]
    explained = desk.call(desk.agent, "preview_rule", conditions=conditions, ticket_id=hit)["explanation"]
    assert [e["verdict"] for e in explained] == [True, True, True, True, False]
    assert desk.call(desk.agent, "preview_rule", conditions=conditions)["explanation"] is None


def test_preview_looks_at_an_event_and_at_an_instant(desk: RuleDesk) -> None:
    desk.clock("2030-01-01T10:00:00Z")
    ticket = desk.ticket()
    desk.update(ticket, priority="high")
    event = desk.event(ticket, "ticket_priority_changed")["event_id"]
    changed = '{"field": "priority", "operator": "changed_to", "value": "high"}'
    found = desk.call(desk.admin, "preview_rule", conditions=changed, kind="workflow", event_id=event)
    assert [e["verdict"] for e in found["explanation"]] == [True]
    assert desk.call(desk.admin, "preview_rule", conditions=changed, kind="workflow")["count"] == 0
    old = '{"field": "created_at", "operator": "older_than", "value": "1 day"}'
    assert desk.call(desk.admin, "preview_rule", conditions=old)["count"] == 0
    assert desk.call(desk.admin, "preview_rule", conditions=old, as_of="2030-01-03T00:00:00Z")["count"] == 1
    with refused("PD006", "kind banana is unknown"):
        desk.call(desk.admin, "preview_rule", conditions=old, kind="banana")


def test_preview_changes_nothing_and_shows_nothing_hidden(desk: RuleDesk) -> None:
    desk.set("agent_visibility", "departments")
    theirs = desk.ticket(department_id=desk.billing)
    events = desk.events(theirs)
    for hidden in (theirs, 999999):
        with refused("PD001"):
            desk.call(desk.agent, "preview_rule", conditions="{}", ticket_id=hidden)
    event = desk.event(theirs, "ticket_created")["event_id"]
    with refused("PD001"):
        desk.call(desk.agent, "preview_rule", conditions="{}", kind="workflow", event_id=event)
    assert desk.call(desk.admin, "preview_rule", conditions="{}")["count"] == 1
    assert desk.events(theirs) == events
    for who in (desk.customer, ANON):
        with refused("42501"):
            desk.call(who, "preview_rule", conditions="{}")


def test_every_rule_is_previewed_by_what_it_would_do(desk: RuleDesk) -> None:
    """The dry run and the run agree."""
    for number in range(6):
        desk.ticket(
            priority=("low", "high", "urgent")[number % 3], assignee_id=desk.agent.id if number % 2 else None
        )
    when = {
        "any": [
            on("priority", "greater", "high"),
            {"none": [on("assignee_id", "is_empty", True), on("priority", "is", "low")]},
        ]
    }
    rule = desk.rule("escalation", do("add_note", "x"), when=when)
    found = desk.one(
        desk.admin,
        "SELECT api.preview_rule((SELECT conditions FROM api.escalation_rules WHERE rule_id = %s))",
        rule,
    )
    desk.sweep()
    assert {t["ticket_id"] for t in found["tickets"]} == {t for t, _ in desk.firings(rule)}
