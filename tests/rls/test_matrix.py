"""Every object of schema api, for every role: the rows it shows or the SQLSTATE it refuses with."""

import pytest

from tests.conftest import Connection
from tests.rls.dataset import Dataset
from tests.rls.lines import LOGINS, ROLES, Line, all_rows, observe, read_lines

LINES = list(read_lines())
CLIENTS = ("anon", "customer", "agent", "admin")


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.object}-{line.verb}-{line.where}")
def test_each_line_of_the_matrix(data: Dataset, db_of_data: Connection, line: Line) -> None:
    wrong = {}
    for role, expected in [*zip(ROLES, line.expected, strict=True), *((login, "42501") for login in LOGINS)]:
        wanted = all_rows(db_of_data, line) if expected == "all" else expected
        found = observe(db_of_data, data, line, role)
        if found != wanted:
            wrong[role] = f"{found}, not {wanted}"
    assert not wrong, f"{line.where}: {line.sql(data)}"


def test_the_matrix_is_complete(data: Dataset, db_of_data: Connection) -> None:
    """Functions need a line; views one for each verb that some client is granted, and select in any case."""
    needed = {
        (name, verb)
        for name, verb in db_of_data.execute(
            """
            SELECT c.relname, v.verb
            FROM pg_class AS c
            CROSS JOIN unnest(ARRAY['select', 'insert', 'update', 'delete']) AS v (verb)
            WHERE c.relnamespace = 'api'::regnamespace
                AND c.relkind IN ('v', 'm', 'r', 'p', 'f')
                AND (v.verb = 'select' OR EXISTS (
                    SELECT 1
                    FROM unnest(%s::text[]) AS r (role)
                    WHERE CASE v.verb
                        WHEN 'delete' THEN has_table_privilege(r.role, c.oid, 'DELETE')
                        ELSE has_any_column_privilege(r.role, c.oid, v.verb)
                    END
                ))
            UNION
            SELECT p.proname, 'call' FROM pg_proc AS p WHERE p.pronamespace = 'api'::regnamespace
            """,
            (list(CLIENTS),),
        ).fetchall()
    }
    missing = sorted(needed - {(line.object, line.verb) for line in LINES})
    drafts = [draft(db_of_data, data, name, verb) for name, verb in missing]
    assert not missing, "add to tests/rls/matrix, after checking what each role gets:\n" + "\n".join(drafts)


def test_no_line_is_of_something_that_is_gone(db_of_data: Connection) -> None:
    known = {
        name
        for (name,) in db_of_data.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'api'::regnamespace UNION "
            "SELECT proname FROM pg_proc WHERE pronamespace = 'api'::regnamespace"
        )
    }
    assert sorted({line.object for line in LINES} - known) == []


def draft(db: Connection, data: Dataset, name: str, verb: str) -> str:
    """A line with the least statement that meets the privileges, and what it gives now."""
    if verb == "call":
        statement = db.execute(
            """
            SELECT coalesce(
                string_agg(format('NULL::%%s', format_type(a.type, NULL)), ', ' ORDER BY a.position), ''
            )
            FROM pg_proc AS p
            CROSS JOIN unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, position)
            WHERE p.oid = (
                    SELECT min(q.oid) FROM pg_proc AS q
                    WHERE (q.pronamespace, q.proname) = ('api'::regnamespace, %s)
                )
                AND a.position <= p.pronargs - p.pronargdefaults
            """,
            (name,),
        ).fetchone()
    else:
        statement = db.execute(
            """
            SELECT CASE %s
                WHEN 'insert' THEN format('(%%s) SELECT NULL WHERE false', min(a.attname))
                WHEN 'update' THEN format('SET %%1$s = NULL WHERE false', min(a.attname))
                ELSE ''
            END
            FROM pg_attribute AS a
            WHERE a.attrelid = ('api.' || %s)::regclass
                AND a.attnum > 0
                AND (%s NOT IN ('insert', 'update') OR EXISTS (
                    SELECT 1 FROM unnest(%s::text[]) AS r (role)
                    WHERE has_column_privilege(r.role, a.attrelid, a.attnum, %s)
                ))
            """,
            (verb, name, verb, list(CLIENTS), verb if verb != "delete" else "select"),
        ).fetchone()
    assert statement is not None
    line = Line(name, verb, statement[0], (), "draft")
    every = all_rows(db, line) if verb != "call" else ""
    found = ["all" if f == every != "0" else f for f in (observe(db, data, line, role) for role in ROLES)]
    return " | ".join([name, verb, statement[0], *([found[0]] if len(set(found)) == 1 else found)])
