"""What browsers are given under setting route_prefix: one page for all routes of the app, and its files.

Programs are given JSON at the same addresses (aliases.py).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from pgdesk.api.asgi import App, Receive, Scope, Send, refuse
from pgdesk.api.errors import refusal
from pgdesk.api.web.accepts import wants_page
from pgdesk.api.web.answers import answering
from pgdesk.api.web.built import EMBEDDED, FOLDER, HASHED, INDEX, Content, read_files
from pgdesk.api.web.frame import HOW_TO_BUILD, NOT_BUILT, Frame, fill, say_not_built
from pgdesk.api.web.headers import file_headers, page_headers

log = structlog.get_logger()

#: A changed setting is in force after this many seconds.
_RELOAD_SECONDS = 30.0
#: Never pages: what is posted to, and what other sites' pages ask.
_OTHERS = ("inbound/", "widget/")
_NOT_KEPT = [("Cache-Control", "no-store")]


class Site:
    """Knows its files from the start, and asks now and then for the settings. All is under `root`."""

    def __init__(self, load: Callable[[], Awaitable[Frame]], folder: Path = FOLDER) -> None:
        self._load = load
        self._loaded_at = float("-inf")
        self._loading: asyncio.Task[None] | None = None
        files = read_files(folder)
        index = files.pop(INDEX, None)
        self._index = index.codings["identity"].decode() if index else None
        self._files = {
            name: answering(content, file_headers(name), b"accept-encoding")
            for name, content in files.items()
        }
        self.root, self._page = self._prepare(Frame())

    async def name(self, path: str) -> str | None:
        """The path below the root; None: it is elsewhere."""
        await self._refresh()
        if path != self.root and not path.startswith(f"{self.root}/"):
            return None
        return path[len(self.root) + 1 :]

    def find(self, scope: Scope, name: str) -> App | None:
        """What answers this request, if a page of the app or one of its files does."""
        if scope["method"] not in ("GET", "HEAD") or name.startswith(_OTHERS):
            return None
        if (file := self._files.get(name)) is not None:
            return file
        if name.startswith(HASHED + EMBEDDED):
            return _refuse_gone if self._index else _refuse_unbuilt
        return self._page if wants_page(scope) else None

    async def place(self, name: str) -> str:
        """The path of a page."""
        await self._refresh()
        return f"{self.root}/{name}"

    async def _refresh(self) -> None:
        """Only the first requests wait for it."""
        if time.monotonic() - self._loaded_at > _RELOAD_SECONDS:
            is_first = self._loading is None
            self._loaded_at = time.monotonic()
            self._loading = asyncio.ensure_future(self._reload())
            if is_first:
                await asyncio.shield(self._loading)

    async def _reload(self) -> None:
        try:
            frame = await self._load()
        except Exception as error:  # without a database it stays as it was
            log.warning("the settings of the pages could not be read", problem=str(error).strip())
        else:
            self.root, self._page = self._prepare(frame)

    def _prepare(self, frame: Frame) -> tuple[str, App]:
        """The path that all pages are under, and their answer."""
        text = say_not_built() if self._index is None else fill(self._index, frame)
        content = Content.of(INDEX, text.encode())
        status, kept = (503, b"no-store") if self._index is None else (200, b"no-cache")
        return f"/{frame.prefix}", answering(content, page_headers(kept), b"accept, authorization", status)


async def _refuse_gone(scope: Scope, receive: Receive, send: Send) -> None:
    """To a page that was open while others were built."""
    await refuse(refusal(404, hint="Load the page again.", headers=_NOT_KEPT), send)


async def _refuse_unbuilt(scope: Scope, receive: Receive, send: Send) -> None:
    await refuse(refusal(503, NOT_BUILT, hint=HOW_TO_BUILD, headers=_NOT_KEPT), send)
