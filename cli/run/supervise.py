"""Keeps the api and worker processes running until a signal ends them all.

Own code, since honcho ends all when one ends: here it is started again, or left out where it is optional.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.server.process import dying_with_parent, port_is_free

_QUICK_DEATHS = 5
_QUICK = 10.0
_STOP_WITHIN = 15.0
_LONGEST_PAUSE = 30.0


@dataclass
class Part:
    """One child process. Without an optional one the others go on."""

    name: str
    command: Sequence[str]
    is_optional: bool = False
    #: variables of our own environment that it must not see
    hidden: frozenset[str] = frozenset()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_deaths: int = 0
    #: when it is started again after its end
    due_at: float | None = None

    def start(self, environment: Mapping[str, str]) -> None:
        self.started_at = time.monotonic()
        self.due_at = None
        self.process = subprocess.Popen(
            self.command,
            env={name: value for name, value in environment.items() if name not in self.hidden},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=dying_with_parent(signal.SIGTERM),
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def python_part(name: str, module: str) -> Part:
    """`python -m MODULE`; -P: files of the current folder are no modules."""
    return Part(name, [sys.executable, "-P", "-m", module])


@dataclass
class Supervisor:
    """Starts the parts, restarts one that died, gives up on one that keeps dying."""

    environment: Mapping[str, str]
    log: Callable[[str], None]
    parts: list[Part] = field(default_factory=list)
    #: Starts the database's server again where it has ended; whether it had.
    revive: Callable[[], bool] | None = None
    _revived: int = 0
    _revive_at: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        for part in list(self.parts):
            self._start(part)

    def wait_until_ready(self, url: str, seconds: float = 90.0) -> None:
        """Returns when `url` answers anything but a 5xx; tells why the api does not come up."""
        # Not httpx, which imports more than all else that a supervisor needs.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._look_after()
            try:
                with opener.open(url, timeout=5.0):
                    return
            except urllib.error.HTTPError as answer:
                if answer.code < 500:
                    return
            except (OSError, http.client.HTTPException):
                pass
            if self._stop.wait(0.1):
                return
        raise PgdeskError(f"{url} did not answer within {seconds:.0f} seconds")

    def run(self) -> None:
        """Blocks until `stop` is called (or a signal, see `stopping_at_signals`)."""
        while not self._stop.wait(0.5):
            self._look_after()

    def stop(self) -> None:
        self._stop.set()

    def close(self) -> None:
        for part in self.parts:
            part.stop()

    def _start(self, part: Part) -> None:
        try:
            part.start({**os.environ, **self.environment})
        except OSError as problem:
            self._give_up(part, f"{part.name} cannot be started: {problem}")

    def _look_after(self) -> None:
        self._look_after_server()
        for part in list(self.parts):
            if not part.has_died() or self._stop.is_set():
                continue
            if part.due_at is None:
                self._note_death(part)
            elif time.monotonic() >= part.due_at:
                self._start(part)

    def _look_after_server(self) -> None:
        """Without it no part can work: it is tried for ever, each time after twice as long."""
        now = time.monotonic()
        if self.revive is None or now < self._revive_at or self._stop.is_set():
            return
        try:
            if not self.revive():
                self._revived = self._revived if now < self._revive_at + _QUICK else 0
                return
            self.log("PostgreSQL had ended; it was started again")
        except (PgdeskError, OSError) as problem:
            self.log(f"warning: {problem}")
        self._revived += 1
        self._revive_at = time.monotonic() + min(0.2 * 2**self._revived, _LONGEST_PAUSE)

    def _note_death(self, part: Part) -> None:
        assert part.process is not None
        code = part.process.returncode
        part.quick_deaths = part.quick_deaths + 1 if time.monotonic() - part.started_at < _QUICK else 0
        if part.quick_deaths >= _QUICK_DEATHS:
            self._give_up(part, f"{part.name} keeps ending (exit {code}); see its lines above")
            return
        self.log(f"{part.name} ended (exit {code}); starting it again")
        part.due_at = time.monotonic() + (0.2 * 2**part.quick_deaths if part.quick_deaths else 0)

    def _give_up(self, part: Part, why: str) -> None:
        if not part.is_optional:
            raise PgdeskError(why)
        self.log(f"warning: {why}; going on without it")
        self.parts.remove(part)


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end the command as Ctrl-C does: by KeyboardInterrupt, so that `finally` runs."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def pick_port(wanted: int, log: Callable[[str], None], host: str = "127.0.0.1") -> int:
    """`wanted`, or the next free one with a line that says so."""
    for port in range(wanted, min(wanted + 100, 65536)):
        if port_is_free(port) and not _answers(host, port):
            if port != wanted:
                log(f"port {wanted} is taken; using {port} (choose one with --port or PGDESK_PORT)")
            return port
    raise PgdeskError(f"ports {wanted} to {wanted + 99} are all taken: choose another with --port")


def _answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0
