"""A share of the database connections that some callers cannot exceed together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pgdesk.api.asgi import Message, Send
from pgdesk.api.errors import refusal

#: Seconds that a request waits for its turn, and how many may wait for each one that has it.
_WAIT, _WAITING = 2.0, 16


class Turns:
    """`most` requests at a time; the others wait, and are refused where too many do."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._free = asyncio.Semaphore(most)
        self._waiting = 0

    @asynccontextmanager
    async def turn(self, send: Send) -> AsyncIterator[Send]:
        """It ends when the answer begins: all rows have been read, and a client may be slow to take them."""
        await self._take()
        is_over = False

        async def sending(message: Message) -> None:
            nonlocal is_over
            if not is_over:
                is_over = True
                self._free.release()
            await send(message)

        try:
            yield sending
        finally:
            if not is_over:
                self._free.release()

    async def _take(self) -> None:
        if self._free.locked() and self._waiting >= self._most * _WAITING:
            raise _too_many()
        self._waiting += 1
        try:
            async with asyncio.timeout(_WAIT):
                await self._free.acquire()
        except TimeoutError:
            raise _too_many() from None
        finally:
            self._waiting -= 1


def _too_many() -> Exception:
    return refusal(
        503,
        "too many requests without a token at a time",
        hint="Try again soon.",
        headers=[("Retry-After", "2")],
    )
