"""What pages of a browser context ask for, and what they complain of."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError, WebSocket

_LIVE = "/live"
_LOCAL = ("data", "blob", "about")


class Asked(NamedTuple):
    """kind: document, script, stylesheet, fetch, eventsource, image …; path: with its query."""

    kind: str
    method: str
    path: str


@dataclass
class Watch:
    """`allowed`: patterns of complaints that are no fault; `origins`: whom pages may ask."""

    origins: tuple[str, ...]
    allowed: tuple[str, ...]
    requests: list[Asked] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    #: What has been asked and not answered yet; live streams never are.
    waiting: set[Request] = field(default_factory=set)

    def begin(self, context: BrowserContext) -> None:
        context.on("request", self._note_request)
        context.on("requestfinished", self._note_end)
        context.on("requestfailed", self._note_end)
        context.on("console", self._note_console)
        context.on("weberror", self._note_error)
        context.on("page", lambda page: page.on("websocket", self._note_socket))

    def count(self, *kinds: str) -> int:
        """How many requests there were, of these kinds (all)."""
        return sum(1 for asked in self.requests if not kinds or asked.kind in kinds)

    def by_kind(self) -> Counter[str]:
        return Counter(asked.kind for asked in self.requests)

    def faults(self) -> list[str]:
        return [told for told in self.complaints if not any(re.search(known, told) for known in self.allowed)]

    def _note_request(self, request: Request) -> None:
        self._note(request.resource_type, request.method, request.url)
        if not urlsplit(request.url).path.startswith(_LIVE):
            self.waiting.add(request)

    def _note_end(self, request: Request) -> None:
        self.waiting.discard(request)

    def _note_socket(self, socket: WebSocket) -> None:
        self._note("websocket", "GET", socket.url)

    def _note(self, kind: str, method: str, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in _LOCAL:
            return
        self.requests.append(Asked(kind, method, parts.path + (f"?{parts.query}" if parts.query else "")))
        if f"{parts.scheme.replace('ws', 'http')}://{parts.netloc}" not in self.origins:
            self.complaints.append(f"another host is asked: {address}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _note_error(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")
