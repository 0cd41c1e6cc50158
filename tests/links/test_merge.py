"""Merging moves what belongs to the source and closes it; undoing gives back exactly that."""

import pytest
from psycopg.types.json import Jsonb

from tests.desk import ANON, SYSTEM, Desk, Person, Row, refused


def _bodies(desk: Desk, ticket: int) -> list[str]:
    return [
        body
        for (body,) in desk.run(
            SYSTEM,
            "SELECT body FROM helpdesk.message WHERE ticket_id = %s ORDER BY created_at, message_id",
            ticket,
        )
    ]


def _tag(desk: Desk, ticket: int, *names: str) -> None:
    for name in names:
        desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES (%s) ON CONFLICT (name) DO NOTHING", name)
    desk.run(SYSTEM, "SELECT helpdesk.add_tags(%s, %s)", ticket, list(names))


def _tags(desk: Desk, ticket: int) -> set[str]:
    rows = desk.run(
        SYSTEM,
        "SELECT name FROM helpdesk.ticket_tag JOIN helpdesk.tag USING (tag_id) WHERE ticket_id = %s",
        ticket,
    )
    return {name for (name,) in rows}


def _people(desk: Desk, table: str, ticket: int) -> set[int]:
    rows = desk.run(SYSTEM, f"SELECT person_id FROM helpdesk.{table} WHERE ticket_id = %s", ticket)
    return {person for (person,) in rows}


def _attach(desk: Desk, ticket: int, message: int | None) -> int:
    mail = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.inbound_mail (raw, adapter) VALUES (%s, 'test') RETURNING inbound_mail_id",
        f"{ticket} {message}".encode(),
    )
    made: int = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.attachment"
        " (ticket_id, message_id, inbound_mail_id, part_path, filename, media_type, size_bytes, sha256)"
        " VALUES (%s, %s, %s, '1', 'a.txt', 'text/plain', 1, '0') RETURNING attachment_id",
        ticket,
        message,
        mail,
    )
    return made


def _file_of(desk: Desk, attachment: int) -> tuple[int, int | None]:
    ((ticket, message),) = desk.run(
        SYSTEM, "SELECT ticket_id, message_id FROM helpdesk.attachment WHERE attachment_id = %s", attachment
    )
    return ticket, message


def test_everything_moves_and_the_source_points_to_the_target(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    source = desk.ticket(description="My printer burns")
    target = desk.ticket()
    desk.clock("2026-03-02 12:01:00+00")
    message = desk.message(source, desk.customer, "It still burns")
    _tag(desk, source, "fire", "printer")
    _tag(desk, target, "printer")
    desk.run(desk.colleague, "SELECT api.follow_ticket(%s)", source)
    escalation = desk.call(
        desk.agent, "escalate_ticket", ticket_id=source, staff_ids=[desk.colleague.id], message="Help"
    )["escalation_id"]
    in_description, in_message = _attach(desk, source, None), _attach(desk, source, message)

    found = desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)

    assert found["ticket_id"] == target
    assert _bodies(desk, source) == []
    assert _bodies(desk, target)[0] == "My printer burns"
    assert set(_bodies(desk, target)) == {"My printer burns", "It still burns", "Help"}
    assert _tags(desk, target) == {"fire", "printer"}
    assert desk.colleague.id in _people(desk, "ticket_follower", target)
    assert _file_of(desk, in_message) == (target, message)
    assert _file_of(desk, in_description)[0] == target
    assert (
        desk.one(SYSTEM, "SELECT ticket_id FROM helpdesk.escalation WHERE escalation_id = %s", escalation)
        == target
    )
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.mention WHERE ticket_id = %s", source) == []
    row = desk.ticket_row(source)
    assert (row["status"], row["merged_into_id"]) == ("closed", target)
    assert row["closed_at"] is not None
    assert "ticket_merged" in desk.events(source)
    assert desk.event(target, "merge_received")["payload"]["from_id"] == source


def test_the_requester_is_told_once_and_not_that_it_was_closed(desk: Desk) -> None:
    source, target = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    assert desk.notified(source) == {(desk.customer.id, "ticket_merged")}


def test_several_tickets_merge_at_once(desk: Desk) -> None:
    sources = [desk.ticket(description=f"Number {n}") for n in range(3)]
    target = desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=sources, into_id=target)
    assert set(_bodies(desk, target)) == {"Number 0", "Number 1", "Number 2"}
    assert {desk.ticket_row(source)["merged_into_id"] for source in sources} == {target}


def test_another_requester_takes_part_in_the_target(desk: Desk) -> None:
    source, target = desk.ticket(requester=desk.stranger), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    assert desk.run(desk.stranger, "SELECT ticket_id FROM api.tickets ORDER BY 1") == [(source,), (target,)]
    desk.call(desk.stranger, "reply", ticket_id=target, body="Me too")
    desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    assert desk.run(desk.stranger, "SELECT ticket_id FROM api.tickets") == [(source,)]


def test_a_reply_to_the_source_is_refused_with_a_pointer(desk: Desk) -> None:
    source, target = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    for who in (desk.customer, desk.agent):
        with refused("PD015", f"merged into ticket {target}"):
            desk.call(who, "reply", ticket_id=source, body="Hello?")


def test_what_pgdesk_itself_writes_to_the_source_follows(desk: Desk) -> None:
    first, second, third = desk.ticket(), desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[first], into_id=second)
    desk.call(desk.agent, "merge_tickets", ticket_ids=[second], into_id=third)
    message = desk.message(first, desk.customer, "By mail")
    assert desk.one(SYSTEM, "SELECT ticket_id FROM helpdesk.message WHERE message_id = %s", message) == third


def test_unmerge_gives_back_exactly_what_was_moved(desk: Desk) -> None:
    source = desk.ticket("waiting_on_customer", description="My printer burns")
    target = desk.ticket()
    desk.message(source, desk.customer, "From the source")
    desk.message(target, desk.customer, "From the target")
    _tag(desk, source, "fire", "printer")
    _tag(desk, target, "printer")
    desk.run(desk.colleague, "SELECT api.follow_ticket(%s)", source)
    attachment = _attach(desk, source, None)
    before = {
        ticket: (
            _bodies(desk, ticket),
            _tags(desk, ticket),
            _people(desk, "ticket_follower", ticket),
            desk.ticket_row(ticket)["status"],
        )
        for ticket in (source, target)
    }
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    desk.call(desk.customer, "reply", ticket_id=target, body="Written since")

    desk.call(desk.agent, "unmerge_ticket", ticket_id=source)

    bodies, tags, followers, status = before[target]
    assert _bodies(desk, target) == [*bodies, "Written since"]
    assert (_tags(desk, target), _people(desk, "ticket_follower", target)) == (tags, followers)
    bodies, tags, followers, status = before[source]
    assert (_bodies(desk, source), _tags(desk, source)) == (bodies, tags)
    assert _people(desk, "ticket_follower", source) == followers
    assert _file_of(desk, attachment) == (source, None)
    row = desk.ticket_row(source)
    assert (row["status"], row["merged_into_id"], row["closed_at"]) == (status, None, None)
    assert "ticket_unmerged" in desk.events(source)
    assert "ticket_unmerged" in desk.events(target)
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)


def test_a_closed_source_stays_closed_through_merge_and_unmerge(desk: Desk) -> None:
    source, target = desk.ticket("closed"), desk.ticket()
    closed_at = desk.ticket_row(source)["closed_at"]
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    row = desk.ticket_row(source)
    assert (row["status"], row["closed_at"], row["merged_into_id"]) == ("closed", closed_at, None)


def test_unmerge_ends_after_a_day(desk: Desk) -> None:
    source, target = desk.ticket(), desk.ticket()
    desk.clock("2026-03-02 12:00:00+00")
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    desk.clock("2026-03-03 12:00:01+00")
    with refused("PD503", "24 hours"):
        desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    desk.clock("2026-03-03 12:00:00+00")
    desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    with refused("PD503", "is not merged"):
        desk.call(desk.agent, "unmerge_ticket", ticket_id=source)


def test_merges_are_undone_from_the_last(desk: Desk) -> None:
    first, second, third = desk.ticket(), desk.ticket(), desk.ticket()
    desk.message(first, desk.customer, "Of the first")
    desk.call(desk.agent, "merge_tickets", ticket_ids=[first], into_id=second)
    desk.call(desk.agent, "merge_tickets", ticket_ids=[second], into_id=third)
    with refused("PD503", "Undo the later merge first"):
        desk.call(desk.agent, "unmerge_ticket", ticket_id=first)
    desk.call(desk.agent, "unmerge_ticket", ticket_id=second)
    desk.call(desk.agent, "unmerge_ticket", ticket_id=first)
    assert _bodies(desk, first) == ["Of the first"]
    assert _bodies(desk, second) == _bodies(desk, third) == []


def test_a_merged_ticket_cannot_be_reopened_past_the_merge(desk: Desk) -> None:
    source, target = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    with refused("PD015"):
        desk.call(desk.agent, "reopen_ticket", ticket_id=source)


def test_no_message_changes_its_ticket_without_a_merge(desk: Desk) -> None:
    first, second = desk.ticket(), desk.ticket()
    message = desk.message(first, desk.customer)
    with refused("PD009"):
        desk.run(SYSTEM, "UPDATE helpdesk.message SET ticket_id = %s WHERE message_id = %s", second, message)
    with refused("PD009"):
        desk.message(second, desk.customer, description_of_id=first)


@pytest.mark.parametrize("who", ["customer", "light", "anon"])
def test_merging_is_for_staff_with_the_permission(desk: Desk, who: str) -> None:
    source, target = desk.ticket(), desk.ticket()
    person: Person = ANON if who == "anon" else getattr(desk, who)
    for verb, arguments in (
        ("merge_tickets", {"ticket_ids": [source], "into_id": target}),
        ("unmerge_ticket", {"ticket_id": source}),
    ):
        with refused("PD002" if who == "light" else "42501"):
            desk.call(person, verb, **arguments)


def test_both_tickets_must_be_visible(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    mine, other = desk.ticket(department_id=desk.support), desk.ticket(department_id=desk.billing)
    for sources, into in (([mine], other), ([other], mine)):
        with refused("PD001", str(other)):
            desk.call(desk.agent, "merge_tickets", ticket_ids=sources, into_id=into)


def test_peer_16_merge_refuses_closed_merged_and_deleted_targets(desk: Desk) -> None:
    source, merged, target = desk.ticket(), desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[merged], into_id=target)
    deleted = desk.ticket()
    desk.run(desk.admin, "SELECT api.delete_ticket(%s)", deleted)
    for into, code, said in (
        (desk.ticket("closed"), "PD501", "is closed"),
        (merged, "PD501", f"merged into ticket {target}"),
        (deleted, "PD001", "not found"),
        (source, "PD501", "into itself"),
    ):
        with refused(code, said):
            desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=into)
    with refused("PD006"):
        desk.call(desk.agent, "merge_tickets", ticket_ids=[], into_id=target)
    assert desk.ticket_row(source)["merged_into_id"] is None


def test_peer_16_merges_make_no_circle(desk: Desk) -> None:
    first, second = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[first], into_id=second)
    with refused("PD501"):
        desk.call(desk.agent, "merge_tickets", ticket_ids=[second], into_id=first)
    with refused("PD501", "merged already"):
        desk.call(desk.agent, "merge_tickets", ticket_ids=[first], into_id=desk.ticket())


def _links(desk: Desk) -> set[tuple[str, int, int]]:
    statement = "SELECT kind, from_id, to_id FROM helpdesk.ticket_link"
    return {(kind, one, other) for kind, one, other in desk.run(SYSTEM, statement)}


def _link(desk: Desk, kind: str, one: int, other: int) -> None:
    desk.call(desk.agent, "link_tickets", from_id=one, to_id=other, kind=kind)


def test_links_move_to_the_target_and_come_back(desk: Desk) -> None:
    parent, target, source, child, problem = (desk.ticket() for _ in range(5))
    _link(desk, "parent_child", parent, source)
    _link(desk, "parent_child", source, child)
    _link(desk, "problem_incident", problem, source)
    _link(desk, "related", source, problem)
    before = _links(desk)

    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    assert _links(desk) == {
        ("parent_child", parent, target),
        ("parent_child", target, child),
        ("problem_incident", problem, target),
        ("related", target, problem),
    }
    assert desk.events(target).count("ticket_linked") == 4
    assert desk.events(source).count("ticket_unlinked") == 4

    desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    assert _links(desk) == before


def test_a_link_that_cannot_move_stays_at_the_source(desk: Desk) -> None:
    parent, target, source, other, child = (desk.ticket() for _ in range(5))
    _link(desk, "parent_child", parent, target)
    _link(desk, "parent_child", other, source)  # a second parent
    _link(desk, "related", source, target)  # to itself
    _link(desk, "related", other, target)
    _link(desk, "related", other, source)  # twice
    _link(desk, "parent_child", source, child)
    before = _links(desk)
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    assert _links(desk) - before == {("parent_child", target, child)}
    assert before - _links(desk) == {("parent_child", source, child)}
    desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    assert _links(desk) == before


@pytest.mark.parametrize("is_target_below", [True, False])
def test_a_merge_makes_no_circle_of_links(desk: Desk, is_target_below: bool) -> None:
    top, middle, bottom = desk.ticket(), desk.ticket(), desk.ticket()
    _link(desk, "parent_child", top, middle)
    _link(desk, "parent_child", middle, bottom)
    source, target = (top, bottom) if is_target_below else (bottom, top)
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    assert _links(desk) == {("parent_child", top, middle), ("parent_child", middle, bottom)}


def test_a_link_that_was_removed_since_does_not_come_back(desk: Desk) -> None:
    source, target, other = desk.ticket(), desk.ticket(), desk.ticket()
    _link(desk, "related", source, other)
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    desk.run(desk.agent, "SELECT api.unlink_tickets(%s, %s)", target, other)
    desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    assert _links(desk) == set()


def test_a_merge_is_undone_though_its_copy_of_the_description_was_edited(desk: Desk) -> None:
    source, target = desk.ticket(subject="Smoke", description="My password is 1234"), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    copy = desk.one(SYSTEM, "SELECT message_id FROM helpdesk.message WHERE description_of_id = %s", source)
    desk.run(desk.admin, "UPDATE api.messages SET body = 'My password is …' WHERE message_id = %s", copy)
    desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    assert desk.one(desk.customer, "SELECT count(*) FROM api.messages WHERE message_id = %s", copy) == 0
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)


def test_a_merged_ticket_is_no_longer_worked_on(desk: Desk) -> None:
    source, target = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    verbs: dict[str, Row] = {
        "assign_ticket": {"assignee_id": desk.colleague.id},
        "claim_ticket": {},
        "set_priority": {"priority": "low"},
        "set_department": {"department_id": desk.billing},
    }
    for verb, arguments in verbs.items():
        with refused("PD015", f"merged into ticket {target}"):
            desk.call(desk.agent, verb, ticket_id=source, **arguments)
    for action in (
        {"action": "assign", "value": desk.agent.id},
        {"action": "add_tags", "value": ["printer"]},
    ):
        statement = "SELECT outcome, reason FROM api.change_tickets(%s, %s)"
        ((outcome, reason),) = desk.run(desk.agent, statement, Jsonb([action]), [source])
        assert (outcome, reason["code"], reason["details"]) == (
            "refused",
            "PD015",
            f"It was merged into ticket {target}.",
        )
    assert desk.run(desk.admin, statement, Jsonb([{"action": "delete"}]), [source]) == [("changed", None)]


def test_a_merge_into_a_ticket_deleted_since_says_what_to_do(desk: Desk) -> None:
    source, target = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    desk.call(desk.admin, "delete_ticket", ticket_id=target)
    with refused("PD503", "restore_ticket"):
        desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    desk.call(desk.admin, "restore_ticket", ticket_id=target)
    assert desk.call(desk.agent, "unmerge_ticket", ticket_id=source)["status"] == "open"
