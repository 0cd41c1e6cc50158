"""Primaries that are killed while agents write, each followed by its standby; which tickets are gone."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from pgdesk.cli import demo_data
from tests.replica.losing import Loss, lose_at_random, wait_for_standby
from tests.replica.pair import running_primary, running_standby

_TICKETS = 300


def lose(times: int, *, is_synchronous: bool) -> Iterator[Loss]:
    """One loss after another, of a primary that was the standby before."""
    dice = random.Random()
    with ExitStack() as stack:
        room = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pgdesk-soak-", dir="/var/tmp")))
        room.chmod(0o755)
        primary = stack.enter_context(running_primary(room))
        demo_data.load(primary.dsn(), _TICKETS)
        for number in range(times):
            standby = stack.enter_context(running_standby(primary, room / f"standby-{number}"))
            if is_synchronous:
                wait_for_standby(primary)
            yield lose_at_random(primary, standby, dice)
            primary = standby
