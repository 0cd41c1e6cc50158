"""Agents who open tickets, and remember what they were told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from tests.replica.pair import Server

_ACT = "SET LOCAL ROLE agent; SELECT set_config('request.jwt.claims', '{}', true)"
_OPEN = """
    SELECT t.ticket_id FROM api.create_ticket(
        subject => 'Written beside others',
        requester_email => 'writer@replica.example',
        idempotency_key => gen_random_uuid()::text
    ) AS t
"""
_AGENT = "SELECT min(person_id) FROM helpdesk.person WHERE role = 'agent' AND is_active"


class Agent:
    """A connection as the API has it."""

    def __init__(self, server: Server) -> None:
        ((person,),) = server.execute(_AGENT)
        claims = json.dumps({"role": "agent", "aud": "pgdesk", "exp": 4102444800, "person_id": person})
        self._act = _ACT.format(claims)
        self.connection = psycopg.connect(server.dsn("authenticator"))

    def open_ticket(self) -> int:
        """Its number, once it is committed."""
        with self.connection.transaction():
            self.connection.execute(self._act.encode())
            row = self.connection.execute(_OPEN).fetchone()
        assert row is not None
        return int(row[0])


@dataclass
class Told:
    """Numbers of tickets whose commit was answered, and what agents were told last."""

    tickets: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)


@contextmanager
def writing(server: Server, agents: int = 2) -> Iterator[Told]:
    """While the block runs, each agent opens one ticket after another; one ends with its connection."""
    told, is_over = Told(), threading.Event()

    def write(agent: Agent) -> None:
        try:
            while not is_over.is_set():
                told.tickets.add(agent.open_ticket())
        except psycopg.OperationalError as problem:
            told.errors.append(str(problem))
        finally:
            agent.connection.close()

    threads = [threading.Thread(target=write, args=(Agent(server),)) for _ in range(agents)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        is_over.set()
        for thread in threads:
            thread.join(60)
