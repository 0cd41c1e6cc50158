"""Takes in what was read from other helpdesks, a while at a time, so that others have their turn."""

import dramatiq
import psycopg

from pgdesk.imports.running import run_batches
from pgdesk.workers.connecting import connect

_SECONDS = 60
_AGAIN = "SELECT helpdesk.enqueue('run_import', jsonb_build_array(%s::bigint), p_queue => 'imports')"


@dramatiq.actor(actor_name="run_import", queue_name="imports", max_retries=20, min_backoff=5_000)
def run_import(import_id: int) -> None:
    """Batches for a minute; what is left is queued again. A worker that dies has lost one batch."""
    with connect("import") as connection:
        if run_batches(connection, import_id, _SECONDS):
            connection.execute(_AGAIN, (import_id,))


@dramatiq.actor(
    actor_name="check_import", queue_name="imports", time_limit=3_600_000, max_retries=3, min_backoff=5_000
)
def check_import(import_id: int) -> None:
    """The dry run of one import."""
    with connect("import") as connection:
        connection.execute("SELECT helpdesk.check_import(%s)", (import_id,))


@dramatiq.actor(
    actor_name="undo_import", queue_name="imports", time_limit=3_600_000, max_retries=3, min_backoff=5_000
)
def undo_import(import_id: int) -> None:
    """Takes one back; what is in the way is told by its row."""
    with connect("import") as connection:
        try:
            connection.execute("SELECT helpdesk.undo_import(%s)", (import_id,))
        except psycopg.DatabaseError as problem:
            if problem.sqlstate != "PD213":
                raise
            said = f"{problem.diag.message_primary}: {problem.diag.message_detail}"
            connection.execute("SELECT helpdesk.fail_import(%s, %s)", (import_id, said))
