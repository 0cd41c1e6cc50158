"""POST /inbound/mime for raw mails, /inbound/<provider> for what providers post; how these are set up."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import psycopg
import structlog
from litestar import Request, Router, get, post, put
from litestar.params import FromPath

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.guard.bodies import Bodies
from pgdesk.api.guard.limits import Limits
from pgdesk.api.handlers import from_database
from pgdesk.api.inbound.adapters import Adapters, Known, place
from pgdesk.api.inbound.amazon import Amazon
from pgdesk.api.inbound.keeping import Keeping
from pgdesk.mail.providers import mailgun, sendgrid, sns
from pgdesk.mail.providers.makers import make
from pgdesk.mail.providers.posts import (
    Believed,
    NotBelievedError,
    Post,
    Taken,
    UnreadableError,
    check_password,
)

log = structlog.get_logger()

#: The largest body that is read at all, and what a process holds of them; inbound_max_size_kb allows less.
MAX_BYTES = 64 * 1024 * 1024
_ALL_BYTES = 4 * MAX_BYTES
#: SNS carries 256 KB, which JSON may double.
_SNS_BYTES = 1024 * 1024
_SECONDS = 120.0
_HEADERS = (
    "authorization",
    "x-twilio-email-event-webhook-timestamp",
    "x-twilio-email-event-webhook-signature",
)
#: What an answer is called, with the names that these routes have elsewhere.
PATHS = ("/inbound", "/support/inbound")

Asked = Request[Any, Any, Any]
Answer = dict[str, Any]
Believe = Callable[[Post, Known], Awaitable[Believed]]


class Secret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    secret: str | None


class Inbound:
    """The routes; `rest` is the generated API, which is asked with the caller's own token."""

    def __init__(
        self, keeping: Keeping, adapters: Adapters, amazon: Amazon, envelope: Envelope, rest: App
    ) -> None:
        self._keeping = keeping
        self._adapters = adapters
        self._amazon = amazon
        self._envelope = envelope
        self._rest = rest
        self._bodies = Bodies(_ALL_BYTES)

    def routers(self) -> list[Router]:
        @post("/mime", status_code=200, request_max_body_size=MAX_BYTES)
        async def take_mime(request: Asked) -> Answer:
            """Keeps the raw mail, then lets the database decide: {inbound_mail_id, state, reason, …}.

            state: ticket, reply, automatic, quarantined or duplicate; received when the worker will decide.
            The same bytes again answer what became of them, the same mail in others what became of the first.
            400 empty, 401 wrong secret, 413 too large, 503 try again.
            """
            known = await self._adapters.find("mime")
            given = request.headers.get("x-pgdesk-secret", "").encode("latin-1", "replace")
            if not hmac.compare_digest((known.secret or "").encode(), given):
                await self._keeping.note_refused("mime", "the secret is wrong")
                raise refusal(401, "the secret is wrong", hint="Send it in header X-Pgdesk-Secret.")
            raw = await request.body()
            if not raw.strip():
                raise refusal(400, "the mail is empty", hint="Send the raw message as body.")
            return await self._keeping.keep_mail(raw, "mime", _id(request))

        @post("/mailgun", status_code=200)
        async def take_mailgun(request: Asked) -> Answer:
            """What a route of Mailgun posts, as of POST /inbound/mime; 401 for a wrong or old signature."""

            async def believe(post: Post, known: Known) -> Believed:
                return await asyncio.to_thread(mailgun.believe, post, known.secret or "")

            return await self._take(request, "mailgun", MAX_BYTES, believe)

        @post("/postmark", status_code=200)
        async def take_postmark(request: Asked) -> Answer:
            """What Postmark posts, as of POST /inbound/mime; 401 for a wrong name or password."""
            known = await self._adapters.find("postmark")
            await self._check_password(request, "postmark", known)
            return await self._take(request, "postmark", MAX_BYTES, _believe_password)

        @post("/sendgrid", status_code=200)
        async def take_sendgrid(request: Asked) -> Answer:
            """What Inbound Parse posts, as of POST /inbound/mime; 401 for a wrong or old signature."""
            known = await self._adapters.find("sendgrid")
            if not known.public_key:
                await self._check_password(request, "sendgrid", known)

            async def believe(post: Post, known: Known) -> Believed:
                if not known.public_key:
                    return Believed(sendgrid.digest(post))
                return await asyncio.to_thread(sendgrid.believe, post, known.public_key)

            return await self._take(request, "sendgrid", MAX_BYTES, believe)

        @post("/ses", status_code=200)
        async def take_ses(request: Asked) -> Answer:
            """What Amazon SES tells by SNS, as of POST /inbound/mime.

            Only messages of the topic that is set up: a subscription to it is confirmed, and mail that is in
            S3 is fetched by the worker (state waiting). 401 for another topic or a wrong signature.
            """

            async def believe(post: Post, known: Known) -> Believed:
                envelope = sns.read_envelope(post)
                await self._amazon.believe(envelope, known.topic_arn or "")
                if envelope.kind == "SubscriptionConfirmation":
                    await self._amazon.confirm(envelope)
                return Believed(envelope.message_id, envelope.signed_at)

            answer = await self._take(request, "ses", _SNS_BYTES, believe)
            if (
                answer.get("reason") == "it is no mail: UnsubscribeConfirmation"
                and not answer["is_duplicate"]
            ):
                await self._keeping.tell(
                    "Amazon SNS posts no more mail",
                    "Somebody ended the subscription to the topic of /inbound/ses. Subscribe anew for mail.",
                )
            return answer

        @put("/{adapter:str}/secret", status_code=204)
        async def keep_secret(request: Asked, adapter: FromPath[str]) -> None:
            """Keeps {"secret"} of an adapter, sealed; nobody is shown it. null: there is none.

            401 who is not signed in, 403 who may not, 404 no such adapter.
            """
            try:
                secret = msgspec.json.decode(await request.body(), type=Secret).secret
            except msgspec.MsgspecError as error:
                raise refusal(400, details=str(error), hint='Send {"secret": "…"} as JSON.') from None
            if secret is not None and not 8 <= len(secret) <= 500:
                raise refusal(422, "a secret has 8 to 500 characters", code="PD006")
            sealed = self._envelope.seal(place(adapter), secret.encode()) if secret is not None else None
            asked = {"adapter": adapter, "secret": f"\\x{sealed.hex()}" if sealed is not None else None}
            await ask(self._rest, dict(request.scope), "rpc/set_mail_secret", body=msgspec.json.encode(asked))

        @get("/{adapter:str}/check")
        async def check(request: Asked, adapter: FromPath[str]) -> list[Answer]:
            """What is wrong with an adapter, in words: [{subject, is_well, message}].

            401 who is not signed in, 403 who may not, 404 no such adapter.
            """
            asked = msgspec.json.encode({"adapter": adapter})
            found = await ask(self._rest, dict(request.scope), "rpc/check_mail_adapter", body=asked)
            return [*await self._say_what_it_goes_by(adapter), *found]

        handlers = [take_mime, take_mailgun, take_postmark, take_sendgrid, take_ses, keep_secret, check]
        return [Router(path, route_handlers=handlers, include_in_schema=path == PATHS[0]) for path in PATHS]

    async def _take(self, request: Asked, adapter: str, most: int, believe: Believe) -> Answer:
        known = await self._adapters.find(adapter)
        length = request.headers.get("content-length", "")
        limits = Limits(most, _SECONDS, depth=0, embeds=0, terms=0)
        stated = int(length) if length.isdigit() else None
        async with self._bodies.read(request.receive, stated, limits) as body:
            if body is None:
                raise refusal(400, "the body ended too early")
            post = _post(request, body)
            try:
                believed = await believe(post, known)
                taken = await asyncio.to_thread(_make, adapter, post)
            except NotBelievedError as error:
                await self._keeping.note_refused(adapter, str(error))
                raise refusal(401, str(error), hint="See /rest/mail_adapters.") from None
            except UnreadableError as error:
                await self._keeping.note_refused(adapter, str(error))
                raise refusal(400, str(error), hint="See what /rest/mail_adapters takes.") from None
            except OSError as error:
                log.warning("Amazon was not asked", problem=str(error))
                raise refusal(503, "Amazon cannot be asked", headers=[("Retry-After", "60")]) from None
            try:
                return await self._keeping.keep_post(adapter, post, believed, taken, _id(request))
            except psycopg.Error as error:
                refused = from_database(error)
                if refused.status < 500:
                    await self._keeping.note_refused(adapter, refused.message)
                raise refused from None

    async def _check_password(self, request: Asked, adapter: str, known: Known) -> None:
        """Before the body is read."""
        try:
            check_password(_post(request, b""), known.user_name, known.secret or "")
        except NotBelievedError as error:
            await self._keeping.note_refused(adapter, str(error))
            raise refusal(401, str(error), headers=[("WWW-Authenticate", "Basic")]) from None

    async def _say_what_it_goes_by(self, adapter: str) -> list[Answer]:
        try:
            known = self._adapters.open(await self._adapters.fresh(adapter))
        except ApiError as error:
            return [_row("secret", False, f"{error.message}. {error.hint or ''}".strip())]
        given = [name for name in ("secret", "public_key", "topic_arn") if getattr(known, name)]
        if not given:
            return [_row("secret", False, "It has nothing to go by: no secret, public_key or topic_arn.")]
        text = f"It goes by {' and '.join(given)}"
        if known.from_environment:
            text += f", of the environment: {', '.join(known.from_environment)}"
        problem = sendgrid.find_key_problem(known.public_key) if known.public_key else None
        return [_row("secret", problem is None, f"{problem or text}.")]


async def _believe_password(post: Post, known: Known) -> Believed:
    """It was checked before the body was read; the mail has a name of its own."""
    return Believed()


def _make(adapter: str, post: Post) -> Taken:
    """What it brings; what only we can have got wrong leaves the post to be kept, and tried again."""
    try:
        return make(adapter, post)
    except UnreadableError:
        raise
    except Exception as error:
        log.error("no mail made of a post", adapter=adapter, exc_info=error)
        return Taken()


def _post(request: Asked, body: bytes) -> Post:
    headers = {name: request.headers.get(name, "") for name in _HEADERS}
    return Post(request.headers.get("content-type", ""), body, headers)


def _id(request: Asked) -> str:
    return request.headers.get("x-request-id", "")


def _row(subject: str, is_well: bool, message: str) -> Answer:
    return {"subject": subject, "is_well": is_well, "message": message}
