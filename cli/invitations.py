"""Links that are handed over: to set the first password, and those that wait to be mailed."""

from datetime import UTC
from pathlib import Path
from typing import Any

import psycopg

from pgdesk.api.login.tokens import (
    account_link,
    digest,
    guest_code,
    guest_link,
    guest_token,
    link_token,
    make_secret,
    password_link,
)

_INVITE = "SELECT helpdesk.invite_person(%s, %s)"
_FIND_FIRST = (
    "SELECT p.person_id, p.name FROM helpdesk.person AS p WHERE p.person_id = helpdesk.find_first_admin()"
)
_WAITING = Path(__file__).with_name("waiting_links.sql").read_bytes()


def make_invitation(connection: psycopg.Connection[Any], person_id: int, base_url: str) -> tuple[str, str]:
    """The link, and until when it is good."""
    token = make_secret()
    ((until,),) = connection.execute(_INVITE, (person_id, digest(token))).fetchall()
    return password_link(base_url, token), f"{until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def waiting_links(connection: psycopg.Connection[Any], email: str, base_url: str, secret: str) -> list[str]:
    """What mails to the address say that are not sent yet: kind and link, for a guest the code, too."""
    found = []
    for kind, nonce, link_id, code_nonce in connection.execute(_WAITING, {"email": email.strip().lower()}):
        if link_id is None:
            found.append(f"{kind} {account_link(base_url, kind, link_token(secret, nonce))}")
        else:
            code = f" code {guest_code(secret, code_nonce)}" if code_nonce else ""
            found.append(f"{kind} {guest_link(base_url, guest_token(secret, link_id, nonce))}{code}")
    return found


def invite_first_admin(connection: psycopg.Connection[Any], base_url: str) -> str | None:
    """A line with the link for the first administrator, as long as none has a password."""
    found = connection.execute(_FIND_FIRST).fetchone()
    if found is None:
        return None
    made, until = make_invitation(connection, found[0], base_url)
    return f"{found[1]}, the administrator, sets a password here, once, until {until}: {made}"
