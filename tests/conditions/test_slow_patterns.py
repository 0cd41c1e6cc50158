"""Patterns that pass the guard and are slow all the same: they end by the clock, with a reason."""

import random
import time

import pytest
from psycopg.types.json import Jsonb

from tests.desk import SYSTEM, as_if_rest, refused
from tests.rules.desk import RuleDesk, do, on

#: Fits is_safe_pattern; each position of the text may be the beginning of a match, so many states stay alive.
HOSTILE = "(a|b)*a(a|b){200}c"
SLOW = on("description", "matches", HOSTILE)


@pytest.fixture
def slow_desk(desk: RuleDesk) -> RuleDesk:
    """500 long texts, written past triggers; to match all takes several seconds, of which one is allowed."""
    assert desk.one(SYSTEM, "SELECT helpdesk.is_safe_pattern(%s)", HOSTILE)
    text = "".join(random.Random(7).choices("ab", k=10_000))
    desk.db.execute("SET LOCAL session_replication_role = replica")
    desk.run(
        SYSTEM,
        """INSERT INTO helpdesk.ticket
            (reference, subject, status, status_category, priority, priority_rank, requester_id, description)
        SELECT 'X-' || n, 'x', 'open', 'open', 'low', 10, %s, %s FROM generate_series(1, 500) AS n""",
        desk.customer.id,
        text,
    )
    desk.db.execute("SET LOCAL session_replication_role = origin")
    desk.set("rules.match_within_seconds", 1)
    return desk


def test_a_preview_and_a_view_end_with_a_reason(slow_desk: RuleDesk) -> None:
    began = time.monotonic()
    with refused("PD405", HOSTILE, "simpler"):
        slow_desk.call(slow_desk.agent, "preview_rule", conditions=Jsonb(SLOW))
    assert time.monotonic() - began < 60
    view = slow_desk.view(slow_desk.agent, SLOW)
    for statement in ("SELECT * FROM api.run_view(%s)", "SELECT api.count_view(%s)"):
        with refused("PD405"):
            slow_desk.run(slow_desk.agent, statement, view)
    as_if_rest(slow_desk.db, "GET")
    with refused("PGRST", "PD405", "422"):
        slow_desk.run(slow_desk.agent, "SELECT * FROM api.run_view(%s)", view)


def test_a_slow_rule_is_noted_switched_off_and_stops_no_other(slow_desk: RuleDesk) -> None:
    slow_desk.set("rules.failures_allowed", 2)
    slow = slow_desk.rule("escalation", do("add_note", "x"), when=SLOW, position=1, name="slow")
    sound = slow_desk.rule(
        "escalation", do("add_note", "y"), when=on("description", "matches", "^a"), position=2
    )
    ticket = slow_desk.ticket(description="a")
    for _ in range(2):
        assert slow_desk.sweep()["slow"].startswith("failed: PD405")
    assert (ticket, "applied") in slow_desk.firings(sound)
    assert slow_desk.firings(slow) == []
    assert slow_desk.rule_row(slow)["is_active"] is False
    told = "SELECT title FROM helpdesk.notification WHERE kind = 'rule_disabled'"
    assert slow_desk.run(SYSTEM, told) == [("Rule slow was switched off",)]


def test_the_time_is_each_evaluations_own(slow_desk: RuleDesk) -> None:
    """No clock runs against what comes later in the transaction, an SLA policy's pattern for instance."""
    with refused("PD405"):
        slow_desk.call(slow_desk.agent, "preview_rule", conditions=Jsonb(SLOW))
    quick = slow_desk.view(slow_desk.agent, on("subject", "matches", "^never$"))
    assert slow_desk.listed(slow_desk.agent, quick) == []
    assert slow_desk.one(SYSTEM, "SELECT current_setting('helpdesk.match_until', true)") in (None, "")
    assert slow_desk.one(SYSTEM, "SELECT helpdesk.matches_pattern('a', 'A')") is True


@pytest.mark.parametrize(
    ("pattern", "is_safe"),
    [
        ("a{250}b{250}c{250}d{250}", True),
        ("a{250}b{250}c{250}d{251}", False),
        ("a{1,250}b{1,250}c{1,250}d{1,251}", False),
        ("a{250,}b{250,}c{250,}d{251,}", False),
        ("(a{40}){50}", True),
        ("(a{41}){50}", False),
        ("(a{41,}){50,}", False),
        ("x" * 200, True),
        ("x" * 201, False),
    ],
)
def test_counts_are_bounded_in_sum_and_where_they_multiply(
    desk: RuleDesk, pattern: str, is_safe: bool
) -> None:
    assert desk.one(SYSTEM, "SELECT helpdesk.is_safe_pattern(%s)", pattern) is is_safe
