"""Cron expressions: which pass, and which minutes they name; cronsim, which knows cron's rules, agrees."""

from datetime import UTC, datetime

import psycopg
import pytest
from cronsim import CronSim, CronSimError
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Connection
from tests.desk import Desk, refused

GOOD = [
    "* * * * *",
    "*/5 * * * *",
    "0-59/7 0,12 1 1 0",
    "5 4 29 2 *",
    "0 0 31 1-12/2 *",
    "0 0 30 2 1",
    "0 0 1,31 2 *",
    "59 23 31 12 7",
    "00 09 * * 1-5",
    "*/59 */23 */31 */12 */7",
    "0 0 29 2 */7",
]
BAD = [
    "bad x y z w",
    "61 * * * *",
    "60 * * * *",
    "99 99 * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * 32 * *",
    "* * * 0 *",
    "* * * 13 *",
    "* * * * 8",
    "0 0 30 2 *",
    "0 0 31 2 *",
    "0 0 31 4,6,9,11 *",
    "0 0 30-31 2 */2",
    "*/0 * * * *",
    "*/60 * * * *",
    "5-3 * * * *",
    "5/2 * * * *",
    ", * * * *",
    "1, * * * *",
    "-1 * * * *",
    "* * * jan *",
    "* * * * mon",
    "1.5 * * * *",
    "* * L * *",
    "$ * * * *",
    "* * $ * *",
    "٣ * * * *",
    "1-2-3 * * * *",
    "* * * * 5-8",
    "30 seconds * * *",
    "@daily @daily @daily @daily @daily",
    "*/1000 * * * *",
    "** * * * *",
]


@pytest.mark.parametrize("cron", GOOD)
def test_times_that_come_pass(db: Connection, cron: str) -> None:
    row = db.execute(
        "SELECT helpdesk.is_cron(%(cron)s), helpdesk.next_cron_time(%(cron)s, '2024-05-01') IS NOT NULL",
        {"cron": cron},
    ).fetchone()
    assert row == (True, True)


@pytest.mark.parametrize("cron", BAD)
def test_all_else_is_refused_when_it_is_written(desk: Desk, cron: str) -> None:
    with refused("23514"):
        desk.run(desk.admin, "UPDATE api.schedule SET cron = %s WHERE name = 'check_sla'", cron)


def _field(low: int, high: int) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    # cronsim takes 3-3/1 for 3-59/1.
    ends = st.lists(number, min_size=2, max_size=2, unique=True).map(sorted)
    step = st.integers(1, high).map(lambda n: f"/{n}") | st.just("")
    part = (
        st.just("*")
        | number.map(str)
        | st.builds(lambda pair, by: f"{pair[0]}-{pair[1]}{by}", ends, step)
        | step.map(lambda by: f"*{by}")
    )
    return st.lists(part, min_size=1, max_size=3).map(",".join)


@settings(deadline=None)
@given(
    st.tuples(_field(0, 59), _field(0, 23), _field(1, 31), _field(1, 12), _field(0, 6)).map(" ".join),
    st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),
)
def test_cron_agrees_on_the_next_minute(dsn: str, cron: str, after: datetime) -> None:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT CASE WHEN helpdesk.is_cron(c) THEN helpdesk.next_cron_time(c, a) END"
            " FROM (SELECT %(cron)s, %(after)s) AS x(c, a)",
            {"cron": cron, "after": after},
        ).fetchone()
    try:
        expected = next(CronSim(cron, after))
    except (CronSimError, StopIteration):
        expected = None
    assert row == (expected,)
