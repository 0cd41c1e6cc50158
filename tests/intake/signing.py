"""Posts as providers sign them, by keys that these tests make."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from tests.intake.posting import KEYS

TOPIC = KEYS["ses_topic_arn"]
CERTIFICATE_URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"
_numbers = itertools.count(1)


def mailgun_form(raw: bytes, token: str = "", timestamp: str = "", key: str = "") -> dict[str, Any]:
    """A signed form with the whole mail."""
    token = token or f"token-{next(_numbers)}"
    timestamp = timestamp or str(int(time.time()))
    signed = f"{timestamp}{token}".encode()
    signature = hmac.new((key or KEYS["mailgun_signing_key"]).encode(), signed, hashlib.sha256).hexdigest()
    return {
        "recipient": "support@desk.example",
        "sender": "customer@home.example",
        "body-mime": raw.decode(),
        "timestamp": timestamp,
        "token": token,
        "signature": signature,
    }


def basic(password: str, user_name: str = "inbound") -> dict[str, str]:
    given = base64.b64encode(f"{user_name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {given}"}


@cache
def sendgrid_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def sendgrid_public_key() -> str:
    public = sendgrid_key().public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def sendgrid_post(fields: dict[str, bytes], timestamp: str = "") -> tuple[bytes, dict[str, str]]:
    """(body, headers) of a signed form."""
    mark = "xYzZY"
    parts = b"".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in fields.items()
    )
    body = parts + f"--{mark}--\r\n".encode()
    timestamp = timestamp or str(int(time.time()))
    signature = sendgrid_key().sign(timestamp.encode() + body, ec.ECDSA(SHA256()))
    return body, {
        "Content-Type": f"multipart/form-data; boundary={mark}",
        "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
    }


@cache
def sns_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def sns_certificate(until: timedelta = timedelta(days=1)) -> bytes:
    """Of sns_key, good from a year ago."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(sns_key().public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=365))
        .not_valid_after(now + until)
        .sign(sns_key(), SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def sns_message(message: Any, version: str = "1", **changed: str) -> str:
    """A message of SNS as it is posted; `changed` before it is signed."""
    text = message if isinstance(message, str) else json.dumps(message)
    fields = {
        "Type": "Notification",
        "MessageId": f"message-{next(_numbers)}",
        "TopicArn": TOPIC,
        "Subject": "Amazon SES Email Receipt Notification",
        "Message": text,
        "Timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "SignatureVersion": version,
        "SigningCertURL": CERTIFICATE_URL,
        **changed,
    }
    fields = {name: value for name, value in fields.items() if value != ""}
    names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    if fields["Type"] != "Notification":
        names.remove("Subject")
    signed = "".join(f"{name}\n{fields[name]}\n" for name in names if name in fields)
    signature = sns_key().sign(signed.encode(), PKCS1v15(), {"1": SHA1, "2": SHA256}.get(version, SHA1)())
    return json.dumps({**fields, "Signature": base64.b64encode(signature).decode()})


def ses_received(raw: bytes, sender: str = "customer@home.example", **verdicts: str) -> dict[str, Any]:
    """What SES tells of a mail that it received."""
    return {
        "notificationType": "Received",
        "mail": {"source": sender, "messageId": "1", "commonHeaders": {"from": [f"Somebody <{sender}>"]}},
        "receipt": {
            "recipients": ["support@desk.example"],
            **{f"{name}Verdict": {"status": status} for name, status in verdicts.items()},
            "action": {"type": "SNS", "encoding": "BASE64"},
        },
        "content": base64.b64encode(raw).decode(),
    }
