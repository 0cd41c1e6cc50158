"""The `pgdesk` command."""

import importlib
import keyword
import sys
from typing import Any

import click

from pgdesk.cli.errors import PgdeskError
from pgdesk.settings import SettingsError

_COMMANDS = {
    "up": "pgdesk.cli.commands.run",
    "demo": "pgdesk.cli.commands.demo",
    "rest": "pgdesk.cli.commands.rest",
    "migrate": "pgdesk.cli.commands.deploy",
    "schema": "pgdesk.cli.commands.deploy",
    "user": "pgdesk.cli.commands.user",
    "keys": "pgdesk.cli.commands.keys",
    "token": "pgdesk.cli.commands.access",
    "psql": "pgdesk.cli.commands.access",
    "sweep": "pgdesk.cli.commands.operate",
    "mail": "pgdesk.cli.commands.mail",
    "poll_imap": "pgdesk.cli.commands.poll_imap",
    "import": "pgdesk.cli.commands.imports",
    "export": "pgdesk.cli.commands.imports",
    "report": "pgdesk.cli.commands.report",
    "doctor": "pgdesk.cli.commands.operate",
    "storage": "pgdesk.cli.commands.storage",
    "backup": "pgdesk.cli.commands.backup",
    "restore": "pgdesk.cli.commands.backup",
    "audit": "pgdesk.cli.commands.audit",
    "upgrade-server": "pgdesk.cli.commands.operate",
}


class _Commands(click.Group):
    """Loads a subcommand's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        module = _COMMANDS.get(name)
        attribute = name.replace("-", "_") + ("_" if keyword.iskeyword(name) else "")
        return getattr(importlib.import_module(module), attribute) if module else None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pgdesk", prog_name="pgdesk")
def cli() -> None:
    """A helpdesk that is a Postgres database."""


def main(arguments: list[str] | None = None) -> Any:
    """Entry point: what a person can mend is printed as one message, exit 1."""
    try:
        return cli.main(args=arguments, prog_name="pgdesk")
    except (PgdeskError, SettingsError) as problem:
        click.echo(f"pgdesk: {problem}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
