"""What a real Postfix received is verified, as receivers do, by what DNS would say; not once changed."""

from collections.abc import Iterator

import dkim
import httpx
import psycopg
import pytest

from pgdesk.mail.outbox import send_due
from pgdesk.mail.smtp import parse_url
from tests.api.server import SECRET_KEY, settings_for
from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk
from tests.outbox.test_recipients import set_to
from tests.outbox.test_sending import mail, queue
from tests.peers import opendkim
from tests.peers.postfix import Postfix, postfix
from tests.peers.smtp import SmtpServer, smtp_server

Records = dict[str, str]


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    with postfix() as made:
        yield made


def begin(client: httpx.Client, selector: str, domain: str = "desk.example") -> Records:
    """What DNS has to say of a key that signs from now on."""
    made = client.put(f"/mail/dkim_keys/{domain}/{selector}", json={}).json()
    sign_by(client, made["record_name"])
    return {made["record_name"]: made["record_text"]}


def sign_by(client: httpx.Client, record_name: str) -> None:
    used = client.post("/rest/rpc/sign_with_dkim_key", json={"record_name": record_name})
    assert used.status_code == 204


def send(dsn: str, peer: Postfix | SmtpServer, keys: str = SECRET_KEY) -> int:
    settings = settings_for(dsn, secret_keys=keys, port=8000)
    with psycopg.connect(login_dsn(dsn, "worker"), autocommit=True) as connection:
        return send_due(connection, settings, parse_url(peer.url), looks=0)


def is_signed(raw: bytes, records: Records) -> bool:
    def ask(name: bytes, timeout: int = 5) -> bytes:
        return records.get(name.decode().rstrip("."), "").encode()

    verified: bool = dkim.verify(raw, dnsfunc=ask)
    return verified


def selector_of(raw: bytes) -> str:
    fields = [value for name, value in dkim.rfc822_parse(raw)[0] if name == b"DKIM-Signature"]
    (field,) = fields
    tags: dict[bytes, bytes] = dkim.util.parse_tag_value(field)
    assert b"l" not in tags
    assert tags[b"c"] == b"relaxed/relaxed"
    return tags[b"s"].decode()


def test_a_reply_is_verified_where_it_arrives(
    client: httpx.Client, committed: Desk, fresh_db: str, server: Postfix
) -> None:
    records = begin(client, "s1")
    set_to(committed, "mail_enabled", "true")
    committed.run(
        SYSTEM,
        "UPDATE helpdesk.person SET email = 'signed@out.example' WHERE person_id = %s",
        committed.customer.id,
    )
    ticket = committed.ticket()
    for body in ("Größer: 世界.\n.\n..\n" + "long " * 400, "Second."):
        committed.call(committed.agent, "reply", ticket_id=ticket, body=body)
    assert send(fresh_db, server) == 2
    for raw in server.mails("signed@out.example", 2):
        assert selector_of(raw) == "s1"
        assert is_signed(raw, records)
        assert b"\nContent-Transfer-Encoding: 8bit" not in raw
        for name in (b"From", b"To", b"Subject", b"Date", b"Reply-To", b"References", b"Message-ID"):
            assert b"\n" + name + b": " in raw
            added = name + b": <other@elsewhere.example>\n" + raw
            assert not is_signed(added, records), f"a second {name.decode()} shows something else"
        assert not is_signed(raw.replace(b"Content-Type: multipart", b"Content-Type: text", 1), records)
        assert not is_signed(raw + b"more\n", records), "the whole text is signed"


def test_another_verifier_agrees(client: httpx.Client, committed: Desk, fresh_db: str) -> None:
    records = begin(client, "s1")
    queue(committed)
    with smtp_server() as peer:
        send(fresh_db, peer)
        raw = peer.mails[0].raw
    assert "succeeded" in opendkim.verify(raw, records)
    assert "failed" in opendkim.verify(b"Subject: another\r\n" + raw, records)


def test_a_new_key_takes_over_and_the_one_before_stays_good(
    client: httpx.Client, committed: Desk, fresh_db: str
) -> None:
    with smtp_server() as peer:
        records = begin(client, "s1")
        queue(committed)
        send(fresh_db, peer)
        prepared = client.put("/mail/dkim_keys/desk.example/s2", json={}).json()
        queue(committed)
        send(fresh_db, peer)
        sign_by(client, prepared["record_name"])
        records[prepared["record_name"]] = prepared["record_text"]
        queue(committed)
        send(fresh_db, peer)
        client.delete(f"/rest/dkim_keys?record_name=eq.{prepared['record_name']}")
        queue(committed)
        send(fresh_db, peer)
        raws = [taken.raw for taken in peer.mails]
    assert [selector_of(raw) for raw in raws] == ["s1", "s1", "s2", "s1"]
    assert all(is_signed(raw, records) for raw in raws)
    assert not is_signed(raws[2], {"s2._domainkey.desk.example": records["s1._domainkey.desk.example"]})


def test_only_mails_of_its_domain_are_signed(client: httpx.Client, committed: Desk, fresh_db: str) -> None:
    begin(client, "s1", "other.example")
    queue(committed)
    with smtp_server() as peer:
        assert send(fresh_db, peer) == 1
        (taken,) = peer.mails
    assert b"DKIM-Signature" not in taken.raw


def test_without_the_key_that_opens_it_mails_wait(
    client: httpx.Client, committed: Desk, fresh_db: str
) -> None:
    records = begin(client, "s1")
    queued = queue(committed)
    with smtp_server() as peer:
        send(fresh_db, peer, keys="another key of the environment")
        row = mail(committed, queued)
        assert (row["state"], row["attempts"], peer.mails) == ("queued", 0, [])
        assert "PGDESK_SECRET_KEYS" in row["last_answer"]
        assert send(fresh_db, peer) == 1
        assert is_signed(peer.mails[0].raw, records)
