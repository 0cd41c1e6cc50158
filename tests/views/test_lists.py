"""Lists of tickets: a view, narrowed by conditions and words, in pages by keys."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb as Json

from tests.desk import SYSTEM, Person, refused
from tests.rules.desk import RuleDesk, on


def _list(desk: RuleDesk, who: Person | None = None, **arguments: Any) -> dict[str, Any]:
    return desk.call(
        who or desk.agent,
        "list_tickets",
        **{key: Json(value) if isinstance(value, dict | list) else value for key, value in arguments.items()},
    )


def _ids(listed: dict[str, Any]) -> list[int]:
    return [ticket["ticket_id"] for ticket in listed["tickets"]]


def _among(desk: RuleDesk, *tickets: int, **arguments: Any) -> list[int]:
    named = ", ".join(f"{name} => %s" for name in arguments)
    statement = f"SELECT api.list_tickets(ticket_ids => %s, {named})"
    return _ids(desk.one(desk.agent, statement, list(tickets), *arguments.values()))


def _pages(desk: RuleDesk, size: int, **arguments: Any) -> list[int]:
    found: list[int] = []
    after = None
    while True:
        listed = _list(desk, max_results=size, **arguments, **({"after": after} if after else {}))
        found += _ids(listed)
        assert (listed["count"] is None) == (after is not None)
        after = listed["next"]
        if after is None:
            return found


def test_a_row_says_what_a_list_shows(desk: RuleDesk) -> None:
    ticket = desk.ticket(
        assignee_id=desk.agent.id, department_id=desk.support, organisation_id=desk.shared_organisation
    )
    desk.call(desk.colleague, "share_presence", ticket_id=ticket, is_replying=True)
    desk.call(desk.agent, "share_presence", ticket_id=ticket)
    listed = _list(desk, slug="my_tickets")
    (row,) = listed["tickets"]
    assert (row["ticket_id"], row["assignee_name"], row["department_name"]) == (ticket, "Bob", "Support")
    assert row["organisation_name"] == "Shared"
    assert row["viewers"] == [{"person_id": desk.colleague.id, "name": "Cleo", "is_replying": True}]
    assert listed["count"] == {"count": 1, "label": "1"}
    shown = desk.run(desk.agent, "SELECT to_jsonb(t) FROM api.tickets AS t WHERE ticket_id = %s", ticket)[0][
        0
    ]
    assert {key: row[key] for key in row.keys() & shown.keys()} == {
        key: shown[key] for key in row.keys() & shown
    }
    assert shown.keys() - row.keys() == {
        "description",
        "is_unverified",
        "language",
        "closed_at",
        "reopened_at",
    }


def test_a_request_for_help_is_told_to_whom_it_asks(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "escalate_ticket", ticket_id=ticket, staff_ids=[desk.colleague.id], message="Help")
    for who, is_asked in ((desk.agent, False), (desk.colleague, True)):
        (row,) = _list(desk, who)["tickets"]
        assert (row["has_mention"], row["has_alert"], row["asks_me"]) == (True, True, is_asked)
    asked = desk.one(desk.colleague, "SELECT mention_id FROM api.my_mentions")
    desk.call(desk.colleague, "address_mention", mention_id=asked)
    (row,) = _list(desk, desk.colleague)["tickets"]
    assert (row["has_mention"], row["has_alert"], row["asks_me"]) == (True, False, False)


def test_a_view_is_narrowed_by_conditions(desk: RuleDesk) -> None:
    mine = [desk.ticket(assignee_id=desk.agent.id, priority=priority) for priority in ("low", "urgent")]
    desk.ticket(priority="urgent")
    urgent = on("priority", "is", "urgent")
    assert _ids(_list(desk, slug="my_tickets", conditions=urgent)) == [mine[1]]
    assert _list(desk, conditions=urgent)["count"]["count"] == 2
    assert _list(desk, conditions={})["count"]["count"] == 3
    nested = {"any": [{"all": [urgent, on("assignee_id", "is", "@me")]}, on("priority", "is", "low")]}
    assert set(_ids(_list(desk, conditions=nested))) == set(mine)
    with refused("PD401", "colour"):
        _list(desk, conditions=on("colour", "is", "red"))
    with refused("PD401"):
        _list(desk, slug="my_tickets", conditions={"all": "everything"})


@pytest.mark.parametrize(
    "sort",
    [
        f"{column}.{direction}"
        for column in ("updated_at", "created_at", "last_message_at", "due_at", "next_due_at", "priority")
        for direction in ("asc", "desc")
    ],
)
def test_pages_by_keys_are_the_list(desk: RuleDesk, sort: str) -> None:
    for number in range(7):
        desk.clock(f"2026-03-02 12:00:0{number % 3}+00")
        ticket = desk.ticket(
            priority=("low", "urgent")[number % 2],
            due_at=None if number % 3 == 0 else f"2026-03-0{3 + number % 3} 12:00+00",
        )
        if number % 2:
            desk.message(ticket, desk.customer)
    view = desk.view(desk.agent, {}, sort=sort)
    whole = [ticket for (ticket,) in desk.run(desk.agent, "SELECT ticket_id FROM api.run_view(%s)", view)]
    column, direction = sort.split(".")
    keys = "priority_rank, updated_at" if column == "priority" else column
    ordered = ", ".join(f"{key} {direction} NULLS LAST" for key in (*keys.split(", "), "ticket_id"))
    expected = desk.run(SYSTEM, f"SELECT ticket_id FROM helpdesk.ticket ORDER BY {ordered}")
    assert whole == [ticket for (ticket,) in expected]
    assert len(whole) == 7
    for size in (1, 2, 3, 7):
        assert _pages(desk, size, sort=sort) == whole
    assert _pages(desk, 2, view_id=view) == whole


def test_a_cursor_that_is_none_is_refused(desk: RuleDesk) -> None:
    desk.ticket()
    for after in (
        [],
        ["2026-01-01"],
        [1, 2, 3],
        ["never", 1],
        ["2026-01-01T00:00:00Z", "x"],
        {"a": 1},
        [[], 1],
        [None, 1],
        ["2026-01-01T00:00:00Z", None],
    ):
        with refused("PD006", "after cannot be"):
            _list(desk, after=after)
    with refused("PD006", "after cannot be"):
        _list(desk, sort="priority.asc", after=["high", "2026-01-01T00:00:00Z", 1])
    with refused("PD006", "after cannot be"):
        _list(desk, sort="due_at.asc", after=[None, None])
    with refused("PD006", "sort cannot be"):
        _list(desk, sort="subject.asc")
    assert len(_list(desk, max_results=0)["tickets"]) == 1
    assert len(_list(desk, max_results=10**6)["tickets"]) == 1


def test_words_are_found_in_a_view(desk: RuleDesk) -> None:
    mine = desk.ticket(assignee_id=desk.agent.id, subject="Flaming scanner")
    theirs = desk.ticket(subject="The scanner hums")
    said = desk.ticket(assignee_id=desk.agent.id, subject="Something else")
    desk.message(said, desk.customer, "It is the scanner again")
    assert set(_ids(_list(desk, slug="my_tickets", query="scanner"))) == {mine, said}
    assert set(_ids(_list(desk, query="scanner"))) == {mine, said, theirs}
    assert _list(desk, query="scanner")["count"] == {"count": 3, "label": "3"}
    assert _ids(_list(desk, slug="my_tickets", query="scanner hums")) == []
    assert _ids(_list(desk, slug="my_tickets", query=f"#{said}")) == [said]
    assert _ids(_list(desk, query="scanner", conditions=on("assignee_id", "is_empty", True))) == [theirs]
    in_order = _list(desk, query="scanner", sort="created_at.asc")
    assert _ids(in_order) == [mine, theirs, said]
    assert _pages(desk, 2, query="scanner", sort="created_at.asc") == [mine, theirs, said]
    assert _ids(_list(desk, query="   ", sort="created_at.asc")) == [mine, theirs, said]


def test_words_are_found_in_a_large_view(desk: RuleDesk) -> None:
    old = desk.ticket(subject="A singular flamingo")
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.ticket (subject, requester_id)"
        " SELECT 'Filler', %s FROM generate_series(1, 1001)",
        desk.customer.id,
    )
    everything = on("priority", "is_not", "critical")
    assert _ids(_list(desk, query="flamingo", conditions=everything)) == [old]
    found = _list(desk, query="filler", conditions=everything)
    assert (len(found["tickets"]), found["count"], found["next"]) == (
        200,
        {"count": None, "label": "200+"},
        None,
    )


def test_of_given_tickets_those_of_the_view_are_told(desk: RuleDesk) -> None:
    mine, theirs = desk.ticket(assignee_id=desk.agent.id), desk.ticket(subject="The scanner hums")
    assert _among(desk, mine, theirs, slug="my_tickets") == [mine]
    assert _among(desk, mine, theirs, query="scanner") == [theirs]
    with refused("PD006", "more than 1000"):
        _among(desk, *range(1001), slug="my_tickets")


def test_who_does_not_see_a_ticket_is_not_told_of_it(desk: RuleDesk) -> None:
    desk.set("agent_visibility", "departments")
    seen, other = desk.ticket(department_id=desk.support), desk.ticket(department_id=desk.billing)
    assert _ids(_list(desk)) == [seen]
    assert _among(desk, seen, other, query="printer") == [seen]
    assert _ids(_list(desk, desk.colleague)) == [other]


def test_what_was_written_since_one_looked_is_new(desk: RuleDesk) -> None:
    ticket = desk.ticket()

    def is_new(who: Person) -> bool:
        (row,) = _list(desk, who)["tickets"]
        return bool(row["is_new"])

    assert is_new(desk.agent), "nobody has answered"
    desk.call(desk.agent, "share_presence", ticket_id=ticket)
    assert (is_new(desk.agent), is_new(desk.colleague)) == (False, True)
    desk.message(ticket, desk.customer)
    assert is_new(desk.agent)
    desk.call(desk.agent, "share_presence", ticket_id=ticket)
    assert not is_new(desk.agent)
    desk.message(ticket, desk.agent)
    assert not is_new(desk.agent), "one knows what one wrote"
    assert not is_new(desk.colleague), "somebody has answered"
    looked = "SELECT xmin FROM helpdesk.ticket_look WHERE person_id = %s"
    desk.call(desk.agent, "share_presence", ticket_id=ticket)
    before = desk.one(SYSTEM, looked, desk.agent.id)
    desk.call(desk.agent, "share_presence", ticket_id=ticket)
    assert desk.one(SYSTEM, looked, desk.agent.id) == before, "nothing is written where nothing is new"
