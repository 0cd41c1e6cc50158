"""Passwords and their argon2id hashes (RFC 9106), made and checked in processes beside, a few at a time."""

from __future__ import annotations

import asyncio
import base64
import os
import queue
import subprocess
import sys
import time
import unicodedata
import weakref
from concurrent.futures import ThreadPoolExecutor

import msgspec
from argon2 import PasswordHasher

from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.login.hashing import Done, Work, do
from pgdesk.settings import Settings

#: How many wait for each one that is worked on; more are refused.
_WAITING = 16
#: Seconds after which who waits is refused, too.
_PATIENCE = 10.0
#: glibc's: a quarter of the time of a hash goes by in the kernel where each takes and gives back its memory.
_KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "1073741824"}


class Passwords:
    """Memory is bounded: PGDESK_PASSWORD_PROCESSES times PGDESK_PASSWORD_MEMORY_MB."""

    def __init__(self, settings: Settings, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._memory, self._passes = settings.password_memory_mb * 1024, settings.password_passes
        self._hasher = PasswordHasher(self._passes, self._memory, parallelism=1)
        #: Checked where nobody has the address, so that it takes as long; no password gives it.
        self.decoy = f"$argon2id$v=19$m={self._memory},t={self._passes},p=1${_random(16)}${_random(32)}"
        processes = settings.password_processes
        self._helpers: queue.SimpleQueue[Helper] = queue.SimpleQueue()
        for _ in range(processes):
            self._helpers.put(Helper())
        #: That write to the helpers and wait for them.
        self._threads = ThreadPoolExecutor(processes, "password")
        self._most = processes * (1 + _WAITING)
        self._working = 0

    def require_room(self) -> None:
        """Raises ApiError 503 where too many wait: before anything else is done for one more."""
        if self._working >= self._most:
            raise _too_many()

    async def match(self, hashed: str | None, password: str) -> bool:
        """Never where `hashed` is None: nobody has the address. Raises ApiError 503 where too many wait."""
        return (await self._let_do(Work(_normal(password), hashed or self.decoy))).is_right

    async def hash(self, password: str) -> str:
        """Raises ApiError 503 where too many wait."""
        done = await self._let_do(self._hashing(password))
        if done.hashed is None:
            raise _too_many()
        return done.hashed

    def hash_at_once(self, password: str) -> str:
        """In this process."""
        return do(self._hashing(password)).hashed or ""

    def is_outdated(self, hashed: str) -> bool:
        """Whether it was made with other parameters than those in force."""
        return self._hasher.check_needs_rehash(hashed)

    def _hashing(self, password: str) -> Work:
        return Work(_normal(password), passes=self._passes, memory_kb=self._memory)

    async def _let_do(self, work: Work) -> Done:
        self.require_room()
        self._working += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, self._ask, work, time.monotonic() + self._patience
            )
        finally:
            self._working -= 1

    def _ask(self, work: Work, deadline: float) -> Done:
        if time.monotonic() > deadline:
            raise _too_many()
        helper = self._helpers.get()
        try:
            return helper.ask(work)
        except OSError:
            raise _too_many() from None
        finally:
            self._helpers.put(helper)


class Helper:
    """A process of hashing.py, started when it is first needed and again where it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, work: Work) -> Done:
        """Raises OSError where it dies of this work."""
        if self._process is None or self._process.poll() is not None:
            self._process = _start()
            weakref.finalize(self, _end, self._process)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(work) + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            raise BrokenPipeError
        return msgspec.json.decode(line, type=Done)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None


def _start() -> subprocess.Popen[bytes]:
    """-P: files of the current folder are no modules. It sees none of our environment, where secrets are."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "pgdesk.api.login.hashing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        env=_KEEP_MEMORY,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def _too_many() -> ApiError:
    return refusal(503, "too many sign in at a time", hint="Try again soon.", headers=[("Retry-After", "5")])


def _normal(password: str) -> str:
    """One way to write what keyboards write in several (RFC 8265, section 4.2.2)."""
    return unicodedata.normalize("NFC", password)


def _random(size: int) -> str:
    return base64.b64encode(os.urandom(size)).rstrip(b"=").decode()
