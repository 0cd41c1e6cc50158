"""Custom fields of tickets: who may see and fill them in, what is required when, and what is recorded."""

from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Connection, acting_as
from tests.custom.desk import CustomDesk
from tests.desk import ANON, SYSTEM, as_if_rest, make_desk, refused
from tests.rules.desk import do, on


@pytest.fixture
def three(desk: CustomDesk) -> dict[str, int]:
    """A field of each access for customers."""
    return {access: desk.field(f"f_{access}", customer_access=access) for access in ("none", "read", "edit")}


def columns(desk: CustomDesk, who: Any, names: str) -> list[Any]:
    return desk.run(who, f"SELECT {names} FROM api.ticket_custom_fields ORDER BY ticket_id")


@pytest.mark.usefixtures("three")
def test_customers_see_and_fill_in_what_is_marked(desk: CustomDesk) -> None:
    own, foreign = desk.ticket(), desk.ticket(requester=desk.stranger)
    for ticket in (own, foreign):
        desk.fill(desk.agent, ticket, f_none="n", f_read="r", f_edit="e")
    assert columns(desk, desk.customer, "ticket_id, f_read, f_edit") == [(own, "r", "e")]
    assert len(columns(desk, desk.agent, "*")) == 2
    for hidden in ("f_none", "*"):
        with refused("42501"):
            columns(desk, desk.customer, hidden)
    with refused("42501"):
        columns(desk, ANON, "ticket_id")
    desk.fill(desk.customer, own, f_edit="mine")
    assert desk.values(own)["f_edit"] == "mine"
    with refused("PD002", "f_read"):
        desk.fill(desk.customer, own, f_read="mine")
    with refused("PD801", "f_none"):
        desk.fill(desk.customer, own, f_none="mine")
    with refused("PD001"):
        desk.fill(desk.customer, foreign, f_edit="mine")
    keys = "SELECT array_agg(key ORDER BY key) FROM api.custom_fields"
    assert desk.one(desk.customer, keys) == ["f_edit", "f_read"]
    assert desk.one(ANON, keys) == ["f_edit"]
    assert desk.one(desk.agent, keys) == ["f_edit", "f_none", "f_read"]


def test_access_that_is_withdrawn_is_gone(desk: CustomDesk, three: dict[str, int]) -> None:
    desk.fill(desk.agent, desk.ticket(), f_edit="e")
    desk.change(three["edit"], customer_access="none")
    with refused("42501"):
        columns(desk, desk.customer, "f_edit")


@pytest.mark.usefixtures("three")
def test_who_may_fill_in(desk: CustomDesk) -> None:
    ticket = desk.ticket(department_id=desk.billing)
    with refused("PD002"):
        desk.fill(desk.light, ticket, f_none="x")
    with refused("42501"):
        desk.fill(ANON, ticket, f_edit="x")
    desk.call(desk.agent, "add_participant", ticket_id=ticket, person_id=desk.stranger.id)
    with refused("PD002"):
        desk.fill(desk.stranger, ticket, f_edit="x")
    desk.set("agent_visibility", "departments")
    with refused("PD001"):
        desk.fill(desk.agent, ticket, f_none="x")
    desk.fill(desk.colleague, ticket, f_none="x")
    assert columns(desk, desk.agent, "ticket_id") == []
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    assert columns(desk, desk.admin, "ticket_id") == []
    with refused("PD001"):
        desk.fill(desk.colleague, ticket, f_none="y")


def test_a_change_is_recorded_once_and_counts_the_version_up(fresh_db: str) -> None:
    with psycopg.connect(fresh_db) as connection:
        desk = CustomDesk(**vars(make_desk(connection)))
        desk.field("cost", "number")
        desk.field("tools", "multi_select", options=["a", "b"])
        ticket = desk.ticket()
        connection.commit()  # what is written along with an opening is no change of it
        _change_and_look(desk, ticket)


def _change_and_look(desk: CustomDesk, ticket: int) -> None:
    version = desk.ticket_row(ticket)["version"]
    desk.clock("2031-01-01T00:00:00Z")
    made = desk.fill(desk.agent, ticket, cost=1, tools=["b", "a"])
    assert made["version"] == version + 1
    assert made["updated_at"].startswith("2031-01-01T00:00:00")
    event = desk.event(ticket, "ticket_updated")
    assert event["actor_id"] == desk.agent.id
    assert event["payload"]["changes"] == {
        "custom.cost": {"from": None, "to": 1},
        "custom.tools": {"from": None, "to": ["a", "b"]},
    }
    before = desk.events(ticket)
    assert desk.fill(desk.agent, ticket, cost=1, tools=["a", "b"])["version"] == version + 1
    assert desk.events(ticket) == before
    desk.fill(desk.agent, ticket, tools=["b"])
    assert desk.event(ticket, "ticket_updated")["payload"]["changes"] == {
        "custom.tools": {"from": ["a", "b"], "to": ["b"]}
    }
    with refused("PD005"):
        desk.call(
            desk.agent,
            "set_custom_fields",
            ticket_id=ticket,
            custom_fields=Jsonb({"cost": 2}),
            version=version,
        )
    audited = (
        "SELECT action, new_values ->> 'cost' FROM audit.change"
        " WHERE table_name = 'ticket_custom' ORDER BY change_id"
    )
    assert desk.run(SYSTEM, audited)[0] == ("insert", "1")


def test_a_ticket_is_opened_with_its_fields(desk: CustomDesk) -> None:
    desk.field("cost", "number", customer_access="edit")
    desk.field("secret")
    made = desk.create(desk.agent, cost=3, secret="s")
    assert (made["version"], desk.values(made["ticket_id"])) == (1, {"cost": 3, "secret": "s"})
    assert desk.events(made["ticket_id"]) == ["ticket_created", "ticket_updated"]
    assert desk.values(desk.create(desk.customer, cost=4)["ticket_id"])["cost"] == 4
    guest = desk.call(
        ANON, "create_ticket", subject="x", requester_email="g@x.example", custom_fields=Jsonb({"cost": 5})
    )
    found = desk.one(SYSTEM, "SELECT ticket_id FROM helpdesk.ticket WHERE reference = %s", guest["reference"])
    assert desk.values(found)["cost"] == 5
    for who in (desk.customer, ANON):
        with refused("PD801", "secret"):
            desk.call(
                who, "create_ticket", subject="x", custom_fields=Jsonb({"secret": "x"}),
                **({"requester_email": "g@x.example"} if who is ANON else {}),
            )  # fmt: skip


def test_the_same_key_with_other_fields_is_another_request(desk: CustomDesk) -> None:
    desk.field("cost", "number")
    once = {"subject": "x", "idempotency_key": "k"}
    first = desk.call(desk.agent, "create_ticket", **once, custom_fields=Jsonb({"cost": 1}))
    assert desk.call(desk.agent, "create_ticket", **once, custom_fields=Jsonb({"cost": 1})) == first
    with refused("PD505"):
        desk.call(desk.agent, "create_ticket", **once, custom_fields=Jsonb({"cost": 2}))


def test_required_on_create(desk: CustomDesk) -> None:
    desk.field(
        "severity", "select", options=["low", "high"], is_required_on_create=True, customer_access="edit"
    )
    desk.field("team", is_required_on_create=True)
    with refused("PD802", "severity, team", "custom_fields"):
        desk.create(desk.agent)
    with refused("PD802", "team"):
        desk.create(desk.agent, severity="low")
    assert desk.create(desk.agent, severity="low", team="x")
    assert desk.create(desk.customer, severity="low")
    with refused("PD802", "severity"):
        desk.create(desk.customer)
    with refused("PD802"):
        desk.call(ANON, "create_ticket", subject="x", requester_email="g@x.example")


def test_required_on_create_holds_for_every_writer(desk: CustomDesk, db: Connection) -> None:
    desk.field("team", is_required_on_create=True)
    with refused("PD802", "team"):
        desk.run(desk.agent, "INSERT INTO api.tickets (subject) VALUES ('x')")
    with refused("PD802", "team"):
        desk.ticket()
    with db.transaction():
        db.execute("SET CONSTRAINTS helpdesk.ticket_70_check_required DEFERRED")
        made = desk.ticket()
        with refused("PD802"), db.transaction():
            db.execute("SET CONSTRAINTS helpdesk.ticket_70_check_required IMMEDIATE")
        desk.run(SYSTEM, "INSERT INTO helpdesk.ticket_custom (ticket_id, team) VALUES (%s, 'x')", made)
        db.execute("SET CONSTRAINTS helpdesk.ticket_70_check_required IMMEDIATE")


def test_mail_splits_and_follow_ups_are_not_lost(desk: CustomDesk) -> None:
    split = desk.ticket()
    closed = desk.ticket("closed")
    reply = desk.message(split, desk.customer)
    desk.field("team", is_required_on_create=True, customer_access="edit")
    mail = Jsonb({"person_id": desk.customer.id, "is_verified": True})
    parsed = Jsonb({"subject": "Help", "text": "The printer"})
    opened = "helpdesk.open_mail_ticket(jsonb_populate_record(NULL::helpdesk.inbound_mail, %s), %s)"
    mailed = desk.one(SYSTEM, f"SELECT {opened}", mail, parsed)
    assert desk.values(mailed) == {}
    assert desk.call(desk.agent, "split_ticket", message_ids=[reply])["ticket_id"] > closed
    desk.set("reopen_within_days", 1)
    desk.clock("2036-01-01")
    assert desk.call(desk.customer, "reply", ticket_id=closed, body="Again")["ticket_id"] > closed


def test_splits_and_follow_ups_have_the_fields(desk: CustomDesk) -> None:
    desk.field("secret")
    gone = desk.field("gone")
    plan = desk.field("plan", "select", options=["gold", "silver"])
    desk.field("tools", "multi_select", options=["a", "b"])
    ticket = desk.ticket()
    reply = desk.message(ticket, desk.customer)
    desk.fill(desk.agent, ticket, secret="s", gone="g", plan="gold", tools=["b", "a"])
    desk.call(desk.admin, "remove_custom_field", custom_field_id=gone)
    split = desk.call(desk.agent, "split_ticket", message_ids=[reply])["ticket_id"]
    assert desk.values(split) == {"secret": "s", "gone": None, "plan": "gold", "tools": ["a", "b"]}
    choices = "SELECT count(*) FROM helpdesk.ticket_custom_choice WHERE ticket_id = %s"
    assert desk.one(SYSTEM, choices, split) == 2
    changes = desk.event(split, "ticket_updated")["payload"]["changes"]
    assert changes["custom.secret"] == {"from": None, "to": "s"}

    # An option that is no longer offered is left out; who replies need not be allowed to edit the fields.
    desk.change(plan, options=["silver"])
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'closed' WHERE ticket_id = %s", ticket)
    desk.set("reopen_within_days", 1)
    desk.clock("2036-01-01")
    follow_up = desk.call(desk.customer, "reply", ticket_id=ticket, body="Again")["ticket_id"]
    assert follow_up > split
    assert desk.values(follow_up) == {"secret": "s", "gone": None, "plan": None, "tools": ["a", "b"]}
    # A second reply finds the follow-up and changes nothing of it.
    desk.fill(desk.agent, follow_up, secret="t")
    desk.call(desk.customer, "reply", ticket_id=ticket, body="And again")
    assert desk.values(follow_up)["secret"] == "t"


def test_a_ticket_without_fields_is_split(desk: CustomDesk) -> None:
    desk.field("secret")
    reply = desk.message(desk.ticket(), desk.customer)
    assert desk.values(desk.call(desk.agent, "split_ticket", message_ids=[reply])["ticket_id"]) == {}


def test_undoing_a_macro_restores_what_it_changed(desk: CustomDesk) -> None:
    desk.field("secret")
    desk.field("plan", "select", options=["gold", "silver"])
    desk.field("cost", "number")
    desk.field("kept")
    ticket = desk.ticket()
    desk.fill(desk.agent, ticket, secret="s", kept="k", cost=1)
    macro = desk.rule(
        "macro",
        do("set_custom_fields", {"secret": None}),
        do("set_custom_fields", {"plan": "gold"}),
        do("set_custom_fields", {"cost": 2}),
        do("set_priority", "urgent"),
    )
    firing = desk.call(desk.agent, "apply_macro", ticket_id=ticket, rule_id=macro)["firing_id"]
    assert desk.values(ticket) == {"secret": None, "plan": "gold", "cost": 2, "kept": "k"}
    desk.call(desk.agent, "undo_macro", firing_id=firing)
    assert desk.values(ticket) == {"secret": "s", "plan": None, "cost": 1, "kept": "k"}
    assert desk.ticket_row(ticket)["priority"] == "medium"
    firing = desk.call(desk.agent, "apply_macro", ticket_id=ticket, rule_id=macro)["firing_id"]
    desk.fill(desk.agent, ticket, cost=3)
    with refused("PD403", "the ticket has changed since"):
        desk.call(desk.agent, "undo_macro", firing_id=firing)


def test_a_client_asks_which_fields_are_shown(desk: CustomDesk) -> None:
    ticket = desk.ticket()

    def shown(who: Any) -> list[str]:
        return [key for (key,) in desk.run(who, "SELECT key FROM api.shown_fields(%s)", ticket)]

    assert shown(desk.agent) == []
    area = desk.field("area", "multi_select", options=["network", "printer"], customer_access="edit")
    desk.field("cable", conditions=on("custom.area", "is", "network"), customer_access="read")
    cause = desk.field("cause", conditions=on("ticket_type", "in", ["incident", "problem"]))
    desk.change(area, position=2)
    desk.change(cause, position=1)
    gone = desk.field("gone")
    desk.call(desk.admin, "remove_custom_field", custom_field_id=gone)
    assert shown(desk.agent) == ["area"]
    desk.fill(desk.agent, ticket, area=["network"])
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET ticket_type = 'problem' WHERE ticket_id = %s", ticket)
    assert shown(desk.admin) == shown(desk.light) == ["cause", "area", "cable"]
    assert shown(desk.customer) == ["area", "cable"]
    with refused("PD001"):
        shown(desk.stranger)
    with refused("42501"):
        shown(ANON)


def test_a_field_that_is_not_shown_is_not_required(desk: CustomDesk) -> None:
    shown = {"any": [on("ticket_type", "is", "incident"), on("custom.area", "is", "network")]}
    desk.field("area")
    desk.field("cause", is_required_on_create=True, is_required_on_resolve=True, conditions=shown)
    assert desk.create(desk.agent)
    with refused("PD802", "cause"):
        desk.create(desk.agent, area="Network")
    with refused("PD802", "cause"):
        desk.call(desk.agent, "create_ticket", subject="x", ticket_type="incident")
    assert desk.create(desk.agent, area="network", cause="cable")
    made = desk.create(desk.agent, area="desk")["ticket_id"]
    desk.call(desk.agent, "assign_ticket", ticket_id=made, assignee_id=desk.agent.id)
    desk.call(desk.agent, "set_status", ticket_id=made, status="resolved")


@pytest.fixture
def unresolved(desk: CustomDesk) -> int:
    desk.field("cause", is_required_on_resolve=True, customer_access="edit")
    desk.field("shown", "checkbox", is_required_on_resolve=True, conditions=on("priority", "is", "critical"))
    return desk.ticket(assignee_id=desk.agent.id)


@pytest.mark.parametrize(
    ("statement", "more"),
    [
        ("SELECT api.set_status(%s, 'resolved')", {}),
        ("SELECT api.resolve_ticket(%s)", {}),
        ("SELECT api.set_status(%s, 'closed')", {}),
        ("UPDATE api.tickets SET status = 'resolved' WHERE ticket_id = %s", {}),
    ],
)
def test_required_on_resolve(desk: CustomDesk, unresolved: int, statement: str, more: dict[str, Any]) -> None:
    with refused(
        "PD802", "cause", "resolved" if "resolved" in statement or "resolve_" in statement else "closed"
    ):
        desk.run(desk.agent, statement, unresolved)
    desk.fill(desk.agent, unresolved, cause="cable")
    desk.run(desk.agent, statement, unresolved)


def test_resolving_in_psql_is_no_way_round(desk: CustomDesk, unresolved: int) -> None:
    with refused("PD802", "cause"):
        desk.update(unresolved, status="resolved")
    with refused("PD802", "cause, shown"):
        desk.update(unresolved, status="resolved", priority="critical")


def test_a_customer_closes_without_the_fields(desk: CustomDesk, unresolved: int) -> None:
    desk.call(desk.customer, "close_ticket", ticket_id=unresolved)
    assert desk.ticket_row(unresolved)["status"] == "closed"


def test_merging_and_spam_close_without_the_fields(desk: CustomDesk, unresolved: int) -> None:
    other = desk.ticket()
    desk.call(desk.agent, "mark_spam", ticket_id=unresolved)
    desk.run(desk.agent, "SELECT api.merge_tickets(ARRAY[%s]::bigint[], %s)", other, desk.ticket())
    assert desk.ticket_row(other)["status"] == desk.ticket_row(unresolved)["status"] == "closed"


def test_what_acts_by_itself_asks_first(desk: CustomDesk, unresolved: int) -> None:
    desk.set("status_on_agent_reply", "resolved")
    desk.message(unresolved, desk.agent)
    assert desk.ticket_row(unresolved)["status"] == "open"
    desk.fill(desk.agent, unresolved, cause="cable")
    desk.message(unresolved, desk.agent)
    assert desk.ticket_row(unresolved)["status"] == "resolved"


def test_bulk_refuses_ticket_by_ticket(desk: CustomDesk, unresolved: int) -> None:
    filled = desk.ticket(assignee_id=desk.agent.id)
    critical = desk.ticket(assignee_id=desk.agent.id, priority="critical")
    for ticket in (filled, critical):
        desk.fill(desk.agent, ticket, cause="cable")
    reasons = desk.bulk(desk.agent, [do("set_status", "resolved")], ticket_ids=[unresolved, filled, critical])
    assert reasons[filled] is None
    assert "cause" in (reasons[unresolved] or "")
    assert "shown" in (reasons[critical] or "")
    both = [do("set_custom_fields", {"cause": "tea"}), do("set_status", "resolved")]
    assert desk.bulk(desk.agent, both, ticket_ids=[unresolved]) == {unresolved: None}
    emptied = [do("set_custom_fields", {"shown": None}), do("set_status", "resolved")]
    assert "shown" in (desk.bulk(desk.agent, emptied, ticket_ids=[critical])[critical] or "")


def test_inside_a_request_the_code_and_its_status_reach_the_client(desk: CustomDesk, db: Connection) -> None:
    desk.field("cost", "number")
    ticket = desk.ticket()
    with refused("PGRST", "PD801", "cost"), acting_as(db, "agent", desk.agent.id):
        as_if_rest(db)
        db.execute("SELECT api.set_custom_fields(%s, %s)", (ticket, Jsonb({"cost": "x"})))


def test_an_incident_without_its_required_field_does_not_stop_the_others(desk: CustomDesk) -> None:
    desk.set("close_incidents_with_problem", True)
    problem, bare, ready = (desk.ticket(assignee_id=desk.agent.id) for _ in range(3))
    for incident in (bare, ready):
        desk.call(desk.agent, "link_tickets", kind="problem_incident", from_id=problem, to_id=incident)
    desk.field("cause", is_required_on_resolve=True)
    for ticket in (problem, ready):
        desk.fill(desk.agent, ticket, cause="Power")
    desk.call(desk.agent, "resolve_ticket", ticket_id=problem)
    assert desk.one(SYSTEM, "SELECT helpdesk.close_incidents()") == 1
    assert [desk.ticket_row(ticket)["status"] for ticket in (bare, ready)] == ["open", "resolved"]


def test_a_field_that_is_not_shown_takes_no_value(desk: CustomDesk) -> None:
    desk.field("severity", conditions={"field": "ticket_type", "operator": "is", "value": "incident"})
    desk.field("kind", customer_access="edit")
    desk.field(
        "more", customer_access="edit", conditions={"field": "custom.kind", "operator": "is", "value": "x"}
    )
    question, incident = desk.ticket(), desk.ticket(ticket_type="incident")
    with refused("PD801", "not shown", "severity"):
        desk.fill(desk.agent, question, severity="high")
    assert desk.values(question) == {}
    desk.fill(desk.agent, question, severity="")
    desk.fill(desk.agent, incident, severity="high")
    with refused("PD801", "not shown", "more"):
        desk.create(desk.customer, kind="y", more="z")
    made = desk.create(desk.customer, kind="x", more="z")["ticket_id"]
    assert desk.values(made)["more"] == "z"
    change = "SELECT outcome, reason FROM api.change_tickets(%s, %s)"
    fill = {"action": "set_custom_fields", "value": {"severity": "low"}}
    ((outcome, reason),) = desk.run(desk.agent, change, Jsonb([fill]), [question])
    assert (outcome, reason["code"]) == ("refused", "PD801")
    assert "severity" in reason["message"]
    both = [{"action": "set_type", "value": "incident"}, fill]
    assert desk.run(desk.agent, change, Jsonb(both), [question]) == [("changed", None)]


def test_actions_that_hide_a_field_do_not_fill_it(desk: CustomDesk) -> None:
    """What counts is whether the ticket shows it when all actions are done, whatever their order."""
    desk.field("severity", conditions={"field": "ticket_type", "operator": "is", "value": "incident"})
    desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES ('vip')")
    desk.field("badge", conditions={"field": "tags", "operator": "contains", "value": "vip"})
    question, incident = desk.ticket(), desk.ticket(ticket_type="incident")
    fill = do("set_custom_fields", {"severity": "low"})
    for other in (do("set_priority", "high"), do("set_type", "question")):
        assert "severity" in (desk.bulk(desk.agent, [fill, other], ticket_ids=[question])[question] or "")
    rule = desk.rule("escalation", do("add_note", "seen"), fill, do("set_priority", "high"))
    desk.sweep()
    assert dict(desk.firings(rule)) == {question: "refused", incident: "applied"}
    assert desk.values(question) == {}
    assert desk.ticket_row(question)["priority"] == "medium"
    assert desk.events(question) == ["ticket_created"]
    hiding = [fill, do("set_type", "question")]
    assert "severity" in (desk.bulk(desk.agent, hiding, ticket_ids=[incident])[incident] or "")
    assert desk.ticket_row(incident)["ticket_type"] == "incident"
    badge = [do("set_custom_fields", {"badge": "gold"}), do("add_tags", ["vip"])]
    assert desk.bulk(desk.agent, badge, ticket_ids=[question]) == {question: None}
    assert desk.values(question)["badge"] == "gold"
