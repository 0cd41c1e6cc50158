"""A small HTTP/1.1 load generator: raw sockets with keep-alive, one request in flight on each."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle


class LoadError(RuntimeError):
    """The server answered something else than 2xx, or went away."""


@dataclass(frozen=True)
class Load:
    """Seconds each answer took, and all; `cpu_share`: of one processor, used by the generator itself."""

    latencies: list[float]
    seconds: float
    cpu_share: float

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """Seconds in which that share of the answers was there."""
        return sorted(self.latencies)[len(self.latencies) * percent // 100]


class _Client:
    def __init__(self, host: str, port: int, requests: Iterator[bytes]) -> None:
        self.socket = socket.create_connection((host, port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests = requests
        self._buffer = bytearray()
        self._length = -1
        self.sent_at = 0.0

    def send(self) -> None:
        self.sent_at = time.perf_counter()
        self.socket.sendall(next(self._requests))

    def receive(self) -> bool:
        """Reads what is there; True when an answer is complete."""
        data = self.socket.recv(262_144)
        if not data:
            raise LoadError("the server closed the connection")
        self._buffer += data
        if self._length < 0:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return False
            self._length = end + 4 + self._body_length(bytes(self._buffer[:end]))
        if len(self._buffer) < self._length:
            return False
        self._buffer.clear()
        self._length = -1
        return True

    def _body_length(self, head: bytes) -> int:
        status, *fields = head.lower().split(b"\r\n")
        if not status.split(b" ")[1].startswith(b"2"):
            raise LoadError(bytes(self._buffer).decode(errors="replace")[:2000])
        for field in fields:
            name, _, value = field.partition(b":")
            if name == b"content-length":
                return int(value)
        raise LoadError("an answer without Content-Length")


def load(host: str, port: int, requests: list[bytes], connections: int, seconds: float) -> Load:
    """Sends the requests in turn over so many connections until the time is over."""
    turn = cycle(requests)
    clients = [_Client(host, port, turn) for _ in range(connections)]
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client.socket, selectors.EVENT_READ, client)
        try:
            cpu, started = time.process_time(), time.perf_counter()
            end = started + seconds
            for client in clients:
                client.send()
            latencies = []
            while (now := time.perf_counter()) < end:
                for key, _ in selector.select(min(end - now, 1)):
                    if key.data.receive():
                        latencies.append(time.perf_counter() - key.data.sent_at)
                        key.data.send()
            passed = time.perf_counter() - started
            share = (time.process_time() - cpu) / passed
            _let_finish(selector)
            return Load(latencies, passed, share)
        finally:
            for client in clients:
                client.socket.close()


def _let_finish(selector: selectors.BaseSelector) -> None:
    """Reads the answers that are under way, so that the server sees no client leave."""
    while selector.get_map():
        ready = selector.select(30)
        if not ready:
            raise LoadError("the server does not answer")
        for key, _ in ready:
            if key.data.receive():
                selector.unregister(key.fileobj)
