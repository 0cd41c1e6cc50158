"""What `pgdesk doctor --mail` says of each DKIM key: whether DNS publishes the one that signs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dns.exception
import psycopg
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError
from pgdesk.cli.doctor import Finding
from pgdesk.cli.mail_domains import Dns, read_fields
from pgdesk.mail.signing import private_key_place, public_text

_KEYS = (
    "SELECT record_name, private_key, k.signs_from IS NOT NULL, v.replaced_at IS NOT NULL"
    " FROM helpdesk.dkim_key AS k JOIN api.dkim_keys AS v USING (record_name) ORDER BY record_name"
)


def examine_dkim_keys(
    connection: psycopg.Connection[Any], envelope: Envelope, resolver: Dns
) -> Iterator[Finding]:
    """The published key is compared with the private one itself, which signs."""
    for name, sealed, has_begun, is_replaced in connection.execute(_KEYS):
        subject = f"DKIM key {name}"
        try:
            public = _public(envelope, name, sealed)
            published = ["".join(read_fields(text).get("p", "").split()) for text in resolver.texts(name)]
        except ApiError as problem:
            yield Finding(subject, False, f"{problem.message}: its mails wait")
            continue
        except dns.exception.DNSException as problem:
            yield Finding(subject, False, f"DNS gives no answer: {problem}")
            continue
        yield Finding(subject, *_judge(published, public, has_begun, is_replaced))


def _judge(published: list[str], public: str, has_begun: bool, is_replaced: bool) -> tuple[bool, str]:
    if published == [public]:
        if is_replaced:
            return True, "is replaced: a week after, its record may go"
        return (
            True,
            "signs, and DNS has it" if has_begun else "DNS has it: rpc/sign_with_dkim_key lets it sign",
        )
    if len(published) > 1:
        said = f"DNS has {len(published)} texts, which receivers may take as none"
    else:
        said = "DNS has another key" if published else "DNS has no key"
    if is_replaced:
        return True, f"is replaced, and {said}"
    return False, f"{'signs, but' if has_begun else 'waits:'} {said}; /rest/dkim_keys says what TXT it needs"


def _public(envelope: Envelope, name: str, sealed: bytes) -> str:
    """Raises ApiError 503."""
    key = load_pem_private_key(envelope.open(private_key_place(name), sealed), None)
    assert isinstance(key, RSAPrivateKey)
    return public_text(key)
