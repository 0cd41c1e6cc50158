"""What policies say beyond the matrix: without a person, without a permission, on a ticket out of sight."""

import pytest

from tests.conftest import Connection
from tests.desk import SYSTEM, Person
from tests.rls.dataset import Dataset
from tests.rls.lines import observe, read_lines

REFUSED = ("0", "42501", "PD001", "PD002")
LINES = list(read_lines())
#: Rows of one's own alone, or of one's own besides.
OF_ONESELF = {
    "bounces",
    "drafts",
    "inbound_mail",
    "invites",
    "my_approvals",
    "my_mentions",
    "notifications",
    "outgoing_mail",
    "side_conversations",
    "timers",
}
#: Says what templates may hold, not what anybody's data is.
OF_NOBODY = {"mail_placeholders", "placeholders"}
OWN = {
    "customer": {
        "digest_preferences",
        "mail_unsubscriptions",
        "my_passkeys",
        "notification_preferences",
        "people",
    },
    "agent": {
        *("digest_preferences", "notification_preferences", "people", "agents", "absences"),
        *("canned_replies", "macros", "mail_unsubscriptions", "my_passkeys", "person_notes", "saved_views"),
    },
    "admin": {"canned_replies", "macros", "report_recipients", "saved_views"},
}


def test_every_table_with_a_policy_has_rows(db_of_data: Connection) -> None:
    tables = db_of_data.execute(
        "SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'helpdesk' ORDER BY 1"
    ).fetchall()
    empty = [
        table
        for (table,) in tables
        if db_of_data.execute(f"SELECT 1 FROM helpdesk.{table} LIMIT 1").fetchone() is None
    ]
    assert not empty, "add rows to tests/rls/dataset.sql"


@pytest.mark.parametrize(
    ("role", "person"), [("agent", "retired"), ("agent", "customer"), ("admin", "agent"), ("agent", None)]
)
def test_a_role_without_its_person_sees_what_everybody_sees(
    data: Dataset, db_of_data: Connection, role: str, person: str | None
) -> None:
    who = Person(role, data.names[person] if person else None)
    wrong = {}
    for line in LINES:
        if line.verb != "call" and line.object not in OF_NOBODY:
            for_all = observe(db_of_data, data, line, "anon")
            found = observe(db_of_data, data, line, role, who)
            if found != for_all and found not in REFUSED:
                wrong[line.where] = f"{found}, not {for_all}"
    assert wrong == {}


@pytest.mark.parametrize("role", ["customer", "agent", "admin"])
def test_without_permissions_only_what_is_ones_own_is_written(
    data: Dataset, db_of_data: Connection, role: str
) -> None:
    with db_of_data.transaction(force_rollback=True):
        data.desk.run(SYSTEM, "DELETE FROM helpdesk.role_permission")
        written = {
            line.object
            for line in LINES
            if line.verb not in ("select", "call") and observe(db_of_data, data, line, role) not in REFUSED
        }
    assert written == OWN[role]


@pytest.mark.parametrize("role", ["customer", "agent", "light", "admin"])
def test_rows_of_tickets_are_seen_where_the_tickets_are(
    data: Dataset, db_of_data: Connection, role: str
) -> None:
    views = db_of_data.execute(
        "SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v' AND a.attname = 'ticket_id' "
        "AND has_any_column_privilege(%s, c.oid, 'SELECT')",
        ("agent" if role == "light" else role,),
    ).fetchall()
    desk, who = data.desk, data.person(role)
    with db_of_data.transaction(force_rollback=True):
        desk.set("agent_visibility", "departments")
        desk.run(SYSTEM, "UPDATE helpdesk.tag SET is_public = true")
        visible = {ticket for (ticket,) in desk.run(who, "SELECT ticket_id FROM api.tickets")}
        for (view,) in views:
            seen, there = (
                {ticket for (ticket,) in desk.run(by, f"SELECT ticket_id FROM api.{view}")}
                for by in (who, SYSTEM)
            )
            if view not in OF_ONESELF:
                assert seen == there & visible, view


@pytest.mark.parametrize(("role", "seen"), [("light", (1, 1, 2)), ("agent", (2, 2, 4)), ("admin", (3, 3, 5))])
def test_side_conversations_are_seen_by_who_sees_the_ticket_or_takes_part(
    data: Dataset, db_of_data: Connection, role: str, seen: tuple[int, ...]
) -> None:
    with db_of_data.transaction(force_rollback=True):
        data.desk.set("agent_visibility", "departments")
        for view, count in zip(("conversations", "messages", "participants"), seen, strict=True):
            found = data.desk.run(data.person(role), f"SELECT side_conversation_id FROM api.side_{view}")
            assert len(found) == count, view
