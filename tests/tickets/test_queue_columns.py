"""What every row of a queue shows beside the ticket's own columns: names, tags, rank, what is due."""

import pytest

from tests.desk import SYSTEM, Desk, refused

_SHOWN = "SELECT {} FROM api.tickets WHERE ticket_id = %s"


def test_customers_see_until_when_and_nothing_else_of_what_is_promised(desk: Desk) -> None:
    ticket = desk.ticket(due_at="2099-01-02 12:00Z")
    shown = (
        "SELECT next_due_at IS NOT NULL, due_at IS NOT NULL, sla_state FROM api.tickets WHERE ticket_id = %s"
    )
    assert desk.run(desk.customer, shown, ticket) == [(True, True, None)]
    assert desk.run(desk.agent, shown, ticket) == [(True, True, "running")]
    for statement in ("SELECT 1 FROM api.sla_clocks WHERE ticket_id = %s", "SELECT api.sla_state(%s)"):
        with refused("42501"):
            desk.run(desk.customer, statement, ticket)


def test_names_are_shown_to_everybody(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    names = desk.run(
        SYSTEM, "SELECT name FROM helpdesk.person WHERE person_id IN (%s, %s) ORDER BY role",
        desk.agent.id, desk.customer.id,
    )  # fmt: skip
    for who in (desk.agent, desk.customer, desk.admin):
        found = desk.run(who, _SHOWN.format("assignee_name, requester_name"), ticket)
        assert found == [(names[0][0], names[1][0])]
    other = desk.ticket()
    assert desk.one(desk.agent, _SHOWN.format("assignee_name"), other) is None


def test_a_rank_follows_the_priority(desk: Desk) -> None:
    ticket = desk.ticket(priority="low")
    assert desk.one(desk.agent, _SHOWN.format("priority_rank"), ticket) == 10
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="critical")
    assert desk.one(desk.agent, _SHOWN.format("priority_rank"), ticket) == 50
    desk.run(SYSTEM, "UPDATE helpdesk.priority SET position = 60 WHERE priority = 'critical'")
    assert desk.one(desk.agent, _SHOWN.format("priority_rank"), ticket) == 60


def test_an_unknown_priority_is_named(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD006", "priority asap does not exist", "/rest/priorities"):
        desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="asap")
    with refused("PD006", "priority asap does not exist"):
        desk.call(desk.customer, "create_ticket", subject="x", priority="asap")


def test_following_is_the_callers_own(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "follow_ticket", ticket_id=ticket)
    shown = _SHOWN.format("is_followed")
    assert [desk.one(who, shown, ticket) for who in (desk.agent, desk.colleague, desk.customer)] == [
        True, False, False,
    ]  # fmt: skip


def test_tags_are_the_desks_unless_public(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.run(
        SYSTEM, "INSERT INTO helpdesk.tag (name, is_public) VALUES ('difficult', false), ('refund', true)"
    )
    desk.call(desk.agent, "add_tags", ticket_id=ticket, tags=["difficult", " Refund"])
    tags = _SHOWN.format("tags")
    assert desk.one(desk.agent, tags, ticket) == ["difficult", "refund"]
    assert desk.one(desk.customer, tags, ticket) == ["refund"]
    assert desk.one(desk.customer, "SELECT count(*) FROM api.ticket_tags WHERE ticket_id = %s", ticket) == 1
    assert desk.run(desk.customer, "SELECT name FROM api.tags") == [("refund",)]
    found = "SELECT count(*) FROM api.search((SELECT reference FROM api.tickets LIMIT 1), tag => %s)"
    assert [desk.one(desk.agent, found, tag) for tag in ("difficult", "Refund")] == [1, 1]
    assert [desk.one(desk.customer, found, tag) for tag in ("difficult", "refund")] == [0, 1]


def test_a_tag_retires(desk: Desk) -> None:
    old, new = desk.ticket(), desk.ticket()
    desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES ('legacy')")
    desk.call(desk.agent, "add_tags", ticket_id=old, tags=["legacy"])
    desk.run(desk.admin, "UPDATE api.tags SET is_active = false WHERE name = 'legacy'")
    with refused("PD006", "retired tags: legacy"):
        desk.call(desk.agent, "add_tags", ticket_id=new, tags=["legacy"])
    desk.call(desk.agent, "add_tags", ticket_id=old, tags=["legacy"])
    assert desk.one(desk.agent, _SHOWN.format("tags"), old) == ["legacy"]
    desk.call(desk.agent, "remove_tags", ticket_id=old, tags=["LEGACY"])
    assert desk.one(desk.agent, _SHOWN.format("tags"), old) == []


def test_agents_coin_tags(desk: Desk) -> None:
    desk.run(desk.agent, "INSERT INTO api.tags (name) VALUES ('coined')")
    with refused("42501"):
        desk.run(desk.light, "INSERT INTO api.tags (name) VALUES ('other')")
    with refused("42501"):
        desk.run(desk.agent, "INSERT INTO api.tags (name, is_public) VALUES ('other', true)")


@pytest.mark.parametrize("who", ["agent", "colleague", "light"])
def test_a_ticket_of_no_department_is_seen_by_all_staff(desk: Desk, who: str) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.call(desk.customer, "create_ticket", subject="Hello")["ticket_id"]
    assert desk.one(getattr(desk, who), _SHOWN.format("count(*)"), ticket) == 1
    assert desk.one(desk.stranger, _SHOWN.format("count(*)"), ticket) == 0


def test_a_ticket_goes_to_the_default_department(desk: Desk) -> None:
    slug = desk.one(SYSTEM, "SELECT slug FROM helpdesk.department WHERE department_id = %s", desk.support)
    desk.set("default_department", slug)
    for who in (desk.customer, desk.agent):
        assert desk.call(who, "create_ticket", subject="Hello")["department_id"] == desk.support
    asked = desk.call(desk.agent, "create_ticket", subject="Hello", department_id=desk.billing)
    assert asked["department_id"] == desk.billing
    with refused("PD013"):
        desk.set("default_department", "nowhere")


def test_the_clocks_show_on_the_ticket_alone(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD009", "follow the SLA clocks"):
        desk.run(
            SYSTEM,
            "UPDATE helpdesk.ticket SET next_due_at = now(), subject = 'x' WHERE ticket_id = %s",
            ticket,
        )
