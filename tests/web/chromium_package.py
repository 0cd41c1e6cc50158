"""Finds Chromium; installs Debian's package where that is welcome: `python -m tests.web.chromium_package`."""

import shutil
import sys
from collections.abc import Callable

from pgdesk.cli.server.debian_package import Wanted, install_if_due

#: Some hundred megabytes. Without any font Chromium draws no text.
_PACKAGE = Wanted(("chromium", "fonts-liberation"), 180)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)


def install_chromium(log: Callable[[str], None]) -> None:
    if find_chromium() is None:
        install_if_due(_PACKAGE, log)


if __name__ == "__main__":
    install_chromium(lambda line: print(line, file=sys.stderr))
