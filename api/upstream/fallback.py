"""PostgREST while it answers, the embedded server while it does not; nobody else knows which of them runs."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import httpx
import structlog

from pgdesk.api.asgi import Incoming, Receive, Scope, Send
from pgdesk.api.errors import NoAnswer
from pgdesk.api.upstream.proxy import Proxy, answer_instead

log = structlog.get_logger()

#: Seconds that PostgREST has to start; between two looks at it; for an answer to one look.
_START, _PERIOD, _PATIENCE = 5.0, 1.0, 2.0
#: So many looks in a row without an answer mean that it hangs.
_MISSED = 2


class WithFallback:
    """The embedded server starts when it is first needed, and stays ready from then on."""

    def __init__(self, proxy: Proxy, embedded: Any) -> None:
        self._proxy = proxy
        self._embedded = embedded
        self._is_up = False
        self._is_started = False
        self._starting = asyncio.Lock()
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await self._proxy.start()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_START):
                while not self._is_up:
                    self._is_up = await self._answers()
                    await asyncio.sleep(0 if self._is_up else 0.1)
        if not self._is_up:
            log.warning("PostgREST does not start: the embedded server answers /rest")
            await self._start_embedded()
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
        await self._proxy.stop()
        if self._is_started:
            await self._embedded.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_up:
            incoming = Incoming(scope, receive)
            try:
                await self._proxy.forward(scope, incoming, send)
                return
            except NoAnswer as error:
                if error.is_gone:
                    self._give_up(error.problem)
                if not error.is_repeatable:
                    await answer_instead(error, send)
                    return
                receive = incoming.again()
        await self._start_embedded()
        await self._embedded(scope, receive, send)

    async def _start_embedded(self) -> None:
        if self._is_started:
            return
        async with self._starting:
            if not self._is_started:
                await self._embedded.start()
                self._is_started = True

    async def _answers(self) -> bool:
        """Whether it serves: a PostgREST without its catalogue answers 503."""
        try:
            return await self._proxy.probe(_PATIENCE) < 500
        except httpx.HTTPError:
            return False

    async def _watch(self) -> None:
        missed = 0
        while True:
            await asyncio.sleep(_PERIOD)
            if not self._is_up:
                missed = 0
                await self._take_back()
                continue
            try:
                await self._proxy.probe(_PATIENCE)
                missed = 0
            except (httpx.ReadTimeout, httpx.ConnectTimeout):
                missed += 1
                if missed >= _MISSED:
                    self._give_up("it hangs")
            except httpx.HTTPError as error:
                self._give_up(str(error))

    async def _take_back(self) -> None:
        if await self._answers():
            self._is_up = True
            log.warning("PostgREST answers again")

    def _give_up(self, problem: str) -> None:
        """From now on the embedded server answers, also what waits for PostgREST and may be repeated."""
        if self._is_up:
            self._is_up = False
            log.warning("PostgREST does not answer: the embedded server does", problem=problem)
            self._proxy.abandon()
