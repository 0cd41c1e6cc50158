"""A running desk, and pages of it as its people see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import httpx
import psycopg
from playwright.sync_api import Page

from pgdesk.api.web.built import FOLDER
from pgdesk.cli.server.process import free_port
from pgdesk.settings import Settings
from tests.api.server import bearer, serving, settings_for
from tests.conftest import Connection, filled_clone
from tests.web.browser import Chromium
from tests.web.furnish import PASSWORD, furnish
from tests.web.watch import Watch

_TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
#: Pages find out that nobody is signed in by asking; Chromium writes each refusal to the console.
_NOBODY = r"status of 401 .*/(rest/rpc/me|auth/refresh)\)"


@dataclass(frozen=True)
class Desk:
    """People are named by handle: ada (admin), ben, cleo, mei (agents; mei is offline), dan, mia, zoe."""

    client: httpx.Client
    database: Connection
    chromium: Chromium
    settings: Settings
    #: The running application.
    served: ExitStack
    people: dict[str, tuple[int, str]] = field(default_factory=dict)
    host: str = "127.0.0.1"

    # --- looking

    def page(
        self,
        as_: str | None,
        path: str,
        *,
        theme: Literal["light", "dark"] = "light",
        width: int = 1280,
        height: int = 900,
        scale: float = 1,
        language: str = "en",
        allowed: Sequence[str] = (),
        origins: Sequence[str] = (),
    ) -> Page:
        """The page at `path` in a browser of its own, signed in as `as_` (None: nobody).

        The test fails where a page asks an origin other than the desk's and `origins`, or writes an error to
        the console that no pattern of `allowed` matches. `scale` 2 with half the width is a zoom of 200 %.
        `language` is the browser's, and of who is signed in.
        """
        if as_ is None:
            allowed = (*allowed, _NOBODY)
        page = self.chromium.open(
            Watch((self.origin, *origins), tuple(allowed)),
            base_url=self.origin,
            color_scheme=theme,
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            locale=language,
        )
        if as_ is not None:
            self.value("UPDATE helpdesk.person SET language = %s WHERE email = %s", language, _email(as_))
            self.sign_in(page, as_)
        page.goto(path)
        return page

    def settle(self, page: Page) -> None:
        """Waits until the page has got what it asked for, and has drawn it."""
        watch, drawn = self.watch(page), False
        while not drawn or watch.waiting:
            before = len(watch.requests)
            page.evaluate(_TWO_FRAMES)
            drawn = len(watch.requests) == before

    def watch(self, page: Page) -> Watch:
        """What the page, and others of its browser, have asked for."""
        return self.chromium.watch(page)

    def sign_in(self, page: Page, who: str) -> None:
        """A session of its own, whose cookies the page's browser gets."""
        answer = page.context.request.post(
            "/auth/login",
            data={"email": _email(who), "password": PASSWORD, "as_cookies": True},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.ok, answer.text()

    def log_in(self, who: str) -> str:
        """The refresh token of a session of theirs."""
        sent = {"email": f"{who}@desk.example", "password": PASSWORD}
        answer = self.client.post("/auth/login", json=sent)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["refresh_token"])

    @property
    def origin(self) -> str:
        return f"http://{self.host}:{self.client.base_url.port}"

    @contextmanager
    def outage(self, web: Path = FOLDER) -> Iterator[None]:
        """Nobody answers within; afterwards a new process does, with the pages of `web`."""
        self.served.close()
        yield
        self.served.enter_context(serving(self.settings, port=self.client.base_url.port or 0, web=web))

    # --- acting

    def call(self, who: str, verb: str, **arguments: Any) -> Any:
        """What `who` does meanwhile, elsewhere: calls a verb of the API; its answer."""
        person_id, role = self.people[who]
        answer = self.client.post(f"/rest/rpc/{verb}", json=arguments, headers=bearer(role, person_id))
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def insert(self, who: str, view: str, row: dict[str, Any]) -> None:
        """A row that `who` adds to a view of the API."""
        person_id, role = self.people[who]
        answer = self.client.post(f"/rest/{view}", json=row, headers=bearer(role, person_id))
        assert answer.is_success, answer.text

    def rows(self, who: str, query: str) -> Any:
        """What `who` reads at /rest/<query>."""
        person_id, role = self.people[who]
        answer = self.client.get(f"/rest/{query}", headers=bearer(role, person_id))
        assert answer.is_success, answer.text
        return answer.json()

    def new_ticket(self, who: str = "dan", subject: str = "A new one", **arguments: Any) -> int:
        made = self.call(
            who, "create_ticket", **{"subject": subject, "description": "Please help.", **arguments}
        )
        return int(made[0]["ticket_id"] if isinstance(made, list) else made["ticket_id"])

    def fill(self, path: str) -> str:
        """`path` with the id of the longest ticket for {ticket}, of an article for {article} …"""
        longest = (
            "SELECT ticket_id FROM helpdesk.message GROUP BY ticket_id ORDER BY count(*) DESC, 1 LIMIT 1"
        )
        first = {
            "ticket": longest,
            "article": "SELECT min(article_id) FROM helpdesk.article",
            "policy": "SELECT min(sla_policy_id) FROM helpdesk.sla_policy",
            "calendar": "SELECT min(calendar_id) FROM helpdesk.calendar",
        }
        return path.format_map(
            {name: self.value(find) for name, find in first.items() if f"{{{name}}}" in path}
        )

    def ticket(self, subject: str) -> int:
        """The id of the ticket with this subject."""
        return int(self.value("SELECT ticket_id FROM helpdesk.ticket WHERE subject = %s", subject))

    def value(self, statement: str, *values: Any) -> Any:
        """Of the first row, as the superuser."""
        cursor = self.database.execute(statement, values)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


@contextmanager
def running_desk(
    server_dsn: str,
    chromium: Chromium,
    fill: Callable[[str], None] = furnish,
    *,
    host: str = "127.0.0.1",
) -> Iterator[Desk]:
    """`host`: by which its pages are asked for; passkeys want a name, such as localhost."""
    port = free_port()
    with (
        filled_clone(server_dsn, f"pgdesk_{fill.__name__}", fill) as dsn,
        psycopg.connect(dsn, autocommit=True) as database,
        TemporaryDirectory() as files,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client,
        ExitStack() as served,
    ):
        settings = settings_for(dsn, files_url=Path(files).as_uri(), public_url=f"http://{host}:{port}")
        served.enter_context(serving(settings, port=port))
        yield Desk(client, database, chromium, settings, served, people_of(database), host)


def _email(handle: str) -> str:
    return f"{handle}@desk.example"


def people_of(database: Connection) -> dict[str, tuple[int, str]]:
    found = "SELECT split_part(email, '@', 1), person_id, role FROM helpdesk.person WHERE email IS NOT NULL"
    return {handle: (person_id, role) for handle, person_id, role in database.execute(found).fetchall()}
