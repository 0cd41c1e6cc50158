"""A backup by hand, docs/operations.md: dumped here, restored there, the same helpdesk goes on."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pgdesk.cli.deploy import schema_picture
from pgdesk.cli.deploy.clock import LANES, choose_clock
from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.doctor import examine_schema
from pgdesk.cli.server.binaries import find_binaries
from pgdesk.cli.server.cluster import Cluster
from tests.conftest import Connection, login_dsn
from tests.desk import Desk, make_desk

_TABLES = """
    SELECT c.oid::regclass::text
    FROM pg_class AS c
    WHERE c.relnamespace::regnamespace::text IN ('helpdesk', 'audit', 'dramatiq', 'pgdesk_deploy')
        AND c.relkind = 'r'
    ORDER BY 1
"""
_SEQUENCES = """
    SELECT schemaname, sequencename, last_value FROM pg_sequences
    WHERE schemaname IN ('helpdesk', 'audit', 'dramatiq') ORDER BY 1, 2
"""


#: As docs/operations.md has it.
DOCUMENTED_FILTER = ["grep", "-v", "-e", "pg_cron", "-e", " cron "]


def _run(program: str, dsn: str, *arguments: str) -> None:
    parts = conninfo_to_dict(dsn)
    subprocess.run(
        [
            find_binaries().program(program),
            f"--host={parts['host']}",
            f"--port={parts['port']}",
            f"--username={parts['user']}",
            *arguments,
        ],
        env={**os.environ, "PGPASSWORD": str(parts["password"])},
        check=True,
        capture_output=True,
        text=True,
    )


def _live(dsn: str) -> tuple[Desk, int]:
    """Leaves a state of one's own: a status, a setting, a rule, two tickets that were merged."""
    with psycopg.connect(dsn) as connection:
        desk = make_desk(connection)
        desk.run(
            desk.admin,
            "INSERT INTO api.statuses (status, label, category, position)"
            " VALUES ('parked', 'Parked', 'pending', 99)",
        )
        desk.set("auto_close_resolved_after_days", 14)
        source, target = desk.ticket(subject="Smoke"), desk.ticket(subject="Fire")
        desk.call(desk.customer, "reply", ticket_id=source, body="It burns")
        desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    return desk, target


def _content(connection: Connection) -> dict[str, object]:
    found: dict[str, object] = {}
    for (table,) in connection.execute(_TABLES).fetchall():
        statement = f"SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} AS t"
        found[table] = connection.execute(statement.encode()).fetchone()
    found["sequences"] = connection.execute(_SEQUENCES).fetchall()
    return found


def _faults(dsn: str) -> list[str]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        return [finding.text for finding in examine_schema(connection) if not finding.is_ok]


def _pictures(dsn: str) -> dict[str, list[str]]:
    """Without order and parentheses: grants and conditions come back written in another way."""
    return {
        name: sorted(text.translate({ord("("): None, ord(")"): None}).splitlines())
        for name, text in schema_picture.draw(dsn).items()
    }


def test_a_restored_database_is_the_same_and_goes_on(
    fresh_db: str, elsewhere: Cluster, tmp_path: Path
) -> None:
    desk, ticket = _live(fresh_db)
    name = str(conninfo_to_dict(fresh_db)["dbname"])
    _run("pg_dump", fresh_db, "--format=custom", f"--file={tmp_path / 'helpdesk.dump'}", name)
    _run("pg_dumpall", fresh_db, "--roles-only", f"--file={tmp_path / 'roles.sql'}")

    _run("psql", elsewhere.dsn(), "--quiet", f"--file={tmp_path / 'roles.sql'}", "postgres")
    with psycopg.connect(elsewhere.dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    restored = elsewhere.dsn(name)
    _run("pg_restore", restored, "--exit-on-error", f"--dbname={name}", str(tmp_path / "helpdesk.dump"))

    with psycopg.connect(fresh_db) as before, psycopg.connect(restored) as after:
        assert _content(after) == _content(before)
    assert _pictures(restored) == _pictures(fresh_db)
    assert not migrate(restored), "there is nothing left to deploy"
    assert _faults(restored) == _faults(fresh_db)

    with psycopg.connect(login_dsn(restored, "authenticator")) as connection:
        connection.execute("SET ROLE anon")
        assert connection.execute("SELECT count(*) > 0 FROM api.statuses").fetchone() == (True,)
    with psycopg.connect(restored) as connection:
        desk.db = connection
        desk.call(desk.agent, "set_status", ticket_id=ticket, status="in_progress")
        assert desk.call(desk.customer, "create_ticket", subject="More smoke")["ticket_id"] > ticket
        assert desk.events(ticket)[-1] == "ticket_status_changed"


def test_pg_cron_in_the_same_database_is_left_out(elsewhere: Cluster, tmp_path: Path) -> None:
    beside_cron = elsewhere.dsn("postgres")
    migrate(beside_cron)
    if choose_clock(beside_cron) != "pg_cron":
        pytest.skip("this server has no pg_cron")
    _, ticket = _live(beside_cron)
    dump, chosen = tmp_path / "helpdesk.dump", tmp_path / "restored.list"
    _run("pg_dump", beside_cron, "--format=custom", f"--file={dump}", "postgres")
    with psycopg.connect(beside_cron, autocommit=True) as connection:
        connection.execute("CREATE DATABASE drill")

    pg_restore = find_binaries().program("pg_restore")
    listed = subprocess.run([pg_restore, "--list", dump], check=True, capture_output=True, text=True).stdout
    kept = subprocess.run(DOCUMENTED_FILTER, input=listed, check=True, capture_output=True, text=True).stdout
    chosen.write_text(kept)
    drill = elsewhere.dsn("drill")
    _run("pg_restore", drill, "--exit-on-error", f"--use-list={chosen}", "--dbname=drill", str(dump))

    assert not migrate(drill), "there is nothing left to deploy"
    with psycopg.connect(drill) as connection:
        assert connection.execute("SELECT max(ticket_id) FROM helpdesk.ticket").fetchone() == (ticket,)
    assert choose_clock(drill) == "pg_cron"
    with psycopg.connect(beside_cron) as connection:
        calls = "SELECT database, count(*) FROM cron.job WHERE command LIKE 'CALL %' GROUP BY 1"
        assert dict(connection.execute(calls).fetchall()) == {"drill": LANES, "postgres": LANES}
