"""Installs Debian's pg_cron package where that is welcome: beside an installed server package.

Where it fails, the worker keeps the clock.
"""

import os
import sys
from collections.abc import Callable

from pgdesk.cli.server import debian_package
from pgdesk.cli.server.binaries import machine_binaries

_SECONDS = 60


def install_if_due(log: Callable[[str], None]) -> None:
    """PGDESK_DATABASE_URL, or a server that is no package: does nothing."""
    if os.environ.get("PGDESK_DATABASE_URL"):
        return
    binaries = machine_binaries()
    if binaries is None or binaries.has_pg_cron or not str(binaries.bin).startswith("/usr/lib/postgresql/"):
        return
    server = f"postgresql-{binaries.major}"
    debian_package.install_if_due(debian_package.Wanted((f"{server}-cron",), _SECONDS, beside=server), log)


if __name__ == "__main__":
    install_if_due(lambda line: print(line, file=sys.stderr))
