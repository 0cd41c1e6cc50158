"""Bodies of requests: bounded each and together, and read no longer than their limit allows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pgdesk.api.asgi import Receive, read_body
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.guard.limits import Limits

#: What takes long to decode although it is short: objects and the quotes of keys and texts, lines and fields.
_MOST_OBJECTS, _MOST_QUOTES, _MOST_LINES, _MOST_FIELDS = 100_000, 400_000, 100_000, 2_000_000
_CLOSING = [("Connection", "close")]
_SOON = [*_CLOSING, ("Retry-After", "2")]


class Bodies:
    """The bodies that a process holds at a time, `most` bytes of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0

    @asynccontextmanager
    async def read(self, receive: Receive, length: int | None, limits: Limits) -> AsyncIterator[bytes | None]:
        """The body, held until the end of the context; None where the client left. Raises ApiError."""
        if length is not None and length > limits.body:
            raise _too_large(limits.body)
        size = 0

        def hold(chunk: bytes) -> None:
            nonlocal size
            size += len(chunk)
            self._held += len(chunk)
            if size > limits.body:
                raise _too_large(limits.body)
            if self._held > self._most:
                raise _too_many_bodies()

        try:
            try:
                async with asyncio.timeout(limits.seconds):
                    body = await read_body(receive, hold)
            except TimeoutError:
                raise refusal(408, "the body came too slowly", headers=_CLOSING) from None
            yield body
        finally:
            self._held -= size


def check_shape(body: bytes, content_type: bytes) -> None:
    """Raises ApiError for what would take long to decode; a count of its marks is enough to know that."""
    if content_type.startswith(b"text/csv"):
        is_too_much = body.count(b"\n") > _MOST_LINES or body.count(b",") > _MOST_FIELDS
    elif content_type.startswith(b"application/x-www-form-urlencoded"):
        is_too_much = body.count(b"=") > _MOST_LINES or body.count(b"&") > _MOST_LINES
    else:
        quotes = body.count(b'"') - body.count(b'\\"')
        is_too_much = body.count(b"{") > _MOST_OBJECTS or quotes > _MOST_QUOTES
    if is_too_much:
        raise refusal(413, "the body has too many rows or keys", hint="Send fewer rows at a time.")


def _too_many_bodies() -> ApiError:
    return refusal(503, "too many large bodies are being sent", hint="Try again soon.", headers=_SOON)


def _too_large(most: int) -> ApiError:
    return refusal(
        413, f"the body is larger than {most // 1_000_000} MB", hint="Send less at a time.", headers=_CLOSING
    )
