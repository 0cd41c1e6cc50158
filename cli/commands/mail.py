"""`pgdesk mail`: mail that came in."""

from datetime import timedelta

import click
import psycopg

from pgdesk.cli.database import opened
from pgdesk.cli.output import say
from pgdesk.mail.parse import PARSER_VERSION

#: In one transaction.
_BATCH = 500
_REPLAY = "SELECT helpdesk.replay_mails(%s, %s, helpdesk.clock() - %s::interval, %s, %s, %s, %s, %s)"
_NOW = "SELECT helpdesk.clock()"
_POSTS = "SELECT helpdesk.replay_failed_posts(%s)"
_STATES = ("quarantined", "automatic")


@click.group()
def mail() -> None:
    """Mail that came in, and what became of it."""


@mail.command()
@click.argument("ids", nargs=-1, type=int)
@click.option(
    "--state",
    "states",
    type=click.Choice(_STATES),
    multiple=True,
    default=_STATES[:1],
    show_default=True,
    help="Which mails.",
)
@click.option("--days", type=click.IntRange(1), help="Of so many days; else of all times.")
@click.option("--sender", metavar="ADDRESS", help="Of this sender only.")
@click.option("--older-parser", "is_older", is_flag=True, help="Only what an older pgdesk has read.")
@click.option("--as-wanted", "is_wanted", is_flag=True, help="Let them in whatever is said against them.")
@click.option("--posts", "is_posts", is_flag=True, help="Posts of providers of which no mail could be made.")
def replay(
    ids: tuple[int, ...],
    states: tuple[str, ...],
    days: int | None,
    sender: str | None,
    is_older: bool,
    is_wanted: bool,
    is_posts: bool,
) -> None:
    """Have mails decided about anew that are on no ticket: those with these IDS, or all that options choose.

    The worker does it within seconds, from the bytes as they came; see /rest/inbound_mail.
    """
    chosen: tuple[object, ...] = (
        sorted(set(ids)) or None,
        list(_STATES) if ids else list(dict.fromkeys(states)),
        timedelta(days=days) if days else None,
        sender,
        PARSER_VERSION if is_older else None,
        is_wanted,
    )
    count = 0
    with opened(say) as database, database.connect() as connection:
        now = connection.execute(_NOW).fetchall()[0][0]
        statement, parameters = (_POSTS, ()) if is_posts else (_REPLAY, (*chosen, now))
        while found := _number(connection, statement, (*parameters, _BATCH)):
            count += found
    click.echo(f"{count} {'posts' if is_posts else 'mails'}")


def _number(connection: psycopg.Connection[object], statement: str, parameters: tuple[object, ...]) -> int:
    with connection.transaction():
        row = connection.execute(statement.encode(), parameters).fetchone()
    return int(row[0]) if isinstance(row, tuple) else 0
