"""Counts of requests, in memory of a fixed size that processes may share.

A table of buckets of four; a new key takes the place of the one in its bucket whose window is over first.
Nothing is locked: two processes that count the same key in the same instant may count once.
"""

from __future__ import annotations

import mmap
import os
import struct
import time

_SLOT = struct.Struct("=QdQ")
_IN_BUCKET = 4
_BUCKET = struct.Struct("=" + "QdQ" * _IN_BUCKET)
#: Of a table: for 65,536 keys, 1.5 MB.
_BUCKETS = 1 << 14
SIZE = _BUCKETS * _BUCKET.size


class Counts:
    """Keys are numbers of 64 bits that say nothing else, as a keyed hash makes them; 0 is none."""

    def __init__(self, memory: mmap.mmap, offset: int = 0) -> None:
        self._memory = memory
        self._offset = offset

    def take(self, key: int, seconds: int) -> tuple[int, float]:
        """Counts one: how many there are in the window, with it, and the seconds until the window is over."""
        now = time.monotonic()
        start = self._offset + (key % _BUCKETS) * _BUCKET.size
        bucket = _BUCKET.unpack_from(self._memory, start)
        place, soonest = 0, float("inf")
        for number in range(_IN_BUCKET):
            known, until, count = bucket[number * 3 : number * 3 + 3]
            if known == key:
                # Longer than its window: it was made by another policy.
                if now < until <= now + seconds:
                    _SLOT.pack_into(self._memory, start + number * _SLOT.size, key, until, count + 1)
                    return count + 1, until - now
                place = number
                break
            if until < soonest:
                place, soonest = number, until
        _SLOT.pack_into(self._memory, start + place * _SLOT.size, key, now + seconds, 1)
        return 1, float(seconds)


def open_memory(path: str, size: int) -> mmap.mmap:
    """The file at `path`, for processes that share it; without a path memory of our own."""
    if not path:
        return mmap.mmap(-1, size)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.ftruncate(descriptor, size)
        return mmap.mmap(descriptor, size)
    finally:
        os.close(descriptor)
