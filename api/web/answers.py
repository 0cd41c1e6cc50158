"""How content that does not change is given: in the coding that the client takes, and once (RFC 9110)."""

from __future__ import annotations

from pgdesk.api.asgi import App, Receive, Scope, Send, refuse
from pgdesk.api.errors import refusal
from pgdesk.api.web.accepts import choose_coding, read_header
from pgdesk.api.web.built import Content
from pgdesk.api.web.headers import Headers


def answering(content: Content, headers: Headers, varies_by: bytes, status: int = 200) -> App:
    """Answers GET and HEAD with it."""
    offered = [coding for coding in content.codings if coding != "identity"]

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        coding = choose_coding(read_header(scope, b"accept-encoding"), offered)
        if coding is None:
            await refuse(refusal(406, "it comes in none of these codings", hint="Accept identity."), send)
            return
        tag = f'"{content.digest}"' if coding == "identity" else f'"{content.digest}-{coding}"'
        sent = [*headers, (b"etag", tag.encode()), (b"vary", varies_by)]
        body = content.codings[coding]
        if status == 200 and _is_known(tag, read_header(scope, b"if-none-match")):
            await send({"type": "http.response.start", "status": 304, "headers": sent})
            await send({"type": "http.response.body", "body": b""})
            return
        sent += [(b"content-type", content.type.encode()), (b"content-length", b"%d" % len(body))]
        if coding != "identity":
            sent.append((b"content-encoding", coding.encode()))
        await send({"type": "http.response.start", "status": status, "headers": sent})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    return answer


def _is_known(tag: str, known: str | None) -> bool:
    """Whether the client has it, by If-None-Match."""
    tags = [one.strip().removeprefix("W/") for one in (known or "").split(",")]
    return tag in tags or "*" in tags
