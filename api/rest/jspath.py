"""jwt-role-claim-key: a JSON Path to one value, or the older form that PostgREST 16 reads but deprecates.

The older form begins with a dot: .key."my key"[0], and may end in [?(@ == "x")] with ==, !=, ^==, ==^ or *==.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from jsonpath import JSONPathEnvironment, JSONPathError

_STEP = re.compile(r'\.(?:(?P<key>[\w$@]+)|"(?P<quoted>[^"]*)")|\[(?P<index>\d+)\]')
_FILTER = re.compile(r'\[\?\(@\s*(?P<operator>==\^|==|!=|\^==|\*==)\s*"(?P<text>[^"]*)"\)\]')


_compile = lru_cache(maxsize=64)(JSONPathEnvironment(strict=True).compile)


class JsPath(NamedTuple):
    """`text` is the path as --dump-config writes it."""

    text: str
    is_deprecated: bool = False

    def walk(self, claims: Any) -> tuple[bool, Any]:
        """(whether the path leads somewhere, what is there first)."""
        found = _walk_old(claims, self.text) if self.is_deprecated else _compile(self.text).findall(claims)
        return (True, found[0]) if found else (False, None)


class _NoPath(ValueError):
    """Not the older form."""


ROLE = JsPath("$.role")


def parse_path(text: str) -> JsPath:
    try:
        if text.startswith("$"):
            _compile(text)
            return JsPath(text)
        return JsPath(_normal(text), is_deprecated=True)
    except (JSONPathError, _NoPath):
        raise ValueError(f"failed to parse role-claim-key value ({text})") from None


def _normal(text: str) -> str:
    written = ""
    position = 0
    while position < len(text):
        if step := _STEP.match(text, position):
            written += step.group() if step["index"] else f'."{step["key"] or step["quoted"]}"'
            position = step.end()
        elif filter_ := _FILTER.fullmatch(text, position):
            return f'{written}[?(@ {filter_["operator"]} "{filter_["text"]}")]'
        else:
            raise _NoPath
    if not written:
        raise _NoPath
    return written


def _walk_old(value: Any, text: str) -> list[Any]:
    position = 0
    while step := _STEP.match(text, position):
        position = step.end()
        if step["index"]:
            index = int(step["index"])
            if not isinstance(value, list) or index >= len(value):
                return []
            value = value[index]
        else:
            key = step["quoted"]
            if not isinstance(value, dict) or key not in value:
                return []
            value = value[key]
    filter_ = _FILTER.match(text, position)
    if filter_ is None:
        return [value]
    items = value if isinstance(value, list) else []
    operator, wanted = filter_["operator"], filter_["text"]
    return [item for item in items if isinstance(item, str) and _passes(item, operator, wanted)]


def _passes(item: str, operator: str, text: str) -> bool:
    match operator:
        case "==":
            return item == text
        case "!=":
            return item != text
        case "^==":
            return item.startswith(text)
        case "==^":
            return item.endswith(text)
        case _:
            return text in item
