"""Passwords and their argon2id hashes (RFC 9106), made and checked in threads, a few at a time."""

from __future__ import annotations

import asyncio
import base64
import os
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pgdesk.api.errors import refusal
from pgdesk.settings import Settings

#: How many wait for each one that is worked on; more are refused.
_WAITING = 16
_NICE = 10

T = TypeVar("T")


class Passwords:
    """Memory is bounded: PGDESK_PASSWORD_THREADS times PGDESK_PASSWORD_MEMORY_MB."""

    def __init__(self, settings: Settings) -> None:
        memory, passes = settings.password_memory_mb * 1024, settings.password_passes
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1)
        #: Checked where nobody has the address, so that it takes as long; no password gives it.
        self.decoy = f"$argon2id$v=19$m={memory},t={passes},p=1${_random(16)}${_random(32)}"
        self._threads = ThreadPoolExecutor(settings.password_threads, "password", _give_way)
        self._most = settings.password_threads * (1 + _WAITING)
        self._working = 0

    async def match(self, hashed: str | None, password: str) -> bool:
        """Never where `hashed` is None: nobody has the address. Raises ApiError 503 where too many wait."""
        return await self.in_thread(lambda: self._is_of(hashed or self.decoy, password))

    async def hash(self, password: str) -> str:
        """Raises ApiError 503 where too many wait."""
        return await self.in_thread(lambda: self.hash_at_once(password))

    def hash_at_once(self, password: str) -> str:
        return self._hasher.hash(_normal(password))

    def is_outdated(self, hashed: str) -> bool:
        """Whether it was made with other parameters than those in force."""
        return self._hasher.check_needs_rehash(hashed)

    def _is_of(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, _normal(password))
        except (VerificationError, InvalidHashError):
            return False

    async def in_thread(self, work: Callable[[], T]) -> T:
        if self._working >= self._most:
            raise refusal(
                503, "too many sign in at a time", hint="Try again soon.", headers=[("Retry-After", "5")]
            )
        self._working += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._working -= 1


def _give_way() -> None:
    """Who guesses passwords gets what requests leave of the processors: Linux has priorities of threads."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def _normal(password: str) -> str:
    """One way to write what keyboards write in several (RFC 8265, section 4.2.2)."""
    return unicodedata.normalize("NFC", password)


def _random(size: int) -> str:
    return base64.b64encode(os.urandom(size)).rstrip(b"=").decode()
