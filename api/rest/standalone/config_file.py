"""The syntax of PostgREST's configuration files: key = "text", number, true or false; # begins a comment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

Value: TypeAlias = str | bool | float

_SPACE = re.compile(r"(?:\s|#[^\n]*)*")
_BINDING = re.compile(r"([A-Za-z][\w-]*(?:\.[\w-]+)*)[ \t]*=\s*")
_VALUE = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*)"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])'
    r"|(?P<true>true|on)\b|(?P<false>false|off)\b",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_VARIABLE = re.compile(r"\$(?:\$|\(([\w.-]+)\))")


class SyntaxFault(ValueError):
    """Names the line."""


def parse(text: str, environ: Mapping[str, str] = os.environ) -> dict[str, Value]:
    """`$(name)` in a text is the value of an earlier key or of a variable of `environ`, `$$` a dollar."""
    found: dict[str, Value] = {}
    position = _skip(text, 0)
    while position < len(text):
        binding = _BINDING.match(text, position)
        value = _VALUE.match(text, binding.end()) if binding else None
        if binding is None or value is None:
            line = text.count("\n", 0, position) + 1
            said = text[position:].partition("\n")[0].strip()
            raise SyntaxFault(f'line {line}: expected key = "value", found {said!r}')
        found[binding[1]] = _value(value, found, environ)
        position = _skip(text, value.end())
    return found


def read(path: Path) -> dict[str, Value]:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SyntaxFault(f"{path}: {error}") from None


def quoted(text: str) -> str:
    """A text as it stands in a file."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"'


def _skip(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _value(match: re.Match[str], known: Mapping[str, Value], environ: Mapping[str, str]) -> Value:
    if match["number"]:
        return float(match["number"])
    if match["text"] is None:
        return match["true"] is not None

    def variable(one: re.Match[str]) -> str:
        name = one[1]
        if name is None:
            return "$"
        if name in known:
            return str(known[name])
        if name not in environ:
            raise SyntaxFault(f"no such variable: {name}")
        return environ[name]

    return _VARIABLE.sub(variable, _ESCAPE.sub(_unescaped, match["text"]))


def _unescaped(match: re.Match[str]) -> str:
    code, letter = match.groups()
    return chr(int(code, 16)) if code else _ESCAPED.get(letter, letter)
