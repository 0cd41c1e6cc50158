"""Passwords: kept as argon2id hashes only, hashed anew when the parameters change, a few at a time."""

import asyncio
import gc
import os
import time
import unicodedata
from contextlib import suppress

import msgspec
import psutil
import pytest

from pgdesk.api.errors import ApiError
from pgdesk.api.login.passwords import Passwords
from pgdesk.settings import Settings
from tests.desk import SYSTEM, Desk, refused
from tests.login.conftest import PASSWORD, House

CHEAP = Settings(password_memory_mb=1, password_passes=1)
CHEAP_HASH = Passwords(CHEAP).hash_at_once(PASSWORD)


class Helpers:
    """The processes that hash, but those that were there already."""

    def __init__(self) -> None:
        self._others: set[int] = set()
        self._others = {one.pid for one in self.now()}

    def now(self) -> list[psutil.Process]:
        found = []
        for one in psutil.Process().children():
            with suppress(psutil.Error):
                if "pgdesk.api.login.hashing" in one.cmdline() and one.pid not in self._others:
                    found.append(one)
        return found


@pytest.fixture
def helpers() -> Helpers:
    gc.collect()
    return Helpers()


def test_a_password_lets_in_and_no_other(house: House) -> None:
    member = house.person()
    assert house.me(member.log_in()["access_token"]).json()[0]["person_id"] == member.person_id
    assert member.try_password(PASSWORD + " ").status_code == 401
    assert member.try_password(PASSWORD.title()).status_code == 401


def test_the_hash_is_argon2id_by_the_parameters_of_the_settings(house: House) -> None:
    member = house.person()
    kept = house.value("SELECT password_hash FROM helpdesk.credential WHERE person_id = %s", member.person_id)
    assert kept.startswith("$argon2id$v=19$m=1024,t=1,p=1$")


def test_it_is_hashed_anew_at_the_next_login_after_they_change(house: House) -> None:
    member = house.person()
    stronger = Passwords(msgspec.structs.replace(CHEAP, password_passes=2)).hash_at_once(PASSWORD)
    house.value("SELECT helpdesk.set_password(%s, %s, 20)", member.person_id, stronger)
    kept = "SELECT password_hash, changed_at FROM helpdesk.credential WHERE person_id = %s"
    before = house.database.execute(kept, (member.person_id,)).fetchone()
    assert member.try_password("wrong horse battery").status_code == 401
    assert house.database.execute(kept, (member.person_id,)).fetchone() == before
    member.log_in()
    after = house.database.execute(kept, (member.person_id,)).fetchone()
    assert before is not None
    assert after is not None
    assert (",t=2," in before[0], ",t=1," in after[0], before[1] == after[1]) == (True, True, True)
    member.log_in()


def test_what_keyboards_write_in_two_ways_is_one_password() -> None:
    passwords = Passwords(CHEAP)
    composed, apart = (unicodedata.normalize(form, "pässwörd öffnet") for form in ("NFC", "NFD"))
    assert composed != apart
    assert asyncio.run(passwords.match(passwords.hash_at_once(apart), composed))


def test_too_many_at_once_are_refused_and_the_others_served() -> None:
    passwords = Passwords(CHEAP)

    async def crowd() -> list[str | BaseException]:
        return await asyncio.gather(*(passwords.hash(PASSWORD) for _ in range(40)), return_exceptions=True)

    done = asyncio.run(crowd())
    hashes = [one for one in done if isinstance(one, str)]
    refusals = [one for one in done if isinstance(one, ApiError)]
    assert (len(hashes), len(refusals)) == (17, 23)
    assert {one.status for one in refusals} == {503}


@pytest.mark.parametrize("kept", ["correct horse battery", "$2b$12$abcdefghijklmnopqrstuv", ""])
def test_nothing_but_such_a_hash_is_kept(desk: Desk, kept: str) -> None:
    with refused("23514"):
        desk.run(SYSTEM, "SELECT helpdesk.set_password(%s, %s, 20)", desk.agent.id, kept)


def test_who_gets_a_password(desk: Desk) -> None:
    good = Passwords(CHEAP).hash_at_once(PASSWORD)
    with refused("PD006", "at least 10 characters"):
        desk.run(SYSTEM, "SELECT helpdesk.set_password(%s, %s, 9)", desk.agent.id, good)
    with refused("PD006", "has no account"):
        desk.run(SYSTEM, "SELECT helpdesk.set_password(%s, %s, 10)", desk.guest.id, good)
    with refused("PD006", "has no account"):
        desk.run(SYSTEM, "SELECT helpdesk.set_password(0, %s, 10)", good)


def test_what_is_no_login_is_refused(house: House) -> None:
    client = house.client
    assert client.post("/auth/login", json={"email": "a@b.example"}).status_code == 400
    assert house.post("login", email="a@b.example", password="x" * 1001).status_code == 400
    assert house.post("login", email="a@b.example", password=["x"]).status_code == 400
    assert house.post("login", email="a@b.example\0", password="x").status_code == 400
    broken = b'{"email": "a@b.example", "password": "\\ud800"}'
    for body in (
        broken,
        broken.replace(b"a@b", b"\\ud800"),
        broken.replace(b"ud800", b"u0000"),
        b"[]",
        b"\xff",
    ):
        response = client.post("/auth/login", content=body, headers={"Content-Type": "application/json"})
        assert response.status_code in (400, 401), body
    assert client.post("/auth/login", content=b"{" * 20000).status_code in (413, 415)
    assert client.post("/auth/login", data={"email": "a@b.example", "password": "x"}).status_code == 415
    assert client.get("/auth/login").status_code == 405


def test_hashing_gives_way_to_requests_and_keeps_to_its_memory(helpers: Helpers) -> None:
    passwords = Passwords(CHEAP)
    asyncio.run(passwords.hash(PASSWORD))
    (helper,) = helpers.now()
    assert os.getpriority(os.PRIO_PROCESS, helper.pid) > os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getsid(helper.pid) == helper.pid, "which has a share of its own"
    assert helper.rlimit(psutil.RLIMIT_AS)[1] == 1 << 30
    assert "PGDESK" not in " ".join(helper.environ())


def test_a_helper_that_dies_is_replaced(helpers: Helpers) -> None:
    passwords = Passwords(CHEAP)
    hashed = asyncio.run(passwords.hash(PASSWORD))
    (helper,) = helpers.now()
    helper.kill()
    helper.wait(10)
    assert asyncio.run(passwords.match(hashed, PASSWORD))
    (other,) = helpers.now()
    assert other.pid != helper.pid


def test_one_that_dies_of_its_work_lets_nobody_in_and_the_next_is_served(helpers: Helpers) -> None:
    passwords = Passwords(msgspec.structs.replace(CHEAP, password_passes=5000))
    hashed = Passwords(CHEAP).hash_at_once(PASSWORD)

    def kill_the_first() -> None:
        while not (found := helpers.now()):
            time.sleep(0.01)
        found[0].kill()

    async def both() -> tuple[object, bool]:
        endless = asyncio.ensure_future(passwords.hash(PASSWORD))
        await asyncio.to_thread(kill_the_first)
        (refused_one,) = await asyncio.gather(endless, return_exceptions=True)
        return refused_one, await passwords.match(hashed, PASSWORD)

    refused_one, is_right = asyncio.run(both())
    assert isinstance(refused_one, ApiError)
    assert (refused_one.status, is_right) == (503, True)


def test_a_hash_that_would_take_all_memory_is_nobodys() -> None:
    greedy = CHEAP_HASH.replace("m=1024", "m=4000000")
    passwords = Passwords(CHEAP)
    assert not asyncio.run(passwords.match(greedy, PASSWORD))
    assert asyncio.run(passwords.match(CHEAP_HASH, PASSWORD))


def test_who_waits_too_long_is_refused() -> None:
    passwords = Passwords(msgspec.structs.replace(CHEAP, password_passes=5000), patience=1.0)

    async def two() -> list[str | BaseException]:
        return await asyncio.gather(*(passwords.hash(PASSWORD) for _ in range(2)), return_exceptions=True)

    first, second = asyncio.run(two())
    assert isinstance(first, str)
    assert isinstance(second, ApiError)


def test_helpers_end_with_their_process(helpers: Helpers) -> None:
    passwords = Passwords(CHEAP)
    asyncio.run(passwords.hash(PASSWORD))
    (helper,) = helpers.now()
    del passwords
    gc.collect()
    helper.wait(10)
    assert helpers.now() == []


def test_where_too_many_wait_nothing_else_is_done() -> None:
    passwords = Passwords(CHEAP)

    async def full() -> None:
        waiting = [asyncio.ensure_future(passwords.hash(PASSWORD)) for _ in range(17)]
        await asyncio.sleep(0)
        with pytest.raises(ApiError):
            passwords.require_room()
        await asyncio.gather(*waiting)
        passwords.require_room()

    asyncio.run(full())
