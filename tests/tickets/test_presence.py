"""Who is there, whose answer crosses mine, and what I have begun to write."""

from typing import Any

from tests.desk import SYSTEM, Desk, Person, refused


def _touch(desk: Desk, who: Person, ticket: int, **arguments: Any) -> dict[str, Any]:
    return desk.call(who, "share_presence", ticket_id=ticket, **arguments)


def test_others_are_seen_for_half_a_minute(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.clock("2026-03-02 12:00:00+00")
    assert _touch(desk, desk.agent, ticket)["others"] == []
    _touch(desk, desk.agent, ticket, is_replying=True)
    desk.clock("2026-03-02 12:00:29+00")
    (other,) = _touch(desk, desk.colleague, ticket)["others"]
    assert (other["person_id"], other["name"], other["is_replying"]) == (desk.agent.id, "Bob", True)
    assert desk.run(desk.colleague, "SELECT person_id FROM api.ticket_presence ORDER BY 1") == [
        (desk.agent.id,),
        (desk.colleague.id,),
    ]
    desk.clock("2026-03-02 12:00:30+00")
    assert _touch(desk, desk.colleague, ticket)["others"] == []


def test_an_answer_written_meanwhile_is_reported(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.message(ticket, desk.customer, "Before")
    assert _touch(desk, desk.agent, ticket, is_replying=True)["collisions"] == []
    crossing = desk.message(ticket, desk.colleague, "Mine first")
    desk.message(ticket, desk.agent, "My own note", kind="note")
    (collision,) = _touch(desk, desk.agent, ticket, is_replying=True)["collisions"]
    assert (collision["message_id"], collision["author_name"], collision["kind"]) == (
        crossing,
        "Cleo",
        "reply",
    )
    assert _touch(desk, desk.agent, ticket)["collisions"] == []
    found = _touch(desk, desk.agent, ticket, seen_message_id=crossing)
    assert found["collisions"] == []
    assert found["version"] == desk.ticket_row(ticket)["version"]


def test_presence_is_for_staff_who_see_the_ticket(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.billing)
    with refused("PD001"):
        _touch(desk, desk.agent, ticket)
    with refused("42501"):
        _touch(desk, desk.customer, ticket)
    _touch(desk, desk.colleague, ticket)
    assert desk.run(desk.agent, "SELECT * FROM api.ticket_presence") == []


def test_presence_is_purged_and_not_audited(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.clock("2026-03-02 12:00:00+00")
    _touch(desk, desk.agent, ticket)
    desk.clock("2026-03-02 13:00:01+00")
    _touch(desk, desk.colleague, ticket)
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_presence()") == 1
    assert desk.run(SYSTEM, "SELECT 1 FROM audit.change WHERE table_name = 'ticket_presence'") == []


def test_a_draft_is_kept_for_its_author_until_written(desk: Desk) -> None:
    ticket, other = desk.ticket(), desk.ticket()
    for body, kind in (("Dear", "reply"), ("Dear Max", "reply"), ("He is angry", "note")):
        desk.run(desk.agent, "SELECT api.save_draft(%s, %s, %s)", ticket, body, kind)
    desk.run(desk.agent, "SELECT api.save_draft(%s, 'Other')", other)
    mine = desk.run(
        desk.agent, "SELECT kind, body FROM api.drafts WHERE ticket_id = %s ORDER BY kind", ticket
    )
    assert mine == [("note", "He is angry"), ("reply", "Dear Max")]
    assert desk.run(desk.colleague, "SELECT * FROM api.drafts") == []
    desk.call(desk.colleague, "reply", ticket_id=ticket, body="Hello")
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Dear Max, …")
    desk.run(desk.agent, "SELECT api.save_draft(%s, '  ')", other)
    assert desk.run(desk.agent, "SELECT kind, body FROM api.drafts") == [("note", "He is angry")]


def test_a_merge_writes_nobodys_draft(desk: Desk) -> None:
    """The description that a merge brings along is its requester's, but was not written here."""
    ticket, source = desk.ticket(), desk.ticket(requester=desk.agent)
    desk.run(desk.agent, "SELECT api.save_draft(%s, 'Dear')", ticket)
    desk.run(desk.agent, "SELECT api.merge_tickets(ARRAY[%s::bigint], %s)", source, ticket)
    assert desk.run(desk.agent, "SELECT body FROM api.drafts") == [("Dear",)]


def test_what_is_no_draft(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD006", "kind"):
        desk.run(desk.agent, "SELECT api.save_draft(%s, 'x', 'system')", ticket)
    with refused("PD006", "longer"):
        desk.run(desk.agent, "SELECT api.save_draft(%s, repeat('x', 200001))", ticket)
    with refused("PD001"):
        desk.run(desk.agent, "SELECT api.save_draft(0, 'x')")
    with refused("42501"):
        desk.run(desk.customer, "SELECT api.save_draft(%s, 'x')", ticket)


def test_what_was_read_long_ago_is_forgotten(desk: Desk) -> None:
    old, new = desk.ticket(), desk.ticket()
    for ticket, instant in ((old, "2026-03-02 12:00:00+00"), (new, "2026-06-02 12:00:00+00")):
        desk.clock(instant)
        _touch(desk, desk.agent, ticket)
    desk.clock("2026-08-28 12:00:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_looks()") == 0
    desk.clock("2026-09-02 12:00:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_looks()") == 1
    assert desk.run(SYSTEM, "SELECT ticket_id FROM helpdesk.ticket_look") == [(new,)]
