"""Who asks is found once a request, for its claims and its role, and for API servers only."""

import json

import pytest

from tests.conftest import acting_as
from tests.desk import Desk


@pytest.fixture(autouse=True)
def _open_helpdesk(desk: Desk) -> None:
    desk.db.execute("GRANT USAGE ON SCHEMA helpdesk TO agent, customer, worker")


def _me(desk: Desk) -> int | None:
    row = desk.db.execute("SELECT helpdesk.me()").fetchone()
    assert row
    return row[0]


def test_it_is_known_for_these_claims_and_this_role(desk: Desk) -> None:
    with acting_as(desk.db, desk.agent.role, desk.agent.id):
        desk.db.execute("SELECT hook.pre_request()")
        assert _me(desk) == desk.agent.id
        desk.db.execute("SET LOCAL ROLE customer")
        assert _me(desk) is None
        for role, person_id in [("customer", desk.customer.id), ("agent", desk.colleague.id)]:
            desk.db.execute(
                "SELECT set_config('role', %s, true), set_config('request.jwt.claims', %s, true)",
                (role, json.dumps({"person_id": person_id})),
            )
            assert _me(desk) == person_id


@pytest.mark.parametrize("login", ["agent", "worker"])
def test_no_other_login_says_who_it_is(desk: Desk, login: str) -> None:
    with desk.db.transaction():
        desk.db.execute(f"SET LOCAL SESSION AUTHORIZATION {login}")
        desk.db.execute(
            "SELECT set_config('helpdesk.me', %s, true), set_config('request.jwt.claims', '{}', true),"
            " set_config('helpdesk.me_of', helpdesk.actor_role() || '{}', true)",
            (str(desk.agent.id),),
        )
        assert _me(desk) is None
        desk.db.execute("RESET SESSION AUTHORIZATION")
