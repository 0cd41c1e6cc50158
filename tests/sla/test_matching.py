"""Which policy applies: conditions in the language of rules, all policies in one statement."""

import json
import threading
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sla.desk import Desk


def _is(field: str, value: Any, operator: str = "is") -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


@pytest.fixture
def office(desk: Desk) -> Desk:
    desk.set_targets({("low", "resolution"): 480, ("high", "resolution"): 120})
    desk.at("2026-01-12T09:00:00Z")
    return desk


def _tag(desk: Desk, name: str) -> int:
    return int(desk.one("INSERT INTO helpdesk.tag (name) VALUES (%s) RETURNING tag_id", name))


def test_the_lowest_position_that_matches_wins(office: Desk) -> None:
    office.add_policy("Second", {}, 2, resolution=20)
    office.add_policy("First", _is("priority", "low"), 1, resolution=10)
    office.add_policy("Never", None, 0, resolution=5)
    assert office.policy_of(office.create()) == "First"
    assert office.policy_of(office.create(priority="high")) == "Second"
    office.db.execute("UPDATE helpdesk.sla_policy SET position = 3 WHERE name = 'First'")
    assert office.policy_of(office.create()) == "Second"
    office.db.execute("UPDATE helpdesk.sla_policy SET is_active = false WHERE name = 'Second'")
    assert office.policy_of(office.create(priority="high")) == "Standard"


@pytest.mark.parametrize(
    ("conditions", "is_matched"),
    [
        (_is("priority", ["medium", "low"], "in"), True),
        (_is("priority", "low", "greater"), False),
        (_is("ticket_type", "incident"), True),
        (_is("channel", "web"), True),
        (_is("requester.name", "cleo"), True),
        (_is("requester.name", "ada"), False),
        (_is("requester.email", "CLEO@", "starts_with"), True),
        (_is("requester.language", "en"), True),
        (_is("organisation.name", "Hers"), True),
        (_is("organisation.name", "Another"), False),
        (_is("requester.is_guest", True), False),
        (_is("organisation_id", True, "is_empty"), False),
        (_is("tags", True, "is_empty"), True),
        ({"all": [_is("priority", "low"), {"none": [_is("ticket_type", "problem")]}]}, True),
        ({"any": [_is("priority", "high"), _is("department_id", False, "is_empty")]}, False),
    ],
)
def test_conditions_of_each_kind(office: Desk, conditions: Any, is_matched: bool) -> None:
    office.add_policy("Chosen", conditions, resolution=10)
    insert = "INSERT INTO helpdesk.organisation (name) VALUES ('Another'), ('Hers') RETURNING organisation_id"
    _, (hers,) = office.db.execute(insert).fetchall()
    ticket = office.create(ticket_type="incident", channel="web", organisation_id=hers)
    assert office.policy_of(ticket) == ("Chosen" if is_matched else "Standard")


@pytest.mark.parametrize(
    ("conditions", "path"),
    [
        (_is("created_at", "2 hours", "older_than"), "conditions.field created_at"),
        ({"all": [_is("priority", "low"), _is("sla.is_breached", True)]}, "conditions.all.1.field sla."),
        (_is("status", "open"), "conditions.field status"),
        (_is("subject", "x", "contains"), "conditions.field subject"),
        (_is("priority", True, "changed"), "conditions.operator changed"),
        (_is("requester_id", "@me"), "conditions asks for the caller"),
        (_is("priority", "banana"), "conditions.value"),
        ([], "conditions is not an object"),
        (
            _is("custom.until", "2 days", "within"),
            "conditions.operator within cannot be used in SLA policies",
        ),
        (_is("custom.gone", "x"), "conditions.field"),
    ],
)
def test_what_is_no_fact_of_the_ticket_is_refused(office: Desk, conditions: Any, path: str) -> None:
    office.add_field("until", "date")
    with pytest.raises(psycopg.Error) as caught, office.db.transaction():
        office.db.execute(
            "INSERT INTO helpdesk.sla_policy (name, conditions) VALUES ('Wrong', %s)",
            (json.dumps(conditions),),
        )
    assert caught.value.sqlstate == "PD401"
    assert path in str(caught.value)


def test_values_are_data_and_never_sql(office: Desk) -> None:
    name = "'); DROP TABLE helpdesk.ticket; $$ -- $1 %s \\"
    office.add_policy("Odd", _is("requester.name", name, "contains"), resolution=10)
    assert office.policy_of(office.create()) == "Standard"


def test_changed_conditions_make_a_version_and_reach_a_ticket_with_its_next_change(office: Desk) -> None:
    policy = office.add_policy("Chosen", _is("priority", "high"), resolution=10)
    ticket = office.create()
    version = office.one("SELECT helpdesk.sla_policy_version_of(%s)", policy)
    office.db.execute(
        "UPDATE helpdesk.sla_policy SET conditions = %s WHERE sla_policy_id = %s",
        (json.dumps(_is("ticket_type", "incident")), policy),
    )
    office.settle()
    assert office.one("SELECT helpdesk.sla_policy_version_of(%s)", policy) > version
    assert office.policy_of(ticket) == "Standard"
    office.change(ticket, ticket_type="incident")
    assert office.policy_of(ticket) == "Chosen"
    office.change(ticket, ticket_type="question")
    assert office.policy_of(ticket) == "Standard"
    office.set("sla.on_change", "keep")
    office.at("2026-01-12T09:00:01Z")
    office.change(ticket, ticket_type="incident")
    assert office.policy_of(ticket) == "Standard"


def test_wording_and_a_due_date_choose_nothing(office: Desk) -> None:
    """Setting sla.on_change names what does."""
    ticket = office.create()
    office.add_policy("Later", {}, resolution=10)
    office.at("2026-01-12T09:00:01Z")
    for column, value in {
        "due_at": "2026-01-20T09:00:00Z", "subject": "Ink", "description": "None", "language": "de"
    }.items():  # fmt: skip
        office.change(ticket, **{column: value})
        assert office.policy_of(ticket) == "Standard", column
    office.change(ticket, ticket_type="incident")
    assert office.policy_of(ticket) == "Later"


def test_a_change_of_requester_matches_anew(office: Desk) -> None:
    vip = office.one(
        "INSERT INTO helpdesk.person (name, email) VALUES ('Vip', 'vip@example.net') RETURNING person_id"
    )
    office.add_policy("Vip", _is("requester_id", vip), resolution=10)
    ticket = office.create()
    office.change(ticket, requester_id=vip)
    assert office.policy_of(ticket) == "Vip"


@pytest.mark.parametrize(
    ("field_type", "options", "conditions", "value", "other"),
    [
        ("text", (), _is("custom.f", "GOLD"), "gold", "silver"),
        ("text", (), _is("custom.f", "^go", "matches"), "gold", "silver"),
        ("number", (), _is("custom.f", 10, "greater"), 11, 9),
        ("date", (), _is("custom.f", ["2026-01-01", "2026-12-31"], "between"), "2026-12-31", "2027-01-01"),
        ("checkbox", (), _is("custom.f", True), True, False),
        ("select", ("gold", "silver"), _is("custom.f", ["gold"], "in"), "gold", "silver"),
        ("multi_select", ("gold", "silver"), _is("custom.f", "gold"), ["gold", "silver"], ["silver"]),
        ("multi_select", ("gold", "silver"), _is("custom.f", ["silver"], "not_in"), ["gold"], ["silver"]),
        ("multi_select", ("gold", "silver"), _is("custom.f", False, "is_empty"), ["gold"], None),
    ],
)
@pytest.mark.parametrize("object", ["ticket", "person", "organisation"])
def test_custom_fields_of_each_kind(
    office: Desk,
    object: str,
    field_type: str,
    options: tuple[str, ...],
    conditions: Any,
    value: Any,
    other: Any,
) -> None:
    office.add_field("f", field_type, *options, object=object)
    prefix = {"ticket": "", "person": "requester.", "organisation": "organisation."}[object]
    office.add_policy("Chosen", conditions | {"field": prefix + "custom.f"}, resolution=10)
    organisation = office.one(
        "INSERT INTO helpdesk.organisation (name) VALUES ('Org') RETURNING organisation_id"
    )
    ticket = office.create(organisation_id=organisation)
    key = {"ticket": ticket, "person": office.customer, "organisation": organisation}[object]
    for number, (given_value, policy) in enumerate(
        ((other, "Standard"), (value, "Chosen"), (other, "Standard"))
    ):
        office.at(f"2026-01-12T10:{number:02}:00Z")
        office.fill(key, object, f=given_value)
        if object != "ticket":
            # What belongs to others counts as it is when the ticket changes.
            office.change(ticket, ticket_type=("incident", "question", "problem")[number])
        assert office.policy_of(ticket) == policy
        assert office.mismatches() == []


def test_a_custom_field_moves_the_clock_as_a_priority_does(office: Desk) -> None:
    office.add_field("plan", "text")
    office.add_policy("Gold", _is("custom.plan", "gold"), resolution=60)
    ticket = office.create()
    assert office.clock(ticket)["due_at"] == "2026-01-12T17:00:00+00:00"
    office.at("2026-01-12T09:20:00Z")
    office.fill(ticket, plan="gold")
    assert office.clock(ticket)["due_at"] == "2026-01-12T10:00:00+00:00"
    office.at("2026-01-12T10:30:00Z")
    office.fill(ticket, plan=None)
    assert office.clock(ticket)["breached_at"] == "2026-01-12T10:00:00+00:00"
    assert office.clock(ticket)["due_at"] == "2026-01-12T17:00:00+00:00"


def test_what_a_ticket_is_opened_with_chooses_even_where_policies_are_kept(office: Desk) -> None:
    office.set("sla.on_change", "keep")
    office.add_field("plan", "text")
    office.add_policy("Gold", _is("custom.plan", "gold"), resolution=60)
    ticket = office.create()
    office.fill(ticket, plan="gold")
    assert office.policy_of(ticket) == "Gold"
    office.at("2026-01-12T09:00:01Z")
    office.fill(ticket, plan=None)
    assert office.policy_of(ticket) == "Gold"


def test_a_field_that_a_policy_looks_at_cannot_be_purged(office: Desk) -> None:
    field = office.add_field("plan", "text")
    office.add_policy("Gold", _is("custom.plan", "gold"), resolution=60)
    with pytest.raises(psycopg.Error) as caught, office.db.transaction():
        office.db.execute("DELETE FROM helpdesk.custom_field WHERE custom_field_id = %s", (field,))
    assert caught.value.sqlstate == "PD804"
    assert "SLA policy Gold" in str(caught.value)
    ticket = office.create()
    office.fill(ticket, plan="gold")
    # Removed, it keeps its values, and policies go on looking at them.
    office.db.execute(
        "UPDATE helpdesk.custom_field SET is_active = false WHERE custom_field_id = %s", (field,)
    )
    office.change(ticket, ticket_type="incident")
    assert office.policy_of(ticket) == "Gold"


def test_histories_of_an_earlier_field_of_that_name_are_forgotten(office: Desk) -> None:
    field = office.add_field("size", "text")
    ticket = office.create()
    office.fill(ticket, size="large")
    office.db.execute("DELETE FROM helpdesk.custom_field WHERE custom_field_id = %s", (field,))
    office.at("2026-01-12T10:00:00Z")
    office.add_field("size", "number")
    office.add_policy("Large", _is("custom.size", 5, "greater"), resolution=60)
    office.fill(ticket, size=7)
    derived = office.db.execute(
        "SELECT p.name FROM helpdesk.list_sla_facts(%s, %s) AS f"
        " JOIN helpdesk.sla_policy_version AS v ON v.sla_policy_version_id = (f.sla ->> 'policy')::bigint"
        " JOIN helpdesk.sla_policy AS p USING (sla_policy_id) ORDER BY f.event_id",
        (ticket, ticket),
    ).fetchall()
    assert derived == [("Standard",), ("Large",)]


def test_a_tag_of_a_policy_is_followed_when_renamed_and_kept_from_going(office: Desk) -> None:
    tag = _tag(office, "gold")
    office.add_policy("Gold", _is("tags", "gold"), resolution=10)
    with pytest.raises(psycopg.Error, match="is used by SLA policy Gold"), office.db.transaction():
        office.db.execute("DELETE FROM helpdesk.tag WHERE tag_id = %s", (tag,))
    office.db.execute("UPDATE helpdesk.tag SET name = 'golden' WHERE tag_id = %s", (tag,))
    office.db.execute("SELECT helpdesk.recompile_rules()")
    ticket = office.create()
    office.db.execute("INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id) VALUES (%s, %s)", (ticket, tag))
    assert office.policy_of(ticket) == "Gold"


def test_a_deploy_restores_the_statement(office: Desk) -> None:
    office.add_policy("All", {}, resolution=10)
    office.db.execute("UPDATE helpdesk.sla_policy SET predicate = 'false' WHERE name = 'All'")
    office.db.execute("SELECT helpdesk.recompile_rules()")
    assert office.policy_of(office.create()) == "All"


changes = st.one_of(
    st.tuples(st.just("priority"), st.sampled_from(("low", "medium", "high"))),
    st.tuples(st.just("ticket_type"), st.sampled_from(("question", "incident"))),
    st.tuples(st.just("tag"), st.tuples(st.integers(0, 1), st.booleans())),
    st.tuples(st.just("requester"), st.integers(0, 1)),
    st.tuples(st.just("organisation"), st.integers(0, 1)),
    st.tuples(st.just("rematch"), st.none()),
    st.tuples(st.just("plan"), st.sampled_from((None, "gold", "silver"))),
    st.tuples(st.just("parts"), st.sampled_from((None, ["a"], ["a", "b"], ["b"]))),
)


@pytest.mark.parametrize("on_change", ["match_again", "keep"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(changes, min_size=1, max_size=12), opening=st.integers(0, 3))
def test_matching_one_event_equals_matching_a_list(
    office: Desk, on_change: str, history: list[Any], opening: int
) -> None:
    """The first changes, as many as opening says, happen in the moment in which the ticket is opened."""
    with office.db.transaction(force_rollback=True):
        desk = office
        desk.set("sla.on_change", on_change)
        desk.add_field("plan", "select", "gold", "silver")
        desk.add_field("parts", "multi_select", "a", "b")
        desk.add_policy("Plan", _is("custom.plan", "gold"), 0, resolution=9)
        desk.add_policy(
            "Parts",
            {"all": [_is("custom.parts", "b"), _is("custom.plan", True, "is_empty")]},
            1,
            resolution=8,
        )
        tags = [_tag(desk, "gold"), _tag(desk, "silver")]
        other = desk.one(
            "INSERT INTO helpdesk.person (name, email) VALUES ('O', 'o@b.c') RETURNING person_id"
        )
        organisation = desk.one(
            "INSERT INTO helpdesk.organisation (name) VALUES ('Org') RETURNING organisation_id"
        )
        desk.add_policy("Tagged", {"all": [_is("tags", "gold"), _is("priority", "high")]}, 1, resolution=1)
        desk.add_policy("Silver", _is("tags", ["silver"], "not_in"), 4, resolution=2)
        desk.add_policy("Guest", _is("requester.email", "o@b.c"), 2, resolution=3)
        desk.add_policy("Org", _is("organisation.name", "org"), 3, resolution=4)
        ticket = desk.create()
        for number, (what, value) in enumerate(history):
            if number >= opening:
                desk.at(f"2026-01-12T10:{number:02}:00Z")
            match what:
                case "rematch":
                    desk.one("SELECT api.rematch_sla()")
                case "plan" | "parts":
                    desk.fill(ticket, **{what: value})
                case "tag":
                    if value[1]:
                        statement = "INSERT INTO helpdesk.ticket_tag VALUES (%s, %s) ON CONFLICT DO NOTHING"
                    else:
                        statement = "DELETE FROM helpdesk.ticket_tag WHERE ticket_id = %s AND tag_id = %s"
                    desk.db.execute(statement, (ticket, tags[value[0]]))
                case "requester":
                    desk.change(ticket, requester_id=(desk.customer, other)[value])
                case "organisation":
                    desk.change(ticket, organisation_id=(None, organisation)[value])
                case _:
                    desk.change(ticket, **{what: value})
        derived = f"helpdesk.list_sla_facts({ticket}, {ticket})"
        facts = "SELECT event_id, sla - 'change' FROM {} WHERE sla IS NOT NULL ORDER BY 1"
        assert desk.db.execute(facts.format(derived)).fetchall() == (
            desk.db.execute(facts.format("helpdesk.event")).fetchall()
        )
        assert desk.mismatches() == []


def test_two_admins_and_a_writer_at_once(fresh_db: str) -> None:
    """Edits of policies wait for each other, writers of tickets for none; in the end all edits count."""
    with psycopg.connect(fresh_db) as setup:
        desk = Desk(setup)
        desk.at("2026-01-12T09:00:00Z")
        desk.add_people()
        customer, agent = desk.customer, desk.agent
    done = threading.Event()
    problems: list[Exception] = []

    def edit(priority: str) -> None:
        try:
            with psycopg.connect(fresh_db) as connection:
                mine = Desk(connection)
                for number in range(8):
                    mine.add_policy(f"{priority} {number}", _is("priority", priority), 10 - number)
                    connection.commit()
        except Exception as problem:
            problems.append(problem)

    def write() -> None:
        try:
            with psycopg.connect(fresh_db) as connection:
                mine = Desk(connection, customer=customer, agent=agent)
                while not done.is_set():
                    mine.create()
                    connection.commit()
        except Exception as problem:
            problems.append(problem)

    editors = [threading.Thread(target=edit, args=(priority,)) for priority in ("low", "high")]
    writer = threading.Thread(target=write)
    for thread in (*editors, writer):
        thread.start()
    for thread in editors:
        thread.join()
    done.set()
    writer.join()
    assert problems == []
    with psycopg.connect(fresh_db) as look:
        desk = Desk(look, customer=customer, agent=agent)
        for priority in ("low", "high"):
            assert desk.policy_of(desk.create(priority=priority)) == f"{priority} 7"
        assert desk.mismatches() == []
        look.rollback()
