"""What hot calls cost in the database, beside their targets: `python -m bench --part database`.

Milliseconds of planning and execution as the server itself counts them (EXPLAIN ANALYZE), nothing of network
or client; the median of three runs after one to warm up. All is committed but the
first touch of a sweep and edits of calendars.
"""

import json
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from psycopg.conninfo import make_conninfo
from rich.console import Console
from rich.table import Table

from bench import plans
from bench.sample import BULK, LONG_CONVERSATION, Connection, Sample, prepare
from pgdesk.cli.output import say

RUNS = 3
DUE = 1_000
VIEWS = ("my_tickets", "unassigned", "urgent", "sla_breaching", "escalated_to_me", "waiting_on_me")
SEARCHES = {
    "a word of most tickets": "lumen",
    "a word of some": "umlauts",
    "a phrase": '"rate limit"',
    "words with an order's number": "return order 98630",
    "a beginning": "perform",
    "a word of none": "xylophonist",
}
_TABLES = (
    "ticket",
    "message",
    "event",
    "sla_clock",
    "notification",
    "ticket_search",
    "message_search",
    "rule_firing",
)

Caller = tuple[str, int] | None


class Read(NamedTuple):
    """What is read by whom, its target, and what is found."""

    what: str
    caller: Caller
    statement: str
    target_ms: float
    note: str


class Row(NamedTuple):
    """What was measured, the median and its target in ms (None: no target), what came of it, and the
    sequential scans of big tables in its plans."""

    what: str
    median_ms: float
    target_ms: float | None
    note: str = ""
    scans: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return (self.target_ms is None or self.median_ms <= self.target_ms) and not self.scans


def measure(dsn: str, rule_target_ms: float | None) -> list[Row]:
    """Measures a database that demo_data filled; `dsn` is a superuser's. Changes tickets and adds rules."""
    sample = prepare(dsn)
    with psycopg.connect(dsn, autocommit=True) as connection:
        rows = []
        for row in (
            *(_read(connection, read) for read in list_reads(connection, sample)),
            *_sla_sweep(connection),
            *_bulk(connection, sample),
            *_rules(connection, rule_target_ms),
            *_calendar(connection),
        ):
            say(f"{row.what}: {row.median_ms:,.1f} ms")
            rows.append(row)
        return rows


def show(rows: list[Row], dsn: str) -> bool:
    """Prints the table; whether every target was met by plans without a sequential scan of a big table."""
    table = Table("what", "median ms", "target ms", "", "plan", caption=sizes(dsn))
    for row in rows:
        is_missed = row.target_ms is not None and row.median_ms > row.target_ms
        table.add_row(
            row.what,
            f"{row.median_ms:,.1f}",
            f"< {row.target_ms:,.0f}" if row.target_ms is not None else "",
            f"missed; {row.note}" if is_missed else row.note,
            "; ".join(row.scans),
        )
    Console(width=140).print(table)
    return all(row.is_good for row in rows)


def sizes(dsn: str) -> str:
    """One line: how many rows the big tables have, how many tickets are open, and the database's size."""
    with psycopg.connect(dsn) as connection:
        counts = [(name, _number(connection, f"SELECT count(*) FROM helpdesk.{name}")) for name in _TABLES]
        unsolved = "SELECT count(*) FROM helpdesk.ticket WHERE status_category NOT IN ('solved', 'closed')"
        counts.insert(1, ("open tickets", _number(connection, unsolved)))
        size = _number(connection, "SELECT pg_database_size(current_database())")
        version = connection.info.parameter_status("server_version")
    listed = ", ".join(f"{count:,} {name}" for name, count in counts)
    return f"PostgreSQL {version}: {listed}; {size / 1024**3:.1f} GiB"


# --- the measurements


def list_reads(connection: Connection, sample: Sample) -> Iterator[Read]:
    """Pages and counts of the views, searches, the long ticket's timeline."""
    agent = ("agent", sample.agent)
    for caller in (agent, ("admin", sample.admin)):
        for view in VIEWS:
            count = f"SELECT api.count_view(slug => '{view}')"
            found = json.loads(_value(connection, caller, f"{count}::text"))["count"]
            page = f"SELECT * FROM api.run_view(slug => '{view}')"
            yield Read(f"{caller[0]}: page of {view}", caller, page, 10, f"of {found}")
            yield Read(f"{caller[0]}: count of {view}", caller, count, 10, "")
    for what, words in SEARCHES.items():
        statement = f"SELECT * FROM api.search('{words}')"
        found = _value(connection, agent, f"SELECT count(*) FROM ({statement}) AS f")
        yield Read(f"agent: search {what}", agent, statement, 50, f"{words!r}: {found} rows")
    statement = (
        f"SELECT * FROM api.timeline WHERE ticket_id = {sample.long_ticket}"
        " ORDER BY at, event_id NULLS FIRST, message_id"
    )
    found = _value(connection, agent, f"SELECT count(*) FROM ({statement}) AS f")
    yield Read(f"agent: timeline, {LONG_CONVERSATION} messages", agent, statement, 20, f"{found} lines")


def _read(connection: Connection, read: Read) -> Row:
    taken = [run(connection, read.caller, read.statement) for _ in range(RUNS + 1)][1:]
    dsn = make_conninfo(connection.info.dsn, password=connection.info.password)
    used = plans.explain_text(dsn, _become(read.caller), read.statement)
    return Row(read.what, statistics.median(taken), read.target_ms, read.note, tuple(plans.scans(used)))


def _sla_sweep(connection: Connection) -> Iterator[Row]:
    """Each time the next that are due: rolled back at the first touch of their pages, then for good."""
    while _value(connection, None, "SELECT helpdesk.check_sla()"):
        pass
    first, taken = [], []
    for _ in range(RUNS):
        due = _value(
            connection,
            None,
            "SELECT max(c.next_check_at) FROM (SELECT next_check_at FROM helpdesk.sla_clock"
            f" WHERE next_check_at IS NOT NULL ORDER BY next_check_at LIMIT {DUE}) AS c",
        )
        statement = f"SELECT helpdesk.check_sla('{due}')"
        with _rolled_back(connection):
            first.append(run(connection, None, statement))
        taken.append(run(connection, None, statement))
    note = f"{statistics.median(first):,.0f} ms at the first touch of their pages"
    yield Row(f"SLA sweep, {DUE:,} due", statistics.median(taken), 100, note)


def _bulk(connection: Connection, sample: Sample) -> Iterator[Row]:
    changes = {
        "set_priority": ("critical", "low", "urgent"),
        "set_status": ("on_hold", "in_progress", "waiting_on_agent"),
    }
    tickets = ",".join(map(str, sample.bulk_tickets))
    for action, values in changes.items():
        taken = []
        for value in values:
            before = _value(connection, None, "SELECT coalesce(max(event_id), 0) FROM helpdesk.event")
            actions = f'[{{"action": "{action}", "value": "{value}"}}]'
            statement = f"SELECT * FROM api.change_tickets('{actions}', '{{{tickets}}}')"
            taken.append(run(connection, ("admin", sample.admin), statement))
            changed = f"SELECT count(DISTINCT ticket_id) FROM helpdesk.event WHERE event_id > {before}"
        note = f"the last changed {_value(connection, None, changed):,}"
        yield Row(f"bulk of {BULK:,}: {action}", statistics.median(taken), 10_000, note)


def _rules(connection: Connection, target_ms: float | None) -> Iterator[Row]:
    for what, kind in (("50 escalation rules", "escalation"), ("20 automations", "automation")):
        statement = f"SELECT helpdesk.sweep_rules('{kind}')"
        first = run(connection, None, statement)
        fired = (
            "SELECT count(*) FROM helpdesk.rule_firing JOIN helpdesk.rule USING (rule_id)"
            f" WHERE kind = '{kind}'"
        )
        failed = _value(connection, None, "SELECT count(*) FROM helpdesk.rule_error")
        note = f"acts {_value(connection, None, fired):,} times, {failed} errors"
        yield Row(f"{what}: the first sweep", first, None, note)
        connection.execute("ANALYZE helpdesk.rule_firing, helpdesk.ticket, helpdesk.event")
        later = [run(connection, None, statement) for _ in range(RUNS)]
        yield Row(f"{what}: a sweep", statistics.median(later), target_ms)


def _calendar(connection: Connection) -> Iterator[Row]:
    """Half an hour more on Mondays for the calendar that most open clocks count by."""
    taken, moved = [], 0
    for _ in range(RUNS):
        with _rolled_back(connection):
            calendar = _value(
                connection,
                None,
                "SELECT v.calendar_id FROM helpdesk.sla_clock JOIN helpdesk.calendar_version AS v"
                " USING (calendar_version_id) WHERE stopped_at IS NULL"
                " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
            )
            started = time.perf_counter()
            connection.execute(
                "UPDATE helpdesk.calendar_hours SET closes = closes + interval '30 minutes'"
                " WHERE calendar_id = %s AND weekday = 1 AND closes < '23:00'",
                (calendar,),
            )
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            taken.append(1000 * (time.perf_counter() - started))
            moved = _value(
                connection,
                None,
                "SELECT count(*) FROM helpdesk.sla_clock WHERE calendar_version_id ="
                " (SELECT max(calendar_version_id) FROM helpdesk.calendar_version)",
            )
    yield Row("an edit of a calendar", statistics.median(taken), 20_000, f"moves {moved:,} clocks")


# --- the clock


def run(connection: Connection, caller: Caller, statement: str) -> float:
    """Milliseconds of one run, planning and triggers included."""
    plan = _value(connection, caller, f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")[0]
    return float(plan["Planning Time"]) + float(plan["Execution Time"])


def _value(connection: Connection, caller: Caller, statement: str) -> Any:
    with connection.transaction():
        for opening in _become(caller):
            connection.execute(opening.encode())
        row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return row[0]


def _number(connection: Connection, statement: str) -> int:
    return int(_value(connection, None, statement))


def _become(caller: Caller) -> list[str]:
    if caller is None:
        return []
    role, person_id = caller
    claims = json.dumps({"role": role, "person_id": person_id, "aud": "pgdesk"})
    return [
        "SET LOCAL SESSION AUTHORIZATION authenticator",
        f"SET LOCAL ROLE {role}",
        f"SELECT set_config('request.jwt.claims', '{claims}', true)",
    ]


@contextmanager
def _rolled_back(connection: Connection) -> Iterator[None]:
    with connection.transaction(force_rollback=True):
        yield
