"""`pgdesk report`: the reports of reports/*.sql."""

import os
from pathlib import Path

import click
import psycopg

from pgdesk.cli.database import opened
from pgdesk.cli.errors import PgdeskError
from pgdesk.reports import files, runner


@click.command()
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(runner.FORMATS), default="table", show_default=True)
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
def report(name: str | None, form: str, params: tuple[str, ...]) -> None:
    """Print the report NAME, or list the reports.

    PGDESK_REPORT_DATABASE_URL names another server for it, such as a standby.
    """
    if name is None:
        click.echo("\n".join(listing()))
        return
    given = dict(_pair(text) for text in params)
    try:
        chosen = files.read(name)
        chosen.values(given)
        elsewhere = os.environ.get("PGDESK_REPORT_DATABASE_URL", "").strip()
        if elsewhere:
            result = runner.run(elsewhere, chosen, given)
        else:
            with opened(lambda line: None) as database:
                database.let_logins_in()
                result = runner.run(database.login_dsn("reporter"), chosen, given)
    except files.ReportError as problem:
        raise PgdeskError(str(problem)) from problem
    except psycopg.OperationalError as problem:
        reason = str(problem).strip().splitlines()[0]
        raise PgdeskError(f"cannot reach the database of the reports: {reason}") from problem
    click.echo(runner.write(chosen, result, form), nl=False)


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise PgdeskError(f"--param takes NAME=VALUE, not {text!r}")
    return name, value


def listing(folder: Path = files.FOLDER) -> list[str]:
    """Lines on each report of the folder; what is wrong with a file stands where its title would."""
    lines = []
    for name in files.names(folder):
        try:
            found = files.read(name, folder)
        except files.ReportError as problem:
            lines.append(f"{name:16}{problem}")
            continue
        lines.append(f"{name:16}{found.title}")
        for parameter in found.parameters:
            default = parameter.default or "(empty)"
            choices = f" ({', '.join(parameter.choices)})" if parameter.choices else ""
            lines.append(f"{'':16}  {parameter.name}={default}: {parameter.help}{choices}")
    return lines
