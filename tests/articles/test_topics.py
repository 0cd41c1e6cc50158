"""Topics in a list: in the reader's language, with what is shown of each to whom."""

from typing import Any

import pytest

from tests.articles.test_writing import published, save
from tests.desk import ANON, SYSTEM, Desk, Person


@pytest.fixture
def topics(desk: Desk) -> dict[str, int]:
    made = {}
    for slug, audience, parent in (
        ("open", "public", None),
        ("below", "public", "open"),
        ("inner", "staff", None),
    ):
        made[slug] = desk.one(
            SYSTEM,
            "INSERT INTO helpdesk.article_category (slug, name, description, audience, parent_id)"
            " VALUES (%s, initcap(%s), 'About it', %s, %s) RETURNING category_id",
            slug, slug, audience, made.get(parent or ""),
        )  # fmt: skip
    desk.run(SYSTEM, "INSERT INTO helpdesk.article_category_name VALUES (%s, 'de', 'Offen')", made["open"])
    return made


def shown(desk: Desk, who: Person, language: str | None = None) -> dict[str, tuple[Any, ...]]:
    rows = desk.run(
        who,
        "SELECT slug, name, description, language, articles FROM api.shown_categories(%s)"
        " WHERE slug IN ('open', 'below', 'inner')",
        language,
    )
    return {row[0]: row[1:] for row in rows}


def test_each_sees_theirs_and_counts_what_they_read(desk: Desk, topics: dict[str, int]) -> None:
    published(desk, "One", category_id=topics["open"])
    published(desk, "Two", category_id=topics["open"], audience="customers")
    save(desk, title="Draft", category_id=topics["open"])
    planned = save(desk, title="Planned", category_id=topics["open"])["article_id"]
    desk.call(desk.admin, "publish_article", article_id=planned, publish_at="2999-01-01")
    gone = published(desk, "Gone", category_id=topics["open"])
    desk.run(SYSTEM, "UPDATE helpdesk.article SET is_archived = true WHERE article_id = %s", gone)
    published(desk, "Three", category_id=topics["inner"])
    assert {slug: row[-1] for slug, row in shown(desk, ANON).items()} == {"open": 1, "below": 0}
    assert {slug: row[-1] for slug, row in shown(desk, desk.customer).items()} == {"open": 2, "below": 0}
    assert {slug: row[-1] for slug, row in shown(desk, desk.agent).items()} == {
        "open": 2,
        "below": 0,
        "inner": 1,
    }


def test_a_topic_is_called_as_its_reader_speaks(desk: Desk, topics: dict[str, int]) -> None:
    assert shown(desk, ANON, "de-AT")["open"][:3] == ("Offen", None, "de")
    assert shown(desk, ANON, "fr")["open"][:3] == ("Open", "About it", None)
    assert shown(desk, ANON, "de")["below"][:3] == ("Below", "About it", None)


def test_what_is_not_asked_for_is_not_counted(desk: Desk) -> None:
    plan = desk.run(SYSTEM, "EXPLAIN SELECT slug FROM api.shown_categories('de')")
    assert "Aggregate" not in "\n".join(line for (line,) in plan)


def test_addresses_are_of_what_is_shown(desk: Desk) -> None:
    article = published(desk, "Toner")
    save(desk, article_id=article, language="de", title="Tinte")
    published(desk, "Salaries", audience="staff")
    save(desk, title="Draft")

    def seen(who: Person) -> set[tuple[str, str]]:
        rows = desk.run(
            who, "SELECT language, slug FROM api.article_addresses() WHERE published_at IS NOT NULL"
        )
        return {(language, slug) for language, slug in rows}

    assert seen(ANON) == {("en", "toner")}
    assert seen(desk.agent) == {("en", "toner"), ("en", "salaries")}, "and no drafts"
