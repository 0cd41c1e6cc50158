"""Markdown as HTML that may stand in any page: CommonMark with tables; HTML in it is shown as written."""

from __future__ import annotations

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
    ),
    *("pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "code": {"class"},
    "ol": {"start"},
}


@lru_cache(maxsize=200)
def render(markdown: str) -> str:
    """Cleaned although it is made here, so that a fault of one of the two is none of both."""
    return clean(MARKDOWN.render(markdown))


def clean(html: str) -> str:
    """The HTML without what Markdown makes none of."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
