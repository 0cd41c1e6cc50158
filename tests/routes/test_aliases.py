"""The seed documents' two endpoints: their exact shapes, and whose rights they have."""

import asyncio
import re
import time
from datetime import datetime
from typing import Any

import pytest

from pgdesk.api.aliases import Alias, Aliases, Known
from pgdesk.api.embedded import Site, Sites
from tests.api.conftest import Desk


def _escalate(desk: Desk, **body: object) -> dict[str, object]:
    answer = desk.client.post(
        f"/api/tickets/{desk.ticket_id}/escalate",
        json={
            "staffIds": [str(desk.people["helper"]), str(desk.people["third"])],
            "message": "Which driver?",
            "requestedBy": str(desk.people["agent"]),
            **body,
        },
        headers=desk.headers("agent"),
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_escalate_has_the_documented_shape(desk: Desk) -> None:
    answer = _escalate(desk)
    escalation = answer["escalation"]
    assert set(answer) == {"success", "escalation"}
    assert answer["success"] is True
    assert isinstance(escalation, dict)
    assert set(escalation) == {"escalationId", "ticketId", "mentions", "notifications"}
    assert isinstance(escalation["escalationId"], str)
    assert escalation["ticketId"] == str(desk.ticket_id)
    asked = {str(desk.people["helper"]), str(desk.people["third"])}
    assert {mention["mentionedUser"] for mention in escalation["mentions"]} == asked
    assert {notice["userId"] for notice in escalation["notifications"]} == asked
    for mention in escalation["mentions"]:
        assert mention["mentionedBy"] == str(desk.people["agent"])
        assert mention["mentionText"] == "Which driver?"
        assert mention["isEscalation"] is True
        assert mention["isRead"] is False
    for notice in escalation["notifications"]:
        assert notice["type"] == "help_requested"
        assert notice["link"].endswith(f"/{desk.ticket_id}")


def test_escalations_has_the_documented_shape(desk: Desk) -> None:
    _escalate(desk, message="The newest one")
    answer = desk.client.get(
        "/api/mentions/escalations", params={"staffId": desk.people["helper"]}, headers=desk.headers("helper")
    )
    assert answer.status_code == 200
    assert set(answer.json()) == {"escalations"}
    first = answer.json()["escalations"][0]
    assert isinstance(first.pop("mentionId"), str)
    assert datetime.fromisoformat(first.pop("createdAt")).tzinfo
    reference = desk.database.execute(
        "SELECT reference FROM helpdesk.ticket WHERE ticket_id = %s", (desk.ticket_id,)
    ).fetchone()
    assert first == {
        "ticketId": str(desk.ticket_id),
        "ticketNumber": reference[0] if reference else None,
        "requestedBy": str(desk.people["agent"]),
        "requestedByName": "Agent",
        "message": "The newest one",
        "isRead": False,
    }


def test_nothing_but_help_is_asked(desk: Desk) -> None:
    columns = "status, priority, assignee_id, department_id"
    statement = f"SELECT {columns} FROM helpdesk.ticket WHERE ticket_id = %s"
    before = desk.database.execute(statement, (desk.ticket_id,)).fetchone()
    _escalate(desk)
    assert desk.database.execute(statement, (desk.ticket_id,)).fetchone() == before


@pytest.mark.parametrize(
    ("who", "status"), [("helper", 200), ("admin", 200), ("agent", 403), ("customer", 403), (None, 401)]
)
def test_who_reads_whose_escalations(desk: Desk, who: str | None, status: int) -> None:
    answer = desk.client.get(
        "/api/mentions/escalations",
        params={"staffId": desk.people["helper"]},
        headers=desk.headers(who) if who else {},
    )
    assert answer.status_code == status
    assert ("escalations" in answer.json()) == (status == 200)


def test_an_administrator_asks_in_another_s_name(desk: Desk) -> None:
    answer = desk.client.post(
        f"/api/tickets/{desk.ticket_id}/escalate",
        json={
            "staffIds": [str(desk.people["helper"])],
            "message": "m",
            "requestedBy": str(desk.people["third"]),
        },
        headers=desk.headers("admin"),
    )
    assert answer.status_code == 200
    mention = answer.json()["escalation"]["mentions"][0]
    assert mention["mentionedBy"] == str(desk.people["third"])


@pytest.mark.parametrize(("who", "status"), [("customer", 403), (None, 401)])
def test_only_staff_ask(desk: Desk, who: str | None, status: int) -> None:
    answer = desk.client.post(
        f"/api/tickets/{desk.ticket_id}/escalate",
        json={"staffIds": [str(desk.people["helper"])], "message": "m"},
        headers=desk.headers(who) if who else {},
    )
    assert answer.status_code == status


def test_the_request_id_reaches_the_audit_log(desk: Desk) -> None:
    request_id = f"alias-{time.time_ns()}"
    body = {"staffIds": [str(desk.people["helper"])], "message": "m"}
    headers = {**desk.headers("agent"), "X-Request-Id": request_id}
    answer = desk.client.post(f"/api/tickets/{desk.ticket_id}/escalate", json=body, headers=headers)
    assert answer.headers["X-Request-Id"] == request_id
    found = desk.database.execute(
        "SELECT count(*) FROM audit.change WHERE request_id = %s AND table_name = 'escalation'", (request_id,)
    ).fetchone()
    assert found == (1,)


async def _nothing(*_: object) -> None:
    raise AssertionError("is not called")


@pytest.mark.parametrize(
    ("method", "path", "is_found"),
    [
        ("POST", "/api/tickets/7/escalate", True),
        ("GET", "/api/tickets/7/escalate", False),
        ("POST", "/api/tickets//escalate", False),
        ("POST", "/api/tickets/7/8/escalate", False),
        ("POST", "/api/tickets/7/escalate/", True),
        ("POST", "/api/tickets/7/escalate//", False),
        ("POST", "/api/tickets/ESC-00007/escalate", True),
        ("POST", "/api/tickets/all/escalate", False),
        ("POST", "/xapi/tickets/7/escalate", False),
        ("POST", "/api.tickets/7/escalate", False),
    ],
)
def test_a_pattern_matches_whole_segments(method: str, path: str, is_found: bool) -> None:
    async def load() -> list[Alias]:
        return [Alias("POST", "/api/tickets/{ticket}/escalate", "rpc/x", {}, 200, is_single=False)]

    async def load_sites() -> list[Site]:
        return []

    async def ask(*_: Any) -> Any:
        raise AssertionError("is not asked")

    found = asyncio.run(Aliases(_nothing, Known(load, Sites(load_sites, ""), ask, ask)).find(method, path))
    assert (found is not None) == is_found


#: The token of a link stands for its ticket.
_NAMED = {"token": "ticket"}


def test_every_part_of_a_path_reaches_the_verb(desk: Desk) -> None:
    """What the path names is what is changed: no argument of the body may name another ticket."""
    rows = desk.database.execute("SELECT path, arguments FROM helpdesk.route_alias").fetchall()
    assert [
        (path, name)
        for path, arguments in rows
        for name in re.findall(r"\{(\w+)\}", path)
        if not any(f"{{path.{_NAMED.get(name, name)}}}" in text for text in arguments.values())
    ] == []


@pytest.mark.parametrize(
    "route", ["/support/agent/tickets/{ticket}/pin/{note}", "/support/admin/tickets/{ticket}/split"]
)
def test_a_message_of_another_ticket_is_not_found(desk: Desk, route: str) -> None:
    made = desk.client.post(
        "/rest/rpc/create_ticket", json={"subject": "Another"}, headers=desk.headers("customer")
    ).json()
    headers = desk.headers("agent")
    verb = "add_note" if "pin" in route else "reply"
    message = desk.client.post(
        f"/rest/rpc/{verb}", json={"ticket_id": desk.ticket_id, "body": "x"}, headers=headers
    ).json()["message_id"]
    for ticket, status in ((made["ticket_id"], 404), (desk.ticket_id, 200)):
        body = {} if "pin" in route else {"message_id": message}
        answer = desk.client.post(route.format(ticket=ticket, note=message), json=body, headers=headers)
        assert answer.status_code == status, answer.text


def test_the_ticket_of_the_path_is_rated(desk: Desk) -> None:
    other = desk.client.post(
        "/rest/rpc/create_ticket", json={"subject": "Another"}, headers=desk.headers("customer")
    ).json()
    answer = desk.client.post(
        f"/support/{other['reference']}/rate",
        json={"ticket_id": desk.ticket_id, "rating": 5},
        headers=desk.headers("customer"),
    )
    assert (answer.status_code, answer.json()["message"]) == (422, "ticket_id stands in the path already")
