"""A desk whose files lie in a folder of the test, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.types.json import Json

from pgdesk.settings import Settings
from tests.api.server import bearer, serving, settings_for

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(200))


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@dataclass
class House:
    client: httpx.Client
    database: psycopg.Connection[Any]
    settings: Settings
    folder: Path
    dsn: str

    def person(self, role: str = "customer") -> dict[str, str]:
        """The headers of a new one."""
        number = self.one("SELECT count(*) FROM helpdesk.person")
        person_id = self.one(
            "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, %s) RETURNING person_id",
            f"{role} {number}",
            f"{role}{number}@house.example",
            role,
        )
        return bearer(role, person_id)

    def upload(
        self, content: bytes, name: str = "a.png", headers: dict[str, str] | None = None
    ) -> httpx.Response:
        return self.client.post("/files", content=content, params={"filename": name}, headers=headers or {})

    def call(self, verb: str, headers: dict[str, str], **arguments: Any) -> Any:
        answer = self.client.post(f"/rest/rpc/{verb}", json=arguments, headers=headers)
        assert answer.status_code in (200, 204), answer.text
        return answer.json() if answer.content else None

    def one(self, statement: str, *values: Any) -> Any:
        row = self.database.execute(statement, values).fetchone()
        return row[0] if row else None

    def set(self, key: str, value: Any) -> None:
        self.database.execute("UPDATE helpdesk.setting SET value = %s WHERE key = %s", (Json(value), key))

    def stored(self) -> set[str]:
        """The keys of what lies in the folder."""
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}


@contextmanager
def opened(dsn: str, folder: Path) -> Iterator[House]:
    """The desk of a database, its files below `folder`."""
    settings = settings_for(dsn, files_url=folder.as_uri())
    with serving(settings) as client, psycopg.connect(dsn, autocommit=True) as database:
        yield House(client, database, settings, folder, dsn)


@pytest.fixture
def house(fresh_db: str, tmp_path: Path) -> Iterator[House]:
    with opened(fresh_db, tmp_path / "files") as house:
        yield house
