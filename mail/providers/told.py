"""Values of JSON that others wrote: of another kind than is expected is as good as not there."""

from __future__ import annotations

import json
from typing import Any

_LINE_CHARS = 500


def load(text: str | bytes) -> Any:
    """None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def mapping(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def text(told: Any, name: str) -> str:
    value = mapping(told).get(name)
    return value if isinstance(value, str) else ""


def line(told: Any, name: str) -> str:
    """Text of one line, for a report."""
    return " ".join(text(told, name).split())[:_LINE_CHARS]


def below(told: Any, name: str) -> dict[str, Any]:
    return mapping(mapping(told).get(name))


def texts(told: Any, name: str) -> list[str]:
    return [one for one in _list(told, name) if isinstance(one, str)]


def mappings(told: Any, name: str) -> list[dict[str, Any]]:
    return [one for one in _list(told, name) if isinstance(one, dict)]


def _list(told: Any, name: str) -> list[Any]:
    value = mapping(told).get(name)
    return value if isinstance(value, list) else []
