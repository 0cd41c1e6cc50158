"""What people send to prove who they are, looked at: a password, a code. What counts says the database."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import refusal
from pgdesk.api.login.desk import Caller, Desk, Proof
from pgdesk.api.login.passwords import Passwords
from pgdesk.api.login.requests import Password
from pgdesk.api.login.tokens import digest
from pgdesk.api.login.totp import find_step
from pgdesk.api.login.webauthn import WebAuthn

Code = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{6}\Z")]
RecoveryCode = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class Sent(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One of these."""

    password: Password | None = None
    totp: Code | None = None
    recovery_code: RecoveryCode | None = None
    passkey: dict[str, Any] | None = None


class Proofs:
    def __init__(self, desk: Desk, passwords: Passwords, envelope: Envelope, webauthn: WebAuthn) -> None:
        self._desk = desk
        self._passwords = passwords
        self._envelope = envelope
        self._webauthn = webauthn

    async def weigh(self, caller: Caller, token_hash: bytes, sent: Sent) -> Proof:
        """What the holder of a token has sent, as the database takes it, once.

        Raises ApiError 400 where it is not one thing, 401 for a token of nobody, 409 where it does not count,
        429 where it was tried too often.
        """
        kinds = [name for name in Sent.__struct_fields__ if getattr(sent, name) is not None]
        if len(kinds) != 1:
            raise refusal(400, hint=f"Send one of {', '.join(Sent.__struct_fields__)}.")
        credential_id = None if sent.passkey is None else self._webauthn.credential_id(sent.passkey)
        known = await self._desk.begin_proof(caller, token_hash, kinds[0], credential_id)
        if sent.passkey is not None:
            return self._webauthn.read(sent.passkey, known.public_key or "")
        if sent.totp is not None and known.totp_secret is not None:
            return Proof(
                kind="totp", step=find_step(self.open_totp(known.person_id, known.totp_secret), sent.totp)
            )
        if sent.recovery_code is not None:
            typed = "".join(sent.recovery_code.lower().replace("-", " ").split())
            return Proof(kind="recovery_code", code_hash=digest(typed).hex())
        is_right = await self._passwords.match(known.password_hash, sent.password or "")
        return Proof(kind="password", password_hash=known.password_hash if is_right else None)

    def open_totp(self, person_id: int, sealed: str) -> bytes:
        return self._envelope.open(totp_place(person_id), bytes.fromhex(sealed))

    def seal_totp(self, person_id: int, secret: bytes) -> bytes:
        return self._envelope.seal(totp_place(person_id), secret)


def totp_place(person_id: int) -> str:
    return f"totp.secret {person_id}"
