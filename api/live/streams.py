"""The streams of a process: what each has been asked for, and what waits to be sent on it."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Iterable, Iterator

from pgdesk.api.errors import refusal
from pgdesk.api.live.messages import Message
from pgdesk.api.live.watcher import Watcher

#: Messages, and bytes of them, that wait for a slow reader; with more it is cut off, and may come back.
MOST_WAITING, MOST_BYTES = 1000, 1 << 20


class Stream:
    """`position` is what its reader resumes from: all that was told before is told.

    `is_all`: events of every ticket that the watcher sees, else of those joined.
    """

    def __init__(
        self, watcher: Watcher, position: str, tickets: Iterable[int], is_all: bool, expires_at: float
    ) -> None:
        self.watcher = watcher
        self.position = position
        self.tickets = set(tickets)
        self.is_all = is_all
        self.expires_at = expires_at
        #: Tickets of which it has not been told yet who is there.
        self.new_tickets = set(self.tickets)
        self.is_over = False
        self.is_cut = asyncio.Event()
        self._waiting: deque[Message | None] = deque()
        self._bytes = 0
        self._filled = asyncio.Event()

    def hears_of(self, ticket_id: int) -> bool:
        return self.is_all or ticket_id in self.tickets

    def tell(self, message: Message) -> None:
        if self.is_over or self.is_cut.is_set():
            return
        self._waiting.append(message)
        self._bytes += len(message.data)
        self._filled.set()
        if len(self._waiting) > MOST_WAITING or self._bytes > MOST_BYTES:
            self._waiting.clear()
            self.is_cut.set()

    def keep_alive(self) -> None:
        """Something is to be sent, that all between here and there see that it lives."""
        if not self._waiting:
            self._waiting.append(None)
            self._filled.set()

    def end(self, message: Message) -> None:
        """Its reader gets this one last."""
        self.tell(message)
        self.is_over = True

    async def take(self) -> list[Message | None]:
        """All that waits, as soon as something does; None: a sign of life. Empty at the end."""
        if not self._waiting and not self.is_over:
            self._filled.clear()
            await self._filled.wait()
        taken = list(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        return taken


class Streams:
    """All of a process, so many at most."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self._most, self._most_of_one = most, most_of_one
        self._open: set[Stream] = set()
        self._counts: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Stream]:
        return iter(list(self._open))

    def __len__(self) -> int:
        return len(self._open)

    def check_room(self) -> None:
        """Raises ApiError 503."""
        if len(self._open) >= self._most:
            raise refusal(
                503, "too many streams are open", hint="Try again soon.", headers=[("Retry-After", "10")]
            )

    def add(self, stream: Stream) -> None:
        """Raises ApiError 503, or 429 where this watcher has too many."""
        self.check_room()
        if self._counts[stream.watcher.counted_as] >= self._most_of_one:
            raise refusal(
                429,
                f"somebody watches in more than {self._most_of_one} places",
                code="PD166",
                hint="Close other windows, or share one stream between them.",
                headers=[("Retry-After", "30")],
            )
        self._counts[stream.watcher.counted_as] += 1
        self._open.add(stream)

    def remove(self, stream: Stream) -> None:
        if stream in self._open:
            self._open.remove(stream)
            self._counts[stream.watcher.counted_as] -= 1
            if not self._counts[stream.watcher.counted_as]:
                del self._counts[stream.watcher.counted_as]
