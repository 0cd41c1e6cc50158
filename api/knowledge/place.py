"""Addresses of the pages of the knowledge base."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import msgspec

_FIRST, _SITEMAP = "kb", "sitemap.xml"
#: Of the whole site, so at its root (RFC 9309, section 2.3).
ROBOTS = "robots.txt"


class Place(msgspec.Struct, frozen=True):
    """Addresses of the desk's pages; `language`: the one that the reader has chosen, which links keep."""

    origin: str
    root: str
    language: str = ""

    def path(self, *segments: str) -> str:
        return "/".join((f"{self.root}/{_FIRST}", *(quote(each, safe="") for each in segments)))

    def to(self, *segments: str, **query: object) -> str:
        given = {"language": self.language, **query}
        asked = urlencode({name: value for name, value in given.items() if value not in (None, "")})
        return f"{self.path(*segments)}?{asked}" if asked else self.path(*segments)

    def absolute(self, *segments: str, language: str, **query: object) -> str:
        """The one address by which others know a page in a language."""
        return self.origin + Place(self.origin, self.root, language).to(*segments, **query)


def is_knowledge(name: str) -> bool:
    """Whether what is below the root is a page of the knowledge base."""
    return name in (_FIRST, _SITEMAP) or name.startswith(f"{_FIRST}/")
