"""JSON Path (RFC 9535), compiled to functions: `compile_path('$.roles[?@ != "x"]').find(value)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

#: What a query that finds nothing is compared as.
NOTHING = object()

#: Both take (root, current): a filter's query may begin at either.
_Select = Callable[[Any, Any], list[Any]]
_Value = Callable[[Any, Any], Any]
_Test = Callable[[Any, Any], bool]

_SPACE = re.compile(r"[ \t\r\n]*")
_NAME = re.compile(r"[^\W\d]\w*")
_QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SLICE = re.compile(r"(-?[0-9]+)?[ ]*:[ ]*(-?[0-9]+)?[ ]*(?::[ ]*(-?[0-9]+)?)?")
_INDEX = re.compile(r"-?(?:0|[1-9][0-9]*)")
_OPERATOR = re.compile(r"==|!=|<=|>=|<|>")
_CALL = re.compile(r"(length|count|value|match|search)\(")


class PathError(ValueError):
    """Not a JSON Path."""


class Path(NamedTuple):
    """`text` is the path as this module writes it."""

    text: str
    select: _Select

    def find(self, value: Any) -> list[Any]:
        """Everything that the path leads to, in order."""
        return self.select(value, value)


@lru_cache(maxsize=64)
def compile_path(text: str) -> Path:
    reader = _Reader(text)
    reader.expect("$")
    path = reader.segments("$")
    if reader.rest():
        raise PathError(f"unexpected {reader.rest()!r}")
    return path


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def rest(self) -> str:
        self._space()
        return self._text[self._at :]

    def _space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def take(self, token: str) -> bool:
        self._space()
        if self._text.startswith(token, self._at):
            self._at += len(token)
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.take(token):
            raise PathError(f"expected {token!r} at {self._text[self._at :]!r}")

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        self._space()
        found = pattern.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
        return found

    def quoted(self) -> str | None:
        found = self.match(_QUOTED)
        if found is None:
            return None
        double, single = found.groups()
        inside = double if double is not None else single.replace("\\'", "'").replace('"', '\\"')
        try:
            return msgspec.json.decode(f'"{inside}"', type=str)
        except msgspec.DecodeError:
            raise PathError(f"wrong text {found.group()}") from None

    # --- Segments -----------------------------------------------------------------

    def segments(self, start: str) -> Path:
        """What follows `$` (the root) or `@` (the current value)."""
        text, steps = start, []
        while True:
            if self.take(".."):
                one = self._brackets() if self._next("[") else self._dotted()
                text += f"..{one.text}"
                steps.append(_descending(one.select))
            elif self.take("."):
                one = self._dotted()
                text += f".{one.text}"
                steps.append(one.select)
            elif self._next("["):
                one = self._brackets()
                text += one.text
                steps.append(one.select)
            else:
                return Path(text, _chained(start == "$", steps))

    def _next(self, token: str) -> bool:
        self._space()
        return self._text.startswith(token, self._at)

    def _dotted(self) -> Path:
        if self.take("*"):
            return Path("*", lambda root, value: _children(value))
        found = self.match(_NAME)
        if found is None:
            raise PathError("expected a name after the dot")
        return Path(found.group(), _member(found.group()))

    def _brackets(self) -> Path:
        self.expect("[")
        several = [self._selector()]
        while self.take(","):
            several.append(self._selector())
        self.expect("]")
        selects = [one.select for one in several]
        text = f"[{','.join(one.text for one in several)}]"
        return Path(text, lambda root, value: [found for one in selects for found in one(root, value)])

    def _selector(self) -> Path:
        if (name := self.quoted()) is not None:
            return Path(_literal(name), _member(name))
        if self.take("*"):
            return Path("*", lambda root, value: _children(value))
        if self.take("?"):
            text, test = self._or()
            return Path(
                f"?{text}", lambda root, value: [child for child in _children(value) if test(root, child)]
            )
        if (found := self.match(_SLICE)) is not None:
            return Path(found.group(), _slice(*found.groups()))
        if (found := self.match(_INDEX)) is not None:
            return Path(found.group(), _element(int(found.group())))
        raise PathError(f"expected a selector at {self.rest()!r}")

    # --- Filters --------------------------------------------------------------------

    def _or(self) -> tuple[str, _Test]:
        text, first = self._and()
        while self.take("||"):
            more, second = self._and()
            text, first = f"{text} || {more}", _either(first, second)
        return text, first

    def _and(self) -> tuple[str, _Test]:
        text, first = self._basic()
        while self.take("&&"):
            more, second = self._basic()
            text, first = f"{text} && {more}", _both(first, second)
        return text, first

    def _basic(self) -> tuple[str, _Test]:
        if self.take("!"):
            text, test = self._basic()
            return f"!{text}", lambda root, value: not test(root, value)
        if self.take("("):
            text, test = self._or()
            self.expect(")")
            return f"({text})", test
        left_text, left, exists = self._comparable()
        operator = self.match(_OPERATOR)
        if operator is None:
            if exists is None:
                raise PathError("a value alone is no condition")
            return left_text, exists
        right_text, right, _ = self._comparable()
        compare = _COMPARISONS[operator.group()]
        return (
            f"{left_text} {operator.group()} {right_text}",
            lambda root, value: compare(left(root, value), right(root, value)),
        )

    def _comparable(self) -> tuple[str, _Value, _Test | None]:
        """(text, its value, the test that it makes when it stands alone)."""
        for start in "@$":
            if self.take(start):
                path = self.segments(start)
                return path.text, _only(path.select), _exists(path.select)
        if (found := self.match(_CALL)) is not None:
            return self._call(found.group(1))
        literal = self._literal_value()
        return _literal(literal), lambda root, value: literal, None

    def _literal_value(self) -> Any:
        if (text := self.quoted()) is not None:
            return text
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.take(word):
                return value
        if (found := self.match(_NUMBER)) is not None:
            return msgspec.json.decode(found.group())
        raise PathError(f"expected a value at {self.rest()!r}")

    def _call(self, name: str) -> tuple[str, _Value, _Test | None]:
        if name in ("count", "value"):
            start = "@" if self.take("@") else "$"
            if start == "$":
                self.expect("$")
            path = self.segments(start)
            self.expect(")")
            value = _only(path.select) if name == "value" else lambda r, v: len(path.select(r, v))
            return f"{name}({path.text})", value, None
        text, first, _ = self._comparable()
        if name == "length":
            self.expect(")")
            return f"length({text})", lambda root, value: _length(first(root, value)), None
        self.expect(",")
        more, second, _ = self._comparable()
        self.expect(")")
        whole = name == "match"

        def test(root: Any, value: Any) -> bool:
            return _matches(first(root, value), second(root, value), whole)

        return f"{name}({text}, {more})", test, test


# --- What the pieces do ------------------------------------------------------------------


def _chained(from_root: bool, steps: list[_Select]) -> _Select:
    def select(root: Any, value: Any) -> list[Any]:
        found = [root if from_root else value]
        for step in steps:
            found = [one for each in found for one in step(root, each)]
        return found

    return select


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _descending(select: _Select) -> _Select:
    def below(value: Any) -> Iterator[Any]:
        yield value
        for child in _children(value):
            yield from below(child)

    return lambda root, value: [found for one in below(value) for found in select(root, one)]


def _member(name: str) -> _Select:
    return lambda root, value: [value[name]] if isinstance(value, dict) and name in value else []


def _element(index: int) -> _Select:
    return lambda root, value: (
        [value[index]] if isinstance(value, list) and -len(value) <= index < len(value) else []
    )


def _slice(start: str | None, end: str | None, step: str | None) -> _Select:
    first, last, by = (None if part is None else int(part) for part in (start, end, step))
    return lambda root, value: value[first:last:by] if isinstance(value, list) and by != 0 else []


def _only(select: _Select) -> _Value:
    def value(root: Any, current: Any) -> Any:
        found = select(root, current)
        return found[0] if len(found) == 1 else NOTHING

    return value


def _exists(select: _Select) -> _Test:
    return lambda root, value: bool(select(root, value))


def _either(first: _Test, second: _Test) -> _Test:
    return lambda root, value: first(root, value) or second(root, value)


def _both(first: _Test, second: _Test) -> _Test:
    return lambda root, value: first(root, value) and second(root, value)


def _length(value: Any) -> Any:
    return len(value) if isinstance(value, str | list | dict) else NOTHING


def _matches(value: Any, pattern: Any, whole: bool) -> bool:
    if not isinstance(value, str) or not isinstance(pattern, str):
        return False
    try:
        return (re.fullmatch if whole else re.search)(pattern, value) is not None
    except re.error:
        return False


def _equal(left: Any, right: Any) -> bool:
    """True is not 1."""
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _less(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return isinstance(left, int | float) and isinstance(right, int | float) and left < right


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: _less(left, right) or _equal(left, right),
    ">=": lambda left, right: _less(right, left) or _equal(left, right),
}


def _literal(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    if not isinstance(value, str):
        return text
    inside = text[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"'{inside}'"
