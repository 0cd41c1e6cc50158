"""The Python client library, through a life of a few rows."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from postgrest import APIError, CountMethod, SyncPostgrestClient

from tests.rest.samples_replay import SECRET, config_for, sign
from tests.rest.serving import serving


@pytest.fixture
def clerk(library_dsn: str) -> Iterator[SyncPostgrestClient]:
    """Everything that it writes is kept, and removed afterwards."""
    with serving(config_for(library_dsn, db_tx_end="commit")) as (address, _):
        token = sign({"role": "shelf_clerk"}, SECRET.encode())
        client = SyncPostgrestClient(address, schema="shelf", headers={"Authorization": f"Bearer {token}"})
        with client:
            yield client
    with psycopg.connect(library_dsn, autocommit=True) as connection:
        connection.execute("DELETE FROM shelf.loans WHERE loan_id >= 100")
        connection.execute("DELETE FROM shelf.books WHERE book_id >= 100")


def test_a_book_from_arrival_to_shredder(clerk: SyncPostgrestClient) -> None:
    books = clerk.from_("books")
    made = books.insert(
        {"book_id": 100, "title": "Roadside Picnic", "author_id": 2, "tags": ["sf", "zone"]}
    ).execute()
    assert made.data[0]["pages"] == 100

    found = (
        clerk.from_("books")
        .select("title, authors!book_author(name)", count=CountMethod.exact)
        .contains("tags", ["zone"])
        .or_("pages.gt.5000,title.ilike.*picnic*")
        .order("book_id", desc=True)
        .range(0, 4)
        .execute()
    )
    assert found.data == [{"title": "Roadside Picnic", "authors": {"name": "Stanisław"}}]
    assert found.count == 1

    changed = clerk.from_("books").update({"pages": 224}).eq("book_id", 100).execute()
    assert changed.data[0]["pages"] == 224

    rows = [{"book_id": 100, "title": "Picnic"}, {"book_id": 101, "title": "Stalker"}]
    merged = clerk.from_("books").upsert(rows, on_conflict="book_id").execute()
    assert [row["title"] for row in merged.data] == ["Picnic", "Stalker"]
    assert merged.data[0]["pages"] == 224

    one = clerk.from_("books").select("title").eq("book_id", 101).single().execute()
    assert one.data == {"title": "Stalker"}
    assert clerk.from_("books").select("title").eq("book_id", 999).maybe_single().execute() is None

    assert clerk.rpc("add", {"a": 1, "b": 2}).execute().data == 3
    by = clerk.rpc("books_by", {"name": "Ursula"}).select("title").execute()
    assert by.data == [{"title": "The Dispossessed"}]

    gone = clerk.from_("books").delete().gte("book_id", 100).execute()
    assert len(gone.data) == 2


def test_errors_keep_their_parts(clerk: SyncPostgrestClient) -> None:
    with pytest.raises(APIError) as caught:
        clerk.from_("loans").insert({"loan_id": 100, "book_id": 777, "reader": "x"}).execute()
    assert caught.value.code == "23503"
    with pytest.raises(APIError) as caught:
        clerk.rpc("refuse", {"code": "PT402"}).execute()
    assert (caught.value.code, caught.value.message, caught.value.hint) == (
        "PT402",
        "not today",
        "Come again.",
    )
