"""The primary is lost, the standby takes over: docs/replica.md."""

import random
import signal
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.errors import PgdeskError
from tests.cli.conftest import make_room
from tests.replica.conftest import Pair
from tests.replica.losing import lose_at_random, take_over, tickets, wait_for_standby
from tests.replica.pair import Server, catch_up, running_standby
from tests.replica.writing import Agent
from tests.waiting import until


def _sender(primary: Server) -> psutil.Process:
    ((pid,),) = primary.execute("SELECT pid FROM pg_stat_replication")
    return psutil.Process(int(str(pid)))


def test_what_was_told_is_kept_where_commits_wait_for_the_standby(pair: Pair) -> None:
    first, second = pair
    with pytest.raises(PgdeskError, match="database pgdesk is a standby: deploy to its primary"):
        migrate(second.dsn())
    catch_up(first, second)
    _sender(first).send_signal(signal.SIGSTOP)
    lost = Agent(first).open_ticket()
    first.kill()
    take_over(second)
    assert lost not in tickets(second), "told, and lost: no commit waited"

    with make_room() as room, running_standby(second, room / "third") as third, ThreadPoolExecutor(1) as pool:
        wait_for_standby(second)
        agent, sender = Agent(second), _sender(second)
        sender.send_signal(signal.SIGSTOP)
        opening = pool.submit(agent.open_ticket)
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        until(lambda: second.execute(waiting) == [(1,)])
        assert not opening.done(), "nobody is told before the standby has it"
        sender.send_signal(signal.SIGCONT)
        assert opening.result(30)
        agent.connection.close()
        loss = lose_at_random(second, third, random.Random())
        assert loss.told
        assert not loss.lost
        known = tickets(third)
        assert Agent(third).open_ticket() > max(known)
