"""Parser combinators whose errors read like Parsec's, because clients of the protocol read them.

A parser is a function (text, position) -> (kind, value, position, error). Like Parsec it tells
whether input was consumed: an alternative is tried only where the first one consumed nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

OK_EMPTY, OK_CONSUMED, FAILED_EMPTY, FAILED_CONSUMED = range(4)
SYSTEM_UNEXPECTED, UNEXPECTED, EXPECTED = range(3)

Message = tuple[int, str]
Failure = tuple[int, tuple[Message, ...]]
Reply = tuple[int, Any, int, Failure | None]
Parser = Callable[[str, int], Reply]


class ParseError(Exception):
    """What could not be parsed, where, and what was expected there."""

    def __init__(self, source: str, text: str, failure: Failure) -> None:
        position, messages = failure
        line = text.count("\n", 0, position) + 1
        column = 1
        for char in text[text.rfind("\n", 0, position) + 1 : position]:
            column = column + 8 - (column - 1) % 8 if char == "\t" else column + 1
        self.message = f'"{source}" (line {line}, column {column})'
        self.details = describe(messages)
        super().__init__(self.message)


def parse(parser: Parser, source: str, text: str) -> Any:
    kind, value, position, failure = parser(text, 0)
    if kind >= FAILED_EMPTY:
        raise ParseError(source, text, failure or (position, ()))
    return value


def describe(messages: tuple[Message, ...]) -> str:
    if not messages:
        return "unknown parse error"

    def texts(kind: int) -> list[str]:
        return list(dict.fromkeys(text for k, text in messages if k == kind and text))

    def one_of(items: list[str]) -> str:
        return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " or " + items[-1]

    parts = []
    unexpected = texts(UNEXPECTED)
    system = [text for kind, text in messages if kind == SYSTEM_UNEXPECTED]
    if unexpected:
        parts.append("unexpected " + one_of(unexpected))
    elif system:
        parts.append("unexpected " + (system[0] or "end of input"))
    if expected := texts(EXPECTED):
        parts.append("expecting " + one_of(expected))
    return " ".join(parts)


def merge(first: Failure | None, second: Failure | None) -> Failure | None:
    if second is None or not second[1]:
        return first or second
    if first is None or not first[1] or first[0] < second[0]:
        return second
    if first[0] > second[0]:
        return first
    return first[0], first[1] + second[1]


def show(text: str) -> str:
    """A text in double quotes, escaped as Haskell shows it."""
    return '"' + "".join(_show_char(char, '"') for char in text) + '"'


def _show_char(char: str, quote: str) -> str:
    if char in ("\\", quote):
        return "\\" + char
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    return char if 32 <= code < 127 else f"\\{code}"


_ESCAPES = {
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\x00": "\\NUL",
    "\x0b": "\\v",
    "\x0c": "\\f",
    "\x7f": "\\DEL",
}


def do(steps: Callable[[], Generator[Parser, Any, Any]]) -> Parser:
    """A sequence: the generator yields parsers, is sent their values, and returns its own."""

    def run(text: str, position: int) -> Reply:
        generator = steps()
        consumed, failure, value = False, None, None
        while True:
            try:
                parser = generator.send(value)
            except StopIteration as stop:
                return (OK_CONSUMED if consumed else OK_EMPTY), stop.value, position, failure
            kind, value, end, error = parser(text, position)
            if kind == OK_CONSUMED:
                consumed, failure, position = True, error, end
            elif kind == OK_EMPTY:
                failure = merge(failure, error)
            elif kind == FAILED_CONSUMED:
                return FAILED_CONSUMED, None, end, error
            else:
                return (FAILED_CONSUMED if consumed else FAILED_EMPTY), None, end, merge(failure, error)

    return run


def satisfy(accepts: Callable[[str], bool]) -> Parser:
    def run(text: str, position: int) -> Reply:
        if position >= len(text):
            return FAILED_EMPTY, None, position, (position, ((SYSTEM_UNEXPECTED, ""),))
        char = text[position]
        if accepts(char):
            return OK_CONSUMED, char, position + 1, None
        return FAILED_EMPTY, None, position, (position, ((SYSTEM_UNEXPECTED, show(char)),))

    return run


def label(parser: Parser, name: str) -> Parser:
    """What the parser expects is called `name`, where it fails without consuming."""
    named = (EXPECTED, name)

    def run(text: str, position: int) -> Reply:
        kind, value, end, failure = parser(text, position)
        if kind == FAILED_EMPTY or (kind == OK_EMPTY and failure is not None and failure[1]):
            at, messages = failure or (position, ())
            failure = at, (*(m for m in messages if m[0] != EXPECTED), named)
        return kind, value, end, failure

    return run


def char(wanted: str) -> Parser:
    return label(satisfy(lambda c: c == wanted), show(wanted))


def none_of(chars: str) -> Parser:
    return satisfy(lambda c: c not in chars)


def string(wanted: str) -> Parser:
    shown = (EXPECTED, show(wanted))

    def run(text: str, position: int) -> Reply:
        if text.startswith(wanted, position):
            return OK_CONSUMED, wanted, position + len(wanted), None
        at = position
        while text[at : at + 1] == wanted[at - position]:
            at += 1
        got = show(text[at]) if at < len(text) else ""
        kind = FAILED_CONSUMED if at > position else FAILED_EMPTY
        return kind, None, position, (position, ((SYSTEM_UNEXPECTED, got), shown))

    return run


def attempt(parser: Parser) -> Parser:
    """Fails as if nothing had been consumed."""

    def run(text: str, position: int) -> Reply:
        reply = parser(text, position)
        return (FAILED_EMPTY, *reply[1:]) if reply[0] == FAILED_CONSUMED else reply

    return run


def choice(*parsers: Parser) -> Parser:
    def run(text: str, position: int) -> Reply:
        failure: Failure | None = None
        for parser in parsers:
            kind, value, end, error = parser(text, position)
            if kind == FAILED_EMPTY:
                failure = merge(failure, error)
                continue
            return kind, value, end, (merge(failure, error) if kind == OK_EMPTY else error)
        return FAILED_EMPTY, None, position, failure

    return run


def many(parser: Parser) -> Parser:
    def run(text: str, position: int) -> Reply:
        values: list[Any] = []
        while True:
            kind, value, end, failure = parser(text, position)
            if kind == OK_CONSUMED:
                values.append(value)
                position = end
            elif kind == FAILED_EMPTY:
                return (OK_CONSUMED if values else OK_EMPTY), values, position, failure
            elif kind == FAILED_CONSUMED:
                return kind, None, end, failure
            else:
                raise AssertionError("many: the parser accepts the empty text")

    return run


def many1(parser: Parser) -> Parser:
    return _first_and_rest(parser, parser)


def sep_by1(parser: Parser, separator: Parser) -> Parser:
    return _first_and_rest(parser, sequence(separator, parser))


def _first_and_rest(parser: Parser, following: Parser) -> Parser:
    others = many(following)

    def steps() -> Generator[Parser, Any, Any]:
        first = yield parser
        rest = yield others
        return [first, *rest]

    return do(steps)


def pure(value: Any) -> Parser:
    return lambda text, position: (OK_EMPTY, value, position, None)


def optional(parser: Parser, default: Any = None) -> Parser:
    return choice(parser, pure(default))


def sequence(*parsers: Parser, pick: int = -1) -> Parser:
    """All of them in order; the value of the one at `pick`."""

    def steps() -> Generator[Parser, Any, Any]:
        values = []
        for parser in parsers:
            values.append((yield parser))
        return values[pick]

    return do(steps)


def value_of(parser: Parser, value: Any) -> Parser:
    return convert(parser, lambda _: value)


def convert(parser: Parser, function: Callable[[Any], Any]) -> Parser:
    def run(text: str, position: int) -> Reply:
        kind, value, end, failure = parser(text, position)
        return kind, (function(value) if kind <= OK_CONSUMED else None), end, failure

    return run


def look_ahead(parser: Parser) -> Parser:
    def run(text: str, position: int) -> Reply:
        kind, value, _, failure = parser(text, position)
        if kind <= OK_CONSUMED:
            return OK_EMPTY, value, position, None
        return kind, None, position, failure

    return run


def not_followed_by(parser: Parser) -> Parser:
    def run(text: str, position: int) -> Reply:
        kind, value, _, failure = parser(text, position)
        if kind >= FAILED_EMPTY:
            return OK_EMPTY, None, position, failure
        shown = f"'{_show_char(value, chr(39))}'" if isinstance(value, str) else ""
        return FAILED_EMPTY, None, position, (position, ((UNEXPECTED, shown),))

    return run


any_char = satisfy(lambda c: True)
end_of_input = label(not_followed_by(any_char), "end of input")
letter = label(satisfy(str.isalpha), "letter")
digit = label(satisfy(lambda c: "0" <= c <= "9"), "digit")


def between(opening: Parser, closing: Parser, parser: Parser) -> Parser:
    return sequence(opening, parser, closing, pick=1)
