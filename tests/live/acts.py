"""What the tests do at the desk that others watch."""

import secrets

import httpx

from tests.api.conftest import Desk


def reply(desk: Desk, ticket_id: int, by: str = "agent") -> None:
    sent = {"ticket_id": ticket_id, "body": f"answer {secrets.token_hex(4)}"}
    answer = desk.client.post("/rest/rpc/reply", headers=desk.headers(by), json=sent)
    assert answer.status_code == 200, answer.text


def note(desk: Desk, ticket_id: int) -> None:
    sent = {"ticket_id": ticket_id, "body": "among us"}
    answer = desk.client.post("/rest/rpc/add_note", headers=desk.headers("agent"), json=sent)
    assert answer.status_code == 200, answer.text


def open_ticket(desk: Desk) -> int:
    row = desk.database.execute(
        "INSERT INTO helpdesk.ticket (subject, requester_id) VALUES ('Another', %s) RETURNING ticket_id",
        (desk.people["customer"],),
    ).fetchone()
    assert row is not None
    return int(row[0])


def can_watch(client: httpx.Client, headers: dict[str, str]) -> bool:
    with client.stream("GET", "/live", headers=headers) as answer:
        return answer.status_code == 200
