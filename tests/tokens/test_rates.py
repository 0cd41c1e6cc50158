"""Rate limits over HTTP: rows decide, requests are counted by token, person and network."""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from tests.api.server import bearer, serving
from tests.conftest import Connection
from tests.login.conftest import House
from tests.tokens.conftest import Held
from tests.waiting import until

_ITEM = re.compile(r'"(\w+)"((?:;\w+=(?::[A-Za-z0-9+/=]+:|[0-9]+))+)')


def told(response: httpx.Response, field: str) -> dict[str, dict[str, str]]:
    """A List of Items with parameters (RFC 9651, section 3.1), by name."""
    text = response.headers[field]
    items = [_ITEM.fullmatch(item) for item in text.split(", ")]
    assert all(items), text
    return {
        item[1]: dict(pair.split("=", 1) for pair in item[2].split(";")[1:])
        for item in items
        if item is not None
    }


@contextmanager
def limits(house: House, **requests: int) -> Iterator[httpx.Client]:
    """An application of its own that has counted nothing yet, with so many requests in 60 seconds."""
    saved = house.database.execute("SELECT counted, requests, seconds FROM helpdesk.rate_limit").fetchall()
    for counted, most in requests.items():
        set_limit(house, counted, most)
    try:
        with serving(house.settings) as client:
            yield client
    finally:
        for counted, most, seconds in saved:
            set_limit(house, counted, most, seconds)


def set_limit(house: House, counted: str, requests: int, seconds: int = 60) -> None:
    house.database.execute(
        "UPDATE helpdesk.rate_limit SET requests = %s, seconds = %s WHERE counted = %s",
        (requests, seconds, counted),
    )


def statuses(
    client: httpx.Client, times: int, path: str = "/rest/statuses?limit=1", **headers: str
) -> list[int]:
    return [client.get(path, headers=headers).status_code for _ in range(times)]


def test_as_shipped_an_api_token_asks_sixty_times_a_minute(db: Connection) -> None:
    row = db.execute("SELECT helpdesk.list_rate_limits() -> 'token'").fetchone()
    assert row == ({"requests": 60, "seconds": 60},)


def test_answers_tell_what_is_left_and_when_it_begins_anew(held: Held, house: House) -> None:
    holder = held("tickets:read")
    with limits(house, token=60) as client:
        auth = {"Authorization": f"Bearer {holder.token}"}
        answers = [client.get("/rest/statuses?limit=1", headers=auth) for _ in range(61)]
        other = {"Authorization": f"Bearer {held('tickets:read').token}"}
        # Others are not concerned, its person neither.
        assert statuses(client, 1, **other) == statuses(client, 1, **holder.session) == [200]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    policy = told(answers[0], "ratelimit-policy")
    assert {name: (one["q"], one["w"]) for name, one in policy.items()} == {
        "token": ("60", "60"),
        "person": ("3000", "60"),
    }
    first, last = told(answers[0], "ratelimit"), told(answers[59], "ratelimit")
    assert (first["token"]["r"], first["token"]["t"]) == ("59", "60")
    assert last["token"]["r"] == "0"
    assert first["token"]["pk"] == policy["token"]["pk"] == last["token"]["pk"]
    refused = answers[60]
    assert refused.json() == {
        "code": "PD062",
        "details": None,
        "hint": f"Go on in {refused.headers['retry-after']} seconds.",
        "message": "this API token has sent more than 60 requests within 60 seconds",
    }
    assert told(refused, "ratelimit")["token"]["t"] == refused.headers["retry-after"]
    assert "x-request-id" in refused.headers


def test_a_persons_tokens_count_together(held: Held, house: House) -> None:
    holder = held("tickets:read")
    with limits(house, person=3) as client:
        auth = {"Authorization": f"Bearer {holder.token}"}
        assert statuses(client, 2, **auth) == [200, 200]
        assert statuses(client, 2, **holder.session) == [200, 429]
        assert statuses(client, 1, **auth) == [429]
        assert statuses(client, 1, **bearer("admin", house.person("admin").person_id)) == [200]


def test_who_has_no_token_counts_by_network(house: House) -> None:
    with limits(house, network=3) as client:
        assert statuses(client, 2) == [200, 200]
        forged = {"Authorization": "Bearer forged.by.hand"}
        assert statuses(client, 2, **forged) == [401, 429]
        assert client.get("/rest/statuses?limit=1").status_code == 429
        assert client.post("/auth/refresh", json={"refresh_token": "x"}).status_code == 429
        assert client.get("/files/1").status_code == 429
        assert client.get("/exports/people/1").status_code == 429
        assert client.get("/nothing/here").status_code == 429
        assert client.get("/support/tickets").status_code == 429
        member = bearer("agent", house.person("agent").person_id)
        assert statuses(client, 1, **member) == [200]
        assert client.get("/health").status_code == 200
        assert client.options("/rest/statuses").status_code == 200


def test_what_strangers_send_is_counted_more_strictly(house: House) -> None:
    ticket = {"subject": "x", "requester_email": "stranger@rates.example"}
    with limits(house, intake=2) as client:
        sent = [client.post("/rest/rpc/create_ticket", json=ticket).status_code for _ in range(3)]
        assert sent == [200, 200, 429]
        assert statuses(client, 1) == [200]
        assert client.post("/support/tickets", json={}).status_code in (404, 405, 429)
        # Who signs in is no intake: delays of its own follow wrong passwords.
        assert client.post("/auth/login", json={"email": "a@b.example", "password": "x"}).status_code == 401


@pytest.mark.parametrize("host", ["2001:db8:1:{:x}::1", "2001:db8:1:7::{:x}"])
def test_networks_are_wide(house: House, host: str) -> None:
    """Who has a whole /56 of addresses is one."""
    settings = house.settings.__class__(**{**as_dict(house), "trusted_proxies": "127.0.0.1"})
    set_limit(house, "network", 5)
    try:
        with serving(settings) as client:
            found = [
                statuses(client, 1, **{"X-Forwarded-For": host.format(number)})[0] for number in range(7)
            ]
            assert found == [200] * 5 + [429] * 2
            assert statuses(client, 1, **{"X-Forwarded-For": "2001:db8:9::1"}) == [200]
    finally:
        set_limit(house, "network", 600)


def as_dict(house: House) -> dict[str, object]:
    return {name: getattr(house.settings, name) for name in house.settings.__struct_fields__}


def test_a_changed_row_is_followed_within_seconds(house: House) -> None:
    admin = bearer("admin", house.person("admin").person_id)
    with limits(house, network=600) as client:
        assert told(client.get("/rest/statuses?limit=1"), "ratelimit-policy")["network"]["q"] == "600"
        change = client.patch(
            "/rest/rate_limits?counted=eq.network", json={"requests": 500, "seconds": 30}, headers=admin
        )
        assert change.status_code == 204, change.text
        until(
            lambda: told(client.get("/rest/statuses?limit=1"), "ratelimit-policy")["network"]["q"] == "500",
            30,
        )
        client.patch("/rest/rate_limits?counted=eq.network", json={"is_active": False}, headers=admin)
        until(lambda: "ratelimit" not in client.get("/rest/statuses?limit=1").headers, 30)
        client.patch("/rest/rate_limits?counted=eq.network", json={"is_active": True}, headers=admin)


def test_reading_notes_the_use_of_a_token_too(held: Held) -> None:
    holder = held("tickets:read")
    assert holder.get("statuses?limit=1").status_code == 200
    until(lambda: holder.kept("used_at") is not None, 60)


def test_a_revoked_token_is_not_noted_as_used(house: House, held: Held) -> None:
    holder = held("tickets:read")
    with serving(house.settings) as client:
        house.database.execute(
            "UPDATE helpdesk.api_token SET revoked_at = now() WHERE api_token_id = %s",
            (holder.made["api_token_id"],),
        )
        assert statuses(client, 1, Authorization=f"Bearer {holder.token}") == [401]
    assert holder.kept("used_at") is None


def test_what_comes_at_once_before_limits_are_known_is_counted(house: House) -> None:
    with limits(house, network=10) as client:
        address = (client.base_url.host, client.base_url.port)
        with ExitStack() as open_ones:
            ones = [open_ones.enter_context(socket.create_connection(address, 10)) for _ in range(40)]
            for one in ones:
                one.sendall(b"GET /rest/ HTTP/1.1\r\nHost: x\r\n\r\n")
            told = [one.recv(12) for one in ones]
    assert told.count(b"HTTP/1.1 429") == 30
