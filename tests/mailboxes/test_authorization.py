"""Accounts that a provider's tokens let in: a real provider, and a Dovecot that asks it about them."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest

from pgdesk.api.envelope import Envelope
from pgdesk.cli.server.process import free_port
from pgdesk.mail.imap.watching import open_pool
from pgdesk.mail.login import Login, Logins
from pgdesk.mail.problems import MailProblem
from pgdesk.settings import Settings, read_networks
from tests.api.server import bearer, serving, settings_for
from tests.conftest import clone
from tests.mailboxes.conftest import USER, Keeper, mail, switch_on
from tests.peers.dovecot import HOST, USERS, Dovecot, running_dovecot
from tests.peers.openid import running_provider, sign_in
from tests.waiting import until

SECRET = "what the provider gave: a+b/c=%&"
NETWORKS = "127.0.0.0/8,::1/128"


@dataclass
class Desk(Keeper):
    """A desk with a running api process, a provider and a mail server."""

    client: httpx.Client
    api: Settings
    issuer: str

    @property
    def settings(self) -> Settings:
        return self.api

    def headers(self, role: str = "admin") -> dict[str, str]:
        return bearer(role, self.value("SELECT min(person_id) FROM helpdesk.person WHERE role = %s", role))

    def post(self, path: str, body: object, role: str = "admin") -> httpx.Response:
        return self.client.post(path, json=body, headers=self.headers(role))

    def put(self, path: str, body: object, role: str = "admin") -> httpx.Response:
        return self.client.put(path, json=body, headers=self.headers(role))

    def authorize(self) -> str:
        """Where the browser of who has the mailbox goes."""
        asked = self.post("/mail/accounts/support/authorization", {})
        assert asked.status_code == 200, asked.text
        return str(asked.json()["address"])

    def let_in(self, who: str = USER) -> httpx.Response:
        with httpx.Client(timeout=30, trust_env=False) as browser:
            where = sign_in(browser, self.authorize(), who, self.api.base_url)
            return browser.get(where)

    def log_in(self, ahead: timedelta = timedelta(minutes=1)) -> Login:
        logins = Logins(Envelope(self.api.secret_keys), read_networks(NETWORKS))
        with open_pool(self.api) as pool, pool.connection() as connection:
            return logins.of(connection, "support", ahead)

    def notices(self) -> list[str]:
        rows = self.db.execute(
            "SELECT title FROM helpdesk.notification WHERE kind LIKE 'mailbox%' ORDER BY notification_id"
        )
        return [row[0] for row in rows]


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def issuer(port: int) -> Iterator[str]:
    desk = {
        "client_id": "pgdesk",
        "client_secret": SECRET,
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "redirect_uris": [f"http://127.0.0.1:{port}/mail/callback"],
        "response_types": ["code"],
    }
    server = {
        "client_id": "dovecot",
        "client_secret": "dovecot",
        "grant_types": [],
        "redirect_uris": [],
        "response_types": [],
    }
    people = {user: {"email": user, "email_verified": True} for user in USERS}
    with running_provider(people, desk, server) as address:
        yield address


@pytest.fixture(scope="module")
def dovecot(issuer: str) -> Iterator[Dovecot]:
    with running_dovecot(tokens_of=issuer) as running:
        yield running


@pytest.fixture(scope="module")
def open_desk(server_dsn: str, issuer: str, port: int) -> Iterator[Desk]:
    with clone(server_dsn, f"pgdesk_mail_{secrets.token_hex(5)}") as dsn:
        settings = settings_for(dsn, public_url=f"http://127.0.0.1:{port}", mail_networks=NETWORKS)
        with (
            psycopg.connect(dsn, autocommit=True) as db,
            serving(settings, port=port) as client,
        ):
            switch_on(db)
            for role in ("admin", "agent"):
                db.execute(
                    "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, %s)",
                    (role, f"{role}@house.example", role),
                )
            yield Desk(db, dsn, client, settings, issuer)


@pytest.fixture
def desk(open_desk: Desk, dovecot: Dovecot) -> Desk:
    """A mailbox of an account whose provider nobody has asked yet."""
    desk = open_desk
    for table in ("mailbox", "mailbox_account", "notification"):
        desk.db.execute(f"DELETE FROM helpdesk.{table}")
    desk.db.execute("DELETE FROM helpdesk.mail_provider WHERE provider = 'test'")
    rows = {
        "mail_providers": {
            "provider": "test",
            "name": "Test",
            "authorization_endpoint": f"{desk.issuer}/auth",
            "token_endpoint": f"{desk.issuer}/token",
            "scopes": ["openid", "email", "offline_access"],
            "parameters": {"ui_locales": "en"},
            "client_id": "pgdesk",
        },
        "mailbox_accounts": {
            "account": "support",
            "host": HOST,
            "port": dovecot.port,
            "user_name": USER,
            "provider": "test",
        },
        "mailboxes": {"mailbox": "support", "account": "support"},
    }
    for view, row in rows.items():
        made = desk.post(f"/rest/{view}", row)
        assert made.status_code == 201, made.text
    assert desk.put("/mail/providers/test/client_secret", {"client_secret": SECRET}).status_code == 204
    return desk


def test_who_has_the_mailbox_lets_pgdesk_in_by_a_browser(desk: Desk, dovecot: Dovecot) -> None:
    page = desk.let_in()
    assert page.status_code == 200
    assert "pgdesk may use mailbox account support now" in page.text
    dovecot.deliver(USER, mail("By a token"))
    assert desk.read_once(dovecot) == {"support": None}
    assert mail("By a token") in desk.bodies()
    kept = desk.db.execute("SELECT refresh_token, access_token FROM helpdesk.mailbox_account").fetchone()
    assert kept is not None
    assert all(secret[:1] == b"\x01" for secret in kept)


def test_what_is_asked_ties_the_answer_to_it(desk: Desk) -> None:
    address = desk.authorize()
    asked = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
    assert asked["redirect_uri"] == f"{desk.api.base_url}/mail/callback"
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    assert (asked["ui_locales"], asked["login_hint"]) == ("en", USER)
    assert desk.value("SELECT asked_hash IS NOT NULL FROM helpdesk.mailbox_account")


def test_an_answer_counts_once_and_in_time(desk: Desk) -> None:
    with httpx.Client(timeout=30, trust_env=False) as browser:
        where = sign_in(browser, desk.authorize(), USER, desk.api.base_url)
        assert browser.get(where).status_code == 200
        assert browser.get(where).status_code == 400
        where = sign_in(browser, desk.authorize(), USER, desk.api.base_url)
        desk.change("mailbox_account", asked_until="2020-01-01")
        assert browser.get(where).status_code == 400
        first = sign_in(browser, desk.authorize(), USER, desk.api.base_url)
        desk.authorize()
        assert browser.get(first).status_code == 400, "another has been asked since"


def test_an_answer_that_nobody_asked_for_changes_nothing(desk: Desk) -> None:
    for query in ({}, {"state": "x", "code": "y"}, {"state": "é" * 400, "code": "y"}):
        page = desk.client.get("/mail/callback", params=query)
        assert page.status_code == 400
    assert desk.value("SELECT authorized_at FROM helpdesk.mailbox_account") is None


def test_who_turns_back_at_the_provider_is_told_so(desk: Desk) -> None:
    page = desk.let_in("nobody that is known there")
    assert page.status_code == 401
    assert desk.value("SELECT authorized_at FROM helpdesk.mailbox_account") is None


@pytest.mark.parametrize("role", ["agent"])
def test_only_who_keeps_mailboxes_may(desk: Desk, role: str) -> None:
    assert desk.post("/mail/accounts/support/authorization", {}, role).status_code == 403
    assert desk.put("/mail/accounts/support/password", {"password": "x"}, role).status_code == 403
    assert desk.put("/mail/providers/test/client_secret", {"client_secret": "x"}, role).status_code == 403
    assert desk.client.post("/mail/accounts/support/authorization").status_code == 401


def test_requests_that_make_no_sense_are_refused(desk: Desk) -> None:
    assert desk.post("/mail/accounts/nobody/authorization", {}).status_code == 404
    assert desk.put("/mail/accounts/nobody/password", {"password": "x"}).status_code == 404
    assert desk.put("/mail/accounts/support/password", {"passwort": "x"}).status_code == 400
    refused = desk.put("/mail/accounts/support/password", {"password": "x"})
    assert (refused.status_code, refused.json()["code"]) == (422, "PD006"), "a provider's tokens let it in"
    desk.db.execute("UPDATE helpdesk.mailbox_account SET provider = NULL")
    refused = desk.post("/mail/accounts/support/authorization", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "PD135")
    assert desk.put("/mail/accounts/support/password", {"password": "x"}).status_code == 204
    assert desk.value("SELECT has_password FROM helpdesk.mailbox_account")
    assert desk.put("/mail/accounts/support/password", {"password": None}).status_code == 204
    assert not desk.value("SELECT has_password FROM helpdesk.mailbox_account")


def test_a_token_is_replaced_before_it_ends(desk: Desk) -> None:
    desk.let_in()
    first = desk.log_in()
    assert desk.log_in() == first
    assert desk.value("SELECT helpdesk.refresh_mail_tokens()") == 0
    desk.db.execute(
        "UPDATE helpdesk.mailbox_account SET expires_at = helpdesk.clock() + interval '9 minutes'"
    )
    assert desk.value("SELECT helpdesk.refresh_mail_tokens()") == 1
    assert desk.log_in() == first
    second = desk.log_in(timedelta(minutes=10))
    assert second.secret != first.secret
    assert desk.value(
        "SELECT expires_at > helpdesk.clock() + interval '10 minutes' FROM helpdesk.mailbox_account"
    )


def test_one_asks_for_a_token_at_a_time(desk: Desk) -> None:
    desk.let_in()
    desk.db.execute("UPDATE helpdesk.mailbox_account SET expires_at = helpdesk.clock() - interval '1 minute'")
    begun = "SELECT helpdesk.begin_mail_login('support') ? 'refresh'"
    assert [desk.value(begun) for _ in range(3)] == [True, False, False]


def test_of_a_refused_token_they_are_told_once_and_when_it_is_good_again(
    desk: Desk, dovecot: Dovecot
) -> None:
    desk.let_in()
    with desk.reading(dovecot):
        until(lambda: desk.watched("caught_up_at"))
    kept = desk.value("SELECT refresh_token FROM helpdesk.mailbox_account")
    revoked = Envelope(desk.api.secret_keys).open("mailbox_account.refresh_token support", kept).decode()
    ended = httpx.post(
        f"{desk.issuer}/token/revocation",
        data={"token": revoked, "client_id": "pgdesk", "client_secret": SECRET},
        trust_env=False,
    )
    assert ended.status_code == 200, ended.text
    desk.db.execute("UPDATE helpdesk.mailbox_account SET expires_at = helpdesk.clock() - interval '1 minute'")
    desk.change("mailbox", next_try_at="2020-01-01")
    for _ in range(2):
        problem = desk.read_once(dovecot)["support"]
        assert problem is not None
        assert "invalid_grant" in problem
        desk.change("mailbox", next_try_at="2020-01-01")
    desk.value("SELECT helpdesk.tell_of_mailboxes()")
    assert desk.notices() == ["Mail account support is let in no more"]
    assert "invalid_grant" in desk.value(
        "SELECT problem FROM helpdesk.list_mailbox_faults() ORDER BY subject"
    )
    desk.let_in()
    assert desk.notices()[1:] == ["Mail account support is let in again"]
    assert desk.read_once(dovecot) == {"support": None}


def test_a_client_secret_that_is_wrong_stops_it_until_it_is_right(desk: Desk) -> None:
    desk.let_in()
    desk.db.execute("UPDATE helpdesk.mailbox_account SET expires_at = helpdesk.clock() - interval '1 minute'")
    desk.put("/mail/providers/test/client_secret", {"client_secret": "wrong"})
    with pytest.raises(MailProblem, match="invalid_client"):
        desk.log_in()
    desk.put("/mail/providers/test/client_secret", {"client_secret": SECRET})
    assert desk.log_in().mechanism == "XOAUTH2"


def test_a_provider_that_is_away_is_asked_again_and_alarms_nobody_at_once(desk: Desk) -> None:
    desk.let_in()
    desk.db.execute("UPDATE helpdesk.mailbox_account SET expires_at = helpdesk.clock() - interval '1 minute'")
    # Without forgetting what was entered: the row's own trigger is not what is tried here.
    desk.db.execute("ALTER TABLE helpdesk.mail_provider DISABLE TRIGGER mail_provider_20_forget_secrets")
    try:
        desk.change("mail_provider", token_endpoint=f"http://127.0.0.1:{free_port()}/token")
        with pytest.raises(MailProblem) as problem:
            desk.log_in()
        assert not problem.value.is_refused
        assert desk.value("SELECT refused_at FROM helpdesk.mailbox_account") is None
        desk.change("mail_provider", token_endpoint=f"{desk.issuer}/token")
    finally:
        desk.db.execute("ALTER TABLE helpdesk.mail_provider ENABLE TRIGGER mail_provider_20_forget_secrets")
    assert desk.log_in().mechanism == "XOAUTH2"
    assert desk.notices() == []


def test_an_app_itself_is_let_in_without_anybody(desk: Desk) -> None:
    changed = {"authorization_endpoint": None, "scopes": ["openid"]}
    desk.client.patch("/rest/mail_providers?provider=eq.test", json=changed, headers=desk.headers())
    assert desk.log_in().mechanism == "XOAUTH2"
    assert desk.value(
        "SELECT refresh_token IS NULL AND access_token IS NOT NULL FROM helpdesk.mailbox_account"
    )


def test_somebody_elses_token_opens_no_mailbox(desk: Desk, dovecot: Dovecot) -> None:
    desk.let_in(USERS[1])
    problem = desk.read_once(dovecot)["support"]
    assert problem is not None
    assert f"refuses the login of {USER}" in problem
