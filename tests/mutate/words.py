"""SQL as words: enough to find operators and the clauses between them, also inside dollar-quoted bodies.

sqlparse takes a backslash in a string for an escape, and pygments does not say where nested words begin.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(
    r"""
    (?P<blank>\s+|--[^\n]*|/\*.*?\*/)
    |(?P<text>[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*')
    |(?P<name>[A-Za-z_][\w$]*|"(?:[^"]|"")*")
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<sign>::|:=|=>|[-+*/<>=~!@#%^&|?]+)
    |(?P<other>\$\w*\$|\$\d+|.)
    """,
    re.X | re.S,
)
_CLOSING = {"(": ")", "[": "]", "CASE": "END"}
#: What bounds an operand of AND and OR. Keywords are upper case in all files, and where Postgres writes them.
_BOUNDING = """
    WHERE ON IF ELSIF WHEN THEN ELSE END HAVING RETURN QUERY SELECT FROM GROUP ORDER LIMIT OFFSET UNION EXCEPT
    JOIN LEFT FULL CROSS INNER RETURNING LOOP WHILE WINDOW INTO USING CHECK FILTER AS UNTIL DO DEFAULT FOR
    EXECUTE PERFORM SET VALUES BY BEGIN DECLARE EXCEPTION , ; := =>
"""
_BOUNDS = frozenset(_BOUNDING.split())


class Word(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class Words:
    """The words of one statement, without blanks and comments."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.all = [
            Word(str(found.lastgroup), found[0], found.start(), found.end())
            for found in _WORD.finditer(sql)
            if found.lastgroup != "blank"
        ]
        self._partner = dict(self._pairs())
        self._of_between: set[int] = set()
        self._of_between = {
            self._reach(at, 1, {"AND"}) for at, word in enumerate(self.all) if word.text == "BETWEEN"
        }

    def text(self, at: int) -> str:
        return self.all[at].text if 0 <= at < len(self.all) else ""

    def closing(self, at: int) -> int | None:
        """Where the bracket (or CASE) at this place is closed."""
        partner = self._partner.get(at, -1)
        return partner if partner > at else None

    def joins_clauses(self, at: int) -> bool:
        return self.text(at) in ("AND", "OR") and at not in self._of_between

    def before(self, at: int) -> int:
        """The first word of the operand left of an AND, OR or WHERE."""
        return self._reach(at, -1, _BOUNDS | _looser(self.text(at))) + 1

    def after(self, at: int) -> int:
        """The last word of the operand right of it."""
        return self._reach(at, 1, _BOUNDS | _looser(self.text(at))) - 1

    def level(self, at: int, last: int) -> Iterator[int]:
        """The places from one to another that are in no bracket which begins there."""
        while at <= last:
            yield at
            at = (self.closing(at) or at) + 1

    def opening(self, at: int) -> int:
        """The bracket around this place, or -1."""
        return self._reach(at, -1, set())

    def _pairs(self) -> Iterator[tuple[int, int]]:
        opened: list[int] = []
        for at, word in enumerate(self.all):
            ends_block = word.text == "END" and self.text(at + 1) in ("IF", "LOOP")
            if word.text in _CLOSING and not (word.text == "CASE" and self.text(at - 1) == "END"):
                opened.append(at)
            elif opened and word.text == _CLOSING[self.text(opened[-1])] and not ends_block:
                begun = opened.pop()
                yield begun, at
                yield at, begun

    def _reach(self, at: int, step: int, bounds: set[str] | frozenset[str]) -> int:
        """The next bound in this direction on the same level, or the bracket that ends the level."""
        at += step
        while 0 <= at < len(self.all):
            partner = self._partner.get(at)
            if partner is not None and (partner > at) == (step > 0):
                at = partner
            elif partner is not None or self._bounds(at, bounds):
                return at
            at += step
        return at

    def _bounds(self, at: int, bounds: set[str] | frozenset[str]) -> bool:
        is_of_operand = at in self._of_between or (self.text(at - 1), self.text(at)) == ("DISTINCT", "FROM")
        return self.text(at) in bounds and not is_of_operand


def _looser(joiner: str) -> set[str]:
    """Which joiners end an operand of this one."""
    return {"AND": {"AND", "OR"}, "OR": {"OR"}}.get(joiner, set())
