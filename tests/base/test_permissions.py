"""Who may do what as shipped; admins change it row by row."""

import psycopg
import pytest

from pgdesk.cli.paths import DB
from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk, refused

ADMINS = """
    approvals.override approvals.withdraw articles.publish audit.read channels.edit imports.run
    intake.edit jobs.keep keys.edit mail.replay mailboxes.edit messages.edit_any people.access people.edit
    people.impersonate privacy.erase privacy.hold providers.edit reports.read reports.schedule rules.edit
    settings.edit tickets.delete tokens.keep webhooks.edit
"""
FULL_AGENTS = """
    approvals.ask articles.edit macros.use mail.addresses mail.resend people.customers people.merge
    people.note records.edit tags.create tickets.assign tickets.bulk tickets.checklist
    tickets.create_for_others tickets.edit tickets.guest_links tickets.link tickets.merge
    tickets.participants tickets.pin tickets.priority tickets.snooze tickets.spam tickets.split
    tickets.status tickets.tag tickets.transfer
"""
STAFF = """
    approvals.decide articles.rate files.upload privacy.request tickets.escalate tickets.follow
    tickets.note tickets.time tokens.create
"""
GUESTS = "articles.rate files.upload tickets.create tickets.custom_fields"
PERSONS = f"""
    {GUESTS} approvals.decide people.custom_fields tickets.close tickets.reopen tickets.reply
    privacy.request
"""
SHIPPED = {
    "anon": GUESTS,
    "guest": "articles.rate files.upload tickets.close tickets.rate tickets.reopen tickets.reply",
    "customer": f"{PERSONS} tickets.rate",
    "light_agent": STAFF,
    "agent": f"{PERSONS} {STAFF} {FULL_AGENTS}",
    "admin": f"{PERSONS} {STAFF} {FULL_AGENTS} {ADMINS}",
}


@pytest.mark.parametrize("statement", ["SET ROLE agent", "SET SESSION AUTHORIZATION agent"])
def test_a_login_that_is_a_role_is_not_the_system(desk: Desk, statement: str) -> None:
    ticket = desk.ticket()
    with refused("PD001", "not found"), desk.db.transaction():
        desk.db.execute(statement)
        desk.db.execute("SELECT api.delete_ticket(%s)", (ticket,))


@pytest.mark.parametrize(
    ("login", "role"), [("agent", "agent"), ("admin", "admin"), ("anon", "anon"), ("worker", "system")]
)
def test_without_a_chosen_role_the_login_acts(desk: Desk, login: str, role: str) -> None:
    desk.db.execute(
        "CREATE FUNCTION public.who_acts() RETURNS text SECURITY DEFINER RETURN helpdesk.actor_role()"
    )
    desk.db.execute(f"SET LOCAL SESSION AUTHORIZATION {login}")
    assert desk.db.execute("SELECT public.who_acts()").fetchone() == (role,)
    desk.db.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")


def test_the_shipped_permissions_are_these(desk: Desk) -> None:
    rows = desk.run(SYSTEM, "SELECT role, permission FROM helpdesk.role_permission")
    given: dict[str, set[str]] = {}
    for role, permission in rows:
        given.setdefault(role, set()).add(permission)
    assert given == {role: set(permissions.split()) for role, permissions in SHIPPED.items()}


def test_a_login_of_bi_tools_reads_and_no_more(fresh_db: str) -> None:
    """Neither for long nor on many connections, and it makes nothing, not even for a while."""
    with psycopg.connect(fresh_db, autocommit=True) as owner:
        owner.execute((DB / "schema" / "bootstrap" / "020_role_settings.sql").read_bytes())
    with psycopg.connect(login_dsn(fresh_db, "reporter"), autocommit=True) as reporter:
        shown = [
            reporter.execute(f"SHOW {name}").fetchone()
            for name in ("statement_timeout", "default_transaction_read_only")
        ]
        assert shown == [("5min",), ("on",)]
        reporter.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reporter.execute("CREATE TEMP TABLE kept (x int)")
