"""What reports cost in the database: `python -m bench --part reports`.

Milliseconds of each report, of the period that it has by itself and of 365 days: the median of three runs
after one to warm up, with past days counted as the job of a desk has done it.
"""

import statistics

import psycopg

from bench.database import RUNS, Row, run

TARGET_MS = 2_000
_COUNTED = ("activity_day", "agent_day", "status_day", "assignment_day", "counted_day")


def measure(dsn: str) -> list[Row]:
    """Measures a database that demo_data filled; `dsn` is a superuser's."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        while connection.execute("SELECT helpdesk.count_days()").fetchall() != [(0,)]:
            pass
        for table in _COUNTED:
            connection.execute(f"VACUUM (ANALYZE) helpdesk.{table}")
        found = connection.execute("SELECT report, period_days FROM reports.catalogue()").fetchall()
        return [
            _run(connection, report, given, note)
            for report, days in found
            for given, note in (
                ("{}", f"of {days} days" if days else "of now"),
                *([('{"days": 365}', "of 365 days")] if days else []),
            )
        ]


def _run(connection: psycopg.Connection[tuple[object, ...]], report: str, given: str, note: str) -> Row:
    statement = f"SELECT reports.run('{report}', '{given}')"
    taken = [run(connection, None, statement) for _ in range(RUNS + 1)][1:]
    return Row(report, statistics.median(taken), TARGET_MS, note)
