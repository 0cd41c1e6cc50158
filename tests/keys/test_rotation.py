"""Keys that sign tokens take turns, and the running servers follow."""

import os
import time

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from psycopg.types.json import Jsonb

from tests.api.server import SECRET, serving, settings_for
from tests.conftest import clone
from tests.keys.conftest import EMAIL, PASSWORD, Ring, key_id
from tests.rest.tokens import sign
from tests.waiting import until


def _current(ring: Ring) -> str:
    return str(ring.value("SELECT helpdesk.current_signing_key_id()"))


def test_a_token_is_signed_by_the_key_in_force_and_verified_by_others(ring: Ring) -> None:
    token = ring.log_in()
    assert key_id(token) == _current(ring)
    claims = ring.claims(token)
    assert (claims["role"], claims["aud"]) == ("agent", "pgdesk")
    until(lambda: ring.status(token) == 200)


def test_what_has_a_body_is_accepted_as_what_has_none(ring: Ring) -> None:
    """Also in the first request of a server, which knows no key of the database yet."""
    with serving(ring.settings) as client:
        headers = {"Authorization": f"Bearer {ring.log_in()}"}
        answer = client.post("/rest/rpc/create_ticket?select=subject", json={"subject": "x"}, headers=headers)
        assert answer.status_code == 200, answer.text
        alias = client.post("/support/tickets", json={"subject": "x"}, headers=headers)
        assert alias.status_code == 201, alias.text


def test_the_public_keys_are_published_and_nothing_else(ring: Ring) -> None:
    response = ring.client.get("/.well-known/jwks.json")
    assert response.status_code == 200
    assert "max-age=300" in response.headers["Cache-Control"]
    for key in response.json()["keys"]:
        assert sorted(key) == ["alg", "crv", "kid", "kty", "use", "x", "y"]
    assert _current(ring) in {key["kid"] for key in response.json()["keys"]}


def test_a_new_key_is_known_before_it_signs_and_the_old_one_good_after(ring: Ring) -> None:
    old = _current(ring)
    before = ring.log_in()
    new = ring.add_key()
    assert {old, new} <= ring.published().keys()
    assert key_id(ring.log_in()) == old
    ring.database.execute(
        "UPDATE helpdesk.signing_key SET signs_from = helpdesk.clock() WHERE key_id = %s", (new,)
    )
    after = ring.log_in()
    assert key_id(after) == new
    until(lambda: ring.status(after) == 200)
    assert ring.status(before) == 200


def test_a_running_server_accepts_a_key_at_once_and_refuses_a_retired_one(ring: Ring) -> None:
    old = _current(ring)
    before = ring.log_in()
    until(lambda: ring.status(before) == 200)
    ring.add_key(is_at_once=True)
    after = ring.log_in()
    began = time.monotonic()
    until(lambda: ring.status(after) == 200, 10)
    ring.database.execute("SELECT api.retire_signing_key(%s)", (old,))
    until(lambda: ring.status(before) == 401, 10)
    assert time.monotonic() - began < 10
    assert ring.status(after) == 200
    assert old not in ring.published()


def test_a_key_that_nobody_can_read_changes_nothing(ring: Ring) -> None:
    token = ring.log_in()
    until(lambda: ring.status(token) == 200)
    ring.database.execute(
        "INSERT INTO helpdesk.signing_key (key_id, algorithm, public_jwk, is_of_host)"
        ' VALUES (%s, \'ES256\', \'{"kty": "EC", "alg": "ES256", "crv": "none"}\', true)',
        ("x" * 43,),
    )
    try:
        fresh = ring.add_key(is_at_once=True)
        assert ring.status(token) == 200, "the keys from before hold"
    finally:
        ring.database.execute("DELETE FROM helpdesk.signing_key WHERE key_id = %s", ("x" * 43,))
    after = ring.log_in()
    assert key_id(after) == fresh
    until(lambda: ring.status(after) == 200)


def test_tokens_of_hosts_stay_good_by_their_secret_and_by_their_own_keys(ring: Ring) -> None:
    person_id = ring.value("SELECT person_id FROM helpdesk.person")
    claims = {"role": "agent", "person_id": person_id, "aud": "pgdesk", "exp": int(time.time()) + 60}
    assert ring.status(sign(claims, SECRET.encode())) == 200

    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token = jwt.encode(claims, private, "RS256")
    assert ring.status(token) == 401
    public = {"alg": "RS256", **jwt.algorithms.RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)}
    thumbprint = "h" * 43
    ring.database.execute("SELECT helpdesk.trust_signing_key(%s, %s)", (thumbprint, Jsonb(public)))
    until(lambda: ring.status(token) == 200, 10)
    assert public["n"] not in str(ring.published()), "it is not ours to publish"
    ring.database.execute("SELECT api.retire_signing_key(%s)", (thumbprint,))
    until(lambda: ring.status(token) == 401, 10)


def test_where_there_is_no_key_the_set_is_empty(server_dsn: str) -> None:
    with clone(server_dsn, f"pgdesk_keyless_{os.getpid()}") as dsn, serving(settings_for(dsn)) as client:
        assert client.get("/.well-known/jwks.json").json() == {"keys": []}


def test_a_process_without_the_key_that_seals_signs_nobody_in_and_says_why(ring: Ring) -> None:
    others = msgspec.structs.replace(ring.settings, secret_keys="another key that seals and has 32 bytes+")
    with serving(others) as client:
        response = client.post("/auth/login", json={"email": EMAIL, "password": PASSWORD})
    assert (response.status_code, "PGDESK_SECRET_KEYS" in response.json()["hint"]) == (503, True)
