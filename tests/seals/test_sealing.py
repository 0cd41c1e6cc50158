"""Which changes a seal takes, and when: those of transactions that are over, each once, on any server."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.conftest import clone
from tests.desk import refused
from tests.seals.conftest import Log
from tests.waiting import until

_SEALED = "SELECT array_agg(c ORDER BY c) FROM audit.sealed_rows CROSS JOIN unnest(change_ids) AS c"
_ALL = "SELECT array_agg(change_id ORDER BY change_id) FROM audit.change"


def test_what_is_there_is_sealed_and_then_what_comes(log: Log) -> None:
    log.change("before")
    log.seal()
    assert log.value(_SEALED) == log.value(_ALL)
    log.change("after")
    assert log.value("SELECT changes FROM audit.measure_unsealed()") != 0
    log.seal()
    assert log.value(_SEALED) == log.value(_ALL)
    assert log.value("SELECT array_agg(DISTINCT generation) FROM audit.seal") == [1]
    assert log.faults() == []


def test_what_commits_late_is_not_skipped(log: Log) -> None:
    """Its ids are lower than those that are sealed before it."""
    log.seal()
    with psycopg.connect(log.dsn) as slow:
        slow.execute("UPDATE helpdesk.tag SET description = 'slow' WHERE name = 'network'")
        later = log.change("later")
        log.seal(everything=False)
        assert later not in log.value(_SEALED)
        assert log.faults() == []
        slow.commit()
    log.seal()
    assert log.value(_SEALED) == log.value(_ALL)
    assert log.faults() == []


def test_doctor_names_the_transaction_that_holds_sealing_back(log: Log) -> None:
    log.seal()
    with psycopg.connect(log.dsn, application_name="forgotten") as slow:
        slow.execute("UPDATE helpdesk.tag SET description = 'slow' WHERE name = 'network'")
        log.as_superuser(
            "INSERT INTO audit.change (at, table_name, row_key, action, actor_role)"
            " VALUES (helpdesk.clock() - interval '11 minutes', 'tag', '1', 'delete', 'system')"
        )
        log.seal(everything=False)
        (fault,) = log.faults()
        assert "wait to be sealed, since" in fault
        # The oldest of the server: of this test, or of another that runs beside it.
        assert "has an open transaction" in fault


def test_a_batch_ends_at_its_limit_and_the_next_goes_on(log: Log) -> None:
    log.seal()
    for number in range(3):
        log.change(f"ticket {number}")
    until(
        lambda: (
            log.value("SELECT count(*) FROM audit.list_unsealed()")
            == log.value("SELECT changes FROM audit.measure_unsealed()")
        ),
        120,
    )
    total = log.value("SELECT count(*) FROM audit.list_unsealed()")
    assert log.value("SELECT audit.seal_changes(2, 1)") == 2
    assert log.value("SELECT count(*) FROM audit.list_unsealed()") == total - 2
    log.seal()
    assert log.value(_SEALED) == log.value(_ALL)
    assert log.faults() == []


def test_two_at_once_seal_each_change_once(log: Log) -> None:
    log.change("one")
    log.run("SELECT audit.seal_changes()")

    def seal(_: int) -> None:
        with psycopg.connect(log.dsn, autocommit=True) as own:
            own.execute("SELECT audit.seal_changes(50, 10)")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(seal, range(8)))
    log.seal()
    assert log.value(_SEALED) == log.value(_ALL)
    assert log.faults() == []


def test_a_snapshot_that_stays_seals_nothing(log: Log) -> None:
    with log.connection.transaction():
        log.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with refused("PD120", "read committed"):
            log.run("SELECT audit.seal_changes()")


def test_on_another_server_a_new_generation_begins(log: Log) -> None:
    """There the numbers of transactions begin anew; what was not sealed on the old one is sealed first."""
    log.seal()
    log.change("left over")
    log.as_superuser("UPDATE audit.generation SET system_identifier = 1")
    log.as_superuser(
        "UPDATE audit.change SET xid = '900000'"
        " WHERE change_id > (SELECT max(highest_change_id) FROM audit.seal)"
    )
    log.change("new")
    log.seal()
    assert log.value("SELECT max(generation) FROM audit.seal") == 2
    log.change("newer")
    log.seal()
    assert log.value(_SEALED) == log.value(_ALL)
    assert log.faults() == []


def test_a_copy_on_the_same_server_goes_on(log: Log, server_dsn: str) -> None:
    log.change("old")
    log.seal()
    log.connection.close()
    name = str(conninfo_to_dict(log.dsn)["dbname"])
    with (
        clone(server_dsn, f"{name}_copy", name) as copy,
        psycopg.connect(copy, autocommit=True) as connection,
    ):
        copied = Log(copy, connection, log.desk)
        copied.run("INSERT INTO helpdesk.tag (name) VALUES ('new')")
        copied.seal()
        assert copied.value(_SEALED) == copied.value(_ALL)
        assert copied.faults() == []


def test_months_are_dropped_by_whole_seals_and_the_chain_still_holds(log: Log) -> None:
    name = sql.Identifier(str(conninfo_to_dict(log.dsn)["dbname"]))
    log.run("UPDATE helpdesk.setting SET value = '1' WHERE key = 'audit_kept_months'")
    first = log.change("of this month")
    with psycopg.connect(log.dsn, autocommit=True) as other:
        other.execute(sql.SQL("ALTER DATABASE {} SET pgdesk.test_clock = '2041-05-15 00:00+00'").format(name))
    with psycopg.connect(log.dsn, autocommit=True) as later:
        later.execute("SELECT audit.keep_partitions()")
        later.execute("UPDATE helpdesk.tag SET description = 'later' WHERE name = 'network'")
        assert later.execute("SELECT audit.drop_partitions()").fetchone() == (0,), "what no seal has stays"
        log.seal()
        dropped = later.execute("SELECT audit.drop_partitions()").fetchone()
        assert dropped is not None
        assert dropped[0] > 0
    assert log.value("SELECT count(*) FROM audit.change WHERE change_id = %s", first) == 0
    log.seal()
    assert log.faults() == []
    assert log.value("SELECT count(*) FROM audit.seal") > log.value("SELECT count(*) FROM audit.sealed_rows")
    assert log.value("SELECT count(*) FROM audit.change WHERE table_name = 'gap'") == dropped[0]


def test_seals_are_not_edited_by_anybody(log: Log) -> None:
    log.seal()
    for statement in (
        "UPDATE audit.seal SET row_count = 5",
        "DELETE FROM audit.seal",
        "TRUNCATE audit.seal CASCADE",
        "UPDATE audit.sealed_rows SET leaves = leaves",
        "DELETE FROM audit.sealed_rows",
        "TRUNCATE audit.sealed_rows",
    ):
        with refused("PD017"):
            log.run(statement)
