"""The nearest name to a mistyped one: n-gram cosine similarity, then edit distance.

The same measure as the `fuzzyset` libraries, so that hints name what clients of the protocol expect.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

SMALLEST_GRAM, LARGEST_GRAM = 2, 3


class FuzzySet:
    """Normalised texts with their grams. `get` gives (score, original), best first."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._exact: dict[str, str] = {}
        self._items: dict[int, list[tuple[float, str]]] = defaultdict(list)
        self._grams: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for text in texts:
            self._add(text)

    def _add(self, text: str) -> None:
        key = text.lower()
        if key in self._exact:
            return
        self._exact[key] = text
        for size in range(SMALLEST_GRAM, LARGEST_GRAM + 1):
            counts = _grams(key, size)
            index = len(self._items[size])
            for gram, count in counts.items():
                self._grams[gram].append((size, index, count))
            self._items[size].append((_norm(counts), key))

    def get(self, text: str, least: float = 0.33) -> list[tuple[float, str]]:
        key = text.lower()
        if key in self._exact:
            return [(1.0, self._exact[key])]
        for size in range(LARGEST_GRAM, SMALLEST_GRAM - 1, -1):
            if found := self._nearest(key, size, least):
                return found
        return []

    def best(self, text: str, least: float = 0.33) -> str | None:
        found = self.get(text, least)
        return found[0][1] if found else None

    def _nearest(self, key: str, size: int, least: float) -> list[tuple[float, str]]:
        counts = _grams(key, size)
        products: Counter[int] = Counter()
        for gram, count in counts.items():
            for other_size, index, other in self._grams.get(gram, ()):
                if other_size == size:
                    products[index] += count * other
        norm = _norm(counts)
        items = self._items[size]
        scored = [
            (product / (norm * items[index][0]), items[index][1]) for index, product in products.items()
        ]
        scored.sort(key=lambda pair: -pair[0])
        measured = [(_similarity(key, other), self._exact[other]) for _, other in scored[:50]]
        measured.sort(key=lambda pair: -pair[0])
        return [(score, other) for score, other in measured if score >= least]


def _grams(text: str, size: int) -> Counter[str]:
    padded = "-" + "".join(c for c in text if c.isalnum() or c in "_, ") + "-"
    padded = padded.ljust(size, "-")
    return Counter(padded[i : i + size] for i in range(len(padded) - size + 1))


def _norm(counts: Counter[str]) -> float:
    return math.sqrt(sum(count * count for count in counts.values()))


def _similarity(first: str, second: str) -> float:
    longest = max(len(first), len(second))
    return 1.0 if longest == 0 else 1 - _edit_distance(first, second) / longest


def _edit_distance(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
