"""Approvals: who is asked, who decides, how it ends, and what waits for it meanwhile."""

from typing import Any

import pytest

from tests.conftest import Connection, acting_as
from tests.desk import SYSTEM, Desk, Person, make_desk, refused

QUESTION = "May Max have a laptop for 1,900 euros?"


@pytest.fixture
def desk(db: Connection) -> Desk:
    return make_desk(db)


@pytest.fixture
def ticket(desk: Desk) -> int:
    return desk.ticket(assignee_id=desk.agent.id, department_id=desk.support)


def ask(desk: Desk, ticket: int, *people: Person, who: Person | None = None, **more: Any) -> int:
    asked = desk.call(
        who or desk.agent,
        "ask_approval",
        ticket_id=ticket,
        question=QUESTION,
        person_ids=[person.id for person in people],
        **more,
    )
    assert (asked["state"], asked["ticket_id"]) == ("pending", ticket)
    return int(asked["approval_id"])


def decide(desk: Desk, who: Person, approval: int, is_approved: bool, **more: Any) -> str:
    decided = desk.call(who, "decide_approval", approval_id=approval, is_approved=is_approved, **more)
    return str(decided["state"])


def state(desk: Desk, approval: int) -> str:
    return str(desk.one(SYSTEM, "SELECT state FROM helpdesk.approval WHERE approval_id = %s", approval))


def votes(desk: Desk, approval: int) -> dict[int, str]:
    return dict(
        desk.run(
            SYSTEM, "SELECT person_id, state FROM helpdesk.approval_vote WHERE approval_id = %s", approval
        )
    )


def waiting(desk: Desk, who: Person) -> list[int]:
    return [key for (key,) in desk.run(who, "SELECT approval_id FROM api.my_approvals ORDER BY 1")]


@pytest.mark.parametrize(
    ("needed", "says", "becomes"),
    [
        (None, [True, True], ["pending", "approved"]),
        (None, [False], ["declined"]),
        (1, [True], ["approved"]),
        (1, [False, True], ["pending", "approved"]),
        (1, [False, False], ["pending", "declined"]),
        (2, [True, True], ["pending", "approved"]),
    ],
)
def test_all_any_or_some_have_to_agree(
    desk: Desk, ticket: int, needed: int | None, says: list[bool], becomes: list[str]
) -> None:
    asked = (desk.colleague, desk.light)
    approval = ask(desk, ticket, *asked, needed=needed)
    assert [decide(desk, who, approval, said) for who, said in zip(asked, says, strict=False)] == becomes
    kinds = [kind for kind in desk.events(ticket) if kind.startswith("approval")]
    ended = ["approval_ended"] if becomes[-1] != "pending" else []
    assert kinds == ["approval_requested", *["approval_decided"] * len(says), *ended]
    assert desk.event(ticket, "approval_ended")["payload"]["outcome"] == becomes[-1]
    open_votes = [vote for vote in votes(desk, approval).values() if vote == "pending"]
    assert open_votes == []


def test_everybody_decides_once_and_only_who_is_asked(desk: Desk, ticket: int) -> None:
    approval = ask(desk, ticket, desk.colleague, desk.light)
    decide(desk, desk.colleague, approval, True, comment=" Fine ")
    with refused("PD175", "is approved", "decides once"):
        decide(desk, desk.colleague, approval, False)
    with refused("PD002", "only who is asked"):
        decide(desk, desk.admin, approval, True)
    with refused("PD001"):
        decide(desk, desk.customer, approval, True)
    with refused("PD006", "is_approved"):
        desk.call(desk.light, "decide_approval", approval_id=approval, is_approved=None)
    decide(desk, desk.light, approval, False)
    with refused("PD175", "is declined"):
        decide(desk, desk.light, approval, True)
    assert desk.run(
        desk.agent,
        "SELECT comment, state FROM api.approval_votes WHERE approval_id = %s AND person_id = %s",
        *(approval, desk.colleague.id),
    ) == [("Fine", "approved")]


def test_whom_one_may_ask(desk: Desk, ticket: int) -> None:
    ask(desk, ticket, desk.colleague, desk.light, desk.admin, desk.customer, desk.teammate)
    for wrong in (desk.stranger, desk.retired, desk.guest, Person("agent", 0)):
        with refused("PD176", f": {wrong.id}"):
            ask(desk, ticket, desk.colleague, wrong)
    with refused("PD176", "nobody is named"):
        ask(desk, ticket)
    with refused("PD176", "who asks"):
        ask(desk, ticket, desk.agent, desk.colleague)
    desk.set("approval_by_asker", True)
    ask(desk, ticket, desk.agent)
    desk.set("approval_by_requester", False)
    with refused("PD176", "requester"):
        ask(desk, ticket, desk.customer)
    for who in (desk.light, desk.customer):
        with refused("PD002" if who is desk.light else "42501"):
            ask(desk, ticket, desk.colleague, who=who)


def test_a_department_is_asked_without_who_asks(desk: Desk, ticket: int) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.department_member (department_id, person_id) VALUES (%s, %s), (%s, %s)",
        *(desk.support, desk.admin.id, desk.support, desk.light.id),
    )
    approval = ask(desk, ticket, department_ids=[desk.support])
    assert votes(desk, approval) == {desk.admin.id: "pending", desk.light.id: "pending"}
    with refused("PD006", "unknown departments: 0"):
        ask(desk, ticket, desk.colleague, department_ids=[0])


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"needed": 3}, "from 1 to 2"),
        ({"needed": 0}, "from 1 to 2"),
        ({"due_at": "2020-01-01"}, "due_at is past"),
        ({"due_at": "infinity"}, "before the year 2200"),
        ({"remind_at": "9999-01-01Z"}, "before the year 2200"),
        ({"due_at": "2040-01-01", "remind_at": "2041-01-01"}, "remind_at"),
        ({"state_when_due": "approved"}, "state_when_due"),
        ({"question": " "}, "question is empty"),
        ({"question": "x" * 2001}, "2000"),
    ],
)
def test_bad_requests_are_refused(desk: Desk, ticket: int, wrong: dict[str, Any], part: str) -> None:
    people = [desk.colleague.id, desk.light.id]
    with refused("PD006", part):
        desk.call(
            desk.agent,
            "ask_approval",
            **{"ticket_id": ticket, "question": QUESTION, "person_ids": people, **wrong},
        )


def test_a_ticket_that_waits_is_not_solved_but_by_who_may(desk: Desk, ticket: int) -> None:
    desk.forbid("admin", "approvals.override")
    approval = ask(desk, ticket, desk.colleague)
    for who, statement in (
        (desk.agent, "SELECT api.resolve_ticket(%s)"),
        (desk.admin, "SELECT api.close_ticket(%s)"),
        (SYSTEM, "UPDATE helpdesk.ticket SET status = 'resolved' WHERE ticket_id = %s"),
    ):
        with refused("PD004", "waits for an approval", QUESTION, "/rest/approvals"):
            desk.run(who, statement, ticket)
    desk.permit("admin", "approvals.override")
    desk.call(desk.admin, "close_ticket", ticket_id=ticket)
    assert state(desk, approval) == "withdrawn"
    with refused("PD177", "closed"):
        ask(desk, ticket, desk.colleague)


def test_what_is_not_required_is_in_nobodys_way(desk: Desk, ticket: int) -> None:
    ask(desk, ticket, desk.colleague, is_required=False)
    assert desk.call(desk.agent, "resolve_ticket", ticket_id=ticket)["status"] == "resolved"
    other = desk.ticket(assignee_id=desk.agent.id)
    decide(desk, desk.colleague, ask(desk, other, desk.colleague), False)
    assert desk.call(desk.agent, "resolve_ticket", ticket_id=other)["status"] == "resolved"


@pytest.mark.parametrize("verb", ["delete_ticket", "mark_spam"])
def test_nobody_is_asked_on_a_ticket_that_is_gone(desk: Desk, ticket: int, verb: str) -> None:
    approval = ask(desk, ticket, desk.colleague, desk.teammate)
    desk.call(desk.admin, verb, ticket_id=ticket)
    assert state(desk, approval) == "withdrawn"
    assert waiting(desk, desk.colleague) == waiting(desk, desk.teammate) == []
    with refused("PD001" if verb == "delete_ticket" else "PD175"):
        decide(desk, desk.teammate, approval, True)


def test_customers_close_their_ticket_whatever_waits(desk: Desk, ticket: int) -> None:
    approval = ask(desk, ticket, desk.colleague)
    assert desk.call(desk.customer, "close_ticket", ticket_id=ticket)["status"] == "closed"
    assert state(desk, approval) == "withdrawn"


def test_who_asked_withdraws_it_and_others_by_permission(desk: Desk, ticket: int) -> None:
    approval = ask(desk, ticket, desk.light, desk.teammate)
    with refused("PD002", "approvals.withdraw"):
        desk.call(desk.colleague, "withdraw_approval", approval_id=approval)
    assert desk.call(desk.agent, "withdraw_approval", approval_id=approval)["state"] == "withdrawn"
    assert set(votes(desk, approval).values()) == {"void"}
    with refused("PD175", "is withdrawn"):
        desk.call(desk.admin, "withdraw_approval", approval_id=approval)
    other = ask(desk, ticket, desk.light)
    assert desk.call(desk.admin, "withdraw_approval", approval_id=other)["state"] == "withdrawn"


def test_somebody_else_decides_in_ones_place(desk: Desk, ticket: int) -> None:
    approval = ask(desk, ticket, desk.colleague, desk.customer)
    desk.call(
        desk.colleague, "delegate_approval", approval_id=approval, person_id=desk.light.id, comment="Away"
    )
    assert waiting(desk, desk.colleague) == []
    assert waiting(desk, desk.light) == [approval]
    assert (desk.light.id, "approval_delegated") in desk.notified(ticket)
    for wrong, part in (
        ({"person_id": desk.colleague.id}, "asked already"),
        ({"person_id": desk.agent.id}, "who asks"),
        ({"person_id": desk.stranger.id}, "cannot be asked"),
        ({"email": "nobody@desk.example"}, "nobody is named"),
        ({}, "nobody is named"),
    ):
        with refused("PD176", part):
            desk.call(desk.light, "delegate_approval", approval_id=approval, **wrong)
    with refused("PD175", "is delegated"):
        decide(desk, desk.colleague, approval, True)
    desk.call(desk.customer, "delegate_approval", approval_id=approval, email=" MIA@desk.example")
    assert decide(desk, desk.light, approval, True) == "pending"
    assert decide(desk, desk.teammate, approval, True) == "approved"


def test_customers_learn_nothing_of_whom_they_cannot_name(desk: Desk, ticket: int) -> None:
    approval = ask(desk, ticket, desk.colleague, desk.customer)
    told = set()
    for wrong in (
        {"person_id": desk.colleague.id},
        {"person_id": desk.agent.id},
        {"person_id": desk.stranger.id},
        {"person_id": 10**9},
        {"email": "zoe@desk.example"},
        {"email": "cleo@desk.example"},
        {"email": "nobody@desk.example"},
    ):
        with refused("PD176") as caught:
            desk.call(desk.customer, "delegate_approval", approval_id=approval, **wrong)
        diag = caught.value.diag
        told.add((diag.message_primary, diag.message_detail, diag.message_hint))
    assert len(told) == 1


def test_nobody_decides_once_it_was_due(desk: Desk, ticket: int) -> None:
    desk.clock("2030-01-01 09:00Z")
    approval = ask(desk, ticket, desk.colleague, desk.light, due_at="2030-01-05 09:00Z")
    desk.clock("2030-01-05 08:59Z")
    assert decide(desk, desk.light, approval, True) == "pending"
    desk.clock("2030-01-05 09:00Z")
    with refused("PD175", "was due"):
        decide(desk, desk.colleague, approval, True)
    with refused("PD175", "was due"):
        desk.call(desk.colleague, "delegate_approval", approval_id=approval, person_id=desk.admin.id)
    assert desk.call(desk.agent, "withdraw_approval", approval_id=approval)["state"] == "withdrawn"


def test_customers_see_what_they_are_asked_and_nothing_else(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.organisation SET has_shared_tickets = false")
    ticket = desk.ticket()
    approval = ask(desk, ticket, desk.teammate, desk.colleague)
    assert desk.run(desk.teammate, "SELECT 1 FROM api.tickets") == []
    assert desk.run(
        desk.teammate,
        "SELECT approval_id, question, ticket_reference, ticket_subject, requested_by_name"
        " FROM api.approvals",
    ) == [(approval, QUESTION, desk.ticket_row(ticket)["reference"], "Printer on fire", "Bob")]
    assert desk.run(desk.teammate, "SELECT person_id, person_name FROM api.approval_votes") == [
        (desk.teammate.id, "Mia")
    ]
    assert desk.run(desk.customer, "SELECT 1 FROM api.approvals") == []
    assert decide(desk, desk.teammate, approval, True) == "pending"
    assert desk.run(desk.teammate, "SELECT 1 FROM api.events") == []
    with refused("PD001"):
        desk.call(desk.teammate, "reply", ticket_id=ticket, body="Hello")


def test_staff_who_are_asked_may_read_the_ticket(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.support)
    assert desk.run(desk.colleague, "SELECT 1 FROM api.tickets") == []
    approval = ask(desk, ticket, desk.colleague)
    assert desk.run(desk.colleague, "SELECT ticket_id FROM api.tickets") == [(ticket,)]
    with refused("PD002", "asked for an approval"):
        desk.call(desk.colleague, "resolve_ticket", ticket_id=ticket)
    assert decide(desk, desk.colleague, approval, True) == "approved"


def test_who_is_asked_hears_of_it_and_who_asked_of_the_end(desk: Desk, ticket: int) -> None:
    approval = ask(desk, ticket, desk.colleague, desk.teammate)
    assert desk.notified(ticket) >= {
        (desk.colleague.id, "approval_requested"),
        (desk.teammate.id, "approval_requested"),
    }
    assert desk.run(
        SYSTEM,
        "SELECT title, body FROM helpdesk.notification WHERE person_id = %s AND kind = 'approval_requested'",
        desk.teammate.id,
    ) == [(f"Bob asks for your approval on {desk.ticket_row(ticket)['reference']}", QUESTION)]
    decide(desk, desk.colleague, approval, False)
    assert desk.run(
        SYSTEM, "SELECT person_id, title FROM helpdesk.notification WHERE kind = 'approval_ended'"
    ) == [(desk.agent.id, f"The approval on {desk.ticket_row(ticket)['reference']}: declined")]


def test_mail_tells_customers_the_question_and_where_to_decide(desk: Desk, ticket: int) -> None:
    desk.set("mail_enabled", True)
    desk.run(SYSTEM, "UPDATE helpdesk.person SET language = 'de' WHERE person_id = %s", desk.teammate.id)
    approval = ask(desk, ticket, desk.teammate, desk.colleague, due_at="2040-01-02 10:00Z")
    drafts = dict(
        desk.run(
            SYSTEM,
            "SELECT m.person_id, helpdesk.draft_mail(m, 'https://x') FROM helpdesk.outgoing_mail AS m"
            " WHERE m.kind = 'approval'",
        )
    )
    assert set(drafts) == {desk.teammate.id, desk.colleague.id}
    said = drafts[desk.teammate.id]["values"]["approval"]
    assert said == {
        "question": QUESTION,
        "until": "2040-01-02 10:00",
        "url": f"https://x/support/approvals/{approval}",
    }
    assert "Freigabe" in drafts[desk.teammate.id]["texts"][0]["subject"]
    desk.call(desk.agent, "withdraw_approval", approval_id=approval)
    assert desk.run(
        SYSTEM,
        "SELECT DISTINCT helpdesk.is_mail_void(m) FROM helpdesk.outgoing_mail AS m WHERE m.kind = 'approval'",
    ) == [(True,)]


@pytest.mark.parametrize("becomes", ["expired", "declined"])
def test_the_deadline_is_told_before_and_kept(desk: Desk, ticket: int, becomes: str) -> None:
    desk.clock("2030-01-01 09:00Z")
    approval = ask(
        desk, ticket, desk.colleague, desk.light, due_at="2030-01-05 09:00Z", state_when_due=becomes
    )
    other = ask(desk, ticket, desk.colleague)
    decide(desk, desk.light, approval, True)
    sweep = "SELECT helpdesk.sweep_approvals()"
    desk.clock("2030-01-04 08:59Z")
    assert desk.one(SYSTEM, sweep) == 0
    desk.clock("2030-01-04 09:00Z")
    assert [desk.one(SYSTEM, sweep) for _ in range(2)] == [1, 0]
    reminded = desk.event(ticket, "approval_reminded")["payload"]
    assert (reminded["approval_id"], reminded["person_ids"]) == (approval, [desk.colleague.id])
    desk.clock("2030-01-05 09:00Z")
    assert [desk.one(SYSTEM, sweep) for _ in range(2)] == [1, 0]
    assert (state(desk, approval), state(desk, other)) == (becomes, "pending")
    assert desk.event(ticket, "approval_ended")["payload"]["outcome"] == becomes


def test_a_near_deadline_is_told_half_way(desk: Desk, ticket: int) -> None:
    desk.clock("2030-01-01 09:00Z")
    approval = ask(desk, ticket, desk.colleague, due_at="2030-01-01 11:00Z")
    remind = "SELECT remind_at = '2030-01-01 10:00Z' FROM helpdesk.approval WHERE approval_id = %s"
    assert desk.one(SYSTEM, remind, approval)
    desk.set("approval_remind_hours", 0)
    none = ask(desk, ticket, desk.colleague, due_at="2030-01-01 11:00Z")
    assert desk.one(SYSTEM, remind, none) is None


def test_who_leaves_is_not_waited_for(desk: Desk, ticket: int) -> None:
    both, one = ask(desk, ticket, desk.colleague, desk.light), ask(desk, ticket, desk.colleague)
    decide(desk, desk.light, both, True)
    desk.run(desk.admin, "UPDATE api.people SET is_active = false WHERE person_id = %s", desk.colleague.id)
    assert (state(desk, both), state(desk, one)) == ("approved", "expired")


def test_nobody_decides_as_somebody_else(desk: Desk, ticket: int) -> None:
    approval = ask(desk, ticket, desk.colleague)
    for verb in ("decide_approval(%s, true)", "delegate_approval(%s, email => 'lux@desk.example')"):
        who = acting_as(desk.db, "agent", desk.colleague.id, pgdesk_impersonator=desk.admin.id)
        with refused("PD094"), who:
            desk.db.execute(f"SELECT api.{verb}", (approval,))


def test_it_goes_along_with_a_merge_and_back(desk: Desk, ticket: int) -> None:
    other = desk.ticket(assignee_id=desk.agent.id)
    approval = ask(desk, ticket, desk.colleague)
    on = "SELECT ticket_id, state FROM api.approvals WHERE approval_id = %s"
    desk.call(desk.agent, "merge_tickets", ticket_ids=[ticket], into_id=other)
    assert desk.run(desk.agent, on, approval) == [(other, "pending")]
    with refused("PD004", QUESTION):
        desk.call(desk.agent, "resolve_ticket", ticket_id=other)
    desk.call(desk.agent, "unmerge_ticket", ticket_id=ticket)
    assert desk.run(desk.agent, on, approval) == [(ticket, "pending")]
    assert desk.call(desk.agent, "resolve_ticket", ticket_id=other)["status"] == "resolved"


def test_a_vote_goes_along_with_a_merge_of_people(desk: Desk, ticket: int) -> None:
    approval = ask(desk, ticket, desk.teammate)
    desk.call(desk.admin, "merge_people", source_id=desk.teammate.id, target_id=desk.customer.id)
    assert waiting(desk, desk.customer) == [approval]
    assert decide(desk, desk.customer, approval, True) == "approved"


def test_the_dashboard_counts_what_waits(desk: Desk, ticket: int) -> None:
    for _ in range(2):
        ask(desk, ticket, desk.colleague)
    dashboard = desk.one(desk.colleague, "SELECT api.agent_dashboard() ->> 'asked_for_approval'")
    assert (dashboard, len(waiting(desk, desk.colleague))) == ("2", 2)


def test_ones_votes_are_among_all_that_is_kept_of_one(desk: Desk, ticket: int) -> None:
    approval = ask(desk, ticket, desk.teammate)
    decide(desk, desk.teammate, approval, True, comment="For my daughter")
    found = desk.one(desk.teammate, "SELECT api.export_person() -> 'approvals'")
    assert [(one["question"], one["state"], one["comment"]) for one in found] == [
        (QUESTION, "approved", "For my daughter")
    ]
