"""Running reports: parameters, comparison, rights, and what is refused."""

import json
from typing import Any

import psycopg
import pytest

from pgdesk.reports import files, runner
from tests.conftest import Connection, login_dsn
from tests.desk import SYSTEM, Desk, refused

NAMES = [path.stem for path in files.paths()]


def declare(desk: Desk, query: str, **columns: Any) -> None:
    row = {"report": "mine", "title": "Mine", "description": "", "query": query, **columns}
    desk.run(
        SYSTEM,
        f"INSERT INTO helpdesk.report ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})",
        *(json.dumps(value) if name == "parameters" else value for name, value in row.items()),
    )


def run(desk: Desk, report: str = "mine", compare: bool = False, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = desk.one(
        SYSTEM, "SELECT reports.run(%s, %s, %s)", report, json.dumps(given), compare
    )
    return found


@pytest.mark.parametrize("name", NAMES)
def test_each_report_runs_as_reporter(demo_dsn: str, name: str) -> None:
    found = runner.run(login_dsn(demo_dsn, "reporter"), name, {}, compare=True)
    assert found.title
    assert set(found.chart[1:]) <= {column.name for column in found.columns}
    assert found.rows or name in ("routing_waits", "time_spent", "knowledge_gaps")
    assert all(len(row) == len(found.columns) for row in found.rows)
    assert len(found.flat()[1]) == len(found.rows) == (len(found.before) or len(found.rows))
    assert bool(found.before) == bool(found.period and found.rows)


def test_parameters_have_defaults_and_are_told(desk: Desk) -> None:
    desk.clock("2026-03-31 12:00:00+00")
    choice = {"name": "by", "type": "choice(a,b)", "default": "a", "help": "What"}
    number = {"name": "n", "type": "int", "default": "3", "help": "How many"}
    query = "SELECT %(by)s AS by, %(n)s AS n, %(to)s - %(from)s AS days, '100%' LIKE '%' AS is_like"
    declare(desk, query, parameters=[choice, number], period_days=30, period_of="All")
    found = run(desk)
    assert found["values"] == {"by": "a", "n": "3", "from": "2026-03-02", "to": "2026-03-31"}
    assert found["columns"] == [
        {"name": "by", "type": "text"},
        {"name": "n", "type": "integer"},
        {"name": "days", "type": "integer"},
        {"name": "is_like", "type": "boolean"},
    ]
    assert found["rows"] == [["a", 3, 29, True]]
    assert run(desk, by="b", n=9, days=7)["rows"] == [["b", 9, 6, True]]
    told = run(desk, **{"from": "2026-01-01", "to": "2026-01-31"})["values"]
    assert (told["from"], told["to"]) == ("2026-01-01", "2026-01-31")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"hours": 1}, "report volume has no parameter hours"),
        ({"step": "year"}, "parameter step is one of day, week, month"),
        ({"step": None}, "parameter step is one of"),
        ({"days": "-1"}, "parameter days is a number"),
        ({"days": "1; DROP TABLE x"}, "parameter days is a number"),
        ({"days": 0}, "a period is 1 to 3660 days"),
        ({"days": 999_999}, "a period is 1 to 3660 days"),
        ({"from": "yesterday"}, "parameter from is a day"),
        ({"from": "2026-02-30"}, "parameter from is a day"),
        ({"to": "2026-01-01T00:00Z"}, "parameter to is a day"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, "a period is 1 to 3660 days"),
        ({"department": "x" * 201}, "parameter department has at most 200 characters"),
    ],
)
def test_wrong_parameters_are_refused(desk: Desk, given: dict[str, Any], message: str) -> None:
    with refused("PD180", message):
        desk.call(desk.admin, "report", report="volume", parameters=json.dumps(given))


def test_text_is_never_sql(desk: Desk) -> None:
    evil = "') OR 1=1; DROP TABLE helpdesk.ticket --"
    assert run(desk, "volume", department=evil, days=1)["rows"][0][1] == 0


def test_the_period_before_stands_beside_each_row(desk: Desk) -> None:
    desk.clock("2026-03-31 12:00:00+00")
    by_day = (
        "SELECT d::date AS day, extract(day FROM d)::int AS n"
        " FROM generate_series(%(from)s::timestamp, %(to)s, '1 day') AS d"
    )
    declare(desk, by_day, period_days=2, period_of="All")
    found = run(desk, compare=True)
    assert found["rows"] == [["2026-03-30", 30], ["2026-03-31", 31]]
    assert found["before"] == [["2026-03-28", 28], ["2026-03-29", 29]]
    desk.run(SYSTEM, "DELETE FROM helpdesk.report WHERE report = 'mine'")
    by_name = (
        "SELECT v.a, v.n FROM (VALUES ('x', 1, 31), ('y', 2, 31), ('y', 3, 29)) AS v(a, n, day)"
        " WHERE v.day BETWEEN extract(day FROM %(from)s::date) AND extract(day FROM %(to)s::date)"
    )
    declare(desk, by_name, period_days=2, period_of="All")
    found = run(desk, compare=True)
    assert (found["rows"], found["before"]) == ([["x", 1], ["y", 2]], [None, ["y", 3]])
    assert run(desk)["before"] is None
    found = run(desk, compare=True, **{"from": "2026-03-30", "to": "2026-03-30"})
    assert (found["rows"], found["before"]) == ([["y", None]], [["y", 3]])
    desk.run(SYSTEM, "DELETE FROM helpdesk.report WHERE report = 'mine'")
    by_hour = "SELECT 'Monday' AS weekday, n AS hour, %(from)s AS day FROM generate_series(1, 2) AS n"
    declare(desk, by_hour, period_days=1, period_of="All")
    found = run(desk, compare=True)
    assert [row[1] for row in found["rows"]] == [row[1] for row in found["before"]] == [1, 2]


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ("SELECT\n1 +", "42601", "syntax error"),
        ("SELECT p.name FROM helpdesk.person AS p", "PD180", "report mine reads table helpdesk.person"),
        ("SELECT count(*) FROM api.tickets", "PD180", "api.tickets"),
        ("SELECT helpdesk.clock() AS at, helpdesk.me() AS me", "PD180", "function helpdesk.me()"),
        ("SELECT %(nope)s AS a", "PD180", "report mine has no parameter nope"),
        ("SELECT 1 AS a, 2 AS a", "42701", "more than once"),
        ("DELETE FROM helpdesk.ticket", "PD180", "report mine is not one SELECT"),
        ("SELECT 1 AS a; DROP TABLE helpdesk.ticket", "PD180", "report mine is not one SELECT"),
        ("SELECT 1) AS q; CREATE TABLE x (); SELECT * FROM (SELECT 1 AS a", "42601", "syntax error"),
    ],
)
def test_a_wrong_statement_is_refused_when_it_is_declared(
    desk: Desk, query: str, code: str, message: str
) -> None:
    with refused(code, message):
        declare(desk, query)


def test_a_chart_draws_what_there_is(desk: Desk) -> None:
    with refused("PD180", "report mine draws b, which is no column of it"):
        declare(desk, "SELECT 1 AS a", chart=["bar", "a", "b"])
    with refused("23514"):
        declare(desk, "SELECT 1 AS a", chart=["pie", "a"])


def test_an_answer_has_an_end(desk: Desk) -> None:
    declare(desk, "SELECT n FROM generate_series(1, 20000) AS n")
    assert len(run(desk)["rows"]) == 10_000


def test_who_may_run_reports(desk: Desk) -> None:
    for who in (desk.agent, desk.light):
        with refused("PD002"):
            desk.call(who, "report", report="volume")
        assert desk.run(who, "SELECT 1 FROM api.reports") == []
    with refused("42501"):
        desk.call(desk.customer, "report", report="volume")
    desk.permit("agent", "reports.read")
    assert desk.call(desk.agent, "report", report="volume")["title"] == "Tickets per day"
    assert len(desk.run(desk.agent, "SELECT 1 FROM api.reports")) == len(NAMES)


def test_a_statement_cannot_write(db: Connection) -> None:
    statement = "WITH d AS (DELETE FROM helpdesk.ticket RETURNING 1 AS n) SELECT n FROM d"
    with pytest.raises(psycopg.errors.FeatureNotSupported):
        db.execute("SELECT reports.fetch(%s, %s, '{}')", (statement, '[{"name": "n"}]'))
