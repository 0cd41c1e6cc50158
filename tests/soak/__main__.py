"""`python -m tests.soak`: what only shows after a while, beside its limits; ends with 1 if one is exceeded.

SLA clocks of random histories beside a second implementation of the rules; then the api process before a
database of its own: idle connections, a large answer, many requests, and schemathesis over the OpenAPI
document for a bounded time; mails in and out amid faults; an import that is killed; primaries that are lost
to their standbys; last, each part of what docker-compose.yml's profile scale runs.
"""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.imports.interrupted import differences
from tests.sla.oracle.run import run, server
from tests.soak import faults, load, mails, parts, promotions
from tests.soak.desk import ROLES, Desk, running_desk
from tests.soak.fuzz import fuzz
from tests.soak.memory import MB, forget_peak, peak, resident, settles

IDLE_CONNECTIONS, IDLE_MB = 1_000, 150
ANSWER_MB, ANSWER_TIMES = 100, 3
WARMING_REQUESTS = 20_000
#: What may stay after a large answer, and what many requests may add, in MB: the allocator's own slack.
GIVEN_BACK_MB, GROWTH_MB = 30, 10


class Row(NamedTuple):
    what: str
    found: str
    limit: str
    is_kept: bool


def idle(desk: Desk) -> Iterator[Row]:
    held = load.hold(desk, IDLE_CONNECTIONS, lambda: resident(desk.pid)) / MB
    what = f"{IDLE_CONNECTIONS:,} idle keep-alive connections"
    yield Row(what, f"{held:.0f} MB", f"{IDLE_MB} MB", held < IDLE_MB)


def large_answer(desk: Desk) -> Iterator[Row]:
    """JSON around the lines makes the answer a little larger than asked."""
    path = f"rpc/soak_lines?count={ANSWER_MB * 1000}&width=985"
    load.drain(desk, "rpc/soak_lines?count=1&width=1")
    before = resident(desk.pid)
    forget_peak(desk.pid)
    size = load.drain(desk, path)
    cost = peak(desk.pid) - before
    after = settles(desk.pid, lambda now: now - before < GIVEN_BACK_MB * MB) - before
    what = f"an answer of {size / MB:.0f} MB costs"
    yield Row(
        what,
        f"{cost / MB:.0f} MB, {cost / size:.1f} times",
        f"{ANSWER_TIMES} times",
        cost <= ANSWER_TIMES * size,
    )
    yield Row("of that stays", f"{after / MB:.0f} MB", f"{GIVEN_BACK_MB} MB", after < GIVEN_BACK_MB * MB)


def many_requests(desk: Desk, total: int) -> Iterator[Row]:
    """Others before them fill the caches; what these add must not depend on how many they are."""
    warming = load.run(desk, WARMING_REQUESTS, seed=1)
    before = resident(desk.pid)
    statuses = warming + load.run(desk, total, seed=2)
    grown = (resident(desk.pid) - before) / MB
    errors = sum(count for status, count in statuses.items() if status >= 500)
    shown = ", ".join(f"{count:,} x {status}" for status, count in sorted(statuses.items()))
    yield Row(f"memory over {total:,} requests", f"{grown:+.1f} MB", f"{GROWTH_MB} MB", grown < GROWTH_MB)
    yield Row("their statuses", shown, "none from 500 on", errors == 0)


def fuzzed(desk: Desk, seconds: int) -> Iterator[Row]:
    for role in ROLES:
        found = fuzz(desk, role, seconds)
        for fault in found.faults if found.errors != found.excused else ():
            print(f"  {role}: {fault}", file=sys.stderr)
        yield Row(
            f"schemathesis as {role}, {seconds} s",
            f"{found.requests:,} requests, {found.errors} from 500 on, {found.excused} of the protocol",
            "none but of the protocol",
            found.errors == found.excused and found.requests > 0,
        )


def faulted_mails(desk: Desk, total: int) -> Iterator[Row]:
    found = mails.run(desk, total)
    for fault in found.faults[:20]:
        print(f"  mail: {fault}", file=sys.stderr)
    yield Row(
        f"{total:,} mails in {found.posts:,} posts, {found.looks:,} looks,"
        f" {found.kills:,} kills of the worker, {found.losses:,} lost connections",
        f"{len(found.faults):,} faults; {found.refused:,} posts refused; {dict(found.states)};"
        f" {found.sent:,} mails out, {found.twice:,} of them twice",
        "none but twice where the mail server's yes was not heard",
        not found.faults,
    )


def lost_primaries(times: int) -> Iterator[Row]:
    """The second row has no limit: it says what the setting is good for."""
    for is_synchronous, limit in ((True, "0"), (False, "none, it is what may be lost")):
        found = list(promotions.lose(times, is_synchronous=is_synchronous))
        told, lost = sum(loss.told for loss in found), [len(loss.lost) for loss in found]
        how = "wait" if is_synchronous else "do not wait"
        yield Row(
            f"{times} primaries killed, commits {how} for the standby",
            f"{sum(lost)} of {told:,} tickets that were told are lost, {max(lost)} at most at once",
            limit,
            not (is_synchronous and any(lost)),
        )


def lost_parts() -> Iterator[Row]:
    """Only what is lost has a limit; what people notice depends on the machine."""
    for found in faults.run():
        if isinstance(found, faults.End):
            yield Row(
                f"{found.told:,} tickets told of, amid lost parts",
                f"{found.lost} lost, {found.doubled} twice",
                "0, 0",
                found.told > 0 and not found.lost and not found.doubled,
            )
            continue
        noticed = found.noticed
        errors = ", ".join(f"{count} x {status or 'none'}" for status, count in noticed.failed.items())
        yield Row(
            found.name,
            f"{noticed.requests:,} requests, errors: {errors or 'none'}; slowest {noticed.longest:.1f} s,"
            f" silence {noticed.silence:.1f} s, live away {noticed.dark:.1f} s,"
            f" a job waits {found.oldest_job:.1f} s",
            "none",
            True,
        )


def killed_imports(times: int) -> Iterator[Row]:
    with server() as dsn, tempfile.TemporaryDirectory() as folder:
        found = differences(dsn, Path(folder), times, seed=random.randrange(2**32))
    yield Row(f"an import killed {times} times", f"{len(found)} lines differ", "none", not found)


def histories(total: int) -> Iterator[Row]:
    with server() as dsn:
        for is_lazy, how in ((False, "at once"), (True, "late")):
            found = run(dsn, total, os.cpu_count() or 1, is_lazy=is_lazy)
            what = f"SLA clocks of {total:,} histories, edits followed {how}"
            yield Row(what, f"{len(found)} disagree", "none", not found)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--fuzz-seconds", type=int, default=120, help="for each role; 0: none")
    parser.add_argument("--mails", type=int, default=2_000, help="amid faults; 0: none")
    parser.add_argument("--histories", type=int, default=100_000, help="of tickets and SLA clocks; 0: none")
    parser.add_argument("--import-kills", type=int, default=10, help="of the process that imports; 0: none")
    parser.add_argument("--promotions", type=int, default=10, help="primaries killed; 0: none")
    parser.add_argument("--faults", type=int, default=1, help="lose each part of profile scale; 0: none")
    arguments = parser.parse_args()
    results = [_show(row) for row in histories(arguments.histories)] if arguments.histories else []
    with running_desk() as desk:
        print(f"the api process, served nothing but its OpenAPI: {resident(desk.pid) / MB:.0f} MB")
        rounds: list[Callable[[], Iterator[Row]]] = [
            lambda: idle(desk),
            lambda: large_answer(desk),
            lambda: many_requests(desk, arguments.requests),
        ]
        if arguments.fuzz_seconds:
            rounds.append(lambda: fuzzed(desk, arguments.fuzz_seconds))
        if arguments.mails:
            rounds.append(lambda: faulted_mails(desk, arguments.mails))
        results += [_show(row) for one in rounds for row in one()]
    if arguments.import_kills:
        results += [_show(row) for row in killed_imports(arguments.import_kills)]
    if arguments.promotions:
        results += [_show(row) for row in lost_primaries(arguments.promotions)]
    if arguments.faults and (missing := parts.missing()):
        print(f"no part is lost: {', '.join(missing)} are not installed", file=sys.stderr)
    elif arguments.faults:
        results += [_show(row) for row in lost_parts()]
    return 0 if all(results) else 1


def _show(row: Row) -> bool:
    mark = "ok  " if row.is_kept else "FAIL"
    print(f"{mark} {row.what}: {row.found} (limit: {row.limit})", flush=True)
    return row.is_kept


if __name__ == "__main__":
    sys.exit(main())
