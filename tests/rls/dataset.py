"""One small mixed helpdesk for the matrix, with names for its rows."""

from dataclasses import dataclass
from pathlib import Path

from tests.conftest import Connection
from tests.desk import ANON, Desk, Person, make_desk

OTHER_ROWS = Path(__file__).with_name("dataset.sql")


@dataclass
class Dataset:
    desk: Desk
    names: dict[str, int]

    def person(self, role: str) -> Person:
        """Who acts for a column of the matrix."""
        if role == "anon":
            return ANON
        if role in ("worker", "doorkeeper", "reporter"):
            return Person(role)
        found: Person = getattr(self.desk, role)
        return found


def make_dataset(db: Connection) -> Dataset:
    """Four tickets: own (the customer's), team (a teammate's, shared), foreign (a stranger's), deleted."""
    desk = make_desk(db)
    own = desk.ticket(department_id=desk.support, assignee_id=desk.agent.id)
    team = desk.ticket(requester=desk.teammate, department_id=desk.support)
    foreign = desk.ticket(requester=desk.stranger, department_id=desk.billing, assignee_id=desk.colleague.id)
    deleted = desk.ticket()
    desk.call(desk.admin, "add_tags", ticket_id=own, tags=["printer"])
    desk.call(desk.admin, "add_tags", ticket_id=foreign, tags=["network"])
    own_reply = desk.call(desk.customer, "reply", ticket_id=own, body="Any news?")["message_id"]
    answer = desk.call(desk.agent, "reply", ticket_id=own, body="Soon")["message_id"]
    note = desk.call(desk.agent, "add_note", ticket_id=own, body="@cleo secret")["message_id"]
    desk.message(own, desk.agent, "pgdesk says", "system")
    foreign_reply = desk.call(desk.stranger, "reply", ticket_id=foreign, body="Hello")["message_id"]
    desk.call(desk.customer, "reply", ticket_id=deleted, body="Gone")
    desk.call(desk.agent, "escalate_ticket", ticket_id=own, staff_ids=[desk.light.id], message="help")
    desk.call(desk.admin, "delete_ticket", ticket_id=deleted)
    (mention,) = db.execute("SELECT mention_id FROM helpdesk.mention WHERE is_escalation").fetchone() or (0,)
    (tag,) = db.execute("SELECT tag_id FROM helpdesk.tag WHERE name = 'network'").fetchone() or (0,)
    people = {
        name: getattr(desk, name).id or 0
        for name in (
            "admin",
            "agent",
            "colleague",
            "light",
            "retired",
            "customer",
            "teammate",
            "stranger",
            "guest",
        )
    }
    names = people | {
        "own": own,
        "team": team,
        "foreign": foreign,
        "deleted": deleted,
        "own_reply": own_reply,
        "answer": answer,
        "note": note,
        "foreign_reply": foreign_reply,
        "mention": mention,
        "tag": tag,
        "support": desk.support,
        "billing": desk.billing,
        "organisation": desk.shared_organisation,
    }
    db.execute("SET LOCAL session_replication_role = replica")
    db.execute(OTHER_ROWS.read_text().format_map(names).encode())
    db.execute("SET LOCAL session_replication_role = DEFAULT")
    return Dataset(desk, names)
