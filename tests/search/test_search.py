"""Search finds words in tickets and messages, and shows nobody more than they may read."""

import pytest

from tests.desk import ANON, SYSTEM, Desk, Person, refused
from tests.search.found import found


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("scanner", True),
        ("SCANNER", True),
        ("stopped", True),
        ("scann", True),
        ("sc", False),
        ("scanner kaputt", True),
        ("scanner missing", False),
        ("scanner or missing", True),
        ("scanner -kaputt", False),
        ('"scanner is kaputt"', True),
        ('"kaputt scanner"', False),
        ("-missing", True),
        ("the", True),
        ("'; DROP TABLE x; --", False),
        ("\\ % ' \" & | ! ( ) <-> :*", False),
    ],
)
def test_words_phrases_and_prefixes(desk: Desk, query: str, is_found: bool) -> None:
    ticket = desk.ticket(subject="Help", description="The scanner is kaputt and stops")
    assert (ticket in found(desk, desk.agent, query)) is is_found


def test_stemming_follows_the_language(desk: Desk) -> None:
    ticket = desk.ticket(subject="Störung", language="de")
    assert found(desk, desk.agent, "Störungen") == []
    desk.run(SYSTEM, "UPDATE helpdesk.person SET language = 'de-AT' WHERE person_id = %s", desk.agent.id)
    assert found(desk, desk.agent, "Störungen") == [ticket]


def test_the_reference_finds_its_ticket_first(desk: Desk) -> None:
    ticket = desk.ticket()
    reference = desk.ticket_row(ticket)["reference"]
    other = desk.ticket(subject=f"Same as {reference}")
    assert found(desk, desk.agent, reference.lower()) == [ticket, other]


def test_a_hit_in_the_subject_ranks_first_and_messages_are_named(desk: Desk) -> None:
    in_message = desk.ticket(subject="Help")
    message = desk.message(in_message, desk.customer, "The toner leaks everywhere")
    in_subject = desk.ticket(subject="Toner leaks")
    rows = desk.run(desk.agent, "SELECT ticket_id, message_id, excerpt FROM api.search('toner')")
    assert [row[:2] for row in rows] == [(in_subject, None), (in_message, message)]
    assert "**toner**" in rows[1][2]


def test_nobody_finds_more_than_they_see(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(subject="Toner", department_id=desk.billing)
    desk.message(ticket, desk.colleague, "He drinks the toner", kind="note")
    desk.message(ticket, SYSTEM, "toner system", kind="system")
    desk.message(ticket, desk.customer, "It tastes of lemons")
    seen = {
        name: (found(desk, getattr(desk, name), "drinks"), found(desk, getattr(desk, name), "lemons"))
        for name in ("customer", "teammate", "stranger", "agent", "colleague", "admin")
    }
    assert seen == {
        "customer": ([], [ticket]),
        "teammate": ([], [ticket]),
        "stranger": ([], []),
        "agent": ([], []),
        "colleague": ([ticket], [ticket]),
        "admin": ([ticket], [ticket]),
    }
    with refused("42501"):
        found(desk, ANON, "lemons")
    assert found(desk, Person("agent", desk.retired.id), "lemons") == []
    desk.call(desk.colleague, "add_participant", ticket_id=ticket, person_id=desk.stranger.id)
    desk.call(desk.colleague, "escalate_ticket", ticket_id=ticket, staff_ids=[desk.agent.id], message="Help")
    assert found(desk, desk.stranger, "lemons") == found(desk, desk.agent, "lemons") == [ticket]
    desk.run(desk.admin, "SELECT api.delete_ticket(%s)", ticket)
    assert found(desk, desk.admin, "lemons") == []


def test_filters(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    low = desk.ticket(subject="Toner", priority="low", assignee_id=desk.agent.id)
    high = desk.ticket("closed", subject="Toner", priority="high", department_id=desk.support)
    desk.run(SYSTEM, "SELECT helpdesk.add_tags(%s, '{printer}')", high)
    for filters, wanted in (
        ({"priority": "low"}, [low]),
        ({"status": "closed"}, [high]),
        ({"status_category": "open"}, [low]),
        ({"assignee_id": desk.agent.id}, [low]),
        ({"department_id": desk.support}, [high]),
        ({"tag": "printer"}, [high]),
        ({"requester_id": desk.stranger.id}, []),
        ({"created_before": "2026-03-02 12:00:00+00"}, []),
        ({"created_from": "2026-03-02 12:00:00+00"}, [high, low]),
        ({"priority": "' OR true --"}, []),
        ({"max_results": 1}, [high]),
        ({"max_results": -1}, [high]),
    ):
        assert found(desk, desk.agent, "toner", **filters) == wanted, filters
    with refused("PD006", "empty"):
        found(desk, desk.agent, " ")


def test_words_follow_edits_deletions_and_merges(desk: Desk) -> None:
    source, target = desk.ticket(subject="Toner"), desk.ticket(subject="Help")
    message = desk.call(desk.agent, "reply", ticket_id=source, body="Lemons")["message_id"]
    desk.run(desk.agent, "UPDATE api.messages SET body = 'Apples' WHERE message_id = %s", message)
    assert (found(desk, desk.agent, "lemons"), found(desk, desk.agent, "apples")) == ([], [source])
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    assert found(desk, desk.agent, "apples") == [target]
    desk.run(desk.agent, "SELECT api.delete_message(%s)", message)
    assert found(desk, desk.agent, "apples") == []
    desk.run(desk.agent, "UPDATE api.tickets SET subject = 'Pears' WHERE ticket_id = %s", target)
    assert found(desk, desk.agent, "pears") == [target]


def test_long_texts_and_long_words_are_taken(desk: Desk) -> None:
    words = " ".join(f"wört{n:06d}ü" for n in range(15000))
    ticket = desk.ticket(subject="x" * 500, description="y" * 100_000 + words[:99_000])
    desk.message(ticket, desk.customer, words[:199_000])
    assert found(desk, desk.agent, "wört000042ü") == [ticket]
    assert found(desk, desk.agent, "wört000042ü " * 500) == [ticket]
    for letter in "अ字x":
        assert found(desk, desk.agent, letter * 1000) == []


def test_what_was_loaded_without_triggers_is_found_after_the_job(desk: Desk) -> None:
    tickets = [desk.ticket(subject=f"Zeppelin {number}") for number in range(3)]
    desk.run(
        SYSTEM, "WITH gone AS (DELETE FROM helpdesk.ticket_search RETURNING 1) SELECT count(*) FROM gone"
    )
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.search_backlog SELECT min(i), max(i) FROM unnest(%s) AS i RETURNING 1",
        tickets,
    )
    assert found(desk, desk.agent, "zeppelin") == []
    assert desk.one(SYSTEM, "SELECT helpdesk.index_words(2)") == 2
    assert sorted(found(desk, desk.agent, "zeppelin")) == tickets[1:]
    assert desk.one(SYSTEM, "SELECT helpdesk.index_words(2)") == 1
    assert desk.one(SYSTEM, "SELECT helpdesk.index_words(2)") == 0
    assert sorted(found(desk, desk.agent, "zeppelin")) == tickets


def test_what_pgdesk_itself_writes_is_notfound(desk: Desk) -> None:
    written = desk.message(desk.ticket(), desk.agent, "A zeppelin", "system")
    assert found(desk, desk.agent, "zeppelin") == []
    desk.run(SYSTEM, "UPDATE helpdesk.message SET body = 'Two zeppelins' WHERE message_id = %s", written)
    assert found(desk, desk.agent, "zeppelin") == []
