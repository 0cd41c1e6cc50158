"""`pgdesk migrate` on small trees of its own."""

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pgdesk.cli.deploy.migrate import Deployed, migrate, plan
from pgdesk.cli.errors import PgdeskError

Tree = Callable[[dict[str, str]], Path]

_BASE = {
    "schema/before/010_schemas.sql": "CREATE SCHEMA IF NOT EXISTS shop;",
    "migrations/V0001__item.sql": """
        CREATE TABLE shop.item (item_id bigint PRIMARY KEY, name text DEFAULT '50 % off; -- not a comment');
        INSERT INTO shop.item (item_id) VALUES (1);
    """,
    "functions/items/a_first_name.sql": """
        CREATE OR REPLACE FUNCTION shop.first_name() RETURNS text LANGUAGE sql STABLE
        BEGIN ATOMIC
            SELECT shop.z_default();
            SELECT CASE WHEN true THEN i.name END FROM shop.item AS i ORDER BY i.item_id LIMIT 1;
        END;
    """,
    "functions/items/z_default.sql": """
        CREATE OR REPLACE FUNCTION shop.z_default() RETURNS text LANGUAGE plpgsql AS $body$
        BEGIN
            -- kept; with a semicolon and 100 %
            RETURN format('%s %%', 5);
        END
        $body$;
    """,
    "functions/api/items.sql": """
        CREATE VIEW api.items AS SELECT i.item_id, shop.first_name() AS name FROM shop.item AS i;
        GRANT USAGE ON SCHEMA api TO anon;
        GRANT SELECT ON api.items TO anon;
    """,
}


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Writes files into a db folder and returns it; None-like empty text removes a file."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / "db" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text:
                path.write_text(text)
            else:
                path.unlink()
        return tmp_path / "db"

    return write


def value(dsn: str, query: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(sql.SQL(query)).fetchone()
    return row[0] if row else None


def test_a_tree_is_deployed_once(empty_db: str, tree: Tree) -> None:
    db = tree(_BASE)
    done = migrate(empty_db, db)
    assert done.migrations == ["V0001__item"]
    assert done.files == [
        "schema/before/010_schemas.sql",
        "functions/items/z_default.sql",
        "functions/items/a_first_name.sql",
        "functions/api/items.sql",
    ]
    assert value(empty_db, "SELECT name FROM api.items") == "50 % off; -- not a comment"
    assert value(empty_db, "SELECT shop.z_default()") == "5 %"
    assert "-- kept" in str(value(empty_db, "SELECT prosrc FROM pg_proc WHERE proname = 'z_default'"))
    assert not migrate(empty_db, db)


def test_everything_belongs_to_the_owner_role(empty_db: str, tree: Tree) -> None:
    migrate(empty_db, tree(_BASE))
    owners = value(
        empty_db,
        "SELECT array_agg(DISTINCT relowner::regrole::text) FROM pg_class"
        " WHERE relnamespace IN ('shop'::regnamespace, 'api'::regnamespace, 'pgdesk_deploy'::regnamespace)",
    )
    assert owners == ["pgdesk_owner"]


def test_five_at_once_deploy_once(empty_db: str, tree: Tree) -> None:
    db = tree(_BASE)
    with ThreadPoolExecutor(5) as pool:
        done = list(pool.map(lambda _: migrate(empty_db, db), range(5)))
    assert sorted(map(bool, done)) == [False] * 4 + [True]
    assert value(empty_db, "SELECT count(*) FROM shop.item") == 1
    assert value(empty_db, "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^api'") == 1


def test_databases_of_one_cluster_deploy_at_once(server_dsn: str, tree: Tree) -> None:
    role = f"t_{secrets.token_hex(4)}"
    roles = f"""
        DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
        GRANT anon TO {role}; COMMENT ON ROLE {role} IS 'for a test';
    """
    db = tree({**_BASE, "schema/bootstrap/010_roles.sql": roles})
    names = [f"pgdesk_many_{secrets.token_hex(4)}" for _ in range(4)]
    with psycopg.connect(server_dsn, autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            with ThreadPoolExecutor(4) as pool:
                done = list(pool.map(lambda name: migrate(make_conninfo(server_dsn, dbname=name), db), names))
            assert all(done)
        finally:
            for name in names:
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


@pytest.mark.parametrize("text", ["CREATE TABLE shop.item (item_id bigint);", ""])
def test_a_changed_or_removed_migration_is_refused(empty_db: str, tree: Tree, text: str) -> None:
    migrate(empty_db, tree(_BASE))
    with pytest.raises(PgdeskError, match=r"V0001__item\.sql .*pgdesk demo --reset"):
        migrate(empty_db, tree({"migrations/V0001__item.sql": text}))


def test_a_changed_function_is_applied_alone(empty_db: str, tree: Tree) -> None:
    migrate(empty_db, tree(_BASE))
    before = value(empty_db, "SELECT xmin::text FROM pg_proc WHERE oid = 'shop.first_name()'::regprocedure")
    changed = _BASE["functions/items/z_default.sql"].replace("5)", "6)")
    done = migrate(empty_db, tree({"functions/items/z_default.sql": changed}))
    assert done == Deployed([], ["functions/items/z_default.sql"], True)
    assert value(empty_db, "SELECT shop.z_default()") == "6 %"
    assert before == value(
        empty_db, "SELECT xmin::text FROM pg_proc WHERE oid = 'shop.first_name()'::regprocedure"
    )


def test_half_a_deploy_is_never_visible(empty_db: str, tree: Tree) -> None:
    broken = "CREATE FUNCTION api.broken() RETURNS int LANGUAGE sql\nBEGIN ATOMIC\n    SELECT nothing;\nEND;"
    with pytest.raises(PgdeskError, match=r"db/functions/api/broken\.sql: 42703 .*\n  at line 3"):
        migrate(empty_db, tree({**_BASE, "functions/api/broken.sql": broken}))
    assert (
        value(empty_db, "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^(shop|api|pgdesk_deploy)'") == 0
    )
    migrate(empty_db, tree({"functions/api/broken.sql": ""}))
    with pytest.raises(PgdeskError, match=r"V0002__more\.sql.*\n?.*42P01"):
        migrate(
            empty_db,
            tree({"migrations/V0002__more.sql": "CREATE TABLE shop.more (a int); DROP TABLE shop.nothing;"}),
        )
    assert value(empty_db, "SELECT to_regclass('shop.more')") is None
    assert value(empty_db, "SELECT count(*) FROM api.items") == 1


def test_a_migration_numbered_below_an_applied_one_is_refused(empty_db: str, tree: Tree) -> None:
    migrate(empty_db, tree({**_BASE, "migrations/V0030__later.sql": "SELECT 1;"}))
    with pytest.raises(PgdeskError, match=r"V0002__between\.sql comes before V0030__later"):
        migrate(empty_db, tree({"migrations/V0002__between.sql": "SELECT 1;"}))


def test_files_that_need_each_other_are_named(empty_db: str, tree: Tree) -> None:
    circle = {
        f"functions/items/{one}.sql": f"CREATE VIEW shop.{one} AS TABLE shop.{other};"
        for one, other in (("left_view", "right_view"), ("right_view", "left_view"))
    }
    with pytest.raises(PgdeskError, match=r"need each other: .*left_view\.sql"):
        migrate(empty_db, tree({**_BASE, **circle}))


def test_a_migration_that_wants_no_transaction_is_refused(empty_db: str, tree: Tree) -> None:
    text = "SELECT 1;\nCREATE INDEX CONCURRENTLY item_name ON shop.item (name);"
    with pytest.raises(PgdeskError, match=r"db/migrations/V0002__index\.sql: 25001 .*transaction block"):
        migrate(empty_db, tree({**_BASE, "migrations/V0002__index.sql": text}))


def test_migrations_run_in_the_order_of_their_numbers(empty_db: str, tree: Tree) -> None:
    more = {f"migrations/{name}.sql": "SELECT 1;" for name in ("V10__ten", "V9__nine", "more/V11__eleven")}
    done = migrate(empty_db, tree({**_BASE, **more}))
    assert done.migrations == ["V0001__item", "V9__nine", "V10__ten", "V11__eleven"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("V001__again", "V0001__item.sql and V001__again.sql have the same number"),
        ("V2_one_underscore", "V2_one_underscore.sql is no name of a migration"),
        ("v0002__small", "v0002__small.sql is no name of a migration"),
    ],
)
def test_a_wrong_name_is_refused(empty_db: str, tree: Tree, name: str, told: str) -> None:
    with pytest.raises(PgdeskError, match=re.escape(told)):
        migrate(empty_db, tree({**_BASE, f"migrations/{name}.sql": "SELECT 1;"}))


def test_a_migration_beyond_ascii(empty_db: str, tree: Tree) -> None:
    text = "INSERT INTO shop.item (item_id, name) VALUES (2, 'café');"
    migrate(empty_db, tree({**_BASE, "migrations/V0002__name.sql": text}))
    assert value(empty_db, "SELECT name FROM shop.item WHERE item_id = 2") == "café"


def test_what_lies_outside_api_may_not_depend_on_it(empty_db: str, tree: Tree) -> None:
    migrate(empty_db, tree(_BASE))
    with psycopg.connect(empty_db, autocommit=True) as connection:
        connection.execute("CREATE VIEW shop.outside AS SELECT * FROM api.items")
    with pytest.raises(PgdeskError, match=r"depend on schema api.*shop\.outside"):
        migrate(empty_db, tree({"functions/api/items.sql": _BASE["functions/api/items.sql"] + "-- changed"}))


def test_what_follows_each_deploy_finds_the_new_api(empty_db: str, tree: Tree) -> None:
    always = "INSERT INTO shop.item (item_id, name) SELECT max(i.item_id) + 1, 'noted' FROM api.items AS i;"
    db = tree({**_BASE, "schema/always/items.sql": always})
    migrate(empty_db, db)
    assert not migrate(empty_db, db)
    done = migrate(
        empty_db, tree({"functions/items/z_default.sql": _BASE["functions/items/z_default.sql"] + "--"})
    )
    assert done.files == ["functions/items/z_default.sql"]
    assert value(empty_db, "SELECT max(item_id) FROM shop.item") == 3


def test_api_is_rebuilt_under_load_without_an_error(empty_db: str, tree: Tree) -> None:
    migrate(empty_db, tree(_BASE))
    stopping = threading.Event()
    counted: list[int] = []

    def read() -> None:
        with psycopg.connect(empty_db, autocommit=True) as connection:
            connection.execute("SET ROLE anon")
            done = 0
            while not stopping.is_set():
                assert len(connection.execute("SELECT * FROM api.items", prepare=True).fetchall()) == 1
                done += 1
            counted.append(done)

    with psycopg.connect(empty_db, autocommit=True) as connection:
        connection.execute("GRANT USAGE ON SCHEMA shop TO anon")
        connection.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA shop TO anon")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA shop TO anon")
    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for number in range(6):
                text = f"{_BASE['functions/api/items.sql']} -- {number}"
                assert migrate(empty_db, tree({"functions/api/items.sql": text})).is_api_rebuilt
        finally:
            stopping.set()
        for reader in readers:
            reader.result()
    assert len(counted) == 3
    assert min(counted) > 20
    migrate(empty_db, tree({"functions/api/items.sql": _BASE["functions/api/items.sql"]}))
    assert value(empty_db, "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^api'") == 1


def test_an_old_api_in_use_is_left_for_the_next_deploy(empty_db: str, tree: Tree) -> None:
    migrate(empty_db, tree(_BASE))
    lines: list[str] = []
    with psycopg.connect(empty_db) as reader:
        reader.execute("SELECT * FROM api.items")
        migrate(
            empty_db,
            tree({"functions/api/items.sql": _BASE["functions/api/items.sql"] + "-- 1"}),
            lines.append,
        )
    assert any("api_old is still in use" in line for line in lines)
    migrate(empty_db, tree({"functions/api/items.sql": _BASE["functions/api/items.sql"] + "-- 2"}))
    assert value(empty_db, "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^api'") == 1


def test_postgrest_is_told_of_each_deploy(empty_db: str, tree: Tree) -> None:
    with psycopg.connect(empty_db, autocommit=True) as listener:
        listener.execute("LISTEN pgrst")
        migrate(empty_db, tree(_BASE))
        notices = list(listener.notifies(timeout=5, stop_after=1))
    assert [notice.payload for notice in notices] == ["reload schema"]


@pytest.fixture
def deployer(empty_db: str) -> Iterator[str]:
    """DSN of an ordinary login on an empty database."""
    name = f"deployer_{secrets.token_hex(4)}"
    with psycopg.connect(empty_db, autocommit=True) as connection:
        password = connection.info.password
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), sql.Literal(password))
        )
        try:
            yield make_conninfo(empty_db, user=name)
        finally:
            database = sql.Identifier(connection.info.dbname)
            connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO postgres").format(database))
            connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def test_the_missing_right_is_named(empty_db: str, deployer: str, tree: Tree) -> None:
    db = tree(_BASE)
    with pytest.raises(PgdeskError, match=r"lacks CREATEROLE.*does not own database"):
        migrate(deployer, db)
    with psycopg.connect(empty_db, autocommit=True) as connection:
        name = sql.Identifier(str(psycopg.conninfo.conninfo_to_dict(deployer)["user"]))
        connection.execute(sql.SQL("ALTER ROLE {} CREATEROLE").format(name))
        with pytest.raises(PgdeskError, match=r"^user \w+ does not own database"):
            migrate(deployer, db)
        connection.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(connection.info.dbname), name)
        )
        if connection.info.server_version >= 160000:
            with pytest.raises(PgdeskError, match=r"may not act as pgdesk_owner"):
                migrate(deployer, db)
            connection.execute(sql.SQL("GRANT pgdesk_owner TO {} WITH ADMIN OPTION").format(name))
    assert migrate(deployer, db).migrations == ["V0001__item"]


def test_what_the_deployer_may_not_undo_is_told_with_its_remedy(
    empty_db: str, deployer: str, tree: Tree
) -> None:
    db = tree(_BASE)
    with psycopg.connect(empty_db, autocommit=True) as connection:
        name = sql.Identifier(str(psycopg.conninfo.conninfo_to_dict(deployer)["user"]))
        connection.execute(sql.SQL("ALTER ROLE {} CREATEROLE").format(name))
        connection.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(connection.info.dbname), name)
        )
        connection.execute(sql.SQL("GRANT pgdesk_owner TO {} WITH ADMIN OPTION").format(name))
        migrate(deployer, db)
        connection.execute("ALTER VIEW api.items OWNER TO postgres")
        tree({"functions/items/z_default.sql": _BASE["functions/items/z_default.sql"] + "-- changed"})
        with pytest.raises(
            PgdeskError, match=r"view api\.items belongs to postgres, which user .* undo"
        ) as told:
            migrate(deployer, db)
        remedy = str(told.value).partition("As a superuser: ")[2].partition("\n")[0]
        connection.execute(remedy.encode())
    assert migrate(deployer, db).files == ["functions/items/z_default.sql"]


def test_a_table_of_deploys_that_was_given_away_is_told_with_its_remedy(empty_db: str, tree: Tree) -> None:
    db = tree(_BASE)
    migrate(empty_db, db)
    with psycopg.connect(empty_db, autocommit=True) as connection:
        connection.execute("ALTER TABLE pgdesk_deploy.declared OWNER TO postgres")
        tree({"functions/items/z_default.sql": _BASE["functions/items/z_default.sql"] + "-- changed"})
        with pytest.raises(
            PgdeskError,
            match=r"does not belong to pgdesk_owner any more \(must be owner of table declared\): give",
        ):
            migrate(empty_db, db)
        connection.execute("ALTER TABLE pgdesk_deploy.declared OWNER TO pgdesk_owner")
    assert migrate(empty_db, db)


def test_a_plan_waits_no_longer_than_a_second_for_a_table(empty_db: str, tree: Tree) -> None:
    db = tree(_BASE)
    migrate(empty_db, db)
    tree({"migrations/V0002__color.sql": "ALTER TABLE shop.item ADD color text;"})
    with psycopg.connect(empty_db) as reader:
        reader.execute("TABLE shop.item")
        began = time.monotonic()
        with pytest.raises(
            PgdeskError, match=r"in use, try again: db/migrations/V0002__color\.sql: 55P03 .*lock timeout"
        ):
            plan(empty_db, db)
        assert 1 <= time.monotonic() - began < 10
    assert plan(empty_db, db).migrations == ["V0002__color"]


def test_who_waits_in_vain_for_a_table_whose_triggers_change_is_told(empty_db: str, tree: Tree) -> None:
    function = """
        CREATE OR REPLACE FUNCTION shop.tg_item() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    """
    trigger = "CREATE OR REPLACE TRIGGER item_10_check BEFORE {} ON shop.item FOR EACH ROW EXECUTE FUNCTION"
    files = {"functions/items/tg_item.sql": function}
    db = tree(_BASE | files | {"schema/after/items.sql": f"{trigger.format('INSERT')} shop.tg_item();"})
    migrate(empty_db, db)
    tree({"schema/after/items.sql": f"{trigger.format('UPDATE')} shop.tg_item();"})
    with psycopg.connect(empty_db) as writer:
        writer.execute("UPDATE shop.item SET name = 'x'")
        began = time.monotonic()
        with pytest.raises(
            PgdeskError, match=r"^tables whose rights or triggers change are in use: try again$"
        ):
            plan(empty_db, db)
        assert time.monotonic() - began < 10
        with ThreadPoolExecutor(1) as pool:
            deploying = pool.submit(migrate, empty_db, db)
            writer.execute("UPDATE shop.item SET name = 'y'")
            writer.commit()
            assert any("trigger item_10_check" in line for line in deploying.result(timeout=60).changes)


def test_a_server_that_is_not_there_is_told(tree: Tree) -> None:
    with pytest.raises(PgdeskError, match="cannot connect"):
        migrate("host=127.0.0.1 port=1 user=nobody dbname=nothing connect_timeout=2", tree(_BASE))


def test_a_view_made_by_hand_reloads_the_catalogue(fresh_db: str) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as listener, psycopg.connect(fresh_db) as hand:
        listener.execute("LISTEN pgrst")
        hand.execute("CREATE TABLE public.unseen (a int)")
        hand.commit()
        hand.execute("CREATE VIEW api.by_hand AS SELECT 1 AS one")
        hand.commit()
        told = [note.payload for note in listener.notifies(timeout=5, stop_after=1)]
        assert told == ["reload schema"]
        assert list(listener.notifies(timeout=0.2)) == []
