"""What a provider says of itself and of who signs in: discovery, keys, tokens, claims."""

from __future__ import annotations

import asyncio
import base64
import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.outgoing import Answer, read_networks, send

log = structlog.get_logger()

_MOST_BYTES = 256_000
#: Seconds that what a provider says of itself is kept; between two looks for a key that is not known.
_KEPT, _KEYS_AGAIN = 600.0, 30.0
#: Requests to providers at a time; whoever waits longer than that is refused.
_THREADS, _SECONDS = 4, 12.0

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


class _Found(msgspec.Struct):
    metadata: Metadata
    keys: KeySet
    until: float
    keys_at: float


class Providers:
    """Keeps what providers say of themselves, for some minutes."""

    def __init__(self, networks: str) -> None:
        self._networks = read_networks(networks)
        self._threads = ThreadPoolExecutor(_THREADS, "openid")
        self._found: dict[str, _Found] = {}

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
        found = self._found.get(issuer)
        if found is None or time.monotonic() > found.until:
            answer = await self._ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration", {})
            metadata = self._read(answer, Metadata, issuer)
            if metadata.issuer != issuer:
                raise _useless(issuer, f"it calls itself {metadata.issuer}")
            now = time.monotonic()
            found = _Found(metadata, await self._read_keys(metadata), now + _KEPT, now)
            self._found[issuer] = found
        return found

    async def _read_keys(self, metadata: Metadata) -> KeySet:
        answer = await self._ask("GET", metadata.jwks_uri, {})
        document = self._read(answer, dict[str, Any], metadata.issuer)
        try:
            # Private ones and shared secrets are nothing to verify a provider by.
            usable = [key for key in document["keys"] if key.get("kty") in ("RSA", "EC", "OKP")]
            return KeySet.import_key_set({"keys": usable})
        except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _useless(metadata.issuer, f"its keys cannot be read ({error})") from None

    async def _ask(self, method: str, url: str, headers: dict[str, str], body: bytes | None = None) -> Answer:
        headers = {"Accept": "application/json", "User-Agent": "pgdesk", **headers}

        def ask() -> Answer:
            return send(method, url, headers, body, self._networks, _MOST_BYTES, is_plain_allowed=True)

        try:
            return await asyncio.wait_for(self._in_thread(ask), _SECONDS)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise _useless(url, f"{type(error).__name__}: {error}") from None

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

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
    return refusal(
        502, "the provider does not answer as it should", hint="Try again later; the log says what is wrong."
    )
