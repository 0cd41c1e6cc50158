"""The one page that the app starts from, with what the desk's settings say of it."""

from __future__ import annotations

import html

from msgspec import Struct

_RIGHT_TO_LEFT = frozenset(("ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"))

NOT_BUILT = "the web pages are not built"
HOW_TO_BUILD = (
    "Run `sh bin/setup` in the checkout, with Node.js 22 or a network, then start pgdesk again;"
    " a wheel has the pages that were built when it was made."
)


class Frame(Struct, frozen=True):
    """As `helpdesk.page_frame()` gives it; until then, what the settings are by default."""

    prefix: str = "support"
    language: str = "en"
    name: str = "Support"
    theme: str = "system"


def fill(index: str, frame: Frame) -> str:
    """web/index.html says /support, English and pgdesk where these stand for the desk's own."""
    prefix, language = html.escape(frame.prefix), html.escape(frame.language)
    direction = "rtl" if frame.language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"
    theme = "" if frame.theme == "system" else f' data-theme="{html.escape(frame.theme)}"'
    for built, wanted in (
        ('="/support/', f'="/{prefix}/'),
        ('"pgdesk-prefix" content="/support"', f'"pgdesk-prefix" content="/{prefix}"'),
        ('<html lang="en" dir="ltr">', f'<html lang="{language}" dir="{direction}"{theme}>'),
        ("<title>pgdesk</title>", f"<title>{html.escape(frame.name)}</title>"),
    ):
        index = index.replace(built, wanted)
    return index


def say_not_built() -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>pgdesk</title>'
        f"<p>{NOT_BUILT.capitalize()}. {html.escape(HOW_TO_BUILD)}</p></html>"
    )
