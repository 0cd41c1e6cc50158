"""The SLA sweep: 1,000 due clocks among 10,000 and among 100,000 open ones."""

import statistics
import time

import psycopg
from psycopg.conninfo import make_conninfo

_PREPARE = """
    SET session_replication_role = replica;
    DELETE FROM helpdesk.sla_clock;
    UPDATE helpdesk.ticket
    SET status = 'open', status_category = 'open', resolved_at = NULL, closed_at = NULL
    WHERE status_category IN ('solved', 'closed');
    INSERT INTO helpdesk.sla_clock (
        ticket_id, metric, cycle, mode, target_us, warn_percent,
        started_at, since_at, due_at, warn_at, warned_at
    )
    SELECT
        t.ticket_id, 'resolution', 1, 'run', 3600000000, 80,
        c.at - interval '1 hour', c.at - interval '1 hour', c.at, c.at, c.at
    FROM helpdesk.ticket AS t
    CROSS JOIN LATERAL (
        SELECT helpdesk.clock() + CASE
            WHEN t.ticket_id % 10 = 0 AND t.ticket_id <= 10000 THEN interval '-1 minute'
            ELSE interval '30 days'
        END AS at
    ) AS c;
    RESET session_replication_role;
"""


def measure(superuser_dsn: str, worker_dsn: str, runs: int) -> dict[int, float]:
    """Median milliseconds of one sweep, by the number of open clocks. Changes all tickets of the database."""
    with psycopg.connect(superuser_dsn) as connection:
        connection.execute(_PREPARE)
    found = {}
    for clocks in (100_000, 10_000):
        with psycopg.connect(superuser_dsn, autocommit=True) as connection:
            connection.execute("DELETE FROM helpdesk.sla_clock WHERE ticket_id > %s", (clocks,))
            connection.execute("VACUUM ANALYZE helpdesk.sla_clock")
            connection.execute("VACUUM ANALYZE helpdesk.ticket")
            connection.execute("CHECKPOINT")
        found[clocks] = statistics.median(_once(worker_dsn) for _ in range(runs))
    return found


def _once(worker_dsn: str) -> float:
    """A sweep that is rolled back: the next one finds the same."""
    with psycopg.connect(make_conninfo(worker_dsn)) as connection:
        connection.execute("SELECT 1")
        started = time.perf_counter()
        row = connection.execute("SELECT helpdesk.check_sla()").fetchone()
        passed = time.perf_counter() - started
        connection.rollback()
    if row != (1000,):
        raise RuntimeError(f"the sweep recorded {row}, not 1,000")
    return passed * 1000
