"""Functions of one's own that hear of events, in modules that PGDESK_SUBSCRIBERS names:

    from pgdesk.workers.subscribers import Event, on

    @on("ticket_created", "ticket_reopened")
    def tell_the_pager(event: Event) -> None: ...

Each hears of every event of its kinds at least once, in the order of their ids as far as they are committed:
one that raises is told again after a while, and of nothing later before. What it does must bear being done
twice.
"""

import importlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import psycopg
import structlog

#: Events that are told in one transaction, which remembers that they were.
_TOGETHER = 20
#: Seconds until it looks without a notice; between two tries of a function that raises.
_LOOKS_EVERY, _SHORTEST, _LONGEST = 5.0, 1.0, 600.0

log = structlog.get_logger()


class Event(msgspec.Struct, frozen=True):
    """A row of helpdesk.event; `at` as ISO 8601."""

    event_id: int
    ticket_id: int
    kind: str
    at: str
    actor_id: int | None
    actor_role: str
    impersonator_id: int | None
    message_id: int | None
    payload: dict[str, Any]


Function = Callable[[Event], object]


@dataclass(frozen=True)
class Subscriber:
    """By its name the database knows how far it is."""

    name: str
    kinds: tuple[str, ...]
    function: Function


_subscribers: dict[str, Subscriber] = {}


def on(*kinds: str) -> Callable[[Function], Function]:
    """The function hears of events of these kinds, rows of /rest/event_kinds, from its first start on."""

    def subscribe(function: Function) -> Function:
        name = f"{function.__module__}.{function.__qualname__}"
        _subscribers[name] = Subscriber(name, kinds, function)
        return function

    return subscribe


def load(modules: str) -> list[Subscriber]:
    """Imports the modules, comma-separated; all that they subscribe."""
    for module in filter(None, map(str.strip, modules.split(","))):
        importlib.import_module(module)
    return list(_subscribers.values())


class Telling:
    """A thread a subscriber, so that none waits for another."""

    def __init__(self, dsn: str, subscribers: list[Subscriber]) -> None:
        self._dsn = dsn
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(one,), name=one.name, daemon=True) for one in subscribers
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Waits for what they are at."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _run(self, subscriber: Subscriber) -> None:
        wait = _SHORTEST
        while not self._stopping.is_set():
            try:
                with psycopg.connect(
                    self._dsn, autocommit=True, application_name="pgdesk subscriber"
                ) as connection:
                    connection.execute("LISTEN pgdesk_events")
                    while not self._stopping.is_set():
                        if not tell(connection, subscriber):
                            next(connection.notifies(timeout=_LOOKS_EVERY, stop_after=1), None)
                        wait = _SHORTEST
            except Exception as problem:  # of the function, whatever it is; or of the database
                log.error("subscriber failed", subscriber=subscriber.name, problem=str(problem).strip())
                self._stopping.wait(wait)
                wait = min(2 * wait, _LONGEST)


def tell(connection: psycopg.Connection[Any], subscriber: Subscriber) -> bool:
    """The next events; whether there were some. Raises what the function raises; those before are noted."""
    failure: Exception | None = None
    with connection.transaction():
        row = connection.execute(
            "SELECT helpdesk.begin_telling(%s, %s, %s)", (subscriber.name, list(subscriber.kinds), _TOGETHER)
        ).fetchone()
        told = None
        events = msgspec.convert(row[0] or [] if row else [], list[Event])
        for event in events:
            try:
                subscriber.function(event)
            except Exception as problem:
                failure = problem
                break
            told = event.event_id
        if told is not None:
            connection.execute("SELECT helpdesk.end_telling(%s, %s)", (subscriber.name, told))
    if failure is not None:
        raise failure
    return bool(events)
