"""HTML of a mail: cleaned for showing, and turned into text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import nh3

from pgdesk.mail import limits
from pgdesk.mail.text import clean_text

_BLOCKS = {
    *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figure", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
_VOID = {"br", "hr", "img", "area", "col", "wbr", "input", "meta", "link", "base", "source", "embed", "param"}
#: Elements whose end tag is often left out; the next one of them, or the end of what holds them, ends them.
_ENDED_BY_THE_NEXT = {
    *("p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "colgroup"),
    *("html", "head", "body"),
}
#: Elements that HTML opens anew in each block until they are closed (WHATWG, HTML, 13.2.4.3).
_FORMATTING = {
    *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"),
}
_TAGS = nh3.ALLOWED_TAGS | {"font"}
_ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {"*": {"style"}, "font": {"color", "size"}}
#: What paints and spaces; nothing that fetches, moves over other things or hides them.
_STYLES = {
    *("color", "background-color", "text-align", "text-decoration", "vertical-align", "white-space", "width"),
    *("font", "font-family", "font-size", "font-style", "font-weight", "line-height"),
    *("border", "border-collapse", "border-color", "border-style", "border-width", "border-spacing"),
    *("border-top", "border-right", "border-bottom", "border-left", "border-radius"),
    *("padding", "padding-top", "padding-right", "padding-bottom", "padding-left"),
    *("margin", "margin-top", "margin-right", "margin-bottom", "margin-left"),
}
_BAD_STYLE = re.compile(r"margin[^;]*-|\\|(?<!rgb)(?<!rgba)(?<!hsl)(?<!hsla)\(", re.I)
#: Those of links; pictures have cid:, http: or https:, and of what is cleaned only ours.
_SCHEMES = {"http", "https", "mailto", "tel", "cid", "picture"}
_PICTURE = re.compile(r'(<img\b[^>]*?) src="picture:(\d+)"')
_HIDDEN = {"script", "style", "title", "template", "noscript"}
#: The cleaner walks up the open elements for many a tag, and repeats open formatting in each block: HTML in
#: which more stand open is read as text without structure.
_OPEN_ELEMENTS = 400
_OPEN_FORMATTING = 40
_QUOTES = 5
#: A tag without its end; attributes as browsers read them, which compare each with those before it.
_TAG = re.compile(
    r"<(/?)([A-Za-z][^\s/>]*+)"
    r"(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+))?+){0,1000}+"
)


@dataclass(frozen=True)
class CleanHtml:
    """Well-formed HTML without scripts, forms and handlers that fetches nothing.

    Pictures have no address, since opening a mail would tell its sender who reads it, and when: data-image is
    the number, from 1, of theirs in `images`, "cid:…" or a URL.
    """

    text: str = ""
    images: list[str] = field(default_factory=list)


def clean_html(html: str) -> CleanHtml:
    """Nothing when nested too deep."""
    if not html.strip() or _is_too_deep(html):
        return CleanHtml()
    numbers: dict[str, int] = {}

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return None if _BAD_STYLE.search(value) else value
        if name == "src":
            source = _find_source(value)
            if source and (source in numbers or len(numbers) < limits.IMAGES):
                return f"picture:{numbers.setdefault(source, len(numbers) + 1)}"
            return None
        return None if value.lstrip().lower().startswith(("cid:", "picture:")) else value

    try:
        cleaned = nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=keep,
            clean_content_tags=_HIDDEN,
            filter_style_properties=_STYLES,
            url_schemes=_SCHEMES,
            url_relative="deny",
        )
    except Exception:  # a parser in native code: its failure costs the pretty form only
        return CleanHtml()
    return CleanHtml(clean_text(_PICTURE.sub(r'\1 data-image="\2"', cleaned)), list(numbers))


def _find_source(value: str) -> str:
    """The address of a picture, '' where that is none that is shown."""
    address = re.sub(r"[\x00-\x20]+", "", value)
    if len(address) > limits.URL_CHARS:
        return ""
    if address[:4].lower() == "cid:":
        return f"cid:{unquote(address[4:])}"
    try:
        parts = urlsplit(address)
        is_remote = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        return ""
    return address if is_remote else ""


def html_to_text(html: str, cleaned: str | None = None) -> str:
    """Readable text of HTML, which may have been cleaned before; what blockquotes hold begins with '> '."""
    cleaned = clean_html(html).text if cleaned is None else cleaned
    if not cleaned:
        return clean_text(re.sub(r"<[^<>]{0,2000}>", " ", html)).strip()
    reader = _Reader()
    reader.feed(cleaned)
    reader.close()
    return reader.text()


def _is_too_deep(html: str) -> bool:
    """Whether cleaning may take more than the length explains.

    Counts what may stand open at once: a closing tag closes only what has its name.
    """
    names: Counter[str] = Counter()
    elements = formatting = 0
    for match in _TAG.finditer(html):
        closing, tag = match[1], match[2].lower()
        if html[match.end() : match.end() + 1] not in (">", ""):
            return True  # more attributes than anybody writes
        if tag in _VOID or tag in _ENDED_BY_THE_NEXT or (closing and not names[tag]):
            continue
        step = -1 if closing else 1
        names[tag] += step
        elements += step
        formatting += step if tag in _FORMATTING else 0
        if elements > _OPEN_ELEMENTS or formatting > _OPEN_FORMATTING:
            return True
    return False


class _Reader(HTMLParser):
    """Lines of cleaned HTML; each piece of text is copied once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[tuple[int, str]] = []
        self._line: list[str] = []
        self._open: Counter[str] = Counter()
        self._link = ""
        self._link_start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._break(paragraph=tag in _PARAGRAPHS)
        if tag == "br":
            self._break(keep_blank=True)
        elif tag == "li":
            self._line = ["- "]
        elif tag == "a":
            self._link = next((value or "" for name, value in attrs if name == "href"), "")
            self._link_start = len(self._line)
        elif tag == "img":
            alt = next((value or "" for name, value in attrs if name == "alt"), "").strip()
            self._line.extend([f"[{alt}]"] if alt else [])
        self._open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        if tag in _BLOCKS:
            self._break(paragraph=tag in _PARAGRAPHS)
        self._open[tag] -= 1

    def handle_data(self, data: str) -> None:
        if self._open["pre"] > 0:
            first, *more = data.split("\n")
            self._line.append(first)
            for line in more:
                self._break(keep_blank=True)
                self._line = [line]
            return
        text = re.sub(r"[ \t\r\n\f\v]+", " ", data)
        text = text.lstrip(" ") if not self._line or self._line[-1].endswith(" ") else text
        self._line.extend([text] if text else [])

    def text(self) -> str:
        self._break()
        lines = [f"{'> ' * min(quotes, _QUOTES)}{line}".rstrip() for quotes, line in self._lines]
        return re.sub(r"\n{3,}", "\n\n", clean_text("\n".join(lines)).replace("\xa0", " ")).strip()

    def _break(self, paragraph: bool = False, keep_blank: bool = False) -> None:
        text = "".join(self._line)
        line = text.rstrip() if self._open["pre"] > 0 else text.strip()
        quotes = self._open["blockquote"]
        if line or keep_blank:
            self._lines.append((quotes, line))
        if paragraph and self._lines and self._lines[-1][1]:
            self._lines.append((quotes, ""))
        self._line = []

    def _end_link(self) -> None:
        shown = "".join(self._line[self._link_start :]).strip()
        target = self._link.strip()
        is_worth_showing = re.match(r"https?://", target, re.I) and target.rstrip("/") != shown.rstrip("/")
        if is_worth_showing and not self._open["blockquote"] and len(target) <= 500 and shown not in target:
            self._line.append(f" <{target}>")
        self._link = ""
