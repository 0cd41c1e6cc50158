"""`pgdesk user`: people of a database that nobody can sign in to yet, and others."""

import click
import psycopg

from pgdesk.cli.database import opened
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.output import say
from pgdesk.cli.tokens import ROLES

_ADD_PERSON = "SELECT person_id, name FROM api.add_person(%s, %s, %s)"


@click.group()
def user() -> None:
    """Add people."""


@user.command()
@click.argument("name")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="agent", show_default=True)
def add(name: str, email: str, role: str) -> None:
    """Add NAME with the address EMAIL, such as the first admin of a new database."""
    with opened(lambda line: None) as database, database.connect() as connection:
        try:
            row = connection.execute(_ADD_PERSON, (name, email, role)).fetchone()
        except psycopg.Error as refusal:
            raise PgdeskError(refusal.diag.message_primary or str(refusal)) from refusal
    assert row is not None
    person_id, shown = row
    say(f"{role} {shown} is person {person_id}; pgdesk token --role {role} --person {person_id} lets them in")
