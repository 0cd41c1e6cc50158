"""Streams as clients read them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Told:
    """One message: its name, its object, and the id that it came with."""

    name: str
    data: dict[str, Any]


@dataclass
class Reader:
    """Reads message by message; `position` is the last id."""

    lines: Iterator[str]
    position: str = ""
    passed: list[Told] = field(default_factory=list)

    def next(self) -> Told | None:
        """None at the end of the stream; signs of life are passed over."""
        name, data = "", []
        for line in self.lines:
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                data.append(line[6:])
            elif line.startswith("id: "):
                self.position = line[4:]
            elif not line and data:
                return Told(name, json.loads("\n".join(data)))
        return None

    def until(self, name: str, **wanted: Any) -> Told:
        """The next one of the name whose object has these values; what came before is in `passed`."""
        while (told := self.next()) is not None:
            if told.name == name and all(told.data.get(key) == value for key, value in wanted.items()):
                return told
            self.passed.append(told)
        raise AssertionError(f"the stream ended without {name} {wanted}: {self.passed}")


@contextmanager
def watching(
    client: httpx.Client, headers: dict[str, str], query: str = "", after: str = ""
) -> Iterator[Reader]:
    """A stream that is open and says Ready."""
    given = {**headers, **({"Last-Event-ID": after} if after else {})}
    with client.stream("GET", f"/live{query}", headers=given, timeout=20) as answer:
        assert answer.status_code == 200, answer.read()
        reader = Reader(answer.iter_lines())
        reader.until("Ready")
        yield reader
