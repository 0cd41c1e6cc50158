"""Inside an API request a refusal is SQLSTATE PGRST with the PD code's JSON and status."""

import json
from typing import Any

import psycopg
import pytest

from tests.desk import ANON, SYSTEM, Desk, as_if_rest, refused

REFUSALS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "PD001": ("agent", "claim_ticket", {"ticket_id": 0}),
    "PD002": ("light", "set_priority", {"priority": "low"}),
    "PD003": ("agent", "set_status", {"status": "reopened"}),
    "PD004": ("agent", "resolve_ticket", {}),
    "PD005": ("agent", "set_priority", {"priority": "low", "version": 99}),
    "PD006": ("agent", "add_tags", {"tags": ["nope"]}),
    "PD007": ("agent", "assign_ticket", {"assignee_id": 0}),
    "PD012": ("customer", "close_ticket", {}),
    "PD014": ("agent", "escalate_ticket", {"staff_ids": [], "message": "x"}),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_tells_code_message_hint_and_status(desk: Desk, code: str) -> None:
    role, verb, arguments = REFUSALS[code]
    ticket = desk.ticket()
    desk.set("allow_customer_close", False)
    status, hint = desk.run(
        SYSTEM, "SELECT http_status, hint FROM helpdesk.error_code WHERE code = %s", code
    )[0]
    as_if_rest(desk.db)
    with pytest.raises(psycopg.Error) as caught:
        desk.call(getattr(desk, role), verb, **{"ticket_id": ticket, **arguments})
    assert caught.value.sqlstate == "PGRST"
    body = json.loads(caught.value.diag.message_primary or "")
    assert set(body) == {"code", "message", "details", "hint"}
    assert body["code"] == code
    assert body["message"]
    assert body["hint"] or not hint
    assert json.loads(caught.value.diag.message_detail or "") == {"status": status, "headers": {}}


def test_quotes_and_control_characters_stay_json(desk: Desk) -> None:
    as_if_rest(desk.db)
    with pytest.raises(psycopg.Error) as caught:
        desk.call(desk.agent, "add_tags", ticket_id=desk.ticket(), tags=['a"b\\c\n\u2028\U0001f525'])
    assert (
        json.loads(caught.value.diag.message_primary or "")["message"]
        == 'unknown tags: a"b\\c\n\u2028\U0001f525'
    )


def test_an_unknown_code_is_still_a_client_error(desk: Desk) -> None:
    as_if_rest(desk.db)
    with pytest.raises(psycopg.Error) as caught:
        desk.run(SYSTEM, "SELECT helpdesk.refuse('PD999', 'x')")
    assert json.loads(caught.value.diag.message_detail or "")["status"] == 400


def test_elsewhere_it_is_the_code_itself_with_the_hint_of_the_table(desk: Desk) -> None:
    with refused("PD001", "ticket 0 not found", "Check the id"):
        desk.call(desk.agent, "claim_ticket", ticket_id=0)


def test_every_code_has_a_client_errors_status(desk: Desk) -> None:
    assert (
        desk.run(
            SYSTEM,
            "SELECT code FROM helpdesk.error_code WHERE http_status NOT BETWEEN 400 AND 499 OR hint = ''",
        )
        == []
    )
    assert len(desk.run(ANON, "SELECT code FROM api.error_codes")) >= 17
