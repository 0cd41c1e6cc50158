"""The kept processes that read mails, and what is told of a mail that ended one."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from pgdesk.mail.parse import failure_to_json
from pgdesk.mail.reader import CPU_SECONDS, receive_frame, send_frame

#: Seconds of waiting after which a reader is given up, however little CPU time it got.
_PATIENCE = 120.0
_COUNT = 2
COMMAND = [sys.executable, "-m", "pgdesk.mail.reader"]


class Readers:
    """Some threads, each with a reader process of its own, which is started when first needed."""

    def __init__(self, count: int = _COUNT, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="mail reader")
        self._own = threading.local()
        self._started: list[_Reader] = []

    def submit(self, raw: bytes) -> Future[str]:
        """The mail as JSON, see pgdesk.mail.parse. The future raises OSError where no process can be had."""
        return self._threads.submit(self._read, raw)

    def close(self) -> None:
        """Ends the processes once they have answered."""
        self._threads.shutdown(cancel_futures=True)
        for reader in self._started:
            reader.end()

    def _read(self, raw: bytes) -> str:
        try:
            return self._ask("", raw)
        except _DiedError as died:
            problem = str(died)
        try:
            return self._ask(problem, raw)
        except _DiedError:
            return failure_to_json(problem)

    def _ask(self, problem: str, raw: bytes) -> str:
        reader: _Reader | None = getattr(self._own, "reader", None)
        if reader is None or reader.process.poll() is not None:
            reader = self._own.reader = _Reader(self._command)
            self._started = [*(one for one in self._started if one.process.poll() is None), reader]
        return reader.ask(problem.encode() + b"\0" + raw)


class _DiedError(Exception):
    """A reader process ended before it answered."""


class _Reader:
    def __init__(self, command: Sequence[str]) -> None:
        self.peer, theirs = socket.socketpair()
        self.peer.settimeout(_PATIENCE)
        with theirs:
            self.process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL)

    def ask(self, request: bytes) -> str:
        try:
            send_frame(self.peer, request)
            answer = receive_frame(self.peer)
        except TimeoutError:
            self.end()
            raise _DiedError(f"reading it took more than {_PATIENCE:.0f} s") from None
        except OSError:
            answer = None
        if answer is None:
            self.end()
            raise _DiedError(_problem(self.process.returncode))
        return answer.decode()

    def end(self) -> None:
        self.peer.close()
        try:
            self.process.wait(1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _problem(code: int) -> str:
    if code == -signal.SIGXCPU:
        return f"reading it took more than {CPU_SECONDS} s of CPU time"
    name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return f"reading it ended its process ({name})"


#: Of this process; they start with the first mail.
READERS = Readers()
