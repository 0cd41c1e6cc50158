"""jwt-role-claim-key: a JSON Path to one value, or the older form that PostgREST 16 reads but deprecates.

The older form begins with a dot: .key."my key"[0], and may end in [?(@ == "x")] with ==, !=, ^==, ==^ or *==.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from jsonpath import JSONPathEnvironment, JSONPathError

_STEP = re.compile(r'\.(?:(?P<key>[\w$@]+)|"(?P<quoted>[^"]*)")|\[(?P<index>\d+)\]')
_FILTER = re.compile(r'\[\?\(@\s*(?P<operator>==\^|==|!=|\^==|\*==)\s*"(?P<text>[^"]*)"\)\]')
_PASSES: dict[str, Callable[[str, str], bool]] = {
    "==": str.__eq__,
    "!=": str.__ne__,
    "^==": str.startswith,
    "==^": str.endswith,
    "*==": str.__contains__,
}

_compile = lru_cache(maxsize=64)(JSONPathEnvironment(strict=True).compile)


class JsPath(NamedTuple):
    """`text` is the path as --dump-config writes it."""

    text: str
    is_deprecated: bool = False

    def walk(self, claims: Any) -> tuple[bool, Any]:
        """(whether the path leads somewhere, what is there first)."""
        found = _walk_old(claims, self.text) if self.is_deprecated else _compile(self.text).findall(claims)
        return (True, found[0]) if found else (False, None)


ROLE = JsPath("$.role")


def parse_path(text: str) -> JsPath:
    try:
        if text.startswith("$"):
            _compile(text)
            return JsPath(text)
        return JsPath(_normal(text), is_deprecated=True)
    except (JSONPathError, ValueError):
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
            raise ValueError(text)
    if not written:
        raise ValueError(text)
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
    passes, wanted = _PASSES[filter_["operator"]], filter_["text"]
    return [item for item in items if isinstance(item, str) and passes(item, wanted)]
