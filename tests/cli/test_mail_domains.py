"""What is said of domains that mail is sent from, asked of a DNS server of the test's own."""

from collections.abc import Iterator

import psycopg
import pytest

from pgdesk.cli.mail_domains import Dns, examine_domain, examine_mail
from pgdesk.settings import Settings
from tests.desk import SYSTEM, make_desk
from tests.peers.dns import dns_server
from tests.peers.smtp import smtp_server

GOOD = {
    ("good.example", "TXT"): ['"v=spf1 include:mail.example -all"', '"other"'],
    ("s1._domainkey.good.example", "TXT"): ['"v=DKIM1; k=rsa; p=MIIB" "IjAN"'],
    ("_dmarc.good.example", "TXT"): ['"v=DMARC1; p=reject"'],
    ("good.example", "MX"): ["10 mail.good.example."],
    ("_dmarc.example", "TXT"): [],
}
BAD = {
    ("open.example", "TXT"): ['"v=spf1 +all"'],
    ("twice.example", "TXT"): ['"v=spf1 -all"', '"v=spf1 mx -all"'],
    ("vague.example", "TXT"): ['"v=spf1 mx"'],
    ("null.example", "MX"): ["0 ."],
    ("gone._domainkey.open.example", "TXT"): ['"v=DKIM1; p="'],
    ("_dmarc.parent.example", "TXT"): ['"v=DMARC1; p=none"'],
}
RECORDS = GOOD | BAD


@pytest.fixture
def asking() -> Iterator[Dns]:
    with dns_server(RECORDS) as resolver:
        yield Dns(resolver)


def wrong(domain: str, asking: Dns, *selectors: str) -> dict[str, str]:
    return {one.subject: one.text for one in examine_domain(domain, asking, selectors) if not one.is_ok}


def test_nothing_is_wrong_with_a_domain_that_says_all(asking: Dns) -> None:
    assert wrong("good.example", asking, "s1") == {}


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        ("open.example", "lets anybody send"),
        ("twice.example", "2 times"),
        ("vague.example", "end it in -all"),
        ("nowhere.example", "is missing"),
    ],
)
def test_spf(asking: Dns, domain: str, said: str) -> None:
    assert said in wrong(domain, asking)[f"SPF of {domain}"]


def test_dkim_by_selector(asking: Dns) -> None:
    assert "has no key" in wrong("good.example", asking, "other")["DKIM of good.example"]
    assert "taken its key back" in wrong("open.example", asking, "gone")["DKIM of open.example"]


def test_a_domain_above_may_speak_for_it(asking: Dns) -> None:
    assert "DMARC of a.b.parent.example" not in wrong("a.b.parent.example", asking)
    assert "p=none at least" in wrong("open.example", asking)["DMARC of open.example"]


def test_answers_need_a_place(asking: Dns) -> None:
    assert "answers to null.example" in wrong("null.example", asking)
    assert "answers to nowhere.example" in wrong("nowhere.example", asking)


def test_what_is_said_of_a_desk(fresh_db: str, asking: Dns) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as connection, smtp_server() as peer:
        desk = make_desk(connection)

        def said(settings: Settings) -> dict[str, bool]:
            return {one.subject: one.is_ok for one in examine_mail(connection, settings, asking, ["s1"])}

        assert said(Settings()) == {"mail server": False, "sender": False}
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.support_address (address, sender_name) VALUES ('a@good.example', 'A')",
        )
        found = said(Settings(smtp_url=peer.url))
        assert found.pop("mail") is False
        assert found["mail server"]
        assert all(found.values())
        peer.answers["greeting"] = ["554 no"]
        assert said(Settings(smtp_url=peer.url))["mail server"] is False
        desk.run(SYSTEM, "UPDATE helpdesk.support_address SET address = 'b@broken.example'")
        assert said(Settings(smtp_url=peer.url))["broken.example"] is False
