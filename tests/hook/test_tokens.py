"""What a token must carry besides a good signature, whichever server has checked that."""

import json
import time
from typing import Any

import pytest
from psycopg import sql

from tests.conftest import Connection
from tests.desk import Desk, refused

GOOD = {"aud": "pgdesk", "exp": int(time.time()) + 3600}


def ask(desk: Desk, **claims: Any) -> None:
    """As either server asks, with claims that it has found to be signed and not to be wrong."""
    db: Connection = desk.db
    with db.transaction():
        db.execute("SET LOCAL SESSION AUTHORIZATION authenticator")
        db.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(desk.agent.role)))
        text = json.dumps({"role": "agent", "person_id": desk.agent.id, **claims})
        db.execute("SELECT set_config('request.jwt.claims', %s, true)", (text,))
        db.execute("SELECT hook.pre_request()")


def test_a_token_for_pgdesk_with_an_end_is_taken(desk: Desk) -> None:
    ask(desk, **GOOD)
    ask(desk, **{**GOOD, "aud": ["other", "pgdesk"]})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("aud", None),
        ("aud", []),
        ("aud", ""),
        ("aud", [""]),
        ("aud", [None]),
        ("aud", {}),
        ("aud", 5),
        ("exp", None),
        ("exp", "never"),
        ("exp", True),
        ("exp", "9999999999"),
    ],
)
def test_a_token_without_audience_or_end_is_refused(desk: Desk, name: str, value: Any) -> None:
    with refused("PD025", f"claim {name}"):
        ask(desk, **{**GOOD, name: value})
    claims = dict(GOOD)
    del claims[name]
    with refused("PD025", f"claim {name}"):
        ask(desk, **claims)
