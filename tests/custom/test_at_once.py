"""Fields are added while others define, read, write and deploy: nothing is lost, nobody deadlocks."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psycopg
import pytest

from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.deploy.schema_picture import draw
from pgdesk.cli.doctor import examine_schema
from pgdesk.cli.paths import DB
from tests.conftest import Connection, acting_as
from tests.crowd import Crowd, Work, gather
from tests.custom.desk import CustomDesk
from tests.lint.test_catalogue import LINTS, faults

ADD = "SELECT api.add_custom_field('ticket', %s, 'A field', 'number', is_filterable => true)"


@pytest.fixture
def crowd(fresh_db: str) -> Iterator[Crowd[CustomDesk]]:
    with gather(fresh_db, CustomDesk) as gathered:
        yield gathered


def adding(desk: CustomDesk, key: str) -> Work:
    def work(connection: Connection) -> None:
        with acting_as(connection, "admin", desk.admin.id):
            connection.execute(ADD, (key,))

    return work


def columns(dsn: str) -> set[str]:
    with psycopg.connect(dsn) as connection:
        found = connection.execute("SELECT * FROM api.ticket_custom_fields LIMIT 0")
        return {column.name for column in found.description or ()}


def test_two_definers_at_once(crowd: Crowd[CustomDesk]) -> None:
    dsn, desk = crowd.dsn, crowd.desk
    done = crowd.run(*(adding(desk, f"f{n}") for n in range(4)), adding(desk, "same"), adding(desk, "same"))
    assert done[:4] == [None] * 4
    assert sorted(done[4:], key=str) == [None, "PD803"]
    assert columns(dsn) == {"ticket_id", "f0", "f1", "f2", "f3", "same"}


def test_fields_come_while_tickets_are_read_and_written(crowd: Crowd[CustomDesk]) -> None:
    dsn, desk = crowd.dsn, crowd.desk
    adding(desk, "first")(desk.db)
    tickets = [desk.ticket() for _ in range(4)]
    desk.db.commit()
    over = Event()

    def define(connection: Connection) -> int:
        try:
            for n in range(10):
                adding(desk, f"f{n}")(connection)
                connection.commit()
        finally:
            over.set()
        return 10

    def busy(ticket: int) -> Work:
        def work(connection: Connection) -> int:
            done = 0
            while not over.is_set():
                with acting_as(connection, "agent", desk.agent.id):
                    connection.execute(
                        "SELECT api.set_custom_fields(%s, jsonb_build_object('first', %s::int))",
                        (ticket, done),
                    )
                    connection.execute(
                        "SELECT ticket_id, first FROM api.ticket_custom_fields NATURAL JOIN api.tickets"
                    )
                connection.commit()
                done += 1
            return done

        return work

    done = crowd.run(define, *(busy(ticket) for ticket in tickets))
    assert done[0] == 10
    assert all(isinstance(count, int) and count > 0 for count in done), done
    assert len(columns(dsn)) == 12


def test_a_reader_that_does_not_end_is_not_waited_for_long(crowd: Crowd[CustomDesk]) -> None:
    dsn, desk = crowd.dsn, crowd.desk
    with psycopg.connect(dsn) as reader:
        reader.execute("SELECT * FROM api.ticket_custom_fields")
        assert crowd.run(adding(desk, "late")) == ["PD805"]
    assert crowd.run(adding(desk, "late")) == [None]


def test_fields_survive_a_deploy(crowd: Crowd[CustomDesk]) -> None:
    dsn, desk = crowd.dsn, crowd.desk
    pictures = draw(dsn)
    adding(desk, "cost")(desk.db)
    desk.field("severity", "select", options=["high"], customer_access="edit")
    ticket = desk.ticket()
    desk.fill(desk.agent, ticket, cost=3, severity="high")
    desk.db.execute("DELETE FROM pgdesk_deploy.file WHERE path LIKE 'functions/api/tickets/%'")
    desk.db.commit()
    assert migrate(dsn).is_api_rebuilt
    assert desk.run(desk.agent, "SELECT * FROM api.ticket_custom_fields") == [(ticket, 3.0, "high")]
    assert desk.run(desk.customer, "SELECT severity FROM api.ticket_custom_fields") == [("high",)]
    (comment,) = desk.db.execute(
        "SELECT col_description('api.ticket_custom_fields'::regclass, 3)"
    ).fetchone() or ("",)
    assert comment == "Severity"
    desk.db.commit()
    assert draw(dsn) == pictures
    assert not migrate(dsn)


def test_a_field_that_is_added_during_a_deploy_is_there_afterwards(crowd: Crowd[CustomDesk]) -> None:
    dsn, desk = crowd.dsn, crowd.desk
    with psycopg.connect(dsn) as deploying:
        deploying.execute("LOCK TABLE pgdesk_deploy.file IN SHARE ROW EXCLUSIVE MODE")
        assert crowd.run(adding(desk, "cost")) == ["PD805"]
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DELETE FROM pgdesk_deploy.file WHERE path LIKE 'functions/api/tickets/%'")
    with ThreadPoolExecutor(2) as pool:
        deploy = pool.submit(migrate, dsn, DB)
        field = pool.submit(crowd.run, adding(desk, secrets.choice(["early", "late"])))
        assert deploy.result(timeout=60).is_api_rebuilt
        assert field.result(timeout=60) in ([None], ["PD805"])
    expected = {"ticket_id"} | {
        key for (key,) in desk.db.execute("SELECT key FROM helpdesk.custom_field").fetchall()
    }
    assert columns(dsn) == expected


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.stem)
def test_what_definers_make_passes_the_lints(desk: CustomDesk, lint: Path) -> None:
    desk.call(desk.admin, "add_custom_object", object="assets", label="Assets", is_visible_to_customers=True)
    for subject in ("ticket", "person", "organisation", "assets"):
        desk.field("severity", "select", subject, options=["a"], is_filterable=True)
        desk.field("tools", "multi_select", subject, options=["a"])
        desk.field("cost", "number", subject, is_filterable=True)
    fields = ("severity", "tools", "cost")
    found = [(name, fault) for name, fault in faults(desk.db, lint) if not any(f in fault for f in fields)]
    derived = [("helpdesk.custom_assets_choice", "no audit trigger")]
    assert found == (derived if lint.stem == "table_without_audit" else []), found


def test_what_administrators_made_survives_a_whole_deploy_and_is_no_fault(
    crowd: Crowd[CustomDesk],
) -> None:
    dsn, desk = crowd.dsn, crowd.desk
    adding(desk, "cost")(desk.db)
    desk.run(desk.admin, "SELECT api.add_custom_object('asset', 'Asset')")
    desk.db.commit()
    made = (
        "SELECT (SELECT count(*) > 0 FROM pg_policy WHERE polrelid::regclass::text ~ 'asset'),"
        " (SELECT count(*) FROM pg_policy WHERE polrelid::regclass::text ~ 'asset'),"
        " (SELECT count(*) FROM pg_trigger WHERE tgrelid::regclass::text ~ 'asset' AND NOT tgisinternal),"
        " (SELECT string_agg(relacl::text, ',' ORDER BY relname) FROM pg_class"
        "  WHERE relnamespace = 'helpdesk'::regnamespace AND relname ~ 'asset')"
    )
    before = desk.db.execute(made).fetchone() or (None,)
    desk.db.commit()
    assert before[0] is True
    migrate(dsn, is_whole=True)
    assert desk.db.execute(made).fetchone() == before
    assert [finding.text for finding in examine_schema(desk.db) if not finding.is_ok] == []
