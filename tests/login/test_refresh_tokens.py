"""Replay: a refresh token is good once; one that comes again ends its session, but for two tabs at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.desk import SYSTEM, Desk, Person
from tests.login.conftest import House
from tests.login.test_delays import HASH

DOORKEEPER = Person("doorkeeper")


def refresh(house: House, token: str) -> httpx.Response:
    return house.post("refresh", refresh_token=token)


def age(house: House, person_id: int, seconds: int = 11) -> None:
    """Lets so many seconds pass for what a person's tokens were replaced at."""
    house.database.execute(
        "UPDATE helpdesk.refresh_token AS t SET rotated_at = rotated_at - make_interval(secs => %s)"
        " FROM helpdesk.session AS s WHERE s.session_id = t.session_id AND s.person_id = %s",
        (seconds, person_id),
    )


def test_each_refresh_gives_two_new_tokens(house: House) -> None:
    member = house.person()
    first = member.log_in()
    second = refresh(house, first["refresh_token"]).json()
    third = refresh(house, second["refresh_token"]).json()
    assert len({one["refresh_token"] for one in (first, second, third)}) == 3
    assert house.me(third["access_token"]).json()[0]["person_id"] == member.person_id
    assert third["expires_in"] == 600
    assert 29 * 86400 < third["refresh_expires_in"] <= 30 * 86400


def test_a_replaced_token_that_comes_again_ends_the_session(house: House) -> None:
    member = house.person()
    stolen = member.log_in()["refresh_token"]
    second = refresh(house, stolen).json()
    age(house, member.person_id)
    response = refresh(house, stolen)
    assert (response.status_code, response.json()["code"]) == (401, "PD029")
    assert member.ended_because() == "reused"
    assert refresh(house, second["refresh_token"]).status_code == 401
    assert house.me(second["access_token"]).json()["code"] == "PD029"


def test_the_oldest_of_many_ends_it_even_at_once(house: House) -> None:
    member = house.person()
    tokens = [member.log_in()["refresh_token"]]
    for _ in range(2):
        tokens.append(refresh(house, tokens[-1]).json()["refresh_token"])
    assert refresh(house, tokens[0]).status_code == 401
    assert member.ended_because() == "reused"


def test_only_the_session_of_the_token_ends(house: House) -> None:
    member = house.person()
    first, other = member.log_in(), member.log_in()
    refresh(house, first["refresh_token"])
    age(house, member.person_id)
    assert refresh(house, first["refresh_token"]).status_code == 401
    assert refresh(house, other["refresh_token"]).status_code == 200


def test_tabs_that_refresh_at_once_get_the_same_successor(house: House) -> None:
    member = house.person()
    token = member.log_in()["refresh_token"]
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: refresh(house, token), range(8)))
    assert {response.status_code for response in responses} == {200}
    assert len({response.json()["refresh_token"] for response in responses}) == 1
    assert member.ended_because() is None
    assert refresh(house, responses[0].json()["refresh_token"]).status_code == 200


def test_a_token_that_nobody_issued_says_nothing_and_ends_nothing(house: House) -> None:
    member = house.person()
    token = member.log_in()["refresh_token"]
    for other in ("x", token[:-1], token + "A", token.swapcase()):
        assert refresh(house, other).json()["code"] == "PD029"
    assert refresh(house, token).status_code == 200


def test_logging_out_ends_it_at_once_and_twice_does_no_harm(house: House) -> None:
    member = house.person()
    tokens = member.log_in()
    for _ in range(2):
        assert house.post("logout", refresh_token=tokens["refresh_token"]).status_code == 204
    assert member.ended_because() == "signed_out"
    assert house.me(tokens["access_token"]).status_code == 401
    assert refresh(house, tokens["refresh_token"]).status_code == 401


# --- by the clock


def opened(desk: Desk, token: bytes) -> dict[str, Any]:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.credential (person_id, password_hash) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        desk.agent.id,
        HASH,
    )
    found: dict[str, Any] = desk.one(
        DOORKEEPER,
        "SELECT helpdesk.open_session(%s, %s, NULL, %s, '', 'x')",
        desk.agent.id,
        HASH,
        token,
    )
    return found


def again(desk: Desk, token: bytes, successor: bytes) -> Any:
    return desk.one(DOORKEEPER, "SELECT helpdesk.refresh_session(%s, %s, '', 'x')", token, successor)


def test_a_session_ends_when_it_is_idle_and_in_any_case(desk: Desk) -> None:
    desk.set("session_idle_days", 2)
    desk.set("session_days", 5)
    desk.clock("2024-05-01 10:00+00")
    assert opened(desk, b"a" * 32)["refresh_seconds"] == 2 * 86400
    for day, (token, successor), left in ((2, b"ab", 2), (3, b"bc", 2), (4, b"cd", 2), (5, b"de", 1)):
        desk.clock(f"2024-05-0{day} 10:00+00")
        answer = again(desk, bytes([token]) * 32, bytes([successor]) * 32)
        assert answer["refresh_seconds"] == left * 86400
    desk.clock("2024-05-06 10:00+00")
    assert again(desk, b"e" * 32, b"f" * 32)["refusal"]["code"] == "PD029"


def test_an_idle_one_has_ended(desk: Desk) -> None:
    desk.clock("2024-05-01 10:00+00")
    opened(desk, b"a" * 32)
    desk.clock("2024-05-31 10:00+00")
    assert again(desk, b"a" * 32, b"b" * 32)["refusal"]["code"] == "PD029"


def test_the_grace_is_a_setting_and_a_successor_of_ones_own_choice_is_none(desk: Desk) -> None:
    cases = ((10, 10, b"b", True), (10, 11, b"b", False), (60, 1, b"x", False))
    for grace, seconds, successor, is_given in cases:
        desk.set("refresh_grace_seconds", grace)
        desk.clock("2024-05-01 10:00:00+00")
        with desk.db.transaction(force_rollback=True):
            opened(desk, b"a" * 32)
            again(desk, b"a" * 32, b"b" * 32)
            desk.clock(f"2024-05-01 10:00:{seconds}+00")
            assert ("refusal" not in again(desk, b"a" * 32, successor * 32)) is is_given


def test_newer_sessions_end_the_ones_used_longest_ago(desk: Desk) -> None:
    desk.set("session_limit", 2)
    for number in range(4):
        desk.clock(f"2024-05-01 1{number}:00+00")
        opened(desk, bytes([number]) * 32)
    ended = desk.run(SYSTEM, "SELECT ended_because FROM helpdesk.session ORDER BY session_id")
    assert [because for (because,) in ended] == ["crowded_out", "crowded_out", None, None]


def test_what_is_long_over_is_purged_with_its_tokens(desk: Desk) -> None:
    desk.clock("2024-05-01 10:00+00")
    opened(desk, b"a" * 32)
    desk.clock("2024-06-01 10:00+00")
    opened(desk, b"b" * 32)
    desk.clock("2024-07-01 09:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_sessions()") == 1
    tokens = desk.run(SYSTEM, "SELECT token_hash FROM helpdesk.refresh_token")
    assert [bytes(token) for (token,) in tokens] == [b"b" * 32]
