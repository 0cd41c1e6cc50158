"""Asks clamd whether something is in a file: its command INSTREAM."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable

#: Seconds for each step; a large archive takes long.
_CONNECTS_WITHIN, _ANSWERS_WITHIN = 5, 300
_MOST_ANSWER = 4096


class ScannerAwayError(Exception):
    """It cannot be reached, or broke off."""


class NotScannedError(Exception):
    """It says that it has not looked at this file."""


def scan(address: str, chunks: Iterable[bytes]) -> str | None:
    """What it calls what it found; None: nothing. `address`: /path/of/socket, or host:port.

    Raises ScannerAwayError, NotScannedError.
    """
    try:
        with _connect(address) as connection:
            answer = _send(connection, chunks)
    except OSError as error:
        raise ScannerAwayError(f"{address}: {error}") from error
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer[len("stream: ") : -len(" FOUND")]
    if not answer:
        raise ScannerAwayError(f"{address}: it hung up")
    raise NotScannedError(answer)


def ping(address: str) -> None:
    """Raises ScannerAwayError."""
    try:
        with _connect(address) as connection:
            connection.sendall(b"zPING\0")
            answer = _read(connection)
    except OSError as error:
        raise ScannerAwayError(f"{address}: {error}") from error
    if answer != "PONG":
        raise ScannerAwayError(f"{address}: it answers {answer!r} to PING")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(_CONNECTS_WITHIN)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
    else:
        host, _, port = address.rpartition(":")
        connection = socket.create_connection((host.strip("[]"), int(port)), _CONNECTS_WITHIN)
    connection.settimeout(_ANSWERS_WITHIN)
    return connection


def _send(connection: socket.socket, chunks: Iterable[bytes]) -> str:
    try:
        connection.sendall(b"zINSTREAM\0")
        for chunk in filter(None, chunks):
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
        connection.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has said enough, and why can be read
    return _read(connection)


def _read(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER:
        try:
            part = connection.recv(_MOST_ANSWER)
        except ConnectionResetError:
            break
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
