"""Who sends a mail again, or withdraws it."""

import pytest

from tests.desk import SYSTEM, Desk, refused


def queue(desk: Desk, ticket: int | None) -> int:
    found: int = desk.one(
        SYSTEM,
        "SELECT helpdesk.queue_mail('link_requested', p_address => 'ann@out.example', p_ticket_id => %s)",
        ticket,
    )
    return found


def move(desk: Desk, mail: int, state: str) -> None:
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.outgoing_mail SET state = %s, attempts = 3, begun_at = helpdesk.clock(),"
        " sent_at = CASE WHEN %s = 'sent' THEN helpdesk.clock() END WHERE outgoing_mail_id = %s",
        state,
        state,
        mail,
    )


def test_an_agent_withdraws_and_requeues_a_mail_of_a_ticket(desk: Desk) -> None:
    mail = queue(desk, desk.ticket())
    assert desk.call(desk.agent, "withdraw_mail", outgoing_mail_id=mail)["state"] == "withdrawn"
    again = desk.call(desk.agent, "requeue_mail", outgoing_mail_id=mail)
    assert (again["state"], again["attempts"]) == ("queued", 0)
    move(desk, mail, "failed")
    assert desk.call(desk.agent, "requeue_mail", outgoing_mail_id=mail)["state"] == "queued"


@pytest.mark.parametrize("verb", ["withdraw_mail", "requeue_mail"])
@pytest.mark.parametrize("state", ["sending", "sent"])
def test_what_is_sent_is_not_moved(desk: Desk, verb: str, state: str) -> None:
    mail = queue(desk, desk.ticket())
    move(desk, mail, state)
    with refused("PD140", f"mail {mail} is {state}"):
        desk.call(desk.agent, verb, outgoing_mail_id=mail)


def test_a_mail_about_no_ticket_is_for_administrators(desk: Desk) -> None:
    mail = queue(desk, None)
    with refused("PD001", f"mail {mail} not found"):
        desk.call(desk.agent, "withdraw_mail", outgoing_mail_id=mail)
    assert desk.call(desk.admin, "withdraw_mail", outgoing_mail_id=mail)["state"] == "withdrawn"


def test_a_mail_of_a_ticket_out_of_sight_is_not_there(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.setting SET value = '\"departments\"' WHERE key = 'agent_visibility'")
    mail = queue(desk, desk.ticket(department_id=desk.billing))
    with refused("PD001", f"mail {mail} not found"):
        desk.call(desk.agent, "withdraw_mail", outgoing_mail_id=mail)
