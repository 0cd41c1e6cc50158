"""BI tools on a standby, as docs/bi.md has it, while the primary is written."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg
import pytest

from pgdesk.cli.paths import ROOT
from pgdesk.reports import files, runner
from tests.conftest import Connection
from tests.replica.conftest import Pair
from tests.replica.pair import Server, catch_up
from tests.replica.writing import Agent, writing
from tests.waiting import until

_PAGE = (ROOT / "docs" / "bi.md").read_text()
_RELATIONS = "SELECT relname FROM pg_class WHERE relnamespace = 'reports'::regnamespace AND relkind = 'v'"
#: What each BI tool reads, as the catalogue and as SQL call it.
TYPES = {
    "bool": "boolean",
    "date": "date",
    "float8": "double precision",
    "int4": "integer",
    "int8": "bigint",
    "text": "text",
    "timestamptz": "timestamp with time zone",
}
#: As the JDBC driver asks it: whatever there is, with types below domains, defaults and comments.
_COLUMNS = """
    SELECT n.nspname, c.relname, a.attname, t.typname, t.typtype, d.description
    FROM pg_catalog.pg_namespace AS n
    JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_description AS d
        ON d.objoid = c.oid AND d.objsubid = a.attnum AND d.classoid = 'pg_catalog.pg_class'::regclass
    WHERE c.relkind IN ('r', 'p', 'v', 'f', 'm') AND a.attnum > 0 AND NOT a.attisdropped
        AND n.nspname LIKE 'reports'
"""
#: A snapshot that is kept while its statement goes on, row after row as the client asks.
_LONG = "DECLARE long NO SCROLL CURSOR FOR SELECT ticket_id, status FROM reports.tickets ORDER BY ticket_id"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", _PAGE, re.M | re.S)


@contextmanager
def asking(server: Server) -> Iterator[Connection]:
    """As a BI tool logs in."""
    with psycopg.connect(server.dsn("reporter")) as connection:
        yield connection


def _rows(connection: Connection, statement: str) -> list[tuple[object, ...]]:
    return connection.execute(statement.encode()).fetchall()


def test_reports_and_tools_answer_while_the_primary_is_written(pair: Pair) -> None:
    with writing(pair.primary) as told:
        for path in files.paths():
            assert runner.run(pair.standby.dsn("reporter"), path.stem, {}).columns
        with asking(pair.standby) as tool:
            for (view,) in _rows(tool, _RELATIONS):
                _rows(tool, f"SELECT * FROM reports.{view}")
        for script in blocks("sql"):
            _psql(pair.standby, script)
        until(lambda: told.tickets or told.errors)
    assert not told.errors
    catch_up(pair.primary, pair.standby)
    with asking(pair.standby) as tool:
        shown = {ticket for (ticket,) in _rows(tool, "SELECT ticket_id FROM reports.tickets")}
    assert told.tickets <= shown


def _psql(server: Server, script: str) -> str:
    done = subprocess.run(
        [server.binaries.program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", server.dsn("reporter")],
        input=script, env={**os.environ, "LC_ALL": "C"}, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stderr}"
    return done.stdout


def test_nothing_is_written_by_who_reports(pair: Pair) -> None:
    for server in pair:
        with asking(server) as tool, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            tool.execute("CREATE TABLE reports.mine (id int)")


def test_the_catalogue_offers_what_tools_can_read(pair: Pair) -> None:
    with asking(pair.standby) as tool:
        columns = _rows(tool, _COLUMNS)
        offered = _rows(tool, "SELECT DISTINCT table_schema FROM information_schema.columns ORDER BY 1")
        told = _rows(
            tool, "SELECT DISTINCT data_type FROM information_schema.columns WHERE table_schema = 'reports'"
        )
        infinite = [
            (view, column)
            for _, view, column, type_, *_ in columns
            if type_ in ("timestamptz", "date")
            and _rows(tool, f"SELECT FROM reports.{view} WHERE NOT isfinite({column}) LIMIT 1")
        ]
    assert {(type_, kind) for *_, type_, kind, _ in columns} <= {(name, "b") for name in TYPES}
    assert not [column for column in columns if not column[-1]], "each has a comment"
    assert {name for (name,) in told} <= set(TYPES.values())
    assert {name for (name,) in offered} == {"information_schema", "pg_catalog", "reports"}
    assert not infinite, "libraries read infinity as some day"


def test_how_far_it_is_behind(pair: Pair) -> None:
    def freshness(server: Server) -> tuple[bool, bool, float]:
        with asking(server) as tool:
            row = tool.execute(
                "SELECT is_standby, is_connected, lag_seconds FROM reports.freshness"
            ).fetchone()
        assert row is not None
        return row

    assert freshness(pair.primary) == (False, True, 0)
    agent = Agent(pair.primary)
    agent.open_ticket()
    catch_up(pair.primary, pair.standby)
    is_standby, is_connected, lag = freshness(pair.standby)
    assert (is_standby, is_connected) == (True, True)
    pair.standby.execute("SELECT pg_wal_replay_pause()")
    agent.open_ticket()
    until(lambda: freshness(pair.standby)[2] > lag + 1)
    pair.standby.execute("SELECT pg_wal_replay_resume()")
    agent.open_ticket()
    catch_up(pair.primary, pair.standby)
    assert freshness(pair.standby)[2] < lag + 1
    agent.connection.close()


def test_metrics_of_the_primary_tell_how_far_it_is_behind(pair: Pair) -> None:
    measured = "SELECT metric, value FROM helpdesk.measure_desk() WHERE label = 'replica'"

    def told() -> dict[str, float]:
        return {str(metric): float(str(value)) for metric, value in pair.primary.execute(measured)}

    sender = psutil.Process(int(str(pair.primary.execute("SELECT pid FROM pg_stat_replication")[0][0])))
    sender.suspend()
    try:
        pair.primary.execute("UPDATE helpdesk.ticket SET updated_at = updated_at; SELECT pg_switch_wal()")
        behind = told()
    finally:
        sender.resume()
    assert behind["standby_connected"] == 1
    assert behind["standby_lag_bytes"] > 100_000
    until(lambda: told()["standby_lag_bytes"] < behind["standby_lag_bytes"] / 2)


@pytest.mark.parametrize("cause", ["vacuum", "deploy"])
@pytest.mark.parametrize(
    ("delay", "feedback"), [("0", "off"), ("5min", "off"), ("5min", "on")], ids=["none", "delay", "both"]
)
def test_what_cancels_a_question(pair: Pair, cause: str, delay: str, feedback: str) -> None:
    pair.standby.configure(max_standby_streaming_delay=delay, hot_standby_feedback=feedback)
    _hear_of_feedback(pair, feedback)
    catch_up(pair.primary, pair.standby)
    with asking(pair.standby) as tool:
        tool.execute("BEGIN")
        tool.execute(_LONG)
        _rows(tool, "FETCH 10 FROM long")
        if feedback == "on":
            until(lambda: _horizon(pair.primary) is not None)
        _conflict(pair.primary, cause)
        if delay == "0":
            catch_up(pair.primary, pair.standby)
            with pytest.raises(psycopg.OperationalError, match="conflict with recovery"):
                _rows(tool, "FETCH ALL FROM long")
            return
        is_waiting = (cause, feedback) != ("vacuum", "on")
        if is_waiting:
            until(lambda: _conflicting(pair.standby))
        else:
            catch_up(pair.primary, pair.standby)
        assert len(_rows(tool, "FETCH ALL FROM long")) > 200
        tool.execute("COMMIT")
    catch_up(pair.primary, pair.standby)


def _horizon(primary: Server) -> object:
    """What the standby asks vacuum to keep; None: nothing."""
    ((kept,),) = primary.execute("SELECT xmin::text FROM pg_replication_slots WHERE slot_name = 'replica'")
    return kept


def _hear_of_feedback(pair: Pair, feedback: str) -> None:
    until(lambda: (_horizon(pair.primary) is not None) is (feedback == "on"))


def _conflict(primary: Server, cause: str) -> None:
    if cause == "vacuum":
        primary.execute("UPDATE helpdesk.ticket SET subject = subject || '.' WHERE ticket_id <= 50")
        primary.execute("VACUUM helpdesk.ticket")
    else:
        primary.execute("BEGIN; LOCK TABLE helpdesk.ticket IN ACCESS EXCLUSIVE MODE; COMMIT")


def _conflicting(standby: Server) -> bool:
    """Whether replay waits for a question."""
    waiting = """
        SELECT count(*) FROM pg_stat_activity
        WHERE backend_type = 'startup' AND (wait_event_type = 'Lock' OR wait_event LIKE 'RecoveryConflict%')
    """
    return standby.execute(waiting) == [(1,)]
