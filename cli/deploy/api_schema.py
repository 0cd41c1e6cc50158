"""Schema api is built anew at each deploy, without an outage.

The old one is renamed in the deploy's transaction and dropped afterwards: requests that still read it finish,
and the drop gives way to them instead of making them wait.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from pgdesk.cli.deploy.files import File
from pgdesk.cli.errors import PgdeskError

_DROP_TRIES = 10
#: Title and text of the OpenAPI document.
_ABOUT = Literal(
    "pgdesk\n\nA helpdesk that is a Postgres database. Views are read, and written where this document says "
    "so; what is done to a ticket is a function under /rpc. Without a token a request is anon's. "
    "What is refused has a code, the fact and a hint: see /error_codes."
)
_FOLDER = Path(__file__).parent
_OUTSIDE_DEPENDENTS = (_FOLDER / "outside_dependents.sql").read_bytes()
_RUNNING = (_FOLDER / "running_transactions.sql").read_bytes()


def exists(cursor: Any) -> bool:
    cursor.execute("SELECT to_regnamespace('api') IS NOT NULL")
    return bool(cursor.fetchone()[0])


def set_aside(cursor: Any) -> tuple[str, str]:
    """Renames api out of the way; returns its name and that of an attic, both of which `drop_old` drops."""
    old, attic = _free_names(cursor)
    if exists(cursor):
        cursor.execute(SQL("ALTER SCHEMA api RENAME TO {}").format(Identifier(old)))
    cursor.execute(SQL("CREATE SCHEMA {}").format(Identifier(attic)))
    return old, attic


def build(cursor: Any, files: Iterable[File], run: Callable[[Any, File], None]) -> None:
    """Creates api, lets those use it who might at the last deploy, applies `files`."""
    cursor.execute("CREATE SCHEMA api")
    cursor.execute(SQL("COMMENT ON SCHEMA api IS {}").format(_ABOUT))
    cursor.execute("SELECT role FROM pgdesk_deploy.declared_schema_right WHERE schema = 'api'")
    for (role,) in cursor.fetchall():
        cursor.execute(SQL("GRANT USAGE ON SCHEMA api TO {}").format(Identifier(role)))
    for file in files:
        run(cursor, file)


def drop_old(connection: Any, log: Callable[[str], None]) -> None:
    """Drops what earlier deploys left behind; what is in use stays for the next deploy.

    A function that runs locks neither itself nor the type of its result: so this waits for the transactions
    that may be in one, too.
    """
    connection.rollback()
    cursor = connection.cursor()
    names, running = old_names(cursor), _running(cursor)
    for name in names:
        for attempt in range(_DROP_TRIES):
            try:
                running &= _running(cursor)
                if not running:
                    cursor.execute("SET LOCAL lock_timeout = '50ms'")
                    cursor.execute("SET LOCAL client_min_messages = warning")
                    cursor.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(name)))
                    connection.commit()
                    break
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                pass
            connection.rollback()
            time.sleep(0.05 * (attempt + 1))
        else:
            log(f"schema {name} is still in use; the next deploy drops it")
    connection.rollback()


def _running(cursor: Any) -> set[str]:
    """The transactions of others in this database."""
    cursor.execute(_RUNNING)
    return {transaction for (transaction,) in cursor.fetchall()}


def old_names(cursor: Any) -> list[str]:
    """What deploys set aside and have not dropped yet."""
    cursor.execute(r"SELECT nspname FROM pg_namespace WHERE nspname ~ '^api_old(_\d+)?$' ORDER BY nspname")
    return [name for (name,) in cursor.fetchall()]


def _free_names(cursor: Any) -> list[str]:
    taken = old_names(cursor)
    names = ["api_old", *(f"api_old_{number}" for number in range(1, len(taken) + 2))]
    return [name for name in names if name not in taken][:2]


def refuse_outside_dependents(cursor: Any, old: str, attic: str) -> None:
    """Refuses what depends on the old api, or on what no file declares any more, and stays."""
    for schema, reason in (
        (old, "on schema api, which every deploy rebuilds"),
        (attic, "on what no file of db/ creates any more, or creates with other parameters or columns"),
    ):
        cursor.execute(_OUTSIDE_DEPENDENTS, {"of": schema, "dropped": [old, attic]})
        outside = [description for (description,) in cursor.fetchall()]
        if outside:
            raise PgdeskError(f"these depend {reason}: {', '.join(outside)}")
