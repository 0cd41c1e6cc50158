"""db/schema/tables/ shows the tables as they are; a new table, column or policy makes it stale."""

import psycopg
from psycopg import sql

from pgdesk.cli.deploy.schema_picture import differences, draw
from pgdesk.cli.doctor import examine_schema

_REMEDY = "run pgdesk schema --write"


def test_the_pictures_are_fresh(dsn: str) -> None:
    assert not differences(draw(dsn)), _REMEDY


def test_the_server_version_does_not_show(dsn: str, pg18: str) -> None:
    assert draw(pg18) == draw(dsn)


def test_doctor_finds_no_fault_on_another_server_version(pg18: str) -> None:
    with psycopg.connect(pg18, autocommit=True) as connection:
        assert [finding.text for finding in examine_schema(connection) if not finding.is_ok] == []


def test_a_change_shows(fresh_db: str) -> None:
    before = draw(fresh_db)
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute(
            "ALTER TABLE helpdesk.tag ADD extra text; CREATE INDEX extra_idx ON helpdesk.tag (extra)"
        )
        connection.execute(sql.SQL("CREATE POLICY extra ON helpdesk.status FOR SELECT TO anon USING (true)"))
    after = draw(fresh_db)
    assert {name for name in after if before[name] != after[name]} == {
        "helpdesk.tag.sql",
        "helpdesk.status.sql",
    }
