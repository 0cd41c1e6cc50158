"""Who signs in, as the claims of a provider say it, in what the database can keep."""

from __future__ import annotations

from typing import Any

import msgspec

from pgdesk.api.errors import refusal

_MOST_GROUPS, _LONGEST_GROUP, _LONGEST_NAME, _LONGEST_EMAIL = 1000, 300, 200, 320


class Told(msgspec.Struct, frozen=True):
    """What helpdesk.open_provider_session is told."""

    email: str | None
    is_verified: bool
    name: str | None
    groups: list[str]


def read_subject(claims: dict[str, Any]) -> str:
    """Raises ApiError 401 where nobody is named."""
    subject = _text(claims.get("sub"), 255)
    if not subject:
        raise refusal(401, "the provider names nobody", hint="Sign in again.")
    return subject


def join_claims(id_token: dict[str, Any], userinfo: dict[str, Any]) -> dict[str, Any]:
    """Those of both, the token's first. That an address is verified is said of the address beside it only."""
    joined = {**userinfo, **id_token}
    source = id_token
    if "email" not in id_token or (
        "email_verified" not in id_token and userinfo.get("email") == id_token["email"]
    ):
        source = userinfo
    return {**joined, "email": source.get("email"), "email_verified": source.get("email_verified")}


def read_person(claims: dict[str, Any], group_claim: str | None) -> Told:
    """A claim that is missing, or of another kind than it should be, says nothing."""
    verified = claims.get("email_verified")
    groups = claims.get(group_claim) if group_claim is not None else None
    listed = groups if isinstance(groups, list) else [groups]
    named = [name for one in listed[:_MOST_GROUPS] if (name := _text(one, _LONGEST_GROUP)) is not None]
    return Told(
        email=_text(claims.get("email"), _LONGEST_EMAIL),
        # Some providers send their booleans as text.
        is_verified=verified is True or verified == "true",
        name=_text(claims.get("name"), _LONGEST_NAME),
        groups=named,
    )


def _text(value: Any, most: int) -> str | None:
    """None for what is no text that Postgres keeps."""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        return None
    try:
        value.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return None
    return value
