"""Jobs a second."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    enqueued: float
    done: float
