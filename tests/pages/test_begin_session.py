"""What a page asks first, of whoever it is."""

import pytest

from tests.desk import ANON, SYSTEM, Desk, Person


def test_nobody_gets_what_anybody_may_know(desk: Desk) -> None:
    desk.set("desk_name", "Acme Help")
    begun = desk.call(ANON, "begin_session")
    assert begun["settings"]["desk_name"] == "Acme Help"
    assert begun["branding"] == desk.call(ANON, "branding")
    assert begun["settings"]["allow_registration"] is True
    assert (begun["person"], begun["unread"], begun["views"]) == (None, None, None)
    assert begun["preferences"]["theme"] == "default"
    assert "tickets.create" in begun["permissions"]
    assert begun["departments"] == [], "none of them is open to guests"


def test_settings_that_are_not_listed_stay_inside(desk: Desk) -> None:
    shown = set(desk.call(ANON, "begin_session")["settings"])
    listed = {key for (key,) in desk.run(SYSTEM, "SELECT key FROM helpdesk.public_setting")}
    assert shown == listed
    assert not shown & {"inbound_addresses", "factors_required_of", "webhook_url", "host_external_id_claim"}


@pytest.mark.parametrize("role", ["customer", "agent", "light", "admin"])
def test_people_get_what_is_theirs(desk: Desk, role: str) -> None:
    who: Person = getattr(desk, role)
    begun = desk.call(who, "begin_session")
    assert begun["person"]["person_id"] == who.id
    assert begun["person"]["desk_role"] == {"light": "light_agent", "customer": "customer"}.get(role, role)
    assert set(begun["permissions"]) == {
        name for (name,) in desk.run(who, "SELECT permission FROM api.my_permissions()")
    }
    if role == "customer":
        assert begun["views"] is None
        assert begun["person"]["organisation_name"] == "Shared"
        assert begun["person"]["has_shared_tickets"] is True
    else:
        seen = desk.run(who, "SELECT view_id FROM api.saved_views ORDER BY position, name")
        assert [(view["view_id"],) for view in begun["views"]] == seen
    for status, wanted in begun["transitions"].items():
        assert {(to,) for to in wanted} == set(
            desk.run(
                who,
                "SELECT to_status FROM api.status_transitions JOIN api.statuses ON status = to_status"
                " WHERE from_status = %s AND %s = ANY (roles) AND is_active",
                status,
                who.role,
            )
        )


def test_one_s_own_departments_are_named(desk: Desk) -> None:
    assert desk.call(desk.agent, "begin_session")["person"]["department_ids"] == [desk.support]
    assert desk.call(desk.customer, "begin_session")["person"]["department_ids"] is None


def test_a_view_of_somebody_else_is_not_told(desk: Desk) -> None:
    desk.run(desk.agent, "INSERT INTO api.saved_views (name, conditions) VALUES ('Mine', '{}')")
    mine = [view for view in desk.call(desk.agent, "begin_session")["views"] if view["name"] == "Mine"]
    assert [view["is_own"] for view in mine] == [True]
    assert "Mine" not in {view["name"] for view in desk.call(desk.colleague, "begin_session")["views"]}


def test_unread_is_what_the_views_would_show(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    desk.call(desk.colleague, "escalate_ticket", ticket_id=ticket, staff_ids=[desk.agent.id], message="Help")
    desk.call(desk.colleague, "add_note", ticket_id=ticket, body="@bob look")
    unread = desk.call(desk.agent, "begin_session")["unread"]
    assert unread == desk.call(desk.agent, "count_unread")
    assert unread["mentions"] == 2
    assert unread["requests"] == 1
    assert unread["notifications"] == desk.one(
        desk.agent, "SELECT count(*) FROM api.notifications WHERE NOT is_read"
    )
    desk.call(desk.agent, "mark_notifications")
    asked = desk.one(desk.agent, "SELECT mention_id FROM api.my_mentions WHERE is_escalation")
    desk.call(desk.agent, "address_mention", mention_id=asked)
    assert desk.call(desk.agent, "count_unread") == {
        "notifications": 0,
        "mentions": 1,
        "requests": 0,
        "approvals": 0,
    }
    desk.call(desk.colleague, "ask_approval", ticket_id=ticket, question="?", person_ids=[desk.agent.id])
    waiting = "SELECT count(*) FROM api.my_approvals"
    assert desk.call(desk.agent, "count_unread")["approvals"] == desk.one(desk.agent, waiting) == 1
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    assert desk.call(desk.agent, "count_unread")["approvals"] == desk.one(desk.agent, waiting)
    assert desk.call(desk.agent, "count_unread")["mentions"] == 0


def test_who_is_not_active_any_more_is_nobody(desk: Desk) -> None:
    begun = desk.call(desk.retired, "begin_session")
    assert (begun["person"], begun["permissions"], begun["views"]) == (None, [], None)
