"""jwt-role-claim-key: a path into the claims, such as .role, ."my role".roles[0] or .roles[?(@ == "x")]."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

JsPath: TypeAlias = tuple[str, ...]

_STEP = re.compile(
    r"""\.(?P<key>[A-Za-z0-9_$@-]+)|\.?"(?P<quoted>[^"]*)"|\["(?P<bracketed>[^"]*)"\]|\['(?P<single>[^']*)'\]"""
    r"""|\[(?P<index>-?\d+)\]|\[\?\(?\s*@\s*(?P<op>==\^|\^==|\*==|!=|==)\s*["'](?P<text>[^"']*)["']\s*\)?\]"""
)


def parse_path(text: str) -> JsPath:
    """Steps as texts: `.key`, `[3]`, `?op value`. A leading $ as in the standard's form is allowed."""
    rest = text.strip().removeprefix("$")
    steps = []
    position = 0
    while position < len(rest):
        match = _STEP.match(rest, position)
        if match is None:
            raise ValueError(f"failed to parse role-claim-key value ({text})")
        position = match.end()
        found = match.groupdict()
        key = next((found[n] for n in ("key", "quoted", "bracketed", "single") if found[n] is not None), None)
        if key is not None:
            steps.append("." + key)
        elif found["index"] is not None:
            steps.append(f"[{found['index']}]")
        else:
            steps.append(f"?{found['op']} {found['text']}")
    if not steps:
        raise ValueError(f"failed to parse role-claim-key value ({text})")
    return tuple(steps)


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
        case _:
            return text in item
