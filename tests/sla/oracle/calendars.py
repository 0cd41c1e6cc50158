"""Business time: opening hours with a zone and holidays, added and measured in microseconds since 1970."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

#: Minutes of the day by ISO weekday; 1440 is the end of the day.
Hours = Mapping[int, tuple[tuple[int, int], ...]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHUNK_DAYS = 120
_LAST_DAY = date(2090, 1, 1)


def to_instant(text: str) -> int:
    return _since_epoch(datetime.fromisoformat(text))


def to_datetime(instant: int) -> datetime:
    return _EPOCH + timedelta(microseconds=instant)


def _since_epoch(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@dataclass(frozen=True)
class Calendar:
    """One version of a calendar. Spans are known from the day before `known_from` on, as far as was asked."""

    zone: str
    hours: Hours
    holidays: frozenset[tuple[date, bool]] = frozenset()
    known_from: int = to_instant("2012-12-01T00:00:00Z")
    _starts: list[int] = field(default_factory=list, compare=False, repr=False)
    _ends: list[int] = field(default_factory=list, compare=False, repr=False)
    _before: list[int] = field(default_factory=list, compare=False, repr=False)
    _next_day: list[date] = field(default_factory=list, compare=False, repr=False)

    @property
    def never_opens(self) -> bool:
        return not any(self.hours.values())

    def opens_on(self, day: date) -> bool:
        return bool(self._spans_of(day)) and not any(
            (day.month, day.day) == (off.month, off.day) if recurring else day == off
            for off, recurring in self.holidays
        )

    def measure(self, start: int, end: int) -> int:
        return max(0, self._total(end) - self._total(start)) if start < end else 0

    def add(self, start: int, amount: int) -> int | None:
        """A sum that ends at a closing is that instant; 0 from outside the hours is the next opening."""
        if self.never_opens:
            return None
        if amount == 0:
            return self.opening(start)
        goal = self._total(start) + amount
        while not self._starts or self._before[-1] + self._ends[-1] - self._starts[-1] < goal:
            self._extend()
        index = bisect_right(self._before, goal - 1) - 1
        return self._starts[index] + goal - self._before[index]

    def opening(self, at: int) -> int | None:
        """The instant itself if it is open then, else the next opening."""
        if self.never_opens:
            return None
        while not self._ends or self._ends[-1] <= at:
            self._extend()
        index = bisect_right(self._ends, at)
        return max(at, self._starts[index])

    def days(self, start: int, count: int) -> int | None:
        """Business time until the same local time so many days later on which the calendar opens."""
        begin = self.opening(start)
        if begin is None:
            return None
        local = to_datetime(begin).astimezone(_zone(self.zone))
        day = local.date()
        while count:
            day += timedelta(days=1)
            count -= self.opens_on(day)
        return self.measure(begin, self._instant(day, local.time().replace(fold=0)))

    def boundaries(self, start: int, end: int) -> list[int]:
        self._total(end)
        edges = (edge for pair in zip(self._starts, self._ends, strict=True) for edge in pair)
        return [edge for edge in edges if start < edge < end]

    def _total(self, at: int) -> int:
        """Open time from the first span made until the instant."""
        if self.never_opens:
            return 0
        while not self._next_day or _since_epoch(_midnight(self._next_day[0])) - 2 * DAY <= at:
            self._extend()
        index = bisect_right(self._starts, at) - 1
        return self._before[index] + min(at, self._ends[index]) - self._starts[index] if index >= 0 else 0

    def _extend(self) -> None:
        first = self._next_day[0] if self._next_day else to_datetime(self.known_from - 2 * DAY).date()
        if first > _LAST_DAY:
            raise ValueError("the calendar does not open for so long")
        self._next_day[:] = [first + timedelta(days=_CHUNK_DAYS)]
        for start, end in self._list_spans(first):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            elif start < end:
                self._before.append(self._before[-1] + self._ends[-1] - self._starts[-1] if self._ends else 0)
                self._starts.append(start)
                self._ends.append(end)

    def _list_spans(self, first: date) -> Iterator[tuple[int, int]]:
        for number in range(_CHUNK_DAYS):
            day = first + timedelta(days=number)
            if self.opens_on(day):
                for opens, closes in sorted(self._spans_of(day)):
                    yield self._at_minute(day, opens), self._at_minute(day, closes)

    def _spans_of(self, day: date) -> tuple[tuple[int, int], ...]:
        return self.hours.get(day.isoweekday(), ())

    def _at_minute(self, day: date, minute: int) -> int:
        return self._instant(day + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60))

    def _instant(self, day: date, local: time) -> int:
        """The first instant at which the clocks there show it; a time that is skipped moves by the gap."""
        return _since_epoch(datetime.combine(day, local, _zone(self.zone)))


class AroundTheClock(Calendar):
    """No calendar: every instant counts."""

    def measure(self, start: int, end: int) -> int:
        return max(0, end - start)

    def add(self, start: int, amount: int) -> int | None:
        return start + amount

    def days(self, start: int, count: int) -> int | None:
        return count * DAY


ALWAYS = AroundTheClock("UTC", {})
