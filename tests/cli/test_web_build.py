"""When web/ is built, by which Node.js, and what is said where it cannot be. Node and npm are stand-ins."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pgdesk.cli.paths import ROOT
from pgdesk.cli.web import build
from pgdesk.cli.web.node import find_node

_NODE = "#!/bin/sh\necho v{version}\n"
#: Notes what it is asked, and makes of index.html what it says; fails while there is a file `broken`.
_NPM = """#!/bin/sh
echo "$@" >> ../asked
[ ! -e ../broken ] || { echo "npm error of this test"; exit 1; }
[ "$1" != run ] || { sleep 0.2; mkdir -p dist; cp index.html dist/; }
"""


class Checkout:
    """As much of one as building needs, with an interpreter that has no packages, and no network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.web = folder / "web"
        self.tools = folder / "tools"
        shutil.copytree(ROOT / "cli" / "web", folder / "cli" / "web")
        for name in ("cli/__init__.py", "cli/paths.py", "pgdesk/__init__.py", "requirements-web.lock"):
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        (folder / "pgdesk" / "cli").symlink_to("../cli")
        self.web.mkdir()
        for name in ("package.json", "package-lock.json", "index.html"):
            (self.web / name).write_text(name)
        self.tools.mkdir()
        for name in ("sh", "mkdir", "cp", "sleep"):
            (self.tools / name).symlink_to(shutil.which(name) or name)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True)

    def has(self, version: str) -> None:
        for name, text in (("node", _NODE.format(version=version)), ("npm", _NPM)):
            (self.tools / name).write_text(text)
            (self.tools / name).chmod(0o755)

    def start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(self.folder / "venv" / "bin" / "python"), "-m", "pgdesk.cli.web.build"],
            env={"PATH": str(self.tools), "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def build(self) -> tuple[int, list[str]]:
        process = self.start()
        told, _ = process.communicate(timeout=60)
        return process.returncode, told.splitlines()

    def asked(self) -> list[str]:
        """What npm was asked since the last look."""
        notes = self.folder / "asked"
        found = notes.read_text().splitlines() if notes.exists() else []
        notes.write_text("")
        return [" ".join(line.split()[:2]) for line in found]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_it_is_built_once(checkout: Checkout) -> None:
    checkout.has("22.12.0")
    assert checkout.build() == (0, ["building the web pages (the first time a minute or two)"])
    assert checkout.asked() == ["ci --include=dev", "run build"]
    assert checkout.build() == (0, [])
    assert checkout.asked() == []


def test_it_is_built_again_where_something_changed(checkout: Checkout) -> None:
    checkout.has("22.12.0")
    checkout.build()
    checkout.asked()
    (checkout.web / "index.html").write_text("another")
    checkout.build()
    assert checkout.asked() == ["run build"]
    assert (checkout.web / "dist" / "index.html").read_text() == "another"
    (checkout.web / "package-lock.json").write_text("another")
    checkout.build()
    assert checkout.asked() == ["ci --include=dev", "run build"]
    checkout.has("24.1.0")
    checkout.build()
    assert checkout.asked() == ["ci --include=dev", "run build"]
    shutil.rmtree(checkout.web / "dist")
    checkout.build()
    assert checkout.asked() == ["run build"]


def test_two_at_a_time_build_once(checkout: Checkout) -> None:
    checkout.has("22.12.0")
    both = [checkout.start(), checkout.start()]
    assert [process.wait(60) for process in both] == [0, 0]
    for process in both:
        process.communicate()
    assert checkout.asked() == ["ci --include=dev", "run build"]


def test_a_failure_is_one_line_and_tried_again(checkout: Checkout) -> None:
    checkout.has("22.12.0")
    (checkout.folder / "broken").touch()
    code, told = checkout.build()
    log = checkout.web / "build.log"
    assert (code, told[1:]) == (
        1,
        [f"the web pages are not built: npm ci --include=dev failed, see {log}"],
    )
    assert "npm error of this test" in log.read_text()
    (checkout.folder / "broken").unlink()
    assert checkout.build()[0] == 0


@pytest.mark.parametrize("version", [None, "18.20.4"])
def test_without_node_and_network(checkout: Checkout, version: str | None) -> None:
    if version:
        checkout.has(version)
    code, told = checkout.build()
    assert (code, told[-1]) == (
        1,
        "the web pages are not built: they need Node.js 22.12 or newer, or a network to fetch it",
    )
    assert len(told) == 2


def test_an_older_node_has_to_do_where_no_other_is_to_be_had(checkout: Checkout) -> None:
    checkout.has("20.19.0")
    assert checkout.build()[0] == 0
    assert checkout.build() == (0, [])


def test_built_pages_are_good_without_node(checkout: Checkout) -> None:
    checkout.has("22.12.0")
    checkout.build()
    (checkout.tools / "node").unlink()
    assert checkout.build() == (0, [])


def test_what_is_built_here_is_of_these_sources() -> None:
    if not os.path.lexists(ROOT / ".venv" / "pgdesk-root") or not build.DIST.exists():
        pytest.skip("the web pages are not built here")
    assert build.is_fresh(find_node()), "run sh bin/setup"
