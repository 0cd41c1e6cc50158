"""Drafts, versions, publishing by instants, languages and their fallback, slugs that lead on."""

import threading
from typing import Any

import psycopg
import pytest

from tests.conftest import acting_as
from tests.desk import ANON, SYSTEM, Desk, Person, make_desk, refused


def save(desk: Desk, who: Person | None = None, **given: Any) -> dict[str, Any]:
    return desk.call(who or desk.admin, "save_article", **given)


def publish(desk: Desk, article: int, **given: Any) -> dict[str, Any]:
    return desk.call(desk.admin, "publish_article", article_id=article, **given)


def published(desk: Desk, title: str, body: str = "", **given: Any) -> int:
    """An article that everybody reads."""
    article: int = save(desk, title=title, body=body, **given)["article_id"]
    publish(desk, article, **{name: given[name] for name in ("language",) if name in given})
    return article


def page(desk: Desk, slug: str | None = None, who: Person = ANON, **given: Any) -> dict[str, Any]:
    return desk.call(who, "find_article", slug=slug, **given)


def status(desk: Desk, article: int) -> str:
    found: str = desk.one(desk.admin, "SELECT status FROM api.articles WHERE article_id = %s", article)
    return found


def test_a_draft_is_the_staffs_until_it_is_published(desk: Desk) -> None:
    draft = save(desk, desk.agent, title="Reset your password", body="# Steps")
    assert (draft["number"], draft["author_id"], draft["is_shown"]) == (1, desk.agent.id, False)
    article = draft["article_id"]
    assert status(desk, article) == "draft"
    for who in (ANON, desk.customer):
        assert desk.one(who, "SELECT count(*) FROM api.articles") == 0
        assert desk.one(who, "SELECT count(*) FROM api.article_translations") == 0
    assert desk.one(desk.light, "SELECT body FROM api.article_versions") == "# Steps"
    with refused("PD001", "reset-your-password not found"):
        page(desk, "reset-your-password")
    with refused("PD002", "articles.publish"):
        desk.call(desk.agent, "publish_article", article_id=article)
    assert publish(desk, article)["is_shown"]
    found = page(desk, "reset-your-password")
    assert (found["title"], found["body"]) == ("Reset your password", "# Steps")
    assert found["is_former_slug"] is False
    assert status(desk, article) == "published"


def test_readers_see_one_version_and_never_the_draft(desk: Desk) -> None:
    article = published(desk, "Toner", "first")
    newest = save(desk, article_id=article, body="second", title="Toner, again")
    assert newest["number"] == 2
    assert page(desk, "toner")["body"] == "first"
    assert desk.one(ANON, "SELECT title || body FROM api.article_translations") == "Tonerfirst"
    assert desk.one(ANON, "SELECT title FROM api.shown_articles()") == "Toner"
    publish(desk, article)
    assert page(desk, "toner")["body"] == "second"
    (first,) = desk.run(SYSTEM, "SELECT article_version_id FROM helpdesk.article_version WHERE number = 1")[0]
    restored = desk.call(desk.agent, "restore_article_version", article_version_id=first)
    assert (restored["number"], restored["body"], restored["is_shown"]) == (3, "first", False)
    publish(desk, article, article_version_id=first)
    assert page(desk, "toner")["article_version_id"] == first


def test_a_version_is_never_changed(desk: Desk) -> None:
    published(desk, "Toner", "first")
    with refused("PD017"):
        desk.run(SYSTEM, "UPDATE helpdesk.article_version SET body = 'other'")
    for who in (desk.agent, desk.admin):
        with refused("55000", "cannot update view"):
            desk.run(who, "UPDATE api.article_versions SET body = 'other'")


def test_what_is_left_out_stays_and_nothing_changed_is_no_version(desk: Desk) -> None:
    article = save(desk, title="Toner", body="text", summary="short", keywords="ink")["article_id"]
    changed = save(desk, article_id=article, title="Ink")
    texts = [changed[name] for name in ("title", "body", "summary", "keywords")]
    assert texts == ["Ink", "text", "short", "ink"]
    assert save(desk, article_id=article, title="Ink")["number"] == changed["number"] == 2
    assert save(desk, article_id=article, keywords="")["keywords"] == ""


def test_two_editors_do_not_overwrite_each_other(desk: Desk) -> None:
    article = save(desk, title="Toner", based_on=0)["article_id"]
    save(desk, article_id=article, body="mine", based_on=1)
    with refused("PD005", "has version 2, not 1"):
        save(desk, article_id=article, body="theirs", based_on=1)


def test_versions_that_are_saved_at_once_are_numbered(fresh_db: str) -> None:
    with psycopg.connect(fresh_db) as db:
        desk = make_desk(db)
        article = save(desk, title="Toner")["article_id"]

    def write(body: str) -> None:
        with psycopg.connect(fresh_db) as db, acting_as(db, desk.agent.role, desk.agent.id):
            db.execute("SELECT api.save_article(article_id => %s, body => %s)", (article, body))

    threads = [threading.Thread(target=write, args=(f"body {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(fresh_db) as db:
        numbers = db.execute("SELECT number FROM helpdesk.article_version ORDER BY number").fetchall()
    assert [number for (number,) in numbers] == list(range(1, 8))


def test_a_scheduled_version_is_shown_from_its_instant(desk: Desk) -> None:
    desk.clock("2026-03-01T09:00Z")
    article = save(desk, title="Toner", body="first")["article_id"]
    plan = publish(desk, article, publish_at="2026-03-02T09:00Z")
    assert (plan["is_shown"], plan["scheduled_at"][:10]) == (False, "2026-03-02")
    assert status(desk, article) == "scheduled"
    with refused("PD001"):
        page(desk, "toner")
    assert desk.run(ANON, "SELECT 1 FROM api.shown_articles()") == []
    desk.clock("2026-03-02T09:00Z")
    assert page(desk, "toner")["body"] == "first"
    assert page(desk, "toner")["published_at"][:10] == "2026-03-02"
    # The next plan keeps what is shown by the last one.
    save(desk, article_id=article, body="second")
    publish(desk, article, publish_at="2026-03-05T09:00Z")
    assert page(desk, "toner")["body"] == "first"
    desk.clock("2026-03-05T09:00Z")
    assert page(desk, "toner")["body"] == "second"
    assert desk.one(ANON, "SELECT body FROM api.article_translations") == "second"
    desk.call(desk.admin, "withdraw_article", article_id=article)
    assert status(desk, article) == "draft"
    with refused("PD001"):
        page(desk, "toner")


def test_an_archived_article_is_the_staffs(desk: Desk) -> None:
    article = published(desk, "Toner")
    desk.run(desk.admin, "UPDATE api.articles SET is_archived = true")
    assert status(desk, article) == "archived"
    with refused("PD001"):
        page(desk, "toner")
    assert page(desk, "toner", desk.agent)["title"] == "Toner"
    assert desk.run(desk.agent, "SELECT 1 FROM api.shown_articles()") == []
    desk.run(desk.admin, "UPDATE api.articles SET is_archived = false")
    assert page(desk, "toner")["title"] == "Toner"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("pt-BR", "pt-BR"),
        ("pt", "en"),
        ("ja", "en"),
        (None, "en"),
        ("x'", "en"),
    ],
)
def test_the_best_language_is_shown(desk: Desk, asked: str | None, shown: str) -> None:
    article = published(desk, "Toner", "en")
    for language in ("de", "pt-BR"):
        save(desk, article_id=article, language=language, title=f"Toner {language}", body=language)
        publish(desk, article, language=language)
    save(desk, article_id=article, language="ja", title="トナー")
    found = page(desk, None, article_id=article, language=asked)
    assert (found["language"], found["body"]) == (shown, shown)
    assert sorted(found["languages"]) == ["de", "en", "pt-BR"]
    assert desk.one(ANON, "SELECT language FROM api.shown_articles(%s)", asked) == shown


def test_a_person_reads_in_their_own_language_and_in_any_where_there_is_no_other(desk: Desk) -> None:
    article = published(desk, "Toner", "en")
    save(desk, article_id=article, language="de", title="Toner", body="de")
    publish(desk, article, language="de")
    desk.run(SYSTEM, "UPDATE helpdesk.person SET language = 'de' WHERE person_id = %s", desk.customer.id)
    assert page(desk, "toner", desk.customer)["language"] == "de"
    assert page(desk, "toner", desk.customer, language="en")["language"] == "en"
    desk.set("articles_language", "de")
    assert page(desk, "toner")["language"] == "de"
    desk.call(desk.admin, "withdraw_article", article_id=article, language="de")
    assert page(desk, "toner")["language"] == "en"


def test_a_former_slug_leads_on_until_another_article_takes_it(desk: Desk) -> None:
    article = published(desk, "Toner")
    for slug in ("ink", "cartridges"):
        save(desk, article_id=article, slug=slug)
    for slug in ("toner", "ink"):
        found = page(desk, slug)
        assert (found["slug"], found["is_former_slug"]) == ("cartridges", True)
    save(desk, article_id=article, slug="ink")
    assert page(desk, "INK")["is_former_slug"] is False
    assert page(desk, "cartridges")["slug"] == "ink"
    other = published(desk, "Toner")
    assert page(desk, "toner")["article_id"] == other
    desk.run(desk.admin, "DELETE FROM api.articles WHERE article_id = %s", other)
    with refused("PD001"):
        page(desk, "toner")


def test_a_former_slug_of_what_one_may_not_see_says_nothing(desk: Desk) -> None:
    article = published(desk, "Salaries", audience="staff")
    save(desk, article_id=article, slug="wages")
    assert page(desk, "salaries", desk.agent)["slug"] == "wages"
    for slug in ("salaries", "wages", "nothing"):
        with refused("PD001") as caught:
            page(desk, slug)
        assert str(caught.value).startswith(f"article {slug} not found")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Wie ändere ich Größe?", "wie-andere-ich-grosse"), ("  --  ", "article"), ("A" * 200, "a" * 80)],
)
def test_slugs_are_made_of_titles(desk: Desk, title: str, slug: str) -> None:
    slugs = []
    for _ in range(2):
        article = save(desk, title=title)["article_id"]
        slugs.append(
            desk.one(SYSTEM, "SELECT slug FROM helpdesk.article_translation WHERE article_id = %s", article)
        )
    assert slugs == [slug, f"{slug}-2"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "PD006"),
        ({"title": " "}, "PD006"),
        ({"title": "x" * 301}, "23514"),
        ({"title": "x", "body": "x" * 100_001}, "23514"),
        ({"title": "x", "slug": "No Slug"}, "23514"),
        ({"title": "x", "language": "english!"}, "23514"),
        ({"title": "x", "audience": "nobody"}, "PD006"),
        ({"title": "x", "category_id": 404}, "PD006"),
        ({"title": "x", "article_id": 404}, "PD001"),
    ],
)
def test_what_is_wrong_is_refused_whole(desk: Desk, given: dict[str, Any], code: str) -> None:
    with refused(code):
        save(desk, **given)
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.article") == 0


def test_categories_make_a_tree(desk: Desk) -> None:
    ids: list[int] = []
    for level in range(8):
        ids.append(
            desk.one(
                desk.admin,
                "INSERT INTO api.article_categories (slug, name, parent_id)"
                " VALUES (%s, 'x', %s) RETURNING category_id",
                f"level-{level}",
                ids[-1] if ids else None,
            )
        )
    with refused("PD110", "more than 8 levels"):
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.article_category (slug, name, parent_id) VALUES ('deeper', 'x', %s)",
            ids[-1],
        )
    for parent in (ids[0], ids[3]):
        with refused("PD110", "below itself"):
            desk.run(
                SYSTEM,
                "UPDATE helpdesk.article_category SET parent_id = %s WHERE category_id = %s",
                parent,
                ids[0],
            )
