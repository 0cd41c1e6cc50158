"""Waiting for what another process or thread does."""

import contextlib
import time
from collections.abc import Callable


def until(
    condition: Callable[[], object],
    seconds: float = 30,
    tell: Callable[[], str] = lambda: "it did not happen",
) -> None:
    """Asks until `condition` holds (an OSError: not yet); after `seconds` fails with what `tell` says."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError):
            if condition():
                return
        assert time.monotonic() < deadline, tell()
        time.sleep(0.02)
