"""`pgdesk migrate` and `pgdesk schema`."""

from collections import Counter
from collections.abc import Iterator

import click

from pgdesk.cli.database import opened
from pgdesk.cli.deploy import pages, schema_picture
from pgdesk.cli.deploy.clock import choose_clock
from pgdesk.cli.deploy.migrate import Deployed, plan
from pgdesk.cli.deploy.migrate import migrate as deploy
from pgdesk.cli.deploy.passing import made_from
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.output import say
from pgdesk.cli.paths import DB, IS_CHECKOUT
from pgdesk.cli.signing_keys import make_first_signing_key
from pgdesk.settings import Settings

_LISTED = 40


@click.command()
@click.option("--plan", "is_plan", is_flag=True, help="Print what would change, and change nothing.")
@click.option("--all", "is_whole", is_flag=True, help="Apply unchanged files, too: undoes changes by hand.")
def migrate(is_plan: bool, is_whole: bool) -> None:
    """Bring the database to what db/ says.

    Safe to run several times at once. --plan deploys and rolls back, so what it prints is what would happen.
    Requests go on meanwhile: tables whose rights or triggers change are locked for an instant, those that new
    V files change for a second or two; where it does not get a lock within a second it gives up.
    """
    given = Settings.from_env()
    with opened(say) as database:
        if is_plan:
            done = plan(database.dsn, is_whole=is_whole)
        else:
            done = deploy(database.dsn, log=say, is_whole=is_whole)
            database.let_logins_in()
            if given.secret_keys:  # else the command has made one that the api process may not know
                make_first_signing_key(database)
            say(f"clock: {choose_clock(database.dsn, given.clock)}")
        if not done.migrations and not done.files and not done.changes:
            say("nothing to do: the files of db/ are those that were deployed")
            say(
                "(pgdesk doctor compares the database with them, pgdesk migrate --all applies them all again)"
            )
        elif is_plan:
            say("pgdesk migrate would apply these files, and then the database would differ by:")
        for line in [*summarize(done), *done.changes]:
            say(f"  {line}")


def summarize(done: Deployed) -> Iterator[str]:
    """What was applied, a line each; where that is more than can be read, a line for each room."""
    if len(done.files) <= _LISTED:
        yield from [*done.migrations, *done.files]
        return
    if done.migrations:
        yield f"migrations: {len(done.migrations)} files"
    for room, count in sorted(Counter("/".join(name.split("/")[:2]) for name in done.files).items()):
        yield f"{room}: {count} {'file' if count == 1 else 'files'}"


@click.command()
@click.option("--write", "is_writing", is_flag=True, help="Write them anew.")
@click.pass_context
def schema(context: click.Context, is_writing: bool) -> None:
    """Compare what is generated from db/ with db/.

    That is db/schema/tables/ (a picture of every table), docs/states.md, docs/report-views.md and the answers
    in the pages of docs/.
    """
    if not IS_CHECKOUT:
        raise PgdeskError("pgdesk schema compares the files of a checkout, and this is an installed package")
    with opened(say) as database, made_from(DB, database.dsn) as made:
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
