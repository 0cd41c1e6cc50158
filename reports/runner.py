"""Has the database run a report, as login reporter."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from pgdesk.reports.files import ReportError

_TIMEOUT = "120s"
_NUMBERS = frozenset(("bigint", "integer", "smallint", "numeric", "double precision", "real"))


@dataclass(frozen=True)
class Column:
    """A column and its type in Postgres."""

    name: str
    type: str

    @property
    def is_number(self) -> bool:
        return self.type in _NUMBERS


@dataclass(frozen=True)
class Result:
    """What reports.run found; cells are as JSON has them, days and instants in ISO 8601.

    `before`: for each row that of the period before, or None; empty unless it was compared.
    """

    name: str
    title: str
    values: dict[str, str]
    chart: list[str]
    columns: list[Column]
    rows: list[list[Any]]
    before: list[list[Any] | None]

    @property
    def period(self) -> str:
        """Both days; empty: it has no period."""
        return f"{self.values['from']} to {self.values['to']}" if "from" in self.values else ""

    def flat(self) -> tuple[list[Column], list[list[Any]]]:
        """Columns and rows, beside each number that is no axis of the chart what it was before."""
        if not self.before:
            return self.columns, self.rows
        axes = self.chart[1 : 3 if self.chart[:1] == ["heat"] else 2]
        shown = [1 + (column.is_number and column.name not in axes) for column in self.columns]
        columns = [
            other
            for column, count in zip(self.columns, shown, strict=True)
            for other in (column, Column(f"{column.name}_before", column.type))[:count]
        ]
        rows = [
            [
                cell
                for at, count in enumerate(shown)
                for cell in (row[at], old[at] if old else None)[:count]
            ]
            for row, old in zip(self.rows, self.before, strict=True)
        ]
        return columns, rows


def read_result(found: dict[str, Any]) -> Result:
    """Of what reports.run returns."""
    return Result(
        found["report"],
        found["title"],
        found["values"],
        found["chart"],
        [Column(one["name"], one["type"]) for one in found["columns"]],
        found["rows"],
        found["before"] or [],
    )


def run(dsn: str, name: str, given: dict[str, str], *, compare: bool = False) -> Result:
    """`given`: parameters, from and to among them. ReportError for what is wrong with them or the SQL."""
    with psycopg.connect(dsn, options=f"-c statement_timeout={_TIMEOUT}") as connection:
        connection.read_only = True
        try:
            row = connection.execute(
                "SELECT reports.run(%s, %s, %s)", (name, Jsonb(given), compare)
            ).fetchone()
        except psycopg.OperationalError as problem:
            if isinstance(problem, psycopg.errors.QueryCanceled):
                raise ReportError(f"report {name}: it took longer than {_TIMEOUT}") from problem
            raise
        except psycopg.Error as problem:
            raise ReportError(problem.diag.message_primary or str(problem)) from problem
    assert row is not None
    return read_result(row[0])


def catalogue(dsn: str) -> list[dict[str, Any]]:
    """The reports that there are, as helpdesk.report has them."""
    with psycopg.connect(dsn) as connection:
        connection.read_only = True
        rows = connection.execute("SELECT to_jsonb(c) FROM reports.catalogue() AS c").fetchall()
    return [row[0] for row in rows]
