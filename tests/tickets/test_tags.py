"""Tags by verb and by plain insert and delete."""

import pytest

from tests.desk import SYSTEM, Desk, refused


def tags(desk: Desk, ticket: int) -> list[str]:
    rows = desk.run(
        desk.agent,
        "SELECT g.name FROM api.ticket_tags AS t "
        "JOIN api.tags AS g USING (tag_id) WHERE t.ticket_id = %s ORDER BY 1",
        ticket,
    )
    return [name for (name,) in rows]


def test_tagging_adds_what_is_not_there(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "add_tags", ticket_id=ticket, tags=["printer"])
    desk.call(desk.agent, "add_tags", ticket_id=ticket, tags=["printer", "network"])
    assert tags(desk, ticket) == ["network", "printer"]
    assert desk.events(ticket)[1:] == ["tag_added", "tag_added"]
    assert desk.event(ticket, "tag_added")["payload"]["name"] == "network"


def test_untagging_removes_what_is_there(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "add_tags", ticket_id=ticket, tags=["printer"])
    desk.call(desk.agent, "remove_tags", ticket_id=ticket, tags=["printer", "network", "nope"])
    assert tags(desk, ticket) == []
    assert desk.events(ticket)[-1] == "tag_removed"


def test_unknown_tags_are_refused(desk: Desk) -> None:
    with refused("PD006", "unknown tags: nope", "/rest/tags"):
        desk.call(desk.agent, "add_tags", ticket_id=desk.ticket(), tags=["nope"])


def test_a_list_that_is_missing_takes_no_tag_away(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "add_tags", ticket_id=ticket, tags=["network"])
    with refused("PD006", "tags is missing"):
        desk.run(desk.agent, "SELECT api.set_tags(%s, NULL)", ticket)
    assert tags(desk, ticket) == ["network"]
    desk.call(desk.agent, "set_tags", ticket_id=ticket, tags=[])
    assert tags(desk, ticket) == []


def test_plain_rows_have_the_same_history(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.run(
        desk.agent,
        "INSERT INTO api.ticket_tags SELECT %s, tag_id FROM api.tags WHERE name = 'printer'",
        ticket,
    )
    desk.run(desk.agent, "DELETE FROM api.ticket_tags WHERE ticket_id = %s", ticket)
    assert desk.events(ticket)[1:] == ["tag_added", "tag_removed"]


def test_tagging_needs_the_permission(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD002", "tickets.tag"):
        desk.call(desk.light, "add_tags", ticket_id=ticket, tags=["printer"])
    with refused("PD002", "tickets.tag"):
        desk.run(
            desk.light,
            "INSERT INTO api.ticket_tags SELECT %s, tag_id FROM api.tags WHERE name = 'printer'",
            ticket,
        )


def test_a_mention_does_not_let_tag(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.support)
    desk.call(desk.agent, "add_tags", ticket_id=ticket, tags=["network"])
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="@cleo look")
    with refused("PD002", "another department"):
        desk.call(desk.colleague, "add_tags", ticket_id=ticket, tags=["printer"])
    with refused("PD002", "another department"):
        desk.run(
            desk.colleague,
            "INSERT INTO api.ticket_tags SELECT %s, tag_id FROM api.tags WHERE name = 'printer'",
            ticket,
        )
    desk.run(desk.colleague, "DELETE FROM api.ticket_tags WHERE ticket_id = %s", ticket)
    assert tags(desk, ticket) == ["network"]


def test_admins_keep_the_tags(desk: Desk) -> None:
    desk.run(desk.admin, "INSERT INTO api.tags (name, color) VALUES ('vip', '#ff0000')")
    for name in ("VIP", "a,b", " x", ""):
        with refused("23514", "tag_name_is_word"):
            desk.run(desk.admin, "INSERT INTO api.tags (name) VALUES (%s)", name)
    with refused("42501"):
        desk.run(desk.agent, "INSERT INTO api.tags (name, is_public) VALUES ('mine', true)")
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.tag WHERE name = 'vip'") == 1


DOORS: dict[str, tuple[bool, str]] = {
    "add_tags": (False, "SELECT api.add_tags(%s, '{printer,network}')"),
    "set_tags": (True, "SELECT api.set_tags(%s, '{}')"),
    "remove_tags": (True, "SELECT api.remove_tags(%s, '{printer,network}')"),
    "rows added": (False, "INSERT INTO api.ticket_tags SELECT %s, tag_id FROM api.tags"),
    "rows removed": (True, "DELETE FROM api.ticket_tags WHERE ticket_id = %s"),
    "actions": (
        False,
        "SELECT api.change_tickets("
        """'[{"action": "add_tags", "value": ["printer", "network"]}]', ARRAY[%s])""",
    ),
}


def _known_ticket(desk: Desk) -> int:
    """A ticket that was changed since it was opened: what this transaction opens, it may still furnish."""
    ticket = desk.ticket()
    assert desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")["version"] == 2
    return ticket


@pytest.mark.parametrize("role", ["agent", "admin", "system"])
@pytest.mark.parametrize("door", DOORS)
def test_whoever_saves_the_tags_that_they_saw_takes_no_others_away(desk: Desk, door: str, role: str) -> None:
    is_tagged, statement = DOORS[door]
    ticket = _known_ticket(desk)
    if is_tagged:
        desk.call(desk.agent, "add_tags", ticket_id=ticket, tags=["printer", "network"])
    seen = desk.ticket_row(ticket)
    who = SYSTEM if role == "system" else getattr(desk, role)
    desk.run(who, statement, ticket)
    assert desk.ticket_row(ticket) == {**seen, "version": seen["version"] + 1}
    kept = tags(desk, ticket)
    for verb in ("set_tags", "add_tags", "remove_tags"):
        with refused("PD005", f"has version {seen['version'] + 1}, not {seen['version']}", "Read the ticket"):
            desk.call(desk.colleague, verb, ticket_id=ticket, tags=["printer"], version=seen["version"])
    with refused("PD005"):
        desk.run(
            desk.colleague,
            "UPDATE api.tickets SET subject = 'y', version = %s WHERE ticket_id = %s",
            seen["version"],
            ticket,
        )
    assert tags(desk, ticket) == kept


def test_tags_that_change_nothing_leave_the_version(desk: Desk) -> None:
    ticket = _known_ticket(desk)
    for verb, names, version in (
        ("add_tags", ["printer"], 3),
        ("add_tags", ["printer"], 3),
        ("set_tags", ["printer"], 3),
        ("remove_tags", ["network"], 3),
        ("remove_tags", ["printer"], 4),
    ):
        assert desk.call(desk.agent, verb, ticket_id=ticket, tags=names)["version"] == version


def test_a_ticket_begins_with_its_tags(desk: Desk) -> None:
    assert desk.call(desk.agent, "create_ticket", subject="x", tags=["printer", "network"])["version"] == 1


def test_a_version_is_counted_by_tags_alone(desk: Desk) -> None:
    ticket = desk.ticket()
    for who, table in ((desk.admin, "api.tickets"), (SYSTEM, "helpdesk.ticket")):
        with refused("PD005", "has version 1, not 2"):
            desk.run(who, f"UPDATE {table} SET version = version + 1 WHERE ticket_id = %s", ticket)


def test_what_a_ticket_was_knows_its_version_then(desk: Desk) -> None:
    ticket = _known_ticket(desk)
    desk.call(desk.agent, "add_tags", ticket_id=ticket, tags=["printer"])
    audited = (
        "SELECT old_values, new_values FROM audit.change"
        " WHERE table_name = 'ticket' AND row_key = %s::text ORDER BY change_id DESC LIMIT 1"
    )
    assert desk.run(SYSTEM, audited, ticket) == [({"version": 2}, {"version": 3})]
