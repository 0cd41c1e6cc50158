"""A running application, and a real OpenID provider beside it; each test looks at what it changed."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from pgdesk.api.envelope import Envelope
from pgdesk.api.login.signing_keys import make_signing_key
from pgdesk.cli.server.process import free_port
from pgdesk.settings import Settings
from tests.api.server import bearer, serving, settings_for
from tests.conftest import Connection, clone
from tests.peers.openid import running_provider, sign_in

SECRET_KEYS = "a key that seals and has 32 bytes or more"
CLIENT_SECRET = "what the provider gave: a+b/c=%&"
PEOPLE = {
    "ann": {"email": "ann@house.example", "email_verified": True, "name": "Ann", "groups": ["staff"]},
    "bob": {"email": "bob@house.example", "email_verified": True, "name": "Bob", "groups": []},
    "eve": {"email": "eve@house.example", "email_verified": False, "name": "Eve", "groups": ["admins"]},
    "mal": {"email": "mal@elsewhere.example", "email_verified": True, "name": "Mal", "groups": []},
    "zoe": {"email": "zoe@house.example", "email_verified": True, "name": "Zoe", "groups": []},
    "two": {"email": "two@house.example", "email_verified": True, "name": "Two", "groups": []},
}


@dataclass(frozen=True)
class House:
    client: httpx.Client
    database: Connection
    settings: Settings
    issuer: str

    @property
    def url(self) -> str:
        return self.settings.base_url

    def value(self, statement: str, *values: Any) -> Any:
        row = self.database.execute(statement, values).fetchone()
        return row[0] if row else None

    def person(self, email: str, role: str = "agent", **columns: Any) -> int:
        values = {"name": "Member", "email": email, "role": role, **columns}
        found: int = self.value(
            f"INSERT INTO helpdesk.person ({', '.join(values)})"
            f" VALUES ({', '.join(['%s'] * len(values))}) RETURNING person_id",
            *values.values(),
        )
        return found

    def set_provider(self, **columns: Any) -> None:
        for name, value in columns.items():
            self.database.execute(f"UPDATE helpdesk.identity_provider SET {name} = %s", (value,))

    def keep_secret(self, provider: str, secret: str, role: str = "admin") -> httpx.Response:
        person_id = self.value("SELECT min(person_id) FROM helpdesk.person WHERE role = %s", role)
        return self.client.put(
            f"/auth/oidc/{provider}/client_secret",
            json={"client_secret": secret},
            headers=bearer(role, person_id),
        )


class Visitor:
    """A browser without scripts: it keeps cookies and goes where it is sent."""

    def __init__(self, house: House, accept: str = "application/json") -> None:
        self.house = house
        self.client = httpx.Client(timeout=30, trust_env=False, headers={"Accept": accept})

    def begin(self, target: str = "/docs", provider: str = "test") -> httpx.Response:
        return self.client.get(f"{self.house.url}/auth/oidc/{provider}", params={"next": target})

    def be_asked(self, began: httpx.Response, who: str) -> str:
        """Where the provider sends the browser once `who` has signed in there."""
        assert began.status_code == 303, began.text
        return sign_in(self.client, began.headers["Location"], who, self.house.url)

    def come_back(self, where: str) -> httpx.Response:
        return self.client.get(where)

    def sign_in(self, who: str, target: str = "/docs") -> httpx.Response:
        """The answer to who has been at the provider."""
        return self.come_back(self.be_asked(self.begin(target), who))


@pytest.fixture(scope="package")
def port() -> int:
    return free_port()


@pytest.fixture(scope="package")
def issuer(port: int) -> Iterator[str]:
    """Of the running provider, to which pgdesk is known."""
    client = {
        "client_id": "pgdesk:desk",
        "client_secret": CLIENT_SECRET,
        "redirect_uris": [f"http://127.0.0.1:{port}/auth/oidc/test/callback"],
        "response_types": ["code"],
    }
    with running_provider(PEOPLE, client) as address:
        yield address


@pytest.fixture(scope="package")
def open_house(server_dsn: str, issuer: str, port: int) -> Iterator[House]:
    with clone(server_dsn, f"pgdesk_providers_{secrets.token_hex(5)}") as dsn:
        settings = settings_for(
            dsn,
            secret_keys=SECRET_KEYS,
            public_url=f"http://127.0.0.1:{port}",
            oidc_networks="127.0.0.0/8",
            log_level="error",
        )
        with (
            psycopg.connect(dsn, autocommit=True) as database,
            serving(settings, port=port) as client,
        ):
            public, private = make_signing_key(Envelope(SECRET_KEYS))
            database.execute(
                "SELECT helpdesk.add_signing_key(%s, %s)", (psycopg.types.json.Jsonb(public), private)
            )
            house = House(client, database, settings, issuer)
            house.person("ada@house.example", "admin")
            database.execute(
                "INSERT INTO helpdesk.identity_provider (provider, name, issuer, client_id, scopes)"
                " VALUES ('test', 'Test', %s, 'pgdesk:desk', '{openid,email,profile,groups}')",
                (issuer,),
            )
            assert house.keep_secret("test", CLIENT_SECRET).status_code == 204
            yield house


@pytest.fixture
def house(open_house: House) -> House:
    """Everybody of house.example is let in as a customer, nobody has tried in vain, nobody was here."""
    open_house.set_provider(
        domains=["house.example"],
        new_role="customer",
        group_claim=None,
        has_own_factor=False,
        is_active=True,
        issuer=open_house.issuer,
    )
    open_house.database.execute("DELETE FROM helpdesk.identity")
    open_house.database.execute("DELETE FROM helpdesk.identity_provider_group")
    open_house.database.execute("DELETE FROM helpdesk.login_try")
    return open_house


def query_of(url: str) -> str:
    return urlsplit(url).query
