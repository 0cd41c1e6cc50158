"""Requests of our own with the answers that we expect: samples/requests.jsonl against samples/schema.sql."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from psycopg.conninfo import make_conninfo

from pgdesk.api.rest.config import Config
from tests.rest.tokens import sign

FOLDER = Path(__file__).parent / "samples"
SECRET = "a secret of the library, 32 bytes or more"

#: Headers that a sample states whenever the answer has them.
COMPARED = (
    "allow",
    "content-location",
    "content-profile",
    "content-range",
    "content-type",
    "location",
    "preference-applied",
    "x-opens",
    "x-tea",
)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def load() -> list[dict[str, Any]]:
    lines = (FOLDER / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def config_for(dsn: str, **others: Any) -> Config:
    """Like the contract's: nothing that a request does stays, unless it asks for it."""
    settings: dict[str, Any] = {
        "db_uri": make_conninfo(dsn, user="shelf_authenticator", password="shelf"),
        "db_schemas": ("shelf", "archive"),
        "db_anon_role": "shelf_anon",
        "db_pre_request": "hidden.before",
        "db_tx_end": "rollback-allow-override",
        "db_aggregates_enabled": True,
        "jwt_secret": SECRET,
        "log_level": "crit",
        **others,
    }
    return Config(**settings)


def send(connection: http.client.HTTPConnection, case: dict[str, Any]) -> Answer:
    headers = dict(case.get("headers") or {})
    claims = {**({"role": case["role"]} if case.get("role") else {}), **(case.get("claims") or {})}
    if claims:
        headers["Authorization"] = f"Bearer {sign(claims, SECRET.encode())}"
    path = quote(case["path"], safe="%/?=&:(){}.,*->!\"'\\[]+;@$~")
    body = case["body"].encode() if case.get("body") is not None else None
    connection.request(case["method"], path.replace('"', "%22").replace(">", "%3E"), body, headers)
    got = connection.getresponse()
    found = {name.lower(): value for name, value in got.getheaders() if name.lower() in COMPARED}
    return Answer(got.status, found, got.read())


def connect(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)


def describe(answer: Answer) -> dict[str, Any]:
    """As a sample states it: JSON by value, everything else as text."""
    stated: dict[str, Any] = {"status": answer.status, "answer_headers": answer.headers}
    is_json = answer.headers.get("content-type", "").partition(";")[0].endswith("json")
    if answer.body and is_json:
        stated["json"] = json.loads(answer.body)
    elif answer.body:
        stated["text"] = answer.body.decode()
    return stated
