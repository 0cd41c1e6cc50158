"""Who sees a ticket stands in three texts: the policies, helpdesk.ticket_access for one ticket, and
helpdesk.visible_tickets_predicate for many. Each says the same of any person and ticket."""

from random import Random

import pytest

from tests.conftest import acting_as
from tests.desk import SYSTEM, Desk, Person
from tests.rls.dataset import Dataset
from tests.rules.desk import said

TICKETS = 90
_JUDGED = "SELECT ticket_id FROM pg_temp.every_ticket() AS t WHERE helpdesk.{}(t)"


@pytest.fixture(scope="module")
def mixed(data: Dataset) -> Desk:
    """Random tickets: requester, department, assignee, who is mentioned, asked, takes part; how they end."""
    desk, random = data.desk, Random(5)
    customers = (desk.customer, desk.teammate, desk.stranger, desk.guest)
    for _ in range(TICKETS):
        owner = random.choice((None, None, desk.agent, desk.colleague))
        ticket = desk.ticket(
            requester=random.choice((*customers, desk.agent)),
            department_id=random.choice((None, desk.support, desk.billing)),
            assignee_id=owner and owner.id,
        )
        handles = [handle for handle in ("@bob", "@cleo", "@lux") if random.random() < 0.2]
        if handles:
            desk.call(desk.admin, "add_note", ticket_id=ticket, body=" ".join(handles))
        asked = [who.id for who in (desk.agent, desk.colleague, desk.light) if random.random() < 0.1]
        if asked:
            desk.call(desk.admin, "ask_approval", ticket_id=ticket, question="Shall we?", person_ids=asked)
        for person in (*customers, desk.agent):
            if random.random() < 0.2:
                desk.run(
                    SYSTEM,
                    "INSERT INTO helpdesk.ticket_participant (ticket_id, person_id) VALUES (%s, %s)",
                    ticket,
                    person.id,
                )
        if random.random() < 0.2:
            desk.call(desk.admin, "close_ticket", ticket_id=ticket)
        if random.random() < 0.2:
            desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    desk.db.execute("GRANT USAGE ON SCHEMA helpdesk TO anon, customer, agent, admin")
    desk.db.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA helpdesk TO anon, customer, agent, admin")
    desk.db.execute(
        "CREATE FUNCTION pg_temp.every_ticket() RETURNS SETOF helpdesk.ticket LANGUAGE sql SECURITY DEFINER "
        "AS 'SELECT * FROM helpdesk.ticket'"
    )
    desk.db.execute(
        "CREATE FUNCTION pg_temp.visible(p_relation text) RETURNS SETOF bigint LANGUAGE plpgsql "
        "SECURITY DEFINER AS $$ BEGIN RETURN QUERY EXECUTE format('SELECT ticket_id FROM helpdesk.%I AS x "
        "WHERE %s', p_relation, helpdesk.visible_tickets_predicate('x')); END $$"
    )
    desk.db.execute("GRANT EXECUTE ON FUNCTION pg_temp.every_ticket, pg_temp.visible TO PUBLIC")
    return desk


def _callers(desk: Desk) -> list[Person]:
    """All people, and claims that fit nobody: without a person, or with another role than the person's."""
    people = desk.run(SYSTEM, "SELECT role, person_id FROM helpdesk.person ORDER BY person_id")
    return [
        *(Person(*row) for row in people),
        *(Person(role) for role in ("anon", "customer", "agent", "admin")),
        *(Person(role, desk.agent.id) for role in ("anon", "admin", "customer")),
        *(Person(role, desk.customer.id) for role in ("agent", "admin")),
    ]


def _found(desk: Desk, who: Person, statement: str, *values: object) -> set[int]:
    with acting_as(desk.db, who.role, who.id):
        return {row[0] for row in desk.db.execute(statement, values).fetchall()}


@pytest.mark.parametrize("visibility", ["all", "departments", "own"])
def test_every_text_of_who_sees_a_ticket_says_the_same(mixed: Desk, visibility: str) -> None:
    mixed.set("agent_visibility", visibility)
    seen_by: dict[Person, set[int]] = {}
    for who in _callers(mixed):
        of_one = _found(mixed, who, _JUDGED.format("can_see_ticket"))
        if who.role != "anon":
            assert of_one == _found(mixed, who, "SELECT ticket_id FROM api.tickets"), who
        for relation in ("ticket", "rule_ticket"):
            assert of_one == _found(mixed, who, "SELECT pg_temp.visible(%s)", relation), (who, relation)
        searched = "SELECT ticket_id FROM helpdesk.search_tickets('printer', NULL, '{}', 200)"
        assert of_one == _found(mixed, who, searched), who
        if who in (mixed.admin, mixed.agent, mixed.colleague, mixed.light):
            view = mixed.one(who, "INSERT INTO api.saved_views (name) VALUES ('All') RETURNING view_id")
            listed = "SELECT ticket_id FROM api.run_view(%s)"
            assert of_one == _found(mixed, who, listed, view), who
        seen_by[who] = of_one
    (everything,) = mixed.run(SYSTEM, "SELECT count(*) FROM helpdesk.ticket WHERE deleted_at IS NULL")
    counts = {
        name: len(seen_by[getattr(mixed, name)])
        for name in ("admin", "agent", "light", "customer", "stranger", "retired")
    }
    assert counts["admin"] == everything[0]
    assert counts["retired"] == 0
    assert 0 < counts["stranger"] < counts["customer"] < counts["admin"]
    assert (counts["agent"] == counts["admin"]) == (visibility == "all")
    assert (counts["light"] == counts["admin"]) == (visibility == "all")
    assert counts["light"] > 0


@pytest.mark.parametrize("visibility", ["all", "departments", "own"])
def test_every_text_of_who_works_on_a_ticket_says_the_same(mixed: Desk, visibility: str) -> None:
    mixed.set("agent_visibility", visibility)
    for who in _callers(mixed):
        workable = _found(mixed, who, _JUDGED.format("can_work_on_ticket"))
        if who == mixed.stranger:
            own = "SELECT ticket_id FROM api.tickets WHERE requester_id = %s"
            assert workable == _found(mixed, who, own, who.id)
        if who.role in ("agent", "admin"):
            updated = "UPDATE helpdesk.ticket SET subject = subject RETURNING ticket_id"
            assert workable == _found(mixed, who, updated), who
        seen = _found(mixed, who, _JUDGED.format("can_see_ticket"))
        rows = mixed.run(
            who,
            "SELECT ticket_id, refusal FROM helpdesk.classify_tickets("
            "ARRAY(SELECT ticket_id FROM pg_temp.every_ticket()), NULL::helpdesk.ticket_change)",
        )
        classified = {ticket: refusal and said(refusal) for ticket, refusal in rows}
        assert {ticket for ticket, refusal in classified.items() if refusal is None} == workable, who
        assert {ticket for ticket, refusal in classified.items() if refusal != "not found"} == seen, who
        words = "belongs to somebody else" if who.role == "customer" else "belongs to another department"
        assert {classified[ticket] for ticket in seen - workable} <= {words}, who


@pytest.mark.parametrize("visibility", ["all", "departments", "own"])
def test_what_is_said_of_others_is_what_they_see_themselves(mixed: Desk, visibility: str) -> None:
    mixed.set("agent_visibility", visibility)
    own_words = (
        "SELECT ticket_id FROM pg_temp.every_ticket() AS t "
        "WHERE helpdesk.can_see_ticket(jsonb_populate_record(t, '{\"deleted_at\": null}'))"
    )
    for who in (mixed.admin, mixed.agent, mixed.colleague, mixed.light, mixed.customer, mixed.stranger):
        said = mixed.run(
            SYSTEM,
            "SELECT ticket_id FROM helpdesk.ticket AS t WHERE helpdesk.person_sees_ticket(%s, t)",
            who.id,
        )
        assert {ticket for (ticket,) in said} == _found(mixed, who, own_words), who
