"""Asks the generated API within the process, with the token of who asks a route of our own."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from pgdesk.api.asgi import App, Scope, replay
from pgdesk.api.errors import ApiError
from pgdesk.api.upstream import MOUNT

_PASSED_HEADERS = frozenset((b"authorization", b"x-request-id", b"user-agent"))
_SENT_AS = (b"content-type", b"application/json")


async def ask(rest: App, scope: Scope, target: str, query: bytes = b"", body: bytes | None = None) -> Any:
    """What `target` below /rest answers: to a GET; to a POST, where there is a body.

    Raises ApiError as it refuses.
    """
    inner = dict(scope)
    inner["type"] = "http"
    inner["method"] = "GET" if body is None else "POST"
    inner["path"] = f"{MOUNT}/{target}"
    inner["raw_path"] = inner["path"].encode()
    inner["query_string"] = query
    inner["headers"] = [(name, value) for name, value in scope["headers"] if name in _PASSED_HEADERS]
    if body is not None:
        inner["headers"] += [_SENT_AS, (b"content-length", b"%d" % len(body))]
    status, chunks = 500, []

    async def gather(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            chunks.append(message.get("body", b""))

    async def wait() -> Any:
        await asyncio.Event().wait()

    await rest(inner, replay(body or b"", wait), gather)
    answer = msgspec.json.decode(b"".join(chunks) or b"null")
    if status >= 400:
        told = answer if isinstance(answer, dict) else {}
        raise ApiError(
            status,
            told.get("code", f"HTTP{status}"),
            told.get("message", ""),
            told.get("details"),
            told.get("hint"),
        )
    return answer
