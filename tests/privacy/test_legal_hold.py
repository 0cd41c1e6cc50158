"""What is under legal hold is neither erased nor deleted nor purged, whoever tries."""

import pytest

from tests.conftest import Connection
from tests.desk import SYSTEM, Desk, make_desk, refused


@pytest.fixture
def desk(db: Connection) -> Desk:
    return make_desk(db)


def place(desk: Desk, **on: int | None) -> int:
    return int(desk.call(desk.admin, "place_legal_hold", reason="file 12/34", **on)["legal_hold_id"])


@pytest.fixture
def ticket(desk: Desk) -> int:
    return desk.ticket(requester=desk.teammate)


@pytest.mark.parametrize("on", ["person_id", "organisation_id", "ticket_id"])
def test_a_ticket_and_its_messages_stay_and_its_requester(desk: Desk, ticket: int, on: str) -> None:
    keys = {
        "person_id": desk.teammate.id,
        "organisation_id": desk.shared_organisation,
        "ticket_id": ticket,
    }
    message = desk.message(ticket, desk.agent)
    hold = place(desk, **{on: keys[on]})
    with refused("PD121", "under legal hold"):
        desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    with refused("PD121", "under legal hold"):
        desk.run(
            SYSTEM, "UPDATE helpdesk.ticket SET deleted_at = helpdesk.clock() WHERE ticket_id = %s", ticket
        )
    with refused("PD121", "under legal hold"):
        desk.call(desk.admin, "delete_message", message_id=message)
    with refused("PD121", "file 12/34"):
        desk.call(desk.admin, "request_erasure", reason="asked", person_id=desk.teammate.id)
    with refused("PD121") as found:
        desk.call(desk.teammate, "request_erasure", reason="asked")
    assert "12/34" not in str(found.value.diag.message_detail), "why is not for customers"
    desk.call(desk.admin, "lift_legal_hold", legal_hold_id=hold)
    with refused("PD001", "in force"):
        desk.call(desk.admin, "lift_legal_hold", legal_hold_id=hold)
    desk.call(desk.admin, "delete_message", message_id=message)
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)


def test_what_others_have_does_not(desk: Desk, ticket: int) -> None:
    place(desk, person_id=desk.stranger.id)
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    desk.call(desk.admin, "request_erasure", reason="asked", person_id=desk.teammate.id)


def test_a_confirmed_erasure_waits_for_the_hold(desk: Desk, ticket: int) -> None:
    asked = desk.call(desk.teammate, "request_erasure", reason="asked")["removal_id"]
    hold = place(desk, ticket_id=ticket)
    with refused("PD121"):
        desk.call(desk.admin, "confirm_erasure", removal_id=asked)
    desk.call(desk.admin, "lift_legal_hold", legal_hold_id=hold)
    desk.call(desk.admin, "confirm_erasure", removal_id=asked)
    place(desk, organisation_id=desk.shared_organisation)
    assert desk.one(SYSTEM, "SELECT helpdesk.erase_people()") == 0
    assert desk.ticket_row(ticket)["subject"] == "Printer on fire"


@pytest.mark.parametrize("on", ["person_id", "organisation_id", "ticket_id"])
@pytest.mark.parametrize("part", ["author", "former member"])
def test_who_had_a_part_in_what_is_held_is_not_erased(desk: Desk, ticket: int, on: str, part: str) -> None:
    person = desk.stranger if part == "author" else desk.teammate
    if part == "author":
        desk.call(desk.agent, "add_participant", ticket_id=ticket, person_id=person.id)
        desk.call(person, "reply", ticket_id=ticket, body="I saw it, too")
    else:
        desk.run(SYSTEM, "UPDATE helpdesk.person SET organisation_id = NULL WHERE person_id = %s", person.id)
    keys = {
        "person_id": desk.teammate.id,
        "organisation_id": desk.shared_organisation,
        "ticket_id": ticket,
    }
    hold = place(desk, **{on: keys[on]})
    with refused("PD121", "under legal hold"):
        desk.call(desk.admin, "request_erasure", reason="asked", person_id=person.id)
    desk.call(desk.admin, "lift_legal_hold", legal_hold_id=hold)
    desk.call(desk.admin, "request_erasure", reason="asked", person_id=person.id)


def test_history_and_log_are_not_purged(desk: Desk, ticket: int) -> None:
    desk.clock("2031-03-01 12:00+00")
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'closed' WHERE ticket_id = %s", ticket)
    hold = place(desk, ticket_id=ticket)
    desk.set("audit_kept_months", 1)
    desk.clock("2033-03-01 12:00+00")
    for _ in range(2):
        desk.run(SYSTEM, "SELECT audit.seal_changes()")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_activities(1)") == 0
    assert desk.one(SYSTEM, "SELECT audit.drop_partitions()") == 0
    desk.call(desk.admin, "lift_legal_hold", legal_hold_id=hold)
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_activities(1)") > 0
    assert desk.one(SYSTEM, "SELECT audit.drop_partitions()") > 0


def test_a_hold_is_on_one_thing_and_has_a_reason(desk: Desk) -> None:
    with refused("23514"):
        place(desk)
    with refused("23514"):
        place(desk, person_id=desk.customer.id, ticket_id=1)
    with refused("23514"):
        desk.call(desk.admin, "place_legal_hold", reason=" ", person_id=desk.customer.id)
    with refused("23503"):
        place(desk, person_id=999_999)
