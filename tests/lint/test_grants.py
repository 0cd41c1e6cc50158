"""Who may execute which private function, exactly as grants.txt lists; rights on tables stand in one file."""

import re
from pathlib import Path

from pgdesk.cli.paths import DB
from tests.conftest import Connection

LISTED = Path(__file__).parent / "grants.txt"


def test_functions_are_granted_exactly_as_listed(db: Connection) -> None:
    rows = db.execute(
        """
        SELECT format('%s.%s(%s): %s', p.pronamespace::regnamespace, p.proname,
            pg_get_function_identity_arguments(p.oid),
            string_agg(CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, ', '
                ORDER BY a.grantee::regrole::text))
        FROM pg_proc AS p
        CROSS JOIN LATERAL aclexplode(p.proacl) AS a
        WHERE p.pronamespace::regnamespace::text IN ('helpdesk', 'audit', 'hook', 'dramatiq')
            AND a.grantee <> p.proowner
        GROUP BY p.oid
        """
    ).fetchall()
    found = {row[0] for row in rows}
    listed = {line for line in LISTED.read_text().splitlines() if line and not line.startswith("#")}
    assert not found - listed, "granted, but not in tests/lint/grants.txt:\n" + "\n".join(
        sorted(found - listed)
    )
    assert not listed - found, "in tests/lint/grants.txt, but not granted:\n" + "\n".join(
        sorted(listed - found)
    )


_STEPS = ("before", "rights", "after", "always")


def test_rights_on_tables_stand_in_schema_rights_only(db: Connection) -> None:
    tables = {name for (name,) in db.execute("SELECT full_name FROM pgdesk_deploy.managed_table")}
    elsewhere = {
        str(file.relative_to(DB))
        for folder in ("functions", "migrations", *(f"schema/{step}" for step in _STEPS))
        for file in (DB / folder).rglob("*.sql")
        for granted in re.findall(r"^GRANT\b[^;]*?\sON\s+([^;]*?)\s+TO\b", file.read_text(), re.M)
        if tables & set(re.split(r"\s*,\s*", granted))
    }
    files = {file: str(file.relative_to(DB)) for file in DB.rglob("*.sql")}
    policies = {
        name
        for file, name in files.items()
        if "CREATE POLICY" in file.read_text() and not name.startswith("schema/tables/")
    }
    assert elsewhere == set()
    assert policies == {"functions/custom/create_custom_storage.sql"}
