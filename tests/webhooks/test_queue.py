"""Which deliveries are made, in the transaction of what they tell of; how attempts end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.desk import SYSTEM, Person, Row, refused
from tests.rules.desk import Condition, RuleDesk, do, on

WORKER = Person("worker")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def webhook(desk: RuleDesk, *events: str, when: Condition | None = None, name: str = "hook") -> int:
    made: int = desk.one(
        desk.admin,
        "INSERT INTO api.webhooks (name, url, events, conditions)"
        " VALUES (%s, %s, %s, %s) RETURNING webhook_id",
        name,
        "https://hooks.example.org/in",
        list(events),
        Jsonb(when or {}),
    )
    return made


def deliveries(desk: RuleDesk) -> list[Row]:
    statement = (
        "SELECT to_jsonb(d) FROM api.webhook_deliveries AS d ORDER BY d.created_at, d.webhook_id, d.sequence"
    )
    return [row for (row,) in desk.run(desk.admin, statement)]


def queued(desk: RuleDesk) -> list[str]:
    statement = """SELECT message #>> '{args,0}' FROM dramatiq.queue
        WHERE queue_name = 'webhooks' AND message ->> 'actor_name' = 'deliver_webhook' ORDER BY position"""
    return [found for (found,) in desk.run(SYSTEM, statement)]


def end(desk: RuleDesk, delivery: str, status: int | None, problem: str | None = None) -> str:
    desk.run(WORKER, "SELECT helpdesk.begin_delivery(%s)", delivery)
    found: str = desk.one(WORKER, "SELECT helpdesk.end_delivery(%s, %s, %s)", delivery, status, problem)
    return found


def test_subscribed_events_are_queued_with_their_facts(desk: RuleDesk) -> None:
    webhook(desk, "ticket_created", "ticket_priority_changed")
    ticket = desk.ticket()
    desk.tag(ticket, "printer")
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    made = deliveries(desk)
    assert [(d["kind"], d["sequence"], d["state"]) for d in made] == [
        ("ticket_created", 1, "queued"),
        ("ticket_priority_changed", 2, "queued"),
    ]
    assert queued(desk) == [d["delivery_id"] for d in made]
    payload = made[1]["payload"]
    assert payload["data"] == {"from": "medium", "to": "high"}
    assert payload["actor_id"] == desk.agent.id
    assert (payload["ticket"]["priority"], payload["ticket"]["tags"]) == ("high", ["printer"])


def test_a_star_stands_for_all_and_nothing_for_none(desk: RuleDesk) -> None:
    every, none = webhook(desk, "*", name="every"), webhook(desk, name="none")
    ticket = desk.ticket(assignee_id=desk.agent.id)
    assert [d["kind"] for d in deliveries(desk) if d["webhook_id"] == every] == desk.events(ticket)
    assert [d for d in deliveries(desk) if d["webhook_id"] == none] == []


def test_conditions_choose_tickets_and_changes(desk: RuleDesk) -> None:
    webhook(
        desk,
        "ticket_priority_changed",
        when={"all": [on("priority", "changed_to", "urgent"), on("department_id", "is", desk.support)]},
    )
    tickets = [desk.ticket(department_id=d) for d in (desk.support, desk.billing)]
    for ticket in tickets:
        for priority in ("high", "urgent"):
            desk.update(ticket, priority=priority)
    assert [(d["ticket_id"], d["payload"]["data"]["to"]) for d in deliveries(desk)] == [
        (tickets[0], "urgent")
    ]


def test_bulk_makes_one_delivery_each(desk: RuleDesk) -> None:
    webhook(desk, "ticket_priority_changed", "tag_added")
    tickets = [desk.ticket() for _ in range(20)]
    desk.bulk(desk.agent, [do("set_priority", "high"), do("add_tags", ["printer"])], ticket_ids=tickets)
    made = sorted((d["ticket_id"], d["sequence"], d["kind"]) for d in deliveries(desk))
    assert made == [row for t in tickets for row in ((t, 1, "ticket_priority_changed"), (t, 2, "tag_added"))]


def test_a_filter_that_fails_undoes_nothing_and_is_seen(desk: RuleDesk) -> None:
    hook = webhook(desk, "ticket_created")
    desk.run(SYSTEM, "UPDATE helpdesk.webhook SET predicate = '1 / 0 > 0' WHERE webhook_id = %s", hook)
    ticket = desk.ticket()
    (made,) = deliveries(desk)
    assert (made["ticket_id"], made["state"]) == (ticket, "dead")
    assert "division by zero" in made["last_error"]
    desk.call(desk.admin, "replay_delivery", delivery_id=made["delivery_id"])
    assert queued(desk) == [made["delivery_id"]]


@pytest.mark.parametrize("kind", ["escalation", "automation", "workflow", "button"])
def test_rules_call_webhooks_by_name(desk: RuleDesk, kind: str) -> None:
    webhook(desk, name="erp")
    action = do("webhook", "erp")
    if kind in ("escalation", "automation"):
        rule = desk.rule(kind, action)
    elif kind == "workflow":
        rule = desk.workflow("ticket_created", action)
    else:
        rule = desk.rule("workflow", action, is_manual=True)
    ticket = desk.ticket()
    if kind == "button":
        desk.call(desk.agent, "apply_macro", ticket_id=ticket, rule_id=rule)
    desk.run_workflows()
    if kind in ("escalation", "automation"):
        desk.sweep(kind)
        desk.sweep(kind)
    (made,) = deliveries(desk)
    assert (made["kind"], made["ticket_id"], made["event_id"]) == ("rule_called", ticket, None)
    assert made["payload"]["ticket"]["ticket_id"] == ticket
    if kind != "button":
        assert made["payload"]["data"]["rule"]["rule_id"] == rule
    assert desk.firings(rule) == [(ticket, "applied")]


def test_a_rule_that_calls_a_webhook_that_is_off_leaves_a_trace(desk: RuleDesk) -> None:
    hook = webhook(desk, name="erp")
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = false WHERE webhook_id = %s", hook)
    desk.rule("escalation", do("webhook", "erp"))
    desk.ticket()
    desk.sweep()
    (made,) = deliveries(desk)
    assert (made["state"], made["last_error"]) == ("dead", "the webhook is switched off")
    assert queued(desk) == []


@pytest.mark.parametrize("kind", ["macro", "bulk"])
def test_agents_cannot_make_desks_call_out(desk: RuleDesk, kind: str) -> None:
    webhook(desk, name="erp")
    with refused("PD402", f"no action that fits {kind}"):
        if kind == "macro":
            desk.rule("macro", do("webhook", "erp"), who=desk.agent, is_shared=False)
        else:
            desk.bulk(desk.agent, [do("webhook", "erp")], ticket_ids=[desk.ticket()])


def test_an_unknown_webhook_or_event_is_refused(desk: RuleDesk) -> None:
    with refused("PD402", "actions.0 names nope, which does not exist"):
        desk.rule("escalation", do("webhook", "nope"))
    with refused("PD006", "event nope does not exist"):
        webhook(desk, "ticket_created", "nope")
    with refused("PD401", "conditions.field"):
        webhook(desk, when=on("nope", "is", "x"))


@pytest.mark.parametrize(
    "url",
    [
        "http://x.example/",
        "https://user:pass@x.example/",
        "ftp://x.example/",
        "https:///x",
        "https://x y/",
        "x",
    ],
)
def test_only_https_without_a_user(desk: RuleDesk, url: str) -> None:
    with refused("23514", "webhook_url_is_https"):
        desk.run(desk.admin, "INSERT INTO api.webhooks (name, url) VALUES ('x', %s)", url)


def test_peer_8_a_secret_is_shown_once_and_never_read(desk: RuleDesk) -> None:
    hook = webhook(desk)
    secret = desk.one(desk.admin, "SELECT api.rotate_webhook_secret(%s)", hook)
    assert len(secret) == 64
    assert desk.one(desk.admin, "SELECT api.rotate_webhook_secret(%s)", hook) != secret
    for statement in ("SELECT secret FROM api.webhooks", "SELECT secret FROM helpdesk.webhook"):
        with pytest.raises(Exception, match=r"secret|permission"):
            desk.run(desk.admin, statement)
    audited = (
        "SELECT count(*) FROM audit.change WHERE table_name = 'webhook' AND row_to_json(change)::text LIKE %s"
    )
    assert desk.one(SYSTEM, audited, f"%{secret}%") == 0


def test_attempts_are_spread_over_a_day_and_then_given_up(desk: RuleDesk) -> None:
    webhook(desk, "ticket_created")
    desk.clock(NOON.isoformat())
    desk.ticket()
    (delivery,) = queued(desk)
    waits: list[float] = []
    now = 0.0
    for _ in range(30):
        state = end(desk, delivery, 500)
        if state == "dead":
            break
        waits.append(
            desk.one(
                SYSTEM,
                "SELECT extract(epoch FROM max(available_at) - helpdesk.clock())::float8 FROM dramatiq.queue",
            )
        )
        now += waits[-1]
        desk.clock((NOON + timedelta(seconds=now)).isoformat())
    assert waits[:6] == [30, 120, 480, 1920, 7680, 21600]
    assert 18 * 3600 < now <= 24 * 3600
    (row,) = deliveries(desk)
    assert (row["state"], row["last_status"], row["last_error"]) == ("dead", 500, "status 500")
    assert end(desk, delivery, 200) == "dead"


def failures(desk: RuleDesk) -> Any:
    return desk.run(desk.admin, "SELECT is_active, failures FROM api.webhooks")[0]


def begin(desk: RuleDesk, delivery: str) -> bool:
    """Whether it is sent now."""
    (row,) = desk.run(WORKER, "SELECT * FROM helpdesk.begin_delivery(%s)", delivery)
    return row[0] is not None


def waits_until(desk: RuleDesk, delivery: str) -> float:
    """Seconds until the newest attempt at it that is queued."""
    found: float = desk.one(
        SYSTEM,
        "SELECT extract(epoch FROM available_at - helpdesk.clock())::float8 FROM dramatiq.queue"
        " WHERE message #>> '{args,0}' = %s ORDER BY position DESC LIMIT 1",
        delivery,
    )
    return found


def test_a_webhook_that_fails_again_and_again_is_switched_off(desk: RuleDesk) -> None:
    desk.set("webhooks.failures_allowed", 3)
    webhook(desk, "ticket_created")
    for _ in range(3):
        desk.ticket()
    first, second, third = queued(desk)
    now = NOON
    for status, expected in ((None, (True, 1)), (200, (True, 0)), (503, (True, 1)), (None, (True, 2))):
        desk.clock(now.isoformat())
        end(desk, second if status == 200 else first, status, "ConnectionRefusedError: no")
        assert failures(desk) == expected
        now += timedelta(hours=1)
    desk.clock(now.isoformat())
    end(desk, first, 500)
    assert failures(desk) == (False, 3)
    told = "SELECT person_id, title FROM helpdesk.notification WHERE kind = 'webhook_disabled'"
    assert desk.run(SYSTEM, told) == [(desk.admin.id, "Webhook hook was switched off")]
    assert not begin(desk, third)
    assert {d["last_error"] for d in deliveries(desk) if d["delivery_id"] == third} == {
        "the webhook is switched off"
    }
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = true")
    assert failures(desk) == (True, 0)
    assert begin(desk, first), "and rests no longer"


def test_a_webhook_gets_one_delivery_at_a_time(desk: RuleDesk) -> None:
    webhook(desk, "ticket_created")
    webhook(desk, "ticket_created", name="other")
    desk.clock(NOON.isoformat())
    for _ in range(2):
        desk.ticket()
    first, others, second, _ = queued(desk)
    assert begin(desk, first)
    assert not begin(desk, second)
    assert begin(desk, others), "another receiver does not wait"
    assert desk.one(WORKER, "SELECT helpdesk.end_delivery(%s, 204, NULL)", first) == "delivered"
    assert queued(desk)[-1] == second
    assert waits_until(desk, second) == 0
    assert begin(desk, second)
    desk.clock((NOON + timedelta(seconds=89)).isoformat())
    desk.ticket()
    third = queued(desk)[-2]
    assert not begin(desk, third)
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 0
    desk.clock((NOON + timedelta(seconds=91)).isoformat())
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 1, "the worker of the second has died"
    assert queued(desk)[-1] == third
    assert begin(desk, third)


def test_of_many_that_wait_for_a_receiver_one_is_in_the_queue(desk: RuleDesk) -> None:
    webhook(desk, "ticket_created")
    desk.clock(NOON.isoformat())
    for _ in range(20):
        desk.ticket()
    first, *others = queued(desk)
    assert begin(desk, first)
    assert not any(begin(desk, other) for other in others)
    desk.run(SYSTEM, "DELETE FROM dramatiq.queue")  # as the worker does with what it has done
    assert desk.one(WORKER, "SELECT helpdesk.end_delivery(%s, 204, NULL)", first) == "delivered"
    for number, other in enumerate(others):
        assert queued(desk) == others[: number + 1], "the longest waiting first"
        assert end(desk, other, 204) == "delivered"
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 0


def test_what_waits_is_given_up_with_its_webhook(desk: RuleDesk) -> None:
    webhook(desk, "ticket_created")
    for _ in range(3):
        desk.ticket()
    first, *others = queued(desk)
    assert begin(desk, first)
    assert not any(begin(desk, other) for other in others)
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = false")
    found = {d["delivery_id"]: (d["state"], d["last_error"]) for d in deliveries(desk)}
    assert found == {first: ("queued", None)} | dict.fromkeys(others, ("dead", "the webhook is switched off"))


def test_a_receiver_rests_after_failures(desk: RuleDesk) -> None:
    webhook(desk, "ticket_created")
    desk.clock(NOON.isoformat())
    for _ in range(3):
        desk.ticket()
    first, second, third = queued(desk)
    end(desk, first, None, "TimeoutError: timed out")
    end(desk, second, None, "TimeoutError: timed out")
    assert not begin(desk, third)
    desk.clock((NOON + timedelta(seconds=19)).isoformat())
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 0
    fourth = _next(desk)
    assert not begin(desk, fourth)
    attempts = {d["delivery_id"]: d["attempts"] for d in deliveries(desk)}
    assert attempts == {first: 1, second: 1, third: 0, fourth: 0}
    desk.clock((NOON + timedelta(seconds=21)).isoformat())
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 1
    assert end(desk, third, None, "TimeoutError: timed out") == "queued"
    assert waits_until(desk, fourth) == 40, "a third failure: it rests twice as long, and then one is tried"
    desk.clock((NOON + timedelta(seconds=62)).isoformat())
    assert end(desk, fourth, 200) == "delivered"
    desk.ticket()
    assert begin(desk, queued(desk)[-1])


def test_of_receivers_that_fail_one_is_tried_at_a_time(desk: RuleDesk) -> None:
    names = ("a", "b", "c", "d", "healthy")
    for name in names:
        webhook(desk, "ticket_created", name=name)
    desk.clock(NOON.isoformat())
    desk.ticket()
    failing = dict(zip(names, queued(desk), strict=True))
    healthy = failing.pop("healthy")
    assert all(begin(desk, delivery) for delivery in failing.values()), "nobody knows it yet"
    for delivery in failing.values():
        desk.one(WORKER, "SELECT helpdesk.end_delivery(%s, NULL, 'TimeoutError: timed out')", delivery)
    desk.clock((NOON + timedelta(minutes=1)).isoformat())
    first, *others = failing.values()
    assert begin(desk, first)
    assert not any(begin(desk, other) for other in others)
    assert begin(desk, healthy)
    desk.run(SYSTEM, "DELETE FROM dramatiq.queue")
    assert desk.one(WORKER, "SELECT helpdesk.end_delivery(%s, 204, NULL)", first) == "delivered"
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == len(others)
    assert sorted(queued(desk)) == sorted(others)
    assert [begin(desk, other) for other in others] == [True, False, False]
    assert desk.one(WORKER, "SELECT helpdesk.end_delivery(%s, NULL, 'TimeoutError: timed out')", others[0])
    assert begin(desk, others[1]), "and none of them waits for ever"


def _next(desk: RuleDesk) -> str:
    desk.ticket()
    return queued(desk)[-1]


def test_the_seeds_webhook_url_is_a_webhook_of_all_events(desk: RuleDesk) -> None:
    desk.call(desk.admin, "set_setting", key="webhook_url", value=Jsonb("https://hooks.example.org/all"))
    ticket = desk.ticket()
    assert [d["kind"] for d in deliveries(desk)] == desk.events(ticket)
    desk.call(desk.admin, "set_setting", key="webhook_url", value=Jsonb(None))
    assert desk.run(desk.admin, "SELECT name, is_active FROM api.webhooks") == [("webhook_url", False)]
    with refused("23514", "webhook_url_is_https"):
        desk.call(desk.admin, "set_setting", key="webhook_url", value=Jsonb("http://insecure.example"))


def test_the_seeds_webhook_follows_the_settings_value_and_nothing_else_of_it(desk: RuleDesk) -> None:
    desk.call(desk.admin, "set_setting", key="webhook_url", value=Jsonb("https://hooks.example.org/all"))
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = false")
    desk.run(SYSTEM, "UPDATE helpdesk.setting SET description = 'Another' WHERE key = 'webhook_url'")
    assert desk.run(desk.admin, "SELECT is_active FROM api.webhooks") == [(False,)]


def test_old_deliveries_go_and_the_count_goes_on(desk: RuleDesk) -> None:
    webhook(desk, "ticket_priority_changed")
    desk.clock("2026-03-02T12:00:00Z")
    ticket = desk.ticket()
    for priority in ("high", "low", "urgent"):
        desk.update(ticket, priority=priority)
    for delivery in queued(desk):
        assert end(desk, delivery, 204) == "delivered"
    desk.clock("2026-04-03T12:00:00Z")
    assert desk.one(WORKER, "SELECT helpdesk.run_job('purge_webhook_deliveries')") == "2"
    desk.update(ticket, priority="high")
    assert [d["sequence"] for d in deliveries(desk)] == [3, 4]
