"""What conditions mean, written a second time in plain Python over plain rows."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

Facts = Mapping[str, Any]
"""Field → value: str, int, float, bool, datetime, set of tag names, or None."""

PRIORITIES = ("low", "medium", "high", "urgent", "critical")
DURATIONS = {
    "1 second": timedelta(seconds=1),
    "90 minutes": timedelta(minutes=90),
    "PT2H": timedelta(hours=2),
    "1 day": timedelta(days=1),
    "P3D": timedelta(days=3),
    "2 weeks": timedelta(weeks=2),
    "400 days": timedelta(days=400),
}


class Caller:
    def __init__(self, me: int, mine: set[int], now: datetime) -> None:
        self.me, self.mine, self.now = me, mine, now


def holds(condition: Mapping[str, Any], facts: Facts, types: Mapping[str, str], caller: Caller) -> bool:
    if not condition:
        return True
    if "all" in condition:
        return all(holds(part, facts, types, caller) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, facts, types, caller) for part in condition["any"])
    if "none" in condition:
        return not any(holds(part, facts, types, caller) for part in condition["none"])
    field = condition["field"]
    return _compare(types[field], condition["operator"], facts[field], condition["value"], caller)


def _compare(kind: str, operator: str, found: Any, value: Any, caller: Caller) -> bool:
    if kind == "tags":
        return _compare_tags(operator, found, value)
    if operator == "is_empty":
        return bool((found is None or found == "") == value)
    if kind == "bool":
        return bool(bool(found) == (value == (operator == "is")))
    if operator in ("is", "in"):
        return found is not None and _plain(kind, found) in _values(kind, value, caller)
    if operator in ("is_not", "not_in"):
        return not _compare(kind, "in", found, value, caller)
    if found is None:
        return False
    if operator == "contains":
        return bool(value.lower() in found.lower())
    if operator == "starts_with":
        return bool(found.lower().startswith(value.lower()))
    if operator == "matches":
        return re.search(value, found[:10000], re.IGNORECASE) is not None
    if operator == "older_than":
        return bool(found < caller.now - DURATIONS[value])
    if operator == "within":
        span = DURATIONS[value]
        if kind == "future":
            return bool(caller.now <= found <= caller.now + span)
        return bool(caller.now - span < found <= caller.now)
    found = _order(kind, found)
    if operator == "between":
        return bool(_order(kind, value[0]) <= found <= _order(kind, value[1]))
    return bool(found > _order(kind, value) if operator == "greater" else found < _order(kind, value))


def _compare_tags(operator: str, found: set[str], value: Any) -> bool:
    if operator == "is_empty":
        return bool((not found) == value)
    if operator in ("is", "contains"):
        return value in found
    if operator == "is_not":
        return value not in found
    return bool(found & set(value)) == (operator == "in")


def _values(kind: str, value: Any, caller: Caller) -> set[Any]:
    found: set[Any] = set()
    for one in value if isinstance(value, list) else [value]:
        if kind == "id" and one == "@me":
            found.add(caller.me)
        elif kind == "id" and one == "@mine":
            found |= caller.mine
        else:
            found.add(_plain(kind, one))
    return found


def _plain(kind: str, value: Any) -> Any:
    return value.lower() if kind == "text" else value


def _order(kind: str, value: Any) -> Any:
    if kind == "priority":
        return PRIORITIES.index(value)
    if kind in ("past", "future") and isinstance(value, str):
        instant = datetime.fromisoformat(value)
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return value
