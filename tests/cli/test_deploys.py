"""Deploys that change rights and triggers while requests run: no request fails, none waits for long."""

import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.paths import DB
from tests.desk import Person, make_desk
from tests.tickets.test_at_once import House

_DEPLOYS = 6
#: Seconds between the requests of one person, so that the deploy gets its share of the processors.
_PAUSE = 0.02
_SHOP = {
    "schema/before/010.sql": "CREATE SCHEMA IF NOT EXISTS helpdesk;",
    "migrations/V0001__shop.sql": """
        CREATE TABLE helpdesk.item (item_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
        CREATE TABLE helpdesk.sale (item_id bigint NOT NULL REFERENCES helpdesk.item, price int NOT NULL);
        INSERT INTO helpdesk.item (name) VALUES ('printer');
    """,
    "functions/tg_note.sql": """
        CREATE OR REPLACE FUNCTION helpdesk.tg_note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RETURN NEW;
        END $$;
    """,
    "functions/api/sales.sql": """
        CREATE VIEW api.sales WITH (security_invoker = true) AS
        SELECT i.name, s.* FROM helpdesk.item AS i JOIN helpdesk.sale AS s USING (item_id);
        GRANT SELECT ON api.sales TO agent;
    """,
    "functions/api/sell.sql": """
        CREATE FUNCTION api.sell(price int) RETURNS SETOF api.sales LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO helpdesk.sale (item_id, price) VALUES (1, price);
            RETURN QUERY SELECT * FROM api.sales AS s LIMIT 3;
        END $$;
        GRANT EXECUTE ON FUNCTION api.sell TO agent;
    """,
}


@pytest.fixture
def house(fresh_db: str) -> Iterator[House]:
    with psycopg.connect(fresh_db) as connection:
        desk = make_desk(connection)
        connection.commit()
        yield House(fresh_db, desk)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return shutil.copytree(DB, tmp_path / "db")


def _swap(path: Path, one: str, other: str) -> None:
    text = path.read_text()
    path.write_text(text.replace(one, other) if one in text else text.replace(other, one))


def _change(db: Path) -> None:
    """Another rule of who sees tickets, other columns, a right more or less, another trigger, another row."""
    rights = db / "schema/rights/tickets.sql"
    _swap(rights, "        deleted_at IS NULL AND (\n", "        deleted_at IS NULL AND true AND (\n")
    _swap(rights, "due_at, version');", "due_at, version, is_spam');")
    _swap(rights, "    ('draft_staff_select',", "    -- ('draft_staff_select',")
    _swap(db / "schema/after/tickets.sql", "NEW.kind <> 'system' AND", "'system' <> NEW.kind AND")
    _swap(db / "schema/after/tickets.sql", "Closes what has", "It closes what has")


def _shop(db: Path, number: int) -> None:
    """The tree of a small shop, with rights and triggers that change with each number."""
    rule, event = ("true", "INSERT") if number % 2 else ("price IS NOT NULL", "INSERT OR UPDATE")
    columns = ["*", "item_id, price"][number // 2 % 2]
    files = {
        **_SHOP,
        "schema/after/sales.sql": f"CREATE TRIGGER sale_10_note BEFORE {event} ON helpdesk.sale"
        " FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_note();",
        "schema/rights/000_who.sql": f"""
            DELETE FROM pgdesk_deploy.access_right;
            DELETE FROM pgdesk_deploy.access_rule;
            DELETE FROM pgdesk_deploy.access_schema;
            DELETE FROM pgdesk_deploy.access_who;
            INSERT INTO pgdesk_deploy.access_who VALUES ('agent', '{{agent}}');
            INSERT INTO pgdesk_deploy.access_schema VALUES ('helpdesk', 'agent'), ('api', 'agent');
            INSERT INTO pgdesk_deploy.access_rule VALUES ('all', 'true'), ('rule', '{rule}');
            INSERT INTO pgdesk_deploy.access_right VALUES
                ('item_agent_select', 'all', '*'), ('sale_agent_select', 'rule', '{columns}'),
                ('sale_agent_insert', 'rule', 'item_id, price');
        """,
    }
    for name, text in files.items():
        (db / name).parent.mkdir(parents=True, exist_ok=True)
        (db / name).write_text(text)


def test_requests_go_on_through_twenty_deploys(empty_db: str, tmp_path: Path) -> None:
    _shop(tmp_path, 0)
    migrate(empty_db, tmp_path)
    stopping = threading.Event()

    def work(number: int) -> int:
        done = 0
        with psycopg.connect(empty_db, autocommit=True) as connection:
            connection.prepare_threshold = None  # the API server prepares anew what a deploy has changed
            connection.execute("SET ROLE agent")
            while not stopping.is_set():
                connection.execute("SELECT * FROM api.sales LIMIT 5").fetchall()
                connection.execute("SELECT api.sell(%s)", (number,))
                done += 1
        return done

    with ThreadPoolExecutor(3) as pool:
        working = [pool.submit(work, number) for number in range(3)]
        try:
            for number in range(1, 21):
                _shop(tmp_path, number)
                assert len(migrate(empty_db, tmp_path).changes) > 2
        finally:
            stopping.set()
        assert min(one.result() for one in working) > 20


@pytest.mark.slow
def test_requests_of_all_kinds_go_on_through_deploys(house: House, db: Path) -> None:
    stopping = threading.Event()
    tickets = [house.ticket() for _ in range(4)]

    def work(who: Person, ticket: int) -> int:
        done = 0
        with house.connect(who) as connection:
            connection.prepare_threshold = None
            while not stopping.wait(_PAUSE):
                connection.execute("SELECT * FROM api.tickets ORDER BY ticket_id LIMIT 20").fetchall()
                connection.execute("SELECT api.create_ticket('Printer on fire')")
                connection.execute("SELECT api.reply(%s, 'Thank you')", (ticket,))
                done += 1
        return done

    people = [house.desk.customer, house.desk.agent, house.desk.admin, house.desk.agent]
    with ThreadPoolExecutor(len(people)) as pool:
        working = [pool.submit(work, who, ticket) for who, ticket in zip(people, tickets, strict=True)]
        try:
            for _ in range(_DEPLOYS):
                _change(db)
                changes = migrate(house.dsn, db).changes
                assert "replaces policy ticket_staff_select on helpdesk.ticket" in changes
                assert "replaces trigger message_70_remove_draft on helpdesk.message" in changes
        finally:
            stopping.set()
        assert min(one.result() for one in working) > _DEPLOYS


def test_a_deploy_gives_way_to_a_long_request(house: House, db: Path) -> None:
    """It waits for the locks that it needs, and nobody waits behind it."""
    _change(db)
    with ThreadPoolExecutor(1) as pool, house.connect(house.desk.agent) as reader:
        with reader.transaction():
            reader.execute("SELECT * FROM api.tickets")
            deploying = pool.submit(migrate, house.dsn, db)
            other = house.connect(house.desk.agent)
            longest, until = 0.0, time.monotonic() + 4
            while time.monotonic() < until and not deploying.done():
                began = time.monotonic()
                other.execute("SELECT * FROM api.tickets LIMIT 1")
                longest = max(longest, time.monotonic() - began)
            assert not deploying.done()
        assert deploying.result(timeout=60).changes
        other.close()
    assert longest < 3
