"""Agents who read and write through the proxy, and one who watches; what they notice."""

import contextlib
import itertools
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpx

from tests.soak.parts import House

_CLIENTS = 4
_TIMEOUT = 40.0
#: Seconds that an agent waits after an answer, and before trying again what failed.
_THINK, _AGAIN = 0.05, 0.2


class Answer(NamedTuple):
    """`status` 0: the connection broke."""

    began_at: float
    ended_at: float
    status: int

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


class Noticed(NamedTuple):
    requests: int
    failed: Counter[int]
    #: seconds
    longest: float
    #: seconds without any good answer
    silence: float
    #: how often a live stream ended, and for how many seconds there was none
    breaks: int
    dark: float


class Traffic:
    """While it flows; `tickets` are the keys of those that agents were told of."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._headers = {"Authorization": f"Bearer {house.tokens['agent']}"}
        self._is_over = threading.Event()
        self._answers: list[Answer] = []
        self._dark: list[tuple[float, float]] = []
        self._dark_since = time.monotonic()
        self._threads = [threading.Thread(target=self._ask) for _ in range(_CLIENTS)]
        self._threads.append(threading.Thread(target=self._watch))
        self.tickets: set[str] = set()

    def notice(self, begin: float, end: float) -> Noticed:
        """Of requests that were in work between the two instants."""
        found = [a for a in list(self._answers) if a.ended_at >= begin and a.began_at <= end]
        good = [begin, *sorted(a.ended_at for a in found if a.is_good), end]
        nights = [*self._dark, (self._dark_since, float("inf"))]
        dark = [(max(a, begin), min(b, end)) for a, b in nights if b > begin and a < end]
        return Noticed(
            len(found),
            Counter(a.status for a in found if not a.is_good),
            max((a.ended_at - a.began_at for a in found), default=0),
            max(after - before for before, after in itertools.pairwise(good)),
            len(dark),
            sum(b - a for a, b in dark),
        )

    def _ask(self) -> None:
        """Reads and writes by turns; a write that was not answered well is sent again under its key."""
        with httpx.Client(
            base_url=self._house.root, headers=self._headers, timeout=_TIMEOUT, trust_env=False
        ) as client:
            while not self._is_over.is_set():
                self._try(
                    client, "GET", "/rest/tickets?select=ticket_id,subject&order=ticket_id.desc&limit=20"
                )
                key = str(uuid.uuid4())
                body = {
                    "subject": f"soak {key}",
                    "requester_email": "soak@desk.example",
                    "idempotency_key": key,
                }
                while not self._is_over.is_set():
                    if self._try(client, "POST", "/rest/rpc/create_ticket", body):
                        self.tickets.add(key)
                        break
                    self._is_over.wait(_AGAIN)
                self._is_over.wait(_THINK)

    def _try(self, client: httpx.Client, method: str, path: str, body: object = None) -> bool:
        began = time.monotonic()
        try:
            status = client.request(method, path, json=body).status_code
        except httpx.TransportError:
            status = 0
        answer = Answer(began, time.monotonic(), status)
        self._answers.append(answer)
        return answer.is_good

    def _watch(self) -> None:
        """A page's live stream, which begins again half a second after it has ended."""
        with httpx.Client(base_url=self._house.root, headers=self._headers, trust_env=False) as client:
            while not self._is_over.is_set():
                with (
                    contextlib.suppress(httpx.TransportError),
                    client.stream("GET", "/live", timeout=20) as answer,
                ):
                    for line in answer.iter_lines():
                        if line == "event: Ready":
                            self._dark.append((self._dark_since, time.monotonic()))
                            self._dark_since = float("inf")
                        if self._is_over.is_set():
                            return
                self._dark_since = min(self._dark_since, time.monotonic())
                self._is_over.wait(0.5)

    def stop(self) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join(60)

    @contextmanager
    def flowing(self) -> Iterator["Traffic"]:
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self.stop()
