"""How long each phase of a request took, for the Server-Timing header."""

from __future__ import annotations

from time import perf_counter

PHASES = ("jwt", "parse", "plan", "transaction", "response")


class Phases:
    __slots__ = ("_ended", "_seconds")

    def __init__(self) -> None:
        self._ended = perf_counter()
        self._seconds: dict[str, float] = {}

    def end(self, name: str) -> None:
        now = perf_counter()
        self._seconds[name] = now - self._ended
        self._ended = now

    def fail(self) -> None:
        """Ends the phase that was under way."""
        self.end(PHASES[len(self._seconds)])

    def header(self) -> str:
        """Milliseconds of each phase that took place."""
        return ", ".join(
            f"{name};dur={self._seconds[name] * 1000:.1f}" for name in PHASES if name in self._seconds
        )
