"""Who came by a mailed link is nobody: beside one ticket only what is open to all, whatever is added."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.conftest import Connection, acting_as
from tests.rls.dataset import Dataset
from tests.rls.lines import observe, read_lines

LINES = list(read_lines())
#: Of the desk, not of a person: what customers are told of fields and objects.
OF_THE_DESK = {"custom_fields", "custom_objects", "custom_options"}
#: Functions that a guest may call and anonymous callers not: the verbs of the one ticket, what leads from a
#: row to another, and what answers nobody with nothing.
CALLED = {
    *("close_ticket", "rate_ticket", "reopen_ticket", "reply"),
    *("allowed_actions", "show_thread", "show_ticket", "shown_field_values"),
    *("assignee", "requester", "ticket_custom_choices", "tickets"),
    *(
        "count_unread",
        "enter",
        "mark_notifications",
        "me",
        "my_account",
        "open_file",
        "open_live",
        "search",
        "suggest_articles",
    ),
}


@contextmanager
def as_guest(data: Dataset, db: Connection) -> Iterator[None]:
    row = db.execute(
        "SELECT guest_link_id FROM helpdesk.guest_link WHERE ticket_id = %s", (data.names["own"],)
    ).fetchone()
    assert row is not None
    with acting_as(db, "customer", pgdesk_guest_link=row[0]):
        yield


def count(db: Connection, statement: str) -> int:
    row = db.execute(statement.encode()).fetchone()
    assert row is not None
    return int(row[0])


def test_a_guest_sees_one_ticket_and_what_everybody_sees(data: Dataset, db_of_data: Connection) -> None:
    views = db_of_data.execute(
        "SELECT c.relname, EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid"
        " AND a.attname = 'ticket_id') FROM pg_class AS c WHERE c.relnamespace = 'api'::regnamespace"
        " AND c.relkind = 'v' AND has_any_column_privilege('customer', c.oid, 'SELECT')"
    ).fetchall()
    wrong = {}
    for view, has_ticket in views:
        whole = f"SELECT count(*) FROM api.{view}"
        own = count(db_of_data, f"{whole} WHERE ticket_id = {data.names['own']}") if has_ticket else 0
        with as_guest(data, db_of_data):
            seen = count(db_of_data, whole)
            strange = (
                count(db_of_data, f"{whole} WHERE ticket_id <> {data.names['own']}") if has_ticket else 0
            )
        try:
            with acting_as(db_of_data, "anon"):
                for_all = count(db_of_data, whole)
        except psycopg.errors.InsufficientPrivilege:
            for_all = 0
        if view not in OF_THE_DESK and (strange or seen > own + for_all):
            wrong[view] = f"{seen} rows, {strange} of other tickets; everybody: {for_all}"
    assert views
    assert wrong == {}


@pytest.mark.parametrize("verb", ["insert", "update", "delete"])
def test_a_guest_writes_into_no_view(data: Dataset, db_of_data: Connection, verb: str) -> None:
    written = set()
    for line in LINES:
        if line.verb == verb:
            try:
                with db_of_data.transaction(force_rollback=True), as_guest(data, db_of_data):
                    if db_of_data.execute(line.sql(data)).rowcount:
                        written.add(line.object)
            except psycopg.Error:
                continue
    assert written == set()


def test_a_guest_calls_the_verbs_of_the_ticket_and_what_everybody_may(
    data: Dataset, db_of_data: Connection
) -> None:
    called = set()
    for line in LINES:
        if line.verb == "call":
            try:
                with db_of_data.transaction(force_rollback=True), as_guest(data, db_of_data):
                    db_of_data.execute(line.sql(data))
            except psycopg.Error:
                continue
            if observe(db_of_data, data, line, "anon") != "ok":
                called.add(line.object)
    assert called <= CALLED, "a guest has no person: let it be refused (PD001, PD002), or say above why not"


def test_a_guest_rates_what_everybody_rates(data: Dataset, db_of_data: Connection) -> None:
    with db_of_data.transaction(force_rollback=True), as_guest(data, db_of_data):
        db_of_data.execute("SELECT api.rate_article(1, true, reader => 'a-key-of-a-guest-1')")
