"""Tokens for people: JWTs with role, person_id, exp and aud."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from pgdesk.api.login.tokens import sign
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.secrets import Secrets
from pgdesk.cli.signing_keys import current_signing_key

ROLES = ("customer", "agent", "admin")
_NOTE = "SELECT helpdesk.note_signed_token(%s, %s)"
_FIND_PERSON = Path(__file__).with_name("find_person.sql").read_bytes()


def make_token(secret: str, role: str, person_id: int, hours: float, audience: str = "pgdesk") -> str:
    """A token of `role` for the person, valid for `hours` from now, as a host signs them."""
    return sign(secret, audience, role, hours * 3600, person_id=person_id)


def issue_token(
    connection: psycopg.Connection[Any], secrets: Secrets, role: str, person_id: int, hours: float
) -> str:
    """The same, signed with the key that signs those of sessions; where there is none, as a host does."""
    key = current_signing_key(connection, secrets)
    if key is None:
        return make_token(secrets.jwt, role, person_id, hours)
    connection.execute(_NOTE, (key.thumbprint(), datetime.now(UTC) + timedelta(hours=hours)))
    return sign(key, "pgdesk", role, hours * 3600, person_id=person_id)


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
