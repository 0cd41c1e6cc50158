"""`python -m pgdesk.mail.reader`: reads mails in a process of its own, which may die of one without harm.

Frames on the socket that is standard input, both ways: eight bytes of length, then so many bytes. A request
is what reading the whole mail failed by ('' at first), a NUL and the raw mail; an answer is the JSON of
pgdesk.mail.parse. A mail that takes more CPU time or memory than it may ends the process.
"""

from __future__ import annotations

import resource
import signal
import socket
import struct

from pgdesk.mail.parse import parse_to_json, top_to_json

#: For one mail: CPU seconds, and address space beyond what its size explains.
CPU_SECONDS = 10
_MEMORY_BYTES = 768 * 1024 * 1024
_BYTES_PER_BYTE = 24
_LENGTH = struct.Struct(">Q")


def send_frame(peer: socket.socket, payload: bytes) -> None:
    peer.sendall(_LENGTH.pack(len(payload)) + payload)


def receive_frame(peer: socket.socket) -> bytes | None:
    """The next frame; None where the other side has ended."""
    head = _receive(peer, _LENGTH.size)
    return _receive(peer, _LENGTH.unpack(head)[0]) if head is not None else None


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who waits for the answer
    peer = socket.socket(fileno=0)
    while (request := receive_frame(peer)) is not None:
        _limit(len(request))
        failure, _, raw = request.partition(b"\0")
        answer = top_to_json(raw, failure.decode()) if failure else parse_to_json(raw)
        send_frame(peer, answer.encode())


def _limit(size: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_AS, _MEMORY_BYTES + _BYTES_PER_BYTE * size)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, wanted: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _receive(peer: socket.socket, length: int) -> bytes | None:
    data = bytearray(length)
    view = memoryview(data)
    at = 0
    while at < length:
        count = peer.recv_into(view[at:])
        if not count:
            return None
        at += count
    return bytes(data)


if __name__ == "__main__":
    main()
