"""`pgdesk migrate` and `pgdesk schema`."""

import click

from pgdesk.cli.cron import choose_clock
from pgdesk.cli.database import opened
from pgdesk.cli.migrate import migrate as deploy
from pgdesk.cli.output import say
from pgdesk.cli.schema_picture import PICTURES, differences, draw_tree, write


@click.command()
def migrate() -> None:
    """Bring the database to what db/ says; safe to run several times at once."""
    with opened(say) as database:
        done = deploy(database.dsn, log=say)
        database.let_logins_in()
        say(f"clock: {choose_clock(database.dsn)}")
        if not done:
            say("nothing to do: the database is as db/ says")
        for name in [*done.migrations, *done.files]:
            say(f"  {name}")


@click.command()
@click.option("--write", "is_writing", is_flag=True, help="Write db/schema/tables/ anew.")
@click.pass_context
def schema(context: click.Context, is_writing: bool) -> None:
    """Compare db/schema/tables/ (a generated picture of every table) with a database made from db/."""
    with opened(say) as database:
        pictures = draw_tree(database.dsn)
    stale = differences(pictures)
    if is_writing:
        write(pictures)
        say(f"{len(pictures)} tables in {PICTURES}; {len(stale)} changed")
    elif stale:
        say(f"stale: {', '.join(stale)}; run pgdesk schema --write")
        context.exit(1)
    else:
        say(f"{len(pictures)} tables, all as pictured")
