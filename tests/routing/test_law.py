"""A batch gives what routing the same tickets one after the other gives."""

from random import Random

import pytest

from tests.desk import SYSTEM
from tests.routing.desk import RoutingDesk

STRATEGIES = ("round_robin", "least_busy", "skills", "manual")
PRIORITIES = ("low", "medium", "high", "urgent", "critical")


def arrange(desk: RoutingDesk, random: Random) -> list[int]:
    """Departments that share members, limits here and there, tags that need skills; tickets in any order."""
    first, team = desk.team(random.randint(1, 5), random.choice(STRATEGIES))
    second, others = desk.team(random.randint(0, 3), random.choice(STRATEGIES))
    for person in team:
        if random.random() < 0.5:
            desk.join(second, person)
    desk.needs("network", french=random.randint(1, 4))
    desk.needs("printer", french=1, sso=random.randint(1, 3))
    for person in team + others:
        desk.agent_set(
            person,
            max_open=random.choice([None, 0, 2, 5]),
            availability=random.choice(["online", "online", "away"]),
        )
        if random.random() < 0.4:
            desk.limit(person, "email", random.randint(0, 3))
        for skill in ("french", "sso"):
            if random.random() < 0.6:
                desk.can(person, **{skill: random.randint(1, 5)})
    tickets = []
    for number in range(25):
        tickets.append(
            desk.ticket(
                department_id=random.choice([first, second]),
                channel=random.choice(["email", "web"]),
                priority=random.choice(PRIORITIES),
                created_at=f"2026-01-{random.randint(1, 28):02} 00:00:{number:02}+00",
            )
        )
        tags = [tag for tag in ("network", "printer") if random.random() < 0.2]
        if tags:
            desk.run(SYSTEM, "SELECT helpdesk.add_tags(%s, %s)", tickets[-1], tags)
    return tickets


def outcome(desk: RoutingDesk, tickets: list[int]) -> dict[int, tuple[int | None, str | None]]:
    return {ticket: (desk.assignee(ticket), desk.reason(ticket)) for ticket in tickets}


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_is_one_after_the_other(desk: RoutingDesk, seed: int) -> None:
    tickets = arrange(desk, Random(seed))
    order = [
        ticket
        for (ticket,) in desk.run(
            SYSTEM,
            """SELECT ticket_id FROM helpdesk.ticket JOIN helpdesk.priority USING (priority)
            WHERE ticket_id = ANY (%s) ORDER BY position DESC, created_at, ticket_id""",
            tickets,
        )
    ]
    with desk.db.transaction(force_rollback=True):
        desk.run(SYSTEM, "SELECT helpdesk.route_tickets(%s)", tickets)
        together = outcome(desk, tickets)
    for ticket in order:
        explained = desk.explained(ticket)
        desk.run(SYSTEM, "SELECT helpdesk.route_tickets(ARRAY[%s]::bigint[])", ticket)
        chosen = [person for person, row in explained.items() if row["is_chosen"]]
        assert chosen == [person for person in [desk.assignee(ticket)] if person]
        assert chosen == [person for person, row in explained.items() if row["rank"] == 1]
    alone = outcome(desk, tickets)
    assert {t: who for t, (who, _) in together.items()} == {t: who for t, (who, _) in alone.items()}
    over = """
        SELECT 1 FROM helpdesk.agent AS a
        WHERE a.max_open < (SELECT count(*) FROM helpdesk.ticket AS t WHERE t.assignee_id = a.person_id)
        UNION ALL
        SELECT 1 FROM helpdesk.agent_capacity AS c
        WHERE c.max_open < (
            SELECT count(*) FROM helpdesk.ticket AS t
            WHERE t.assignee_id = c.person_id AND t.channel = c.channel
        )
    """
    assert desk.run(SYSTEM, over) == []
    assert all((who is None) == (reason is not None) for who, reason in alone.values())
