"""Clocks follow the conversation through merges, splits and spam: tidying meets and reopens nothing."""

from typing import Any

import pytest

from tests.desk import SYSTEM, Desk, Row

ONE, TWO, THREE, FOUR = (f"2026-03-0{day}T12:00:00+00:00" for day in range(2, 6))


def _clocks(desk: Desk, ticket: int, *columns: str) -> dict[str, tuple[Any, ...]]:
    """The last cycle of each metric."""
    names = columns or ("state", "cycle", "started_at")
    rows = desk.run(
        SYSTEM, "SELECT to_jsonb(c) FROM helpdesk.sla_clock AS c WHERE ticket_id = %s ORDER BY cycle", ticket
    )
    return {row["metric"]: tuple(row[name] for name in names) for (row,) in rows}


def _merge(desk: Desk, source: int, target: int) -> None:
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    _check(desk)


def _unmerge(desk: Desk, source: int) -> None:
    desk.call(desk.agent, "unmerge_ticket", ticket_id=source)
    _check(desk)


def _check(desk: Desk) -> None:
    """The log tells the same as the clocks, and as it would have told without having been stored."""
    assert desk.run(SYSTEM, "SELECT * FROM helpdesk.check_sla_cache()") == []
    assert (
        desk.run(
            SYSTEM,
            """SELECT e.event_id, e.kind, e.sla, f.sla
            FROM helpdesk.list_sla_facts(1, (SELECT max(ticket_id) FROM helpdesk.ticket)) AS f
            FULL JOIN (SELECT * FROM helpdesk.event WHERE sla IS NOT NULL) AS e USING (event_id)
            WHERE e.sla IS DISTINCT FROM f.sla""",
        )
        == []
    )


def _answered(desk: Desk) -> int:
    """A ticket of Monday that was answered on Tuesday."""
    desk.clock(ONE)
    ticket = desk.ticket()
    desk.clock(TWO)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Please try again")
    return ticket


def test_a_question_that_is_merged_in_is_owed_an_answer_since_it_was_asked(desk: Desk) -> None:
    """Source: zammad/zammad#4203."""
    target = _answered(desk)
    assert desk.ticket_row(target)["status"] == "waiting_on_customer"
    desk.clock(THREE)
    source = desk.ticket()
    desk.clock(FOUR)
    _merge(desk, source, target)
    assert desk.ticket_row(target)["status"] == "waiting_on_agent"
    clocks = _clocks(desk, target)
    assert clocks["next_response"] == ("running", 1, THREE)
    assert clocks["first_response"][0] == "missed"
    assert clocks["resolution"][0] == "running"
    desk.call(desk.agent, "reply", ticket_id=target, body="Done")
    assert _clocks(desk, target)["next_response"][0] in ("met", "missed")
    _check(desk)


def test_undoing_takes_the_question_back(desk: Desk) -> None:
    target = _answered(desk)
    desk.clock(THREE)
    source = desk.ticket()
    before = _clocks(desk, source, "state", "cycle", "started_at", "due_at", "target_us")
    _merge(desk, source, target)
    assert {row[0] for row in _clocks(desk, source).values()} == {"withdrawn"}
    desk.clock("2026-03-04T13:00:00+00:00")
    _unmerge(desk, source)
    assert _clocks(desk, source, "state", "cycle", "started_at", "due_at", "target_us") == before
    assert "ticket_reopened" not in desk.events(source)
    row = desk.ticket_row(source)
    assert (row["status"], row["reopened_at"], row["resolved_at"]) == ("open", None, None)
    assert desk.ticket_row(target)["status"] == "waiting_on_customer"
    assert _clocks(desk, target)["next_response"][0] == "withdrawn"
    _merge(desk, source, target)
    assert _clocks(desk, target)["next_response"] == ("running", 2, THREE)


def test_a_question_that_is_merged_in_reopens_what_was_resolved(desk: Desk) -> None:
    target = _answered(desk)
    desk.call(desk.agent, "claim_ticket", ticket_id=target)
    desk.call(desk.agent, "resolve_ticket", ticket_id=target)
    desk.clock(THREE)
    source = desk.ticket()
    _merge(desk, source, target)
    assert desk.ticket_row(target)["status"] == "reopened"
    assert _clocks(desk, target)["next_response"] == ("running", 1, THREE)
    assert _clocks(desk, target)["resolution"][0] == "running"
    _unmerge(desk, source)
    assert desk.ticket_row(target)["status"] == "resolved"


def test_a_question_that_is_merged_in_wakes_what_sleeps(desk: Desk) -> None:
    """As a reply of the customer does; zammad/zammad#4203."""
    target, source = _answered(desk), desk.ticket()
    desk.call(desk.agent, "snooze_ticket", ticket_id=target, preset="next_monday")
    _merge(desk, source, target)
    row = desk.ticket_row(target)
    assert (row["snoozed_until"], row["status"]) == (None, "waiting_on_agent")


def test_what_was_answered_wakes_and_reopens_nothing(desk: Desk) -> None:
    asleep, resolved = _answered(desk), _answered(desk)
    desk.call(desk.agent, "snooze_ticket", ticket_id=asleep, preset="next_monday")
    desk.call(desk.agent, "claim_ticket", ticket_id=resolved)
    desk.call(desk.agent, "resolve_ticket", ticket_id=resolved)
    for target in (asleep, resolved):
        _merge(desk, _answered(desk), target)
    assert desk.ticket_row(asleep)["snoozed_until"] is not None
    assert desk.ticket_row(resolved)["status"] == "resolved"


def test_a_status_that_was_set_since_stays_when_a_merge_is_undone(desk: Desk) -> None:
    target = _answered(desk)
    source = desk.ticket()
    _merge(desk, source, target)
    desk.call(desk.agent, "set_status", ticket_id=target, status="on_hold")
    desk.call(desk.agent, "set_status", ticket_id=target, status="waiting_on_agent")
    _unmerge(desk, source)
    assert desk.ticket_row(target)["status"] == "waiting_on_agent"


def test_an_answer_that_is_merged_in_answers_what_was_asked_before_it(desk: Desk) -> None:
    desk.clock(ONE)
    target, source = desk.ticket(), desk.ticket()
    desk.clock("2026-03-02T12:30:00+00:00")
    desk.call(desk.agent, "reply", ticket_id=source, body="Please try again")
    desk.clock(TWO)
    running = _clocks(desk, target, "state", "cycle", "due_at")
    _merge(desk, source, target)
    assert _clocks(desk, target, "state", "stopped_at")["first_response"] == (
        "met",
        "2026-03-02T12:30:00+00:00",
    )
    assert desk.ticket_row(target)["first_response_at"] == "2026-03-02T12:30:00+00:00"
    _unmerge(desk, source)
    assert _clocks(desk, target, "state", "cycle", "due_at") == running
    assert desk.ticket_row(target)["first_response_at"] is None


def test_an_older_question_makes_the_promise_older(desk: Desk) -> None:
    desk.clock(ONE)
    source = desk.ticket()
    desk.clock(TWO)
    target = desk.ticket()
    desk.clock(THREE)
    _merge(desk, source, target)
    assert _clocks(desk, target)["first_response"] == ("running", 2, ONE)
    _unmerge(desk, source)
    assert _clocks(desk, target)["first_response"] == ("running", 3, TWO)


def test_a_question_that_leaves_spam_is_not_asked_again(desk: Desk) -> None:
    """Taken back while its target is spam: what waits once it is none is what the target itself was asked."""
    desk.clock(ONE)
    source = desk.ticket()
    desk.clock(TWO)
    target = desk.ticket()
    desk.clock(THREE)
    _merge(desk, source, target)
    desk.call(desk.agent, "mark_spam", ticket_id=target)
    _unmerge(desk, source)
    assert {row[0] for row in _clocks(desk, target).values()} == {"withdrawn"}
    desk.clock(FOUR)
    desk.call(desk.agent, "unmark_spam", ticket_id=target)
    _check(desk)
    assert _clocks(desk, target)["first_response"] == ("running", 3, TWO)


def test_a_merged_duplicate_is_no_result(desk: Desk) -> None:
    """Source: fivetran/dbt_zendesk#100."""
    source, target = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    results = "SELECT metric FROM reports.sla_results WHERE ticket_id = %s"
    assert desk.run(SYSTEM, results, source) == []
    assert "sla_met" not in [
        kind for (kind,) in desk.run(SYSTEM, "SELECT kind FROM helpdesk.event WHERE ticket_id = %s", source)
    ]
    assert desk.run(
        SYSTEM, "SELECT is_merged FROM reports.tickets WHERE ticket_id IN (%s, %s) ORDER BY 1", source, target
    ) == [(False,), (True,)]
    assert desk.run(
        SYSTEM, "SELECT resolution_minutes FROM reports.response_times WHERE ticket_id = %s", source
    ) == [(None,)]
    assert desk.run(SYSTEM, "SELECT sum(closed), sum(reopened) FROM reports.daily_volume") == [(0, 0)]
    backlog = "SELECT opened, solved, open_tickets FROM reports.daily_backlog ORDER BY day DESC LIMIT 1"
    assert desk.run(SYSTEM, backlog) == [(2, 0, 1)]
    _unmerge(desk, source)
    assert desk.run(SYSTEM, backlog) == [(2, 0, 2)]
    assert len(desk.run(SYSTEM, results, source)) == 2


@pytest.mark.parametrize("start", ["open", "waiting_on_customer", "resolved", "closed"])
def test_spam_and_back_leaves_no_trace_in_the_promises(desk: Desk, start: str) -> None:
    desk.clock(ONE)
    ticket = desk.ticket(start)
    columns = ("state", "cycle", "started_at", "stopped_at", "target_us", "due_at")
    before = _clocks(desk, ticket, *columns)
    row = desk.ticket_row(ticket)
    desk.clock(TWO)
    desk.call(desk.agent, "mark_spam", ticket_id=ticket)
    _check(desk)
    states = {metric: state for metric, (state, *_) in _clocks(desk, ticket).items()}
    assert states["first_response"] == "withdrawn"
    assert states["resolution"] == ("met" if start in ("resolved", "closed") else "withdrawn")
    events = len(desk.events(ticket))
    desk.clock(THREE)
    desk.call(desk.agent, "unmark_spam", ticket_id=ticket)
    _check(desk)
    assert _clocks(desk, ticket, *columns) == before
    assert not {"ticket_reopened", "ticket_resolved"} & {*desk.events(ticket)[events:]}
    kept = ("status", "reopened_at", "resolved_at")
    assert [desk.ticket_row(ticket)[name] for name in kept] == [row[name] for name in kept]


def test_staff_who_reopen_spam_reopen_it(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "mark_spam", ticket_id=ticket)
    assert desk.call(desk.agent, "reopen_ticket", ticket_id=ticket)["status"] == "reopened"
    assert "ticket_reopened" in desk.events(ticket)
    assert _clocks(desk, ticket)["resolution"][:2] == ("running", 1)
    _check(desk)


def test_a_split_ticket_is_owed_an_answer_since_its_customer_wrote(desk: Desk) -> None:
    ticket = _answered(desk)
    desk.clock(THREE)
    message = desk.call(desk.customer, "reply", ticket_id=ticket, body="And my mouse?")["message_id"]
    desk.clock(FOUR)
    made = desk.call(desk.agent, "split_ticket", message_id=message)["ticket_id"]
    clocks = _clocks(desk, made)
    assert (clocks["first_response"][2], clocks["resolution"][2]) == (THREE, THREE)
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET priority = 'high' WHERE ticket_id = %s", made)
    _check(desk)


def test_a_split_that_ends_with_an_answer_counts_from_now(desk: Desk) -> None:
    ticket = _answered(desk)
    desk.clock(THREE)
    question = desk.call(desk.customer, "reply", ticket_id=ticket, body="And?")["message_id"]
    answer = desk.call(desk.agent, "reply", ticket_id=ticket, body="So")["message_id"]
    desk.clock(FOUR)
    made = desk.call(desk.agent, "split_ticket", message_ids=[question, answer])["ticket_id"]
    assert _clocks(desk, made)["first_response"][2] in (FOUR, THREE)
    _check(desk)


def test_a_follow_up_merged_back_brings_its_question(desk: Desk) -> None:
    desk.set("reopen_within_days", 1)
    target = _answered(desk)
    closed = desk.ticket("closed")
    desk.clock("2026-03-05T12:00:00+00:00")
    follow_up: Row = desk.call(desk.customer, "reply", ticket_id=closed, body="It is back")
    desk.clock("2026-03-06T12:00:00+00:00")
    _merge(desk, follow_up["ticket_id"], target)
    assert _clocks(desk, target)["next_response"] == ("running", 1, "2026-03-05T12:00:00+00:00")


def test_asked_at_is_no_ones_to_change(desk: Desk) -> None:
    ticket = desk.ticket()
    with pytest.raises(Exception, match="asked_at cannot be changed"):
        desk.run(SYSTEM, "UPDATE helpdesk.ticket SET asked_at = created_at WHERE ticket_id = %s", ticket)
