"""Every PL/pgSQL function compiles under the strictest checks."""

import pytest

from tests.conftest import Connection


def functions(db: Connection) -> list[tuple[str, str]]:
    return db.execute(
        """
        SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid)
        FROM pg_proc AS p
        JOIN pg_language AS l ON l.oid = p.prolang
        WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'api', 'audit', 'hook', 'reports')
            AND l.lanname = 'plpgsql'
        ORDER BY 1
        """
    ).fetchall()


def test_all_functions_compile_with_extra_errors(any_db: Connection) -> None:
    found = functions(any_db)
    assert len(found) > 60
    any_db.execute("SET LOCAL plpgsql.extra_errors = 'all'")
    any_db.execute("SET LOCAL check_function_bodies = on")
    wrong = []
    for name, definition in found:
        try:
            with any_db.transaction():
                any_db.execute(definition)
        except Exception as problem:
            wrong.append(f"{name}: {problem}")
    assert wrong == []


def test_all_functions_pass_plpgsql_check(db: Connection) -> None:
    row = db.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'plpgsql_check'").fetchone()
    if row != (1,):
        pytest.skip("the extension plpgsql_check is not installed on this machine")
    db.execute("CREATE EXTENSION plpgsql_check SCHEMA pg_catalog")
    # What only some of its triggers lack (old rows, a column) a function asks for in a branch of its own.
    wrong = db.execute(
        """
        SELECT p.oid::regprocedure::text, c.lineno, c.message
        FROM pg_proc AS p
        JOIN pg_language AS l ON l.oid = p.prolang
        LEFT JOIN pg_trigger AS t ON t.tgfoid = p.oid AND t.tgparentid = 0
        CROSS JOIN LATERAL plpgsql_check_function_tb(
            p.oid, relid => coalesce(t.tgrelid, 0), oldtable => t.tgoldtable, newtable => t.tgnewtable
        ) AS c
        WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'api', 'audit', 'hook', 'reports')
            AND l.lanname = 'plpgsql'
            AND (p.prorettype <> 'trigger'::regtype OR t.oid IS NOT NULL)
            AND c.level = 'error'
            AND c.message NOT LIKE '%"pg_temp%'
        GROUP BY p.oid, c.lineno, c.message
        HAVING count(*) >= (SELECT count(*) FROM pg_trigger AS o WHERE o.tgfoid = p.oid AND o.tgparentid = 0)
        """
    ).fetchall()
    assert "\n".join(f"{name} line {line}: {message}" for name, line, message in wrong) == ""
