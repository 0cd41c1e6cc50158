"""What `pgdesk doctor` says of the audit log: whether it is as its seals have it, and what is unsealed."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path
from typing import Any

import psycopg

#: Seals that one statement verifies, and connections that share the work.
_BATCH = 20
_CONNECTIONS = 2
_NAMED = 20
_OBSTACLE = Path(__file__).with_name("sealing_obstacle.sql").read_bytes()
_LATE = (
    "SELECT changes, since, since < helpdesk.clock() - interval '10 minutes' FROM audit.measure_unsealed()"
)
_MONTHS = Path(__file__).with_name("audit_months.sql").read_bytes()
_CHANGE = """
    SELECT format(' (%%s of %%s %%s)', action, table_name, row_key) FROM audit.change WHERE change_id = %s
"""

Connection = psycopg.Connection[Any]


def examine_log(dsn: str, kept: Mapping[int, str], is_quick: bool) -> Iterator[tuple[str, bool, str]]:
    """(subject, is it well, text); `kept`: checkpoints; quick: the seals only, not the rows."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        began = time.monotonic()
        wrong = [*_chain(connection), *_checkpoints(connection, kept)]
        if not is_quick:
            wrong += [*_sealed(dsn, connection), *_inserted(connection)]
        for text in wrong[:_NAMED]:
            yield "audit log", False, text
        if len(wrong) > _NAMED:
            yield "audit log", False, f"and {len(wrong) - _NAMED} more"
        seals, rows = connection.execute(
            "SELECT count(*), coalesce(sum(row_count), 0) FROM audit.seal"
        ).fetchall()[0]
        if not wrong:
            took = f"{rows} rows in {time.monotonic() - began:.0f} s"
            yield (
                "audit log",
                True,
                f"{seals} seals follow each other" if is_quick else f"as {seals} seals have it, {took}",
            )
        yield _unsealed(connection)


def _chain(connection: Connection) -> Iterator[str]:
    for seal, fault in connection.execute("SELECT seal_id, fault FROM audit.check_chain()"):
        yield f"seal {seal}: {fault}"


def _checkpoints(connection: Connection, kept: Mapping[int, str]) -> Iterator[str]:
    hashes = dict(
        connection.execute(
            "SELECT seal_id, encode(hash, 'hex') FROM audit.seal WHERE seal_id = ANY (%s)", (list(kept),)
        ).fetchall()
    )
    for seal, value in kept.items():
        if hashes.get(seal) != value.lower():
            yield f"seal {seal}: {'the checkpoint says another hash' if seal in hashes else 'it is missing'}"


def _sealed(dsn: str, connection: Connection) -> Iterator[str]:
    row = connection.execute("SELECT min(seal_id), max(seal_id) FROM audit.sealed_rows").fetchone()
    assert row is not None
    if row[0] is None:
        return
    starts = range(row[0], row[1] + 1, _BATCH)

    def verify(worker: int) -> list[tuple[Any, ...]]:
        with psycopg.connect(dsn, autocommit=True) as own:
            return [
                found
                for start in starts[worker::_CONNECTIONS]
                for found in own.execute(
                    "SELECT seal_id, change_id, fault FROM audit.check_sealed_rows(%s, %s)",
                    (start, start + _BATCH - 1),
                )
            ]

    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        found = sorted(row for part in pool.map(verify, range(_CONNECTIONS)) for row in part)
    for seal, change, fault in found:
        yield f"seal {seal}: change {change}{_describe(connection, change)} {fault}"


def _inserted(connection: Connection) -> Iterator[str]:
    for (month,) in connection.execute(_MONTHS).fetchall():
        for (change,) in connection.execute(
            "SELECT change_id FROM audit.find_inserted_rows(%s)", (month,)
        ).fetchall():
            yield f"change {change}{_describe(connection, change)} was inserted afterwards: no seal has it"


def _describe(connection: Connection, change: int) -> str:
    row = connection.execute(_CHANGE, (change,)).fetchone()
    return row[0] if row else ""


def _unsealed(connection: Connection) -> tuple[str, bool, str]:
    changes, since, is_late = connection.execute(_LATE).fetchall()[0]
    if not is_late:
        return "seals", True, f"{changes} changes wait to be sealed; until then they are not protected"
    obstacle = connection.execute(_OBSTACLE).fetchone()
    return (
        "seals",
        False,
        f"{changes} changes wait to be sealed, since {since.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC: "
        f"{obstacle[0] if obstacle else 'run pgdesk sweep seals'}",
    )
