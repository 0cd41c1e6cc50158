"""The audit log by month: made ahead, dropped when old, without stopping who writes or reads."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import psycopg
import pytest

from bench import plans
from tests.conftest import Connection, set_database_clock
from tests.desk import SYSTEM, Desk, make_desk, refused

_MONTHS = """
    SELECT array_agg(inhrelid::regclass::text ORDER BY inhrelid::regclass::text)
    FROM pg_inherits WHERE inhparent = 'audit.change'::regclass
"""


def months(connection: Connection) -> list[str]:
    row = connection.execute(_MONTHS).fetchone()
    assert row is not None
    return [name.removeprefix("audit.change_") for name in row[0]]


def test_the_row_lands_in_its_months_partition(db: Connection) -> None:
    """Also right after the first deploy, whose own rows must not have filled the default partition."""
    row = db.execute("SELECT count(*) FROM audit.change_default").fetchone()
    assert row == (0,)


def test_partitions_are_made_ahead_and_once(desk: Desk) -> None:
    desk.clock("2031-11-15 00:00+00")
    assert desk.one(SYSTEM, "SELECT audit.keep_partitions(2)") == 3
    assert desk.one(SYSTEM, "SELECT audit.keep_partitions(2)") == 0
    desk.ticket()
    desk.clock("2032-01-31 23:59:59+00")
    desk.ticket()
    found = desk.run(
        SYSTEM,
        "SELECT DISTINCT tableoid::regclass::text FROM audit.change WHERE at > '2031-01-01' ORDER BY 1",
    )
    assert [name for (name,) in found] == ["audit.change_2031_11", "audit.change_2032_01"]


def test_a_month_that_began_in_the_default_partition_stays_there(desk: Desk) -> None:
    desk.clock("2035-05-15 00:00+00")
    desk.ticket()
    assert desk.one(SYSTEM, "SELECT audit.keep_partitions(1)") == 1


def test_a_month_is_like_its_parent(desk: Desk) -> None:
    """Indexes, privileges, row level security and the refusal of changes hold in each partition."""
    desk.clock("2031-11-15 00:00+00")
    desk.run(SYSTEM, "SELECT audit.keep_partitions(0)")
    desk.ticket()
    statement = """
        SELECT
            (SELECT count(*) FROM pg_index WHERE indrelid = c.oid AND indisvalid),
            c.relrowsecurity,
            c.relowner::regrole::text
        FROM pg_class AS c WHERE c.oid = %s::regclass
    """
    found = [desk.run(SYSTEM, statement, f"audit.{name}") for name in ("change_2031_11", "change_default")]
    assert found[0] == found[1]
    with refused("PD017", "append-only"):
        desk.run(SYSTEM, "DELETE FROM audit.change_2031_11")


def test_old_months_are_dropped_whole_and_the_log_says_so(desk: Desk) -> None:
    desk.clock("2031-11-15 00:00+00")
    desk.run(SYSTEM, "SELECT audit.keep_partitions(2)")
    ticket = desk.ticket()
    for day in ("2031-12-15", "2032-01-15"):
        desk.clock(f"{day} 00:00+00")
        desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="low" if "12" in day else "high")
    before = months(desk.db)
    assert desk.one(SYSTEM, "SELECT audit.drop_partitions()") == 0, "kept for ever by default"
    desk.set("audit_kept_months", 1)
    desk.clock("2032-01-31 23:59+00")
    assert desk.one(SYSTEM, "SELECT audit.drop_partitions()") == 0, "not before seals have its rows"
    for _ in range(2):  # begins a generation, and then seals
        desk.run(SYSTEM, "SELECT audit.seal_changes()")
    assert desk.one(SYSTEM, "SELECT audit.drop_partitions()") == len([m for m in before if m <= "2031_11"])
    assert desk.one(SYSTEM, "SELECT audit.drop_partitions()") == 0
    assert months(desk.db) == ["2031_12", "2032_01", "default"]
    found = desk.call(desk.admin, "ticket_as_of", ticket_id=ticket, at="2031-12-20")
    assert (found["priority"], datetime.fromisoformat(found["recorded_from"])) == (
        "low",
        datetime.fromisoformat("2031-12-01T00:00+00:00"),
    )
    assert desk.call(desk.admin, "ticket_as_of", ticket_id=ticket, at="2031-11-20")["priority"] == "medium"


# --- at once


@pytest.fixture
def later(fresh_db: str) -> str:
    """A database whose clock stands some months after its partitions."""
    with psycopg.connect(fresh_db) as connection:
        make_desk(connection)
    set_database_clock(fresh_db, "2041-05-15 00:00+00")
    return fresh_db


def _call(dsn: str, function: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(f"SELECT audit.{function}()").fetchone()
        assert row is not None
        return int(row[0])


def test_two_at_once_make_each_month_once(later: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda _: _call(later, "keep_partitions"), range(2))) == [0, 4]


def test_a_new_month_waits_for_no_writer_and_no_writer_for_it(later: str) -> None:
    write = "UPDATE helpdesk.tag SET description = %s WHERE name = %s"
    _call(later, "keep_partitions")
    with psycopg.connect(later) as writer:
        writer.execute(write, ("old", "network"))
        set_database_clock(later, "2041-07-15 00:00+00")
        with psycopg.connect(later) as maker, psycopg.connect(later) as another:
            assert maker.execute("SELECT audit.keep_partitions()").fetchone() == (2,)
            another.execute("SET lock_timeout = '1s'")
            another.execute(write, ("new", "printer"))


def test_a_month_is_not_dropped_under_a_reader_who_stays(later: str) -> None:
    with psycopg.connect(later, autocommit=True) as connection:
        connection.execute("UPDATE helpdesk.setting SET value = '1' WHERE key = 'audit_kept_months'")
        old = len(months(connection)) - 1
        for _ in range(2):  # begins a generation, and then seals
            connection.execute("SELECT audit.seal_changes()")
    with psycopg.connect(later) as reader:
        reader.execute("SELECT count(*) FROM audit.change")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            _call(later, "drop_partitions")
    assert _call(later, "drop_partitions") == old


# --- reading

_AS_ADMIN = """
    SELECT set_config('role', 'admin', true),
        set_config('request.jwt.claims', '{"role": "admin", "person_id": 1, "aud": "pgdesk"}', true)
"""
_FILL = """
    INSERT INTO audit.change (at, table_name, row_key, action, actor_id, actor_role)
    SELECT
        timestamptz '2041-05-01 00:00Z' + i * interval '2 minutes',
        'ticket', i % 5000, 'update', i % 500, 'agent'
    FROM generate_series(1, 60000) AS i
"""


@pytest.mark.parametrize(
    ("what", "index"),
    {
        "actor_id = 1": "actor_id_at_idx",
        "table_name = 'ticket' AND row_key = '1'": "table_name_row_key_at_idx",
        "at < '2041-06-02'": "at_idx",
    }.items(),
)
def test_admins_read_a_period_from_its_months_by_index(later: str, what: str, index: str) -> None:
    _call(later, "keep_partitions")
    with psycopg.connect(later) as connection:
        connection.execute(_FILL)
        connection.execute("ANALYZE audit.change")
    found = plans.explain_text(
        later,
        [_AS_ADMIN],
        f"SELECT * FROM api.audit_log WHERE {what} AND at >= '2041-06-01' AND at < '2041-07-01'"
        " ORDER BY at DESC",
    )
    (plan,) = [text for text in found if "audit_log" in text]
    assert index in plan
    assert set(re.findall(r"\bchange_(?:\d{4}_\d\d|default)", plan)) == {"change_2041_06"}


def test_ticket_as_of_reads_the_log_by_index(later: str) -> None:
    _call(later, "keep_partitions")
    with psycopg.connect(later) as connection:
        row = connection.execute(
            "INSERT INTO helpdesk.ticket (subject, requester_id)"
            " SELECT 'Smoke', min(person_id) FROM helpdesk.person RETURNING ticket_id"
        ).fetchone()
        connection.execute(_FILL)
        connection.execute("ANALYZE audit.change")
    assert row is not None
    set_database_clock(later, "2041-08-15 00:00+00")
    found = plans.explain_text(later, [_AS_ADMIN], f"SELECT api.ticket_as_of({row[0]}, '2041-06-10')")
    read = "\n".join(text for text in found if "change_2041_0" in text)
    assert "change_2041_06" in read
    assert not re.findall(r"Seq Scan on change_2041_0[56].*", read)
