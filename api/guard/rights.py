"""Which role may write what, as the database grants it: known before a body is read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from urllib.parse import unquote

import structlog

log = structlog.get_logger()

#: Role → `POST tickets`, `POST rpc/reply` …
Rights = dict[str, frozenset[str]]

#: Where all that exists is listed, whoever may write it.
_ALL = ""

#: Seconds. Rights that were read longer ago refuse nobody.
_FRESH = 1.0


class WriteRights:
    """Read when somebody would be refused, so that a new grant counts at once."""

    def __init__(self, load: Callable[[], Awaitable[Rights]]) -> None:
        self._load = load
        self._known: Rights = {}
        self._loaded_at = float("-inf")
        self._loading = asyncio.Lock()

    async def may(self, role: str, method: str, target: str) -> bool:
        """False where the database would refuse; what it does not know, it will say itself."""
        target = unquote(target)
        # A row that is there is saved by POST or PUT, too, by who may only change rows.
        verbs = ("POST", "PATCH") if method in ("POST", "PUT") else (method,)
        rights = {f"{verb} {target}" for verb in verbs}
        if rights.isdisjoint(self._known.get(role, ())):
            await self._refresh()
        known = self._known
        return role not in known or not rights.isdisjoint(known[role]) or target not in known.get(_ALL, ())

    async def _refresh(self) -> None:
        """Who comes while it is read waits for it."""
        async with self._loading:
            if time.monotonic() - self._loaded_at <= _FRESH:
                return
            try:
                self._known = await self._load()
            except Exception as error:  # without a database it will say so itself
                log.warning("rights could not be read", problem=str(error).strip())
            self._loaded_at = time.monotonic()
