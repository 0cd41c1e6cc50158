"""A ticket as it was: what the views showed at an instant, ticket_as_of still says later."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from tests.conftest import Connection
from tests.desk import SYSTEM, Desk, Person, Row, refused

NOON = "2031-03-01 12:00+00"

_SEEN = """
    SELECT t.ticket_id, to_jsonb(t) || jsonb_build_object(
        'tags', ARRAY(
            SELECT g.name FROM api.ticket_tags AS x JOIN api.tags AS g USING (tag_id)
            WHERE x.ticket_id = t.ticket_id ORDER BY g.name
        ),
        'participants', (
            SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.created_at, p.person_id), '[]')
            FROM api.ticket_participants AS p WHERE p.ticket_id = t.ticket_id
        ),
        'messages', (
            SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.message_id), '[]')
            FROM api.messages AS m WHERE m.ticket_id = t.ticket_id
        )
    )
    FROM api.tickets AS t WHERE t.ticket_id = ANY (%s)
"""


def seen(desk: Desk, tickets: list[int]) -> dict[int, Row | None]:
    """The tickets as the views show them now; None: they do not."""
    return dict.fromkeys(tickets) | dict(desk.run(desk.admin, _SEEN, tickets))


def as_of(desk: Desk, ticket: int, at: object, who: Person | None = None) -> Row:
    return desk.call(who or desk.admin, "ticket_as_of", ticket_id=ticket, at=at)


def then(desk: Desk, ticket: int, at: object) -> Row | None:
    try:
        found = as_of(desk, ticket, at)
    except psycopg.Error as problem:
        if problem.sqlstate != "PD061":
            raise
        return None
    return {
        name: value for name, value in found.items() if name not in ("recorded_from", "custom_fields", "log")
    }


# --- random lives

_TEXTS = st.sampled_from(("Smoke", "More smoke", "Fire"))
_TICKETS = st.integers(0, 2)
steps = st.one_of(
    st.tuples(st.just("open"), _TEXTS, _TICKETS),
    st.tuples(
        st.just("status"), st.sampled_from(("in_progress", "resolved", "closed", "reopened")), _TICKETS
    ),
    st.tuples(st.just("edit"), _TEXTS, _TICKETS),
    st.tuples(st.just("reply"), _TEXTS, _TICKETS),
    st.tuples(st.just("note"), st.sampled_from(("@cleo look", "Look")), _TICKETS),
    st.tuples(st.just("ask"), st.none(), _TICKETS),
    st.tuples(st.just("address"), st.none(), _TICKETS),
    st.tuples(st.just("rewrite"), _TEXTS, _TICKETS),
    st.tuples(st.just("erase"), st.none(), _TICKETS),
    st.tuples(st.just("add_tags"), st.sampled_from(("network", "printer")), _TICKETS),
    st.tuples(st.just("remove_tags"), st.sampled_from(("network", "printer")), _TICKETS),
    st.tuples(st.just("rename"), st.sampled_from(("net", "wires")), _TICKETS),
    st.tuples(st.just("join"), st.sampled_from(("teammate", "stranger")), _TICKETS),
    st.tuples(st.just("leave"), st.sampled_from(("teammate", "stranger")), _TICKETS),
    st.tuples(st.just("hand over"), st.sampled_from(("teammate", "stranger")), _TICKETS),
    st.tuples(st.just("snooze"), st.none(), _TICKETS),
    st.tuples(st.just("wake"), st.none(), _TICKETS),
    st.tuples(st.just("spam"), st.booleans(), _TICKETS),
    st.tuples(st.just("delete"), st.none(), _TICKETS),
    st.tuples(st.just("restore"), st.none(), _TICKETS),
    st.tuples(st.just("merge"), _TICKETS, _TICKETS),
    st.tuples(st.just("merge"), _TICKETS, _TICKETS),
    st.tuples(st.just("unmerge"), st.none(), _TICKETS),
    st.tuples(st.just("split"), st.none(), _TICKETS),
)
gaps = st.sampled_from((0, 1, 1, 60, 1441, 30_000))


class World:
    """Tickets that come and go, and what can happen to them, all done by the administrator."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now = datetime.fromisoformat(NOON)
        self.tickets: list[int] = []
        self.snapshots: dict[tuple[datetime, int], Row | None] = {}
        self.live(0, ("open", "Smoke", 0))
        self.live(1, ("open", "Fire", 0))
        self.live(1, ("add_tags", "network", 0))

    def live(self, gap: int, step: tuple[str, Any, int]) -> None:
        self.now += timedelta(minutes=gap)
        self.desk.clock(self.now.isoformat())
        what, value, number = step
        try:
            with self.desk.db.transaction():
                self._do(what, value, self.tickets[number % len(self.tickets)] if self.tickets else 0)
        except psycopg.Error as problem:
            if not (problem.sqlstate or "").startswith("PD"):
                raise
        for ticket, row in seen(self.desk, self.tickets).items():
            self.snapshots[self.now, ticket] = row

    def _do(self, what: str, value: Any, ticket: int) -> None:
        desk = self.desk

        def verb(name: str, **arguments: Any) -> Row:
            return desk.call(desk.admin, name, ticket_id=ticket, **arguments)

        def last_message() -> int:
            found = "SELECT max(message_id) FROM helpdesk.message WHERE ticket_id = %s"
            return int(desk.one(SYSTEM, found, ticket) or 0)

        match what:
            case "open":
                made = desk.call(desk.customer, "create_ticket", subject=value, description=value)
                self.tickets.append(int(made["ticket_id"]))
            case "status":
                desk.run(
                    SYSTEM,
                    "UPDATE helpdesk.ticket SET status = %s, assignee_id = %s WHERE ticket_id = %s",
                    value,
                    desk.agent.id,
                    ticket,
                )
            case "edit":
                desk.run(
                    desk.admin,
                    "UPDATE api.tickets SET subject = %s, due_at = %s WHERE ticket_id = %s",
                    value,
                    self.now,
                    ticket,
                )
            case "reply":
                verb("reply", body=value)
            case "note":
                verb("add_note", body=value)
            case "ask":
                verb("escalate_ticket", staff_ids=[desk.colleague.id], message="Help")
            case "address":
                mention = "SELECT max(mention_id) FROM helpdesk.mention WHERE ticket_id = %s"
                desk.call(desk.colleague, "address_mention", mention_id=desk.one(SYSTEM, mention, ticket))
            case "rewrite":
                desk.run(
                    desk.admin,
                    "UPDATE api.messages SET body = %s WHERE message_id = %s",
                    value,
                    last_message(),
                )
            case "erase":
                desk.call(desk.admin, "delete_message", message_id=last_message())
            case "add_tags" | "remove_tags":
                verb(what, tags=[value])
            case "rename":
                desk.run(
                    desk.admin,
                    "UPDATE api.tags SET name = %s WHERE name IN ('network', 'net', 'wires')",
                    value,
                )
            case "join":
                verb("add_participant", person_id=getattr(desk, value).id)
            case "leave":
                verb("remove_participant", person_id=getattr(desk, value).id)
            case "hand over":
                verb("change_requester", requester_id=getattr(desk, value).id)
            case "snooze":
                verb("snooze_ticket", until=(self.now + timedelta(days=1)).isoformat())
            case "wake" | "delete" | "restore" | "unmerge":
                verb(f"{what}_ticket")
            case "spam":
                verb("mark_spam" if value else "unmark_spam")
            case "merge":
                into = self.tickets[value % len(self.tickets)]
                desk.call(desk.admin, "merge_tickets", ticket_ids=[ticket], into_id=into)
            case "split":
                made = desk.call(desk.admin, "split_ticket", message_id=last_message())
                self.tickets.append(int(made["ticket_id"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(gaps, steps), min_size=5, max_size=25))
def test_what_was_seen_is_said_later(desk: Desk, history: list[Any]) -> None:
    with desk.db.transaction(force_rollback=True):
        world = World(desk)
        for gap, step in history:
            world.live(gap, step)
        for (at, ticket), expected in world.snapshots.items():
            assert then(desk, ticket, at) == expected, (at, ticket)
        for ticket in world.tickets:
            created = min(at for at, seen_ticket in world.snapshots if seen_ticket == ticket)
            assert then(desk, ticket, created - timedelta(microseconds=1)) is None


# --- single rules


def test_the_messages_of_a_merged_ticket_are_back_on_it(desk: Desk) -> None:
    desk.clock(NOON)
    source, target = desk.ticket(subject="Smoke"), desk.ticket(subject="Fire")
    desk.call(desk.customer, "reply", ticket_id=source, body="It burns")
    desk.call(desk.agent, "add_tags", ticket_id=source, tags=["printer"])
    desk.clock("2031-05-01 12:00+00")
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    before, after = as_of(desk, source, NOON), as_of(desk, source, "2031-05-01 12:00+00")
    assert (before["status"], before["merged_into_id"]) == ("open", None)
    assert [m["body"] for m in before["messages"]] == ["It burns"]
    assert (after["status"], after["merged_into_id"], after["messages"]) == ("closed", target, [])
    assert (as_of(desk, target, NOON)["messages"], as_of(desk, target, NOON)["tags"]) == ([], [])
    assert as_of(desk, target, "2031-05-01 12:00+00")["tags"] == ["printer"]


def test_an_instant_before_or_deleted_or_to_come_is_refused(desk: Desk) -> None:
    desk.clock(NOON)
    ticket = desk.ticket()
    with refused("PD061", "there was no ticket", "2031-03-01 11:59"):
        as_of(desk, ticket, "2031-03-01 11:59+00")
    with refused("PD010"):
        as_of(desk, ticket, "2031-03-01 12:01+00")
    with refused("PD006"):
        as_of(desk, ticket, None)
    desk.clock("2031-03-02 12:00+00")
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    with refused("PD061", "was deleted at 2031-03-02"):
        as_of(desk, ticket, "2031-03-02 12:00+00")


def test_a_deleted_ticket_is_shown_to_those_who_may_bring_it_back(desk: Desk) -> None:
    desk.clock(NOON)
    ticket = desk.ticket(department_id=desk.support)
    desk.clock("2031-03-02 12:00+00")
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    assert as_of(desk, ticket, NOON)["subject"] == "Printer on fire"
    with refused("PD001"):
        as_of(desk, ticket, NOON, desk.agent)
    desk.forbid("admin", "tickets.delete")
    with refused("PD001"):
        as_of(desk, ticket, NOON)


def test_staff_see_the_past_of_the_tickets_that_they_see(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    desk.clock(NOON)
    ticket = desk.ticket(department_id=desk.billing, assignee_id=desk.colleague.id)
    assert as_of(desk, ticket, NOON, desk.colleague)["assignee_id"] == desk.colleague.id
    with refused("PD001"):
        as_of(desk, ticket, NOON, desk.agent)
    with refused("42501"):
        as_of(desk, ticket, NOON, desk.customer)


def test_a_transaction_that_waited_counts_from_what_it_waited_for(desk: Desk) -> None:
    """It writes last, under the instant at which it began: undone first, whatever its instant says."""
    desk.clock(NOON)
    ticket = desk.ticket()
    desk.clock("2031-03-01 12:10+00")
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    desk.clock("2031-03-01 12:05+00")
    desk.run(desk.agent, "UPDATE api.tickets SET subject = 'Smoke' WHERE ticket_id = %s", ticket)
    desk.clock("2031-03-01 13:00+00")
    said = [as_of(desk, ticket, f"2031-03-01 {at}+00") for at in ("12:00", "12:07", "12:10")]
    assert [(row["priority"], row["subject"]) for row in said] == [
        ("medium", "Printer on fire"),
        ("medium", "Printer on fire"),
        ("high", "Smoke"),
    ]


def test_rows_loaded_without_triggers_have_their_earliest_known_state(desk: Desk) -> None:
    desk.clock("2031-01-01 12:00+00")
    desk.db.execute("SET LOCAL session_replication_role = replica")
    ticket = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.ticket"
        " (reference, subject, status, status_category, priority, priority_rank, requester_id)"
        " VALUES ('L-1', 'Smoke', 'open', 'open', 'low', 10, %s) RETURNING ticket_id",
        desk.customer.id,
    )
    for day, body in ((1, "First"), (10, "Second")):
        message = desk.one(
            SYSTEM,
            "INSERT INTO helpdesk.message (ticket_id, kind, author_id, body, created_at)"
            " VALUES (%s, 'reply', %s, %s, make_timestamptz(2031, 1, %s, 12, 0, 0, 'UTC'))"
            " RETURNING message_id",
            ticket,
            desk.customer.id,
            body,
            day,
        )
    desk.db.execute("SET LOCAL session_replication_role = origin")
    desk.run(SYSTEM, "INSERT INTO audit.gap VALUES ('import', '2031-02-01 12:00+00')")
    desk.clock(NOON)
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    desk.call(desk.admin, "delete_message", message_id=message)
    found = as_of(desk, ticket, "2031-01-05 12:00+00")
    assert (found["priority"], [m["body"] for m in found["messages"]]) == ("low", ["First"])
    assert datetime.fromisoformat(found["recorded_from"]) == datetime(2031, 2, 1, 12, tzinfo=UTC)
    found = as_of(desk, ticket, "2031-02-05 12:00+00")
    assert [(m["body"], m["deleted_at"]) for m in found["messages"]] == [("First", None), ("Second", None)]
    with refused("PD061"):
        as_of(desk, ticket, "2031-01-01 11:59+00")


def test_a_row_is_recorded_from_its_insert_or_its_first_change(desk: Desk) -> None:
    desk.clock(NOON)
    ticket = desk.ticket()
    desk.run(SYSTEM, "DELETE FROM audit.gap")
    assert datetime.fromisoformat(as_of(desk, ticket, NOON)["recorded_from"]) == datetime.fromisoformat(NOON)
    desk.db.execute("SET LOCAL session_replication_role = replica")
    desk.run(SYSTEM, "DELETE FROM audit.change WHERE table_name = 'ticket' AND row_key = %s", str(ticket))
    desk.db.execute("SET LOCAL session_replication_role = origin")
    desk.clock("2031-04-01 12:00+00")
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    desk.clock("2031-05-01 12:00+00")
    assert as_of(desk, ticket, NOON)["recorded_from"].startswith("2031-04-01")


def test_custom_fields_have_the_values_of_then(desk: Desk) -> None:
    desk.clock(NOON)
    ticket = desk.ticket()
    for key in ("serial", "colour"):
        desk.call(desk.admin, "add_custom_field", object="ticket", key=key, label=key, field_type="text")
    for day, values in ((2, {"serial": "A1"}), (3, {"serial": "B2", "colour": "red"})):
        desk.clock(f"2031-03-0{day} 12:00+00")
        desk.call(desk.agent, "set_custom_fields", ticket_id=ticket, custom_fields=Jsonb(values))
    said = [as_of(desk, ticket, f"2031-03-0{day} 12:00+00")["custom_fields"] for day in (1, 2, 3)]
    assert said == [{}, {"serial": "A1", "colour": None}, {"serial": "B2", "colour": "red"}]


def test_it_has_the_columns_of_tickets(db: Connection) -> None:
    columns = "SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
    found = [db.execute(columns, (f"api.{view}",)).fetchone() for view in ("tickets", "past_tickets")]
    ((tickets,), (past,)) = (row or ([],) for row in found)
    assert [name for name in past if name not in tickets] == [
        "recorded_from",
        "log",
        "custom_fields",
        "participants",
        "messages",
    ]
    assert set(tickets) <= set(past)
