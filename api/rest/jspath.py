"""jwt-role-claim-key: a JSON Path to one value, or the older form that PostgREST 16 reads but deprecates.

The older form begins with a dot: .key."my key"[0], and may end in [?(@ == "x")] with ==, !=, ^==, ==^ or *==.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from api.rest.jsonpath import PathError, compile_path

_STEP = re.compile(r'\.(?:(?P<key>[\w$@]+)|"(?P<quoted>[^"]*)")|\[(?P<index>\d+)\]')
_FILTER = re.compile(r'\[\?\(@\s*(?P<operator>==\^|==|!=|\^==|\*==)\s*"(?P<text>[^"]*)"\)\]')


class JsPath(NamedTuple):
    """`text` is the path as --dump-config writes it."""

    text: str
    is_deprecated: bool = False

    def walk(self, claims: Any) -> tuple[bool, Any]:
        """(whether the path leads somewhere, what is there first)."""
        found = _walk_old(claims, self.text) if self.is_deprecated else compile_path(self.text).find(claims)
        return (True, found[0]) if found else (False, None)


ROLE = JsPath("$.role")


def parse_path(text: str) -> JsPath:
    try:
        if text.startswith("$"):
            return JsPath(compile_path(text).text)
        return JsPath(_normal(text), is_deprecated=True)
    except PathError:
        raise ValueError(f"failed to parse role-claim-key value ({text})") from None


def _normal(text: str) -> str:
    written = ""
    position = 0
    while position < len(text):
        if step := _STEP.match(text, position):
            written += step.group() if step["index"] else f'."{step["key"] or step["quoted"]}"'
            position = step.end()
        elif one := _FILTER.fullmatch(text, position):
            return f'{written}[?(@ {one["operator"]} "{one["text"]}")]'
        else:
            raise PathError
    if not written:
        raise PathError
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
    one = _FILTER.match(text, position)
    if one is None:
        return [value]
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, str) and _passes(item, one["operator"], one["text"])]


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
