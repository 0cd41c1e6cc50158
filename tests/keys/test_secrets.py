"""Private keys and the host's secret are read by nobody but who signs or verifies."""

import pytest
from joserfc.jwk import ECKey
from psycopg.types.json import Jsonb

from pgdesk.api.envelope import Envelope
from pgdesk.api.login.signing_keys import make_signing_key, open_signing_key
from tests.conftest import acting_as
from tests.desk import SYSTEM, Desk, refused
from tests.keys.conftest import SECRET_KEYS

SECRET = 'a host\'s \\ "secret" of 32 bytes or more'


def _add(desk: Desk) -> str:
    public, private = make_signing_key(Envelope(SECRET_KEYS))
    desk.run(SYSTEM, "SELECT helpdesk.add_signing_key(%s, %s)", Jsonb(public), private)
    return str(public["kid"])


def test_a_private_key_is_sealed_and_in_no_audit_row(desk: Desk) -> None:
    key_id = _add(desk)
    sealed = desk.one(SYSTEM, "SELECT private_key FROM helpdesk.signing_key WHERE key_id = %s", key_id)
    opened = open_signing_key(Envelope(SECRET_KEYS), key_id, sealed)
    private = str(opened.as_dict(private=True)["d"])
    rows = desk.one(SYSTEM, "SELECT string_agg(c::text, '') FROM audit.change AS c")
    row = desk.one(SYSTEM, "SELECT k::text FROM helpdesk.signing_key AS k WHERE k.key_id = %s", key_id)
    assert private not in rows + row
    assert "private_key" not in rows
    assert opened.as_der(private=True) not in bytes(sealed)


def test_a_key_is_kept_without_its_private_parts(desk: Desk) -> None:
    private = ECKey.generate_key("P-256").as_dict(private=True)
    with refused("23514"):
        desk.run(
            SYSTEM, "SELECT helpdesk.trust_signing_key(%s, %s)", "x" * 43, Jsonb({"alg": "ES256", **private})
        )
    with refused("23514"):
        secret = {"kty": "oct", "alg": "HS256", "k": "c2VjcmV0"}
        desk.run(SYSTEM, "SELECT helpdesk.trust_signing_key(%s, %s)", "x" * 43, Jsonb(secret))


def test_the_keys_of_a_server_are_told_to_no_role_but_its_login(desk: Desk) -> None:
    for role in ("anon", "customer", "agent", "admin", "worker", "doorkeeper"):
        with refused("42501"), desk.db.transaction(), acting_as(desk.db, role, None):
            desk.db.execute("SELECT hook.pre_config()")


@pytest.mark.parametrize("given", [None, SECRET, '{"kty": "oct", "k": "c2VjcmV0"}'])
def test_what_a_server_brings_along_stands_beside_the_keys_of_the_database(
    desk: Desk, given: str | None
) -> None:
    key_id = _add(desk)
    if given is not None:
        desk.db.execute("SELECT set_config('pgdesk.jwt_secret', %s, true)", (given,))
    desk.db.execute("SELECT hook.pre_config()")
    told = desk.one(SYSTEM, "SELECT current_setting('pgrst.jwt_secret')::jsonb -> 'keys'")
    assert (told[0]["kid"], "d" in told[0]) == (key_id, False)
    assert [key["kty"] for key in told[1:]] == ([] if given is None else ["oct"])


def test_without_a_key_a_server_keeps_its_own_secret(desk: Desk) -> None:
    desk.db.execute("SELECT hook.pre_config()")
    assert desk.one(SYSTEM, "SELECT coalesce(current_setting('pgrst.jwt_secret', true), '')") == ""
