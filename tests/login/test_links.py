"""Links to set a password: good once, for a while, for the person and address that they were made for."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from pgdesk.api.login.tokens import digest, link_token, make_secret
from tests.desk import SYSTEM, Desk, Person, refused
from tests.login.conftest import PASSWORD, House, Member

NEW = "another horse 42"
DOORKEEPER = Person("doorkeeper")
PASSWORD_LINKS = ["reset_password", "invitation"]


def mailed(member: Member) -> str:
    """The token of the newest mail, as its sender makes it."""
    nonce = member.house.value(
        "SELECT decode(data ->> 'nonce', 'hex') FROM helpdesk.outgoing_mail"
        " WHERE person_id = %s AND kind = 'reset_password' ORDER BY outgoing_mail_id DESC",
        member.person_id,
    )
    return link_token(member.house.settings.jwt_secret, nonce)


def ask(member: Member) -> str:
    response = member.house.post("reset", email=member.email)
    assert (response.status_code, response.content) == (204, b"")
    return mailed(member)


def use(house: House, token: str, password: str = NEW) -> httpx.Response:
    return house.post("password", token=token, password=password)


def mails(house: House, person_id: int) -> list[Any]:
    rows = house.database.execute(
        "SELECT kind FROM helpdesk.outgoing_mail WHERE person_id = %s ORDER BY outgoing_mail_id", (person_id,)
    ).fetchall()
    return [kind for (kind,) in rows]


def test_a_link_sets_the_password_and_ends_all_sessions(house: House) -> None:
    member = house.person()
    tokens = member.log_in()
    assert use(house, ask(member)).status_code == 204
    assert member.try_password(PASSWORD).status_code == 401
    assert member.try_password(NEW).status_code == 200
    assert house.me(tokens["access_token"]).json()["code"] == "PD029"
    assert mails(house, member.person_id)[-2:] == ["reset_password", "password_changed"]


def test_who_has_no_password_yet_gets_one(house: House) -> None:
    member = house.person(password=None)
    assert use(house, ask(member)).status_code == 204
    assert member.try_password(NEW).status_code == 200


def test_a_link_is_good_once(house: House) -> None:
    member = house.person()
    token = ask(member)
    assert use(house, token).status_code == 204
    again = use(house, token, "a third horse 43")
    assert (again.status_code, again.json()["code"]) == (410, "PD030")
    assert member.try_password(NEW).status_code == 200


def test_of_many_at_once_one_sets_it(house: House) -> None:
    member = house.person()
    token = ask(member)
    with ThreadPoolExecutor(6) as pool:
        responses = list(pool.map(lambda number: use(house, token, f"horse number {number}"), range(6)))
    assert sorted(response.status_code for response in responses) == [204] + [410] * 5


def test_a_newer_link_voids_the_older(house: House) -> None:
    member = house.person()
    older, newer = ask(member), ask(member)
    assert use(house, older).status_code == 410
    assert use(house, newer).status_code == 204


def test_who_only_fetches_the_page_uses_nothing_up(house: House) -> None:
    member = house.person()
    token = ask(member)
    leads = house.client.get(f"/auth/password#{token}")
    assert (leads.status_code, leads.headers["location"]) == (303, "/support/password")
    assert leads.headers["cache-control"] == "no-store"
    assert use(house, token).status_code == 204


def test_too_short_a_password_leaves_the_link(house: House) -> None:
    member = house.person()
    token = ask(member)
    response = use(house, token, "too short")
    assert (response.status_code, response.json()["code"]) == (422, "PD006")
    assert use(house, token).status_code == 204


def test_a_link_for_another_address_is_void(house: House) -> None:
    member = house.person()
    token = ask(member)
    member.change(email=f"new.{member.email}")
    assert use(house, token).status_code == 410


def test_a_link_of_who_was_deactivated_is_void(house: House) -> None:
    member = house.person()
    token = ask(member)
    member.change(is_active=False)
    assert use(house, token).status_code == 410


def test_another_password_voids_a_link(house: House) -> None:
    member = house.person()
    token = ask(member)
    kept = house.value("SELECT password_hash FROM helpdesk.credential WHERE person_id = %s", member.person_id)
    house.value("SELECT helpdesk.set_password(%s, %s, 20)", member.person_id, kept)
    assert use(house, token).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 43])
def test_a_link_that_nobody_made_is_void(house: House, token: str) -> None:
    assert use(house, token).status_code == 410


def test_an_answer_tells_nobody_who_has_an_account(house: House) -> None:
    member, inactive, guest = (
        house.person(),
        house.person(),
        house.person("customer", password=None, is_guest=True),
    )
    inactive.change(is_active=False)
    answers = [
        house.post("reset", email=email)
        for email in (member.email, inactive.email, guest.email, "nobody@house.example", "no address")
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1
    assert mails(house, member.person_id)[-1:] == ["reset_password"]
    assert "reset_password" not in mails(house, inactive.person_id) + mails(house, guest.person_id)


def test_nor_does_the_time_it_takes(house: House) -> None:
    """Whatever the database does takes less than the time that each waits."""
    for email in (house.person().email, "nobody@house.example"):
        assert house.post("reset", email=email).elapsed.total_seconds() >= 0.1


def test_nobody_fills_a_mailbox_and_no_address_is_different(house: House) -> None:
    for email in (house.person().email, "nobody@house.example"):
        answers = [house.post("reset", email=email) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [204, 204, 204, 429]
        assert answers[3].json()["code"] == "PD028"


def test_a_stolen_refresh_token_is_told(house: House) -> None:
    member = house.person()
    stolen = member.log_in()["refresh_token"]
    house.post("refresh", refresh_token=house.post("refresh", refresh_token=stolen).json()["refresh_token"])
    assert house.post("refresh", refresh_token=stolen).status_code == 401
    assert mails(house, member.person_id)[-1] == "session_reused"


def test_the_token_of_a_mail_stands_in_no_table(house: House) -> None:
    member = house.person()
    token = ask(member)
    rows = house.database.execute(
        "SELECT l::text FROM helpdesk.login_link AS l"
        " UNION ALL SELECT m::text FROM helpdesk.outgoing_mail AS m"
    ).fetchall()
    text = " ".join(row for (row,) in rows)
    assert token not in text
    assert token.encode().hex() not in text
    assert digest(token).hex() in text


def test_without_the_key_the_nonce_of_a_mail_is_worth_nothing(house: House) -> None:
    member = house.person()
    ask(member)
    nonce = house.value(
        "SELECT decode(data ->> 'nonce', 'hex') FROM helpdesk.outgoing_mail"
        " WHERE person_id = %s AND data ? 'nonce'",
        member.person_id,
    )
    assert use(house, link_token("another secret of thirty-two bytes", nonce)).status_code == 410


# --- invitations, and by the clock


def invite(desk: Desk, person: Person, token: str) -> None:
    desk.run(SYSTEM, "SELECT helpdesk.invite_person(%s, %s)", person.id, digest(token))


def is_void(desk: Desk, token: str) -> bool:
    answer = desk.one(DOORKEEPER, "SELECT helpdesk.check_login_link(%s, %s)", digest(token), PASSWORD_LINKS)
    return "refusal" in answer


def test_an_invitation_expires(desk: Desk) -> None:
    token = make_secret()
    desk.clock("2024-05-01 10:00+00")
    invite(desk, desk.agent, token)
    desk.clock("2024-05-02 09:59+00")
    assert not is_void(desk, token)
    desk.clock("2024-05-02 10:00+00")
    assert is_void(desk, token)
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_login_links()") == 0
    desk.clock("2024-05-03 10:01+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_login_links()") == 1


def test_a_reset_expires_sooner(desk: Desk) -> None:
    token = make_secret()
    desk.clock("2024-05-01 10:00+00")
    desk.run(
        DOORKEEPER,
        "SELECT helpdesk.request_login_link('reset_password', 'bob@desk.example', '', %s, %s)",
        b"nonce",
        digest(token),
    )
    desk.clock("2024-05-01 10:29+00")
    assert not is_void(desk, token)
    desk.clock("2024-05-01 10:30+00")
    assert is_void(desk, token)
    desk.clock("2024-06-01 10:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_outgoing_mail()") == 1


def test_only_who_may_sign_in_is_invited(desk: Desk) -> None:
    for person in (desk.guest, desk.retired):
        with refused("PD006", "may not sign in"):
            invite(desk, person, make_secret())


def test_the_first_administrator_is_invited_until_one_has_a_password(desk: Desk) -> None:
    first = "SELECT helpdesk.find_first_admin()"
    assert desk.one(SYSTEM, first) == desk.admin.id
    hashed = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43
    desk.run(SYSTEM, "SELECT helpdesk.set_password(%s, %s, 10)", desk.agent.id, hashed)
    assert desk.one(SYSTEM, first) == desk.admin.id
    desk.run(SYSTEM, "SELECT helpdesk.set_password(%s, %s, 10)", desk.admin.id, hashed)
    assert desk.run(SYSTEM, first) == [(None,)]
