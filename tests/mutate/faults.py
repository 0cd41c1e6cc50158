"""One fault at a time: what may be wrong in a rule, as a change of a few characters of its SQL."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.mutate.words import Words

TURNED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "<>": "="}
ROLES = ("customer", "agent", "admin", "anon", "system")
_ROLE = rf"(?:{'|'.join(ROLES)})"
_ROLE_ARRAY = re.compile(rf"'\{{({_ROLE}(?:,{_ROLE})*)\}}'")
_ROLE_TEXT = re.compile(rf"'({_ROLE})'")
_INTERVAL = re.compile(r"'(\d+)( ?(?:minute|hour|day|week|month|year|second)s?)'")
_SQL_IN_TEXT = re.compile(r"\b(?:AND|OR|NOT|WHERE|IS)\b|%\S* (?:<|>|=|<=|>=|<>) ")
_NOT_OF_DDL = ("", "NULL", "MATERIALIZED", "DEFERRABLE")
_SETTINGS = ("set_config", "current_setting")


class Fault(NamedTuple):
    """The characters from start to end become `new`."""

    kind: str
    start: int
    end: int
    new: str

    def plant(self, sql: str) -> str:
        return sql[: self.start] + self.new + sql[self.end :]

    def lines(self, sql: str) -> tuple[str, str]:
        """The lines that it touches, before and after."""
        begin, end = sql.rfind("\n", 0, self.start) + 1, sql.find("\n", self.end)
        before = sql[begin : end if end >= 0 else len(sql)]
        after = self._replace(start=self.start - begin, end=self.end - begin).plant(before)
        return " ".join(before.split()), " ".join(after.split())


def find_faults(sql: str) -> list[Fault]:
    """Each once, in the order of the text; none in what a refusal says."""
    words = Words(sql)
    found: set[Fault] = set()
    at = 0
    while at < len(words.all):
        for find in (_comparison, _clause, _not, _boundary, _default, _constant, _role, _inside):
            found.update(find(words, at))
        at = words.closing(at + 1) or at if words.text(at) == "refuse" else at
        at += 1
    return sorted(found, key=lambda fault: (fault.start, fault.end, fault.new))


def _comparison(words: Words, at: int) -> Iterator[Fault]:
    word, following = words.all[at], words.text(at + 1)
    if word.kind == "sign" and word.text in TURNED:
        if following in ("ANY", "ALL"):
            other = "ALL" if following == "ANY" else "ANY"
            yield Fault("comparison", word.start, words.all[at + 1].end, f"{TURNED[word.text]} {other}")
        else:
            yield Fault("comparison", word.start, word.end, TURNED[word.text])
    elif word.text == "IS" and following == "NOT":
        yield Fault("comparison", word.end, words.all[at + 1].end, "")
    elif word.text == "IS" and following in ("NULL", "DISTINCT"):
        yield Fault("comparison", word.end, word.end, " NOT")
    elif (word.text, following) in (("IN", "("), ("EXISTS", "(")) and words.text(at - 1) != "NOT":
        yield Fault("comparison", word.start, word.start, "NOT ")


def _clause(words: Words, at: int) -> Iterator[Fault]:
    """AND and OR without their right side, the first of a row also without its left one; a lone WHERE; an arm
    of CASE."""
    word = words.all[at]
    if words.joins_clauses(at):
        last = words.after(at)
        if last <= at:
            return
        yield Fault("clause", word.start, words.all[last].end, "")
        first = words.before(at)
        if words.text(first - 1) != word.text:
            yield Fault("clause", words.all[first].start, words.all[at + 1].start, "")
    elif word.text == "WHERE":
        last = words.after(at)
        if not any(words.joins_clauses(inner) for inner in words.level(at + 1, last)):
            yield Fault("clause", word.start, words.all[last].end, "")
    elif word.text == "WHEN" and words.text(case := words.opening(at)) == "CASE":
        end = words.closing(case) or case
        arms = [place for place in words.level(case + 1, end) if words.text(place) in ("WHEN", "ELSE", "END")]
        if sum(words.text(place) == "WHEN" for place in arms) > 1:
            following = next(place for place in arms if place > at)
            yield Fault("clause", word.start, words.all[following].start, "")


def _not(words: Words, at: int) -> Iterator[Fault]:
    word, following = words.all[at], words.text(at + 1)
    if word.text == "NOT" and words.text(at - 1) != "IS" and following not in _NOT_OF_DDL:
        yield Fault("not", word.start, words.all[at + 1].start, "")


def _boundary(words: Words, at: int) -> Iterator[Fault]:
    word, before = words.all[at], words.text(at - 1)
    if word.kind == "number" and word.text.isdigit():
        is_nothing = before in ("SELECT", "PERFORM", "RETURNING") and words.text(at + 1) != ","
        if not is_nothing and before != "BY":
            steps = (-1,) if before == "LIMIT" and word.text == "1" else (-1, 1)
            for step in steps:
                yield Fault("boundary", word.start, word.end, str(int(word.text) + step))
    elif word.kind == "text" and (found := _INTERVAL.fullmatch(word.text)):
        yield Fault("boundary", word.start, word.end, f"'{int(found[1]) + 1}{found[2]}'")


def _default(words: Words, at: int) -> Iterator[Fault]:
    if words.text(at).lower() == "coalesce" and (last := words.closing(at + 1)):
        commas = [comma for comma in words.level(at + 2, last - 1) if words.text(comma) == ","]
        if len(commas) == 1:
            first = words.sql[words.all[at + 1].start : words.all[commas[0]].start]
            yield Fault("default", words.all[at].start, words.all[last].end, f"{first})")


def _constant(words: Words, at: int) -> Iterator[Fault]:
    word = words.all[at]
    other = {"true": "false", "false": "true"}.get(word.text)
    if other and words.text(at - 1) != "ON" and words.text(words.opening(at) - 1) not in _SETTINGS:
        is_default = words.text(words.opening(at) - 1).lower() == "coalesce"
        yield Fault("default" if is_default else "constant", word.start, word.end, other)


def _role(words: Words, at: int) -> Iterator[Fault]:
    """A list of roles with one more."""
    word = words.all[at]
    if word.kind == "text" and (found := _ROLE_ARRAY.fullmatch(word.text)):
        for role in _missing(found[1].split(",")):
            yield Fault("role", word.end - 2, word.end - 2, f",{role}")
    if word.text in "([" and words.text(at - 1) in ("IN", "ARRAY") and (last := words.closing(at)):
        inner = [w.text for w in words.all[at + 1 : last] if w.text not in (",", "::", "text")]
        if inner and all(_ROLE_TEXT.fullmatch(text) for text in inner):
            for role in _missing([text.strip("'") for text in inner]):
                yield Fault("role", words.all[last].start, words.all[last].start, f", '{role}'")


def _missing(roles: list[str]) -> list[str]:
    return [role for role in ROLES if role not in roles][:1]


def _inside(words: Words, at: int) -> Iterator[Fault]:
    """SQL that a text holds, as the compiler of rules puts it together."""
    word = words.all[at]
    if word.kind == "text" and _SQL_IN_TEXT.search(word.text):
        for fault in find_faults(word.text[1:-1]):
            if fault.kind in ("comparison", "clause", "not"):
                begin = word.start + 1
                yield fault._replace(start=fault.start + begin, end=fault.end + begin)
