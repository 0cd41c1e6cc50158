"""Files of articles: for who may read the article, at that moment."""

from tests.files.conftest import PNG, House, refusal
from tests.files.test_journeys import remove


def article(house: House, who: dict[str, str], audience: str = "public") -> int:
    made = house.call("save_article", who, title="How to", body="# Look", audience=audience)
    number: int = made["article_id"]
    return number


def attach(house: House, who: dict[str, str], number: int, name: str = "a.png") -> str:
    """Where the file is."""
    key = house.upload(PNG, name, who).json()["upload_key"]
    files = house.call("attach_to_article", who, article_id=number, uploads=[key])
    return f"/files/{files[-1]['attachment_id']}"


def test_readers_have_them_once_it_is_published_and_no_longer(house: House) -> None:
    dan, ada = house.person(), house.person("admin")
    number = article(house, ada)
    place = attach(house, ada, number)
    assert house.client.get(place, headers=ada).content == PNG
    for reader in (dan, {}):
        assert refusal(house.client.get(place, headers=reader)) == (404, "PD001")
    house.call("publish_article", ada, article_id=number)
    for reader in (dan, {}):
        answer = house.client.get(place, headers=reader)
        assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
        rows = house.client.get("/rest/attachments", headers=reader).json()
        assert [row["article_id"] for row in rows] == [number]
    house.call("withdraw_article", ada, article_id=number)
    for reader in (dan, {}):
        assert refusal(house.client.get(place, headers=reader)) == (404, "PD001")


def test_those_of_internal_articles_are_for_staff(house: House) -> None:
    dan, ben, ada = house.person(), house.person("agent"), house.person("admin")
    number = article(house, ada, "staff")
    place = attach(house, ada, number)
    house.call("publish_article", ada, article_id=number)
    assert house.client.get(place, headers=ben).content == PNG
    for reader in (dan, {}):
        assert refusal(house.client.get(place, headers=reader)) == (404, "PD001")


def test_who_may_edit_gives_and_takes_them_and_the_bytes_go(house: House) -> None:
    dan, ada = house.person(), house.person("admin")
    number = article(house, ada)
    place = attach(house, ada, number)
    wish = {"attachment_id": int(place.split("/")[-1])}
    answer = house.client.post("/rest/rpc/remove_article_file", json=wish, headers=dan)
    assert refusal(answer) == (403, "42501")
    answer = house.client.post("/rest/rpc/remove_article_file", json={"attachment_id": 9999}, headers=ada)
    assert refusal(answer) == (404, "PD001")
    house.call("remove_article_file", ada, **wish)
    attach(house, ada, number)
    assert house.client.delete(f"/rest/articles?article_id=eq.{number}", headers=ada).status_code == 204
    assert house.one("SELECT count(*) FROM helpdesk.attachment") == 0
    remove(house)
    assert house.stored() == set()


def test_a_ticket_s_file_is_not_taken_by_that_verb(house: House) -> None:
    dan, ada = house.person(), house.person("admin")
    told = house.upload(PNG, headers=dan).json()
    house.call("create_ticket", dan, subject="x", uploads=[told["upload_key"]])
    wish = {"attachment_id": told["attachment_id"]}
    answer = house.client.post("/rest/rpc/remove_article_file", json=wish, headers=ada)
    assert refusal(answer) == (404, "PD001")
    assert house.one("SELECT count(*) FROM helpdesk.attachment") == 1
