"""Rules ask for approvals and go on from what became of them."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.approvals.test_approvals import ask, decide, state, votes, waiting
from tests.conftest import Connection
from tests.desk import SYSTEM, Desk, make_desk, refused

ASKED = {"question": "May {{requester.first_name}} have it?", "people": ["department"]}


@pytest.fixture
def desk(db: Connection) -> Desk:
    return make_desk(db)


def action(**more: Any) -> Jsonb:
    return Jsonb([{"action": "ask_approval", "value": {**ASKED, **more}}])


def workflow(desk: Desk, trigger: str, conditions: Any, actions: Jsonb) -> None:
    desk.run(
        desk.admin,
        "INSERT INTO api.workflows (name, trigger_kind, conditions, actions) VALUES (%s, %s, %s, %s)",
        *(f"on {trigger}", trigger, Jsonb(conditions), actions),
    )


def asked_on(desk: Desk, ticket: int) -> list[tuple[Any, ...]]:
    return desk.run(
        SYSTEM,
        "SELECT question, requested_by, needed, state_when_due, due_at - created_at FROM helpdesk.approval"
        " WHERE ticket_id = %s",
        ticket,
    )


def test_a_workflow_asks_and_another_goes_on_from_the_outcome(desk: Desk) -> None:
    workflow(desk, "ticket_created", {}, action(needed=1, due_in="2 days", state_when_due="declined"))
    workflow(
        desk,
        "approval_ended",
        {"all": [{"field": "approval_state", "operator": "is", "value": "approved"}]},
        Jsonb([{"action": "set_priority", "value": "high"}]),
    )
    approved, declined = (desk.ticket(department_id=desk.billing) for _ in range(2))
    desk.run(SYSTEM, "SELECT helpdesk.run_workflows()")
    for ticket in (approved, declined):
        ((question, by, needed, when_due, within),) = asked_on(desk, ticket)
        assert (question, by, needed, when_due, within.days) == ("May Max have it?", None, 1, "declined", 2)
    for approval in waiting(desk, desk.colleague):
        on = desk.one(SYSTEM, "SELECT ticket_id FROM helpdesk.approval WHERE approval_id = %s", approval)
        decide(desk, desk.colleague, approval, on == approved)
        # What is asked later does not change what the event tells.
        ask(desk, on, desk.colleague)
    desk.run(SYSTEM, "SELECT helpdesk.run_workflows()")
    assert desk.ticket_row(approved)["priority"] == "high"
    assert desk.ticket_row(declined)["priority"] != "high"


def test_bulk_asks_once_and_says_where_nobody_is(desk: Desk) -> None:
    one, none = desk.ticket(department_id=desk.billing), desk.ticket()
    for outcomes in (["changed", "refused"], ["unchanged", "refused"]):
        found = desk.run(
            desk.agent,
            "SELECT to_jsonb(r) FROM api.change_tickets(%s, %s) AS r",
            *(action(), [one, none]),
        )
        said = {row["ticket_id"]: row for (row,) in found}
        assert [said[one]["outcome"], said[none]["outcome"]] == outcomes
        assert "PD176" in str(said[none])
    assert len(asked_on(desk, one)) == 1


def test_a_macro_asks_and_takes_it_back(desk: Desk) -> None:
    ticket = desk.ticket(department_id=desk.billing)
    macro = desk.one(
        desk.admin,
        "INSERT INTO api.macros (name, actions) VALUES ('Ask', %s) RETURNING rule_id",
        action(people=[desk.colleague.id, "requester"]),
    )
    desk.run(desk.agent, "SELECT * FROM api.apply_macro(%s, %s)", ticket, macro)
    (approval,) = waiting(desk, desk.colleague)
    assert set(votes(desk, approval)) == {desk.colleague.id, desk.customer.id}
    firing = desk.one(SYSTEM, "SELECT max(firing_id) FROM helpdesk.rule_firing WHERE ticket_id = %s", ticket)
    desk.run(desk.agent, "SELECT api.undo_macro(%s)", firing)
    assert state(desk, approval) == "withdrawn"
    desk.forbid("agent", "approvals.ask")
    with refused("PD002", "approvals.ask"):
        desk.run(desk.agent, "SELECT * FROM api.apply_macro(%s, %s)", ticket, macro)


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"question": ""}, "question, which takes a text"),
        ({"question": "{{nothing}}"}, "unknown placeholder"),
        ({"people": []}, "people, which takes a list"),
        ({"people": ["everybody"]}, "people, which takes a list"),
        ({"people": [0]}, "names 0"),
        ({"people": None}, "people, which takes a list"),
        ({"needed": 0}, "needed"),
        ({"needed": "two"}, "needed"),
        ({"is_required": "yes"}, "is_required"),
        ({"due_in": "soon"}, "due_in, which takes a duration"),
        ({"state_when_due": "approved"}, "state_when_due"),
        ({"colour": "red"}, "members besides"),
    ],
)
def test_wrong_actions_are_refused(desk: Desk, wrong: dict[str, Any], part: str) -> None:
    with refused("PD402", "actions.0", part):
        workflow(desk, "ticket_created", {}, action(**wrong))


def test_whom_an_action_names_is_not_deleted_unnoticed(desk: Desk) -> None:
    workflow(desk, "ticket_created", {}, action(people=[desk.retired.id]))
    with refused("PD406", "workflow on ticket_created"):
        desk.run(SYSTEM, "DELETE FROM helpdesk.agent WHERE person_id = %s", desk.retired.id)


def test_a_view_finds_what_waits_for_the_caller(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.ticket()
    ask(desk, ticket, desk.colleague)
    view = desk.one(
        desk.colleague,
        "INSERT INTO api.saved_views (name, conditions) VALUES ('Waits', %s) RETURNING view_id",
        Jsonb({"all": [{"field": "waits_for_my_approval", "operator": "is", "value": True}]}),
    )
    listed = "SELECT ticket_id FROM api.run_view(%s)"
    assert desk.run(desk.colleague, listed, view) == [(ticket,)]
