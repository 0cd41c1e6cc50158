"""Python holds no SQL longer than three lines: that is functions and views of the database, or .sql files.

api/rest is left out: it builds SQL by trade.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pgdesk.cli.paths import ROOT

FOLDERS = ("api", "cli", "files", "mail", "pgdesk", "reports", "workers")
BUILDS_SQL = ROOT / "api" / "rest"
MAX_LINES = 3

_SQL = re.compile(
    r"\s*(?:--.*\s+)*(?:ALTER|COMMENT|CREATE|DELETE|DO|DROP|GRANT|INSERT|MERGE|REVOKE|SELECT|SET|UPDATE|VALUES|WITH)\s"
)


def long_sql(source: str) -> Iterator[int]:
    """The line where each statement of more than MAX_LINES lines begins."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        ):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_LINES and _SQL.match(_text(node)):
                yield node.lineno


def _text(node: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value.decode("utf-8", "replace") if isinstance(node.value, bytes) else str(node.value)


def files() -> list[Path]:
    return [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not path.is_relative_to(BUILDS_SQL)
    ]


def test_long_statements_stand_in_sql_files() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files()
        for line in long_sql(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_none_takes_an_advisory_lock() -> None:
    """Any login can hold one, and stop whoever waits for it."""
    sources = [*files(), *(ROOT / "cli").rglob("*.sql")]
    assert [path.name for path in sources if re.search(r"pg_(try_)?advisory", path.read_text())] == []


def test_no_folder_is_left_out() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} == set(FOLDERS)


@pytest.mark.parametrize(
    ("source", "is_long"),
    [
        ('run("""\n    SELECT a\n    FROM b\n    WHERE c\n""")', True),
        ('run(\n    "SELECT a"\n    " FROM b"\n    f" JOIN {c}"\n    " USING (d)"\n)', True),
        ('run(b"""-- why\n    DO $$\n    BEGIN\n    END $$""")', True),
        ('run("SELECT min(a), max(a) FROM b")', False),
        ('run("""\n    SELECT a FROM b\n""")', False),
        ('"""Selects:\n\n    SELECT a\n    FROM b\n"""', False),
    ],
)
def test_what_is_long(source: str, *, is_long: bool) -> None:
    assert bool(list(long_sql(source))) is is_long
