"""Pictures that mails name by URL, fetched for who reads them: senders learn not who that is or where."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Sequence
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import filetype

from pgdesk.api.outgoing import Outgoing
from pgdesk.settings import Network

#: What browsers show and nothing runs in; SVG is a program.
TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"}
_MOST_BYTES = 5 * 1024 * 1024
_REDIRECTS = 3
#: In all of the fetches of a process.
_AT_ONCE = 8
#: Of what is kept for the next reader, and how long, in seconds; that there is no picture, for less long.
_KEPT_BYTES = 32 * 1024 * 1024
_KEPT, _KEPT_MISSING = 3600.0, 60.0
#: That nothing is in what is kept costs something, too.
_ENTRY_BYTES = 1000
_HEADERS = {"Accept": ", ".join(sorted(TYPES)), "User-Agent": "pgdesk"}
_MOVED = {301, 302, 303, 307, 308}


def find_type(content: bytes) -> str | None:
    """The media type of a picture, by its first bytes; None: it is none that is shown."""
    kind = filetype.guess(content[:1024])
    return kind.mime if kind is not None and kind.mime in TYPES else None


class Pictures:
    """Those at public addresses, by https; in `allowed` networks, too, there by http if need be."""

    def __init__(self, allowed: Sequence[Network], within: float = 15.0) -> None:
        """within: seconds that one may take, wherever it leads."""
        self._outgoing = Outgoing(allowed, is_plain_allowed=bool(allowed), connections=_AT_ONCE)
        self._may_be_plain = bool(allowed)
        self._within = within
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._kept: OrderedDict[str, tuple[float, bytes | None]] = OrderedDict()
        self._kept_bytes = 0

    async def fetch(self, url: str) -> bytes | None:
        """The picture; None: there is none, it is too large, or it is somewhere private."""
        async with self._turns:
            ends_at, content = self._kept.get(url, (0.0, None))
            if ends_at > time.monotonic():
                return content
            try:
                async with asyncio.timeout(self._within):
                    content = await self._ask(url)
            except TimeoutError:
                content = None
        self._keep(url, content)
        return content

    async def _ask(self, url: str) -> bytes | None:
        """By https also where the mail says http, as browsers do."""
        secure = urlunsplit(urlsplit(url)._replace(scheme="https"))
        for address in (secure, url) if self._may_be_plain and secure != url else (secure,):
            try:
                found = await self._follow(address)
            except (OSError, ValueError):
                continue
            if found is not None:
                return found
        return None

    async def _follow(self, url: str) -> bytes | None:
        for _ in range(_REDIRECTS + 1):
            answer = await self._outgoing.send("GET", _ascii(url), _HEADERS, None, _MOST_BYTES + 1)
            if answer.status in _MOVED:
                url = urljoin(url, answer.headers.get("location", ""))
                continue
            is_shown = answer.status == 200 and len(answer.body) <= _MOST_BYTES and find_type(answer.body)
            return answer.body if is_shown else None
        return None

    def _keep(self, url: str, content: bytes | None) -> None:
        self._drop(url)
        ends_at = time.monotonic() + (_KEPT_MISSING if content is None else _KEPT)
        self._kept[url] = (ends_at, content)
        self._kept_bytes += _ENTRY_BYTES + len(content or b"")
        while self._kept_bytes > _KEPT_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, url: str) -> None:
        if url in self._kept:
            self._kept_bytes -= _ENTRY_BYTES + len(self._kept.pop(url)[1] or b"")


def _ascii(url: str) -> str:
    """As browsers send it: the host as IDNA, the rest in UTF-8 with percent signs. Raises ValueError."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(
        (
            parts.scheme,
            host + port,
            quote(parts.path, "/%:@!$&'()*+,;="),
            quote(parts.query, "/?%:@!$&'()*+,;="),
            "",
        )
    )
