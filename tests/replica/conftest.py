"""A pair of servers for a module."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from pgdesk.cli import demo_data
from tests.cli.conftest import make_room
from tests.replica.pair import Server, catch_up, running_primary, running_standby

TICKETS = 300


class Pair(NamedTuple):
    primary: Server
    standby: Server


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """With TICKETS tickets of demo data."""
    with make_room() as room, running_primary(room) as primary:
        demo_data.load(primary.dsn(), TICKETS)
        with running_standby(primary, room / "standby") as standby:
            catch_up(primary, standby)
            yield Pair(primary, standby)
