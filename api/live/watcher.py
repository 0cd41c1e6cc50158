"""Who watches: what the database says of a caller who opens a stream."""

from __future__ import annotations

import msgspec


class Watcher(msgspec.Struct, frozen=True, omit_defaults=True):
    """As composite type helpdesk.watcher; equal ones are told the same, and asked for once."""

    role: str
    person_id: int | None = None
    session_id: int | None = None
    impersonator_id: int | None = None
    token_hash: str | None = None
    guest_link_id: int | None = None

    @property
    def is_staff(self) -> bool:
        return self.role != "customer"

    @property
    def counted_as(self) -> str:
        """By whom streams are counted."""
        return f"person {self.person_id}" if self.person_id is not None else f"guest {self.guest_link_id}"


class Opened(msgspec.Struct, frozen=True):
    """What api.open_live() answers."""

    position: str
    is_resumed: bool
    unread: int
    watcher: Watcher
