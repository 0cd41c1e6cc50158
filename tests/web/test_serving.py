"""Who is given the page, who a file of it and in which coding, who JSON; under both prefixes, and unbuilt."""

import gzip
import re
import secrets
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from pgdesk.api.web.accepts import choose_coding, wants_page
from pgdesk.api.web.built import FOLDER, INDEX
from pgdesk.api.web.frame import Frame, fill
from tests.api.server import bearer, serving, settings_for
from tests.conftest import clone

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
#: As web/index.html is built.
PAGE = (
    '<!doctype html><html lang="en" dir="ltr"><meta name="pgdesk-prefix" content="/support" />'
    '<title>pgdesk</title><script type="module" crossorigin src="/support/assets/app-1a2b.js"></script>'
)
SCRIPT = b"export const words = 'one two three four';" * 50
FILES = {
    INDEX: PAGE.encode(),
    "assets/app-1a2b.js": SCRIPT,
    "assets/app-1a2b.js.br": b"as if it were Brotli",
    "assets/app-1a2b.js.gz": gzip.compress(SCRIPT, mtime=0),
    "assets/letters-3c4d.woff2": b"wOF2",
    "assets/plain-5e6f.css": b"p{}",
    "widget.js": b"(()=>{})()",
    "icon.svg": b"<svg/>",
}


@pytest.fixture(scope="module")
def dsn(server_dsn: str) -> Iterator[str]:
    with clone(server_dsn, f"pgdesk_pages_{secrets.token_hex(5)}") as made:
        yield made


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web")
    for name, content in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def client(dsn: str, web: Path) -> Iterator[httpx.Client]:
    with serving(settings_for(dsn), web=web) as made:
        yield made


@pytest.fixture(scope="module")
def admin(dsn: str) -> dict[str, str]:
    with psycopg.connect(dsn, autocommit=True) as database:
        row = database.execute(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Ada', 'ada@desk.example', 'admin')"
            " RETURNING person_id"
        ).fetchone()
    assert row is not None
    return bearer("admin", row[0])


# --- the page


@pytest.mark.parametrize("path", ["/support", "/support/", "/support/agent/tickets/7", "/support/nowhere"])
def test_a_browser_is_given_the_page_wherever_it_goes(client: httpx.Client, path: str) -> None:
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.text == PAGE.replace("<title>pgdesk", "<title>Support")
    assert {"accept", "authorization"} <= {one.strip() for one in page.headers["vary"].lower().split(",")}
    head = client.head(path, headers=BROWSER)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == page.headers["content-length"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "*/*"},
        {"Accept": "application/json"},
        {"Accept": "application/json, text/html;q=0.9"},
        {"Accept": "text/html;q=0"},
        {**BROWSER, "Authorization": "Bearer x"},
    ],
)
def test_a_program_is_given_json(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.get("/support/agent/tickets", headers=headers)
    assert answer.headers["content-type"].startswith("application/json")
    assert "authorization" in answer.headers["vary"].lower()


def test_only_what_may_be_looked_at_is_a_page(client: httpx.Client) -> None:
    for method, path in (
        ("POST", "/support/tickets"),
        ("GET", "/support/widget/forms"),
        ("GET", "/support/inbound/mailgun/"),
        ("GET", "/supportive"),
        ("GET", "/elsewhere"),
    ):
        answer = client.request(method, path, headers=BROWSER)
        assert answer.headers["content-type"].startswith("application/json"), path


def test_every_alias_answers_programs_as_before(
    client: httpx.Client, dsn: str, admin: dict[str, str]
) -> None:
    with psycopg.connect(dsn) as database:
        rows = database.execute("SELECT path FROM helpdesk.route_alias WHERE method = 'GET' AND is_active")
        paths = [re.sub(r"\{\w+\}", "1", path) for (path,) in rows]
    assert len(paths) > 20
    for path in paths:
        for headers in (admin, {**admin, **BROWSER}):
            answer = client.get(path, headers=headers)
            assert answer.headers["content-type"].startswith("application/json"), path
            assert not answer.is_server_error, path
        is_page = client.get(path, headers=BROWSER).headers["content-type"].startswith("text/html")
        assert is_page == (path.startswith("/support") and not path.startswith("/support/widget/")), path


def test_the_page_is_asked_for_again_and_sent_once(client: httpx.Client) -> None:
    page = client.get("/support", headers=BROWSER)
    assert page.headers["cache-control"] == "no-cache"
    tag = page.headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = client.get("/support/admin", headers={**BROWSER, "If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/support", headers={**BROWSER, "If-None-Match": '"other"'}).status_code == 200


def test_the_page_runs_and_asks_nothing_but_this_server(client: httpx.Client) -> None:
    headers = client.get("/support", headers=BROWSER).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "connect-src", "font-src")} == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_pages_are_neither_counted_nor_slowed_by_rate_limits(client: httpx.Client) -> None:
    assert "ratelimit" not in client.get("/support", headers=BROWSER).headers


# --- its files


def test_a_file_is_kept_for_a_year_under_its_name(client: httpx.Client) -> None:
    answer = client.get("/support/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert (answer.status_code, answer.content) == (200, SCRIPT)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/support/icon.svg").headers["cache-control"] == "public, max-age=300"
    assert client.get("/support/assets/letters-3c4d.woff2").headers["content-type"] == "font/woff2"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("deflate", None),
        ("identity, br;q=0.4", None),
        ("", None),
    ],
)
def test_it_comes_in_the_coding_that_is_liked_best(
    client: httpx.Client, accepted: str, coding: str | None
) -> None:
    path = "/support/assets/app-1a2b.js"
    with client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        body = b"".join(answer.iter_raw())
        headers = answer.headers
    ending = {"br": ".br", "gzip": ".gz", None: ""}[coding]
    assert (headers.get("content-encoding"), body) == (coding, FILES["assets/app-1a2b.js" + ending])
    assert headers["vary"].lower() == "accept-encoding"
    again = client.get(path, headers={"Accept-Encoding": accepted, "If-None-Match": headers["etag"]})
    assert again.status_code == 304


def test_each_coding_has_a_tag_of_its_own(client: httpx.Client) -> None:
    path = "/support/assets/app-1a2b.js"
    tags = {client.head(path, headers={"Accept-Encoding": one}).headers["etag"] for one in ("br", "gzip", "")}
    assert len(tags) == 3
    plain = client.get("/support/assets/plain-5e6f.css", headers={"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in plain.headers
    refused = client.get("/support/assets/plain-5e6f.css", headers={"Accept-Encoding": "br, identity;q=0"})
    assert refused.status_code == 406


def test_a_file_that_is_gone_is_not_there(client: httpx.Client) -> None:
    for headers in ({}, BROWSER):
        gone = client.get("/support/assets/app-0000.js", headers=headers)
        assert (gone.status_code, gone.json()["hint"]) == (404, "Load the page again.")
        assert gone.headers["cache-control"] == "no-store"
    for name in ("assets", "assets/", "assets/app-1a2b.js.br", "assets/app-1a2b.js/"):
        assert SCRIPT not in client.get(f"/support/{name}").content


@pytest.mark.parametrize(
    "path", ["../pyproject.toml", "..%2fpyproject.toml", "%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "%00"]
)
def test_no_path_leads_out_of_the_folder(client: httpx.Client, path: str) -> None:
    answer = client.send(client.build_request("GET", httpx.URL(f"{client.base_url}/support/assets/{path}")))
    assert answer.status_code in (401, 404)
    assert "root:" not in answer.text
    assert "[project]" not in answer.text


def test_other_sites_may_load_the_widget(client: httpx.Client) -> None:
    headers = client.get("/support/widget.js").headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["cache-control"] == "public, max-age=300"
    own = client.get("/support/assets/app-1a2b.js").headers
    assert "access-control-allow-origin" not in own
    assert own["cross-origin-resource-policy"] == "same-origin"


# --- another prefix, and nothing built


def test_all_is_under_the_prefix_of_the_setting(dsn: str, web: Path) -> None:
    with psycopg.connect(dsn, autocommit=True) as database:
        change = "UPDATE helpdesk.setting SET value = to_jsonb(%s::text) WHERE key = %s"
        database.execute(change, ("hilfe", "route_prefix"))
        database.execute(change, ("<Hilfe> & Rat", "desk_name"))
        database.execute(change, ("ar", "mail_language"))
        database.execute(change, ("dark", "brand_theme"))
        try:
            with serving(settings_for(dsn), web=web) as client:
                page = client.get("/hilfe/agent", headers=BROWSER)
                script = client.get("/hilfe/assets/app-1a2b.js")
                former = client.get("/support", headers=BROWSER)
                index = client.get("/", headers=BROWSER)
                alias = client.get("/hilfe/widget/forms")
        finally:
            database.execute("UPDATE helpdesk.setting SET value = NULL WHERE value IS NOT NULL")
    assert 'content="/hilfe"' in page.text
    assert 'src="/hilfe/assets/app-1a2b.js"' in page.text
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in page.text
    assert "<title>&lt;Hilfe&gt; &amp; Rat</title>" in page.text
    assert "/support" not in page.text
    assert script.content == SCRIPT
    assert former.status_code == 404
    assert 'href="/hilfe"' in index.text
    assert alias.status_code == 200


def test_unbuilt_pages_say_how_they_are_built(dsn: str, tmp_path: Path, admin: dict[str, str]) -> None:
    with serving(settings_for(dsn), web=tmp_path / "nothing") as client:
        page = client.get("/support/agent", headers=BROWSER)
        files = [client.get(f"/support/{name}") for name in ("assets/app.js", "widget.js")]
        alias = client.get("/support/agent/tickets", headers=admin)
    assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "sh bin/setup" in page.text
    for file in files:
        assert (file.status_code, file.json()["message"]) == (503, "the web pages are not built")
        assert "sh bin/setup" in file.json()["hint"]
    assert alias.status_code == 200


def test_without_a_database_the_page_is_there(dsn: str, web: Path) -> None:
    gone = "host=127.0.0.1 port=1 dbname=x connect_timeout=1"
    with serving(settings_for(dsn, worker_database_url=gone), web=web) as client:
        assert client.get("/support", headers=BROWSER).status_code == 200


# --- what the pages that are built here promise


class Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.found += [str(found[name]) for name in ("src", "href") if name in found]
        self.texts += [tag for name, _ in attrs if name == "style" or name.startswith("on")]
        self.texts += [tag] if tag == "style" or (tag == "script" and "src" not in found) else []


@pytest.mark.skipif(not FOLDER.exists(), reason="the web pages are not built here")
def test_the_built_page_has_what_is_put_in_and_nothing_that_its_policy_refuses(dsn: str) -> None:
    built = (FOLDER / INDEX).read_text()
    frame = Frame(prefix="hilfe", language="ar", name="Rat")
    filled = fill(built, frame)
    for wanted in ('<html lang="ar" dir="rtl">', '"pgdesk-prefix" content="/hilfe"', "<title>Rat</title>"):
        assert filled.count(wanted) == 1
    links = Links(filled)
    assert links.texts == []
    assert links.found
    with serving(settings_for(dsn)) as client:
        for link in links.found:
            assert link.startswith("/hilfe/")
            assert client.get(link.replace("/hilfe/", "/support/")).status_code == 200, link


@pytest.mark.skipif(not FOLDER.exists(), reason="the web pages are not built here")
def test_built_scripts_and_styles_are_smaller_in_their_codings_and_name_no_prefix() -> None:
    files = [path for path in FOLDER.rglob("*") if path.suffix in (".js", ".css")]
    assert files
    for path in files:
        content = path.read_bytes()
        assert b'"/support/' not in content, path
        if len(content) > 1000:
            brotli, zipped = (path.with_name(path.name + end).read_bytes() for end in (".br", ".gz"))
            assert gzip.decompress(zipped) == content
            assert len(brotli) < len(zipped) < len(content)


# --- RFC 9110, section 12


@pytest.mark.parametrize(
    ("accepted", "offered", "chosen"),
    [
        (None, ["br", "gzip"], "identity"),
        ("gzip;q=1.000, br;q=0.999", ["br", "gzip"], "gzip"),
        ("GZIP", ["br", "gzip"], "gzip"),
        ("br;q=much, gzip;q=0.1", ["br", "gzip"], "gzip"),
        ("*;q=0", ["br", "gzip"], None),
        ("identity;q=0", ["br", "gzip"], None),
        ("*;q=0, gzip", ["br", "gzip"], "gzip"),
        (",;,;q=1", ["br"], "identity"),
    ],
)
def test_codings(accepted: str | None, offered: list[str], chosen: str | None) -> None:
    assert choose_coding(accepted, offered) == chosen


def test_a_header_that_comes_twice_is_one() -> None:
    scope: dict[str, Any] = {
        "method": "GET",
        "headers": [(b"accept", b"application/json;q=0.5"), (b"accept", b"text/html")],
    }
    assert wants_page(scope)
    assert not wants_page({**scope, "headers": scope["headers"][:1]})
