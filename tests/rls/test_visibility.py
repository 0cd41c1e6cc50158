"""helpdesk.can_see_ticket says for every person and ticket what the policy on helpdesk.ticket does."""

import itertools
from typing import Any

import pytest
from psycopg.types.json import Jsonb as Json

from tests.conftest import Connection, acting_as
from tests.desk import SYSTEM, Desk, Person
from tests.rls.dataset import Dataset


@pytest.fixture
def mixed(data: Dataset) -> Desk:
    """Tickets of every requester, department and assignee, some mentioned on, some deleted or closed."""
    desk = data.desk
    requesters = (desk.customer, desk.teammate, desk.stranger, desk.guest, desk.agent)
    owners: tuple[Person | None, ...] = (None, desk.agent, desk.colleague)
    for number, (requester, department, owner) in enumerate(
        itertools.product(requesters, (None, desk.support, desk.billing), owners)
    ):
        ticket = desk.ticket(
            requester=requester, department_id=department, assignee_id=owner.id if owner else None
        )
        if number % 4 == 0:
            desk.call(desk.admin, "add_note", ticket_id=ticket, body="@lux @cleo")
        if number % 5 == 0:
            desk.call(desk.admin, "close_ticket", ticket_id=ticket)
        if number % 7 == 0:
            desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    return desk


@pytest.mark.parametrize("visibility", ["all", "departments"])
def test_the_function_and_the_policy_agree(mixed: Desk, db_of_data: Connection, visibility: str) -> None:
    mixed.set("agent_visibility", visibility)
    db_of_data.execute("GRANT USAGE ON SCHEMA helpdesk TO anon, customer, agent, admin")
    db_of_data.execute("GRANT EXECUTE ON FUNCTION helpdesk.can_see_ticket TO anon, customer, agent, admin")
    people = [
        Person(role, person)
        for person, role in db_of_data.execute("SELECT person_id, role FROM helpdesk.person").fetchall()
    ]
    seen_by: dict[Person, set[int]] = {}
    for who in [
        *people,
        Person("anon"),
        Person("agent"),
        Person("admin", mixed.agent.id),
        Person("customer", mixed.agent.id),
    ]:
        with acting_as(db_of_data, who.role, who.id):
            seen = (
                {row[0] for row in db_of_data.execute("SELECT ticket_id FROM api.tickets").fetchall()}
                if who.role != "anon"
                else set()
            )
            says = {row[0] for row in _visible_by_function(db_of_data)}
        assert says == seen, who
        seen_by[who] = seen
    tickets = db_of_data.execute("SELECT count(*) FROM helpdesk.ticket WHERE deleted_at IS NULL").fetchone()
    assert tickets is not None
    counts = {
        name: len(seen_by[getattr(mixed, name)])
        for name in ("admin", "agent", "light", "customer", "retired")
    }
    assert counts["admin"] == tickets[0]
    assert counts["retired"] == 0
    assert 0 < counts["customer"] < counts["admin"]
    assert (counts["agent"] == counts["admin"]) == (visibility == "all")
    assert (counts["light"] == counts["admin"]) == (visibility == "all")


@pytest.mark.parametrize("visibility", ["all", "departments"])
def test_every_text_of_the_rule_says_the_same(mixed: Desk, visibility: str) -> None:
    """Bells, saved views, the search and bulk changes say it in words of their own: faster, or for others."""
    mixed.set("agent_visibility", visibility)
    everything = [t for (t,) in mixed.run(SYSTEM, "SELECT ticket_id FROM helpdesk.ticket")]
    kept = [t for (t,) in mixed.run(SYSTEM, "SELECT ticket_id FROM helpdesk.ticket WHERE deleted_at IS NULL")]
    for who in (mixed.admin, mixed.agent, mixed.colleague, mixed.light):
        seen = {t for (t,) in mixed.run(who, "SELECT ticket_id FROM api.tickets")}
        told = mixed.run(
            SYSTEM, "SELECT t FROM unnest(%s) AS t WHERE helpdesk.person_sees_ticket(%s, t)", kept, who.id
        )
        assert {t for (t,) in told} == seen
        view = mixed.one(who, "INSERT INTO api.saved_views (name) VALUES ('All') RETURNING view_id")
        listed = mixed.run(who, 'SELECT ticket_id FROM api.run_view(%s, "limit" => 1000)', view)
        assert {t for (t,) in listed} == seen
        found = mixed.run(who, "SELECT ticket_id FROM api.search('printer', max_results => 200)")
        assert {t for (t,) in found} == seen
        if who is mixed.light:
            continue
        workable = {
            t for (t,) in mixed.run(who, "UPDATE api.tickets SET due_at = due_at RETURNING ticket_id")
        }
        reasons = dict(
            mixed.run(
                who,
                "SELECT ticket_id, reason FROM api.change_tickets(ticket_ids => %s, actions => %s)",
                everything,
                Json([{"action": "set_type", "value": "task"}]),
            )
        )
        assert {t for t, reason in reasons.items() if reason != "not found"} == seen
        assert {
            t for t, reason in reasons.items() if reason == "belongs to another department"
        } == seen - workable


def _visible_by_function(db: Connection) -> list[Any]:
    """Every ticket, past the policies, judged by the function for the present role."""
    return db.execute(
        "SELECT ticket_id FROM pg_temp.every_ticket() AS t WHERE helpdesk.can_see_ticket(t)"
    ).fetchall()


@pytest.fixture(autouse=True)
def every_ticket(db_of_data: Connection) -> None:
    db_of_data.execute(
        "CREATE OR REPLACE FUNCTION pg_temp.every_ticket() RETURNS "
        "SETOF helpdesk.ticket LANGUAGE sql SECURITY DEFINER "
        "AS 'SELECT * FROM helpdesk.ticket'"
    )
    db_of_data.execute("GRANT EXECUTE ON FUNCTION pg_temp.every_ticket() TO PUBLIC")
