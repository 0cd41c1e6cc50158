"""A sign-in that somebody else began, changed, or answers in the provider's place."""

import base64
import hashlib
import hmac
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError
from pgdesk.api.login.oidc.id_token import key_id_of, read_claims
from pgdesk.api.login.oidc.people import join_claims, read_person, read_subject
from tests.api.server import serving
from tests.login.test_forged_tokens import part
from tests.providers.conftest import CLIENT_SECRET, SECRET_KEYS, House, Visitor, query_of


def _answer(where: str, **changes: str | None) -> str:
    """The address that the provider sends the browser to, changed."""
    query = {name: value for name, (value,) in parse_qs(query_of(where)).items()}
    changed = {name: value for name, value in {**query, **changes}.items() if value is not None}
    parts = "&".join(f"{name}={quote(value, safe='')}" for name, value in changed.items())
    return f"{where.partition('?')[0]}?{parts}"


# --- tied to this browser, this provider, this once


def test_another_browser_gets_nothing_by_the_answer(house: House) -> None:
    """Login CSRF: a victim is sent the answer to the attacker's own sign-in."""
    attacker, victim = Visitor(house), Visitor(house)
    where = attacker.be_asked(attacker.begin(), "ann")
    assert victim.come_back(where).status_code == 400
    victim.begin()
    assert victim.come_back(where).status_code == 400, "nor one that has begun a sign-in of its own"
    assert attacker.come_back(where).status_code == 200


def test_a_changed_state_or_none_is_refused(house: House) -> None:
    visitor = Visitor(house)
    where = visitor.be_asked(visitor.begin(), "ann")
    for state in (None, "", "x", "x" * 43, "é"):
        fresh = Visitor(house)
        fresh.client.cookies = visitor.client.cookies
        assert fresh.client.get(_answer(where, state=state)).status_code == 400


def test_the_answer_of_another_provider_is_refused(house: House) -> None:
    """RFC 9207: mix-up."""
    for issuer in (None, "https://evil.example", ""):
        visitor = Visitor(house)
        where = visitor.be_asked(visitor.begin(), "ann")
        assert visitor.come_back(_answer(where, iss=issuer)).status_code == 400


def test_an_answer_is_good_once(house: House) -> None:
    visitor = Visitor(house)
    where = visitor.be_asked(visitor.begin(), "ann")
    kept = dict(visitor.client.cookies)
    assert visitor.come_back(where).status_code == 200
    assert visitor.come_back(where).status_code == 400, "the cookie is gone"
    visitor.client.cookies.update(kept)
    assert visitor.come_back(where).status_code == 401, "and the provider knows the code no more"


def test_a_code_of_another_sign_in_is_refused(house: House) -> None:
    """Injected into a sign-in of one's own: verifier and nonce do not fit."""
    victim, attacker = Visitor(house), Visitor(house)
    stolen = parse_qs(query_of(victim.be_asked(victim.begin(), "ann")))["code"][0]
    where = attacker.be_asked(attacker.begin(), "mal")
    assert attacker.come_back(_answer(where, code=stolen)).status_code == 401


def test_a_cookie_that_nobody_sealed_is_none(house: House) -> None:
    visitor = Visitor(house)
    where = visitor.be_asked(visitor.begin(), "ann")
    for value in ("", "x", "AAAA", "é", base64.urlsafe_b64encode(bytes(200)).decode()):
        response = Visitor(house).client.get(where, headers={"Cookie": f"pgdesk_sign_in={value}".encode()})
        assert response.status_code == 400


@pytest.mark.parametrize(
    "target",
    [
        *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "evil.example"),
        *("javascript:alert(1)", "/\t/evil.example", "/a\r\nSet-Cookie: x=y", "", " /docs", "/" + "a" * 600),
    ],
)
def test_nobody_is_led_to_another_site(house: House, target: str) -> None:
    response = Visitor(house).begin(target)
    assert (response.status_code, response.headers.get("Location")) == (400, None)


def test_no_html_comes_from_where_somebody_is_led(house: House) -> None:
    response = Visitor(house, "text/html").sign_in("ann", "/docs?'\"><script>alert(1)</script>")
    assert response.status_code == 200
    assert "<script>" not in response.text
    policy = response.headers["Content-Security-Policy"]
    assert ("default-src 'none'" in policy, "script-src" in policy) == (True, False)


def test_sign_ins_of_a_network_are_counted(house: House) -> None:
    house.database.execute("UPDATE helpdesk.setting SET value = '3' WHERE key = 'login_network_tries'")
    try:
        for _ in range(3):
            assert Visitor(house).sign_in("mal").status_code == 403
        response = Visitor(house).sign_in("mal")
        assert (response.status_code, "Retry-After" in response.headers) == (429, True)
    finally:
        house.database.execute("UPDATE helpdesk.setting SET value = NULL WHERE key = 'login_network_tries'")


def test_an_address_that_the_provider_does_not_vouch_for_opens_no_account(house: House) -> None:
    house.person("eve@house.example", "admin")
    house.person("mal@elsewhere.example", "agent")
    for who in ("eve", "mal"):
        response = Visitor(house).sign_in(who)
        assert (response.status_code, response.json()["code"]) == (403, "PD072")


# --- where the server goes


def test_a_private_address_is_reached_only_where_a_setting_says_so(house: House) -> None:
    closed = msgspec.structs.replace(house.settings, oidc_networks="")
    with serving(closed) as client:
        assert client.get("/auth/oidc/test").status_code == 502
    house.set_provider(issuer="http://169.254.169.254")
    assert Visitor(house).begin().status_code == 502


@pytest.mark.parametrize(
    "address", ["http://93.184.215.14", "http://0177.0.0.1:1", "https://[::ffff:10.0.0.1]"]
)
def test_public_addresses_are_not_asked_by_http_and_private_ones_in_no_spelling(
    house: House, address: str
) -> None:
    house.set_provider(issuer=address)
    begun = time.monotonic()
    assert Visitor(house).begin().status_code == 502
    assert time.monotonic() - begun < 5, "nothing was sent"


class _Failing(BaseHTTPRequestHandler):
    """A provider that is out of order."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(500)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_one_that_is_out_of_order_is_not_asked_by_all_who_begin(house: House) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Failing) as server, ThreadPoolExecutor(5) as pool:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        house.set_provider(issuer=f"http://127.0.0.1:{server.server_port}")
        answers = list(pool.map(lambda _: Visitor(house).begin().status_code, range(5)))
        server.shutdown()
    assert (answers, len(_Failing.asked)) == ([502] * 5, 1)


# --- the secret of the provider


def test_the_secret_is_sent_once_and_shown_to_nobody(house: House) -> None:
    tables = house.value("SELECT string_agg(p::text, '') FROM helpdesk.identity_provider AS p")
    assert CLIENT_SECRET not in tables
    sealed = house.value("SELECT client_secret FROM helpdesk.identity_provider")
    opened = Envelope(SECRET_KEYS).open("identity_provider.client_secret test", sealed)
    assert opened.decode() == CLIENT_SECRET
    person_id = house.person("keeper@house.example", "agent")
    assert house.keep_secret("test", "x", role="agent").status_code == 403, person_id
    assert house.keep_secret("nobody", "x").status_code == 404
    assert house.client.put("/auth/oidc/test/client_secret", json={"client_secret": "x"}).status_code == 401


# --- the provider's token


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one"})


ISSUER, CLIENT, NONCE, ACCESS = "https://login.example", "desk", "nonce", "access"


def _claims(seconds: int = 60, **changes: Any) -> dict[str, Any]:
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "s",
        "nonce": NONCE,
        "iat": now,
        "exp": now + 60,
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


def _read(token: str, key: RSAKey) -> dict[str, Any]:
    keys = KeySet.import_key_set({"keys": [key.as_dict(private=False)]})
    return read_claims(token, keys, ISSUER, CLIENT, NONCE, ACCESS)


def _hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"aud": [CLIENT]},
        {"aud": [CLIENT, "other"], "azp": CLIENT},
        {"azp": CLIENT},
        {"at_hash": _hash(ACCESS)},
        {"seconds": -30},
    ],
)
def test_a_good_token_is_taken(key: RSAKey, changes: dict[str, Any]) -> None:
    token = jwt.encode({"alg": "RS256", "kid": "one"}, _claims(**changes), key)
    assert _read(token, key)["sub"] == "s"


@pytest.mark.parametrize(
    "changes",
    [
        *({"iss": "https://evil.example"}, {"iss": f"{ISSUER}/"}, {"iss": None}),
        *({"aud": "other"}, {"aud": ["other"]}, {"aud": None}, {"aud": []}),
        *({"aud": [CLIENT, "other"]}, {"aud": [CLIENT, "other"], "azp": "other"}, {"azp": "other"}),
        *({"exp": 1}, {"exp": None}, {"exp": "never"}, {"iat": None}, {"iat": 4102444800}),
        *({"nbf": 4102444800},),
        *({"nonce": "another"}, {"nonce": None}, {"nonce": ""}),
        *({"sub": None}, {"sub": ""}, {"sub": 1}, {"sub": "s" * 256}),
        *({"at_hash": _hash("other")}, {"at_hash": 1}, {"at_hash": ""}),
    ],
)
def test_a_token_that_is_not_for_us_of_them_now_is_refused(key: RSAKey, changes: dict[str, Any]) -> None:
    token = jwt.encode({"alg": "RS256", "kid": "one"}, _claims(**changes), key)
    with pytest.raises(ApiError) as caught:
        _read(token, key)
    assert caught.value.status == 401


def _signed_as_secret(secret: bytes) -> str:
    signed = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(_claims())}"
    mac = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def test_a_token_that_they_did_not_sign_is_refused(key: RSAKey) -> None:
    other = RSAKey.generate_key(2048, {"kid": "one"})
    good = jwt.encode({"alg": "RS256", "kid": "one"}, _claims(), key)
    head, body, signature = good.split(".")
    forged = [
        jwt.encode({"alg": "RS256", "kid": "one"}, _claims(), other),
        jwt.encode({"alg": "RS256", "kid": "two"}, _claims(), other),
        *(_signed_as_secret(secret) for secret in (CLIENT_SECRET.encode(), key.as_pem(private=False))),
        f"{part({'alg': 'none'})}.{body}.",
        f"{part({'alg': 'none'})}.{body}.{signature}",
        f"{head}.{part(_claims(sub='admin'))}.{signature}",
        f"{head}.{body}.",
        f"{part({'alg': 'RS256', 'jwk': other.as_dict(private=False)})}.{body}.{signature[:-4]}AAAA",
        *("", ".", "..", "a.b.c", "a" * 100_000, "\u00e9.\u00e9.\u00e9"),
    ]
    for token in forged:
        with pytest.raises(ApiError) as caught:
            _read(token, key)
        assert caught.value.status == 401
    for token in ("", ".", "..", "a.b.c", "é.é.é"):
        with pytest.raises(ApiError):
            key_id_of(token)


@pytest.mark.parametrize(
    ("id_token", "userinfo", "address"),
    [
        ({}, {"email": "a@x.example", "email_verified": True}, "a@x.example"),
        ({"email": "a@x.example"}, {"email": "a@x.example", "email_verified": True}, "a@x.example"),
        ({"email": "a@x.example", "email_verified": True}, {}, "a@x.example"),
        ({"email": "a@x.example", "email_verified": True}, {"email": "b@x.example"}, "a@x.example"),
        ({"email": "a@x.example"}, {"email": "b@x.example", "email_verified": True}, None),
        (
            {"email": "a@x.example", "email_verified": False},
            {"email": "a@x.example", "email_verified": True},
            None,
        ),
        ({"email_verified": True}, {"email": "a@x.example"}, None),
        ({"email": "a@x.example", "email_verified": 1}, {}, None),
        ({"email": "a@x.example", "email_verified": "true"}, {}, "a@x.example"),
        ({"email": "a@x.example"}, {"email_verified": True}, None),
    ],
)
def test_one_address_is_not_verified_by_the_word_about_another(
    id_token: dict[str, Any], userinfo: dict[str, Any], address: str | None
) -> None:
    told = read_person(join_claims(id_token, userinfo), None)
    assert (told.email if told.is_verified else None) == address


def test_what_postgres_cannot_keep_is_not_taken_over() -> None:
    said = {
        "email": "a\0@house.example",
        "email_verified": "yes",
        "name": "\ud800",
        "groups": ["ok", 1, None, "\0", "x" * 301],
    }
    told = read_person(said, "groups")
    assert (told.email, told.is_verified, told.name, told.groups) == (None, False, None, ["ok"])
    assert read_person({"groups": "one"}, "groups").groups == ["one"]
    assert read_person({"groups": ["one"]}, None).groups == []
    for subject in (None, "", "a\0b", "\ud800", 1, "x" * 256):
        with pytest.raises(ApiError):
            read_subject({"sub": subject})


def test_an_address_of_a_provider_that_is_none_is_its_fault(house: House) -> None:
    for issuer in ("https://[", "https://x.invalid", "https://127.0.0.1:99999"):
        house.set_provider(issuer=issuer)
        assert Visitor(house).begin().status_code == 502
