"""Draws scheduled reports; what is due, and what becomes of it, the database decides."""

from typing import Any

import msgspec
import psycopg
import structlog

from pgdesk.reports import formats, runner
from pgdesk.reports.files import ReportError

_BEGIN = "SELECT helpdesk.begin_report_run()"
_END = "SELECT helpdesk.end_report_run(%s, %s, %s, %s, %s)"

log = structlog.get_logger()


class Run(msgspec.Struct, frozen=True):
    """What helpdesk.begin_report_run says."""

    report_run_id: int
    attempts: int
    report: str
    parameters: dict[str, Any]
    is_compared: bool
    formats: list[str]


def draw_next(connection: psycopg.Connection[Any], dsn: str) -> bool:
    """Runs the next as login reporter by `dsn`, hands over its files or why it has none; False: no next."""
    row = connection.execute(_BEGIN).fetchone()
    if row is None or row[0] is None:
        return False
    run = msgspec.convert(row[0], Run)
    files: list[bytes] = []
    error = None
    try:
        if not dsn:
            raise ReportError("PGDESK_REPORT_DATABASE_URL is not set where the worker runs")
        result = runner.run(dsn, run.report, run.parameters, compare=run.is_compared)
        files = [formats.write(result, form) for form in run.formats]
    # What is wrong with one, the others do not wait for.
    except Exception as problem:
        log.warning("a report cannot be drawn", report=run.report, problem=str(problem).strip())
        files, error = [], str(problem).strip() or type(problem).__name__
    connection.execute(_END, (run.report_run_id, run.attempts, run.formats, files, error))
    return True
