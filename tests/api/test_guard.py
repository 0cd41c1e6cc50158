"""What a request may cost, whoever serves the generated API: time, rows, depth, connections, bodies."""

import asyncio
import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from pgdesk.api.errors import ApiError
from pgdesk.api.guard.bodies import Bodies, check_shape
from pgdesk.api.guard.limits import Limits, LimitsByRole
from pgdesk.api.guard.queries import patterns
from pgdesk.api.guard.request import network_of
from pgdesk.settings import Settings
from tests.api.conftest import Desk
from tests.api.server import INBOUND_SECRET, SECRET, serving, settings_for
from tests.conftest import Connection
from tests.waiting import until

LIMITS = LimitsByRole(Settings())
ANON, CUSTOMER, AGENT = LIMITS.of("anon"), LIMITS.of("customer"), LIMITS.of("agent")

#: Each role and the seconds that a statement of it may take.
TIMEOUTS = {
    "anon": "3s",
    "customer": "10s",
    "agent": "30s",
    "admin": "30s",
    "authenticator": "1min",
    "worker": "30min",
    "reporter": "5min",
}


# --- Time: settings of roles


def test_every_role_has_a_statement_timeout(db: Connection) -> None:
    rows = db.execute(
        "SELECT r.rolname, substr(s, strpos(s, '=') + 1) FROM pg_db_role_setting AS d"
        " JOIN pg_roles AS r ON r.oid = d.setrole CROSS JOIN unnest(d.setconfig) AS s"
        " WHERE d.setdatabase = 0 AND s LIKE 'statement_timeout=%'"
    ).fetchall()
    assert {role: value for role, value in rows if role in TIMEOUTS} == TIMEOUTS


@pytest.fixture(scope="module")
def slow_desk(desk: Desk) -> Iterator[Desk]:
    """With a function that takes as long as it is told."""
    desk.database.execute(
        "CREATE FUNCTION api.nap(seconds float8) RETURNS text LANGUAGE sql STABLE"
        " RETURN coalesce(pg_sleep(seconds)::text, '') || current_setting('statement_timeout')"
    )
    desk.database.execute("GRANT EXECUTE ON FUNCTION api.nap TO anon, customer, agent, admin")
    desk.database.execute("NOTIFY pgrst, 'reload schema'")
    until(lambda: desk.client.get("/rest/rpc/nap?seconds=0").status_code == 200)
    yield desk
    desk.database.execute("DROP FUNCTION api.nap")
    desk.database.execute("NOTIFY pgrst, 'reload schema'")


@pytest.mark.parametrize("name", ["anon", "customer", "agent", "admin"])
def test_requests_run_with_the_timeout_of_their_role(slow_desk: Desk, name: str) -> None:
    headers = {} if name == "anon" else slow_desk.headers(name)
    assert slow_desk.client.get("/rest/rpc/nap?seconds=0", headers=headers).json() == TIMEOUTS[name]


def test_what_takes_too_long_is_stopped_and_said(slow_desk: Desk) -> None:
    began = time.monotonic()
    answer = slow_desk.client.get("/rest/rpc/nap?seconds=25")
    assert time.monotonic() - began < 20
    assert (answer.status_code, answer.json()["code"]) == (504, "57014")
    assert answer.json()["hint"]


# --- Connections: the share of callers without a token


def test_anonymous_callers_leave_connections_to_others(slow_desk: Desk) -> None:
    with serving(settings_for(slow_desk.dsn, pool_size=4)) as client:
        answers: list[int] = []

        def nap() -> None:
            answers.append(client.get("/rest/rpc/nap?seconds=2.5").status_code)

        threads = [threading.Thread(target=nap) for _ in range(24)]
        for thread in threads:
            thread.start()
        until(lambda: _naps(slow_desk) >= 1)
        began = time.monotonic()
        answer = client.get("/rest/tickets?limit=1", headers=slow_desk.headers("agent"))
        assert answer.status_code == 200
        assert time.monotonic() - began < 2
        assert _naps(slow_desk) <= 1
        for thread in threads:
            thread.join()
        assert set(answers) <= {200, 503}
        assert {200, 503} <= set(answers)


def _naps(desk: Desk) -> int:
    row = desk.database.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%nap%'"
        " AND pid <> pg_backend_pid() AND datname = current_database()"
    ).fetchone()
    assert row is not None
    return int(row[0])


# --- Rows and depth


def test_answers_and_embedded_relations_have_a_largest_number_of_rows(desk: Desk) -> None:
    with serving(settings_for(desk.dsn, max_rows=3)) as client:
        rows = client.get("/rest/statuses?select=status", headers=desk.headers("agent"))
        assert len(rows.json()) == 3
        counted = client.get(
            "/rest/statuses?select=status", headers={**desk.headers("agent"), "Prefer": "count=exact"}
        )
        assert counted.headers["content-range"].startswith("0-2/")
        embedded = client.get(
            "/rest/statuses?select=status,status_transitions!status_transition_from_fkey(*)&status=eq.open"
        )
        assert len(embedded.json()[0]["status_transitions"]) == 3


def nested(depth: int) -> str:
    """Relations in each other, written with what else may stand between."""
    select = "status"
    for level in range(depth):
        select = f"status,a{level}:statuses!x({select})"
    return f"select={select}"


@pytest.mark.parametrize(("limits", "depth"), [(ANON, 2), (CUSTOMER, 3), (AGENT, 5)])
def test_relations_are_embedded_so_deep_and_no_deeper(limits: Limits, depth: int) -> None:
    assert patterns(nested(depth).encode(), limits, False) == []
    for query in (nested(depth + 1), nested(depth + 1).replace("(", "%28").replace(")", "%29"), nested(50)):
        with pytest.raises(ApiError) as refused:
            patterns(query.encode(), limits, False)
        assert (refused.value.status, bool(refused.value.hint)) == (400, True)


def test_relations_beside_each_other_are_counted(desk: Desk) -> None:
    many = ",".join(f"a{n}:statuses(*)" for n in range(9))
    with pytest.raises(ApiError):
        patterns(f"select={many}".encode(), ANON, False)
    assert patterns(f"select={many}".encode(), AGENT, False) == []


def test_parentheses_of_values_are_no_relations() -> None:
    query = "subject=eq.((((((((((((((((x))))))))))))))))&or=(a.eq.1,and(b.eq.2,or(c.eq.3,d.eq.4)))"
    assert patterns(query.encode(), ANON, False) == []


@pytest.mark.parametrize("limits", [ANON, CUSTOMER, AGENT], ids=["anon", "customer", "agent"])
@pytest.mark.parametrize(
    ("head", "term", "join", "tail"),
    [
        (b"select=", b"status", b",", b""),
        (b"or=(", b"status.eq.x", b",", b")"),
        (b"order=", b"status", b",", b""),
        (b"", b"status=eq.x", b"&", b""),
    ],
    ids=["select", "or", "order", "filters"],
)
def test_a_query_has_so_many_terms(
    limits: Limits, head: bytes, term: bytes, join: bytes, tail: bytes
) -> None:
    assert patterns(head + join.join([term] * limits.terms) + tail, limits, False) == []
    with pytest.raises(ApiError, match="columns, conditions and orders"):
        patterns(head + join.join([term] * (limits.terms + 1)) + tail, limits, False)


def test_values_of_a_list_are_no_terms() -> None:
    values = b",".join([b"1"] * 5000)
    assert patterns(b"ticket_id=in.(" + values + b")&subject=like(any).{" + values + b"}", ANON, False) == []


def test_conditions_nest_no_deeper_than_anybody_needs() -> None:
    logic = "a.eq.1"
    for _ in range(12):
        logic = f"and({logic},b.eq.2)"
    with pytest.raises(ApiError):
        patterns(f"or=({logic})".encode(), AGENT, False)


def test_deep_embeds_are_refused_over_http(desk: Desk) -> None:
    answer = desk.client.get(f"/rest/statuses?{nested(3)}")
    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "message", "details", "hint"}


# --- Regular expressions

FILTERS = [
    "name=match.^a",
    "name=imatch.^a",
    "name=m%61tch.^a",
    "name=not.match.^a",
    "name=match(any).{^a,b$}",
    "name=imatch(all).{^a,b$}",
    "or=(name.match.^a,name.eq.b)",
    "and=(name.eq.b,not.or(name.eq.c,name.not.imatch.^a))",
    "tags.name=match.^a&select=tags(name)",
    "tags.or=(name.match.^a)&select=tags(name)",
]


@pytest.mark.parametrize("query", FILTERS)
def test_without_a_token_there_are_no_regular_expressions(query: str) -> None:
    with pytest.raises(ApiError) as refused:
        patterns(query.encode(), ANON, False)
    assert refused.value.status == 403
    assert len(patterns(query.encode(), AGENT, False)) == 1


def test_words_that_only_look_like_one_pass(desk: Desk) -> None:
    for query in ("subject=eq.match.point", "select=match", "order=match.desc", "subject=like.*match*"):
        assert patterns(query.encode(), ANON, False) == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("name=match.^v[aeiou]p$", 200),
        ("name=match(any).{^v,^w}", 200),
        ("name=match.(a)\\1", 400),
        ("name=imatch(any).{^v,(a)\\\\1}", 400),
        ('or=(name.eq.x,name.match."(a)\\\\1")', 400),
        ("name=match.(%3F=a)b", 400),
        ("name=match.a{1000}{3}", 400),
        ("name=match." + "a" * 201, 400),
        ("name=match.(a)\\1%00", 400),
    ],
)
def test_regular_expressions_of_others_are_those_of_rules(desk: Desk, query: str, status: int) -> None:
    for name in ("customer", "agent"):
        answer = desk.client.get(f"/rest/tags?select=name&{query}", headers=desk.headers(name))
        assert answer.status_code in (status, 403), answer.text
    answer = desk.client.get(f"/rest/tags?select=name&{query}", headers=desk.headers("agent"))
    assert answer.status_code == status, answer.text
    changed = desk.client.delete(f"/rest/tags?{query}", headers=desk.headers("agent"))
    assert (changed.status_code == 400) == (status == 400), changed.text


# --- Bodies


def post_endless(client: httpx.Client, path: str, headers: dict[str, str]) -> tuple[bytes, float]:
    """The status line that comes although the body never ends, and seconds until it did."""
    host, port = client.base_url.host, client.base_url.port
    lines = {"Host": f"{host}:{port}", "Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**lines, **headers}.items())
    began = time.monotonic()
    with socket.create_connection((host, port or 80), timeout=20) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n4\r\n[{{}},\r\n".encode())
        return connection.recv(4096).partition(b"\r\n")[0], time.monotonic() - began


@pytest.mark.parametrize(
    "path", ["/rest/tags", "/rest/schedule", "/rest/rpc/merge_tickets", "/rest/settings"]
)
def test_what_a_role_may_not_do_is_refused_before_its_body_is_read(desk: Desk, path: str) -> None:
    line, seconds = post_endless(desk.client, path, {})
    assert (line, seconds < 10) == (b"HTTP/1.1 401 Unauthorized", True)
    line, _ = post_endless(desk.client, path, desk.headers("customer"))
    assert line == b"HTTP/1.1 403 Forbidden"


def test_a_token_that_is_none_sends_no_body(desk: Desk) -> None:
    line, _ = post_endless(desk.client, "/rest/tags", {"Authorization": "Bearer x.y.z"})
    assert line == b"HTTP/1.1 401 Unauthorized"


def test_aliases_refuse_before_they_read(desk: Desk) -> None:
    row = desk.database.execute(
        "SELECT path FROM helpdesk.route_alias WHERE method = 'POST' AND target = 'rpc/merge_tickets'"
    ).fetchone()
    assert row is not None
    path = row[0].replace("{id}", "1").replace("{reference}", "1").replace("{ticket}", "1")
    line, _ = post_endless(desk.client, path, {})
    assert line == b"HTTP/1.1 401 Unauthorized"


def test_refusals_are_worded_as_the_database_words_them(desk: Desk) -> None:
    for method, path in (("POST", "tags"), ("PATCH", "tags?name=eq.x"), ("DELETE", "tags?name=eq.x")):
        guarded = desk.client.request(method, f"/rest/{path}", json={"name": "x"}).json()
        assert (guarded["code"], guarded["message"]) == ("42501", "permission denied for view tags")
        assert "token" in guarded["hint"]


def test_who_lacks_a_permission_is_told_where_to_look(desk: Desk) -> None:
    customer = {"headers": desk.headers("customer")}
    before = desk.client.post("/rest/tags", json={"name": "x"}, **customer)
    inside = desk.client.get("/rest/organisations", **customer)
    for refused in (before, inside):
        assert (refused.status_code, refused.json()["code"]) == (403, "42501")
        assert "GET /rest/" in refused.json()["hint"]


def test_a_new_grant_counts_at_once(desk: Desk) -> None:
    call = {"json": {"name": "late"}, "headers": desk.headers("customer")}
    assert desk.client.post("/rest/settings", **call).status_code == 403  # type: ignore[arg-type]
    desk.database.execute("GRANT INSERT (value) ON api.settings TO customer")
    try:
        until(lambda: "PGRST204" in desk.client.post("/rest/settings", **call).text)  # type: ignore[arg-type]
    finally:
        desk.database.execute("REVOKE INSERT (value) ON api.settings FROM customer")


def test_bodies_have_a_size_for_each_role(desk: Desk) -> None:
    long = {"subject": "x", "description": "y" * 1_000_001}
    for headers in ({}, desk.headers("customer")):
        answer = desk.client.post("/rest/rpc/create_ticket", json=long, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "HTTP413")
        assert answer.json()["message"] == "the body is larger than 1 MB"
    answer = desk.client.post("/rest/rpc/create_ticket", json=long, headers=desk.headers("agent"))
    assert answer.json()["code"] != "HTTP413"
    with serving(settings_for(desk.dsn, max_staff_body_mb=1)) as client:
        assert (
            client.post("/rest/rpc/create_ticket", json=long, headers=desk.headers("agent")).status_code
            == 413
        )


@pytest.mark.parametrize(
    ("path", "status"),
    [("/rest/rpc/create_ticket", 413), ("/rest/tags", 401), ("/inbound/mime", 413), ("/nowhere", 404)],
)
def test_a_refusal_reaches_who_sends_all_before_listening(desk: Desk, path: str, status: int) -> None:
    """As proxies do: closed upon a body, the connection would be reset and the answer lost."""
    url = desk.client.base_url
    size = 70_000_000
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {url.host}\r\nContent-Type: application/json\r\n"
        f"Connection: close\r\nX-Pgdesk-Secret: {INBOUND_SECRET}\r\nContent-Length: {size}\r\n\r\n"
    )
    with socket.create_connection((url.host, url.port or 80), timeout=20) as connection:
        connection.sendall(head.encode() + bytes(size))
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.split(b" ", 2)[1] == b"%d" % status
    assert answer.endswith(b"}"), "whole, and then closed"


def test_all_bodies_together_have_a_size(desk: Desk) -> None:
    async def hold(bodies: Bodies, size: int) -> Any:
        sent = iter([{"type": "http.request", "body": b"x" * size}])

        async def receive() -> Any:
            return next(sent)

        async with bodies.read(receive, None, AGENT) as body:
            return body

    async def check() -> None:
        bodies = Bodies(1000)
        for _ in range(3):
            assert await hold(bodies, 900)
        with pytest.raises(ApiError) as refused:
            await hold(bodies, 1001)
        assert (refused.value.status, dict(refused.value.headers)["Retry-After"]) == (503, "2")
        assert await hold(bodies, 1000)

    asyncio.run(check())


def test_a_body_must_come_in_time() -> None:
    async def never() -> Any:
        await asyncio.sleep(60)

    async def check() -> None:
        async with Bodies(1000).read(never, None, Limits(10, 0.05, 1, 1, 1)):
            pass

    with pytest.raises(ApiError) as refused:
        asyncio.run(check())
    assert refused.value.status == 408


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (b"application/json", b"[" + b"{}," * 100_001 + b"{}]"),
        (b"application/json", b"{" + b",".join(b'"%d":0' % n for n in range(200_001)) + b"}"),
        (b"text/csv", b"a,b\n" * 100_002),
        (b"text/csv", b"a," * 2_000_001),
        (b"application/x-www-form-urlencoded", b"a=b&" * 100_002),
    ],
)
def test_what_takes_long_to_decode_is_refused_by_counting(content_type: bytes, body: bytes) -> None:
    with pytest.raises(ApiError) as refused:
        check_shape(body, content_type)
    assert refused.value.status == 413


def test_long_texts_are_no_rows() -> None:
    text = json.dumps({"body": '{"at": "12:30", "line": 1}\n' * 90_000}).encode()
    check_shape(text, b"application/json")


def test_others_are_served_while_a_large_body_is_decoded(desk: Desk) -> None:
    rows = b"name,color\n" + b'"x","#112233"\n' * 99_000
    headers = {**desk.headers("admin"), "Content-Type": "text/csv"}
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(desk.client.post, "/rest/tags", content=rows, headers=headers)
        slowest = 0.0
        while not sent.done():
            began = time.monotonic()
            assert desk.client.get("/health").status_code == 200
            slowest = max(slowest, time.monotonic() - began)
        assert sent.result().status_code in (400, 409, 422)
    assert slowest < 2


# --- Networks


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff::9", "2001:db8:1:200::/56"),
        ("testclient", ""),
    ],
)
def test_a_network_is_what_an_address_lies_in(address: str, network: str) -> None:
    assert network_of({"client": (address, 1)}) == network
    assert network_of({"client": None}) == ""


@pytest.fixture(scope="module")
def told_network(desk: Desk) -> Iterator[None]:
    desk.database.execute(
        "CREATE FUNCTION api.told_network() RETURNS text LANGUAGE sql STABLE"
        " RETURN current_setting('request.headers')::json ->> 'x-pgdesk-network'"
    )
    desk.database.execute("GRANT EXECUTE ON FUNCTION api.told_network TO anon, agent")
    desk.database.execute("NOTIFY pgrst, 'reload schema'")
    until(lambda: desk.client.get("/rest/rpc/told_network").status_code == 200)
    yield
    desk.database.execute("DROP FUNCTION api.told_network")
    desk.database.execute("NOTIFY pgrst, 'reload schema'")


def test_what_clients_say_of_their_network_does_not_count(desk: Desk, told_network: None) -> None:
    forged = {
        "X-Pgdesk-Network": "192.0.2.0/24",
        "X-Forwarded-For": "192.0.2.1",
        "Forwarded": "for=192.0.2.1",
    }
    ask = "/rest/rpc/told_network"
    assert desk.client.get(ask, headers=forged).json() == "127.0.0.0/24"
    assert desk.client.get(ask, headers={**forged, **desk.headers("agent")}).json() is None
    with serving(settings_for(desk.dsn, trusted_proxies="127.0.0.1")) as client:
        assert client.get(ask, headers=forged).json() == "192.0.2.0/24"
    with serving(settings_for(desk.dsn, trusted_proxies="198.51.100.0/24")) as client:
        assert client.get(ask, headers=forged).json() == "127.0.0.0/24"


# --- Tokens


def signed(header: bytes, claims: bytes) -> dict[str, str]:
    def part(raw: bytes) -> bytes:
        return base64.urlsafe_b64encode(raw).rstrip(b"=")

    said = part(header) + b"." + part(claims)
    signature = part(hmac.new(SECRET.encode(), said, hashlib.sha256).digest())
    return {"Authorization": f"Bearer {(said + b'.' + signature).decode()}"}


_HEADER = b'{"alg": "HS256"}'


@pytest.mark.parametrize(
    ("header", "claims", "code"),
    [
        (_HEADER, b'{"role": "agent", "person_id": %d, "exp": 4102444800}', "PD025"),
        (_HEADER, b'{"role": "agent", "person_id": %d, "exp": 4102444800, "aud": []}', "PD025"),
        (_HEADER, b'{"role": "agent", "person_id": %d, "aud": "pgdesk"}', "PD025"),
        (_HEADER, b'{"role": "agent", "person_id": %d, "exp": 4102444800, "aud": "other"}', "PGRST303"),
        (_HEADER, b'{"role": "agent", "person_id": %d, "name": "\xff"}', "PGRST303"),
        (
            b'{"alg": "HS256", "crit": ["b64"], "b64": true}',
            b'{"role": "agent", "person_id": %d, "exp": 4102444800, "aud": "pgdesk"}',
            "PGRST301",
        ),
    ],
)
def test_tokens_without_what_they_must_carry_are_refused(
    desk: Desk, header: bytes, claims: bytes, code: str
) -> None:
    headers = signed(header, claims % desk.people["agent"])
    answer = desk.client.get("/rest/tickets?limit=1", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
