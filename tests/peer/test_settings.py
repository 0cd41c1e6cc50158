"""Settings that nothing reads."""

import re

import pytest

from pgdesk.cli.paths import DB, ROOT
from tests.conftest import Connection

#: Settings of parts that are not there yet; a part that comes takes its lines away.
TO_COME = {
    "mode",
}


@pytest.fixture(scope="module")
def sources() -> str:
    files = [
        *DB.glob("functions/**/*.sql"),
        *DB.glob("schema/before/*.sql"),
        *(
            file
            for package in ("api", "workers", "cli", "reports", "mail", "pgdesk")
            for file in (ROOT / package).rglob("*.py")
            if file != ROOT / "pgdesk" / "settings.py"  # whose names are those of the environment
        ),
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_peer_21_every_setting_is_read_or_to_come(db: Connection, sources: str) -> None:
    keys = {row[0] for row in db.execute("SELECT key FROM helpdesk.setting")}
    unread = {key for key in keys if not re.search(rf"""['"]{re.escape(key)}['"]""", sources)}
    assert unread == TO_COME


def test_peer_21_a_setting_that_nothing_reads_says_so(db: Connection) -> None:
    statement = "SELECT key FROM helpdesk.setting WHERE description LIKE '%to come%'"
    assert {row[0] for row in db.execute(statement)} == TO_COME
