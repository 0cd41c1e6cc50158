"""A mail server that does what a script says, phase by phase; what it took it keeps."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO

#: In place of an answer: ends the connection; says nothing for as long as the test lasts.
DROP, SILENCE = "drop", "silence"

Read = Callable[[], bytes]
Say = Callable[[str, str], bool]


@dataclass(frozen=True)
class Mail:
    sender: str
    recipient: str
    raw: bytes


@dataclass
class SmtpServer:
    """`answers`: what to say next in a phase, in place of a yes.

    Phases are greeting, ehlo, auth, mail, rcpt, data, text.
    """

    port: int = 0
    features: tuple[str, ...] = ("SIZE 33554432", "8BITMIME", "SMTPUTF8")
    answers: dict[str, list[str]] = field(default_factory=dict)
    #: of connections that were opened
    sessions: int = 0
    mails: list[Mail] = field(default_factory=list)
    #: called with the phase before something is said in it
    before: Callable[[str], object] = lambda phase: None
    commands: list[str] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _closing: threading.Event = field(default_factory=threading.Event)
    _open: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    def wait_for(self, mails: int, seconds: float = 30) -> list[Mail]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.mails) >= mails, seconds), self.commands
            return list(self.mails)

    def wait_for_command(self, begin: str, seconds: float = 30) -> None:
        """`begin` in capitals."""
        with self._changed:
            assert self._changed.wait_for(
                lambda: any(one.upper().startswith(begin) for one in self.commands), seconds
            ), self.commands

    def wait_for_session(self, seconds: float = 30) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.sessions > 0, seconds)

    def _note(self, command: str) -> None:
        with self._changed:
            self.commands.append(command)
            self._changed.notify_all()

    def _serve(self, listening: socket.socket) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self._open.append(connection)
            with self._changed:
                self.sessions += 1
                self._changed.notify_all()
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError, EOFError), connection, connection.makefile("rb") as lines:
            self._session(connection, lines)

    def _session(self, connection: socket.socket, lines: BinaryIO) -> None:
        read = lines.readline
        sender = recipient = ""

        def say(phase: str, usual: str) -> bool:
            self.before(phase)
            scripted = self.answers.get(phase)
            answer = scripted.pop(0) if scripted else usual
            if answer == SILENCE:
                self._closing.wait()
            if answer in (DROP, SILENCE):
                raise EOFError
            connection.sendall(answer.encode() + b"\r\n")
            if answer.startswith("421"):
                raise EOFError
            return answer == usual

        say("greeting", "220 peer ESMTP")
        while line := read():
            command = line.decode("utf-8", "replace").rstrip("\r\n")
            self._note(command)
            verb = command.split(" ")[0].upper()
            if verb == "EHLO":
                say(
                    "ehlo",
                    "\r\n".join(
                        [
                            "250-peer",
                            *(f"250-{one}" for one in self.features[:-1]),
                            f"250 {self.features[-1]}",
                        ]
                    ),
                )
            elif verb == "MAIL":
                sender = command[command.index("<") + 1 : command.index(">")]
                say("mail", "250 ok")
            elif verb == "RCPT":
                recipient = command[command.index("<") + 1 : command.index(">")]
                say("rcpt", "250 ok")
            elif verb == "DATA":
                if say("data", "354 go on"):
                    self._text(read, Mail(sender, recipient, b""), say)
            # An empty line answers a challenge (334).
            elif verb in ("AUTH", ""):
                say("auth", "235 in")
            elif verb == "QUIT":
                connection.sendall(b"221 bye\r\n")
                return
            else:
                connection.sendall(b"250 ok\r\n")

    def _text(self, read: Read, mail: Mail, say: Say) -> None:
        raw = b""
        while (line := read()) != b".\r\n":
            if not line:
                raise EOFError
            raw += line[1:] if line.startswith(b".") else line
        taken = Mail(mail.sender, mail.recipient, raw)
        scripted = self.answers.get("text", [])
        # Who ends the connection instead of answering may have taken the mail all the same.
        if not scripted or scripted[0] in (DROP, SILENCE):
            with self._changed:
                self.mails.append(taken)
                self._changed.notify_all()
        say("text", "250 taken")

    def close(self) -> None:
        self._closing.set()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def smtp_server(**script: list[str]) -> Iterator[SmtpServer]:
    """On a free port; answers by phase as arguments."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=64)
    server = SmtpServer(listening.getsockname()[1], answers=dict(script))
    threading.Thread(target=server._serve, args=(listening,), daemon=True).start()
    try:
        yield server
    finally:
        server.close()
        listening.close()
