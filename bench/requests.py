"""The requests that are measured."""

import json
import random
from dataclasses import dataclass
from urllib.parse import quote

AGENT, CUSTOMER = ("agent", 2), ("customer", 4)


@dataclass(frozen=True)
class Hot:
    """One kind of request. `{id}` in path or body stands for a ticket's id, another each time."""

    name: str
    caller: tuple[str, int]
    method: str
    path: str
    body: str = ""
    #: of what pgbench reaches with the same statements
    least_ratio: float = 0.15

    def at(self, ticket_id: int) -> tuple[str, str]:
        """Path (below /rest) and body for one ticket."""
        return self.path.replace("{id}", str(ticket_id)), self.body.replace("{id}", str(ticket_id))


_LIST = (
    "ticket_id,reference,subject,status,priority,requester_id,assignee_id,updated_at,has_alert,has_mention"
)

HOT = (
    Hot(
        "ticket queue",
        AGENT,
        "GET",
        f"/tickets?select={_LIST}&status=in.(open,in_progress,waiting_on_agent)"
        "&order=updated_at.desc,ticket_id.desc&limit=25",
    ),
    Hot(
        "ticket, messages, events",
        AGENT,
        "GET",
        "/tickets?select=*,messages(message_id,kind,author_name,body,created_at),"
        "events(event_id,kind,at,actor_id,payload)&ticket_id=eq.{id}",
    ),
    Hot(
        "create",
        CUSTOMER,
        "POST",
        "/rpc/create_ticket",
        json.dumps({"subject": "The lights go out at ten", "description": "Every evening, in both rooms."}),
    ),
    Hot(
        "reply",
        AGENT,
        "POST",
        "/rpc/reply",
        '{"ticket_id": {id}, "body": "Thank you, I have looked into it."}',
    ),
)

#: Requests on the tables of bare.sql. Without a rule to work on, only the API is compared with pgbench.
BARE = (
    Hot(
        "25 rows",
        AGENT,
        "GET",
        "/task?select=task_id,team_id,title,is_done,effort,due_at&task_id=gt.{id}&order=task_id&limit=25",
        least_ratio=0.2,
    ),
    Hot(
        "two embeds",
        AGENT,
        "GET",
        "/task?select=*,team(name),remark(remark_id,body)&task_id=gt.{id}&order=task_id&limit=25",
        least_ratio=0.15,
    ),
    Hot("insert", AGENT, "POST", "/task", '{"team_id": 7, "title": "Water the plants"}', least_ratio=0.2),
    Hot("function", AGENT, "POST", "/rpc/add", '{"a": {id}, "b": 2}', least_ratio=0.2),
)


def raw(hot: Hot, token: str, host: str, prefix: str, tickets: int, count: int = 2000) -> list[bytes]:
    """That many HTTP/1.1 requests, ready to be sent; the same each time."""
    choose = random.Random(1)
    return [_raw(hot, token, host, prefix, choose.randint(1, tickets)) for _ in range(count)]


def _raw(hot: Hot, token: str, host: str, prefix: str, ticket_id: int) -> bytes:
    path, body = hot.at(ticket_id)
    lines = [
        f"{hot.method} {prefix}{quote(path, safe='/?=&,.()*')} HTTP/1.1",
        f"Host: {host}",
        f"Authorization: Bearer {token}",
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
