"""`pgdesk user`: people of a database that nobody can sign in to yet, and others."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import psycopg

from pgdesk.api.login.passwords import Passwords
from pgdesk.cli.address import known_address
from pgdesk.cli.database import opened
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.invitations import make_invitation, waiting_links
from pgdesk.cli.output import say
from pgdesk.cli.secrets import load
from pgdesk.cli.tokens import ROLES
from pgdesk.settings import Settings

_ADD_PERSON = "SELECT person_id, name FROM api.add_person(%s, %s, %s)"
_FIND_PERSON = "SELECT person_id, name FROM helpdesk.person WHERE email = lower(btrim(%s)) AND NOT is_guest"
_SET_PASSWORD = "SELECT helpdesk.set_password(%s, %s, %s)"
_SET_ROLE = "UPDATE helpdesk.person SET role = %s WHERE person_id = %s"


@click.group()
def user() -> None:
    """Add people, set their passwords and roles."""


@user.command()
@click.argument("name")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="agent", show_default=True)
def add(name: str, email: str, role: str) -> None:
    """Add NAME with the address EMAIL, such as the first admin of a new database."""
    with _connected() as connection:
        person_id, shown = connection.execute(_ADD_PERSON, (name, email, role)).fetchall()[0]
    say(f"{role} {shown} is person {person_id}; pgdesk user invite {email} lets them sign in")


@user.command()
@click.argument("email")
@click.option("--stdin", "is_piped", is_flag=True, help="Read it from standard input: the first line.")
def password(email: str, is_piped: bool) -> None:
    """Set the password of who has the address EMAIL; all their sessions end."""
    with _connected() as connection:
        person_id, name = _find(connection, email)
        if is_piped:
            chosen = sys.stdin.readline().rstrip("\r\n")
        else:
            chosen = click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True)
        hashed = Passwords(Settings.from_env()).hash_at_once(chosen)
        connection.execute(_SET_PASSWORD, (person_id, hashed, len(chosen)))
    say(f"{name} (person {person_id}) has a new password and is signed out everywhere")


@user.command()
@click.argument("email")
def invite(email: str) -> None:
    """Print a link by which who has the address EMAIL sets their password, once."""
    with _connected() as connection:
        person_id, name = _find(connection, email)
        link, until = make_invitation(connection, person_id, known_address())
    say(f"{name} (person {person_id}) sets a password by this link, once, until {until}:")
    click.echo(link)


@user.command()
@click.argument("email")
def links(email: str) -> None:
    """Print the links that wait to be mailed to EMAIL, newest first: as long as no mail goes out, by hand."""
    with _connected() as connection:
        found = waiting_links(connection, email, known_address(), load().jwt)
    if not found:
        raise PgdeskError(f"no mail with a link waits for {email}")
    for line in found:
        click.echo(line)


@user.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def role(email: str, role: str) -> None:
    """Make ROLE of who has the address EMAIL."""
    with _connected() as connection:
        person_id, name = _find(connection, email)
        connection.execute(_SET_ROLE, (role, person_id))
    say(f"{name} (person {person_id}) is {role}")


@contextmanager
def _connected() -> Iterator[psycopg.Connection[Any]]:
    """What the database refuses is said as it says it."""
    with opened(lambda line: None) as database, database.connect() as connection:
        try:
            yield connection
        except psycopg.Error as refusal:
            raise PgdeskError(refusal.diag.message_primary or str(refusal)) from refusal


def _find(connection: psycopg.Connection[Any], email: str) -> tuple[int, str]:
    row = connection.execute(_FIND_PERSON, (email,)).fetchone()
    if row is None:
        raise PgdeskError(f"nobody has the address {email}; pgdesk user add NAME {email} adds them")
    return int(row[0]), str(row[1])
