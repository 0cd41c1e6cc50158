"""A ticket as pages show it: its thread by pages, what stands beside it, what the caller may do."""

from typing import Any

import psycopg
import pytest

from tests.conftest import set_clock
from tests.desk import SYSTEM, Desk, Person, refused

WHO = ["customer", "stranger", "agent", "colleague", "light", "admin"]


def long_ticket(desk: Desk) -> int:
    """Replies, notes, deleted ones and events of every kind, at different times."""
    ticket = desk.ticket(assignee_id=desk.agent.id, department_id=desk.support)
    for number in range(8):
        set_clock(desk.db, f"2031-03-01T1{number}:00:00Z")
        desk.call(desk.customer, "reply", ticket_id=ticket, body=f"Question {number}")
        desk.call(desk.agent, "reply", ticket_id=ticket, body=f"Answer {number}", status="in_progress")
        note = desk.call(desk.agent, "add_note", ticket_id=ticket, body=f"@cleo note {number}")
        if number % 3 == 0:
            desk.call(desk.admin, "delete_message", message_id=note["message_id"])
    gone = desk.call(desk.agent, "reply", ticket_id=ticket, body="Sorry")
    desk.call(desk.admin, "delete_message", message_id=gone["message_id"])
    return ticket


def keys(lines: list[dict[str, Any]]) -> list[tuple[int | None, int | None]]:
    return [(line["message_id"] if line["event_id"] is None else None, line["event_id"]) for line in lines]


@pytest.mark.parametrize("role", ["customer", "agent", "light", "admin"])
@pytest.mark.parametrize("size", [1, 3, 200])
def test_pages_of_the_thread_are_the_timeline(desk: Desk, role: str, size: int) -> None:
    who: Person = getattr(desk, role)
    ticket = long_ticket(desk)
    timeline = desk.run(
        who,
        "SELECT CASE WHEN event_id IS NULL THEN message_id END, event_id, body, at FROM api.timeline"
        " WHERE ticket_id = %s",
        ticket,
    )
    found: list[dict[str, Any]] = []
    page: dict[str, Any] = {"before_message_id": None, "before_event_id": None, "has_more": True}
    while page["has_more"]:
        page = desk.call(
            who,
            "show_thread",
            ticket_id=ticket,
            max_lines=size,
            before_message_id=page["before_message_id"],
            before_event_id=page["before_event_id"],
        )
        assert len(page["lines"]) <= size
        found = page["lines"] + found
    assert len(found) == len(timeline) > 15
    assert set(keys(found)) == {(message, event) for message, event, _, _ in timeline}
    assert [line["at"] for line in found] == sorted(line["at"] for line in found)
    bodies = {message: body for message, _, body, _ in timeline if message}
    assert {m["message_id"]: m["body"] for m in found if m["event_id"] is None} == bodies


def test_a_line_says_what_a_page_shows(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    desk.message(ticket, desk.customer, "x" * 30_000)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Here")
    lines = desk.call(desk.agent, "show_thread", ticket_id=ticket)["lines"]
    question, answer = (line for line in lines if line["kind"] == "reply")
    assert (question["is_by_staff"], question["is_cut"], len(question["body"])) == (False, True, 20_000)
    assert (answer["is_by_staff"], answer["actor_name"], answer["is_cut"]) == (True, "Bob", False)
    assert answer["files"] == []
    mails = desk.run(
        desk.agent, "SELECT outgoing_mail_id FROM api.outgoing_mail WHERE message_id IS NOT NULL"
    )
    assert [(mail["outgoing_mail_id"],) for mail in answer["mails"]] == mails


def test_customers_are_shown_what_is_theirs(desk: Desk) -> None:
    ticket = long_ticket(desk)
    shown = desk.call(desk.customer, "show_ticket", ticket_id=ticket)
    assert "note" not in {line["kind"] for line in shown["thread"]["lines"]}
    assert not {"pinned", "clocks", "drafts", "scheduled_replies", "present"} & set(shown)
    assert all(line.get("mails", []) == [] for line in shown["thread"]["lines"])
    row = desk.one(desk.customer, "SELECT to_jsonb(t) FROM api.tickets AS t WHERE ticket_id = %s", ticket)
    assert {key: shown["ticket"][key] for key in row} == row
    assert shown["last_message_id"] == desk.one(
        desk.customer, "SELECT max(message_id) FROM api.messages WHERE ticket_id = %s", ticket
    )
    with refused("42501"):
        desk.call(desk.customer, "show_ticket_sides", ticket_id=ticket)


@pytest.mark.parametrize("verb", ["show_ticket", "show_thread", "allowed_actions", "shown_field_values"])
@pytest.mark.parametrize("role", WHO)
def test_who_does_not_see_the_ticket_is_shown_nothing(desk: Desk, verb: str, role: str) -> None:
    desk.set("agent_visibility", "departments")
    who: Person = getattr(desk, role)
    ticket = desk.ticket(department_id=desk.support)
    if desk.run(who, "SELECT 1 FROM api.tickets WHERE ticket_id = %s", ticket):
        assert desk.call(who, verb, ticket_id=ticket) is not None
    else:
        with refused("PD001"):
            desk.call(who, verb, ticket_id=ticket)


def test_a_ticket_is_found_by_its_reference(desk: Desk) -> None:
    ticket = desk.ticket()
    reference = desk.ticket_row(ticket)["reference"]
    assert desk.call(desk.agent, "show_ticket", reference=reference)["ticket"]["ticket_id"] == ticket
    with refused("PD001"):
        desk.call(desk.agent, "show_ticket", reference="ESC-99999")
    with refused("PD001"):
        desk.call(desk.agent, "show_ticket")


def test_references_of_others_tell_nothing(desk: Desk) -> None:
    hidden = desk.ticket_row(desk.ticket("closed", requester=desk.stranger))["reference"]
    for verb, more in (("show_ticket", {}), ("rate_ticket", {"rating": 1})):
        for reference in (hidden, "ESC-99999"):
            with refused("PD001", f"ticket {reference} not found"):
                desk.call(desk.customer, verb, reference=reference, **more)


@pytest.mark.parametrize("role", ["customer", "teammate", "stranger", "agent"])
def test_a_page_names_no_more_than_the_views(desk: Desk, role: str) -> None:
    """The stranger is in copy, and of another organisation."""
    who: Person = getattr(desk, role)
    ticket = desk.ticket(
        department_id=desk.support,
        organisation_id=desk.shared_organisation,
    )
    if role == "stranger":
        desk.call(desk.agent, "add_participant", ticket_id=ticket, person_id=who.id)
    shown = desk.call(who, "show_ticket", ticket_id=ticket)["ticket"]
    for view, key in (("organisation", "organisation_id"), ("department", "department_id")):
        seen = desk.run(who, f"SELECT name FROM api.{view}s WHERE {key} = %s", shown[key])
        assert [(shown[f"{view}_name"],)] == (seen or [(None,)]), view


def test_staff_see_drafts_pins_presence_and_clocks(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id, priority="high")
    note = desk.call(desk.agent, "add_note", ticket_id=ticket, body="Call before noon")["message_id"]
    desk.call(desk.agent, "pin_message", message_id=note)
    desk.call(desk.agent, "save_draft", ticket_id=ticket, kind="reply", body="Dear Max")
    desk.call(desk.colleague, "share_presence", ticket_id=ticket, is_replying=True)
    shown = desk.call(desk.agent, "show_ticket", ticket_id=ticket)
    assert [(pin["message_id"], pin["body"]) for pin in shown["pinned"]] == [(note, "Call before noon")]
    assert [draft["body"] for draft in shown["drafts"]] == ["Dear Max"]
    assert [(who["name"], who["is_replying"]) for who in shown["present"]] == [("Cleo", True)]
    assert {clock["metric"] for clock in shown["clocks"]} == {
        metric
        for (metric,) in desk.run(
            desk.agent, "SELECT metric FROM api.sla_clocks WHERE ticket_id = %s", ticket
        )
    }
    assert desk.call(desk.colleague, "show_ticket", ticket_id=ticket)["drafts"] == []


def test_beside_a_ticket_stands_what_the_views_show(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(assignee_id=desk.agent.id, department_id=desk.support)
    seen = desk.ticket(department_id=desk.support)
    unseen = desk.ticket(department_id=desk.billing)
    for other in (seen, unseen):
        desk.call(desk.admin, "link_tickets", from_id=ticket, to_id=other)
    desk.call(desk.agent, "escalate_ticket", ticket_id=ticket, staff_ids=[desk.colleague.id], message="Help")
    desk.call(desk.agent, "log_time", ticket_id=ticket, minutes=5, is_billable=True)
    desk.call(
        desk.agent,
        "start_side_conversation",
        ticket_id=ticket,
        subject="Parts",
        body="?",
        person_ids=[desk.colleague.id],
    )
    desk.run(desk.agent, "INSERT INTO api.checklist_items (ticket_id, label) VALUES (%s, 'Pack')", ticket)
    desk.call(
        desk.agent, "ask_approval", ticket_id=ticket, question="May we?", person_ids=[desk.colleague.id]
    )
    sides = desk.call(desk.agent, "show_ticket_sides", ticket_id=ticket)
    ((vote,),) = [approval["votes"] for approval in sides["approvals"]]
    assert (vote["person_name"], vote["state"]) == ("Cleo", "pending")
    assert [link["ticket_id"] for link in sides["links"]] == [seen]
    assert {other["ticket_id"] for other in sides["requester"]["tickets"]} == {seen}
    assert [asked["name"] for asked in sides["escalations"][0]["asked"]] == ["Cleo"]
    assert sides["times"] == {"minutes": 5, "billable_minutes": 5, "entries": 1}
    assert [(c["subject"], c["messages"]) for c in sides["side_conversations"]] == [("Parts", 1)]
    assert {p["name"] for p in sides["side_conversations"][0]["participants"]} == {"Bob", "Cleo"}
    assert [item["label"] for item in sides["checklist"]] == ["Pack"]
    assert sides["firings"] == []
    assert len(desk.call(desk.admin, "show_ticket_sides", ticket_id=ticket)["links"]) == 2
    with refused("PD001"):
        desk.call(desk.light, "show_ticket_sides", ticket_id=ticket)


def test_what_rules_did_is_told_with_their_names(desk: Desk) -> None:
    ticket = desk.ticket()
    for name, owner in (("Ours", None), ("Mine", desk.agent.id)):
        rule = desk.one(
            SYSTEM,
            "INSERT INTO helpdesk.rule (kind, name, predicate, conditions, actions, owner_id, is_shared)"
            """ VALUES ('macro', %s, 'true', '{}', '[{"action": "set_priority", "value": "high"}]', %s, %s)"""
            " RETURNING rule_id",
            name,
            owner,
            owner is None,
        )
        desk.call(desk.agent, "apply_macro", ticket_id=ticket, rule_id=rule)
    for who, second in ((desk.agent, ("macro", "Mine")), (desk.colleague, (None, None))):
        firings = desk.call(who, "show_ticket_sides", ticket_id=ticket)["firings"]
        assert [(f["rule_kind"], f["rule_name"]) for f in firings] == [second, ("macro", "Ours")]
        assert {f["actor_name"] for f in firings} == {"Bob"}


#: What a verb is called with on a ticket, where it is allowed.
CALLS: dict[str, Any] = {
    "reply": {"body": "Hello"},
    "schedule_reply": {"body": "Hello", "send_at": "2031-03-25T00:00:00Z"},
    "add_note": {"body": "Hello"},
    "follow_ticket": {},
    "resolve_ticket": {},
    "close_ticket": {},
    "reopen_ticket": {},
    "rate_ticket": {"rating": 5},
    "assign_ticket": {"assignee_id": None},
    "claim_ticket": {},
    "unassign_ticket": {},
    "set_priority": {"priority": "low"},
    "set_department": {"department_id": None},
    "set_type": {"ticket_type": "question"},
    "change_requester": {"requester_id": "teammate"},
    "set_tags": {"tags": ["network"]},
    "set_custom_fields": {"custom_fields": "{}"},
    "add_participant": {"person_id": "teammate"},
    "pin_message": {"message_id": "note"},
    "escalate_ticket": {"staff_ids": "staff", "message": "Help"},
    "start_side_conversation": {"subject": "S", "body": "B", "person_ids": "staff"},
    "ask_approval": {"question": "May we?", "person_ids": "staff"},
    "log_time": {"minutes": 5},
    "snooze_ticket": {"preset": "1h"},
    "wake_ticket": {},
    "mark_spam": {},
    "unmark_spam": {},
    "send_guest_link": {},
    "delete_ticket": {},
}
#: Refusals that say that it is not for this caller, or not for this ticket.
NOT_ALLOWED = {
    *(
        "42501",
        "PD001",
        "PD002",
        "PD003",
        "PD004",
        "PD006",
        "PD008",
        "PD012",
        "PD015",
        "PD177",
        "PD504",
        "PD506",
    ),
    "PD508",
}
#: Does nothing where there is nothing to do, and is left out there all the same.
IDLE = {
    *("claim_ticket", "unassign_ticket", "wake_ticket", "mark_spam", "unmark_spam"),
    *("resolve_ticket", "close_ticket", "reopen_ticket"),
}
#: Asks for a permission and for nothing else, or for other tickets.
UNTRIED = {"set_status", "add_checklists", "apply_macro", "link_tickets", "merge_tickets", "split_ticket"}


def prepared(desk: Desk, state: str) -> tuple[int, int]:
    """A ticket in that state, and a note on it."""
    desk.set("agent_visibility", "departments")
    desk.clock("2031-03-01T10:00:00Z")
    ticket = desk.ticket(department_id=desk.support, requester=desk.customer)
    note = desk.message(ticket, desk.agent, "@cleo look", kind="note")
    match state:
        case "mine":
            desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
        case "resolved":
            desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
            desk.call(desk.agent, "resolve_ticket", ticket_id=ticket)
        case "rated":
            desk.call(desk.agent, "close_ticket", ticket_id=ticket)
            desk.call(desk.customer, "rate_ticket", ticket_id=ticket, rating=4)
            desk.clock("2031-03-20T10:00:00Z")
        case "spam":
            desk.call(desk.agent, "mark_spam", ticket_id=ticket)
        case "snoozed":
            desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset="4h")
        case "merged":
            into = desk.ticket(department_id=desk.support)
            desk.call(desk.agent, "merge_tickets", ticket_ids=[ticket], into_id=into)
        case "to do":
            desk.run(
                SYSTEM,
                "INSERT INTO helpdesk.checklist_item (ticket_id, position, label, is_required)"
                " VALUES (%s, 1, 'Pack', true)",
                ticket,
            )
    return ticket, note


STATES = ["new", "mine", "resolved", "rated", "spam", "snoozed", "merged", "to do"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ["customer", "teammate", "agent", "colleague", "light", "admin"])
def test_what_is_allowed_is_what_is_not_refused(desk: Desk, state: str, role: str) -> None:
    who: Person = getattr(desk, role)
    ticket, note = prepared(desk, state)
    if not desk.run(who, "SELECT 1 FROM api.tickets WHERE ticket_id = %s", ticket):
        with refused("PD001"):
            desk.call(who, "allowed_actions", ticket_id=ticket)
        return
    allowed = desk.call(who, "allowed_actions", ticket_id=ticket)
    assert set(allowed["verbs"]) <= set(CALLS) | UNTRIED | {"unmerge_ticket"}
    special = {"teammate": desk.teammate.id, "note": note, "staff": [desk.admin.id, desk.light.id]}
    wrong = {}
    for verb, given in CALLS.items():
        arguments = {
            name: special[value] if isinstance(value, str) and value in special else value
            for name, value in given.items()
        }
        if isinstance(ids := arguments.get("staff_ids", arguments.get("person_ids")), list):
            arguments["staff_ids" if "staff_ids" in arguments else "person_ids"] = [
                one for one in ids if one != who.id
            ]
        if verb != "pin_message":
            arguments["ticket_id"] = ticket
        try:
            with desk.db.transaction(force_rollback=True):
                desk.call(who, verb, **arguments)
            refusal = None
        except psycopg.Error as error:
            refusal = error.sqlstate
        assert refusal is None or refusal in NOT_ALLOWED, verb
        # What goes through on a merged ticket has no effect that anybody would look for there.
        is_idle = verb in IDLE or state == "merged"
        if (verb in allowed["verbs"]) != (refusal is None) and not (refusal is None and is_idle):
            wrong[verb] = refusal
    assert wrong == {}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ["agent", "admin"])
def test_obstacles_are_what_setting_the_status_is_refused_for(desk: Desk, state: str, role: str) -> None:
    who: Person = getattr(desk, role)
    ticket, _ = prepared(desk, state)
    told = {
        each["status"]: each["obstacle"] and each["obstacle"]["code"]
        for each in desk.call(who, "allowed_actions", ticket_id=ticket)["statuses"]
    }
    for (status,) in desk.run(SYSTEM, "SELECT status FROM helpdesk.status"):
        if status == desk.ticket_row(ticket)["status"]:
            continue
        try:
            with desk.db.transaction(force_rollback=True):
                desk.call(who, "set_status", ticket_id=ticket, status=status)
            refusal = None
        except psycopg.Error as error:
            refusal = error.sqlstate
        if status in told:
            assert told[status] == refusal, status
        else:
            assert refusal in NOT_ALLOWED, status


def test_events_name_the_people_in_their_payload_to_staff(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.admin, "assign_ticket", ticket_id=ticket, assignee_id=desk.agent.id)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="@cleo look")

    def names(who: Person) -> dict[str, Any]:
        lines = desk.call(who, "show_thread", ticket_id=ticket)["lines"]
        return {line["kind"]: line["names"] for line in lines if line.get("names")}

    staff = names(desk.agent)
    assert staff["ticket_assigned"] == {str(desk.agent.id): staff["ticket_assigned"][str(desk.agent.id)]}
    assert "mentioned" in staff
    assert names(desk.customer) == {}
