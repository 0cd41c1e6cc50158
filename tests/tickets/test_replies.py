"""What a message does to its ticket's status, and who may write one."""

import pytest

from tests.desk import ANON, SYSTEM, Desk, Person, refused


def status(desk: Desk, ticket: int) -> str:
    found: str = desk.ticket_row(ticket)["status"]
    return found


@pytest.mark.parametrize("start", ["open", "in_progress", "waiting_on_agent", "escalated", "reopened"])
def test_an_agents_reply_waits_for_the_customer(desk: Desk, start: str) -> None:
    ticket = desk.ticket(start)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="x")
    assert status(desk, ticket) == "waiting_on_customer"


@pytest.mark.parametrize("start", ["waiting_on_customer", "on_hold", "resolved", "closed"])
def test_an_agents_reply_leaves_other_statuses(desk: Desk, start: str) -> None:
    ticket = desk.ticket(start)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="x")
    assert status(desk, ticket) == start


@pytest.mark.parametrize("start", ["waiting_on_customer", "on_hold", "at_the_vendor"])
def test_a_customers_reply_waits_for_the_agent(desk: Desk, start: str) -> None:
    desk.run(
        SYSTEM,
        """INSERT INTO helpdesk.status (status, category, label, position, description)
        VALUES ('at_the_vendor', 'on_hold', 'At the vendor', 900, 'The vendor has to act.')""",
    )
    desk.run(
        SYSTEM,
        """INSERT INTO helpdesk.status_transition (from_status, to_status, roles)
        VALUES ('open', 'at_the_vendor', '{system}'), ('at_the_vendor', 'waiting_on_agent', '{customer}')""",
    )
    ticket = desk.ticket(start)
    desk.call(desk.customer, "reply", ticket_id=ticket, body="x")
    assert status(desk, ticket) == "waiting_on_agent"


@pytest.mark.parametrize("start", ["open", "in_progress", "waiting_on_agent", "escalated", "reopened"])
def test_a_customers_reply_leaves_other_statuses(desk: Desk, start: str) -> None:
    ticket = desk.ticket(start)
    desk.call(desk.customer, "reply", ticket_id=ticket, body="x")
    assert status(desk, ticket) == start


@pytest.mark.parametrize("start", ["resolved", "closed"])
@pytest.mark.parametrize("path", ["verb", "insert", "psql", "teammate"])
def test_a_customers_reply_reopens_even_where_the_verb_is_forbidden(
    desk: Desk, start: str, path: str
) -> None:
    desk.set("allow_customer_reopen", False)
    ticket = desk.ticket(start)
    if path == "verb":
        desk.call(desk.customer, "reply", ticket_id=ticket, body="x")
    elif path == "teammate":
        desk.call(desk.teammate, "reply", ticket_id=ticket, body="x")
    elif path == "insert":
        desk.run(desk.customer, "INSERT INTO api.messages (ticket_id, body) VALUES (%s, 'x')", ticket)
    else:
        desk.message(ticket, desk.customer)
    assert status(desk, ticket) == "reopened"


def test_the_settings_choose_the_status_or_none(desk: Desk) -> None:
    desk.set("status_on_agent_reply", "in_progress")
    desk.set("status_on_customer_reply", "")
    ticket = desk.ticket()
    desk.call(desk.agent, "reply", ticket_id=ticket, body="x")
    assert status(desk, ticket) == "in_progress"
    waiting = desk.ticket("waiting_on_customer")
    desk.call(desk.customer, "reply", ticket_id=waiting, body="x")
    assert status(desk, waiting) == "waiting_on_customer"


def test_a_reply_is_not_lost_where_its_move_is_not_allowed(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.status_transition "
        "SET required_fields = '{department_id}' WHERE to_status = 'reopened'",
    )
    desk.forbid("agent", "tickets.status")
    closed, open_ticket = desk.ticket(), desk.ticket()
    desk.call(desk.customer, "close_ticket", ticket_id=closed)
    desk.call(desk.customer, "reply", ticket_id=closed, body="x")
    desk.call(desk.agent, "reply", ticket_id=open_ticket, body="x")
    assert (status(desk, closed), status(desk, open_ticket)) == ("closed", "open")
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.message") == 2


def test_a_staff_members_reply_to_their_own_request_is_a_requesters(desk: Desk) -> None:
    ticket = desk.ticket("waiting_on_customer", requester=desk.agent)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="x")
    assert status(desk, ticket) == "waiting_on_agent"


def test_a_note_moves_nothing(desk: Desk) -> None:
    for start in ("open", "resolved", "waiting_on_customer"):
        ticket = desk.ticket(start)
        desk.call(desk.agent, "add_note", ticket_id=ticket, body="x")
        assert status(desk, ticket) == start


def test_one_call_replies_assigns_tags_and_sets_the_status(desk: Desk) -> None:
    ticket = desk.ticket()
    said = desk.call(
        desk.agent,
        "reply",
        ticket_id=ticket,
        body="Done",
        status="resolved",
        assignee_id=desk.colleague.id,
        tags=["printer"],
    )
    row = desk.ticket_row(ticket)
    assert (said["kind"], said["author_id"], said["sets_status"]) == ("reply", desk.agent.id, "resolved")
    assert (row["status"], row["assignee_id"]) == ("resolved", desk.colleague.id)
    assert desk.events(ticket)[1:] == [
        "ticket_assigned",
        "reply_created",
        "ticket_status_changed",
        "ticket_resolved",
        "tag_added",
    ]


def test_one_call_is_one_change(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD004"):
        desk.call(desk.agent, "reply", ticket_id=ticket, body="Done", status="resolved", tags=["printer"])
    with refused("PD006"):
        desk.call(
            desk.agent, "reply", ticket_id=ticket, body="Done", assignee_id=desk.agent.id, tags=["nope"]
        )
    assert desk.events(ticket) == ["ticket_created"]


@pytest.mark.parametrize("extra", ["status", "assignee_id", "tags"])
def test_a_customer_sets_nothing_beside_the_reply(desk: Desk, extra: str) -> None:
    value = {"status": "closed", "assignee_id": desk.agent.id, "tags": ["printer"]}[extra]
    ticket = desk.ticket()
    with refused("PD002", "permission tickets."):
        desk.call(desk.customer, "reply", ticket_id=ticket, body="x", **{extra: value})
    assert desk.events(ticket) == ["ticket_created"]


def test_a_light_agent_writes_notes_and_nothing_public(desk: Desk) -> None:
    ticket = desk.ticket()
    assert desk.call(desk.light, "add_note", ticket_id=ticket, body="x")["kind"] == "note"
    with refused("PD002", "tickets.reply"):
        desk.call(desk.light, "reply", ticket_id=ticket, body="x")
    with refused("PD002", "tickets.pin"):
        desk.call(desk.light, "add_note", ticket_id=ticket, body="x", is_pinned=True)
    with refused("PD002", "tickets.status"):
        desk.run(
            desk.light,
            "INSERT INTO api.messages (ticket_id, kind, body, sets_status) "
            "VALUES (%s, 'note', 'x', 'closed')",
            ticket,
        )


def test_nobody_writes_in_anothers_name(desk: Desk) -> None:
    ticket = desk.ticket()
    for who in (desk.customer, desk.agent, desk.admin):
        with refused("42501"):
            desk.run(
                who,
                "INSERT INTO api.messages (ticket_id, body, author_id) VALUES (%s, 'x', %s)",
                ticket,
                desk.stranger.id,
            )


def test_a_customer_writes_no_note(desk: Desk) -> None:
    with refused("42501"):
        desk.run(
            desk.customer,
            "INSERT INTO api.messages (ticket_id, body, kind) VALUES (%s, 'x', 'note')",
            desk.ticket(),
        )


def test_system_messages_are_pgdesks(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD002", "system messages"):
        desk.run(
            desk.admin, "INSERT INTO api.messages (ticket_id, body, kind) VALUES (%s, 'x', 'system')", ticket
        )
    desk.message(ticket, Person("system"), kind="system")
    assert desk.one(desk.agent, "SELECT kind FROM api.messages") == "system"


@pytest.mark.parametrize("body", ["", " \n ", "x" * 200_001])
def test_a_body_has_one_to_200000_characters(desk: Desk, body: str) -> None:
    with refused("23514", "message_body_has_limit"):
        desk.call(desk.customer, "reply", ticket_id=desk.ticket(), body=body)


def test_a_foreign_ticket_takes_no_reply(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD001"):
        desk.call(desk.stranger, "reply", ticket_id=ticket, body="x")
    with refused("PD001"):
        desk.run(desk.stranger, "INSERT INTO api.messages (ticket_id, body) VALUES (%s, 'x')", ticket)
    with refused("42501"):
        desk.call(ANON, "reply", ticket_id=ticket, body="x")


def test_a_message_is_not_of_the_future(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD010", "created_at"):
        desk.message(ticket, desk.customer, created_at="2999-01-01")


def test_a_deleted_ticket_takes_no_message(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    for who in (desk.customer, desk.agent, desk.admin):
        with refused("PD001"):
            desk.call(who, "reply", ticket_id=ticket, body="x")
    with refused("PD015", "is deleted"):
        desk.message(ticket, desk.customer)


def test_a_merged_ticket_takes_no_message_of_people(desk: Desk) -> None:
    target, source = desk.ticket(), desk.ticket("closed")
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET merged_into_id = %s WHERE ticket_id = %s", target, source)
    for who in (desk.customer, desk.agent, desk.admin):
        with refused("PD015", "has been merged", f"merged into ticket {target}"):
            desk.call(who, "reply", ticket_id=source, body="x")
    desk.message(source, desk.customer, kind="system")


def test_a_merged_ticket_is_not_reopened(desk: Desk) -> None:
    target, source = desk.ticket(), desk.ticket("closed")
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET merged_into_id = %s WHERE ticket_id = %s", target, source)
    for who in (desk.customer, desk.agent):
        with refused("PD015", "has been merged"):
            desk.call(who, "reopen_ticket", ticket_id=source)


def test_a_reply_that_sets_an_unknown_status_is_refused(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD006", "status nope does not exist"):
        desk.call(desk.agent, "reply", ticket_id=ticket, body="x", status="nope")
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.message WHERE ticket_id = %s", ticket) == []
