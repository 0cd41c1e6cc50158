"""`pgdesk up`: running the parts."""

import os
import shutil

import click

from pgdesk.cli.address import remember_address
from pgdesk.cli.database import Database, open_database
from pgdesk.cli.deploy.clock import choose_clock
from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.invitations import invite_first_admin
from pgdesk.cli.output import say
from pgdesk.cli.paths import files_url
from pgdesk.cli.run.supervise import Supervisor, interrupted_by_signals, pick_port, python_part
from pgdesk.cli.secrets import Secrets
from pgdesk.cli.secrets import load as load_secrets
from pgdesk.cli.signing_keys import make_first_signing_key
from pgdesk.settings import Settings


@click.command()
@click.option("--host", help="Address to listen on (PGDESK_HOST; default 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="PGDESK_PORT; default 8000.")
@click.option("--migrate/--no-migrate", "is_migrating", default=True, help="Deploy db/ first.")
def up(host: str | None, port: int | None, is_migrating: bool) -> None:
    """Run API, worker and clock until Ctrl-C.

    With --no-migrate, PGDESK_API_DATABASE_URL and PGDESK_WORKER_DATABASE_URL, no other login is used. In
    PGDESK_MODE cloud there is no database and no worker.
    """
    database: Database | None = None
    with interrupted_by_signals():
        try:
            given = Settings.from_env()
            is_cloud = given.mode == "cloud"
            if not is_cloud and (is_migrating or not (given.api_database_url and given.worker_database_url)):
                database = open_database(say)
            if database is not None and is_migrating:
                migrate(database.dsn, log=say)
                database.let_logins_in()
                make_first_signing_key(database)
                say(f"clock: {choose_clock(database.dsn, given.clock)}")
            supervisor = make_supervisor(database, host, port)
            try:
                supervisor.start()
                url = supervisor.environment["PGDESK_PUBLIC_URL"]
                supervisor.wait_until_ready(f"{url}/health" if is_cloud else f"{url}/rest/")
                remember_address(url)
                invitation = None
                if database is not None:
                    with database.connect() as connection:
                        invitation = invite_first_admin(connection, url)
                does = f" passes on to {given.hosted_api_url}" if is_cloud else "/rest/ answers"
                say(f"{url}{does}; Ctrl-C stops")
                if invitation:
                    say(invitation)
                supervisor.run()
            finally:
                supervisor.close()
        except KeyboardInterrupt:
            say("stopping")
        finally:
            if database is not None:
                database.close()


def make_supervisor(
    database: Database | None, host: str | None = None, port: int | None = None
) -> Supervisor:
    """API, worker and PostgREST where it is on PATH, with the environment that makes them one system."""
    given = Settings.from_env()
    listen_on = host or given.host
    chosen = pick_port(port or given.port, say, listen_on)
    shown = "127.0.0.1" if listen_on in ("0.0.0.0", "::") else listen_on
    shown = f"[{shown}]" if ":" in shown else shown
    environment = {
        "PGDESK_HOST": listen_on,
        "PGDESK_PORT": str(chosen),
        "PGDESK_PUBLIC_URL": given.public_url or f"http://{shown}:{chosen}",
        "PGDESK_FILES_URL": files_url(),
        **_secrets(database.secrets if database else load_secrets()),
    }
    if database is not None:
        environment["PGDESK_API_DATABASE_URL"] = database.login_dsn("authenticator")
        environment["PGDESK_WORKER_DATABASE_URL"] = database.login_dsn("worker")
        environment["PGDESK_LOGIN_DATABASE_URL"] = database.login_dsn("doorkeeper")
        environment["PGDESK_REPORT_DATABASE_URL"] = database.login_dsn("reporter")
    if given.mode == "cloud":
        return Supervisor(environment, say, [python_part("api", "pgdesk.cli.run.serve")], None)
    parts = [python_part("api", "pgdesk.cli.run.serve"), python_part("worker", "pgdesk.workers")]
    program = shutil.which("postgrest")
    if program is not None and not given.postgrest_url:
        # With it comes the embedded server, which the supervisor needs for nothing else.
        from pgdesk.cli.run.postgrest import postgrest_part

        settings = Settings.from_env({**os.environ, **environment})
        part, url = postgrest_part(program, settings)
        parts.append(part)
        environment |= {"PGDESK_POSTGREST_URL": url, "PGDESK_POSTGREST_FALLBACK": "on"}
        say(f"{program} serves /rest; the embedded server takes over while it does not answer")
    return Supervisor(environment, say, parts, database.revive if database else None)


def _secrets(kept: Secrets) -> dict[str, str]:
    return {
        "PGDESK_JWT_SECRET": kept.jwt,
        "PGDESK_INBOUND_SECRET": kept.inbound,
        "PGDESK_SECRET_KEYS": kept.seal,
    }
