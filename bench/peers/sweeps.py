"""The jobs of both: SLA check and escalation rules, as wall time; the peer's with the start of Python."""

import json
import time

import psycopg

from bench.peers.environment import Peer

DUE = 200
AGENT = 2
_PRIORITIES = ("low", "medium", "high", "urgent", "critical")

_RULES = """
    INSERT INTO helpdesk.rule (kind, name, conditions, actions) VALUES ('escalation', %s, %s, %s)
"""
# Clocks and due instants are moved without their triggers: only the check itself is measured.
_PGDESK_DUE = """
    SET LOCAL session_replication_role = replica;
    UPDATE helpdesk.sla_clock AS c
    SET due_at = helpdesk.clock() - interval '1 minute', warned_at = helpdesk.clock()
    FROM (
        SELECT s.ticket_id, s.metric, s.cycle
        FROM helpdesk.sla_clock AS s
        JOIN helpdesk.ticket AS t USING (ticket_id)
        WHERE s.mode = 'run' AND s.metric = 'resolution' AND s.due_at > helpdesk.clock()
            AND t.deleted_at IS NULL
        LIMIT {due}
    ) AS d
    WHERE (c.ticket_id, c.metric, c.cycle) = (d.ticket_id, d.metric, d.cycle);
    SET LOCAL session_replication_role = origin;
"""
_PEER_DUE = """
    UPDATE escalated_tickets
    SET resolution_due_at = now() - interval '1 minute', sla_resolution_breached = false
    WHERE id IN (
        SELECT id FROM escalated_tickets
        WHERE status NOT IN ('resolved', 'closed') AND resolved_at IS NULL ORDER BY id LIMIT {due}
    )
"""


def write_rules(pgdesk_dsn: str) -> None:
    """Ten rules, those that fill.py gives the peer."""
    with psycopg.connect(pgdesk_dsn) as connection:
        for number, (priority, status) in enumerate(
            (priority, status) for priority in _PRIORITIES for status in ("open", "in_progress")
        ):
            conditions = [
                {"field": "priority", "operator": "is", "value": priority},
                {"field": "status", "operator": "is", "value": status},
                {"field": "assignee_id", "operator": "is_empty", "value": True},
                {"field": "created_at", "operator": "older_than", "value": "2 days"},
            ]
            actions = [{"action": "assign", "value": AGENT}]
            connection.execute(
                _RULES, (f"Bench {number}", json.dumps({"all": conditions}), json.dumps(actions))
            )


def pgdesk_rules(worker_dsn: str) -> float:
    return _timed(worker_dsn, "SELECT helpdesk.sweep_rules('escalation')")


def pgdesk_sla(superuser_dsn: str, worker_dsn: str) -> float:
    with psycopg.connect(superuser_dsn) as connection:
        connection.execute(_PGDESK_DUE.format(due=DUE).encode())
    return _timed(worker_dsn, "SELECT helpdesk.check_sla()")


def peer_rules(peer: Peer) -> float:
    return peer.time("evaluate_escalations")


def peer_sla(peer: Peer) -> float:
    with psycopg.connect(peer.dsn) as connection:
        connection.execute(_PEER_DUE.format(due=DUE).encode())
    return peer.time("check_sla")


def _timed(dsn: str, call: str) -> float:
    """With the connection, which a job of its own would open as well."""
    started = time.perf_counter()
    with psycopg.connect(dsn) as connection:
        connection.execute(call.encode())
    return time.perf_counter() - started
