"""Tokens for people: HS256 JWTs with role, person_id, exp and aud."""

from pathlib import Path
from typing import Any

import psycopg

from pgdesk.api.login.tokens import sign
from pgdesk.cli.errors import PgdeskError

ROLES = ("customer", "agent", "admin")
_FIND_PERSON = Path(__file__).with_name("find_person.sql").read_bytes()


def make_token(secret: str, role: str, person_id: int, hours: float, audience: str = "pgdesk") -> str:
    """A token of `role` for the person, valid for `hours` from now."""
    return sign(secret, audience, role, hours * 3600, person_id=person_id)


def find_person(connection: psycopg.Connection[Any], role: str, person_id: int | None) -> tuple[int, str]:
    """Id and name of the person, or of the first active one of that role."""
    row = connection.execute(_FIND_PERSON, {"id": person_id, "role": role}).fetchone()
    if row is None:
        whom = f"no person {person_id}" if person_id is not None else f"no active {role}"
        raise PgdeskError(
            f"there is {whom} in this database; pgdesk user add NAME EMAIL --role {role} adds one"
        )
    found_id, name, found_role, is_active = row
    if found_role != role:
        raise PgdeskError(f"person {found_id} ({name}) is {found_role}, not {role}")
    if not is_active:
        raise PgdeskError(f"person {found_id} ({name}) is not active; a token would be refused")
    return int(found_id), str(name)
