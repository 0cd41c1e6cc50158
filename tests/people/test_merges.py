"""Two customers who are one: all that names the one comes to name the other, and goes back when undone."""

import json
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.crowd import acting, gather
from tests.desk import SYSTEM, Desk, Person, Row, refused


def merge(desk: Desk, source: Person, target: Person, who: Person | None = None) -> Row:
    return desk.call(who or desk.agent, "merge_people", source_id=source.id, target_id=target.id)


def unmerge(desk: Desk, source: Person) -> Row:
    return desk.call(desk.agent, "unmerge_person", person_id=source.id)


def state(desk: Desk) -> dict[str, Any]:
    """All rows that name people in a column that moves, without what counts changes."""
    found: dict[str, Any] = {}
    tables = desk.run(
        SYSTEM,
        "SELECT DISTINCT table_name FROM helpdesk.person_reference WHERE on_merge = 'move'"
        " UNION SELECT unnest(ARRAY['person', 'person_custom'])",
    )
    for (table,) in tables:
        rows = desk.run(SYSTEM, f"SELECT to_jsonb(t) FROM helpdesk.{table} AS t")
        for (row,) in rows:
            for counted in ("version", "updated_at", "last_event_id"):
                row.pop(counted, None)
        found[table] = sorted(json.dumps(row, sort_keys=True) for (row,) in rows)
    return found


def test_every_column_that_names_a_person_says_what_becomes_of_it(desk: Desk) -> None:
    keys = desk.run(
        SYSTEM,
        "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint AS c"
        " JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f' AND c.confrelid = ANY ('{helpdesk.person,helpdesk.agent}'::regclass[])",
    )
    said = desk.run(SYSTEM, "SELECT table_name, column_name FROM helpdesk.person_reference")
    assert {(table.removeprefix("helpdesk."), column) for table, column in keys} == set(said)


def test_what_moves_is_unique_only_as_is_said(desk: Desk) -> None:
    """Else a merge would fail where both have the like."""
    unique = desk.run(
        SYSTEM,
        "SELECT c.relname, a.attname, ARRAY(SELECT o.attname::text FROM pg_attribute AS o"
        " WHERE o.attrelid = c.oid AND o.attnum = ANY (i.indkey) AND o.attnum <> a.attnum ORDER BY 1)"
        " FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid"
        " JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)"
        " JOIN helpdesk.person_reference AS r ON (r.table_name, r.column_name) = (c.relname, a.attname)"
        " WHERE i.indisunique AND r.on_merge = 'move' AND c.relname <> 'person_address'",
    )
    said = desk.run(
        SYSTEM,
        "SELECT table_name, column_name, ARRAY(SELECT unnest(other_key) ORDER BY 1)"
        " FROM helpdesk.person_reference WHERE other_key IS NOT NULL",
    )
    assert sorted(unique) == sorted(said)


def furnish(desk: Desk) -> int:
    """Gives two customers something in each table that moves; a ticket of the one who is merged."""
    ticket, other = desk.ticket(requester=desk.stranger), desk.ticket(requester=desk.customer)
    desk.call(desk.stranger, "reply", ticket_id=ticket, body="Hello")
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Hello yourself")
    desk.call(desk.agent, "reply", ticket_id=other, body="Hello, both")
    third = desk.ticket(requester=desk.teammate)
    for table, statement in {
        "ticket_participant": "INSERT INTO helpdesk.ticket_participant (ticket_id, person_id) VALUES"
        " (%(other)s, %(source)s), (%(ticket)s, %(target)s),"
        " (%(third)s, %(source)s), (%(third)s, %(target)s)",
        "ticket_follower": "INSERT INTO helpdesk.ticket_follower (ticket_id, person_id) VALUES"
        " (%(third)s, %(source)s), (%(third)s, %(target)s), (%(other)s, %(source)s)",
        "person_note": "INSERT INTO helpdesk.person_note (person_id, author_id, body)"
        " VALUES (%(source)s, %(agent)s, 'Careful')",
        "digest_preference": "INSERT INTO helpdesk.digest_preference (person_id, period)"
        " VALUES (%(source)s, 'daily'), (%(target)s, 'weekly')",
        "notification_preference": "INSERT INTO helpdesk.notification_preference (person_id, kind, channel)"
        " VALUES (%(source)s, 'reply_created', 'in_app')",
        "person_address": "INSERT INTO helpdesk.person_address (email, person_id)"
        " VALUES ('zoe@home.example', %(source)s)",
    }.items():
        with desk.db.transaction():
            desk.db.execute(
                statement.encode(),
                {
                    "source": desk.stranger.id, "target": desk.customer.id, "agent": desk.agent.id,
                    "ticket": ticket, "other": other, "third": third,
                },
            )  # fmt: skip
        assert desk.run(SYSTEM, f"SELECT 1 FROM helpdesk.{table} LIMIT 1")
    desk.call(desk.agent, "close_ticket", ticket_id=ticket)
    desk.call(desk.stranger, "rate_ticket", ticket_id=ticket, rating=5)
    return ticket


def test_all_that_was_the_ones_is_the_others(desk: Desk) -> None:
    ticket = furnish(desk)
    merged = merge(desk, desk.stranger, desk.customer)
    assert (merged["person_id"], merged["email"]) == (desk.customer.id, "max@desk.example")
    for table, column in desk.run(
        SYSTEM, "SELECT table_name, column_name FROM helpdesk.person_reference WHERE on_merge = 'move'"
    ):
        left = f"SELECT 1 FROM helpdesk.{table} WHERE {column} = %s"
        assert desk.run(SYSTEM, left, desk.stranger.id) == [], table
    mine = desk.run(
        desk.customer, "SELECT ticket_id FROM api.tickets WHERE requester_id = %s", desk.customer.id
    )
    assert (ticket,) in mine
    addresses = "SELECT email FROM api.person_addresses WHERE person_id = %s ORDER BY email"
    assert desk.run(desk.agent, addresses, desk.customer.id) == [
        ("max@desk.example",),
        ("zoe@desk.example",),
        ("zoe@home.example",),
    ]
    assert desk.run(desk.stranger, "SELECT 1 FROM api.me()") == []
    found = desk.run(
        desk.agent, "SELECT is_active, merged_into_id FROM api.people WHERE person_id = %s", desk.stranger.id
    )
    assert found == [(False, desk.customer.id)]
    assert desk.one(SYSTEM, "SELECT helpdesk.find_or_create_guest('zoe@home.example')") == desk.customer.id
    assert (ticket,) in desk.run(desk.agent, "SELECT ticket_id FROM api.search('max@desk.example')")


def test_undone_all_is_as_it_was(desk: Desk) -> None:
    furnish(desk)
    before = state(desk)
    merge(desk, desk.stranger, desk.customer)
    assert state(desk) != before
    assert unmerge(desk, desk.stranger)["email"] == "zoe@desk.example"
    assert state(desk) == before
    desk.db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    desk.call(desk.stranger, "create_ticket", subject="Again")


def test_what_came_since_stays_with_the_other(desk: Desk) -> None:
    furnish(desk)
    merge(desk, desk.stranger, desk.customer)
    new = desk.ticket(requester=desk.customer)
    desk.run(
        desk.agent, "UPDATE api.people SET email = 'zoe@home.example' WHERE person_id = %s", desk.customer.id
    )
    unmerge(desk, desk.stranger)
    assert desk.ticket_row(new)["requester_id"] == desk.customer.id
    emails = "SELECT email FROM api.people WHERE person_id = %s"
    assert desk.one(desk.agent, emails, desk.customer.id) == "max@desk.example"
    assert desk.one(desk.agent, emails, desk.stranger.id) == "zoe@desk.example"
    desk.db.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_the_other_lacks_comes_along_and_goes_back(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.person SET phone = '+4930', external_id = 'crm-7' WHERE person_id = %s",
        desk.stranger.id,
    )
    columns = "SELECT email, phone, external_id, organisation_id FROM helpdesk.person WHERE person_id = %s"
    (before,) = desk.run(SYSTEM, columns, desk.stranger.id)
    bare = desk.call(desk.agent, "add_person", name="Zoe by phone")
    who = Person("customer", bare["person_id"])
    merge(desk, desk.stranger, who)
    assert desk.run(SYSTEM, columns, who.id) == [before]
    unmerge(desk, desk.stranger)
    assert desk.run(SYSTEM, columns, who.id) == [(None, None, None, None)]
    assert desk.run(SYSTEM, columns, desk.stranger.id) == [before]


def test_custom_fields_that_the_other_lacks_come_along(desk: Desk) -> None:
    for key in ("plan", "city"):
        desk.call(desk.admin, "add_custom_field", object="person", key=key, label=key, field_type="text")
    for person, values in (
        (desk.stranger, {"plan": "gold", "city": "Rome"}),
        (desk.customer, {"city": "Oslo"}),
    ):
        desk.call(desk.agent, "set_person_fields", person_id=person.id, custom_fields=Jsonb(values))
    shown = "SELECT plan, city FROM helpdesk.person_custom WHERE person_id = %s"
    merge(desk, desk.stranger, desk.customer)
    assert desk.run(SYSTEM, shown, desk.customer.id) == [("gold", "Oslo")]
    unmerge(desk, desk.stranger)
    assert desk.run(SYSTEM, shown, desk.customer.id) == [(None, "Oslo")]
    assert desk.run(SYSTEM, shown, desk.stranger.id) == [("gold", "Rome")]


def test_a_guest_whose_address_nobody_confirmed_is_merged_without_it(desk: Desk) -> None:
    made = desk.one(SYSTEM, "SELECT helpdesk.claim_guest('zoe@desk.example', 'Zoe?')")
    guest, ticket = Person("customer", made), desk.ticket(requester=Person("customer", made))
    merge(desk, guest, desk.stranger)
    assert desk.ticket_row(ticket)["requester_id"] == desk.stranger.id
    assert desk.one(SYSTEM, "SELECT helpdesk.claim_guest('zoe@desk.example')") not in (made, desk.stranger.id)
    unmerge(desk, guest)
    assert desk.ticket_row(ticket)["requester_id"] == made


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("customer", "customer", "into themselves"),
        ("customer", "agent", "not both customers"),
        ("colleague", "customer", "not both customers"),
        ("admin", "agent", "not both customers"),
        ("customer", "guest", "has an account"),
    ],
)
def test_who_cannot_be_one_is_refused(desk: Desk, source: str, target: str, words: str) -> None:
    with refused("PD090", words):
        merge(desk, getattr(desk, source), getattr(desk, target), desk.admin)


def test_chains_are_undone_from_their_end(desk: Desk) -> None:
    merge(desk, desk.guest, desk.stranger)
    merge(desk, desk.stranger, desk.customer)
    for again in (desk.guest, desk.stranger):
        with refused("PD090", "merged already"):
            merge(desk, again, desk.teammate)
    with refused("PD092", "merged on"):
        unmerge(desk, desk.guest)
    unmerge(desk, desk.stranger)
    unmerge(desk, desk.guest)
    with refused("PD092", "is not merged"):
        unmerge(desk, desk.guest)


def test_a_merge_is_undone_within_a_day(desk: Desk) -> None:
    desk.clock("2030-01-01 10:00+00")
    merge(desk, desk.stranger, desk.customer)
    desk.clock("2030-01-02 10:01+00")
    with refused("PD092", "too long ago", "24 hours"):
        unmerge(desk, desk.stranger)
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_person_merges()") == 1
    kept = "SELECT moved, source_before, target_before FROM helpdesk.person_merge"
    assert desk.run(SYSTEM, kept) == [(None, None, None)]
    desk.set("unmerge_within_hours", 720)
    with refused("PD092", "too long ago"):
        unmerge(desk, desk.stranger)


def test_who_was_merged_stays_away(desk: Desk) -> None:
    merge(desk, desk.stranger, desk.customer)
    for assignment in ("is_active = true", "email = 'new@x.example'"):
        with refused("23514"):
            desk.run(desk.admin, f"UPDATE api.people SET {assignment} WHERE person_id = %s", desk.stranger.id)


def test_more_than_a_request_may_change_is_refused(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.db.execute("SET LOCAL session_replication_role = replica")
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.message (ticket_id, author_id, kind, body) OVERRIDING SYSTEM VALUE "
        "SELECT %s, %s, 'reply', 'x' FROM generate_series(1, 5001)",
        ticket,
        desk.stranger.id,
    )
    desk.db.execute("SET LOCAL session_replication_role = DEFAULT")
    with refused("PD091", "more than 5000"):
        merge(desk, desk.stranger, desk.customer)


def test_of_two_who_merge_each_other_one_does(fresh_db: str) -> None:
    with gather(fresh_db, Desk) as crowd:
        desk = crowd.desk
        pair = (desk.customer.id, desk.stranger.id)
        call = "SELECT (api.merge_people(%s, %s)).person_id"
        found = crowd.run(acting(desk.agent, call, *pair), acting(desk.agent, call, *reversed(pair)))
        assert sorted(map(str, found)).count("PD090") == 1
        assert crowd.value("SELECT count(*) FROM helpdesk.person_merge") == 1
