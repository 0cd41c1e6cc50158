"""Writing what a report found, without a database."""

import csv
import datetime
import importlib
import io
import json
import re
from typing import Any

import pytest

from pgdesk.reports import formats
from pgdesk.reports.chart import specify
from pgdesk.reports.files import ReportError
from pgdesk.reports.runner import Column, Result


def _result(
    rows: list[list[Any]],
    columns: dict[str, str] | None = None,
    chart: str = "",
    before: list[list[Any] | None] | None = None,
) -> Result:
    kinds = columns or {"a": "text", "b": "bigint"}
    return Result(
        "r",
        "A title",
        {"from": "2026-01-01", "to": "2026-01-02"},
        chart.split(),
        [Column(*one) for one in kinds.items()],
        rows,
        before or [],
    )


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_peer_9_formulas_are_defused_in_csv(cell: str) -> None:
    text = formats.write(_result([[cell, 1]]), "csv").decode()
    header, row = csv.reader(io.StringIO(text, newline=""))
    assert header == ["a", "b"]
    assert row == [f"'{cell}", "1"]


def test_csv_keeps_numbers_and_plain_text() -> None:
    rows = [[-5, "a=b"], [-1.5, 'x,"y"'], [None, "2026-01-02"]]
    written = list(csv.reader(io.StringIO(formats.write(_result(rows), "csv").decode())))[1:]
    assert written == [["-5", "a=b"], ["-1.5", 'x,"y"'], ["", "2026-01-02"]]


def test_json_and_table() -> None:
    found = _result([["=1", 3], ["x" * 300, None]])
    assert json.loads(formats.write(found, "json")) == [{"a": "=1", "b": 3}, {"a": "x" * 300, "b": None}]
    text = formats.write(found, "table").decode()
    assert "A title · 2026-01-01 to 2026-01-02" in text
    assert "x" * 300 in text


def test_what_was_before_stands_beside_numbers() -> None:
    found = _result([["x", 3], ["y", 4]], before=[["x", 2], None])
    assert json.loads(formats.write(found, "json")) == [
        {"a": "x", "b": 3, "b_before": 2},
        {"a": "y", "b": 4, "b_before": None},
    ]
    by_hour = {"day": "text", "hour": "integer", "n": "bigint"}
    found = _result([["Monday", 1, 3]], by_hour, "heat hour day n", before=[["Monday", 1, 2]])
    assert json.loads(formats.write(found, "json")) == [{"day": "Monday", "hour": 1, "n": 3, "n_before": 2}]


def test_parquet_has_types() -> None:
    columns = {
        "day": "date",
        "n": "bigint",
        "share": "numeric",
        "is": "boolean",
        "at": "timestamp with time zone",
        "name": "text",
    }
    rows = [
        ["2026-01-31", 2**40, 5, True, "2026-01-31T12:30:00.5+00:00", "ä"],
        [None, None, None, None, None, None],
    ]
    written = formats.write(_result(rows, columns), "parquet")
    table = importlib.import_module("arro3.io").read_parquet(io.BytesIO(written)).read_all()
    assert [str(field.type).strip().split("<")[-1] for field in table.schema] == [
        "Date32>",
        "Int64>",
        "Float64>",
        "Boolean>",
        'Timestamp(µs, "UTC")>',
        "Utf8>",
    ]
    first = [table.column(name)[0].as_py() for name in columns]
    at = datetime.datetime(2026, 1, 31, 12, 30, 0, 500_000, tzinfo=datetime.UTC)
    assert first == [datetime.date(2026, 1, 31), 2**40, 5.0, True, at, "ä"]
    assert formats.write(_result([], columns), "parquet")[:4] == b"PAR1"


CHARTS = {
    "line day n": ({"day": "date", "n": "bigint"}, [["2026-01-01", 3], ["2026-01-02", None]]),
    "bar name n m": ({"name": "text", "n": "bigint", "m": "numeric"}, [["one", 3, 1.5], ["two", 4, -2]]),
    "stack name n m": ({"name": "text", "n": "bigint", "m": "bigint"}, [["one", 3, 1]]),
    "stack day n m": ({"day": "date", "n": "bigint", "m": "bigint"}, [["2026-01-01", 3, 1]]),
    "heat x name n": ({"name": "text", "x": "integer", "n": "bigint"}, [["one", 10, 3], ["one", 9, 4]]),
}


@pytest.mark.parametrize("chart", CHARTS)
def test_charts_are_drawn_with_their_words(chart: str) -> None:
    columns, rows = CHARTS[chart]
    found = _result(rows, columns, chart)
    text = formats.write(found, "svg").decode()
    assert ">A title<" in text
    assert ">2026-01-01 to 2026-01-02<" in text
    if "name" in columns:
        assert ">one<" in text
    assert formats.write(found, "png").startswith(b"\x89PNG")
    assert formats.write(_result([], columns, chart), "png").startswith(b"\x89PNG")


def test_a_drawing_fetches_nothing() -> None:
    for chart, (columns, rows) in CHARTS.items():
        told = json.dumps(specify(_result(rows, columns, chart)))
        assert not re.search(r'"url"', told)


def test_bars_of_a_name_are_told_apart() -> None:
    columns = {"name": "text", "metric": "text", "n": "bigint"}
    told = specify(_result([["high", "first", 1], ["high", "next", 2]], columns, "bar name n"))
    assert [one["along"] for one in told["data"]["values"]] == ["high, first", "high, next"]


def test_without_a_chart_there_is_no_picture() -> None:
    with pytest.raises(ReportError, match="report r has no chart"):
        formats.write(_result([]), "png")
