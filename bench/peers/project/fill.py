"""Copies people, tickets, messages, events and tags of a pgdesk database through escalated's own models.

Prints a token and a session key of agent 2, as JSON. PEER_SOURCE_URL: a superuser of the pgdesk database.
"""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

import django
import psycopg
from psycopg.rows import namedtuple_row

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from escalated import models as peer  # noqa: E402

AGENT = 2
_BATCH = 5_000
_HOURS = {"low": 12, "medium": 12, "high": 12, "urgent": 12, "critical": 12}
_STATUS = {"on_hold": "waiting_on_agent"}
_ACTIVITY = {
    "ticket_created": "created",
    "ticket_status_changed": "status_changed",
    "ticket_priority_changed": "priority_changed",
    "ticket_assigned": "assigned",
    "reply_created": "reply_added",
    "internal_note_added": "note_added",
    "tag_added": "tag_added",
    "sla_breached": "sla_breached",
}


def main() -> None:
    for model in (peer.Ticket, peer.Reply, peer.TicketActivity):
        for field in model._meta.fields:
            # The past keeps its instants.
            for stamp in ("auto_now", "auto_now_add"):
                if getattr(field, stamp, False):
                    setattr(field, stamp, False)
    with psycopg.connect(os.environ["PEER_SOURCE_URL"], row_factory=namedtuple_row) as source:
        _people(source)
        policy = peer.SlaPolicy.objects.create(
            name="Standard",
            is_default=True,
            first_response_hours=dict.fromkeys(_HOURS, 2),
            resolution_hours=_HOURS,
        )
        _store(peer.Ticket, (_ticket(row, policy) for row in _rows(source, "ticket")))
        _store(peer.Reply, (_reply(row) for row in _rows(source, "message")))
        _store(
            peer.TicketActivity,
            (_activity(row) for row in _rows(source, "event") if row.kind in _ACTIVITY),
        )
        _store(
            peer.Tag,
            (peer.Tag(pk=row.tag_id, name=row.name, slug=str(row.tag_id)) for row in _rows(source, "tag")),
        )
        link = peer.Ticket.tags.through
        _store(
            link,
            (link(ticket_id=row.ticket_id, tag_id=row.tag_id) for row in _rows(source, "ticket_tag")),
        )
    _rules()
    models = (User, peer.Department, peer.Ticket, peer.Reply, peer.TicketActivity, peer.Tag)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
    agent = User.objects.get(pk=AGENT)
    session = SessionStore()
    session["_auth_user_id"] = str(agent.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = agent.get_session_auth_hash()
    session.create()
    token = peer.ApiToken.create_token(agent, "bench")["plain_text_token"]
    print(json.dumps({"token": token, "session": session.session_key}))


def _rows(source: psycopg.Connection[Any], table: str) -> Iterator[Any]:
    with source.cursor(name="rows") as cursor:
        cursor.itersize = _BATCH
        yield from cursor.execute(f"TABLE helpdesk.{table}")


def _store(model: Any, rows: Iterable[Any]) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        model.objects.bulk_create(batch)


def _people(source: psycopg.Connection[Any]) -> None:
    _store(
        User,
        (
            User(
                pk=row.person_id,
                username=str(row.person_id),
                email=row.email or "",
                first_name=row.name[:150],
            )
            for row in _rows(source, "person")
        ),
    )
    _store(
        peer.Department,
        (
            peer.Department(pk=row.department_id, name=row.name, slug=row.slug)
            for row in _rows(source, "department")
        ),
    )
    link = peer.Department.agents.through
    _store(
        link,
        (
            link(department_id=row.department_id, user_id=row.person_id)
            for row in _rows(source, "department_member")
        ),
    )


def _ticket(row: Any, policy: Any) -> Any:
    now = timezone.now()
    response_due, due = row.created_at + timedelta(hours=2), row.created_at + timedelta(hours=12)
    return peer.Ticket(
        pk=row.ticket_id,
        reference=row.reference,
        subject=row.subject,
        description=row.description,
        status=_STATUS.get(row.status, row.status),
        priority=row.priority,
        ticket_type=row.ticket_type,
        channel=row.channel,
        requester_content_type=ContentType.objects.get_for_model(User),
        requester_object_id=str(row.requester_id),
        assigned_to_id=row.assignee_id,
        department_id=row.department_id,
        sla_policy=policy,
        first_response_at=row.first_response_at,
        first_response_due_at=response_due,
        resolution_due_at=due,
        sla_first_response_breached=(row.first_response_at or now) > response_due,
        sla_resolution_breached=(row.resolved_at or now) > due,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _reply(row: Any) -> Any:
    return peer.Reply(
        pk=row.message_id,
        ticket_id=row.ticket_id,
        author_id=row.author_id,
        body=row.body,
        type=row.kind,
        is_internal_note=row.kind == "note",
        created_at=row.created_at,
        updated_at=row.created_at,
    )


def _activity(row: Any) -> Any:
    return peer.TicketActivity(
        ticket_id=row.ticket_id,
        causer_content_type=ContentType.objects.get_for_model(User) if row.actor_id else None,
        causer_object_id=str(row.actor_id) if row.actor_id else None,
        type=_ACTIVITY[row.kind],
        properties={},
        created_at=row.at,
    )


def _rules() -> None:
    """Those of bench.peers.sweeps: unassigned, of one priority and status, older than two days: assign."""
    for number, (priority, status) in enumerate(
        (priority, status) for priority in _HOURS for status in ("open", "in_progress")
    ):
        peer.EscalationRule.objects.create(
            name=f"Rule {number}",
            trigger_type="time_based",
            conditions={
                "hours_since_creation": 48,
                "priority": priority,
                "status": status,
                "unassigned_only": True,
            },
            actions={"assign_to_id": AGENT},
            order=number,
        )


if __name__ == "__main__":
    main()
