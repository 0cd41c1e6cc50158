"""A passing database that is made from db/, to be drawn or compared."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pgdesk.cli.deploy.migrate import migrate


@contextmanager
def made_from(db: Path, dsn: str) -> Iterator[str]:
    """DSN of a passing database on that server, migrated from `db`."""
    name = f"pgdesk_picture_{secrets.token_hex(4)}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            made = make_conninfo(dsn, dbname=name)
            migrate(made, db)
            yield made
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
