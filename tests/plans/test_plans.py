"""No sequential scan of a big table behind what people do all day, planned as the role that does it."""

import json

import pytest

from bench import plans
from bench.plans import BIG

PEOPLE = {"agent": 2, "admin": 1, "customer": 4}

_QUEUE = "SELECT * FROM api.tickets {} ORDER BY updated_at DESC, ticket_id DESC LIMIT 25"
_OPEN = "status IN ('open', 'in_progress', 'waiting_on_agent', 'escalated', 'reopened')"
_DETAIL = """
    SELECT t.*, m.messages, e.events
    FROM api.tickets AS t
    LEFT JOIN LATERAL (SELECT json_agg(x ORDER BY x.message_id) AS messages FROM (
        SELECT * FROM api.messages AS m WHERE m.ticket_id = t.ticket_id) AS x) AS m ON true
    LEFT JOIN LATERAL (SELECT json_agg(x ORDER BY x.event_id) AS events FROM (
        SELECT * FROM api.events AS e WHERE e.ticket_id = t.ticket_id) AS x) AS e ON true
    WHERE t.ticket_id = 12345
"""
_CUSTOM = """
    SELECT t.ticket_id, t.subject, f.product_area, f.affected_users
    FROM api.tickets AS t
    JOIN LATERAL (
        SELECT * FROM api.ticket_custom_fields AS f WHERE f.ticket_id = t.ticket_id AND f.{}
    ) AS f ON true
    ORDER BY {} LIMIT 25
"""

HOT = {
    "queue": _QUEUE.format(""),
    "queue, open": _QUEUE.format(f"WHERE {_OPEN}"),
    "queue, one status": _QUEUE.format("WHERE status = 'waiting_on_customer'"),
    "queue, my tickets": _QUEUE.format(f"WHERE assignee_id = 2 AND {_OPEN}"),
    "queue, unassigned": _QUEUE.format(f"WHERE assignee_id IS NULL AND {_OPEN}"),
    "queue, a department": _QUEUE.format(f"WHERE department_id = 2 AND {_OPEN}"),
    "queue, urgent": _QUEUE.format(f"WHERE priority IN ('urgent', 'critical') AND {_OPEN}"),
    "queue, a customer's": _QUEUE.format("WHERE requester_id = 150"),
    "queue, next due": "SELECT * FROM api.tickets ORDER BY next_due_at LIMIT 25",
    "queue, open, next due": f"SELECT * FROM api.tickets WHERE {_OPEN} ORDER BY next_due_at LIMIT 25",
    "queue, most urgent": "SELECT * FROM api.tickets ORDER BY priority_rank DESC LIMIT 25",
    "queue, open, most urgent": f"""
        SELECT * FROM api.tickets WHERE {_OPEN} ORDER BY priority_rank DESC, updated_at DESC LIMIT 25
    """,
    "saved view, a page": "SELECT * FROM api.run_view(slug => 'unassigned') LIMIT 25 OFFSET 25",
    "saved view, next due": "SELECT * FROM api.run_view(slug => 'sla_breaching') LIMIT 25",
    "a page's beginning": "SELECT api.begin_session()",
    "ticket as a page shows it": "SELECT api.show_ticket(12345)",
    "what stands beside a ticket": "SELECT api.show_ticket_sides(12345)",
    "older lines of a ticket": "SELECT api.show_thread(12345, before_message_id => 50000)",
    "own mentions": "SELECT * FROM api.my_mentions ORDER BY is_escalation DESC, mention_id DESC LIMIT 25",
    "queue, newest": "SELECT * FROM api.tickets ORDER BY created_at DESC, ticket_id DESC LIMIT 25",
    "queue, next page": _QUEUE.format("WHERE updated_at < now() - interval '20 days'"),
    "ticket with messages and events": _DETAIL,
    "mentions window": """
        SELECT * FROM api.mentions
        WHERE mentioned_id = 2 ORDER BY is_escalation DESC, mention_id DESC LIMIT 25
    """,
    "requests for help": """
        SELECT * FROM api.mentions
        WHERE mentioned_id = 2 AND is_escalation AND addressed_at IS NULL ORDER BY mention_id DESC LIMIT 25
    """,
    "bell": "SELECT * FROM api.notifications ORDER BY notification_id DESC LIMIT 25",
    "bell, unread": "SELECT count(*) FROM api.notifications WHERE read_at IS NULL",
    "custom field, filtered": _CUSTOM.format(
        "product_area = 'network'", "t.updated_at DESC, t.ticket_id DESC"
    ),
    "custom field, ordered": _CUSTOM.format("affected_users IS NOT NULL", "f.affected_users DESC"),
    "custom field, a range": _CUSTOM.format("affected_users >= 39", "f.affected_users"),
    "reference": "SELECT * FROM api.tickets WHERE reference = 'ESC-12345'",
}
CUSTOMER = {
    "own tickets": _QUEUE.format(""),
    "own open tickets": _QUEUE.format(f"WHERE {_OPEN}"),
    "a page's beginning": HOT["a page's beginning"],
    "own ticket as a page shows it": "SELECT api.show_ticket(7 + 211 * 50)",
    "own ticket with messages and events": _DETAIL.replace("12345", "(7 + 211 * 50)"),
    "bell": HOT["bell"],
    "bell, unread": HOT["bell, unread"],
}
WRITES = {
    ("customer", "create"): "SELECT api.create_ticket(subject => 'Light', description => 'It is dark.')",
    ("customer", "reply"): "SELECT api.reply(ticket_id => 7 + 211 * 50, body => 'Still dark.')",
    ("agent", "reply"): "SELECT api.reply(ticket_id => 12345, body => 'On it.')",
    ("agent", "note"): "SELECT api.add_note(ticket_id => 12345, body => '@cleo have a look')",
    ("agent", "assign"): "SELECT api.assign_ticket(ticket_id => 19990, assignee_id => 3)",
    (
        "agent",
        "escalate",
    ): "SELECT api.escalate_ticket(ticket_id => 12345, staff_ids => '{3,6}', message => 'Help')",
}


def _opening(role: str) -> list[str]:
    claims = json.dumps({"role": role, "person_id": PEOPLE[role], "aud": "pgdesk"})
    return [f"SELECT set_config('role', '{role}', true), set_config('request.jwt.claims', '{claims}', true)"]


CASES = [
    *((role, name, query) for role in ("agent", "admin") for name, query in HOT.items()),
    *(("customer", name, query) for name, query in CUSTOMER.items()),
    *((role, name, query) for (role, name), query in WRITES.items()),
]


@pytest.mark.parametrize(("role", "name", "query"), CASES, ids=[f"{role}: {name}" for role, name, _ in CASES])
def test_no_sequential_scan(big_dsn: str, role: str, name: str, query: str) -> None:
    used = plans.explain_text(big_dsn, _opening(role), query)
    assert used
    assert plans.scans(used) == [], "\n\n".join(used)


def test_a_sequential_scan_is_found(big_dsn: str) -> None:
    query = "SELECT count(*) FROM api.tickets WHERE description LIKE '%dark%'"
    assert plans.scans(plans.explain_text(big_dsn, _opening("agent"), query))
    assert "ticket" in BIG


def test_the_sweep_reads_due_clocks_only(big_dsn: str) -> None:
    used = plans.explain_text(
        big_dsn, ["SET LOCAL SESSION AUTHORIZATION worker"], "SELECT helpdesk.check_sla()"
    )
    assert any("sla_clock_check_idx" in plan for plan in used)
    assert plans.scans(used) == [], "\n\n".join(used)


def test_routing_reads_what_waits_and_open_tickets_of_members_only(big_dsn: str) -> None:
    opening = [
        "SET LOCAL SESSION AUTHORIZATION DEFAULT",
        "INSERT INTO helpdesk.ticket (subject, requester_id, department_id) "
        "SELECT 'x', 4, d.department_id FROM helpdesk.department AS d, generate_series(1, 20)",
    ]
    used = plans.explain_text(big_dsn, opening, "SELECT helpdesk.route_waiting()")
    assert any("routing_wait_untried_idx" in plan for plan in used)
    assert plans.scans(used) == [], "\n\n".join(used)


@pytest.mark.parametrize("verb", ["explain_routing", "route_ticket"])
def test_routing_one_ticket_reads_no_whole_table(big_dsn: str, verb: str) -> None:
    ticket = "(SELECT ticket_id FROM api.tickets WHERE department_id = 2 AND status = 'open' LIMIT 1)"
    used = plans.explain_text(big_dsn, _opening("agent"), f"SELECT * FROM api.{verb}({ticket})")
    assert plans.scans(used) == [], "\n\n".join(used)
