"""`pgdesk storage`: where bytes lie."""

import sys

import click
import psycopg
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pgdesk.cli.database import opened
from pgdesk.cli.storage.survey import survey


@click.command()
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="Rows of each table.")
def storage(most: int) -> None:
    """Show sizes, bloat, unused indexes, slow statements.

    Bloat is estimated from the last ANALYZE; statements need the extension pg_stat_statements.
    """
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    with opened(lambda line: None) as database, psycopg.connect(database.dsn, autocommit=True) as connection:
        for section in survey(connection, most):
            console.print(f"\n{section.title}" if section.rows else f"\n{section.title}: {section.text}")
            if section.rows:
                table = Table(*section.columns, box=None)
                for row in section.rows:
                    table.add_row(*(Text("" if value is None else str(value)) for value in row))
                console.print(table)
