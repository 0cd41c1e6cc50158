"""Articles are found by words, beginnings, typing errors, unspaced scripts; best first; gaps are counted."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.articles.test_writing import publish, published, save
from tests.desk import ANON, SYSTEM, Desk, Person, as_if_rest, refused


def search(desk: Desk, query: str, who: Person = ANON, **given: Any) -> list[dict[str, Any]]:
    names = "".join(f", {name} => %s" for name in given)
    statement = f"SELECT to_jsonb(f) FROM api.search_articles(query => %s{names}) AS f"
    return [row for (row,) in desk.run(who, statement, query, *given.values())]


def titles(desk: Desk, query: str, **given: Any) -> list[str]:
    return [found["title"] for found in search(desk, query, **given)]


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """A few articles that have words in common."""
    published(
        desk, "Reset your password", "Open **Settings** and choose a new password.", keywords="login sign-in"
    )
    published(desk, "Change a printer's toner", "## Cartridges\nBuy a cartridge. A password is not needed.")
    published(desk, "Printers that we support", "Models ESC-2000 and newer print with every toner.")
    published(desk, "印刷について", "プリンターを再起動してください。", language="ja")
    published(desk, "Wie ändere ich mein Kennwort?", "Öffnen Sie die Einstellungen.", language="de")
    return desk


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("passwords", "Reset your password"),
        ("resetting my password", "Reset your password"),
        ("sign-in", "Reset your password"),
        ("cartridge", "Change a printer's toner"),
        ("carttr", None),
        ("cartr", "Change a printer's toner"),
        ("esc 2000", "Printers that we support"),
        ('"print with every"', "Printers that we support"),
        ("printer -cartridges", "Printers that we support"),
        # One letter left out, added, changed, two exchanged.
        ("pasword", "Reset your password"),
        ("passsword", "Reset your password"),
        ("pessword", "Reset your password"),
        ("pasword settigns", "Reset your password"),
        ("cartrigde", "Change a printer's toner"),
        # Unspaced scripts, and accents.
        ("再起動", "印刷について"),
        ("プリンター", "印刷について"),
        ("kennwort andere", "Wie ändere ich mein Kennwort?"),
        ("KENNWÖRT", "Wie ändere ich mein Kennwort?"),
    ],
)
def test_what_is_found_first(shelf: Desk, query: str, first: str | None) -> None:
    found = search(shelf, query)
    assert (found[0]["title"] if found else None) == first
    assert all(row["is_exact"] for row in found)


def test_a_title_goes_before_a_text_and_each_article_is_found_once(shelf: Desk) -> None:
    assert titles(shelf, "password") == ["Reset your password", "Change a printer's toner"]
    assert titles(shelf, "password", max_results=1) == ["Reset your password"]


def test_the_readers_language_goes_before_others(desk: Desk) -> None:
    article = published(desk, "Toner", "The same toner.")
    save(desk, article_id=article, language="de", title="Toner", body="Derselbe Toner.")
    publish(desk, article, language="de")
    for asked, language in (("de-CH", "de"), ("en", "en"), ("fr", "en")):
        (found,) = search(desk, "toner", language=asked)
        assert found["language"] == language
    assert search(desk, "derselbe", language="en")[0]["language"] == "de"


def test_a_sentence_that_no_article_has_finds_what_has_its_rare_words(shelf: Desk) -> None:
    found = search(shelf, "my colleague swears the toner cartridge smells")
    assert [row["title"] for row in found][:1] == ["Change a printer's toner"]
    assert not any(row["is_exact"] for row in found)


def test_only_what_is_shown_now_is_found(desk: Desk) -> None:
    desk.clock("2026-03-01T09:00Z")
    article = published(desk, "Toner", "oldword")
    save(desk, article_id=article, body="newword")
    assert titles(desk, "newword") == []
    publish(desk, article, publish_at="2026-03-02T09:00Z")
    assert (titles(desk, "newword"), titles(desk, "oldword")) == ([], ["Toner"])
    desk.clock("2026-03-02T09:00Z")
    assert (titles(desk, "newword"), titles(desk, "oldword")) == (["Toner"], [])
    publish(desk, article)
    assert (titles(desk, "newword"), titles(desk, "oldword")) == (["Toner"], [])
    desk.run(desk.admin, "UPDATE api.articles SET is_archived = true")
    assert titles(desk, "newword", who=desk.agent) == []
    desk.run(desk.admin, "UPDATE api.articles SET is_archived = false, audience = 'staff'")
    assert (titles(desk, "newword"), titles(desk, "newword", who=desk.agent)) == ([], ["Toner"])
    desk.call(desk.admin, "withdraw_article", article_id=article)
    assert titles(desk, "newword", who=desk.agent) == []


def test_a_version_that_is_planned_again_is_found_until_then_and_after(desk: Desk) -> None:
    desk.clock("2026-03-01T09:00Z")
    article = published(desk, "Toner")
    publish(desk, article, publish_at="2026-03-02T09:00Z")
    for day in ("01", "02", "03"):
        desk.clock(f"2026-03-{day}T10:00Z")
        assert titles(desk, "toner") == ["Toner"]


def test_a_category_is_searched_with_all_below_it(desk: Desk) -> None:
    ids: dict[str, int] = {}
    for slug, parent in (("top", None), ("below", "top"), ("other", None)):
        ids[slug] = desk.one(
            desk.admin,
            "INSERT INTO api.article_categories (slug, name, parent_id)"
            " VALUES (%s, 'x', %s) RETURNING category_id",
            slug,
            ids.get(parent or ""),
        )
        published(desk, f"Toner {slug}", category_id=ids[slug])
    assert set(titles(desk, "toner", category_id=ids["top"])) == {"Toner top", "Toner below"}
    assert titles(desk, "toner", category_id=ids["below"]) == ["Toner below"]
    assert titles(desk, "toner", category_id=404) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> toner <img src=x onerror=alert(1)>",
        "**<b>** toner ** <mark onload=x> **",
        "[toner](javascript:alert(1)) 'x' \"y\" &lt;script&gt; toner",
        '![toner](x"onerror="alert(1)) <svg/onload=x>',
    ],
)
def test_an_excerpt_is_html_without_what_the_text_says_in_html(desk: Desk, text: str) -> None:
    published(desk, "An article", text)
    published(desk, "Another", "no more than this", summary=text)
    for query in ("toner", "tonerr", "which toner is it"):
        found = search(desk, query)
        assert len(found) == 2
        for row in found:
            bare = row["excerpt_html"].replace("<mark>", "").replace("</mark>", "")
            assert "<mark>toner</mark>" in row["excerpt_html"]
            assert not set("<>\"'") & set(bare)


def gaps(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.run(
        desk.agent, "SELECT query, language, asked_by, searches FROM api.article_gaps ORDER BY 1, 3"
    )


def test_searches_that_find_nothing_are_counted_without_a_person(shelf: Desk) -> None:
    for who in (ANON, ANON, shelf.customer, shelf.agent):
        search(shelf, "  Töaster \n repair ", who)
    search(shelf, "password")
    assert gaps(shelf) == [
        ("toaster repair", "en", "customers", 1),
        ("toaster repair", "en", "guests", 2),
        ("toaster repair", "en", "staff", 1),
    ]
    assert shelf.run(shelf.light, "SELECT 1 FROM api.article_gaps") == []


@pytest.mark.parametrize(
    "query", ["me@home.example", "call 030 1234567 please", "4111 1111 1111 1111", "x", "??"]
)
def test_what_looks_like_somebodys_is_not_kept(desk: Desk, query: str) -> None:
    search(desk, query)
    assert gaps(desk) == []


def test_a_search_by_get_writes_nothing(desk: Desk) -> None:
    with desk.db.transaction(force_rollback=True):
        desk.db.execute("SET TRANSACTION READ ONLY")
        as_if_rest(desk.db, "GET")
        assert titles(desk, "toaster") == []


def test_different_gaps_a_day_are_bounded(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.article_gap (day, query, language, asked_by)"
        " SELECT %s::date, 'nothing ' || i, 'en', 'guests' FROM generate_series(1, 5000) AS i",
        datetime.now(UTC),
    )
    search(desk, "toaster")
    search(desk, "nothing 7")
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.article_gap") == 5000
    assert desk.one(SYSTEM, "SELECT searches FROM helpdesk.article_gap WHERE query = 'nothing 7'") == 2


def test_old_gaps_are_forgotten(desk: Desk) -> None:
    search(desk, "toaster")
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_article_gaps()") == 0
    assert desk.one(SYSTEM, "SELECT helpdesk.purge_article_gaps(-1)") == 1


def test_words_are_counted_and_forgotten(shelf: Desk) -> None:
    def known() -> dict[str, int]:
        return dict(shelf.run(SYSTEM, "SELECT word, articles FROM helpdesk.article_word"))

    assert known()["toner"] == 1
    shelf.run(SYSTEM, "SELECT helpdesk.count_article_words()")
    assert (known()["toner"], known()["cartridge"]) == (2, 1)
    shelf.run(SYSTEM, "DELETE FROM helpdesk.article")
    shelf.run(SYSTEM, "SELECT helpdesk.count_article_words()")
    assert known() == {}


def test_words_that_another_server_made_are_made_anew(desk: Desk) -> None:
    published(desk, "Toner", "cartridges")
    desk.run(SYSTEM, "UPDATE helpdesk.article_search SET recipe = 'old', head = '', document = ''")
    assert titles(desk, "cartridge") == []
    assert desk.one(SYSTEM, "SELECT helpdesk.index_articles()") == 1
    assert titles(desk, "cartridge") == ["Toner"]
    assert desk.one(SYSTEM, "SELECT helpdesk.index_articles()") == 0


@pytest.mark.parametrize("query", ["", " \n", None])
def test_a_search_for_nothing_is_refused(desk: Desk, query: str) -> None:
    with refused("PD006", "query is empty"):
        search(desk, query)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        "![](" * 25_000,
        "[a](" * 25_000,
        "# " * 50_000,
        "*" * 100_000,
        "a " * 50_000,
        "|-" * 50_000,
    ],
)
def test_a_hostile_text_takes_no_longer_than_another(desk: Desk, body: str) -> None:
    began = time.monotonic()
    published(desk, "Toner", body)
    assert titles(desk, "toner") == ["Toner"]
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "query", ["(" * 300, "a | b & !c:*", "' OR 1=1 --", "\\", "*", '"', "-", "or or or", "%_"]
)
def test_a_hostile_query_is_a_query(desk: Desk, query: str) -> None:
    published(desk, "Toner", "text")
    assert titles(desk, query) == []
