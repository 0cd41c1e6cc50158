"""Many requests over few connections; bare HTTP, so that the client takes little of the machine."""

import asyncio
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator

from tests.soak.desk import Desk

CONNECTIONS = 16
#: Of so many requests one has a shape that none had before: caches of plans and statements must be bounded.
_NEW_SHAPE = 20


def requests(desk: Desk, seed: int) -> Iterator[bytes]:
    """Reads, embeds, functions, writes, refusals; as guests, customers, agents and admins, without end."""
    dice = random.Random(seed)
    for number in itertools.count():
        role = dice.choice(("customer", "agent", "agent", "admin"))
        ticket = dice.randint(1, 2_000)
        if number % _NEW_SHAPE == 0:
            name = f"a{seed}_{number}"
            yield _get(desk, role, f"tickets?select={name}:ticket_id&ticket_id=eq.{ticket}")
            continue
        yield dice.choice(_KINDS)(desk, role, ticket, dice)


def _page(desk: Desk, role: str, ticket: int, dice: random.Random) -> bytes:
    return _get(
        desk,
        role,
        f"tickets?select=ticket_id,subject,status&order=ticket_id.desc&limit={dice.randint(1, 25)}",
    )


def _embeds(desk: Desk, role: str, ticket: int, dice: random.Random) -> bytes:
    embedded = "requester:people!ticket_requester_fkey(name),messages(message_id,kind)"
    return _get(desk, role, f"tickets?select=ticket_id,{embedded}&ticket_id=eq.{ticket}")


def _call(desk: Desk, role: str, ticket: int, dice: random.Random) -> bytes:
    return _get(desk, "agent", f"rpc/explain_sla?ticket_id={ticket}&select=metric,state")


def _write(desk: Desk, role: str, ticket: int, dice: random.Random) -> bytes:
    body = {"ticket_id": ticket, "body": f"note {dice.random()}"}
    return _request(desk, "agent", "POST", "rpc/add_note", json.dumps(body).encode())


def _edit(desk: Desk, role: str, ticket: int, dice: random.Random) -> bytes:
    body = json.dumps({"priority": dice.choice(("low", "normal", "high"))}).encode()
    return _request(desk, "agent", "PATCH", f"tickets?ticket_id=eq.{ticket}", body)


def _refused(desk: Desk, role: str, ticket: int, dice: random.Random) -> bytes:
    return _get(desk, role, dice.choice(("nowhere", "tickets?nothing=eq.1", "tickets?select=(", "rpc/no")))


def _forged(desk: Desk, role: str, ticket: int, dice: random.Random) -> bytes:
    token = f"{desk.tokens[role][:-6]}{dice.randint(100000, 999999)}"
    return _head("GET", "tickets?limit=1", desk, token)


_KINDS = (_page, _page, _page, _embeds, _embeds, _call, _edit, _write, _refused, _forged)


def _get(desk: Desk, role: str, path: str) -> bytes:
    return _head("GET", path, desk, desk.tokens[role])


def _request(desk: Desk, role: str, method: str, path: str, body: bytes) -> bytes:
    more = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return _head(method, path, desk, desk.tokens[role], more) + body


def _head(method: str, path: str, desk: Desk, token: str, more: str = "") -> bytes:
    return (
        f"{method} /rest/{path} HTTP/1.1\r\nHost: {desk.host}\r\nAuthorization: Bearer {token}\r\n{more}\r\n"
    ).encode()


def run(desk: Desk, total: int, seed: int) -> Counter[int]:
    """Statuses of `total` requests; a connection that breaks ends the run."""
    return asyncio.run(_run(desk, total, seed))


async def _run(desk: Desk, total: int, seed: int) -> Counter[int]:
    statuses: Counter[int] = Counter()

    async def one(lane: int) -> None:
        reader, writer = await asyncio.open_connection(desk.host, desk.port)
        for request in itertools.islice(requests(desk, seed * CONNECTIONS + lane), total // CONNECTIONS):
            writer.write(request)
            statuses[await _read(reader)] += 1
        writer.close()

    await asyncio.gather(*(one(lane) for lane in range(CONNECTIONS)))
    return statuses


async def _read(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    if length:
        await reader.readexactly(int(length))
    return status


async def _idle(desk: Desk, count: int, held: asyncio.Event, release: asyncio.Event) -> None:
    writers = []
    for _ in range(count):
        reader, writer = await asyncio.open_connection(desk.host, desk.port)
        writer.write(_get(desk, "agent", "tickets?select=ticket_id&limit=1"))
        assert await _read(reader) in (200, 206)
        writers.append(writer)
    held.set()
    await release.wait()
    for writer in writers:
        writer.close()


def hold(desk: Desk, count: int, look: object) -> int:
    """What `look()` gives while `count` connections that were served once are open and idle."""

    async def holding() -> int:
        held, release = asyncio.Event(), asyncio.Event()
        idle = asyncio.create_task(_idle(desk, count, held, release))
        await asyncio.wait((idle, asyncio.create_task(held.wait())), return_when=asyncio.FIRST_COMPLETED)
        found: int = look()  # type: ignore[operator]
        release.set()
        await idle
        return found

    return asyncio.run(holding())


def drain(desk: Desk, path: str, role: str = "agent") -> int:
    """Bytes of an answer's body, read piece by piece and dropped."""

    async def draining() -> int:
        reader, writer = await asyncio.open_connection(desk.host, desk.port)
        writer.write(_get(desk, role, path).replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        total = 0
        while piece := await reader.read(1 << 20):
            total += len(piece)
        writer.close()
        return total

    return asyncio.run(draining())
