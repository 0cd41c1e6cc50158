"""A history in words, to be read and replayed."""

from typing import Any

from tests.sla.oracle.calendars import Calendar, to_datetime
from tests.sla.oracle.clocks import Target
from tests.sla.oracle.desk import METRICS, SETTINGS
from tests.sla.oracle.plans import OF_TICKETS, PRIORITIES, Plan, Step

_WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def script(plan: Plan) -> str:
    settings = {key: value for key, value in plan.settings.items() if value != SETTINGS[key]}
    lines = [f"settings: {settings}"]
    lines += [f"calendar {name}: {_calendar(calendar)}" for name, calendar in plan.calendars.items()]
    lines.append(f"calendars of departments: {plan.departments}, of organisations: {plan.organisations}")
    for policy in plan.policies.values():
        fits = f"{policy.field} {policy.value}" if policy.field else "any"
        lines.append(f"policy {policy.name}: {fits}, calendar {policy.calendar} ({', '.join(METRICS)})")
        for priority in PRIORITIES:
            promised = [_target(policy.targets.get((priority, metric))) for metric in METRICS]
            lines.append(f"    {priority}: {', '.join(promised)}")
    lines += [f"{show_instant(step.at)} {_words(step)}" for step in plan.steps]
    return "\n".join(f"  {line}" for line in lines)


def show_instant(at: int) -> str:
    return f"{to_datetime(at):%a %F %T.%f}".removesuffix(".000000")


def _words(step: Step) -> str:
    if step.kind in OF_TICKETS:
        return ", ".join(f"{n} {step.kind} {_value(step.kind, v)}".rstrip() for n, v in step.values.items())
    values = f"{step.values[0]} {_hours(step.values[1])}" if step.kind == "hours" else step.values
    return f"{step.kind} {_value(step.kind, values)}".rstrip()


def _value(key: str, value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(key, part)}" for key, part in value.items() if part is not None)
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    return (
        show_instant(value)
        if key in ("due", "due_at", "snooze") and value
        else ""
        if value is None
        else str(value)
    )


def _target(target: Target | None) -> str:
    return "none" if target is None else f"{target} min" if isinstance(target, int) else f"{target[1]} days"


def _calendar(calendar: Calendar) -> str:
    off = [f"{day:%d %b each year}" if again else f"{day}" for day, again in sorted(calendar.holidays)]
    return f"{calendar.zone}, {_hours(calendar.hours)}" + (f", off {', '.join(off)}" if off else "")


def _hours(hours: Any) -> str:
    spans = {
        _WEEK[day - 1]: "+".join(f"{a // 60}:{a % 60:02}-{b // 60}:{b % 60:02}" for a, b in spans)
        for day, spans in sorted(hours.items())
    }
    days = {span: [day for day in spans if spans[day] == span] for span in dict.fromkeys(spans.values())}
    return "; ".join(f"{' '.join(names)} {span}" for span, names in days.items()) or "never open"
