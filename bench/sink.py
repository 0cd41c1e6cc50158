"""A mail server in a process of its own that takes all that comes, and keeps the texts in a file."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import BinaryIO

#: What a text ends with as it is sent (RFC 5321, section 4.1.1.4), and between two of the file.
END = b"\r\n.\r\n"
_ANSWERS = {
    b"DATA": b"354 go on",
    b"EHLO": b"250-sink\r\n250-8BITMIME\r\n250 SIZE 33554432",
    b"QUIT": b"221 bye",
}


@contextmanager
def sink(port: int, file: Path) -> Iterator[None]:
    context = multiprocessing.get_context("spawn")
    listening = context.Event()
    process = context.Process(target=_run, args=(port, file, listening), daemon=True)
    process.start()
    try:
        if not listening.wait(30):
            raise RuntimeError("the mail server did not start")
        yield
    finally:
        process.terminate()
        process.join()


def _run(port: int, file: Path, listening: Event) -> None:
    asyncio.run(_serve(port, file, listening))


async def _serve(port: int, file: Path, listening: Event) -> None:
    with file.open("wb", buffering=0) as kept:
        server = await asyncio.get_running_loop().create_server(lambda: _Taking(kept), "127.0.0.1", port)
        listening.set()
        await server.serve_forever()


class _Taking(asyncio.Protocol):
    def __init__(self, kept: BinaryIO) -> None:
        self._kept, self._read, self._is_text = kept, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._say(b"220 sink ESMTP")

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := END if self._is_text else b"\r\n") in self._read:
            said, _, self._read = self._read.partition(end)
            if self._is_text:
                self._kept.write(said + END)
                self._is_text = False
                self._say(b"250 taken")
            else:
                verb = said[:4].upper()
                self._is_text = verb == b"DATA"
                self._say(_ANSWERS.get(verb, b"250 ok"))

    def _say(self, answer: bytes) -> None:
        self._transport.write(answer + b"\r\n")
