"""How much each role may ask and send."""

from __future__ import annotations

import msgspec

from pgdesk.settings import Settings

ANONYMOUS = "anon"
_STAFF = ("agent", "admin")
_MB = 1_000_000


class Limits(msgspec.Struct, frozen=True):
    """`depth`: of relations embedded in each other; `embeds`: in all. `seconds`: to send `body` bytes.

    `terms`: columns, conditions and orders of a query; the values of a list do not count.
    """

    body: int
    seconds: float
    depth: int
    embeds: int
    terms: int
    has_patterns: bool = True


class LimitsByRole:
    """What no role is known for is as narrow as what anonymous callers have."""

    def __init__(self, settings: Settings) -> None:
        narrow, wide = settings.max_body_mb * _MB, settings.max_staff_body_mb * _MB
        staff = Limits(max(narrow, wide), 120, depth=5, embeds=40, terms=1000)
        self._by_role = dict.fromkeys(_STAFF, staff)
        self._by_role["customer"] = Limits(narrow, 30, depth=3, embeds=20, terms=500)
        self._anonymous = Limits(narrow, 30, depth=2, embeds=8, terms=200, has_patterns=False)

    def of(self, role: str) -> Limits:
        return self._by_role.get(role, self._anonymous)
