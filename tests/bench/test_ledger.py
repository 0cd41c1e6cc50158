"""The ledger of requests: what it counts is the request's own, hence the same again."""

import secrets

import pytest

from bench.ledger.entry import Entry, measure
from bench.ledger.show import show
from pgdesk.cli import demo_data
from tests.conftest import Connection, clone


@pytest.fixture(scope="module")
def twice(server_dsn: str) -> list[list[Entry]]:
    with clone(server_dsn, f"pgdesk_ledger_{secrets.token_hex(5)}") as dsn:
        demo_data.load(dsn, 300)
        return [measure(dsn, runs=1) for _ in range(2)]


def test_a_second_run_counts_the_same(twice: list[list[Entry]]) -> None:
    # Whether an update is hot is up to the room in its page, which a vacuum meanwhile makes.
    first, second = (
        {
            entry.name: (
                entry.statements,
                entry.calls,
                {
                    table: {kind: rows for kind, rows in kinds.items() if kind != "hot updates"}
                    for table, kinds in entry.tables.items()
                },
            )
            for entry in run
        }
        for run in twice
    )
    assert first == second


def test_each_request_of_the_ledger_writes_what_it_is_for(twice: list[list[Entry]]) -> None:
    tables = {entry.name: set(entry.tables) for entry in twice[0]}
    for name, written in {
        "create": {"ticket", "event", "sla_clock", "ticket_search"},
        "reply": {"message", "ticket", "event", "message_search", "notification"},
        "note": {"message", "ticket", "event", "message_search"},
        "set_status": {"ticket", "event", "sla_clock"},
        "assign": {"ticket", "event", "notification"},
        "tag": {"ticket_tag", "event"},
        "escalate": {"message", "escalation", "mention", "event", "notification"},
        "inbound mail": {"inbound_mail", "ticket", "event"},
    }.items():
        assert written <= tables[name], name


def test_the_floor_writes_the_same_rows(twice: list[list[Entry]]) -> None:
    """In less time: in the better of both runs, since others may have had the processor in one."""
    for runs in zip(*twice, strict=True):
        floor = min(entry.floor.milliseconds for entry in runs)
        assert 0 < floor < min(entry.execution for entry in runs), runs[0].name
        assert all(entry.floor.wal_bytes > 0 for entry in runs)


def test_what_is_logged_is_told_by_table_and_index(twice: list[list[Entry]]) -> None:
    reply = next(entry for entry in twice[0] if entry.name == "reply")
    if not reply.logged:
        pytest.skip("the server has no pg_walinspect")
    assert reply.logged["message_pkey"][:2] == (True, 1)
    assert reply.logged["message"][0] is False


def test_the_ledger_is_printed(twice: list[list[Entry]], capsys: pytest.CaptureFixture[str]) -> None:
    show(twice[0])
    printed = capsys.readouterr().out
    assert "inbound mail" in printed
    assert "record_event" in printed


def test_no_request_calls_a_function_that_is_planned_at_each_call(
    twice: list[list[Entry]], db: Connection
) -> None:
    """SQL functions that are not inlined have no plan to keep; PL/pgSQL keeps one a connection."""
    planned = {
        name
        for (name,) in db.execute(
            "SELECT proname FROM pg_proc JOIN pg_language AS l ON l.oid = prolang GROUP BY 1"
            " HAVING bool_and(lanname = 'sql')"
        )
    }
    assert sorted(planned & {name for entry in twice[0] for name in entry.calls}) == []
