"""`pgdesk backup` and `pgdesk restore`."""

from pathlib import Path

import click

from pgdesk.cli import backup as saving
from pgdesk.cli.database import opened
from pgdesk.cli.deploy.clock import choose_clock
from pgdesk.cli.deploy.files import BOOTSTRAP, read_files
from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.output import say
from pgdesk.cli.paths import DB, files_url
from pgdesk.settings import Settings

_FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


@click.command()
@_FOLDER
@click.option("--without-files", is_flag=True, help="Leave out what lies in the store of files.")
def backup(folder: Path, without_files: bool) -> None:
    """Save the database and its files into a new FOLDER, while all runs.

    Secrets are not in it: keep .pgdesk/secrets.json, or what holds PGDESK_SECRET_KEYS, in another place.
    """
    with opened(say) as database:
        saving.backup(database, folder, None if without_files else files_url(), say)


@click.command()
@_FOLDER
def restore(folder: Path) -> None:
    """Restore a FOLDER of pgdesk backup into an empty database, and compare all with its checksums.

    Exit 1 where a checksum differs.
    """
    given = Settings.from_env()
    roles = [file.text.encode() for file in read_files(DB) if file.step == BOOTSTRAP]
    with opened(say) as database:
        saving.restore(database, folder, files_url(), roles, say)
        migrate(database.dsn, log=say, is_whole=True)  # roles are not in the dump
        database.let_logins_in()
        say(f"clock: {choose_clock(database.dsn, given.clock)}")
    say("now: pgdesk doctor")
