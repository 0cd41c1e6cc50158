"""What happens on a desk, by a seed: a list of steps, each at an instant and for one ticket or more."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from tests.sla.oracle.calendars import DAY, HOUR, MINUTE, Calendar, Hours, to_datetime, to_instant
from tests.sla.oracle.clocks import Target
from tests.sla.oracle.desk import (
    DEFAULT_CALENDAR,
    DEFAULT_POLICY,
    METRICS,
    SETTINGS,
    Desk,
    Policy,
    Ticket,
    is_done,
    next_statuses,
)

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",  # skips and repeats midnight
    "Australia/Lord_Howe",  # moves by half an hour
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Pacific/Chatham",
)
#: Shortly before summer time begins or ends somewhere, and before a turn of the year.
STARTS = ("2026-03-05", "2026-03-25", "2026-04-01", "2026-09-23", "2026-10-22", "2026-10-28", "2026-12-22")
PRIORITIES = ("low", "medium", "high", "critical")
TYPES = ("question", "incident", "task")
TAGS = ("gold", "silver")
AROUND_THE_CLOCK = "Around the clock"
EDITED = ("north", "south", DEFAULT_CALENDAR)
TICKS = 24

#: Steps that name tickets; the others happen to the desk.
OF_TICKETS = {
    "create", "status", "priority", "ticket_type", "department", "organisation", "tag", "untag", "due",
    "snooze", "delete", "split", "spam", "note", "answer", "ask",
    "merge", "unmerge",
}  # fmt: skip
_KINDS = (
    *("status",) * 4, *("priority",) * 2, *("ask",) * 3, *("answer",) * 3, "note", "type", "department",
    "organisation", "tag", "due", "snooze", "delete", "split", "spam",
)  # fmt: skip


class Step(NamedTuple):
    at: int
    kind: str
    #: {ticket: value}, or what the desk's method of that name takes.
    values: Any

    def perform(self, desk: Desk) -> None:
        desk.now = self.at
        if self.kind in OF_TICKETS:
            for name, value in self.values.items():
                getattr(desk, self.kind)(name, value)
        else:
            getattr(desk, self.kind)(*self.values)

    def of(self, tickets: set[int]) -> "Step | None":
        """The step as those tickets alone see it."""
        if self.kind not in OF_TICKETS:
            return self
        values = {name: value for name, value in self.values.items() if name in tickets}
        return self._replace(values=values) if values else None


@dataclass(frozen=True)
class Plan:
    seed: int
    start: int
    settings: dict[str, Any]
    calendars: dict[str, Calendar]
    departments: dict[str, str | None]
    organisations: dict[str, str | None]
    policies: dict[str, Policy]
    steps: list[Step] = field(default_factory=list)

    def desk(self) -> Desk:
        """As it is before the first step."""
        return Desk(
            self.start,
            dict(self.settings),
            dict(self.calendars),
            dict(self.departments),
            dict(self.organisations),
            {name: Policy(**vars(p) | {"targets": dict(p.targets)}) for name, p in self.policies.items()},
        )

    def of(self, ticket: int) -> "Plan":
        """The history of one ticket, and of those with which it was split or merged."""
        pairs = [
            pair for step in self.steps if step.kind in ("split", "merge") for pair in step.values.items()
        ]
        tickets = {ticket}
        while grown := {name for pair in pairs if tickets & {*pair} for name in pair} - tickets:
            tickets |= grown
        steps = [seen for step in self.steps if (seen := step.of(tickets))]
        return Plan(**vars(self) | {"steps": steps})


def make_plan(seed: int, tickets: int) -> Plan:
    return _Writer(random.Random(seed), seed).write(tickets)


class _Writer:
    """Knows from the desk, on which each step is performed at once, what can happen next."""

    def __init__(self, dice: random.Random, seed: int) -> None:
        self.dice = dice
        day = to_instant(dice.choice(STARTS) + "T00:00:00Z")
        start = day + dice.randrange(48) * HOUR + dice.choice((0, dice.randrange(HOUR)))
        always: Hours = dict.fromkeys(range(1, 8), ((0, 1440),))
        office: Hours = dict.fromkeys(range(1, 6), ((540, 1020),))
        self.plan = Plan(
            seed=seed,
            start=start,
            settings=SETTINGS
            | dice.choice(
                (
                    {},
                    {
                        "status_on_customer_reply": "waiting_on_agent",
                        "status_on_agent_reply": "waiting_on_customer",
                    },
                )
            )
            | dict(self._setting() for _ in range(3)),
            calendars={
                "north": Calendar(dice.choice(ZONES), self._hours(), self._holidays(start), start),
                "south": Calendar(dice.choice(ZONES), self._hours(), self._holidays(start), start),
                DEFAULT_CALENDAR: Calendar("UTC", office, frozenset(), start),
                AROUND_THE_CLOCK: Calendar("UTC", always, frozenset(), start),
            },
            departments={"sales": "north", "support": "south", "night": AROUND_THE_CLOCK, "none": None},
            organisations={"acme": "south", "bare": None},
            policies={
                "Gold": Policy("Gold", 1, "tags", "gold", dice.choice((None, "north")), self._targets()),
                "Incident": Policy(
                    "Incident", 2, "ticket_type", "incident", dice.choice((None, "south")), self._targets()
                ),
                "Critical": Policy("Critical", 3, "priority", "critical", None, self._targets()),
                DEFAULT_POLICY: Policy(DEFAULT_POLICY, 1000, None, None, None, self._targets()),
            },
        )
        self.desk = self.plan.desk()

    def write(self, tickets: int) -> Plan:
        self.tickets = tickets
        unborn = list(range(1, tickets + 1))
        for tick in range(TICKS):
            self.desk.now = self._next_instant() if tick else self.plan.start
            born = unborn if tick == TICKS // 3 else [n for n in unborn if self.dice.random() < 0.3]
            unborn = [name for name in unborn if name not in born]
            if born:
                self._do("create", {name: self._ticket() for name in born})
            for _ in range(2):
                self._happen_to_desk()
                self._happen_to_tickets()
                self._merge_tickets()
        self.desk.now += 1
        self._do("sweep", ())
        return self.plan

    def _do(self, kind: str, values: Any) -> None:
        step = Step(self.desk.now, kind, values)
        step.perform(self.desk)
        self.plan.steps.append(step)

    # --- when

    def _next_instant(self) -> int:
        now, dice = self.desk.now, self.dice
        edges: list[int] = []
        kind = dice.random()
        if kind < 0.2:
            edges = self.desk.calendars[dice.choice(EDITED)].boundaries(now, now + 4 * DAY)
        elif kind < 0.45:
            clocks = (clock for _, clock in self.desk.clocks() if clock.is_open)
            edges = [at for c in clocks for at in (c.due_at, c.warn_at) if at and now < at < now + 6 * DAY]
        if edges:
            return max(now, dice.choice(edges) + dice.choice((0, 0, -1, 1, MINUTE)))
        gaps = (0, 1, dice.randrange(HOUR), dice.randrange(90) * MINUTE, dice.randrange(30) * HOUR)
        return now + dice.choice((*gaps, dice.randrange(5 * DAY)))

    # --- what

    def _happen_to_desk(self) -> None:
        dice, desk = self.dice, self.desk
        if dice.random() < 0.3:
            self._do("sweep", ())
        if dice.random() < 0.3:
            self._do("wake_due", ())
        if dice.random() < 0.65:
            return
        match dice.choice(
            ("setting", "setting", "hours", "holiday", "zone", "target", "target", "department", "pause")
        ):
            case "setting":
                self._do("setting", self._setting())
            case "hours":
                self._do("hours", (dice.choice(EDITED), self._hours()))
            case "holiday":
                calendar = dice.choice(EDITED)
                day = to_datetime(desk.now).date() + timedelta(days=dice.randrange(-1, 6))
                if all(day != off for off, _ in desk.calendars[calendar].holidays):
                    self._do("holiday", (calendar, day, dice.random() < 0.3))
            case "zone":
                self._do("zone", (dice.choice(EDITED), dice.choice(ZONES)))
            case "target":
                policy, priority = dice.choice(list(desk.policies)), dice.choice(PRIORITIES)
                self._do("target", (policy, priority, dice.choice(METRICS), self._target()))
            case "department":
                self._do(
                    "department_calendar", (dice.choice(list(desk.departments)), dice.choice((*EDITED, None)))
                )
            case "pause":
                status = dice.choice(("on_hold", "waiting_on_customer", "escalated"))
                self._do("pause", (status, dice.choice(METRICS), dice.random() < 0.5))

    def _happen_to_tickets(self) -> None:
        happens: dict[str, dict[int, Any]] = defaultdict(dict)
        last = max(self.desk.tickets, default=0)
        for ticket in self.desk.tickets.values():
            if self.dice.random() < 0.22 and (found := self._next(ticket)):
                kind, value = found
                if kind == "split":
                    value = max(last, self.tickets) + 1 + len(happens["split"])
                happens[kind][ticket.name] = value
        for kind, values in happens.items():
            if values:
                self._do(kind, values)

    def _merge_tickets(self) -> None:
        dice, desk = self.dice, self.desk
        undone = {
            name: ticket.merged_into
            for name, ticket in desk.tickets.items()
            if ticket.merged_into
            and desk.merges[name].at > desk.now - DAY
            and not desk.tickets[ticket.merged_into].is_deleted
            and not desk.tickets[ticket.merged_into].merged_into
            and dice.random() < 0.3
        }
        if undone:
            self._do("unmerge", undone)
        free = [
            ticket
            for ticket in desk.tickets.values()
            if not (ticket.is_deleted or ticket.is_spam or ticket.merged_into) and dice.random() < 0.03
        ]
        merged: dict[int, int] = {}
        while len(free) > 1:
            source, target = free.pop(), free.pop()
            has_more = source.is_answered or source.name in {t.merged_into for t in desk.tickets.values()}
            if not has_more and target.status != "closed" and source.created_at != target.created_at:
                merged[source.name] = target.name
        if merged:
            self._do("merge", merged)

    def _next(self, ticket: Ticket) -> tuple[str, Any] | None:
        dice, now = self.dice, self.desk.now
        if ticket.merged_into:
            return None
        if ticket.is_spam:
            return ("spam", False) if dice.random() < 0.6 else None
        if ticket.is_deleted:
            return ("delete", False) if dice.random() < 0.6 else None
        kind = dice.choice(_KINDS)
        match kind:
            case "status":
                return "status", dice.choice(next_statuses(ticket.status))
            case "priority":
                return "priority", dice.choice([p for p in PRIORITIES if p != ticket.priority])
            case "type":
                return "ticket_type", dice.choice([t for t in TYPES if t != ticket.ticket_type])
            case "department":
                others = [d for d in (*self.desk.departments, None) if d != ticket.department]
                return "department", dice.choice(others)
            case "organisation":
                others = [o for o in (*self.desk.organisations, None) if o != ticket.organisation]
                return "organisation", dice.choice(others)
            case "tag":
                tag = dice.choice(TAGS)
                return "untag" if tag in ticket.tags else "tag", tag
            case "due":
                return "due", None if ticket.due_at else now + dice.randrange(
                    -20, 200
                ) * HOUR + dice.randrange(99)
            case "snooze":
                if ticket.snoozed_until is not None:
                    return "snooze", None
                return None if is_done(ticket.status) else ("snooze", now + dice.randrange(1, 60) * HOUR)
            case "delete" | "spam":
                return kind, True
            case "split":
                return ("split", None) if ticket.asked else None
            case _:
                return kind, None

    def _ticket(self) -> dict[str, Any]:
        dice = self.dice
        return {
            "priority": dice.choice(PRIORITIES),
            "ticket_type": dice.choice(TYPES),
            "department": dice.choice(("sales", "support", "support", "night", None)),
            "organisation": dice.choice(("acme", "bare", None, None, None)),
            "due_at": self.desk.now + dice.randrange(1, 90) * HOUR if dice.random() < 0.1 else None,
        }

    # --- what the desk is made of

    def _setting(self) -> tuple[str, Any]:
        return self.dice.choice(
            (
                ("sla.business_hours_only", self.dice.random() < 0.5),
                ("sla.on_reopen", self.dice.choice(("new_cycle", "continue"))),
                ("sla.on_priority_change", self.dice.choice(("keep_start", "new_start"))),
                ("sla.on_calendar_change", self.dice.choice(("segment", "last"))),
                ("sla.snoozed", self.dice.choice(("running", "paused"))),
                ("sla.on_change", self.dice.choice(("match_again", "match_again", "keep"))),
                ("sla.warn_percent", self.dice.randint(1, 99)),
                ("sla.warn_within_minutes", self.dice.choice((0, 10, 60, 300))),
            )
        )

    def _hours(self) -> Hours:
        spans = self.dice.choice(
            (
                ((540, 1020),),
                ((480, 720), (780, 1080)),
                ((0, 360), (1320, 1440)),
                ((0, 1440),),
                ((60, 150), (165, 600)),
                ((600, 601), (900, 1020)),
            )
        )
        weekdays = self.dice.choice(((1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7), (2, 3), (1, 3, 5, 6, 7)))
        hours = dict.fromkeys(weekdays, spans)
        if self.dice.random() < 0.3:
            hours[6] = ((600, 720),)
        return {} if self.dice.random() < 0.02 else hours

    def _holidays(self, start: int) -> frozenset[tuple[date, bool]]:
        first = to_datetime(start).date()
        days = self.dice.sample(range(40), 3)
        found = {(first + timedelta(days=day), False) for day in days[:2]}
        earlier = first + timedelta(days=days[2])
        return frozenset(found | {(earlier.replace(year=2019), True)})

    def _targets(self) -> dict[tuple[str, str], Target]:
        targets = {(p, m): self._target() for p in PRIORITIES for m in METRICS}
        return {key: target for key, target in targets.items() if target is not None}

    def _target(self) -> Target | None:
        dice = self.dice
        kind = dice.random()
        if kind < 0.08:
            return None
        return (
            ("days", dice.randint(1, 6))
            if kind < 0.25
            else dice.choice((1, 15, 60, 90, 240, 480, 960, 2400, 5000))
        )
