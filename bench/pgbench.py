"""The same statements by pgbench: prepared, in one pipeline, with the same parameters."""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from pgdesk.api.rest.database.connection import Statement


@dataclass(frozen=True)
class Script:
    text: str
    variables: dict[str, str]


def script(statements: Sequence[Statement], ticket_id: int, tickets: int) -> Script:
    """Each parameter is a variable; where one holds `ticket_id`, pgbench puts a random ticket's id."""
    variables: dict[str, str] = {}
    lines = [rf"\set id random(1, {tickets})", r"\startpipeline"]
    for number, statement in enumerate(statements):
        text = statement.sql.decode()
        for index in range(len(statement.parameters), 0, -1):
            value = statement.parameters[index - 1]
            text = re.sub(
                rf"\${index}\b", _expression(f"p{number}_{index}", value, ticket_id, variables), text
            )
        lines.append(f"{text};")
    lines.append(r"\endpipeline")
    return Script("\n".join(lines) + "\n", variables)


def _expression(name: str, value: bytes | None, ticket_id: int, variables: dict[str, str]) -> str:
    if value is None:
        return "NULL"
    text = value.decode()
    before, found, after = text.partition(str(ticket_id))
    if not found:
        variables[name] = text
        return f":{name}"
    if not before and not after:
        return ":id"
    variables[f"{name}a"], variables[f"{name}b"] = before, after
    # format() keeps the type open to what the statement casts it to.
    return f"(format('%s%s%s', :{name}a::text, :id::text, :{name}b::text)::json)"


def run(program: str, dsn: str, role: str, chosen: Script, connections: int, seconds: int) -> float:
    """Transactions a second. pgbench prepares as `role`, before the script sets it for each transaction."""
    parts = conninfo_to_dict(dsn)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.sql"
        file.write_text(chosen.text)
        done = subprocess.run(
            [
                program,
                f"--host={parts['host']}",
                f"--port={parts['port']}",
                f"--username={parts['user']}",
                "--no-vacuum",
                "--protocol=prepared",
                f"--client={connections}",
                "--jobs=2",
                f"--time={seconds}",
                f"--file={file}",
                *(f"--define={name}={value}" for name, value in chosen.variables.items()),
                str(parts["dbname"]),
            ],
            env={**os.environ, "PGPASSWORD": str(parts.get("password", "")), "PGOPTIONS": f"-c role={role}"},
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds + 120,
        )
    found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.M)
    failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
    if done.returncode or found is None or "aborted" in done.stderr or (failed and int(failed[1])):
        raise RuntimeError(f"pgbench failed:\n{done.stdout}\n{done.stderr[-2000:]}")
    return float(found[1])
