"""Whoever has the permission imports by the API alone; a worker takes over what was read."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk, make_desk
from tests.imports.sample import people, solved
from tests.rules.test_worker import working
from tests.waiting import until


def test_an_import_by_the_api_is_checked_taken_over_and_undone_by_a_worker(
    fresh_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dsn = login_dsn(fresh_db, "worker")
    monkeypatch.setenv("PGDESK_WORKER_DATABASE_URL", dsn)
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        desk: Desk = make_desk(connection)
        admin = desk.admin
        told = "SELECT count(*) FROM helpdesk.outgoing_mail"
        before = desk.one(SYSTEM, told)

        def is_in(import_id: int, state: str) -> bool:
            found: str = desk.one(
                admin, "SELECT i.state FROM api.imports AS i WHERE i.import_id = %s", import_id
            )
            return found == state

        made = desk.call(admin, "create_import", source="olddesk")["import_id"]
        desk.call(admin, "add_import_rows", import_id=made, rows=Jsonb([*people(), *solved()]))
        desk.call(admin, "test_import", import_id=made)
        desk.run(
            admin,
            "UPDATE api.import_mappings SET target = 'resolved' WHERE import_id = %s AND value = 'Solved'",
            made,
        )
        desk.call(admin, "map_import", import_id=made)
        with working(dsn, "pgdesk.workers.imports"):
            desk.call(admin, "check_import", import_id=made)
            until(lambda: is_in(made, "checked"))
            desk.call(admin, "run_import", import_id=made)
            until(lambda: is_in(made, "done"))
            found = "SELECT count(*) FROM helpdesk.ticket WHERE reference = 'OLD-00071'"
            assert (desk.one(SYSTEM, found), desk.one(SYSTEM, told)) == (1, before)
            desk.call(admin, "undo_import", import_id=made)
            until(lambda: is_in(made, "undone"))
            assert desk.one(SYSTEM, found) == 0
