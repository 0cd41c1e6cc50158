"""One request in the ledger: run, counted and rolled back, so that each run finds the same database."""

import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from bench import plans
from bench.ledger.verbs import TAG, Verb, list_verbs
from bench.ledger.written import Connection, Floor, Written, find_written, write_again
from bench.requests import CUSTOMER

_TABLES = """
    SELECT schemaname, relname, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_tup_del
    FROM pg_stat_xact_user_tables
"""
_KINDS = ("inserts", "updates", "hot updates", "deletes")
_FUNCTIONS = """
    SELECT schemaname, funcname, sum(calls), sum(self_time) FROM pg_stat_xact_user_functions GROUP BY 1, 2
"""
#: The transaction's and its subtransactions'. A btree's entry is one record, also where it parts a page.
_LOGGED = """
    SELECT c.relname, c.relkind = 'i', count(*), sum(r.record_length)
    FROM pg_get_wal_records_info(%s, %s) AS r
    JOIN pg_class AS c
        ON c.oid = pg_filenode_relation(0, (regexp_match(r.block_ref, 'rel \\d+/\\d+/(\\d+)'))[1]::oid)
    WHERE r.xid::text::bigint >= %s
        AND NOT (r.resource_manager = 'Btree' AND r.record_type !~ '^(INSERT_LEAF|INSERT_POST|SPLIT_[LR])')
    GROUP BY 1, 2
"""

Counts = dict[tuple[str, str], tuple[Any, ...]]


@dataclass
class Entry:
    """What one request did. `tables`: rows by table and kind; `logged`: records and bytes of the write-ahead
    log by table or index (empty without pg_walinspect); times in milliseconds."""

    name: str
    statements: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    self_times: dict[str, float] = field(default_factory=dict)
    tables: dict[str, dict[str, int]] = field(default_factory=dict)
    logged: dict[str, tuple[bool, int, int]] = field(default_factory=dict)
    wal_bytes: int = 0
    buffers: int = 0
    planning: float = 0
    execution: float = 0
    floor: Floor = field(default_factory=lambda: Floor(0, 0))

    @property
    def rows(self) -> int:
        return sum(sum(kinds.values()) - kinds["hot updates"] for kinds in self.tables.values())

    @property
    def index_entries(self) -> int:
        return sum(records for is_index, records, _ in self.logged.values() if is_index)


def measure(superuser_dsn: str, runs: int) -> list[Entry]:
    """Opens one ticket and adds a tag, for good; all else is rolled back."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        has_log = _has_log(connection)
        connection.execute("SET track_functions = 'all'")
        connection.execute(
            sql.SQL("INSERT INTO helpdesk.tag (name) VALUES ({}) ON CONFLICT DO NOTHING").format(
                sql.Literal(TAG)
            )
        )
        ticket_id = _open_ticket(connection)
        return [_enter(connection, superuser_dsn, verb, ticket_id, runs, has_log) for verb in list_verbs()]


def _has_log(connection: Connection) -> bool:
    row = connection.execute(
        "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_walinspect'"
    ).fetchone()
    assert row is not None
    if row[0]:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect")
    return bool(row[0])


def _open_ticket(connection: Connection) -> int:
    verb = Verb("open", CUSTOMER, "SELECT ticket_id FROM api.create_ticket(subject => 'Ledger')")
    with connection.transaction():
        for opening in verb.opening():
            connection.execute(opening)
        row = connection.execute(verb.statement.encode()).fetchone()
    assert row is not None
    return int(row[0])


def _enter(
    connection: Connection, superuser_dsn: str, verb: Verb, ticket_id: int, runs: int, has_log: bool
) -> Entry:
    text = verb.on(ticket_id)
    planning, execution = [], []
    written: list[Written] = []
    entry = Entry(verb.name)
    # The first runs fill caches and write whole pages to the log.
    for _ in range(runs + 2):
        entry = Entry(verb.name)
        written = _run(connection, verb, text, entry, has_log)
        planning.append(entry.planning)
        execution.append(entry.execution)
    entry.planning, entry.execution = (statistics.median(times[2:]) for times in (planning, execution))
    floors = [write_again(connection, written) for _ in range(runs + 2)][2:]
    entry.floor = Floor(floors[-1].wal_bytes, statistics.median(floor.milliseconds for floor in floors))
    opening = [one.as_string(connection) for one in verb.opening()]
    entry.statements = len(plans.explain_text(superuser_dsn, opening, text))
    return entry


def _run(connection: Connection, verb: Verb, text: str, entry: Entry, has_log: bool) -> list[Written]:
    with connection.transaction(force_rollback=True):
        begins_at = _value(connection, "SELECT pg_current_wal_insert_lsn()")
        # The server adds to these until it hands them on, now and then between transactions.
        known_rows, known_calls = _counted(connection, _TABLES), _counted(connection, _FUNCTIONS)
        for opening in verb.opening():
            connection.execute(opening)
        plan = _value(connection, f"EXPLAIN (ANALYZE, BUFFERS, WAL, TIMING OFF, FORMAT JSON) {text}")[0]
        connection.execute("SET LOCAL ROLE NONE")
        connection.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")
        rows = _since(known_rows, _counted(connection, _TABLES))
        calls = _since(known_calls, _counted(connection, _FUNCTIONS))
        xid = _value(connection, "SELECT pg_current_xact_id()::xid::text::bigint")
        ends_at = _value(connection, "SELECT pg_current_wal_insert_lsn()")
        written = find_written(connection, list(rows))
    top = plan["Plan"]
    entry.planning, entry.execution = plan["Planning Time"], plan["Execution Time"]
    entry.wal_bytes = top["WAL Bytes"]
    entry.buffers = top["Shared Hit Blocks"] + top["Shared Read Blocks"]
    for (_, table), counts in rows.items():
        entry.tables[table] = dict(zip(_KINDS, map(int, counts), strict=True))
    for (_, name), (number, self_time) in calls.items():
        entry.calls[name] += int(number)
        entry.self_times[name] = entry.self_times.get(name, 0) + self_time
    if has_log:
        # Ends the file of the log, so that all of it can be read.
        connection.execute("SELECT pg_switch_wal()")
        for name, is_index, records, size in connection.execute(_LOGGED, (begins_at, ends_at, xid)):
            entry.logged[name] = (is_index, records, int(size))
    return written


def _counted(connection: Connection, query: str) -> Counts:
    return {(row[0], row[1]): row[2:] for row in connection.execute(query.encode())}


def _since(known: Counts, counted: Counts) -> Counts:
    """What has been counted since, without what has not."""
    grown = {
        name: tuple(
            now - before for now, before in zip(counts, known.get(name, (0,) * len(counts)), strict=True)
        )
        for name, counts in counted.items()
    }
    return {name: counts for name, counts in grown.items() if counts[0] or any(counts)}


def _value(connection: Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]
