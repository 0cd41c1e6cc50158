"""A ticket's life through the Python client `postgrest`, each step by the person whose it is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import pytest
from postgrest import APIError, CountMethod, SyncPostgrestClient
from postgrest.types import ReturnMethod

from tests.api.conftest import Desk

As = Callable[[str], SyncPostgrestClient]


class Ticket(msgspec.Struct):
    """What the journey reads of a ticket; converting is strict, so types are as they should be."""

    ticket_id: int
    reference: str
    status: str
    priority: str
    requester_id: int
    assignee_id: int | None
    due_at: datetime | None
    is_spam: bool
    version: int
    created_at: datetime


@pytest.fixture
def as_(desk: Desk) -> As:
    """The client as a person of the desk."""

    def client(name: str) -> SyncPostgrestClient:
        address = f"{desk.client.base_url}/rest"
        return SyncPostgrestClient(address, schema="api", headers=desk.headers(name))

    return client


def ticket_of(answer: Any) -> Ticket:
    """The one ticket of an answer, as a verb gives it: a row, not a list."""
    data = answer.data
    return msgspec.convert(data[0] if isinstance(data, list) else data, Ticket)


def test_a_ticket_from_question_to_answer(desk: Desk, as_: As) -> None:
    customer, agent, admin = as_("customer"), as_("agent"), as_("admin")

    # An admin prepares tags: inserted in bulk, then merged by their unique name.
    admin.from_("tags").insert([{"name": "fire"}, {"name": "toner"}]).execute()
    merged = (
        admin.from_("tags")
        .upsert(
            [{"name": "fire", "color": "#ff0000"}, {"name": "paper", "color": "#ffffff"}],
            on_conflict="name",
        )
        .execute()
    )
    assert (merged.data[0]["name"], merged.data[0]["color"]) == ("fire", "#ff0000")
    ignored = admin.from_("tags").upsert({"name": "fire"}, on_conflict="name", ignore_duplicates=True)
    assert ignored.execute().data == []

    # A customer asks.
    made = ticket_of(
        customer.rpc("create_ticket", {"subject": "The printer is on fire", "priority": "high"}).execute()
    )
    assert (made.status, made.requester_id, made.assignee_id) == ("open", desk.people["customer"], None)
    assert made.created_at.tzinfo is not None

    # An agent finds it among the others.
    found = (
        agent.from_("tickets")
        .select(
            "ticket_id, what:subject, requester:people!ticket_requester_fkey(name)", count=CountMethod.exact
        )
        .in_("priority", ["high", "critical"])
        .is_("assignee_id", "null")
        .or_("subject.ilike.*fire*,subject.ilike.*smoke*")
        .not_.eq("status", "closed")
        .order("created_at", desc=True)
        .order("ticket_id")
        .range(0, 9)
        .execute()
    )
    assert found.data == [
        {"ticket_id": made.ticket_id, "what": "The printer is on fire", "requester": {"name": "Customer"}}
    ]
    assert found.count == 1
    only_counted = agent.from_("tickets").select("*", count=CountMethod.exact, head=True).execute()
    assert only_counted.count is not None
    assert only_counted.count >= 2

    # The agent takes it, tags it, answers, and writes what the customer must not see.
    claimed = ticket_of(agent.rpc("claim_ticket", {"ticket_id": made.ticket_id}).execute())
    assert claimed.assignee_id == desk.people["agent"]
    agent.rpc("add_tags", {"ticket_id": made.ticket_id, "tags": ["fire", "toner"]}).execute()
    agent.rpc("reply", {"ticket_id": made.ticket_id, "body": "Help is on its way."}).execute()
    agent.rpc("add_note", {"ticket_id": made.ticket_id, "body": "It burns every week."}).execute()

    def messages(client: SyncPostgrestClient) -> list[tuple[str, str]]:
        row = (
            client.from_("tickets")
            .select("messages(kind, body)")
            .eq("ticket_id", made.ticket_id)
            .order("message_id", foreign_table="messages")
            .single()
            .execute()
        )
        return [(one["kind"], one["body"]) for one in row.data["messages"]]

    assert messages(customer) == [("reply", "Help is on its way.")]
    assert messages(agent) == [("reply", "Help is on its way."), ("note", "It burns every week.")]
    tagged = agent.from_("tickets").select("ticket_id, tags!inner(name)").eq("tags.name", "toner").execute()
    assert tagged.data == [{"ticket_id": made.ticket_id, "tags": [{"name": "toner"}]}]

    # Plain edits, guarded by the version that was seen.
    seen = ticket_of(agent.from_("tickets").select("*").eq("ticket_id", made.ticket_id).execute())
    changed = ticket_of(
        agent.from_("tickets")
        .update({"priority": "critical", "version": seen.version})
        .eq("ticket_id", made.ticket_id)
        .execute()
    )
    assert (changed.priority, changed.version > seen.version) == ("critical", True)
    with pytest.raises(APIError) as caught:
        agent.from_("tickets").update({"priority": "low", "version": seen.version}).eq(
            "ticket_id", made.ticket_id
        ).execute()
    assert caught.value.code == "PD005"
    silent = (
        agent.from_("tickets")
        .update({"priority": "high"}, returning=ReturnMethod.minimal)
        .eq("ticket_id", made.ticket_id)
        .execute()
    )
    assert silent.data == []

    # A function of rows is filtered, ordered and cut like a table.
    clocks = (
        agent.rpc("explain_sla", {"ticket_id": made.ticket_id}, get=True)
        .select("metric, state, used_minutes")
        .eq("metric", "first_response")
        .limit(1)
        .execute()
    )
    assert all(row["metric"] == "first_response" for row in clocks.data)

    # Done.
    resolved = ticket_of(agent.rpc("resolve_ticket", {"ticket_id": made.ticket_id}).execute())
    assert resolved.status == "resolved"
    csv = agent.from_("tickets").select("reference,status").eq("ticket_id", made.ticket_id).csv().execute()
    assert csv.data.split() == ["reference,status", f"{made.reference},resolved"]
    gone = admin.from_("tags").delete().in_("name", ["paper"]).execute()
    assert [row["name"] for row in gone.data] == ["paper"]


def test_refusals_keep_code_message_details_and_hint(desk: Desk, as_: As) -> None:
    agent = as_("agent")
    with pytest.raises(APIError) as caught:
        agent.rpc("set_status", {"ticket_id": desk.ticket_id, "status": "reopened"}).execute()
    error = caught.value
    assert error.code == "PD003"
    assert error.message is not None
    assert error.message.endswith("cannot go from open to reopened")
    assert error.details is not None
    assert error.details.startswith("From open, agent may go to: ")
    assert error.hint == "See /rest/status_transitions for what is allowed."

    with pytest.raises(APIError) as caught:
        as_("customer").rpc("claim_ticket", {"ticket_id": desk.ticket_id}).execute()
    assert caught.value.code == "42501"
    with pytest.raises(APIError) as caught:
        agent.from_("tickets").select("ticket_id").eq("ticket_id", -1).single().execute()
    assert caught.value.code == "PGRST116"
    assert agent.from_("tickets").select("ticket_id").eq("ticket_id", -1).maybe_single().execute() is None
    with pytest.raises(APIError) as caught:
        agent.from_("tickets").select("*, people(*)").execute()
    assert caught.value.code == "PGRST201"
