"""Open tickets matched to the policies as they are now, at once, with a preview."""

from contextlib import suppress
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import AsRole
from tests.sla.desk import Desk


class Admin:
    def __init__(self, desk: Desk, as_role: AsRole) -> None:
        self.desk, self.as_role = desk, as_role
        self.person = desk.one(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Root', 'root@example.com', 'admin')"
            " RETURNING person_id"
        )

    def call(self, verb: str, **arguments: Any) -> Any:
        named = ", ".join(f"{name} => %s" for name in arguments)
        with self.as_role(self.desk.db, "admin", self.person):
            return self.desk.one(f"SELECT api.{verb}({named})", *arguments.values())

    def refused(self, verb: str, **arguments: Any) -> str:
        with pytest.raises(psycopg.Error) as caught, self.desk.db.transaction():
            self.call(verb, **arguments)
        return str(caught.value.sqlstate)


@pytest.fixture
def admin(desk: Desk, as_role: AsRole) -> Admin:
    desk.set_targets({("low", "resolution"): 480, ("high", "resolution"): 120})
    desk.at("2026-01-12T09:00:00Z")
    return Admin(desk, as_role)


def _gold(desk: Desk) -> int:
    return desk.add_policy(
        "Gold", {"field": "ticket_type", "operator": "is", "value": "incident"}, resolution=60
    )


def test_edited_conditions_reach_open_tickets_at_once(admin: Admin) -> None:
    desk = admin.desk
    chosen, closed, gone = (desk.create(ticket_type="incident") for _ in range(3))
    other = desk.create()
    desk.change(closed, status="closed")
    desk.change(gone, deleted_at="2026-01-12T09:00:00Z")
    gold = _gold(desk)
    desk.at("2026-01-12T09:20:00Z")
    expected = {"from_policy": "Standard", "to_policy": "Gold", "from_calendar": None, "to_calendar": None}
    assert admin.call("preview_sla_rematch") == {"tickets": 1, "changes": [expected | {"tickets": 1}]}
    assert desk.policy_of(chosen) == "Standard"

    assert admin.call("rematch_sla") == {"changed": 1, "last_ticket_id": None}
    assert [desk.policy_of(ticket) for ticket in (chosen, other, closed)] == ["Gold", "Standard", "Standard"]
    # Used time is kept, and the promise of now counts.
    assert desk.clock(chosen)["due_at"] == "2026-01-12T10:00:00+00:00"
    event = desk.one(
        "SELECT to_jsonb(e) FROM helpdesk.event AS e WHERE ticket_id = %s ORDER BY event_id DESC LIMIT 1",
        chosen,
    )
    assert (event["kind"], event["actor_id"]) == ("sla_rematched", admin.person)
    assert event["payload"] == {
        "policy": {"from": desk.policy, "to": gold},
        "calendar": {"from": None, "to": None},
    }
    assert admin.call("rematch_sla") == {"changed": 0, "last_ticket_id": None}
    assert admin.call("preview_sla_rematch") == {"tickets": 0, "changes": []}


def test_ids_and_saved_views_choose(admin: Admin) -> None:
    desk = admin.desk
    tickets = [desk.create(ticket_type="incident", priority=p) for p in ("low", "low", "high")]
    _gold(desk)
    view = desk.one(
        "INSERT INTO helpdesk.saved_view (name, conditions, shared_with, slug) VALUES"
        """ ('High', '{"field": "priority", "operator": "is", "value": "high"}', 'agent', 'high')"""
        " RETURNING view_id"
    )
    assert admin.call("preview_sla_rematch", ticket_ids=tickets[:1])["tickets"] == 1
    assert admin.call("rematch_sla", ticket_ids=[*tickets[:1], -1])["changed"] == 1
    assert admin.call("preview_sla_rematch", view_id=view)["tickets"] == 1
    assert admin.call("rematch_sla", slug="high")["changed"] == 1
    assert [desk.policy_of(ticket) for ticket in tickets] == ["Gold", "Standard", "Gold"]
    assert admin.call("rematch_sla", ticket_ids=[])["changed"] == 0
    assert admin.call("rematch_sla", after_ticket_id=tickets[1])["changed"] == 0
    assert admin.call("rematch_sla", after_ticket_id=tickets[0])["changed"] == 1
    assert admin.refused("rematch_sla", ticket_ids=tickets, slug="high") == "PD006"
    assert admin.refused("rematch_sla", ticket_ids=list(range(10001))) == "PD006"
    assert admin.refused("preview_sla_rematch", view_id=-1) == "PD001"
    desk.db.execute("DELETE FROM helpdesk.role_permission WHERE permission = 'settings.edit'")
    assert admin.refused("rematch_sla") == "PD002"
    assert admin.refused("preview_sla_rematch") == "PD002"


def test_what_belongs_to_others_and_calendars(admin: Admin) -> None:
    desk = admin.desk
    desk.add_field("vip", "checkbox", object="person")
    desk.add_policy("Vip", {"field": "requester.custom.vip", "operator": "is", "value": True}, resolution=60)
    calendar = desk.add_calendar({"timezone": "UTC", "hours": {"1": [["09:00", "17:00"]]}}, "Mondays")
    ticket = desk.create(department_id=desk.department_with(None))
    desk.fill(desk.customer, "person", vip=True)
    desk.db.execute("UPDATE helpdesk.department SET calendar_id = %s", (calendar,))
    (change,) = admin.call("preview_sla_rematch")["changes"]
    assert (change["to_policy"], change["to_calendar"]) == ("Vip", "Mondays")
    desk.set("sla.on_change", "keep")
    desk.at("2026-01-12T10:00:00Z")
    assert admin.call("rematch_sla")["changed"] == 1
    assert desk.policy_of(ticket) == "Vip"
    assert desk.clock(ticket)["calendar_version_id"] == desk.version_of(calendar)
    # It stays what it was matched to, here and in a replay.
    desk.at("2026-01-12T10:05:00Z")
    desk.fill(desk.customer, "person", vip=False)
    desk.change(ticket, ticket_type="incident")
    assert desk.policy_of(ticket) == "Vip"


steps = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.sampled_from(("question", "incident"))),
        st.tuples(st.just("position"), st.integers(0, 2)),
        st.tuples(
            st.just("status"), st.sampled_from(("waiting_on_customer", "open", "resolved", "reopened"))
        ),
        st.tuples(st.just("minutes"), st.sampled_from((30, 90))),
        st.tuples(st.just("rematch"), st.none()),
    ),
    min_size=2,
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, on_change=st.sampled_from(("match_again", "keep")))
def test_after_a_rematch_nothing_is_left_and_the_cache_holds(
    admin: Admin, history: list[Any], on_change: str
) -> None:
    desk = admin.desk
    with desk.db.transaction(force_rollback=True):
        desk.set("sla.on_change", on_change)
        desk.add_policy("All", {}, 1, resolution=40)
        gold = _gold(desk)
        ticket = desk.create()
        for number, (what, value) in enumerate(history):
            desk.at(f"2026-01-12T10:{number:02}:00Z")
            match what:
                case "type":
                    desk.change(ticket, ticket_type=value)
                case "position":
                    desk.db.execute(
                        "UPDATE helpdesk.sla_policy SET position = %s WHERE sla_policy_id = %s", (value, gold)
                    )
                case "status":
                    with suppress(psycopg.Error), desk.db.transaction():
                        desk.change(ticket, status=value)
                case "minutes":
                    desk.db.execute("UPDATE helpdesk.sla_target SET target_minutes = %s", (value,))
                    desk.settle()
                case _:
                    before = admin.call("preview_sla_rematch")["tickets"]
                    assert admin.call("rematch_sla")["changed"] == before
                    assert admin.call("preview_sla_rematch")["tickets"] == 0
            assert desk.mismatches() == [], what
