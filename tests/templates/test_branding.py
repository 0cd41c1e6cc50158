"""How the desk's pages look: settings, and colours in which texts are read on light and dark surfaces."""

import pytest

from tests.conftest import Connection
from tests.desk import ANON, Desk, refused

LIGHT, DARK = "#f0f0f2", "#2a2a30"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_everybody_sees_how_the_desk_looks(desk: Desk) -> None:
    desk.set("desk_name", "Lamps & Co")
    desk.set("mail_colour", "#ffdd00")
    desk.set("brand_theme", "dark")
    shown = desk.call(ANON, "branding")
    assert (shown["name"], shown["theme"], shown["logo"], shown["radius"]) == ("Lamps & Co", "dark", None, 8)
    assert (shown["primary_color"], shown["on_primary_color"]) == ("#ffdd00", "#000000")
    assert shown["dark_link_color"] == "#ffdd00", "what is read as it is stays"
    assert shown["link_color"] != "#ffdd00"


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#175cd3", "#ff0000", "#808080", "#ffff00"])
def test_texts_in_the_colour_can_be_read(desk: Desk, colour: str) -> None:
    desk.set("mail_colour", colour)
    shown = desk.call(ANON, "branding")
    assert contrast(shown["link_color"], LIGHT) >= 4.5
    assert contrast(shown["dark_link_color"], DARK) >= 4.5
    assert contrast(shown["on_primary_color"], colour) >= 4.5


def test_no_colour_stays_unread(db: Connection) -> None:
    """However colour and background differ; what is read already stays."""
    pairs = [(f"#{x:06x}", f"#{y:06x}") for x in range(0, 2**24, 999_331) for y in range(0, 2**24, 1_999_993)]
    for colour, background in pairs:
        found = db.execute("SELECT helpdesk.readable_colour(%s, %s)", (colour, background)).fetchone()
        assert found is not None
        assert contrast(found[0], background) >= 4.5
        assert contrast(colour, background) < 4.5 or found[0] == colour


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("brand_logo", "https://cdn.example/logo.png"),
        ("brand_logo", "data:text/html;base64,PHNjcmlwdD4="),
        ("brand_font", "x; } body { display: none"),
        ("brand_font", "url(https://x.example/f)"),
        ("brand_radius", 900),
        ("brand_theme", "pink"),
    ],
)
def test_what_pages_cannot_show_is_refused(desk: Desk, key: str, value: object) -> None:
    with refused("PD013", key):
        desk.set(key, value)
