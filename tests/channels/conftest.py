"""A bridge that joins channel chat, the application that it posts to, and the receiver of its webhook."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import msgspec
import psycopg
import pytest

from pgdesk.api.signatures import read_secret, sign
from tests.api.server import bearer, serving, settings_for
from tests.conftest import login_dsn
from tests.desk import make_desk
from tests.rules.desk import RuleDesk
from tests.webhooks.conftest import Receiver, certificate, receiver  # noqa: F401 - fixtures
from tests.webhooks.test_delivery import change_secret, tell, webhook


@dataclass
class Bridge:
    desk: RuleDesk
    client: httpx.Client
    hook: int
    #: that signs what is posted, and what is sent
    inbound: str
    outbound: str
    receiver: Receiver

    def post(self, told: Any, path: str = "", **headers: str) -> httpx.Response:
        body = msgspec.json.encode(told)
        signed = sign([read_secret(self.inbound)], str(uuid4()), int(time.time()), body)
        return self.client.post(f"/inbound/channel/chat{path}", content=body, headers={**signed, **headers})

    def says(
        self, text: str, key: str | None = None, conversation: str = "c-1", author: str = "u-1", **more: Any
    ) -> Any:
        told = {
            "external_id": key or str(uuid4()),
            "conversation": conversation,
            "author": {"id": author, "name": "Dora"},
            "text": text,
            **more,
        }
        answer = self.post(told)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def tell(self) -> list[Any]:
        """What the bridge is told now."""
        before = len(self.receiver.got)
        tell(self.hook)
        return [msgspec.json.decode(body)["data"] for _, body in self.receiver.got[before:]]


@pytest.fixture
def bridge(
    fresh_db: str,
    receiver: Receiver,  # noqa: F811 - the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Bridge]:
    monkeypatch.setenv("PGDESK_WORKER_DATABASE_URL", login_dsn(fresh_db, "worker"))
    with (
        psycopg.connect(fresh_db, autocommit=True) as database,
        serving(settings_for(fresh_db)) as client,
    ):
        desk = RuleDesk(**vars(make_desk(database)))
        hook = webhook(desk, receiver.url, name="bridge")
        desk.run(desk.admin, "INSERT INTO api.bridges (channel, webhook_id) VALUES ('chat', %s)", hook)
        outbound = change_secret(desk, hook)
        made = client.post(
            f"/webhooks/{hook}/secret",
            json={"is_inbound": True},
            headers=bearer("admin", desk.admin.id or 0),
        )
        yield Bridge(desk, client, hook, made.json()["secret"], outbound, receiver)
