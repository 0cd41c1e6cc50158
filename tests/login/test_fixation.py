"""Fixation: whoever signs in gets a session of their own, whatever was sent along."""

from tests.login.conftest import PASSWORD, House


def test_a_login_never_takes_over_a_session_that_is_there(house: House) -> None:
    attacker, victim = house.person(), house.person()
    planted = attacker.log_in()
    response = house.client.post(
        "/auth/login",
        json={"email": victim.email, "password": PASSWORD},
        headers={
            "Authorization": f"Bearer {planted['access_token']}",
            "Cookie": f"session={planted['refresh_token']}; refresh_token={planted['refresh_token']}",
        },
    )
    tokens = response.json()
    assert tokens["refresh_token"] != planted["refresh_token"]
    assert house.me(tokens["access_token"]).json()[0]["person_id"] == victim.person_id
    assert house.me(planted["access_token"]).json()[0]["person_id"] == attacker.person_id


def test_nobody_chooses_a_token(house: House) -> None:
    member = house.person()
    response = house.post("login", email=member.email, password=PASSWORD, refresh_token="mine")
    assert response.status_code == 400
