"""Tokens that claim a key which did not sign them, or bring one along."""

import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.keys.conftest import Ring, key_id
from tests.login.test_forged_tokens import part
from tests.waiting import until


@pytest.fixture
def token(ring: Ring) -> str:
    """A good one."""
    found = ring.log_in()
    until(lambda: ring.status(found) == 200)
    return found


@pytest.fixture
def claims(ring: Ring, token: str) -> dict[str, Any]:
    return {**ring.claims(token), "role": "admin", "exp": int(time.time()) + 60}


def _signed_as_secret(head: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    signed = f"{part(head)}.{part(claims)}"
    mac = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{jwt.utils.base64url_encode(mac).decode()}"


def test_a_public_key_is_no_secret(ring: Ring, token: str, claims: dict[str, Any]) -> None:
    """HS256 with what is published as its secret, in every spelling of it."""
    public = ring.published()[key_id(token)]
    key = jwt.PyJWK(public).key
    spellings = [
        json.dumps(public).encode(),
        json.dumps({"keys": [public]}).encode(),
        key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        public["x"].encode(),
        b"",
    ]
    for spelling in spellings:
        for head in ({"alg": "HS256"}, {"alg": "HS256", "kid": key_id(token)}):
            assert ring.status(_signed_as_secret(head, claims, spelling)) == 401


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_one_without_a_signature_is_refused(
    ring: Ring, token: str, claims: dict[str, Any], algorithm: str
) -> None:
    head = {"alg": algorithm, "kid": key_id(token)}
    assert ring.status(f"{part(head)}.{part(claims)}.") == 401
    assert ring.status(f"{part(head)}.{part(claims)}.{token.split('.')[2]}") == 401


def test_a_key_that_the_token_brings_along_does_not_count(
    ring: Ring, token: str, claims: dict[str, Any]
) -> None:
    """RFC 8725, section 3.10: jwk, jku, x5u and x5c are the sender's word."""
    own = ec.generate_private_key(ec.SECP256R1())
    jwk = jwt.algorithms.ECAlgorithm.to_jwk(own.public_key(), as_dict=True)
    for header in (
        {"jwk": jwk},
        {"jwk": {**jwk, "kid": key_id(token)}, "kid": key_id(token)},
        {"jku": "https://attacker.example/keys.json", "kid": key_id(token)},
        {"x5u": "https://attacker.example/cert.pem", "kid": key_id(token)},
        {"x5c": ["MIIB"], "kid": key_id(token)},
        {},
    ):
        assert ring.status(jwt.encode(claims, own, "ES256", headers=header)) == 401


def test_an_unknown_key_or_that_of_another_token_is_refused(ring: Ring, token: str) -> None:
    head, body, signature = token.split(".")
    for kid in ("nobody's", "", "../../etc/passwd", "' OR true --", None, 1):
        forged = f"{part({'alg': 'ES256', 'kid': kid})}.{body}.{signature}"
        assert ring.status(forged) == 401
    assert ring.status(f"{head}.{body}.{signature[:-4]}AAAA") == 401


@pytest.mark.parametrize("algorithm", ["ES384", "ES512", "RS256", "PS256", "EdDSA", "HS512"])
def test_a_key_is_good_for_its_algorithm_only(ring: Ring, token: str, algorithm: str) -> None:
    _, body, signature = token.split(".")
    assert ring.status(f"{part({'alg': algorithm, 'kid': key_id(token)})}.{body}.{signature}") == 401


def test_changed_claims_are_refused(ring: Ring, token: str, claims: dict[str, Any]) -> None:
    head, _, signature = token.split(".")
    assert ring.status(f"{head}.{part(claims)}.{signature}") == 401
    assert ring.status(token) == 200
