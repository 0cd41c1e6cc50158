"""A text that is filled in, as a subject, as plain text and as HTML."""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt

from pgdesk.mail.templates.marks import fill_html, fill_text

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True})
_TAGS = {
    *("a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "hr", "li", "ol", "p", "pre", "strong", "ul"),
}
_LINK = re.compile(r"\[([^\[\]\n]*)\]\(([^()\s]*)\)")
_STRONG = re.compile(r"\*\*(\S(?:[^*\n]*\S)?)\*\*")
_LONE_LINK = re.compile(r'<p><a href="([^"<>]*)">([^<>]*)</a></p>')
_BLANK_LINES = re.compile(r"\n{3,}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
#: What mail programs show of a subject, and more.
_SUBJECT_LENGTH = 250


def as_subject(marked: str) -> str:
    """One line, without what no header field may hold."""
    return " ".join(_CONTROLS.sub(" ", fill_text(marked)).split())[:_SUBJECT_LENGTH].strip()


def as_text(marked: str) -> str:
    """Markdown as it reads: a link is its words and its address, and what is strong is not shouted."""
    plain = _STRONG.sub(r"\1", _LINK.sub(_told, marked))
    return _BLANK_LINES.sub("\n\n", fill_text(plain)).strip() + "\n"


def as_html(marked: str) -> str:
    """Markdown as HTML, cleaned after the values are in; a paragraph that is one link is a button."""
    made = _LONE_LINK.sub(r'<p><a class="button" href="\1">\2</a></p>', _MARKDOWN.render(marked))
    return nh3.clean(
        fill_html(made),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        allowed_classes={"a": {"button"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )


def _told(link: re.Match[str]) -> str:
    words, address = link[1], link[2]
    return address if words == address else f"{words}: {address}"
