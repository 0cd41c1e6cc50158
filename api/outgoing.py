"""Requests to others, where addresses come from people: to no private address, within a time and a size."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import httpcore

from pgdesk.api.addresses import is_reachable
from pgdesk.settings import Network

#: In all, whatever the other side does.
_SECONDS = 10.0
#: Connections that are kept for the next request, and for how long: shorter than most servers keep theirs.
_KEPT, _KEPT_SECONDS = 20, 2.0
#: Who asks for names, and so waits for name servers that may say nothing; a thread each.
_RESOLVER = ThreadPoolExecutor(32, "names")
_PORTS = {"http": 80, "https": 443}


class AddressRefused(OSError):
    """The host's address is not public."""


class Unanswered(OSError):
    """The other side was not there, hung up, or does not speak HTTP or TLS as it should."""


@dataclass(frozen=True)
class Answer:
    status: int
    #: names in lower case
    headers: Mapping[str, str]
    #: as far as it was asked for, as it was sent
    body: bytes


class Outgoing:
    """Connections to any number of hosts; each request is on its own.

    `is_plain_allowed`: http, too, to `allowed` networks only.
    """

    def __init__(
        self, allowed: Sequence[Network], *, is_plain_allowed: bool = False, connections: int = 100
    ) -> None:
        self._pools = {"https": _pool(_Checked(allowed, to_public=True), connections)}
        if is_plain_allowed:
            self._pools["http"] = _pool(_Checked(allowed, to_public=False), connections)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    async def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, most: int
    ) -> Answer:
        """Redirects are not followed, and no more than `most` bytes are read of the answer.

        Raises OSError and ValueError, whose text says why there is none.
        """
        parts = urlsplit(url)
        pool = self._pools.get(parts.scheme)
        if pool is None or not parts.hostname or not url.isascii():
            raise ValueError("the url is not https")
        address = httpcore.URL(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
            target=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        )
        # An address of version 6 has brackets there, which httpcore leaves out.
        named = [("Host", parts.netloc.rpartition("@")[2]), ("Accept-Encoding", "identity"), *headers.items()]
        try:
            async with (
                asyncio.timeout(_SECONDS),
                pool.stream(method, address, headers=named, content=body) as response,
            ):
                return Answer(
                    response.status,
                    {name.decode().lower(): value.decode("latin-1") for name, value in response.headers},
                    await _read(response, most),
                )
        except TimeoutError:
            raise TimeoutError(f"no answer within {_SECONDS:.0f} seconds") from None
        except _FAILURES as error:
            raise Unanswered(_reason(error)) from error


def send(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    allowed: Sequence[Network],
    most: int,
    *,
    is_plain_allowed: bool = False,
) -> Answer:
    """One request as `Outgoing.send` sends it, by a thread that waits for it."""

    async def send_one() -> Answer:
        async with Outgoing(allowed, is_plain_allowed=is_plain_allowed) as outgoing:
            return await outgoing.send(method, url, headers, body, most)

    return asyncio.run(send_one())


class _Checked(httpcore.AsyncNetworkBackend):
    """Connects to the very address that was checked: what the name means a moment later does not matter."""

    def __init__(self, allowed: Sequence[Network], *, to_public: bool) -> None:
        self._allowed = allowed
        self._to_public = to_public
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - so it is called
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = [
            address
            for address in await _resolve(host, port)
            if is_reachable(address, self._allowed, to_public=self._to_public)
        ]
        problem: Exception = AddressRefused(f"{host} has no public address")
        for address in addresses:
            try:
                return await self._network.connect_tcp(address, port, _SECONDS / len(addresses))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def _pool(network: _Checked, connections: int) -> httpcore.AsyncConnectionPool:
    return httpcore.AsyncConnectionPool(
        ssl_context=ssl.create_default_context(),
        max_connections=connections,
        max_keepalive_connections=_KEPT,
        keepalive_expiry=_KEPT_SECONDS,
        network_backend=network,
    )


async def _resolve(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().run_in_executor(
        _RESOLVER, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


async def _read(response: httpcore.Response, most: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_stream():
        body += chunk
        if len(body) >= most:
            break
    return bytes(body[:most])


_FAILURES = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)


def _reason(error: BaseException) -> str:
    """What it came of: httpcore's own errors name a stage only."""
    while (cause := error.__cause__ or error.__context__) is not None:
        error = cause
    return f"{type(error).__name__}: {error}"
