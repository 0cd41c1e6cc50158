"""Constraints over HTTP: code, fact and hint instead of Postgres' words, and never the row."""

from typing import Any

import pytest

from tests.api.conftest import Desk


@pytest.mark.parametrize(
    ("role", "method", "path", "body", "status", "code", "message"),
    [
        (
            "customer",
            "POST",
            "rpc/create_ticket",
            {"subject": " "},
            422,
            "PD006",
            "subject has 1 to 500 characters",
        ),
        ("customer", "POST", "tickets", {"subject": ""}, 422, "PD006", "subject has 1 to 500 characters"),
        (
            "agent",
            "POST",
            "rpc/set_priority",
            {"priority": "asap"},
            422,
            "PD006",
            "priority asap does not exist",
        ),
        (
            "agent",
            "PATCH",
            "tickets",
            {"ticket_type": "joke"},
            422,
            "PD006",
            "the given ticket_type does not exist",
        ),
        ("agent", "POST", "rpc/reply", {"body": " "}, 422, "PD006", "the body of a message"),
        ("agent", "PATCH", "agents", {"availability": "gone"}, 422, "PD006", "availability is online"),
        ("admin", "POST", "tags", {"name": "x", "color": "red"}, 422, "PD006", "color is #"),
        ("admin", "POST", "tags", {"color": "#000000"}, 422, "PD006", "name is missing"),
        ("admin", "POST", "departments", {"name": "X"}, 422, "PD006", "slug is missing"),
        ("admin", "PATCH", "schedule", {"cron": "x"}, 422, "PD006", "cron has five fields"),
        ("admin", "DELETE", "priorities?priority=eq.medium", None, 409, "PD021", "the row still has"),
        (
            "admin",
            "DELETE",
            "ticket_types?ticket_type=eq.question",
            None,
            422,
            "PD009",
            "ticket type question is used by pgdesk itself",
        ),
        ("admin", "DELETE", "statuses?status=eq.open", None, 422, "PD009", "status open is what new tickets"),
        (
            "admin",
            "DELETE",
            "settings?key=eq.mode",
            None,
            403,
            "42501",
            "permission denied for view settings",
        ),
        (
            "admin",
            "DELETE",
            "event_kinds?kind=eq.rated",
            None,
            403,
            "42501",
            "permission denied for view event",
        ),
        ("admin", "POST", "priorities", {"priority": "low"}, 422, "PD006", "label is missing"),
        (
            "admin",
            "POST",
            "ticket_types",
            {"ticket_type": "question", "label": "Q"},
            409,
            "PD022",
            "the given ticket_type is taken",
        ),
    ],
)
def test_a_violation_is_worded(
    desk: Desk, role: str, method: str, path: str, body: Any, status: int, code: str, message: str
) -> None:
    if path.startswith("rpc/") and "create" not in path:
        body = {**body, "ticket_id": desk.ticket_id}
    filters = {
        "tickets": f"ticket_id=eq.{desk.ticket_id}",
        "agents": f"person_id=eq.{desk.people['agent']}",
    }
    query = f"?{filters.get(path, 'name=eq.route_tickets')}" if method == "PATCH" else ""
    answer = desk.client.request(method, f"/rest/{path}{query}", json=body, headers=desk.headers(role))
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code), told
    assert told["message"].startswith(message)
    assert told["details"] is None
    assert told["hint"]
    assert answer.headers["proxy-status"] == f"PostgREST; error={code}"


@pytest.mark.parametrize(
    ("role", "view", "hint"),
    [
        ("admin", "tickets?ticket_id=eq.1", "Call rpc/delete_ticket instead."),
        ("agent", "messages", "Call rpc/delete_message instead."),
        ("customer", "messages", "Call rpc/delete_message instead."),
        ("agent", "ticket_participants", "Call rpc/remove_participant instead."),
        ("admin", "custom_fields", "Call rpc/remove_custom_field instead."),
        ("admin", "people?person_id=eq.1", "Set is_active to false instead."),
        ("admin", "sla_policies", "Set is_active to false instead."),
        ("admin", "c%61lendars", "Set is_active to false instead."),
    ],
)
def test_who_may_not_delete_is_told_what_does_it(desk: Desk, role: str, view: str, hint: str) -> None:
    told = desk.client.delete(f"/rest/{view}", headers=desk.headers(role))
    assert (told.status_code, told.json()["code"], told.json()["hint"]) == (403, "42501", hint)


@pytest.mark.parametrize(
    ("role", "column", "value", "verbs"),
    [
        ("agent", "tags", ["x"], "rpc/add_tags, rpc/create_ticket, rpc/remove_tags, rpc/set_tags"),
        ("customer", "tags", ["x"], "rpc/create_ticket"),
        ("agent", "requester_name", "x", "rpc/change_requester, rpc/create_ticket"),
        ("agent", "is_followed", True, None),
    ],
)
def test_who_sends_what_a_row_does_not_take_is_told_what_takes_it(
    desk: Desk, role: str, column: str, value: Any, verbs: str | None
) -> None:
    body = {"subject": "x", column: value}
    told = desk.client.post("/rest/tickets", json=body, headers=desk.headers(role)).json()
    more = f"; what takes it: {verbs}" if verbs else ""
    assert (told["code"], told["message"]) == ("PD009", f"{column} of tickets is read-only")
    assert told["hint"] == f"Leave {column} out, or send it as it was read{more}."


@pytest.mark.parametrize("view", ["tickets", "people", "events", "custom_fields"])
def test_who_may_not_do_it_at_all_is_told_of_no_verb(desk: Desk, view: str) -> None:
    told = desk.client.delete(f"/rest/{view}", headers=desk.headers("customer"))
    assert told.status_code == 403
    assert told.json()["hint"].startswith("GET /rest/ lists")
