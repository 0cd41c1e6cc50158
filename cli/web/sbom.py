"""`python -m pgdesk.cli.web.sbom FILE`: what web/package-lock.json names, as CycloneDX; asks no network."""

import os
import subprocess
import sys
from pathlib import Path

from pgdesk.cli.web.build import WEB
from pgdesk.cli.web.node import find_node


def write(file: Path) -> None:
    """Raises SystemExit where there is no Node.js, or npm fails."""
    node = find_node()
    if node is None:
        raise SystemExit("pgdesk: it needs Node.js 22.12 or newer: make setup")
    done = subprocess.run(
        [*node.npm, "sbom", "--sbom-format=cyclonedx", "--sbom-type=application", "--package-lock-only"],
        cwd=WEB,
        env={**os.environ, "PATH": f"{node.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr.decode(errors="replace"))
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(done.stdout)


if __name__ == "__main__":
    write(Path(sys.argv[1]).absolute())
