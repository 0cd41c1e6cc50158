"""`pgdesk report`: the reports of reports/*.sql."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import click
import psycopg

from pgdesk.cli.database import opened
from pgdesk.cli.errors import PgdeskError
from pgdesk.reports import formats, runner
from pgdesk.reports.files import ReportError

_Found = TypeVar("_Found")


@click.command()
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(formats.FORMATS), default="table", show_default=True)
@click.option("--from", "first_day", metavar="DAY", help="First day of the period, such as 2026-01-01 (UTC).")
@click.option("--to", "last_day", metavar="DAY", help="Last day of it; without it today.")
@click.option("--compare", is_flag=True, help="Add what each number was in the same length of time before.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
def report(
    name: str | None,
    form: str,
    first_day: str | None,
    last_day: str | None,
    compare: bool,
    params: tuple[str, ...],
) -> None:
    """Print the report NAME, or list the reports.

    parquet, png and svg are bytes: > FILE. PGDESK_REPORT_DATABASE_URL names another server for it, such as a
    standby.
    """
    if name is None:
        for line in listing(_asked(runner.catalogue)):
            click.echo(line)
        return
    given = dict(_pair(text) for text in params)
    given |= {key: day for key, day in (("from", first_day), ("to", last_day)) if day is not None}
    result = _asked(lambda dsn: runner.run(dsn, name, given, compare=compare))
    if form in ("parquet", "png") and sys.stdout.isatty():
        raise PgdeskError(f"{form} is no text: pgdesk report {name} --format {form} > {name}.{form}")
    try:
        written = formats.write(result, form)
    except ReportError as problem:
        raise PgdeskError(str(problem)) from problem
    click.echo(written, nl=False)


def _asked(ask: Callable[[str], _Found]) -> _Found:
    """What `ask` finds by the connection of login reporter."""
    try:
        if elsewhere := os.environ.get("PGDESK_REPORT_DATABASE_URL", "").strip():
            return ask(elsewhere)
        with opened(lambda line: None) as database:
            database.let_logins_in()
            return ask(database.login_dsn("reporter"))
    except ReportError as problem:
        raise PgdeskError(str(problem)) from problem
    except psycopg.OperationalError as problem:
        reason = str(problem).strip().splitlines()[0]
        raise PgdeskError(f"cannot reach the database of the reports: {reason}") from problem


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise PgdeskError(f"--param takes NAME=VALUE, not {text!r}")
    return name, value


def listing(found: list[dict[str, Any]]) -> Iterator[str]:
    """Lines on each report."""
    for one in found:
        yield f"{one['report']:16}{one['title']}"
        if one["period_days"]:
            yield f"{'':16}  --from --to, else {one['period_days']} days: {one['period_of']}"
        for parameter in one["parameters"]:
            default = parameter["default"] or "(empty)"
            choices = f" ({parameter['type'][7:-1]})" if parameter["type"].startswith("choice(") else ""
            yield f"{'':16}  {parameter['name']}={default}: {parameter['help']}{choices.replace(',', ', ')}"
