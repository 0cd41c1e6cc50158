"""A connection to an IMAP server: to an address that may be reached, with a limit to what it may send."""

from __future__ import annotations

import contextlib
import imaplib
import socket
import ssl
import time
from collections.abc import Sequence

from pgdesk.api.addresses import is_reachable
from pgdesk.mail.imap.problems import of_connection
from pgdesk.mail.problems import MailProblem
from pgdesk.settings import Network

#: Seconds that the server may be silent while it is asked something.
_SECONDS = 60.0
#: A line; what UIDs of a search come in has hardly more.
_LONGEST_LINE = 4 * 1024 * 1024
_LARGEST_LITERAL = 128 * 1024 * 1024
_CHUNK = 65_536


class Connection(imaplib.IMAP4):
    """imaplib's, which lets others connect, read and write; with IDLE, which it has from Python 3.14 on.

    It reads into a buffer of its own: what has come already is seen before the socket is waited for.
    """

    def __init__(
        self,
        host: str,
        port: int,
        tls: str,
        allowed: Sequence[Network],
        context: ssl.SSLContext | None = None,
    ) -> None:
        """`tls`: tls, starttls or none, the last to `allowed` networks only. Raises MailProblem."""
        self._tls = tls
        self._allowed = allowed
        self._context = context or ssl.create_default_context()
        self._come = bytearray()
        try:
            super().__init__(host, port, _SECONDS)
            if tls == "starttls":
                self._start_tls()
        except OSError as error:
            raise of_connection(error, host, port) from error
        except imaplib.IMAP4.error as error:
            raise MailProblem(f"{host}, port {port}, does not speak IMAP: {error}") from error

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        self.sock = self._reach(host, port)

    def shutdown(self) -> None:
        self.sock.close()

    def read(self, size: int) -> bytes:
        if size > _LARGEST_LITERAL:
            raise self.abort(f"the server sends {size} bytes at once")
        while len(self._come) < size:
            self._receive()
        return self._take(size)

    def readline(self) -> bytes:
        seen = 0
        while (end := self._come.find(b"\n", seen)) < 0:
            if len(self._come) > _LONGEST_LINE:
                raise self.abort("the server sends a line without end")
            seen = len(self._come)
            self._receive()
        return self._take(end + 1)

    def learn_capabilities(self) -> None:
        """Others count after TLS has begun, and after a login."""
        _, said = self.capability()
        self.capabilities = tuple(said_by(said).upper().split())

    def wait(self, seconds: float) -> None:
        """Until the server says something of the folder (RFC 2177), or for so long."""
        tag = b"pgdesk%d" % time.monotonic_ns()
        self.send(tag + b" IDLE\r\n")
        while not (line := self.readline()).startswith(b"+"):
            if line.startswith(tag):
                raise self.abort(f"IDLE was refused: {line.decode('ascii', 'replace').strip()}")
        if not self._come:
            with contextlib.suppress(TimeoutError):
                self.sock.settimeout(seconds)
                self._receive()
            self.sock.settimeout(_SECONDS)
        self.send(b"DONE\r\n")
        while not (line := self.readline()).startswith(tag):
            if line.upper().startswith(b"* BYE"):
                raise self.abort(line.decode("ascii", "replace").strip())

    def break_off(self) -> None:
        """Called by another thread, ends what is waited for here."""
        with contextlib.suppress(OSError):
            # Not that of TLS, which is in use.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def close_quietly(self) -> None:
        try:
            self.sock.settimeout(2)
            self.logout()
        except (OSError, imaplib.IMAP4.error):
            self.sock.close()

    def _take(self, size: int) -> bytes:
        taken = bytes(self._come[:size])
        del self._come[:size]
        return taken

    def _receive(self) -> None:
        chunk = self.sock.recv(_CHUNK)
        if not chunk:
            raise self.abort("the server hung up")
        self._come += chunk

    def _reach(self, host: str, port: int) -> socket.socket:
        """To the very address that was checked: what the name means a moment later does not matter."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        is_plain = self._tls == "none"
        usable = [
            entry for entry in found if is_reachable(str(entry[4][0]), self._allowed, to_public=not is_plain)
        ]
        if not usable:
            reason = "without TLS" if is_plain else "in a private network"
            raise MailProblem(
                f"{host} is not reached {reason}, unless PGDESK_MAIL_NETWORKS names its network"
            )
        problem: OSError | None = None
        for family, kind, protocol, _, address in usable:
            plain = socket.socket(family, kind, protocol)
            try:
                plain.settimeout(_SECONDS / 2 / len(usable))
                plain.connect(address)
                _keep_alive(plain)
                plain.settimeout(_SECONDS)
                return self._secured(plain) if self._tls == "tls" else plain
            except OSError as error:
                plain.close()
                problem = error
        assert problem is not None
        raise problem

    def _start_tls(self) -> None:
        if "STARTTLS" not in self.capabilities:
            raise MailProblem(f"{self.host}, port {self.port}, offers no STARTTLS")
        kind, said = self.xatom("STARTTLS")
        if kind != "OK":
            raise MailProblem(f"{self.host} refuses STARTTLS: {said_by(said)}")
        # What came before the handshake, anybody may have sent.
        if self._come:
            raise MailProblem(f"{self.host} sends more than it should before TLS begins")
        self.sock = self._secured(self.sock)
        self.learn_capabilities()

    def _secured(self, plain: socket.socket) -> ssl.SSLSocket:
        return self._context.wrap_socket(plain, server_hostname=self.host)


def said_by(lines: Sequence[object]) -> str:
    """What a server said, as text."""
    said = b" ".join(line for line in lines if isinstance(line, bytes))
    return " ".join(said.decode("utf-8", "replace").split())


def _keep_alive(plain: socket.socket) -> None:
    """A server that has gone without a word is missed after two minutes, however long nothing is said."""
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, name):
            plain.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
