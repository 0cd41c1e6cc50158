"""What db/ declares and functions need goes by a deploy that declares it no more, and by nobody else."""

import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.conftest import Connection
from tests.desk import SYSTEM, Desk, refused

#: Where administrators may delete what was given to them.
THEIRS = {"helpdesk.role_permission", "helpdesk.saved_view", "helpdesk.route_alias"}


def _declared(db: Connection) -> list[tuple[str, dict[str, object]]]:
    return db.execute(
        "SELECT table_name, key FROM pgdesk_deploy.declared_row WHERE table_name <> ALL (%s)", (list(THEIRS),)
    ).fetchall()


@pytest.mark.parametrize("login", ["postgres", "pgdesk_owner"])
def test_nobody_deletes_or_renames_a_declared_row(desk: Desk, login: str) -> None:
    rows = _declared(desk.db)
    assert {"helpdesk.setting", "helpdesk.event_kind", "helpdesk.channel"} <= {table for table, _ in rows}
    for name, key in rows:
        table, column, value = sql.SQL(name), next(iter(key)), ", ".join(key.values())
        for change in (
            sql.SQL("DELETE FROM {} AS t WHERE to_jsonb(t) @> %s").format(table),
            sql.SQL("UPDATE {} AS t SET {} = 'by_hand' WHERE to_jsonb(t) @> %s").format(
                table, sql.Identifier(column)
            ),
        ):
            with refused("PD009", f"{value} is used by pgdesk itself", "deploy"), desk.db.transaction():
                desk.db.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(login)))
                desk.db.execute(change, (Jsonb(key),))


def test_a_row_that_no_file_declares_goes(desk: Desk) -> None:
    desk.run(desk.admin, "DELETE FROM api.ticket_types WHERE ticket_type = 'task'")
    desk.run(
        SYSTEM,
        'UPDATE pgdesk_deploy.declared_row SET file = NULL WHERE key = \'{"key": "storage_service"}\'',
    )
    desk.run(SYSTEM, "DELETE FROM helpdesk.setting WHERE key = 'storage_service'")
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.setting WHERE key = 'storage_service'") == 0


@pytest.mark.parametrize(
    ("view", "key", "code"),
    [
        ("settings", "key = 'ticket_reference_prefix'", "42501"),
        ("error_codes", "code = 'PD001'", "42501"),
        ("event_kinds", "kind = 'ticket_created'", "42501"),
        ("channels", "channel = 'email'", "42501"),
        ("schedule", "name = 'check_sla'", "42501"),
        ("statuses", "status = 'open'", "PD009"),
        ("statuses", "status = 'resolved'", "PD009"),
        ("statuses", "status = 'waiting_on_agent'", "PD406"),
        ("ticket_types", "ticket_type = 'question'", "PD009"),
        ("role_permissions", "(role, permission) = ('admin', 'settings.edit')", "PD024"),
        ("route_aliases", "path = '/support'", "PD009"),
    ],
)
def test_administrators_delete_nothing_that_functions_need(
    desk: Desk, view: str, key: str, code: str
) -> None:
    with refused(code):
        desk.run(desk.admin, f"DELETE FROM api.{view} WHERE {key}")
    desk.call(desk.customer, "create_ticket", subject="x")


def test_a_default_follows_the_name_of_its_row(desk: Desk) -> None:
    desk.run(SYSTEM, "DELETE FROM helpdesk.sla_target")
    with refused("PD406", "default_priority"):
        desk.run(desk.admin, "DELETE FROM api.priorities WHERE priority = 'medium'")
    desk.run(desk.admin, "UPDATE api.priorities SET priority = 'normal' WHERE priority = 'medium'")
    assert desk.call(desk.customer, "create_ticket", subject="x")["priority"] == "normal"
    desk.run(desk.admin, "UPDATE api.ticket_types SET label = 'Enquiry' WHERE ticket_type = 'question'")
    with refused("PD009"):
        desk.run(desk.admin, "UPDATE api.ticket_types SET ticket_type = 'x' WHERE ticket_type = 'question'")
    assert desk.call(desk.customer, "create_ticket", subject="x")["ticket_type"] == "question"
