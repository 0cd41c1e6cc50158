"""A small HTTP/1.1 load generator: raw sockets with keep-alive, one request in flight on each."""

import re
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

_HEAD = re.compile(rb"(?is)HTTP/1.1 2.*?\r\ncontent-length: (\d+)\r\n(?:[^\r]+\r\n)*\r\n")


class LoadError(RuntimeError):
    """The server answered something else than 2xx with a Content-Length, or went away."""


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
        self._length = 0
        self.sent_at = 0.0

    def send(self) -> None:
        self.sent_at = time.perf_counter()
        self.socket.sendall(next(self._requests))

    def receive(self) -> bool:
        """Reads what is there; True when an answer is complete."""
        data = self.socket.recv(65_536)
        if not data:
            raise LoadError("the server closed the connection")
        self._buffer += data
        if not self._length:
            head = _HEAD.match(self._buffer)
            if head is None:
                if b"\r\n\r\n" in self._buffer:
                    raise LoadError(self._buffer.decode(errors="replace")[:2000])
                return False
            self._length = head.end() + int(head[1])
        if len(self._buffer) < self._length:
            return False
        self._buffer.clear()
        self._length = 0
        return True


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
