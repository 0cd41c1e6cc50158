"""Loads the demo data: the SQL of db/demo/, in batches, in one transaction."""

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import psycopg

from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.paths import DB

#: (what is being done, how much of it is done, how much there is)
Progress = Callable[[str, int, int], None]

_BATCH = 10_000
_OWNER = "pgdesk_owner"
_FOLDER = DB / "demo"
#: Largest first: two are vacuumed at a time.
_FILLED = (
    "event",
    "message",
    "sla_clock",
    "ticket",
    "notification",
    "ticket_follower",
    "ticket_tag",
    "person",
    "mention",
    "escalation",
)


def is_loaded(dsn: str) -> bool:
    """Whether the database has tickets or people already, from a load or from real life."""
    with psycopg.connect(dsn) as connection:
        return _has_people(connection)


def load(
    dsn: str,
    tickets: int,
    progress: Progress = lambda what, done, total: None,
    *,
    ends_at: datetime | None = None,
) -> None:
    """Fills an empty helpdesk with a year of `tickets` tickets; all of them or, on an error, nothing.

    `dsn` is the user that migrates: a member of pgdesk_owner. The year ends at the minute of `ends_at`, by
    default of now; the same number and the same end give the same data. Memory does not grow with `tickets`.
    Raises PgdeskError when there are people or tickets already.
    """
    with psycopg.connect(dsn) as connection:
        if _has_people(connection):
            raise PgdeskError("there are people or tickets already: pgdesk demo --reset starts over")
        run = functools.partial(_run, connection, tickets, progress)
        connection.execute(f"SET LOCAL ROLE {_OWNER}")
        _tell(connection, "demo.tickets", tickets)
        _tell(connection, "demo.ends_at", ends_at or "")
        run("preparing", "1_prepare")
        run("tickets", "2_tickets", in_batches=True)
        run("indexes", "3_indexes")
        run("SLA clocks", "4_clocks", in_batches=True)
        run("finishing", "5_finish")
    progress("vacuuming", 0, 1)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(functools.partial(_vacuum, dsn), _FILLED))
    progress("vacuuming", 1, 1)


def _vacuum(dsn: str, table: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"SET ROLE {_OWNER}")
        connection.execute(f"VACUUM (ANALYZE) helpdesk.{table}")


def _run(
    connection: psycopg.Connection[tuple[object, ...]],
    tickets: int,
    progress: Progress,
    what: str,
    folder: str,
    *,
    in_batches: bool = False,
) -> None:
    """Executes the files of a folder in order; in batches: all of them for each range of tickets."""
    files = sorted((_FOLDER / folder).glob("*.sql"))
    if not in_batches:
        for number, file in enumerate(files):
            progress(what, number, len(files))
            _execute(connection, file)
        progress(what, len(files), len(files))
        return
    progress(what, 0, tickets)
    for first in range(1, tickets + 1, _BATCH):
        last = min(first + _BATCH - 1, tickets)
        _tell(connection, "demo.first", first)
        _tell(connection, "demo.last", last)
        for file in files:
            _execute(connection, file)
        progress(what, last, tickets)


def _execute(connection: psycopg.Connection[tuple[object, ...]], file: Path) -> None:
    try:
        connection.execute(file.read_text(encoding="utf-8").encode())
    except psycopg.Error as problem:
        raise PgdeskError(f"db/demo/{file.relative_to(_FOLDER)}: {str(problem).strip()}") from problem


def _tell(connection: psycopg.Connection[tuple[object, ...]], name: str, value: int | str | datetime) -> None:
    connection.execute("SELECT set_config(%s, %s, true)", (name, str(value)))


def _has_people(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM helpdesk.ticket) OR EXISTS (SELECT FROM helpdesk.person)"
    ).fetchone()
    return row == (True,)
