"""The page around the text of an HTML mail, in the colours of whoever writes."""

from __future__ import annotations

from pathlib import Path

import msgspec
from markupsafe import Markup

from pgdesk.mail.templates.liquid import page

_PAGE = page((Path(__file__).parent / "static" / "mail.html").read_text())
_BUTTON = (
    'style="display: inline-block; padding: 10px 20px; border-radius: 6px; text-decoration: none;'
    ' background: {}; color: {}; font-weight: bold;"'
)


class Brand(msgspec.Struct):
    """How whoever writes looks: colours as #rrggbb, text_colour readable on colour, link_colour on white."""

    name: str
    colour: str
    text_colour: str
    link_colour: str
    logo_url: str | None = None
    footer: str | None = None


def lay_out(brand: Brand, language: str, subject: str, body: str, footer: str | None) -> str:
    """`body` and `footer` are HTML that is clean."""
    button = _BUTTON.format(brand.colour, brand.text_colour)
    return _PAGE.render(
        language=language,
        subject=subject,
        brand=msgspec.to_builtins(brand),
        body=Markup(body.replace('<a class="button"', f"<a {button}")),
        footer=Markup(footer) if footer else None,
    )
