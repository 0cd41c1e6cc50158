"""What TypeScript and the tests beside the sources say of web/, and what its scripts may call."""

import json
import os
import re
import subprocess

import pytest

from pgdesk.cli.web.build import WEB
from pgdesk.cli.web.node import Node, find_node


@pytest.fixture
def node() -> Node:
    found = find_node()
    if found is None or not (WEB / "node_modules").exists():
        pytest.skip("there is no Node.js here, or the packages of web/ are not installed")
    return found


@pytest.mark.parametrize("script", ["check", "test"])
def test_the_sources_are_sound(node: Node, script: str) -> None:
    done = subprocess.run(
        [*node.npm, "run", script],
        cwd=WEB,
        env={**os.environ, "PATH": f"{node.folder}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_script_calls_npm() -> None:
    """Of the wheel's, which lacks the links that npm's folders have, only the first call works."""
    scripts = json.loads((WEB / "package.json").read_text())["scripts"]
    assert [name for name, text in scripts.items() if re.search(r"\bnp[mx]\b", text)] == []


def test_the_lock_file_names_no_registry() -> None:
    assert re.findall(r'"resolved"|https?://[^"]*registry', (WEB / "package-lock.json").read_text()) == []
