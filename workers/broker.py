"""The queue: dramatiq-postgres on the database, as login worker."""

import dramatiq
from dramatiq.middleware import AgeLimit
from dramatiq_postgres import PostgresBroker
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from pgdesk.workers.logged import Logged


def make_broker(dsn: str, pool_size: int = 8) -> PostgresBroker:
    """A broker on `dsn` (a libpq connection string of login worker); connects on first use."""
    pool = ConnectionPool(
        kwargs={**conninfo_to_dict(dsn), "application_name": "pgdesk worker"},
        min_size=0,
        max_size=pool_size,
        open=True,
        check=ConnectionPool.check_connection,
    )
    broker = PostgresBroker(pool=pool, results=False)
    broker.add_middleware(Logged(), before=AgeLimit)
    return broker


def fit_pool(broker: PostgresBroker, threads: int) -> None:
    """Connections for all that it does at a time: of each queue two wait for messages, one of them for what
    is tried again later, and its threads end theirs; one listens.
    """
    queues = len(broker.get_declared_queues())
    broker.pool.resize(0, queues * (2 + threads) + 1)


def use_broker(dsn: str, pool_size: int = 8) -> PostgresBroker:
    """Makes the broker the one that actors declare themselves to; call it before importing any actor."""
    broker = make_broker(dsn, pool_size)
    dramatiq.set_broker(broker)
    return broker
