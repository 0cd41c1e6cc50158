"""What mails say: plain English, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgdesk.api.login.tokens import guest_code, guest_link, guest_token, link_token, password_link
from pgdesk.mail.compose import Body, Letter
from pgdesk.settings import Settings

#: Subject and text of kinds that say always the same; {link} and {code} where they have them.
_FIXED = {
    "reset_password": ("Choose a password", "Choose a password here, once:\n\n{link}\n"),
    "verify_email": ("Verify your address", "Confirm here that this address is yours:\n\n{link}\n"),
    "register": ("Your account", "Choose a password here, once:\n\n{link}\n"),
    "ticket_opened": ("We have your request", "Read and answer it here:\n\n{link}\n\nCode: {code}\n"),
    "link_requested": ("The link to your request", "Read and answer it here:\n\n{link}\n\nCode: {code}\n"),
    "rate_ticket": ("How did we do?", "Rate our answer here:\n\n{link}\n"),
}


def write(letter: Letter, settings: Settings) -> Body:
    """The body of a mail."""
    subject, text = _FIXED.get(letter.kind) or _told(letter.kind, letter.data)
    link, code = _link(letter, settings)
    return Body(subject, text.replace("{link}", link).replace("{code}", code))


def _told(kind: str, data: Mapping[str, Any]) -> tuple[str, str]:
    """Of what the database has put into words."""
    plain = kind.replace("_", " ").capitalize()
    return data.get("subject", plain), data.get("text", f"{plain}.") + "\n"


def _link(letter: Letter, settings: Settings) -> tuple[str, str]:
    data, secret, base = letter.data, settings.jwt_secret, settings.base_url
    if "guest_nonce" in data:
        token = guest_token(secret, data["guest_link_id"], bytes.fromhex(data["guest_nonce"]))
        code = guest_code(secret, bytes.fromhex(data["code_nonce"])) if data["code_nonce"] else ""
        return guest_link(base, token), code
    if "nonce" in data:
        token = link_token(secret, bytes.fromhex(data["nonce"]))
        page = password_link(base, token)
        return page.replace("/auth/password#", "/auth/verify#") if letter.kind == "verify_email" else page, ""
    return "", ""
