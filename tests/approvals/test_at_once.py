"""Decisions that come at once are all counted, and end the approval once."""

from tests.crowd import Crowd, acting
from tests.desk import SYSTEM, Desk, Person


def test_votes_that_come_at_once_end_the_approval_once(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1)
    asked = (desk.colleague, desk.light, desk.admin, desk.customer, desk.teammate)
    approval = desk.call(
        desk.agent,
        "ask_approval",
        ticket_id=ticket,
        question="Shall we?",
        person_ids=[person.id for person in asked],
    )["approval_id"]
    decide = "SELECT state FROM api.decide_approval(%s, true)"
    outcomes = crowd.run(*[acting(person, decide, approval) for person in asked])
    assert sorted(str(outcome) for outcome in outcomes) == ["[('approved',)]", *["[('pending',)]"] * 4]
    assert desk.events(ticket).count("approval_ended") == 1


def test_who_decides_twice_at_once_has_decided_once(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1)
    asked = [desk.colleague.id, desk.light.id]
    approval = desk.call(
        desk.agent, "ask_approval", ticket_id=ticket, question="Shall we?", person_ids=asked
    )["approval_id"]
    decide = acting(desk.colleague, "SELECT api.decide_approval(%s, true)", approval)
    outcomes = crowd.run(*[decide] * 4)
    assert sum(isinstance(outcome, list) for outcome in outcomes) == 1, outcomes
    assert desk.one(SYSTEM, "SELECT state FROM helpdesk.approval") == "pending"


def test_two_sweeps_at_once_end_each_approval_once(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    tickets = crowd.tickets(20)
    for ticket in tickets:
        desk.call(
            desk.agent,
            "ask_approval",
            ticket_id=ticket,
            question="Shall we?",
            person_ids=[desk.colleague.id],
            due_at="2099-01-01",
        )
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.approval SET created_at = '2020-01-01', remind_at = NULL, due_at = '2020-01-02'",
    )
    sweep = acting(Person("worker"), "SELECT helpdesk.sweep_approvals()")
    outcomes = crowd.run(sweep, sweep, sweep)
    assert all(isinstance(outcome, list) for outcome in outcomes), outcomes
    assert [desk.events(ticket).count("approval_ended") for ticket in tickets] == [1] * 20
