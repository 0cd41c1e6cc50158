"""One promise: the stretches in which it ran or was paused, and what follows from them."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tests.sla.oracle.calendars import MINUTE, Calendar

#: Minutes of business time, or ("days", so many business days).
Target = int | tuple[str, int]


class Terms(NamedTuple):
    """What a clock is counted by from an instant on."""

    policy: str | None
    calendar: Calendar
    target: Target | None
    manual_due: int | None
    warn_percent: int
    warn_within: int
    is_recounted: bool


class Stretch(NamedTuple):
    start: int
    end: int
    is_running: bool
    calendar: Calendar

    @property
    def length(self) -> int:
        return self.calendar.measure(self.start, self.end)


@dataclass
class Clock:
    metric: str
    cycle: int
    started_at: int
    terms: Terms
    mode: str
    since: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    target: int | None = None
    due_at: int | None = None
    warn_at: int | None = None
    warned_at: int | None = None
    breached_at: int | None = None
    is_breach_recorded: bool = False
    stopped_at: int | None = None
    times_met: int = 0

    def __post_init__(self) -> None:
        self.since = self.started_at
        self._judge()

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None

    @property
    def used(self) -> int:
        return sum(s.length for s in self.stretches if s.is_running)

    @property
    def paused(self) -> int:
        return sum(s.length for s in self.stretches if not s.is_running)

    @property
    def state(self) -> str:
        if self.mode in ("running", "paused", "withdrawn"):
            return self.mode
        if self.breached_at is not None:
            return "missed"
        if self.mode == "restarted":
            return "restarted"
        return "stopped" if self.target is None and self.terms.manual_due is None else "met"

    def count(self, now: int) -> None:
        """Up to now by what applied until now."""
        if not self.is_open or now == self.since:
            return
        if self.due_at is not None and self.due_at < now and self.breached_at is None:
            self.breached_at = self.due_at
        self.stretches.append(Stretch(self.since, now, self.mode == "running", self.terms.calendar))
        self.since = now

    def move(self, now: int, terms: Terms, mode: str) -> None:
        self.count(now)
        self._follow(terms, mode)

    def _follow(self, terms: Terms, mode: str) -> None:
        if terms.is_recounted and terms.calendar != self.terms.calendar:
            self.stretches = [s._replace(calendar=terms.calendar) for s in self.stretches]
        self.terms, self.mode = terms, mode
        self._judge()

    def stop(self, now: int, mode: str = "stopped") -> None:
        self.count(now)
        self.mode, self.stopped_at = mode, now
        self.is_breach_recorded = self.is_breach_recorded or self.breached_at is not None
        self.times_met += self.state == "met"

    def resume(self, now: int, terms: Terms, mode: str) -> None:
        """Goes on in its cycle: the time since it stopped counts for nothing."""
        self.stopped_at, self.since = None, now
        self.move(now, terms, mode)

    def restore(self, terms: Terms, mode: str) -> None:
        """As if it had not been withdrawn: the time since then counts by what applies now."""
        self.stopped_at = None
        self._follow(terms, mode)

    def check(self, now: int) -> None:
        """What the sweep records."""
        if self.is_breach_recorded:
            return
        if self.breached_at is not None:
            self.is_breach_recorded = True
        elif self.is_open and self.due_at is not None and self.due_at <= now:
            self.breached_at, self.is_breach_recorded = self.due_at, True
        elif self.is_open and self.warned_at is None and self.warn_at is not None and self.warn_at <= now:
            self.warned_at = now

    def _judge(self) -> None:
        """Sets target, due and warning instants by the terms."""
        terms = self.terms
        if isinstance(terms.target, tuple):
            self.target = terms.calendar.days(self.started_at, terms.target[1])
        else:
            self.target = None if terms.target is None else terms.target * MINUTE
        self.due_at = self.warn_at = None
        if terms.manual_due is not None:
            self.due_at = terms.manual_due
            span = terms.calendar.measure(self.started_at, terms.manual_due)
            goal = self._warning_after(span)
            self.warn_at = terms.calendar.add(self.started_at, goal) if goal else self.started_at
        elif self.target is not None:
            self.due_at = self._reaches(self.target)
            goal = self._warning_after(self.target)
            self.warn_at = self._reaches(goal) if goal else self.started_at

    def _warning_after(self, total: int) -> int:
        """Business time; what is to be warned of earlier than it began is warned of at once."""
        if self.terms.warn_within:
            return max(0, total - self.terms.warn_within * MINUTE)
        return total * self.terms.warn_percent // 100

    def _reaches(self, goal: int) -> int | None:
        """When the used time reached or will reach the goal; None while a pause keeps it from that."""
        used = 0
        for stretch in self.stretches:
            if stretch.is_running:
                length = stretch.length
                if used + length >= goal and length:
                    return stretch.calendar.add(stretch.start, goal - used)
                used += length
        return self.terms.calendar.add(self.since, goal - used) if self.mode == "running" else None
