"""Who changes a column of a view of schema reports says so in docs/reports.md."""

import hashlib
import re

from pgdesk.cli.paths import ROOT
from tests.conftest import Connection

_COLUMNS = """
    SELECT string_agg(format('%s.%s %s', c.relname, a.attname, format_type(a.atttypid, NULL)), E'\n'
        ORDER BY c.relname, a.attnum)
    FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'reports'::regnamespace AND c.relkind = 'v'
"""


def test_what_changed_in_views_of_reports_is_noted(db: Connection) -> None:
    row = db.execute(_COLUMNS).fetchone()
    assert row
    digest = hashlib.sha256(row[0].encode()).hexdigest()[:12]
    page = (ROOT / "docs" / "reports.md").read_text().partition("\n## Changes\n")[2]
    noted = re.findall(r"^\| [^|]+ \| [^|]+ \| `([0-9a-f]{12})` \|$", page, re.M)
    assert noted[-1:] == [digest], f"add a row to the changes in docs/reports.md: {digest}"
    assert len(set(noted)) == len(noted)
