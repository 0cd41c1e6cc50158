"""An API token from its making to its end."""

import base64
import hashlib
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.server import SECRET, bearer
from tests.login.conftest import House
from tests.login.test_secrets_at_rest import everything
from tests.rest.tokens import sign
from tests.tokens.conftest import Held, Holder, make, refusal


def claims_of(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def ahead(**time: float) -> str:
    return (datetime.now(UTC) + timedelta(**time)).isoformat()


def test_a_token_is_shown_once_and_opens_what_it_was_made_for(held: Held) -> None:
    holder = held("tickets:read", "tickets:create", role="agent")
    assert holder.answer.headers["cache-control"] == "no-store"
    assert set(holder.made) == {"token", "api_token_id", "name", "abilities", "expires_at"}
    made = holder.call("create_ticket", subject="By a program", requester_email="a@b.example")
    assert made.status_code == 200, made.text
    assert holder.get(f"tickets?ticket_id=eq.{made.json()['ticket_id']}&select=subject").json() == [
        {"subject": "By a program"}
    ]
    assert refusal(holder.call("resolve_ticket", ticket_id=made.json()["ticket_id"])) == (403, "PD063")
    rows = holder.house.client.get("/rest/api_tokens", headers=holder.session).json()
    assert [(row["name"], row["abilities"], row["role"], row["revoked_at"]) for row in rows] == [
        ("a program", ["tickets:create", "tickets:read"], "agent", None)
    ]
    assert "token_hash" not in rows[0]


def test_a_refusal_names_the_abilities_that_would_do(held: Held) -> None:
    told = held("tickets:read").call("reply", ticket_id=1, body="x").json()
    assert told["code"] == "PD063"
    assert told["message"] == "the API token has no ability that calls reply"
    assert told["hint"] == "Use a token with ability tickets:reply or tickets:write or everything."


def test_a_verb_shows_what_it_made_whatever_may_be_read(held: Held) -> None:
    holder = held("tickets:create", role="agent")
    made = holder.call("create_ticket", subject="Blind", requester_email="c@d.example")
    assert made.json()["subject"] == "Blind"
    ticket = f"ticket_id=eq.{made.json()['ticket_id']}"
    assert refusal(holder.get(f"tickets?{ticket}")) == (403, "PD063")
    for target in (
        "rpc/create_ticket?select=subject,messages(body)",
        "rpc/create_ticket?select=requester(name)",
    ):
        response = holder.ask(
            "POST", f"/rest/{target}", {"subject": "Blind", "requester_email": "c@d.example"}
        )
        assert refusal(response) == (403, "PD063")


def test_what_is_written_may_be_read(held: Held) -> None:
    holder = held("canned:write")
    made = holder.ask(
        "POST", "/rest/canned_replies", {"title": "Hi", "body": "Hello"}, Prefer="return=representation"
    )
    assert made.status_code == 201, made.text
    changed = holder.ask(
        "PATCH",
        f"/rest/canned_replies?canned_reply_id=eq.{made.json()[0]['canned_reply_id']}",
        {"title": "Hey"},
    )
    assert changed.status_code == 204, changed.text


@pytest.mark.parametrize(
    ("wish", "status", "code", "part"),
    [
        ({"abilities": []}, 422, "PD006", "abilities"),
        ({"abilities": ["tickets:fly"]}, 422, "PD006", "tickets:fly"),
        ({"name": " "}, 422, "PD006", "name"),
        ({"name": "x" * 101}, 422, "PD006", "name"),
        ({"expires_at": ahead(minutes=-1)}, 422, "PD006", "expires_at"),
        ({"expires_at": ahead(days=366)}, 422, "PD006", "expires_at"),
        ({"expires_at": "tomorrow"}, 400, "HTTP400", "expires_at"),
        ({"abilities": "everything"}, 400, "HTTP400", "abilities"),
        ({"person_id": 1}, 400, "HTTP400", "person_id"),
        ({"token_hash": "x"}, 400, "HTTP400", "token_hash"),
    ],
)
def test_a_wrong_wish_is_refused(
    house: House, wish: dict[str, Any], status: int, code: str, part: str
) -> None:
    session = {"Authorization": f"Bearer {house.person().log_in()['access_token']}"}
    response = make(house, session, **{"abilities": ["tickets:read"], **wish})
    assert refusal(response) == (status, code)
    assert part in response.text


def test_it_is_good_as_long_as_the_desk_allows_and_no_longer(held: Held) -> None:
    holder = held("people:read")
    until = datetime.fromisoformat(holder.made["expires_at"])
    assert timedelta(days=364) < until - datetime.now(UTC) <= timedelta(days=365)
    assert claims_of(holder.token)["exp"] == int(until.timestamp())
    assert holder.get("people?limit=1").status_code == 200
    holder.house.database.execute(
        "UPDATE helpdesk.api_token SET expires_at = now() - interval '1 second' WHERE api_token_id = %s",
        (holder.made["api_token_id"],),
    )
    assert refusal(holder.get("people?limit=1")) == (401, "PD060")


def test_its_person_is_told_of_it(held: Held) -> None:
    holder = held("people:read")
    told = holder.house.value(
        "SELECT array_agg(address) FROM helpdesk.outgoing_mail"
        " WHERE person_id = %s AND kind = 'api_token_made'",
        holder.member.person_id,
    )
    assert told == [holder.member.email]


def test_calls_at_once_make_no_more_than_so_many(held: Held) -> None:
    holder = held("people:read")
    house = holder.house
    house.value("UPDATE helpdesk.setting SET value = '3' WHERE key = 'api_token_limit' RETURNING 1")
    try:
        with ThreadPoolExecutor(6) as threads:
            made = list(
                threads.map(lambda _: make(house, holder.session, "people:read").status_code, range(6))
            )
        assert sorted(made) == [201, 201, 409, 409, 409, 409]
    finally:
        house.value("UPDATE helpdesk.setting SET value = NULL WHERE key = 'api_token_limit' RETURNING 1")


def test_there_are_so_many_at_a_time(held: Held) -> None:
    holder = held("people:read")
    house = holder.house
    house.value("UPDATE helpdesk.setting SET value = '2' WHERE key = 'api_token_limit' RETURNING 1")
    try:
        assert make(house, holder.session, "people:read").status_code == 201
        assert refusal(make(house, holder.session, "people:read")) == (409, "PD021")
    finally:
        house.value("UPDATE helpdesk.setting SET value = NULL WHERE key = 'api_token_limit' RETURNING 1")


def test_a_revoked_token_opens_nothing_at_once(held: Held) -> None:
    holder = held("people:read")
    assert holder.get("people?limit=1").status_code == 200
    revoke(holder, holder.session)
    assert refusal(holder.get("people?limit=1")) == (401, "PD060")
    assert holder.kept("revoked_by") == holder.member.person_id


def revoke(holder: Holder, headers: dict[str, str], status: int = 204) -> None:
    response = holder.house.client.post(
        "/rest/rpc/revoke_api_token", json={"api_token_id": holder.made["api_token_id"]}, headers=headers
    )
    assert response.status_code == status, response.text


def test_who_keeps_tokens_sees_and_revokes_everybodys(held: Held, house: House) -> None:
    holder = held("people:read", role="agent")
    admin, colleague = house.person("admin"), house.person("agent")
    others = f"/rest/api_tokens?person_id=eq.{holder.member.person_id}"
    seen = house.client.get(others, headers=bearer("agent", colleague.person_id))
    assert seen.json() == []
    revoke(holder, bearer("agent", colleague.person_id), 404)
    assert holder.get("people?limit=1").status_code == 200
    assert len(house.client.get(others, headers=bearer("admin", admin.person_id)).json()) == 1
    revoke(holder, bearer("admin", admin.person_id))
    assert refusal(holder.get("people?limit=1")) == (401, "PD060")


def test_a_token_of_who_was_deactivated_opens_nothing_ever_again(held: Held) -> None:
    holder = held("people:read")
    holder.member.change(is_active=False)
    assert refusal(holder.get("people?limit=1")) == (401, "PD011")
    holder.member.change(is_active=True)
    assert refusal(holder.get("people?limit=1")) == (401, "PD060")


def test_a_token_has_the_role_that_its_person_had(held: Held) -> None:
    holder = held("people:read", role="agent")
    holder.member.change(role="admin")
    assert refusal(holder.get("people?limit=1")) == (401, "PD011")


def test_forged_tokens_open_nothing(held: Held, house: House) -> None:
    holder = held("people:read")
    good = claims_of(holder.token)
    other = house.person("admin")
    forged = {
        "another key": sign(good, b"another key of more than 32 bytes"),
        "a secret that nobody has": sign({**good, "pgdesk_token": "x" * 43}, SECRET.encode()),
        "the hash for the secret": sign(
            {**good, "pgdesk_token": hashlib.sha256(good["pgdesk_token"].encode()).hexdigest()},
            SECRET.encode(),
        ),
        "another person": sign({**good, "person_id": other.person_id}, SECRET.encode()),
        "no secret": sign({**good, "pgdesk_token": None}, SECRET.encode()),
        "a number": sign({**good, "pgdesk_token": 7}, SECRET.encode()),
        "another audience": sign({**good, "aud": "others"}, SECRET.encode()),
        "no expiry": sign({name: value for name, value in good.items() if name != "exp"}, SECRET.encode()),
    }
    answers = {
        name: house.client.get(
            "/rest/people?limit=1", headers={"Authorization": f"Bearer {token}"}
        ).status_code
        for name, token in forged.items()
    }
    assert answers == dict.fromkeys(forged, 401)


def test_a_token_makes_no_token_and_touches_no_session(held: Held) -> None:
    holder = held("everything")
    before = holder.house.value("SELECT count(*) FROM helpdesk.api_token")
    asked = {"name": "more", "abilities": ["everything"]}
    assert refusal(holder.ask("POST", "/auth/tokens", asked)) == (403, "PD063")
    assert refusal(holder.call("create_api_token", **asked, token_hash="\\x" + "00" * 32)) == (403, "PD063")
    assert refusal(holder.call("revoke_session", session_id=1)) == (403, "PD063")
    assert refusal(holder.call("revoke_api_token", api_token_id=1)) == (403, "PD063")
    assert refusal(holder.get("my_sessions")) == (403, "PD063")
    assert refusal(holder.call("my_account")) == (403, "PD063")
    assert holder.house.value("SELECT count(*) FROM helpdesk.api_token") == before


def test_a_token_changes_no_account_of_staff(held: Held) -> None:
    holder = held("everything")
    victim, customer = holder.house.person("agent"), holder.house.person("customer")
    me = f"/rest/people?person_id=eq.{holder.member.person_id}"
    for path, change in (
        (f"/rest/people?person_id=eq.{customer.person_id}", {"role": "admin"}),
        (f"/rest/people?person_id=eq.{victim.person_id}", {"email": "mine@evil.example"}),
        (f"/rest/people?person_id=eq.{victim.person_id}", {"external_id": "me-at-the-host"}),
        (f"/rest/people?person_id=eq.{victim.person_id}", {"is_active": False}),
        (me, {"email": "mine@evil.example"}),
    ):
        response = holder.ask("PATCH", path, change)
        assert refusal(response) == (403, "PD063"), (path, change)
    new = {"name": "Mine", "email": "mine@evil.example", "role": "admin"}
    assert refusal(holder.ask("POST", "/rest/people", new)) == (403, "PD063")
    address = {"person_id": victim.person_id, "email": "mine@evil.example"}
    assert refusal(holder.ask("POST", "/rest/person_addresses", address)) == (403, "PD063")
    assert refusal(holder.ask("POST", "/rest/role_permissions", {"role": "agent", "permission": "x"})) == (
        403,
        "PD063",
    )
    light = holder.ask("PATCH", f"/rest/agents?person_id=eq.{victim.person_id}", {"is_light": True})
    assert refusal(light) == (403, "PD063")
    assert holder.ask("PATCH", me, {"name": "A better name"}).status_code == 204
    moved = holder.ask(
        "PATCH", f"/rest/people?person_id=eq.{customer.person_id}", {"email": "moved@customer.example"}
    )
    assert moved.status_code == 204, moved.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/rest/rpc%2Fdesk_report"),
        ("GET", "/rest/%72pc/desk_report"),
        ("GET", "/rest/rpc/desk%5Freport"),
        ("GET", "/rest/rpc/desk_report/"),
        ("GET", "/rest//rpc/desk_report"),
        ("GET", "/rest/RPC/desk_report"),
        ("GET", "/rest/./rpc/desk_report"),
        ("HEAD", "/rest/rpc/desk_report"),
        ("HEAD", "/rest/%72pc/desk_report"),
        ("POST", "/rest/%72pc/desk_report"),
        ("GET", "/rest/%74ickets"),
        ("HEAD", "/rest/tickets"),
        ("GET", "/rest/tickets/"),
        ("DELETE", "/rest/%74ickets?ticket_id=eq.1"),
        ("DELETE", "/rest/tickets/?ticket_id=eq.1"),
        ("PATCH", "/rest/%63anned_replies?canned_reply_id=eq.1"),
        ("PUT", "/rest/canned_replies?canned_reply_id=eq.1"),
        ("GET", "/support/tickets"),
        ("GET", "/support/admin/tickets"),
    ],
)
def test_no_spelling_leads_past_the_check(held: Held, method: str, path: str) -> None:
    holder = held("people:read")
    response = holder.ask(method, path, {} if method in ("POST", "PATCH", "PUT") else None)
    assert response.status_code in (400, 403, 404, 405), response.text
    if response.content and response.status_code == 403:
        assert response.json()["code"] in ("PD063", "42501")


def test_other_profiles_and_options_show_nothing(held: Held) -> None:
    holder = held("people:read")
    for profile in ("helpdesk", "api", "hook"):
        response = holder.get("tickets", **{"Accept-Profile": profile})
        assert response.status_code in (403, 406)
    assert holder.ask("OPTIONS", "/rest/tickets").content == b""
    assert holder.get("").status_code == 200  # what there is says no more than whose role may read it


def test_files_are_opened_by_who_reads_attachments(held: Held) -> None:
    assert refusal(held("people:read").ask("GET", "/files/1")) == (403, "PD063")
    assert refusal(held("tickets:read").ask("GET", "/files/1")) == (404, "PD001")


def test_its_use_is_noted_at_most_once_a_minute(held: Held) -> None:
    holder = held("canned:write")
    assert holder.kept("used_at") is None
    write = ("POST", "/rest/canned_replies", {"title": "Hi", "body": "Hello"})
    assert holder.ask(*write).status_code == 201
    first = holder.kept("used_at")
    assert first is not None
    assert holder.ask(*write).status_code == 201
    assert holder.kept("used_at") == first
    holder.house.database.execute("UPDATE helpdesk.api_token SET used_at = used_at - interval '61 seconds'")
    assert holder.ask(*write).status_code == 201
    assert holder.kept("used_at") >= first


def test_a_page_makes_one_with_its_cookies_and_no_other_page_does(house: House) -> None:
    from tests.login.test_cookies import Browser

    browser = Browser(house.person("agent"))
    wish = {"name": "from the page", "abilities": ["tickets:read"]}
    assert browser.send("POST", "/auth/tokens", wish, {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    made = browser.send("POST", "/auth/tokens", wish)
    assert made.status_code == 201, made.text
    assert make(house, {}, "tickets:read").status_code == 401


def test_customers_make_none_unless_allowed(house: House) -> None:
    session = {"Authorization": f"Bearer {house.person('customer').log_in()['access_token']}"}
    assert refusal(make(house, session, "tickets:read")) == (403, "PD002")


def test_no_token_stands_in_the_database_or_the_audit_log(held: Held) -> None:
    holder = held("canned:write")
    holder.ask("POST", "/rest/canned_replies", {"title": "Hi", "body": "Hello"})
    holder.call("create_ticket", subject="x", idempotency_key="k")
    secret = claims_of(holder.token)["pgdesk_token"]
    kept = everything(holder.house)
    assert holder.made["name"] in kept
    for text in (secret, holder.token, secret.encode().hex()):
        assert text not in kept
    digest = hashlib.sha256(secret.encode()).hexdigest()
    assert bytes(holder.kept("token_hash")).hex() == digest
    audited = holder.house.value(
        "SELECT string_agg(c::text, ' ') FROM audit.change AS c WHERE table_name = 'api_token'"
    )
    assert "a program" in audited
    assert digest not in audited


def test_no_token_stands_in_the_log(held: Held, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    holder = held("people:read")
    holder.get("people?limit=1")
    holder.get("tickets")
    holder.ask("POST", "/auth/tokens", {"name": "more", "abilities": ["everything"]})
    revoke(holder, holder.session)
    holder.get("people?limit=1")
    assert "PD060" in caplog.text
    for text in (holder.token, claims_of(holder.token)["pgdesk_token"]):
        assert text not in caplog.text
