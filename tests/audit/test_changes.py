"""Every change leaves a row: who, from where, which columns."""

import pytest

from tests.desk import SYSTEM, Desk, Row, as_if_rest


def changes(desk: Desk, table: str, key: int | str) -> list[Row]:
    rows = desk.run(
        SYSTEM,
        "SELECT to_jsonb(c) FROM audit.change AS c WHERE table_name = %s AND row_key = %s ORDER BY change_id",
        table,
        str(key),
    )
    return [row for (row,) in rows]


def test_an_insert_keeps_all_and_an_update_only_what_changed(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.run(desk.agent, "UPDATE api.tickets SET priority = 'high' WHERE ticket_id = %s", ticket)
    made, changed = changes(desk, "ticket", ticket)
    assert (made["action"], made["old_values"], made["new_values"]["subject"]) == (
        "insert",
        None,
        "Printer on fire",
    )
    assert changed["action"] == "update"
    assert changed["old_values"]["priority"] == "medium"
    assert changed["new_values"]["priority"] == "high"
    assert set(changed["old_values"]) == set(changed["new_values"])
    assert set(changed["new_values"]) <= {"priority", "priority_rank", "version", "updated_at"}


def test_a_delete_keeps_the_old_row(desk: Desk) -> None:
    desk.run(desk.admin, "INSERT INTO api.tags (name) VALUES ('gone')")
    tag = desk.one(desk.admin, "DELETE FROM api.tags WHERE name = 'gone' RETURNING tag_id")
    assert [(c["action"], c["actor_id"]) for c in changes(desk, "tag", tag)] == [
        ("insert", desk.admin.id),
        ("delete", desk.admin.id),
    ]
    assert changes(desk, "tag", tag)[1]["old_values"]["name"] == "gone"


def test_keys_of_several_columns_are_joined(desk: Desk) -> None:
    assert len(changes(desk, "department_member", f"{desk.support},{desk.agent.id}")) == 1


def test_the_actor_and_the_request_are_kept(desk: Desk) -> None:
    ticket = desk.ticket()
    as_if_rest(desk.db, headers={"x-request-id": "r-42", "other": "x"})
    desk.call(desk.customer, "close_ticket", ticket_id=ticket)
    found = changes(desk, "ticket", ticket)[-1]
    assert (found["actor_id"], found["actor_role"], found["database_user"], found["request_id"]) == (
        desk.customer.id,
        "customer",
        "authenticator",
        "r-42",
    )
    desk.db.execute("SELECT set_config('request.headers', '', true)")
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'reopened' WHERE ticket_id = %s", ticket)
    found = changes(desk, "ticket", ticket)[-1]
    assert (found["actor_id"], found["actor_role"], found["request_id"]) == (None, "system", None)


@pytest.mark.parametrize("given", ["r" * 41, "a b", "a\nb", ""])
def test_what_is_no_request_id_is_not_kept(desk: Desk, given: str) -> None:
    as_if_rest(desk.db, headers={"x-request-id": given})
    assert changes(desk, "ticket", desk.ticket())[0]["request_id"] is None


def test_an_update_that_changes_nothing_leaves_none(desk: Desk) -> None:
    before = len(changes(desk, "person", desk.guest.id))
    desk.run(SYSTEM, "UPDATE helpdesk.agent SET availability = availability")
    assert [c for c in changes(desk, "agent", desk.agent.id) if c["action"] == "update"] == []
    assert len(changes(desk, "person", desk.guest.id)) == before


def test_a_refused_change_leaves_none(desk: Desk) -> None:
    ticket = desk.ticket()
    before = desk.one(SYSTEM, "SELECT count(*) FROM audit.change")
    with pytest.raises(Exception, match="cannot go"):
        desk.call(desk.agent, "set_status", ticket_id=ticket, status="reopened")
    assert desk.one(SYSTEM, "SELECT count(*) FROM audit.change") == before


def test_admins_read_it_and_nobody_else(desk: Desk) -> None:
    ticket = desk.ticket()
    statement = "SELECT count(*) FROM api.audit_log WHERE table_name = 'ticket' AND row_key = %s"
    assert desk.one(desk.admin, statement, str(ticket)) == 1
    desk.forbid("admin", "audit.read")
    assert desk.one(desk.admin, statement, str(ticket)) == 0
