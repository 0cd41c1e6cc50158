"""Assign, unassign, claim, transfer and follow."""

import pytest

from tests.desk import SYSTEM, Desk, refused


def test_assign_and_unassign(desk: Desk) -> None:
    ticket = desk.ticket()
    assert (
        desk.call(desk.agent, "assign_ticket", ticket_id=ticket, assignee_id=desk.colleague.id)["assignee_id"]
        == desk.colleague.id
    )
    assert desk.call(desk.agent, "unassign_ticket", ticket_id=ticket)["assignee_id"] is None
    assert desk.events(ticket)[1:] == ["ticket_assigned", "ticket_unassigned"]
    assert desk.event(ticket, "ticket_assigned")["payload"] == {"from": None, "to": desk.colleague.id}
    assert desk.event(ticket, "ticket_unassigned")["payload"] == {"from": desk.colleague.id, "to": None}


@pytest.mark.parametrize("unfit", ["customer", "guest", "light", "retired"])
@pytest.mark.parametrize("path", ["verb", "patch", "psql", "insert", "reply"])
def test_only_active_full_agents_take_tickets(desk: Desk, unfit: str, path: str) -> None:
    person = getattr(desk, unfit).id
    ticket = desk.ticket()
    with refused("PD007", f"person {person} is not an active agent", "/rest/agents"):
        if path == "verb":
            desk.call(desk.agent, "assign_ticket", ticket_id=ticket, assignee_id=person)
        elif path == "patch":
            desk.run(
                desk.agent, "UPDATE api.tickets SET assignee_id = %s WHERE ticket_id = %s", person, ticket
            )
        elif path == "psql":
            desk.run(
                SYSTEM, "UPDATE helpdesk.ticket SET assignee_id = %s WHERE ticket_id = %s", person, ticket
            )
        elif path == "insert":
            desk.call(desk.agent, "create_ticket", subject="x", assignee_id=person)
        else:
            desk.call(desk.agent, "reply", ticket_id=ticket, body="x", assignee_id=person)
    assert desk.ticket_row(ticket)["assignee_id"] is None


def test_a_person_that_does_not_exist_takes_none(desk: Desk) -> None:
    with refused("PD007"):
        desk.call(desk.agent, "assign_ticket", ticket_id=desk.ticket(), assignee_id=0)


def test_admins_take_tickets(desk: Desk) -> None:
    assert desk.call(desk.admin, "claim_ticket", ticket_id=desk.ticket())["assignee_id"] == desk.admin.id


def test_who_is_staff_no_more_takes_no_tickets(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'customer' WHERE person_id = %s", desk.colleague.id)
    with refused("PD007"):
        desk.call(desk.agent, "assign_ticket", ticket_id=desk.ticket(), assignee_id=desk.colleague.id)


# --- claim


def test_claim_takes_the_unassigned_and_repeats_harmlessly(desk: Desk) -> None:
    ticket = desk.ticket()
    first = desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
    assert first["assignee_id"] == desk.agent.id
    assert desk.call(desk.agent, "claim_ticket", ticket_id=ticket)["version"] == first["version"]


def test_claim_names_who_was_faster(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
    with refused("PD008", "is claimed by Bob"):
        desk.call(desk.colleague, "claim_ticket", ticket_id=ticket)
    assert desk.ticket_row(ticket)["assignee_id"] == desk.agent.id


def test_a_light_agent_claims_nothing(desk: Desk) -> None:
    with refused("PD002", "tickets.assign"):
        desk.call(desk.light, "claim_ticket", ticket_id=desk.ticket())


# --- transfer


def test_transfer_moves_to_an_active_department_or_to_none(desk: Desk) -> None:
    ticket = desk.ticket(department_id=desk.support)
    assert (
        desk.call(desk.agent, "set_department", ticket_id=ticket, department_id=desk.billing)["department_id"]
        == desk.billing
    )
    assert desk.event(ticket, "department_changed")["payload"] == {"from": desk.support, "to": desk.billing}
    assert (
        desk.call(desk.agent, "set_department", ticket_id=ticket, department_id=None)["department_id"] is None
    )


@pytest.mark.parametrize("who", ["agent", "system"])
def test_an_inactive_or_unknown_department_takes_no_ticket(desk: Desk, who: str) -> None:
    ticket = desk.ticket()
    desk.run(
        SYSTEM, "UPDATE helpdesk.department SET is_active = false WHERE department_id = %s", desk.billing
    )
    for department in (desk.billing, 0):
        with refused("PD006", f"department {department} "):
            if who == "agent":
                desk.call(desk.agent, "set_department", ticket_id=ticket, department_id=department)
            else:
                desk.run(
                    SYSTEM,
                    "UPDATE helpdesk.ticket SET department_id = %s WHERE ticket_id = %s",
                    department,
                    ticket,
                )
        with refused("PD006"):
            desk.call(desk.customer, "create_ticket", subject="x", department_id=department)


def test_a_ticket_stays_in_a_department_that_closes(desk: Desk) -> None:
    ticket = desk.ticket(department_id=desk.billing)
    desk.run(
        SYSTEM, "UPDATE helpdesk.department SET is_active = false WHERE department_id = %s", desk.billing
    )
    assert (
        desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="low")["department_id"]
        == desk.billing
    )


def test_transfer_out_of_ones_own_sight_is_a_verb(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.support)
    desk.call(desk.agent, "set_department", ticket_id=ticket, department_id=desk.billing)
    assert desk.run(desk.agent, "SELECT 1 FROM api.tickets WHERE ticket_id = %s", ticket) == []
    with refused("PD001"):
        desk.call(desk.agent, "set_department", ticket_id=ticket, department_id=desk.support)


# --- followers


def followers(desk: Desk, ticket: int) -> dict[int, str]:
    rows = desk.run(
        desk.admin, "SELECT person_id, reason FROM api.ticket_followers WHERE ticket_id = %s", ticket
    )
    return {int(person): str(reason) for person, reason in rows}


def test_follow_and_unfollow(desk: Desk) -> None:
    ticket = desk.ticket()
    for _ in range(2):
        desk.call(desk.light, "follow_ticket", ticket_id=ticket)
    assert followers(desk, ticket) == {desk.light.id: "asked"}
    desk.call(desk.light, "follow_ticket", ticket_id=ticket, is_following=False)
    assert followers(desk, ticket) == {}
    with refused("PD001"):
        desk.call(desk.light, "follow_ticket", ticket_id=0)


def test_assignment_mention_and_reply_follow(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.admin, "assign_ticket", ticket_id=ticket, assignee_id=desk.agent.id)
    desk.call(desk.admin, "add_note", ticket_id=ticket, body="@lux please look")
    desk.call(desk.colleague, "reply", ticket_id=ticket, body="x")
    desk.call(desk.customer, "reply", ticket_id=ticket, body="x")
    assert followers(desk, ticket) == {
        desk.agent.id: "assigned",
        desk.light.id: "mentioned",
        desk.colleague.id: "replied",
    }


def test_the_setting_chooses_what_follows(desk: Desk) -> None:
    desk.set("auto_follow", ["replied"])
    ticket = desk.ticket()
    desk.call(desk.admin, "assign_ticket", ticket_id=ticket, assignee_id=desk.agent.id)
    desk.call(desk.admin, "add_note", ticket_id=ticket, body="@lux please look")
    desk.call(desk.colleague, "reply", ticket_id=ticket, body="x")
    assert followers(desk, ticket) == {desk.colleague.id: "replied"}
    desk.set("auto_follow", [])
    desk.call(desk.agent, "reply", ticket_id=ticket, body="x")
    assert followers(desk, ticket) == {desk.colleague.id: "replied"}


def test_who_unfollowed_is_left_alone_by_a_change_that_is_none(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    desk.call(desk.agent, "follow_ticket", ticket_id=ticket, is_following=False)
    desk.call(desk.admin, "assign_ticket", ticket_id=ticket, assignee_id=desk.agent.id)
    assert followers(desk, ticket) == {}
