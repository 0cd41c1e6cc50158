"""`pgdesk backup` and `pgdesk restore`: all comes back with the same checksums, and what does not is told."""

import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pgdesk.cli.backup import measure_tables
from pgdesk.cli.database import LOGINS
from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.cluster import Cluster
from pgdesk.files.store import Store
from tests.conftest import login_dsn
from tests.desk import make_desk

Run = Callable[..., subprocess.CompletedProcess[str]]
CONTENT = b"What somebody uploaded"
_ANOTHER = """
    INSERT INTO helpdesk.ticket (subject, requester_id)
    SELECT 'Another', t.requester_id FROM helpdesk.ticket AS t LIMIT 1
    RETURNING ticket_id
"""


@pytest.fixture
def run(room: Path) -> Run:
    """`pgdesk ARGUMENTS` on a database, its files in a folder of that name."""

    def start(dsn: str, files: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        password = str(conninfo_to_dict(dsn)["password"])
        logins = {f"PGDESK_{login.upper()}_PASSWORD": password for login in LOGINS}
        more = {
            "PGDESK_STATE_DIR": str(room),
            "PGDESK_DATABASE_URL": dsn,
            "PGDESK_FILES_URL": files.as_uri(),
            "PGDESK_CLOCK": "off",
        }
        return subprocess.run(
            [sys.executable, "-m", "pgdesk.cli.main", *arguments],
            cwd=ROOT, env={**os.environ, **logins, **more}, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return start


def live(dsn: str, files: Path) -> int:
    """A ticket, its reply, a file in the store; returns the ticket."""
    digest = hashlib.sha256(CONTENT).hexdigest()
    with psycopg.connect(dsn) as connection:
        desk = make_desk(connection)
        ticket = desk.ticket(subject="Zürich, 東京")
        desk.call(desk.customer, "reply", ticket_id=ticket, body="It burns")
        row = connection.execute(
            "INSERT INTO helpdesk.stored_file (sha256, size_bytes) VALUES (%s, %s) RETURNING storage_key",
            (digest, len(CONTENT)),
        ).fetchone()
    assert row is not None
    Store(files.as_uri()).put(row[0], io.BytesIO(CONTENT))
    return ticket


@pytest.mark.slow
def test_all_comes_back_with_the_same_checksums(
    run: Run, fresh_db: str, elsewhere: Cluster, tmp_path: Path
) -> None:
    ticket = live(fresh_db, tmp_path / "files")
    folder = tmp_path / "saved"
    saved = run(fresh_db, tmp_path / "files", "backup", str(folder))
    assert saved.returncode == 0, saved.stderr
    assert "1 files" in saved.stderr
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["tables"]["helpdesk.ticket"]["rows"] == 1
    assert "is not empty" in run(fresh_db, tmp_path / "files", "backup", str(folder)).stderr
    assert "there is a helpdesk" in run(fresh_db, tmp_path / "files", "restore", str(folder)).stderr

    name = str(conninfo_to_dict(fresh_db)["dbname"])
    with psycopg.connect(elsewhere.dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    there, files = elsewhere.dsn(name), tmp_path / "restored"

    (kept,) = (path for path in (folder / "files").rglob("*") if path.is_file())
    kept.write_bytes(b"Something else")
    wrong = run(there, files, "restore", str(folder))
    assert (wrong.returncode, "1 files are not what was written" in wrong.stderr) == (1, True)
    kept.write_bytes(CONTENT)

    restored = run(there, files, "restore", str(folder))
    assert restored.returncode == 0, restored.stderr
    assert f"{len(manifest['tables'])} tables and 1 files are what was saved" in restored.stderr
    assert [path.read_bytes() for path in files.rglob("*") if path.is_file()] == [CONTENT]
    with psycopg.connect(login_dsn(there, "authenticator")) as connection:
        connection.execute("SET ROLE anon")
        assert connection.execute("SELECT count(*) > 0 FROM api.statuses").fetchone() == (True,)
    with psycopg.connect(there) as connection:
        row = connection.execute(_ANOTHER).fetchone()
        assert row is not None
        assert row[0] > ticket, "and it goes on"


def test_a_table_that_is_not_as_it_was_saved_is_told(
    run: Run, fresh_db: str, elsewhere: Cluster, tmp_path: Path
) -> None:
    live(fresh_db, tmp_path / "files")
    folder = tmp_path / "saved"
    run(fresh_db, tmp_path / "files", "backup", str(folder))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["tables"]["helpdesk.message"]["checksum"] = "42"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    wrong = run(elsewhere.dsn(), tmp_path / "restored", "restore", str(folder))
    assert wrong.returncode == 1
    assert "is not what was saved: helpdesk.message (1 rows saved, 1 restored)" in wrong.stderr
    with (folder / "database.dump").open("ab") as dump:
        dump.write(b"x")
    assert "its SHA-256 differs" in run(fresh_db, tmp_path / "files", "restore", str(folder)).stderr


def test_a_checksum_tells_any_change_and_knows_no_order(fresh_db: str) -> None:
    with psycopg.connect(fresh_db) as connection:
        desk = make_desk(connection)
        desk.ticket()
        before = measure_tables(connection)
        connection.execute("SET TimeZone = 'Asia/Tokyo'")
        assert measure_tables(connection) == before
        connection.execute("UPDATE helpdesk.priority SET label = label")
        assert measure_tables(connection) == before, "rows lie elsewhere now"
        connection.execute("UPDATE helpdesk.person SET name = 'Eve' WHERE person_id = %s", (desk.agent.id,))
        after = measure_tables(connection)
        assert {name for name in before if before[name] != after[name]} >= {"helpdesk.person"}
