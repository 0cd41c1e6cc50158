"""Who asks, as far as requests are counted: by token, person or network."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pgdesk.api.asgi import Scope
from pgdesk.api.guard.request import network_of
from pgdesk.api.rest.auth.jwt import Identity
from pgdesk.api.rest.recent import Recent

_READS = frozenset(("GET", "HEAD"))
_NETWORKS = 10_000


class _Claims(msgspec.Struct):
    person_id: int | None = None
    pgdesk_token: str | None = None


_claims = msgspec.json.Decoder(_Claims, strict=False)


class Callers:
    def __init__(self, identify: Callable[[str | None], Identity | None]) -> None:
        """`identify`: who has this Authorization; None for a token that is not to be trusted."""
        self._identify = identify
        self._networks: Recent[str] = Recent(_NETWORKS)

    def partitions(self, scope: Scope, *, is_intake: bool) -> list[tuple[str, bytes]]:
        """By what a request is counted, the narrowest first: `token`, `person`, `intake`, `network`.

        Who comes with a token that is not to be trusted is nobody. `is_intake`: what nobody sends there is
        taken in.
        """
        identity = self._identify(_authorization(scope))
        if identity is not None and identity.is_authenticated:
            try:
                claims = _claims.decode(identity.claims_text)
            except msgspec.DecodeError:
                claims = _Claims()
            if claims.person_id is not None:
                person = ("person", b"%d" % claims.person_id)
                if claims.pgdesk_token is None:
                    return [person]
                return [("token", claims.pgdesk_token.encode()), person]
        network = self._network(scope).encode()
        if scope["method"] in _READS or not is_intake:
            return [("network", network)]
        return [("intake", network), ("network", network)]

    def _network(self, scope: Scope) -> str:
        client = scope.get("client")
        host = client[0] if client else ""
        network = self._networks.get(host)
        if network is None:
            network = network_of(scope)
            self._networks.put(host, network)
        return network


def _authorization(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"authorization":
            return str(value, "latin-1")
    return None
