"""@handles in notes: what counts as one, whom it reaches, and what it opens to them."""

import pytest

from tests.desk import SYSTEM, Desk, refused


def mentioned(desk: Desk, ticket: int) -> set[int]:
    rows = desk.run(SYSTEM, "SELECT mentioned_id FROM helpdesk.mention WHERE ticket_id = %s", ticket)
    return {person for (person,) in rows}


@pytest.mark.parametrize(
    ("body", "handles"),
    [
        ("@cleo", "cleo"),
        ("please, @cleo!", "cleo"),
        ("(@cleo) [@ada], @lux.", "ada cleo lux"),
        ("@cleo's idea; ask @ada: or @lux?", "ada cleo lux"),
        ("@CLEO and @Cleo", "cleo"),
        ("first\n@cleo\n@ada\nlast", "ada cleo"),
        ("@cleo... @ada-- @lux__", "ada cleo lux"),
        ('**@cleo** *@ada* "@lux"', "ada cleo lux"),
        ("cleo", ""),
        ("cleo@desk.example", ""),
        ("mail me at x@cleo or ada@lux.example", ""),
        ("https://chat.example/@cleo", ""),
        ("@@cleo", ""),
        ("@nobody @cleopatra @cle", ""),
        ("`@cleo` and ``@ada`` but @lux", "lux"),
        ("```\n@cleo\n```\n@ada\n```\n@lux\n```", "ada"),
        ("```py\n@cleo\n@ada", ""),
        ("`a` @cleo `b`", "cleo"),
        ("it costs 5` @cleo", "cleo"),
        ("@max @zoe @gus are customers, @rex is retired", ""),
        ("@bob is me", ""),
        ("@ cleo @", ""),
    ],
)
def test_what_counts_as_a_mention(desk: Desk, body: str, handles: str) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "add_note", ticket_id=ticket, body=body)
    people = {"cleo": desk.colleague.id, "ada": desk.admin.id, "lux": desk.light.id}
    assert mentioned(desk, ticket) == {people[handle] for handle in handles.split()}


@pytest.mark.parametrize("handle", ["cleo.berg", "cleo-berg", "cleo_2"])
def test_handles_with_punctuation(desk: Desk, handle: str) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET handle = %s WHERE person_id = %s", handle, desk.colleague.id)
    ticket = desk.ticket()
    desk.call(desk.agent, "add_note", ticket_id=ticket, body=f"ask @{handle}.")
    assert mentioned(desk, ticket) == {desk.colleague.id}


def test_peer_22_a_mention_is_one_event_and_rings_at_once(desk: Desk) -> None:
    ticket = desk.ticket()
    note = desk.call(desk.agent, "add_note", ticket_id=ticket, body="@cleo @ada @cleo look")
    event = desk.event(ticket, "mentioned")
    assert event["message_id"] == note["message_id"]
    assert sorted(event["payload"]["person_ids"]) == sorted([desk.admin.id, desk.colleague.id])
    assert {p for p, kind in desk.notified(ticket) if kind == "mentioned"} == {
        desk.admin.id,
        desk.colleague.id,
    }
    title, body = desk.run(
        desk.colleague, "SELECT title, body FROM api.notifications WHERE kind = 'mentioned'"
    )[0]
    assert title == f"Bob mentioned you on {desk.ticket_row(ticket)['reference']}"
    assert body == "@cleo @ada @cleo look"


def test_a_public_reply_mentions_nobody(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "reply", ticket_id=ticket, body="@cleo will help you")
    desk.call(desk.customer, "reply", ticket_id=ticket, body="thanks @cleo")
    assert mentioned(desk, ticket) == set()


def test_an_edit_mentions_whom_it_adds_once(desk: Desk) -> None:
    ticket = desk.ticket()
    note = desk.call(desk.agent, "add_note", ticket_id=ticket, body="ask @cleo")
    for body in ("ask @cleo or @ada", "ask @ada", "ask @cleo, please"):
        desk.run(
            desk.agent, "UPDATE api.messages SET body = %s WHERE message_id = %s", body, note["message_id"]
        )
    assert mentioned(desk, ticket) == {desk.colleague.id, desk.admin.id}
    rang = sorted(person for person, kind in desk.notified(ticket) if kind == "mentioned")
    assert rang == sorted([desk.admin.id, desk.colleague.id])
    assert desk.run(
        SYSTEM,
        "SELECT payload -> 'person_ids' FROM helpdesk.event WHERE ticket_id = %s AND kind = 'mentioned'"
        " ORDER BY event_id",
        ticket,
    ) == [([desk.colleague.id],), ([desk.admin.id],)]


def test_a_note_by_psql_mentions_too(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.message(ticket, desk.agent, "@cleo", "note")
    assert mentioned(desk, ticket) == {desk.colleague.id}


def test_the_indicator_is_on_for_staff(desk: Desk) -> None:
    ticket = desk.ticket()
    statement = "SELECT has_mention, has_alert FROM api.tickets WHERE ticket_id = %s"
    assert desk.run(desk.light, statement, ticket) == [(False, False)]
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="@cleo")
    assert desk.run(desk.light, statement, ticket) == [(True, False)]
    assert desk.run(desk.customer, statement, ticket) == [(False, False)]


def test_a_mention_is_read_by_its_recipient_only(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="@cleo")
    statement = "UPDATE api.mentions SET read_at = '2024-01-01'"
    for who in (desk.agent, desk.admin):
        desk.run(who, statement)
        assert desk.one(who, "SELECT is_read FROM api.mentions") is False
    desk.run(desk.colleague, statement)
    assert desk.one(desk.colleague, "SELECT is_read FROM api.mentions") is True
    with refused("42501"):
        desk.run(desk.colleague, "UPDATE api.mentions SET addressed_at = '2024-01-01'")
    with refused("42501"):
        desk.run(desk.customer, "SELECT 1 FROM api.mentions")


# --- what a mention opens where visibility is by department


@pytest.fixture
def shown(desk: Desk) -> int:
    """A ticket of support, on which Cleo of billing has been mentioned."""
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.support)
    desk.message(ticket, desk.customer)
    assert desk.run(desk.colleague, "SELECT 1 FROM api.tickets") == []
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="@cleo look")
    return ticket


def test_a_mention_lets_read_everything_of_the_ticket(desk: Desk, shown: int) -> None:
    for view, count in (("tickets", 1), ("messages", 2), ("mentions", 1)):
        assert (
            desk.one(desk.colleague, f"SELECT count(*) FROM api.{view} WHERE ticket_id = %s", shown) == count
        )
    assert desk.one(desk.colleague, "SELECT count(*) > 2 FROM api.events WHERE ticket_id = %s", shown)


def test_a_mention_lets_write_notes_and_follow(desk: Desk, shown: int) -> None:
    assert desk.call(desk.colleague, "add_note", ticket_id=shown, body="I looked")["kind"] == "note"
    desk.run(
        desk.colleague, "INSERT INTO api.messages (ticket_id, kind, body) VALUES (%s, 'note', 'x')", shown
    )
    desk.call(desk.colleague, "follow_ticket", ticket_id=shown, is_following=False)
    desk.call(desk.colleague, "follow_ticket", ticket_id=shown)


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("reply", {"body": "x"}),
        ("set_status", {"status": "in_progress"}),
        ("set_priority", {"priority": "low"}),
        ("assign_ticket", {"assignee_id": None}),
        ("claim_ticket", {}),
        ("unassign_ticket", {}),
        ("close_ticket", {}),
        ("resolve_ticket", {}),
        ("reopen_ticket", {}),
        ("set_department", {"department_id": None}),
        ("add_tags", {"tags": ["printer"]}),
        ("remove_tags", {"tags": ["printer"]}),
        ("escalate_ticket", {"staff_ids": [0], "message": "x"}),
    ],
)
def test_a_mention_opens_no_other_verb(
    desk: Desk, shown: int, verb: str, arguments: dict[str, object]
) -> None:
    before = desk.events(shown)
    with refused("PD002", "belongs to another department", "mentioned"):
        desk.call(desk.colleague, verb, ticket_id=shown, **arguments)
    assert desk.events(shown) == before


def test_a_note_smuggles_no_other_verb(desk: Desk, shown: int) -> None:
    with refused("PD002", "another department"):
        desk.run(
            desk.colleague,
            "INSERT INTO api.messages (ticket_id, kind, body, sets_status) "
            "VALUES (%s, 'note', 'x', 'closed')",
            shown,
        )
    with refused("PD002", "another department"):
        desk.call(desk.colleague, "add_note", ticket_id=shown, body="x", is_pinned=True)
    assert (
        desk.run(
            desk.colleague, "UPDATE api.tickets SET status = 'closed' WHERE ticket_id = %s RETURNING 1", shown
        )
        == []
    )


def test_the_unmentioned_still_see_nothing(desk: Desk, shown: int) -> None:
    assert desk.run(desk.light, "SELECT 1 FROM api.tickets") == []
    with refused("PD001"):
        desk.call(desk.light, "add_note", ticket_id=shown, body="x")
