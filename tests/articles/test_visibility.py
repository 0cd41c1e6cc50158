"""Who sees an article stands in policies and in helpdesk.can_see_article; every way to one says the same."""

import pytest

from tests.articles.test_search import search
from tests.articles.test_writing import publish, published, save
from tests.conftest import Connection, acting_as
from tests.desk import ANON, SYSTEM, Desk, Person, refused
from tests.rls.conftest import data, db_of_data
from tests.rls.dataset import Dataset

__all__ = ["data", "db_of_data"]

SEEN = {
    "anon": {1},
    "customer": {1, 2, 3},
    "stranger": {1, 2},
    "guest": {1},
    "agent": {1, 2, 3, 4, 5, 7, 8, 9, 10},
    "colleague": {1, 2, 3, 4, 6, 7, 8, 9, 10},
    "light": {1, 2, 3, 4, 7, 8, 9, 10},
    "admin": {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
}


def ids(desk: Desk, who: Person, statement: str) -> set[int]:
    with acting_as(desk.db, who.role, who.id):
        return {row[0] for row in desk.db.execute(statement).fetchall()}


@pytest.mark.parametrize("name", SEEN)
def test_every_way_to_an_article_says_the_same(data: Dataset, db_of_data: Connection, name: str) -> None:
    desk = data.desk
    who = ANON if name == "anon" else getattr(desk, name)
    shown = SEEN[name] - {8, 9, 10}
    assert ids(desk, who, "SELECT article_id FROM api.articles") == SEEN[name]
    assert ids(desk, who, "SELECT article_id FROM api.article_translations") == SEEN[name]
    assert ids(desk, who, "SELECT article_id FROM api.shown_articles()") == shown
    found = set()
    for article in range(1, 11):
        for slug in (f"printer-{article}", f"old-{article}"):
            if article in shown | (SEEN[name] & {8}):
                found.add(desk.call(who, "find_article", slug=slug)["article_id"])
            else:
                with refused("PD001", f"article {slug} not found"):
                    desk.call(who, "find_article", slug=slug)
    assert found == shown | (SEEN[name] & {8})


def test_who_may_publish_reads_all(data: Dataset, db_of_data: Connection) -> None:
    desk = data.desk
    with db_of_data.transaction(force_rollback=True):
        desk.permit("agent", "articles.publish")
        assert ids(desk, desk.agent, "SELECT article_id FROM api.articles") == SEEN["admin"]
        assert ids(desk, desk.agent, "SELECT category_id FROM api.article_categories") == {1, 2, 3}
        desk.run(SYSTEM, "UPDATE helpdesk.agent SET is_light = true WHERE person_id = %s", desk.agent.id)
        assert ids(desk, desk.agent, "SELECT article_id FROM api.articles") == SEEN["agent"]


def test_everybody_finds_what_they_see(data: Dataset, db_of_data: Connection) -> None:
    seen = {"anon": {1}, "customer": {1, 2, 3}, "agent": {1, 2, 3, 4, 5, 7}, "light": {1, 2, 3, 4, 7}}
    seen["admin"] = seen["agent"] | {6}
    for role, articles in seen.items():
        for query in ("printer", "tonerr", "which toner is good"):
            found = search(data.desk, query, data.person(role), max_results=50)
            assert {row["article_id"] for row in found} == articles, (role, query)
        assert search(data.desk, "draft", data.person(role)) == []


def test_related_and_suggested_are_what_one_sees(data: Dataset, db_of_data: Connection) -> None:
    desk = data.desk
    for name, seen in SEEN.items():
        who = ANON if name == "anon" else getattr(desk, name)
        shown = seen - {8, 9, 10}
        related = "SELECT article_id FROM api.related_articles(1, max_results => 20)"
        assert ids(desk, who, related) == shown - {1}, name
        suggested = (
            "SELECT article_id FROM api.suggest_articles('the printer has no toner', max_results => 20)"
        )
        assert ids(desk, who, suggested) == shown, name


@pytest.mark.parametrize("is_shown", [True, False], ids=["to staff", "to nobody yet"])
@pytest.mark.parametrize(
    "asked",
    [
        "SELECT article_id, rank FROM api.suggest_articles('the takeover and the cartridge')",
        "SELECT article_id, rank, is_exact FROM api.search_articles('cartridge takeover')",
        "SELECT article_id, rank, is_exact FROM api.search_articles('cartrigde')",
        "SELECT article_id, rank, is_exact FROM api.search_articles('cartridga')",
        "SELECT article_id FROM api.related_articles({first})",
    ],
)
def test_words_of_hidden_articles_change_nothing_of_what_is_found(
    desk: Desk, asked: str, is_shown: bool
) -> None:
    first = published(desk, "Change the toner", "Take out the cartridge.")
    published(desk, "Empty the tray", "Take out the cartridge.")
    desk.run(SYSTEM, "SELECT helpdesk.count_article_words()")
    asked = asked.format(first=first)
    before = desk.run(ANON, asked)
    assert before
    hidden = save(
        desk, title="Takeover, takeovers", body="cartridge cartridga cartrigde cartrigd", audience="staff"
    )
    if is_shown:
        publish(desk, hidden["article_id"])
    desk.run(SYSTEM, "SELECT helpdesk.count_article_words()")
    assert desk.run(ANON, asked) == before
