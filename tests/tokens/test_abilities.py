"""What an API token opens: for each view and verb of schema api, as the catalogue lists them."""

import psycopg
import pytest

from tests.conftest import Connection, acting_as
from tests.desk import Desk
from tests.lint.test_abilities import NAMED, OF_SESSIONS, VERBS, VIEWS, WRITTEN, listed, needed
from tests.login.conftest import House
from tests.tokens.conftest import Held, Holder, refusal

#: Views that show no row to anybody: the form of what a verb returns.
_FORMS = {"past_tickets"}


@pytest.fixture(scope="module")
def narrow(open_house: House) -> Holder:
    """A token that may answer and nothing else."""
    return Holder(open_house.person("admin"), "tickets:reply")


@pytest.fixture(scope="module")
def wide(open_house: House) -> Holder:
    return Holder(open_house.person("admin"), "everything")


def test_a_token_reads_no_view_without_the_ability(narrow: Holder, db: Connection) -> None:
    views = [view for view in listed(db, VIEWS) if view not in _FORMS]
    opened = {view: found for view in views if (found := refusal(narrow.get(view))) != (403, "PD063")}
    assert opened == {}


def test_a_token_changes_no_view_without_the_ability(narrow: Holder, db: Connection) -> None:
    wrong = {}
    for view in listed(db, WRITTEN):
        for method in ("POST", "PATCH", "DELETE"):
            response = narrow.ask(method, f"/rest/{view}?limit=1", {} if method != "DELETE" else None)
            if refusal(response) not in ((403, "PD063"), (403, "42501")):
                wrong[f"{method} {view}"] = response.text
    assert wrong == {}


def test_a_token_calls_no_verb_without_the_ability(narrow: Holder, db: Connection) -> None:
    called = {}
    for verb in listed(db, VERBS):
        needs = listed(
            db,
            "SELECT unnest(p.proargnames[:p.pronargs - p.pronargdefaults]) FROM pg_proc AS p"
            f" WHERE p.oid = 'api.{verb}'::regproc",
        )
        found = refusal(narrow.call(verb, **dict.fromkeys(needs)))
        if found not in ((403, "PD063"), (403, "42501")):  # 42501: not of this role
            called[verb] = found
    opened = listed(db, f"{NAMED} WHERE b.ability = 'tickets:reply'")
    assert {f"calls {verb}" for verb in called} == set(opened)


def test_a_token_for_everything_reads_all_but_what_is_of_sessions(wide: Holder, db: Connection) -> None:
    closed = {f"reads {view}" for view in listed(db, VIEWS) if refusal(wide.get(view))[1] == "PD063"}
    assert closed == {one for one in OF_SESSIONS if one.startswith("reads")}


def test_each_ability_opens_what_it_names_and_nothing_else(desk: Desk) -> None:
    everything = needed(desk.db)
    desk.db.execute("GRANT USAGE ON SCHEMA helpdesk TO agent")  # clients have none; views ask for them
    named = {one: set(listed(desk.db, f"{NAMED} WHERE b.ability = '{one}'")) for one in abilities(desk.db)}
    assert named["everything"] == set().union(*named.values())
    for ability, wanted in named.items():
        opened = {one for one in everything if may(desk, ability, *one.split())}
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
            desk.db.execute("SELECT helpdesk.require_ability(%s, %s, current_user)", (action, name))
    except psycopg.Error as error:
        if error.sqlstate != "PD063":
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
    assert refusal(response) == (403, "PD063")
    assert "tickets" in response.json()["message"]
    assert "tickets:read" in response.json()["hint"]
