"""The same key gives the first answer again; nothing is done twice."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.desk import ANON, SYSTEM, Desk, as_if_rest, refused

Call = Callable[[Desk, str], dict[str, Any]]


def _count(desk: Desk, table: str) -> int:
    found: int = desk.one(SYSTEM, f"SELECT count(*) FROM helpdesk.{table}")
    return found


def _reply(desk: Desk, verb: str, **arguments: Any) -> Call:
    ticket = desk.ticket()
    return lambda desk, key: desk.call(
        desk.agent, verb, ticket_id=ticket, body="Hello", idempotency_key=key, **arguments
    )


def _merge(desk: Desk) -> Call:
    source, target = desk.ticket(), desk.ticket()
    return lambda desk, key: desk.call(
        desk.agent, "merge_tickets", ticket_ids=[source], into_id=target, idempotency_key=key
    )


def _split(desk: Desk) -> Call:
    message = desk.message(desk.ticket(), desk.customer)
    return lambda desk, key: desk.call(desk.agent, "split_ticket", message_id=message, idempotency_key=key)


def _link(desk: Desk) -> Call:
    one, other = desk.ticket(), desk.ticket()
    return lambda desk, key: desk.call(
        desk.agent, "link_tickets", from_id=one, to_id=other, idempotency_key=key
    )


def _incidents(desk: Desk, verb: str) -> Call:
    problem, incident = desk.ticket(assignee_id=desk.agent.id), desk.ticket()
    desk.call(desk.agent, "link_tickets", from_id=problem, to_id=incident, kind="problem_incident")
    return lambda desk, key: desk.call(
        desk.agent, verb, problem_id=problem, body="Hello", idempotency_key=key
    )


def _macro(desk: Desk) -> Call:
    ticket = desk.ticket()
    macro = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.rule (kind, name, predicate, actions) VALUES ('macro', 'Once', '',"
        """ '[{"action": "reply", "value": "Hello"}]') RETURNING rule_id""",
    )
    return lambda desk, key: desk.call(
        desk.agent, "apply_macro", ticket_id=ticket, rule_id=macro, idempotency_key=key
    )


def _help(desk: Desk) -> Call:
    ticket, staff = desk.ticket(), [desk.colleague.id]
    return lambda desk, key: desk.call(
        desk.agent, "escalate_ticket", ticket_id=ticket, staff_ids=staff, message="Help", idempotency_key=key
    )


def _time(desk: Desk) -> Call:
    ticket = desk.ticket()
    return lambda desk, key: desk.call(
        desk.agent, "log_time", ticket_id=ticket, minutes=5, idempotency_key=key
    )


def _approval(desk: Desk) -> Call:
    asked = {"ticket_id": desk.ticket(), "question": "Shall we?", "person_ids": [desk.colleague.id]}
    return lambda desk, key: desk.call(desk.agent, "ask_approval", idempotency_key=key, **asked)


def _side(desk: Desk, verb: str) -> Call:
    first = {"ticket_id": desk.ticket(), "subject": "Parts", "person_ids": [desk.colleague.id]}
    if verb == "reply_side_conversation":
        made = desk.call(desk.agent, "start_side_conversation", body="Hello", **first)
        first = {"side_conversation_id": made["side_conversation_id"]}
    return lambda desk, key: desk.call(desk.agent, verb, body="Hello", idempotency_key=key, **first)


CALLS: dict[str, Callable[[Desk], Call]] = {
    "create_ticket": lambda desk: (
        lambda desk, key: desk.call(desk.customer, "create_ticket", subject="Help", idempotency_key=key)
    ),
    "reply": lambda desk: _reply(desk, "reply"),
    "add_note": lambda desk: _reply(desk, "add_note"),
    "merge_tickets": _merge,
    "split_ticket": _split,
    "link_tickets": _link,
    "apply_macro": _macro,
    "escalate_ticket": _help,
    "log_time": _time,
    "ask_approval": _approval,
    "start_side_conversation": lambda desk: _side(desk, "start_side_conversation"),
    "reply_side_conversation": lambda desk: _side(desk, "reply_side_conversation"),
    "reply_to_incidents": lambda desk: _incidents(desk, "reply_to_incidents"),
    "resolve_problem": lambda desk: _incidents(desk, "resolve_problem"),
    "add_person": lambda desk: (
        lambda desk, key: desk.call(desk.agent, "add_person", name="x", idempotency_key=key)
    ),
    "add_person_note": lambda desk: (
        lambda desk, key: desk.call(
            desk.agent, "add_person_note", person_id=desk.customer.id, body="x", idempotency_key=key
        )
    ),
}


@pytest.mark.parametrize("verb", CALLS)
def test_the_first_answer_again_and_nothing_done(desk: Desk, verb: str) -> None:
    call = CALLS[verb](desk)
    first = call(desk, "a key")
    tables = (
        "ticket",
        "message",
        "event",
        "ticket_link",
        "ticket_merge",
        "person_note",
        "notification",
        "time_entry",
    )
    before = [_count(desk, table) for table in tables]
    assert call(desk, "a key") == first
    assert [_count(desk, table) for table in tables] == before


def test_a_verb_with_a_key_is_listed_here(desk: Desk) -> None:
    verbs = desk.run(
        SYSTEM,
        "SELECT proname FROM pg_proc"
        " WHERE pronamespace = 'api'::regnamespace AND 'idempotency_key' = ANY (proargnames)",
    )
    missing = {verb for (verb,) in verbs} - set(CALLS)
    assert not missing, "add these to CALLS"


def test_the_same_key_with_another_body_is_refused(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Hello", idempotency_key="k")
    with refused("PD505", "reply"):
        desk.call(desk.agent, "reply", ticket_id=ticket, body="Hello!", idempotency_key="k")
    with refused("PD505"):
        desk.call(desk.agent, "add_note", ticket_id=ticket, body="Hello", idempotency_key="k")
    assert _count(desk, "message") == 1


def test_each_key_has_its_own_answer(desk: Desk) -> None:
    ticket, longest = desk.ticket(), "x" * 255
    first, second = (
        desk.call(desk.agent, "reply", ticket_id=ticket, body=key, idempotency_key=key)
        for key in ("k", longest)
    )
    for key, answer in (("k", first), (longest, second)):
        assert desk.call(desk.agent, "reply", ticket_id=ticket, body=key, idempotency_key=key) == answer


def test_keys_belong_to_their_callers(desk: Desk) -> None:
    ticket = desk.ticket()
    made = {
        desk.call(who, "reply", ticket_id=ticket, body="Hello", idempotency_key="k")["message_id"]
        for who in (desk.agent, desk.colleague, desk.customer)
    }
    assert len(made) == 3


def test_without_a_key_each_call_counts(desk: Desk) -> None:
    for _ in range(2):
        desk.call(desk.customer, "create_ticket", subject="Help")
    assert _count(desk, "ticket") == 2
    assert _count(desk, "idempotency_key") == 0


def test_guests_retry_too(desk: Desk) -> None:
    def call(subject: str) -> dict[str, Any]:
        return desk.call(
            ANON, "create_ticket", subject=subject, requester_email="g@example.org", idempotency_key="k"
        )

    assert call("Help") == call("Help")
    with refused("PD505"):
        call("Another")


def test_a_refused_call_leaves_the_key_free(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD003"):
        desk.call(desk.agent, "reply", ticket_id=ticket, body="Hi", status="reopened", idempotency_key="k")
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Hi", idempotency_key="k")


def test_after_a_day_the_key_is_forgotten(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    first = desk.call(desk.customer, "create_ticket", subject="Help", idempotency_key="k")
    desk.clock("2026-03-03 12:00:00+00")
    assert desk.call(desk.customer, "create_ticket", subject="Help", idempotency_key="k") == first
    desk.clock("2026-03-03 12:00:01+00")
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.idempotency_key") == 1
    assert (
        desk.call(desk.customer, "create_ticket", subject="Other", idempotency_key="k")["ticket_id"]
        != first["ticket_id"]
    )
    desk.clock("2026-03-05 12:00:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_idempotency_keys()") == 1


def test_a_key_has_a_length(desk: Desk) -> None:
    for key in ("", "x" * 256):
        with refused("PD006", "idempotency_key"):
            desk.call(desk.customer, "create_ticket", subject="Help", idempotency_key=key)


def test_the_refusal_is_a_409_to_rest(desk: Desk) -> None:
    desk.call(desk.customer, "create_ticket", subject="Help", idempotency_key="k")
    as_if_rest(desk.db)
    with refused("PGRST", '"PD505"', '"status" : 409'):
        desk.call(desk.customer, "create_ticket", subject="Other", idempotency_key="k")
