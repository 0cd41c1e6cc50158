"""What both are asked over HTTP: the nearest request of each."""

import http.client
import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass

WORD = "invoice"
_LIST = (
    "ticket_id,reference,subject,status,priority,department_id,requester_id,assignee_id,created_at,updated_at"
)
_NEW = {"subject": "The lights go out at ten", "description": "Every evening, in both rooms."}
_ANSWER = "Thank you, I have looked into it."


@dataclass(frozen=True)
class Call:
    """`{id}` and `{reference}` stand for a ticket's, another each time."""

    method: str
    path: str
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    def raw(self, host: str, token: str, ticket_id: int) -> bytes:
        path, body = (
            text.replace("{id}", str(ticket_id)).replace("{reference}", f"ESC-{ticket_id:05}")
            for text in (self.path, self.body)
        )
        lines = [f"{self.method} {path} HTTP/1.1", f"Host: {host}", f"Authorization: Bearer {token}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    def stream(self, host: str, token: str, tickets: int, count: int = 1000) -> list[bytes]:
        """That many requests, the same for each run."""
        choose = random.Random(1)
        return [self.raw(host, token, choose.randint(1, tickets)) for _ in range(count)]


@dataclass(frozen=True)
class Pair:
    name: str
    pgdesk: Call
    peer: Call


PAIRS = (
    Pair(
        "queue: 25 open, with their number",
        Call(
            "GET",
            f"/rest/tickets?select={_LIST},departments(name)&status=eq.open&order=updated_at.desc&limit=25",
            headers=(("Prefer", "count=exact"),),
        ),
        Call("GET", "/support/api/v1/tickets/?status=open&sort_by=updated_at&per_page=25"),
    ),
    Pair(
        "detail: messages and events",
        Call(
            "GET",
            "/rest/tickets?select=*,messages(*),events(event_id,kind,at,actor_id,payload),tags(name)"
            "&reference=eq.{reference}",
        ),
        Call("GET", "/support/api/v1/tickets/{reference}/"),
    ),
    Pair(
        "create",
        Call("POST", "/rest/rpc/create_ticket", json.dumps(_NEW)),
        Call("POST", "/support/api/v1/tickets/create/", json.dumps(_NEW | {"priority": "medium"})),
    ),
    Pair(
        "reply",
        Call("POST", "/rest/rpc/reply", f'{{"ticket_id": {{id}}, "body": "{_ANSWER}"}}'),
        Call("POST", "/support/api/v1/tickets/{reference}/reply/", json.dumps({"body": _ANSWER})),
    ),
    Pair(
        "search: one word, best 25",
        Call("GET", f"/rest/rpc/search?query={WORD}"),
        Call("GET", f"/support/api/v1/tickets/?search={WORD}&per_page=25"),
    ),
)


def time_bulk(port: int, path: str, headers: dict[str, str], body: Mapping[str, object]) -> float:
    """Seconds of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    started = time.perf_counter()
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})
    answer = connection.getresponse()
    answer.read()
    passed = time.perf_counter() - started
    connection.close()
    if answer.status >= 400 or (answer.getheader("Location") or "").startswith("/accounts/"):
        raise RuntimeError(f"{path}: {answer.status}")
    return passed
