"""A bulk load gives what the triggers give: facts, clocks, and the past's warnings and breaches."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Connection
from tests.sla.desk import Desk
from tests.sla.test_histories import gaps, living, steady_steps

histories = st.lists(st.tuples(gaps, st.integers(0, 1), steady_steps), min_size=3, max_size=25)
#: One after the other, then loaded at once: switching triggers off and on costs as much as some lives.
lives = st.lists(histories, min_size=4, max_size=4)
# What an instant's last event leaves: waking to another status is two events, whose order is not told apart.
_FACTS = (
    "SELECT DISTINCT ON (e.ticket_id, e.at) e.ticket_id, e.at, f.sla - 'change'"
    " FROM {} AS f JOIN helpdesk.event AS e USING (event_id)"
    " WHERE f.sla IS NOT NULL ORDER BY e.ticket_id, e.at, e.event_id DESC"
)
_TOLD = (
    "SELECT ticket_id, kind, payload ->> 'metric', payload -> 'cycle', (payload ->> 'due_at')::timestamptz"
    " FROM helpdesk.event WHERE kind = ANY (%s) ORDER BY 1, 2, 3, 4"
)


def _reload(db: Connection) -> None:
    """What a loader does: events in, with gaps between the ids and without facts; clocks made anew."""
    db.execute("ALTER TABLE helpdesk.event DISABLE TRIGGER USER")
    db.execute(
        "CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM helpdesk.event WHERE kind NOT LIKE 'sla%'"
    )
    db.execute("DELETE FROM helpdesk.notification")
    db.execute("DELETE FROM helpdesk.event")
    db.execute(
        "INSERT INTO helpdesk.event"
        " (event_id, ticket_id, kind, at, actor_id, actor_role, message_id, payload) OVERRIDING SYSTEM VALUE"
        " SELECT b.base + 10 * row_number() OVER (ORDER BY event_id), ticket_id, kind, at, actor_id,"
        " actor_role, message_id, payload FROM kept, (SELECT max(event_id) AS base FROM kept) AS b"
    )
    db.execute(
        "UPDATE helpdesk.event AS e SET sla = f.sla"
        " FROM helpdesk.list_sla_facts(1, (SELECT max(ticket_id) FROM helpdesk.ticket)) AS f"
        " WHERE e.event_id = f.event_id"
    )
    db.execute("SELECT helpdesk.rebuild_sla_clocks()")
    db.execute("SELECT helpdesk.record_past_sla_events()")
    db.execute("ALTER TABLE helpdesk.event ENABLE TRIGGER USER")
    db.execute("SELECT setval('helpdesk.event_event_id_seq', max(event_id)) FROM helpdesk.event")


@pytest.mark.parametrize(
    ("knobs", "days"),
    [
        ({}, 0),
        ({"sla.on_reopen": "continue", "sla.snoozed": "paused"}, 0),
        ({"sla.on_priority_change": "new_start"}, 2),
        ({"sla.on_calendar_change": "last"}, 2),
    ],
    ids=str,
)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=lives)
def test_a_load_equals_a_life(desk: Desk, knobs: dict[str, Any], days: int, lives: list[list[Any]]) -> None:
    # A cycle that is continued is met at each stop; a load tells the last stop only.
    kinds = ["sla_breached"] if "sla.on_reopen" in knobs else ["sla_breached", "sla_met"]
    for key, value in knobs.items():
        desk.set(key, value)
    with living(desk, days) as world:
        first = min(world.tickets)
        for number, history in enumerate(lives):
            if number:
                world.open()
            for gap, who, step in history:
                world.live(gap, who, step)
        lived = desk.db.execute(_FACTS.format("helpdesk.event")).fetchall()
        derived = _FACTS.format(f"helpdesk.list_sla_facts({first}, {max(world.tickets)})")
        assert desk.db.execute(derived).fetchall() == lived
        desk.sweep()
        told = desk.db.execute(_TOLD, (kinds,)).fetchall()

        _reload(desk.db)
        assert desk.mismatches() == []
        assert desk.db.execute(_TOLD, (kinds,)).fetchall() == told
        disordered = desk.db.execute(
            "SELECT 1 FROM (SELECT at < max(at) OVER (PARTITION BY ticket_id ORDER BY event_id) AS is_early"
            " FROM helpdesk.event) AS e WHERE is_early"
        ).fetchall()
        assert disordered == []
        world.live(1, 0, ("reply", "agent"))
        assert desk.mismatches() == []


def test_a_clock_that_paused_after_its_warning_was_warned_of(desk: Desk) -> None:
    desk.set_targets({("low", "resolution"): 480})
    desk.at("2026-01-12T09:00:00Z")
    ticket = desk.create()
    desk.reply(ticket, desk.agent)
    desk.at("2026-01-12T15:40:00Z")
    desk.change(ticket, status="waiting_on_customer")
    _reload(desk.db)
    assert desk.db.execute(
        "SELECT at::text FROM helpdesk.event WHERE kind = 'sla_warning' AND ticket_id = %s", (ticket,)
    ).fetchall() == [("2026-01-12 15:24:00+00",)]
    assert desk.sweep() == 0
    assert desk.mismatches() == []
