"""`make sbom` names each package of the locks with its version, and no other."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from pgdesk.cli.paths import ROOT


def test_it_lists_what_the_locks_name(tmp_path: Path) -> None:
    told = {one["name"]: one["version"] for one in _made("sbom-python", tmp_path)["components"]}
    assert told == dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "requirements.lock").read_text(), re.M))

    locked: dict[str, Any] = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    names = [one["purl"] for one in _made("sbom-web", tmp_path)["components"]]
    wanted = {
        f"pkg:npm/{path.rpartition('node_modules/')[2].replace('@', '%40')}@{package['version']}"
        for path, package in locked.items()
        if path
    }
    assert sorted(names) == sorted(wanted)


def _made(name: str, folder: Path) -> Any:
    """What the line of the Makefile that writes it writes."""
    makefile = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    (line,) = re.findall(rf"^\t@\.venv/bin/python (.*{name}.*)$", makefile, re.M)
    file = folder / f"{name}.cdx.json"
    command = [sys.executable, *shlex.split(line.replace(f"dist/{name}.cdx.json", str(file)))]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    found = json.loads(file.read_text())
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.5")
    return found
