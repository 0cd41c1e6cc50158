"""The knowledge base as pages, over HTTP: who sees what, in which language, and that nothing runs."""

import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import httpx
import psycopg
import pytest

from pgdesk.api.knowledge.body import render_body
from tests.api.server import bearer, serving, settings_for
from tests.articles.test_rendering import RUNNING
from tests.articles.test_writing import publish, published, save
from tests.conftest import clone
from tests.desk import Desk, make_desk

HOSTILE = "\"><script>ran=1</script>{{ brand.name }}{% if 1 %}'&<img src=x onerror=ran=1>"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
VOID = {"meta", "link", "input", "img", "br", "hr"}


class Site:
    def __init__(self, client: httpx.Client, desk: Desk) -> None:
        self.client, self.desk = client, desk
        self.origin = str(client.base_url).rstrip("/")

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers={"Accept": "text/html", **headers})

    def category(self, slug: str, name: str, **columns: Any) -> int:
        values = {"slug": slug, "name": name, **columns}
        row = self.desk.db.execute(
            f"INSERT INTO helpdesk.article_category ({', '.join(values)})"
            f" VALUES ({', '.join(['%s'] * len(values))}) RETURNING category_id",
            tuple(values.values()),
        ).fetchone()
        assert row is not None
        return int(row[0])


@pytest.fixture(scope="module")
def site(server_dsn: str) -> Iterator[Site]:
    with (
        clone(server_dsn, f"pgdesk_knowledge_{os.getpid()}") as made,
        serving(settings_for(made, public_url="https://desk.example")) as client,
        psycopg.connect(made, autocommit=True) as db,
    ):
        with db.transaction():
            desk = make_desk(db)
            site = Site(client, desk)
            printing = site.category("printing", "Printing", description="All about paper.", position=1)
            toner = site.category("toner", "Toner & drums", parent_id=printing)
            site.category("empty", "Nothing in here")
            db.execute(
                "INSERT INTO helpdesk.article_category_name VALUES (%s, 'de', 'Drucken', 'Papier.')",
                (printing,),
            )
            article = published(
                desk, "Change the toner", "## Open\n\nThe **front** door.", category_id=toner,
                summary="How to change the toner.",
            )  # fmt: skip
            save(desk, article_id=article, language="de", title="Toner wechseln", body="Die Klappe.")
            publish(desk, article, language="de")
            published(desk, "Loose paper", "A heap of paper.", category_id=printing)
            published(desk, HOSTILE, "\n\n".join(RUNNING), slug="hostile", summary=HOSTILE)
            published(desk, "Salaries", "secret", audience="staff")
            published(desk, "For customers", "Dear customer", audience="customers")
            save(desk, title="Draft")
        yield site


def links(html: str, part: str = "main") -> dict[str, str]:
    """Text → address of the links of a part of a page."""
    inside = html.partition(f"<{part}")[2].partition(f"</{part}>")[0]
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', inside, re.S)
    return {" ".join(re.sub(r"<[^>]+>", " ", text).split()): address for address, text in found}


class _Balance(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_runs_nothing(html: str) -> None:
    page = _Balance(html)
    assert page.open == []
    for tag, attributes in page.tags:
        assert tag not in {"script", "iframe", "object", "base", "svg", "style", "embed"}
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            assert re.match(r"(https?|mailto|tel):|data:(,$|image/)|[^:]*$", attributes.get(name) or ""), (
                attributes
            )


def test_readers_find_their_way_from_topic_to_article(site: Site) -> None:
    home = site.get("/support/kb")
    assert (home.status_code, home.headers["content-type"]) == (200, "text/html; charset=utf-8")
    topics = links(home.text)
    assert [name.partition(" All")[0] for name in topics if "articles" in name] == ["Printing"]
    assert "2 articles" in home.text, "with what is below"
    assert "Nothing in here" not in home.text
    topic = site.get("/support/kb/categories/printing")
    assert {"Help center", "Loose paper"} <= set(links(topic.text))
    assert "/support/kb/categories/toner" in topic.text
    article = site.get("/support/kb/articles/change-the-toner")
    assert list(links(article.text))[:3] == ["Help center", "Printing", "Toner &amp; drums"]
    assert "<strong>front</strong>" in article.text
    assert "<h2>Open</h2>" in article.text


def test_what_the_reader_does_not_see_is_not_there(site: Site) -> None:
    for slug in ("salaries", "draft", "for-customers", "nothing", "%3Cscript%3E"):
        answer = site.get(f"/support/kb/articles/{slug}")
        assert (answer.status_code, "noindex" in answer.text) == (404, True)
        assert "text/html" in answer.headers["content-type"]
    assert "Salaries" not in site.get("/support/kb").text
    customer = bearer("customer", site.desk.customer.id or 0)
    shown = site.get("/support/kb/articles/for-customers", **customer)
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "private, no-cache")
    assert site.get("/support/kb/articles/salaries", **customer).status_code == 404
    staff = bearer("agent", site.desk.agent.id or 0)
    assert "secret" in site.get("/support/kb/articles/salaries", **staff).text


def test_a_session_that_has_ended_reads_as_everybody(site: Site) -> None:
    ended = {"Cookie": f"pgdesk_access={bearer('agent', 1, expires_in=-60)['Authorization'][7:]}"}
    assert site.get("/support/kb", **ended).status_code == 200


def test_a_page_speaks_the_readers_language(site: Site) -> None:
    german = site.get("/support/kb", **{"Accept-Language": "de-AT,en;q=0.5"})
    assert '<html lang="de" dir="ltr"' in german.text
    assert "Drucken" in german.text
    chosen = site.get("/support/kb?language=ar", **{"Accept-Language": "de"})
    assert '<html lang="ar" dir="rtl"' in chosen.text
    assert "مقالان" in chosen.text, "the dual"
    assert all("language=ar" in address for address in links(chosen.text).values())
    article = site.get("/support/kb/articles/change-the-toner", **{"Accept-Language": "de"})
    assert "Toner wechseln" in article.text
    other = site.get("/support/kb/articles/loose-paper?language=de")
    assert ('lang="en" dir="ltr"' in other.text, "nur auf Englisch" in other.text) == (True, True)
    assert site.get("/support/kb?language=%22%3E%3Cscript%3E").status_code == 200


def test_a_desk_offers_some_languages(site: Site) -> None:
    site.desk.set("page_languages", ["de"])
    try:
        page = site.get("/support/kb?language=ar").text
        assert '<html lang="de"' in page
        assert "العربية" not in page
    finally:
        site.desk.db.execute("UPDATE helpdesk.setting SET value = NULL WHERE key = 'page_languages'")


def test_people_speak_their_own(site: Site) -> None:
    site.desk.db.execute(
        "UPDATE helpdesk.person SET language = 'de' WHERE person_id = %s", (site.desk.teammate.id,)
    )
    shown = site.get("/support/kb", **bearer("customer", site.desk.teammate.id or 0))
    assert '<html lang="de"' in shown.text


def test_indexes_are_told_the_one_address_of_each_language(site: Site) -> None:
    page = site.get("/support/kb/articles/toner-wechseln?language=de").text
    kb = "https://desk.example/support/kb"
    german, english = (
        f"{kb}/articles/toner-wechseln?language=de",
        f"{kb}/articles/change-the-toner?language=en",
    )
    assert f'<link rel="canonical" href="{german}">' in page
    assert f'hreflang="en" href="{english}"' in page
    assert f'hreflang="de" href="{german}"' in page
    assert "<title>Toner wechseln · Support</title>" in page
    assert 'property="og:type" content="article"' in page
    by_other = site.get("/support/kb/articles/toner-wechseln?language=en").text
    assert f'<link rel="canonical" href="{english}">' in by_other
    described = site.get("/support/kb/articles/change-the-toner?language=en").text
    assert '<meta name="description" content="How to change the toner.">' in described
    assert 'itemprop="dateModified"' in described


def test_a_former_slug_leads_on(site: Site) -> None:
    article = published(site.desk, "Old name")
    save(site.desk, article_id=article, slug="new-name")
    answer = site.get("/support/kb/articles/old-name?language=de")
    assert (answer.status_code, answer.headers["location"]) == (
        301,
        "/support/kb/articles/new-name?language=de",
    )


def test_search_shows_where_the_words_stand(site: Site) -> None:
    found = site.get("/support/kb/search?q=front+door")
    assert "1 result" in found.text
    assert "<mark>front</mark>" in found.text
    assert "noindex" in found.text
    assert 'value="front door"' in found.text
    nothing = site.get("/support/kb/search?q=zebra")
    assert "Nothing found for “zebra”" in nothing.text
    gaps = site.desk.db.execute("SELECT count(*) FROM helpdesk.article_gap WHERE query = 'zebra'").fetchone()
    assert gaps == (1,)
    for query in ("", "?q=", "?q=%20", "?q=%00", f"?q={'x' * 5000}", "?q=%22%3E%3Cscript%3E"):
        answer = site.get(f"/support/kb/search{query}")
        assert answer.status_code == 200
        assert_runs_nothing(answer.text)


def test_nothing_that_is_written_runs(site: Site) -> None:
    site.category("bad", HOSTILE, description=HOSTILE)
    for path in ("", "/articles/hostile", "/search?q=ran", "/search?q=" + "%22%3E%3Csvg%2Fonload%3D1%3E"):
        answer = site.get(f"/support/kb{path}")
        assert_runs_nothing(answer.text)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
    assert "{{ brand.name }}" in site.get("/support/kb/articles/hostile").text, "no text is a template"


@pytest.mark.parametrize("text", RUNNING)
def test_no_text_runs_or_asks_another_host(text: str) -> None:
    html = render_body(f"{text}\n\n# Head\n\n|a|\n|-|\n|{text}|", "Picture")
    assert_runs_nothing(html)
    assert not re.search(r'<img [^>]*src="(https?:|//)', html)
    assert "<h1>" not in html


def test_headings_stand_below_the_title() -> None:
    assert render_body("# One\n\n## Two\n\n###### Six", "") == "<h2>One</h2>\n<h3>Two</h3>\n<h6>Six</h6>\n"
    assert render_body("## Two\n\n### Three", "") == "<h2>Two</h2>\n<h3>Three</h3>\n"


def test_pictures_of_other_hosts_are_links(site: Site) -> None:
    html = render_body("![Door](https://x.example/a.png) ![](//x.example/b.png) ![Own](/files/7)", "Picture")
    assert '<a href="https://x.example/a.png" rel="noopener noreferrer">Door</a>' in html
    assert ">Picture</a>" in html
    assert html.count("<img") == 1
    assert '<img src="/files/7" alt="Own">' in html


def rate(
    site: Site, path: str = "change-the-toner", client: httpx.Client | None = None, **form: str
) -> httpx.Response:
    return (client or site.client).post(f"/support/kb/articles/{path}/feedback", data=form, headers=OWN_PAGE)


def feedback(site: Site) -> list[tuple[Any, ...]]:
    return site.desk.db.execute(
        "SELECT is_helpful, comment, person_id FROM helpdesk.article_feedback ORDER BY article_feedback_id"
    ).fetchall()


def test_a_guest_says_whether_it_helped_once(site: Site) -> None:
    with httpx.Client(base_url=site.origin, trust_env=False) as browser:
        first = rate(site, client=browser, is_helpful="false")
        assert first.status_code == 303
        assert first.headers["location"] == "/support/kb/articles/change-the-toner?said=no#feedback"
        cookie = first.headers["set-cookie"]
        assert {"HttpOnly", "Secure", "SameSite=lax"} <= set(cookie.split("; "))
        browser.cookies = httpx.Cookies({"pgdesk_reader": cookie.partition("=")[2].partition(";")[0]})
        asked = site.get("/support/kb/articles/change-the-toner?said=no").text
        assert ("Thank you" in asked, "<textarea" in asked) == (True, True)
        second = rate(site, client=browser, is_helpful="false", comment="Which door?")
        assert second.headers["location"].endswith("said=more#feedback")
    assert feedback(site) == [(False, "Which door?", None)]


@pytest.mark.parametrize(
    ("form", "status"),
    [({}, 422), ({"is_helpful": "perhaps"}, 422), ({"is_helpful": "true", "comment": "x" * 9000}, 422)],
)
def test_what_no_form_of_ours_sends_is_told(site: Site, form: dict[str, str], status: int) -> None:
    answer = rate(site, **form)
    assert (answer.status_code, "text/html" in answer.headers["content-type"]) == (status, True)
    assert "/support/kb/articles/change-the-toner" in links(answer.text).values()


def test_a_form_in_no_coding_is_told(site: Site) -> None:
    for kind, text in (("text/plain", b"\xff"), ("text/plain; charset=none", b"x")):
        head = b'--b\r\nContent-Disposition: form-data; name="comment"\r\nContent-Type: %s' % kind.encode()
        answer = site.client.post(
            "/support/kb/articles/change-the-toner/feedback",
            content=head + b"\r\n\r\n" + text + b"\r\n--b--\r\n",
            headers={**OWN_PAGE, "Content-Type": "multipart/form-data; boundary=b"},
        )
        assert (answer.status_code, "text/html" in answer.headers["content-type"]) == (400, True)


def test_no_other_page_rates_an_article(site: Site) -> None:
    before = feedback(site)
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = site.client.post(
            "/support/kb/articles/change-the-toner/feedback", data={"is_helpful": "true"}, headers=headers
        )
        assert answer.status_code == 403
    assert rate(site, "salaries", is_helpful="true").status_code == 404
    assert feedback(site) == before


def test_pages_are_kept_by_whoever_may(site: Site) -> None:
    answer = site.get("/support/kb")
    assert answer.headers["cache-control"].startswith("public, max-age=60")
    assert {"Accept-Language", "Cookie", "Authorization"} == set(answer.headers["vary"].split(", "))
    again = site.get("/support/kb", **{"If-None-Match": f'"x", {answer.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    head = site.client.head("/support/kb")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])
    style = re.search(r'rel="stylesheet" href="([^"]+)"', answer.text)
    assert style
    sheet = site.get(style[1])
    assert (sheet.headers["content-type"], "immutable" in sheet.headers["cache-control"]) == (
        "text/css; charset=utf-8",
        True,
    )
    assert "immutable" not in site.get("/support/kb/style.css?v=other").headers["cache-control"]


def test_the_desks_own_look(site: Site) -> None:
    logo = "data:image/png;base64,iVBORw0KGgo="
    settings = {
        "desk_name": "Lamps <&> Co",
        "mail_colour": "#ffdd00",
        "brand_theme": "dark",
        "brand_logo": logo,
    }
    for key, value in settings.items():
        site.desk.set(key, value)
    try:
        page = site.get("/support/kb").text
        assert ("Lamps &lt;&amp;&gt; Co" in page, 'data-theme="dark"' in page, logo in page) == (
            True,
            True,
            True,
        )
        assert "--primary: #ffdd00;" in site.get("/support/kb/style.css").text
    finally:
        for key in settings:
            site.desk.db.execute("UPDATE helpdesk.setting SET value = NULL WHERE key = %s", (key,))


def test_a_long_topic_has_pages(site: Site) -> None:
    many = site.category("many", "Many")
    for number in range(31):
        published(site.desk, f"Number {number}", category_id=many)
    first, second = (site.get(f"/support/kb/categories/many{page}").text for page in ("", "?page=2"))
    assert links(first)["Next page"] == "/support/kb/categories/many?page=2"
    assert ("Number 29" in first, "Number 30" in first, "Number 30" in second) == (True, False, True)
    assert links(second)["Previous page"] == "/support/kb/categories/many"
    for page in ("0", "-1", "x", "9" * 50, "999"):
        assert site.get(f"/support/kb/categories/many?page={page}").status_code == 200


def test_the_sitemap_has_what_everybody_reads(site: Site) -> None:
    staff = bearer("agent", site.desk.agent.id or 0)
    answer = site.client.get("/support/sitemap.xml", headers=staff)
    assert answer.headers["content-type"].startswith("application/xml")
    found = {each.text for each in ElementTree.fromstring(answer.text).iter() if each.tag.endswith("loc")}
    kb = "https://desk.example/support/kb"
    assert {f"{kb}?language=de", f"{kb}/categories/printing?language=en",
            f"{kb}/articles/toner-wechseln?language=de"} <= found  # fmt: skip
    assert not [address for address in found if address and ("salaries" in address or "customers" in address)]
    robots = site.client.get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Sitemap: https://desk.example/support/sitemap.xml" in robots.text


def test_a_long_sitemap_has_parts(site: Site) -> None:
    (newest,) = site.desk.db.execute("SELECT max(article_id) + 2500 FROM helpdesk.article").fetchone() or (0,)
    site.desk.db.execute("INSERT INTO helpdesk.article (article_id) VALUES (%s)", (newest,))
    save(site.desk, article_id=newest, title="Far away", slug="far-away")
    publish(site.desk, newest)
    try:
        parts = re.findall("<loc>(.*?)</loc>", site.client.get("/support/sitemap.xml").text)
        assert len(parts) == 3
        assert "far-away" in site.client.get(parts[-1].removeprefix("https://desk.example")).text
        for part in ("0", "99999999999999", "x"):
            assert site.client.get(f"/support/sitemap.xml?part={part}").status_code == 200
    finally:
        site.desk.db.execute("DELETE FROM helpdesk.article WHERE article_id = %s", (newest,))


def test_the_pages_stand_where_the_desk_says(server_dsn: str) -> None:
    with clone(server_dsn, f"pgdesk_knowledge_prefix_{os.getpid()}") as made:
        with psycopg.connect(made) as db:
            db.execute("UPDATE helpdesk.setting SET value = '\"help\"' WHERE key = 'route_prefix'")
            published(make_desk(db), "Toner")
        with serving(settings_for(made)) as client:
            page = client.get("/help/kb", headers={"Accept": "text/html"})
            assert (page.status_code, links(page.text)) == (200, {"Toner": "/help/kb/articles/toner"})
            assert client.get("/help/kb/articles/toner", headers={"Accept": "text/html"}).status_code == 200
            assert "/help/kb/articles/toner" in client.get("/help/sitemap.xml").text
            assert "/help/sitemap.xml" in client.get("/robots.txt").text
            assert "/help/kb/style.css" in page.text
            assert client.get("/support/kb").status_code == 404


def test_a_view_is_counted(site: Site) -> None:
    site.desk.db.execute("DELETE FROM helpdesk.article_view")
    site.get("/support/kb/articles/loose-paper")
    site.client.head("/support/kb/articles/loose-paper")
    assert site.desk.db.execute("SELECT count(*) FROM helpdesk.article_view").fetchone() == (1,)


def test_who_writes_articles_sees_a_draft_as_its_page_would_show_it(site: Site) -> None:
    draft = {
        "language": "ar",
        "title": HOSTILE,
        "body": "# One\n\n<script>ran=1</script> ![far](https://far.example/a.png)",
    }

    def preview(**headers: str) -> httpx.Response:
        return site.client.post("/support/kb/preview", json=draft, headers=headers)

    assert preview().status_code == 401
    assert preview(**bearer("customer", site.desk.customer.id)).status_code == 403
    answer = preview(**bearer("agent", site.desk.agent.id))
    assert answer.status_code == 200
    assert '<html lang="ar" dir="rtl"' in answer.text
    assert "<h2>One</h2>" in answer.text
    assert not re.search(r"<script|<img|onerror=.*>.*</main>", answer.text)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    refused = site.client.post("/support/kb/preview", content=b"{}", headers={"Content-Type": "text/plain"})
    assert refused.status_code == 415
