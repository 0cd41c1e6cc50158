"""The routes of /inbound, with certificates of tests in place of Amazon's."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import psycopg
from litestar import Litestar
from litestar.testing import TestClient
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.envelope import Envelope
from pgdesk.api.handlers import HANDLERS
from pgdesk.api.inbound.adapters import Adapter, Adapters, place
from pgdesk.api.inbound.amazon import Amazon, Fetch
from pgdesk.api.inbound.keeping import Keeping
from pgdesk.api.inbound.routes import Inbound
from pgdesk.api.metrics import Metrics
from pgdesk.settings import Settings
from tests.api.server import SECRET_KEY, settings_for
from tests.conftest import Connection

Client = TestClient[Litestar]
#: The keys of the providers, where the environment says them.
KEYS = {
    "inbound_secret": "s3cret-of-mail",
    "mailgun_signing_key": "key-test-0123456789",
    "postmark_inbound_token": "pm-test-0123456789",
    "ses_topic_arn": "arn:aws:sns:eu-west-1:123456789012:ses-inbound",
}


async def nowhere(url: str) -> tuple[int, bytes]:
    raise OSError(f"nobody answers at {url}")


@contextmanager
def posting(dsn: str, fetch: Fetch = nowhere, **others: object) -> Iterator[Client]:
    """The routes on a database of its own, where inbound mail is switched on."""
    settings: Settings = settings_for(dsn, **{**KEYS, **others})
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("UPDATE helpdesk.setting SET value = 'true' WHERE key = 'inbound_email_enabled'")
    pool: AsyncConnectionPool[AsyncConnection[Any]] = AsyncConnectionPool(
        settings.worker_database_url, kwargs={"autocommit": True}, min_size=0, max_size=4, open=False
    )

    async def load() -> list[Adapter]:
        async with pool.connection() as connection:
            row = await (await connection.execute("SELECT helpdesk.list_mail_adapters()")).fetchone()
        return [Adapter(**one) for one in row[0]] if row else []

    async def rest(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("the generated API is not asked")

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        async with pool:
            yield

    envelope = Envelope(settings.secret_keys)
    inbound = Inbound(
        Keeping(pool, Metrics()), Adapters(load, envelope, settings), Amazon(fetch), envelope, rest
    )
    app = Litestar(
        route_handlers=inbound.routers(),
        exception_handlers=HANDLERS,
        lifespan=[lifespan],
        logging_config=None,
    )
    with TestClient(app) as client:
        yield client


def keep_secret(database: Connection, adapter: str, secret: str) -> None:
    """As PUT /inbound/<adapter>/secret seals it."""
    sealed = Envelope(SECRET_KEY).seal(place(adapter), secret.encode())
    database.execute("UPDATE helpdesk.mail_adapter SET secret = %s WHERE adapter = %s", (sealed, adapter))


def mail_of(database: Connection, inbound_mail_id: int) -> dict[str, Any]:
    """What was kept of a mail."""
    row = database.execute(
        "SELECT to_jsonb(m) - 'raw' FROM helpdesk.inbound_mail AS m WHERE m.inbound_mail_id = %s",
        (inbound_mail_id,),
    ).fetchone()
    assert row is not None
    return dict(row[0])


def body_of(answer: httpx.Response) -> dict[str, Any]:
    return dict(json.loads(answer.content))
