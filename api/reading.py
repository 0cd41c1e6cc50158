"""What routes of our own read of a request's body."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from litestar import Request

from pgdesk.api.errors import refusal

_SENT_AS = "application/json"

T = TypeVar("T")


async def read(request: Request[Any, Any, Any], kind: type[T]) -> T:
    """Only what a page of another origin cannot send without asking first. Raises ApiError 400, 415."""
    if request.content_type[0] != _SENT_AS:
        raise refusal(415, hint=f"Send {_SENT_AS}.")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refusal(400, details=str(error)) from None
