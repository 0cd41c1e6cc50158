"""`pgdesk keys`: the keys that guard secrets."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import click
import psycopg
from psycopg import sql

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError
from pgdesk.api.outgoing import send
from pgdesk.cli.database import Database, opened
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.output import say
from pgdesk.cli.signing_keys import read_public_keys, rotate_signing_key, trust_signing_key
from pgdesk.settings import Settings, read_networks

_ADDRESS = re.compile("https?://", re.IGNORECASE)
_MOST_BYTES = 256_000
_SEALED_COLUMNS = Path(__file__).with_name("sealed_columns.sql").read_bytes()
_READ = sql.SQL("SELECT {key}::text, {column} FROM helpdesk.{table} WHERE {column} IS NOT NULL")
#: Not what was sealed anew meanwhile.
_WRITE = sql.SQL("UPDATE helpdesk.{table} SET {column} = %s WHERE {key}::text = %s AND {column} = %s")
_LIST = (
    "SELECT key_id, state, algorithm, signs_from, needed_until, retired_at"
    " FROM api.signing_keys ORDER BY created_at"
)
_RETIRE = "SELECT api.retire_signing_key(%s)"


@click.group()
def keys() -> None:
    """The keys that tokens are signed with, and those that seal secrets."""


@keys.command("list")
def show() -> None:
    """Print the keys that tokens are verified by: id, state, algorithm, and what is to come."""
    with _connected() as (_, connection):
        rows = connection.execute(_LIST).fetchall()
    for key_id, state, algorithm, signs_from, needed_until, retired_at in rows:
        told = {
            "published": f"signs from {_instant(signs_from)}",
            "replaced": f"needed until {_instant(needed_until)}" if needed_until else "",
            "retired": f"since {_instant(retired_at)}",
        }
        click.echo(f"{key_id}  {state:9}  {algorithm}  {told.get(state, '')}".rstrip())
    if not any(row[1] == "signing" for row in rows):
        say("PGDESK_JWT_SECRET signs tokens; pgdesk keys rotate makes a key for that")


@keys.command()
@click.option("--at-once", "is_at_once", is_flag=True, help="Sign with it now, not when it has been known.")
def rotate(is_at_once: bool) -> None:
    """Make another key to sign tokens with; what the one before has signed stays good until it is past."""
    with _connected() as (database, connection):
        key_id, signs_from = rotate_signing_key(connection, database.secrets, is_at_once=is_at_once)
    say(f"signs from {_instant(signs_from)} on:")
    click.echo(key_id)


# A thumbprint may begin with a hyphen.
@keys.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("key_id")
def retire(key_id: str) -> None:
    """Refuse from now on what the key KEY_ID has signed."""
    with _connected() as (_, connection):
        connection.execute(_RETIRE, (key_id,))
    say(f"what {key_id} signed is refused")


@keys.command()
@click.argument("source")
def trust(source: str) -> None:
    """Accept the tokens of a host by its public keys: a file or address of a JWK, a JWK set or PEM.

    What an address has later is taken when it is asked again. In PGDESK_OIDC_NETWORKS it may be private.
    """
    found = read_public_keys(_fetch(source) if _ADDRESS.match(source) else _read_file(source))
    with _connected() as (_, connection):
        for key_id, public in found:
            trust_signing_key(connection, key_id, public)
            click.echo(key_id)
    say("tokens that a host signs with them are accepted; pgdesk keys retire ends that")


@contextmanager
def _connected() -> Iterator[tuple[Database, psycopg.Connection[Any]]]:
    """What the database refuses is said as it says it."""
    with opened(lambda line: None) as database, database.connect() as connection:
        try:
            yield database, connection
        except psycopg.Error as refusal:
            raise PgdeskError(refusal.diag.message_primary or str(refusal)) from refusal


def _read_file(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, ValueError) as problem:
        raise PgdeskError(f"{name} cannot be read: {problem}") from None


def _fetch(address: str) -> str:
    allowed = read_networks(Settings.from_env().oidc_networks)
    try:
        answer = send("GET", address, {}, None, allowed, _MOST_BYTES, is_plain_allowed=True)
        if answer.status == HTTPStatus.OK:
            return answer.body.decode()
        problem = f"it answers {answer.status}"
    except (OSError, ValueError) as error:
        problem = str(error)
    raise PgdeskError(f"{address} does not say its keys: {problem}")


def _instant(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else "never"


@keys.command()
def reseal() -> None:
    """Seal all secrets anew that the first of PGDESK_SECRET_KEYS has not sealed; then the others may go."""
    with _connected() as (database, connection):
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
