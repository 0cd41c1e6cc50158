"""HTML of a mail: cleaned for showing, and turned into text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

from pgdesk.mail.text import clean_text

_BLOCKS = {
    *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figure", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
_VOID = {"br", "hr", "img", "area", "col", "wbr"}
_HIDDEN = {"script", "style", "title", "template", "noscript"}
#: The cleaner's time grows with the square of the depth: deeper HTML is read as text without structure.
_DEPTH = 1000
_QUOTES = 5
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")


def clean_html(html: str) -> str:
    """Well-formed HTML without scripts, forms, styles, handlers and frames; '' when nested too deep."""
    if _depth(html) > _DEPTH:
        return ""
    try:
        return clean_text(nh3.clean(html, clean_content_tags=_HIDDEN))
    except Exception:  # a parser in native code: its failure costs the pretty form only
        return ""


def html_to_text(html: str) -> str:
    """Readable text; what blockquotes hold begins with '> '."""
    cleaned = clean_html(html)
    if not cleaned:
        flat = re.sub(r"<[^<>]{0,2000}>", " ", html) if _depth(html) > _DEPTH else ""
        return clean_text(flat).strip()
    reader = _Reader()
    reader.feed(cleaned)
    reader.close()
    return reader.text()


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, tag in _TAG.findall(html):
        if tag.lower() not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[tuple[int, str]] = []
        self._line = ""
        self._stack: list[str] = []
        self._quotes = 0
        self._pre = 0
        self._link = ""
        self._link_start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._break(paragraph=tag in _PARAGRAPHS)
        if tag == "br":
            self._break(keep_blank=True)
        elif tag == "li":
            self._line = "- "
        elif tag == "a":
            self._link = next((value or "" for name, value in attrs if name == "href"), "")
            self._link_start = len(self._line)
        elif tag == "img":
            alt = next((value or "" for name, value in attrs if name == "alt"), "").strip()
            self._line += f"[{alt}]" if alt else ""
        if tag not in _VOID:
            self._stack.append(tag)
            self._count(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        if tag in _BLOCKS:
            self._break(paragraph=tag in _PARAGRAPHS)
        if tag in self._stack:
            while self._stack:
                closed = self._stack.pop()
                self._count(closed, -1)
                if closed == tag:
                    break

    def handle_data(self, data: str) -> None:
        if self._pre:
            first, *more = data.split("\n")
            self._line += first
            for line in more:
                self._break(keep_blank=True)
                self._line = line
            return
        text = re.sub(r"[ \t\r\n\f\v]+", " ", data)
        self._line += text.lstrip(" ") if not self._line or self._line.endswith(" ") else text

    def text(self) -> str:
        self._break()
        lines = [f"{'> ' * min(quotes, _QUOTES)}{line}".rstrip() for quotes, line in self._lines]
        return re.sub(r"\n{3,}", "\n\n", clean_text("\n".join(lines)).replace("\xa0", " ")).strip()

    def _count(self, tag: str, step: int) -> None:
        if tag == "blockquote":
            self._quotes = max(0, self._quotes + step)
        elif tag == "pre":
            self._pre = max(0, self._pre + step)

    def _break(self, paragraph: bool = False, keep_blank: bool = False) -> None:
        line = self._line.rstrip() if self._pre else self._line.strip()
        if line or keep_blank:
            self._lines.append((self._quotes, line))
        if paragraph and self._lines and self._lines[-1][1]:
            self._lines.append((self._quotes, ""))
        self._line = ""

    def _end_link(self) -> None:
        shown = self._line[self._link_start :].strip()
        target = self._link.strip()
        is_worth_showing = re.match(r"https?://", target, re.I) and target.rstrip("/") != shown.rstrip("/")
        if is_worth_showing and not self._quotes and len(target) <= 500 and shown not in target:
            self._line += f" <{target}>"
        self._link = ""
