"""What a provider says of itself and of who signs in: discovery, keys, tokens, claims."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.outgoing import Answer, Outgoing
from pgdesk.settings import read_networks

log = structlog.get_logger()

_MOST_BYTES = 256_000
#: Seconds that what a provider says of itself is kept; between two looks for a key that is not known.
_KEPT, _KEYS_AGAIN = 600.0, 30.0
#: Seconds that a provider is left alone after it has said nothing that can be used.
_REST = 5.0
#: Requests to providers at a time; whoever waits too long for one is refused.
_CONNECTIONS = 4

T = TypeVar("T")


class Metadata(msgspec.Struct):
    """OpenID Connect Discovery 1.0, section 3, as far as it is needed."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Tokens(msgspec.Struct):
    """What is sent for a code."""

    id_token: str
    access_token: str | None = None


class _Keys(msgspec.Struct):
    """RFC 7517, section 5."""

    keys: list[dict[str, Any]]


class _Found(msgspec.Struct):
    metadata: Metadata
    keys: KeySet
    until: float
    keys_at: float


class Providers:
    """Keeps what providers say of themselves, for some minutes."""

    def __init__(self, networks: str) -> None:
        allowed = read_networks(networks)
        self._outgoing = Outgoing(allowed, is_plain_allowed=True, connections=_CONNECTIONS)
        self._found: dict[str, _Found] = {}
        self._asking: dict[str, asyncio.Lock] = {}
        self._rests_until: dict[str, float] = {}

    async def metadata(self, issuer: str) -> Metadata:
        """Raises ApiError 502 where it says nothing that can be used."""
        return (await self._find(issuer)).metadata

    async def keys(self, issuer: str, key_id: str | None) -> KeySet:
        """Read again where the one that is asked for is not among them, but not all the time."""
        found = await self._find(issuer)
        known = {key.kid for key in found.keys.keys}
        if key_id is not None and key_id not in known and time.monotonic() - found.keys_at > _KEYS_AGAIN:
            found.keys = await self._read_keys(found.metadata)
            found.keys_at = time.monotonic()
        return found.keys

    async def change_code(
        self, metadata: Metadata, client_id: str, client_secret: str | None, form: dict[str, str]
    ) -> Tokens:
        """Raises ApiError 401 where the provider refuses the code, 502 where it does not answer."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if client_secret is None:
            form = {**form, "client_id": client_id}
        elif "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
            pair = f"{quote(client_id, safe='')}:{quote(client_secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form = {**form, "client_id": client_id, "client_secret": client_secret}
        answer = await self._ask("POST", metadata.token_endpoint, headers, urlencode(form).encode())
        if answer.status in (400, 401):
            log.warning("a provider refused a code", issuer=metadata.issuer, answer=_reason(answer))
            raise refusal(401, "the provider refuses the sign-in", hint="Sign in again.")
        return self._read(answer, Tokens, metadata.issuer)

    async def userinfo(self, metadata: Metadata, access_token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        answer = await self._ask("GET", str(metadata.userinfo_endpoint), headers)
        return self._read(answer, dict[str, Any], metadata.issuer)

    async def _find(self, issuer: str) -> _Found:
        """One question at a time, and after one in vain none for a while, whoever begins to sign in."""
        if (found := self._kept(issuer)) is not None:
            return found
        async with self._asking.setdefault(issuer, asyncio.Lock()):
            if (found := self._kept(issuer)) is not None:
                return found
            if time.monotonic() < self._rests_until.get(issuer, 0.0):
                raise _no_answer()
            try:
                found = self._found[issuer] = await self._discover(issuer)
            except ApiError:
                self._rests_until[issuer] = time.monotonic() + _REST
                raise
            return found

    def _kept(self, issuer: str) -> _Found | None:
        found = self._found.get(issuer)
        return found if found is not None and time.monotonic() < found.until else None

    async def _discover(self, issuer: str) -> _Found:
        answer = await self._ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration", {})
        metadata = self._read(answer, Metadata, issuer)
        if metadata.issuer != issuer:
            raise _useless(issuer, f"it calls itself {metadata.issuer}")
        keys, now = await self._read_keys(metadata), time.monotonic()
        return _Found(metadata, keys, now + _KEPT, now)

    async def _read_keys(self, metadata: Metadata) -> KeySet:
        """Those that are known here; private ones and shared secrets are nothing to verify a provider by."""
        answer = await self._ask("GET", metadata.jwks_uri, {})
        usable = []
        for raw in self._read(answer, _Keys, metadata.issuer).keys:
            if raw.get("kty") in ("RSA", "EC", "OKP") and raw.get("use", "sig") == "sig":
                with contextlib.suppress(JoseError, ValueError, KeyError, TypeError):
                    usable.append(JWKRegistry.import_key(raw))
        return KeySet(usable)

    async def _ask(self, method: str, url: str, headers: dict[str, str], body: bytes | None = None) -> Answer:
        headers = {"Accept": "application/json", "User-Agent": "pgdesk", **headers}
        try:
            return await self._outgoing.send(method, url, headers, body, _MOST_BYTES)
        except (OSError, ValueError) as error:
            raise _useless(url, str(error)) from None

    @staticmethod
    def _read(answer: Answer, kind: type[T], issuer: str) -> T:
        if answer.status != 200:
            raise _useless(issuer, f"it answers {answer.status} {_reason(answer)}")
        try:
            return msgspec.json.decode(answer.body, type=kind)
        except msgspec.DecodeError as error:
            raise _useless(issuer, str(error)) from None


def _reason(answer: Answer) -> str:
    """Of an error, for the log."""
    return answer.body[:200].decode(errors="replace")


def _useless(issuer: str, problem: str) -> ApiError:
    """What is wrong is for who operates, not for who signs in."""
    log.warning("a provider does not answer as it should", issuer=issuer, problem=problem)
    return _no_answer()


def _no_answer() -> ApiError:
    return refusal(
        502, "the provider does not answer as it should", hint="Try again later; the log says what is wrong."
    )
