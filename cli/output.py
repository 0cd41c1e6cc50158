"""How the command speaks."""

import click


def say(line: str) -> None:
    """One line of progress, on standard error."""
    click.echo(line, err=True)
