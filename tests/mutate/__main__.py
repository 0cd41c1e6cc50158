"""`python -m tests.mutate`: what tests would not notice, one planted fault at a time."""

import hashlib
import json
import subprocess
import sys
import time
from collections import defaultdict
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from pgdesk.cli.output import Progress, say
from pgdesk.cli.paths import ROOT, state_dir
from tests.mutate.mutants import CATEGORIES

LEAST_KILLED = 0.95
TESTS = ROOT / "tests"
#: These start programs, look at files, or ask what others ask, too.
NOT_ASKED = """
    api bench cli clients contract demo docs lint mutate peer plans reports rest soak workers
"""
FOLDER = state_dir() / "mutate"
RECORDS, FLAT = FOLDER / "records.json", FOLDER / "records-flat.json"
MUTANTS, RESULTS = FOLDER / "mutants.json", FOLDER / "results.jsonl"


@click.command()
@click.option("--number", type=click.IntRange(1), default=300, show_default=True, help="Of mutants.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--only", multiple=True, help="Only mutants whose name has this text; more of them: or that.")
@click.option("--jobs", type=click.IntRange(1, 16), default=2, show_default=True, help="At a time.")
@click.option("--again", is_flag=True, help="Note anew which test uses what.")
def main(number: int, seed: int, only: tuple[str, ...], jobs: int, again: bool) -> None:
    """Plant NUMBER faults, one at a time, in the SQL of policies, transitions, gates, SLA arithmetic and the
    rule compiler, and run the tests that use the faulty thing.

    Those that change nothing stand in equivalent.txt with the reason, and others are drawn. Exit 1 when fewer
    than 95 % are noticed. Which test uses what is noted at the first run, and anew for files of tests that
    have changed.
    """
    FOLDER.mkdir(exist_ok=True)
    begun = time.monotonic()
    records = _record(jobs, again)
    mutants = _draw({"number": number, "seed": seed, "only": only})
    say(f"{len(mutants)} mutants, {len(records)} tests, {time.monotonic() - begun:.0f} s so far")
    is_good = _report(_judge(mutants, records, jobs))
    say(f"{time.monotonic() - begun:.0f} s")
    sys.exit(not is_good)


def _record(jobs: int, again: bool) -> dict[str, Any]:
    """What each test uses, kept by the hash of its file."""
    kept = {} if again or not RECORDS.exists() else json.loads(RECORDS.read_text())
    files = {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(TESTS.glob("*/**/test_*.py"))
        if path.relative_to(TESTS).parts[0] not in NOT_ASKED.split()
    }
    kept = {file: entry for file, entry in kept.items() if files.get(file) == entry["digest"]}
    missing = [file for file in files if file not in kept]
    if missing:
        say(f"noting what the tests of {len(missing)} files use")
        outs = [FOLDER / f"record-{at}.json" for at in range(min(jobs, len(missing)))]
        _run("record", [{"files": missing[at :: len(outs)], "out": str(out)} for at, out in enumerate(outs)])
        for out in outs:
            found = json.loads(out.read_text())
            for file in found["failing"]:
                say(f"  {file} fails without a fault: not asked")
            for file, tests in found["tests"].items():
                kept[file] = {"digest": files[file], "tests": tests}
        RECORDS.write_text(json.dumps(kept))
    return {node: record for entry in kept.values() for node, record in entry["tests"].items()}


def _draw(plan: dict[str, Any]) -> list[Any]:
    _run("draw", [{"files": [], "out": str(MUTANTS), **plan}])
    drawn: list[Any] = json.loads(MUTANTS.read_text())
    return drawn


def _judge(mutants: list[Any], records: dict[str, Any], jobs: int) -> list[Any]:
    killers: dict[str, list[str]] = defaultdict(list)
    for line in RESULTS.read_text().splitlines() if RESULTS.exists() else ():
        before = json.loads(line)
        if before["by"] in records:
            killers[before["mutant"]["object"]].append(before["by"])
    RESULTS.write_text("")
    FLAT.write_text(json.dumps(records))
    plan = {
        "files": sorted({node.split("::")[0] for node in records}),
        "records": str(FLAT),
        "killers": killers,
        "out": str(RESULTS),
    }
    _run("judge", [{**plan, "mutants": mutants[at::jobs]} for at in range(jobs)], len(mutants))
    return [json.loads(line) for line in RESULTS.read_text().splitlines()]


def _run(task: str, plans: list[dict[str, Any]], total: int = 0) -> None:
    """One pytest a plan at a time, each with a cluster of its own."""
    running = []
    for at, plan in enumerate(plans):
        file, log = FOLDER / f"plan-{at}.json", FOLDER / f"{task}-{at}.log"
        file.write_text(json.dumps({"task": task, **plan}))
        command = [
            sys.executable, "-m", "pytest", "-p", "tests.mutate.plugin", "-p", "no:cacheprovider",
            "-m", "not pg18 and not slow", f"--mutate={file}", *plan["files"],
        ]  # fmt: skip
        with log.open("w") as stdout:
            running.append((subprocess.Popen(command, cwd=ROOT, stdout=stdout, stderr=stdout), log))
    progress = Progress()
    while total and any(process.poll() is None for process, _ in running):
        progress("judged", len(RESULTS.read_text().splitlines()), total)
        time.sleep(2)
    progress.end()
    for process, log in running:
        if process.wait() not in (0, 1, 5):
            sys.exit(f"{task} failed: see {log}")


def _report(results: list[Any]) -> bool:
    """A table by category, then what survived."""
    survivors = [result for result in results if not result["by"]]
    table = Table("category", "mutants", "killed", "survived")
    for category in (*CATEGORIES, "all"):
        number, alive = (
            sum(category in (result["mutant"]["category"], "all") for result in some)
            for some in (results, survivors)
        )
        table.add_row(category, *map(str, (number, number - alive, alive)))
    Console(width=80).print(table)
    for result in survivors:
        mutant = result["mutant"]
        print(f"\n{mutant['category']}, {mutant['where'] or mutant['object']} ({result['tests']} tests):")
        print(f"  {result['name']}")
    return len(results) > 0 and len(survivors) <= (1 - LEAST_KILLED) * len(results)


if __name__ == "__main__":
    main()
