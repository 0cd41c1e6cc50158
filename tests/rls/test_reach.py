"""Clients reach schema api only; workers functions only; BI tools schema reports only."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, acting_as
from tests.desk import Person
from tests.rls.dataset import Dataset
from tests.rls.lines import LOGINS

PRIVATE = ("helpdesk", "audit", "dramatiq")


def rows(db: Connection, statement: str, *values: Any) -> list[Any]:
    return [row[0] for row in db.execute(statement, values).fetchall()]


@pytest.mark.parametrize(
    ("role", "schemas"),
    [
        ("anon", {"api", "hook"}),
        ("customer", {"api", "hook"}),
        ("agent", {"api", "hook"}),
        ("admin", {"api", "hook"}),
        ("worker", {"api", "helpdesk", "dramatiq", "audit"}),
        ("doorkeeper", {"helpdesk"}),
        ("reporter", {"reports"}),
        ("authenticator", {"hook"}),
    ],
)
def test_each_role_uses_these_schemas_and_no_other(
    db_of_data: Connection, role: str, schemas: set[str]
) -> None:
    used = rows(
        db_of_data,
        "SELECT nspname FROM pg_namespace WHERE has_schema_privilege(%s, oid, 'USAGE') "
        "AND nspname !~ '^pg_|^information_schema$|^public$' AND nspname <> 'cron'",
        role,
    )
    assert set(used) <= schemas
    made = rows(
        db_of_data,
        "SELECT nspname FROM pg_namespace "
        "WHERE has_schema_privilege(%s, oid, 'CREATE') AND nspname !~ '^pg_'",
        role,
    )
    assert made == []


def test_no_client_can_name_a_private_table(data: Dataset, db_of_data: Connection) -> None:
    tables = rows(
        db_of_data,
        "SELECT oid::regclass::text FROM pg_class "
        "WHERE relnamespace::regnamespace::text = ANY (%s) AND relkind IN ('r', 'p', 'v')",
        list(PRIVATE),
    )
    assert len(tables) > 30
    for role in ("anon", "customer", "agent", "admin", "reporter"):
        who = data.person(role) if role != "reporter" else Person(role)
        for table in tables:
            with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(db_of_data, who.role, who.id):
                db_of_data.execute(f"SELECT 1 FROM {table} LIMIT 1")


@pytest.mark.parametrize("login", ["worker", "doorkeeper"])
def test_a_worker_reads_no_table_but_its_queue(db_of_data: Connection, login: str) -> None:
    readable = rows(
        db_of_data,
        """
        SELECT c.oid::regclass::text
        FROM pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('helpdesk', 'audit', 'api', 'reports')
            AND c.relkind IN ('r', 'p', 'v', 'm')
            AND has_any_column_privilege(%s, c.oid, 'SELECT, INSERT, UPDATE')
        """,
        login,
    )
    assert readable == []


def test_a_reporter_reads_reports_only(db_of_data: Connection) -> None:
    readable = rows(
        db_of_data,
        """
        SELECT c.oid::regclass::text
        FROM pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('helpdesk', 'audit', 'api', 'dramatiq', 'hook')
            AND c.relkind IN ('r', 'p', 'v', 'm')
            AND has_any_column_privilege('reporter', c.oid, 'SELECT, INSERT, UPDATE')
        """,
    )
    assert readable == []
    writable = rows(
        db_of_data,
        "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'reports'::regnamespace "
        "AND (has_any_column_privilege('reporter', oid, 'INSERT, UPDATE') "
        "OR has_table_privilege('reporter', oid, 'DELETE, TRUNCATE'))",
    )
    assert writable == []


@pytest.mark.parametrize(
    "role", ["anon", "customer", "agent", "admin", *LOGINS, "authenticator", "pgdesk_owner"]
)
def test_nobody_escapes_row_level_security(db_of_data: Connection, role: str) -> None:
    row = db_of_data.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin "
        "FROM pg_roles WHERE rolname = %s",
        (role,),
    ).fetchone()
    assert row == (False, False, False, False, False, role in (*LOGINS, "authenticator"))


def test_only_the_authenticator_becomes_a_client(db_of_data: Connection) -> None:
    members = db_of_data.execute(
        "SELECT m.member::regrole::text, m.roleid::regrole::text FROM pg_auth_members AS m "
        "WHERE m.roleid::regrole::text IN ('anon', 'customer', 'agent', "
        "'admin', 'pgdesk_owner', 'worker', 'doorkeeper', 'reporter', 'authenticator') "
        "AND NOT (SELECT rolsuper FROM pg_roles WHERE oid = m.member)"
    ).fetchall()
    assert set(members) == {("authenticator", role) for role in ("anon", "customer", "agent", "admin")}


def test_the_authenticator_reads_nothing_before_it_switches(db_of_data: Connection) -> None:
    with db_of_data.transaction(force_rollback=True):
        db_of_data.execute("SET LOCAL SESSION AUTHORIZATION authenticator")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db_of_data.execute("SELECT 1 FROM api.tickets")
