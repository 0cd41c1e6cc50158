"""Every page, and who looks at it: what tests/web/test_every_page.py opens.

`{ticket}` and the like stand for ids, see Desk.fill. A page that the application has and that is missing here
fails a test.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pgdesk.cli.paths import ROOT

_RESOURCES = ROOT / "web" / "admin" / "resource" / "resources.ts"


class Place(NamedTuple):
    path: str
    who: str | None = None

    def __str__(self) -> str:
        return f"{self.path} {self.who or 'nobody'}"


PLACES = (
    Place("/support/login"),
    Place("/support/register"),
    Place("/support/forgot"),
    Place("/support/password"),
    Place("/support/verify"),
    Place("/support/guest"),
    Place("/support/nowhere"),
    Place("/support/create"),
    Place("/support", "dan"),
    Place("/support/account", "dan"),
    Place("/support/create", "dan"),
    Place("/support/{ticket}", "dan"),
    Place("/support/agent", "ben"),
    Place("/support/agent/mentions", "cleo"),
    Place("/support/agent/notifications", "ben"),
    Place("/support/agent/settings", "ben"),
    Place("/support/agent/tickets", "ben"),
    Place("/support/agent/tickets/create", "ben"),
    Place("/support/agent/tickets/{ticket}", "ben"),
    Place("/support/admin", "ada"),
    Place("/support/admin/settings", "ada"),
    Place("/support/admin/roles", "ada"),
    Place("/support/admin/audit-logs", "ada"),
    Place("/support/admin/past-tickets", "ada"),
    Place("/support/admin/tags", "ada"),
    Place("/support/admin/macros", "ada"),
    Place("/support/admin/macros/new", "ada"),
    Place("/support/admin/sla-policies", "ada"),
    Place("/support/admin/sla-policies/{policy}", "ada"),
    Place("/support/admin/reports", "ada"),
    Place("/support/admin/reports/volume?days=7&compare=1", "ada"),
    Place("/support/agent/approvals/1", "ben"),
    Place("/support/approvals/1", "dan"),
    Place("/support/admin/what-if?policy={policy}", "ada"),
    Place("/support/admin/business-hours", "ada"),
    Place("/support/admin/business-hours/{calendar}", "ada"),
    Place("/support/admin/statuses", "ada"),
    Place("/support/admin/articles", "ada"),
    Place("/support/admin/articles/{article}", "ada"),
    Place("/support/admin/mail-texts", "ada"),
    Place("/support/admin/mail-texts/ticket_opened/en", "ada"),
)
_RULES = ("escalation-rules", "automations", "workflows")
#: What differs from one of the former are the rows only.
ALIKE = (
    *(Place(f"/support/admin/{kind}{more}", "ada") for kind in _RULES for more in ("", "/new")),
    *(
        place
        for path in re.findall(r'^  \{ path: "([\w-]+)"', _RESOURCES.read_text(encoding="utf-8"), re.M)
        if (place := Place(f"/support/admin/{path}", "ada")) not in PLACES
    ),
)
