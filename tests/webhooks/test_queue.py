"""Which deliveries are made, in the transaction of what they tell of; how attempts end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from tests.desk import SYSTEM, Person, Row, refused
from tests.rules.desk import Condition, RuleDesk, do, on

WORKER = Person("worker")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOLDER, OTHER = UUID(int=1), UUID(int=2)


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


def calls(desk: RuleDesk) -> list[tuple[int, float]]:
    """For which webhooks workers are called, in how many seconds."""
    statement = """
        SELECT (message #>> '{args,0}')::bigint, extract(epoch FROM available_at - helpdesk.clock())::float8
        FROM dramatiq.queue
        WHERE queue_name = 'webhooks' AND message ->> 'actor_name' = 'deliver_webhook'
        ORDER BY position
    """
    return [(int(hook), float(seconds)) for hook, seconds in desk.run(SYSTEM, statement)]


def begin(desk: RuleDesk, hook: int, holder: UUID = HOLDER) -> str | None:
    """What is told next, if anything is now."""
    (row,) = desk.run(WORKER, "SELECT delivery_id FROM helpdesk.begin_delivery(%s, %s)", hook, holder)
    return str(row[0]) if row[0] else None


def end(desk: RuleDesk, delivery: str | None, status: int | None, **more: Any) -> str:
    named = "".join(f", {name} => %s" for name in more)
    statement = f"SELECT helpdesk.end_delivery(%s, %s{named})"
    found: str = desk.one(WORKER, statement, delivery, status, *more.values())
    return found


def told(desk: RuleDesk, hook: int, status: int = 204) -> list[int]:
    """The sequences of all that can be told now, each answered so."""
    sequences = []
    while (delivery := begin(desk, hook)) is not None:
        end(desk, delivery, status)
        sequences.append(next(d["sequence"] for d in deliveries(desk) if d["delivery_id"] == delivery))
    return sequences


def at(desk: RuleDesk, seconds: float) -> None:
    desk.clock((NOON + timedelta(seconds=seconds)).isoformat())


def test_subscribed_events_are_queued_with_their_facts(desk: RuleDesk) -> None:
    hook = webhook(desk, "ticket_created", "ticket_priority_changed")
    ticket = desk.ticket()
    desk.tag(ticket, "printer")
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    made = deliveries(desk)
    assert [(d["kind"], d["sequence"], d["state"]) for d in made] == [
        ("ticket_created", 1, "queued"),
        ("ticket_priority_changed", 2, "queued"),
    ]
    assert calls(desk) == [(hook, 0.0)] * 2
    payload = made[1]["payload"]
    assert payload["details"] == {"from": "medium", "to": "high"}
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
    assert [(d["ticket_id"], d["payload"]["details"]["to"]) for d in deliveries(desk)] == [
        (tickets[0], "urgent")
    ]


def test_bulk_makes_one_delivery_each(desk: RuleDesk) -> None:
    hook = webhook(desk, "ticket_priority_changed", "tag_added")
    tickets = [desk.ticket() for _ in range(20)]
    desk.bulk(desk.agent, [do("set_priority", "high"), do("add_tags", ["printer"])], ticket_ids=tickets)
    made = sorted((d["ticket_id"], d["sequence"], d["kind"]) for d in deliveries(desk))
    assert made == [row for t in tickets for row in ((t, 1, "ticket_priority_changed"), (t, 2, "tag_added"))]
    assert len(calls(desk)) == 1 + 20, "a worker is called once for the statement that changes all priorities"
    assert begin(desk, hook)


def test_a_filter_that_fails_undoes_nothing_and_is_seen(desk: RuleDesk) -> None:
    hook = webhook(desk, "ticket_created")
    desk.run(SYSTEM, "UPDATE helpdesk.webhook SET predicate = '1 / 0 > 0' WHERE webhook_id = %s", hook)
    ticket = desk.ticket()
    (made,) = deliveries(desk)
    assert (made["ticket_id"], made["state"]) == (ticket, "dead")
    assert "division by zero" in made["last_error"]
    desk.call(desk.admin, "replay_delivery", delivery_id=made["delivery_id"])
    assert begin(desk, hook) == made["delivery_id"]


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
        assert made["payload"]["details"]["rule"]["rule_id"] == rule
    assert desk.firings(rule) == [(ticket, "applied")]


def test_a_rule_that_calls_a_webhook_that_is_off_leaves_a_trace(desk: RuleDesk) -> None:
    hook = webhook(desk, name="erp")
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = false WHERE webhook_id = %s", hook)
    desk.rule("escalation", do("webhook", "erp"))
    desk.ticket()
    desk.sweep()
    (made,) = deliveries(desk)
    assert (made["state"], made["last_error"]) == ("dead", "the webhook is switched off")
    assert begin(desk, hook) is None


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
        "https://x.example/#a",
        "https://x.example/ä",
        "https://x.example:port/",
        "https://x.example:443\n.evil.example/",
        "https://x.example/\n",
        "x",
    ],
)
def test_only_https_without_a_user(desk: RuleDesk, url: str) -> None:
    with refused("23514", "webhook_url_is_https"):
        desk.run(desk.admin, "INSERT INTO api.webhooks (name, url) VALUES ('x', %s)", url)


def test_attempts_are_spread_over_a_day_and_then_given_up(desk: RuleDesk) -> None:
    desk.set("webhooks.failures_allowed", 1000)
    hook = webhook(desk, "ticket_created")
    now = 0.0
    at(desk, now)
    desk.ticket()
    waits: list[float] = []
    for _ in range(30):
        if end(desk, begin(desk, hook), 500) == "dead":
            break
        next_at = desk.one(
            SYSTEM,
            "SELECT extract(epoch FROM greatest(d.next_at, w.rests_until) - helpdesk.clock())::float8"
            " FROM helpdesk.webhook_delivery AS d JOIN helpdesk.webhook AS w USING (webhook_id)",
        )
        assert (hook, pytest.approx(next_at, abs=0.01)) in calls(desk)
        waits.append(next_at)
        now += next_at + 0.001
        at(desk, now)
    for wait, expected in zip(waits, [30, 120, 480, 1920, 7680, 21600, 21600], strict=False):
        assert 0.8 * expected <= wait <= 1.2 * expected
    assert len(set(waits)) == len(waits), "by a fifth more or less"
    assert 15 * 3600 < now <= 24 * 3600
    (row,) = deliveries(desk)
    assert (row["state"], row["last_status"], row["last_error"]) == ("dead", 500, "status 500")
    assert end(desk, row["delivery_id"], 200) == "dead"


def test_what_is_to_be_tried_again_holds_up_its_ticket_only(desk: RuleDesk) -> None:
    hook = webhook(desk, "*")
    at(desk, 0)
    first = desk.ticket()
    other = desk.ticket()
    failed = begin(desk, hook)
    assert end(desk, failed, 500) == "queued"
    desk.update(first, priority="high")
    desk.update(other, priority="high")
    assert told(desk, hook) == [1, 2], "the other ticket's"
    at(desk, 37)
    assert told(desk, hook) == [1, 2], "the first's, in order"
    rows = sorted((d["ticket_id"], d["sequence"], d["state"]) for d in deliveries(desk))
    assert rows == [(t, n, "delivered") for t in (first, other) for n in (1, 2)]


@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_says_when_to_come_again(desk: RuleDesk, status: int) -> None:
    hook = webhook(desk, "ticket_created")
    at(desk, 0)
    desk.ticket()
    end(desk, begin(desk, hook), status, p_retry_after=timedelta(seconds=300))
    desk.ticket()
    for seconds in (0, 60, 299):
        at(desk, seconds)
        assert begin(desk, hook) is None
    assert (hook, 1.0) in calls(desk)
    at(desk, 300)
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 1
    assert told(desk, hook) == [1, 1]


def test_who_says_a_year_is_asked_again_the_same_day(desk: RuleDesk) -> None:
    hook = webhook(desk, "ticket_created")
    at(desk, 0)
    desk.ticket()
    assert end(desk, begin(desk, hook), 503, p_retry_after=timedelta(days=365)) == "queued"
    at(desk, 12 * 3600)
    assert told(desk, hook) == [1]


def state(desk: RuleDesk, column: str = "circuit") -> Any:
    return desk.one(desk.admin, f"SELECT {column} FROM api.webhooks WHERE name = 'hook'")


def failures(desk: RuleDesk) -> Any:
    return desk.run(desk.admin, "SELECT is_active, failures FROM api.webhooks")[0]


def test_who_is_gone_is_told_no_more(desk: RuleDesk) -> None:
    hook = webhook(desk, "ticket_created")
    desk.ticket()
    assert end(desk, begin(desk, hook), 410) == "dead"
    assert (state(desk), state(desk, "off_because")) == ("off", "status 410")
    told_of = "SELECT person_id, title, body FROM helpdesk.notification WHERE kind = 'webhook_disabled'"
    assert desk.run(SYSTEM, told_of) == [(desk.admin.id, "Webhook hook was switched off", "status 410")]


def test_a_webhook_that_fails_again_and_again_is_switched_off(desk: RuleDesk) -> None:
    desk.set("webhooks.failures_allowed", 3)
    hook = webhook(desk, "ticket_created")
    at(desk, 0)
    for _ in range(3):
        desk.ticket()
    for hour, (status, expected) in enumerate(
        ((None, (True, 1)), (200, (True, 0)), (503, (True, 1)), (None, (True, 2)))
    ):
        at(desk, hour * 3600)
        end(desk, begin(desk, hook), status, p_error="ConnectionRefusedError: no")
        assert failures(desk) == expected
    at(desk, 4 * 3600)
    end(desk, begin(desk, hook), 500)
    assert failures(desk) == (False, 3)
    assert state(desk, "off_because") == "status 500"
    told_of = "SELECT person_id, title FROM helpdesk.notification WHERE kind = 'webhook_disabled'"
    assert desk.run(SYSTEM, told_of) == [(desk.admin.id, "Webhook hook was switched off")]
    assert begin(desk, hook) is None
    at(desk, 10 * 3600)
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = true")
    assert failures(desk) == (True, 0)
    assert state(desk, "off_because") is None
    assert calls(desk)[-1] == (hook, 0.0)
    assert told(desk, hook) == [1, 1], "what has waited is told"


def test_what_waits_for_a_day_for_what_is_off_is_given_up_and_replayed(desk: RuleDesk) -> None:
    hook = webhook(desk, "ticket_created", "ticket_priority_changed")
    at(desk, 0)
    tickets = [desk.ticket() for _ in range(3)]
    desk.update(tickets[0], priority="high")
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = false")
    at(desk, 23 * 3600)
    assert desk.one(WORKER, "SELECT helpdesk.expire_deliveries()") == 0
    at(desk, 25 * 3600)
    assert desk.one(WORKER, "SELECT helpdesk.expire_deliveries(3)") == 3
    assert desk.one(WORKER, "SELECT helpdesk.expire_deliveries(3)") == 1
    assert {(d["state"], d["last_error"]) for d in deliveries(desk)} == {
        ("dead", "the webhook was switched off")
    }
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = true")
    later = {"since": NOON + timedelta(seconds=1)}
    assert desk.call(desk.admin, "replay_deliveries", webhook_id=hook, **later) == {
        "queued": 0,
        "has_more": False,
    }
    assert desk.call(desk.admin, "replay_deliveries", webhook_id=hook, since=NOON)["queued"] == 4
    assert sorted(told(desk, hook)) == [1, 1, 1, 2]
    assert [d["sequence"] for d in deliveries(desk) if d["ticket_id"] == tickets[0]] == [1, 2]
    assert desk.call(desk.admin, "replay_deliveries", webhook_id=hook, since=NOON)["queued"] == 0


def test_a_webhook_gets_one_delivery_at_a_time(desk: RuleDesk) -> None:
    hook, other = webhook(desk, "ticket_created"), webhook(desk, "ticket_created", name="other")
    at(desk, 0)
    for _ in range(2):
        desk.ticket()
    first = begin(desk, hook)
    assert first
    assert begin(desk, hook, OTHER) is None
    assert begin(desk, other, OTHER), "another receiver does not wait"
    assert end(desk, first, 204) == "delivered"
    assert begin(desk, hook, OTHER) is None, "who has the turn goes on"
    second = begin(desk, hook)
    assert second not in (None, first)
    at(desk, 59)
    assert begin(desk, hook, OTHER) is None
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 0
    at(desk, 61)
    end(desk, begin(desk, other), 204)
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 1, "the worker of the second has died"
    assert calls(desk)[-1] == (hook, 0.0)
    assert begin(desk, hook, OTHER) == second
    assert desk.run(
        SYSTEM, "SELECT attempts FROM helpdesk.webhook_delivery WHERE delivery_id = %s", second
    ) == [(2,)]


def test_who_stops_gives_the_turn_away(desk: RuleDesk) -> None:
    hook = webhook(desk, "ticket_created")
    for _ in range(2):
        desk.ticket()
    end(desk, begin(desk, hook), 204)
    desk.run(SYSTEM, "DELETE FROM dramatiq.queue")
    desk.run(WORKER, "SELECT helpdesk.leave_deliveries(%s, %s)", hook, OTHER)
    assert calls(desk) == [], "who never had it has nothing to give"
    desk.run(WORKER, "SELECT helpdesk.leave_deliveries(%s, %s)", hook, HOLDER)
    assert calls(desk) == [(hook, 0.0)]
    assert begin(desk, hook, OTHER)


def test_a_receiver_rests_after_failures(desk: RuleDesk) -> None:
    hook = webhook(desk, "ticket_created")
    at(desk, 0)
    for _ in range(4):
        desk.ticket()
    assert state(desk) == "closed"
    end(desk, begin(desk, hook), None, p_error="TimeoutError: timed out")
    assert state(desk) == "closed", "it may be the delivery's"
    end(desk, begin(desk, hook), None, p_error="TimeoutError: timed out")
    assert (state(desk), state(desk, "next_try_at")) == ("open", NOON + timedelta(seconds=20))
    assert begin(desk, hook) is None
    assert (hook, 20.0) in calls(desk)
    at(desk, 19)
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 0
    assert begin(desk, hook) is None
    at(desk, 20)
    assert state(desk) == "half_open"
    assert desk.one(WORKER, "SELECT helpdesk.wake_deliveries()") == 1
    assert end(desk, begin(desk, hook), None, p_error="TimeoutError: timed out") == "queued"
    assert begin(desk, hook) is None, "one is tried, and it rests twice as long"
    assert state(desk, "next_try_at") == NOON + timedelta(seconds=60)
    at(desk, 61)
    assert end(desk, begin(desk, hook), 200) == "delivered"
    assert (state(desk), state(desk, "next_try_at")) == ("closed", None)
    assert len(told(desk, hook)) == 3


def test_a_test_goes_to_what_is_off_once(desk: RuleDesk) -> None:
    hook = webhook(desk)
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = false")
    for status, expected in ((500, "dead"), (204, "delivered")):
        made = desk.call(desk.admin, "test_webhook", webhook_id=hook)
        assert (made["kind"], made["ticket_id"], made["state"]) == ("test", None, "queued")
        assert end(desk, begin(desk, hook), status, p_answer_body="so it is") == expected
        assert begin(desk, hook) is None
    assert failures(desk) == (False, 0)
    assert {d["answer_body"] for d in deliveries(desk)} == {"so it is"}


def test_a_preview_says_what_would_be_told_and_why_not(desk: RuleDesk) -> None:
    when = on("priority", "changed_to", "urgent")
    hook = webhook(desk, "ticket_priority_changed", "reply_created", when=when)
    ticket = desk.ticket()
    for priority in ("high", "urgent"):
        desk.update(ticket, priority=priority)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Turn it off and on")
    events = dict(
        desk.run(
            SYSTEM,
            "SELECT coalesce(payload ->> 'to', kind), event_id FROM helpdesk.event WHERE ticket_id = %s",
            ticket,
        )
    )

    def preview(which: str) -> Any:
        return desk.call(desk.admin, "preview_delivery", webhook_id=hook, event_id=events[which])

    assert preview("high")["reason"] == "the conditions do not match the ticket as it is now"
    assert preview("ticket_created")["reason"] == "it is not told of ticket_created"
    found = preview("urgent")
    assert (found["is_told"], found["reason"]) == (True, None)
    sent = next(d for d in deliveries(desk))
    assert sent["payload"]["details"] == found["body"]["data"]["details"] == {"from": "high", "to": "urgent"}
    message = preview("reply_created")["body"]["data"]["message"]
    assert (message["body"], message["author_id"], message["files"]) == (
        "Turn it off and on",
        desk.agent.id,
        [],
    )
    desk.run(SYSTEM, "UPDATE helpdesk.webhook SET predicate = '1 / 0 > 0'")
    assert "division by zero" in preview("urgent")["reason"]
    desk.run(desk.admin, "UPDATE api.webhooks SET is_active = false, conditions = '{}'")
    assert preview("urgent")["reason"] == "the webhook is switched off"
    assert len(deliveries(desk)) == 1


def test_what_was_taken_away_meanwhile_is_not_told(desk: RuleDesk) -> None:
    hook = webhook(desk, "reply_created")
    ticket = desk.ticket()
    message = desk.call(desk.agent, "reply", ticket_id=ticket, body="My card is 4111")["message_id"]
    body = "SELECT body FROM helpdesk.begin_delivery(%s, %s)"
    assert "4111" in desk.one(WORKER, body, hook, HOLDER)
    desk.run(
        SYSTEM, "UPDATE helpdesk.message SET deleted_at = helpdesk.clock() WHERE message_id = %s", message
    )
    assert "4111" not in desk.one(WORKER, body, hook, HOLDER)


def test_every_kind_of_event_of_tickets_reaches_who_subscribes(desk: RuleDesk) -> None:
    """Whatever makes the event: it is its row that is told."""
    promised = """
        ticket_created ticket_updated ticket_status_changed ticket_assigned ticket_unassigned
        ticket_priority_changed ticket_escalated ticket_resolved ticket_closed ticket_reopened reply_created
        internal_note_added sla_breached sla_warning tag_added tag_removed department_changed help_requested
        help_addressed mentioned ticket_merged ticket_split ticket_snoozed ticket_woken rated
    """
    kinds = [kind for (kind,) in desk.run(SYSTEM, "SELECT kind FROM helpdesk.event_kind ORDER BY kind")]
    assert set(promised.split()) <= set(kinds)
    ticket = desk.ticket()
    hooks = {webhook(desk, kind, name=kind): kind for kind in kinds}
    for kind in kinds:
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.event (ticket_id, kind, actor_role) VALUES (%s, %s, 'system')",
            ticket,
            kind,
        )
    assert {d["webhook_id"]: d["kind"] for d in deliveries(desk)} == hooks
    assert len(deliveries(desk)) == len(kinds)


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
    hook = webhook(desk, "ticket_priority_changed")
    desk.clock("2026-03-02T12:00:00Z")
    ticket = desk.ticket()
    for priority in ("high", "low", "urgent"):
        desk.update(ticket, priority=priority)
    assert told(desk, hook) == [1, 2, 3]
    desk.clock("2026-04-03T12:00:00Z")
    assert desk.one(WORKER, "SELECT helpdesk.run_job('purge_webhook_deliveries')") == "2"
    desk.update(ticket, priority="high")
    assert [d["sequence"] for d in deliveries(desk)] == [3, 4]
