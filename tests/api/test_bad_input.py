"""Bad input over HTTP: status 4xx, JSON with code, message and hint, and nothing changed."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.api.conftest import Desk
from tests.api.server import bearer

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()

#: Facts of the domain; who was seen when (person_presence) is none.
_TABLES = (
    "ticket",
    "message",
    "event",
    "person",
    "mention",
    "escalation",
    "notification",
    "ticket_tag",
    "inbound_mail",
)


def _fingerprint(desk: Desk) -> list[Any]:
    return [
        desk.database.execute(
            f"SELECT count(*), max(xmin::text::bigint), sum(hashtext(t::text)) FROM helpdesk.{table} AS t"
        ).fetchone()
        for table in _TABLES
    ]


@pytest.fixture(autouse=True)
def nothing_changes(desk: Desk) -> Iterator[None]:
    before = _fingerprint(desk)
    yield
    assert _fingerprint(desk) == before


Send = Callable[[Desk], httpx.Response]


def _post(path: str, body: object, role: str = "agent") -> Send:
    return lambda desk: desk.client.post(path, json=body, headers=desk.headers(role))


def _raw(path: str, body: bytes, role: str = "agent") -> Send:
    return lambda desk: desk.client.post(
        path, content=body, headers={**desk.headers(role), "Content-Type": "application/json"}
    )


def _get(path: str, role: str = "agent") -> Send:
    return lambda desk: desk.client.get(path, headers=desk.headers(role))


def _patch(body: object, role: str = "agent") -> Send:
    return lambda desk: desk.client.patch(
        f"/rest/tickets?ticket_id=eq.{desk.ticket_id}", json=body, headers=desk.headers(role)
    )


#: name: (request, status, code). Codes of pgdesk's own are PD…; PostgREST's and Postgres' stay theirs.
CASES: dict[str, tuple[Send, int, str]] = {
    "unknown column in a filter": (_get("/rest/tickets?colour=eq.red"), 400, "42703"),
    "unknown column in a body": (_patch({"colour": "red"}), 400, "PGRST204"),
    "unknown column in a new row": (_post("/rest/tickets", {"colour": "red"}), 400, "PGRST204"),
    "unknown view": (_get("/rest/tickettes"), 404, "PGRST205"),
    "unknown function": (_post("/rest/rpc/solve_all", {}), 404, "PGRST202"),
    "unknown argument": (_post("/rest/rpc/create_ticket", {"colour": "red"}), 404, "PGRST202"),
    "wrong type in a filter": (_get("/rest/tickets?ticket_id=eq.seven"), 400, "22P02"),
    "wrong type in a body": (_patch({"assignee_id": "seven"}), 400, "22P02"),
    "number out of range": (_get("/rest/tickets?ticket_id=eq.99999999999999999999"), 400, "22003"),
    "unknown operator": (_get("/rest/tickets?ticket_id=equals.1"), 400, "PGRST100"),
    "broken JSON": (_raw("/rest/rpc/create_ticket", b'{"subject": '), 400, "PGRST102"),
    "empty body": (_raw("/rest/tickets", b""), 400, "PGRST102"),
    "missing argument": (_post("/rest/rpc/reply", {"body": "x"}), 404, "PGRST202"),
    "missing subject": (_post("/rest/rpc/create_ticket", {"description": "x"}), 422, "PD006"),
    "missing field": (_post("/rest/tickets", {"description": "x"}), 422, "PD006"),
    "blank subject": (_post("/rest/rpc/create_ticket", {"subject": "   "}), 422, "PD006"),
    "subject too long": (_post("/rest/rpc/create_ticket", {"subject": "x" * 501}), 422, "PD006"),
    "description too long": (
        _post("/rest/rpc/create_ticket", {"subject": "x", "description": "x" * 200_001}), 422, "PD006",
    ),
    "NUL in a body": (_raw("/rest/rpc/create_ticket", b'{"subject": "a\\u0000b"}'), 400, "22P05"),
    "foreign key to nothing": (_patch({"requester_id": 999_999_999}), 422, "PD006"),
    "department that is none": (
        _post("/rest/rpc/create_ticket", {"subject": "x", "department_id": 999_999_999}), 422, "PD006",
    ),
    "assignee who is no agent": (_patch({"assignee_id": 999_999_999}), 422, "PD007"),
    "created in the future": (
        _post("/rest/tickets", {"subject": "x", "created_at": TOMORROW}), 422, "PD009",
    ),
    "unknown status": (
        lambda desk: desk.client.post(
            "/rest/rpc/set_status", json={"ticket_id": desk.ticket_id, "status": "frozen"},
            headers=desk.headers("agent"),
        ), 422, "PD006",
    ),
    "unknown transition": (
        lambda desk: desk.client.post(
            "/rest/rpc/set_status", json={"ticket_id": desk.ticket_id, "status": "reopened"},
            headers=desk.headers("agent"),
        ), 409, "PD003",
    ),
    "unknown transition by PATCH": (_patch({"status": "reopened"}), 409, "PD003"),
    "what a transition requires is empty": (_patch({"status": "resolved"}), 422, "PD004"),
    "another version": (_patch({"subject": "new", "version": 99}), 409, "PD005"),
    "unknown ticket": (_post("/rest/rpc/reply", {"ticket_id": 999_999_999, "body": "x"}), 404, "PD001"),
    "another's ticket": (
        lambda desk: desk.client.post(
            "/rest/rpc/add_note", json={"ticket_id": desk.ticket_id, "body": "x"},
            headers=desk.headers("customer"),
        ), 403, "42501",
    ),
    "nobody to ask": (
        lambda desk: desk.client.post(
            "/rest/rpc/escalate_ticket", json={"ticket_id": desk.ticket_id, "staff_ids": [], "message": "x"},
            headers=desk.headers("agent"),
        ), 422, "PD014",
    ),
    "expired token": (
        lambda desk: desk.client.get("/rest/tickets", headers=desk.headers("agent", expires_in=-3600)),
        401, "PGRST303",
    ),
    "no token at all": (lambda desk: desk.client.get("/rest/tickets"), 401, "42501"),
    "token of another key": (
        lambda desk: desk.client.get("/rest/tickets", headers={
            "Authorization": desk.headers("agent")["Authorization"][:-3] + "abc"
        }), 401, "PGRST301",
    ),
    "token of a role that the person has not": (
        lambda desk: desk.client.get("/rest/tickets", headers=bearer("admin", desk.people["agent"])),
        401, "PD011",
    ),
    "token of nobody": (
        lambda desk: desk.client.get("/rest/tickets", headers=bearer("agent", 999_999_999)), 401, "PD011",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_refused(desk: Desk, name: str) -> None:
    send, status, code = CASES[name]
    answer = send(desk)
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    body = answer.json()
    assert set(body) == {"code", "message", "details", "hint"}
    assert body["message"]
    if code.startswith("PD"):
        assert body["hint"]


def test_an_instant_in_the_future_is_refused_for_those_who_may_set_it(desk: Desk) -> None:
    """Clients have no grant on created_at; a login that writes tables meets the rule itself."""
    with (
        pytest.raises(Exception, match="created_at is in the future") as refused,
        desk.database.transaction(),
    ):
        desk.database.execute(
            "INSERT INTO helpdesk.ticket (subject, requester_id, created_at) VALUES ('x', %s, %s)",
            (desk.people["customer"], TOMORROW),
        )
    assert refused.value.sqlstate == "PD010"  # type: ignore[attr-defined]


ALIAS_CASES: dict[str, tuple[object, int, str]] = {
    "broken JSON": (b'{"staffIds": ', 400, "HTTP400"),
    "no object": (b"[1]", 400, "HTTP400"),
    "ids that are none": ({"staffIds": ["x"], "message": "m"}, 422, "PD006"),
    "ids that would break out of an array": ({"staffIds": ["1}, {2"], "message": "m"}, 422, "PD006"),
    "nobody": ({"staffIds": [], "message": "m"}, 422, "PD014"),
    "no list": ({"message": "m"}, 422, "PD014"),
    "no message": ({"staffIds": ["helper"]}, 422, "PD014"),
    "oneself": ({"staffIds": ["agent"], "message": "m"}, 422, "PD014"),
    "a customer": ({"staffIds": ["customer"], "message": "m"}, 422, "PD014"),
    "in another's name": ({"staffIds": ["helper"], "message": "m", "requestedBy": "third"}, 403, "PD002"),
}


@pytest.mark.parametrize("name", ALIAS_CASES)
def test_bad_input_to_an_alias_is_refused(desk: Desk, name: str) -> None:
    body, status, code = ALIAS_CASES[name]
    if isinstance(body, dict):
        text = json.dumps(body)
        for person, person_id in desk.people.items():
            text = text.replace(f'"{person}"', f'"{person_id}"')
        body = text.encode()
    answer = desk.client.post(
        f"/api/tickets/{desk.ticket_id}/escalate",
        content=body,
        headers=desk.headers("agent"),  # type: ignore[arg-type]
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["message"]
    assert answer.json()["hint"]


def test_an_alias_of_an_unknown_ticket(desk: Desk) -> None:
    body = {"staffIds": [str(desk.people["helper"])], "message": "m"}
    for ticket_id, status in (("999999999", 404), ("1e5", 404), ("9" * 30, 404)):
        answer = desk.client.post(
            f"/api/tickets/{ticket_id}/escalate", json=body, headers=desk.headers("agent")
        )
        assert answer.status_code == status, answer.text
        assert answer.json()["hint"]


@pytest.mark.parametrize(
    "body",
    [b"[" * 200_000, b'{"body":' + b"[" * 5000 + b"]" * 5000 + b"}", b'{"a":' * 9999],
    ids=["list", "value", "open"],
)
@pytest.mark.parametrize("path", ["/support/tickets", "/rest/rpc/create_ticket"])
def test_a_body_that_nests_deeper_than_anything(desk: Desk, path: str, body: bytes) -> None:
    headers = {**desk.headers("agent"), "Content-Type": "application/json"}
    answer = desk.client.post(path, content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert answer.json()["message"]


def test_no_view_answers_a_deletion_with_a_fault(desk: Desk) -> None:
    """Also not one that nobody may write, of which Postgres says so before it asks for rights."""
    views = desk.database.execute(
        "SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v' AND a.attnum = 1"
    ).fetchall()
    answers = {
        view: desk.client.delete(f"/rest/{view}?{column}=is.null", headers=desk.headers("admin")).status_code
        for view, column in views
    }
    assert len(answers) > 100
    assert {view: status for view, status in answers.items() if status >= 500} == {}
    assert answers["article_versions"] == 403
