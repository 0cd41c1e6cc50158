"""Roles of the desk's own, built on the database roles: what they may do, and which tickets they see."""

import pytest

from tests.desk import SYSTEM, Desk, Person, refused


def add_role(desk: Desk, role: str, builds_on: str = "agent", *permissions: str) -> None:
    desk.run(desk.admin, "INSERT INTO api.desk_roles (role, builds_on) VALUES (%s, %s)", role, builds_on)
    for permission in permissions:
        desk.run(desk.admin, "INSERT INTO api.role_permissions VALUES (%s, %s)", role, permission)


def give(desk: Desk, person: Person, role: str | None, who: Person | None = None) -> None:
    desk.run(who or desk.admin, "UPDATE api.agents SET desk_role = %s WHERE person_id = %s", role, person.id)


def may(desk: Desk, who: Person) -> set[str]:
    return {name for (name,) in desk.run(who, "SELECT permission FROM api.my_permissions()")}


def test_a_role_of_ones_own_may_what_its_rows_say(desk: Desk) -> None:
    ticket = desk.ticket()
    add_role(desk, "triage", "agent", "tickets.priority")
    give(desk, desk.agent, "triage")
    assert may(desk, desk.agent) == {"tickets.priority"}
    assert desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")["priority"] == "high"
    with refused("PD002", "permission tickets.reply is missing"):
        desk.call(desk.agent, "reply", ticket_id=ticket, body="x")
    give(desk, desk.agent, None)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="x")


def test_a_team_lead_may_more_than_an_agent(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD002"):
        desk.call(desk.agent, "delete_ticket", ticket_id=ticket)
    add_role(desk, "team_lead", "agent", *may(desk, desk.agent), "tickets.delete")
    give(desk, desk.agent, "team_lead")
    desk.call(desk.agent, "delete_ticket", ticket_id=ticket)


def test_a_role_gives_no_more_than_the_database_role_that_it_builds_on(desk: Desk) -> None:
    add_role(desk, "builder", "agent", "settings.edit", "people.edit")
    give(desk, desk.agent, "builder")
    for statement in (
        "UPDATE api.settings SET value = '1' WHERE key = 'access_token_minutes'",
        "UPDATE api.people SET role = 'admin' WHERE role = 'agent'",
        "INSERT INTO api.role_permissions VALUES ('builder', 'rules.edit')",
        "UPDATE api.agents SET desk_role = NULL",
    ):
        with refused("42501"):
            desk.run(desk.agent, statement)
    with refused("PD002", "only administrators"):
        desk.call(desk.agent, "add_person", name="Eve", email="eve@x.example", role="admin")


def test_my_permissions_are_those_by_which_verbs_decide(desk: Desk) -> None:
    for who, role in ((desk.customer, "customer"), (desk.light, "light_agent"), (desk.admin, "admin")):
        rows = desk.run(SYSTEM, "SELECT permission FROM helpdesk.role_permission WHERE role = %s", role)
        assert may(desk, who) == {permission for (permission,) in rows}
    assert may(desk, Person("agent", desk.customer.id)) == set()
    assert may(desk, Person("anon")) == {
        "articles.rate",
        "files.upload",
        "tickets.create",
        "tickets.custom_fields",
    }


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        ("all", {"support", "billing", "none", "assigned", "mentioned"}),
        ("departments", {"support", "none", "assigned", "mentioned"}),
        ("own", {"assigned", "mentioned"}),
    ],
)
def test_a_role_says_which_tickets_are_seen(desk: Desk, visibility: str, seen: set[str]) -> None:
    tickets = {
        "support": desk.ticket(department_id=desk.support),
        "billing": desk.ticket(department_id=desk.billing),
        "none": desk.ticket(),
        "assigned": desk.ticket(department_id=desk.billing, assignee_id=desk.agent.id),
        "mentioned": desk.ticket(department_id=desk.billing),
    }
    desk.call(desk.admin, "add_note", ticket_id=tickets["mentioned"], body="@bob")
    desk.run(desk.admin, "UPDATE api.desk_roles SET visibility = %s WHERE role = 'agent'", visibility)
    found = {ticket for (ticket,) in desk.run(desk.agent, "SELECT ticket_id FROM api.tickets")}
    assert found == {tickets[name] for name in seen}
    for name, ticket in tickets.items():
        if name in seen - {"mentioned"}:
            desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
        elif name == "mentioned" and visibility != "all":
            with refused("PD002"):
                desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
        elif name not in seen:
            with refused("PD001"):
                desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    unseen = set(tickets) - seen
    waiting = desk.run(desk.agent, "SELECT ticket_id FROM api.next_ticket()")
    assert not {ticket for (ticket,) in waiting} & {tickets[name] for name in unseen}


def test_who_does_not_see_a_ticket_is_not_told_of_it(desk: Desk) -> None:
    ticket = desk.ticket(department_id=desk.billing)
    for follower in (desk.agent, desk.colleague):
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.ticket_follower (ticket_id, person_id) VALUES (%s, %s)",
            ticket,
            follower.id,
        )
    desk.run(desk.admin, "UPDATE api.desk_roles SET visibility = 'departments' WHERE role = 'agent'")
    desk.call(desk.customer, "reply", ticket_id=ticket, body="Hello?")
    told = {person for person, kind in desk.notified(ticket) if kind == "reply_created"}
    assert told == {desk.colleague.id}


def test_a_desk_role_fits_the_role_of_the_person(desk: Desk) -> None:
    add_role(desk, "auditor", "admin", "audit.read")
    with refused("PD006", "builds on admin, but Bob is agent"):
        give(desk, desk.agent, "auditor")
    with refused("23503"):
        give(desk, desk.agent, "nothing")
    desk.run(desk.admin, "UPDATE api.people SET role = 'admin' WHERE person_id = %s", desk.agent.id)
    give(desk, desk.agent, "auditor")
    auditor = Person("admin", desk.agent.id)
    assert may(desk, auditor) == {"audit.read"}
    assert desk.run(auditor, "SELECT 1 FROM api.audit_log LIMIT 1") == [(1,)]
    desk.run(desk.admin, "UPDATE api.people SET role = 'agent' WHERE person_id = %s", desk.agent.id)
    assert (
        desk.one(desk.admin, "SELECT desk_role FROM api.agents WHERE person_id = %s", desk.agent.id) is None
    )
    desk.call(desk.agent, "reply", ticket_id=desk.ticket(), body="x")


def test_a_shipped_role_is_given_as_such(desk: Desk) -> None:
    state = "SELECT is_light, desk_role FROM api.agents WHERE person_id = %s"
    give(desk, desk.agent, "light_agent")
    assert desk.run(desk.admin, state, desk.agent.id) == [(True, None)]
    give(desk, desk.agent, "agent")
    assert desk.run(desk.admin, state, desk.agent.id) == [(False, None)]
    add_role(desk, "triage")
    with refused("23514"):
        give(desk, desk.light, "triage")


@pytest.mark.parametrize("role", ["anon", "guest", "customer", "light_agent", "agent", "admin"])
def test_shipped_roles_stay(desk: Desk, role: str) -> None:
    for who, relation in ((desk.admin, "api.desk_roles"), (SYSTEM, "helpdesk.desk_role")):
        with refused("PD021", "stays what it is"):
            desk.run(who, f"DELETE FROM {relation} WHERE role = %s", role)
    with refused("PD021"):
        desk.run(
            desk.admin, "UPDATE api.desk_roles SET builds_on = 'admin', role = 'x' WHERE role = %s", role
        )
    with refused("PD021"):
        desk.run(SYSTEM, "UPDATE helpdesk.desk_role SET is_shipped = false WHERE role = %s", role)


def test_a_role_that_somebody_has_stays(desk: Desk) -> None:
    add_role(desk, "triage", "agent", "tickets.priority")
    give(desk, desk.agent, "triage")
    with refused("23503"):
        desk.run(desk.admin, "DELETE FROM api.desk_roles WHERE role = 'triage'")
    give(desk, desk.agent, None)
    desk.run(desk.admin, "DELETE FROM api.desk_roles WHERE role = 'triage'")
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.role_permission WHERE role = 'triage'") == []


@pytest.mark.parametrize(
    ("role", "builds_on"),
    [("Team Lead", "agent"), ("", "agent"), ("x", "customer"), ("x", "worker"), ("x", "anon")],
)
def test_what_is_no_role_is_refused(desk: Desk, role: str, builds_on: str) -> None:
    with refused("23514"):
        add_role(desk, role, builds_on)


def test_who_edits_people_only_makes_nobody_an_administrator(desk: Desk) -> None:
    add_role(desk, "personnel", "admin", "people.edit", "people.customers")
    desk.run(desk.admin, "UPDATE api.people SET role = 'admin' WHERE person_id = %s", desk.agent.id)
    give(desk, desk.agent, "personnel")
    who = Person("admin", desk.agent.id)
    change = "UPDATE api.people SET {} WHERE person_id = %s"
    for assignment, person in (
        ("role = 'admin'", desk.colleague),
        ("role = 'agent'", who),
        ("role = 'agent'", desk.admin),
        ("is_active = false", desk.admin),
        ("email = 'evil@x.example'", desk.admin),
        ("external_id = 'evil'", desk.admin),
    ):
        with refused("PD002", "settings.edit"):
            desk.run(who, change.format(assignment), person.id)
    with refused("PD002", "settings.edit"):
        desk.call(who, "add_person", name="Eve", email="eve@x.example", role="admin")
    with refused("42501"):
        desk.run(
            who,
            "INSERT INTO api.person_addresses (email, person_id) VALUES ('evil@x.example', %s)",
            desk.admin.id,
        )
    desk.run(who, change.format("is_active = false"), desk.colleague.id)


def test_the_last_administrator_keeps_the_right_to_edit(desk: Desk) -> None:
    add_role(desk, "auditor", "admin", "audit.read")
    add_role(desk, "owner", "admin", "settings.edit", "people.edit")
    with refused("PD024", "may edit settings"):
        give(desk, desk.admin, "auditor")
    with refused("PD024", "may edit settings"):
        desk.run(
            SYSTEM, "UPDATE helpdesk.agent SET desk_role = 'auditor' WHERE person_id = %s", desk.admin.id
        )
    give(desk, desk.admin, "owner")
    for statement in ("DELETE FROM api.role_permissions", "UPDATE api.role_permissions SET role = 'auditor'"):
        with refused("PD024", "may edit settings"):
            desk.run(desk.admin, f"{statement} WHERE (role, permission) = ('owner', 'settings.edit')")
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'admin' WHERE person_id = %s", desk.agent.id)
    give(desk, desk.agent, "auditor")
    for assignment in ("is_active = false", "role = 'agent'"):
        with refused("PD024", "last administrator"):
            desk.run(desk.admin, f"UPDATE api.people SET {assignment} WHERE person_id = %s", desk.admin.id)
