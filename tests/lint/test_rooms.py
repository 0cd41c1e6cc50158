"""Which folder of db/functions calls which: seldom both ways, base calls nobody, and nobody calls api."""

import re
from collections import defaultdict

from pgdesk.cli.deploy.files import API, FUNCTIONS, read_files
from pgdesk.cli.paths import DB
from tests.conftest import Connection

# Each needs the other: fields are what conditions compare, and have conditions of their own; tickets ask for
# what their fields lack; merging moves messages, which nothing else may.
MAY_CALL_EACH_OTHER = {("conditions", "custom"), ("custom", "tickets"), ("links", "tickets")}

# Bodies as text, so that what dynamic SQL names counts, too; of BEGIN ATOMIC it has the names in full.
_TEXTS = """
    SELECT
        p.pronamespace::regnamespace || '.' || p.proname,
        coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)
    FROM pg_proc AS p WHERE p.pronamespace = ANY (%(schemas)s::text[]::regnamespace[])
    UNION ALL
    SELECT c.relnamespace::regnamespace || '.' || c.relname, pg_get_viewdef(c.oid)
    FROM pg_class AS c WHERE c.relkind = 'v' AND c.relnamespace = ANY (%(schemas)s::text[]::regnamespace[])
"""
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
_NAME = re.compile(r"\b((?:helpdesk|audit|hook|reports|api)\.\w+)\b(\s*\()?")

Calls = dict[tuple[str, str], set[tuple[str, str]]]


def folders() -> dict[str, str]:
    """The folder of each object: the subject, or api."""
    return {
        name: "api" if file.step == API else file.path.split("/")[1]
        for file in read_files(DB)
        if file.step in (FUNCTIONS, API)
        for name in file.creates
    }


def calls(db: Connection) -> Calls:
    """Who calls what, by pair of folders."""
    folder = folders()
    db.execute("SET LOCAL search_path = ''")
    texts = db.execute(_TEXTS, {"schemas": ["helpdesk", "audit", "hook", "reports", "api"]}).fetchall()
    views = {
        name
        for (name,) in db.execute(
            "SELECT c.relnamespace::regnamespace || '.' || c.relname FROM pg_class AS c WHERE c.relkind = 'v'"
        )
    }
    found: Calls = defaultdict(set)
    for caller, text in texts:
        for callee, is_call in _NAME.findall(_COMMENT.sub(" ", text)):
            if caller in folder and callee in folder and (is_call or callee in views):
                found[folder[caller], folder[callee]].add((caller, callee))
    return {pair: names for pair, names in found.items() if pair[0] != pair[1]}


def both_ways(found: Calls) -> set[tuple[str, str]]:
    return {(one, other) for one, other in found if one < other and (other, one) in found}


def test_folders_seldom_call_each_other(db: Connection) -> None:
    found = calls(db)
    pairs = both_ways(found)
    assert pairs == MAY_CALL_EACH_OTHER, {
        (one, other): (found[one, other], found[other, one]) for one, other in pairs ^ MAY_CALL_EACH_OTHER
    }
    assert len(pairs) <= 3


def test_base_calls_nobody(db: Connection) -> None:
    assert {pair: names for pair, names in calls(db).items() if pair[0] == "base"} == {}


def test_nobody_calls_api(db: Connection) -> None:
    assert {pair: names for pair, names in calls(db).items() if pair[1] == "api"} == {}


def test_calls_are_found_in_every_kind_of_text(db: Connection) -> None:
    """One of a body, one of BEGIN ATOMIC, one of dynamic SQL, one of a view."""
    found = set.union(*calls(db).values())
    assert {
        ("api.merge_tickets", "helpdesk.lock_tickets"),
        ("helpdesk.my_side_conversation_ids", "helpdesk.me"),
        ("helpdesk.match_tickets", "helpdesk.rule_ticket"),
        ("api.staff", "helpdesk.is_online"),
    } <= found
    db.execute(
        "CREATE OR REPLACE FUNCTION helpdesk.is_online(p_person_id bigint) RETURNS boolean"
        " LANGUAGE sql STABLE RETURN helpdesk.takes_part(1, p_person_id)"
    )
    assert both_ways(calls(db)) - MAY_CALL_EACH_OTHER == {("mail", "people")}
