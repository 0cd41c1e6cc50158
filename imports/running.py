"""Takes over what an import has read, batch by batch."""

import time
from collections.abc import Callable
from typing import Any

from psycopg import Connection
from psycopg import errors as pg

#: After what a connection says here, the same batch is tried again.
_PASSING = (pg.LockNotAvailable, pg.DeadlockDetected, pg.SerializationFailure)
_TRIES = 5


def run_batches(
    connection: Connection[Any],
    import_id: int,
    seconds: float | None = None,
    progress: Callable[[], None] = lambda: None,
) -> bool:
    """One transaction a batch, for so many seconds, by default until nothing is left or somebody pauses it.

    Returns whether something is left to do. What cannot be mended by trying again makes the import failed and
    is raised. `connection`: autocommit, as worker.
    """
    until = None if seconds is None else time.monotonic() + seconds
    tries = 0
    while until is None or time.monotonic() < until:
        try:
            row = connection.execute("SELECT helpdesk.run_import_batch(%s)", (import_id,)).fetchone()
        except _PASSING:
            tries += 1
            if tries >= _TRIES:
                raise
            continue
        except (pg.OperationalError, pg.InterfaceError):
            raise
        except pg.DatabaseError as problem:
            connection.execute(
                "SELECT helpdesk.fail_import(%s, %s)",
                (import_id, problem.diag.message_primary or str(problem)),
            )
            raise
        tries = 0
        progress()
        if row is None or not row[0]:
            return False
    return True
