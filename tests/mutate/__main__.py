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

from pgdesk.cli.output import say
from pgdesk.cli.paths import ROOT, state_dir
from tests.mutate.mutants import CATEGORIES

LEAST_KILLED = 0.95
TESTS = ROOT / "tests"
#: These start programs, look at files, or ask what others ask, too.
NOT_ASKED = """
    api bench cli clients contract demo docs lint mutate peer plans reports rest soak workers
"""
FOLDER = state_dir() / "mutate"
RECORDS, MUTANTS, RESULTS = FOLDER / "records.json", FOLDER / "mutants.json", FOLDER / "results.jsonl"


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
    _run("draw", [], jobs=1, number=number, seed=seed, only=only, mutants=str(MUTANTS))
    mutants = json.loads(MUTANTS.read_text())
    say(f"{len(mutants)} mutants, {len(records)} tests; {time.monotonic() - begun:.0f} s so far")
    results = _judge(mutants, records, jobs)
    is_good = _report(results)
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
        shards = [missing[at::jobs] for at in range(jobs)]
        for found in _run("record", shards, jobs):
            failing = {node.split("::")[0] for node in found["failed"]}
            for file in failing:
                say(f"  {file} fails without a fault: not asked")
            for file in set(missing) - failing:
                nodes = {n: r for n, r in found["records"].items() if n.split("::")[0] == file}
                if nodes:
                    kept[file] = {"digest": files[file], "records": nodes}
        RECORDS.write_text(json.dumps(kept))
    return {node: record for file in files if file in kept for node, record in kept[file]["records"].items()}


def _judge(mutants: list[Any], records: dict[str, Any], jobs: int) -> list[Any]:
    killers: dict[str, list[str]] = defaultdict(list)
    for line in RESULTS.read_text().splitlines() if RESULTS.exists() else ():
        before = json.loads(line)
        if before["by"] in records:
            killers[before["mutant"]["object"]].append(before["by"])
    flat = FOLDER / "flat.json"
    flat.write_text(json.dumps(records))
    RESULTS.unlink(missing_ok=True)
    files = sorted({node.split("::")[0] for node in records})
    shards = []
    for at in range(jobs):
        shard = FOLDER / f"mutants-{at}.json"
        shard.write_text(json.dumps(mutants[at::jobs]))
        shards.append(shard)
    _run(
        "judge",
        [files] * jobs,
        jobs,
        plans=[{"mutants": str(shard), "out": str(RESULTS)} for shard in shards],
        records=str(flat),
        killers=killers,
    )
    return [json.loads(line) for line in RESULTS.read_text().splitlines()]


def _run(
    task: str, shards: list[list[str]], jobs: int, plans: list[dict[str, str]] | None = None, **more: Any
) -> list[Any]:
    """One pytest a job, each with a cluster of its own; what they wrote to `out`."""
    running = []
    for at in range(jobs):
        plan, log = FOLDER / f"plan-{at}.json", FOLDER / f"{task}-{at}.log"
        out = FOLDER / f"{task}-{at}.json"
        plan.write_text(json.dumps({"task": task, "out": str(out), **more, **(plans[at] if plans else {})}))
        command = [
            sys.executable, "-m", "pytest", "-p", "tests.mutate.plugin", "-p", "no:cacheprovider",
            "-m", "not pg18 and not slow", f"--mutate={plan}", *(shards[at] if shards else ()),
        ]  # fmt: skip
        with log.open("w") as stdout:
            running.append((subprocess.Popen(command, cwd=ROOT, stdout=stdout, stderr=stdout), log, out))
    for process, log, _ in running:
        if process.wait() not in (0, 1, 5):
            sys.exit(f"{task} failed: see {log}")
    return [json.loads(out.read_text()) for _, _, out in running if out.exists()]


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
