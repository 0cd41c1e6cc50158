"""Bulk: ids or a view, a result per ticket, refusals with reasons, nothing half done."""

import pytest
from psycopg.types.json import Jsonb as Json

from tests.desk import ANON, SYSTEM, refused
from tests.rules.desk import RuleDesk, do, on


def test_a_result_for_each_ticket(desk: RuleDesk) -> None:
    plain, assigned, closed = desk.ticket(), desk.ticket(assignee_id=desk.agent.id), desk.ticket("closed")
    merged, deleted = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[merged], into_id=assigned)
    desk.call(desk.admin, "delete_ticket", ticket_id=deleted)
    found = desk.bulk(
        desk.agent,
        [do("set_status", "resolved")],
        ticket_ids=[plain, assigned, closed, merged, deleted, 999999, plain],
    )
    assert found == {
        plain: "needs assignee_id to become resolved",
        assigned: None,
        closed: "cannot go from closed to resolved",
        merged: "has been merged",
        deleted: "not found",
        999999: "not found",
    }
    assert desk.ticket_row(assigned)["status"] == "resolved"
    assert desk.ticket_row(plain)["status"] == "open"


def test_a_refused_ticket_is_left_whole(desk: RuleDesk) -> None:
    refused_one, changed = desk.ticket(), desk.ticket(assignee_id=desk.agent.id)
    before, events = desk.ticket_row(refused_one), desk.events(refused_one)
    actions = [do("add_tags", ["network"]), do("set_priority", "high"), do("set_status", "resolved")]
    desk.bulk(desk.agent, actions, ticket_ids=[refused_one, changed])
    assert (desk.ticket_row(refused_one), desk.events(refused_one), desk.tags(refused_one)) == (
        before,
        events,
        set(),
    )
    assert (desk.tags(changed), desk.ticket_row(changed)["priority"]) == ({"network"}, "high")


def test_what_a_change_brings_along_counts_for_its_transition(desk: RuleDesk) -> None:
    needed = ["assignee_id", "department_id"]
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.status_transition SET required_fields = %s WHERE to_status = 'on_hold'",
        needed,
    )
    ticket = desk.ticket(department_id=desk.support, assignee_id=desk.agent.id)
    bare = desk.ticket()
    hold = do("set_status", "on_hold")
    assert desk.bulk(desk.agent, [hold], ticket_ids=[bare]) == {
        bare: "needs assignee_id, department_id to become on_hold"
    }
    for field, action in zip(needed, ("assign", "set_department"), strict=True):
        assert desk.bulk(desk.agent, [hold, do(action)], ticket_ids=[ticket]) == {
            ticket: f"needs {field} to become on_hold"
        }
    given = [hold, do("assign", "@me"), do("set_department", desk.support)]
    assert desk.bulk(desk.agent, given, ticket_ids=[bare]) == {bare: None}


def test_what_is_wrong_for_all_changes_none(desk: RuleDesk) -> None:
    tickets = [desk.ticket() for _ in range(3)]
    for actions, code in (
        ([do("set_priority", "high"), do("assign", desk.retired.id)], "PD007"),
        ([do("set_priority", "high"), do("assign", desk.light.id)], "PD007"),
        ([do("set_priority", "high"), do("set_status", "nonsense")], "PD402"),
    ):
        with refused(code):
            desk.bulk(desk.agent, actions, ticket_ids=tickets)
    desk.run(
        SYSTEM, "UPDATE helpdesk.department SET is_active = false WHERE department_id = %s", desk.billing
    )
    with refused("PD006", "not active"):
        desk.bulk(
            desk.agent, [do("set_priority", "high"), do("set_department", desk.billing)], ticket_ids=tickets
        )
    assert {desk.ticket_row(t)["priority"] for t in tickets} == {"medium"}


def test_a_saved_view_or_a_quick_filter_instead_of_ids(desk: RuleDesk) -> None:
    urgent, calm = desk.ticket(priority="urgent"), desk.ticket(priority="low")
    view = desk.view(desk.agent, on("priority", "is", "low"))
    assert desk.bulk(desk.agent, [do("add_tags", ["network"])], view_id=view) == {calm: None}
    assert desk.bulk(desk.agent, [do("add_tags", ["printer"])], slug="urgent") == {urgent: None}
    assert (desk.tags(calm), desk.tags(urgent)) == ({"network"}, {"printer"})
    desk.bulk(desk.agent, [do("set_priority", "medium")], view_id=view)
    assert desk.bulk(desk.agent, [do("add_tags", ["printer"])], view_id=view) == {}
    when = Json(on("tags", "is", "network"))
    assert desk.bulk(desk.agent, [do("add_tags", ["printer"])], slug="urgent", conditions=when) == {}
    assert desk.bulk(desk.agent, [do("add_tags", ["printer"])], conditions=when) == {calm: None}
    with refused("PD401"):
        desk.bulk(desk.agent, [do("add_tags", ["printer"])], conditions=Json(on("colour", "is", "red")))
    with refused("PD001", "view"):
        desk.bulk(desk.colleague, [do("add_tags", ["printer"])], view_id=view)


def test_the_tickets_are_named_in_one_way(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    action = [do("set_priority", "high")]
    for by in (
        {},
        {"ticket_ids": [ticket], "slug": "urgent"},
        {"ticket_ids": [ticket], "conditions": Json({})},
    ):
        with refused("PD006", "either ticket_ids or view_id, slug or conditions must be given"):
            desk.bulk(desk.agent, action, **by)
    with refused("PD006", "view_id and slug are both given"):
        desk.bulk(desk.agent, action, view_id=1, slug="urgent")
    with refused("PD006", "one of the ticket_ids is null"):
        desk.bulk(desk.agent, action, ticket_ids=[ticket, None])
    with refused("PD006", "10001 tickets are more than 10000"):
        desk.bulk(desk.agent, action, ticket_ids=list(range(1, 10002)))
    assert desk.bulk(desk.agent, action, ticket_ids=[]) == {}
    assert len(desk.bulk(desk.agent, action, ticket_ids=list(range(10**6, 10**6 + 10000)))) == 10000


def test_a_view_of_more_than_the_limit_is_refused_whole(desk: RuleDesk) -> None:
    desk.run(SYSTEM, "SET LOCAL session_replication_role = replica")
    desk.run(
        SYSTEM,
        """INSERT INTO helpdesk.ticket
            (reference, subject, status, status_category, priority, priority_rank, requester_id)
        SELECT 'X-' || n, 'many', 'open', 'open', 'urgent', 40, %s FROM generate_series(1, 10001) AS n""",
        desk.customer.id,
    )
    desk.run(SYSTEM, "SET LOCAL session_replication_role = DEFAULT")
    with refused("PD006", "10001 tickets are more than 10000"):
        desk.bulk(desk.agent, [do("set_priority", "low")], slug="urgent")


def test_bulk_takes_the_rights_of_its_user(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    for who in (desk.customer, ANON):
        with refused("42501"):
            desk.bulk(who, [do("set_priority", "high")], ticket_ids=[ticket])
    with refused("PD002", "tickets.bulk"):
        desk.bulk(desk.light, [do("set_priority", "high")], ticket_ids=[ticket])
    with refused("PD002", "tickets.delete"):
        desk.bulk(desk.agent, [{"action": "delete"}], ticket_ids=[ticket])
    for permission, action in (
        ("tickets.status", do("set_status", "closed")),
        ("tickets.priority", do("set_priority", "high")),
        ("tickets.edit", do("set_type", "task")),
        ("tickets.assign", do("assign", "@me")),
        ("tickets.transfer", do("set_department", desk.billing)),
        ("tickets.tag", do("add_tags", ["network"])),
    ):
        desk.forbid("agent", permission)
        with refused("PD002", permission):
            desk.bulk(desk.agent, [action], ticket_ids=[ticket])
    desk.forbid("agent", "tickets.bulk")
    with refused("PD002", "tickets.bulk"):
        desk.bulk(desk.agent, [do("set_priority", "high")], ticket_ids=[ticket])
    assert desk.ticket_row(ticket)["version"] == 1


def test_bulk_reaches_visible_tickets_only(desk: RuleDesk) -> None:
    desk.set("agent_visibility", "departments")
    mine, theirs, asked = (desk.ticket(department_id=d) for d in (desk.support, desk.billing, desk.billing))
    desk.call(desk.colleague, "escalate_ticket", ticket_id=asked, staff_ids=[desk.agent.id], message="help")
    found = desk.bulk(desk.agent, [do("set_priority", "high")], ticket_ids=[mine, theirs, asked])
    assert found == {mine: None, theirs: "not found", asked: "belongs to another department"}
    assert [desk.ticket_row(t)["priority"] for t in (mine, theirs, asked)] == ["high", "medium", "medium"]


def test_a_ticket_may_leave_the_callers_sight(desk: RuleDesk) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.support)
    assert desk.bulk(
        desk.agent, [do("set_department", desk.billing), do("add_tags", ["network"])], ticket_ids=[ticket]
    ) == {ticket: None}
    assert (desk.ticket_row(ticket)["department_id"], desk.tags(ticket)) == (desk.billing, {"network"})


def test_each_change_has_its_history(desk: RuleDesk) -> None:
    tickets = [desk.ticket() for _ in range(3)]
    desk.bulk(desk.agent, [do("set_status", "closed"), do("set_priority", "low")], ticket_ids=tickets)
    for ticket in tickets:
        assert desk.events(ticket)[-3:] == [
            "ticket_priority_changed",
            "ticket_status_changed",
            "ticket_closed",
        ]
        event = desk.event(ticket, "ticket_status_changed")
        assert (event["actor_id"], event["payload"]) == (desk.agent.id, {"from": "open", "to": "closed"})
        assert desk.ticket_row(ticket)["closed_at"] is not None
    audited = """SELECT count(DISTINCT row_key) FROM audit.change
        WHERE table_name = 'ticket' AND action = 'update' AND actor_id = %s"""
    assert desk.one(SYSTEM, audited, desk.agent.id) == 3


@pytest.mark.parametrize("action", ["add_note", "reply", "notify", "follow", "delay"])
def test_what_bulk_does_not_offer(desk: RuleDesk, action: str) -> None:
    with refused("PD402", f'actions.0 has no action that fits bulk: "{action}"'):
        desk.bulk(desk.agent, [do(action, "x")], ticket_ids=[desk.ticket()])


def test_spam_and_snoozed_tickets_follow_the_status(desk: RuleDesk) -> None:
    spam, asleep = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "mark_spam", ticket_id=spam)
    desk.update(asleep, snoozed_until="2100-01-01T00:00:00Z")
    found = desk.bulk(desk.agent, [do("set_status", "closed")], ticket_ids=[spam, asleep])
    assert found == {spam: None, asleep: None}
    assert (desk.ticket_row(asleep)["status"], desk.ticket_row(asleep)["snoozed_until"]) == ("closed", None)
    found = desk.bulk(desk.agent, [do("set_status", "reopened")], ticket_ids=[spam, asleep])
    assert found[asleep] is None
    assert (found[spam] is None) == (desk.ticket_row(spam)["status"] == "reopened")


@pytest.mark.parametrize(
    ("word", "column", "value"),
    [("close", "status", "closed"), ("resolve", "status", "resolved"), ("unassign", "assignee_id", None)],
)
def test_bulk_knows_the_words_of_the_verbs(desk: RuleDesk, word: str, column: str, value: object) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    assert desk.bulk(desk.agent, [{"action": word}], ticket_ids=[ticket]) == {ticket: None}
    assert desk.ticket_row(ticket)[column] == value
    with refused("PD402"):
        desk.bulk(desk.agent, [{"action": word, "value": "x"}], ticket_ids=[ticket])
