"""Where the pages stand: below the first segment of the desk's paths, which setting route_prefix says."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import msgspec

from pgdesk.api.asgi import App, Receive, Scope, Send
from pgdesk.api.errors import refusal

#: Where routes are declared, and the part of a scope that says where they are asked.
HOME, _ROOT = "/support", "pgdesk.root"
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


def below(root: str, name: str, pages: App) -> App:
    """The pages, asked where they stand."""

    async def ask(scope: Scope, receive: Receive, send: Send) -> None:
        path = f"{HOME}/{name}"
        await pages({**scope, "path": path, "raw_path": quote(path).encode(), _ROOT: root}, receive, send)

    return ask


def root_of(scope: Scope) -> str:
    """Raises ApiError 404 for pages that are asked elsewhere."""
    if _ROOT not in scope:
        raise refusal(404)
    return str(scope[_ROOT])
