"""Reads reports: one .sql file each, with a header of comments.

    -- title: Tickets per day
    -- description: Opened, resolved and reopened tickets.
    -- period: 30 | What happened in
    -- parameter: by choice(department,priority) = priority | What to group by
    -- chart: line day created resolved
    -- drill: created | ["created_at", "between", ["{from}", "{to}"]]
    -- drill: created | ["priority", "is", "{group}"]

All but the title may be missing; description lines are joined. A period gives the statement %(from)s and
%(to)s, days in UTC, both included, and says for how many days by default. A parameter is int, text, date or
choice(a,b), with its default and what it means. The chart is what is drawn: line, bar, stack or heat, the
column along the axis, the columns to draw (of heat one down the side, one as the shade). Drill lines say
which tickets a column's number counts: those for which all of its conditions hold, [field, operator, value]
as in /rest/condition_fields, where {column} stands for the cell of the row, {#column} for it as a number,
{from} and {to} for the first and last instant of the period. The statement reads views of schema reports
only.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent

_LINE = re.compile(r"-- (title|description|period|parameter|chart|drill): (.+)")
_PERIOD = re.compile(r"(?P<days>[0-9]{1,4}) \|(?P<help>.*)")
_PARAMETER = re.compile(
    r"(?P<name>[a-z_]+) (?P<type>int|text|date|choice\([a-z_,]+\)) =(?P<default>[^|]*)\|(?P<help>.*)"
)

_DRILL = re.compile(r"(?P<column>[a-z_]+) \|(?P<condition>.+)")


class ReportError(ValueError):
    """A report, a parameter or a value is missing or wrong; the message names it."""


def folders() -> list[Path]:
    """Where reports are: pgdesk's own, and that of PGDESK_REPORTS."""
    own = os.environ.get("PGDESK_REPORTS", "").strip()
    return [FOLDER, *([Path(own)] if own else [])]


def paths() -> list[Path]:
    """The files; of two of a name the later folder's."""
    found: dict[str, Path] = {}
    for folder in folders():
        if not folder.is_dir():
            raise ReportError(f"PGDESK_REPORTS names {folder}, which is no folder")
        found |= {path.stem: path for path in folder.glob("*.sql")}
    return [found[name] for name in sorted(found)]


def read(name: str, text: str) -> dict[str, Any]:
    """The row of helpdesk.report that the text of a file stands for; ReportError when its header is wrong."""
    header: dict[str, list[str]] = {
        word: [] for word in ("title", "description", "period", "parameter", "chart", "drill")
    }
    for line in text.splitlines():
        if found := _LINE.fullmatch(line):
            header[found[1]].append(found[2].strip())
    if len(header["title"]) != 1 or len(header["chart"]) > 1 or len(header["period"]) > 1:
        raise ReportError(f"report {name} needs one title line, and has at most one for period and chart")
    return {
        "report": name,
        "title": header["title"][0],
        "description": " ".join(header["description"]),
        **_period(name, header["period"]),
        "parameters": list(_parameters(name, header["parameter"])),
        "chart": " ".join(header["chart"]).split(),
        "drills": _drills(name, header["drill"]),
        "query": text.rstrip().removesuffix(";"),
    }


def _period(report: str, lines: list[str]) -> dict[str, Any]:
    if not lines:
        return {"period_days": None, "period_of": None}
    found = _PERIOD.fullmatch(lines[0])
    if found is None:
        raise ReportError(f"report {report}: cannot read the period line {lines[0]!r}")
    return {"period_days": int(found["days"]), "period_of": found["help"].strip()}


def _drills(report: str, lines: list[str]) -> dict[str, list[Any]]:
    drills: dict[str, list[Any]] = {}
    for line in lines:
        found = _DRILL.fullmatch(line)
        try:
            condition = json.loads(found["condition"] if found else "")
        except ValueError:
            condition = None
        if found is None or not isinstance(condition, list) or len(condition) != 3:
            raise ReportError(f"report {report}: cannot read the drill line {line!r}")
        drills.setdefault(found["column"], []).append(condition)
    return drills


def _parameters(report: str, lines: list[str]) -> Iterator[dict[str, str]]:
    for line in lines:
        found = _PARAMETER.fullmatch(line)
        if found is None:
            raise ReportError(f"report {report}: cannot read the parameter line {line!r}")
        yield {key: text.strip() for key, text in found.groupdict().items()}
