"""`pgdesk rest`: the generated API alone, with the options of the `postgrest` program."""

import sys

import click

from pgdesk.api.rest.config import VERSION


@click.command()
@click.version_option(VERSION, "-v", "--version", prog_name="PostgREST", message="%(prog)s %(version)s")
@click.option("-e", "--example", "action", flag_value="example", help="Show an example file.")
@click.option("--dump-config", "action", flag_value="dump-config", help="Show the configuration in use.")
@click.option("--dump-schema", "action", flag_value="dump-schema", help="Show the schema cache as JSON.")
@click.option("--ready", "action", flag_value="ready", help="Ask the admin server for /ready.")
@click.argument("file", required=False)
def rest(action: str | None, file: str | None) -> None:
    """Run the generated API alone, as PostgREST.

    The configuration is PostgREST's own: FILE and PGRST_* variables.
    """
    from pgdesk.api.rest.standalone.program import run

    sys.exit(run(action, file))
