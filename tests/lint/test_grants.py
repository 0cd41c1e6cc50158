"""Who may execute which private function, exactly as grants.txt lists."""

from pathlib import Path

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
