"""What the routes under /auth read of a request."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request

from pgdesk.api.asgi import Scope
from pgdesk.api.guard.request import network_of
from pgdesk.api.login.desk import Caller

Email = Annotated[str, msgspec.Meta(min_length=1, max_length=320, pattern=r"^[^\x00-\x1f]+\Z")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+\Z")]
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


def caller_of(request: Request[Any, Any, Any]) -> Caller:
    return caller_by(dict(request.scope))


def caller_by(scope: Scope) -> Caller:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    return Caller(network_of(scope), headers.get(b"user-agent", ""), headers.get(b"x-request-id", ""))
