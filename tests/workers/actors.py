"""The actors that a worker process has."""

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from typing import Any

import dramatiq

from pgdesk import workers
from pgdesk.workers.__main__ import NO_ACTORS
from pgdesk.workers.broker import make_broker


@contextmanager
def declared() -> Iterator[dict[str, dramatiq.Actor[Any, Any]]]:
    """By name, declared to a broker that never connects."""
    before = dramatiq.broker.global_broker
    broker = make_broker("host=127.0.0.1 port=1 dbname=none")
    dramatiq.set_broker(broker)
    try:
        for module in pkgutil.iter_modules(workers.__path__):
            if module.name not in NO_ACTORS:
                spec = find_spec(f"pgdesk.workers.{module.name}")
                assert spec is not None
                assert spec.loader is not None
                spec.loader.exec_module(module_from_spec(spec))
        yield broker.actors
    finally:
        dramatiq.broker.global_broker = before
        broker.close()
        broker.pool.close()
