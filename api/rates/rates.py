"""Rate limits: rows of helpdesk.rate_limit, told as draft-ietf-httpapi-ratelimit-headers-11 says."""

from __future__ import annotations

import asyncio
import math
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from hashlib import blake2b, sha256

import msgspec
import structlog

from pgdesk.api.asgi import Scope
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.rates.callers import Callers
from pgdesk.api.rates.counts import SIZE, Counts, open_memory

log = structlog.get_logger()

#: A changed row is in force after this many seconds.
_RELOAD_SECONDS = 5.0
_SENT_BY = {
    "token": "this API token has",
    "person": "this person has",
    "network": "callers without a token have, in this network,",
    "intake": "callers without a token have, in this network,",
}
#: A flood of networks drives no count of a token or a person out.
_KNOWN = frozenset(("token", "person"))


class Limit(msgspec.Struct, frozen=True):
    requests: int
    seconds: int


class Taken(msgspec.Struct):
    """What the answer tells, and the error where it was too much; the API token as the database knows it."""

    headers: list[tuple[bytes, bytes]]
    token_hash: bytes | None = None
    error: ApiError | None = None


class Rates:
    """Counts requests of all api processes of a machine that share the memory at `path`.

    `key` makes what is counted unguessable, so that nobody drives out others' counts on purpose.
    """

    def __init__(
        self,
        callers: Callers,
        load: Callable[[], Awaitable[dict[str, Limit]]],
        key: str,
        path: str = "",
    ) -> None:
        memory = open_memory(path, 2 * SIZE)
        self._known, self._others = Counts(memory), Counts(memory, SIZE)
        self._load = load
        self._key = blake2b(key.encode(), digest_size=32).digest()
        self._callers = callers
        self._limits: dict[str, Limit] = {}
        self._loaded_at = float("-inf")
        self._loading: asyncio.Task[None] | None = None

    async def take(self, scope: Scope, *, is_intake: bool = False) -> Taken:
        """Counts a request, by each limit that it falls under until one is exceeded."""
        partitions = self._callers.partitions(scope, is_intake=is_intake)
        if time.monotonic() - self._loaded_at > _RELOAD_SECONDS:
            self._loaded_at = time.monotonic()
            self._loading = asyncio.ensure_future(self._reload())
        if not self._limits and self._loading is not None:
            await asyncio.shield(self._loading)
        policies, services = [], []
        for counted, partition in partitions:
            limit = self._limits.get(counted)
            if limit is None:
                continue
            digest = blake2b(partition, digest_size=8, key=self._key, person=counted.encode()).digest()
            counts = self._known if counted in _KNOWN else self._others
            count, left = counts.take(int.from_bytes(digest, "big") or 1, limit.seconds)
            seconds = max(1, math.ceil(left))
            name = b'"%b"' % counted.encode()
            pk = b";pk=:%b:" % b64encode(digest)
            policies.append(b"%b;q=%d;w=%d%b" % (name, limit.requests, limit.seconds, pk))
            services.append(b"%b;r=%d;t=%d%b" % (name, max(0, limit.requests - count), seconds, pk))
            if count > limit.requests:
                return Taken(_headers(policies, services), error=_too_many(counted, limit, seconds))
        is_token = partitions[0][0] == "token"
        return Taken(_headers(policies, services), sha256(partitions[0][1]).digest() if is_token else None)

    async def _reload(self) -> None:
        try:
            self._limits = await self._load()
        except Exception as error:  # without a database they stay as they were
            log.warning("rate limits could not be read", problem=str(error).strip())


def _headers(policies: list[bytes], services: list[bytes]) -> list[tuple[bytes, bytes]]:
    if not policies:
        return []
    return [(b"ratelimit-policy", b", ".join(policies)), (b"ratelimit", b", ".join(services))]


def _too_many(counted: str, limit: Limit, seconds: int) -> ApiError:
    return refusal(
        429,
        f"{_SENT_BY[counted]} sent more than {limit.requests} requests within {limit.seconds} seconds",
        code="PD062",
        hint=f"Go on in {seconds} seconds.",
        headers=[("Retry-After", str(seconds))],
    )
