"""What `pgdesk doctor --mail` looks at: the mail server, and what DNS says of domains mail comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import dns.exception
import dns.resolver
import psycopg

from pgdesk.cli.doctor import Finding
from pgdesk.mail.smtp import NoServer, Session, parse_url
from pgdesk.settings import Settings

_SENDERS = (
    "SELECT address FROM helpdesk.support_address"
    " UNION SELECT address FROM helpdesk.sender_of_ticket(NULL) WHERE address IS NOT NULL ORDER BY 1"
)
_ENABLED = "SELECT helpdesk.setting_bool('mail_enabled')"
#: Labels of a domain that are looked at for a DMARC record, from the whole up (RFC 9989, section 4.10).
_TREE_WALK = 8


@dataclass(frozen=True)
class Dns:
    """Asks DNS for texts; nothing there and no such name are both nothing."""

    resolver: dns.resolver.Resolver

    def texts(self, name: str) -> list[str]:
        """Raises dns.exception.DNSException: nobody answers."""
        try:
            answer = self.resolver.resolve(name, "TXT", search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        return [b"".join(record.strings).decode("ascii", "replace") for record in answer]

    def takes_mail(self, domain: str) -> bool:
        for kind in ("MX", "A", "AAAA"):
            try:
                answer = self.resolver.resolve(domain, kind, search=False)
            except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
                continue
            # A single dot says that it takes none (RFC 7505).
            return not (kind == "MX" and all(str(one.exchange) == "." for one in answer))
        return False


def examine_mail(
    connection: psycopg.Connection[Any], settings: Settings, resolver: Dns, selectors: Sequence[str]
) -> Iterator[Finding]:
    """Of each domain SPF, DMARC, whether answers get there, and DKIM by the selectors that are given."""
    yield from _server(connection, settings)
    addresses = [address for (address,) in connection.execute(_SENDERS)]
    if not addresses:
        yield Finding("sender", False, "the desk has no address: POST /rest/support_addresses")
    for domain in sorted({address.rpartition("@")[2] for address in addresses}):
        try:
            yield from examine_domain(domain, resolver, selectors)
        except dns.exception.DNSException as problem:
            yield Finding(domain, False, f"DNS gives no answer: {problem}")


def _server(connection: psycopg.Connection[Any], settings: Settings) -> Iterator[Finding]:
    if not settings.smtp_url:
        yield Finding("mail server", False, "mail waits: set PGDESK_SMTP_URL")
        return
    if connection.execute(_ENABLED).fetchone() == (False,):
        yield Finding("mail", False, "only links that somebody asked for are mailed: set mail_enabled")
    if settings.smtp_account:
        yield Finding(
            "mail server", True, f"mail account {settings.smtp_account} logs in: pgdesk doctor looks at it"
        )
        return
    server = parse_url(settings.smtp_url)
    try:
        Session(server, "localhost").close()
    except NoServer as problem:
        yield Finding("mail server", False, f"{server.host}:{server.port} cannot be used: {problem}")
    else:
        yield Finding("mail server", True, f"{server.host}:{server.port} lets pgdesk in")


def examine_domain(domain: str, resolver: Dns, selectors: Sequence[str]) -> Iterator[Finding]:
    """Raises DNSException. From and envelope sender are of one domain, so that SPF is aligned."""
    yield Finding(*_spf(domain, resolver))
    for selector in selectors:
        yield Finding(*_dkim(domain, selector, resolver))
    yield Finding(*_dmarc(domain, resolver))
    takes = resolver.takes_mail(domain)
    yield Finding(
        f"answers to {domain}", takes, "have somewhere to go" if takes else "go nowhere: it has no MX"
    )


def _spf(domain: str, resolver: Dns) -> tuple[str, bool, str]:
    subject = f"SPF of {domain}"
    found = [text for text in resolver.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
    if len(found) != 1:
        said = "is missing" if not found else f"is there {len(found)} times, which counts as none"
        return subject, False, f"{said}: one TXT of {domain} has to say v=spf1 … -all (RFC 7208)"
    words = found[0].lower().split()
    if "all" in words or "+all" in words:
        return subject, False, f"lets anybody send: {found[0]}"
    if words[-1] in ("-all", "~all") or any(word.startswith("redirect=") for word in words):
        return subject, True, found[0]
    return subject, False, f"says nothing of other servers, end it in -all: {found[0]}"


def _dkim(domain: str, selector: str, resolver: Dns) -> tuple[str, bool, str]:
    name = f"{selector}._domainkey.{domain}"
    fields = [read_fields(text) for text in resolver.texts(name)]
    if any(one.get("p") and one.get("v", "DKIM1") == "DKIM1" for one in fields):
        return f"DKIM of {domain}", True, f"{name} has a key"
    said = "has taken its key back" if any("p" in one for one in fields) else "has no key"
    return f"DKIM of {domain}", False, f"{name} {said} (RFC 6376)"


def _dmarc(domain: str, resolver: Dns) -> tuple[str, bool, str]:
    labels = domain.split(".")[-_TREE_WALK:]
    for start in range(len(labels)):
        name = ".".join(["_dmarc", *labels[start:]])
        for text in resolver.texts(name):
            fields = read_fields(text)
            if fields.get("v") != "DMARC1":
                continue
            policy = fields.get("p", "none")
            strict = "only watches" if policy == "none" else f"has others {policy} what fails"
            return f"DMARC of {domain}", True, f"{name} {strict}"
    return (
        f"DMARC of {domain}",
        False,
        f"is missing: TXT _dmarc.{domain} has to say v=DMARC1; p=none at least (RFC 9989)",
    )


def read_fields(text: str) -> dict[str, str]:
    """Of a record like `v=DMARC1; p=none`."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, is_there, value in pairs if is_there}
