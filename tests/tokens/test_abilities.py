"""What an API token opens: for each view and verb of schema api, as the catalogue lists them."""

import psycopg
import pytest

from tests.conftest import Connection, acting_as
from tests.desk import Desk
from tests.login.conftest import House
from tests.tokens.conftest import Held, Holder, refusal

#: What no token does, whatever its abilities.
OF_SESSIONS = {
    *("reads my_sessions", "reads api_tokens", "reads signing_keys", "calls retire_signing_key"),
    *("calls create_api_token", "calls revoke_api_token", "calls my_account", "calls revoke_session"),
    *("calls make_recovery_codes", "calls remove_totp", "calls reset_factors"),
    *("writes desk_roles", "writes role_permissions", "writes rate_limits"),
}
#: Views that show no row to anybody: the form of what a verb returns.
_FORMS = {"past_tickets"}

_VIEWS = """
    SELECT c.relname::text, pg_get_viewdef(c.oid)
    FROM pg_class AS c
    WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v'
    ORDER BY 1
"""
_WRITTEN = """
    SELECT DISTINCT c.relname::text
    FROM pg_class AS c
    CROSS JOIN unnest('{anon,customer,agent,admin}'::text[]) AS r (role)
    WHERE c.relnamespace = 'api'::regnamespace
        AND c.relkind = 'v'
        AND (
            has_any_column_privilege(r.role, c.oid, 'INSERT, UPDATE')
            OR has_table_privilege(r.role, c.oid, 'DELETE')
        )
    ORDER BY 1
"""
# What takes a row of a view is called by embedding, and reads views.
_VERBS = """
    SELECT DISTINCT p.proname::text
    FROM pg_proc AS p
    WHERE p.pronamespace = 'api'::regnamespace
        AND NOT EXISTS (
            SELECT 1
            FROM unnest(p.proargtypes::oid[]) AS a (type)
            JOIN pg_type AS t ON t.oid = a.type
            WHERE t.typnamespace = 'api'::regnamespace
        )
    ORDER BY 1
"""
_NAMED = """
    SELECT n.action || ' ' || n.object
    FROM helpdesk.ability AS b
    CROSS JOIN LATERAL (
        SELECT 'reads', unnest(b.reads || b.writes)
        UNION ALL SELECT 'writes', unnest(b.writes)
        UNION ALL SELECT 'calls', unnest(b.calls)
    ) AS n (action, object)
"""


def listed(db: Connection, statement: str) -> list[str]:
    return [row[0] for row in db.execute(statement).fetchall()]


def needed(db: Connection) -> set[str]:
    """`reads tickets`, `writes tickets`, `calls reply` …: all that a client could do."""
    return {
        *(f"reads {view}" for view in listed(db, _VIEWS)),
        *(f"writes {view}" for view in listed(db, _WRITTEN)),
        *(f"calls {verb}" for verb in listed(db, _VERBS)),
    }


def test_each_view_and_verb_has_an_ability_or_is_of_sessions(db: Connection) -> None:
    """Add what is missing to an ability in db/schema/after/tokens.sql, or here, where no token does it."""
    named = set(listed(db, _NAMED)) - {"reads custom_records"}
    assert sorted(needed(db) - named - OF_SESSIONS) == [], "no ability names these"
    assert sorted(named & OF_SESSIONS) == []
    assert sorted((named | OF_SESSIONS) - needed(db)) == [], "these are not there"


def test_each_view_guards_itself(db: Connection) -> None:
    """Add `WHERE helpdesk.token_reads('<view>')`, to each branch of a UNION."""
    wrong = {
        view
        for view, text in db.execute(_VIEWS).fetchall()
        if text.count(f"helpdesk.token_reads('{view}'::text)") != text.count("UNION") + 1
    }
    assert wrong == set()


@pytest.fixture(scope="module")
def narrow(open_house: House) -> Holder:
    """A token that may open tickets and nothing else."""
    return Holder(open_house.person("admin"), "tickets:create")


@pytest.fixture(scope="module")
def wide(open_house: House) -> Holder:
    return Holder(open_house.person("admin"), "everything")


def test_a_token_reads_no_view_without_the_ability(narrow: Holder, db: Connection) -> None:
    views = [view for view in listed(db, _VIEWS) if view not in _FORMS]
    opened = {view: found for view in views if (found := refusal(narrow.get(view))) != (403, "PD061")}
    assert opened == {}


def test_a_token_changes_no_view_without_the_ability(narrow: Holder, db: Connection) -> None:
    wrong = {}
    for view in listed(db, _WRITTEN):
        for method in ("POST", "PATCH", "DELETE"):
            response = narrow.ask(method, f"/rest/{view}?limit=1", {} if method != "DELETE" else None)
            if refusal(response) not in ((403, "PD061"), (403, "42501")):
                wrong[f"{method} {view}"] = response.text
    assert wrong == {}


def test_a_token_calls_no_verb_without_the_ability(narrow: Holder, db: Connection) -> None:
    called = {}
    for verb in listed(db, _VERBS):
        needs = listed(
            db,
            "SELECT unnest(p.proargnames[:p.pronargs - p.pronargdefaults]) FROM pg_proc AS p"
            f" WHERE p.oid = 'api.{verb}'::regproc",
        )
        found = refusal(narrow.call(verb, **dict.fromkeys(needs)))
        if found not in ((403, "PD061"), (403, "42501")):  # 42501: not of this role
            called[verb] = found
    assert set(called) == {"create_ticket"}


def test_a_token_for_everything_reads_all_but_what_is_of_sessions(wide: Holder, db: Connection) -> None:
    closed = {f"reads {view}" for view in listed(db, _VIEWS) if refusal(wide.get(view))[1] == "PD061"}
    assert closed == {one for one in OF_SESSIONS if one.startswith("reads")}


def test_each_ability_opens_what_it_names_and_nothing_else(desk: Desk) -> None:
    everything = needed(desk.db)
    desk.db.execute(
        "GRANT USAGE ON SCHEMA helpdesk TO agent"
    )  # clients have none; views and hooks ask for them
    named = {one: set(listed(desk.db, f"{_NAMED} WHERE b.ability = '{one}'")) for one in abilities(desk.db)}
    for ability, wanted in named.items():
        opened = {one for one in everything if may(desk, ability, *one.split())}
        if ability == "everything":
            wanted = set().union(*named.values())
        assert opened == wanted - {"reads custom_records"}, ability


def abilities(db: Connection) -> list[str]:
    return listed(db, "SELECT ability FROM helpdesk.ability ORDER BY ability")


def may(desk: Desk, ability: str, action: str, name: str) -> bool:
    """As an agent with a token of this one ability."""
    secret = f"of {ability}"
    desk.db.execute(
        "WITH made AS (INSERT INTO helpdesk.api_token (person_id, role, name, token_hash, expires_at)"
        " VALUES (%s, 'agent', 'x', sha256(%s), 'infinity') ON CONFLICT DO NOTHING RETURNING api_token_id)"
        " INSERT INTO helpdesk.api_token_ability SELECT api_token_id, %s FROM made",
        (desk.agent.id, secret.encode(), ability),
    )
    try:
        with acting_as(desk.db, "agent", desk.agent.id, pgdesk_token=secret):
            desk.db.execute("SELECT helpdesk.require_ability(%s, %s)", (action, name))
    except psycopg.Error as error:
        if error.sqlstate != "PD061":
            raise
        return False
    return True


@pytest.mark.parametrize(
    "target",
    [
        "people?select=name,tickets!ticket_requester_fkey(subject)",
        "people?select=name,asked:tickets!ticket_requester_fkey(count)",
        "people?select=name,tickets!ticket_requester_fkey!inner()&tickets.subject=like.*a*",
        "people?select=name,tickets!ticket_requester_fkey()&tickets=not.is.null",
        "departments?select=name,tickets(messages(body))",
        "organisations?select=name,people(name,tickets!ticket_requester_fkey(reference))",
    ],
)
def test_nothing_is_read_through_what_embeds_it(held: Held, target: str) -> None:
    holder = held("people:read")
    # What embeds nothing asks nothing.
    holder.house.database.execute(
        "INSERT INTO helpdesk.department (name, slug) VALUES ('Repairs', 'repairs') ON CONFLICT DO NOTHING"
    )
    holder.house.database.execute(
        "WITH made AS (INSERT INTO helpdesk.organisation (name) VALUES (%s) RETURNING organisation_id)"
        " UPDATE helpdesk.person AS p SET organisation_id = made.organisation_id FROM made"
        " WHERE p.person_id = %s",
        (holder.member.email, holder.member.person_id),
    )
    assert holder.get("people?select=name&limit=1").status_code == 200
    response = holder.get(target)
    assert refusal(response) == (403, "PD061")
    assert "tickets" in response.json()["message"]
    assert "tickets:read" in response.json()["hint"]
