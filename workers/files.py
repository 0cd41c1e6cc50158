"""Has files scanned, and takes those out of the store that nothing refers to any more."""

import dramatiq

from pgdesk.files.removing import remove_unreferred
from pgdesk.files.scanning import scan_waiting
from pgdesk.files.store import Store
from pgdesk.settings import Settings
from pgdesk.workers.connecting import connect


@dramatiq.actor(actor_name="scan_files", queue_name="scans", time_limit=3_600_000, max_retries=0)
def scan_files() -> None:
    """Goes on until no file waits. Where scanner or store are away, the clock tries again in a minute."""
    settings = Settings.from_env()
    with connect("scans") as connection:
        scan_waiting(connection, Store(settings.files_url), settings.clamd)


@dramatiq.actor(actor_name="remove_stored_files", queue_name="scans", max_retries=3, min_backoff=5_000)
def remove_stored_files() -> None:
    """Goes on until nothing is to be removed."""
    settings = Settings.from_env()
    with connect("files") as connection:
        remove_unreferred(connection, Store(settings.files_url))
