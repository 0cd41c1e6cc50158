"""A guest makes an account by a mailed link; the tickets that were opened with the address are theirs."""

from itertools import count
from typing import Any

from pgdesk.api.login.tokens import link_token
from tests.login.conftest import PASSWORD, House

_NUMBERS = count(1)


def somebody() -> str:
    return f"new{next(_NUMBERS)}@registered.example"


def mailed(house: House, email: str) -> tuple[str, str]:
    """Kind and token of the newest mail."""
    row = house.database.execute(
        "SELECT kind, decode(data ->> 'nonce', 'hex') FROM helpdesk.outgoing_mail WHERE address = %s"
        " ORDER BY outgoing_mail_id DESC",
        (email,),
    ).fetchone()
    assert row is not None
    return row[0], link_token(house.settings.jwt_secret, row[1])


def register(house: House, email: str, **others: Any) -> str:
    answer = house.post("register", email=email, **others)
    assert (answer.status_code, answer.content) == (204, b""), answer.text
    return mailed(house, email)[1]


def log_in(house: House, email: str) -> dict[str, str]:
    answer = house.post("login", email=email, password=PASSWORD)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_a_newcomer_registers(house: House) -> None:
    email = somebody()
    token = register(house, email, name="Nora")
    assert house.post("login", email=email, password=PASSWORD).status_code == 401, "not by asking alone"
    assert house.post("password", token=token, password=PASSWORD).status_code == 204
    headers = log_in(house, email)
    (me,) = house.client.get("/rest/rpc/me?select=name,email,role,is_guest", headers=headers).json()
    assert me == {"name": "Nora", "email": email, "role": "customer", "is_guest": False}
    (account,) = house.client.get("/rest/rpc/my_account", headers=headers).json()
    assert account["email_verified_at"] is not None
    assert house.post("password", token=token, password=PASSWORD).status_code == 410, "good once"


def test_what_was_asked_without_an_account_is_theirs(house: House) -> None:
    """By a form, whose address nobody had confirmed, and by mail."""
    email = somebody()
    house.database.execute(
        "INSERT INTO helpdesk.ticket (subject, requester_id)"
        " VALUES ('mailed', helpdesk.find_or_create_guest(%s))",
        (email,),
    )
    body = {"subject": "formed", "requester_email": email}
    assert house.client.post("/rest/rpc/create_ticket", json=body).status_code == 200
    stranger = {"subject": "another's", "requester_email": somebody()}
    house.client.post("/rest/rpc/create_ticket", json=stranger)
    assert house.post("password", token=register(house, email), password=PASSWORD).status_code == 204
    seen = house.client.get("/rest/tickets?select=subject&order=subject", headers=log_in(house, email)).json()
    assert [ticket["subject"] for ticket in seen] == ["formed", "mailed"]


def test_who_has_an_account_is_mailed_a_link_into_it(house: House) -> None:
    member = house.person("customer")
    tokens = member.log_in()
    assert register(house, member.email)
    assert mailed(house, member.email)[0] == "reset_password"
    assert house.me(tokens["access_token"]).status_code == 200
    assert house.value("SELECT count(*) FROM helpdesk.person WHERE claimed_email = %s", member.email) == 0


def test_no_answer_tells_who_has_an_account(house: House) -> None:
    answers = [
        house.post("register", email=email) for email in (house.person().email, somebody(), "no address")
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1
    assert all(answer.elapsed.total_seconds() >= 0.1 for answer in answers)


def test_a_newer_link_voids_the_older(house: House) -> None:
    email = somebody()
    older, newer = register(house, email), register(house, email)
    assert house.post("password", token=older, password=PASSWORD).status_code == 410
    assert house.post("password", token=newer, password=PASSWORD).status_code == 204


def test_nobody_fills_a_mailbox(house: House) -> None:
    email = somebody()
    assert [house.post("register", email=email).status_code for _ in range(4)] == [204, 204, 204, 429]


def test_nobody_registers_where_the_setting_says_so(house: House) -> None:
    house.database.execute("UPDATE helpdesk.setting SET value = 'false' WHERE key = 'allow_registration'")
    try:
        answer = house.post("register", email=somebody())
        assert answer.json()["code"] == "PD012"
    finally:
        house.database.execute("UPDATE helpdesk.setting SET value = NULL WHERE key = 'allow_registration'")


def test_a_guest_of_two_addresses_registers_by_either(house: House) -> None:
    first, second = somebody(), somebody()
    (guest,) = house.database.execute("SELECT helpdesk.find_or_create_guest(%s)", (first,)).fetchone() or ()
    house.database.execute(
        "INSERT INTO helpdesk.person_address (email, person_id) VALUES (%s, %s)", (second, guest)
    )
    assert house.post("password", token=register(house, second), password=PASSWORD).status_code == 204
    (me,) = house.client.get("/rest/rpc/me?select=person_id,email", headers=log_in(house, second)).json()
    assert me == {"person_id": guest, "email": second}
