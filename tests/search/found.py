"""What a search finds."""

from tests.desk import Desk, Person


def found(desk: Desk, who: Person, query: str, **filters: object) -> list[int]:
    """Tickets, best first."""
    named = "".join(f", {name} => %s" for name in filters)
    rows = desk.run(who, f"SELECT ticket_id FROM api.search(%s{named})", query, *filters.values())
    return [ticket for (ticket,) in rows]
