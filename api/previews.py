"""POST /mail/preview: a text of mails as it would come."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import Request, Router, post

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.errors import refusal
from pgdesk.mail.templates.draft import Draft
from pgdesk.mail.templates.render import fill
from pgdesk.settings import Settings


class Given(msgspec.Struct, forbid_unknown_fields=True):
    """Arguments of rpc/draft_test_mail."""

    kind: str
    language: str = "en"
    ticket_id: int | None = None
    subject: str | None = None
    body: str | None = None


class Preview(msgspec.Struct):
    """A mail as it would come; failure: why it is not the desk's own text, which cannot be filled in."""

    subject: str
    text: str
    html: str | None
    language: str
    failure: str | None = None


def previews_router(rest: App, settings: Settings) -> Router:
    """/mail/preview; `rest` is the generated API, which is asked with the caller's own token."""

    @post("/", status_code=200)
    async def preview(request: Request[Any, Any, Any]) -> Preview:
        """The mail that rpc/draft_test_mail speaks of, as plain text and as HTML; nothing is sent.

        {"kind", "language", "ticket_id", "subject", "body"} as there. HTML is for a frame without scripts.
        """
        try:
            given = msgspec.json.decode(await request.body(), type=Given)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise refusal(400, details=str(error)) from None
        asked = msgspec.json.encode(msgspec.structs.asdict(given) | {"base_url": settings.base_url})
        found = await ask(rest, dict(request.scope), "rpc/draft_test_mail", body=asked)
        draft = msgspec.convert(found, Draft)
        rendered, failures = await asyncio.to_thread(fill, draft)
        return Preview(
            rendered.subject,
            rendered.text,
            rendered.html,
            draft.texts[len(failures)].language,
            failures[0].problem if failures else None,
        )

    return Router("/mail/preview", route_handlers=[preview])
