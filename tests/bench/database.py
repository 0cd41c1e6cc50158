"""`python -m tests.bench.database`: what hot calls cost in the database, beside their targets.

Milliseconds of planning and execution as the server itself counts them (EXPLAIN ANALYZE), nothing of network
or client; the median of three runs after one to warm up. Writes are committed. Nothing fails: one reads it.
"""

import argparse
import os
import secrets
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from rich.console import Console
from rich.table import Table

from cli import demo_data
from cli.binaries import find_binaries
from cli.cluster import Cluster
from cli.migrate import migrate
from tests.bench.sample import BULK, LONG_CONVERSATION, Connection, Sample, prepare
from tests.conftest import acting_as

RUNS = 3
VIEWS = ("my_tickets", "unassigned", "urgent", "sla_breaching", "escalated_to_me", "waiting_on_me")
SEARCHES = {
    "a word of most tickets": "lumen",
    "a word of some": "umlauts",
    "a phrase": '"rate limit"',
    "words with an order's number": "return order 98630",
    "a beginning": "perform",
    "a word of none": "xylophonist",
}
_TABLES = ("ticket", "message", "event", "sla_clock", "ticket_search", "message_search", "rule_firing")


class Row(NamedTuple):
    """What was measured, the median and its target in milliseconds (None: no target), and what came of it."""

    what: str
    median_ms: float
    target_ms: float | None
    note: str = ""


def run(dsn: str) -> list[Row]:
    """Measures a database that demo_data filled; `dsn` is a superuser's. Changes tickets and adds rules."""
    sample = prepare(dsn)
    with psycopg.connect(dsn, autocommit=True) as connection:
        return [
            *_views(connection, sample),
            *_searches(connection, sample),
            *_timeline(connection, sample),
            *_bulk(connection, sample),
            *_sweeps(connection),
        ]


def sizes(dsn: str) -> str:
    """One line: how many rows the big tables have, and how many tickets are open."""
    with psycopg.connect(dsn) as connection:
        counts = [(name, _count(connection, f"SELECT count(*) FROM helpdesk.{name}")) for name in _TABLES]
        unsolved = "SELECT count(*) FROM helpdesk.ticket WHERE status_category NOT IN ('solved', 'closed')"
        counts.insert(1, ("open tickets", _count(connection, unsolved)))
        version = connection.info.parameter_status("server_version")
    return f"PostgreSQL {version}: " + ", ".join(f"{count:,} {name}" for name, count in counts)


def show(rows: list[Row], line: str) -> None:
    table = Table("what", "median ms", "target ms", "", caption=line)
    for row in rows:
        is_missed = row.target_ms is not None and row.median_ms > row.target_ms
        table.add_row(
            row.what,
            f"{row.median_ms:,.1f}",
            f"< {row.target_ms:,.0f}" if row.target_ms is not None else "",
            f"missed; {row.note}" if is_missed else row.note,
        )
    Console(width=130).print(table)


# --- the measurements


def _views(connection: Connection, sample: Sample) -> Iterator[Row]:
    for role, person_id in (("agent", sample.agent), ("admin", sample.admin)):
        for view in VIEWS:
            count = _count(
                connection,
                "SELECT (api.count_view(slug => %s) ->> 'count')::int",
                view,
                who=(role, person_id),
            )
            page = _times(connection, (role, person_id), "SELECT * FROM api.run_view(slug => %s)", view)
            yield Row(f"{role}: page of {view}", statistics.median(page), 10, f"of {count}")
            counted = _times(connection, (role, person_id), "SELECT api.count_view(slug => %s)", view)
            yield Row(f"{role}: count of {view}", statistics.median(counted), 10)


def _searches(connection: Connection, sample: Sample) -> Iterator[Row]:
    for what, words in SEARCHES.items():
        who = ("agent", sample.agent)
        statement = "SELECT * FROM api.search(%s)"
        found = _count(connection, f"SELECT count(*) FROM ({statement}) AS f", words, who=who)
        yield Row(
            f"agent: search {what}",
            statistics.median(_times(connection, who, statement, words)),
            50,
            f"{words!r}: {found} rows",
        )


def _timeline(connection: Connection, sample: Sample) -> Iterator[Row]:
    statement = (
        "SELECT * FROM api.timeline WHERE ticket_id = %s ORDER BY at, event_id NULLS FIRST, message_id"
    )
    who = ("agent", sample.agent)
    found = _count(connection, f"SELECT count(*) FROM ({statement}) AS f", sample.long_ticket, who=who)
    taken = _times(connection, who, statement, sample.long_ticket)
    yield Row(
        f"agent: timeline, {LONG_CONVERSATION} messages", statistics.median(taken), 20, f"{found} lines"
    )


def _bulk(connection: Connection, sample: Sample) -> Iterator[Row]:
    changes = {
        "set_priority": ("critical", "low", "urgent"),
        "set_status": ("on_hold", "in_progress", "waiting_on_agent"),
    }
    for action, values in changes.items():
        taken = []
        for value in values:
            before = _count(connection, "SELECT coalesce(max(event_id), 0) FROM helpdesk.event")
            taken.append(
                _time(
                    connection,
                    ("admin", sample.admin),
                    "SELECT * FROM api.change_tickets(%s, %s)",
                    f'[{{"action": "{action}", "value": "{value}"}}]',
                    sample.bulk_tickets,
                )
            )
            changed = _count(
                connection, "SELECT count(DISTINCT ticket_id) FROM helpdesk.event WHERE event_id > %s", before
            )
        yield Row(
            f"bulk of {BULK:,}: {action}", statistics.median(taken), 10_000, f"the last changed {changed:,}"
        )


def _sweeps(connection: Connection) -> Iterator[Row]:
    for what, kind in (("50 escalation rules", "escalation"), ("20 automations", "automation")):
        statement = "SELECT helpdesk.sweep_rules(%s)"
        first = _time(connection, None, statement, kind)
        fired = _count(
            connection,
            "SELECT count(*) FROM helpdesk.rule_firing JOIN helpdesk.rule USING (rule_id) WHERE kind = %s",
            kind,
        )
        failed = _count(connection, "SELECT count(*) FROM helpdesk.rule_error")
        yield Row(f"{what}: the first sweep", first, None, f"acts {fired:,} times, {failed} errors")
        connection.execute("ANALYZE helpdesk.rule_firing, helpdesk.ticket, helpdesk.event")
        later = [_time(connection, None, statement, kind) for _ in range(RUNS)]
        yield Row(f"{what}: a sweep", statistics.median(later), 3_000)


# --- the clock


def _times(connection: Connection, who: tuple[str, int] | None, statement: str, *values: Any) -> list[float]:
    return [_time(connection, who, statement, *values) for _ in range(RUNS + 1)][1:]


def _time(connection: Connection, who: tuple[str, int] | None, statement: str, *values: Any) -> float:
    """Milliseconds of one committed run, planning and triggers included."""
    (row,) = _fetch(connection, who, f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", *values)
    plan = row[0][0]
    return float(plan["Planning Time"]) + float(plan["Execution Time"])


def _count(connection: Connection, statement: str, *values: Any, who: tuple[str, int] | None = None) -> int:
    (row,) = _fetch(connection, who, statement, *values)
    return int(row[0])


def _fetch(
    connection: Connection, who: tuple[str, int] | None, statement: str, *values: Any
) -> list[tuple[Any, ...]]:
    # Bound by the client: EXPLAIN takes no parameters.
    cursor = psycopg.ClientCursor(connection)
    if who is None:
        return cursor.execute(statement, values).fetchall()
    with acting_as(connection, *who):
        return cursor.execute(statement, values).fetchall()


# --- alone


@contextmanager
def _filled_database(tickets: int) -> Iterator[str]:
    """DSN of a database of a cluster of its own, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pgdesk-bench-"))
    folder.chmod(0o755)
    cluster = Cluster(folder / "cluster", find_binaries(), secrets.token_hex(16))
    try:
        cluster.start()
        with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        migrate(cluster.dsn("bench"))
        demo_data.load(cluster.dsn("bench"), tickets)
        yield cluster.dsn("bench")
    finally:
        cluster.remove()
        for place in {folder, cluster.home}:
            shutil.rmtree(place, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.database", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--dsn", help="a database filled before, as superuser; it is changed")
    arguments = parser.parse_args()
    if arguments.dsn:
        show(run(arguments.dsn), sizes(arguments.dsn))
    else:
        with _filled_database(arguments.tickets) as dsn:
            show(run(dsn), sizes(dsn))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
