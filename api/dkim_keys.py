"""PUT /mail/dkim_keys/{domain}/{selector}: a key by which mails of a domain are signed."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import Request, Router, put
from litestar.params import FromPath

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import refusal
from pgdesk.api.reading import read
from pgdesk.mail.signing import (
    make_private_key,
    private_key_place,
    private_text,
    public_text,
    read_private_key,
)

_MAX_BODY = 20_000


class NewKey(msgspec.Struct, forbid_unknown_fields=True):
    """`private_key`: an RSA key in PEM; null: one is made."""

    private_key: str | None = None


class _Kept(msgspec.Struct):
    """What DNS has to say (a row of api.dkim_keys)."""

    record_name: str
    record_text: str


def dkim_router(rest: App, envelope: Envelope) -> Router:
    """/mail/dkim_keys; `rest` is the generated API, which is asked with the caller's own token."""

    @put("/{domain:str}/{selector:str}", status_code=200)
    async def keep_key(
        request: Request[Any, Any, Any], domain: FromPath[str], selector: FromPath[str]
    ) -> dict[str, str]:
        """{"record_name", "record_text"}: what DNS has to say as TXT before rpc/sign_with_dkim_key.

        Sent: {"private_key": PEM} or {}, and one is made; nobody is shown it. 400 for what is no key, 401 who
        is not signed in, 403 who may not, 409 the selector has one.
        """
        given = (await read(request, NewKey)).private_key
        # Making a key costs something: not for anybody.
        await ask(rest, dict(request.scope), "dkim_keys", b"limit=0")
        try:
            key = await asyncio.to_thread(
                make_private_key if given is None else lambda: read_private_key(given.encode())
            )
        except ValueError as problem:
            raise refusal(400, str(problem), hint="Leave it out, and one is made.") from None
        place = private_key_place(f"{selector}._domainkey.{domain}")
        asked = {
            "domain": domain,
            "selector": selector,
            "public_key": public_text(key),
            "private_key": f"\\x{envelope.seal(place, private_text(key)).hex()}",
        }
        answer = await ask(rest, dict(request.scope), "rpc/keep_dkim_key", body=msgspec.json.encode(asked))
        (kept,) = msgspec.convert(answer, list[_Kept])
        return msgspec.to_builtins(kept)  # type: ignore[no-any-return]

    return Router(
        "/mail/dkim_keys", route_handlers=[keep_key], request_max_body_size=_MAX_BODY, tags=["mail"]
    )
