"""A cache of bounded size."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """Keeps what was used last. A value of None is none."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[object, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: object) -> V | None:
        value = self._known.get(key)
        if value is not None:
            self._known.move_to_end(key)
        return value

    def put(self, key: object, value: V) -> bool:
        """Whether another had to make room."""
        self._known[key] = value
        if len(self._known) <= self._size:
            return False
        self._known.popitem(last=False)
        return True
