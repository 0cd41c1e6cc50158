"""When a ticket is routed, how long it waits, and what comes back when somebody leaves."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.desk import SYSTEM, Person, Row, as_if_rest, refused
from tests.routing.desk import RoutingDesk

# --- what sets it off


def jobs(desk: RoutingDesk) -> int:
    found: int = desk.one(
        SYSTEM, "SELECT count(*) FROM dramatiq.queue WHERE message ->> 'actor_name' = 'route_waiting'"
    )
    return found


@pytest.mark.parametrize("path", ["verb", "rest", "psql"])
def test_a_new_ticket_is_routed_whoever_writes_it(desk: RoutingDesk, path: str) -> None:
    department, (person,) = desk.team(1)
    if path == "verb":
        ticket = desk.call(desk.customer, "create_ticket", subject="x", department_id=department)["ticket_id"]
    elif path == "rest":
        as_if_rest(desk.db)
        desk.run(
            desk.customer,
            "INSERT INTO api.tickets (subject, department_id) VALUES ('x', %s)",
            department,
        )
        ticket = desk.one(SYSTEM, "SELECT max(ticket_id) FROM helpdesk.ticket")
    else:
        ticket = desk.ticket(department_id=department)
    assert desk.is_waiting(ticket)
    assert jobs(desk) == 1
    assert desk.route() == 1
    assert desk.assignee(ticket) == person.id
    assert not desk.is_waiting(ticket)
    assert desk.events(ticket)[-1] == "ticket_assigned"
    assert desk.event(ticket, "ticket_assigned")["actor_role"] == "system"


def test_tags_given_on_creation_count(desk: RoutingDesk) -> None:
    department, (_, skilled) = desk.team(2)
    desk.can(skilled, french=1)
    desk.needs("network", french=1)
    ticket = desk.call(desk.admin, "create_ticket", subject="x", department_id=department, tags=["network"])[
        "ticket_id"
    ]
    desk.route()
    assert desk.assignee(ticket) == skilled.id


def test_many_tickets_of_one_transaction_are_one_job(desk: RoutingDesk) -> None:
    department, _ = desk.team(2)
    for _ in range(5):
        desk.ticket(department_id=department)
    assert jobs(desk) == 1


@pytest.mark.parametrize("how", ["manual", "no row", "off", "no department", "assigned"])
def test_what_is_not_to_be_routed_waits_for_nobody(desk: RoutingDesk, how: str) -> None:
    department, (person,) = desk.team(1)
    columns: dict[str, Any] = {"department_id": department}
    if how == "manual":
        desk.strategy(department, "manual")
    elif how == "no row":
        desk.run(SYSTEM, "DELETE FROM helpdesk.department_routing WHERE department_id = %s", department)
    elif how == "off":
        desk.strategy(department, "round_robin", is_routed_on_create=False)
    elif how == "no department":
        columns = {}
    else:
        columns["assignee_id"] = person.id
    ticket = desk.ticket(**columns)
    assert not desk.is_waiting(ticket)
    assert desk.route() == 0


@pytest.mark.parametrize("is_on", [True, False])
def test_a_transfer_is_routed_where_the_department_says_so(desk: RoutingDesk, is_on: bool) -> None:
    department, (person,) = desk.team(1)
    desk.strategy(department, "round_robin", is_routed_on_transfer=is_on)
    ticket = desk.ticket(assignee_id=desk.agent.id, department_id=desk.support)
    desk.call(desk.agent, "set_department", ticket_id=ticket, department_id=department)
    desk.route()
    assert desk.assignee(ticket) == (person.id if is_on else desk.agent.id)


def test_a_transfer_leaves_the_ticket_with_a_member(desk: RoutingDesk) -> None:
    department, (_, person) = desk.team(2)
    ticket = desk.ticket(assignee_id=person.id, department_id=desk.support)
    desk.call(desk.admin, "set_department", ticket_id=ticket, department_id=department)
    assert desk.route() == 0
    assert desk.assignee(ticket) == person.id


@pytest.mark.parametrize("is_on", [True, False])
def test_unassigning_is_routed_where_the_department_says_so(desk: RoutingDesk, is_on: bool) -> None:
    department, (first, _) = desk.team(2)
    desk.strategy(department, "round_robin", is_routed_on_unassign=is_on)
    ticket = desk.ticket(department_id=department, assignee_id=first.id)
    desk.call(desk.admin, "unassign_ticket", ticket_id=ticket)
    assert desk.route() == is_on
    assert (desk.assignee(ticket) is not None) == is_on


@pytest.mark.parametrize("is_on", [True, False])
def test_a_reopened_ticket_goes_on_without_its_absent_assignee(desk: RoutingDesk, is_on: bool) -> None:
    department, (away, there) = desk.team(2)
    desk.strategy(department, "round_robin", is_routed_on_reopen=is_on)
    ticket = desk.ticket("resolved", department_id=department, assignee_id=away.id)
    desk.absent(away, "2020-01-01")
    desk.message(ticket, desk.customer, "It is back")
    desk.route()
    assert desk.ticket_row(ticket)["status"] == "reopened"
    assert desk.assignee(ticket) == (there.id if is_on else away.id)


@pytest.mark.parametrize("status", ["open", "resolved"])
def test_an_edit_leaves_the_ticket_with_its_absent_assignee(desk: RoutingDesk, status: str) -> None:
    department, (away, _) = desk.team(2)
    ticket = desk.ticket(status, department_id=department, assignee_id=away.id)
    desk.absent(away, "2020-01-01")
    desk.run(desk.admin, "UPDATE api.tickets SET subject = 'It is back' WHERE ticket_id = %s", ticket)
    desk.route()
    assert desk.assignee(ticket) == away.id


def test_a_reopened_ticket_stays_with_an_assignee_who_is_there(desk: RoutingDesk) -> None:
    department, (_, second) = desk.team(2)
    ticket = desk.ticket("resolved", department_id=department, assignee_id=second.id)
    desk.call(desk.customer, "reopen_ticket", ticket_id=ticket)
    assert desk.route() == 0
    assert desk.assignee(ticket) == second.id


# --- waiting


def waiting_ticket(desk: RoutingDesk) -> tuple[int, Any]:
    department, (person,) = desk.team(1, availability="offline")
    ticket = desk.ticket(department_id=department)
    assert desk.route() == 0
    assert desk.reason(ticket) == "no_agent_online"
    return ticket, person


@pytest.mark.parametrize("end", ["assign", "close", "delete", "transfer", "manual", "rule removed"])
def test_a_ticket_waits_no_longer_when_it_needs_nobody(desk: RoutingDesk, end: str) -> None:
    ticket, person = waiting_ticket(desk)
    department = desk.ticket_row(ticket)["department_id"]
    if end == "assign":
        desk.call(desk.admin, "assign_ticket", ticket_id=ticket, assignee_id=person.id)
    elif end == "close":
        desk.call(desk.admin, "close_ticket", ticket_id=ticket)
    elif end == "delete":
        desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    elif end == "transfer":
        desk.call(desk.admin, "set_department", ticket_id=ticket, department_id=desk.billing)
    elif end == "manual":
        desk.strategy(department, "manual")
    else:
        desk.run(SYSTEM, "DELETE FROM helpdesk.department_routing WHERE department_id = %s", department)
    assert not desk.is_waiting(ticket)


def test_a_ticket_that_comes_back_waits_again(desk: RoutingDesk) -> None:
    ticket, person = waiting_ticket(desk)
    desk.call(desk.admin, "close_ticket", ticket_id=ticket)
    desk.call(desk.customer, "reopen_ticket", ticket_id=ticket)
    desk.agent_set(person, availability="online")
    assert desk.route() == 1


def test_nobody_is_tried_in_vain_until_a_member_has_room(desk: RoutingDesk) -> None:
    ticket, person = waiting_ticket(desk)
    statement = "SELECT xmin FROM helpdesk.routing_wait WHERE ticket_id = %s"
    before = desk.one(SYSTEM, statement, ticket)
    assert desk.route() == 0
    assert desk.one(SYSTEM, statement, ticket) == before
    desk.agent_set(person, availability="online")
    assert desk.route() == 1


@pytest.mark.parametrize("is_on", [True, False])
def test_an_edit_leaves_a_waiting_ticket_where_it_waits(desk: RoutingDesk, is_on: bool) -> None:
    ticket, _ = waiting_ticket(desk)
    department = desk.ticket_row(ticket)["department_id"]
    desk.strategy(department, "round_robin", is_routed_on_unassign=is_on)
    desk.run(desk.admin, "UPDATE api.tickets SET subject = 'x' WHERE ticket_id = %s", ticket)
    assert desk.reason(ticket) == "no_agent_online"


def test_what_needs_a_rare_skill_holds_up_nobody(desk: RoutingDesk) -> None:
    department, (person,) = desk.team(1, availability="offline")
    desk.needs("network", french=1)
    rare = [desk.ticket(department_id=department) for _ in range(3)]
    for ticket in rare:
        desk.run(SYSTEM, "SELECT helpdesk.add_tags(%s, '{network}')", ticket)
    plain = desk.ticket(department_id=department)
    desk.route()
    desk.agent_set(person, availability="online")
    for minute in range(2, 6):
        desk.clock(f"2030-01-01 00:0{minute}+00")
        desk.one(SYSTEM, "SELECT helpdesk.route_waiting(1)")
    assert desk.assignee(plain) == person.id
    assert {desk.reason(ticket) for ticket in rare} == {"missing_skill"}


def test_agents_see_what_cannot_be_routed_of_their_departments(desk: RoutingDesk) -> None:
    ticket, _ = waiting_ticket(desk)
    assert desk.run(desk.agent, "SELECT ticket_id FROM api.unroutable_tickets") == [(ticket,)]
    desk.set("agent_visibility", "departments")
    assert desk.run(desk.agent, "SELECT ticket_id FROM api.unroutable_tickets") == []


# --- verbs


def test_route_ticket_assigns_and_passes_over_who_has_it(desk: RoutingDesk) -> None:
    department, (first, second) = desk.team(2, "manual")
    ticket = desk.ticket(department_id=department)
    assert desk.call(desk.agent, "route_ticket", ticket_id=ticket)["assignee_id"] == first.id
    assert desk.call(desk.agent, "route_ticket", ticket_id=ticket)["assignee_id"] == second.id


def test_route_ticket_says_why_nobody_can(desk: RoutingDesk) -> None:
    department, (person,) = desk.team(1, "manual")
    ticket = desk.ticket(department_id=department, assignee_id=person.id)
    with refused("PD701", "no_agent", "explain_routing"):
        desk.call(desk.agent, "route_ticket", ticket_id=ticket)
    assert desk.assignee(ticket) == person.id
    with refused("PD701", "has no department"):
        desk.call(desk.agent, "route_ticket", ticket_id=desk.ticket())
    with refused("PD701", "is solved"):
        desk.call(desk.agent, "route_ticket", ticket_id=desk.ticket("closed", department_id=department))
    with refused("PD005"):
        desk.call(desk.agent, "route_ticket", ticket_id=ticket, version=99)
    with refused("PD002", "tickets.assign"):
        desk.call(desk.light, "route_ticket", ticket_id=ticket)


def test_explain_routing_has_a_verdict_on_each_member(desk: RoutingDesk) -> None:
    department, team = desk.team(7, "skills")
    best, second, unskilled, full, away, off, light = team
    for person, french in ((best, 5), (second, 2), (full, 5), (away, 5), (off, 5), (light, 5)):
        desk.can(person, french=french)
    desk.needs(department, french=2)
    desk.limit(full, "api", 0)
    desk.agent_set(away, availability="away")
    desk.absent(off, "2020-01-01")
    desk.agent_set(light, is_light=True)
    ticket = desk.ticket(department_id=department)
    found = desk.explained(ticket)
    assert {person: row["verdict"] for person, row in found.items()} == {
        best.id: "can_take_it",
        second.id: "can_take_it",
        unskilled.id: "missing_skill",
        full.id: "all_at_capacity",
        away.id: "no_agent_online",
        off.id: "all_absent",
        light.id: "no_agent",
    }
    assert [person for person, row in found.items() if row["is_chosen"]] == [best.id]
    assert [found[person.id]["rank"] for person in (best, second, full)] == [1, 2, None]
    assert found[full.id]["channel_max_open"] == 0
    assert found[best.id]["held_skills"] == {"french": 5}
    desk.route()
    assert desk.assignee(ticket) == best.id
    with refused("PD001"):
        desk.explained(0)


# --- who leaves


@pytest.mark.parametrize("how", ["deactivated", "customer", "light"])
@pytest.mark.parametrize("strategy", ["round_robin", "manual"])
def test_who_leaves_strands_no_ticket(desk: RoutingDesk, how: str, strategy: str) -> None:
    department, (leaver, other) = desk.team(2, strategy)
    tickets = [desk.ticket(department_id=department, assignee_id=leaver.id) for _ in range(3)]
    solved = desk.ticket("resolved", department_id=department, assignee_id=leaver.id)
    if how == "deactivated":
        desk.run(desk.admin, "UPDATE api.people SET is_active = false WHERE person_id = %s", leaver.id)
    elif how == "customer":
        desk.run(desk.admin, "UPDATE api.people SET role = 'customer' WHERE person_id = %s", leaver.id)
    else:
        desk.run(desk.admin, "UPDATE api.agents SET is_light = true WHERE person_id = %s", leaver.id)
    assert {desk.assignee(ticket) for ticket in tickets} == {None}
    desk.route()
    expected = other.id if strategy == "round_robin" else None
    assert {desk.assignee(ticket) for ticket in tickets} == {expected}
    assert desk.assignee(solved) == leaver.id
    desk.call(desk.customer, "reopen_ticket", ticket_id=solved)
    desk.route()
    assert desk.assignee(solved) == expected


def test_a_restored_ticket_does_not_come_back_to_who_has_left(desk: RoutingDesk) -> None:
    ticket = desk.ticket(assignee_id=desk.colleague.id)
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    desk.run(desk.admin, "UPDATE api.people SET is_active = false WHERE person_id = %s", desk.colleague.id)
    assert desk.call(desk.admin, "restore_ticket", ticket_id=ticket)["assignee_id"] is None


def reassigned(desk: RoutingDesk, who: Any, **arguments: Any) -> dict[int, tuple[int | None, str | None]]:
    named = ", ".join(f"{name} => %s" for name in arguments)
    rows = desk.run(who, f"SELECT * FROM api.reassign_open_tickets({named})", *arguments.values())
    return {
        ticket: (person, reason and reason["message"].rpartition(": ")[2]) for ticket, person, reason in rows
    }


def test_reassign_open_tickets_by_routing(desk: RoutingDesk) -> None:
    department, (leaver, second, third) = desk.team(3, "manual")
    lonely, _ = desk.team(0, "manual")
    desk.join(lonely, leaver)
    mine = [desk.ticket(department_id=department, assignee_id=leaver.id) for _ in range(4)]
    stuck = desk.ticket(department_id=lonely, assignee_id=leaver.id)
    homeless = desk.ticket(assignee_id=leaver.id)
    desk.ticket("resolved", department_id=department, assignee_id=leaver.id)
    found = reassigned(desk, desk.admin, agent_id=leaver.id)
    assert sorted(found) == [*mine, stuck, homeless]
    assert [found[ticket] for ticket in mine] == [(second.id, None), (third.id, None)] * 2
    assert (found[stuck], found[homeless]) == ((None, "no_agent"), (None, "no_department"))
    assert desk.reason(stuck) == "no_agent"


@pytest.mark.parametrize("to", ["agent", "department", "nobody"])
def test_reassign_open_tickets_as_told(desk: RoutingDesk, to: str) -> None:
    department, (leaver, other) = desk.team(2)
    ticket = desk.ticket(department_id=department, assignee_id=leaver.id)
    argument = {
        "agent": {"to_agent_id": other.id},
        "department": {"to_department_id": desk.billing},
        "nobody": {"to_nobody": True},
    }[to]
    found = reassigned(desk, leaver, agent_id=leaver.id, **argument)
    assert found == {ticket: (other.id if to == "agent" else None, None)}
    row = desk.ticket_row(ticket)
    assert row["department_id"] == (desk.billing if to == "department" else department)


def test_others_tickets_are_reassigned_by_who_may_edit_people(desk: RoutingDesk) -> None:
    with refused("PD002", "people.edit"):
        reassigned(desk, desk.colleague, agent_id=desk.agent.id)
    with refused("PD002", "tickets.assign"):
        reassigned(desk, desk.light, agent_id=desk.light.id)
    with refused("PD001"):
        reassigned(desk, desk.admin, agent_id=desk.customer.id)
    with refused("PD006"):
        reassigned(desk, desk.admin, agent_id=desk.agent.id, to_nobody=True, to_agent_id=desk.agent.id)
    ticket = desk.ticket(assignee_id=desk.agent.id)
    with refused("PD007"):
        reassigned(desk, desk.admin, agent_id=desk.agent.id, to_agent_id=desk.retired.id)
    assert desk.assignee(ticket) == desk.agent.id


# --- by hand


@pytest.mark.parametrize("setting", ["everybody", "admins", "nobody"])
@pytest.mark.parametrize("who", ["agent", "admin", "system"])
def test_by_hand_above_capacity_as_the_setting_says(desk: RoutingDesk, setting: str, who: str) -> None:
    desk.set("assign_above_capacity", setting)
    desk.agent_set(desk.colleague, max_open=1)
    desk.ticket(assignee_id=desk.colleague.id, department_id=desk.support)
    ticket = desk.ticket()
    statement = "UPDATE helpdesk.ticket SET assignee_id = %s WHERE ticket_id = %s"

    def assign() -> None:
        if who == "system":
            desk.run(SYSTEM, statement, desk.colleague.id, ticket)
        else:
            desk.call(getattr(desk, who), "assign_ticket", ticket_id=ticket, assignee_id=desk.colleague.id)

    if setting == "everybody" or (setting == "admins" and who != "agent"):
        assign()
        assert desk.assignee(ticket) == desk.colleague.id
        assert desk.event(ticket, "ticket_assigned")["payload"]["above_capacity"] == "At most 1 open tickets."
    else:
        with refused("PD702", "Cleo has no room", "At most 1 open tickets.", "assign_above_capacity"):
            assign()
        assert desk.assignee(ticket) is None


def test_who_assigns_above_capacity_is_told(desk: RoutingDesk) -> None:
    desk.agent_set(desk.colleague, max_open=2)
    desk.limit(desk.colleague, "email", 0)
    told: list[str | None] = []
    desk.db.add_notice_handler(lambda notice: told.append(notice.message_primary))
    tickets = [desk.ticket() for _ in range(3)]
    for ticket in tickets:
        desk.call(desk.admin, "assign_ticket", ticket_id=ticket, assignee_id=desk.colleague.id)
    assert told == ["the assignee is above capacity: At most 2 open tickets."]
    # Nobody has more for a ticket that is assigned again, or that is solved.
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'resolved' WHERE ticket_id = %s", tickets[0])
    desk.call(desk.admin, "assign_ticket", ticket_id=tickets[2], assignee_id=desk.agent.id)
    desk.call(desk.admin, "assign_ticket", ticket_id=tickets[2], assignee_id=desk.colleague.id)
    assert len(told) == 1
    as_if_rest(desk.db)
    mailed = desk.ticket(channel="email")
    desk.call(desk.admin, "assign_ticket", ticket_id=mailed, assignee_id=desk.colleague.id)
    assert len(told) == 1
    assert desk.one(SYSTEM, "SELECT current_setting('response.headers')") == (
        '[{"X-Pgdesk-Notice": "the assignee is above capacity: At most 2 open tickets. At most 0 by email."}]'
    )


@pytest.mark.parametrize("path", ["claim", "insert", "next"])
def test_a_full_agent_takes_no_more_in_any_way(desk: RoutingDesk, path: str) -> None:
    desk.agent_set(desk.agent, max_open=1)
    tickets = [desk.ticket(department_id=desk.support) for _ in range(2)]
    with refused("PD702"):
        desk.call(desk.agent, "claim_ticket", ticket_id=tickets[0])
        if path == "claim":
            desk.call(desk.agent, "claim_ticket", ticket_id=tickets[1])
        elif path == "next":
            desk.call(desk.agent, "next_ticket", claim=True, skip=[tickets[0]])
        else:
            desk.call(desk.agent, "create_ticket", subject="x", assignee_id=desk.agent.id)


def bulk(desk: RoutingDesk, who: Person, tickets: list[int], *more: Row) -> list[str | None]:
    actions = Jsonb([{"action": "assign", "value": desk.colleague.id}, *more])
    statement = "SELECT reason ->> 'code' FROM api.change_tickets(%s, %s) ORDER BY ticket_id"
    return [reason for (reason,) in desk.run(who, statement, actions, tickets)]


def test_a_bulk_change_fills_an_agent_up_and_refuses_the_rest(desk: RoutingDesk) -> None:
    full = "PD702"
    desk.agent_set(desk.colleague, max_open=4)
    desk.limit(desk.colleague, "email", 2)
    held = desk.ticket(channel="email", assignee_id=desk.colleague.id)
    tickets = [desk.ticket(channel=channel) for channel in ("email", "email", "web", "web", "web")]
    assert bulk(desk, desk.agent, [held, *tickets]) == [None, None, full, None, None, full]
    assert [desk.assignee(ticket) == desk.colleague.id for ticket in tickets] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert bulk(desk, desk.agent, [held, *tickets]) == [None, None, full, None, None, full]
    closed = {"action": "set_status", "value": "closed"}
    assert bulk(desk, desk.agent, [tickets[1]], closed) == [None]
    assert bulk(desk, desk.admin, tickets) == [None] * 5


def test_a_rule_that_assigns_to_a_full_agent_acts_on_what_fits(desk: RoutingDesk) -> None:
    desk.set("assign_above_capacity", "nobody")
    desk.agent_set(desk.colleague, max_open=1)
    tickets = [desk.ticket(), desk.ticket()]
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.rule (kind, name, conditions, predicate, actions) VALUES"
        " ('escalation', 'Give', '{}', '', %s)",
        Jsonb([{"action": "assign", "value": desk.colleague.id}]),
    )
    assert desk.one(SYSTEM, "SELECT helpdesk.sweep_rules('escalation')") == {"Give": 1}
    assert [desk.assignee(ticket) for ticket in tickets] == [desk.colleague.id, None]
    assert desk.run(
        SYSTEM,
        "SELECT outcome, detail #>> '{0,code}' FROM helpdesk.rule_firing WHERE ticket_id = %s",
        tickets[1],
    ) == [("refused", "PD702")]


def test_a_channels_capacity_counts_that_channel_only(desk: RoutingDesk) -> None:
    desk.limit(desk.agent, "email", 1)
    desk.ticket(channel="email", assignee_id=desk.agent.id)
    desk.call(desk.agent, "claim_ticket", ticket_id=desk.ticket(channel="web"))
    with refused("PD702", "At most 1 by email."):
        desk.call(desk.agent, "claim_ticket", ticket_id=desk.ticket(channel="email"))


# --- rules


def test_the_action_route_stands_in_every_rule_that_acts(desk: RoutingDesk) -> None:
    department, (first, second) = desk.team(2, "manual")
    tickets = [desk.ticket(department_id=department) for _ in range(4)]
    desk.run(
        desk.admin,
        "INSERT INTO api.escalation_rules (name, conditions, actions) VALUES ('Give away', %s, %s)",
        Jsonb({"field": "department_id", "operator": "is", "value": department}),
        Jsonb([{"action": "set_priority", "value": "high"}, {"action": "route"}]),
    )
    desk.run(SYSTEM, "SELECT helpdesk.sweep_rules('escalation')")
    assert [desk.assignee(ticket) for ticket in tickets] == [first.id, second.id] * 2
    desk.run(
        desk.admin,
        "SELECT * FROM api.change_tickets(actions => %s, ticket_ids => %s)",
        Jsonb([{"action": "route"}]),
        tickets,
    )
    assert [desk.assignee(ticket) for ticket in tickets] == [second.id, first.id] * 2
    macro = desk.one(
        desk.admin,
        "INSERT INTO api.macros (name, actions) VALUES ('Pass on', %s) RETURNING rule_id",
        Jsonb([{"action": "route"}]),
    )
    firing = desk.one(desk.agent, "SELECT firing_id FROM api.apply_macro(%s, %s)", tickets[0], macro)
    assert desk.assignee(tickets[0]) == first.id
    desk.run(desk.agent, "SELECT api.undo_macro(%s)", firing)
    assert desk.assignee(tickets[0]) == second.id
    with refused("PD402", "takes no value"):
        desk.run(
            desk.admin,
            "INSERT INTO api.macros (name, actions) VALUES ('Odd', %s)",
            Jsonb([{"action": "route", "value": 1}]),
        )


def test_route_in_bulk_asks_for_the_permission(desk: RoutingDesk) -> None:
    desk.forbid("agent", "tickets.assign")
    with refused("PD002", "tickets.assign"):
        desk.run(
            desk.agent,
            "SELECT * FROM api.change_tickets(actions => %s, ticket_ids => %s)",
            Jsonb([{"action": "route"}]),
            [desk.ticket(department_id=desk.support)],
        )


def test_what_a_rule_could_not_route_waits_and_is_tried_again(desk: RoutingDesk) -> None:
    department, (person,) = desk.team(1, "manual", availability="offline")
    ticket = desk.ticket(department_id=department)
    desk.run(
        desk.admin,
        "SELECT * FROM api.change_tickets(actions => %s, ticket_ids => %s)",
        Jsonb([{"action": "route"}]),
        [ticket],
    )
    assert desk.reason(ticket) == "no_agent_online"
    desk.agent_set(person, availability="online")
    assert desk.route() == 1


# --- absences and hours, by whom


def test_staff_set_their_own_absences_and_admins_all(desk: RoutingDesk) -> None:
    insert = "INSERT INTO api.absences (person_id, starts_at, ends_at) VALUES (%s, %s, %s)"
    desk.run(desk.agent, insert, desk.agent.id, "2026-05-01", "2026-05-08")
    with refused("23P01", "absence_do_not_overlap"):
        desk.run(desk.agent, insert, desk.agent.id, "2026-05-07", None)
    desk.run(desk.agent, insert, desk.agent.id, "2026-05-08", "2026-05-09")
    desk.run(desk.admin, insert, desk.colleague.id, "2026-05-07", None)
    with refused("42501"):
        desk.run(desk.agent, insert, desk.colleague.id, "2020-05-07", "2020-05-08")
    assert (
        desk.run(desk.agent, "UPDATE api.absences SET reason = 'x' WHERE person_id = %s", desk.colleague.id)
        == []
    )
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.absence WHERE reason = 'x'") == []
    with refused("23514", "absence_has_length"):
        desk.run(desk.agent, insert, desk.agent.id, "2027-05-07", "2027-05-07")


def test_working_hours_by_oneself_or_an_admin(desk: RoutingDesk) -> None:
    week = Jsonb({"1": [["09:00", "12:00"], ["13:00", "17:00"]]})
    statement = "SELECT weekday, opens::text FROM api.set_working_hours(person_id => %s, hours => %s)"
    assert desk.run(desk.agent, statement, desk.agent.id, week) == [(1, "09:00:00"), (1, "13:00:00")]
    assert desk.run(desk.admin, statement, desk.agent.id, Jsonb({"2": [["09:00", "12:00"]]})) == [
        (2, "09:00:00")
    ]
    assert desk.run(desk.agent, statement, desk.agent.id, None) == []
    assert desk.run(desk.agent, "SELECT weekday FROM api.set_working_hours(%s)", week) == [(1,), (1,)]
    with refused("PD002", "people.edit"):
        desk.run(desk.agent, statement, desk.colleague.id, week)
    with refused("PD001"):
        desk.run(desk.admin, statement, desk.customer.id, week)
    with refused("PD202"):
        desk.run(desk.agent, statement, desk.agent.id, Jsonb({"9": []}))
