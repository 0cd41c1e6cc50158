"""Reads reports: one .sql file each, with a header of comments.

    -- title: Tickets per day
    -- parameter: days int = 30 | How many days back
    -- parameter: by choice(department,priority) = priority | What to group by
    -- chart: line day created resolved

A parameter is int, text or choice(a,b), with its default and what it means. The chart line, which may be
missing, is what a page draws: line or bar, the column along the axis, the columns to draw. The statement
names parameters as %(days)s, writes a percent sign as %%, and reads views of schema reports only.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

_PARAMETER = re.compile(
    r"(?P<name>[a-z_]+) (?P<type>int|text|choice\([a-z_,]+\)) =(?P<default>[^|]*)\|(?P<help>.*)"
)
_MAX_INT = 1_000_000


class ReportError(ValueError):
    """The report, a parameter or a value does not exist or is wrong; the message names it."""


@dataclass(frozen=True)
class Parameter:
    """`type` is int, text, or choice(a,b)."""

    name: str
    type: str
    default: str
    help: str

    def parse(self, text: str) -> int | str:
        """The value that `text` stands for; ReportError when it does not fit the type."""
        if self.type == "int":
            if not re.fullmatch(r"[0-9]{1,7}", text) or int(text) > _MAX_INT:
                raise ReportError(f"parameter {self.name} must be a number up to {_MAX_INT}, not {text!r}")
            return int(text)
        if "\0" in text:
            raise ReportError(f"parameter {self.name} contains a NUL character")
        if self.choices and text not in self.choices:
            raise ReportError(f"parameter {self.name} must be one of {', '.join(self.choices)}, not {text!r}")
        return text

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.type[7:-1].split(",")) if self.type.startswith("choice(") else ()


@dataclass(frozen=True)
class Report:
    """`chart` is its kind followed by the columns to draw, the first along the axis; empty: none."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    chart: tuple[str, ...]
    query: str

    def values(self, given: dict[str, str]) -> dict[str, int | str]:
        """Every parameter's value, given or default; ReportError for an unknown name or wrong value."""
        unknown = set(given) - {parameter.name for parameter in self.parameters}
        if unknown:
            known = ", ".join(parameter.name for parameter in self.parameters) or "none"
            raise ReportError(f"report {self.name} has no parameter {min(unknown)}; it has {known}")
        return {p.name: p.parse(given.get(p.name, p.default)) for p in self.parameters}


def names(folder: Path = FOLDER) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.sql"))


def read(name: str, folder: Path = FOLDER) -> Report:
    """The report of that name; ReportError when there is none or its header is wrong."""
    if name not in names(folder):
        raise ReportError(f"there is no report {name}; there are {', '.join(names(folder))}")
    text = (folder / f"{name}.sql").read_text(encoding="utf-8")
    header: dict[str, list[str]] = {"title": [], "parameter": [], "chart": []}
    for line in text.splitlines():
        found = re.fullmatch(r"-- (title|parameter|chart): (.+)", line)
        if found:
            header[found[1]].append(found[2])
    if len(header["title"]) != 1 or len(header["chart"]) > 1:
        raise ReportError(f"report {name} needs one title line and has at most one chart line")
    return Report(
        name=name,
        title=header["title"][0],
        parameters=tuple(_parameter(name, line) for line in header["parameter"]),
        chart=tuple(" ".join(header["chart"]).split()),
        query=text,
    )


def _parameter(report: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None:
        raise ReportError(f"report {report}: cannot read the parameter line {line!r}")
    return Parameter(found["name"], found["type"], found["default"].strip(), found["help"].strip())
