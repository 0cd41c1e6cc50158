"""What a stream is asked for, in the query of its address and by its client later on."""

from __future__ import annotations

from urllib.parse import parse_qs

import msgspec

from pgdesk.api.errors import refusal

#: Tickets that a stream has joined at a time.
MOST_TICKETS = 100
_MOST_ID = 2**63 - 1
_KNOWN = frozenset(("tickets", "all", "after"))
_HINT = "It has tickets, all, after."
#: As tickets=5&tickets=7, too.
_MOST_FIELDS = MOST_TICKETS + 20
_SWITCH = {"": True, "1": True, "true": True, "0": False, "false": False}


class Asked(msgspec.Struct, frozen=True):
    tickets: frozenset[int]
    is_all: bool
    after: str


def read_query(query: bytes, last_event_id: bytes | None) -> Asked:
    """?tickets=5,7&all=1&after=…: without tickets all, and so all. Raises ApiError 400."""
    try:
        given = parse_qs(query.decode("latin-1"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise refusal(400, "the stream has more parameters than it knows", hint=_HINT) from None
    for name in given:
        if name not in _KNOWN:
            raise refusal(400, f"the stream has no parameter {name[:50]}", hint=_HINT)
    names = [part for text in given.get("tickets", []) for part in text.split(",") if part.strip()]
    tickets = frozenset(map(read_ticket_id, names))
    check_count(len(tickets))
    is_all = _SWITCH.get(given.get("all", ["" if "tickets" not in given else "0"])[0])
    if is_all is None:
        raise refusal(400, "all is neither true nor false")
    # A browser that reconnects by itself knows better than the address that it was given.
    after = (last_event_id or b"").decode("latin-1") or given.get("after", [""])[0]
    return Asked(tickets, is_all, after)


def read_ticket_id(given: object) -> int:
    """Raises ApiError 400."""
    text = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
    if not (text.isascii() and text.isdecimal() and len(text) <= 19 and 0 < int(text) <= _MOST_ID):
        raise refusal(400, "a ticket is joined by its ticket_id", hint="See /rest/tickets.")
    return int(text)


def check_count(tickets: int) -> None:
    """Raises ApiError 400."""
    if tickets > MOST_TICKETS:
        hint = "Leave some, or ask for all."
        raise refusal(400, f"a stream joins at most {MOST_TICKETS} tickets", hint=hint)
