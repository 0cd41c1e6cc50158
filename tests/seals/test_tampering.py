"""What somebody did to the log who may do everything: doctor names the row."""

import pytest

from tests.seals.conftest import Log


@pytest.mark.parametrize(
    "change",
    [
        'new_values = new_values || \'{"subject": "Nothing"}\'',
        "new_values = new_values - 'subject'",
        "at = at - interval '1 second'",
        "actor_id = 1",
        "actor_role = 'admin'",
        "database_user = 'nobody'",
        "row_key = '0'",
        "request_id = 'r-1'",
        "action = 'delete'",
        "xid = '5'",
        "salt = gen_random_uuid()",
        "table_name = 'message'",
    ],
)
def test_a_row_that_was_changed_is_named(log: Log, change: str) -> None:
    number = log.change("Fire")
    log.seal()
    assert log.faults() == []
    log.as_superuser(f"UPDATE audit.change SET {change} WHERE change_id = %s", number)
    (fault,) = log.faults()
    assert f"change {number} (" in fault
    assert fault.endswith("was changed")


def test_a_row_that_is_missing_is_named(log: Log) -> None:
    number = log.change("Fire")
    log.seal()
    log.as_superuser("DELETE FROM audit.change WHERE change_id = %s", number)
    (fault,) = log.faults()
    assert fault.endswith(f"change {number} is missing")


_INSERT = """
    INSERT INTO audit.change (change_id, at, table_name, row_key, action, actor_role, xid)
    OVERRIDING SYSTEM VALUE
    SELECT %s, at, table_name, row_key, 'update', 'agent', {xid} FROM audit.change WHERE change_id = %s
"""


@pytest.mark.parametrize("xid", ["xid", "xid8 '3'", "xid8 '999999999999'"])
@pytest.mark.parametrize("number", [-5, 900_000_000])
def test_a_row_that_was_inserted_is_named(log: Log, xid: str, number: int) -> None:
    """Whatever transaction and number it claims to be of; only as a change of now would it pass."""
    log.seal()
    beside = log.change("Fire")
    log.seal()
    log.as_superuser(_INSERT.format(xid=xid), number, beside)
    (fault,) = log.faults()
    assert fault.startswith(f"change {number} (update of ticket")
    assert "was inserted afterwards" in fault


def test_a_row_in_another_month_is_missing_and_inserted(log: Log) -> None:
    number = log.change("Fire")
    log.seal()
    log.as_superuser("UPDATE audit.change SET at = at - interval '2 months' WHERE change_id = %s", number)
    faults = log.faults()
    assert len(faults) == 2
    assert all(f"change {number} " in fault for fault in faults)


def test_who_changes_row_and_leaf_spoils_the_seal(log: Log) -> None:
    number = log.change("Fire")
    log.seal()
    log.as_superuser("UPDATE audit.change SET actor_id = 1 WHERE change_id = %s", number)
    log.as_superuser(
        "UPDATE audit.sealed_rows AS r SET leaves ="
        " (SELECT string_agg(h.leaf, '') FROM audit.seal AS s, audit.hash_changes(r.change_ids, s.month) AS h"
        " WHERE s.seal_id = r.seal_id)"
    )
    (fault,) = log.faults()
    assert fault.endswith("its list of rows was changed")


@pytest.mark.parametrize(
    ("change", "said"),
    {
        "UPDATE audit.seal SET row_count = row_count + 1": "it was changed",
        "UPDATE audit.seal SET sealed_at = sealed_at - interval '1 day'": "it was changed",
        "DELETE FROM audit.seal WHERE seal_id = 2": "the seal before it is missing",
        "DELETE FROM audit.sealed_rows WHERE seal_id = 2": "its list of rows is missing",
    }.items(),
)
def test_seals_that_were_changed_are_named_without_reading_the_rows(log: Log, change: str, said: str) -> None:
    for number in range(3):
        log.change(f"ticket {number}")
        log.seal()
    assert log.faults(is_quick=True) == []
    log.as_superuser(change)
    assert any(said in fault for fault in log.faults(is_quick=True))


def test_who_seals_all_anew_is_found_by_a_checkpoint(log: Log) -> None:
    number = log.change("Fire")
    log.seal()
    kept = log.checkpoint()
    assert log.faults(kept) == []
    for statement in (
        "TRUNCATE audit.seal, audit.sealed_rows, audit.generation",
        f"UPDATE audit.change SET actor_id = 1 WHERE change_id = {number}",
    ):
        log.as_superuser(
            "ALTER TABLE audit.seal DISABLE TRIGGER ALL; ALTER TABLE audit.sealed_rows DISABLE TRIGGER ALL;"
        )
        log.as_superuser(statement)
    log.seal()
    assert log.faults() == []
    assert any("the checkpoint says another hash" in fault for fault in log.faults(kept))


def test_ticket_as_of_says_whether_the_log_is_as_it_was_sealed(log: Log) -> None:
    desk = log.desk

    def said() -> dict[str, object]:
        found: dict[str, object] = desk.call(desk.admin, "ticket_as_of", ticket_id=ticket, at=made)["log"]
        return found

    log.change("first")
    log.seal()
    ticket = desk.ticket(subject="Fire")
    made = log.value("SELECT clock_timestamp()")
    message = desk.message(ticket, desk.agent, "Water")
    log.seal()
    desk.run(desk.agent, "UPDATE api.tickets SET priority = 'high' WHERE ticket_id = %s", ticket)
    sealed, unsealed = said()["sealed"], said()["unsealed"]
    assert isinstance(sealed, int)
    assert sealed >= 2
    assert unsealed == 1
    log.seal()
    assert said() == {"sealed": sealed + 1, "unsealed": 0, "changed": []}
    log.as_superuser(
        'UPDATE audit.change SET new_values = new_values || \'{"body": "Oil"}\''
        " WHERE table_name = 'message' AND row_key = %s",
        str(message),
    )
    assert len(said()["changed"]) == 1  # type: ignore[arg-type]
