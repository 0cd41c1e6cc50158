"""/auth/guest: links and codes over HTTP, as the mail's reader uses them."""

from itertools import count
from typing import Any

import httpx
import pytest

from pgdesk.api.login.tokens import guest_code, guest_token
from tests.login.conftest import House

_NUMBERS = count(1)


def open_ticket(house: House) -> tuple[str, str]:
    """Address and reference of a new ticket."""
    address = f"guest{next(_NUMBERS)}@guest.example"
    made = house.client.post(
        "/rest/rpc/create_ticket?select=reference",
        json={"subject": "Lost parcel", "description": "<b>It</b>", "requester_email": address},
    )
    assert made.status_code == 200, made.text
    return address, made.json()["reference"]


def mailed(house: House, address: str) -> tuple[str, str]:
    """The token of the link and the code that stand in the newest mail, as its sender makes them."""
    row = house.database.execute(
        "SELECT l.guest_link_id, l.nonce, l.code_nonce FROM helpdesk.outgoing_mail AS m"
        " JOIN helpdesk.guest_link AS l ON l.guest_link_id = (m.data ->> 'guest_link_id')::bigint"
        " WHERE m.address = %s ORDER BY m.outgoing_mail_id DESC",
        (address,),
    ).fetchone()
    assert row is not None
    secret = house.settings.jwt_secret
    return guest_token(secret, row[0], row[1]), guest_code(secret, row[2] or b"")


def enter(house: House, token: str) -> dict[str, str]:
    """Headers of the guest."""
    response = house.post("guest", token=token)
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    return {"Authorization": f"Bearer {response.json()['access_token']}"}


def told(response: httpx.Response) -> tuple[int, Any]:
    return response.status_code, response.json().get("code")


def test_a_guest_follows_the_link_reads_and_replies(house: House) -> None:
    address, reference = open_ticket(house)
    other = open_ticket(house)[1]
    headers = enter(house, mailed(house, address)[0])
    found = house.client.get("/rest/tickets?select=reference,messages(body)", headers=headers)
    assert [ticket["reference"] for ticket in found.json()] == [reference]
    ticket_id = house.value("SELECT ticket_id FROM helpdesk.ticket WHERE reference = %s", reference)
    said = house.client.post(
        "/rest/rpc/reply?select=body", json={"ticket_id": ticket_id, "body": "Found"}, headers=headers
    )
    assert said.json() == {"body": "Found"}
    stranger = house.value("SELECT ticket_id FROM helpdesk.ticket WHERE reference = %s", other)
    refused = house.client.post("/rest/rpc/reply", json={"ticket_id": stranger, "body": "x"}, headers=headers)
    assert told(refused) == (404, "PD001")


def test_a_link_may_be_used_again_until_it_is_revoked(house: House) -> None:
    address, reference = open_ticket(house)
    token, _ = mailed(house, address)
    headers = [enter(house, token), enter(house, token)]
    house.database.execute(
        "DELETE FROM helpdesk.guest_link WHERE ticket_id ="
        " (SELECT ticket_id FROM helpdesk.ticket WHERE reference = %s)",
        (reference,),
    )
    assert told(house.post("guest", token=token)) == (410, "PD030")
    for each in headers:
        assert told(house.client.get("/rest/tickets", headers=each)) == (401, "PD029")


def test_who_only_fetches_the_page_uses_nothing_up(house: House) -> None:
    address, reference = open_ticket(house)
    token, code = mailed(house, address)
    leads = house.client.get(f"/auth/guest#{token}")
    assert (leads.status_code, leads.headers["location"]) == (303, "/support/guest")
    assert house.value(
        "SELECT used_at IS NULL FROM helpdesk.guest_link JOIN helpdesk.ticket USING (ticket_id)"
        " WHERE reference = %s",
        reference,
    )
    assert house.post("guest", email=address, reference=reference, code=code).status_code == 200


def test_a_code_is_good_once(house: House) -> None:
    address, reference = open_ticket(house)
    _, code = mailed(house, address)
    assert len(code) == 8
    given = {"email": f" {address.upper()} ", "reference": reference.lower(), "code": code}
    assert house.post("guest", **given).json()["reference"] == reference
    assert told(house.post("guest", **given)) == (401, "PD100")


@pytest.mark.parametrize("what", ["code", "email", "reference"])
def test_codes_that_are_not_right_are_all_alike(house: House, what: str) -> None:
    address, reference = open_ticket(house)
    other, another = open_ticket(house)
    _, code = mailed(house, address)
    wrong = {"code": f"{(int(code) + 1) % 10**8:08}", "email": other, "reference": another}[what]
    given = {"email": address, "reference": reference, "code": code, what: wrong}
    assert told(house.post("guest", **given)) == (401, "PD100")


@pytest.mark.parametrize(
    "token", ["x", "1", "1.", ".", "0.x", "9" * 30 + ".x", "-1.x", "१.x", "1.é", "9" * 19]
)
def test_a_link_that_nobody_made_is_void(house: House, token: str) -> None:
    assert told(house.post("guest", token=token)) == (410, "PD030")


def test_the_token_of_another_link_does_not_count(house: House) -> None:
    (first, _), (second, _) = (mailed(house, open_ticket(house)[0]) for _ in range(2))
    mixed = f"{first.partition('.')[0]}.{second.partition('.')[2]}"
    assert told(house.post("guest", token=mixed)) == (410, "PD030")


def test_without_the_key_the_nonce_of_a_link_is_worth_nothing(house: House) -> None:
    open_ticket(house)
    row = house.database.execute(
        "SELECT guest_link_id, nonce FROM helpdesk.guest_link ORDER BY guest_link_id DESC LIMIT 1"
    ).fetchone()
    assert row is not None
    assert told(house.post("guest", token=guest_token("x" * 32, row[0], row[1]))) == (410, "PD030")


def test_asking_for_a_lost_link_tells_nobody_whose_ticket_it_is(house: House) -> None:
    address, reference = open_ticket(house)
    answers = [
        house.post("guest/link", email=email, reference=named)
        for email, named in (
            (address, reference),
            ("nobody@guest.example", reference),
            ("someone@guest.example", "ESC-0"),
        )
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1
    for answer in answers:
        assert answer.elapsed.total_seconds() >= 0.1
    kinds = house.database.execute(
        "SELECT kind FROM helpdesk.outgoing_mail WHERE address = %s ORDER BY outgoing_mail_id", (address,)
    ).fetchall()
    assert kinds == [("ticket_opened",), ("link_requested",)]


def test_nobody_fills_a_mailbox(house: House) -> None:
    address, reference = open_ticket(house)
    answers = [house.post("guest/link", email=address, reference=reference) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [204, 204, 204, 429]
    assert "retry-after" in answers[3].headers


def test_what_is_missing_is_said(house: House) -> None:
    assert told(house.post("guest"))[0] == 401
    assert house.post("guest", token=1).status_code == 400
    assert house.post("guest", tokens="x").status_code == 400


def test_the_token_of_a_mail_stands_in_no_table(house: House) -> None:
    address, _ = open_ticket(house)
    token, code = mailed(house, address)
    enter(house, token)
    for table in ("helpdesk.guest_link", "helpdesk.outgoing_mail", "audit.change", "helpdesk.event"):
        rows = house.value(f"SELECT string_agg(t::text, ' ') FROM {table} AS t") or ""
        assert token.partition(".")[2] not in rows
        assert code not in rows
    nonce = house.value(
        "SELECT encode(nonce, 'hex') FROM helpdesk.guest_link ORDER BY guest_link_id DESC LIMIT 1"
    )
    assert nonce not in house.value("SELECT string_agg(c::text, ' ') FROM audit.change AS c")
