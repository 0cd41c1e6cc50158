"""Messages of Amazon SNS, and who signed them.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509 import load_pem_x509_certificate

from pgdesk.mail.providers.posts import NotBelievedError, Post, UnreadableError
from pgdesk.mail.providers.told import load

_HOST = r"https://sns\.[a-z0-9-]{1,40}\.amazonaws\.com(\.cn)?"
_CERTIFICATE = re.compile(rf"{_HOST}/SimpleNotificationService-[A-Za-z0-9]{{1,100}}\.pem")
_CONFIRMATION = re.compile(rf"{_HOST}/\?[!-~]{{1,2000}}")
_HASHES = {"1": SHA1, "2": SHA256}
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message",
        "MessageId",
        "SubscribeURL",
        "Timestamp",
        "Token",
        "TopicArn",
        "Type",
    ),
    "UnsubscribeConfirmation": (
        "Message",
        "MessageId",
        "SubscribeURL",
        "Timestamp",
        "Token",
        "TopicArn",
        "Type",
    ),
}


class Envelope(msgspec.Struct, frozen=True):
    """A message as SNS posts it; nothing of it is to be believed before check()."""

    kind: str
    fields: dict[str, str]

    @property
    def message(self) -> str:
        return self.fields.get("Message", "")

    @property
    def message_id(self) -> str:
        return self.fields["MessageId"]

    @property
    def signed_at(self) -> datetime:
        return _instant(self.fields["Timestamp"])

    @property
    def certificate_url(self) -> str:
        """Where the certificate is. Raises NotBelievedError for any place but Amazon's own."""
        url = self.fields.get("SigningCertURL", "")
        if not _CERTIFICATE.fullmatch(url):
            raise NotBelievedError("the certificate is not at an address of Amazon SNS")
        return url

    @property
    def confirmation_url(self) -> str:
        """What is to be asked for to confirm a subscription. Raises NotBelievedError as certificate_url."""
        url = self.fields.get("SubscribeURL", "")
        if not _CONFIRMATION.fullmatch(url):
            raise NotBelievedError("the subscription is not confirmed at an address of Amazon SNS")
        return url


def read_envelope(post: Post) -> Envelope:
    """Raises UnreadableError."""
    told = load(post.body)
    if not isinstance(told, dict):
        raise UnreadableError("the post is no JSON object, or not all of it")
    fields = {name: value for name, value in told.items() if isinstance(value, str)}
    kind = fields.get("Type", "")
    if kind not in _SIGNED:
        raise UnreadableError("the post is no message of SNS: is raw message delivery switched on there?")
    if not all(fields.get(name) for name in ("MessageId", "TopicArn", "Timestamp")):
        raise UnreadableError("the message of SNS lacks MessageId, TopicArn or Timestamp")
    _instant(fields["Timestamp"])
    return Envelope(kind, fields)


def check(envelope: Envelope, certificate: bytes) -> None:
    """Whether the holder of this certificate (PEM) signed the message. Raises NotBelievedError."""
    version = envelope.fields.get("SignatureVersion", "")
    if version not in _HASHES:
        raise NotBelievedError("the signature has a version that is not known")
    try:
        found = load_pem_x509_certificate(certificate)
        key = found.public_key()
        signature = base64.b64decode(envelope.fields.get("Signature", ""), validate=True)
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        raise NotBelievedError("the signature or its certificate cannot be read") from None
    if not isinstance(key, RSAPublicKey) or not (
        found.not_valid_before_utc <= datetime.now(UTC) <= found.not_valid_after_utc
    ):
        raise NotBelievedError("the certificate is not valid now")
    signed = "".join(
        f"{name}\n{envelope.fields[name]}\n" for name in _SIGNED[envelope.kind] if name in envelope.fields
    )
    try:
        key.verify(signature, signed.encode("utf-8", "surrogatepass"), PKCS1v15(), _HASHES[version]())
    except InvalidSignature:
        raise NotBelievedError("the signature is wrong") from None


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableError("the message of SNS has no Timestamp that can be read") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
