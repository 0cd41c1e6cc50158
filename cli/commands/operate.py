"""`pgdesk sweep` and `pgdesk doctor`: operating it."""

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


@click.command()
@click.argument("name")
@click.option("--days", type=int, help="How old what is swept must be; else what the settings say.")
def sweep(name: str, days: int | None) -> None:
    """Run a job of helpdesk.schedule now, as the worker would."""
    with (
        opened(lambda line: None) as database,
        psycopg.connect(database.login_dsn("worker"), autocommit=True) as link,
    ):
        names = [row[0] for row in link.execute("SELECT name FROM helpdesk.list_jobs()")]
        if name not in names:
            raise PgdeskError(f"there is no active job {name}; there are {', '.join(names)}")
        row = link.execute("SELECT helpdesk.run_job(%s, p_days => %s)", (name, days)).fetchone()
    result = str(row[0]) if row else ""
    click.echo(f"{name}: {result}")
    if result.startswith("error: "):
        raise PgdeskError(f"job {name} failed")


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
