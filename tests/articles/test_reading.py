"""What readers give and get besides the text: feedback once a reader, views, related and suggested ones."""

import threading
from typing import Any

import psycopg
import pytest

from tests.articles.test_writing import publish, published, save
from tests.conftest import acting_as
from tests.desk import ANON, SYSTEM, Desk, Person, as_if_rest, make_desk, refused

READER = "0123456789abcdefghij"


def rate(desk: Desk, article: int, who: Person, is_helpful: bool = True, **given: Any) -> None:
    desk.call(who, "rate_article", article_id=article, is_helpful=is_helpful, **given)


def stats(desk: Desk, article: int) -> tuple[int, ...]:
    (row,) = desk.run(
        desk.agent, "SELECT views, helpful, not_helpful FROM api.article_stats WHERE article_id = %s", article
    )
    return row


def titles(desk: Desk, who: Person, call: str, *values: Any) -> list[str]:
    return [row[0] for row in desk.run(who, f"SELECT title FROM api.{call}", *values)]


def test_a_reader_rates_an_article_once_and_may_change_it(desk: Desk) -> None:
    article = published(desk, "Toner")
    for is_helpful in (True, False):
        rate(desk, article, desk.customer, is_helpful, comment=f" {is_helpful} ")
        rate(desk, article, ANON, is_helpful, reader=READER)
    rate(desk, article, ANON, True, reader=READER[::-1], language="en")
    assert stats(desk, article) == (0, 1, 2)
    comments = desk.run(desk.agent, "SELECT person_id, comment FROM api.article_feedback WHERE comment <> ''")
    assert comments == [(desk.customer.id, "False")]


def test_a_reader_who_rates_many_times_at_once_is_counted_once(fresh_db: str) -> None:
    with psycopg.connect(fresh_db) as db:
        desk = make_desk(db)
        article = published(desk, "Toner")

    def write() -> None:
        with psycopg.connect(fresh_db) as db, acting_as(db, "anon", None):
            db.execute("SELECT api.rate_article(%s, true, reader => %s)", (article, READER))

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(fresh_db) as db:
        assert db.execute("SELECT count(*) FROM helpdesk.article_feedback").fetchone() == (1,)


@pytest.mark.parametrize("reader", [None, "", "short", "x" * 101, "with spaces in it ok"])
def test_a_guest_gives_a_key(desk: Desk, reader: str | None) -> None:
    article = published(desk, "Toner")
    with refused("PD006", "reader is no key"):
        rate(desk, article, ANON, reader=reader)


def test_a_network_rates_only_so_much_and_is_forgotten(desk: Desk) -> None:
    articles = [published(desk, f"Toner {n}") for n in range(2)]
    as_if_rest(desk.db, headers={"x-pgdesk-network": "192.0.2.0/24"})
    for number in range(20):
        rate(desk, articles[number % 2], ANON, reader=f"{READER}{number}")
    with refused("PGRST", "PD111"):
        rate(desk, articles[0], ANON, reader=f"{READER}x")
    as_if_rest(desk.db, headers={"x-pgdesk-network": "198.51.100.0/24"})
    rate(desk, articles[0], ANON, reader=f"{READER}x")
    rate(desk, articles[0], desk.customer)
    kept = "SELECT count(DISTINCT network) FROM helpdesk.article_feedback"
    assert desk.one(SYSTEM, kept) == 2
    desk.run(SYSTEM, "UPDATE helpdesk.article_feedback SET updated_at = updated_at - interval '25 hours'")
    assert desk.one(SYSTEM, "SELECT helpdesk.forget_feedback_networks()") == 21
    assert desk.one(SYSTEM, kept) == 0


def test_what_is_said_is_no_secret_of_where_it_was_said(desk: Desk) -> None:
    rate(desk, published(desk, "Toner"), ANON, reader=READER)
    (row,) = desk.run(SYSTEM, "SELECT new_values FROM audit.change WHERE table_name = 'article_feedback'")
    assert not {"network", "reader_hash"} & set(row[0])
    assert READER not in str(desk.run(SYSTEM, "SELECT f FROM helpdesk.article_feedback AS f"))


def test_views_are_counted_behind_the_readers(desk: Desk) -> None:
    article = published(desk, "Toner")
    for who in (ANON, desk.customer, desk.agent):
        desk.call(who, "view_article", article_id=article)
    assert stats(desk, article) == (0, 0, 0)
    assert desk.one(SYSTEM, "SELECT helpdesk.count_article_views()") == 3
    desk.call(ANON, "view_article", article_id=article)
    assert desk.one(SYSTEM, "SELECT helpdesk.count_article_views()") == 1
    assert stats(desk, article) == (4, 0, 0)
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.article_view") == 0
    desk.call(ANON, "view_article", article_id=article)
    desk.run(SYSTEM, "DELETE FROM helpdesk.article")
    assert desk.one(SYSTEM, "SELECT helpdesk.count_article_views()") == 1


def test_related_are_those_of_editors_then_similar_ones_then_neighbours(desk: Desk) -> None:
    category = desk.one(
        desk.admin, "INSERT INTO api.article_categories (slug, name) VALUES ('c', 'C') RETURNING category_id"
    )
    article = published(desk, "Change the toner", "Open the flap of the laser printer.", category_id=category)
    published(desk, "Neighbour", "Nothing in common.", category_id=category)
    published(desk, "Toner that smears", "Clean the flap and the laser.")
    chosen = published(desk, "Warranty", "Two years.")
    secret = published(desk, "Toner prices", "Flap, laser, printer.", audience="staff")
    archived = published(desk, "Toner of yore", "Flap, laser, printer.")
    desk.run(desk.admin, "UPDATE api.articles SET is_archived = true WHERE article_id = %s", archived)
    for related in (chosen, secret, archived):
        desk.run(
            desk.agent,
            "INSERT INTO api.article_links (article_id, related_id) VALUES (%s, %s)",
            article,
            related,
        )
    desk.run(SYSTEM, "SELECT helpdesk.count_article_words()")
    call = "related_articles(%s)"
    assert titles(desk, ANON, call, article) == ["Warranty", "Toner that smears", "Neighbour"]
    assert titles(desk, desk.agent, call, article)[:3] == ["Warranty", "Toner prices", "Toner that smears"]
    with refused("PD001"):
        titles(desk, ANON, call, secret)


def test_articles_are_suggested_for_a_text_and_a_ticket(desk: Desk) -> None:
    published(desk, "Change the toner", "Open the <b>flap</b> & pull.", summary="")
    published(desk, "Reset your password", "Settings, then security.")
    published(desk, "Toner prices", "For us alone.", audience="staff")
    text = "Hello, since this morning my toner is empty and I cannot open the flap. Kind regards"
    assert titles(desk, ANON, "suggest_articles(%s)", text) == ["Change the toner"]
    ticket = desk.ticket(subject="Forgot my password", description="It was in my head.")
    found = titles(desk, desk.customer, "suggest_articles(ticket_id => %s)", ticket)
    assert found == ["Reset your password"]
    other = desk.ticket(subject="What does toner cost?")
    found = titles(desk, desk.agent, "suggest_articles(ticket_id => %s)", other)
    assert set(found) == {"Change the toner", "Toner prices"}
    with refused("PD001", f"ticket {other} not found"):
        titles(desk, desk.stranger, "suggest_articles(ticket_id => %s)", other)
    shown = desk.one(ANON, "SELECT excerpt_html FROM api.suggest_articles(%s)", text)
    assert shown == "Open the &lt;b&gt;flap&lt;/b&gt; &amp; pull."
    assert titles(desk, ANON, "suggest_articles(%s)", "nothing of the kind") == []


def test_suggestions_are_in_the_tickets_language_first(desk: Desk) -> None:
    article = published(desk, "Change the toner", "Toner")
    save(desk, article_id=article, language="de", title="Toner wechseln", body="Toner")
    publish(desk, article, language="de")
    ticket = desk.ticket(subject="Toner wechseln", language="de")
    assert titles(desk, desk.agent, "suggest_articles(ticket_id => %s)", ticket) == ["Toner wechseln"]
