"""What was changed by hand: doctor names it, a deploy undoes it. Each case is rolled back."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from pgdesk.cli.commands.deploy import summarize
from pgdesk.cli.deploy import objects
from pgdesk.cli.deploy.migrate import Deployed, migrate
from pgdesk.cli.doctor import examine_schema
from pgdesk.cli.paths import DB

Connection = psycopg.Connection[tuple[object, ...]]
_UNDONE = "pgdesk migrate --all undoes it"
_KEPT = "undo it, or write it into a V file"


@contextmanager
def changed(dsn: str, statements: str) -> Iterator[Connection]:
    with psycopg.connect(dsn) as connection, connection.transaction(force_rollback=True):
        connection.execute(sql.SQL(statements))
        yield connection


def faults(connection: Connection) -> list[str]:
    return [finding.text for finding in examine_schema(connection) if not finding.is_ok]


def told(connection: Connection) -> list[str]:
    return [finding.text for finding in examine_schema(connection) if finding.is_ok]


def mend(connection: Connection) -> None:
    """What a deploy does beside applying files."""
    cursor = connection.cursor()
    cursor.execute("SET LOCAL ROLE pgdesk_owner")
    objects.mend(cursor, is_early=True)
    objects.mend(cursor, is_early=False)
    cursor.execute("RESET ROLE")


def _rounds(cases: Iterable[str], number: int) -> list[list[str]]:
    """The cases dealt like cards: to look costs more than they do, and neighbours may change one object."""
    return [list(cases)[start::number] for start in range(number)]


_MENDED = {
    # Triggers and rules
    "ALTER TABLE helpdesk.tag DISABLE TRIGGER tag_90_audit": [
        "trigger tag_90_audit on helpdesk.tag does not fire as declared"
    ],
    "ALTER TABLE helpdesk.tag ENABLE REPLICA TRIGGER tag_90_audit": [
        "trigger tag_90_audit on helpdesk.tag does not fire as declared"
    ],
    "ALTER TABLE helpdesk.tag_skill DISABLE TRIGGER ALL": [
        "trigger tag_skill_90_audit on helpdesk.tag_skill does not fire as declared",
        "triggers on helpdesk.tag_skill that hold tag_skill_skill_fkey, tag_skill_tag_fkey are disabled",
    ],
    "CREATE RULE by_hand AS ON DELETE TO helpdesk.tag DO INSTEAD NOTHING": [
        "rule by_hand on helpdesk.tag is not from db/"
    ],
    "CREATE TRIGGER by_hand INSTEAD OF DELETE ON reports.agent_load"
    " FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_status__keep_used()": [
        "trigger by_hand on reports.agent_load is not from db/"
    ],
    "ALTER EVENT TRIGGER pgdesk_reload_schema DISABLE": ["event trigger pgdesk_reload_schema does not fire"],
    "DROP EVENT TRIGGER pgdesk_reload_schema": ["event trigger pgdesk_reload_schema is missing"],
    "DROP EVENT TRIGGER pgdesk_reload_schema; CREATE EVENT TRIGGER pgdesk_reload_schema ON ddl_command_end"
    " WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION helpdesk.tg_ddl__reload_schema()": [
        "event trigger pgdesk_reload_schema is not as deployed"
    ],
    # What deploys work with
    "CREATE FUNCTION pgdesk_deploy.by_hand(a int) RETURNS int LANGUAGE sql RETURN 1;"
    "REVOKE ALL ON FUNCTION pgdesk_deploy.by_hand FROM PUBLIC": [
        "routine pgdesk_deploy.by_hand(integer) is not from db/"
    ],
    "CREATE PROCEDURE pgdesk_deploy.by_hand() LANGUAGE sql AS 'SELECT 1';"
    "REVOKE ALL ON PROCEDURE pgdesk_deploy.by_hand FROM PUBLIC": [
        "routine pgdesk_deploy.by_hand() is not from db/"
    ],
    "CREATE VIEW pgdesk_deploy.by_hand AS SELECT 1": ["view pgdesk_deploy.by_hand is not from db/"],
    "CREATE MATERIALIZED VIEW pgdesk_deploy.by_hand AS SELECT 1": [
        "materialized view pgdesk_deploy.by_hand is not from db/"
    ],
    "DROP FUNCTION pgdesk_deploy.take_rows": ["routine pgdesk_deploy.take_rows(text) is missing"],
    "SET LOCAL ROLE pgdesk_owner; CREATE OR REPLACE FUNCTION pgdesk_deploy.find_twins(p_names text[])"
    " RETURNS SETOF text LANGUAGE sql STABLE SET search_path = '' AS 'SELECT NULL'; RESET ROLE": [
        "routine pgdesk_deploy.find_twins(text[]) is not as deployed"
    ],
    "SET LOCAL ROLE pgdesk_owner;"
    " CREATE OR REPLACE VIEW pgdesk_deploy.former_role AS SELECT ''::text AS role WHERE false; RESET ROLE": [
        "view pgdesk_deploy.former_role is not as deployed"
    ],
    # Roles
    "ALTER ROLE agent BYPASSRLS CREATEROLE": ["role agent has BYPASSRLS", "role agent has CREATEROLE"],
    "ALTER ROLE worker NOLOGIN": ["role worker has NOLOGIN"],
    "ALTER ROLE authenticator INHERIT SUPERUSER": [
        "role authenticator has INHERIT",
        "role authenticator has SUPERUSER",
    ],
    "GRANT agent TO customer": ["role customer is a member of agent"],
    "GRANT pg_read_all_data TO anon": ["role anon is a member of pg_read_all_data"],
    "REVOKE admin FROM authenticator": ["role authenticator is not a member of admin"],
    "COMMENT ON ROLE agent IS 'by hand'": ["role agent has another comment"],
    # Default privileges
    "ALTER DEFAULT PRIVILEGES FOR ROLE pgdesk_owner GRANT SELECT ON TABLES TO anon": [
        "SELECT on tables that pgdesk_owner creates is granted to anon by default"
    ],
    "ALTER DEFAULT PRIVILEGES FOR ROLE pgdesk_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC": [
        "EXECUTE on functions that pgdesk_owner creates is granted to PUBLIC by default"
    ],
    "ALTER DEFAULT PRIVILEGES IN SCHEMA helpdesk GRANT USAGE ON SEQUENCES TO PUBLIC": [
        "USAGE on sequences that postgres creates in schema helpdesk is granted to PUBLIC by default"
    ],
    "ALTER DEFAULT PRIVILEGES FOR ROLE pgdesk_owner REVOKE USAGE ON TYPES FROM PUBLIC": [
        "USAGE on types that pgdesk_owner creates is not granted to PUBLIC by default"
    ],
    # Grants
    "GRANT CREATE ON SCHEMA helpdesk TO agent": ["CREATE on schema helpdesk is granted to agent"],
    "GRANT USAGE ON SCHEMA pgdesk_deploy TO PUBLIC": ["USAGE on schema pgdesk_deploy is granted to PUBLIC"],
    "REVOKE USAGE ON SCHEMA api FROM anon": ["USAGE on schema api is not granted to anon"],
    "GRANT UPDATE ON pgdesk_deploy.made TO agent": ["UPDATE on table pgdesk_deploy.made is granted to agent"],
    "GRANT SELECT (digest) ON pgdesk_deploy.file TO agent": [
        "SELECT (digest) on table pgdesk_deploy.file is granted to agent"
    ],
    "GRANT EXECUTE ON FUNCTION pgdesk_deploy.apply_rights TO agent": [
        "EXECUTE on routine pgdesk_deploy.apply_rights() is granted to agent"
    ],
    "GRANT USAGE ON SEQUENCE helpdesk.ticket_ticket_id_seq TO agent": [
        "USAGE on sequence helpdesk.ticket_ticket_id_seq is granted to agent"
    ],
    # Owners
    "ALTER TABLE helpdesk.tag OWNER TO postgres": ["table helpdesk.tag belongs to postgres"],
    "ALTER FUNCTION helpdesk.me() OWNER TO postgres": ["function helpdesk.me() belongs to postgres"],
    "ALTER VIEW api.tags OWNER TO postgres": ["view api.tags belongs to postgres"],
    "ALTER SCHEMA api OWNER TO postgres": ["schema api belongs to postgres"],
    # Generated
    "CREATE OR REPLACE FUNCTION helpdesk.match_sla_policy("
    "p_ticket helpdesk.ticket, p_tags text[] DEFAULT NULL, p_custom jsonb DEFAULT NULL) RETURNS bigint"
    " LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan"
    " AS 'BEGIN RETURN 1; END'": ["function helpdesk.match_sla_policy is not what the SLA policies say"],
}


@pytest.mark.parametrize("statements", _rounds(_MENDED, 5))
def test_doctor_names_it_and_a_deploy_mends_it(dsn: str, statements: list[str]) -> None:
    with changed(dsn, ";".join(statements)) as connection:
        expected = [f"{text}: {_UNDONE}" for statement in statements for text in _MENDED[statement]]
        assert sorted(faults(connection)) == sorted(expected)
        mend(connection)
        assert faults(connection) == []


_LEFT = {
    "CREATE TABLE reports.by_hand (a int); GRANT SELECT ON reports.by_hand TO anon": [
        "SELECT on reports.by_hand, which belongs to postgres, is granted to anon",
        "table reports.by_hand is not from db/",
    ],
    "CREATE TABLE helpdesk.by_hand (a int); GRANT INSERT ON helpdesk.by_hand TO PUBLIC": [
        "table helpdesk.by_hand is not from db/",
        "INSERT on helpdesk.by_hand, which belongs to postgres, is granted to PUBLIC",
    ],
    "CREATE TABLE pgdesk_deploy.by_hand (a int)": ["table pgdesk_deploy.by_hand is not from db/"],
    "CREATE TYPE dramatiq.by_hand AS (a int)": ["type dramatiq.by_hand is not from db/"],
    "CREATE DOMAIN pgdesk_deploy.by_hand AS text": ["type pgdesk_deploy.by_hand is not from db/"],
    "CREATE SEQUENCE helpdesk.by_hand": ["sequence helpdesk.by_hand is not from db/"],
    "CREATE TYPE helpdesk.by_hand AS ENUM ('a')": ["type helpdesk.by_hand is not from db/"],
    "CREATE VIEW dramatiq.by_hand AS SELECT 1": ["view dramatiq.by_hand is not from db/"],
    "CREATE TEXT SEARCH CONFIGURATION helpdesk.by_hand (COPY = simple)": [
        "text search configuration helpdesk.by_hand is not from db/"
    ],
}


@pytest.mark.parametrize("statements", _rounds(_LEFT, 3))
def test_doctor_names_what_a_deploy_leaves(dsn: str, statements: list[str]) -> None:
    with changed(dsn, ";".join(statements)) as connection:
        expected = sorted(f"{text}: {_KEPT}" for statement in statements for text in _LEFT[statement])
        assert sorted(faults(connection)) == expected
        mend(connection)
        assert sorted(faults(connection)) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER by_hand INSTEAD OF DELETE ON api.tags"
        " FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_status__keep_used()",
        "CREATE RULE by_hand AS ON INSERT TO api.tags DO INSTEAD NOTHING",
        "ALTER VIEW api.tags ALTER COLUMN name SET DEFAULT 'by hand'",
    ],
)
def test_what_a_view_of_api_has_is_part_of_it(dsn: str, statement: str) -> None:
    with changed(dsn, statement) as connection:
        assert faults(connection) == [f"view api.tags is not as deployed: {_UNDONE}"]


def test_what_others_have_is_told_and_no_fault(dsn: str) -> None:
    with changed(
        dsn,
        "CREATE EVENT TRIGGER by_hand ON ddl_command_end EXECUTE FUNCTION helpdesk.tg_ddl__reload_schema();"
        "ALTER ROLE agent SET pgrst.db_max_rows = '9'; CREATE ROLE by_hand; GRANT reporter TO by_hand",
    ) as connection:
        assert faults(connection) == []
        assert sorted(told(connection))[:3] == [
            "event trigger by_hand is not from db/; deploys leave it",
            "role agent has the setting pgrst.db_max_rows=9; deploys leave it",
            "role by_hand, which is not from db/, is a member of reporter; deploys leave it",
        ]


def test_nobody_may_call_what_deploys_call(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT count(*) FILTER (WHERE has_function_privilege('anon', oid, 'execute')), count(*) > 20"
            " FROM pg_proc WHERE pronamespace = 'pgdesk_deploy'::regnamespace"
        ).fetchone()
    assert row == (0, True)


def test_a_whole_deploy_undoes_it_in_time(fresh_db: str) -> None:
    """Default privileges before views are made, owners before schema api is renamed."""
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute(
            """
            ALTER DEFAULT PRIVILEGES FOR ROLE pgdesk_owner GRANT SELECT ON TABLES TO anon;
            ALTER SCHEMA api OWNER TO postgres;
            ALTER TABLE helpdesk.tag OWNER TO postgres;
            ALTER TABLE helpdesk.rating DISABLE TRIGGER ALL;
            GRANT SELECT ON SEQUENCE helpdesk.ticket_ticket_id_seq TO anon;
            CREATE TRIGGER by_hand INSTEAD OF DELETE ON api.tags
                FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_status__keep_used();
            """
        )
        changes = migrate(fresh_db, is_whole=True).changes
        mended = "table helpdesk.tag belongs to postgres: ALTER table helpdesk.tag OWNER TO pgdesk_owner"
        assert mended in changes
        assert faults(connection) == []
        row = connection.execute("SELECT has_table_privilege('anon', 'api.settings', 'select')").fetchone()
        assert row == (False,)


def test_a_deploy_takes_what_was_made_beside_its_tools(fresh_db: str, tmp_path: Path) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute(
            """
            CREATE PROCEDURE pgdesk_deploy.by_hand() LANGUAGE sql AS 'SELECT 1';
            CREATE AGGREGATE pgdesk_deploy.by_hand (int) (sfunc = int4pl, stype = int);
            CREATE MATERIALIZED VIEW pgdesk_deploy.by_hand AS SELECT 1;
            DROP VIEW pgdesk_deploy.neighbour;
            """
        )
        db = shutil.copytree(DB, tmp_path / "db")
        with (db / "schema" / "rights" / "000_who.sql").open("a") as rights:
            rights.write("-- changed\n")
        assert migrate(fresh_db, db).changes == []
        assert faults(connection) == []


def test_many_files_are_said_by_room() -> None:
    done = Deployed(["V0010__a", "V0020__b"], ["schema/after/a.sql", *["functions/sla/x.sql"] * 40])
    assert list(summarize(done)) == ["migrations: 2 files", "functions/sla: 40 files", "schema/after: 1 file"]
    few = Deployed(["V0010__a"], ["schema/after/a.sql"])
    assert list(summarize(few)) == ["V0010__a", "schema/after/a.sql"]


def test_stale_pictures_are_what_doctor_names(dsn: str, server_dsn: str, tmp_path: Path) -> None:
    """As after a new V file, or a right that was deleted, before pgdesk schema --write."""
    old = shutil.copytree(DB / "schema" / "tables", tmp_path / "tables")
    tag = old / "helpdesk.tag.sql"
    tag.write_text(tag.read_text().replace("    CONSTRAINT tag_pkey PRIMARY KEY (tag_id),\n", ""))
    with changed(dsn, "ALTER TABLE helpdesk.status ADD extra text") as connection:
        found = [f.text for f in examine_schema(connection, server_dsn, old) if not f.is_ok]
    assert found == [
        "db/schema/tables/helpdesk.tag.sql: stale, run pgdesk schema --write",
        f"column extra of helpdesk.status is not from db/: {_KEPT}",
    ]
