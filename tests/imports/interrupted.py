"""Imports whose process is killed, beside one that nobody interrupts."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from pgdesk.imports.exporting import export
from pgdesk.imports.filling import fill
from pgdesk.imports.running import run_batches
from tests.conftest import clone
from tests.imports.sample import message, people, solved, waiting

#: Tickets of a batch.
_BATCH = 4
_RUN = """
import sys, psycopg
from pgdesk.imports.running import run_batches
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    run_batches(connection, int(sys.argv[2]), progress=lambda: print("batch", flush=True))
"""


def differences(server_dsn: str, folder: Path, kills: int, seed: int = 1) -> list[str]:
    """What an import that is killed so often gives other than one that is not: lines of JSON."""
    moments = random.Random(seed)
    tickets = 2 * _BATCH * (kills + 2)
    found = []
    for name, times in (("whole", 0), ("killed", kills)):
        with (
            clone(server_dsn, f"pgdesk_import_{name}") as dsn,
            psycopg.connect(dsn, autocommit=True) as connection,
        ):
            import_id = _begin(connection, tickets)
            for _ in range(times):
                _kill(dsn, import_id, moments.randint(0, 1), moments.uniform(0, 0.2))
            run_batches(connection, import_id)
            found.append(_outcome(connection, folder / name))
    return sorted(found[0] ^ found[1])


def _records(tickets: int) -> Iterator[dict[str, Any]]:
    yield from people()
    yield from solved()
    for number in range(tickets):
        ticket = {**waiting()[0], "id": f"w{number}", "tags": [f"tag{number % 5}"]}
        yield ticket
        yield message(f"x{number}", ticket["id"], "p2", "2026-04-02T10:00:00Z")


def _begin(connection: psycopg.Connection[Any], tickets: int) -> int:
    """An import that is to run, in many batches."""

    def ask(name: str, *values: Any) -> Any:
        places = ", ".join(["%s"] * len(values))
        row = connection.execute(f"SELECT helpdesk.{name}({places})", values).fetchone()
        return row[0] if row else None

    import_id: int = ask("begin_import", "old", "jsonl")
    fill(connection, import_id, _records(tickets), None)
    for step in ("test_import", "map_import", "check_import", "start_import"):
        ask(step, import_id)
    connection.execute(
        f"CREATE FUNCTION helpdesk.few() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN NEW.batch_size := {_BATCH}; RETURN NEW; END $$;"
        f" CREATE TRIGGER import_00_few BEFORE UPDATE ON helpdesk.import"
        f" FOR EACH ROW EXECUTE FUNCTION helpdesk.few();"
        f" UPDATE helpdesk.import SET batch_size = {_BATCH}"
    )
    return import_id


def _kill(dsn: str, import_id: int, batches: int, seconds: float) -> None:
    """A process that takes over, killed so long after so many of its batches."""
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, dsn, str(import_id)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(batches):
            process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)


def _outcome(connection: psycopg.Connection[Any], folder: Path) -> set[str]:
    """All records as they go out, and how many rows are beside them."""
    export(connection, folder, "old")
    lines = [json.loads(line) for line in (folder / "records.jsonl").read_text().splitlines()]
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM helpdesk.sla_clock), (SELECT count(*) FROM helpdesk.event),"
        " (SELECT count(*) FROM helpdesk.import_key), (SELECT count(*) FROM helpdesk.import_row),"
        " (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.record) FROM helpdesk.import_count AS c)"
    ).fetchone()
    return {json.dumps(line, sort_keys=True) for line in lines} | {str(counts)}
