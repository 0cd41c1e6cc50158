"""What pgdesk storage says of sizes is what the server's own files have."""

import os
import re
import subprocess
import sys

from pgdesk.cli.storage.survey import Section, survey
from tests.conftest import Connection


def _said(db: Connection, title: str) -> Section:
    (found,) = (section for section in survey(db, 500) if section.title.startswith(title))
    return found


def test_waste_of_a_table_and_its_index_is_estimated(db: Connection) -> None:
    db.execute("CREATE TABLE helpdesk.wide (wide_id int PRIMARY KEY, words text)")
    db.execute("ALTER TABLE helpdesk.wide OWNER TO pgdesk_owner")
    db.execute("INSERT INTO helpdesk.wide SELECT i, repeat('x', 200) FROM generate_series(1, 20000) AS i")

    def shares() -> tuple[float, float]:
        db.execute("ANALYZE helpdesk.wide")
        ((of_table, of_index),) = db.execute(
            "SELECT t.wasted_bytes::float8 / t.table_bytes, i.wasted_bytes::float8 / i.bytes"
            " FROM helpdesk.list_tables() AS t, helpdesk.list_indexes() AS i"
            " WHERE t.name = 'helpdesk.wide' AND i.name = 'helpdesk.wide_pkey'"
        ).fetchall()
        return of_table, of_index

    assert max(shares()) < 0.15
    db.execute("DELETE FROM helpdesk.wide WHERE wide_id % 10 <> 0")
    assert 0.7 < min(shares()) <= max(shares()) < 0.95


def test_partitions_have_their_month(db: Connection) -> None:
    rows = _said(db, "Partitions").rows
    assert rows
    for name, begins, _, _, _ in rows:
        if begins is not None:
            assert f"{begins:%Y_%m}" in name or f"{begins:%Y%m}" in name


def test_an_index_that_keeps_a_rule_is_never_called_unused(db: Connection) -> None:
    db.execute("CREATE TABLE helpdesk.wide (wide_id int PRIMARY KEY, words text)")
    db.execute("CREATE INDEX wide_words_idx ON helpdesk.wide (words)")
    db.execute("ALTER TABLE helpdesk.wide OWNER TO pgdesk_owner")
    names = {name for name, _, _ in _said(db, "Indexes that no").rows}
    assert "helpdesk.wide_pkey" not in names
    assert "helpdesk.wide_words_idx" in names


def test_without_the_extension_it_says_what_to_do(db: Connection) -> None:
    found = _said(db, "Statements")
    assert found.rows == []
    assert "shared_preload_libraries" in found.text
    db.execute("CREATE EXTENSION pg_stat_statements")
    assert "must be loaded via" in _said(db, "Statements").text, "it is made, and nothing counts"


def test_the_command_shows_each_table(fresh_db: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pgdesk.cli.main", "storage", "--most", "3"],
        env={**os.environ, "PGDESK_DATABASE_URL": fresh_db},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"^ *name +live_rows +dead_rows", done.stdout, re.M)
    assert re.search(r"^ *helpdesk\.\w+ +\d+", done.stdout, re.M)
    assert re.search(r"^ *audit\.change_\w+ ", done.stdout, re.M)
    assert "\nStatements that took longest: pg_stat_statements is not installed" in done.stdout
