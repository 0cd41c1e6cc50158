"""GET /articles/{slug} over HTTP: HTML of Markdown that runs nothing, former slugs, who sees it."""

import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import httpx
import psycopg
import pytest

from pgdesk.api.markdown import render
from tests.api.server import bearer, serving, settings_for
from tests.articles.test_writing import published, save
from tests.conftest import clone
from tests.desk import Desk, make_desk

RUNNING = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#x73;cript:alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "![a](javascript:alert(1))",
    '![a"onerror="alert(1)](https://x.example/a.png)',
    '[a](https://x.example "onmouseover=alert(1) x=\\"")',
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '`<script>`\n\n```x"onload=alert(1)\n<script>\n```',
    "```<style onload=alert(1)>\n```",
    "<svg/onload=alert(1)>\n<iframe src=//x.example></iframe>\n<form action=//x.example><input>",
    "<!--><script>alert(1)</script>-->",
    "a|b\n-|-\n<script>|<img src=x onerror=alert(1)>",
    "<math><mtext></p><style><img src=x onerror=alert(1)></style>",
]


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_runs_nothing(html: str) -> None:
    for tag, attributes in _Elements(html).found:
        assert tag in {
            "p",
            "a",
            "img",
            "pre",
            "code",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "li",
            "ul",
        }
        assert set(attributes) <= {"href", "src", "alt", "title", "class", "rel"}
        for name in ("href", "src"):
            value = attributes.get(name) or "https:"
            assert re.match(r"(https?|mailto|tel):|[^:]*$", value), value


@pytest.mark.parametrize("text", RUNNING)
def test_nothing_that_is_written_runs(text: str) -> None:
    assert_runs_nothing(render(text))
    assert_runs_nothing(render(f"- {text}\n\n> {text}".replace("> ", "")))


def test_what_markdown_is_for_is_shown() -> None:
    html = render("# Head\n\n**b** [l](https://x.example) `c`\n\n1. one\n\n|a|\n|-|\n|1|\n\n~~s~~ <b>")
    for part in ("<h1>Head</h1>", "<strong>b</strong>", 'href="https://x.example"', "<code>c</code>", "<ol>",
                 "<td>1</td>", "<s>s</s>", "&lt;b&gt;", 'rel="noopener noreferrer"'):  # fmt: skip
        assert part in html


@pytest.fixture(scope="module")
def site(server_dsn: str, dsn: str) -> Iterator[tuple[httpx.Client, Desk]]:
    with (
        clone(server_dsn, f"pgdesk_articles_site_{os.getpid()}") as made,
        serving(settings_for(made)) as client,
    ):
        with psycopg.connect(made) as db:
            desk = make_desk(db)
            article = published(desk, "Toner", "\n\n".join(RUNNING))
            save(desk, article_id=article, slug="ink")
            published(desk, "Salaries", "secret", audience="staff")
            save(desk, title="Draft")
        yield client, desk


def test_an_article_is_shown_as_html(site: tuple[httpx.Client, Desk]) -> None:
    client, _ = site
    found = client.get("/articles/ink").json()
    assert (found["title"], found["language"], found["body"][:8]) == ("Toner", "en", "<script>")
    assert_runs_nothing(found["body_html"])


def test_a_former_slug_is_redirected(site: tuple[httpx.Client, Desk]) -> None:
    client, _ = site
    answer = client.get("/articles/toner?language=de", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, "/articles/ink?language=de")


def test_who_does_not_see_an_article_learns_nothing(site: tuple[httpx.Client, Desk]) -> None:
    client, desk = site
    answers = [client.get(f"/articles/{slug}") for slug in ("salaries", "draft", "nothing", "%3Cscript%3E")]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["code"] for answer in answers} == {"PD001"}
    shown = client.get("/articles/salaries", headers=bearer("agent", desk.agent.id))
    assert shown.json()["body_html"] == "<p>secret</p>\n"


def test_searches_by_get_and_post_find_the_same(site: tuple[httpx.Client, Desk]) -> None:
    client, _ = site
    by_get = client.get("/rest/rpc/search_articles?query=toner&select=title")
    by_post = client.post("/rest/rpc/search_articles?select=title", json={"query": "toner"})
    assert by_get.json() == by_post.json() == [{"title": "Toner"}]
    assert client.get("/rest/rpc/search_articles?query=nothing").json() == []
