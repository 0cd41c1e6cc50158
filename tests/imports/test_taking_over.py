"""What an import makes of records: rows, history, clocks, words, and nobody is told."""

from typing import Any

import pytest

from tests.desk import SYSTEM, refused
from tests.imports.conftest import Importing
from tests.imports.sample import everything, message, people, solved, waiting


def test_records_become_rows_with_their_instants_and_authors(importing: Importing) -> None:
    desk = importing.desk
    found = importing.take(everything())
    assert found["import"]["state"] == "done"
    assert found["is_reconciled"]
    assert found["problems"] == []
    assert {kind: row["imported"] for kind, row in found["counts"].items()} == {
        "organisation": 1,
        "person": 2,
        "ticket": 2,
        "message": 3,
        "rating": 1,
    }
    ticket = desk.ticket_row(importing.id_of("ticket", "t1"))
    carla, sam = importing.id_of("person", "p1"), importing.id_of("person", "p2")
    expected: dict[str, Any] = {
        "reference": "OLD-00071",
        "status": "resolved",
        "priority": "medium",
        "requester_id": carla,
        "assignee_id": sam,
        "channel": "import",
        "created_at": "2026-03-02T09:00:00+00:00",
        "first_response_at": "2026-03-02T09:30:00+00:00",
        "last_message_at": "2026-03-02T12:00:00+00:00",
        "resolved_at": "2026-03-03T10:00:00+00:00",
    }
    assert {name: ticket[name] for name in expected} == expected
    assert desk.one(
        SYSTEM, "SELECT slug FROM helpdesk.department WHERE department_id = %s", ticket["department_id"]
    ) == ("field-service")
    assert desk.run(
        SYSTEM,
        "SELECT kind, author_id, body FROM helpdesk.message WHERE ticket_id = %s ORDER BY message_id",
        ticket["ticket_id"],
    ) == [("reply", sam, "Which house?"), ("reply", carla, "The red one."), ("note", sam, "Boiler 7, @ben")]
    assert desk.one(
        SYSTEM,
        "SELECT array_agg(name ORDER BY name) FROM helpdesk.ticket_tag JOIN helpdesk.tag USING (tag_id)"
        " WHERE ticket_id = %s",
        ticket["ticket_id"],
    ) == ["heating", "urgent cold"]
    assert desk.one(SYSTEM, "SELECT email FROM helpdesk.person WHERE person_id = %s", carla) == (
        "carla@acme.example"
    )


def test_history_follows_from_the_rows(importing: Importing) -> None:
    importing.take(everything())
    ticket = importing.id_of("ticket", "t1")
    assert importing.desk.events(ticket) == [
        *("ticket_created", "ticket_assigned", "tag_added", "tag_added"),
        *("reply_created", "reply_created", "internal_note_added"),
        *("ticket_status_changed", "ticket_resolved", "rated"),
    ]
    rows = importing.desk.run(
        SYSTEM, "SELECT at FROM helpdesk.event WHERE ticket_id = %s ORDER BY event_id", ticket
    )
    assert rows == sorted(rows)


def test_clocks_are_those_of_the_history_and_words_are_found(importing: Importing) -> None:
    desk = importing.desk
    importing.take(everything())
    assert desk.run(SYSTEM, "SELECT * FROM helpdesk.check_sla_cache()") == []
    assert desk.one(
        SYSTEM,
        "SELECT count(*) FROM helpdesk.sla_clock WHERE ticket_id = %s",
        importing.id_of("ticket", "t2"),
    )
    desk.run(SYSTEM, "SELECT helpdesk.index_words()")
    assert desk.run(desk.agent, "SELECT ticket_id FROM api.search('heating')") == [
        (importing.id_of("ticket", "t1"),)
    ]


def test_nobody_is_told_and_triggers_are_back(importing: Importing) -> None:
    desk = importing.desk
    queued = "SELECT count(*) FROM dramatiq.queue"
    before = desk.one(SYSTEM, queued)
    importing.take(everything())
    assert desk.one(SYSTEM, queued) == before
    assert (
        desk.run(SYSTEM, "SELECT 1 FROM helpdesk.notification UNION ALL SELECT 1 FROM helpdesk.outgoing_mail")
        == []
    )
    assert (
        desk.run(
            SYSTEM,
            "SELECT tgrelid::regclass, tgname FROM pg_trigger"
            " WHERE tgenabled <> 'O' AND tgrelid::regclass::text LIKE 'helpdesk.%%'",
        )
        == []
    )
    ticket = importing.id_of("ticket", "t1")
    desk.message(ticket, desk.agent)
    assert desk.events(ticket)[-1] != "rated"
    assert desk.run(
        SYSTEM, "SELECT 1 FROM audit.change WHERE table_name = 'ticket' AND row_key = %s", str(ticket)
    )


def test_a_second_import_takes_what_is_new_or_changed(importing: Importing) -> None:
    desk = importing.desk
    importing.take(everything())
    changed = [*people(), *solved(), *waiting(), message("m9", "t2", "p2", "2026-04-03T09:00:00Z")]
    changed[1] = {**changed[1], "name": "Carla Ray"}
    changed[-2] = {**changed[-2], "status": "closed", "updated_at": "2026-04-05T09:00:00Z"}
    found = importing.take(changed)
    counts = {kind: {n: c for n, c in row.items() if c} for kind, row in found["counts"].items()}
    assert counts == {
        "organisation": {"read": 1, "unchanged": 1},
        "person": {"read": 2, "unchanged": 1, "updated": 1},
        "ticket": {"read": 2, "unchanged": 1, "updated": 1},
        "message": {"read": 4, "unchanged": 3, "imported": 1},
        "rating": {"read": 1, "unchanged": 1},
    }
    ticket = importing.id_of("ticket", "t2")
    assert desk.events(ticket) == [
        *("ticket_created", "reply_created"),
        *("ticket_status_changed", "ticket_closed"),
    ]
    assert desk.ticket_row(ticket)["status"] == "closed"
    assert desk.run(SYSTEM, "SELECT * FROM helpdesk.check_sla_cache()") == []
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.ticket") == 2


def test_a_ticket_that_was_worked_on_here_is_left_alone(importing: Importing) -> None:
    desk = importing.desk
    importing.take(everything())
    desk.run(desk.agent, "SELECT api.reply(%s, 'On it')", importing.id_of("ticket", "t2"))
    changed = [{**waiting()[0], "subject": "The bill"}]
    found = importing.take(changed)
    assert [problem["reason"] for problem in found["problems"]] == [
        "ticket t2 was worked on here since it was taken over"
    ]
    assert desk.ticket_row(importing.id_of("ticket", "t2"))["subject"] == "Bill"


def test_people_who_are_here_are_taken(importing: Importing) -> None:
    desk = importing.desk
    email = desk.one(SYSTEM, "SELECT email FROM helpdesk.person WHERE person_id = %s", desk.customer.id)
    name = desk.one(SYSTEM, "SELECT name FROM helpdesk.person WHERE person_id = %s", desk.customer.id)
    records = everything()
    records[1] = {**records[1], "email": email.upper(), "name": "Somebody else"}
    importing.take(records, person__p2=str(desk.agent.id))
    assert importing.id_of("person", "p1") == desk.customer.id
    assert importing.id_of("person", "p2") == desk.agent.id
    assert desk.one(SYSTEM, "SELECT name FROM helpdesk.person WHERE person_id = %s", desk.customer.id) == name


def test_a_reference_of_this_desk_keeps_its_number(importing: Importing) -> None:
    desk = importing.desk
    mine = desk.ticket()
    records = [
        *people(),
        *[{**waiting()[0], "id": str(n), "reference": f"ESC-{n:05}"} for n in (mine, mine + 50)],
    ]
    importing.take(records)
    references = {
        str(n): desk.ticket_row(importing.id_of("ticket", str(n)))["reference"] for n in (mine, mine + 50)
    }
    assert references[str(mine)] != f"ESC-{mine:05}"
    assert references[str(mine + 50)] == f"ESC-{mine + 50:05}"
    assert importing.id_of("ticket", str(mine + 50)) == mine + 50
    assert desk.ticket() > mine + 50


def test_merges_and_links(importing: Importing) -> None:
    desk = importing.desk
    records = [
        *everything(),
        {**waiting()[0], "id": "t3", "status": "closed"},
        {"record": "link", "id": "l1", "kind": "parent_child", "from": "t1", "to": "t2"},
        {
            "record": "merge",
            "id": "g1",
            "source": "t3",
            "target": "t2",
            "merged_by": "p2",
            "merged_at": "2026-04-06T09:00:00Z",
        },
        {"record": "merge", "id": "g2", "source": "t2", "target": "t1", "merged_at": "2026-04-06T09:00:00Z"},
    ]
    found = importing.take(records)
    assert [problem["reason"] for problem in found["problems"]] == ["the merged ticket is not closed"]
    t1, t2, t3 = (importing.id_of("ticket", name) for name in ("t1", "t2", "t3"))
    assert desk.ticket_row(t3)["merged_into_id"] == t2
    assert desk.events(t3)[-1] == "ticket_merged"
    assert desk.run(SYSTEM, "SELECT from_id, to_id FROM helpdesk.ticket_link") == [(t1, t2)]
    assert desk.run(SYSTEM, "SELECT * FROM helpdesk.check_sla_cache()") == []


def test_undo_leaves_nothing(importing: Importing) -> None:
    desk = importing.desk
    counted = (
        "SELECT (SELECT count(*) FROM helpdesk.ticket), (SELECT count(*) FROM helpdesk.person),"
        " (SELECT count(*) FROM helpdesk.organisation), (SELECT count(*) FROM helpdesk.tag),"
        " (SELECT count(*) FROM helpdesk.department), (SELECT count(*) FROM helpdesk.event),"
        " (SELECT count(*) FROM helpdesk.import_key)"
    )
    desk.ticket()
    before = desk.run(SYSTEM, counted)
    found = importing.take(everything())
    importing.take([{**waiting()[0], "subject": "The bill"}])
    assert importing.ask("undo_import", found["import"]["import_id"]) == {
        "ticket": 2,
        "message": 3,
        "person": 2,
        "organisation": 1,
    }
    assert desk.run(SYSTEM, counted) == before
    importing.take(everything())


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("SELECT api.reply({ticket}, 'Hello')", "was worked on"),
        ("SELECT api.create_ticket('Mine', requester_id => {person})", "rows of ticket name its people"),
    ],
)
def test_undo_is_refused_where_something_else_uses_it(importing: Importing, act: str, reason: str) -> None:
    desk = importing.desk
    found = importing.take(everything())
    desk.run(
        desk.agent,
        act.format(ticket=importing.id_of("ticket", "t1"), person=importing.id_of("person", "p1")),
    )
    with refused("PD213", reason):
        importing.ask("undo_import", found["import"]["import_id"])
    assert desk.ticket_row(importing.id_of("ticket", "t1"))["subject"] == "No heating"
