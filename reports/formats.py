"""Writes what a report found as table, CSV, JSON, Parquet, PNG or SVG."""

import csv
import importlib
import io
import json
from typing import Any

from rich.console import Console
from rich.table import Table

from pgdesk.reports.chart import draw
from pgdesk.reports.files import ReportError
from pgdesk.reports.runner import Column, Result

FORMATS = ("table", "csv", "json", "parquet", "png", "svg")
MEDIA_TYPES = {
    "table": "text/plain",
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "png": "image/png",
    "svg": "image/svg+xml",
}


def write(result: Result, form: str) -> bytes:
    """The result in one of FORMATS; ReportError where a format is not installed, or there is no chart."""
    columns, rows = result.flat()
    match form:
        case "csv":
            return _csv(columns, rows).encode()
        case "json":
            return _json(columns, rows).encode()
        case "parquet":
            return _parquet(columns, rows)
        case "png" | "svg":
            return draw(result, form)
    return _table(result, columns, rows).encode()


def _csv(columns: list[Column], rows: list[list[Any]]) -> str:
    """RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_defused(column.name) for column in columns])
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return out.getvalue()


def _defused(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{cell}"
    return cell


def _json(columns: list[Column], rows: list[list[Any]]) -> str:
    names = [column.name for column in columns]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _parquet(columns: list[Column], rows: list[list[Any]]) -> bytes:
    """Numbers as int64 or double, days as date32, instants as microseconds in UTC, the rest as text."""
    try:
        core, arrow_io = importlib.import_module("arro3.core"), importlib.import_module("arro3.io")
    except ImportError:
        raise ReportError("Parquet is not installed: pip install 'pgdesk[reports]'") from None
    types = core.DataType
    kinds = {
        "bigint": types.int64(),
        "integer": types.int64(),
        "smallint": types.int64(),
        "numeric": types.float64(),
        "double precision": types.float64(),
        "real": types.float64(),
        "boolean": types.bool(),
    }
    arrays, fields = [], []
    for at, column in enumerate(columns):
        cells = [row[at] for row in rows]
        kind = kinds.get(column.type, types.utf8())
        if column.type == "numeric":
            cells = [None if cell is None else float(cell) for cell in cells]
        array = core.Array(cells, type=kind)
        if column.type == "date":
            kind = types.date32()
            array = array.cast(kind)
        elif column.type == "timestamp with time zone":
            kind = types.timestamp("us", tz="UTC")
            array = array.cast(kind)
        arrays.append(array)
        fields.append(core.Field(column.name, kind, nullable=True))
    out = io.BytesIO()
    arrow_io.write_parquet(core.Table.from_arrays(arrays, schema=core.Schema(fields)), out)
    return out.getvalue()


def _table(result: Result, columns: list[Column], rows: list[list[Any]]) -> str:
    title = " · ".join(filter(None, (result.title, result.period)))
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column.name, justify="right" if column.is_number else "left")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out = io.StringIO()
    # As wide as it needs: a pipe has no width, and a terminal wraps by itself.
    Console(file=out, width=10_000, highlight=False, markup=False).print(table)
    return out.getvalue()
