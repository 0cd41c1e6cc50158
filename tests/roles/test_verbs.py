"""Each verb names the permission that it asks for, or stands here as everybody's who may call it."""

import re

import pytest

from tests.conftest import Connection
from tests.desk import SYSTEM, Desk

#: Verbs that write and ask for no permission, and what bounds them.
EVERYBODYS = {
    "add_note": "the trigger of message asks for tickets.note, whoever writes one",
    "enter": "of the caller only",
    "heartbeat": "of the caller only",
    "make_recovery_codes": "of the caller only",
    "mark_notifications": "of the caller only",
    "remove_passkey": "of the caller only",
    "remove_totp": "of the caller only",
    "save_draft": "of the caller only",
    "set_preferences": "of the caller only",
    "share_presence": "of the caller only, on a ticket that is seen",
}


def bodies(db: Connection) -> dict[str, str]:
    return dict(
        db.execute(
            "SELECT p.pronamespace::regnamespace || '.' || p.proname,"
            " string_agg(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), ' ')"
            " FROM pg_proc AS p WHERE p.pronamespace::regnamespace::text IN ('api', 'helpdesk') GROUP BY 1"
        ).fetchall()
    )


def asked(name: str, texts: dict[str, str], known: set[str], seen: set[str] | None = None) -> set[str]:
    """The permissions named by a function, or by one that it calls."""
    seen = set() if seen is None else seen
    seen.add(name)
    text = re.sub(r"--[^\n]*", "", texts[name])
    found = {literal for literal in re.findall(r"'([a-z_]+\.[a-z_]+)'", text) if literal in known}
    for called in set(re.findall(r"\b((?:helpdesk|api)\.[a-z_]+)\(", text)) & set(texts) - seen:
        found |= asked(called, texts, known, seen)
    return found


@pytest.fixture
def verbs(db: Connection) -> dict[str, set[str]]:
    """Each function of api that writes, and the permissions that it names."""
    texts = bodies(db)
    known = {name for (name,) in db.execute("SELECT permission FROM helpdesk.permission")}
    names = db.execute(
        "SELECT DISTINCT p.proname FROM pg_proc AS p"
        " WHERE p.pronamespace = 'api'::regnamespace AND p.provolatile = 'v' ORDER BY 1"
    ).fetchall()
    return {name: asked(f"api.{name}", texts, known) for (name,) in names}


def test_each_verb_asks_for_a_permission(verbs: dict[str, set[str]]) -> None:
    assert {name for name, permissions in verbs.items() if not permissions} == set(EVERYBODYS)


def test_each_permission_is_asked_for(desk: Desk) -> None:
    used = " ".join(bodies(desk.db).values()) + " ".join(
        predicate or ""
        for (predicate,) in desk.run(SYSTEM, "SELECT predicate FROM pgdesk_deploy.access_rule")
    )
    known = desk.run(SYSTEM, "SELECT permission FROM helpdesk.permission")
    assert [permission for (permission,) in known if f"'{permission}'" not in used] == []
