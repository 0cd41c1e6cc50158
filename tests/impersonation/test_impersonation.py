"""An administrator acts as somebody else: for a while, announced, with both names on all that is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.conftest import Connection, acting_as
from tests.desk import SYSTEM, Desk, Person, Row, refused


def begin(desk: Desk, person: Person, who: Person | None = None, reason: str = "To see what they see") -> Row:
    return desk.call(who or desk.admin, "impersonate", person_id=person.id, reason=reason)


@contextmanager
def acting(
    desk: Desk, begun: Row, path: str = "/tickets", method: str = "POST", **claims: Any
) -> Iterator[Connection]:
    """A request with the token that POST /auth/impersonation signs for it."""
    told = {"pgdesk_session": begun["session_id"], "pgdesk_impersonator": begun["admin_id"], **claims}
    with acting_as(desk.db, begun["role"], begun["person_id"], **told) as db:
        db.execute("SELECT set_config('request.path', %s, true)", (path,))
        db.execute("SELECT set_config('request.method', %s, true)", (method,))
        db.execute("SELECT hook.pre_request()")
        db.execute("SELECT set_config('request.method', '', true)")
        yield db


def test_it_is_the_other_person_who_acts_and_both_are_named(desk: Desk) -> None:
    ticket = desk.ticket()
    with acting(desk, begin(desk, desk.agent), "/rpc/set_priority") as db:
        db.execute("SELECT api.set_priority(%s, 'high')", (ticket,))
    event = desk.event(ticket, "ticket_priority_changed")
    assert (event["actor_id"], event["impersonator_id"]) == (desk.agent.id, desk.admin.id)
    logged = desk.run(
        desk.admin,
        "SELECT actor_id, actor_role, impersonator_id FROM api.audit_log"
        " WHERE table_name = 'ticket' AND row_key = %s AND action = 'update' ORDER BY change_id DESC LIMIT 1",
        str(ticket),
    )
    assert logged == [(desk.agent.id, "agent", desk.admin.id)]
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="low")
    assert desk.event(ticket, "ticket_priority_changed")["impersonator_id"] is None


def test_no_more_is_seen_than_the_other_sees(desk: Desk) -> None:
    hidden = desk.ticket(requester=desk.stranger)
    with acting(desk, begin(desk, desk.customer), method="GET") as db:
        assert (hidden,) not in db.execute("SELECT ticket_id FROM api.tickets").fetchall()


def test_the_person_is_told_and_ends_it(desk: Desk) -> None:
    begun = begin(desk, desk.agent)
    mailed = "SELECT person_id FROM helpdesk.outgoing_mail WHERE kind = 'impersonated'"
    assert desk.run(SYSTEM, mailed) == [(desk.agent.id,)]
    shown = "SELECT admin_name, reason, is_live FROM api.impersonations"
    for who in (desk.agent, desk.admin):
        assert desk.run(who, shown) == [("Ada", "To see what they see", True)]
    assert desk.run(desk.agent, "SELECT client FROM api.my_sessions") == [("Ada acts as Bob",)]
    assert desk.run(desk.colleague, shown) == []
    desk.call(desk.agent, "revoke_session", session_id=begun["session_id"])
    assert desk.run(desk.agent, shown) == [("Ada", "To see what they see", False)]
    with refused("PGRST", "PD029"), acting(desk, begun):
        pass


@pytest.mark.parametrize("by", ["admin", "customer", "itself"])
def test_it_is_ended_by_either(desk: Desk, by: str) -> None:
    begun = begin(desk, desk.customer)
    if by == "itself":
        with acting(desk, begun, "/rpc/end_impersonation") as db:
            db.execute("SELECT api.end_impersonation(%s)", (begun["session_id"],))
    else:
        ended = desk.call(getattr(desk, by), "end_impersonation", session_id=begun["session_id"])
        assert ended["is_live"] is False
    with refused("PGRST", "PD029"), acting(desk, begun):
        pass
    with refused("PD001"):
        desk.call(desk.admin, "end_impersonation", session_id=begun["session_id"])


def test_nobody_else_ends_it(desk: Desk) -> None:
    begun = begin(desk, desk.customer)
    for who in (desk.agent, desk.stranger):
        with refused("PD001"):
            desk.call(who, "end_impersonation", session_id=begun["session_id"])


def test_it_ends_by_itself(desk: Desk) -> None:
    desk.clock("2030-01-01 10:00+00")
    begun = begin(desk, desk.agent)
    desk.clock("2030-01-01 10:29+00")
    with acting(desk, begun):
        pass
    desk.clock("2030-01-01 10:31+00")
    with refused("PGRST", "PD029"), acting(desk, begun):
        pass


@pytest.mark.parametrize("change", ["is_active = false", "role = 'agent'"])
def test_it_ends_with_the_administrator(desk: Desk, change: str) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'admin' WHERE person_id = %s", desk.colleague.id)
    begun = begin(desk, desk.agent, Person("admin", desk.colleague.id))
    desk.run(desk.admin, f"UPDATE api.people SET {change} WHERE person_id = %s", desk.colleague.id)
    with refused("PGRST", "PD029"), acting(desk, begun):
        pass


def test_it_ends_with_the_permission(desk: Desk) -> None:
    begun = begin(desk, desk.agent)
    desk.forbid("admin", "people.impersonate")
    with refused("PGRST", "PD029", "any more"), acting(desk, begun):
        pass


def test_it_ends_with_the_desk_role(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'admin' WHERE person_id = %s", desk.colleague.id)
    begun = begin(desk, desk.agent, Person("admin", desk.colleague.id))
    desk.run(desk.admin, "INSERT INTO api.desk_roles (role, builds_on) VALUES ('auditor', 'admin')")
    desk.run(
        desk.admin, "UPDATE api.agents SET desk_role = 'auditor' WHERE person_id = %s", desk.colleague.id
    )
    with refused("PGRST", "PD029", "any more"), acting(desk, begun):
        pass


def test_nobody_changes_accounts_of_staff_as_somebody_else(desk: Desk) -> None:
    desk.set("impersonate_admins", True)
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'admin' WHERE person_id = %s", desk.agent.id)
    begun = begin(desk, desk.agent)
    for change in ("email = 'ada@elsewhere.example'", "role = 'customer'", "is_active = false"):
        with refused("PD094", "staff"), acting(desk, begun, "/people", "PATCH") as db:
            db.execute(f"UPDATE api.people SET {change} WHERE person_id = %s", (desk.agent.id,))
    with refused("PD094", "staff"), acting(desk, begun, "/person_addresses") as db:
        db.execute("INSERT INTO api.person_addresses VALUES ('ada@elsewhere.example', %s)", (desk.agent.id,))


def test_it_ends_with_the_other_persons_activity(desk: Desk) -> None:
    begun = begin(desk, desk.agent)
    desk.run(desk.admin, "UPDATE api.people SET is_active = false WHERE person_id = %s", desk.agent.id)
    with refused("PGRST", "PD011"), acting(desk, begun):
        pass


def test_of_administrators_only_where_a_setting_allows_it(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'admin' WHERE person_id = %s", desk.agent.id)
    with refused("PD094", "is an administrator", "impersonate_admins"):
        begin(desk, desk.agent)
    desk.set("impersonate_admins", True)
    assert begin(desk, desk.agent)["role"] == "admin"


def test_whom_nobody_acts_as(desk: Desk) -> None:
    for person, words in (
        (desk.admin, "themselves"),
        (desk.guest, "does not sign in"),
        (desk.retired, "sign in"),
    ):
        with refused("PD094", words):
            begin(desk, person)
    for reason in ("", "  ", "x" * 501):
        with refused("23514"):
            begin(desk, desk.agent, reason=reason)


def test_it_takes_the_permission(desk: Desk) -> None:
    for who in (desk.agent, desk.customer):
        with refused("42501"):
            begin(desk, desk.stranger, who)
    desk.forbid("admin", "people.impersonate")
    with refused("PD002", "people.impersonate"):
        begin(desk, desk.agent)


@pytest.mark.parametrize(
    "path",
    [
        "/rpc/create_api_token",
        "/rpc/revoke_api_token",
        "/rpc/revoke_session",
        "/rpc/make_recovery_codes",
        "/rpc/remove_totp",
        "/rpc/impersonate",
        "/rpc/enter",
        "/rpc/export_person",
        "/rpc/request_erasure",
        "/rpc/withdraw_erasure",
        "/rpc/Reply",
        "/rpc/reply/",
        "/desk_roles",
        "/role_permissions",
    ],
)
def test_what_a_person_signs_in_with_is_theirs(desk: Desk, path: str) -> None:
    desk.set("impersonate_admins", True)
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'admin' WHERE person_id = %s", desk.agent.id)
    with refused("PGRST", "PD094", "somebody else"), acting(desk, begin(desk, desk.agent), path):
        pass


def test_claims_that_do_not_fit_the_session_are_refused(desk: Desk) -> None:
    begun = begin(desk, desk.agent)
    with refused("PGRST", "PD029"), acting(desk, begun, pgdesk_impersonator=desk.colleague.id):
        pass
    with refused("PGRST", "PD029"), acting(desk, {**begun, "person_id": desk.colleague.id}):
        pass


def test_it_does_not_count_as_the_persons_presence(desk: Desk) -> None:
    with acting(desk, begin(desk, desk.agent)):
        pass
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.person_presence") == []


def test_its_beginning_is_in_the_log(desk: Desk) -> None:
    begin(desk, desk.agent)
    logged = desk.run(
        desk.admin,
        "SELECT actor_id, new_values ->> 'reason' FROM api.audit_log WHERE table_name = 'impersonation'",
    )
    assert logged == [(desk.admin.id, "To see what they see")]
