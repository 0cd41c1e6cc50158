"""What a stream tells, by the names of the seed documents' hub: a name, and an object as JSON."""

from __future__ import annotations

import msgspec

from pgdesk.api.errors import ApiError


class Message(msgspec.Struct, frozen=True):
    name: str
    data: bytes


def message(name: str, data: object) -> Message:
    return Message(name, msgspec.json.encode(data))


def ended(refusal: object) -> Message:
    """The last one: why, as an error is worded."""
    return message("Ended", refusal)


def refused(error: ApiError, ticket_id: object) -> Message:
    """Of one thing that was asked for; the stream goes on."""
    told = {"status": error.status, "code": error.code, "message": error.message, "hint": error.hint}
    return message("Refused", {"ticket_id": ticket_id, **told})


#: More has happened than is told one by one.
RESET = message("Reset", {})
