"""`pgdesk audit`: the sealed log, to keep and to verify elsewhere."""

from pathlib import Path

import click
import psycopg

from pgdesk.cli.database import opened
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.output import say
from pgdesk.cli.seals import read_checkpoints
from pgdesk.cli.seals import verify as verify_log

_LAST = "SELECT seal_id, encode(hash, 'hex') FROM audit.seal ORDER BY seal_id DESC LIMIT 1"
_SEALS = "SELECT seal_id FROM audit.seal WHERE seal_id >= %s ORDER BY seal_id"


@click.group()
def audit() -> None:
    """Export the sealed audit log, and verify it."""


@audit.command()
def checkpoint() -> None:
    """Print number and hash of the last seal, to be kept elsewhere."""
    with opened(say) as database, psycopg.connect(database.dsn) as connection:
        found = connection.execute(_LAST).fetchone()
    if found is None:
        raise PgdeskError("nothing is sealed yet: run pgdesk sweep seals")
    click.echo(f"{found[0]}:{found[1]}")


@audit.command()
@click.option("--from", "first", type=int, default=1, show_default=True, help="The first seal.")
def export(first: int) -> None:
    """Print the sealed log as lines of JSON; docs/audit.md says what they hold."""
    with opened(say) as database, psycopg.connect(database.dsn) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for (seal_id,) in connection.execute(_SEALS, (first,)).fetchall():
            for (line,) in connection.execute("SELECT audit.export_seal(%s)", (seal_id,)):
                click.echo(line)


@audit.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--checkpoint", "checkpoints", multiple=True, help="What pgdesk audit checkpoint once printed.")
@click.pass_context
def verify(context: click.Context, file: Path, checkpoints: tuple[str, ...]) -> None:
    """Verify what export printed, without a database; - reads standard input.

    Exit 1 when a row was changed, is missing or was inserted.
    """
    kept = read_checkpoints(checkpoints)
    with click.open_file(str(file), encoding="utf-8") as lines:
        try:
            found = verify_log(lines, kept)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise PgdeskError(f"{file} is no exported audit log: {problem!r}") from problem
    for fault in found.faults:
        click.echo(f"WRONG {fault}")
    click.echo(
        f"{found.seals} seals, {found.rows} rows, {found.withheld} of them with values that were withheld; "
        f"{found.dropped} seals without rows, which retention dropped"
    )
    if not kept:
        say("without a checkpoint that was kept elsewhere, this says nothing of who writes all seals anew")
    context.exit(1 if found.faults else 0)
