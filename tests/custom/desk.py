"""The desk of tests, with short ways to define custom fields and to look at their values."""

from typing import Any

from psycopg.types.json import Jsonb

from tests.desk import SYSTEM, Person, Row
from tests.rules.desk import RuleDesk


class CustomDesk(RuleDesk):
    def field(
        self,
        key: str,
        field_type: str = "text",
        object: str = "ticket",
        who: Person | None = None,
        **more: Any,
    ) -> int:
        """Adds a field as the administrator; its id."""
        for name in ("options", "conditions"):
            if name in more:
                more[name] = Jsonb(more[name])
        made = self.call(
            who or self.admin,
            "add_custom_field",
            object=object,
            key=key,
            label=key.title(),
            field_type=field_type,
            **more,
        )
        found: int = made["custom_field_id"]
        return found

    def change(self, field: int, **changes: Any) -> Row:
        return self.call(self.admin, "change_custom_field", custom_field_id=field, changes=Jsonb(changes))

    def fill(self, who: Person, ticket: int, **values: Any) -> Row:
        return self.call(who, "set_custom_fields", ticket_id=ticket, custom_fields=Jsonb(values))

    def values(self, ticket: int) -> Row:
        """What the ticket's fields hold, as the superuser sees them."""
        found = self.run(
            SYSTEM,
            "SELECT to_jsonb(c.*) - 'ticket_id' FROM helpdesk.ticket_custom AS c WHERE ticket_id = %s",
            ticket,
        )
        return found[0][0] if found else {}

    def create(self, who: Person, **values: Any) -> Row:
        return self.call(who, "create_ticket", subject="A ticket", custom_fields=Jsonb(values))
