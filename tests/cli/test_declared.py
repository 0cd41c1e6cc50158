"""What the files of db/ declare is all there is: what is deleted from them goes at the next deploy."""

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from pgdesk.cli.deploy.migrate import Deployed, migrate, plan
from pgdesk.cli.doctor import examine_schema
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.paths import DB
from tests.conftest import clone
from tests.desk import make_desk


@dataclass
class Tree:
    """A copy of db/ and a database that it is deployed to."""

    db: Path
    dsn: str

    def write(self, path: str, text: str) -> None:
        (self.db / path).write_text(text)

    def edit(self, path: str, old: str, new: str = "") -> None:
        text = (self.db / path).read_text()
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {path}"
        (self.db / path).write_text(text.replace(old, new))

    def cut(self, path: str, begin: str) -> str:
        """Takes the statement that begins so out of the file, and returns it."""
        text = (self.db / path).read_text()
        start = text.index(begin)
        end = text.index(";\n", start) + 2
        self.write(path, text[:start] + text[end:])
        return text[start:end]

    def append(self, path: str, text: str) -> None:
        self.write(path, (self.db / path).read_text() + text)

    def remove(self, path: str) -> None:
        (self.db / path).unlink()

    def deploy(self, *, is_whole: bool = False) -> Deployed:
        return migrate(self.dsn, self.db, is_whole=is_whole)

    def plan(self) -> Deployed:
        return plan(self.dsn, self.db)

    def value(self, query: str) -> object:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            row = connection.execute(sql.SQL(query)).fetchone()
        return row[0] if row else None

    def run(self, statements: str) -> None:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(sql.SQL(statements))


@pytest.fixture
def tree(fresh_db: str, tmp_path: Path) -> Tree:
    return Tree(shutil.copytree(DB, tmp_path / "db"), fresh_db)


# --- the fault of old: what was deleted from these files stayed in the database


def test_a_revoked_right_is_revoked_by_deploying(tree: Tree) -> None:
    tree.remove("schema/rights/spam.sql")
    tree.edit("schema/rights/tickets.sql", "language, due_at, version');", "language, version');")
    tree.edit(
        "schema/after/tickets.sql",
        "CREATE OR REPLACE TRIGGER message_70_remove_draft AFTER INSERT ON helpdesk.message\n"
        "    FOR EACH ROW WHEN (NEW.kind <> 'system' AND NEW.description_of_id IS NULL)\n"
        "    EXECUTE FUNCTION helpdesk.tg_message__remove_draft();\n",
    )
    tree.cut("schema/after/base.sql", "SELECT pgdesk_deploy.declare_rows('helpdesk.schedule'")
    changes = [
        """deletes row {"name": "purge_idempotency_keys"} of helpdesk.schedule""",
        "drops trigger message_70_remove_draft on helpdesk.message",
        "drops policy blocked_sender_staff_select on helpdesk.blocked_sender",
        "revokes SELECT on helpdesk.blocked_sender from admin",
        "revokes SELECT on helpdesk.blocked_sender from agent",
        "revokes UPDATE (due_at) on helpdesk.ticket from admin",
        "revokes UPDATE (due_at) on helpdesk.ticket from agent",
    ]
    assert tree.plan().changes == changes
    assert tree.value("SELECT has_table_privilege('agent', 'helpdesk.blocked_sender', 'select')") is True
    assert tree.deploy().changes == changes
    assert tree.value("SELECT count(*) FROM pg_policies WHERE tablename = 'blocked_sender'") == 0
    assert tree.value("SELECT count(*) FROM pg_trigger WHERE tgname = 'message_70_remove_draft'") == 0
    assert tree.value("SELECT count(*) FROM helpdesk.schedule WHERE name = 'purge_idempotency_keys'") == 0
    assert tree.value("SELECT has_table_privilege('agent', 'helpdesk.blocked_sender', 'select')") is False
    assert tree.value("SELECT has_column_privilege('agent', 'helpdesk.ticket', 'due_at', 'update')") is False
    assert not tree.deploy()


# --- each kind: declared by one deploy, deleted from its file before the next

_FUNCTION = "CREATE OR REPLACE FUNCTION helpdesk.{} LANGUAGE sql IMMUTABLE RETURN {};\n"
_VIEW = "CREATE OR REPLACE VIEW reports.{} AS {};\n"
_PROBES = {
    "functions/base/probe_gone.sql": _FUNCTION.format(
        "probe_gone(p_text text) RETURNS text", "lower(p_text)"
    ),
    "functions/base/probe_old_name.sql": _FUNCTION.format("probe_old_name() RETURNS int", "1"),
    "functions/base/probe_bare.sql": _FUNCTION.format("probe_bare() RETURNS int", "1")
    + "COMMENT ON FUNCTION helpdesk.probe_bare IS 'to go';\n"
    "GRANT EXECUTE ON FUNCTION helpdesk.probe_bare TO worker, reporter;\n",
    "functions/base/probe_changed.sql": _FUNCTION.format("probe_changed(p_a int) RETURNS int", "p_a")
    + "COMMENT ON FUNCTION helpdesk.probe_changed IS 'stays';\n",
    "functions/base/probe_asks.sql": _FUNCTION.format(
        "probe_asks() RETURNS int", "helpdesk.probe_changed(1)"
    ),
    "functions/base/tg_probe.sql": "CREATE OR REPLACE FUNCTION helpdesk.tg_probe() RETURNS trigger"
    " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;\n",
    "functions/reports/probe_view.sql": _VIEW.format("probe_view", "SELECT 1 AS a, 2 AS b")
    + "COMMENT ON VIEW reports.probe_view IS 'to go'; COMMENT ON COLUMN reports.probe_view.a IS 'to go';\n"
    "GRANT SELECT ON reports.probe_view TO reporter; GRANT SELECT (a) ON reports.probe_view TO worker;\n",
    "functions/reports/probe_lost.sql": _VIEW.format("probe_lost", "TABLE reports.probe_view"),
}
_AFTER = """
CREATE TRIGGER tag_05_probe BEFORE UPDATE ON helpdesk.tag FOR EACH ROW WHEN (NEW.name = ';')
    EXECUTE FUNCTION helpdesk.tg_probe();
CREATE TRIGGER tag_06_probe BEFORE UPDATE ON helpdesk.tag -- changes
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_probe();
CREATE CONSTRAINT TRIGGER tag_07_probe AFTER UPDATE ON helpdesk.tag
    DEFERRABLE FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_probe();
CREATE INDEX tag_probe_idx ON helpdesk.tag (helpdesk.probe_gone(name));
CREATE INDEX tag_probe_moved_idx ON helpdesk.tag (color);
COMMENT ON COLUMN helpdesk.tag.color IS 'to go';
SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('probe_gone', '0 0 * * *', 'helpdesk.probe_bare()', 'to go'),
    ('probe_stays', '0 0 * * *', 'helpdesk.probe_bare()', 'first')
) AS d (name, cron, call, description);
"""


@pytest.fixture(scope="module")
def twice(server_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    """Deployed with probes of all kinds, then without."""
    with clone(server_dsn, f"pgdesk_declared_{secrets.token_hex(4)}") as dsn:
        tree = Tree(shutil.copytree(DB, tmp_path_factory.mktemp("declared") / "db"), dsn)
        for path, text in _PROBES.items():
            tree.write(path, text)
        tree.append("schema/after/base.sql", _AFTER)
        tree.edit(
            "schema/rights/000_who.sql",
            "    ('hook', 'anyone'),",
            "    ('hook', 'anyone'), ('hook', 'reporter'),",
        )
        tree.deploy()
        tree.run(
            """
            UPDATE helpdesk.schedule SET cron = '1 1 * * *' WHERE name LIKE 'probe_%';
            INSERT INTO helpdesk.schedule (name, cron, call, description)
            VALUES ('by_hand', '0 0 * * *', 'helpdesk.clock()', 'stays');
            INSERT INTO helpdesk.tag (name) VALUES ('probe')
            """
        )

        tree.remove("functions/base/probe_gone.sql")
        tree.remove("functions/reports/probe_lost.sql")
        (tree.db / "functions/base/probe_old_name.sql").rename(tree.db / "functions/base/probe_new_name.sql")
        tree.edit("functions/base/probe_new_name.sql", "probe_old_name", "probe_new_name")
        tree.write("functions/base/probe_bare.sql", _FUNCTION.format("probe_bare() RETURNS int", "2"))
        tree.edit("functions/base/probe_changed.sql", "(p_a int)", "(p_a int, p_b int DEFAULT 5)")
        tree.write(
            "functions/reports/probe_view.sql",
            "CREATE OR REPLACE VIEW reports.probe_view AS SELECT 2 AS b;\n",
        )
        tree.edit("schema/after/base.sql", _AFTER[: _AFTER.index("SELECT pgdesk")])
        tree.append(
            "schema/after/base.sql",
            "CREATE TRIGGER tag_06_probe BEFORE INSERT ON helpdesk.tag"
            " FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_probe();\n"
            "CREATE INDEX tag_probe_moved_idx ON helpdesk.tag (description);\n",
        )
        tree.edit(
            "schema/after/base.sql", "    ('probe_gone', '0 0 * * *', 'helpdesk.probe_bare()', 'to go'),\n"
        )
        tree.edit("schema/after/base.sql", "'first')", "'second')")
        tree.edit("schema/rights/000_who.sql", " ('hook', 'reporter'),")
        tree.deploy()
        yield tree


def test_a_function_whose_file_is_gone_goes(twice: Tree) -> None:
    assert twice.value("SELECT to_regproc('helpdesk.probe_gone')") is None
    assert twice.value("SELECT count(*) FROM pg_proc WHERE proname = 'probe_gone'") == 0


def test_a_renamed_function_has_one_name(twice: Tree) -> None:
    names = "SELECT array_agg(proname::text) FROM pg_proc WHERE proname ~ '^probe_(old|new)_name$'"
    assert twice.value(names) == ["probe_new_name"]


def test_a_view_whose_file_is_gone_goes(twice: Tree) -> None:
    assert twice.value("SELECT count(*) FROM pg_class WHERE relname = 'probe_lost'") == 0


def test_comment_and_grants_of_a_function_go_with_their_lines(twice: Tree) -> None:
    assert twice.value("SELECT helpdesk.probe_bare()") == 2
    assert twice.value("SELECT obj_description('helpdesk.probe_bare'::regproc, 'pg_proc')") is None
    grantees = "SELECT array_agg(grantee::regrole::text) FROM pg_proc, aclexplode(proacl)"
    assert twice.value(f"{grantees} WHERE proname = 'probe_bare'") == ["pgdesk_owner"]


def test_a_function_of_other_parameters_takes_the_place_of_the_old(twice: Tree) -> None:
    assert twice.value(
        "SELECT array_agg(oid::regprocedure::text) FROM pg_proc WHERE proname = 'probe_changed'"
    ) == ["helpdesk.probe_changed(integer,integer)"]
    assert twice.value("SELECT helpdesk.probe_asks()") == 1, "what asked the old one asks the new one"
    assert twice.value("SELECT obj_description('helpdesk.probe_changed'::regproc, 'pg_proc')") == "stays"


def test_a_view_of_other_columns_takes_the_place_of_the_old(twice: Tree) -> None:
    assert twice.value("SELECT row_to_json(v)::text FROM reports.probe_view AS v") == '{"b":2}'
    assert twice.value("SELECT obj_description('reports.probe_view'::regclass, 'pg_class')") is None
    assert twice.value("SELECT col_description('reports.probe_view'::regclass, 1)") is None
    assert twice.value("SELECT has_any_column_privilege('worker', 'reports.probe_view', 'select')") is False
    assert twice.value("SELECT has_table_privilege('reporter', 'reports.probe_view', 'select')") is False


def test_triggers_are_those_of_the_files(twice: Tree) -> None:
    assert twice.value(
        "SELECT array_agg(pg_get_triggerdef(oid)) FROM pg_trigger WHERE tgname LIKE 'tag\\_0_\\_probe'"
    ) == [
        "CREATE TRIGGER tag_06_probe BEFORE INSERT ON helpdesk.tag"
        " FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_probe()"
    ]


def test_indexes_of_files_are_those_of_the_files(twice: Tree) -> None:
    assert twice.value("SELECT array_agg(indexdef) FROM pg_indexes WHERE indexname LIKE 'tag_probe%'") == [
        "CREATE INDEX tag_probe_moved_idx ON helpdesk.tag USING btree (description)"
    ]


def test_a_comment_goes_with_its_line(twice: Tree) -> None:
    number = "SELECT attnum FROM pg_attribute WHERE attrelid = 'helpdesk.tag'::regclass AND attname = 'color'"
    assert twice.value(f"SELECT col_description('helpdesk.tag'::regclass, ({number}))") is None


def test_a_grant_on_a_schema_goes_with_its_row(twice: Tree) -> None:
    assert twice.value("SELECT has_schema_privilege('reporter', 'hook', 'usage')") is False


def test_schedule_rows_are_those_of_the_files_and_of_administrators(twice: Tree) -> None:
    rows = "SELECT array_agg((name, cron, description)::text ORDER BY name) FROM helpdesk.schedule"
    assert twice.value(f"{rows} WHERE name ~ '^(probe|by_hand)'") == [
        '(by_hand,"0 0 * * *",stays)',
        '(probe_stays,"1 1 * * *",second)',
    ]


def test_nothing_of_the_old_is_left(twice: Tree) -> None:
    assert twice.value("SELECT count(*) FROM pg_namespace WHERE nspname ~ '^api_old'") == 0
    assert not twice.deploy()


def test_a_schema_that_no_file_makes_any_more_goes_unless_something_is_in_it(tree: Tree) -> None:
    tree.append("schema/before/010_schemas.sql", "CREATE SCHEMA IF NOT EXISTS probe;\n")
    tree.deploy()
    tree.edit("schema/before/010_schemas.sql", "CREATE SCHEMA IF NOT EXISTS probe;\n")
    tree.run("CREATE TABLE probe.by_hand (a int)")
    with pytest.raises(PgdeskError, match="cannot drop schema probe because other objects depend on it"):
        tree.deploy()
    tree.run("DROP TABLE probe.by_hand")
    assert tree.deploy().changes == ["schema probe is not from db/: DROP SCHEMA probe"]
    assert tree.value("SELECT to_regnamespace('probe') IS NULL") is True


def test_a_role_that_no_row_names_any_more_is_left_and_told(tree: Tree) -> None:
    role = f"probe_{secrets.token_hex(4)}"
    row = f"    ('{role}', '{{}}', '{{}}', 'To go.'),\n"
    who = f"    ('probe', '{{{role}}}'),\n"
    tree.run(f"CREATE ROLE {role}")
    try:
        for begin, line in (("    ('anon', '{}',", row), ("    ('anyone', '{", who)):
            tree.edit("schema/rights/000_who.sql", begin, line + begin)
        hook = "('hook', 'anyone'),"
        tree.edit("schema/rights/000_who.sql", hook, f"{hook} ('hook', 'probe'),")
        tree.deploy()
        for line in (row, who, " ('hook', 'probe'),"):
            tree.edit("schema/rights/000_who.sql", line)
        left = f"leaves role {role}: if no other database uses it, DROP ROLE {role}"
        assert left in tree.deploy().changes
        with psycopg.connect(tree.dsn, autocommit=True) as connection:
            told = [finding.text for finding in examine_schema(connection)]
        assert f"role {role} is not from db/ any more ({left.split(': ')[1]}); deploys leave it" in told
        tree.append("schema/rights/000_who.sql", "-- changed\n")
        assert tree.deploy().changes == [left], "as long as it is there"
    finally:
        tree.run(f"DROP ROLE {role}")
    tree.append("schema/rights/000_who.sql", "-- changed\n")
    assert tree.deploy().changes == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "tickets",
            "('tag_staff_select',",
            "('tags_staff_select',",
            "right tags_staff_select names a table that there is not",
        ),
        (
            "tickets",
            "('tag_staff_select',",
            "('tag_nobody_select',",
            "right tag_nobody_select names a who that there is not",
        ),
        (
            "000_who",
            "('signed in', '(",
            "('signed in', '[probe] AND (",
            'rule "signed in" names rule "probe", which there is not',
        ),
    ],
)
def test_a_right_that_names_what_there_is_not_is_refused(
    tree: Tree, file: str, old: str, new: str, told: str
) -> None:
    tree.edit(f"schema/rights/{file}.sql", old, new)
    with pytest.raises(PgdeskError, match=told):
        tree.deploy()


def test_rights_cannot_be_removed_as_a_whole(tree: Tree) -> None:
    tree.remove("schema/rights/000_who.sql")
    with pytest.raises(PgdeskError, match=r"000_who\.sql was deployed and is gone"):
        tree.deploy()


# --- what was made by hand


def test_what_was_made_by_hand_goes_at_the_next_deploy(tree: Tree) -> None:
    tree.run(
        """
        CREATE POLICY by_hand ON helpdesk.status FOR SELECT TO worker USING (true);
        ALTER POLICY status_anyone_select ON helpdesk.status USING (false);
        GRANT SELECT, TRIGGER ON helpdesk.status TO worker;
        GRANT UPDATE ON helpdesk.ticket TO agent;
        GRANT INSERT (label) ON helpdesk.status TO PUBLIC;
        REVOKE DELETE ON helpdesk.status FROM admin;
        GRANT CREATE ON SCHEMA helpdesk TO worker;
        CREATE FUNCTION helpdesk.by_hand() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE FUNCTION helpdesk.me(p_other text) RETURNS text LANGUAGE sql RETURN p_other;
        CREATE TRIGGER status_99_by_hand BEFORE UPDATE ON helpdesk.status
            FOR EACH ROW EXECUTE FUNCTION helpdesk.by_hand();
        ALTER TABLE helpdesk.tag DISABLE TRIGGER tag_90_audit;
        """
    )
    tree.append("schema/rights/000_who.sql", "-- changed\n")
    assert sorted(tree.deploy().changes) == [
        "drops function helpdesk.by_hand()",
        "drops function helpdesk.me(p_other text)",
        "drops policy by_hand on helpdesk.status",
        "drops trigger status_99_by_hand on helpdesk.status",
        "grants DELETE on helpdesk.status to admin",
        "grants UPDATE (assignee_id, department_id, description, due_at, language, priority, requester_id,"
        " status, subject, ticket_id, ticket_type, version) on helpdesk.ticket to agent",
        "replaces policy status_anyone_select on helpdesk.status",
        "revokes CREATE on SCHEMA helpdesk from worker",
        "revokes INSERT (label) on helpdesk.status from PUBLIC",
        "revokes SELECT on helpdesk.status from worker",
        "revokes TRIGGER on helpdesk.status from worker",
        "revokes UPDATE on helpdesk.ticket from agent",
        "trigger tag_90_audit on helpdesk.tag does not fire as declared:"
        " ALTER TABLE helpdesk.tag ENABLE TRIGGER tag_90_audit",
    ]
    tree.append("schema/rights/000_who.sql", "-- changed\n")
    assert tree.deploy().changes == []


def test_a_function_that_was_changed_by_hand_is_as_its_file_says_after_a_whole_deploy(tree: Tree) -> None:
    name = "helpdesk.capped_count(bigint)"
    tree.run(f"CREATE OR REPLACE FUNCTION {name[:-7]}p_count bigint) RETURNS bigint LANGUAGE sql RETURN 7")
    tree.run(f"GRANT EXECUTE ON FUNCTION {name} TO anon; COMMENT ON FUNCTION {name} IS 'by hand'")
    assert not tree.deploy()
    assert tree.deploy(is_whole=True)
    assert tree.value("SELECT helpdesk.capped_count(5)") == 5
    assert tree.value(f"SELECT has_function_privilege('anon', '{name}', 'execute')") is False
    assert tree.value(f"SELECT obj_description('{name}'::regprocedure, 'pg_proc')") != "by hand"


def test_what_was_left_alone_is_not_touched(tree: Tree) -> None:
    """To create or to drop a policy or a trigger locks its table."""
    marks = (
        "SELECT string_agg(xmin::text, ',' ORDER BY oid) FROM (SELECT oid, xmin FROM pg_policy"
        " UNION ALL SELECT oid, xmin FROM pg_trigger WHERE NOT tgisinternal"
        " UNION ALL SELECT oid, xmin FROM pg_class WHERE relnamespace = 'helpdesk'::regnamespace) AS c"
    )
    before = tree.value(marks)
    tree.append("schema/rights/000_who.sql", "-- changed\n")
    tree.append("schema/after/tickets.sql", "-- changed\n")
    assert tree.deploy().changes == []
    assert tree.value(marks) == before


def test_a_function_that_a_table_needs_is_not_dropped(tree: Tree) -> None:
    tree.write(
        "functions/base/probe_needed.sql", _FUNCTION.format("probe_needed(p_a text) RETURNS boolean", "true")
    )
    tree.deploy()
    tree.run("ALTER TABLE helpdesk.tag ADD CONSTRAINT tag_probe CHECK (helpdesk.probe_needed(name))")
    tree.remove("functions/base/probe_needed.sql")
    with pytest.raises(PgdeskError, match=r"no file of db/ creates any more.*constraint tag_probe"):
        tree.deploy()
    assert tree.value("SELECT to_regproc('helpdesk.probe_needed')::text") == "helpdesk.probe_needed"


# --- rows that administrators change


def test_rows_that_are_given_once_are_the_administrators_from_then_on(tree: Tree) -> None:
    tree.run(
        """
        UPDATE helpdesk.saved_view SET name = 'Ours' WHERE slug = 'urgent';
        DELETE FROM helpdesk.saved_view WHERE slug = 'unassigned';
        INSERT INTO helpdesk.saved_view (slug, name, conditions, sort, shared_with)
        SELECT 'own', 'Own', v.conditions, v.sort, v.shared_with
        FROM helpdesk.saved_view AS v
        WHERE v.slug = 'urgent'
        """
    )
    views = "SELECT array_agg(slug ORDER BY slug) FROM helpdesk.saved_view"
    tree.append("schema/after/views.sql", "-- changed\n")
    tree.deploy()
    kept = ["escalated_to_me", "my_tickets", "own", "sla_breaching", "urgent", "waiting_on_me"]
    assert tree.value(views) == kept
    tree.cut("schema/after/views.sql", "SELECT pgdesk_deploy")
    changes = tree.deploy().changes
    assert tree.value(views) == ["own", "urgent"], "what was added and what was changed stays"
    assert """leaves row {"slug": "urgent"} of helpdesk.saved_view""" in changes
    assert len(changes) == 6


# --- doctor and --plan name each difference

_BY_HAND = {
    "ALTER TABLE helpdesk.tag DISABLE ROW LEVEL SECURITY": [
        "row level security of helpdesk.tag is not as deployed"
    ],
    "CREATE POLICY by_hand ON helpdesk.status FOR SELECT TO worker USING (true)": [
        "policy by_hand on helpdesk.status is not from db/"
    ],
    "ALTER POLICY status_anyone_select ON helpdesk.status USING (false)": [
        "policy status_anyone_select on helpdesk.status is not as deployed"
    ],
    "DROP POLICY ticket_staff_select ON helpdesk.ticket": [
        "policy ticket_staff_select on helpdesk.ticket is missing"
    ],
    "CREATE TRIGGER status_99_by_hand BEFORE UPDATE ON helpdesk.status FOR EACH ROW"
    " EXECUTE FUNCTION helpdesk.tg_status__keep_used()": [
        "trigger status_99_by_hand on helpdesk.status is not from db/"
    ],
    "GRANT TRIGGER ON helpdesk.status TO worker": ["TRIGGER on table helpdesk.status is granted to worker"],
    "GRANT INSERT (label, color) ON helpdesk.priority TO PUBLIC": [
        "INSERT (color, label) on table helpdesk.priority is granted to PUBLIC"
    ],
    "REVOKE DELETE ON helpdesk.status FROM admin": [
        "DELETE on table helpdesk.status is not granted to admin"
    ],
    "CREATE FUNCTION helpdesk.by_hand() RETURNS int LANGUAGE sql RETURN 1": [
        "function helpdesk.by_hand() is not from db/"
    ],
    "CREATE OR REPLACE FUNCTION helpdesk.capped_count(p_count bigint) RETURNS bigint LANGUAGE sql RETURN 2": [
        "function helpdesk.capped_count(p_count bigint) is not as deployed"
    ],
    "GRANT EXECUTE ON FUNCTION helpdesk.is_online TO anon": [
        "EXECUTE on function helpdesk.is_online(p_person_id bigint) is granted to anon"
    ],
    "COMMENT ON FUNCTION helpdesk.is_online IS 'by hand'": [
        "function helpdesk.is_online(p_person_id bigint) has another comment"
    ],
    "CREATE VIEW api.by_hand AS SELECT 1 AS one": ["view api.by_hand is not from db/"],
    "GRANT SELECT ON api.tags TO worker": ["SELECT on view api.tags is granted to worker"],
    "DROP VIEW reports.agent_load": ["view reports.agent_load is missing"],
    "UPDATE helpdesk.schedule SET call = 'x' WHERE name = 'check_sla'": [
        'row {"name": "check_sla"} of helpdesk.schedule is not as deployed'
    ],
    "ALTER TABLE helpdesk.schedule DISABLE TRIGGER schedule_05_keep_declared;"
    "DELETE FROM helpdesk.schedule WHERE name = 'close_resolved';"
    "ALTER TABLE helpdesk.schedule ENABLE TRIGGER schedule_05_keep_declared": [
        'row {"name": "close_resolved"} of helpdesk.schedule is missing'
    ],
}
#: A deploy does not take these away: they hold data, or are dear to make.
_OF_TABLES = {
    "CREATE INDEX by_hand_idx ON helpdesk.tag (color)": ["index by_hand_idx on helpdesk.tag is not from db/"],
    "DROP INDEX helpdesk.ticket_link_to_idx": ["index ticket_link_to_idx on helpdesk.ticket_link is missing"],
    "ALTER TABLE helpdesk.tag ADD extra text": ["column extra of helpdesk.tag is not from db/"],
    "ALTER TABLE helpdesk.tag ALTER name DROP NOT NULL": ["column name of helpdesk.tag is not as deployed"],
    "ALTER TABLE helpdesk.tag ADD CONSTRAINT by_hand CHECK (true)": [
        "constraint by_hand of helpdesk.tag is not from db/"
    ],
    "COMMENT ON TABLE helpdesk.tag IS 'by hand'": ["table helpdesk.tag has another comment"],
    "CREATE TABLE helpdesk.by_hand (a int)": ["table helpdesk.by_hand is not from db/"],
}


def _faults(dsn: str) -> list[str]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        return [finding.text for finding in examine_schema(connection) if not finding.is_ok]


@pytest.mark.parametrize("statement", _BY_HAND)
def test_doctor_names_what_was_made_by_hand(dsn: str, statement: str) -> None:
    with psycopg.connect(dsn) as connection, connection.transaction(force_rollback=True):
        connection.execute(sql.SQL(statement))
        found = [finding.text for finding in examine_schema(connection) if not finding.is_ok]
    assert found == [f"{text}: pgdesk migrate --all undoes it" for text in _BY_HAND[statement]]


def test_doctor_finds_no_fault_with_what_administrators_define(dsn: str) -> None:
    with psycopg.connect(dsn) as connection, connection.transaction(force_rollback=True):
        desk = make_desk(connection)
        desk.run(desk.admin, "SELECT api.add_custom_field('ticket', 'floor', 'Floor', 'number')")
        desk.run(
            desk.admin,
            "INSERT INTO api.sla_policies (name, conditions) VALUES ('Urgent', %s)",
            Jsonb({"all": [{"field": "priority", "operator": "is", "value": "critical"}]}),
        )
        found = [finding.text for finding in examine_schema(connection) if not finding.is_ok]
    assert found == []


@pytest.mark.parametrize("statement", _OF_TABLES)
def test_doctor_names_what_was_changed_of_a_table(dsn: str, statement: str) -> None:
    with psycopg.connect(dsn) as connection, connection.transaction(force_rollback=True):
        connection.execute(sql.SQL(statement))
        found = [finding.text for finding in examine_schema(connection) if not finding.is_ok]
    assert found == [f"{text}: undo it, or write it into a V file" for text in _OF_TABLES[statement]]


def test_a_whole_deploy_undoes_what_doctor_names(fresh_db: str) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        for statement in (*_BY_HAND, *_OF_TABLES):
            connection.execute(sql.SQL(statement))
        connection.execute(
            "INSERT INTO helpdesk.schedule (name, cron, call, description)"
            " VALUES ('by_hand', '0 0 * * *', 'helpdesk.clock()', 'stays')"
        )
    assert len(_faults(fresh_db)) == len(_BY_HAND) + len(_OF_TABLES)
    migrate(fresh_db, is_whole=True)
    kept = sorted(
        f"{text}: undo it, or write it into a V file" for texts in _OF_TABLES.values() for text in texts
    )
    assert sorted(_faults(fresh_db)) == kept
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        told = [finding.text for finding in examine_schema(connection) if finding.is_ok]
    assert told == ['row {"name": "by_hand"} of helpdesk.schedule is not from db/; deploys leave it']


def test_the_plan_is_what_the_deploy_does(tree: Tree) -> None:
    tree.write(
        "migrations/V9000__probe.sql",
        "CREATE TABLE helpdesk.probe (probe_id bigint PRIMARY KEY, a text);\n"
        "ALTER TABLE helpdesk.probe ENABLE ROW LEVEL SECURITY;\n"
        "ALTER TABLE helpdesk.tag ADD extra text; CREATE INDEX tag_extra_idx ON helpdesk.tag (extra);\n",
    )
    tree.edit(
        "schema/rights/tickets.sql",
        "    ('tag_staff_select',",
        "    ('probe_staff_select', 'signed in', 'probe_id'),\n    ('tag_staff_select',",
    )
    tree.append(
        "schema/after/tickets.sql",
        "CREATE OR REPLACE TRIGGER probe_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.probe\n"
        "    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('probe_id');\n"
        "SELECT pgdesk_deploy.declare_rows('helpdesk.probe', jsonb_agg(d))"
        " FROM (VALUES (1, 'one'), (2, 'two')) AS d (probe_id, a);\n",
    )
    tree.write("functions/base/probe.sql", _FUNCTION.format("probe() RETURNS int", "1"))
    tree.edit("functions/base/capped_count.sql", "<= 1000 THEN", "<= 2000 THEN")
    tree.edit("functions/base/capped_count.sql", "TO agent, admin", "TO agent, worker")
    tree.remove("functions/reports/agent_load.sql")
    tree.append("functions/api/tickets/tags.sql", "COMMENT ON COLUMN api.tags.name IS 'Other.';\n")
    tree.remove("functions/api/spam/block_sender.sql")
    was = tree.value("SELECT count(*) FROM pg_class")
    planned = tree.plan()
    assert tree.value("SELECT count(*) FROM pg_class") == was
    assert planned.migrations == ["V9000__probe"]
    assert "functions/base/probe.sql" in planned.files
    assert sorted(planned.changes) == [
        'adds row {"probe_id": 1} of helpdesk.probe',
        'adds row {"probe_id": 2} of helpdesk.probe',
        "changes the comment of view api.tags",
        "creates column extra of helpdesk.tag",
        "creates function helpdesk.probe()",
        "creates index tag_extra_idx on helpdesk.tag",
        "creates policy probe_staff_select on helpdesk.probe",
        "creates table helpdesk.probe",
        "creates trigger probe_90_audit on helpdesk.probe",
        "drops function api.block_sender(sender text, reason text)",
        "drops view reports.agent_load",
        "grants EXECUTE on function helpdesk.capped_count(p_count bigint) to worker",
        "grants SELECT (probe_id) on helpdesk.probe to admin",
        "grants SELECT (probe_id) on helpdesk.probe to agent",
        "replaces function helpdesk.capped_count(p_count bigint)",
        "revokes EXECUTE on function helpdesk.capped_count(p_count bigint) from admin",
    ]
    done = tree.deploy()
    assert (done.migrations, done.files) == (planned.migrations, planned.files)
    assert set(done.changes) <= set(planned.changes)
    assert tree.plan() == Deployed()


def test_a_permission_goes_with_its_row_and_what_roles_were_given_stays_theirs(tree: Tree) -> None:
    given = "SELECT array_agg(role ORDER BY role) FROM helpdesk.role_permission WHERE permission = '{}'"
    described = "SELECT description FROM helpdesk.permission WHERE permission = '{}'"
    tree.run(
        "DELETE FROM helpdesk.role_permission WHERE (role, permission) = ('agent', 'tickets.spam');"
        "INSERT INTO helpdesk.role_permission (role, permission) VALUES ('light_agent', 'tickets.spam');"
        "UPDATE helpdesk.permission SET description = 'by hand' WHERE permission = 'tickets.spam'"
    )
    tree.edit("schema/after/spam.sql", "Mark spam and block senders.", "Mark spam, block senders.")
    tree.cut("schema/after/mail.sql", "SELECT pgdesk_deploy.declare_rows('helpdesk.permission'")
    tree.cut("schema/after/mail.sql", "SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission'")
    assert tree.plan().changes == tree.deploy().changes
    assert tree.value(described.format("mail.replay")) is None
    assert tree.value(given.format("mail.replay")) is None
    assert tree.value(described.format("tickets.spam")) == "Mark spam, block senders."
    assert tree.value(given.format("tickets.spam")) == ["admin", "light_agent"]
    tree.edit("schema/after/spam.sql", ", ('admin', 'tickets.spam')")
    tree.deploy()
    assert tree.value(given.format("tickets.spam")) == ["light_agent"], "what a file gave is taken"


def test_a_row_that_others_refer_to_stays_and_is_named(tree: Tree) -> None:
    with psycopg.connect(tree.dsn) as connection:
        make_desk(connection).ticket()
    row = "    ('ticket_created', true, true, false, NULL, 'A ticket was opened.'),\n"
    tree.edit("schema/after/tickets.sql", row)
    left = 'leaves row {"kind": "ticket_created"} of helpdesk.event_kind: other rows refer to it'
    assert tree.deploy().changes == [left]
    assert tree.value("SELECT count(*) FROM helpdesk.event_kind WHERE kind = 'ticket_created'") == 1


def test_a_row_that_two_files_declare_is_refused(tree: Tree) -> None:
    begin = "SELECT pgdesk_deploy.declare_rows('helpdesk.schedule'"
    declared = tree.cut("schema/after/snooze.sql", begin)
    for file in ("schema/after/audit.sql", "schema/after/snooze.sql"):
        tree.append(file, declared)
    with pytest.raises(PgdeskError, match=r"wake_snoozed.* is declared by schema/after/audit.sql already"):
        tree.deploy()


def test_a_row_that_moves_to_another_file_stays(tree: Tree) -> None:
    tree.run("UPDATE helpdesk.schedule SET cron = '1 1 1 1 1' WHERE name = 'wake_snoozed'")
    begin = "SELECT pgdesk_deploy.declare_rows('helpdesk.schedule'"
    tree.append("schema/after/audit.sql", tree.cut("schema/after/snooze.sql", begin))
    assert tree.deploy().changes == []
    assert tree.value("SELECT cron FROM helpdesk.schedule WHERE name = 'wake_snoozed'") == "1 1 1 1 1"
