"""The compiler held against a second implementation: random conditions over random tickets."""

import random
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conditions.evaluator import DURATIONS, PRIORITIES, Caller, holds
from tests.desk import SYSTEM
from tests.rules.desk import Condition, RuleDesk, on

NOW = datetime(2030, 5, 15, 12, 0, tzinfo=UTC)
TEXTS = (
    "Printer on fire",
    "printer",
    "100% of_it",
    "naïve ÄÖ",
    r"back\slash",
    "it''s \"quoted\"",
    "; DROP TABLE x --",
    "$1",
    "%s",
    "{{x}}",
)
PATTERNS = ("^printer", "fire$", "[0-9]+%", "o(n|f)", "(a|b)+ck", ".*", r"\$1", "x{2}", "Ä")
EVENT_OPERATORS = {"changed", "changed_from", "changed_to"}


class World:
    """Forty tickets of all sorts, their facts read from the tables, and the types of the fields."""

    def __init__(self, desk: RuleDesk) -> None:
        self.desk = desk
        _fill(desk, random.Random(7))
        self.types = dict(desk.run(SYSTEM, "SELECT field, value_type FROM helpdesk.condition_field"))
        self.operators = dict(desk.run(SYSTEM, "SELECT value_type, operators FROM helpdesk.condition_type"))
        self.caller = Caller(_id(desk.agent.id), {desk.support}, NOW)
        self.facts = _read_facts(desk)

    def expected(self, condition: Condition) -> set[int]:
        return {
            ticket for ticket, facts in self.facts.items() if holds(condition, facts, self.types, self.caller)
        }

    def comparisons(self) -> st.SearchStrategy[Condition]:
        return st.one_of(
            *(
                self.values(field, operator).map(partial(on, field, operator))
                for field, kind in self.types.items()
                for operator in self.operators[kind]
                if operator not in EVENT_OPERATORS
            )
        )

    def conditions(self) -> st.SearchStrategy[Condition]:
        return st.recursive(
            st.one_of(self.comparisons(), st.just({})),
            lambda parts: st.builds(
                lambda key, list_: {key: list_},
                st.sampled_from(["all", "any", "none"]),
                st.lists(parts, min_size=1, max_size=3),
            ),
            max_leaves=6,
        )

    def values(self, field: str, operator: str) -> st.SearchStrategy[Any]:
        one = self.value(field)
        if operator == "is_empty":
            return st.booleans()
        if operator in ("older_than", "within"):
            return st.sampled_from(sorted(DURATIONS))
        if operator == "matches":
            return st.sampled_from(PATTERNS)
        if operator in ("in", "not_in"):
            return st.lists(one, min_size=1, max_size=4)
        return st.lists(one, min_size=2, max_size=2) if operator == "between" else one

    def value(self, field: str) -> st.SearchStrategy[Any]:
        kind = self.types[field]
        there = sorted(
            {
                facts[field]
                for facts in self.facts.values()
                if isinstance(facts[field], str | int) and facts[field] != ""
            },
            key=str,
        )
        if kind == "bool":
            return st.booleans()
        if kind == "priority":
            return st.sampled_from(PRIORITIES)
        if kind == "tags":
            return st.sampled_from(["network", "printer", "ünïq"])
        if kind == "text":
            return st.one_of(st.sampled_from([*TEXTS, *there]), st.text("aÄ% _'\\", max_size=3))
        if kind == "number":
            return st.one_of(st.integers(-1, 4), st.floats(-1, 4))
        if kind == "id":
            words = {"assignee_id": ["@me"], "requester_id": ["@me"], "department_id": ["@mine"]}.get(
                field, []
            )
            return st.sampled_from([*words, *there])
        if kind == "choice":
            return st.sampled_from(self.choices(field))
        offsets = st.timedeltas(timedelta(days=-40), timedelta(days=10))
        return st.one_of(
            offsets.map(lambda d: (NOW + d).isoformat()),
            st.sampled_from(["2030-05-01", "2030-05-14T12:00:00+02:00"]),
        )

    def choices(self, field: str) -> list[str]:
        statement = "SELECT coalesce(allowed, '{}'), choices FROM helpdesk.condition_field WHERE field = %s"
        allowed, choices = self.desk.run(SYSTEM, statement, field)[0]
        if not choices:
            return list(allowed)
        table, column = choices.split(".")
        return [value for (value,) in self.desk.run(SYSTEM, f"SELECT {column} FROM helpdesk.{table}")]


def _id(person: int | None) -> int:
    assert person is not None
    return person


def _fill(desk: RuleDesk, pick: random.Random) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES ('ünïq')")
    people = (desk.customer, desk.teammate, desk.stranger, desk.guest)
    statuses = (
        "open",
        "in_progress",
        "waiting_on_customer",
        "on_hold",
        "escalated",
        "resolved",
        "closed",
        "reopened",
    )
    for _ in range(40):
        began = NOW - timedelta(hours=pick.choice([0, 1, 2, 5, 30, 100, 900]))
        desk.clock(began.isoformat())
        ticket = desk.ticket(
            "open",
            requester=pick.choice(people),
            subject=pick.choice(TEXTS),
            description=pick.choice(["", *TEXTS]),
            priority=pick.choice(PRIORITIES),
            department_id=pick.choice([None, desk.support, desk.billing]),
            assignee_id=pick.choice([None, desk.agent.id, desk.colleague.id]),
            due_at=pick.choice(
                [None, NOW + timedelta(hours=3), began + timedelta(minutes=1), NOW - timedelta(days=3)]
            ),
            language=pick.choice(["en", "de"]),
            channel=pick.choice(["web", "email"]),
        )
        desk.clock((began + (NOW - began) * 0.5).isoformat())
        for _ in range(pick.choice([0, 0, 1, 2])):
            author, kind = pick.choice(
                [(desk.agent, "reply"), (desk.customer, "reply"), (desk.agent, "note")]
            )
            desk.message(ticket, author, pick.choice(TEXTS), kind)
        desk.tag(ticket, *pick.sample(["network", "printer", "ünïq"], pick.choice([0, 0, 1, 2])))
        if pick.random() < 0.2:
            desk.call(
                desk.colleague, "escalate_ticket", ticket_id=ticket, staff_ids=[desk.agent.id], message="help"
            )
        desk.clock((began + (NOW - began) * 0.8).isoformat())
        status = pick.choice(statuses)
        for step in {"open": [], "reopened": ["closed", "reopened"]}.get(status, [status]):
            if step == "resolved":
                desk.update(ticket, assignee_id=desk.agent.id)
            desk.update(ticket, status=step)
        if status in ("resolved", "closed") and pick.random() < 0.5:
            rate = "INSERT INTO helpdesk.rating (ticket_id, rating) VALUES (%s, %s)"
            desk.run(SYSTEM, rate, ticket, pick.randint(1, 5))
        for is_done in pick.choices([True, False], k=pick.choice([0, 0, 1, 2])):
            item = "INSERT INTO helpdesk.checklist_item (ticket_id, label, is_done) VALUES (%s, 'Look', %s)"
            desk.run(SYSTEM, item, ticket, is_done)
        for minutes in pick.choices([5, 30, 90], k=pick.choice([0, 0, 1, 2])):
            spent = "INSERT INTO helpdesk.time_entry (ticket_id, person_id, minutes) VALUES (%s, %s, %s)"
            desk.run(SYSTEM, spent, ticket, desk.agent.id, minutes)
        for state in pick.choices(["pending", "approved", "withdrawn"], k=pick.choice([0, 0, 1, 2])):
            asked = desk.one(
                SYSTEM,
                "INSERT INTO helpdesk.approval (ticket_id, question, state, ended_at)"
                " SELECT %s, 'Shall we?', s, CASE WHEN s <> 'pending' THEN helpdesk.clock() END"
                " FROM (SELECT %s::text) AS s (s) RETURNING approval_id",
                *(ticket, state),
            )
            vote = "INSERT INTO helpdesk.approval_vote (approval_id, person_id, state) VALUES (%s, %s, %s)"
            who = pick.choice([desk.agent, desk.colleague])
            desk.run(SYSTEM, vote, asked, who.id, "pending" if state == "pending" else "void")
        if desk.ticket_row(ticket)["status"] == "on_hold":
            desk.update(ticket, snoozed_until=NOW + timedelta(days=2))
    desk.clock(NOW.isoformat())
    desk.run(SYSTEM, "SELECT helpdesk.check_sla()")


def _read_facts(desk: RuleDesk) -> dict[int, dict[str, Any]]:
    def rows(statement: str) -> list[dict[str, Any]]:
        cursor = desk.db.execute(statement)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    people = {p["person_id"]: p for p in rows("SELECT * FROM helpdesk.person")}
    staff = {a["person_id"]: a for a in rows("SELECT * FROM helpdesk.agent")}
    organisations = {o["organisation_id"]: o for o in rows("SELECT * FROM helpdesk.organisation")}
    messages = rows("SELECT * FROM helpdesk.message ORDER BY message_id")
    events = rows("SELECT * FROM helpdesk.event ORDER BY event_id")
    clocks = rows("SELECT * FROM helpdesk.sla_clock ORDER BY cycle")
    mentions = rows("SELECT * FROM helpdesk.mention")
    ratings = {r["ticket_id"]: r["rating"] for r in rows("SELECT * FROM helpdesk.rating")}
    items = rows("SELECT * FROM helpdesk.checklist_item")
    entries = rows("SELECT * FROM helpdesk.time_entry")
    approvals = rows("SELECT * FROM helpdesk.approval ORDER BY approval_id")
    states = {a["ticket_id"]: a["state"] for a in approvals}
    awaited = rows(
        "SELECT ticket_id, person_id FROM helpdesk.approval_vote AS v JOIN helpdesk.approval"
        " USING (approval_id) WHERE v.state = 'pending'"
    )
    tags = rows("SELECT ticket_id, name FROM helpdesk.ticket_tag JOIN helpdesk.tag USING (tag_id)")
    found = {}
    for ticket in rows("SELECT * FROM helpdesk.ticket WHERE deleted_at IS NULL"):
        key = ticket["ticket_id"]
        said = [m for m in messages if m["ticket_id"] == key and m["deleted_at"] is None]
        replies = [m for m in said if m["kind"] == "reply"]
        happened = [e for e in events if e["ticket_id"] == key]
        mine = [c for c in clocks if c["ticket_id"] == key]
        alerts = [
            m for m in mentions if m["ticket_id"] == key and m["escalation_id"] and not m["addressed_at"]
        ]
        requester, organisation = (
            people[ticket["requester_id"]],
            organisations.get(ticket["organisation_id"], {}),
        )
        due = {c["metric"]: c["due_at"] for c in mine if c["mode"] != "stop"}
        last_of = {e["kind"]: e["at"] for e in happened}
        assigned = [e["at"] for e in happened if e["kind"] in ("ticket_assigned", "ticket_unassigned")]
        moved = [e["at"] for e in happened if e["kind"] in ("ticket_created", "ticket_status_changed")]
        assert last_of
        found[key] = {
            **ticket,
            "tags": {t["name"] for t in tags if t["ticket_id"] == key},
            "last_reply_at": replies[-1]["created_at"] if replies else None,
            "last_reply_is_by_staff": bool(replies)
            and replies[-1]["author_id"] in staff
            and replies[-1]["author_id"] != ticket["requester_id"],
            "last_message_body": said[-1]["body"] if said else None,
            "reply_count": len(replies),
            "status_changed_at": moved[-1],
            "assigned_at": assigned[-1] if assigned else None,
            "sla.first_response_due_at": due.get("first_response"),
            "sla.next_response_due_at": due.get("next_response"),
            "sla.resolution_due_at": due.get("resolution"),
            "sla.is_warned": any(c["warned_at"] and not c["stopped_at"] for c in mine),
            "sla.is_at_risk": any((c["warned_at"] or c["breached_at"]) and not c["stopped_at"] for c in mine),
            "sla.is_breached": any(c["breached_at"] for c in mine),
            "has_alert": bool(alerts),
            "rating": ratings.get(key),
            "open_checklist_items": sum(i["ticket_id"] == key and not i["is_done"] for i in items),
            "approval_state": states.get(key),
            "waits_for_my_approval": {"ticket_id": key, "person_id": desk.agent.id} in awaited,
            "minutes_spent": sum(e["minutes"] for e in entries if e["ticket_id"] == key),
            "is_escalated_to_me": any(m["mentioned_id"] == desk.agent.id for m in alerts),
            "is_open": ticket["status_category"] not in ("solved", "closed"),
            "is_snoozed": ticket["snoozed_until"] is not None,
            "requester.name": requester["name"],
            "requester.email": requester["email"],
            "requester.is_guest": requester["is_guest"],
            "requester.language": requester["language"],
            "organisation.name": organisation.get("name"),
            "assignee.availability": staff.get(ticket["assignee_id"], {}).get("availability"),
        }
    return found


@pytest.fixture
def world(desk: RuleDesk) -> World:
    return World(desk)


def test_random_conditions_mean_what_the_evaluator_says(world: World) -> None:
    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(world.conditions())
    def law(condition: Condition) -> None:
        assert world.desk.matching(world.desk.agent, condition) == world.expected(condition)

    law()


def test_each_operator_of_each_field_means_what_the_evaluator_says(world: World) -> None:
    """Four values each, so that none is left to chance; the world has matches and misses for most of them."""
    told_apart = 0
    for field, kind in world.types.items():
        for operator in world.operators[kind]:
            if operator in EVENT_OPERATORS:
                continue
            for condition in _some(world.values(field, operator).map(partial(on, field, operator)), 4):
                expected = world.expected(condition)
                assert world.desk.matching(world.desk.agent, condition) == expected, condition
                told_apart += 0 < len(expected) < len(world.facts)
    assert told_apart > 250


def _some(strategy: st.SearchStrategy[Condition], number: int) -> list[Condition]:
    found: list[Condition] = []

    @settings(
        max_examples=number,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(strategy)
    def collect(condition: Condition) -> None:
        found.append(condition)

    collect()
    return found[:number]


@pytest.mark.parametrize(
    ("operator", "due", "is_found"),
    [
        ("within", "2030-05-15 11:59:59.999999+00", False),
        ("within", "2030-05-15 12:00+00", True),
        ("within", "2030-05-16 12:00+00", True),
        ("within", "2030-05-16 12:00:00.000001+00", False),
        ("older_than", "2030-05-14 12:00+00", False),
        ("older_than", "2030-05-14 11:59:59.999999+00", True),
    ],
)
def test_where_a_stretch_of_time_ends(desk: RuleDesk, operator: str, due: str, is_found: bool) -> None:
    desk.clock("2030-05-15 12:00+00")
    ticket = desk.ticket(due_at=due, created_at="2030-05-01 12:00+00")
    found = desk.matching(desk.agent, on("due_at", operator, "1 day"))
    assert found == ({ticket} if is_found else set())
