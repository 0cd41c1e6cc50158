"""PUT /mail/dkim_keys/{domain}/{selector}: what DNS is to say; the private key is nowhere to be read."""

import base64
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from pgdesk.api.envelope import Envelope
from tests.api.server import SECRET_KEY, bearer
from tests.desk import SYSTEM, Desk

NAME = "s1._domainkey.desk.example"
PLACE = "/mail/dkim_keys/desk.example/s1"


def pem(key: Any, encryption: KeySerializationEncryption | None = None) -> str:
    text: bytes = key.private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, encryption or NoEncryption()
    )
    return text.decode()


def record(key: Any) -> str:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def test_a_key_that_pgdesk_makes(client: httpx.Client, committed: Desk) -> None:
    made = client.put(PLACE, json={})
    assert made.status_code == 200
    sealed = committed.one(SYSTEM, "SELECT private_key FROM helpdesk.dkim_key")
    private = Envelope(SECRET_KEY).open(f"dkim_key.private_key {NAME}", sealed)
    assert made.json() == {"record_name": NAME, "record_text": record(load_pem_private_key(private, None))}
    (shown,) = client.get("/rest/dkim_keys").json()
    assert (shown["record_text"], shown["signs_from"]) == (made.json()["record_text"], None)
    assert "private_key" not in shown
    audited = committed.one(
        SYSTEM, "SELECT string_agg(c::text, ' ') FROM audit.change AS c WHERE table_name = 'dkim_key'"
    )
    assert NAME in audited
    assert bytes(sealed).hex() not in audited


def test_a_key_that_was_there(client: httpx.Client) -> None:
    key = rsa.generate_private_key(65537, 2048)
    assert client.put(PLACE, json={"private_key": pem(key)}).json()["record_text"] == record(key)


def test_a_selector_has_one_key(client: httpx.Client) -> None:
    first = client.put(PLACE, json={}).json()
    again = client.put(PLACE, json={})
    assert (again.status_code, again.json()["code"]) == (409, "PD143")
    assert [one["record_text"] for one in client.get("/rest/dkim_keys").json()] == [first["record_text"]]


@pytest.mark.parametrize(
    "wrong",
    [
        "plain text",
        pem(rsa.generate_private_key(65537, 1024)),
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(rsa.generate_private_key(65537, 2048), BestAvailableEncryption(b"x")),
    ],
    ids=["text", "short", "no RSA", "with a password"],
)
def test_what_is_no_key(client: httpx.Client, wrong: str) -> None:
    answer = client.put(PLACE, json={"private_key": wrong})
    assert answer.status_code == 400
    assert "2048 to 4096 bits" in answer.json()["message"]
    assert wrong.splitlines()[-1] not in answer.text


_NO_RECORDS = ("Desk.example/s1", "desk/s1", "desk.example/S1", "desk.example/a.b", "m%C3%BCnchen.example/s1")


def test_what_no_record_can_be_called(client: httpx.Client, subtests: pytest.Subtests) -> None:
    for place in _NO_RECORDS:
        with subtests.test(place):
            answer = client.put(f"/mail/dkim_keys/{place}", json={})
            assert (answer.status_code, answer.json()["code"]) == (422, "PD006")
            assert client.get("/rest/dkim_keys").json() == []


def test_who_may_not_keeps_none(client: httpx.Client, committed: Desk) -> None:
    del client.headers["Authorization"]
    assert client.put(PLACE, json={}).status_code == 401
    for who in (committed.agent, committed.customer):
        assert client.put(PLACE, json={}, headers=bearer(who.role, who.id or 0)).status_code == 403
    assert committed.one(SYSTEM, "SELECT count(*) FROM helpdesk.dkim_key") == 0
