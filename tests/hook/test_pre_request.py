"""What happens before each API request."""

from tests.desk import ANON, SYSTEM, Desk


def test_the_pre_request_lets_guests_and_people_pass(desk: Desk) -> None:
    for who in (ANON, desk.customer, desk.agent, desk.admin):
        desk.run(who, "SELECT hook.pre_request()")


def test_any_writing_request_counts_as_seen_at_most_once_a_minute(desk: Desk) -> None:
    def seen() -> str:
        found: str = desk.one(
            SYSTEM,
            "SELECT to_char(seen_at, 'MI:SS') FROM helpdesk.person_presence WHERE person_id = %s",
            desk.agent.id,
        )
        return found

    for second, expected in (("10:00:00", "00:00"), ("10:01:00", "00:00"), ("10:01:01", "01:01")):
        desk.clock(f"2024-05-01 {second}+00")
        desk.run(desk.agent, "SELECT hook.pre_request()")
        assert seen() == expected
    desk.run(desk.customer, "SELECT hook.pre_request()")
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.person_presence") == 1
