"""Values as marks: a word each, which is changed for the value when it is known where that stands.

So what people write is never read as Markdown or HTML, and one text that is filled in makes both the plain
text and the HTML.
"""

from __future__ import annotations

import re
import secrets
from html import escape

# Nobody who writes to the desk can guess it, so that none of their words is taken for a mark.
_NAME = f"v{secrets.token_hex(8)}"
_MARK = re.compile(rf"{_NAME}x([0-9a-f]+)z")
_ATTRIBUTE = re.compile(rf'="[^"<>]*{_NAME}x[^"<>]*"')
_QUOTE = re.compile(r"(?:> ?)*")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ENDS_SENTENCE = ".,;:!?)]}'"


def mark(value: str) -> str:
    """The mark of a value, without control characters, which no mail holds."""
    value = _CONTROLS.sub("", value.replace("\r\n", "\n"))
    return f"{_NAME}x{value.encode(errors='replace').hex()}z" if value else ""


def fill_text(marked: str) -> str:
    """The values as they are; one of several lines stays within the quote (> …) that it begins in."""
    return "\n".join(_fill_line(line) for line in marked.split("\n"))


def fill_html(marked: str) -> str:
    """The values escaped; those between tags with their lines, spaces and links."""
    attributes = _ATTRIBUTE.sub(lambda found: _MARK.sub(_escaped, found[0]), marked)
    return _MARK.sub(lambda place: _html(_value(place)), attributes)


def _fill_line(line: str) -> str:
    found = _QUOTE.match(line)
    quote = found[0] if found else ""
    return _MARK.sub(lambda place: _value(place).replace("\n", f"\n{quote}"), line)


def _value(place: re.Match[str]) -> str:
    return bytes.fromhex(place[1]).decode()


def _escaped(place: re.Match[str]) -> str:
    return escape(_value(place))


def _html(value: str) -> str:
    parts, end = [], 0
    for found in _LINK.finditer(value):
        address = found[0].rstrip(_ENDS_SENTENCE)
        begin = found.start()
        shown = escape(address)
        parts += [_spaced(value[end:begin]), f'<a href="{shown}">{shown}</a>']
        end = begin + len(address)
    return "".join([*parts, _spaced(value[end:])])


def _spaced(text: str) -> str:
    return escape(text).replace("  ", "&nbsp; ").replace("\n ", "\n&nbsp;").replace("\n", "<br>\n")
