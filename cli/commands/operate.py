"""`pgdesk sweep` and `pgdesk doctor`: operating it."""

from typing import Any

import click
import dns.resolver
import psycopg

from pgdesk.api.envelope import Envelope
from pgdesk.cli.database import opened, take_cluster_along
from pgdesk.cli.dkim_records import examine_dkim_keys
from pgdesk.cli.doctor import examine
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.mail_domains import Dns, examine_mail
from pgdesk.cli.output import say
from pgdesk.cli.seals import read_checkpoints
from pgdesk.settings import Settings

_TRY = "SELECT result, has_more, touched FROM helpdesk.try_job(%s, %s)"


@click.command()
@click.argument("name")
@click.option("--days", type=int, help="How old what is swept must be; else what the settings say.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what a first batch would touch; change nothing.")
def sweep(name: str, days: int | None, is_dry: bool) -> None:
    """Run a job of helpdesk.schedule now, as the worker would."""
    with (
        opened(lambda line: None) as database,
        psycopg.connect(database.login_dsn("worker"), autocommit=True) as link,
    ):
        try:
            if is_dry:
                _show_trial(name, link.execute(_TRY, (name, days)).fetchall()[0])
                return
            row = link.execute("SELECT helpdesk.run_job(%s, p_days => %s)", (name, days)).fetchone()
        except psycopg.Error as problem:
            said = problem.diag.message_primary or str(problem)
            if problem.sqlstate == "PD001":
                names = ", ".join(row[0] for row in link.execute("SELECT name FROM helpdesk.list_jobs()"))
                said = f"{said}; there are {names}"
            raise PgdeskError(said) from None
    result = str(row[0]) if row else ""
    click.echo(f"{name}: {result}")
    if result.startswith("error: "):
        raise PgdeskError(f"job {name} failed")


def _show_trial(name: str, trial: tuple[Any, ...]) -> None:
    result, has_more, touched = trial
    click.echo(f"{name} would say {result or 'done'}" if touched is not None else f"{name}: {result}")
    for table, rows in sorted((touched or {}).items()):
        click.echo(f"{table}: {', '.join(f'{count} {what}' for what, count in sorted(rows.items()))}")
    if has_more:
        click.echo("and go on with a further batch")


@click.command()
@click.option("--quick", is_flag=True, help="Leave out what reads every ticket or change.")
@click.option("--checkpoint", "checkpoints", multiple=True, help="What pgdesk audit checkpoint once printed.")
@click.option(
    "--mail", "of_mail", is_flag=True, help="Only the mail server, and what DNS says of mail addresses."
)
@click.option(
    "--selector", "selectors", multiple=True, help="With --mail: of the DKIM key with which mail is signed."
)
@click.pass_context
def doctor(
    context: click.Context,
    quick: bool,
    checkpoints: tuple[str, ...],
    of_mail: bool,
    selectors: tuple[str, ...],
) -> None:
    """Check the installation and its data.

    Exit 1 when something is wrong.
    """
    with opened(say) as database:
        if of_mail:
            with psycopg.connect(database.dsn, autocommit=True) as connection:
                asking = Dns(dns.resolver.Resolver())
                findings = [
                    *examine_mail(connection, Settings.from_env(), asking, selectors),
                    *examine_dkim_keys(connection, Envelope(database.secrets.seal), asking),
                ]
        else:
            findings = examine(database, quick, read_checkpoints(checkpoints))
    for finding in findings:
        click.echo(f"{'ok   ' if finding.is_ok else 'WRONG'} {finding.subject}: {finding.text}")
    context.exit(0 if all(finding.is_ok for finding in findings) else 1)


@click.command("upgrade-server")
def upgrade_server() -> None:
    """Move the private cluster to the newest Postgres.

    By pg_upgrade, while no other pgdesk uses it. The old data stay, for you to remove.
    """
    take_cluster_along(say)
    say("now: pgdesk migrate, pgdesk doctor")
