"""A primary that is lost while agents write, and its standby that takes over as docs/replica.md has it."""

import random
import re
import time
from typing import NamedTuple

from pgdesk.cli.deploy.migrate import migrate
from tests.replica.pair import PAGE, Server, block, catch_up
from tests.replica.writing import writing
from tests.waiting import until

_LONGEST = 1.0


class Loss(NamedTuple):
    """Tickets whose commit agents were told of, and those of them that nobody has any more."""

    told: int
    lost: set[int]


def wait_for_standby(primary: Server) -> None:
    """From now on a commit is told once the standby has it: the page's setting."""
    for statement in block("sql").splitlines():
        primary.execute(statement)
    until(lambda: primary.execute("SELECT sync_state FROM pg_stat_replication") == [("sync",)])


def lose_at_random(primary: Server, standby: Server, dice: random.Random) -> Loss:
    """Kills the primary at some moment of much writing, and promotes the standby."""
    catch_up(primary, standby)
    with writing(primary, agents=4) as told:
        until(lambda: told.tickets)
        time.sleep(dice.uniform(0, _LONGEST))
        primary.kill()
    assert len(told.errors) == 4
    take_over(standby)
    return Loss(len(told.tickets), told.tickets - tickets(standby))


def take_over(standby: Server) -> None:
    """Steps 2 and 4 of the page."""
    assert re.search(r"^2\. .*`SELECT pg_promote\(\)`", PAGE, re.M)
    assert standby.execute("SELECT pg_promote()") == [(True,)]
    assert not migrate(standby.dsn()), "nothing is to be deployed"


def tickets(server: Server) -> set[int]:
    return {int(str(ticket)) for (ticket,) in server.execute("SELECT ticket_id FROM helpdesk.ticket")}
