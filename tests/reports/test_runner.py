"""Reading and writing reports, without a database."""

import csv
import datetime
import decimal
import io
import json
from pathlib import Path

import pytest

from pgdesk.cli.commands.report import listing
from pgdesk.reports import files, runner

REPORT = files.Report(name="r", title="A title", parameters=(), chart=("bar", "a"), query="")


def _write(rows: list[tuple[object, ...]], form: str, columns: list[str] | None = None) -> str:
    return runner.write(REPORT, runner.Result(columns or ["a", "b"], rows), form)


@pytest.mark.parametrize("name", files.names())
def test_headers(name: str) -> None:
    report = files.read(name)
    assert report.title
    assert report.chart[0] in ("line", "bar")
    for parameter in report.parameters:
        assert f"%({parameter.name})s" in report.query
        assert parameter.help
        parameter.parse(parameter.default)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_peer_9_formulas_are_defused_in_csv(cell: str) -> None:
    header, row = csv.reader(io.StringIO(_write([(cell, 1)], "csv"), newline=""))
    assert header == ["a", "b"]
    assert row == [f"'{cell}", "1"]


def test_csv_keeps_numbers_and_plain_text() -> None:
    rows = [(-5, "a=b"), (decimal.Decimal("-1.5"), 'x,"y"'), (None, datetime.date(2026, 1, 2))]
    written = list(csv.reader(io.StringIO(_write(rows, "csv"))))[1:]
    assert written == [["-5", "a=b"], ["-1.5", 'x,"y"'], ["", "2026-01-02"]]


def test_json() -> None:
    text = _write([(decimal.Decimal("2.5"), "=1"), (decimal.Decimal(3), None)], "json")
    assert json.loads(text) == [{"a": 2.5, "b": "=1"}, {"a": 3, "b": None}]


def test_table_shows_all() -> None:
    text = _write([(1, "x" * 300)], "table")
    assert "A title" in text
    assert "x" * 300 in text


def test_parameters() -> None:
    report = files.read("response_times")
    assert report.values({})["by"] == "priority"
    assert report.values({"days": "7"})["days"] == 7
    for given, message in (
        ({"by": "name"}, "must be one of"),
        ({"days": "-1"}, "must be a number"),
        ({"days": "99999999999"}, "must be a number"),
        ({"days": "1; DROP"}, "must be a number"),
        ({"nope": "1"}, "has no parameter nope"),
    ):
        with pytest.raises(files.ReportError, match=message):
            report.values(given)
    with pytest.raises(files.ReportError, match="NUL"):
        files.read("volume").values({"department": "a\0b"})


def test_a_report_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.sql").write_text("-- title: Mine\nSELECT 1 AS a, 2 AS b\n")
    assert files.read("mine", tmp_path).title == "Mine"
    (tmp_path / "broken.sql").write_text(
        "-- title: Broken\n-- parameter: x date = 1 | no\n-- chart: bar a\nSELECT 1 AS a"
    )
    with pytest.raises(files.ReportError, match="cannot read the parameter"):
        files.read("broken", tmp_path)
    assert listing(tmp_path) == [
        "broken          report broken: cannot read the parameter line 'x date = 1 | no'",
        "mine            Mine",
    ]
    for name in ("nothing", "../reports/volume", "/etc/passwd"):
        with pytest.raises(files.ReportError, match="there is no report"):
            files.read(name, tmp_path)
