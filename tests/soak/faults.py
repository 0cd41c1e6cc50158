"""Each part of profile scale is killed in turn while agents work; what they notice, and what is lost."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import psycopg

from tests.replica.losing import take_over, wait_for_standby
from tests.soak.parts import House, running_house
from tests.soak.traffic import Noticed, Traffic
from tests.waiting import until

#: Seconds for which a part's loss is watched, and the standby is gone.
_WATCHED, _GONE = 15.0, 8.0
_AGE = "SELECT coalesce(max(age), 0)::float FROM helpdesk.measure_queues()"
_WAITING = "SELECT coalesce(sum(waiting + delayed + in_work), 0)::int FROM helpdesk.measure_queues()"
_KEPT = "SELECT substr(subject, 6), count(*) FROM helpdesk.ticket WHERE subject LIKE 'soak %' GROUP BY 1"


class Fault(NamedTuple):
    name: str
    noticed: Noticed
    #: seconds that the oldest job has waited, at most
    oldest_job: float


class End(NamedTuple):
    told: int
    lost: int
    doubled: int


def _lose_primary(house: House) -> None:
    house.primary.kill()
    take_over(house.standby)
    house.point_pooler_at(house.standby)


def _revive_primary(house: House) -> None:
    house.primary.kill()
    house.primary.revive()


def _miss_standby(house: House) -> None:
    house.standby.kill()
    time.sleep(_GONE)
    house.standby.revive()


def _miss_waited_for_standby(house: House) -> None:
    wait_for_standby(house.primary)
    _miss_standby(house)
    until(lambda: house.primary.execute("SELECT sync_state FROM pg_stat_replication") == [("sync",)])


def _kill_workers(house: House) -> None:
    for number in (1, 2):
        house.parts[f"worker {number}"].kill()


_FAULTS: dict[str, Callable[[House], None]] = {
    "nothing": lambda house: None,
    "an api process is killed": lambda house: house.parts["api 1"].kill(),
    "an api process is told to end": lambda house: house.parts["api 2"].send(signal.SIGTERM),
    "a worker is killed": lambda house: house.parts["worker 1"].kill(),
    "both workers are killed": _kill_workers,
    "PgBouncer is killed": lambda house: house.parts["pooler"].kill(),
    "nginx is killed": lambda house: house.parts["proxy"].kill(),
    f"the standby is gone for {_GONE:.0f} s": _miss_standby,
    "the same, where commits wait for it": _miss_waited_for_standby,
    "Postgres is killed, and starts again": _revive_primary,
    "the primary is lost, the standby promoted": _lose_primary,
}


def run() -> Iterator[Fault | End]:
    """One fault after another, then the account."""
    with running_house() as house, Traffic(house).flowing() as traffic:
        until(lambda: len(traffic.tickets) > 20, 60)
        for name, harm in _FAULTS.items():
            house.wait()
            yield _watch(house, traffic, name, harm)
        traffic.stop()
        yield _count(house, traffic)


def _watch(house: House, traffic: Traffic, name: str, harm: Callable[[House], None]) -> Fault:
    ages, is_over, begin = [0.0], threading.Event(), time.monotonic()

    def sample() -> None:
        while not is_over.wait(0.5):
            for server in (house.primary, house.standby):
                with contextlib.suppress(psycopg.Error):
                    ((age,),) = server.execute(_AGE)
                    ages.append(float(str(age)))

    sampling = threading.Thread(target=sample)
    sampling.start()
    try:
        # Here, since servers end with the thread that starts them.
        harm(house)
        time.sleep(max(0, begin + _WATCHED - time.monotonic()))
    finally:
        is_over.set()
        sampling.join()
    return Fault(name, traffic.notice(begin, time.monotonic()), max(ages))


def _count(house: House, traffic: Traffic) -> End:
    until(lambda: house.standby.execute(_WAITING) == [(0,)], 180)
    kept = {str(key): int(str(times)) for key, times in house.standby.execute(_KEPT)}
    lost = traffic.tickets - kept.keys()
    return End(len(traffic.tickets), len(lost), sum(times > 1 for times in kept.values()))
