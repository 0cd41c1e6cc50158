"""schemathesis over the OpenAPI document of a role, for a bounded time: no answer may be a server error."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.soak.desk import Desk

#: SQLSTATEs that the protocol answers by 5xx: serialization, deadlock, resources, timeouts, lost server.
_PROTOCOL = re.compile(r": 5\d\d (40\w{3}|53\w{3}|54\w{3}|55\w{3}|57\w{3}|58\w{3}|XX\w{3}|08\w{3})\b")
_ERROR = re.compile(r'^[A-Z]+ /.*: 5\d\d .*|^[A-Z]+ /.* failed$|^\{.*"status": 5\d\d,.*', re.M)


class Fuzzed(NamedTuple):
    requests: int
    #: answers from 500 on, and those of them that the protocol itself asks for
    errors: int
    excused: int
    #: all, as the log has them, without the excused
    faults: list[str]


def fuzz(desk: Desk, role: str, seconds: int) -> Fuzzed:
    """What the server says of the requests that schemathesis makes."""
    headers = {"Authorization": f"Bearer {desk.tokens[role]}"}
    document = httpx.get(f"{desk.url}/", headers=headers, trust_env=False, timeout=60).json()
    document["paths"].pop("/rpc/soak_lines", None)
    (requests, fives), read = _counted(desk), len(desk.log.read_text())
    with tempfile.TemporaryDirectory(prefix="pgdesk-fuzz-") as folder:
        file = Path(folder, "openapi.json")
        file.write_text(json.dumps(document))
        done = subprocess.run(
            [
                *(str(Path(sys.executable).with_name("schemathesis")), "run", str(file), "--url", desk.url),
                *("--header", f"Authorization: {headers['Authorization']}", "--no-color"),
                *("--checks", "not_a_server_error", "--phases", "coverage,fuzzing", "--continue-on-failure"),
                *("--max-time", str(seconds), "--suppress-health-check", "all", "--no-shrink"),
                *("--generation-database", "none", "--warnings", "off"),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"schemathesis did not run:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    logged = _ERROR.findall(desk.log.read_text()[read:])
    excused = sum(bool(_PROTOCOL.search(line)) for line in logged)
    faults = sorted({line for line in logged if not _PROTOCOL.search(line)})
    requests_after, fives_after = _counted(desk)
    return Fuzzed(requests_after - requests, fives_after - fives, excused, faults)


def _counted(desk: Desk) -> tuple[int, int]:
    """Requests to /rest so far, and answers from 500 on."""
    text = httpx.get(f"http://{desk.host}:{desk.port}/metrics", trust_env=False).text
    pattern = r'^pgdesk_http_requests_total\{[^}]*route="rest",status="(\d+)"\} (\S+)$'
    counts = [(int(status), int(float(count))) for status, count in re.findall(pattern, text, re.M)]
    return sum(count for _, count in counts), sum(count for status, count in counts if status >= 500)
