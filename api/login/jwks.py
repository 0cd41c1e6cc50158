"""/.well-known/jwks.json: the public keys of what pgdesk signs, for whoever verifies its tokens."""

from __future__ import annotations

import time

import msgspec
from litestar import Response, Router, get

from pgdesk.api.login.desk import Pool

_READ = "SELECT helpdesk.published_signing_keys()"
#: Seconds: so long the answer is kept here, and so long elsewhere. A key is published longer before it signs.
_HERE, _ELSEWHERE = 5.0, 300
_HEADERS = {"Cache-Control": f"public, max-age={_ELSEWHERE}"}


def jwks_router(pool: Pool) -> Router:
    kept: tuple[float, bytes] = (0.0, b"")

    @get("/jwks.json")
    async def show_keys() -> Response[bytes]:
        """The keys that verify access tokens, as JWK set (RFC 7517): `kid` of a token names one."""
        nonlocal kept
        until, keys = kept
        if time.monotonic() >= until:
            async with pool.connection() as connection:
                row = await (await connection.execute(_READ)).fetchone()
            keys = msgspec.json.encode(row[0] if row else {"keys": []})
            kept = time.monotonic() + _HERE, keys
        return Response(keys, media_type="application/json", headers=_HEADERS)

    return Router("/.well-known", route_handlers=[show_keys], tags=["login"])
