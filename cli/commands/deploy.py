"""`pgdesk migrate` and `pgdesk schema`."""

import click

from pgdesk.cli.database import opened
from pgdesk.cli.deploy import pages, schema_picture
from pgdesk.cli.deploy.clock import choose_clock
from pgdesk.cli.deploy.migrate import migrate as deploy
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.output import say
from pgdesk.cli.paths import DB, IS_CHECKOUT


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
@click.option("--write", "is_writing", is_flag=True, help="Write them anew.")
@click.pass_context
def schema(context: click.Context, is_writing: bool) -> None:
    """Compare what is generated from db/ with a database made from it: db/schema/tables/ (a picture of every
    table), docs/states.md and the answers in the pages of docs/."""
    if not IS_CHECKOUT:
        raise PgdeskError("pgdesk schema compares the files of a checkout, and this is an installed package")
    with opened(say) as database, schema_picture.made_from(DB, database.dsn) as made:
        tables, texts = schema_picture.draw(made), pages.draw_pages(made)
    stale = [*schema_picture.differences(tables), *pages.stale(texts)]
    if is_writing:
        schema_picture.write(tables)
        pages.write(texts)
        say(f"{len(tables)} tables and {len(texts)} pages; {len(stale)} changed")
    elif stale:
        say(f"stale: {', '.join(stale)}; run pgdesk schema --write")
        context.exit(1)
    else:
        say(f"{len(tables)} tables and {len(texts)} pages, all as they should be")
