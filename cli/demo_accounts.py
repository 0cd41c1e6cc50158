"""Who can sign in to the pages of `pgdesk demo`: a customer, an agent and an administrator, by a password."""

from typing import Any

import psycopg

from pgdesk.api.login.hashing import Work, do
from pgdesk.api.login.passwords import Passwords
from pgdesk.cli.secrets import Secrets
from pgdesk.cli.tokens import ROLES, find_person
from pgdesk.settings import Settings

#: To be typed, if need be.
_CHARACTERS = 16
_SET = "INSERT INTO helpdesk.credential (person_id, password_hash) SELECT unnest(%s::bigint[]), %s"
_FIND = (
    "SELECT p.role, p.email, c.password_hash FROM helpdesk.credential AS c"
    " JOIN helpdesk.person AS p USING (person_id) WHERE p.person_id = ANY (%(people)s::bigint[])"
    " ORDER BY array_position(%(people)s::bigint[], p.person_id)"
)


def demo_password(secrets: Secrets) -> str:
    return secrets.demo[:_CHARACTERS]


def make_accounts(connection: psycopg.Connection[Any], password: str) -> None:
    """Of people who were loaded a moment ago, and are told nothing."""
    connection.execute("SET LOCAL ROLE pgdesk_owner")
    connection.execute(_SET, (_people(connection), Passwords(Settings.from_env()).hash_at_once(password)))


def list_accounts(connection: psycopg.Connection[Any], password: str) -> list[tuple[str, str]]:
    """Role and mail address of those whose password it still is."""
    return [
        (role, email)
        for role, email, hashed in connection.execute(_FIND, {"people": _people(connection)}).fetchall()
        if do(Work(password, hashed)).is_right
    ]


def _people(connection: psycopg.Connection[Any]) -> list[int]:
    return [find_person(connection, role, None)[0] for role in ROLES]
