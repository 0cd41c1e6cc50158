"""Waking while others write: nothing done twice, nothing lost."""

from tests.crowd import Crowd, acting, system
from tests.desk import Desk


def test_waking_races_a_reply(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    desk.set("snooze_status", "on_hold")
    for _ in range(10):
        (ticket,) = crowd.tickets(1, status="waiting_on_customer")
        desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset="1h")
        desk.db.commit()
        outcomes = crowd.run(
            system("SELECT helpdesk.wake_snoozed(now() + interval '2 hours')"),
            acting(desk.customer, "SELECT api.reply(%s, 'Hello?')", ticket),
        )
        assert all(isinstance(outcome, list) for outcome in outcomes)
        assert (
            crowd.value("SELECT status FROM helpdesk.ticket WHERE ticket_id = %s", ticket)
            == "waiting_on_agent"
        )
        assert (
            crowd.value(
                "SELECT count(*) FROM helpdesk.event WHERE ticket_id = %s AND kind = 'ticket_woken'", ticket
            )
            == 1
        )


def test_the_wake_sweep_twice_at_once(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    tickets = crowd.tickets(40)
    for ticket in tickets:
        desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset="1h")
    desk.db.commit()
    sweep = system("SELECT helpdesk.wake_snoozed(now() + interval '2 hours')")
    outcomes = crowd.run(sweep, sweep, sweep)
    assert sum(outcome[0][0] for outcome in outcomes) == 40
    assert crowd.value("SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_woken'") == 40
