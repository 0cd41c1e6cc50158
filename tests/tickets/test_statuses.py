"""Statuses are rows that admins edit; what pgdesk itself needs of them stays."""

import pytest

from tests.desk import SYSTEM, Desk, refused


@pytest.mark.parametrize("status", ["resolved", "closed", "reopened"])
def test_statuses_that_verbs_set_stay_active_and_mean_the_same(desk: Desk, status: str) -> None:
    for who in (desk.admin, SYSTEM):
        table = "helpdesk.status" if who is SYSTEM else "api.statuses"
        for change in ("is_active = false", "category = 'pending'"):
            with refused("PD009", status):
                desk.run(who, f"UPDATE {table} SET {change} WHERE status = %s", status)
        with refused("PD009", status):
            desk.run(who, f"DELETE FROM {table} WHERE status = %s", status)
    desk.run(
        desk.admin, "UPDATE api.statuses SET label = 'Done', color = '#000000' WHERE status = %s", status
    )


def test_other_statuses_are_switched_off_and_on(desk: Desk) -> None:
    desk.run(desk.admin, "UPDATE api.statuses SET is_active = false WHERE status = 'on_hold'")
    with refused("PD006", "on_hold"):
        desk.call(desk.agent, "set_status", ticket_id=desk.ticket(), status="on_hold")
    desk.run(desk.admin, "UPDATE api.statuses SET is_active = true WHERE status = 'on_hold'")
    desk.call(desk.agent, "set_status", ticket_id=desk.ticket(), status="on_hold")


def test_new_tickets_always_have_a_status_to_begin_with(desk: Desk) -> None:
    for change in ("is_default = false", "is_active = false", "is_default = false, is_active = false"):
        with refused("PD009", "open"):
            desk.run(desk.admin, f"UPDATE api.statuses SET {change} WHERE status = 'open'")
    desk.run(desk.admin, "DELETE FROM api.status_transitions WHERE 'open' IN (from_status, to_status)")
    with refused("PD009", "open"):
        desk.run(desk.admin, "DELETE FROM api.statuses WHERE status = 'open'")


def test_a_new_default_takes_the_place_of_the_old(desk: Desk) -> None:
    desk.run(
        desk.admin,
        "INSERT INTO api.statuses (status, category, label, position, is_default)"
        " VALUES ('fresh', 'new', 'Fresh', 5, true)",
    )
    assert desk.ticket_row(desk.ticket())["status"] == "fresh"
    desk.run(desk.admin, "UPDATE api.statuses SET is_default = true WHERE status = 'in_progress'")
    assert desk.run(desk.admin, "SELECT status FROM api.statuses WHERE is_default") == [("in_progress",)]
    desk.run(desk.admin, "UPDATE api.statuses SET is_active = false WHERE status = 'open'")
    with refused("23514", "status_default_is_active"):
        desk.run(desk.admin, "UPDATE api.statuses SET is_default = true WHERE status = 'open'")


@pytest.mark.parametrize("category", ["solved", "closed"])
def test_a_status_that_tickets_have_does_not_become_solved(desk: Desk, category: str) -> None:
    change = f"UPDATE api.statuses SET category = '{category}' WHERE status = 'on_hold'"
    ticket = desk.ticket("on_hold")
    with refused(
        "PD009", f"status on_hold cannot go from category on_hold to {category} while tickets have it"
    ):
        desk.run(desk.admin, change)
    desk.run(desk.admin, "UPDATE api.statuses SET category = 'pending' WHERE status = 'on_hold'")
    assert desk.ticket_row(ticket)["status_category"] == "pending"
    desk.call(desk.agent, "set_status", ticket_id=ticket, status="open")
    desk.run(desk.admin, change)
