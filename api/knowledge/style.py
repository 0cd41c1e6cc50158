"""The one stylesheet of the pages: how they are laid out, and the desk's own colours, corners and fonts."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from pgdesk.api.knowledge.texts import STATIC
from pgdesk.api.knowledge.visit import Brand

_LAYOUT = (STATIC / "knowledge.css").read_text("utf-8")


@lru_cache(maxsize=20)
def style_of(brand: Brand) -> str:
    """What settings can say is checked by the database, so that it is one value of CSS each."""
    return (
        ":root {\n"
        f"  --primary: {brand.primary_color};\n"
        f"  --on-primary: {brand.on_primary_color};\n"
        f"  --link: light-dark({brand.link_color}, {brand.dark_link_color});\n"
        f"  --radius: {brand.radius}px;\n"
        f"  --font: {brand.font};\n"
        "}\n"
    ) + _LAYOUT


@lru_cache(maxsize=20)
def style_version(brand: Brand) -> str:
    return hashlib.sha256(style_of(brand).encode()).hexdigest()[:16]
