"""What took longer than its role may take is told so, whoever stopped it."""

from __future__ import annotations

from pgdesk.api.asgi import Message, Send, refuse
from pgdesk.api.errors import refusal

_STOPPED = b"error=57014"
_TOO_LONG = refusal(
    504,
    "the request took longer than its role may take",
    code="57014",
    hint="Ask for less: filter, limit, embed fewer relations.",
)


def with_timeouts_told(send: Send) -> Send:
    """`send`, but for answers to statements that were stopped: 504 in place of 500."""
    is_replaced = False

    async def sending(message: Message) -> None:
        nonlocal is_replaced
        if is_replaced:
            return
        if message["type"] == "http.response.start" and message["status"] == 500 and _was_stopped(message):
            is_replaced = True
            await refuse(_TOO_LONG, send)
            return
        await send(message)

    return sending


def _was_stopped(start: Message) -> bool:
    return any(name.lower() == b"proxy-status" and _STOPPED in value for name, value in start["headers"])
