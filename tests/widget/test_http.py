"""/support/widget over HTTP: what a page of another web site may ask, and what a guest does by a link."""

import time
from typing import Any

import httpx
import pytest

from tests.guests.test_http import mailed, told
from tests.login.conftest import House
from tests.widget.conftest import SHOP

pytestmark = pytest.mark.usefixtures("sites")


def ask(house: House, method: str, path: str, origin: str | None = SHOP, **others: Any) -> httpx.Response:
    headers = {"Origin": origin} if origin else {}
    return house.client.request(
        method, f"/support/widget/{path}", headers=headers | others.pop("headers", {}), **others
    )


def open_ticket(house: House, address: str) -> str:
    """The token of its link."""
    made = ask(
        house,
        "POST",
        "tickets",
        json={"subject": "Lost parcel", "email": address, "name": "Ann", "website": ""},
    )
    assert (made.status_code, set(filter(made.json().get, made.json()))) == (201, {"reference"}), made.text
    return mailed(house, address)[0]


def test_a_ticket_from_its_opening_to_its_rating(house: House) -> None:
    token = open_ticket(house, "whole@guest.example")
    ticket = f"tickets/{token}"
    house.database.execute(
        "UPDATE helpdesk.ticket SET status = 'closed'"
        " WHERE ticket_id = (SELECT max(ticket_id) FROM helpdesk.ticket)"
    )
    rated = ask(house, "POST", f"{ticket}/rate", json={"rating": 4, "comment": "Quick"})
    assert (rated.status_code, rated.json()["rating"]) == (200, 4)
    assert ask(house, "POST", f"{ticket}/reopen").json()["status"] == "reopened"
    assert ask(house, "POST", f"{ticket}/reply", json={"body": "Still lost"}).json()["body"] == "Still lost"
    assert ask(house, "POST", f"{ticket}/close").json()["status"] == "closed"
    shown = ask(house, "GET", ticket).json()
    assert shown["messages"][0]["body"] == "Still lost"
    assert (shown["subject"], shown["ratings"][0]["rating"]) == ("Lost parcel", 4)
    assert house.value("SELECT channel FROM helpdesk.ticket ORDER BY ticket_id DESC LIMIT 1") == "widget"


def test_a_form_is_shown_and_filled_in(house: House) -> None:
    house.database.execute(
        "INSERT INTO helpdesk.request_form (form, title, audience) VALUES ('ask', 'Ask', 'public');"
        " INSERT INTO helpdesk.request_form_field (form, key, is_required)"
        " VALUES ('ask', 'description', true)"
    )
    answer = ask(house, "GET", "forms")
    assert answer.status_code == 200, answer.text
    shown = [form for form in answer.json() if form["form"] == "ask"]
    assert [field["key"] for field in shown[0]["fields"]] == ["description"]
    given = {"form": "ask", "email": "form@guest.example"}
    assert told(ask(house, "POST", "tickets", json=given)) == (422, "PD102")
    assert ask(house, "POST", "tickets", json={**given, "description": "Why?"}).status_code == 201


def test_articles_are_searched(house: House) -> None:
    answer = ask(house, "GET", "kb/search?q=nothing+like+that&limit=3")
    assert (answer.status_code, answer.json()) == (200, [])
    gaps = "SELECT count(*) FROM helpdesk.article_gap WHERE query = 'nothing like that'"
    assert house.value(gaps) == 1, "what was not found is noted, though it was asked by GET"
    missing = ask(house, "GET", "kb/search")
    assert (told(missing), missing.json()["message"]) == ((422, "PD006"), "q is missing")


def test_a_token_that_is_none_opens_nothing(house: House) -> None:
    for method, path in (("GET", "tickets/1.x"), ("POST", "tickets/x/reply")):
        assert told(ask(house, method, path, json={"body": "x"})) == (410, "PD030")


def test_no_argument_names_another_ticket(house: House) -> None:
    token = open_ticket(house, "named@guest.example")
    answer = ask(house, "POST", f"tickets/{token}/reply", json={"body": "x", "ticket_id": 1})
    assert told(answer) == (422, "PD006")


def test_whoever_asks_is_nobody_but_who_has_the_link(house: House) -> None:
    """A token of somebody who is signed in does not count: their pages may be embedded anywhere."""
    member = house.person("customer")
    headers = {"Authorization": f"Bearer {member.log_in()['access_token']}"}
    body = {"subject": "x", "email": "else@guest.example"}
    made = ask(house, "POST", "tickets", json=body, headers=headers)
    assert made.status_code == 201
    assert made.json()["ticket_id"] is None


def test_pages_of_the_sites_that_rows_name_are_answered(house: House) -> None:
    answer = ask(house, "GET", "challenge")
    assert answer.json()["bits"] == 0
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


def test_they_ask_before_they_send(house: House) -> None:
    answer = ask(
        house,
        "OPTIONS",
        "tickets",
        headers={"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"},
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert answer.headers["access-control-allow-methods"] == "POST"
    assert "content-type" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://shop.example", "null", f"{SHOP}.evil.example"]
)
def test_pages_of_others_are_refused(house: House, origin: str) -> None:
    for method in ("OPTIONS", "POST"):
        answer = ask(house, method, "tickets", origin, json={"subject": "x", "email": "a@guest.example"})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_no_other_route_is_for_them(house: House) -> None:
    for path in ("/support/tickets", "/auth/guest"):
        answer = house.client.options(path, headers={"Origin": SHOP, "Access-Control-Request-Method": "POST"})
        assert "access-control-allow-origin" not in answer.headers


def test_an_error_is_readable_there(house: House) -> None:
    answer = ask(house, "POST", "tickets", json={"subject": "x", "email": "no address"})
    assert told(answer) == (422, "PD006")
    assert answer.headers["access-control-allow-origin"] == SHOP


def test_nor_is_the_answer_different_for_an_address_that_somebody_has(house: House) -> None:
    member = house.person("customer")
    answers = [
        ask(house, "POST", "tickets", json={"subject": "x", "email": email})
        for email in (member.email, f"nobody{time.time()}@guest.example")
    ]
    assert {answer.status_code for answer in answers} == {201}
    shapes = [{name: value for name, value in a.json().items() if name != "reference"} for a in answers]
    assert shapes[0] == shapes[1]


def mail_of(house: House, address: str) -> dict[str, Any]:
    """The code that was mailed to the address, and what it belongs to."""
    token, code = mailed(house, address)
    reference = house.value("SELECT reference FROM helpdesk.ticket ORDER BY ticket_id DESC LIMIT 1")
    return {"given": {"email": address, "reference": reference, "code": code}, "token": token}


def test_the_code_of_the_mail_gives_the_token_of_its_link_once(house: House) -> None:
    open_ticket(house, "code@guest.example")
    mail = mail_of(house, "code@guest.example")
    wrong = ask(house, "POST", "tickets/code", json={**mail["given"], "code": "00000000"})
    assert (told(wrong), wrong.headers["access-control-allow-origin"]) == ((401, "PD100"), SHOP)
    answer = ask(house, "POST", "tickets/code", json=mail["given"])
    assert (answer.status_code, answer.json()) == (200, {"token": mail["token"]}), answer.text
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert ask(house, "GET", f"tickets/{answer.json()['token']}").status_code == 200
    assert told(ask(house, "POST", "tickets/code", json=mail["given"])) == (401, "PD100")


def test_codes_are_not_guessed_by_way_of_the_widget(house: House) -> None:
    open_ticket(house, "guess@guest.example")
    given = mail_of(house, "guess@guest.example")["given"]
    tries = house.value("SELECT helpdesk.setting_int('guest_code_tries')")
    answers = [ask(house, "POST", "tickets/code", json={**given, "code": "1"}) for _ in range(tries + 1)]
    assert told(answers[-1]) == (429, "PD028")
    assert told(ask(house, "POST", "tickets/code", json=given)) == (429, "PD028"), "nor is the right one"


def test_link_and_code_are_mailed_again_and_no_answer_tells(house: House) -> None:
    open_ticket(house, "again@guest.example")
    first = mail_of(house, "again@guest.example")["given"]
    mails = "SELECT count(*) FROM helpdesk.outgoing_mail WHERE address = 'again@guest.example'"
    before = house.value(mails)
    for address in ("again@guest.example", "nobody@guest.example"):
        given = {"email": address, "reference": first["reference"]}
        assert ask(house, "POST", "tickets/link", json=given).status_code == 204
    assert house.value(mails) == before + 1
    again = mail_of(house, "again@guest.example")["given"]
    assert ask(house, "POST", "tickets/code", json=again).status_code == 200


@pytest.mark.parametrize("path", ["tickets/code", "tickets/link"])
def test_pages_of_other_sites_do_neither(house: House, path: str) -> None:
    given = {"email": "a@guest.example", "reference": "ESC-1", "code": "1"}
    for method in ("OPTIONS", "POST"):
        answer = ask(house, method, path, "https://evil.example", json=given)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    asked = ask(house, "OPTIONS", path, headers={"Access-Control-Request-Method": "POST"})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, SHOP)
    assert ask(house, "POST", path, json={"email": "a"}).status_code == 400
    assert (
        ask(
            house, "POST", path, content=b"x" * 20_000, headers={"Content-Type": "application/json"}
        ).status_code
        == 413
    )


def test_how_the_widget_looks_and_what_may_help(house: House) -> None:
    assert ask(house, "GET", "branding").json()["name"] == "Support"
    before = house.value("SELECT count(*) FROM helpdesk.article_gap")
    answer = ask(house, "GET", "kb/suggestions?text=a+question+about+nothing&limit=3")
    assert (answer.status_code, answer.json()) == (200, [])
    assert house.value("SELECT count(*) FROM helpdesk.article_gap") == before, "half a question is no gap"


def test_who_wrote_what_can_be_told(house: House) -> None:
    token = open_ticket(house, "who@guest.example")
    ask(house, "POST", f"tickets/{token}/reply", json={"body": "It is me"})
    shown = ask(house, "GET", f"tickets/{token}").json()
    assert shown["messages"][0]["author_id"] == shown["requester_id"]
