"""Names in conditions and actions follow renames, are not deleted, and are refused when no longer active."""

import pytest
from psycopg.types.json import Jsonb as Json

from tests.crowd import Crowd, acting
from tests.desk import SYSTEM, Desk, refused
from tests.rules.desk import RuleDesk, do, on

TABLES = {
    "tag": ("name", "vip", "tags"),
    "priority": ("priority", "top", "priority"),
    "ticket_type": ("ticket_type", "wish", "ticket_type"),
    "status": ("status", "parked", "status"),
    "channel": ("channel", "fax", "channel"),
}


def _add(desk: RuleDesk, table: str) -> str:
    _, name, _ = TABLES[table]
    more = {
        "tag": "(name) VALUES ('vip')",
        "priority": "(priority, label, position, color) VALUES ('top', 'Top', 900, '#000000')",
        "ticket_type": "(ticket_type, label) VALUES ('wish', 'Wish')",
        "status": "(status, category, label, position, description)"
        " VALUES ('parked', 'on_hold', 'P', 900, 'Parked.')",
        "channel": "(channel, label) VALUES ('fax', 'Fax')",
    }[table]
    desk.run(SYSTEM, f"INSERT INTO helpdesk.{table} {more}")
    return name


@pytest.mark.parametrize("table", TABLES)
def test_a_rename_is_followed_everywhere(desk: RuleDesk, table: str) -> None:
    """Source: zammad/zammad#1690, zammad/zammad#5609."""
    column, name, field = TABLES[table]
    _add(desk, table)
    action = {
        "tag": do("add_tags", [name]),
        "priority": do("set_priority", name),
        "ticket_type": do("set_type", name),
        "status": do("set_status", name),
        "channel": do("set_priority", "high"),
    }[table]
    operator, value = ("in", [name, name]) if table == "priority" else ("is", name)
    when = {"any": [on(field, "is", name), {"none": [on(field, operator, value), on("subject", "is", name)]}]}
    desk.rule("macro", action, when=when, is_shared=False, owner_id=desk.colleague.id)
    desk.view(desk.agent, when)
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.webhook (name, url, events, conditions)"
        " VALUES ('hook', 'https://x.example', '{*}', %s)",
        Json(when),
    )
    desk.run(SYSTEM, f"UPDATE helpdesk.{table} SET {column} = 'renamed' WHERE {column} = %s", name)
    for holder in ("rule", "saved_view", "webhook"):
        found = desk.one(
            SYSTEM,
            f"SELECT conditions::text FROM helpdesk.{holder} WHERE conditions::text LIKE '%%renamed%%'",
        )
        assert found.count(f'"{name}"') == 1, "a text that is no name stays"
    if table != "channel":
        assert "renamed" in desk.one(SYSTEM, "SELECT actions::text FROM helpdesk.rule")
    assert desk.one(SYSTEM, "SELECT is_active FROM helpdesk.rule") is True


def test_a_renamed_tag_matches_and_acts_as_before(desk: RuleDesk) -> None:
    _add(desk, "tag")
    view = desk.view(desk.agent, on("tags", "is", "vip"))
    macro = desk.rule("macro", do("add_tags", ["vip"]))
    tagged, other = desk.ticket(), desk.ticket()
    desk.tag(tagged, "vip")
    desk.run(desk.admin, "UPDATE api.tags SET name = 'gold' WHERE name = 'vip'")
    assert desk.call(desk.agent, "count_view", view_id=view)["count"] == 1
    assert desk.call(desk.agent, "apply_macro", ticket_id=other, rule_id=macro)["outcome"] == "applied"
    assert desk.tags(other) == {"gold"}


def test_a_renamed_tag_keeps_its_promise(desk: RuleDesk) -> None:
    _add(desk, "tag")
    policy = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.sla_policy (name, position, conditions) VALUES ('Gold', 1, %s)"
        " RETURNING sla_policy_id",
        Json(on("tags", "is", "vip")),
    )
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.sla_target (sla_policy_id, priority, metric, target_minutes)"
        " VALUES (%s, 'medium', 'first_response', 7)",
        policy,
    )
    desk.run(desk.admin, "UPDATE api.tags SET name = 'gold' WHERE name = 'vip'")
    ticket = desk.ticket()
    desk.tag(ticket, "gold")
    assert desk.one(SYSTEM, "SELECT helpdesk.match_sla_policy(t) FROM helpdesk.ticket AS t") == policy


def test_a_webhook_is_renamed_in_actions_and_under_way(desk: RuleDesk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.webhook (name, url, events) VALUES ('erp', 'https://x.example', '{rated}')",
    )
    desk.rule("workflow", do("delay", "1 hour"), do("webhook", "erp"), trigger_kind="ticket_priority_changed")
    ticket = desk.ticket()
    desk.update(ticket, priority="high")
    desk.run(SYSTEM, "SELECT helpdesk.run_workflows()")
    desk.run(desk.admin, "UPDATE api.webhooks SET name = 'sap' WHERE name = 'erp'")
    for holder in ("rule", "rule_step"):
        assert "sap" in desk.one(SYSTEM, f"SELECT actions::text FROM helpdesk.{holder}")
    with refused("PD406", "webhook sap is used by workflow"):
        desk.run(desk.admin, "DELETE FROM api.webhooks WHERE name = 'sap'")


def test_a_setting_follows_a_renamed_status(desk: RuleDesk) -> None:
    _add(desk, "status")
    desk.set("snooze_status", "parked")
    desk.run(SYSTEM, "UPDATE helpdesk.status SET status = 'asleep' WHERE status = 'parked'")
    assert desk.one(SYSTEM, "SELECT helpdesk.setting_text('snooze_status')") == "asleep"
    with refused("PD406", "setting snooze_status"):
        desk.run(SYSTEM, "DELETE FROM helpdesk.status WHERE status = 'asleep'")


def test_the_default_department_follows_its_slug(desk: RuleDesk) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.department (name, slug) VALUES ('X', 'x')")
    desk.set("default_department", "x")
    desk.run(SYSTEM, "UPDATE helpdesk.department SET slug = 'y' WHERE slug = 'x'")
    assert desk.one(SYSTEM, "SELECT helpdesk.setting_text('default_department')") == "y"
    with refused("PD406", "department y is used by setting default_department"):
        desk.run(SYSTEM, "DELETE FROM helpdesk.department WHERE slug = 'y'")


def test_what_a_setting_names_is_not_retired(desk: RuleDesk) -> None:
    """Else replies, snoozes and new tickets would go nowhere without a word."""
    _add(desk, "status")
    desk.run(SYSTEM, "INSERT INTO helpdesk.department (name, slug) VALUES ('X', 'x')")
    for key, table, name in (
        ("status_on_customer_reply", "status", "parked"),
        ("default_department", "department", "x"),
    ):
        column = "slug" if table == "department" else "status"
        retire = f"UPDATE helpdesk.{table} SET is_active = false WHERE {column} = %s"
        desk.set(key, name)
        with refused("PD406", f"{table} {name} is used by setting {key}"):
            desk.run(SYSTEM, retire, name)
        desk.run(SYSTEM, "UPDATE helpdesk.setting SET value = NULL WHERE key = %s", key)
        desk.run(SYSTEM, retire, name)
        desk.run(SYSTEM, f"UPDATE helpdesk.{table} SET is_active = true WHERE {column} = %s", name)


@pytest.mark.parametrize("table", TABLES)
def test_what_is_used_is_not_deleted(desk: RuleDesk, table: str) -> None:
    column, name, field = TABLES[table]
    _add(desk, table)
    view = desk.view(desk.agent, on(field, "is", name), name="Mine")
    with refused("PD406", f"{table.replace('_', ' ')} {name} is used by view Mine"):
        desk.run(SYSTEM, f"DELETE FROM helpdesk.{table} WHERE {column} = %s", name)
    desk.run(SYSTEM, "DELETE FROM helpdesk.saved_view WHERE view_id = %s", view)
    desk.run(SYSTEM, f"DELETE FROM helpdesk.{table} WHERE {column} = %s", name)


def test_departments_and_people_that_rules_name_are_not_deleted(desk: RuleDesk) -> None:
    department = desk.one(
        SYSTEM, "INSERT INTO helpdesk.department (name, slug) VALUES ('X', 'x') RETURNING department_id"
    )
    rule = desk.rule("macro", do("set_department", department))
    with refused("PD406", "department"):
        desk.run(SYSTEM, "DELETE FROM helpdesk.department WHERE department_id = %s", department)
    desk.run(SYSTEM, "DELETE FROM helpdesk.rule WHERE rule_id = %s", rule)
    desk.run(SYSTEM, "DELETE FROM helpdesk.department WHERE department_id = %s", department)
    desk.rule("escalation", do("notify", [desk.retired.id, "assignee"]))
    with refused("PD406", "agent"):
        desk.run(SYSTEM, "DELETE FROM helpdesk.agent WHERE person_id = %s", desk.retired.id)


@pytest.mark.parametrize("what", ["status", "agent", "department", "webhook", "option", "tag", "nobody"])
def test_what_is_not_active_any_more_is_refused(desk: RuleDesk, what: str) -> None:
    _add(desk, "status")
    desk.run(SYSTEM, "INSERT INTO helpdesk.status_transition VALUES ('open', 'parked', '{system}')")
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.webhook (name, url, events) VALUES ('erp', 'https://x.example', '{rated}')",
    )
    field = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.custom_field (object, key, label, field_type)"
        " VALUES ('ticket', 'color', 'Color', 'select') RETURNING custom_field_id",
    )
    desk.run(SYSTEM, 'SELECT helpdesk.set_custom_options(%s, \'["red", "blue"]\')', field)
    action, retire, reason = {
        "status": (
            do("set_status", "parked"),
            "status SET is_active = false WHERE status = 'parked'",
            "parked",
        ),
        "agent": (
            do("assign", desk.colleague.id),
            f"person SET is_active = false WHERE person_id = {desk.colleague.id}",
            "not an active agent",
        ),
        "department": (
            do("set_department", desk.billing),
            f"department SET is_active = false WHERE department_id = {desk.billing}",
            "not active",
        ),
        "webhook": (do("webhook", "erp"), "webhook SET is_active = false WHERE name = 'erp'", "switched off"),
        "option": (
            do("set_custom_fields", {"color": "red"}),
            "custom_option SET is_active = false WHERE value = 'red'",
            "no option red",
        ),
        "tag": (
            do("add_tags", ["network"]),
            "tag SET is_active = false WHERE name = 'network'",
            "tag network, which is retired",
        ),
        "nobody": (
            do("notify", [desk.colleague.id]),
            f"person SET is_active = false WHERE person_id = {desk.colleague.id}",
            "nobody",
        ),
    }[what]
    rule = desk.rule("escalation", action)
    ticket = desk.ticket()
    desk.run(SYSTEM, f"UPDATE helpdesk.{retire}")
    desk.run(SYSTEM, "SELECT helpdesk.sweep_rules('escalation')")
    ((outcome, detail),) = desk.run(
        SYSTEM, "SELECT outcome, detail FROM helpdesk.rule_firing WHERE rule_id = %s", rule
    )
    assert (outcome, len(detail)) == ("refused", 1)
    assert reason in detail[0]["message"]
    assert desk.rule_row(rule)["failures"] == 0
    assert desk.ticket_row(ticket)["status"] == "open"


@pytest.mark.parametrize("kind", ["escalation", "workflow", "macro", "bulk"])
def test_what_changed_nothing_says_so(desk: RuleDesk, kind: str) -> None:
    _add(desk, "tag")
    ticket = desk.ticket(priority="high", assignee_id=desk.agent.id)
    desk.tag(ticket, "vip")
    desk.run(SYSTEM, "SELECT helpdesk.follow(%s, %s)", ticket, desk.agent.id)
    actions = [
        do("set_priority", "high"),
        do("add_tags", ["vip"]),
        do("assign", desk.agent.id),
        do("set_type", "question"),
    ]
    if kind == "bulk":
        change = "SELECT * FROM api.change_tickets(%s, ARRAY[%s]::bigint[])"
        assert desk.run(desk.agent, change, Json(actions), ticket) == [(ticket, "unchanged", None)]
        return
    actions.append(do("follow", [desk.agent.id]))
    extra = {"trigger_kind": "ticket_updated"} if kind == "workflow" else {}
    rule = desk.rule(kind, *actions, **extra)
    if kind == "macro":
        desk.call(desk.agent, "apply_macro", ticket_id=ticket, rule_id=rule)
    else:
        desk.update(ticket, subject="Another")
        desk.run(SYSTEM, "SELECT helpdesk.run_workflows(), helpdesk.sweep_rules('escalation')")
    ((outcome, detail),) = desk.run(
        SYSTEM, "SELECT outcome, detail FROM helpdesk.rule_firing WHERE rule_id = %s", rule
    )
    assert outcome == "unchanged"
    assert detail == [{**action, "outcome": "unchanged"} for action in actions]


def test_what_changed_something_tells_what_did_not(desk: RuleDesk) -> None:
    rule = desk.rule("macro", do("set_priority", "high"), do("set_type", "question"))
    found = desk.call(desk.agent, "apply_macro", ticket_id=desk.ticket(), rule_id=rule)
    assert (found["outcome"], found["detail"]) == (
        "applied",
        [do("set_priority", "high"), {**do("set_type", "question"), "outcome": "unchanged"}],
    )


def test_a_rule_saved_while_its_tag_is_deleted_names_no_ghost(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    for n in range(10):
        desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES (%s)", f"ghost{n}")
        desk.db.commit()
        saved, deleted = crowd.run(
            acting(
                desk.admin,
                "INSERT INTO api.macros (name, is_shared, actions) VALUES (%s, true, %s)",
                f"M{n}",
                Json([{"action": "add_tags", "value": [f"ghost{n}"]}]),
            ),
            acting(desk.admin, "DELETE FROM api.tags WHERE name = %s", f"ghost{n}"),
        )
        assert (saved, deleted) in [(None, "PD406"), ("PD402", None)]
