"""Model and database side by side, and a failing history in words."""

from typing import Any, NamedTuple

from tests.sla.oracle.calendars import MINUTE
from tests.sla.oracle.database import Clocks, DeskInDatabase, expected_clocks, new_database
from tests.sla.oracle.plans import Plan, Step, make_plan
from tests.sla.oracle.script import script, show_instant

TICKETS = 250
#: So many of the tickets of a seed that disagree; each costs some seconds.
EXPLAINED = 1

Differences = list[tuple[int, str]]


class Disagreement(NamedTuple):
    seed: int
    ticket: int
    differences: list[str]
    script: str
    is_lazy: bool

    def __str__(self) -> str:
        return (
            f"ticket {self.ticket} of seed {self.seed}"
            f" (python -m tests.sla.oracle --seed {self.seed} --ticket {self.ticket}"
            f"{' --lazy' if self.is_lazy else ''}):\n"
            f"{self.script}\nmodel and clocks disagree:\n"
            + "\n".join(f"  {line}" for line in self.differences)
        )


def compare(server_dsn: str, seed: int, tickets: int = TICKETS, is_lazy: bool = False) -> list[Disagreement]:
    """The histories of a seed, all at once; the first that disagree are lived again alone.

    is_lazy: clocks follow edits late, see DeskInDatabase.
    """
    plan = make_plan(seed, tickets)
    differences = _live(server_dsn, plan, is_lazy)
    found = []
    for name in dict.fromkeys(name for name, _ in differences):
        alone = explain(server_dsn, plan, name, is_lazy) if len(found) < EXPLAINED else []
        texts = [text for other, text in differences if other == name]
        found += alone or [Disagreement(seed, name, texts, "  (seen beside the others)", is_lazy)]
    return found


def explain(server_dsn: str, plan: Plan, ticket: int, is_lazy: bool = False) -> list[Disagreement]:
    """Halves the ticket's own history until it ends with the step at which they part."""
    alone = plan.of(ticket)

    def up_to(number: int) -> Plan:
        steps = alone.steps[:number]
        return Plan(**vars(alone) | {"steps": [*steps, Step(steps[-1].at + 1, "sweep", ())]})

    good, bad = 0, len(alone.steps)
    found = _live(server_dsn, alone, is_lazy)
    if not found:
        return []
    while bad - good > 1:
        middle = (good + bad) // 2
        if parted := _live(server_dsn, up_to(middle), is_lazy):
            bad, found = middle, parted
        else:
            good = middle
    return [Disagreement(plan.seed, ticket, [text for _, text in found], script(up_to(bad)), is_lazy)]


def _live(server_dsn: str, plan: Plan, is_lazy: bool) -> Differences:
    desk = plan.desk()
    with new_database(server_dsn) as db:
        database = DeskInDatabase(db, plan, is_lazy)
        for step in plan.steps:
            step.perform(desk)
            database.perform(step)
        got = database.statuses()
        statuses = [
            (name, f"status: model {ticket.status}, database {got[name]}")
            for name, ticket in desk.tickets.items()
            if ticket.status != got[name]
        ]
        return statuses + _differences(expected_clocks(desk), database.clocks())


def _differences(expected: Clocks, got: Clocks) -> Differences:
    found = []
    for key in sorted(expected.keys() | got.keys()):
        name, metric, cycle = key
        model, clock = expected.get(key), got.get(key)
        if model is None or clock is None:
            text = f"{metric} {cycle}: " + ("none in the database" if clock is None else "none in the model")
            found.append((name, text))
            continue
        found += [
            (
                name,
                f"{metric} {cycle} {column}:"
                f" model {_show(column, value)}, clock {_show(column, clock[column])}",
            )
            for column, value in model.items()
            if value != clock[column]
        ]
    return found


def _show(column: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return str(value)
    return show_instant(value) if column.endswith("_at") else f"{value / MINUTE} min"
