"""Passkeys (WebAuthn Level 3): what a browser is asked, and whether its answer is rightly signed.

Which challenge was asked, and whose passkey it is, says the database.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import msgspec
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
)

from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.login.desk import Enroller, Proof
from pgdesk.api.login.tokens import digest
from pgdesk.settings import Settings

#: EdDSA, ES256, RS256: all that authenticators make.
_ALGORITHMS = (-8, -7, -257)


class NewPasskey(msgspec.Struct):
    """What is kept of one, in hexadecimal."""

    name: str
    credential_id: str
    public_key: str
    sign_count: int


class WebAuthn:
    """The relying party is the host of PGDESK_PUBLIC_URL, and its origin the only one."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.base_url)
        self._origin = f"{parts.scheme}://{parts.netloc}".lower()
        self._host = parts.hostname or ""
        party = PublicKeyCredentialRpEntity(name="pgdesk", id=self._host)
        self._server = Fido2Server(party, verify_origin=lambda origin: origin == self._origin)

    def ask_new(self, challenge: str, enroller: Enroller, seconds: int) -> dict[str, Any]:
        """PublicKeyCredentialCreationOptionsJSON: section 5.1.9."""
        return {
            "challenge": challenge,
            "rp": {"id": self._host, "name": "pgdesk"},
            "user": {
                "id": websafe_encode(str(enroller.person_id).encode()),
                "name": enroller.email or enroller.name,
                "displayName": enroller.name,
            },
            "pubKeyCredParams": [{"type": "public-key", "alg": number} for number in _ALGORITHMS],
            "timeout": seconds * 1000,
            "excludeCredentials": _describe(enroller.passkeys),
            "authenticatorSelection": {"residentKey": "preferred", "userVerification": "preferred"},
            "attestation": "none",
        }

    def ask(
        self, challenge: str, passkeys: list[str], seconds: int, *, is_alone: bool = False
    ) -> dict[str, Any]:
        """PublicKeyCredentialRequestOptionsJSON: section 5.1.10. Alone, it also verifies its person."""
        return {
            "challenge": challenge,
            "rpId": self._host,
            "allowCredentials": _describe(passkeys),
            "userVerification": "required" if is_alone else "preferred",
            "timeout": seconds * 1000,
        }

    def read_new(self, name: str, sent: dict[str, Any]) -> tuple[bytes, NewPasskey]:
        """The hash of the challenge that it signed, and the passkey. Raises ApiError 401."""
        try:
            client = RegistrationResponse.from_dict(sent).response.client_data
            found = self._server.register_complete(_state(client), sent)
            credential = found.credential_data
            if credential is None or credential.public_key.ALGORITHM not in _ALGORITHMS:
                raise ValueError("no key of a kind that was asked for")
            made = NewPasskey(name, credential.credential_id.hex(), bytes(credential).hex(), found.counter)
            return _asked(client), made
        except Exception as problem:  # whatever its parsers meet
            raise _wrong() from problem

    def read(self, sent: dict[str, Any], public_key: str) -> Proof:
        """The proof that it is; none where the signature is wrong."""
        try:
            answer = AuthenticationResponse.from_dict(sent)
            client = answer.response.client_data
            key = AttestedCredentialData(bytes.fromhex(public_key))
            self._server.authenticate_complete(_state(client), [key], sent)
            data = answer.response.authenticator_data
            return Proof(
                kind="passkey",
                credential_id=key.credential_id.hex(),
                challenge_hash=_asked(client).hex(),
                sign_count=data.counter,
                is_verified=data.is_user_verified(),
            )
        except Exception as problem:
            raise _wrong() from problem

    def credential_id(self, sent: dict[str, Any]) -> bytes:
        """Of the passkey that signed. Raises ApiError 401."""
        try:
            return websafe_decode(sent["rawId"])
        except Exception as problem:
            raise _wrong() from problem


def _state(client: CollectedClientData) -> dict[str, Any]:
    """The challenge counts as right here; whether it was asked says the database, by its hash."""
    if client.cross_origin:
        raise ValueError("asked within a page of another origin")
    return {"challenge": websafe_encode(client.challenge), "user_verification": None}


def _asked(client: CollectedClientData) -> bytes:
    return digest(websafe_encode(client.challenge))


def _describe(passkeys: list[str]) -> list[dict[str, str]]:
    return [{"type": "public-key", "id": websafe_encode(bytes.fromhex(one))} for one in passkeys]


def _wrong() -> ApiError:
    return refusal(
        401,
        "the passkey proves nothing",
        hint="Ask for new options, and send what the browser makes of them.",
        code="PD081",
        headers=[("WWW-Authenticate", "Bearer")],
    )
