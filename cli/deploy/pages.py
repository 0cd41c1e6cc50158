"""docs/: what is drawn from a migrated database, and the answers to the statements that pages show."""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pgdesk.cli.deploy.report_views import draw_report_views
from pgdesk.cli.deploy.states import draw_states
from pgdesk.cli.paths import ROOT

DOCS = ROOT / "docs"
WITH_ANSWERS = ("a-tickets-way.md", "sla-clocks.md")
_STATEMENTS = re.compile(r"(?P<code>```sql\n(?P<statements>(?:(?!```).*\n)+)```\n)(?P<table>\n(?:\|.*\n)+)?")


def draw_pages(dsn: str, folder: Path = DOCS) -> dict[str, str]:
    """Pages by file name; the database is copied, nobody may be connected to it."""
    pages = {}
    with copied(dsn) as copy, psycopg.connect(copy) as connection:
        connection.execute("SET search_path = ''")
        pages["states.md"] = draw_states(connection)
        pages["report-views.md"] = draw_report_views(connection)
    for name in WITH_ANSWERS:
        with copied(dsn) as copy:
            pages[name] = answer(copy, (folder / name).read_text("utf-8"))
    return pages


def answer(dsn: str, page: str) -> str:
    """The page with its ```sql blocks run in order; the table below a block becomes what it returns last."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET TIME ZONE 'UTC'")

        def run(block: re.Match[str]) -> str:
            rows = list(_last_rows(connection, block["statements"]))
            table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
            return f"{block['code']}\n{table}" if block["table"] else block["code"]

        return _STATEMENTS.sub(run, page)


def stale(pages: Mapping[str, str], folder: Path = DOCS) -> list[str]:
    """Names of the files that are missing or stale."""
    return sorted(name for name, text in pages.items() if text != _read(folder / name))


def write(pages: Mapping[str, str], folder: Path = DOCS) -> None:
    for name, text in pages.items():
        (folder / name).write_text(text, "utf-8")


@contextmanager
def copied(dsn: str) -> Iterator[str]:
    """DSN of a passing copy of the database."""
    name = f"pgdesk_page_{secrets.token_hex(4)}"
    source = sql.Identifier(str(conninfo_to_dict(dsn)["dbname"]))
    with psycopg.connect(make_conninfo(dsn, dbname="postgres"), autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        connection.execute(create.format(sql.Identifier(name), source))
        try:
            yield make_conninfo(dsn, dbname=name)
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def _last_rows(connection: psycopg.Connection[Any], statements: str) -> Iterator[list[str]]:
    """Head, rule and rows of the last result that has columns, as Postgres writes them."""
    cursor = connection.execute(statements.encode())
    result = None
    while True:
        if cursor.description:
            result = cursor.pgresult
        if not cursor.nextset():
            break
    if result is None:
        return
    columns = range(result.nfields)
    yield [(result.fname(column) or b"").decode() for column in columns]
    yield ["---"] * result.nfields
    for row in range(result.ntuples):
        yield [_cell(result.get_value(row, column)) for column in columns]


def _cell(value: bytes | None) -> str:
    return (value or b"").decode().replace("|", "\\|").replace("\n", "<br>")


def _read(file: Path) -> str | None:
    return file.read_text("utf-8") if file.exists() else None
