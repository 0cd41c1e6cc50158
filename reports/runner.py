"""Runs a report as login reporter and writes what it found as table, CSV or JSON."""

import csv
import datetime
import decimal
import io
import json
import re
from dataclasses import dataclass
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table

from pgdesk.reports.files import Report, ReportError

FORMATS = ("table", "csv", "json")
_TIMEOUT = "120s"


@dataclass(frozen=True)
class Result:
    columns: list[str]
    rows: list[tuple[Any, ...]]


def run(dsn: str, report: Report, given: dict[str, str]) -> Result:
    """Executes the report in a read-only transaction; ReportError for wrong parameters or SQL."""
    values = report.values(given)
    with psycopg.connect(dsn, options="-c timezone=UTC") as connection:
        connection.read_only = True
        connection.execute(f"SET LOCAL statement_timeout = '{_TIMEOUT}'")
        # The text is a file of this package, not input.
        try:
            cursor = connection.execute(report.query.encode(), values)
            return Result([column.name for column in cursor.description or ()], cursor.fetchall())
        except psycopg.Error as problem:
            raise ReportError(f"report {report.name}: {_describe(problem)}") from problem


def _describe(problem: psycopg.Error) -> str:
    """The message and the line that Postgres points at; an error of psycopg's own is about placeholders."""
    message = problem.diag.message_primary
    if message is None:
        return f"{problem}: a percent sign of the statement is written %%"
    line = re.search(r"^LINE (\d+):", str(problem), re.M)
    return f"{message}, line {line[1]}" if line else message


def write(report: Report, result: Result, form: str) -> str:
    """The result as text in one of FORMATS."""
    if form == "csv":
        return _csv(result)
    if form == "json":
        return _json(result)
    return _table(report, result)


def _csv(result: Result) -> str:
    """RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_defused(column) for column in result.columns])
    writer.writerows([_defused(cell) for cell in row] for row in result.rows)
    return out.getvalue()


def _defused(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{cell}"
    return _plain(cell)


def _json(result: Result) -> str:
    rows = [dict(zip(result.columns, row, strict=True)) for row in plain_rows(result)]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def plain_rows(result: Result) -> list[list[Any]]:
    """Its cells as JSON has them."""
    return [[_plain(cell) for cell in row] for row in result.rows]


def _plain(cell: Any) -> Any:
    if isinstance(cell, decimal.Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    if isinstance(cell, datetime.date | datetime.datetime):
        return cell.isoformat()
    return cell


def _table(report: Report, result: Result) -> str:
    table = Table(title=report.title, title_justify="left", title_style="bold")
    for number, column in enumerate(result.columns):
        is_number = any(isinstance(row[number], int | float | decimal.Decimal) for row in result.rows)
        table.add_column(column, justify="right" if is_number else "left")
    for row in result.rows:
        table.add_row(*("" if cell is None else str(_plain(cell)) for cell in row))
    out = io.StringIO()
    # As wide as it needs: a pipe has no width, and a terminal wraps by itself.
    Console(file=out, width=10_000, highlight=False, markup=False).print(table)
    return out.getvalue()
