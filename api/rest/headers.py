"""The headers of a request, read once for all requests that send the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

#: Those that decide how a request is planned.
SHAPING = frozenset({"accept", "prefer", "range", "content-type", "accept-profile", "content-profile"})

#: Bytes. Larger sets are read anew each time, so that the cache stays small.
CACHED_SIZE = 4096

RawHeaders = tuple[tuple[bytes, bytes], ...]


class Headers:
    """Names in lower case. Of a repeated header `get` gives the first, the database sees the last."""

    __slots__ = ("_first", "as_json", "cookies", "pairs", "shape")

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = tuple(pairs)
        self._first = dict(reversed(pairs))
        self.shape = tuple(f"{name}:{value}" for name, value in pairs if name in SHAPING)
        self.as_json = msgspec.json.encode({name: value for name, value in pairs if name != "cookie"})
        self.cookies = msgspec.json.encode(_cookies(value for name, value in pairs if name == "cookie"))

    def get(self, name: str) -> str | None:
        return self._first.get(name)

    def joined(self, name: str) -> str:
        return ", ".join(value for key, value in self.pairs if key == name)


def _cookies(headers: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in headers:
        for part in header.split(";"):
            name, equals, text = part.strip().partition("=")
            if name or equals:
                found[name] = text
    return found


def read_headers(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    pairs = tuple(raw)
    size = sum(len(name) + len(value) for name, value in pairs)
    return (_cached if size <= CACHED_SIZE else _read)(pairs)


def _read(raw: RawHeaders) -> Headers:
    return Headers([(name.decode("latin-1").lower(), text(value)) for name, value in raw])


_cached = lru_cache(maxsize=1024)(_read)


def text(raw: bytes) -> str:
    """UTF-8, or else Latin-1."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
