"""Passkeys in a real browser, whose authenticator is Chromium's own."""

import secrets
from collections.abc import Iterator

import psycopg
import pytest

from pgdesk.cli.server.process import free_port
from tests.api.server import serving, settings_for
from tests.conftest import clone
from tests.login.conftest import PASSWORD, House
from tests.web.browser import Chromium

#: What a page does: it asks, lets the browser make or sign, and sends what that says.
MAKE = """
async token => {
  const post = (path, body) => fetch(`/auth/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const asked = await (await post("passkeys/options", { refresh_token: token })).json();
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(asked.passkey);
  const made = await navigator.credentials.create({ publicKey: options });
  const added = await post("passkeys", { refresh_token: token, name: "Laptop", passkey: made.toJSON() });
  return [added.status, await added.json()];
}
"""
SIGN = """
async asked => {
  const post = (path, body) => fetch(`/auth/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  asked ??= await (await post("passkey/options", {})).json();
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(asked.passkey);
  const signed = await navigator.credentials.get({ publicKey: options });
  const sent = { challenge: asked.challenge, passkey: signed.toJSON(), as_cookies: true };
  const response = await post("factor", sent);
  const me = await fetch("/rest/rpc/me");
  return [response.status, (await me.json())[0]?.person_id];
}
"""
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def local_house(server_dsn: str) -> Iterator[House]:
    """Under the name localhost, since an address has no passkeys."""
    with clone(server_dsn, f"pgdesk_passkeys_{secrets.token_hex(5)}") as dsn:
        port = free_port()
        settings = settings_for(dsn, public_url=f"http://localhost:{port}")
        with (
            psycopg.connect(dsn, autocommit=True) as database,
            serving(settings, port=port) as client,
        ):
            yield House(client, database, settings)


def test_a_browser_makes_a_passkey_and_signs_in_by_it(chromium: Chromium, local_house: House) -> None:
    page = chromium.visit(local_house.settings.base_url, "/auth/verify")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    member = local_house.person()
    status, answer = page.evaluate(MAKE, member.log_in()["refresh_token"])
    assert (status, len(answer["recovery_codes"])) == (200, 10)
    assert page.evaluate(SIGN, None) == [200, member.person_id]
    waiting = member.try_password(PASSWORD)
    assert waiting.status_code == 202
    assert page.evaluate(SIGN, waiting.json()) == [200, member.person_id]
    used = "SELECT name, used_at IS NOT NULL FROM helpdesk.passkey WHERE person_id = %s"
    assert local_house.database.execute(used, (member.person_id,)).fetchall() == [("Laptop", True)]
