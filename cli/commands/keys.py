"""`pgdesk keys`: the keys that guard secrets."""

from pathlib import Path
from typing import Any

import click
import psycopg
from psycopg import sql

from pgdesk.api.errors import ApiError
from pgdesk.api.login.envelope import Envelope
from pgdesk.cli.database import opened
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.output import say

_SEALED_COLUMNS = Path(__file__).with_name("sealed_columns.sql").read_bytes()
_READ = sql.SQL("SELECT {key}::text, {column} FROM helpdesk.{table} WHERE {column} IS NOT NULL")
#: Not what was sealed anew meanwhile.
_WRITE = sql.SQL("UPDATE helpdesk.{table} SET {column} = %s WHERE {key}::text = %s AND {column} = %s")


@click.group()
def keys() -> None:
    """Change keys."""


@keys.command()
def reseal() -> None:
    """Seal all secrets anew that the first of PGDESK_SECRET_KEYS has not sealed; then the others may go."""
    with opened(lambda line: None) as database, database.connect() as connection:
        envelope = Envelope(database.secrets.seal)
        columns = connection.execute(_SEALED_COLUMNS).fetchall()
        resealed = sum(_reseal(connection, envelope, *map(str, column)) for column in columns)
    say(f"{resealed} secrets were sealed anew by the first key")


def _reseal(
    connection: psycopg.Connection[Any], envelope: Envelope, table: str, column: str, key: str
) -> int:
    names = {"table": table, "column": column, "key": key}
    named = {name: sql.Identifier(value) for name, value in names.items()}
    rows = connection.execute(_READ.format(**named)).fetchall()
    resealed = 0
    for row_key, sealed in rows:
        if envelope.is_current(sealed):
            continue
        place = f"{table}.{column} {row_key}"
        try:
            fresh = envelope.seal(place, envelope.open(place, sealed))
        except ApiError as error:
            raise PgdeskError(f"{place}: {error.message}. {error.hint}") from None
        resealed += connection.execute(_WRITE.format(**named), (fresh, row_key, sealed)).rowcount
    return resealed
