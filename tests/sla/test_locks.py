"""Writers of events share a lock, new versions of calendars and policies come one by one beside them."""

from collections.abc import Callable

import pytest

from tests.sla.desk import Desk


def modes(desk: Desk, act: Callable[[Desk], object]) -> set[str]:
    """How the act holds the lock until its transaction ends."""
    with desk.db.transaction(force_rollback=True):
        act(desk)
        return {
            mode
            for (mode,) in desk.db.execute(
                "SELECT mode FROM pg_locks WHERE relation = 'helpdesk.sla_change'::regclass"
                " AND pid = pg_backend_pid()"
                " AND mode IN ('RowShareLock', 'ShareUpdateExclusiveLock', 'ExclusiveLock')"
            )
        }


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: desk.create(),
        lambda desk: desk.sweep(),
        lambda desk: desk.one("SELECT api.rematch_sla('{1}')"),
    ],
    ids=["ticket", "sweep", "rematch"],
)
def test_who_writes_events_shares_it(desk: Desk, act: Callable[[Desk], object]) -> None:
    assert modes(desk, act) == {"RowShareLock"}


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: desk.add_calendar({"timezone": "UTC", "hours": {"1": [["09:00", "17:00"]]}}),
        lambda desk: desk.set_targets({("low", "resolution"): 60}),
    ],
    ids=["calendar", "policy"],
)
def test_who_changes_what_clocks_run_by_does_so_beside_them(
    desk: Desk, act: Callable[[Desk], object]
) -> None:
    assert "ShareUpdateExclusiveLock" in modes(desk, act)
    assert "ExclusiveLock" not in modes(desk, act)


def test_who_writes_all_clocks_anew_takes_it_alone(desk: Desk) -> None:
    assert modes(desk, lambda desk: desk.one("SELECT helpdesk.rebuild_sla_clocks()")) == {"ExclusiveLock"}


def test_no_event_can_be_stopped_by_an_advisory_lock(desk: Desk) -> None:
    with desk.db.transaction(force_rollback=True):
        desk.create()
        desk.sweep()
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        assert desk.db.execute(held).fetchone() == (0,)
