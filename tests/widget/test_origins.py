"""The web sites that embed the widget are rows."""

import pytest

from tests.desk import Desk, refused


def test_administrators_name_them(desk: Desk) -> None:
    desk.run(desk.admin, "INSERT INTO api.widget_origins (origin, note) VALUES ('https://shop.example', 'x')")
    assert desk.run(desk.agent, "SELECT origin FROM api.widget_origins") == [("https://shop.example",)]
    with refused("42501"):
        desk.run(desk.agent, "INSERT INTO api.widget_origins (origin) VALUES ('https://other.example')")


@pytest.mark.parametrize(
    "origin", ["shop.example", "https://shop.example/", "https://Shop.example", "ftp://a.example", "**", ""]
)
def test_an_origin_is_what_browsers_send(desk: Desk, origin: str) -> None:
    with refused("23514", "widget_origin_is_origin"):
        desk.run(desk.admin, "INSERT INTO api.widget_origins (origin) VALUES (%s)", origin)


def test_sites_that_embed_the_portal_are_named_one_by_one(desk: Desk) -> None:
    add = "INSERT INTO api.widget_origins (origin, has_portal) VALUES (%s, %s)"
    desk.run(desk.admin, add, "https://a.example", True)
    desk.run(desk.admin, add, "*", False)
    with refused("23514", "widget_origin_of_portal_is_named"):
        desk.run(desk.admin, "UPDATE api.widget_origins SET has_portal = true WHERE origin = '*'")
