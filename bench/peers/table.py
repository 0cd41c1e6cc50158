"""One line for each thing that both did."""

import math
import statistics
from dataclasses import dataclass

from rich.table import Table


@dataclass(frozen=True)
class Line:
    """Measured runs of both; `is_rate`: requests a second, where more is better; else seconds."""

    name: str
    pgdesk: list[float]
    peer: list[float]
    is_rate: bool

    @property
    def ratio(self) -> float:
        """How many times as fast pgdesk is."""
        ours, theirs = statistics.median(self.pgdesk), statistics.median(self.peer)
        quick, slow = (ours, theirs) if self.is_rate else (theirs, ours)
        return quick / slow if slow else math.inf

    def cells(self) -> tuple[str, str, str, str]:
        return self.name, self._shown(self.pgdesk), self._shown(self.peer), f"{self.ratio:,.1f} times"

    def _shown(self, runs: list[float]) -> str:
        median = statistics.median(runs)
        return f"{median:,.0f}/s" if self.is_rate else f"{median * 1000:,.0f} ms"


def make_table(title: str, lines: list[Line]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for column in ("pgdesk", "escalated-django", "pgdesk is as fast"):
        table.add_column(column, justify="right")
    for line in lines:
        table.add_row(*line.cells())
    return table
