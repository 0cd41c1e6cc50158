"""Tells the database now and then which API tokens were used: a read writes nothing itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger()

#: Seconds that uses are gathered; the database notes a token at most once a minute.
_GATHER = 10.0


class Uses:
    def __init__(self, note: Callable[[list[bytes]], Awaitable[None]]) -> None:
        self._note = note
        self._used: set[bytes] = set()
        self._telling: asyncio.Task[None] | None = None

    def add(self, token_hash: bytes) -> None:
        self._used.add(token_hash)
        if self._telling is None:
            self._telling = asyncio.ensure_future(self._tell_later())

    async def stop(self) -> None:
        """Tells what is left."""
        if self._telling is not None:
            self._telling.cancel()
            await self._tell()

    async def _tell_later(self) -> None:
        await asyncio.sleep(_GATHER)
        await self._tell()

    async def _tell(self) -> None:
        used, self._used, self._telling = self._used, set(), None
        try:
            await self._note(list(used))
        except Exception as error:  # of no more use than a minute later
            log.warning("uses of API tokens could not be noted", problem=str(error).strip())
