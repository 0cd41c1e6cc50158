"""`python -m pgdesk.cli.web.build`: makes web/dist of web/, where sources, lock file or Node.js have changed.

A failure is one line: all but the pages works without them.
"""

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pgdesk.cli.paths import ROOT
from pgdesk.cli.web.node import Node, fetch_node, find_node

WEB = ROOT / "web"
DIST = WEB / "dist"
#: Of what web/dist was made; beside it, since a build empties that.
_STAMP = WEB / "dist.stamp"
_LOG = WEB / "build.log"
_MODULES = WEB / "node_modules"
_MADE = frozenset(path.name for path in (DIST, _STAMP, _LOG, _MODULES))
#: Other folders that web/ imports from.
_BESIDE = (ROOT / "api" / "live" / "static",)
_INSTALL = (
    *("ci", "--include=dev", "--ignore-scripts", "--loglevel=error", "--no-audit", "--no-fund"),
    *("--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"),
)
_SECONDS = 600


class BuildError(Exception):
    """Why there are no new pages, in one line."""


def is_fresh(node: Node | None) -> bool:
    """Whether web/dist is what these sources and this Node make; without any, what these sources made."""
    if not (DIST / "index.html").exists() or not _STAMP.exists():
        return False
    sources, _, version = _STAMP.read_text().partition(" ")
    return sources == _fingerprint() and (node is None or node.version == version)


def build(say: Callable[[str], None]) -> None:
    """Raises BuildError."""
    if is_fresh(find_node()):
        return
    try:
        with _alone():
            if not is_fresh(find_node()):
                _make(say)
    except OSError as problem:
        raise BuildError(str(problem)) from None


def _make(say: Callable[[str], None]) -> None:
    say("building the web pages (the first time a minute or two)")
    node = fetch_node()
    if node is None:
        raise BuildError("they need Node.js 22.12 or newer, or a network to fetch it")
    sources = _fingerprint()
    _STAMP.unlink(missing_ok=True)
    _LOG.unlink(missing_ok=True)
    _install_packages(node)
    _run_npm(node, "run", "build")
    if not (DIST / "index.html").exists():
        raise BuildError(f"npm run build made no {DIST / 'index.html'}")
    _STAMP.write_text(f"{sources} {node.version}")


def _install_packages(node: Node) -> None:
    """Where those that are there are not of the lock file."""
    made_of = _digest([WEB / "package.json", WEB / "package-lock.json"]) + node.version
    stamp = _MODULES / ".pgdesk.stamp"
    if stamp.exists() and stamp.read_text() == made_of:
        return
    _run_npm(node, *_INSTALL)
    _MODULES.mkdir(exist_ok=True)
    stamp.write_text(made_of)


def _run_npm(node: Node, *arguments: str) -> None:
    path = f"{node.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    with _LOG.open("ab") as log:
        process = subprocess.Popen(
            [*node.npm, *arguments],
            cwd=WEB,
            env={**os.environ, "PATH": path, "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            code = process.wait(_SECONDS)
        except BaseException as problem:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(problem, subprocess.TimeoutExpired):
                raise BuildError(f"npm {arguments[0]} took more than {_SECONDS} s") from None
            raise
    if code:
        raise BuildError(f"npm {' '.join(arguments[:2])} failed, see {_LOG}")


def _fingerprint() -> str:
    return _digest(_sources())


def _sources() -> Iterator[Path]:
    for place in (*(one for one in sorted(WEB.iterdir()) if one.name not in _MADE), *_BESIDE):
        yield from sorted(place.rglob("*")) if place.is_dir() else (place,)


def _digest(files: "Iterator[Path] | list[Path]") -> str:
    digest = hashlib.sha256()
    for path in files:
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(ROOT)} {len(content)} ".encode() + content)
    return digest.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """Who comes while another builds waits for it, and finds its pages."""
    folder = os.open(WEB, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def main() -> int:
    """The exit code."""
    try:
        build(lambda line: print(line, file=sys.stderr))
    except BuildError as problem:
        print(f"the web pages are not built: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
