"""POST /webhooks/{webhook_id}/secret: by what a webhook knows that pgdesk is who tells it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import uuid4

import msgspec
from litestar import Request, Router, post
from litestar.params import FromPath

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import refusal
from pgdesk.api.reading import read
from pgdesk.api.signatures import make_secret, read_secret


class NewSecret(msgspec.Struct):
    """`secret`: one that the other side has already; else one is made."""

    secret: str | None = None
    is_inbound: bool = False
    overlap_hours: Annotated[int, msgspec.Meta(ge=0, le=168)] = 24


def webhooks_router(rest: App, envelope: Envelope) -> Router:
    """/webhooks; `rest` is the generated API, which is asked with the caller's own token."""

    @post("/{webhook_id:int}/secret", status_code=200)
    async def change_secret(request: Request[Any, Any, Any], webhook_id: FromPath[int]) -> dict[str, str]:
        """{"secret": "whsec_…"}, this once: what is sent from now on is signed with it.

        Sent: {"overlap_hours": 24}, for which the secret before goes on signing, too; "is_inbound": true,
        and the bridge signs with it what it posts. 400 for a secret that is none, 401, 403, 404 as
        rpc/keep_webhook_secret.
        """
        wanted = await read(request, NewSecret)
        secret = wanted.secret or make_secret()
        try:
            read_secret(secret)
        except ValueError as problem:
            raise refusal(400, str(problem), hint="Leave it out, and one is made.") from None
        key = str(uuid4())
        asked = {
            "webhook_id": webhook_id,
            "webhook_secret_id": key,
            "secret": f"\\x{envelope.seal(f'webhook_secret.secret {key}', secret.encode()).hex()}",
            "overlap_hours": wanted.overlap_hours,
            "is_inbound": wanted.is_inbound,
        }
        await ask(rest, dict(request.scope), "rpc/keep_webhook_secret", body=msgspec.json.encode(asked))
        return {"secret": secret}

    return Router("/webhooks", route_handlers=[change_secret])
