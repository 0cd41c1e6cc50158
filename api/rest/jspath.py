"""jwt-role-claim-key: a JSON Path (RFC 9535) to one value: $.role, $["my role"][0], $.roles[?@ == "x"].

The older form without the $ and with ^==, ==^ and *== is understood as well.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

JsPath: TypeAlias = tuple[str, ...]

_TEXT = r"""(?:"(?P<{0}d>[^"]*)"|'(?P<{0}s>[^']*)')"""
_STEP = re.compile(
    r"\.(?P<key>[A-Za-z0-9_$@-]+)"
    rf"|\.?{_TEXT.format('k')}"
    rf"|\[{_TEXT.format('b')}\]"
    r"|\[(?P<index>-?\d+)\]"
    rf"|\[\?\(?\s*@\s*(?P<operator>==\^|\^==|\*==|!=|==)\s*{_TEXT.format('c')}\s*\)?\]"
    rf"|\[\?\(?\s*(?P<function>search|match)\(\s*@\s*,\s*{_TEXT.format('f')}\s*\)\s*\)?\]"
)


def parse_path(text: str) -> JsPath:
    """Steps as texts: `.key`, `[3]`, `?operator value`."""
    rest = text.strip().removeprefix("$")
    steps = []
    position = 0
    while position < len(rest):
        match = _STEP.match(rest, position)
        if match is None:
            raise ValueError(f"failed to parse role-claim-key value ({text})")
        position = match.end()
        steps.append(_written(match.groupdict()))
    if not steps:
        raise ValueError(f"failed to parse role-claim-key value ({text})")
    return tuple(steps)


def _written(found: dict[str, str | None]) -> str:
    def first(*names: str) -> str | None:
        return next((found[name] for name in names if found[name] is not None), None)

    if (key := first("key", "kd", "ks", "bd", "bs")) is not None:
        return f".{key}"
    if found["index"] is not None:
        return f"[{found['index']}]"
    return f"?{first('operator', 'function')} {first('cd', 'cs', 'fd', 'fs')}"


_MISSING = object()


def walk(value: Any, path: JsPath) -> tuple[bool, Any]:
    """(whether the path leads somewhere, what is there)."""
    for step in path:
        value = _step(value, step)
        if value is _MISSING:
            return False, None
    return True, value


def _step(value: Any, step: str) -> Any:
    if step.startswith("."):
        return value.get(step[1:], _MISSING) if isinstance(value, dict) else _MISSING
    if not isinstance(value, list):
        return _MISSING
    if step.startswith("["):
        index = int(step[1:-1])
        return value[index] if -len(value) <= index < len(value) else _MISSING
    operator, _, text = step[1:].partition(" ")
    return next((item for item in value if isinstance(item, str) and _passes(item, operator, text)), _MISSING)


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
        case "search":
            return re.search(text, item) is not None
        case "match":
            return re.fullmatch(text, item) is not None
        case _:
            return text in item
