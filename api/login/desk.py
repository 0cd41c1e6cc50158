"""What the database says to who signs in. Login doorkeeper may call these functions and no others."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import AsyncConnection, sql
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.errors import ApiError
from pgdesk.api.login.tokens import Grant

Pool = AsyncConnectionPool[AsyncConnection[Any]]

_BEGIN = "SELECT set_config('request.method', 'POST', true), set_config('request.headers', %s, true)"
_PRIVATE_KEY = "SELECT helpdesk.private_signing_key(%s)"


class Caller(msgspec.Struct, frozen=True):
    """From where somebody signs in: the network in CIDR, what the client calls itself, the request's id."""

    network: str
    client: str
    request_id: str


class Candidate(msgspec.Struct):
    """Whose password is to be checked, and against what; nobody has neither."""

    person_id: int | None = None
    password_hash: str | None = None


class GuestLink(msgspec.Struct):
    """What the token of a link or a code is made from, in hexadecimal; of none neither is known."""

    guest_link_id: int | None = None
    nonce: str | None = None


class GuestGrant(msgspec.Struct, frozen=True):
    """What helpdesk.open_guest_link says."""

    guest_link_id: int
    ticket_id: int
    reference: str
    key_id: str | None
    access_seconds: int


class IdentityProvider(msgspec.Struct, frozen=True):
    """An OpenID provider; its secret sealed, in hexadecimal."""

    provider: str
    issuer: str
    client_id: str
    client_secret: str | None
    scopes: list[str]
    group_claim: str | None


class Waiting(msgspec.Struct):
    """A login that needs a second factor, one of these; none: one is to be added."""

    factors: list[str]
    #: credential ids in hexadecimal
    passkeys: list[str]
    challenge_seconds: int


class Known(msgspec.Struct):
    """Against what a proof is checked; sealed secrets in hexadecimal."""

    person_id: int
    password_hash: str | None = None
    totp_secret: str | None = None
    public_key: str | None = None


class Proof(msgspec.Struct, omit_defaults=True):
    """What was right about what was sent; nothing but its kind: it was wrong."""

    kind: str
    password_hash: str | None = None
    step: int | None = None
    code_hash: str | None = None
    credential_id: str | None = None
    challenge_hash: str | None = None
    sign_count: int | None = None
    is_verified: bool | None = None


class Enroller(msgspec.Struct):
    """Who adds a second factor; credential ids of passkeys, the sealed secret of an app to confirm."""

    person_id: int
    name: str
    passkeys: list[str]
    challenge_seconds: int
    email: str | None = None
    totp_secret: str | None = None


class Enrolled(msgspec.Struct):
    """New recovery codes, and the session of who was signing in."""

    recovery_codes: list[str] | None = None
    grant: Grant | None = None


class _Refused(msgspec.Struct):
    code: str
    message: str
    details: str | None = None
    hint: str | None = None


class _Answer(msgspec.Struct):
    refusal: _Refused | None = None
    status: int = 400
    retry_after: int | None = None


class Desk:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def begin_login(self, caller: Caller, email: str) -> Candidate:
        """Raises ApiError 429 where it was tried too often."""
        return msgspec.convert(await self._ask(caller, "begin_login", email, caller.network), Candidate)

    async def open_session(
        self, caller: Caller, candidate: Candidate, new_hash: str | None, token_hash: bytes
    ) -> Grant | Waiting:
        """Raises ApiError 401 where the candidate's hash is not the person's any more."""
        values = (candidate.person_id, candidate.password_hash, new_hash, token_hash)
        return _admitted(await self._ask(caller, "open_session", *values, caller.network, caller.client))

    async def list_identity_providers(self, caller: Caller) -> dict[str, list[dict[str, str]]]:
        return msgspec.convert(
            await self._ask(caller, "list_identity_providers"), dict[str, list[dict[str, str]]]
        )

    async def find_identity_provider(self, caller: Caller, provider: str) -> IdentityProvider:
        """Raises ApiError 404."""
        return msgspec.convert(await self._ask(caller, "find_identity_provider", provider), IdentityProvider)

    async def begin_provider_login(self, caller: Caller, provider: str) -> IdentityProvider:
        """Raises ApiError 404, 429 where it was tried too often."""
        answer = await self._ask(caller, "begin_provider_login", provider, caller.network)
        return msgspec.convert(answer, IdentityProvider)

    async def open_provider_session(
        self, caller: Caller, found: IdentityProvider, subject: str, told: msgspec.Struct, token_hash: bytes
    ) -> Grant | Waiting:
        """Raises ApiError 403 for whom nobody lets in so."""
        values = (found.provider, found.issuer, subject, _json(told), token_hash)
        answer = await self._ask(caller, "open_provider_session", *values, caller.network, caller.client)
        return _admitted(answer)

    async def begin_proof(
        self, caller: Caller, token_hash: bytes, kind: str, credential_id: bytes | None
    ) -> Known:
        """Raises ApiError 401 for a token of nobody, 409 for what does not count, 429."""
        values = (token_hash, kind, credential_id, caller.network)
        return msgspec.convert(await self._ask(caller, "begin_proof", *values), Known)

    async def begin_passkey(self, caller: Caller, challenge: bytes) -> Waiting:
        """Raises ApiError 429."""
        return msgspec.convert(await self._ask(caller, "begin_passkey", challenge, caller.network), Waiting)

    async def begin_session_passkey(self, caller: Caller, token_hash: bytes, challenge: bytes) -> Waiting:
        """Raises ApiError 401 for a token that is not in force."""
        return msgspec.convert(
            await self._ask(caller, "begin_session_passkey", token_hash, challenge), Waiting
        )

    async def add_passkey(
        self, caller: Caller, enrolment: bytes, challenge: bytes, passkey: msgspec.Struct, token_hash: bytes
    ) -> Enrolled:
        """Raises ApiError 401 for another challenge, 409 for one there is, and those of check_enrolment."""
        values = (enrolment, challenge, _json(passkey), token_hash, caller.network, caller.client)
        return msgspec.convert(await self._ask(caller, "add_passkey", *values), Enrolled)

    async def finish_login(self, caller: Caller, challenge: bytes, proof: Proof, token_hash: bytes) -> Grant:
        """Raises ApiError 401 for a void challenge and for what is no proof."""
        values = (challenge, _json(proof), token_hash, caller.network, caller.client)
        return msgspec.convert(await self._ask(caller, "finish_login", *values), Grant)

    async def prove_session(self, caller: Caller, token_hash: bytes, proof: Proof) -> None:
        """Raises ApiError 401 for a token that is not in force and for what is no proof."""
        await self._ask(caller, "prove_session", token_hash, _json(proof), caller.network)

    async def check_enrolment(self, caller: Caller, token_hash: bytes) -> Enroller:
        """Raises ApiError 401 for a token of nobody, 403 where a fresh proof is missing."""
        return msgspec.convert(await self._ask(caller, "check_enrolment", token_hash), Enroller)

    async def begin_totp(self, caller: Caller, token_hash: bytes, sealed: bytes) -> None:
        """Raises ApiError 409 where there is an app already, and those of check_enrolment."""
        await self._ask(caller, "begin_totp", token_hash, sealed)

    async def confirm_totp(
        self, caller: Caller, enrolment: bytes, step: int | None, token_hash: bytes
    ) -> Enrolled:
        """Raises ApiError 401 for a wrong code, and those of check_enrolment."""
        values = (enrolment, step, token_hash, caller.network, caller.client)
        return msgspec.convert(await self._ask(caller, "confirm_totp", *values), Enrolled)

    async def refresh_session(self, caller: Caller, token_hash: bytes, successor_hash: bytes) -> Grant:
        """Raises ApiError 401 where the session has ended, by this very call or before."""
        values = (token_hash, successor_hash, caller.network, caller.client)
        return msgspec.convert(await self._ask(caller, "refresh_session", *values), Grant)

    async def end_session(self, caller: Caller, token_hash: bytes) -> None:
        await self._ask(caller, "end_session", token_hash)

    async def private_signing_key(self, key_id: str) -> bytes | None:
        """Sealed; None where it has none any more."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_PRIVATE_KEY, (key_id,))).fetchone()
        return row[0] if row else None

    async def request_link(
        self, caller: Caller, purpose: str, email: str, nonce: bytes, token_hash: bytes
    ) -> None:
        """To `reset_password` or `verify_email`. Raises ApiError 429 where it was asked too often."""
        await self._ask(caller, "request_login_link", purpose, email, caller.network, nonce, token_hash)

    async def request_registration(
        self, caller: Caller, email: str, name: str | None, nonce: bytes, token_hash: bytes
    ) -> None:
        """Raises ApiError 429 where it was asked too often, 403 where nobody registers."""
        await self._ask(caller, "request_registration", email, name, caller.network, nonce, token_hash)

    async def check_password_link(self, caller: Caller, token_hash: bytes) -> None:
        """Raises ApiError 410 for a link that is void."""
        await self._ask(caller, "check_login_link", token_hash, ["reset_password", "invitation", "register"])

    async def choose_password(
        self, caller: Caller, token_hash: bytes, password_hash: str, length: int
    ) -> None:
        """Raises ApiError 410 for a link that is void, 422 for too short a password."""
        await self._ask(caller, "choose_password", token_hash, password_hash, length)

    async def verify_email(self, caller: Caller, token_hash: bytes) -> None:
        """Raises ApiError 410 for a link that is void."""
        await self._ask(caller, "verify_email", token_hash)

    async def request_guest_link(self, caller: Caller, email: str, reference: str) -> None:
        """Raises ApiError 429 where it was asked too often."""
        await self._ask(caller, "request_guest_link", email, reference, caller.network)

    async def begin_guest_link(self, caller: Caller, guest_link_id: int) -> GuestLink:
        return msgspec.convert(await self._ask(caller, "begin_guest_link", guest_link_id), GuestLink)

    async def begin_guest_code(self, caller: Caller, email: str, reference: str) -> GuestLink:
        """Raises ApiError 429 where it was tried too often."""
        answer = await self._ask(caller, "begin_guest_code", email, reference, caller.network)
        return msgspec.convert(answer, GuestLink)

    async def open_guest_link(self, caller: Caller, guest_link_id: int | None) -> GuestGrant:
        """Raises ApiError 410 for a link that is void."""
        return msgspec.convert(await self._ask(caller, "open_guest_link", guest_link_id), GuestGrant)

    async def use_guest_code(self, caller: Caller, code: GuestLink) -> GuestGrant:
        """Raises ApiError 401 for a code that is void, or was used by now."""
        answer = await self._ask(caller, "open_guest_link", code.guest_link_id, True, code.nonce)
        return msgspec.convert(answer, GuestGrant)

    async def _ask(self, caller: Caller, function: str, *values: object) -> Any:
        """What it answers, committed: a refusal, too, is remembered."""
        call = sql.SQL("SELECT helpdesk.{}({})").format(
            sql.Identifier(function), sql.SQL(", ").join([sql.Placeholder()] * len(values))
        )
        headers = msgspec.json.encode({"x-request-id": caller.request_id}).decode()
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_BEGIN, (headers,))
            row = await (await connection.execute(call, values)).fetchone()
        answer = row[0] if row else None
        if answer and "refusal" in answer:
            raise _as_error(msgspec.convert(answer, _Answer))
        return answer


def _json(sent: msgspec.Struct) -> str:
    return msgspec.json.encode(sent).decode()


def _admitted(answer: Any) -> Grant | Waiting:
    return msgspec.convert(answer, Waiting) if "factors" in answer else msgspec.convert(answer, Grant)


def _as_error(answer: _Answer) -> ApiError:
    told = answer.refusal or _Refused("", "")
    headers = []
    if answer.retry_after is not None:
        headers.append(("Retry-After", str(answer.retry_after)))
    if answer.status == 401:
        headers.append(("WWW-Authenticate", "Bearer"))
    return ApiError(answer.status, told.code, told.message, told.details, told.hint, headers)
