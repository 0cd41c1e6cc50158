"""The text of an article as a part of a page: below its title, and without what asks other hosts."""

from __future__ import annotations

from functools import lru_cache

from markdown_it.token import Token

from pgdesk.api.markdown import MARKDOWN, clean

#: The title above it is of level 1.
_HIGHEST = 2
#: What may be too wide is scrolled by keys, too.
_SCROLLED = {
    "<table>": '<div class="wide" tabindex="0"><table>',
    "</table>": "</table></div>",
    "<pre>": '<pre tabindex="0">',
}


@lru_cache(maxsize=200)
def render_body(markdown: str, picture: str) -> str:
    """Safe HTML of Markdown; `picture` names a picture of another host, to which a link leads."""
    tokens = MARKDOWN.parse(markdown)
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    lower = max(_HIGHEST - min((int(token.tag[1]) for token in headings), default=_HIGHEST), 0)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + lower, 6)}"
    for token in tokens:
        if token.children:
            token.children = [part for child in token.children for part in _local(child, picture)]
    html = clean(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))
    # What is cleaned has no others than these, and text is escaped.
    for plain, scrolled in _SCROLLED.items():
        html = html.replace(plain, scrolled)
    return html


def _local(token: Token, picture: str) -> list[Token]:
    source = str(token.attrGet("src") or "")
    if token.type != "image" or (source.startswith("/") and not source.startswith(("//", "/\\"))):
        return [token]
    link = Token("link_open", "a", 1, attrs={"href": source})
    return [link, Token("text", "", 0, content=token.content or picture), Token("link_close", "a", -1)]
