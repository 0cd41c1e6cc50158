"""Tags by verb and by plain insert and delete."""

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
