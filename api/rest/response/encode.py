"""gzip for clients that accept it, in pieces, so that a large answer is never held twice."""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import AsyncIterator

#: Bytes. Smaller bodies fit one packet or nearly so.
LEAST = 1400
PIECE = 1 << 18
_FORBIDS = re.compile(r"(?:gzip|\*)\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")


def accepts_gzip(accept_encoding: str | None) -> bool:
    if accept_encoding is None:
        return False
    text = accept_encoding.lower()
    return ("gzip" in text or "*" in text) and _FORBIDS.search(text) is None


def pieces(body: bytes) -> list[memoryview]:
    view = memoryview(body)
    return [view[start : start + PIECE] for start in range(0, len(view), PIECE)]


async def gzipped(body: bytes) -> AsyncIterator[bytes]:
    """Large bodies are compressed off the event loop."""
    compressor = zlib.compressobj(level=1, wbits=31)
    for piece in pieces(body):
        made = (
            compressor.compress(piece)
            if len(body) <= PIECE
            else await asyncio.to_thread(compressor.compress, piece)
        )
        if made:
            yield made
    yield compressor.flush()
