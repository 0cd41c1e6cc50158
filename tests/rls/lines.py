"""The matrix: which role gets what from each object of schema api, read from matrix/*.txt.

A line is `object | verb | statement | anon | customer | agent | light | admin`, for instance

    tickets | select | WHERE department_id = {billing} | 42501 | 0 | 1 | 1 | 1

- verb: select, insert, update, delete (of a view) or call (of a function).
- statement: what follows `SELECT 1 FROM api.tickets`, `INSERT INTO api.tickets` …, or a call's arguments;
  {names} are those of `dataset.py`.
- expected: a number of rows, `all` (as many as the table has), `ok` (a call that returns), or a SQLSTATE;
  one value for all five roles may be given once.

worker, doorkeeper and reporter reach nothing in api, so that every line expects 42501 from them.
Each subject of api has its file; an object without a line fails the suite, which then prints drafts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.conftest import Connection, acting_as
from tests.desk import Person
from tests.rls.dataset import Dataset

ROLES = ("anon", "customer", "agent", "light", "admin")
LOGINS = ("worker", "doorkeeper", "reporter")
FOLDER = Path(__file__).parent / "matrix"
_BEGINNINGS = {
    "select": "SELECT 1 FROM api.{0} {1}",
    "insert": "INSERT INTO api.{0} {1}",
    "update": "UPDATE api.{0} {1}",
    "delete": "DELETE FROM api.{0} {1}",
    "call": "SELECT v FROM api.{0}({1}) AS v",
}


@dataclass(frozen=True)
class Line:
    object: str
    verb: str
    statement: str
    expected: tuple[str, ...]
    where: str

    def sql(self, data: Dataset) -> str:
        return (
            _BEGINNINGS[self.verb]
            .format(self.object, self.statement.format_map(data.names))
            .replace("%", "%%")
        )


def read_lines() -> Iterator[Line]:
    for file in sorted(FOLDER.glob("*.txt")):
        for number, text in enumerate(file.read_text().splitlines(), 1):
            if not text.strip() or text.startswith("#"):
                continue
            cells = [cell.strip() for cell in text.split(" | ")]
            where = f"{file.name}:{number}"
            assert len(cells) in (4, 8), f"{where}: {len(cells)} cells"
            assert cells[1] in _BEGINNINGS, f"{where}: verb {cells[1]}"
            yield Line(
                cells[0], cells[1], cells[2], tuple(cells[3:]) if len(cells) == 8 else (cells[3],) * 5, where
            )


def observe(db: Connection, data: Dataset, line: Line, role: str, who: Person | None = None) -> str:
    """What the line gives to the role, or to `who`: a number of rows, `ok` for a call, or a SQLSTATE.

    Changes nothing.
    """
    who = who or data.person(role)
    try:
        with db.transaction(force_rollback=True), acting_as(db, who.role, who.id):
            count = db.execute(line.sql(data)).rowcount
            return "ok" if line.verb == "call" else str(count)
    except psycopg.Error as refusal:
        return refusal.sqlstate or "?"


def all_rows(db: Connection, line: Line) -> str:
    """What `all` stands for: the rows of the view as its owner's superuser sees them."""
    row = db.execute(f"SELECT count(*) FROM api.{line.object}").fetchone()
    assert row is not None
    return str(row[0])
