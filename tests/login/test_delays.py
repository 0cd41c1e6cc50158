"""Guessing: who tries in vain waits longer each time, for each account and each network."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk, Person
from tests.login.conftest import PASSWORD, House

DOORKEEPER = Person("doorkeeper")
NETWORK = "192.0.2.0/24"


def begin(desk: Desk, email: str = "bob@desk.example", network: str = NETWORK) -> dict[str, Any]:
    found: dict[str, Any] = desk.one(DOORKEEPER, "SELECT helpdesk.begin_login(%s, %s)", email, network)
    return found


def waits(desk: Desk, **given: str) -> int | None:
    found: int | None = begin(desk, **given).get("retry_after")
    return found


@pytest.fixture
def few(desk: Desk) -> Desk:
    desk.set("login_account_tries", 3)
    desk.set("login_network_tries", 5)
    desk.clock("2024-05-01 10:00:00+00")
    return desk


def test_an_account_waits_twice_as_long_after_each_try(few: Desk) -> None:
    assert [waits(few, network=str(n)) for n in range(4)] == [None, None, None, 1]
    few.clock("2024-05-01 10:00:01+00")
    assert [waits(few), waits(few)] == [None, 2]
    few.clock("2024-05-01 10:00:02+00")
    assert waits(few) == 1
    few.clock("2024-05-01 10:00:03+00")
    assert [waits(few), waits(few)] == [None, 4]


def test_it_waits_no_longer_than_the_setting_says(few: Desk) -> None:
    few.set("login_longest_delay_seconds", 7)
    for second in range(0, 59, 7):
        few.clock(f"2024-05-01 10:00:{second:02}+00")
        waits(few)
    assert waits(few) == 7


def test_an_address_that_nobody_has_waits_alike(few: Desk) -> None:
    answers = [waits(few, email="nobody@desk.example", network=str(n)) for n in range(4)]
    assert answers == [None, None, None, 1]
    assert waits(few, email=" NOBODY@desk.example", network="9") == 1


def test_a_network_waits_whatever_addresses_it_tries(few: Desk) -> None:
    assert [waits(few, email=f"{n}@desk.example") for n in range(6)] == [None] * 5 + [1]
    assert waits(few, email="6@desk.example", network="198.51.100.0/24") is None


def test_after_an_hour_it_is_forgotten(few: Desk) -> None:
    assert [waits(few) for _ in range(4)][-1] == 1
    few.clock("2024-05-01 11:00:01+00")
    assert [waits(few) for _ in range(3)] == [None] * 3
    few.clock("2024-05-01 12:00:02+00")
    assert few.one(SYSTEM, "SELECT helpdesk.purge_login_tries()") == 2
    assert few.one(SYSTEM, "SELECT count(*) FROM helpdesk.login_try") == 0


def test_a_success_forgives_the_account_and_one_try_of_the_network(few: Desk) -> None:
    few.run(SYSTEM, "SELECT helpdesk.set_password(%s, %s, 10)", few.agent.id, HASH)
    assert [waits(few) for _ in range(3)] == [None] * 3
    answer = few.one(
        DOORKEEPER,
        "SELECT helpdesk.open_session(%s, %s, NULL, %s, %s, 'x')",
        few.agent.id,
        HASH,
        bytes(32),
        NETWORK,
    )
    assert answer["role"] == "agent"
    rows = few.run(SYSTEM, "SELECT split_part(tried, ' ', 1), tries FROM helpdesk.login_try")
    assert rows == [("network", 2)]


def test_what_is_typed_as_address_is_not_kept(few: Desk) -> None:
    waits(few, email="my secret password")
    assert few.one(SYSTEM, "SELECT count(*) FROM helpdesk.login_try WHERE tried LIKE '%%password%%'") == 0


def test_tries_at_once_are_all_counted(house: House) -> None:
    """Counted before the password is looked at, else a hundred at once would be one."""
    email = house.person().email

    def try_it(number: int) -> bool:
        with psycopg.connect(login_dsn(house.settings.login_database_url, "doorkeeper")) as connection:
            row = connection.execute("SELECT helpdesk.begin_login(%s, %s)", (email, str(number))).fetchone()
        return bool(row and "refusal" not in row[0])

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(try_it, range(20))) == 5


def test_over_http_it_is_429_with_the_seconds_even_for_the_right_password(house: House) -> None:
    member = house.person()
    for _ in range(5):
        assert member.try_password("wrong horse").status_code == 401
    response = member.try_password(PASSWORD)
    assert response.status_code == 429
    assert response.json()["code"] == "PD028"
    assert 1 <= int(response.headers["retry-after"]) <= 2


HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43
