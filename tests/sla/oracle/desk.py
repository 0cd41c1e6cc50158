"""The desk as the rules see it: settings, calendars, policies, tickets, and what happens to them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.sla.oracle.calendars import ALWAYS, Calendar, Hours
from tests.sla.oracle.clocks import Clock, Target, Terms

METRICS = ("first_response", "next_response", "resolution")
CATEGORIES = {
    "open": "open",
    "in_progress": "open",
    "waiting_on_customer": "pending",
    "waiting_on_agent": "open",
    "on_hold": "on_hold",
    "escalated": "open",
    "reopened": "open",
    "resolved": "solved",
    "closed": "closed",
}
PAUSES = {
    ("waiting_on_customer", "next_response"),
    ("waiting_on_customer", "resolution"),
    ("on_hold", "resolution"),
    *(
        (status, metric)
        for status in ("resolved", "closed")
        for metric in ("first_response", "next_response")
    ),
}
SETTINGS: dict[str, Any] = {
    "sla.business_hours_only": False,
    "sla.on_reopen": "new_cycle",
    "sla.on_priority_change": "keep_start",
    "sla.on_calendar_change": "segment",
    "sla.snoozed": "running",
    "sla.on_change": "match_again",
    "sla.warn_percent": 80,
    "sla.warn_within_minutes": 0,
    "status_on_customer_reply": "",
    "status_on_agent_reply": "",
}
DEFAULT_CALENDAR, DEFAULT_POLICY = "Business hours", "Standard"


def is_done(status: str) -> bool:
    return CATEGORIES[status] in ("solved", "closed")


def next_statuses(status: str) -> list[str]:
    """By the rows of status_transition; every ticket here has an assignee."""
    if is_done(status):
        return ["reopened", "closed"] if status == "resolved" else ["reopened"]
    return [other for other in CATEGORIES if other not in (status, "reopened")]


@dataclass
class Policy:
    name: str
    position: int
    field: str | None
    value: str | None
    calendar: str | None
    targets: dict[tuple[str, str], Target]

    def fits(self, ticket: "Ticket") -> bool:
        match self.field:
            case None:
                return True
            case "tags":
                return self.value in ticket.tags
            case "priority":
                return ticket.priority == self.value
            case "ticket_type":
                return ticket.ticket_type == self.value
        raise ValueError(self.field)


@dataclass
class Ticket:
    name: int
    priority: str
    ticket_type: str
    department: str | None
    organisation: str | None
    due_at: int | None
    created_at: int
    status: str = "open"
    status_before: str | None = None
    is_spam: bool = False
    #: Metrics that spam or a merge took away, not those whose question left.
    withdrawn: list[str] = field(default_factory=list)
    #: Since when a question waits that is the oldest only since an unmerge from spam.
    asked_as_spam: int | None = None
    merged_into: int | None = None
    #: (when, in which order, whether staff said it) of all that was said, what it was opened with included.
    said: list[tuple[int, int, bool]] = field(default_factory=list)
    status_changes: int = 0
    #: When the customer wrote, since the last merge, what has not been split off.
    asked: list[int] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    snoozed_until: int | None = None
    is_deleted: bool = False
    is_answered: bool = False
    policy: str | None = None
    calendar: str | None = None
    clocks: list[Clock] = field(default_factory=list)

    @property
    def waits_since(self) -> int | None:
        """When the oldest question was asked that nobody has answered."""
        since = None
        for at, _, is_answer in self.said:
            since = None if is_answer else at if since is None else since
        return since

    @property
    def waits_for(self) -> str:
        return "next_response" if self.is_answered else "first_response"

    def last(self, metric: str) -> Clock | None:
        return next((clock for clock in reversed(self.clocks) if clock.metric == metric), None)

    def open_clocks(self) -> list[Clock]:
        return [clock for clock in self.clocks if clock.is_open]


@dataclass
class Merge:
    """What undoing it gives back."""

    at: int
    status: str
    said: list[tuple[int, int, bool]]
    tags: set[str]
    target_status: str | None
    target_changes: int


@dataclass
class Desk:
    now: int
    settings: dict[str, Any]
    calendars: dict[str, Calendar]
    departments: dict[str, str | None]
    organisations: dict[str, str | None]
    policies: dict[str, Policy]
    pauses: set[tuple[str, str]] = field(default_factory=lambda: set(PAUSES))
    tickets: dict[int, Ticket] = field(default_factory=dict)

    def clocks(self) -> Iterator[tuple[Ticket, Clock]]:
        for ticket in self.tickets.values():
            for clock in ticket.clocks:
                yield ticket, clock

    merges: dict[int, Merge] = field(default_factory=dict)
    times_said: int = 0

    # --- what happens to the desk

    def setting(self, key: str, value: Any) -> None:
        self.settings[key] = value

    def hours(self, calendar: str, hours: Hours) -> None:
        self._edit_calendar(calendar, hours=hours)

    def holiday(self, calendar: str, day: date, recurring: bool) -> None:
        holidays = self.calendars[calendar].holidays | {(day, recurring)}
        self._edit_calendar(calendar, holidays=holidays)

    def zone(self, calendar: str, zone: str) -> None:
        self._edit_calendar(calendar, zone=zone)

    def _edit_calendar(self, name: str, **changes: Any) -> None:
        old = self.calendars[name]
        new = Calendar(
            **{"zone": old.zone, "hours": old.hours, "holidays": old.holidays, "known_from": old.known_from}
            | changes
        )
        if new == old:
            return
        self.calendars[name] = new
        for ticket, clock in self.clocks():
            if clock.is_open and ticket.calendar == name:
                clock.move(self.now, clock.terms._replace(calendar=new), clock.mode)

    def target(self, policy: str, priority: str, metric: str, target: Target | None) -> None:
        targets = self.policies[policy].targets
        if target is None:
            targets.pop((priority, metric), None)
        else:
            targets[priority, metric] = target
        for ticket, clock in self.clocks():
            if clock.is_open and ticket.policy == policy:
                promised = targets.get((ticket.priority, clock.metric))
                clock.move(self.now, clock.terms._replace(target=promised), clock.mode)

    def department_calendar(self, department: str, calendar: str | None) -> None:
        self.departments[department] = calendar

    def pause(self, status: str, metric: str, is_paused: bool) -> None:
        (self.pauses.add if is_paused else self.pauses.discard)((status, metric))

    def sweep(self) -> None:
        for _, clock in self.clocks():
            clock.check(self.now)

    def wake_due(self) -> None:
        for ticket in self.tickets.values():
            if (
                ticket.snoozed_until is not None
                and ticket.snoozed_until <= self.now
                and not ticket.is_deleted
            ):
                self.snooze(ticket.name, None)

    # --- what happens to a ticket

    def create(self, name: int, values: dict[str, Any]) -> None:
        self._open(Ticket(name, **values, created_at=self.now), self.now)

    def split(self, name: int, new: int) -> None:
        """The customer's last message that was not split off becomes a ticket, which waits since then."""
        source = self.tickets[name]
        ticket = Ticket(
            new, source.priority, source.ticket_type, source.department, source.organisation, None, self.now
        )
        self._open(ticket, source.asked.pop())
        if source.tags:
            self._matching_change(new, tags=set(source.tags))

    def spam(self, name: int, is_spam: bool) -> None:
        ticket = self.tickets[name]
        ticket.is_spam = is_spam
        if is_spam:
            self._withdraw(ticket)
        else:
            self._give_back(ticket)

    def merge(self, name: int, into: int) -> None:
        """A ticket that nobody has answered goes on in another one."""
        source, target = self.tickets[name], self.tickets[into]
        waited_since = target.waits_since
        is_asked = source.waits_since is not None
        added = source.tags - target.tags
        merge = self.merges[name] = Merge(self.now, source.status, source.said, added, None, 0)
        source.merged_into = into
        self._withdraw(source)
        target.said = sorted([*target.said, *source.said])
        target.asked, source.asked = [], []
        if added:
            self._matching_change(into, tags=target.tags | added)
        is_asked = is_asked and target.waits_since is not None
        if is_asked and target.snoozed_until is not None:
            self.snooze(into, None)
        moved = self._moved_by_question(target)
        if is_asked and (waited_since is None or is_done(target.status)) and moved not in ("", target.status):
            merge.target_status = target.status
            self.status(into, moved)
        self._wait_since(target, waited_since)
        self._move_open(target)
        merge.target_changes = target.status_changes

    def unmerge(self, name: int, into: int) -> None:
        source, target, merge = self.tickets[name], self.tickets[into], self.merges.pop(name)
        waited_since = target.waits_since
        for part in source.said:
            target.said.remove(part)
        target.asked = []
        gone = merge.tags & target.tags
        if gone:
            self._matching_change(into, tags=target.tags - gone)
        source.merged_into = None
        self._give_back(source)
        if merge.target_status and target.status_changes == merge.target_changes:
            self.status(into, merge.target_status)
        self._wait_since(target, waited_since)
        self._move_open(target)

    def _wait_since(self, target: Ticket, before: int | None) -> None:
        """What was unanswered in a merged ticket counts since it was asked, until it is taken back."""
        since = target.waits_since
        if since == before:
            return
        metric = target.waits_for
        if target.is_spam:
            target.withdrawn = [other for other in target.withdrawn if other != metric]
            target.asked_as_spam = since
            return
        clock = target.last(metric)
        if clock and clock.is_open:
            clock.stop(self.now, "withdrawn" if since is None else "restarted")
        if since is not None:
            self._begin(target, metric, since)

    def _say(self, ticket: Ticket, at: int, is_answer: bool) -> None:
        self.times_said += 1
        ticket.said.append((at, self.times_said, is_answer))

    def _withdraw(self, ticket: Ticket) -> None:
        ticket.status_changes += ticket.status != "closed"
        ticket.status_before, ticket.status, ticket.snoozed_until = ticket.status, "closed", None
        ticket.withdrawn = [clock.metric for clock in ticket.open_clocks()]
        for clock in ticket.open_clocks():
            clock.stop(self.now, "withdrawn")

    def _give_back(self, ticket: Ticket) -> None:
        ticket.status = ticket.status_before or ticket.status
        for metric in ticket.withdrawn:
            if clock := ticket.last(metric):
                clock.restore(*self._terms(ticket, metric))
        if ticket.asked_as_spam is not None:
            self._begin(ticket, ticket.waits_for, ticket.asked_as_spam)
            ticket.asked_as_spam = None

    def status(self, name: int, status: str) -> None:
        ticket = self.tickets[name]
        was_done, ticket.status = is_done(ticket.status), status
        ticket.status_changes += 1
        if is_done(status):
            ticket.snoozed_until = None
        if is_done(status) and not was_done:
            self._end(ticket, "resolution")
        self._move_open(ticket)
        if was_done and not is_done(status):
            resolution = ticket.last("resolution")
            if self.settings["sla.on_reopen"] == "continue" and resolution:
                resolution.resume(self.now, *self._terms(ticket, "resolution"))
            else:
                self._begin(ticket, "resolution")

    def priority(self, name: int, priority: str) -> None:
        ticket = self.tickets[name]
        ticket.priority = priority
        self._rematch(ticket)
        if self.settings["sla.on_priority_change"] == "new_start":
            for clock in ticket.open_clocks():
                clock.stop(self.now, "restarted")
                self._begin(ticket, clock.metric)
        else:
            self._move_open(ticket)

    def ticket_type(self, name: int, ticket_type: str) -> None:
        self._matching_change(name, ticket_type=ticket_type)

    def department(self, name: int, department: str | None) -> None:
        self._matching_change(name, department=department)

    def organisation(self, name: int, organisation: str | None) -> None:
        self._matching_change(name, organisation=organisation)

    def tag(self, name: int, tag: str) -> None:
        self._matching_change(name, tags=self.tickets[name].tags | {tag})

    def untag(self, name: int, tag: str) -> None:
        self._matching_change(name, tags=self.tickets[name].tags - {tag})

    def due(self, name: int, due_at: int | None) -> None:
        self._change(name, due_at=due_at)

    def snooze(self, name: int, until: int | None) -> None:
        self._change(name, snoozed_until=until)

    def delete(self, name: int, is_deleted: bool) -> None:
        self._change(name, is_deleted=is_deleted)

    def note(self, name: int, _: None) -> None:
        """Says nothing to the customer."""

    def answer(self, name: int, _: None) -> None:
        ticket = self.tickets[name]
        ticket.is_answered = True
        self._say(ticket, self.now, True)
        for metric in ("first_response", "next_response"):
            self._end(ticket, metric)
        self._move_open(ticket)
        moved = self.settings["status_on_agent_reply"]
        if moved and CATEGORIES[ticket.status] == "open" and moved != ticket.status:
            self.status(name, moved)

    def ask(self, name: int, _: None) -> None:
        ticket = self.tickets[name]
        ticket.asked.append(self.now)
        self._say(ticket, self.now, False)
        if ticket.snoozed_until is not None:
            self.snooze(name, None)
        asked = ticket.last("next_response")
        self._move_open(ticket)
        if ticket.is_answered and not (asked and asked.is_open):
            self._begin(ticket, "next_response")
        moved = self._moved_by_question(ticket)
        if moved not in ("", ticket.status):
            self.status(name, moved)

    # --- rules

    def _moved_by_question(self, ticket: Ticket) -> str:
        if is_done(ticket.status):
            return "reopened"
        is_waiting = CATEGORIES[ticket.status] in ("pending", "on_hold")
        return self.settings["status_on_customer_reply"] if is_waiting else ""

    def _change(self, name: int, **values: Any) -> None:
        ticket = self.tickets[name]
        for key, value in values.items():
            setattr(ticket, key, value)
        self._move_open(ticket)

    def _matching_change(self, name: int, **values: Any) -> None:
        ticket = self.tickets[name]
        for key, value in values.items():
            setattr(ticket, key, value)
        self._rematch(ticket)
        self._move_open(ticket)

    def _rematch(self, ticket: Ticket) -> None:
        if self.settings["sla.on_change"] == "match_again" or ticket.created_at == self.now:
            self._match(ticket)

    def _match(self, ticket: Ticket) -> None:
        policy = min((p for p in self.policies.values() if p.fits(ticket)), key=lambda p: p.position)
        ticket.policy = policy.name
        ticket.calendar = (
            (ticket.organisation and self.organisations[ticket.organisation])
            or (ticket.department and self.departments[ticket.department])
            or policy.calendar
            or (DEFAULT_CALENDAR if self.settings["sla.business_hours_only"] else None)
        )

    def _terms(self, ticket: Ticket, metric: str) -> tuple[Terms, str]:
        """Terms and mode of an open clock after a change of its ticket."""
        settings = self.settings
        is_asleep = ticket.snoozed_until is not None and settings["sla.snoozed"] == "paused"
        is_paused = ticket.is_deleted or is_asleep or (ticket.status, metric) in self.pauses
        terms = Terms(
            ticket.policy,
            self.calendars[ticket.calendar] if ticket.calendar else ALWAYS,
            self.policies[ticket.policy].targets.get((ticket.priority, metric)) if ticket.policy else None,
            ticket.due_at if metric == "resolution" else None,
            settings["sla.warn_percent"],
            settings["sla.warn_within_minutes"],
            settings["sla.on_calendar_change"] == "last",
        )
        return terms, "paused" if is_paused else "running"

    def _open(self, ticket: Ticket, asked_at: int) -> None:
        self.tickets[ticket.name] = ticket
        self._say(ticket, asked_at, False)
        self._match(ticket)
        for metric in ("first_response", "resolution"):
            self._begin(ticket, metric, asked_at)

    def _begin(self, ticket: Ticket, metric: str, at: int | None = None) -> None:
        last = ticket.last(metric)
        terms, mode = self._terms(ticket, metric)
        started_at = self.now if at is None else at
        ticket.clocks.append(Clock(metric, last.cycle + 1 if last else 1, started_at, terms, mode))

    def _end(self, ticket: Ticket, metric: str) -> None:
        clock = ticket.last(metric)
        if clock and clock.is_open:
            clock.stop(self.now)

    def _move_open(self, ticket: Ticket) -> None:
        for clock in ticket.open_clocks():
            clock.move(self.now, *self._terms(ticket, clock.metric))
            clock.is_breach_recorded = clock.is_breach_recorded or clock.breached_at is not None
