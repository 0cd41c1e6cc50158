"""Has the virus scanner look at the files that wait for it."""

from __future__ import annotations

from typing import Any

import structlog
from psycopg import Connection

from pgdesk.files.clamd import NotScannedError, ScannerAwayError, scan
from pgdesk.files.contents import find_source, read_chunks
from pgdesk.files.store import Store, StoreError

_BEGIN = "SELECT helpdesk.begin_scan()"
_END = "SELECT helpdesk.end_scan(%s, %s)"
_PUT_OFF = "SELECT helpdesk.put_off_scan(%s)"

log = structlog.get_logger()


def scan_waiting(connection: Connection[Any], store: Store, clamd: str) -> None:
    """Goes on until no file waits, or the scanner or the store is away: the rest goes on waiting.

    `connection` commits each statement.
    """
    while (row := connection.execute(_BEGIN).fetchone()) and row[0] is not None:
        attachment_id: int = row[0]
        source = find_source(connection, attachment_id)
        if source is None:
            continue
        try:
            finding = scan(clamd, read_chunks(source, store))
        except NotScannedError as problem:  # the next one may fare better
            log.error("file not scanned", attachment_id=attachment_id, problem=str(problem))
        except (ScannerAwayError, StoreError) as problem:
            log.error("no file is scanned", problem=str(problem))
            connection.execute(_PUT_OFF, (attachment_id,))
            return
        else:
            connection.execute(_END, (attachment_id, finding))
