"""`pgdesk poll_imap`: reading mailboxes without a worker."""

import os
import signal
from types import FrameType

import click

from pgdesk.cli.database import opened
from pgdesk.cli.output import say
from pgdesk.logs import configure_logs
from pgdesk.mail.imap.watching import Watching
from pgdesk.settings import Settings


@click.command()
@click.option("--continuous", "is_continuous", is_flag=True, help="Go on until Ctrl-C, as workers do.")
@click.pass_context
def poll_imap(context: click.Context, is_continuous: bool) -> None:
    """Take in what the mailboxes hold that no worker reads.

    A worker decides what becomes of the mails. Exit 1 when a mailbox cannot be read.
    """
    with opened(lambda line: None) as database:
        given = {
            "PGDESK_WORKER_DATABASE_URL": database.login_dsn("worker"),
            "PGDESK_SECRET_KEYS": database.secrets.seal,
        }
        settings = Settings.from_env({**os.environ, **given})
        configure_logs(settings.log_level if is_continuous else "critical", "")
        watching = Watching(settings)
        if is_continuous:
            _until_told(watching)
            return
        found = watching.read_once()
    for mailbox, problem in sorted(found.items()):
        click.echo(f"{mailbox}: {problem or 'read'}")
    if not found:
        say("no mailbox is to be read: workers read them, or they rest after a failure; see /rest/mailboxes")
    context.exit(1 if any(found.values()) else 0)


def _until_told(watching: Watching) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        watching.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    watching.run()
