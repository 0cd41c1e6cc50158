"""Each .sql file here is one lint: its comment is the reason, each row that it returns a fault.

`exempt.txt` and `not_audited.txt` list what a subject has good reason for.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Connection

FOLDER = Path(__file__).parent
LINTS = sorted(FOLDER.glob("*.sql"))


def faults(db: Connection, lint: Path) -> list[tuple[str, str]]:
    text = lint.read_text()
    values: dict[str, Any] | None = {"not_audited": _not_audited()} if "%(not_audited)s" in text else None
    exempt = [line.split(" | ") for line in _lines("exempt.txt")]
    return [
        (name, fault)
        for name, fault in db.execute(text, values).fetchall()
        if not any((lint.stem, name) == (e[0], e[1]) and e[2] in fault for e in exempt)
    ]


def _not_audited() -> list[str]:
    return [line.split(":")[0].strip() for line in _lines("not_audited.txt")]


def _lines(name: str) -> list[str]:
    return [
        line for line in (FOLDER / name).read_text().splitlines() if line.strip() and not line.startswith("#")
    ]


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.stem)
def test_no_object_has_this_fault(db: Connection, lint: Path) -> None:
    found = faults(db, lint)
    reason = " ".join(
        line.removeprefix("-- ") for line in lint.read_text().splitlines() if line.startswith("-- ")
    )
    assert not found, reason + "\n" + "\n".join(f"{name}: {fault}" for name, fault in found)


BAD = "CREATE TABLE helpdesk.bad (bad_id int CONSTRAINT bad_pkey PRIMARY KEY, ticket_id bigint{}); "
DEFINER = (
    "CREATE FUNCTION api.bad() RETURNS void LANGUAGE plpgsql SECURITY DEFINER {} AS $$BEGIN DELETE "
    "FROM helpdesk.channel; END$$"
)
PLANTED = {
    "table_without_rls": BAD.format(""),
    "granted_table_without_policy": BAD.format("") + "GRANT SELECT ON helpdesk.bad TO agent",
    "policy_without_role": BAD.format("") + "CREATE POLICY bad ON helpdesk.bad USING (true)",
    "policy_with_unwrapped_helper": BAD.format("")
    + "CREATE POLICY bad ON helpdesk.bad FOR SELECT TO agent USING (ticket_id = helpdesk.me())",
    "mutable_search_path": DEFINER.format(""),
    "public_execute": DEFINER.format("SET search_path = ''")
    + "; GRANT EXECUTE ON FUNCTION api.bad() TO PUBLIC",
    "foreign_key_without_index": BAD.format(" CONSTRAINT bad_ticket REFERENCES helpdesk.ticket"),
    "duplicate_index": "CREATE INDEX one ON helpdesk.tag (color); CREATE INDEX two ON helpdesk.tag (color)",
    "index_without_comment": "CREATE INDEX one ON helpdesk.tag (color)",
    "view_column_without_comment": "CREATE VIEW api.bad WITH (security_invoker = true) AS SELECT 1 AS one",
    "table_without_comment": BAD.format(""),
    "api_object_without_comment": "CREATE VIEW api.bad WITH (security_invoker = true) AS SELECT 1 AS one",
    "view_without_security_invoker": "CREATE VIEW api.bad AS SELECT 1 AS one",
    "api_table": "CREATE TABLE api.bad (bad_id int)",
    "definer_without_gate": DEFINER.format("SET search_path = ''"),
    "constraint_without_comment": BAD.format(" CONSTRAINT bad_ticket_is_positive CHECK (ticket_id > 0)"),
    "constraint_without_own_name": BAD.format(" CHECK (ticket_id > 0)"),
    "table_without_audit": BAD.format(""),
    "timestamp_column_name": BAD.format(", created timestamptz"),
    "boolean_column_name": BAD.format(", good boolean"),
    "column_of_leaky_type": BAD.format(", price numeric"),
    "trigger_without_order": BAD.format("") + "CREATE TRIGGER bad BEFORE INSERT "
    "ON helpdesk.bad FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_person__prepare()",
    "setting_outside_context": "CREATE FUNCTION helpdesk.bad() RETURNS text LANGUAGE sql "
    "BEGIN ATOMIC SELECT current_setting('helpdesk.acting_rule', true); END",
    "advisory_lock": "CREATE FUNCTION helpdesk.bad() RETURNS void LANGUAGE sql "
    "BEGIN ATOMIC SELECT pg_advisory_xact_lock(1); END",
    "twin": "CREATE FUNCTION helpdesk.bad() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END; "
    "CREATE FUNCTION api.bad() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT helpdesk.bad(); END",
    "foreign_owner": BAD.format("") + "ALTER TABLE helpdesk.bad OWNER TO postgres",
}


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.stem)
def test_the_lint_finds_a_planted_fault(db: Connection, lint: Path) -> None:
    before = faults(db, lint)
    db.execute("SET LOCAL ROLE pgdesk_owner" if lint.stem != "foreign_owner" else "SELECT 1")
    db.execute(PLANTED[lint.stem])
    db.execute("RESET ROLE")
    assert len(faults(db, lint)) == len(before) + 1
