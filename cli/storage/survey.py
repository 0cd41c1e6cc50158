"""What `pgdesk storage` shows: where bytes lie, what of them is waste, and which statements take long."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_SECTIONS = {
    "tables": "Tables, the largest first",
    "wasted_indexes": "Indexes with waste",
    "unused_indexes": "Indexes that no statement has used since statistics were reset",
    "partitions": "Partitions",
}
_WHERE = (
    "SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace"
    " WHERE e.extname = 'pg_stat_statements'"
)


@dataclass(frozen=True)
class Section:
    """A table, or in `text` why there is none."""

    title: str
    columns: list[str]
    rows: list[tuple[Any, ...]]
    text: str = "none"


def survey(connection: psycopg.Connection[Any], most: int) -> Iterator[Section]:
    """`most`: rows of a section."""
    for name, title in _SECTIONS.items():
        yield _ask(connection, title, sql.SQL(_read(name)), most)
    yield _statements(connection, most)


def _statements(connection: psycopg.Connection[Any], most: int) -> Section:
    title = "Statements that took longest"
    found = connection.execute(_WHERE).fetchone()
    if found is None:
        text = "pg_stat_statements is not installed: add it to shared_preload_libraries, CREATE EXTENSION it"
        return Section(title, [], [], text)
    try:
        query = sql.SQL(_read("slow_statements")).format(sql.Identifier(found[0]))
        return _ask(connection, title, query, most)
    except psycopg.errors.ObjectNotInPrerequisiteState as problem:
        return Section(title, [], [], str(problem))


def _ask(
    connection: psycopg.Connection[Any], title: str, query: sql.SQL | sql.Composed, most: int
) -> Section:
    cursor = connection.execute(query, (most,))
    return Section(title, [column.name for column in cursor.description or ()], cursor.fetchall())


def _read(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text()
