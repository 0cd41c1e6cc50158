"""`pgdesk doctor --mail`: the key that DNS has is the one that signs."""

import httpx
import psycopg

from pgdesk.api.envelope import Envelope
from pgdesk.cli.dkim_records import examine_dkim_keys
from pgdesk.cli.mail_domains import Dns
from tests.api.server import SECRET_KEY
from tests.dkim.test_signing import sign_by
from tests.peers.dns import dns_server

NAME = "s1._domainkey.desk.example"


def zone(text: str) -> str:
    return " ".join(f'"{text[start : start + 255]}"' for start in range(0, len(text), 255))


def test_what_is_said_of_each_key(client: httpx.Client, fresh_db: str) -> None:
    records: dict[tuple[str, str], list[str]] = {}
    with psycopg.connect(fresh_db, autocommit=True) as connection, dns_server(records) as resolver:

        def said(key: str = SECRET_KEY) -> list[tuple[bool, str]]:
            found = examine_dkim_keys(connection, Envelope(key), Dns(resolver))
            return [(one.is_ok, one.text.partition(";")[0]) for one in found]

        assert said() == []
        first = client.put("/mail/dkim_keys/desk.example/s1", json={}).json()["record_text"]
        assert said() == [(False, "waits: DNS has no key")]
        records[NAME, "TXT"] = [zone(first)]
        assert said() == [(True, "DNS has it: rpc/sign_with_dkim_key lets it sign")]
        sign_by(client, NAME)
        assert said() == [(True, "signs, and DNS has it")]
        second = client.put("/mail/dkim_keys/desk.example/s2", json={}).json()["record_text"]
        records[NAME, "TXT"] = [zone(second)]
        assert said()[0] == (False, "signs, but DNS has another key")
        records[NAME, "TXT"] = [zone(first), zone(second)]
        assert said()[0] == (False, "signs, but DNS has 2 texts, which receivers may take as none")
        records["s2._domainkey.desk.example", "TXT"] = [zone(second)]
        records[NAME, "TXT"] = [zone(first)]
        sign_by(client, "s2._domainkey.desk.example")
        assert said() == [
            (True, "is replaced: a week after, its record may go"),
            (True, "signs, and DNS has it"),
        ]
        assert [ok for ok, _ in said("another key of the environment")] == [False, False]
