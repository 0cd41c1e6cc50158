"""Walks docs/rest-map.md: every request as the role that it names, in order, on one database that commits."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest

from pgdesk.api.login.tokens import guest_token
from pgdesk.api.web.built import FOLDER
from pgdesk.cli.paths import ROOT
from tests.api.server import SECRET, bearer, serving, settings_for
from tests.conftest import clone, login_dsn

MAP = ROOT / "docs" / "rest-map.md"
SEEDS = ROOT.parent / "shared" / "seeds"
PEOPLE = {"admin": 1, "agent": 2, "customer": 4}
PARTS_TO_COME = {
    "web pages", "tokens and login",
    "hosting modes",
    "extensions", "import",
}  # fmt: skip

_PREPARE = """
    INSERT INTO helpdesk.person (name, email, handle, role) VALUES
        ('Ada', 'ada@pgdesk.example', 'ada', 'admin'), ('Ben', 'ben@pgdesk.example', 'ben', 'agent'),
        ('Cleo', 'cleo@pgdesk.example', 'cleo', 'agent'), ('Dan', 'dan@customer.example', NULL, 'customer');
    INSERT INTO helpdesk.department (name, slug) VALUES ('First line', 'first-line');
    INSERT INTO helpdesk.tag (name) VALUES ('map');
    INSERT INTO helpdesk.rule (kind, name, predicate, actions)
    VALUES ('macro', 'Map', '', '[{"action": "add_tags", "value": ["map"]}]');
"""
_IDS = {
    "ticket": "SELECT min(ticket_id) FROM helpdesk.ticket",
    "other": "SELECT max(ticket_id) FROM helpdesk.ticket WHERE requester_id = 4 AND subject = 'Map'",
    "reference": "SELECT reference FROM helpdesk.ticket ORDER BY ticket_id LIMIT 1",
    "note": "SELECT min(message_id) FROM helpdesk.message WHERE kind = 'note'",
    "message": "SELECT min(message_id) FROM helpdesk.message WHERE kind = 'reply'",
    "macro": "SELECT min(rule_id) FROM helpdesk.rule WHERE kind = 'macro'",
    "skill": "SELECT max(skill_id) FROM helpdesk.skill",
    "article": "SELECT coalesce(max(article_id), 0) + 1 FROM helpdesk.article",
    "mention": "SELECT max(mention_id) FROM helpdesk.mention WHERE is_escalation",
}


@dataclass(frozen=True)
class Row:
    seed: str
    here: str
    role: str
    answer: str


def rows() -> list[Row]:
    lines = [line for line in MAP.read_text().splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [Row(*(row + [""] * 4)[:4]) for row in cells if row[0] not in ("---", "In the documents")]


@dataclass
class Walk:
    client: httpx.Client
    dsn: str

    def fill(self, text: str) -> str:
        if "{token}" in text:
            text = text.replace("{token}", self._newest_token())
        for name in set(re.findall(r"\{(\w+)\}", text)) & set(_IDS):
            with psycopg.connect(self.dsn) as connection:
                found = connection.execute(_IDS[name].encode()).fetchone()
            assert found is not None
            text = text.replace("{" + name + "}", str(found[0]))
        return text

    def _newest_token(self) -> str:
        with psycopg.connect(self.dsn) as connection:
            row = connection.execute(
                "SELECT guest_link_id, nonce FROM helpdesk.guest_link ORDER BY guest_link_id DESC LIMIT 1"
            ).fetchone()
        assert row is not None
        return guest_token(SECRET, *row)

    def send(self, row: Row) -> httpx.Response:
        method, path, body = (*self.fill(row.here.strip("`")).split(" ", 2), None)[:3]
        headers = bearer(row.role, PEOPLE[row.role]) if row.role in PEOPLE else {}
        accepted = "text/html" if row.role == "browser" else "application/json"
        return self.client.request(
            method,
            str(path),
            content=body,
            headers={**headers, "Content-Type": "application/json", "Accept": accepted},
        )


@pytest.fixture(scope="module")
def walk(server_dsn: str) -> Iterator[Walk]:
    with clone(server_dsn, f"rest_map_{os.getpid()}") as dsn:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(_PREPARE)
        with serving(settings_for(dsn)) as client:
            yield Walk(client, dsn)


def test_the_map_is_walked(walk: Walk) -> None:
    wrong = []
    for row in rows():
        if row.here.startswith("`pgdesk sweep"):
            problem = _sweep(walk.dsn, row)
        elif row.role == "browser" and not FOLDER.exists():
            continue
        elif row.here.startswith("`"):
            problem = _compare(walk.send(row), walk.fill(row.answer.strip("`")))
        else:
            continue
        if problem:
            wrong.append(f"{row.seed}: {row.here}: {problem}")
    assert wrong == []


_ROUTE = re.compile(r"(GET|POST) (/[^\s?|`,]*)")
_NAME = re.compile(r"\{\w+\}|<\w+>|:\w+")


def _shape(route: str) -> str:
    """However its parts are called."""
    return _NAME.sub("{}", route)


@pytest.mark.parametrize("row", [row for row in rows() if _ROUTE.match(row.seed)], ids=lambda row: row.seed)
def test_a_route_is_asked_as_the_documents_spell_it(row: Row) -> None:
    wanted, asked = _ROUTE.match(row.seed), _ROUTE.search(row.here)
    assert asked or row.here.startswith("to come: ")
    assert not (wanted and asked) or _shape(asked[0]) == _shape(wanted[0])


def _routes_of_the_documents() -> set[str]:
    """Rails writes the path before the method, Django between bars, the others after it."""
    text = "\n".join(path.read_text() for path in sorted(SEEDS.glob("*.txt")))
    found = set(re.findall(r"^(?:GET|POST) /(?:support|api)/[^\s?]*", text, re.MULTILINE))
    found |= {
        f"{method} {path}" for path, method in re.findall(r"^(/support\S*) \|\n(GET|POST) \|", text, re.M)
    }
    found |= {f"{method} {path}" for path, method in re.findall(r"`(/support/\S*)` \| (GET|POST)", text)}
    found |= set(re.findall(r"`(POST /support/\S+)`", text))
    for path in re.findall(r"^GET/POST (/support/\S+)", text, re.MULTILINE):
        found |= {f"GET {path}", f"POST {path}"}
    return found


@pytest.mark.skipif(not SEEDS.exists(), reason="the seed documents are not here")
def test_every_route_of_the_documents_is_in_the_map() -> None:
    mapped = {_shape(match[0]) for row in rows() if (match := _ROUTE.match(row.seed))}
    routes = _routes_of_the_documents()
    assert len(routes) > 70
    assert sorted(route for route in routes if _shape(route) not in mapped) == []


def test_only_what_is_not_built_is_to_come() -> None:
    parts = {row.here.removeprefix("to come: ") for row in rows() if row.here.startswith("to come: ")}
    assert parts <= PARTS_TO_COME


def _sweep(dsn: str, row: Row) -> str:
    name, days = (*row.here.strip("`").replace("--days", "").split()[2:], None)[:2]
    with psycopg.connect(login_dsn(dsn, "worker"), autocommit=True) as connection:
        found = connection.execute("SELECT helpdesk.run_job(%s, p_days => %s)", (name, days)).fetchone()
    return "" if found and not str(found[0]).startswith("error") else str(found)


def _compare(response: httpx.Response, expected: str) -> str:
    status, *members = re.split(r" (?=[\w.]+=)", expected)
    if str(response.status_code) != status:
        return f"{response.status_code} {response.text[:300]}"
    for member in members:
        path, _, value = member.partition("=")
        found: Any = response.json()
        try:
            for key in path.split("."):
                found = found[int(key)] if isinstance(found, list) else found[key]
        except (KeyError, IndexError, TypeError):
            return f"no {path} in {response.text[:300]}"
        if found != json.loads(value):
            return f"{path} is {found!r}, not {value}"
    return ""
