"""Links by which people set their first password; the database keeps their hash."""

from datetime import UTC
from typing import Any

import psycopg

from pgdesk.api.login.tokens import digest, make_secret, password_link

_INVITE = "SELECT helpdesk.invite_person(%s, %s)"
_FIND_FIRST = (
    "SELECT p.person_id, p.name FROM helpdesk.person AS p WHERE p.person_id = helpdesk.find_first_admin()"
)


def make_invitation(connection: psycopg.Connection[Any], person_id: int, base_url: str) -> tuple[str, str]:
    """The link, and until when it is good."""
    token = make_secret()
    ((until,),) = connection.execute(_INVITE, (person_id, digest(token))).fetchall()
    return password_link(base_url, token), f"{until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def invite_first_admin(connection: psycopg.Connection[Any], base_url: str) -> str | None:
    """A line with the link for the first administrator, as long as none has a password."""
    found = connection.execute(_FIND_FIRST).fetchone()
    if found is None:
        return None
    made, until = make_invitation(connection, found[0], base_url)
    return f"{found[1]}, the administrator, sets a password here, once, until {until}: {made}"
