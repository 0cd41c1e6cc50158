"""Merging and linking on real connections at the same time: no deadlock, nothing done twice, nothing lost."""

from tests.crowd import Crowd, acting, system
from tests.desk import SYSTEM, Desk

MERGE = "SELECT api.merge_tickets(ARRAY[%s]::bigint[], %s)"


def test_two_merges_crossing_each_other(crowd: Crowd[Desk]) -> None:
    agent = crowd.desk.agent
    for _ in range(15):
        one, other = crowd.tickets(2)
        outcomes = crowd.run(
            acting(agent, MERGE, one, other),
            acting(agent, MERGE, other, one),
        )
        assert sum(isinstance(outcome, list) for outcome in outcomes) == 1
        assert sum(outcome == "PD501" for outcome in outcomes) == 1
        assert (
            crowd.value(
                "SELECT count(merged_into_id) FROM helpdesk.ticket WHERE ticket_id IN (%s, %s)", one, other
            )
            == 1
        )


def test_merges_in_a_ring(crowd: Crowd[Desk]) -> None:
    agent = crowd.desk.agent
    for _ in range(5):
        ring = crowd.tickets(4)
        outcomes = crowd.run(*[
            acting(agent, MERGE, ring[n], ring[n - 1]) for n in range(4)
        ])  # fmt: skip
        assert {outcome for outcome in outcomes if isinstance(outcome, str)} <= {"PD501"}
        assert crowd.value(
            "SELECT count(DISTINCT helpdesk.surviving_ticket_id(ticket_id))"
            " FROM helpdesk.ticket WHERE ticket_id = ANY (%s)",
            ring,
        ) == sum(isinstance(outcome, str) for outcome in outcomes)


def test_a_reply_racing_a_merge_is_never_lost(crowd: Crowd[Desk]) -> None:
    agent, customer = crowd.desk.agent, crowd.desk.customer
    for _ in range(10):
        source, target = crowd.tickets(2)
        merged, replied = crowd.run(
            acting(agent, MERGE, source, target),
            acting(customer, "SELECT api.reply(%s, 'racing')", source),
        )
        assert isinstance(merged, list)
        found = crowd.value(
            "SELECT array_agg(ticket_id) FROM helpdesk.message"
            " WHERE ticket_id IN (%s, %s) AND body = 'racing'",
            source,
            target,
        )
        assert found == ([target] if isinstance(replied, list) else None)
        assert isinstance(replied, list) or replied == "PD015"


def test_an_unmerge_racing_the_merge_and_a_bulk_change(crowd: Crowd[Desk]) -> None:
    agent = crowd.desk.agent
    for _ in range(25):
        target, source = crowd.tickets(2)
        merged, unmerged, changed = crowd.run(
            acting(agent, MERGE, source, target),
            acting(agent, "SELECT api.unmerge_ticket(%s)", source),
            acting(
                agent,
                """SELECT api.change_tickets('[{"action": "set_priority", "value": "high"}]',
                    ARRAY[%s, %s]::bigint[])""",
                target,
                source,
            ),
        )
        assert isinstance(merged, list)
        assert isinstance(unmerged, list) or unmerged == "PD503"
        assert isinstance(changed, list)
        assert crowd.value(
            "SELECT (merged_into_id IS NULL) = %s FROM helpdesk.ticket WHERE ticket_id = %s",
            isinstance(unmerged, list),
            source,
        )


def test_an_unmerge_racing_the_merge_into_a_ticket_out_of_sight(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    desk.set("agent_visibility", "departments")
    for _ in range(15):
        (target,) = crowd.tickets(1, department_id=desk.billing)
        (source,) = crowd.tickets(1, department_id=desk.support)
        merged, unmerged = crowd.run(
            acting(desk.admin, MERGE, source, target),
            acting(desk.agent, "SELECT api.unmerge_ticket(%s)", source),
        )
        assert isinstance(merged, list)
        assert unmerged in ("PD001", "PD503")


def test_mail_racing_a_merge_is_never_lost(crowd: Crowd[Desk]) -> None:
    agent, customer = crowd.desk.agent, crowd.desk.customer
    for _ in range(15):
        source, target = crowd.tickets(2)
        merged, posted = crowd.run(
            acting(agent, MERGE, source, target),
            system(
                "INSERT INTO helpdesk.message (ticket_id, kind, author_id, body)"
                " VALUES (%s, 'reply', %s, 'racing')",
                source,
                customer.id,
            ),
        )
        assert isinstance(merged, list)
        assert not isinstance(posted, str), posted
        found = crowd.value(
            "SELECT array_agg(ticket_id) FROM helpdesk.message"
            " WHERE ticket_id IN (%s, %s) AND body = 'racing'",
            source,
            target,
        )
        assert found == [target]


def test_what_is_done_to_a_message_waits_for_its_ticket_first(crowd: Crowd[Desk]) -> None:
    """A merge has the ticket and wants the message; whoever held them the other way round made a deadlock."""
    desk = crowd.desk
    for _ in range(10):
        source, target = crowd.tickets(2)
        notes = [desk.message(source, desk.agent, kind="note") for _ in range(3)]
        asked = desk.call(
            desk.agent, "escalate_ticket", ticket_id=source, staff_ids=[desk.colleague.id], message="Help"
        )
        mention = desk.one(
            SYSTEM,
            "SELECT mention_id FROM helpdesk.mention WHERE escalation_id = %s",
            asked["escalation_id"],
        )
        desk.db.commit()
        outcomes = crowd.run(
            acting(desk.agent, MERGE, source, target),
            acting(desk.agent, "SELECT api.pin_message(%s)", notes[0]),
            acting(desk.agent, "SELECT api.delete_message(%s)", notes[1]),
            acting(desk.colleague, "SELECT api.toggle_pin(%s)", notes[2]),
            acting(desk.colleague, "SELECT api.toggle_pin(%s)", notes[2]),
            acting(desk.colleague, "SELECT api.address_mention(%s)", mention),
        )
        assert [outcome for outcome in outcomes if isinstance(outcome, str)] == []
        assert crowd.value("SELECT is_pinned FROM helpdesk.message WHERE message_id = %s", notes[2]) is False
        assert crowd.value(
            """SELECT e.ticket_id IN (%s, m.ticket_id)
            FROM helpdesk.mention AS m JOIN helpdesk.event AS e USING (message_id)
            WHERE m.mention_id = %s AND e.kind = 'help_addressed'""",
            source,
            mention,
        )


def test_incidents_unlinked_meanwhile_are_not_answered(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    for _ in range(10):
        problem, incident = crowd.tickets(2, assignee_id=desk.agent.id)
        desk.call(desk.agent, "link_tickets", from_id=problem, to_id=incident, kind="problem_incident")
        desk.db.commit()
        unlinked, answered = crowd.run(
            acting(desk.colleague, "SELECT api.unlink_tickets(%s, %s)", problem, incident),
            acting(desk.agent, "SELECT api.reply_to_incidents(%s, 'Fixed')", problem),
        )
        assert isinstance(unlinked, list)
        assert isinstance(answered, list)
        order = crowd.value(
            "SELECT array_agg(kind ORDER BY event_id) FROM helpdesk.event"
            " WHERE ticket_id = %s AND kind IN ('reply_created', 'ticket_unlinked')",
            incident,
        )
        assert order in (["ticket_unlinked"], ["reply_created", "ticket_unlinked"])


def test_links_that_would_close_a_circle(crowd: Crowd[Desk]) -> None:
    agent = crowd.desk.agent
    for _ in range(10):
        one, two, three, four = crowd.tickets(4)
        pairs = [(one, two), (two, three), (three, four), (four, one)]
        outcomes = crowd.run(
            *[acting(agent, "SELECT api.link_tickets(%s, %s, 'parent_child')", *pair) for pair in pairs]
        )
        assert sorted(isinstance(outcome, list) for outcome in outcomes) == [False, True, True, True]
        assert "PD502" in outcomes


def test_peer_20_the_same_link_made_by_many_at_once(crowd: Crowd[Desk]) -> None:
    one, other = crowd.tickets(2)
    outcomes = crowd.run(*[
        acting(crowd.desk.agent, "SELECT api.link_tickets(%s, %s)", *pair)
        for pair in [(one, other), (other, one)] * 3
    ])  # fmt: skip
    assert sorted(isinstance(outcome, list) for outcome in outcomes) == [False] * 5 + [True]
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} == {"PD502"}


def test_late_replies_at_once_open_one_follow_up(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    desk.set("reopen_within_days", 1)
    desk.clock("2026-03-02 12:00:00+00")
    (ticket,) = crowd.tickets(1, status="closed")
    reply = acting(desk.customer, "SELECT (api.reply(%s, 'Again')).ticket_id", ticket)
    outcomes = crowd.run(*[reply] * 5)
    assert len({outcome[0][0] for outcome in outcomes}) == 1
    assert crowd.value("SELECT count(*) FROM helpdesk.ticket_link WHERE kind = 'follow_up'") == 1


def test_resolving_two_problems_with_crossed_incidents(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    for _ in range(5):
        a, b, c, d = crowd.tickets(4, assignee_id=desk.agent.id)
        for problem, incident in ((d, a), (b, c)):
            desk.call(desk.agent, "link_tickets", from_id=problem, to_id=incident, kind="problem_incident")
        desk.db.commit()
        outcomes = crowd.run(
            acting(desk.agent, "SELECT api.resolve_problem(%s, 'Fixed')", d),
            acting(desk.agent, "SELECT api.resolve_problem(%s, 'Fixed')", b),
            acting(desk.colleague, MERGE, c, a),
            acting(desk.colleague, "SELECT api.link_tickets(%s, %s)", d, c),
        )
        assert "40P01" not in outcomes
