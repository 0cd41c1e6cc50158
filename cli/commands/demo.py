"""`pgdesk demo`: a helpdesk with data, until Ctrl-C."""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from pgdesk.cli import demo_data
from pgdesk.cli.address import remember_address
from pgdesk.cli.commands.run import make_supervisor
from pgdesk.cli.database import Database, open_database, reset
from pgdesk.cli.demo_accounts import demo_password, list_accounts, make_accounts
from pgdesk.cli.deploy.clock import choose_clock
from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.invitations import invite_first_admin
from pgdesk.cli.output import Progress, say
from pgdesk.cli.paths import state_dir
from pgdesk.cli.run.supervise import interrupted_by_signals
from pgdesk.cli.server.pg_cron_package import install_if_due
from pgdesk.cli.signing_keys import make_first_signing_key
from pgdesk.cli.tokens import find_person, issue_token
from pgdesk.settings import Settings

_TOKEN_HOURS = 24


@click.command()
@click.option(
    "--tickets", type=click.IntRange(0), default=5000, show_default=True, help="How many, at the first run."
)
@click.option("--reset", "is_reset", is_flag=True, help="Start over with an empty database.")
@click.option("--port", type=click.IntRange(1, 65535), help="PGDESK_PORT; default 8000.")
def demo(tickets: int, is_reset: bool, port: int | None) -> None:
    """Run everything on demo data until Ctrl-C.

    Starts Postgres where none is named, migrates, and loads the data at the first run.
    """
    database: Database | None = None
    given = Settings.from_env()
    with interrupted_by_signals(), _only_one():
        try:
            if is_reset:
                reset(say)
            install_if_due(say)
            database = open_database(say)
            migrate(database.dsn, log=say)
            database.let_logins_in()
            make_first_signing_key(database)
            load_once(database, tickets)
            clock = choose_clock(database.dsn, given.clock)
            supervisor = make_supervisor(database, port=port)
            try:
                supervisor.start()
                url = supervisor.environment["PGDESK_PUBLIC_URL"]
                supervisor.wait_until_ready(f"{url}/rest/")
                remember_address(url)
                click.echo("\n".join(_welcome(database, url, clock)))
                supervisor.run()
            finally:
                supervisor.close()
        except KeyboardInterrupt:
            say("stopping")
        finally:
            if database is not None:
                database.close()


@contextmanager
def _only_one() -> Iterator[None]:
    with (state_dir() / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PgdeskError(f"pgdesk demo is already running on {state_dir()}") from None
        yield


def load_once(database: Database, tickets: int) -> None:
    """Loads the demo data unless there are people or tickets already."""
    if demo_data.is_loaded(database.dsn):
        say("demo data is there already (pgdesk demo --reset starts over)")
        return
    say(f"loading {tickets:,} tickets")
    progress = Progress()
    demo_data.load(database.dsn, tickets, progress)
    progress.end()
    with database.connect() as connection, connection.transaction():
        make_accounts(connection, demo_password(database.secrets))


def _welcome(database: Database, url: str, clock: str) -> Iterator[str]:
    password = demo_password(database.secrets)
    with database.connect() as connection:
        prefix = str(connection.execute("SELECT helpdesk.route_prefix()").fetchall()[0][0])
        accounts = list_accounts(connection, password)
    yield ""
    yield f"web pages     {url}/{prefix}"
    yield from (f"  {role:<11} {email}, password {password}" for role, email in accounts)
    yield f"API           {url}/rest/"
    yield f"what it does  {url}/docs"
    yield f"database      {_own_name()} psql"
    yield f"clock: {clock}"
    yield ""
    yield f"Tokens for {_TOKEN_HOURS} hours (pgdesk token makes more):"
    with database.connect() as connection:
        for role in ("customer", "agent", "admin"):
            person_id, name = find_person(connection, role, None)
            token = issue_token(connection, database.secrets, role, person_id, _TOKEN_HOURS)
            yield f"export {role.upper()}={token}  # {name}, person {person_id}"
        invitation = invite_first_admin(connection, url)
        row = connection.execute("SELECT max(c.ticket_id) FROM helpdesk.sla_clock AS c").fetchone()
    if invitation:
        yield ""
        yield invitation
    yield ""
    yield "Try:"
    yield from (f"  {line}" for line in curl_lines(url, int(str(row[0] or 1)) if row else 1))
    yield ""
    yield "Ctrl-C stops everything."


def _own_name() -> str:
    """What to type for this `pgdesk`."""
    program = Path(sys.executable).with_name("pgdesk")
    return "pgdesk" if shutil.which("pgdesk") == str(program) else os.path.relpath(program)


def curl_lines(url: str, ticket_id: int) -> list[str]:
    """Three requests that work with the printed tokens and change nothing."""
    agent = '-H "Authorization: Bearer $AGENT"'
    customer = '-H "Authorization: Bearer $CUSTOMER"'
    return [
        f"curl -s '{url}/rest/tickets?select=ticket_id,reference,subject,status,priority"
        f"&order=updated_at.desc&limit=3' {agent}",
        f"curl -s '{url}/rest/tickets?select=reference,subject,messages(body)&limit=1' {customer}",
        f"curl -s '{url}/rest/rpc/explain_sla?ticket_id={ticket_id}"
        f"&select=metric,state,used_minutes,target_minutes,due_at' {agent}",
    ]
