"""An import whose process is killed goes on where it was, and gives the same as one that was not."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pgdesk.imports.exporting import export
from pgdesk.imports.filling import fill
from pgdesk.imports.running import run_batches
from tests.conftest import clone
from tests.imports.sample import message, people, solved, waiting

TICKETS = 40
_RUN = """
import sys, psycopg
from pgdesk.imports.running import run_batches
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    run_batches(connection, int(sys.argv[2]), progress=lambda: print("batch", flush=True))
"""


def records() -> Iterator[dict[str, Any]]:
    yield from people()
    yield from solved()
    for number in range(TICKETS):
        ticket = {**waiting()[0], "id": f"w{number}", "tags": [f"tag{number % 5}"]}
        yield ticket
        yield message(f"x{number}", ticket["id"], "p2", "2026-04-02T10:00:00Z")


def begin(connection: psycopg.Connection[Any]) -> int:
    """An import that is to run, in many batches."""

    def ask(name: str, *values: Any) -> Any:
        places = ", ".join(["%s"] * len(values))
        row = connection.execute(f"SELECT helpdesk.{name}({places})", values).fetchone()
        return row[0] if row else None

    import_id: int = ask("begin_import", "old", "jsonl")
    fill(connection, import_id, records(), None)
    ask("test_import", import_id)
    ask("map_import", import_id)
    ask("check_import", import_id)
    ask("start_import", import_id)
    # Else a batch would take all of them.
    connection.execute("ALTER TABLE helpdesk.import ADD CONSTRAINT few CHECK (batch_size <= 4) NOT VALID")
    connection.execute("UPDATE helpdesk.import SET batch_size = 4")
    return import_id


def outcome(connection: psycopg.Connection[Any], folder: Path) -> list[dict[str, Any]]:
    """All records as they go out, and what is beside them."""
    export(connection, folder, "old")
    lines = [json.loads(line) for line in (folder / "records.jsonl").read_text().splitlines()]
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM helpdesk.sla_clock), (SELECT count(*) FROM helpdesk.event),"
        " (SELECT count(*) FROM helpdesk.import_key), (SELECT count(*) FROM helpdesk.import_row),"
        " (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.record) FROM helpdesk.import_count AS c)"
    ).fetchone()
    return [*sorted(lines, key=lambda line: json.dumps(line, sort_keys=True)), {"counts": counts}]


@contextmanager
def killed(dsn: str, import_id: int, after: int) -> Iterator[None]:
    """A process that takes over, killed after so many batches, in the middle of the next."""
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, dsn, str(import_id)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(after):
            assert process.stdout.readline() == "batch\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    yield


def gone(connection: psycopg.Connection[Any]) -> bool:
    """Whether nobody else is at work any more: the server finds out a moment later."""
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        " AND backend_type = 'client backend'"
    ).fetchone()
    return row == (0,)


@pytest.fixture
def whole(server_dsn: str, tmp_path: Path) -> list[dict[str, Any]]:
    """What comes of it when nobody interrupts."""
    with clone(server_dsn, "pgdesk_import_whole") as dsn, psycopg.connect(dsn, autocommit=True) as connection:
        run_batches(connection, begin(connection))
        return outcome(connection, tmp_path / "whole")


def test_killed_at_several_moments(whole: list[dict[str, Any]], fresh_db: str, tmp_path: Path) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        import_id = begin(connection)
        for after in (1, 4, 2):
            with killed(fresh_db, import_id, after):
                pass
        run_batches(connection, import_id)
        assert outcome(connection, tmp_path / "resumed") == whole
